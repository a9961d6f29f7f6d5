//! Kernels against native ones, pools against plain workers, and lanes against the system's own account.

use std::time::Instant;

use interleave::experiment::parse;
use interleave::workload::{Step, WorkRate};
use interleave_journeys::machine::WORKER_THREADS;
use interleave_journeys::scheduler_trace::SchedulerTrace;

use crate::figures::{median, percentile};
use crate::{Bench, TURNS, Target};

/// Turns of the comparison of speedups, which differ more from one to the next than most.
const SPEEDUPS: usize = 9;
/// Turns of the comparison of pools, which differ most: the medians of seven are apart by a third.
const POOLS: usize = 31;

impl Bench<'_> {
    pub(super) async fn kernels(&mut self) {
        self.kernel("primes kernel against native", "workload=primes&tasks=1", 0.95).await;
        self.kernel("squares kernel against native", "workload=squares&number=100000000&tasks=1", 0.8).await;
    }

    /// How fast a kernel is in the browser, as a share of its native speed.
    async fn kernel(&mut self, name: &str, experiment: &str, least: f64) {
        let (mut native, mut wasm) = (Vec::new(), Vec::new());
        let in_browser = format!("{experiment}&executors=sequential");
        natively(experiment);
        self.run(&in_browser).await;
        for _ in 0..TURNS {
            native.push(natively(experiment));
            wasm.push(self.run(&in_browser).await.run("sequential").metrics.busy_ms);
        }
        self.tell(name, median(&mut native) / median(&mut wasm), "", Target::AtLeast(least));
        self.tell("  natively", median(&mut native), "ms", Target::None);
        self.tell("  in the browser", median(&mut wasm), "ms", Target::None);
    }

    pub(super) async fn pools(&mut self) {
        let (mut threads, mut processes) = (Vec::new(), Vec::new());
        let (mut threads_start, mut processes_start) = (Vec::new(), Vec::new());
        for _ in 0..TURNS {
            let query =
                "workload=primes&limit=100000&tasks=2&executors=sequential,threads,processes&workers=2";
            let document = self.run(query).await;
            let speedup = |executor: &str| document.run(executor).metrics.speedup.unwrap_or_default();
            threads.push(speedup("threads"));
            processes.push(speedup("processes"));
            threads_start.push(document.run("threads").startup_ms);
            processes_start.push(document.run("processes").startup_ms);
        }
        let name = "primes 100000 × 2 tasks, 2 workers: threads, times sooner";
        self.tell(name, median(&mut threads), "", Target::AtLeast(1.9));
        self.tell("  processes, times sooner", median(&mut processes), "", Target::AtLeast(1.85));
        self.tell("  making the pool: threads", median(&mut threads_start), "ms", Target::None);
        self.tell("  making the pool: processes", median(&mut processes_start), "ms", Target::None);
    }

    /// The app's pools beside plain workers of the same browser, in turns.
    pub(super) async fn against_plain_workers(&mut self) {
        for lanes in [2, 8, 32] {
            let (mut plain, mut threads, mut processes) = (Vec::new(), Vec::new(), Vec::new());
            for _ in 0..POOLS {
                plain.push(self.plain("pool", lanes).await);
                let query = format!("limit=1000&tasks={lanes}&workers={lanes}&executors=threads,processes");
                let document = self.run(&query).await;
                threads.push(document.run("threads").startup_ms);
                processes.push(document.run("processes").startup_ms);
            }
            let plain_ms = median(&mut plain);
            self.tell(&format!("a pool of {lanes} plain workers"), plain_ms, "ms", Target::None);
            for (executor, all) in [("threads", &mut threads), ("processes", &mut processes)] {
                let name = format!("  the app's {executor}, times as long");
                self.tell(&name, median(all) / plain_ms, "", Target::Under(1.3));
            }
        }
        let (mut threads, mut processes) = (Vec::new(), Vec::new());
        for _ in 0..SPEEDUPS {
            let plain = self.plain("primes", 1).await / self.plain("primes", 2).await;
            let query = "limit=100000&tasks=2&workers=2&executors=sequential,threads,processes";
            let document = self.run(query).await;
            let speedup = |executor: &str| document.run(executor).metrics.speedup.unwrap_or_default();
            threads.push(speedup("threads") / plain);
            processes.push(speedup("processes") / plain);
        }
        self.tell("speedup of threads, by plain workers'", median(&mut threads), "", Target::AtLeast(0.97));
        self.tell("  of processes", median(&mut processes), "", Target::AtLeast(0.97));
    }

    /// What lanes say that they computed beside who had a core by the operating system's account.
    pub(super) async fn against_the_system(&mut self) {
        let pools = ["threads", "processes"].as_slice();
        let others = ["event-loop", "locked-threads", "offload", "process-loops"].as_slice();
        let experiments = [
            ("primes on 8 lanes", "limit=60000&tasks=8&workers=8", pools),
            ("primes on up to 8 lanes", "limit=60000&tasks=8&workers=8", others),
            ("squares on 8 lanes", "workload=squares&number=50000000&tasks=40&workers=8", pools),
            ("counter on 8 lanes", "workload=counter&increments=20000000&tasks=8&workers=8", pools),
            ("primes on 2 lanes", "limit=100000&tasks=4&workers=2", pools),
            ("primes on 1 lane", "limit=100000&tasks=2&workers=1", pools),
        ];
        for (name, experiment, executors) in experiments {
            for executor in executors {
                let trace = match SchedulerTrace::begin() {
                    Ok(trace) => trace,
                    Err(why) => {
                        println!(
                            "lanes against the system's scheduler: left out, for it can't be traced ({why})"
                        );
                        return;
                    }
                };
                let document = self.run(&format!("{experiment}&executors={executor}")).await;
                let account = trace.end(&WORKER_THREADS);
                let run = document.run(executor);
                let Some(mut agreement) = account.compare(run) else {
                    println!("{name}, {executor}: nothing was traced");
                    continue;
                };
                let told = agreement.told_ms / agreement.had_ms;
                self.tell(
                    &format!("{name}, {executor}: computing told, by the system's"),
                    told,
                    "",
                    Target::Within(0.03),
                );
                let lanes = run.lanes.len() as f64;
                let wrong = 100.0 * agreement.wrong_ms / (run.wall_ms * lanes);
                // Where lanes take turns, this is where the edges of their absences are.
                let target = if run.lanes.len() <= 2 { Target::Under(0.5) } else { Target::None };
                self.tell("  told as without a core, though it had one", wrong, "%", target);
                if !agreement.edges_ms.is_empty() {
                    let edges = &mut agreement.edges_ms;
                    self.tell("  edges off: median", median(edges), "ms", Target::Under(0.3));
                    self.tell("    95th percentile", percentile(edges, 0.95), "ms", Target::Under(1.0));
                }
            }
        }
    }
}

/// Runs an experiment's tasks here, one after the other, and gives the time it took, ms.
fn natively(experiment: &str) -> f64 {
    let experiment = parse(experiment).experiment;
    let since = Instant::now();
    for k in 0..experiment.tasks() {
        let mut task = experiment.workload.task(&experiment.values, k, WorkRate::default());
        while !matches!(std::hint::black_box(task.advance(0.0, None)), Step::Done(_)) {}
    }
    since.elapsed().as_secs_f64() * 1000.0
}
