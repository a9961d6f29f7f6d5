//! What the system says of a browser's workers, and of its pages beside them. Linux only, as the test browsers are.

use std::collections::HashMap;
use std::fs;
use std::pin::pin;
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};

/// What Chromium, Firefox and WebKit call the threads of dedicated workers.
pub const WORKER_THREADS: [&str; 3] = ["DedicatedWorker", "DOM Worker", "WebCore: Worker"];
/// What Chromium calls the threads that draw its pages, beside their main ones.
const DRAWING_THREADS: [&str; 2] = ["Compositor", "VizCompositor"];
/// Processor time is counted in steps of 10 ms: over this, a share of it can be told.
const WINDOW: Duration = Duration::from_millis(200);

/// How often a browser's workers are looked at: each look goes through all processes of the machine.
pub const LOOK: Duration = Duration::from_millis(50);

/// How many dedicated workers are alive in a process and its descendants.
pub fn workers(root: u32) -> usize {
    used_ms(root).len()
}

/// Waits until the workers have used so much more processor time, ms.
pub async fn until_used(root: u32, ms: f64, within: Duration) {
    let (mut used, mut before, deadline) = (0.0, used_ms(root), Instant::now() + within);
    while used < ms {
        assert!(Instant::now() < deadline, "not even {ms} ms of processor time in {within:?}");
        sleep(LOOK).await;
        let now = used_ms(root);
        used += growth(&before, &now);
        before = now;
    }
}

/// Waits until the workers use less than this share of a core, or gives the share that they use when the time is
/// over. What the browser itself does meanwhile, such as drawing, doesn't count.
pub async fn until_idle(root: u32, share: f64, within: Duration) -> Result<(), f64> {
    let deadline = Instant::now() + within;
    loop {
        let (before, since) = (used_ms(root), Instant::now());
        sleep(WINDOW).await;
        let used = growth(&before, &used_ms(root)) / since.elapsed().as_secs_f64() / 1000.0;
        if used < share {
            return Ok(());
        }
        if Instant::now() > deadline {
            return Err(used);
        }
    }
}

/// Does this, and tells how much processor time the workers of a process and its descendants used meanwhile, ms.
pub async fn used_while<T>(root: u32, what: impl Future<Output = T>) -> (T, f64) {
    watched(|| used_ms(root), what).await
}

/// Does this, and tells how much processor time pages' main threads, and what draws them, used meanwhile, ms. Only
/// pages that have workers count.
pub async fn used_by_pages_while<T>(root: u32, what: impl Future<Output = T>) -> (T, f64) {
    watched(|| used_by_pages_ms(root), what).await
}

async fn watched<T>(used_ms: impl Fn() -> HashMap<u32, f64>, what: impl Future<Output = T>) -> (T, f64) {
    let mut what = pin!(what);
    let (mut used, mut before) = (0.0, used_ms());
    loop {
        // Of a thread that has ended nothing is told any more.
        let outcome = timeout(WINDOW / 4, &mut what).await;
        let now = used_ms();
        used += growth(&before, &now);
        before = now;
        if let Ok(outcome) = outcome {
            return (outcome, used);
        }
    }
}

/// How much processor time was used in between, ms.
fn growth(before: &HashMap<u32, f64>, after: &HashMap<u32, f64>) -> f64 {
    after.iter().map(|(thread, ms)| ms - before.get(thread).unwrap_or(&0.0)).sum()
}

/// The processor time that each worker of a process and its descendants has used so far, ms, by its thread.
fn used_ms(root: u32) -> HashMap<u32, f64> {
    let all = family(root).into_iter().flat_map(threads);
    all.filter(|(_, stat)| stat.is_called(&WORKER_THREADS)).map(|(id, stat)| (id, stat.used_ms)).collect()
}

/// The same of what runs and draws the pages.
fn used_by_pages_ms(root: u32) -> HashMap<u32, f64> {
    let mut used = HashMap::new();
    for process in family(root) {
        let threads = threads(process);
        let has_workers = threads.iter().any(|(_, stat)| stat.is_called(&WORKER_THREADS));
        let of_pages = threads
            .into_iter()
            .filter(|(id, stat)| (has_workers && *id == process) || stat.is_called(&DRAWING_THREADS));
        used.extend(of_pages.map(|(id, stat)| (id, stat.used_ms)));
    }
    used
}

/// The threads of a process.
fn threads(process: u32) -> Vec<(u32, Stat)> {
    let entries = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let told = |entry: fs::DirEntry| {
        let stat = Stat::read(&format!("{}/stat", entry.path().display()))?;
        Some((entry.file_name().to_str()?.parse().ok()?, stat))
    };
    entries.filter_map(told).collect()
}

/// A process and all its descendants.
fn family(root: u32) -> Vec<u32> {
    let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
    let entries = fs::read_dir("/proc").expect("there is a /proc");
    for pid in entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok()) {
        if let Some(stat) = Stat::read(&format!("/proc/{pid}/stat")) {
            children.entry(stat.parent).or_default().push(pid);
        }
    }
    let mut found = vec![root];
    let mut next = 0;
    while let Some(pid) = found.get(next) {
        found.extend(children.get(pid).into_iter().flatten().copied().collect::<Vec<_>>());
        next += 1;
    }
    found
}

/// What the system says of a process or a thread.
struct Stat {
    name: String,
    parent: u32,
    /// Processor time so far, ms.
    used_ms: f64,
}

impl Stat {
    fn is_called(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.name.starts_with(name))
    }

    /// `None` if it is gone.
    fn read(path: &str) -> Option<Self> {
        let line = fs::read_to_string(path).ok()?;
        // The name, in parentheses, may hold anything; the numbers come after it.
        let (name, rest) = line.split_once('(')?.1.rsplit_once(')')?;
        let fields: Vec<&str> = rest.split_whitespace().collect();
        // The clock ticks of /proc are 100 a second on every Linux that Debian has.
        let ms = |field: usize| fields.get(field)?.parse::<f64>().ok().map(|ticks| ticks * 10.0);
        Some(Self { name: name.to_owned(), parent: fields.get(1)?.parse().ok()?, used_ms: ms(11)? + ms(12)? })
    }
}
