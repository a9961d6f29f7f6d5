//! Links that carry a result: passed on, read, and refused.

use fantoccini::Locator;
use fantoccini::key::Key;
use interleave_journeys::page::Page;

use crate::{Journey, World};

pub const JOURNEYS: &[Journey] = &[
    Journey::new("a_result_travels_in_a_link", |world| Box::pin(a_result_travels_in_a_link(world))),
    Journey::new("a_link_can_leave_the_result_out", |world| Box::pin(a_link_can_leave_the_result_out(world)))
        .once(),
    Journey::new("a_published_result_is_shown", |world| Box::pin(a_published_result_is_shown(world))).once(),
    Journey::new("what_can_t_be_shown_is_told", |world| Box::pin(what_can_t_be_shown_is_told(world))).once(),
    Journey::new("an_embed_passes_its_result_on", |world| Box::pin(an_embed_passes_its_result_on(world)))
        .once(),
];

const EXPERIMENT: &str = "workload=primes&limit=3000&executors=sequential,processes&workers=2";
/// A fragment that was published, and the experiment that it is about.
const PUBLISHED: (&str, &str) = (
    "workload=fetch&tasks=20&executors=event-loop,threads&workers=8&repeat=10",
    include_str!("../../fragments.txt"),
);

/// Opens the app as if nobody had been there before.
async fn open_anew<'a>(world: &'a World, address: &str) -> Page<'a> {
    world.browser.client.goto("about:blank").await.expect("an empty page opens");
    Page::open(&world.browser, address).await
}

fn published() -> &'static str {
    PUBLISHED.1.lines().next().expect("one was published")
}

async fn share(page: &Page<'_>) -> String {
    page.click("button[aria-controls=share]").await;
    let link = page.until("return document.querySelector('#share-link')?.value").await;
    link.as_str().expect("a link").to_owned()
}

async fn a_result_travels_in_a_link(world: World) {
    let page = world.open(EXPERIMENT).await;
    assert_eq!(page.run().await.kind(), "result");
    let link = share(&page).await;
    let (base, fragment) = link.split_once('#').expect("it carries the result");
    assert_eq!(base, world.site.address(EXPERIMENT));
    assert!(fragment.starts_with("r=1"), "{fragment}");
    let after = link.split_once('?').expect("a query").1;
    assert!(after.len() <= 400, "{} characters: {after}", after.len());
    let said = page.script("return document.querySelector('#share').innerText").await.to_string();
    assert!(said.contains(&format!("{} characters", after.len())), "{said}");

    // The clipboard, as a person sees it: by pasting.
    page.click("#share-copy").await;
    page.until("return document.querySelector('#share').innerText.includes('Copied')").await;
    page.script(
        "const field = document.createElement('input'); field.id = 'pasted'; document.body.append(field)",
    )
    .await;
    page.type_into("#pasted", &format!("{}v", char::from(Key::Control))).await;
    let pasted = page.until("return document.querySelector('#pasted').value").await;
    assert_eq!(pasted, link.as_str());

    // In the page that measured it, as somebody else's beside its own.
    world.browser.client.goto(&link).await.expect("the link opens");
    let both = page.until("return document.querySelector('#theirs td:nth-of-type(2)')?.innerText").await;
    assert!(both.as_str().is_some_and(|own| own.contains("ms")), "{both}");

    // In a page that has measured nothing.
    let page = open_anew(&world, &link).await;
    let theirs = page.until("return document.querySelector('#theirs')?.innerText").await.to_string();
    let browser = world.browser.engine.browser();
    for part in [browser, "Sequential", "Isolated workers", "2 lanes", "1.00", "not measure"] {
        assert!(theirs.contains(part), "{part} in {theirs}");
    }
    let yours = page.script("return document.querySelector('#theirs td:nth-of-type(2)').innerText").await;
    assert_eq!(yours, "–", "this page has measured nothing");
    assert_eq!(page.script("return location.hash").await, format!("#{fragment}"));

    // It belongs to its experiment.
    page.configure("workload=primes&limit=4000").await;
    page.until("return location.hash === '' && !document.querySelector('#theirs')").await;
    page.configure(EXPERIMENT).await;
    page.until(&format!("return location.hash === '#{fragment}' && !!document.querySelector('#theirs')"))
        .await;
    page.click("#theirs button").await;
    page.until("return location.hash === '' && !document.querySelector('#theirs')").await;
    assert_eq!(page.complaints().await, [""; 0]);
}

