//! Ten lines of code for exactly this program: what its author would write.
//!
//! `compute`, `download`, `update` and `report`, the one task that computes for long, stand for the author's own; comments
//! say what they were taken to take. Code is in English in every language.

use crate::experiment::{Computing, ExecutorId, Experiment, Lanes, Memory};
use crate::workload::{Activity, PHASES, Phases, ProgramPhase};

/// What a program is made of, in any language.
struct Program {
    phases: Phases,
    tasks: u32,
    /// How long the first task computes in place of all that, ms; 0 where there is none that does.
    report_ms: u32,
    workers: u32,
}

impl Program {
    fn of(experiment: &Experiment, lanes: u32) -> Self {
        let phases = experiment.values.phases(&PHASES).clone();
        Self { phases, tasks: experiment.tasks(), report_ms: experiment.poison_ms(), workers: lanes }
    }

    /// The names of the author's own that it uses, in the order of their first use.
    fn own_names(&self) -> Vec<&'static str> {
        let mut names: Vec<_> = (self.report_ms > 0).then_some("report").into_iter().collect();
        for phase in self.phases.iter() {
            let name = own_name(phase.activity);
            if !name.is_empty() && !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    fn has(&self, activity: Activity) -> bool {
        self.phases.has(activity)
    }

    fn computes(&self) -> bool {
        self.report_ms > 0 || self.phases.iter().any(|phase| phase.activity.computes())
    }

    /// A line for each phase: what it does, and in a comment how long that is.
    fn lines(&self, mark: &str, line: impl Fn(&ProgramPhase) -> String) -> Vec<String> {
        let lines: Vec<(String, u32)> = self.phases.iter().map(|phase| (line(phase), phase.ms)).collect();
        let width = lines.iter().map(|(line, _)| line.chars().count()).max().unwrap_or_default();
        lines.into_iter().map(|(line, ms)| format!("{line:width$}  {mark} {ms} ms")).collect()
    }
}

/// What the author's own function for this is called; a wait needs none.
fn own_name(activity: Activity) -> &'static str {
    match activity {
        Activity::Compute => "compute",
        Activity::Download => "download",
        Activity::Locked => "update",
        Activity::Wait => "",
    }
}

/// In Python, for this executor with so many lanes. Long, because it is one program after the other: each reads as a
/// whole.
pub fn python(experiment: &Experiment, executor: ExecutorId, lanes: u32) -> String {
    let program = Program::of(experiment, lanes);
    let Program { tasks, workers, .. } = program;
    let awaits = has_coroutines(executor);
    let hands_off = executor.facts().computing == Computing::InPool;
    let statement = |phase: &ProgramPhase| {
        let seconds = f64::from(phase.ms) / 1000.0;
        match (phase.activity, awaits) {
            (Activity::Wait, true) => format!("await asyncio.sleep({seconds})"),
            (Activity::Wait, false) => format!("time.sleep({seconds})"),
            (Activity::Download, true) => "await download(k)".into(),
            (Activity::Download, false) => "download(k)".into(),
            (Activity::Compute, _) if hands_off => "await asyncio.to_thread(compute, k)".into(),
            (Activity::Compute, _) => "compute(k)".into(),
            (Activity::Locked, _) if hands_off => "await asyncio.to_thread(update_alone, k)".into(),
            (Activity::Locked, _) if has_lock(executor) => "with lock: update(k)".into(),
            (Activity::Locked, _) => "update(k)".into(),
        }
    };
    let mut body = Vec::new();
    if program.report_ms > 0 {
        let report = if hands_off { "await asyncio.to_thread(report)" } else { "report()" };
        body.push(format!("if k == 0:  # {} ms", program.report_ms));
        body.push(format!("    return {report}"));
    }
    body.extend(program.lines("#", statement));
    let imports = match executor {
        ExecutorId::EventLoop => vec!["import asyncio"],
        // `to_thread` computes on all cores where there is no interpreter lock.
        ExecutorId::Offload => vec!["import asyncio  # python3.14t: threads without the interpreter's lock"],
        ExecutorId::ProcessLoops => {
            vec!["import asyncio", "from concurrent.futures import ProcessPoolExecutor"]
        }
        ExecutorId::Processes => vec!["from concurrent.futures import ProcessPoolExecutor"],
        ExecutorId::Threads => {
            vec![
                "# python3.14t: threads without the interpreter's lock",
                "from concurrent.futures import ThreadPoolExecutor",
            ]
        }
        ExecutorId::LockedThreads => vec!["from concurrent.futures import ThreadPoolExecutor"],
        ExecutorId::Queue => vec!["from redis import Redis", "from rq import Queue"],
        ExecutorId::Sequential | ExecutorId::Page => vec![],
    };
    let mut lines: Vec<String> = imports.into_iter().map(str::to_owned).collect();
    let has_sections = program.has(Activity::Locked);
    if has_sections && has_lock(executor) {
        lines.push("from threading import Lock".into());
    }
    if program.has(Activity::Wait) && !awaits {
        lines.push("import time".into());
    }
    let own = program.own_names();
    if !own.is_empty() {
        lines.push(format!("from program import {}  # yours", own.join(", ")));
    }
    lines.push(String::new());
    if has_sections && has_lock(executor) {
        lines.extend(["lock = Lock()".into(), String::new()]);
        if hands_off {
            lines.extend(["def update_alone(k):", "    with lock: update(k)", ""].map(str::to_owned));
        }
    }
    lines.push(format!("{}def task(k):", if awaits { "async " } else { "" }));
    lines.extend(body.into_iter().map(|line| format!("    {line}")));
    lines.push(String::new());
    lines.extend(python_ways(executor, tasks, workers));
    ended(&lines)
}

