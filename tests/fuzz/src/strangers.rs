//! Everything that reads what strangers send: links, results and rooms in fragments, imported files, what brokers,
//! hosts and takers say. `./dev fuzz` feeds it with millions of inputs, grown from the published links; whatever panics
//! is a finding, and so is whatever breaks a law.

#![no_main]

use std::pin::pin;
use std::task::{Context, Waker};

use interleave::exchange::{
    FileFormat, illustrate_map, read_document, read_fragment, read_map_fragment, write_file, write_fragment,
    write_map_fragment,
};
use interleave::experiment::{format, parse};
use interleave::queue::Room;
use interleave::queue::codec::{CodecError, Decoder, Frame};
use interleave::queue::message::{
    ClockAnswer, ClockQuestion, Down, Job, JobResult, Message, Up, read, write,
};
use interleave::queue::travel::experiment_of;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((reader, rest)) = input.split_first() else { return };
    match reader {
        b'{' => file(input),
        b'!' => broker(rest),
        b'~' => messages(rest),
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
    if let Ok(Some(shared)) = read_map_fragment(text) {
        let written = write_map_fragment(&shared);
        illustrate_map(&shared.map, &written, &shared.place.in_words());
        assert!(text.contains(&written), "{text:?}");
    }
    if let Ok(room) = Room::read(text) {
        assert_eq!(Room::read(&room.fragment()), Ok(room), "{text:?}");
    }
}

/// Whatever can be imported can be shown and saved in every form.
fn file(bytes: &[u8]) {
    let Ok(document) = read_document(bytes) else { return };
    for form in FileFormat::ALL {
        let mut out = Vec::new();
        let turn = async || {};
        let writing = pin!(write_file(document.clone(), form, "?", "", &mut out, &turn));
        assert!(writing.poll(&mut Context::from_waker(Waker::noop())).is_ready(), "nobody takes a turn");
    }
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

/// What host and takers say is read as what it is, or not at all.
fn messages(bytes: &[u8]) {
    fn again<M: Message + PartialEq + std::fmt::Debug>(bytes: &[u8]) -> Option<M> {
        let message = read::<M>(bytes).ok()?;
        assert_eq!(read(&write(&message)).as_ref(), Ok(&message));
        Some(message)
    }
    if let Some(job) = again::<Job>(bytes) {
        experiment_of(&job);
    }
    (again::<JobResult>(bytes), again::<Up>(bytes), again::<Down>(bytes));
    (again::<ClockQuestion>(bytes), again::<ClockAnswer>(bytes));
}
