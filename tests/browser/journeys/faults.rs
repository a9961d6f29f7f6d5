//! Workers that don't start, trap or vanish: the run ends soon, with an error that says what was lost; the
//! page stays whole, and the next run works.

use interleave_journeys::document::Document;
use interleave_journeys::engine::Engine;
use interleave_journeys::expected::Primes;
use interleave_journeys::page::{Page, RUN, run};
use interleave_journeys::site::{Fault, Options, Site};

use interleave_journeys::machine;
use serde_json::Value;

use crate::attempts::ensure;
use crate::pools::await_workers;
use crate::{Journey, World};

/// Each way in which an engine tells of a lost worker, or doesn't, is met in each of them; who has lost it, and what comes of
/// that, is decided by the app.
pub const JOURNEYS: &[Journey] = &[
    Journey::new("script_missing", |world| Box::pin(missing(world, "engine.js"))),
    Journey::new("loader_missing", |world| Box::pin(missing(world, "engine_loader.js"))).once(),
    Journey::new("wasm_missing", |world| Box::pin(missing(world, "engine_bg.wasm"))),
    Journey::new("sequential_lane_does_not_start", |world| Box::pin(start(world, "sequential", 1))).once(),
    Journey::new("processes_coordinator_does_not_start", |world| Box::pin(start(world, "processes", 0))),
    Journey::new("processes_lane_does_not_start", |world| Box::pin(start(world, "processes", 2))).once(),
    Journey::new("threads_coordinator_does_not_start", |world| Box::pin(start(world, "threads", 0))).once(),
    Journey::new("threads_thread_does_not_start", |world| Box::pin(start(world, "threads", 2))),
    Journey::new("sequential_traps", |world| Box::pin(dies(world, "sequential", 1, Death::Trap))).once(),
    Journey::new("event_loop_traps", |world| Box::pin(dies(world, "event-loop", 1, Death::Trap))).once(),
    Journey::new("processes_lane_traps", |world| Box::pin(dies(world, "processes", 2, Death::Trap))),
    Journey::new("threads_thread_traps", |world| Box::pin(dies(world, "threads", 2, Death::Trap))),
    Journey::new("sequential_vanishes", |world| Box::pin(dies(world, "sequential", 1, Death::Vanish))).once(),
    Journey::new("processes_lane_vanishes", |world| Box::pin(dies(world, "processes", 2, Death::Vanish))),
    Journey::new("processes_coordinator_vanishes", |world| {
        Box::pin(dies(world, "processes", 0, Death::Vanish))
    }),
    Journey::new("queue_taker_traps", |world| Box::pin(taker_dies(world, Death::Trap))).once(),
    Journey::new("queue_taker_vanishes", |world| Box::pin(taker_dies(world, Death::Vanish))),
    Journey::new("queue_coordinator_vanishes", |world| Box::pin(dies(world, "queue", 0, Death::Vanish)))
        .once(),
    Journey::new("threads_thread_vanishes", |world| Box::pin(dies(world, "threads", 2, Death::Vanish))),
    Journey::new("a_thread_traps_among_critical_sections", |world| {
        Box::pin(dies_at(world, SECTIONS, "threads", ANY_THREAD.into(), Death::Trap))
    })
    // Beside the other browsers it takes WebKit longer, now and then, to miss the thread.
    .alone(),
    Journey::new("the_page_itself_breaks", |world| Box::pin(the_page_itself_breaks(world))).only(
        &[Engine::Chromium, Engine::WebKit],
        "Firefox's driver makes errors that pages can't look into",
    ),
    Journey::new("threads_thread_hangs", |world| Box::pin(dies(world, "threads", 2, Death::Hang))),
];

/// A program that broke can't say so itself, nor go on.
async fn the_page_itself_breaks(world: World) {
    let page = world.open("").await;
    let is_told = "return document.querySelector('#broken').checkVisibility()";
    assert_eq!(page.script(is_told).await, false);
    page.script(
        "dispatchEvent(new ErrorEvent('error', { error: new WebAssembly.RuntimeError('unreachable') }))",
    )
    .await;
    page.until(is_told).await;
    let error = page.next(0, &["error"], RUN).await.expect("its host is told, too");
    assert_eq!(error.code(), "trap", "{}", error.data);
}

