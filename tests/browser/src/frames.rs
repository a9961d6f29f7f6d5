//! How long a page works for each frame while it draws many spans.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::page::Page;

/// The page's own work for each frame, and the time from frame to frame, ms.
#[derive(Clone, Debug, Default)]
pub struct Frames {
    /// From a wheel's or key's turn to the end of its drawing: events, what follows from them, drawing.
    pub work: Vec<f64>,
    /// What came between two frames: drawing by the browser itself included.
    pub apart: Vec<f64>,
}

/// How a page took in a file.
#[derive(Clone, Copy, Debug)]
pub struct Import {
    /// Until it was shown, ms.
    pub took_ms: f64,
    /// The longest that the page could not answer meanwhile, ms: 0 for less than 50. `None` where the browser doesn't tell.
    pub blocked_ms: Option<f64>,
}

/// Begins to listen for tasks of over 50 ms, where the browser tells them.
const LISTEN: &str = "
    window.since = performance.now();
    if (PerformanceObserver.supportedEntryTypes.includes('longtask')) {
        window.blocked = 0;
        const longest = (list) => { for (const task of list.getEntries()) window.blocked = Math.max(window.blocked, task.duration); };
        new PerformanceObserver(longest).observe({ type: 'longtask' });
    }
";

/// A turn of the wheel or a key in each frame: in, to the right, out, across.
const WATCH: &str = r"
    const done = arguments[0];
    const canvas = document.querySelector('#imported .drawing canvas');
    canvas.scrollIntoView();
    canvas.focus();
    const box = canvas.getBoundingClientRect();
    const at = (share) => ({ clientX: box.left + 100 + share * (box.width - 120), clientY: box.top + 20, bubbles: true, cancelable: true });
    const wheel = (deltaY) => canvas.dispatchEvent(new WheelEvent('wheel', { deltaY, ctrlKey: true, ...at(0.4) }));
    const key = (key) => canvas.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    const point = (share) => canvas.dispatchEvent(new PointerEvent('pointermove', { pointerType: 'mouse', ...at(share) }));
    const moves = [];
    for (let n = 0; n < 90; n++) moves.push(() => wheel(-40));
    for (let n = 0; n < 60; n++) moves.push(() => key(n < 30 ? 'd' : 'a'));
    for (let n = 0; n < 90; n++) moves.push(() => wheel(40));
    for (let n = 0; n < 60; n++) moves.push(() => point(n / 60));
    const frame = window.requestAnimationFrame.bind(window);
    let work = 0;
    window.requestAnimationFrame = (draw) => frame((time) => {
        const since = performance.now();
        draw(time);
        work += performance.now() - since;
    });
    (async () => {
        const found = { work: [], apart: [] };
        let last = await new Promise(frame);
        for (const move of moves) {
            work = 0;
            const since = performance.now();
            move();
            // What follows from it in the same turn.
            for (let n = 0; n < 20; n++) await null;
            work += performance.now() - since;
            const now = await new Promise(frame);
            // Whoever asked earlier for this frame has drawn before; the rest is drawn by the next turn.
            await new Promise((resume) => setTimeout(resume));
            found.work.push(work);
            found.apart.push(now - last);
            last = now;
        }
        window.requestAnimationFrame = frame;
        done(found);
    })();
";

/// Imports a file with so many spans in two runs of four lanes, and watches frames while it is zoomed, moved and
/// pointed at.
pub async fn watch(browser: &Browser, page: &Page<'_>, spans: usize) -> (Import, Frames) {
    let path = browser.downloads.join("spans.json");
    std::fs::write(&path, document(spans)).expect("files can be saved");
    page.script(LISTEN).await;
    page.type_into("#import", path.to_str().expect("a path of letters")).await;
    let took = page.until("return document.querySelector('#imported .drawing canvas')?.height > 50 && performance.now() - window.since");
    let took_ms = took.await.as_f64().unwrap_or(f64::NAN);
    // What is shown first is drawn by then.
    let blocked = "requestAnimationFrame(() => setTimeout(() => arguments[0](window.blocked ?? null), 500))";
    let blocked_ms = page.answer(blocked, vec![]).await.as_f64();
    let found = browser.client.execute_async(WATCH, vec![]).await.expect("frames can be watched");
    let list = |key: &str| found[key].as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
    (Import { took_ms, blocked_ms }, Frames { work: list("work"), apart: list("apart") })
}

/// A result with so many spans, about as many pixels' worth of each density.
pub fn document(spans: usize) -> String {
    const LANES: usize = 4;
    let mut runs = Vec::new();
    for executor in ["threads", "locked-threads"] {
        let mut list = String::new();
        let mut now_ms = [0.0f64; LANES];
        for n in 0..spans / 2 {
            let (lane, turn) = (n % LANES, n / LANES);
            let kind = ["run", "blocked", "run", "wait"][turn % 4];
            // Lengths that look random, the same ones each time.
            let length_ms =
                ((n * 2_654_435_761) % 1000) as f64 / 50_000.0 * (1 + 3 * (turn / 5000 % 3)) as f64;
            let (start_ms, end_ms) = (now_ms[lane], now_ms[lane] + length_ms);
            let comma = if n > 0 { "," } else { "" };
            let task = (turn / 7 * LANES + lane) % 200;
            // Writing to a string never fails.
            let _ = write!(
                list,
                r#"{comma}{{"lane":{lane},"task":{task},"kind":"{kind}","startMs":{start_ms:.4},"endMs":{end_ms:.4}}}"#
            );
            now_ms[lane] = end_ms + if turn % 3 == 0 { 0.005 } else { 0.0 };
        }
        let wall_ms = now_ms.into_iter().fold(0.0, f64::max);
        let lanes: Vec<Value> = (0..LANES)
            .map(|id| json!({ "id": id, "name": format!("thread {}", id + 1), "kind": "thread" }))
            .collect();
        let mut run = json!({
            "executor": executor, "workers": LANES, "repeat": 0, "warmup": false, "step": null,
            "startupMs": 20.0, "wallMs": wall_ms, "outputs": vec!["9592"; 200], "lanes": lanes,
            "droppedSpans": 0, "movedBytes": 0, "error": null,
            "metrics": { "peakConcurrency": 200, "meanConcurrency": 100.0, "peakParallelism": LANES,
                         "meanParallelism": 2.0, "busyMs": wall_ms, "speedup": null, "efficiency": null,
                         "longestPageStallMs": 0.0 },
        })
        .to_string();
        run.truncate(run.len() - 1);
        runs.push(format!(r#"{run},"spans":[{list}]}}"#));
    }
    let environment = json!({
        "hardwareConcurrency": 4, "measuredCores": null, "crossOriginIsolated": true, "clockResolutionMs": 0.005,
        "userAgent": "", "hiddenWhileRunning": false, "appVersion": "",
    });
    let runs = runs.join(",");
    format!(
        r#"{{"schema":"interleave/result/1","experiment":"workload=primes&tasks=200&workers=4","environment":{environment},"summary":[],"runs":[{runs}]}}"#
    )
}
