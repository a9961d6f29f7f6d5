//! Links: what is not understood is said, the canonical form, the address bar, starting by itself.

use std::time::Duration;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use interleave_journeys::document::Document;
use interleave_journeys::page::{Message, Page, READY, RUN, configure};

use crate::{Journey, World};

pub const JOURNEYS: &[Journey] = &[
    Journey::new("bad_links_are_told", |world| Box::pin(bad_links_are_told(world))).once(),
    Journey::new("hostile_links_only_give_notices", |world| Box::pin(hostile_links_only_give_notices(world)))
        .once(),
    Journey::new("the_rest_of_a_bad_link_counts", |world| Box::pin(the_rest_of_a_bad_link_counts(world)))
        .once(),
    Journey::new("canonical_form", |world| Box::pin(canonical_form(world))).once(),
    Journey::new("the_address_bar_follows", |world| Box::pin(the_address_bar_follows(world))),
    Journey::new("a_link_starts_itself", |world| Box::pin(a_link_starts_itself(world))),
    Journey::new("a_bad_link_does_not_start_itself", |world| {
        Box::pin(a_bad_link_does_not_start_itself(world))
    })
    .once(),
    Journey::new("heavy_work_needs_a_click", |world| Box::pin(heavy_work_needs_a_click(world))).once(),
    Journey::new("another_host_needs_a_click", |world| Box::pin(another_host_needs_a_click(world))).once(),
];

/// How long to watch that nothing starts. What starts by itself does so at once.
const WATCH: Duration = Duration::from_millis(1500);

/// Links with one thing wrong, and the key that has to be named.
const BAD: &[(&str, &str)] = &[
    ("wrokers=2", "wrokers"),
    ("workload=prime", "workload"),
    ("workload=", "workload"),
    ("limit=1", "limit"),
    ("limit=1000001", "limit"),
    ("limit=007", "limit"),
    ("limit=1e5", "limit"),
    ("limit=-5", "limit"),
    ("limit=+5", "limit"),
    ("limit=99999999999999999999999999", "limit"),
    ("limit=%E2%88%9E", "limit"),
    ("limit=", "limit"),
    ("limit", "limit"),
    ("tasks=0", "tasks"),
    ("tasks=10001", "tasks"),
    ("split=half", "split"),
    ("number=5", "number"),
    ("workload=squares&limit=5", "limit"),
    ("workers=0", "workers"),
    ("workers=65", "workers"),
    ("concurrency=0", "concurrency"),
    ("executors=", "executors"),
    ("executors=fibers", "executors"),
    ("executors=sequential,sequential", "executors"),
    ("executors=sequential,,threads", "executors"),
    ("repeat=0", "repeat"),
    ("repeat=51", "repeat"),
    ("limit=5&limit=6", "limit"),
    ("workload=primes&workload=primes", "workload"),
    ("sweep=workers", "sweep"),
    ("sweep=nothing:1..3", "sweep"),
    ("sweep=workers:1..99", "sweep"),
    ("sweep=workers:3", "sweep"),
    ("v=2", "v"),
    ("autorun=yes", "autorun"),
    ("embed=2", "embed"),
    ("theme=pink", "theme"),
    ("lang=tlh", "lang"),
    ("at=3600001", "at"),
    ("lesson=none-of-ours", "lesson"),
    ("limit=%ZZ", "limit"),
    ("limit=%FF", "limit"),
    ("%ZZ=1", "%ZZ"),
    ("constructor=1", "constructor"),
    ("__proto__=1", "__proto__"),
    ("<script>alert(1)</script>=1", "<script>alert(1)</script>"),
    ("LIMIT=5", "LIMIT"),
    (" limit=5", " limit"),
];

fn notices(ready: &Message) -> &[Value] {
    ready.data["notices"].as_array().expect("notices are a list")
}

fn assert_names(ready: &Message, query: &str, key: &str) {
    let notices = notices(ready);
    let named = notices.iter().find(|notice| notice["key"] == key);
    let notice = named.unwrap_or_else(|| panic!("{query} has no notice about {key}: {notices:?}"));
    for part in ["key", "value", "allowed"] {
        let text =
            notice[part].as_str().unwrap_or_else(|| panic!("{query}: a notice has a {part}: {notice}"));
        assert!(text.chars().count() <= 600, "{query}: {part} is short: {notice}");
    }
    assert_ne!(notice["allowed"], "", "{query}: {notice}");
}

