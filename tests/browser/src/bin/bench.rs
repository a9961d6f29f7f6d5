//! What the app costs and gains here and now: ratios measured in one run, beside the targets that the project
//! has set itself for a machine with two cores. `./dev bench [--firefox | --webkit]` builds `dist/` and runs it.
//!
//! What is compared is measured in turns (A B A B …), and medians are told. Nothing fails: a figure that
//! misses its target is marked, for people to look into.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Instant;

use interleave::experiment::parse;
use interleave::workload::{Step, WorkRate};
use interleave_journeys::browser::Browser;
use interleave_journeys::document::{Document, Run};
use interleave_journeys::engine::Engine;
use interleave_journeys::frames;
use interleave_journeys::machine::WORKER_THREADS;
use interleave_journeys::page::Page;
use interleave_journeys::rooms::Room;
use interleave_journeys::scheduler_trace::SchedulerTrace;
use interleave_journeys::site::{Options, Site, dist};
use serde_json::{Value, json};

/// Turns of each comparison.
const TURNS: usize = 7;
/// Turns of the comparison of speedups, which differ most from one to the next.
const SPEEDUPS: usize = 9;
/// Tasks that are handed over, to find out what one costs.
const HANDED: u32 = 2000;

#[tokio::main]
async fn main() {
    let is_named = |engine: &Engine| std::env::args().any(|word| word == format!("--{}", engine.name()));
    let engine = Engine::ALL.into_iter().find(is_named).unwrap_or(Engine::Chromium);
    let site = Site::serve(Options::default()).await;
    let browser = Browser::start(engine).await;
    println!("{} {}, medians of {TURNS} turns\n", engine.name(), browser.version());
    let page = Page::open(&browser, &site.address("")).await;
    let mut bench = Bench { page: &page, figures: Vec::new(), stalls: Vec::new() };
    bench.kernel("primes kernel against native", "workload=primes&tasks=1", 0.95).await;
    bench.kernel("squares kernel against native", "workload=squares&number=100000000&tasks=1", 0.8).await;
    bench.pools().await;
    bench.against_plain_workers().await;
    bench.against_the_system().await;
    bench.downloads().await;
    bench.downloads_against_a_plain_script().await;
    bench.handing().await;
    bench.turns_of_the_loop().await;
    bench.thousands_in_flight().await;
    bench.recording().await;
    bench.stall();
    bench.frames(&browser).await;
    bench.sizes(&browser).await;
    bench.rooms().await;
    let report = json!({
        "browser": format!("{} {}", engine.name(), browser.version()),
        "turns": TURNS,
        "figures": bench.figures,
    });
    browser.stop().await;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/bench.json");
    fs::write(&path, format!("{report:#}\n")).expect("target/ can be written");
    println!("\nwritten to target/bench.json");
}

struct Bench<'a> {
    page: &'a Page<'a>,
    figures: Vec<Value>,
    /// The longest stall of each run, ms, and which run that was.
    stalls: Vec<(f64, String)>,
}

/// What is wanted of a figure.
enum Target {
    AtLeast(f64),
    Under(f64),
    /// So near to 1.
    Within(f64),
    None,
}

