//! Real hosts: with the headers and without, at the root and in a folder; without a network; with a new
//! release in place of the old one.

use interleave_journeys::document::Document;
use interleave_journeys::nginx::{Nginx, own_release};
use interleave_journeys::page::{Executor, Page};
use interleave_journeys::site::{Options, Site, dist};
use serde_json::{Value, json};

use crate::{Journey, World};

pub const JOURNEYS: &[Journey] = &[
    Journey::new("headers_at_the_root", |world| Box::pin(isolated(world, true, "/"))),
    Journey::new("headers_in_a_folder", |world| Box::pin(isolated(world, true, "/some/folder/"))).once(),
    Journey::new("no_headers_at_the_root", |world| Box::pin(isolated(world, false, "/"))),
    Journey::new("no_headers_in_a_folder", |world| Box::pin(isolated(world, false, "/some/folder/"))).once(),
    Journey::new("no_headers_in_a_frame", |world| Box::pin(in_a_frame(world))),
    Journey::new("service_worker_missing", |world| Box::pin(refused(world, None))),
    Journey::new("service_worker_broken", |world| {
        Box::pin(refused(world, Some("throw new Error('made by a test')")))
    })
    .once(),
    Journey::new("service_worker_never_active", |world| Box::pin(refused(world, Some(NEVER_ACTIVE)))),
    Journey::new("a_page_waits_for_no_service_worker", |world| Box::pin(no_wait(world))).once().calm(),
    Journey::new("service_worker_without_effect", |world| Box::pin(without_effect(world))),
    Journey::new("beside_the_app_nothing_changes", |world| Box::pin(beside(world))).once(),
    Journey::new("caching_headers", |world| Box::pin(caching_headers(world))).once(),
    Journey::new("offline_with_headers", |world| Box::pin(offline(world, true))).once(),
    Journey::new("offline_without_headers", |world| Box::pin(offline(world, false))),
    Journey::new("what_was_used_is_kept_first", |world| Box::pin(used_first(world))).once(),
    Journey::new("who_saves_data_keeps_what_was_used", |world| Box::pin(saving_data(world))).once(),
    Journey::new("the_course_offline", |world| Box::pin(course(world))).once(),
    Journey::new("new_release", |world| Box::pin(new_release(world))),
    Journey::new("release_that_came_back", |world| Box::pin(came_back(world))).once(),
];

/// A release that is called otherwise than the one in `dist/`.
const OTHER: &str = "release-0123456789abcdef";

/// A service worker that is there, and never in charge.
const NEVER_ACTIVE: &str = "oninstall = (event) => event.waitUntil(new Promise(() => {}))";

const RUN: &str = "limit=5000&tasks=3&executors=sequential,event-loop,threads,processes&workers=2";

/// What a page says of threads.
async fn threads(page: &Page<'_>) -> Executor {
    let executors = page.first_ready().await.executors();
    executors.into_iter().find(|executor| executor.id == "threads").expect("there are threads")
}

/// Everything runs, threads and downloads included, and gives what it has to.
async fn assert_runs(page: &Page<'_>) {
    let document = Document::check(&page.result_of(RUN).await);
    assert!(document.environment.cross_origin_isolated);
    let ran: Vec<_> = document.runs.iter().map(|run| run.executor.as_str()).collect();
    assert_eq!(ran, ["sequential", "event-loop", "threads", "processes"]);
    assert!(document.runs.iter().all(|run| run.error.is_none() && run.outputs == ["669"; 3]), "5000 has 669");
    let downloads = "workload=fetch&delay=20&size=5000&tasks=4&executors=event-loop,threads&workers=2";
    let document = Document::check(&page.result_of(downloads).await);
    assert!(document.runs.iter().all(|run| run.error.is_none() && run.outputs == ["5000"; 4]));
    assert_eq!(page.complaints().await, [""; 0]);
}

/// Waits until all of the page's release that is for its language is kept for use without a network.
async fn until_kept(page: &Page<'_>) {
    page.until(&format!("{} return kept().then((kept) => kept?.rest.length === 0)", kept(page).await)).await;
}

/// What the page's release has kept, as a function for scripts: once there is anything, which files of the release are
/// there, which are in other languages, and which of the rest are not there.
async fn kept(page: &Page<'_>) -> String {
    let release = release(page).await;
    format!(
        "const kept = async () => {{\
           const home = location.origin + location.pathname, folder = home + '{release}';\
           if (!await caches.match(home, {{ cacheName: folder }})) return undefined;\
           const list = await (await fetch(folder + '/files.json')).json();\
           const there = (await (await caches.open(folder)).keys()).map(({{ url }}) => url.slice(folder.length + 1));\
           const own = '/' + document.documentElement.lang + '.json';\
           const other = (path) => path.startsWith('locales/') && !path.endsWith(own);\
           return {{ there, others: there.filter(other),\
             rest: list.filter((path) => !other(path) && !there.includes(path)) }};\
         }};"
    )
}

