//! What holds for all frames and all bytes.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

fn subject() -> impl Strategy<Value = String> {
    vec("[a-zA-Z0-9_$*>-]{1,8}", 1..5).prop_map(|tokens| tokens.join("."))
}

fn headers() -> impl Strategy<Value = Headers> {
    let words = || "[ -9;-~é]{0,12}".prop_map(|words| words.trim().to_owned());
    let field = ("[A-Za-z-]{1,12}", words());
    let status = prop::option::of((100u16..600, words()));
    (status, vec(field, 0..4)).prop_map(|(status, fields)| {
        let (status, description) = status.map_or((None, String::new()), |(code, words)| (Some(code), words));
        Headers { status, description, fields }
    })
}

fn publication() -> impl Strategy<Value = Publication> {
    (subject(), prop::option::of(subject()), headers(), vec(any::<u8>(), 0..300))
        .prop_map(|(subject, reply, headers, payload)| Publication { subject, reply, headers, payload })
}

fn frame() -> impl Strategy<Value = Frame> {
    let info = ("\\PC{0,30}", any::<u64>(), any::<bool>()).prop_map(|(nonce, max_payload, headers)| {
        Frame::Info(Box::new(ServerInfo { nonce, max_payload, headers, ..ServerInfo::default() }))
    });
    let connect = ("\\PC{0,30}", any::<bool>()).prop_map(|(jwt, verbose)| {
        Frame::Connect(Box::new(ConnectOptions { jwt, verbose, ..ConnectOptions::default() }))
    });
    prop_oneof![
        info,
        connect,
        publication().prop_map(Frame::Publish),
        (any::<u64>(), publication()).prop_map(|(sid, publication)| Frame::Message { sid, publication }),
        (subject(), any::<u64>()).prop_map(|(subject, sid)| Frame::Subscribe { subject, sid }),
        (any::<u64>(), prop::option::of(any::<u64>()))
            .prop_map(|(sid, after)| Frame::Unsubscribe { sid, after }),
        Just(Frame::Ping),
        Just(Frame::Pong),
        Just(Frame::Ok),
        "[a-zA-Z \"]{0,20}".prop_map(|words| Frame::Error(words.trim().to_owned())),
    ]
}