impl Bench<'_> {
    /// Tells a figure, and keeps it.
    fn tell(&mut self, name: &str, value: f64, unit: &str, target: Target) {
        let (wish, is_met) = match target {
            Target::AtLeast(least) => (format!("at least {least}"), value >= least),
            Target::Under(most) => (format!("under {most}"), value < most),
            Target::Within(apart) => (format!("1 ± {apart}"), (value - 1.0).abs() <= apart),
            Target::None => (String::new(), true),
        };
        let mark = if is_met { "" } else { "  MISSED" };
        println!("{name:<58} {value:>9.2} {unit:<6} {wish}{mark}");
        let target = (!wish.is_empty()).then_some(wish);
        self.figures
            .push(json!({ "name": name, "value": value, "unit": unit, "target": target, "met": is_met }));
    }

    /// Runs an experiment once, and gives its document.
    async fn run(&mut self, experiment: &str) -> Document {
        let document = Document::check(&self.page.result_of(experiment).await);
        let of = |run: &Run| (run.metrics.longest_page_stall_ms, format!("{}, {experiment}", run.executor));
        self.stalls.extend(document.runs.iter().map(of));
        document
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

    async fn pools(&mut self) {
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
    async fn against_plain_workers(&mut self) {
        for lanes in [2, 8, 32] {
            let (mut plain, mut threads, mut processes) = (Vec::new(), Vec::new(), Vec::new());
            for _ in 0..TURNS {
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

    /// What plain workers take, ms.
    async fn plain(&self, what: &str, workers: u32) -> f64 {
        let script = include_str!("../plain_workers.js");
        let call = "plainWorkers(arguments[0], arguments[1]).then(arguments[2])";
        self.page
            .answer(&format!("{script}\n{call}"), vec![json!(what), json!(workers)])
            .await
            .as_f64()
            .unwrap_or(f64::NAN)
    }

    /// What lanes say that they computed beside who had a core by the operating system's account.
    async fn against_the_system(&mut self) {
        let experiments = [
            ("primes on 8 lanes", "limit=60000&tasks=8&workers=8"),
            ("squares on 8 lanes", "workload=squares&number=50000000&tasks=40&workers=8"),
            ("counter on 8 lanes", "workload=counter&increments=20000000&tasks=8&workers=8"),
            ("primes on 2 lanes", "limit=100000&tasks=4&workers=2"),
        ];
        for (name, experiment) in experiments {
            for executor in ["threads", "processes"] {
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
                self.tell("  told as without a core, though it had one", wrong, "%", Target::Under(0.5));
                if !agreement.edges_ms.is_empty() {
                    let edges = &mut agreement.edges_ms;
                    self.tell("  edges off: median", median(edges), "ms", Target::Under(0.3));
                    self.tell("    95th percentile", percentile(edges, 0.95), "ms", Target::Under(1.0));
                }
            }
        }
    }

    /// 160 downloads of 100 ms. One after the other they take longer than may start without a click, so that
    /// `sequential` is measured with 40 of them, and counted four times.
    async fn downloads(&mut self) {
        let (mut event_loop, mut threads) = (Vec::new(), Vec::new());
        for _ in 0..3 {
            let quarter = self.run("workload=fetch&tasks=40&executors=sequential").await;
            let sequential = quarter.run("sequential").wall_ms * 4.0;
            let looping = self.run("workload=fetch&executors=event-loop").await;
            event_loop.push(sequential / looping.run("event-loop").wall_ms);
            let pool = self.run("workload=fetch&executors=threads&workers=8").await;
            threads.push(sequential / pool.run("threads").wall_ms);
        }
        let name = "fetch 160 × 100 ms: event-loop, times sooner";
        self.tell(name, median(&mut event_loop), "", Target::AtLeast(25.0));
        self.tell("  threads with 8 workers, times sooner", median(&mut threads), "", Target::AtLeast(7.0));
    }

    /// 160 downloads of 100 ms beside `Promise.all` of as many in a plain script of the same page, from the same source;
    /// and what that takes when it waits for nothing, which is what the source itself costs.
    async fn downloads_against_a_plain_script(&mut self) {
        let (mut plain, mut source, mut looping, mut on_page) = (vec![], vec![], vec![], vec![]);
        for _ in 0..TURNS {
            plain.push(self.plain("downloads", 100).await);
            source.push(self.plain("downloads", 0).await);
            let document = self.run("workload=fetch&executors=event-loop,page").await;
            looping.push(document.run("event-loop").wall_ms);
            on_page.push(document.run("page").wall_ms);
        }
        let plain_ms = median(&mut plain);
        self.tell("Promise.all of 160 × 100 ms in a plain script", plain_ms, "ms", Target::None);
        self.tell("  of 160 × 0 ms: what the source costs", median(&mut source), "ms", Target::None);
        self.tell("  event-loop, times as long", median(&mut looping) / plain_ms, "", Target::Under(1.05));
        self.tell("  page, times as long", median(&mut on_page) / plain_ms, "", Target::None);
    }

    /// What it costs to hand a task that does nothing to one lane and to hear of its end, µs.
    async fn handing(&mut self) {
        let ways = [
            ("threads", "executors=threads", Target::Under(5.0)),
            ("event-loop", "executors=event-loop", Target::Under(5.0)),
            ("processes", "executors=processes", Target::None),
            ("processes", "executors=processes&chunk=32", Target::Under(10.0)),
            ("process-loops", "executors=process-loops", Target::None),
            ("process-loops", "executors=process-loops&chunk=32", Target::None),
        ];
        for (executor, way, target) in ways {
            let mut each = Vec::new();
            for _ in 0..TURNS {
                let query = format!("workload=primes&limit=2&tasks={HANDED}&workers=1&{way}");
                each.push(self.run(&query).await.run(executor).wall_ms * 1000.0 / f64::from(HANDED));
            }
            self.tell(&format!("handing a task over: {way}"), median(&mut each), "µs", target);
        }
    }

    /// What a turn of the loop costs, µs: by how much longer two tasks take that let go every ms, for each time that
    /// they do.
    async fn turns_of_the_loop(&mut self) {
        for turn in ["messages", "timers", "microtasks"] {
            let mut each = Vec::new();
            for _ in 0..TURNS {
                let query = format!("limit=50000&executors=event-loop&yield=1&loop={turn}");
                let document = self.run(&query).await;
                let run = document.run("event-loop");
                let away_ms = run.wall_ms - run.metrics.busy_ms - run.metrics.preempted_ms;
                each.push(away_ms * 1000.0 / run.spans_of("ready").count().max(1) as f64);
            }
            self.tell(&format!("a turn of the loop by {turn}"), median(&mut each), "µs", Target::None);
        }
    }

    /// Thousands of connections on one loop.
    async fn thousands_in_flight(&mut self) {
        for (tasks, delay, target) in [(1000, 1000, Target::None), (10_000, 1000, Target::Under(1.05))] {
            let mut walls = Vec::new();
            for _ in 0..TURNS {
                let query = format!("workload=sleep&delay={delay}&tasks={tasks}&executors=event-loop");
                walls.push(self.run(&query).await.run("event-loop").wall_ms / f64::from(delay));
            }
            let name = format!("{tasks} sleeps of {delay} ms at once, times as long as one");
            self.tell(&name, median(&mut walls), "", target);
        }
    }

    /// What recording costs, in percent of a run.
    async fn recording(&mut self) {
        let (mut on, mut off) = (Vec::new(), Vec::new());
        self.page.configure("workload=primes&limit=20000&tasks=40&executors=sequential").await;
        for _ in 0..TURNS {
            for (recording, walls) in [(true, &mut on), (false, &mut off)] {
                let message = json!({ "type": "interleave:run", "recording": recording });
                let mark = self.page.send(&[message]).await;
                let outcome = self.page.outcome(mark).await;
                walls.push(outcome.data["result"]["runs"][0]["wallMs"].as_f64().unwrap_or(f64::NAN));
            }
        }
        let cost = (median(&mut on) / median(&mut off) - 1.0) * 100.0;
        self.tell("recording on against off", cost, "%", Target::Under(1.0));
    }

    /// What a million spans cost a page that is zoomed, moved and pointed at. Where the browser draws without
    /// a graphics processor, frames come later than the page's own work is done.
    async fn frames(&mut self, browser: &Browser) {
        let (import_ms, mut frames) = frames::watch(browser, self.page, 1_000_000).await;
        self.tell("importing 1 000 000 spans", import_ms, "ms", Target::None);
        let frame = Target::Under(1000.0 / 60.0);
        self.tell("  the page's work for a frame: median", median(&mut frames.work), "ms", Target::None);
        self.tell("    95th percentile", percentile(&mut frames.work, 0.95), "ms", frame);
        self.tell("    worst", percentile(&mut frames.work, 1.0), "ms", Target::None);
        self.tell("  from frame to frame: median", median(&mut frames.apart), "ms", Target::None);
        self.tell("    95th percentile", percentile(&mut frames.apart, 0.95), "ms", Target::None);
        self.tell("    worst", percentile(&mut frames.apart, 1.0), "ms", Target::None);
    }

    fn stall(&mut self) {
        self.stalls.sort_by(|a, b| b.0.total_cmp(&a.0));
        let longest = self.stalls.first().map_or(0.0, |stall| stall.0);
        self.tell("longest page stall while any of these ran", longest, "ms", Target::Under(50.0));
        for (stall_ms, run) in self.stalls.iter().take(3) {
            println!("  {stall_ms:.1} ms: {run}");
        }
    }

    /// What a room carries, with native takers.
    async fn rooms(&mut self) {
        const JOBS: u32 = 3000;
        for lanes in [1, 2, 8] {
            let mut room = Room::open().await;
            room.join(1, lanes);
            let outcome = room.run(&format!("workload=squares&number=1&tasks={JOBS}"), 1).await;
            let name = format!("room: a native taker of {lanes}, jobs that do nothing");
            let target = if lanes == 1 { Target::None } else { Target::AtLeast(1000.0) };
            self.tell(&name, f64::from(JOBS) * 1000.0 / outcome.ms, "/s", target);
            room.close().await;
        }
        let mut room = Room::open().await;
        room.join(2, 4);
        let outcome = room.run("workload=sleep&delay=50&tasks=800", 2).await;
        let ideal_ms = 800.0 * 50.0 / 8.0;
        self.tell("room: 8 lanes, jobs of 50 ms, by ideal", ideal_ms / outcome.ms, "", Target::AtLeast(0.9));
        room.close().await;
        let mut room = Room::open().await;
        room.join(200, 1);
        let outcome = room.run("workload=sleep&delay=500&tasks=1000", 200).await;
        let ideal_ms = 1000.0 * 500.0 / 200.0;
        self.tell("room: 200 takers, jobs that only wait, by ideal", ideal_ms / outcome.ms, "", Target::None);
        self.tell("  the broker's memory", room.broker_mb(), "MB", Target::Under(100.0));
        room.close().await;
    }

    /// What a reader's browser gets before a page can be used, and before its first run is over.
    async fn sizes(&mut self, browser: &Browser) {
        let site = Site::serve(Options::default()).await;
        let page = Page::open(browser, &site.address("lang=en")).await;
        let mut first = fetched(&page).await;
        first.insert("/index.html".into());
        page.result_of("lang=en&limit=3000&executors=sequential").await;
        let mut later: BTreeSet<String> = fetched(&page).await.difference(&first).cloned().collect();
        let release = first.iter().find_map(|path| path.strip_suffix("/interleave.js")).unwrap_or_default();
        // Workers fetch these, which the page hears nothing of.
        let engine = ["engine.js", "engine_loader.js"];
        later.extend(engine.map(|file| format!("{release}/{file}")));
        self.tell("first load, all files, brotli", brotli(&first), "kB", Target::Under(300.0));
        self.tell("  what the first run adds", brotli(&later), "kB", Target::None);
    }
}

/// The paths of what a page has fetched.
async fn fetched(page: &Page<'_>) -> BTreeSet<String> {
    let script = "return performance.getEntriesByType('resource').map((one) => new URL(one.name).pathname)";
    let paths = page.script(script).await;
    paths.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// What files of `dist/` come to, compressed one by one, kB.
fn brotli(paths: &BTreeSet<String>) -> f64 {
    let size = |path: &String| {
        fs::read(dist().join(path.trim_start_matches('/'))).map_or(0, |file| brotli_size(&file))
    };
    paths.iter().map(size).sum::<usize>() as f64 / 1000.0
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

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    if values.len().is_multiple_of(2) { (values[half - 1] + values[half]) / 2.0 } else { values[half] }
}

/// By nearest rank.
fn percentile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let rank = (values.len() as f64 * share).ceil() as usize;
    values.get(rank.saturating_sub(1)).copied().unwrap_or(f64::NAN)
}

fn brotli_size(bytes: &[u8]) -> usize {
    let mut small = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut small, &parameters).expect("memory can be written");
    small.len()
}