/// Which release the page is of.
async fn release(page: &Page<'_>) -> String {
    let script = "return document.querySelector('meta[name=release]').content";
    page.script(script).await.as_str().expect("a page names its release").trim_end_matches('/').to_owned()
}

async fn isolated(world: World, headers: bool, folder: &'static str) {
    let host = Nginx::serve(headers, folder).await;
    let page = Page::open(&world.browser, &host.address("tasks=3")).await;
    assert_eq!(page.script("return crossOriginIsolated").await, true);
    assert_eq!(page.script("return journey.loads").await, if headers { 1 } else { 2 });
    assert_eq!(
        page.first_ready().await.data["experiment"],
        "workload=primes&tasks=3",
        "the link is still there"
    );
    assert_runs(&page).await;
    // From then on it takes one load.
    let page = Page::open(&world.browser, &host.address("tasks=4")).await;
    assert_eq!(page.script("return crossOriginIsolated").await, true);
    assert_eq!(page.script("return journey.loads").await, if headers { 2 } else { 3 });
}

/// A frame on a page of another site, where neither sends headers.
async fn in_a_frame(world: World) {
    let site = Site::serve(Options { headers: false, ..Options::default() }).await;
    let page = Page::open(&world.browser, &site.host_page(&site.address("embed=1"))).await;
    let has_threads = world.browser.engine.isolates_frames();
    let threads = threads(&page).await;
    assert_eq!(threads.available, has_threads, "{threads:?}");
    let document = Document::check(&page.result_of(RUN).await);
    let ran = document.runs.iter().filter(|run| run.error.is_none() && run.outputs == ["669"; 3]).count();
    assert_eq!(ran, if has_threads { 4 } else { 3 });
}

/// There is no service worker to be had: the page says what it can't do, and does the rest.
async fn refused(world: World, service_worker: Option<&str>) {
    let host = Nginx::serve(false, "/").await;
    host.spoil("sw.js", service_worker);
    let page = Page::open(&world.browser, &host.address("")).await;
    assert_eq!(page.script("return journey.loads").await, 1, "a reload could not help");
    assert_not_isolated(&page).await;
}

/// A page is ready long before it gives a service worker up that doesn't come; only what downloads waits that long.
async fn no_wait(world: World) {
    let host = Nginx::serve(false, "/").await;
    host.spoil("sw.js", Some(NEVER_ACTIVE));
    let page = Page::open(&world.browser, &host.address("lang=en")).await;
    let ready = page.first_ready().await;
    assert!(ready.at < 2500.0, "ready after {} ms", ready.at);
    let says = "return document.body.innerText.includes('There is no service worker here')";
    Document::check(&page.result_of("lang=en&limit=3000&executors=sequential").await);
    let now = page.script("return performance.now()").await.as_f64().expect("a time");
    assert!(now < 4500.0, "what downloads nothing is over after {now} ms");
    assert_eq!(page.script(says).await, false);
    let downloads = "lang=en&workload=fetch&delay=20&size=5000&tasks=4&executors=sequential";
    let document = Document::check(&page.result_of(downloads).await);
    assert_eq!(document.runs[0].outputs, ["5000"; 4]);
    page.until(says).await;
}

/// The service worker is in charge and changes nothing, as where a browser knows none of the headers.
async fn without_effect(world: World) {
    let host = Nginx::serve(false, "/").await;
    host.spoil("sw.js", Some("onactivate = (event) => event.waitUntil(clients.claim())"));
    let page = Page::open(&world.browser, &host.address("")).await;
    assert_eq!(page.script("return journey.loads").await, 2);
    assert_not_isolated(&page).await;
    // From then on it takes one load.
    let page = Page::open(&world.browser, &host.address("tasks=4")).await;
    assert_eq!(page.script("return journey.loads").await, 3);
}

async fn assert_not_isolated(page: &Page<'_>) {
    let threads = threads(page).await;
    assert!(
        !threads.available && threads.reason.as_ref().is_some_and(|reason| reason.len() > 10),
        "{threads:?}"
    );
    let document = Document::check(&page.result_of(RUN).await);
    let ran = document.runs.iter().filter(|run| run.error.is_none()).map(|run| run.executor.as_str());
    assert_eq!(ran.collect::<Vec<_>>(), ["sequential", "event-loop", "processes"]);
}

/// What a host has beside the app passes the service worker untouched.
async fn beside(world: World) {
    let host = Nginx::serve(false, "/").await;
    host.spoil(
        "other.html",
        Some("<!doctype html><title>Another page</title><script>var ran = true</script>"),
    );
    let page = Page::open(&world.browser, &host.address("")).await;
    until_kept(&page).await;
    world.browser.client.goto(&host.address("").replace("?", "other.html")).await.expect("it opens");
    let script = "return [crossOriginIsolated, navigator.serviceWorker.controller !== null, self.ran]";
    assert_eq!(page.script(script).await, json!([false, true, true]));
}

