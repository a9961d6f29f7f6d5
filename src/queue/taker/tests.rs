//! A taker against a broker that says what the test wants.

use super::*;
use crate::queue::Role;
use crate::queue::codec::{Decoder, Frame, Headers};
use crate::queue::message::{Held, MOST_OUTPUT};
use crate::workload::WorkRate;

const INFO: &[u8] =
    b"INFO {\"headers\":true,\"jetstream\":true,\"max_payload\":262144,\"nonce\":\"abc\"}\r\n";
const ACK: &str = "$JS.ACK.JOBS.takers.2.9.9.1.0";

fn taker() -> Taker {
    let room = Room {
        secure: false,
        host: "127.0.0.1".into(),
        path: "/queue".into(),
        role: Role::Taker,
        account: Key::new([1; 32]).public(),
        signing: Key::new([2; 32]),
        invitation: None,
    };
    let hello = Hello { device: "test".into(), cores: 2, lanes: 2, version: "1".into() };
    Taker::new(&room, [3; 32], hello)
}

/// What it says, as publications.
fn said(taker: &mut Taker) -> Vec<Publication> {
    let mut decoder = Decoder::default();
    decoder.push(&taker.take_output());
    let frames = std::iter::from_fn(|| decoder.next().unwrap());
    let publication = |frame| match frame {
        Frame::Publish(publication) => Some(publication),
        _ => None,
    };
    frames.filter_map(publication).collect()
}

fn hear(taker: &mut Taker, sid: u64, publication: Publication, now_ms: f64) -> Vec<Todo> {
    let mut bytes = Vec::new();
    Frame::Message { sid, publication }.encode(&mut bytes).unwrap();
    taker.receive(&bytes, now_ms).unwrap()
}

fn job() -> Job {
    Job {
        run: 5,
        number: 7,
        attempt: 0,
        nonce: 99,
        experiment: "workload=squares&number=4&tasks=9".into(),
        tasks: vec![7],
        work_rate: WorkRate::default(),
        zero_ms: 0.0,
    }
}

fn handed_out(job: &Job) -> Publication {
    Publication::new(subjects::job(job.run), write(job)).reply_to(ACK)
}

/// One that was let in and has compared clocks, at 100 ms, and asked for jobs.
fn ready() -> Taker {
    let mut taker = taker();
    taker.connect(0.0);
    taker.receive(INFO, 0.0).unwrap();
    taker.receive(b"PONG\r\n", 0.0).unwrap();
    let mut now_ms = 0.0;
    while taker.offset().is_none() {
        let saying = said(&mut taker);
        let question = saying.iter().find(|saying| saying.subject.starts_with("clock.")).unwrap();
        let ClockQuestion { number } = read(&question.payload).unwrap();
        now_ms += 1.0;
        let answer = write(&ClockAnswer { number, host_ms: now_ms + 1000.0 });
        hear(&mut taker, SID_CLOCK, Publication::new("_INBOX", answer), now_ms);
    }
    taker.tick(100.0).unwrap();
    let asked = said(&mut taker);
    assert_eq!(asked.iter().filter(|one| one.subject.contains("MSG.NEXT")).count(), 2, "{asked:?}");
    taker
}

#[test]
fn it_joins_compares_clocks_and_asks_for_jobs() {
    let taker = ready();
    let offset = taker.offset().unwrap();
    assert!((offset.ms - 1000.5).abs() < 1e-9 && offset.uncertainty_ms == 0.5, "{offset:?}");
}

#[test]
fn without_a_host_it_asks_for_jobs_all_the_same() {
    let mut taker = taker();
    taker.connect(0.0);
    taker.receive(INFO, 0.0).unwrap();
    taker.receive(b"PONG\r\n", 0.0).unwrap();
    taker.tick(500.0).unwrap();
    assert!(said(&mut taker).iter().all(|saying| !saying.subject.contains("MSG.NEXT")));
    taker.tick(1000.0).unwrap();
    assert!(said(&mut taker).iter().any(|saying| saying.subject.contains("MSG.NEXT")));
}