/// All that a decoder reads when bytes come in these pieces.
fn read<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> (Vec<Frame>, Option<CodecError>) {
    let (mut decoder, mut frames) = (Decoder::default(), Vec::new());
    for piece in pieces {
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

/// Bytes that look like the protocol, and some that don't.
fn noise() -> impl Strategy<Value = Vec<u8>> {
    let words = "(PUB|HPUB|MSG|HMSG|SUB|UNSUB|INFO|CONNECT|PING|-ERR|\\+OK|a\\.b|1|5|12|\\{\\}|NATS/1\\.0|\r\n| |x){0,24}";
    prop_oneof![words.prop_map(String::into_bytes), vec(any::<u8>(), 0..200)]
}

proptest! {
    #[test]
    fn what_is_written_is_read_again_however_it_is_cut(
        frames in vec(frame(), 0..6),
        cuts in vec(any::<prop::sample::Index>(), 0..8),
    ) {
        let mut bytes = Vec::new();
        frames.iter().for_each(|frame| frame.encode(&mut bytes).unwrap());
        prop_assert_eq!(read([&bytes[..]]), (frames.clone(), None));
        let mut places: Vec<_> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
        places.extend([0, bytes.len()]);
        places.sort_unstable();
        let pieces = places.windows(2).map(|ends| &bytes[ends[0]..ends[1]]);
        prop_assert_eq!(read(pieces), (frames.clone(), None));
        prop_assert_eq!(read(bytes.chunks(1)), (frames, None));
    }

    #[test]
    fn any_bytes_are_read_the_same_however_they_are_cut(bytes in noise()) {
        prop_assert_eq!(read([&bytes[..]]), read(bytes.chunks(1)));
    }

    #[test]
    fn what_is_read_is_written_as_something_that_means_the_same(bytes in noise()) {
        for frame in read([&bytes[..]]).0 {
            let mut written = Vec::new();
            if frame.encode(&mut written).is_ok() {
                prop_assert_eq!(read([&written[..]]), (vec![frame], None));
            }
        }
    }
}

#[test]
fn a_server_s_words_are_understood() {
    let said = "INFO {\"server_id\":\"N\",\"version\":\"2.9.10\",\"max_payload\":262144,\"headers\":true,\"x\":[1]}\r\n\
        MSG jobs.1 1 $JS.ACK.JOBS.takers.1.1.1.1795.0 5\r\nhello\r\nHMSG _INBOX.a 2  16 16\r\nNATS/1.0 503\r\n\r\n\r\n\
        hmsg\t_INBOX.a 2 30 32\r\nNATS/1.0 404 No Messages\r\nA:b\r\n\r\nhi\r\nping\r\n-ERR 'Authorization Violation'\r\n";
    let said = said.replacen(" 30 32", " 33 35", 1);
    let (frames, error) = read([said.as_bytes()]);
    assert_eq!(error, None);
    let [
        Frame::Info(info),
        Frame::Message { sid: 1, publication: job },
        no_responders,
        no_messages,
        Frame::Ping,
        fault,
    ] = &frames[..]
    else {
        panic!("{frames:?}");
    };
    assert_eq!((info.max_payload, info.headers), (262_144, true));
    assert_eq!(job.reply.as_deref(), Some("$JS.ACK.JOBS.takers.1.1.1.1795.0"));
    let status = |frame: &Frame| match frame {
        Frame::Message { publication, .. } => publication.headers.status,
        _ => None,
    };
    assert_eq!((status(no_responders), status(no_messages)), (Some(503), Some(404)));
    assert_eq!(*fault, Frame::Error("Authorization Violation".into()));
}

#[test]
fn what_is_too_long_is_an_error_before_it_is_all_there() {
    let long = "x".repeat(MOST_CONTROL_LINE + 2);
    assert_eq!(read([long.as_bytes()]).1, Some(CodecError::LineTooLong));
    let large = format!("MSG a 1 {}\r\n", MOST_PAYLOAD + 1);
    assert_eq!(read([large.as_bytes()]).1, Some(CodecError::PayloadTooLarge));
    let mut decoder = Decoder::default();
    decoder.set_most_payload(4);
    decoder.push(b"MSG a 1 4\r\nabcd\r\nMSG a 1 5\r\n");
    assert!(decoder.next().unwrap().is_some());
    assert_eq!(decoder.next(), Err(CodecError::PayloadTooLarge));
    decoder.push(b"PING\r\n");
    assert_eq!(decoder.next(), Err(CodecError::PayloadTooLarge), "for good");
}

#[test]
fn what_is_no_frame_says_why() {
    for (bytes, error) in [
        ("HELLO\r\n", CodecError::UnknownVerb),
        ("\r\n", CodecError::UnknownVerb),
        ("INFO {\r\n", CodecError::BadOptions),
        ("MSG a 1\r\n", CodecError::Malformed),
        ("MSG a 1 b c 3\r\n", CodecError::Malformed),
        ("MSG a x 3\r\n", CodecError::Malformed),
        ("MSG a 1 -3\r\n", CodecError::Malformed),
        ("MSG a 1 +3\r\n", CodecError::Malformed),
        ("MSG a 1 99999999999999999999\r\n", CodecError::Malformed),
        ("MSG a 1 18446744073709551615\r\n", CodecError::PayloadTooLarge),
        ("MSG a..b 1 0\r\n", CodecError::BadSubject),
        ("MSG a 1 3\r\nabcd\r\n", CodecError::Unterminated),
        ("HMSG a 1 5 3\r\n", CodecError::Malformed),
        ("HMSG a 1 3 3\r\nabc\r\n", CodecError::BadHeaders),
        ("HMSG a 1 12 12\r\nNATS/2.0\r\n\r\n\r\n", CodecError::BadHeaders),
    ] {
        assert_eq!(read([bytes.as_bytes()]).1, Some(error), "{bytes:?}");
    }
    assert_eq!(read([&b"MSG \xff 1 0\r\n"[..]]).1, Some(CodecError::NotText));
}

#[test]
fn nothing_is_smuggled_into_a_line() {
    let mut out = Vec::new();
    for subject in ["a b", "a\r\nPUB b 0", "", "a..b", ".a", "a.", "ä"] {
        let frame = Frame::Publish(Publication::new(subject, *b""));
        assert_eq!(frame.encode(&mut out), Err(CodecError::BadSubject), "{subject:?}");
        let frame = Frame::Publish(Publication::new("a", *b"").reply_to(subject));
        assert_eq!(frame.encode(&mut out), Err(CodecError::BadSubject), "{subject:?}");
    }
    for (name, value) in [("a\r\nb", "c"), ("a:b", "c"), ("a", "b\r\nc: d"), ("", "a")] {
        let frame = Frame::Publish(Publication::new("a", *b"").with(Headers::of(name, value)));
        assert_eq!(frame.encode(&mut out), Err(CodecError::BadHeaders), "{name:?}");
    }
    assert_eq!(out, b"");
}