/// Files of a release may be kept for ever; all others are asked for again.
async fn caching_headers(world: World) {
    let host = Nginx::serve(true, "/some/folder/").await;
    let page = Page::open(&world.browser, &host.address("")).await;
    let script = format!(
        "return Promise.all(['', 'sw.js', '{}/engine_bg.wasm', 'release-0000000000000000/engine.js'].map(file =>\
         fetch(file, {{ cache: 'no-store' }}).then(({{ status, headers }}) =>\
         [status, headers.get('cache-control'), headers.get('cross-origin-embedder-policy')])))",
        own_release()
    );
    let expected = json!([
        [200, "no-cache", "require-corp"],
        [200, "no-cache", "require-corp"],
        [200, "max-age=315360000", "require-corp"],
        [404, null, "require-corp"],
    ]);
    assert_eq!(page.script(&script).await, expected);
}

async fn offline(world: World, headers: bool) {
    let mut host = Nginx::serve(headers, "/some/folder/").await;
    let page = Page::open(&world.browser, &host.address("")).await;
    until_kept(&page).await;
    host.stop().await;
    // Another link than the one that was visited.
    let page = Page::open(&world.browser, &host.address("workload=squares&number=20")).await;
    assert_eq!(page.first_ready().await.data["experiment"], "workload=squares&number=20");
    assert_runs(&page).await;
    let lesson = page.script("return document.body.innerText.length").await;
    assert!(lesson.as_u64().is_some_and(|length| length > 1000), "the page is whole");
}

/// A first visit has kept what it used when nothing else is there yet, and later all but other languages.
async fn used_first(world: World) {
    let host = Nginx::serve(true, "/").await;
    let page = Page::open(&world.browser, &host.address("lang=en")).await;
    let kept = kept(&page).await;
    let first = page.until(&format!("{kept} return kept()")).await;
    let there = first["there"].as_array().expect("a list");
    for file in ["interleave_bg.wasm", "interleave.js", "locales/en.json"] {
        assert!(there.contains(&file.into()), "{file} in {there:?}");
    }
    let rest = first["rest"].as_array().expect("a list");
    for file in ["engine_bg.wasm", "split_composer.wasm", "locales/later/en.json"] {
        assert!(rest.contains(&file.into()), "{file} in {rest:?}");
    }
    until_kept(&page).await;
    assert_eq!(page.script(&format!("{kept} return kept().then(({{ others }}) => others)")).await, json!([]));
}

/// Who saves data keeps what was used, by workers, too, and what is used from then on.
async fn saving_data(world: World) {
    let mut host = Nginx::serve(true, "/").await;
    let saves = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } });";
    let script = std::fs::read_to_string(dist().join("sw.js")).expect("dist/ is built");
    host.spoil("sw.js", Some(&format!("{saves}\n{script}")));
    let page = Page::open(&world.browser, &host.address("lang=en")).await;
    let heard = "journey.heard = []; navigator.serviceWorker.addEventListener('message', ({ data }) => journey.heard.push(data))";
    page.script(heard).await;
    page.until("return journey.heard.includes('complete')").await;
    let kept = kept(&page).await;
    let has = |file: &str| format!("{kept} return kept().then(({{ there }}) => there.includes('{file}'))");
    assert_eq!(page.script(&has("interleave_bg.wasm")).await, true);
    assert_eq!(page.script(&has("engine_bg.wasm")).await, false);
    assert_runs(&page).await;
    page.until(&has("engine_bg.wasm")).await;
    page.until(&has("engine.js")).await;
    assert_eq!(page.script(&has("split_composer.wasm")).await, false);
    host.stop().await;
    let page = Page::open(&world.browser, &host.address("lang=en&tasks=4")).await;
    assert_runs(&page).await;
}