/// A run whose worker is lost ends within this, ms: 5 s from the loss, which comes up to 1 s after the start.
const ENDED_WITHIN: f64 = 7000.0;

/// Tasks of which always one computes, and holds a lock that another waits for.
const SECTIONS: &str = "workload=mix&phases=l100&tasks=60";

/// How a worker dies in the middle of its work.
#[derive(Clone, Copy)]
enum Death {
    /// Its program runs into an error.
    Trap,
    /// It is gone without a word, as when the system kills it.
    Vanish,
    /// It never answers again.
    Hang,
}

impl Death {
    fn script(self) -> &'static str {
        match self {
            Self::Trap => "throw new WebAssembly.RuntimeError('unreachable (made by a test)')",
            Self::Vanish => {
                "self.close(); postMessage = () => {}; Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)"
            }
            Self::Hang => "for (;;) {}",
        }
    }
}

/// The number that a worker draws when it loads, from 0 on. Each asks at an address of its own, so that no two get the
/// same answer.
const TICKET: &str = "const journeyTicket = (() => {\
    const request = new XMLHttpRequest();\
    request.open('GET', new URL(`/journey-ticket?${crypto.randomUUID()}`, import.meta.url), false);\
    request.send();\
    return Number(request.responseText);\
})();";

/// The ticket of a worker of the first run: 0 is its coordinator. Before that run the page measures its cores, with
/// a coordinator and one lane, and then with a coordinator and a lane for each core.
async fn ticket(world: &World, number: u32) -> u32 {
    let cores = world.browser.client.execute("return navigator.hardwareConcurrency", vec![]).await;
    let cores = cores.ok().and_then(|cores| cores.as_u64()).expect("browsers tell");
    number + 3 + cores as u32
}

/// The worker with this ticket throws while it loads.
fn does_not_start(ticket: u32) -> Fault {
    let lines = format!("{TICKET} if (journeyTicket === {ticket}) throw new Error('made by a test');\n");
    Fault::Prepended("engine.js", lines)
}

/// Whether a worker is a pool's thread: those alone have no name. For starts whose work is sized before, with as many
/// workers as that takes.
const ANY_THREAD: &str = "self.document === undefined && self.name === ''";

/// Whether a worker is the one with this ticket.
fn has_ticket(ticket: u32) -> String {
    format!("journeyTicket === {ticket}")
}

/// The workers that this is true of die when they look at the clock, some time after they have loaded: in the middle
/// of their work, since work is measured.
fn die_at_work(condition: &str, death: Death) -> Fault {
    let death = death.script();
    Fault::Prepended(
        "engine.js",
        format!(
            "{TICKET} if ({condition}) {{\
            const now = performance.now.bind(performance), from = now();\
            performance.now = () => {{ if (now() - from > 1000) {{ {death}; }} return now(); }};\
        }}\n"
        ),
    )
}

async fn missing(world: World, file: &'static str) {
    for executor in ["sequential", "threads", "processes"] {
        let experiment = format!("limit=3000&tasks=4&executors={executor}&workers=2");
        let Lost { page, error, _site } = lost(&world, Fault::Missing(file), &experiment).await;
        assert_eq!(error["code"], "worker-start", "{executor} without {file}: {error}");
        assert_whole(&page).await;
    }
}

async fn start(world: World, executor: &'static str, worker: u32) {
    let fault = does_not_start(ticket(&world, worker).await);
    let experiment = format!("limit=3000&tasks=4&executors={executor}&workers=2");
    let Lost { page, error, _site } = lost(&world, fault, &experiment).await;
    assert_eq!(error["code"], "worker-start", "{error}");
    assert_works(&world, &page).await;
}

async fn dies(world: World, executor: &'static str, worker: u32, death: Death) {
    let condition = has_ticket(ticket(&world, worker).await);
    dies_at(world, "limit=150000&tasks=4", executor, condition, death).await;
}

