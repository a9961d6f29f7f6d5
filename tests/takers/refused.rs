//! What one side says and the other can't take: another version's words, and results that are too large.

use std::time::Duration;

use interleave::native::{Told, have_done};
use interleave::queue::codec::Publication;
use interleave::queue::host::{End, News};
use interleave::queue::jetstream::{self, JOBS, answer};
use interleave::queue::message::{Down, Hello, Job, MOST_OUTPUT, Message, Up, VERSION, write};
use interleave::queue::travel::jobs_of;
use interleave::queue::{Broken, Role, subjects};
use interleave::workload::WorkRate;
use tokio::sync::mpsc::unbounded_channel;
use tokio::time::timeout;

use crate::lent::Lent;
use crate::world::{Raw, World, expected, experiment, outputs, pretend};

/// The same in the next version's language.
fn newer(message: &impl Message) -> Vec<u8> {
    let mut bytes = write(message);
    bytes[0] = VERSION + 1;
    bytes
}

#[tokio::test(flavor = "multi_thread")]
async fn a_taker_is_told_of_a_host_of_another_version_and_takes_no_jobs() {
    let world = World::start().await;
    let mut host = Raw::join(&world.room(Role::Host)).await.unwrap();
    host.prepare().await;
    let (tell, mut told) = unbounded_channel();
    // If the test doesn't listen any more, it is over.
    let lent = Lent::begin(world.room(Role::Taker), "test", 1, move |what| drop(tell.send(what)));
    assert_eq!(told.recv().await, Some(Told::Joined));
    let job = Job {
        run: 1,
        number: 0,
        attempt: 0,
        nonce: 0,
        experiment: "workload=squares&number=10&tasks=1".into(),
        tasks: vec![0],
        work_rate: WorkRate::default(),
        zero_ms: 0.0,
    };
    // It says so once a moment, until the taker's people are told of it: whoever has just joined may not listen yet.
    let greeting = Publication::new(subjects::DOWN_ALL, newer(&Down::Greet));
    let other_version = async {
        loop {
            host.connection.publish(greeting.clone());
            let _ = timeout(Duration::from_millis(200), host.hear()).await;
            if let Ok(told) = told.try_recv() {
                return told;
            }
        }
    };
    assert_eq!(timeout(Duration::from_secs(10), other_version).await, Ok(Told::OtherVersion));
    let inbox = subjects::inbox(&host.name, "q");
    host.connection.publish(Publication::new(subjects::job(1), newer(&job)).reply_to(inbox));
    assert!(host.message().await.is_some(), "it is in the queue");
    while told.try_recv().is_ok() {}
    let of_job = timeout(Duration::from_secs(10), told.recv()).await;
    assert_eq!(of_job, Ok(Some(Told::OtherVersion)), "it can't read it");
    assert_eq!(lent.end().await, Ok(0));
    host.ask(jetstream::stream(JOBS));
    let info: jetstream::StreamInfo = answer(&host.message().await.unwrap().payload).unwrap();
    assert_eq!(info.state.messages, 1, "the job is there for others");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_is_told_of_a_taker_of_another_version_and_goes_on_with_others() {
    let world = World::start().await;
    let mut stranger = Raw::join(&world.room(Role::Taker)).await.unwrap();
    let name = stranger.name.clone();
    let hello = Hello { device: "test".into(), cores: 2, lanes: 1, version: "2".into() };
    let greeting = tokio::spawn({
        let subject = subjects::up(&name);
        async move {
            loop {
                stranger
                    .connection
                    .publish(Publication::new(subject.clone(), newer(&Up::Hello(hello.clone()))));
                // Nobody answers it.
                let _ = timeout(Duration::from_millis(200), stranger.hear()).await;
            }
        }
    });
    let experiment = experiment("workload=squares&number=1000&tasks=20");
    let (room, mut lent) = (world.room(Role::Host), None);
    let host = have_done(&room, &experiment, jobs_of(&experiment, 1), |host, news| {
        assert!(!host.takers().contains_key(&name), "it is nobody's taker");
        if let Some(News::OtherVersion(of)) = news {
            assert_eq!(of, &name);
            lent.get_or_insert_with(|| world.lend(1));
        }
        true
    });
    let outcome = timeout(Duration::from_secs(30), host).await.unwrap().unwrap();
    assert_eq!((outcome.end, outputs(&outcome)), (Some(End::Finished), expected(&experiment)));
    greeting.abort();
    assert!(lent.unwrap().end().await.is_ok());
}

/// Whoever gives back what it can't send leaves it to others.
#[tokio::test(flavor = "multi_thread")]
async fn a_result_that_is_too_large_is_given_back_and_its_job_named_where_nobody_else_can_do_it() {
    let world = World::start().await;
    let boaster = tokio::spawn(pretend(world.room(Role::Taker), "9".repeat(MOST_OUTPUT + 1)));
    let experiment = experiment("workload=squares&number=1000&tasks=1");
    let room = world.room(Role::Host);
    let alone = have_done(&room, &experiment, jobs_of(&experiment, 1), |_, _| true);
    let outcome = timeout(Duration::from_secs(30), alone).await.unwrap().unwrap();
    assert_eq!(outcome.end, Some(End::GivenBack { job: 0 }));
    assert!(outcome.results.iter().all(Option::is_none) && outcome.distrusted.is_empty());
    let lent = world.lend(1);
    let together = have_done(&room, &experiment, jobs_of(&experiment, 1), |_, _| true);
    let outcome = timeout(Duration::from_secs(30), together).await.unwrap().unwrap();
    assert_eq!((outcome.end, outputs(&outcome)), (Some(End::Finished), expected(&experiment)));
    boaster.abort();
    assert!(lent.end().await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_larger_than_any_message_is_not_carried() {
    let world = World::start().await;
    let mut boaster = Raw::join(&world.room(Role::Taker)).await.unwrap();
    boaster.connection.publish(Publication::new(subjects::result(1, 0), vec![0; 300 << 10]));
    let over = async {
        loop {
            if let Err(over) = boaster.hear().await {
                return over;
            }
        }
    };
    let over = timeout(Duration::from_secs(10), over).await.unwrap();
    assert!(matches!(over, Broken::Over(_)), "{over:?}");
    assert!(Raw::join(&world.room(Role::Taker)).await.is_ok(), "others are let in");
}