/// The pages of the course: from the host where it answers, else what was seen last; in the reader's language all of
/// them, in others those that were visited.
async fn course(world: World) {
    let mut host = Nginx::serve(true, "/some/folder/").await;
    let lesson = |words: &str| {
        format!("<!doctype html><link rel=\"stylesheet\" href=\"../../learn.css\"><p>{words}</p>")
    };
    let list = ["learn.css", "en/one/index.html", "en/two/index.html", "zh-Hans/one/index.html"];
    host.spoil("learn/learn.css", Some("p { color: rgb(1, 2, 3) }"));
    host.spoil("learn/en/one/index.html", Some(&lesson("first")));
    host.spoil("learn/en/two/index.html", Some(&lesson("second")));
    host.spoil("learn/zh-Hans/one/index.html", Some(&lesson("other")));
    host.spoil("learn/zh-Hans/two/index.html", Some(&lesson("visited")));
    host.spoil("learn/files.json", Some(&json!(list).to_string()));
    let page = Page::open(&world.browser, &host.address("lang=en")).await;
    let has = |path: &str| {
        format!(
            "return caches.match(new URL('{path}', location.origin + '/some/folder/')).then((page) => !!page)"
        )
    };
    page.until(&has("learn/en/two/")).await;
    page.until(&has("embed.js")).await;
    assert_eq!(page.script(&has("learn/zh-Hans/one/")).await, false);
    let client = &world.browser.client;
    let address = |path: &str| host.address("").replace('?', path);
    let (one, two) = (address("learn/en/one/"), address("learn/en/two/index.html"));
    let (other, visited) = (address("learn/zh-Hans/one/"), address("learn/zh-Hans/two/"));
    let says =
        "return document.querySelector('p')?.innerText + getComputedStyle(document.querySelector('p')).color";
    // What has changed is shown, and kept.
    host.spoil("learn/en/one/index.html", Some(&lesson("changed")));
    for (address, words) in [(&one, "changed"), (&visited, "visited")] {
        client.goto(address).await.expect("it opens");
        assert_eq!(page.script(says).await, format!("{words}rgb(1, 2, 3)"));
        page.until("return caches.match(location.href).then((page) => !!page)").await;
    }
    host.stop().await;
    for (address, words) in [(&one, "changed"), (&two, "second"), (&visited, "visited")] {
        client.goto(address).await.expect("it opens");
        assert_eq!(page.script(says).await, format!("{words}rgb(1, 2, 3)"));
    }
    // Some drivers call that an error.
    let _ = client.goto(&other).await;
    assert_eq!(page.script("return document.body.innerText.includes('other')").await, false);
}

/// Which releases the engines of a run come from.
async fn engines(page: &Page<'_>) -> Value {
    let listen = "self.engines = new Set();\
         (self.channel ??= new BroadcastChannel('journey-engines')).onmessage = ({ data }) => engines.add(data)";
    page.script(listen).await;
    assert_runs(page).await;
    page.script("return [...engines]").await
}

async fn new_release(world: World) {
    let mut host = Nginx::serve(true, "/").await;
    let old = own_release();
    let client = &world.browser.client;
    let page = Page::open(&world.browser, &host.address("")).await;
    assert_eq!(release(&page).await, old);
    until_kept(&page).await;
    let says = |sentence: &str| format!("return document.body.innerText.includes('{sentence}')");

    // The next visit, beside a page of the old release, gets all of the new one.
    host.deploy(Some(OTHER));
    let old_tab = client.window().await.expect("there is a window");
    let new_tab = client.new_window(true).await.expect("a tab opens").handle;
    client.switch_to_window(new_tab).await.expect("it can be used");
    let page = Page::open(&world.browser, &host.address("")).await;
    assert_eq!(release(&page).await, OTHER);
    assert_eq!(engines(&page).await, json!([OTHER]));
    page.until(&says("Updated since your last visit")).await;
    client.close_window().await.expect("it closes");

    // The old one says so, and goes on with its own files, though the host has them no more.
    client.switch_to_window(old_tab).await.expect("it is still there");
    page.until(&says("A new version is ready")).await;
    assert_eq!(release(&page).await, old);
    assert_eq!(engines(&page).await, json!([old]));

    // From then on there is only the new one, without a network, too.
    host.stop().await;
    let page = Page::open(&world.browser, &host.address("tasks=3")).await;
    assert_eq!(release(&page).await, OTHER);
    assert_eq!(engines(&page).await, json!([OTHER]));
    // What was told once is not told again, and nothing is left of the old one.
    host.start().await;
    let page = Page::open(&world.browser, &host.address("tasks=4")).await;
    let there = json!(["learn", OTHER]);
    page.until(&format!(
        "return caches.keys().then((names) => \
           JSON.stringify(names.map((name) => name.split('/').at(-1)).sort()) === JSON.stringify({there}))"
    ))
    .await;
    assert_eq!(page.script(&says("Updated since your last visit")).await, false);
}

/// A release that was withdrawn: the one before it is the new one.
async fn came_back(world: World) {
    let mut host = Nginx::serve(false, "/").await;
    for name in [None, Some(OTHER), None] {
        host.deploy(name);
        let page = Page::open(&world.browser, &host.address("")).await;
        assert_eq!(release(&page).await, name.map_or_else(own_release, str::to_owned));
        until_kept(&page).await;
    }
    host.stop().await;
    let page = Page::open(&world.browser, &host.address("")).await;
    assert_eq!(release(&page).await, own_release());
    assert_runs(&page).await;
}
