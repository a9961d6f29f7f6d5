//! Pictures of results.

use interleave::advice::map::{Cell, Lock, Map, Place};
use interleave::exchange::{FileFormat, illustrate_map};
use interleave::trace::{ResultDocument, SpanKind};
use proptest::prelude::*;
use proptest::sample::select;

use crate::documents::{LINK, any_document, document, example, file, run, span, speak_english};

/// The picture, by another's parser.
pub fn drawn(document: &ResultDocument, caption: &str) -> String {
    speak_english();
    let svg = String::from_utf8(file(document, FileFormat::Svg, caption)).expect("it is text");
    well_formed(svg)
}

/// The same picture, if it is one that every program can show.
fn well_formed(svg: String) -> String {
    let parsed = roxmltree::Document::parse(&svg).unwrap_or_else(|error| panic!("{error}: {svg}"));
    let root = parsed.root_element();
    assert_eq!(root.tag_name().name(), "svg");
    let size = |name| root.attribute(name).and_then(|size| size.parse::<f64>().ok()).expect("a size");
    assert!((900.0..1010.0).contains(&size("width")) && size("height") > 100.0);
    for node in parsed.descendants().filter(roxmltree::Node::is_element) {
        let allowed = ["svg", "title", "desc", "defs", "pattern", "path", "text"];
        assert!(allowed.contains(&node.tag_name().name()), "{node:?}");
        assert!(!node.attributes().any(|attribute| attribute.name() == "style"), "{node:?}");
        for attribute in node.attributes() {
            assert!(!attribute.value().contains("NaN") && !attribute.value().contains("inf"), "{node:?}");
        }
    }
    svg
}

#[test]
fn a_picture_says_what_it_shows() {
    let svg = drawn(&example(), "Measured on <Firefox> & Co.\u{0}");
    let parsed = roxmltree::Document::parse(&svg).unwrap();
    let texts: Vec<&str> = parsed
        .descendants()
        .filter(|node| node.has_tag_name("text") || node.is_element())
        .filter_map(|node| node.text())
        .collect();
    for expected in [
        "Sequential",
        "Event loop",
        "Threads",
        "thread 2",
        "Wall time",
        "Speedup",
        "computing",
        "waiting",
        "tasks in progress (concurrency)",
        "Measured on <Firefox> & Co.",
        LINK,
    ] {
        assert!(texts.contains(&expected), "{expected} in {texts:?}");
    }
    assert!(svg.contains("url(#interleave-wait)") && svg.contains("url(#interleave-blocked)"), "patterns");
}

#[test]
fn a_million_spans_are_a_small_picture() {
    let spans = (0..200_000u32).map(|n| {
        let at = f64::from(n / 4) + f64::from(n % 7) / 10.0;
        span(n % 4, n % 4, if n % 3 == 0 { SpanKind::Wait } else { SpanKind::Run }, at, at + 0.3)
    });
    let svg = drawn(&document(vec![run("threads", 4, spans.collect())]), "");
    assert!(svg.len() < 400_000, "{} bytes", svg.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_map_can_be_drawn(
        cells in proptest::collection::vec(proptest::option::of((0..4usize, 1.0..1e9f64)), Place::COUNT),
        lock in select(Lock::ALL.to_vec()), caption in "\\PC{0,300}",
    ) {
        speak_english();
        let map = Map::new(lock, |place| {
            cells[place.index()].map(|(way, lead)| Cell { winner: lock.ways()[way], lead: Some(lead) })
        });
        well_formed(illustrate_map(&map, LINK, &caption));
    }

    #[test]
    fn any_result_can_be_drawn(document in any_document(), caption in "\\PC{0,300}") {
        drawn(&document, &caption);
    }
}