async fn bad_links_are_told(world: World) {
    let page = world.open("").await;
    for (query, key) in BAD {
        assert_names(&page.configure(query).await, query, key);
    }
    for huge in [format!("limit={}", "9".repeat(1_000_000)), "x=1&".repeat(100_000)] {
        let mark = page.send(&[configure(&huge)]).await;
        let answer = page.next(mark.index, &["ready", "error"], READY).await.expect("there is an answer");
        assert!(answer.kind() == "ready" || answer.code() == "bad-experiment", "{:?}", answer.data);
        assert!(answer.kind() == "error" || !notices(&answer).is_empty(), "{:?}", answer.data);
        assert!(answer.data.to_string().len() < 20_000, "what is quoted is shortened");
    }
    // The same through the address bar.
    for (query, key) in
        ["wrokers=2", "limit=%ZZ", "workload=prime"].iter().zip(["wrokers", "limit", "workload"])
    {
        let page = world.open(query).await;
        assert_names(&page.first_ready().await, query, key);
        assert_eq!(page.complaints().await, [""; 0], "{query}");
        let text = page.script("return document.body.innerText").await;
        assert!(
            text.as_str().is_some_and(|text| text.contains(key)),
            "{query}: the page says so, too: {text}"
        );
    }
}

/// What somebody might hope to smuggle in: markup, scripts, nesting without end, text that runs backwards or
/// is not seen.
fn hostile() -> [String; 6] {
    [
        "<img src=x onerror=document.title='owned'><script>document.title='owned'</script>".into(),
        "javascript:document.title='owned'".into(),
        "${document.title='owned'}{{document.title='owned'}}".into(),
        format!("{}1{}", "[".repeat(400), "]".repeat(400)),
        "\u{202e}detrevni\u{202c}\u{200b}\u{feff}\u{e0041}".into(),
        "\u{0}\u{7}\u{1b}[31m\r\nSet-Cookie: owned".into(),
    ]
}

async fn hostile_links_only_give_notices(world: World) {
    for text in hostile() {
        let text = utf8_percent_encode(&text, NON_ALPHANUMERIC);
        let everywhere = format!(
            "limit={text}&{text}=1&executors={text}&sweep=workers:{text}&lesson={text}&lang={text}&autorun=1#r=1{text}"
        );
        let foreign = format!("workload=fetch&url={text}&autorun=1#r={text}");
        for query in [everywhere, foreign] {
            let page = world.open(&query).await;
            assert_stays_still(&page, &query).await;
            assert_eq!(page.complaints().await, [""; 0], "{query}");
            let ready = page.first_ready().await;
            let said = notices(&ready);
            assert!(!said.is_empty(), "{query}");
            let hidden = |c: char| {
                c.is_control()
                    || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{e0000}'..)
            };
            let said = said.iter().flat_map(|notice| ["key", "value"].map(|part| notice[part].as_str()));
            assert!(
                said.flatten().all(|text| text.chars().count() <= 41 && !text.chars().any(hidden)),
                "{query}"
            );
            let markup = "return document.title === 'owned' || document.querySelectorAll('img, script:not([src])').length > 0";
            assert_eq!(page.script(markup).await, false, "{query}");
        }
    }
    // The same from a host page, in any shape that a message can have.
    let page = world.open("").await;
    let nested = "(() => { let inner = 'limit=5'; for (let n = 0; n < 500; n++) inner = [{ experiment: inner }]; return inner })()";
    for experiment in [nested, "5", "{ toString: 'limit=5' }", "['limit=5']"] {
        let send = format!(
            "return journey.send([{{ type: 'interleave:configure', experiment: {experiment} }}]).index"
        );
        let index = page.script(&send).await.as_u64().unwrap_or_default();
        let answer = page.next(index, &["ready", "error"], READY).await.expect("there is an answer");
        assert_eq!((answer.kind(), answer.code()), ("error", "bad-experiment"), "{experiment}");
    }
    assert_eq!(page.complaints().await, [""; 0]);
}

async fn the_rest_of_a_bad_link_counts(world: World) {
    let page = world.open("").await;
    for (query, experiment) in [
        ("limit=5000&wrokers=2", "workload=primes&limit=5000"),
        ("limit=0&tasks=3", "workload=primes&tasks=3"),
        ("executors=fibers,processes&workers=3", "workload=primes&executors=processes&workers=3"),
        ("executors=fibers&tasks=3", "workload=primes&tasks=3"),
        ("workload=squares&tasks=3&tasks=4&number=9", "workload=squares&number=9"),
        ("limit=5000&tasks=%ZZ", "workload=primes&limit=5000"),
    ] {
        let ready = page.configure(query).await;
        assert_eq!(ready.data["experiment"], experiment, "{query}");
        assert!(!notices(&ready).is_empty(), "{query}");
    }
}

