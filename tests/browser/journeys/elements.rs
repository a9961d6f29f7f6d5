//! `<interleave-lab>`, on pages of another site that send no headers.

use interleave_journeys::document::Document;
use interleave_journeys::page::Page;
use interleave_journeys::site::{Fault, Options, Site};
use serde_json::Value;

use crate::{Journey, World};

pub const JOURNEYS: &[Journey] = &[
    Journey::new("runs_and_follows_its_content", |world| Box::pin(runs_and_follows_its_content(world))),
    Journey::new("its_host_isolates_it", |world| Box::pin(its_host_isolates_it(world))),
    Journey::new("without_isolation_it_says_so", |world| Box::pin(without_isolation_it_says_so(world))),
    Journey::new("is_lazy", |world| Box::pin(is_lazy(world))),
    Journey::new("starts_itself_if_told_to", |world| Box::pin(starts_itself_if_told_to(world))).once(),
    Journey::new("several_wait_for_each_other", |world| Box::pin(several_wait_for_each_other(world))),
    Journey::new("waiting_can_be_cancelled", |world| Box::pin(waiting_can_be_cancelled(world))).once(),
    Journey::new("hears_its_own_frame_only", |world| Box::pin(hears_its_own_frame_only(world))),
    Journey::new("can_be_moved_and_changed", |world| Box::pin(can_be_moved_and_changed(world))),
    Journey::new("the_panel_makes_one_that_works", |world| Box::pin(the_panel_makes_one_that_works(world)))
        .once(),
    Journey::new("the_documented_function_answers", |world| Box::pin(the_documented_function_answers(world)))
        .once(),
];

/// Notes every event of every element, in order. With `var`, because drivers see the window's properties only.
const NOTE: &str = "<script>
  var heard = [];
  var all = (type, id) => heard.filter((one) => one.type === type && (!id || one.id === id));
  var frame = (lab) => lab.shadowRoot.querySelector('iframe');
  for (const lab of document.querySelectorAll('interleave-lab')) {
    window[lab.id] = lab;
    for (const type of ['ready', 'waiting', 'started', 'result', 'error', 'resize'])
      lab.addEventListener(type, ({ detail }) => heard.push({ id: lab.id, type, detail }));
  }
</script>";

/// A host page with these elements.
async fn host<'a>(world: &'a World, site: &Site, script: &str, elements: &str) -> Page<'a> {
    let body = format!("<script {script} src=\"{}embed.js\"></script>{elements}{NOTE}", site.folder());
    Page::visit(&world.browser, &site.page_with(&body)).await
}

fn lab(id: &str, attributes: &str) -> String {
    format!(
        "<interleave-lab id=\"{id}\" {attributes}><a href=\"https://example.org\">instead</a></interleave-lab>"
    )
}

async fn runs_and_follows_its_content(world: World) {
    let site = Site::serve(Options { folder: "/some/folder/", ..Options::default() }).await;
    let experiment =
        "workload=primes&amp;limit=4000&amp;executors=sequential,threads,processes&amp;workers=2";
    for script in ["", "type=module", "async"] {
        let element = lab("a", &format!("loading=eager experiment=\"{experiment}\""));
        let page = host(&world, &site, script, &element).await;
        page.until_true("all('ready').length").await;
        page.script("a.run({ spans: true })").await;
        page.until_true("all('result').length + all('error').length").await;
        let result = page.script("return all('result')[0]?.detail.result").await;
        let document = Document::check(&result);
        let ran: Vec<_> = document.runs.iter().map(|run| run.executor.as_str()).collect();
        let has_threads = world.browser.engine.isolates_frames();
        let expected =
            ["sequential", "threads", "processes"].into_iter().filter(|id| *id != "threads" || has_threads);
        assert_eq!(ran, expected.collect::<Vec<_>>(), "{script}");
        page.until_true("frame(a).clientHeight === all('resize').at(-1).detail.height").await;
        let is_shown = page.script("return Boolean(a.querySelector('a').checkVisibility())").await;
        assert_eq!(is_shown, false, "what stood in its place is gone");
    }
}

/// A site whose frames don't isolate themselves, nor does a service worker.
fn unaided(isolated_host: bool) -> Options {
    let faults = vec![Fault::Missing("sw.js")];
    Options { but: Some("document-isolation-policy"), isolated_host, faults, ..Options::default() }
}

const THREADS: &str = "loading=eager experiment=\"limit=3000&amp;executors=threads&amp;workers=2\"";

async fn its_host_isolates_it(world: World) {
    let site = Site::serve(unaided(true)).await;
    let page = host(&world, &site, "", &lab("a", THREADS)).await;
    page.until_true("all('ready').length").await;
    page.script("a.run()").await;
    page.until_true("all('result').length + all('error').length").await;
    Document::check(&page.script("return all('result')[0]?.detail.result").await);
}

