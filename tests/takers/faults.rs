//! Takers that mean no good, or can't do what they are to.

use std::time::Duration;

use interleave::native::{Socket, have_done};
use interleave::queue::codec::Publication;
use interleave::queue::host::{End, News};
use interleave::queue::jetstream::{Acknowledgement, Request, next};
use interleave::queue::message::{Job, read};
use interleave::queue::travel::jobs_of;
use interleave::queue::{Role, Room, subjects};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::time::{Instant, timeout};

use crate::world::{Raw, World, expected, experiment, outputs, pretend};

#[tokio::test(flavor = "multi_thread")]
async fn a_liar_is_found_and_its_jobs_are_done_by_others() {
    let world = World::start().await;
    let liar = tokio::spawn(pretend(world.room(Role::Taker), "42".into()));
    let lent = world.lend(2);
    let experiment = experiment("workload=squares&number=1000000&tasks=60");
    let outcome =
        have_done(&world.room(Role::Host), &experiment, jobs_of(&experiment, 1), |_, _| true).await.unwrap();
    assert_eq!(outcome.end, Some(End::Finished));
    assert_eq!(outputs(&outcome), expected(&experiment));
    assert_eq!(outcome.distrusted.len(), 1, "{:?}", outcome.distrusted);
    assert!(outcome.results.iter().flatten().all(|result| !outcome.distrusted.contains(&result.taker)));
    liar.abort();
    lent.end().await.unwrap();
}

/// The system stops it in the midst of a job.
#[tokio::test(flavor = "multi_thread")]
async fn a_frozen_taker_loses_its_job_to_another() {
    let world = World::start().await;
    let frozen = world.taker(1);
    let stop = || {
        let process = frozen.id().unwrap().to_string();
        assert!(std::process::Command::new("kill").args(["-STOP", &process]).status().unwrap().success());
    };
    let experiment = experiment("workload=sleep&delay=200&tasks=6");
    let (room, mut other) = (world.room(Role::Host), None);
    let outcome = have_done(&room, &experiment, jobs_of(&experiment, 1), |_, news| {
        if let (Some(News::Began(..)), None) = (news, &other) {
            stop();
            other = Some(world.lend(1));
        }
        true
    });
    let outcome = timeout(Duration::from_secs(30), outcome).await.unwrap().unwrap();
    assert_eq!((outcome.end, outputs(&outcome)), (Some(End::Finished), vec!["200".to_owned(); 6]));
    assert!(outcome.deliveries > 6, "a job was handed out again");
    other.unwrap().end().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn thirty_takers_at_once() {
    let world = World::start().await;
    let takers: Vec<_> = (0..30).map(|_| world.lend(1)).collect();
    let experiment = experiment("workload=sleep&delay=100&tasks=300");
    let outcome =
        have_done(&world.room(Role::Host), &experiment, jobs_of(&experiment, 1), |_, _| true).await.unwrap();
    assert_eq!((outcome.end, outputs(&outcome)), (Some(End::Finished), vec!["100".to_owned(); 300]));
    let mut done = 0;
    for taker in takers {
        done += taker.end().await.unwrap();
    }
    assert!(
        (270..=300).contains(&done),
        "each job by one of them, who may not have heard of its last: {done}"
    );
}

/// It writes results of jobs that it was never given, before anybody else can.
#[tokio::test(flavor = "multi_thread")]
async fn forged_results_are_refused() {
    let world = World::start().await;
    let experiment = experiment("workload=squares&number=100000&tasks=30");
    let mut forger = Raw::join(&world.room(Role::Taker)).await.unwrap();
    let (number, run) = tokio::sync::oneshot::channel();
    let host = tokio::spawn({
        let (room, experiment) = (world.room(Role::Host), experiment.clone());
        let mut number = Some(number);
        async move {
            have_done(&room, &experiment, jobs_of(&experiment, 1), |host, _| {
                if let (Some(run), Some(number)) = (host.run(), number.take()) {
                    let _ = number.send(run.number());
                }
                true
            })
            .await
        }
    });
    let run = run.await.unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    for job in 0..30 {
        // One of them is larger than hosts read.
        let said = if job == 0 { vec![b'9'; 100 << 10] } else { b"nonsense".to_vec() };
        forger.connection.publish(Publication::new(subjects::result(run, job), said));
    }
    assert!(forger.denied().await.is_empty(), "a taker may say results");
    let lent = world.lend(2);
    let outcome = timeout(Duration::from_secs(30), host).await.unwrap().unwrap().unwrap();
    assert_eq!((outcome.end, outputs(&outcome)), (Some(End::Finished), expected(&experiment)));
    lent.end().await.unwrap();
}

/// Every taker that has the job gives it back.
#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_nobody_can_do_ends_the_run_and_is_named() {
    let world = World::start().await;
    let room = world.room(Role::Taker);
    let breaker = tokio::spawn(async move {
        let mut raw = Raw::join(&room).await.unwrap();
        let inbox = subjects::inbox(&raw.name, "jobs0");
        raw.connection.subscribe(inbox.clone(), 1);
        loop {
            let Request { subject, body } = next();
            raw.connection.publish(Publication::new(subject, body).reply_to(inbox.clone()));
            let Some(handed_out) = raw.message().await else { continue };
            let Some(acknowledge) = handed_out.reply else {
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            };
            let job: Job = read(&handed_out.payload).unwrap();
            assert_eq!(job.tasks, [0]);
            let back = Acknowledgement::GivenBack { after_ms: 0 };
            raw.connection.publish(Publication::new(acknowledge, back.body()));
        }
    });
    let experiment = experiment("workload=squares&number=10&tasks=1");
    let begun = Instant::now();
    let outcome =
        have_done(&world.room(Role::Host), &experiment, jobs_of(&experiment, 1), |_, _| true).await.unwrap();
    assert_eq!(outcome.end, Some(End::Poisoned { job: 0 }));
    assert!(begun.elapsed() < Duration::from_secs(20));
    breaker.abort();
}

#[tokio::test]
async fn what_is_no_broker_is_told_apart() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let host = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = [0; 1024];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi").await;
        }
    });
    let world = World::start().await;
    let there = Room { host, ..world.room(Role::Taker) };
    assert!(Socket::open(&there).await.err().is_some_and(|error| error.to_string().contains("200")));
    let nowhere = Room { host: "127.0.0.1:1".into(), ..world.room(Role::Taker) };
    assert!(Socket::open(&nowhere).await.is_err());
}