async fn canonical_form(world: World) {
    let page = world.open("").await;
    for (query, experiment) in [
        ("", "workload=primes"),
        (
            "?workload=primes&limit=100000&tasks=2&split=copies&executors=sequential,threads&repeat=1&v=1",
            "workload=primes",
        ),
        (
            "workers=4&executors=processes&tasks=3&workload=squares",
            "workload=squares&tasks=3&executors=processes&workers=4",
        ),
        ("executors=threads,sequential", "workload=primes&executors=threads,sequential"),
        ("workload=fetch&concurrency=1000&yield=0", "workload=fetch&concurrency=1000"),
        (
            "sweep=workers:1,2,4&workload=sleep&jitter=10&delay=5",
            "workload=sleep&delay=5&jitter=10&sweep=workers:1,2,4",
        ),
        (
            "workload=%70rimes&executors=processes%2Csequential",
            "workload=primes&executors=processes,sequential",
        ),
        ("theme=dark&lang=en&autorun=1&at=5", "workload=primes"),
    ] {
        let ready = page.configure(query).await;
        assert_eq!(ready.data["notices"], json!([]), "{query}");
        assert_eq!(ready.data["experiment"], experiment, "{query}");
        let again = page.configure(experiment).await;
        assert_eq!(again.data["experiment"], experiment, "canonical is a fixed point");
    }
}

async fn the_address_bar_follows(world: World) {
    let page = world.open("theme=dark&limit=7000").await;
    let history = page.script("return history.length").await;
    for (configured, search) in [
        ("workload=squares&tasks=3", "?workload=squares&tasks=3&theme=dark"),
        ("executors=processes,sequential", "?workload=primes&executors=processes,sequential&theme=dark"),
    ] {
        page.configure(configured).await;
        page.until_true(&format!("location.search === '{search}'")).await;
    }
    assert_eq!(page.script("return history.length").await, history, "Back leaves the page");
}

async fn a_link_starts_itself(world: World) {
    let page = world.open("limit=3000&executors=sequential,processes&workers=2&autorun=1").await;
    let outcome = page.next(0, &["result", "error"], RUN).await.expect("it starts by itself");
    assert_eq!(outcome.kind(), "result", "{}", outcome.data);
    let document = Document::check(&outcome.data["result"]);
    assert_eq!(document.experiment, "workload=primes&limit=3000&executors=sequential,processes&workers=2");
}

async fn a_bad_link_does_not_start_itself(world: World) {
    for query in
        ["limit=3000&autorun=1&wrokers=2", "limit=03&autorun=1", "executors=sequential,fibers&autorun=1"]
    {
        let page = world.open(query).await;
        assert_stays_still(&page, query).await;
    }
}

/// Nothing starts, though nothing was said against it but a notice or a question.
async fn assert_stays_still(page: &Page<'_>, query: &str) {
    let started = page.next(0, &["started", "progress", "result"], WATCH).await;
    assert!(started.is_none(), "{query} starts: {started:?}");
}

async fn heavy_work_needs_a_click(world: World) {
    let page = world.open("limit=1000000&tasks=8&autorun=1").await;
    assert_stays_still(&page, "heavy work").await;
    for heavy in [
        "limit=1000000&tasks=8",
        "workload=sleep&delay=60000",
        "workload=fetch&size=10485760&delay=0&tasks=1000&executors=event-loop",
    ] {
        page.configure(heavy).await;
        let outcome = page.run().await;
        assert_eq!((outcome.kind(), outcome.code()), ("error", "needs-click"), "{heavy}: {}", outcome.data);
    }
    let light = page.result_of("limit=3000&executors=sequential").await;
    Document::check(&light);
}

async fn another_host_needs_a_click(world: World) {
    let address = "workload=fetch&tasks=2&executors=event-loop&url=https://example.com/data&autorun=1";
    let page = world.open(address).await;
    assert_stays_still(&page, address).await;
    let outcome = page.run().await;
    assert_eq!((outcome.kind(), outcome.code()), ("error", "needs-click"), "{}", outcome.data);
    let text = page.script("return document.body.innerText").await;
    assert!(
        text.as_str().is_some_and(|text| text.contains("example.com")),
        "the question names the host: {text}"
    );
}