async fn a_link_can_leave_the_result_out(world: World) {
    let page = world.open(EXPERIMENT).await;
    let link = share(&page).await;
    assert_eq!(link, world.site.address(EXPERIMENT), "there is no result yet");
    let is_offered = "document.querySelector('#share-result').checkVisibility()";
    assert_eq!(page.script(&format!("return {is_offered}")).await, false);
    assert_eq!(page.run().await.kind(), "result");
    page.until("return document.querySelector('#share-link').value.includes('#r=1')").await;
    page.click("#share-result").await;
    page.until("return !document.querySelector('#share-link').value.includes('#')").await;
    // What was measured is not of what the form says now.
    page.click("#share-result").await;
    page.configure("workload=sleep&delay=1").await;
    let other =
        page.until(&format!("return !{is_offered} && document.querySelector('#share-link').value")).await;
    assert_eq!(other, world.site.address("workload=sleep&delay=1"));
}

async fn a_published_result_is_shown(world: World) {
    let page = open_anew(&world, &format!("{}{}", world.site.address(PUBLISHED.0), published())).await;
    let theirs = page.until("return document.querySelector('#theirs')?.innerText").await.to_string();
    for part in ["Firefox 153", "8 cores", "isolated", "353", "171", "176", "1.97", "8 lanes"] {
        assert!(theirs.contains(part), "{part} in {theirs}");
    }
    assert_eq!(page.first_ready().await.data["notices"], serde_json::json!([]));
    // In an embed, too.
    let address = world.site.address(&format!("embed=1&{}", PUBLISHED.0));
    let page = open_anew(&world, &format!("{address}{}", published())).await;
    page.until("return document.querySelector('#theirs')?.innerText.includes('353')").await;
    let whole = page.script("return document.querySelector('footer a').href").await;
    assert_eq!(whole, format!("{}{}", world.site.address(PUBLISHED.0), published()));
}

async fn what_can_t_be_shown_is_told(world: World) {
    let published = published();
    let damaged = published.replacen("AA", "AB", 1);
    assert_ne!(damaged, published);
    let later = published.replacen("r=1", "r=2", 1);
    let cut = &published[..published.len() - 3];
    for (query, fragment, told) in [
        (PUBLISHED.0, damaged.as_str(), "damaged"),
        (PUBLISHED.0, cut, "damaged"),
        (PUBLISHED.0, "#r=1<script>alert(1)</script>", "damaged"),
        (PUBLISHED.0, later.as_str(), "later version"),
        (EXPERIMENT, published, "another experiment"),
    ] {
        let page = open_anew(&world, &format!("{}{fragment}", world.site.address(query))).await;
        let said = page.until("return document.querySelector('#theirs')?.innerText").await.to_string();
        assert!(said.contains(told), "{fragment}: {said}");
        assert!(!said.contains("353"), "{fragment}: {said}");
        assert_eq!(page.first_ready().await.data["experiment"], query, "the experiment counts");
        page.click("#theirs button").await;
        page.until("return !document.querySelector('#theirs') && location.hash === ''").await;
        assert_eq!(page.complaints().await, [""; 0]);
    }
}

async fn an_embed_passes_its_result_on(world: World) {
    let framed = world.site.address(&format!("embed=1&{EXPERIMENT}"));
    let page = Page::open(&world.browser, &world.site.host_page(&framed)).await;
    assert_eq!(page.run().await.kind(), "result");
    let client = &world.browser.client;
    let frame = client.find(Locator::Css("iframe")).await.expect("there is a frame");
    frame.enter_frame().await.expect("it can be entered");
    let link = page.until("return document.querySelector('footer a[href*=\"#r=1\"]')?.href").await;
    client.enter_parent_frame().await.expect("it can be left");
    let page = open_anew(&world, link.as_str().expect("a link")).await;
    page.until("return document.querySelector('#theirs')?.innerText.includes('Isolated workers')").await;
    assert_eq!(page.first_ready().await.data["experiment"], EXPERIMENT);
}
