//! Results as files: saved, and brought in again.

use std::path::{Path, PathBuf};
use std::time::Duration;

use interleave_journeys::document::Document;
use interleave_journeys::frames::document;
use interleave_journeys::page::Page;
use serde_json::Value;
use tokio::time::{Instant, sleep};

use crate::{Journey, World};

pub const JOURNEYS: &[Journey] = &[
    Journey::new("every_file_is_saved", |world| Box::pin(every_file_is_saved(world))),
    Journey::new("a_saved_result_is_imported", |world| Box::pin(a_saved_result_is_imported(world))),
    Journey::new("a_long_result_keeps_nobody_waiting", |world| Box::pin(a_long_result(world))).once().alone(),
    Journey::new("what_is_no_result_is_refused", |world| Box::pin(what_is_no_result_is_refused(world)))
        .once(),
];

const EXPERIMENT: &str =
    "workload=primes&limit=3000&tasks=4&executors=sequential,event-loop,processes&workers=2";
/// How long a browser may take to save a file.
const SAVED: Duration = Duration::from_secs(20);

/// Presses a button, and waits for the file that comes of it, in a folder that was empty: some browsers write over
/// files of the same name, others find another name.
async fn take(world: &World, page: &Page<'_>, form: &str, ending: &str) -> (PathBuf, Vec<u8>) {
    let folder = &world.browser.downloads;
    for old in files(folder) {
        std::fs::remove_file(old).expect("what was saved can be removed");
    }
    page.click(&format!("#take-{form}")).await;
    let deadline = Instant::now() + SAVED;
    loop {
        // While it is being saved it has another ending, or is empty.
        let fits = |path: &PathBuf| path.to_str().is_some_and(|path| path.ends_with(ending));
        if let Some(path) = files(folder).into_iter().find(fits) {
            let bytes = tokio::fs::read(&path).await.unwrap_or_default();
            if !bytes.is_empty() {
                return (path, bytes);
            }
        }
        assert!(Instant::now() < deadline, "no file for {form} after {SAVED:?}");
        sleep(Duration::from_millis(50)).await;
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("there is a folder for files");
    entries.flatten().map(|entry| entry.path()).collect()
}

async fn every_file_is_saved(world: World) {
    let page = world.open(EXPERIMENT).await;
    let offered = "document.querySelectorAll('.take li button').length";
    // There is nothing to save yet.
    page.until_true(&format!("document.querySelector('.take') && {offered} === 0")).await;
    assert_eq!(page.run().await.kind(), "result");
    // A file of each form, or a copy of the picture.
    page.until_true(&format!("{offered} === 7")).await;
    let link = world.site.address(EXPERIMENT);

    let (path, json) = take(&world, &page, "json", ".json").await;
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    assert!(name.starts_with("interleave-primes-20"), "{name}");
    let document = Document::check(&serde_json::from_slice(&json).expect("JSON"));
    assert_eq!(document.experiment, EXPERIMENT);
    let spans: usize = document.runs.iter().map(|run| run.spans.len()).sum();
    assert!(spans >= 12, "each task of each run has one: {spans}");

    let (_, tasks) = take(&world, &page, "tasks", ".csv").await;
    let tasks = String::from_utf8(tasks).expect("UTF-8");
    assert_eq!(tasks.lines().count(), 1 + 12, "a header and a row for each task: {tasks}");
    assert!(tasks.contains(&link), "{tasks}");
    let (_, rows) = take(&world, &page, "spans", ".csv").await;
    let rows = String::from_utf8(rows).expect("UTF-8");
    assert_eq!(rows.lines().count(), 1 + spans);
    assert!(rows.contains(&link));

    let (_, svg) = take(&world, &page, "svg", ".svg").await;
    let svg = String::from_utf8(svg).expect("UTF-8");
    for part in ["<?xml", "Event loop", "Isolated workers", "Wall time", &link.replace('&', "&amp;")] {
        assert!(svg.contains(part), "{part} in {svg}");
    }
    let attribute = |name: &str| -> f64 {
        let (_, rest) = svg.split_once(&format!("{name}=\"")).expect("a size");
        rest.split('"').next().and_then(|size| size.parse().ok()).expect("a number")
    };
    let (_, png) = take(&world, &page, "png", ".png").await;
    assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"), "the signature of a PNG file");
    let pixels = |at: usize| f64::from(u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes")));
    assert_eq!((pixels(16), pixels(20)), (2.0 * attribute("width"), (2.0 * attribute("height")).round()));
    assert!(png.len() > 20_000, "something is drawn: {} bytes", png.len());

    let (_, trace) = take(&world, &page, "trace", ".json").await;
    let trace: Value = serde_json::from_slice(&trace).expect("JSON");
    assert_eq!(trace["otherData"]["link"], link.as_str());
    let events = trace["traceEvents"].as_array().expect("events");
    assert_eq!(events.iter().filter(|event| event["ph"] == "X").count(), spans);
    assert_eq!(page.complaints().await, [""; 0]);
}

async fn a_saved_result_is_imported(world: World) {
    let page = world.open(EXPERIMENT).await;
    assert_eq!(page.run().await.kind(), "result");
    page.until("return !!document.querySelector('#take-json')").await;
    let (path, json) = take(&world, &page, "json", ".json").await;
    let saved = Document::check(&serde_json::from_slice(&json).expect("JSON"));

    // Somebody else, with another experiment.
    let page = world.open("workload=sleep&delay=1").await;
    page.type_into("#import", path.to_str().expect("a path")).await;
    let imported = page.until("return document.querySelector('#imported')?.innerText").await.to_string();
    let browser = world.browser.engine.browser();
    for part in
        ["Imported", browser, "Not measured by this page", EXPERIMENT, "Event loop", "Isolated workers"]
    {
        assert!(imported.contains(part), "{part} in {imported}");
    }
    assert_eq!(page.script("return document.querySelectorAll('#imported .timeline canvas').length").await, 3);
    page.script("document.querySelectorAll('#imported details').forEach((one) => { one.open = true })").await;
    let output = Value::from(saved.runs[0].outputs[3].as_str());
    page.until_true(&format!("document.querySelector('#imported').innerText.includes({output})")).await;
    // It is not this page's own.
    assert_eq!(page.script("return !!document.querySelector('#results .empty')").await, true);
    assert_eq!(page.script("return !document.querySelector('#take-json')").await, true);
    let own = page.run().await;
    assert_eq!(own.data["result"]["experiment"], "workload=sleep&delay=1");
    assert_eq!(page.script("return !!document.querySelector('#imported')").await, true);

    page.click("#imported header button").await;
    page.until("return !document.querySelector('#imported')").await;
    assert_eq!(page.complaints().await, [""; 0]);
}

/// While a long file is read, which a worker does, and its spans come, the page has its turn.
async fn a_long_result(world: World) {
    let page = world.open("").await;
    page.until("return !!document.querySelector('#import')").await;
    // What makes the first run, and reads files, is there already: it is not what is looked at.
    assert_eq!(page.run().await.kind(), "result");
    let path = world.browser.downloads.join("long.json");
    std::fs::write(&path, document(400_000)).expect("files can be saved");
    let watch = "journey.long = [0]; new PerformanceObserver((list) => \
         list.getEntries().forEach(({ duration }) => journey.long.push(duration))).observe({ type: 'longtask' })";
    page.script(watch).await;
    page.type_into("#import", path.to_str().expect("a path")).await;
    page.until("return document.querySelector('#imported .drawing canvas')?.height > 50").await;
    page.until("return document.querySelector('#imported').innerText.includes('Not measured by this page')")
        .await;
    page.still().await;
    let longest = page.script("return Math.max(...journey.long)").await.as_f64().expect("a time");
    // Reading alone takes half a second.
    assert!(longest < 150.0, "the page was busy for {longest} ms at a time");
    assert_eq!(page.complaints().await, [""; 0]);
}

async fn what_is_no_result_is_refused(world: World) {
    let page = world.open("").await;
    page.until("return !!document.querySelector('.take')").await;
    let of_executor = |executor: &str| {
        let span = r#"{"lane":0,"task":0,"kind":"run","startMs":0,"endMs":5}"#;
        format!(
            r#"{{"schema":"interleave/result/1","experiment":"workload=primes","environment":{{"hardwareConcurrency":4,
            "measuredCores":null,"crossOriginIsolated":true,"clockResolutionMs":0.1,"userAgent":"","hiddenWhileRunning":false,
            "appVersion":"9"}},"summary":[],"runs":[{{"executor":"{executor}","workers":1,"repeat":0,"warmup":false,"step":null,
            "startupMs":0,"wallMs":5,"outputs":["1"],"lanes":[{{"id":0,"name":"thread 1","kind":"thread"}}],"spans":[{span}],
            "droppedSpans":0,"movedBytes":0,"error":null,"metrics":{{"peakConcurrency":1,"meanConcurrency":1,"peakParallelism":1,
            "meanParallelism":1,"busyMs":5,"speedup":null,"efficiency":null,"longestPageStallMs":0}}}}]}}"#
        )
    };
    for (content, told) in [
        ("not JSON at all".to_owned(), "can't be read"),
        (r#"{"schema":"interleave/result/2"}"#.to_owned(), "later version"),
        (r#"{"schema":"somebody's"}"#.to_owned(), "somebody's"),
        (of_executor("<b>bold</b>"), "runs[0].executor"),
        (of_executor("quantum"), "quantum"),
    ] {
        // As a file manager does it: by dropping.
        let script = format!(
            "const files = new DataTransfer(); files.items.add(new File([{}], 'theirs.json')); \
             document.querySelector('.take').dispatchEvent(new DragEvent('drop', \
             {{ dataTransfer: files, bubbles: true, cancelable: true }}))",
            Value::from(content)
        );
        page.script(&script).await;
        let condition =
            format!("return document.querySelector('#imported')?.innerText.includes({})", Value::from(told));
        page.until(&condition).await;
    }
    assert_eq!(page.script("return document.querySelectorAll('#imported .timeline').length").await, 1);
    assert_eq!(page.script("return [...document.querySelectorAll('#imported b')].filter((one) => one.textContent === 'bold').length").await, 0);
    assert_eq!(page.complaints().await, [""; 0]);
}
