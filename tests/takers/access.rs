//! Who may do what in a room.

use interleave::queue::codec::Publication;
use interleave::queue::jetstream::{self, JOBS, RESULTS, Stored, answer};
use interleave::queue::keys::Key;
use interleave::queue::{Broken, Role, Room, subjects};

use crate::world::{Raw, World};

#[tokio::test]
async fn a_taker_can_do_nothing_but_take() {
    let world = World::start().await;
    let mut host = Raw::join(&world.room(Role::Host)).await.unwrap();
    host.prepare().await;
    let mut other = Raw::join(&world.room(Role::Taker)).await.unwrap();
    let mut taker = Raw::join(&world.room(Role::Taker)).await.unwrap();
    let said = [
        "$JS.API.STREAM.CREATE.MINE".to_owned(),
        "$JS.API.STREAM.UPDATE.JOBS".into(),
        "$JS.API.STREAM.DELETE.JOBS".into(),
        "$JS.API.STREAM.PURGE.JOBS".into(),
        "$JS.API.STREAM.PURGE.RESULTS".into(),
        "$JS.API.STREAM.INFO.JOBS".into(),
        "$JS.API.STREAM.LIST".into(),
        "$JS.API.STREAM.NAMES".into(),
        "$JS.API.STREAM.MSG.GET.RESULTS".into(),
        "$JS.API.STREAM.MSG.DELETE.RESULTS".into(),
        "$JS.API.STREAM.SNAPSHOT.JOBS".into(),
        "$JS.API.STREAM.RESTORE.JOBS".into(),
        "$JS.API.DIRECT.GET.RESULTS".into(),
        "$JS.API.CONSUMER.CREATE.RESULTS".into(),
        "$JS.API.CONSUMER.DURABLE.CREATE.JOBS.mine".into(),
        "$JS.API.CONSUMER.DELETE.JOBS.takers".into(),
        "$JS.API.CONSUMER.MSG.NEXT.RESULTS.mine".into(),
        "$JS.API.ACCOUNT.PURGE.A".into(),
        "$JS.API.INFO".into(),
        "$JS.ACK.RESULTS.mine.1.1.1.1.0".into(),
        "$SYS.REQ.SERVER.PING".into(),
        subjects::job(1),
        subjects::DOWN_ALL.into(),
        subjects::down(&other.name),
        subjects::up(&other.name),
        subjects::clock(&other.name),
        subjects::inbox(&other.name, "jobs0"),
        subjects::inbox(&host.name, "q1"),
    ];
    for subject in &said {
        taker.connection.publish(Publication::new(subject.as_str(), *b"{}"));
    }
    let heard = [
        ">".to_owned(),
        "*.*".into(),
        "jobs.*".into(),
        "results.*.*".into(),
        subjects::UP.into(),
        subjects::CLOCK.into(),
        "down.*".into(),
        subjects::down(&other.name),
        "_INBOX.>".into(),
        "_INBOX.*.jobs0".into(),
        subjects::inbox(&other.name, ">"),
        subjects::inbox(&host.name, ">"),
        "$JS.>".into(),
        "$SYS.>".into(),
        subjects::too_often(),
    ];
    for (sid, subject) in (100..).zip(&heard) {
        taker.connection.subscribe(subject.as_str(), sid);
    }
    let denied = taker.denied().await;
    for subject in said.iter().chain(&heard) {
        assert!(
            denied.iter().any(|words| words.contains(&format!("\"{subject}\""))),
            "{subject} was allowed"
        );
    }
    // Nobody was harmed.
    host.ask(jetstream::stream(JOBS));
    assert!(host.message().await.is_some());
    assert!(other.denied().await.is_empty());
}

#[tokio::test]
async fn a_room_knows_nothing_of_another() {
    let world = World::start().await;
    let mut host = Raw::join(&world.room(Role::Host)).await.unwrap();
    host.prepare().await;
    host.connection
        .publish(Publication::new(subjects::job(1), *b"job").reply_to(subjects::inbox(&host.name, "q")));
    assert!(host.message().await.is_some());
    let mut elsewhere = Raw::join(&world.numbered(1, Role::Host)).await.unwrap();
    elsewhere.connection.subscribe(subjects::inbox(&elsewhere.name, ">"), 1);
    elsewhere.ask(jetstream::stream(JOBS));
    let told = elsewhere.message().await.unwrap();
    assert!(told.payload.windows(16).any(|part| part == b"stream not found"), "{told:?}");
    elsewhere.ask(jetstream::purge(JOBS, "jobs.*", None));
    assert!(elsewhere.message().await.is_some());
    host.ask(jetstream::stream(JOBS));
    let info: jetstream::StreamInfo = answer(&host.message().await.unwrap().payload).unwrap();
    assert_eq!(info.state.messages, 1);
}

#[tokio::test]
async fn a_wrong_key_opens_nothing() {
    let world = World::start().await;
    let right = world.room(Role::Taker);
    let wrong = [
        Room { signing: Key::new([1; 32]), ..right.clone() },
        Room { account: Key::new([1; 32]).public(), ..right.clone() },
        Room { account: world.numbered(1, Role::Taker).account, ..right.clone() },
    ];
    for room in wrong {
        assert_eq!(Raw::join(&room).await.err(), Some(Broken::Refused));
    }
    assert!(Raw::join(&right).await.is_ok());
}

#[tokio::test]
async fn a_room_that_is_full_says_so() {
    let world = World::start().await;
    let room = world.room(Role::Taker);
    let mut inside = Vec::new();
    let full = loop {
        match Raw::join(&room).await {
            Ok(raw) => inside.push(raw),
            Err(broken) => break broken,
        }
        assert!(inside.len() <= 256, "there is an end to it");
    };
    assert_eq!((full, inside.len()), (Broken::Full, 256));
    assert!(Raw::join(&world.numbered(1, Role::Taker)).await.is_ok(), "others have room");
}

#[tokio::test]
async fn of_two_results_the_broker_keeps_the_first() {
    let world = World::start().await;
    let mut host = Raw::join(&world.room(Role::Host)).await.unwrap();
    host.prepare().await;
    let mut taker = Raw::join(&world.room(Role::Taker)).await.unwrap();
    taker.connection.subscribe(subjects::inbox(&taker.name, ">"), 1);
    let mut send = async |payload: &[u8]| {
        let inbox = subjects::inbox(&taker.name, "kept0");
        taker.connection.publish(Publication::new(subjects::result(1, 7), payload).reply_to(inbox));
        answer::<Stored>(&taker.message().await.unwrap().payload)
    };
    assert!(send(b"first").await.is_ok());
    assert!(send(b"second").await.unwrap_err().is_second_result());
    host.ask(jetstream::purge(RESULTS, &subjects::result(1, 7), Some(2)));
    assert!(host.message().await.is_some());
    assert!(send(b"third").await.is_ok(), "what a host has refused stands in nobody's way");
}
