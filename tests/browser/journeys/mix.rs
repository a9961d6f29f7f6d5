//! A program of the reader's own: its phases take what they say, its work is the same whoever does it, and its critical
//! sections exclude each other.

use interleave_journeys::document::{Document, Run, Span};
use interleave_journeys::expected::slices;

use crate::attempts::{ensure, shows};
use crate::{Journey, World};

pub const JOURNEYS: &[Journey] = &[
    Journey::new("the_same_work_everywhere", |world| Box::pin(the_same_work_everywhere(world))),
    Journey::new("a_millisecond_is_one", |world| Box::pin(a_millisecond_is_one(world))).alone(),
    Journey::new("critical_sections_exclude_each_other", |world| Box::pin(critical_sections(world))).alone(),
    Journey::new("the_serial_share", |world| Box::pin(the_serial_share(world))).once(),
    Journey::new("a_task_put_aside_keeps_its_lock", |world| Box::pin(put_aside(world))).once(),
];

async fn measure(world: &World, experiment: &str) -> Document {
    let page = world.open("").await;
    let document = Document::check(&page.result_of(experiment).await);
    for run in &document.runs {
        assert!(run.error.is_none(), "{experiment}, {}: {:?}", run.executor, run.error);
    }
    document
}

async fn the_same_work_everywhere(world: World) {
    let page = world.open("").await;
    let executors = page.executors().await;
    let program = "workload=mix&phases=w20,c5,d10,l3,c0&tasks=6&workers=3";
    let document = Document::check(&page.result_of(&format!("{program}&{executors}")).await);
    let rate = document.environment.work_per_ms.expect("it says what a millisecond of work was");
    let expected = format!("5 phases, {} slices", slices(5.0, rate) + slices(3.0, rate));
    for run in &document.runs {
        assert!(run.error.is_none(), "{}: {:?}", run.executor, run.error);
        assert_eq!(run.outputs, vec![expected.clone(); 6], "{}", run.executor);
        assert_eq!(run.spans_of("wait").count(), 12, "{}: a sleep and a download each", run.executor);
    }
    // The same tasks vary in the same way; and the next start sizes its work anew.
    let document = Document::check(
        &page.result_of(&format!("{program}&jitter=50&executors=sequential,event-loop")).await,
    );
    let [one, other] = &document.runs[..] else { panic!("two runs") };
    assert_eq!(one.outputs, other.outputs);
    assert!(one.outputs.iter().any(|output| *output != one.outputs[0]), "{:?}", one.outputs);
    assert_eq!(page.complaints().await, [""; 0]);
    let other = Document::check(&page.result_of("limit=3000&executors=sequential").await);
    assert_eq!(other.environment.work_per_ms, None, "nothing in it was given as a time");
}

/// How long each task computed, ms, in their order.
fn computed(run: &Run) -> Vec<f64> {
    let of = |task: u32| run.spans_of("run").filter(move |span| span.task == Some(task));
    (0..run.outputs.len() as u32).map(|task| of(task).map(length).sum()).collect()
}

fn length(span: &Span) -> f64 {
    span.end_ms - span.start_ms
}

async fn a_millisecond_is_one(world: World) {
    let experiment = "workload=mix&phases=c10&tasks=30&executors=sequential&repeat=2";
    shows(&world, experiment, |document| {
        let mut took = computed(document.runs.last().expect("a warm-up and two runs"));
        took.drain(..5);
        took.sort_by(f64::total_cmp);
        let median = took[took.len() / 2];
        ensure((9.0..=11.0).contains(&median), || format!("10 ms of work took {median} ms"))
    })
    .await;
}

/// Where tasks that do nothing else were in their critical sections: what a task computes before it waits for the lock is
/// its beginning. One that finds the lock free computes on, so that a lane that loses its core just then seems to have
/// been inside for longer.
fn sections(run: &Run) -> Vec<&Span> {
    let waits_after = |span: &Span| {
        run.spans_of("blocked").any(|blocked| blocked.task == span.task && blocked.start_ms >= span.end_ms)
    };
    run.spans_of("run").filter(|span| !waits_after(span)).collect()
}