#[test]
fn when_a_host_comes_it_is_asked_for_the_time_and_for_jobs_at_once() {
    let mut taker = taker();
    taker.connect(0.0);
    taker.receive(INFO, 0.0).unwrap();
    taker.receive(b"PONG\r\n", 0.0).unwrap();
    taker.tick(1_200.0).unwrap();
    said(&mut taker);
    hear(&mut taker, SID_ALL, Publication::new(subjects::DOWN_ALL, write(&Down::Greet)), 1_300.0);
    let saying = said(&mut taker);
    assert!(matches!(read(&saying[0].payload), Ok(Up::Hello(_))));
    assert_eq!(saying[1].subject, subjects::clock(taker.name()));
    taker.tick(1_400.0).unwrap();
    let asked = said(&mut taker);
    assert_eq!(asked.iter().filter(|one| one.subject.contains("MSG.NEXT")).count(), 2, "{asked:?}");
}

#[test]
fn a_job_is_done_its_result_kept_and_the_next_asked_for() {
    let mut taker = ready();
    let todo = hear(&mut taker, SID_LANES, handed_out(&job()), 200.0);
    assert_eq!(todo, [Todo::Do { lane: 0, job: job() }]);
    let began = said(&mut taker);
    let held = Held { run: 5, job: 7, attempt: 0, delivered: 2 };
    assert!(matches!(read(&began[0].payload), Ok(Up::Began { lane: 0, held: told, .. }) if told == held));
    // It says that it is still at it, every second.
    taker.tick(1100.0).unwrap();
    assert!(said(&mut taker).iter().all(|saying| saying.subject != ACK));
    taker.tick(1200.0).unwrap();
    assert!(said(&mut taker).iter().any(|saying| saying.subject == ACK && saying.payload == b"+WPI"));
    taker.finish(0, vec!["371".into()], Vec::new(), 1300.0);
    let sent = said(&mut taker);
    let result = sent.iter().find(|saying| saying.subject == subjects::result(5, 7)).unwrap();
    let read: JobResult = read(&result.payload).unwrap();
    assert_eq!((read.nonce, read.delivered, read.outputs), (99, 2, vec!["371".to_owned()]));
    // Nobody answers: it is sent again.
    taker.tick(3300.0).unwrap();
    assert!(said(&mut taker).iter().any(|saying| saying.subject == subjects::result(5, 7)));
    let kept = Publication::new("x", br#"{"stream":"RESULTS","seq":1}"#.to_vec());
    assert_eq!(hear(&mut taker, SID_LANES + 1, kept, 3400.0), [Todo::Kept { is_own: true }]);
    let next = said(&mut taker);
    assert!(next[0].subject == ACK && next[0].payload.starts_with(b"+NXT"), "{next:?}");
    assert!(next[0].reply.as_deref().unwrap().ends_with(".jobs0"));
    assert_eq!(taker.done(), 1);
}

#[test]
fn a_second_result_is_as_good_as_done_but_not_its_own() {
    let mut taker = ready();
    hear(&mut taker, SID_LANES, handed_out(&job()), 200.0);
    taker.finish(0, vec!["371".into()], Vec::new(), 300.0);
    let busy = Publication::new("x", *b"").with(Headers { status: Some(503), ..Headers::default() });
    assert_eq!(hear(&mut taker, SID_LANES + 1, busy, 310.0), []);
    said(&mut taker);
    taker.tick(810.0).unwrap();
    assert!(said(&mut taker).iter().any(|saying| saying.subject == subjects::result(5, 7)));
    let second =
        br#"{"error":{"code":503,"err_code":10077,"description":"maximum messages per subject exceeded"}}"#;
    let todo = hear(&mut taker, SID_LANES + 1, Publication::new("x", second.to_vec()), 820.0);
    assert_eq!((todo, taker.done()), (vec![Todo::Kept { is_own: false }], 0));
}

#[test]
fn a_broker_that_comes_back_is_told_everything_again() {
    let mut taker = ready();
    hear(&mut taker, SID_LANES, handed_out(&job()), 200.0);
    said(&mut taker);
    taker.disconnect();
    taker.finish(0, vec!["371".into()], Vec::new(), 300.0);
    assert_eq!(taker.take_output(), b"");
    taker.connect(400.0);
    taker.receive(INFO, 400.0).unwrap();
    taker.receive(b"PONG\r\n", 400.0).unwrap();
    taker.tick(500.0).unwrap();
    let said = said(&mut taker);
    assert!(said.iter().any(|saying| saying.subject == subjects::result(5, 7)));
    assert_eq!(said.iter().filter(|saying| saying.subject.contains("MSG.NEXT")).count(), 1, "the other lane");
}

#[test]
fn what_is_called_off_is_left() {
    let mut taker = ready();
    hear(&mut taker, SID_LANES, handed_out(&job()), 200.0);
    let cancel = |run| Publication::new(subjects::DOWN_ALL, write(&Down::Cancel { run }));
    assert_eq!(hear(&mut taker, SID_ALL, cancel(6), 300.0), []);
    assert_eq!(hear(&mut taker, SID_ALL, cancel(5), 300.0), [Todo::Leave { lane: 0 }]);
    said(&mut taker);
    taker.finish(0, vec!["371".into()], Vec::new(), 310.0);
    assert!(said(&mut taker).is_empty(), "too late");
    taker.tick(320.0).unwrap();
    assert!(said(&mut taker).iter().any(|saying| saying.subject.contains("MSG.NEXT")));
}

#[test]
fn who_leaves_gives_back_what_it_had() {
    let mut taker = ready();
    hear(&mut taker, SID_LANES, handed_out(&job()), 200.0);
    said(&mut taker);
    taker.leave();
    let last = said(&mut taker);
    assert!(last[0].subject == ACK && last[0].payload == b"-NAK", "{last:?}");
    assert_eq!(read(&last[1].payload), Ok(Up::Leaving));
    taker.tick(400.0).unwrap();
    assert!(said(&mut taker).iter().all(|saying| !saying.subject.contains("MSG.NEXT")));
}

#[test]
fn a_job_too_many_or_unreadable_goes_back() {
    let mut taker = ready();
    hear(&mut taker, SID_LANES, handed_out(&job()), 200.0);
    said(&mut taker);
    let second = Job { number: 8, ..job() };
    assert_eq!(hear(&mut taker, SID_LANES, handed_out(&second), 210.0), []);
    assert_eq!(said(&mut taker)[0].payload, b"-NAK");
    let mut newer = write(&job());
    newer[0] = 9;
    let newer = Publication::new("jobs.1", newer).reply_to(ACK);
    assert_eq!(hear(&mut taker, SID_LANES + 2, newer, 220.0), [Todo::OtherVersion]);
    assert!(said(&mut taker)[0].payload.starts_with(b"-NAK {\"delay\""));
    taker.fail(0, 230.0);
    let unable = said(&mut taker);
    assert!(unable[0].payload.starts_with(b"-NAK {\"delay\""));
    assert!(matches!(read(&unable[1].payload), Ok(Up::Unable(Held { job: 7, .. }))));
}

#[test]
fn a_job_whose_result_is_too_large_goes_back() {
    for outputs in [vec!["9".repeat(MOST_OUTPUT + 1)], vec!["9".repeat(MOST_OUTPUT); 200]] {
        let mut taker = ready();
        hear(&mut taker, SID_LANES, handed_out(&job()), 200.0);
        said(&mut taker);
        taker.finish(0, outputs, Vec::new(), 230.0);
        let unable = said(&mut taker);
        assert!(unable[0].payload.starts_with(b"-NAK {\"delay\""));
        assert!(matches!(read(&unable[1].payload), Ok(Up::Unable(Held { job: 7, .. }))));
    }
}

#[test]
fn who_is_dismissed_takes_no_more() {
    let mut taker = ready();
    let dismiss = Publication::new(subjects::down(taker.name()), write(&Down::Dismiss));
    assert_eq!(hear(&mut taker, SID_OWN, dismiss, 300.0), [Todo::Dismissed]);
    said(&mut taker);
    taker.tick(9_000.0).unwrap();
    hear(&mut taker, SID_ALL, Publication::new(subjects::DOWN_ALL, write(&Down::Greet)), 9_000.0);
    assert_eq!(said(&mut taker), []);
}