/// Threads are refused, with a reason; what needs no shared memory runs.
async fn without_isolation_it_says_so(world: World) {
    let site = Site::serve(unaided(false)).await;
    let page = host(&world, &site, "", &lab("a", THREADS)).await;
    page.until_true("all('ready').length").await;
    let row = "return all('ready')[0].detail.executors.find(({ id }) => id === 'threads')";
    let row = page.script(row).await;
    assert_eq!(row["available"], false);
    assert!(row["reason"].as_str().unwrap_or_default().contains("full page"), "{row}");
    page.script("a.run()").await;
    page.until_true("all('error').length").await;
    assert_eq!(page.script("return all('error')[0].detail.code").await, "not-isolated");
    page.script("a.configure({ experiment: 'limit=3000&executors=threads,processes' }); a.run()").await;
    page.until_true("all('result').length").await;
    let result = page.script("return all('result')[0].detail.result").await;
    let ran = Document::check(&result).runs;
    assert_eq!(ran.iter().map(|run| run.executor.as_str()).collect::<Vec<_>>(), ["processes"]);
}

async fn is_lazy(world: World) {
    let elements = lab("near", "") + "<p style=\"height: 9000px\"></p>" + &lab("far", "");
    let page = host(&world, &world.site, "", &elements).await;
    page.until_true("all('ready', 'near').length").await;
    assert_eq!(page.script("return frame(far)").await, Value::Null, "the far one has no frame");
    assert_eq!(page.script("return far.querySelector('a').checkVisibility()").await, true);
    page.script("far.scrollIntoView()").await;
    page.until_true("all('ready', 'far').length").await;
    assert_eq!(page.script("return all('started').length").await, 0, "nothing was pressed");
}

async fn starts_itself_if_told_to(world: World) {
    let short = "experiment=\"limit=3000&amp;executors=sequential\" autorun";
    let page = host(&world, &world.site, "", &lab("a", short)).await;
    page.until_true("all('result').length").await;
    let heavy = "experiment=\"limit=1000000&amp;tasks=8\" autorun";
    let page = host(&world, &world.site, "", &lab("a", heavy)).await;
    page.until_true("all('error').length").await;
    assert_eq!(page.script("return all('error')[0].detail.code").await, "needs-click");
}

async fn several_wait_for_each_other(world: World) {
    let sleep =
        "loading=eager experiment=\"workload=sleep&amp;delay=300&amp;tasks=1&amp;executors=event-loop\"";
    let elements = lab("a", sleep) + &lab("b", sleep) + &lab("c", sleep);
    let page = host(&world, &world.site, "", &elements).await;
    page.until_true("['a', 'b', 'c'].every((id) => all('ready', id).length)").await;
    page.script("heard.length = 0; for (const lab of [a, b, c]) lab.run()").await;
    page.until_true("all('result').length + all('error').length === 3").await;
    let order = page.script(
        "return heard.map(({ type }) => type).filter((type) => type === 'started' || type === 'result')",
    );
    let one_by_one = ["started", "result", "started", "result", "started", "result"];
    assert_eq!(order.await, Value::from(one_by_one.to_vec()));
    let waits = page.script("return all('waiting').map(({ detail }) => detail.code)").await;
    assert_eq!(waits, Value::from(vec!["busy", "busy"]), "the others say that they wait");
}

async fn waiting_can_be_cancelled(world: World) {
    let sleep =
        "loading=eager experiment=\"workload=sleep&amp;delay=1500&amp;tasks=1&amp;executors=event-loop\"";
    let page = host(&world, &world.site, "", &(lab("a", sleep) + &lab("b", sleep))).await;
    page.until_true("all('ready', 'a').length && all('ready', 'b').length").await;
    page.script("a.run()").await;
    page.until_true("all('started', 'a').length").await;
    page.script("b.run()").await;
    page.until_true("all('waiting', 'b').length").await;
    page.script("b.run()").await;
    page.until_true("all('error', 'b').length").await;
    assert_eq!(page.script("return all('error', 'b')[0].detail.code").await, "busy", "it waits already");
    page.script("b.cancel()").await;
    page.until_true("all('error', 'b').length === 2").await;
    assert_eq!(page.script("return all('error', 'b')[1].detail.code").await, "cancelled");
    page.until_true("all('result', 'a').length").await;
    page.script("b.run()").await;
    page.until_true("all('result', 'b').length").await;
    assert_eq!(page.script("return all('waiting').length").await, 1, "nobody is waited for any more");
}