/// Whether tasks of an executor are coroutines, on a loop that their author starts: the page's own runs plain calls.
fn has_coroutines(executor: ExecutorId) -> bool {
    let facts = executor.facts();
    facts.looping && facts.memory != Memory::Page
}

/// Whether tasks of an executor need a lock of their own for what they share: those of one loop take turns only where
/// they say so, and those with a memory each share nothing.
fn has_lock(executor: ExecutorId) -> bool {
    executor.facts().lanes == Lanes::Workers && !executor.has_lock_each(true)
}

/// How Python runs `task` for each number.
fn python_ways(executor: ExecutorId, tasks: u32, workers: u32) -> Vec<String> {
    let gather = format!("await asyncio.gather(*(task(k) for k in range({tasks})))");
    let pool = |name: &str, indent: &str| {
        vec![
            format!("{indent}with {name}(max_workers={workers}) as pool:"),
            format!("{indent}    list(pool.map(task, range({tasks})))"),
        ]
    };
    let main = || "if __name__ == \"__main__\":  # every worker imports this file".to_owned();
    match executor {
        ExecutorId::EventLoop | ExecutorId::Offload => {
            vec![
                "async def main():".into(),
                format!("    {gather}"),
                String::new(),
                "asyncio.run(main())".into(),
            ]
        }
        ExecutorId::Threads | ExecutorId::LockedThreads => pool("ThreadPoolExecutor", ""),
        ExecutorId::Processes => [main()].into_iter().chain(pool("ProcessPoolExecutor", "    ")).collect(),
        ExecutorId::ProcessLoops => vec![
            "async def some(numbers):".into(),
            "    await asyncio.gather(*(task(k) for k in numbers))".into(),
            String::new(),
            "def worker(first):  # an event loop of its own in each process".into(),
            format!("    asyncio.run(some(range(first, {tasks}, {workers})))"),
            String::new(),
            main(),
            format!("    with ProcessPoolExecutor(max_workers={workers}) as pool:"),
            format!("        list(pool.map(worker, range({workers})))"),
        ],
        ExecutorId::Queue => vec![
            "queue = Queue(connection=Redis(\"broker.local\"))  # rq worker, on any machine".into(),
            format!("for k in range({tasks}):"),
            "    queue.enqueue(task, k)".into(),
        ],
        ExecutorId::Sequential | ExecutorId::Page => {
            vec![format!("for k in range({tasks}):"), "    task(k)".into()]
        }
    }
}

