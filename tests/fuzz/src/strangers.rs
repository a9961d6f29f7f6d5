//! Everything that reads what strangers send: links, results in fragments, imported files. `./dev fuzz`
//! feeds it with millions of inputs, grown from the published links; whatever panics is a finding, and so
//! is whatever breaks a law.

#![no_main]

use interleave::exchange::{
    illustrate, read_document, read_fragment, write_fragment, write_spans, write_tasks, write_trace_events,
};
use interleave::experiment::{format, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((reader, rest)) = input.split_first() else { return };
    match reader {
        b'{' => file(input),
        b'#' => fragment(&String::from_utf8_lossy(input)),
        _ => link(&String::from_utf8_lossy(if *reader == b'?' { rest } else { input })),
    }
});

/// Any text is a link; what it means is written in one way, which means the same.
fn link(query: &str) {
    let link = parse(query);
    let canonical = format(&link.experiment);
    let again = parse(&canonical);
    assert_eq!(again.notices, [], "{query:?}");
    assert_eq!(again.experiment, link.experiment, "{query:?}");
    assert_eq!(format(&again.experiment), canonical, "{query:?}");
    assert!(link.notices.iter().all(|notice| notice.value.chars().count() <= 100), "{query:?}");
    assert!(!(link.starts_itself() && !link.notices.is_empty()), "{query:?}");
}

/// What is understood is written the same way again.
fn fragment(text: &str) {
    if let Ok(Some(claim)) = read_fragment(text) {
        let written = write_fragment(&claim);
        assert!(text.contains(&written), "{text:?}");
    }
}

/// Whatever can be imported can be shown and saved in every form.
fn file(bytes: &[u8]) {
    let Ok(document) = read_document(|| bytes) else { return };
    let mut out = Vec::new();
    // Writing to memory fails only where there is none.
    write_tasks(&document, "?", &mut out).expect("memory");
    write_spans(&document, "?", &mut out).expect("memory");
    illustrate(&document, "?", "");
    out.clear();
    write_trace_events(&document, "?", &mut out).expect("memory");
}