async fn dies_at(world: World, tasks: &str, executor: &'static str, condition: String, death: Death) {
    let fault = die_at_work(&condition, death);
    let experiment = format!("{tasks}&executors={executor}&workers=2");
    let Lost { page, error, _site } = lost(&world, fault, &experiment).await;
    let codes: &[&str] = match death {
        Death::Trap => &["trap", "worker-lost"],
        Death::Vanish | Death::Hang => &["worker-lost", "timeout"],
    };
    assert!(error["code"].as_str().is_some_and(|code| codes.contains(&code)), "{error}");
    assert!(says_which_task(&error), "the error says which task was lost: {error}");
    assert_works(&world, &page).await;
}

/// A taker dies in the middle of a job: the job is handed out again, and the run goes on to its end.
async fn taker_dies(world: World, death: Death) {
    let fault = die_at_work(&has_ticket(ticket(&world, 2).await), death);
    let site = Site::serve(Options { faults: vec![fault], ..Options::default() }).await;
    let page = Page::open(&world.browser, &site.address("")).await;
    let document = Document::check(&page.result_of("limit=150000&tasks=6&executors=queue&workers=2").await);
    let run = document.run("queue");
    assert_eq!(run.outputs, vec![Primes::up_to(150_000).pi(150_000).to_string(); 6]);
    let lost = run.spans_of("lost").count();
    assert_eq!(
        (lost, run.deliveries, run.lanes.len()),
        (1, Some(7), 3),
        "one is lost, and another takes its place"
    );
    assert_works(&world, &page).await;
}

/// A page on which a run failed.
struct Lost<'a> {
    page: Page<'a>,
    /// The error of the run, which keeps what it measured, or that there is no result.
    error: Value,
    /// It goes on to serve the page.
    _site: Site,
}

/// Runs an experiment on a page with a fault: it must fail, and soon.
async fn lost<'a>(world: &'a World, fault: Fault, experiment: &str) -> Lost<'a> {
    let mut attempts = world.attempts.in_time(experiment);
    loop {
        let faults = vec![fault.clone()];
        let site = Site::serve(Options { faults, ..Options::default() }).await;
        let page = Page::open(&world.browser, &site.address("")).await;
        let before = machine::workers(world.browser.process());
        page.configure(experiment).await;
        let mark = page.send(&[run()]).await;
        // What comes before it, such as counting the cores, loses nobody.
        let started_ms = page.started(mark).await;
        let outcome = page.outcome(mark).await;
        let took = outcome.at - started_ms;
        let error = match outcome.kind() {
            "error" => outcome.data,
            _ => {
                Document::check(&outcome.data["result"]);
                outcome.data["result"]["runs"][0]["error"].clone()
            }
        };
        assert!(error.is_object(), "{experiment} did not fail");
        await_workers(world, before).await;
        attempts.came_out(ensure(took < ENDED_WITHIN, || format!("over only after {took} ms: {error}")));
        if !attempts.go_on() {
            return Lost { page, error, _site: site };
        }
    }
}

/// Whether an error names a task by its number.
fn says_which_task(error: &Value) -> bool {
    let message = error["message"].as_str().unwrap_or_default().to_lowercase();
    let names_it = |rest: &str| rest.contains(|c: char| c.is_ascii_digit());
    error["task"].is_u64() || message.split("task").nth(1).is_some_and(names_it)
}

/// The page still answers.
async fn assert_whole(page: &Page<'_>) {
    let ready = page.configure("limit=3000&tasks=2&executors=sequential,threads,processes&workers=2").await;
    assert_eq!(ready.data["notices"], serde_json::json!([]));
}

/// The next run works. Later workers draw later tickets, so that nothing happens to them.
async fn assert_works(world: &World, page: &Page<'_>) {
    let before = machine::workers(world.browser.process());
    let query = "limit=3000&tasks=2&executors=sequential,threads,processes&workers=2";
    let document = Document::check(&page.result_of(query).await);
    assert!(document.runs.iter().all(|run| run.outputs == ["430", "430"]));
    await_workers(world, before).await;
}