/// The longest that two lanes computed at once, ms.
fn longest_overlap(spans: &[&Span]) -> f64 {
    let pairs =
        spans.iter().enumerate().flat_map(|(n, one)| spans[n + 1..].iter().map(move |other| (one, other)));
    let apart = pairs.filter(|(one, other)| one.lane != other.lane);
    apart
        .map(|(one, other)| one.end_ms.min(other.end_ms) - one.start_ms.max(other.start_ms))
        .fold(0.0, f64::max)
}

/// By the number that each reads when its section begins and writes when it ends, no update is lost: outputs would tell.
/// Among workers with a memory each nobody waits for another.
async fn critical_sections(world: World) {
    let experiment = "workload=mix&phases=l8&tasks=12&workers=4&\
                      executors=sequential,threads,locked-threads,offload,processes";
    shows(&world, experiment, |document| {
        for run in &document.runs {
            let is_whole = |output: &String| output.starts_with("1 phases, ") && output.ends_with(" slices");
            assert!(run.outputs.iter().all(is_whole), "{}: {:?}", run.executor, run.outputs);
            assert_eq!(run.outputs, document.runs[0].outputs, "{}", run.executor);
            let blocked = run.spans_of("blocked").count();
            match run.executor.as_str() {
                "sequential" | "processes" => assert_eq!(blocked, 0, "{}", run.executor),
                _ => ensure(blocked > 0, || format!("{}: nobody waited for the lock", run.executor))?,
            }
            if run.executor == "threads" {
                let together_ms = longest_overlap(&sections(run));
                ensure(together_ms < 0.1, || format!("two sections go on at once for {together_ms} ms"))?;
            }
        }
        Ok(())
    })
    .await;
}

/// On a loop only `yield` can put a task aside that holds the lock; the others wait for it all the same.
async fn put_aside(world: World) {
    let document = measure(&world, "workload=mix&phases=c2,l10&tasks=4&executors=event-loop&yield=2").await;
    let run = document.run("event-loop");
    assert!(run.outputs.iter().all(|output| *output == run.outputs[0] && output.ends_with(" slices")));
    assert!(run.spans_of("blocked").count() > 0, "others asked for the lock meanwhile");
    assert!(run.spans_of("ready").count() > 4, "its holder was put aside");
    let document = measure(&world, "workload=mix&phases=c2,l10&tasks=4&executors=event-loop").await;
    assert_eq!(
        document.run("event-loop").spans_of("blocked").count(),
        0,
        "nobody asks while another computes"
    );
}

/// The verdict names the share that was measured, and whom it holds for.
async fn the_serial_share(world: World) {
    let page = world.open("").await;
    let experiment = "workload=mix&phases=c15,l5&tasks=12&workers=2&executors=sequential,threads,processes";
    let document = Document::check(&page.result_of(experiment).await);
    for run in &document.runs {
        let critical_ms = run.metrics.critical_ms.expect("its tasks have critical sections");
        let share = critical_ms / run.metrics.busy_ms;
        assert!((0.2..0.3).contains(&share), "{}: {share} of the computing", run.executor);
    }
    // Its first sentence stands above the race, the others below.
    page.until_true("document.querySelector('.verdict.more')").await;
    let said = page
        .script("return [...document.querySelectorAll('.verdict')].map((one) => one.innerText).join(' ')")
        .await;
    let said = said.as_str().expect("words").to_lowercase();
    assert!(said.contains("in critical sections") && said.contains("amdahl"), "{said}");
    assert!(said.contains("excluded nothing"), "{said}");
    let document = Document::check(&page.result_of("workload=mix&tasks=2&executors=sequential").await);
    assert_eq!(document.run("sequential").metrics.critical_ms, None, "there are none");
}