/// In Rust, for this executor with so many lanes. There is no interpreter lock, so that what is `locked-threads` or
/// `processes` in Python is threads. Long, for the same reason.
pub fn rust(experiment: &Experiment, executor: ExecutorId, lanes: u32) -> String {
    let program = Program::of(experiment, lanes);
    let Program { tasks, workers, .. } = program;
    // Workers that pull from a broker serve it by futures, too.
    let awaits = has_coroutines(executor) || executor.facts().memory == Memory::Apart;
    let hands_off = executor.facts().computing == Computing::InPool;
    let alone = executor.facts().lanes == Lanes::One;
    let statement = |phase: &ProgramPhase| {
        let ms = phase.ms;
        match (phase.activity, awaits) {
            (Activity::Wait, true) => format!("sleep(Duration::from_millis({ms})).await;"),
            (Activity::Wait, false) => format!("sleep(Duration::from_millis({ms}));"),
            (Activity::Download, true) => "download(k).await;".into(),
            (Activity::Download, false) => "download(k);".into(),
            (Activity::Compute, _) if hands_off => {
                "spawn_blocking(move || compute(k)).await.unwrap();".into()
            }
            (Activity::Compute, _) => "compute(k);".into(),
            (Activity::Locked, _) if alone => "update(k);".into(),
            (Activity::Locked, _) if hands_off => {
                "spawn_blocking(move || update(&mut SHARED.lock().unwrap(), k)).await.unwrap();".into()
            }
            (Activity::Locked, _) => "update(&mut SHARED.lock().unwrap(), k);".into(),
        }
    };
    let mut body = Vec::new();
    if program.report_ms > 0 {
        let report = if hands_off { "spawn_blocking(report).await.unwrap()" } else { "report()" };
        body.push(format!("if k == 0 {{ // {} ms", program.report_ms));
        body.extend([format!("    return {report};"), "}".into()]);
    }
    body.extend(program.lines("//", statement));
    let mut lines = Vec::new();
    let own = program.own_names();
    if !own.is_empty() {
        lines.push(format!("use program::{{{}}}; // yours", own.join(", ")));
    }
    match executor {
        ExecutorId::Sequential | ExecutorId::Page | ExecutorId::Queue => {}
        ExecutorId::EventLoop => lines.push("use futures::future::join_all;".into()),
        ExecutorId::ProcessLoops => lines.push("use tokio::task::JoinSet;".into()),
        ExecutorId::Offload => {
            lines.push("use futures::future::join_all;".into());
            if program.computes() {
                lines.push("use tokio::task::spawn_blocking;".into());
            }
        }
        ExecutorId::LockedThreads | ExecutorId::Threads | ExecutorId::Processes => {
            lines.push("use rayon::prelude::*;".into());
        }
    }
    if program.has(Activity::Wait) {
        let from = if awaits { "tokio::time::sleep" } else { "std::thread::sleep" };
        lines.push(format!("use std::time::Duration;\nuse {from};"));
    }
    if program.has(Activity::Locked) && !alone {
        lines.push("\nstatic SHARED: std::sync::Mutex<u64> = std::sync::Mutex::new(0);".into());
    }
    lines.push(String::new());
    lines.push(format!("{}fn task(k: u32) {{", if awaits { "async " } else { "" }));
    lines.extend(body.into_iter().map(|line| format!("    {line}")));
    lines.extend(["}".into(), String::new()]);
    lines.extend(rust_ways(executor, tasks, workers));
    ended(&lines)
}

/// How Rust runs `task` for each number.
fn rust_ways(executor: ExecutorId, tasks: u32, workers: u32) -> Vec<String> {
    let main = |attribute: &str, body: &[String]| {
        let asynchronous = if attribute.is_empty() { "" } else { "async " };
        let lines = [attribute.to_owned(), format!("{asynchronous}fn main() {{")];
        let body = body.iter().map(|line| format!("    {line}"));
        let lines = lines.into_iter().filter(|line| !line.is_empty());
        lines.chain(body).chain(["}".to_owned()]).collect()
    };
    let join = format!("join_all((0..{tasks}).map(task)).await;");
    match executor {
        ExecutorId::Sequential | ExecutorId::Page => main("", &[format!("(0..{tasks}).for_each(task);")]),
        ExecutorId::EventLoop | ExecutorId::Offload => {
            main("#[tokio::main(flavor = \"current_thread\")]", &[join])
        }
        ExecutorId::ProcessLoops => main(
            &format!(
                "#[tokio::main(worker_threads = {workers})] // threads, not processes: there is no lock to escape"
            ),
            &[
                format!("let tasks: JoinSet<()> = (0..{tasks}).map(task).collect();"),
                "tasks.join_all().await;".into(),
            ],
        ),
        ExecutorId::Queue => main(
            "#[tokio::main]",
            &[
                "let queue = async_nats::connect(\"broker.local\").await.unwrap(); // workers on any machine"
                    .into(),
                format!("for k in 0..{tasks}u32 {{"),
                "    queue.publish(\"jobs\", k.to_be_bytes().to_vec().into()).await.unwrap();".into(),
                "}".into(),
            ],
        ),
        ExecutorId::LockedThreads | ExecutorId::Threads | ExecutorId::Processes => main(
            "",
            &[
                format!(
                    "let pool = rayon::ThreadPoolBuilder::new().num_threads({workers}).build().unwrap();"
                ),
                format!("pool.install(|| (0..{tasks}u32).into_par_iter().for_each(task));"),
            ],
        ),
    }
}

