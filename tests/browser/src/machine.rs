//! What the system says of a process and its descendants. Linux only, as the test browsers are.

use std::collections::HashMap;
use std::fs;
use std::time::Duration;

use tokio::time::{Instant, sleep};

/// What Chromium, Firefox and WebKit call the threads of dedicated workers.
const WORKER_THREADS: [&str; 3] = ["DedicatedWorker", "DOM Worker", "WebCore: Worker"];
/// Processor time is counted in steps of 10 ms: over this, a share of it can be told.
const WINDOW: Duration = Duration::from_millis(200);

/// Processor time that a process and its descendants have used so far, ms.
pub fn processor_ms(root: u32) -> f64 {
    // The clock ticks of /proc are 100 a second on every Linux that Debian has.
    family(root).iter().filter_map(|pid| Some(stat(*pid)?.1 * 10.0)).sum()
}

/// Waits until a process and its descendants have used so much more processor time, ms.
pub async fn until_used(root: u32, ms: f64, within: Duration) {
    let (before, deadline) = (processor_ms(root), Instant::now() + within);
    while processor_ms(root) - before < ms {
        assert!(Instant::now() < deadline, "not even {ms} ms of processor time in {within:?}");
        sleep(Duration::from_millis(10)).await;
    }
}

/// Waits until a process and its descendants use less than this share of a core, or gives the share that they use
/// when the time is over.
pub async fn until_idle(root: u32, share: f64, within: Duration) -> Result<(), f64> {
    let deadline = Instant::now() + within;
    loop {
        let (before, since) = (processor_ms(root), Instant::now());
        sleep(WINDOW).await;
        let used = (processor_ms(root) - before) / since.elapsed().as_secs_f64() / 1000.0;
        if used < share {
            return Ok(());
        }
        if Instant::now() > deadline {
            return Err(used);
        }
    }
}

/// Dedicated workers that are alive in a process and its descendants.
pub fn workers(root: u32) -> usize {
    let threads = family(root).into_iter().filter_map(|pid| fs::read_dir(format!("/proc/{pid}/task")).ok());
    let names =
        threads.flatten().flatten().filter_map(|thread| fs::read_to_string(thread.path().join("comm")).ok());
    names.filter(|name| WORKER_THREADS.iter().any(|known| name.starts_with(known))).count()
}

/// A process and all its descendants.
fn family(root: u32) -> Vec<u32> {
    let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
    let entries = fs::read_dir("/proc").expect("there is a /proc");
    for pid in entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok()) {
        if let Some((parent, _)) = stat(pid) {
            children.entry(parent).or_default().push(pid);
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

/// A process's parent, and the clock ticks it has used; `None` if it is gone.
fn stat(pid: u32) -> Option<(u32, f64)> {
    let line = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name, in parentheses, may hold anything; the numbers come after it.
    let fields: Vec<&str> = line.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |field: usize| fields.get(field)?.parse::<f64>().ok();
    Some((fields.get(1)?.parse().ok()?, ticks(11)? + ticks(12)?))
}