async fn hears_its_own_frame_only(world: World) {
    let page = host(&world, &world.site, "", &(lab("a", "loading=eager") + &lab("b", "loading=eager"))).await;
    page.until_true("all('ready', 'a').length && all('ready', 'b').length").await;
    page.script(
        "heard.length = 0; const stranger = document.createElement('iframe');
         stranger.srcdoc = `<script>
           for (const type of ['ready', 'result', 'error', 'resize', 'waiting'])
             parent.postMessage({ type: 'interleave:' + type, height: 7 }, '*');
           parent.postMessage('over', '*')
         <\\/script>`;
         addEventListener('message', ({ data }) => { if (data === 'over') window.isOver = true });
         postMessage({ type: 'interleave:result' }, '*');
         document.body.append(stranger)",
    )
    .await;
    page.until_true("window.isOver").await;
    assert_eq!(page.script("return heard.filter(({ type }) => type !== 'resize').length").await, 0);
    assert_eq!(page.script("return all('resize').some(({ detail }) => detail.height === 7)").await, false);
    // What one frame says is no news of the other.
    page.script("b.configure({ experiment: 'workload=sleep' })").await;
    page.until_true("all('ready', 'b').length").await;
    assert_eq!(page.script("return all('ready', 'a').length").await, 0);
}

async fn can_be_moved_and_changed(world: World) {
    let attributes = "loading=eager style=\"color: white\" parts=\"figures\" experiment=\"limit=3000\"";
    let page = host(&world, &world.site, "", &lab("a", attributes)).await;
    page.until_true("all('ready').length === 2").await;
    let address = page.script("return frame(a).src").await.to_string();
    assert!(address.contains("theme=dark"), "light text stands on a dark ground: {address}");
    page.script("a.style.color = 'black'; document.body.className = 'light'").await;
    page.until_true("all('ready').length === 3").await;
    page.script("a.setAttribute('experiment', 'workload=sleep&delay=20&tasks=2&executors=event-loop')").await;
    page.until_true("all('ready').length === 4").await;
    assert_eq!(
        page.script("return all('ready').at(-1).detail.experiment").await,
        "workload=sleep&delay=20&tasks=2&executors=event-loop"
    );
    page.script("a.configure({ parts: 'timeline,tables' })").await;
    page.until_true("all('error').length").await;
    assert_eq!(page.script("return all('error')[0].detail.code").await, "bad-experiment");
    // Out of the page and in again, it starts anew; what was asked for before it was ready is not lost.
    // In a turn of its own, as a page's scripts are: within a driver's, WebKit makes microtasks after `prepend`.
    page.script(
        "setTimeout(() => {
           a.remove(); heard.length = 0; document.body.prepend(a);
           a.configure({ parts: 'code' }); a.run();
         })",
    )
    .await;
    page.until_true("all('result').length").await;
    let errors = page.script("return all('error').map(({ detail }) => detail)").await;
    assert_eq!(errors, serde_json::json!([]));
}

async fn the_panel_makes_one_that_works(world: World) {
    let page = world.open("limit=3000&executors=sequential,processes").await;
    let press = "[...document.querySelectorAll('.run-bar button')].find((one) => one.textContent === 'Embed').click()";
    page.script(press).await;
    // The preview is the element itself, and it says when it is ready.
    page.until_true("journey.log.filter(({ message }) => message.type === 'interleave:ready').length >= 2")
        .await;
    let html = "return document.querySelector('dialog textarea').value";
    let element = page.script(html).await;
    page.script("document.querySelectorAll('dialog input[name=form]')[1].click()").await;
    page.until_true("document.querySelector('dialog textarea').value.includes('<iframe')").await;
    let frame = page.script(html).await;
    assert_eq!(page.complaints().await, [""; 0], "the page's own policy allows the preview");
    for snippet in [element, frame] {
        let snippet = snippet.as_str().unwrap_or_default();
        assert!(snippet.contains("<figcaption>"), "{snippet}");
        let page = Page::open(&world.browser, &world.site.page_with(snippet)).await;
        let ready = page.first_ready().await;
        assert_eq!(ready.data["experiment"], "workload=primes&limit=3000&executors=sequential,processes");
        assert_eq!(ready.data["notices"], Value::Array(vec![]));
    }
}

/// What docs/embedding.md gives those who have a server.
async fn the_documented_function_answers(world: World) {
    let docs = include_str!("../../../docs/embedding.md");
    let function =
        docs.rsplit("```js\n").next().and_then(|rest| rest.split("```").next()).expect("it is there");
    let function = function.replace("https://example.org/interleave/", &world.site.folder());
    let link = world.site.address("workload=primes&limit=3000");
    let lesson = format!("{}lessons/pictures/", world.site.folder());
    let page = Page::visit(&world.browser, &world.site.page_with("")).await;
    for (url, expected) in [(link, "workload=primes&limit=3000"), (lesson, "workload=fetch&size=102400")] {
        let answer =
            page.script(&format!("{function}; return oembed({{ url: {} }})", Value::from(url))).await;
        let html = answer["html"].as_str().unwrap_or_default();
        let shown = Page::open(&world.browser, &world.site.page_with(html)).await.first_ready().await;
        assert!(
            shown.data["experiment"].as_str().unwrap_or_default().starts_with(expected),
            "{}",
            shown.data
        );
    }
}