fn ended(lines: &[String]) -> String {
    let mut listing = lines.join("\n");
    listing.push('\n');
    listing
}

#[cfg(test)]
mod tests {
    use super::super::WAYS;
    use super::*;
    use crate::experiment::parse;

    fn mix(query: &str) -> Experiment {
        parse(&format!("workload=mix&{query}")).experiment
    }

    /// In both languages, for every way, with the way's name.
    fn listings(query: &str) -> Vec<(&'static str, String)> {
        let program = mix(query);
        let both = |executor: ExecutorId| {
            [python(&program, executor, 4), rust(&program, executor, 4)].map(|code| (executor.id(), code))
        };
        WAYS.into_iter().flat_map(both).collect()
    }

    #[test]
    fn it_is_this_program_and_short() {
        for (name, listing) in listings("phases=d300,c3,l5,w20&tasks=60") {
            assert!(listing.contains("60") && listing.contains("300"), "{name}: {listing}");
            assert!(listing.contains("download(k)") && listing.contains("compute"), "{name}: {listing}");
            let lines = listing.lines().filter(|line| !line.is_empty()).count();
            assert!((6..=20).contains(&lines), "{name} has {lines} lines:\n{listing}");
            assert!(listing.lines().all(|line| line.chars().count() <= 110), "{name}: {listing}");
            for (open, close) in [('(', ')'), ('{', '}')] {
                let count = |brace| listing.matches(brace).count();
                assert_eq!(count(open), count(close), "{name}: {listing}");
            }
        }
    }

    #[test]
    fn the_one_long_task_is_among_them() {
        for (name, listing) in listings("phases=c1,w30&tasks=100&poison=1000") {
            assert!(listing.contains("101") && listing.contains("1000 ms"), "{name}: {listing}");
            let of_its_own = listing.matches("report").count();
            assert_eq!(of_its_own, 2, "{name} imports it and calls it: {listing}");
        }
        let waits = mix("phases=w50&tasks=3&poison=1000");
        let handed_off = rust(&waits, ExecutorId::Offload, 4);
        assert!(handed_off.contains("use tokio::task::spawn_blocking;"), "{handed_off}");
        assert!(!python(&mix("phases=w50&tasks=3"), ExecutorId::EventLoop, 1).contains("report"));
    }

    #[test]
    fn tasks_are_coroutines_on_loops_and_lock_what_they_share() {
        let listed = listings("phases=c3,l5");
        let with = |sign: &str| -> Vec<&str> {
            listed.iter().filter(|(_, listing)| listing.contains(sign)).map(|(name, _)| *name).collect()
        };
        assert_eq!(with("async def task"), ["event-loop", "offload", "process-loops"]);
        assert_eq!(with("async fn task"), ["event-loop", "offload", "process-loops", "queue"]);
        assert_eq!(with("lock = Lock()"), ["locked-threads", "offload", "threads"]);
        let shared = ["locked-threads", "offload", "threads", "processes", "process-loops", "queue"];
        assert_eq!(with("static SHARED"), shared, "but for those with one lane");
    }

    #[test]
    fn nothing_is_imported_in_vain() {
        let waits = python(&mix("phases=w50&tasks=3"), ExecutorId::EventLoop, 1);
        assert_eq!(
            waits,
            "import asyncio\n\nasync def task(k):\n    await asyncio.sleep(0.05)  # 50 ms\n\n\
             async def main():\n    await asyncio.gather(*(task(k) for k in range(3)))\n\nasyncio.run(main())\n"
        );
        let computes = rust(&mix("phases=c50&tasks=3"), ExecutorId::Threads, 2);
        assert!(!computes.contains("Duration") && !computes.contains("SHARED"), "{computes}");
    }
}
