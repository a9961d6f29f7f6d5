//! Everything that reads what strangers send: links, results in fragments, imported files, brokers. `./dev fuzz`
//! feeds it with millions of inputs, grown from the published links; whatever panics is a finding, and so
//! is whatever breaks a law.

#![no_main]

use interleave::exchange::{
    illustrate, read_document, read_fragment, write_fragment, write_spans, write_tasks, write_trace_events,
};
use interleave::experiment::{format, parse};
use interleave::queue::codec::{CodecError, Decoder, Frame};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((reader, rest)) = input.split_first() else { return };
    match reader {
        b'{' => file(input),
        b'!' => broker(rest),
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

/// What a broker says is read the same however it is cut, and what can be written again means the same.
fn broker(bytes: &[u8]) {
    let (frames, error) = frames(bytes, bytes.len());
    assert_eq!(crate::frames(bytes, 1), (frames.clone(), error));
    let mut written = Vec::new();
    let again: Vec<Frame> = frames.into_iter().filter(|frame| frame.encode(&mut written).is_ok()).collect();
    assert_eq!(crate::frames(&written, 64), (again, None));
}

/// What is read of bytes that come in pieces of this size.
fn frames(bytes: &[u8], size: usize) -> (Vec<Frame>, Option<CodecError>) {
    let (mut decoder, mut frames) = (Decoder::default(), Vec::new());
    for piece in bytes.chunks(size.max(1)) {
        decoder.push(piece);
        loop {
            match decoder.next() {
                Ok(Some(frame)) => frames.push(frame),
                Ok(None) => break,
                Err(error) => return (frames, Some(error)),
            }
        }
    }
    (frames, None)
}
