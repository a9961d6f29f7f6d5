//! Rooms with a real broker on this machine: takers that are killed, a broker that is killed, and takers that mean no
//! good.

#![expect(clippy::unwrap_used, reason = "a test may fail where it stands, and so may what only it calls")]

mod access;
mod faults;
mod lent;
mod refused;
mod world;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use interleave::native::have_done;
use interleave::queue::Role;
use interleave::queue::host::{End, News};
use interleave::queue::jetstream::ACK_WAIT_MS;
use interleave::queue::message::JobResult;
use interleave::queue::travel::jobs_of;
use tokio::sync::mpsc::unbounded_channel;

use world::{World, expected, experiment, outputs};

/// Whoever comes before the host has asked for jobs where there was nobody to answer.
#[tokio::test(flavor = "multi_thread")]
async fn a_taker_may_come_before_its_host() {
    let world = World::start().await;
    let lent = world.lend(1);
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    let experiment = experiment("workload=squares&number=1000&tasks=10");
    let room = world.room(Role::Host);
    let host = have_done(&room, &experiment, jobs_of(&experiment, 1), |_, _| true);
    let outcome = tokio::time::timeout(Duration::from_secs(10), host).await.unwrap().unwrap();
    assert_eq!((outcome.end, outputs(&outcome)), (Some(End::Finished), expected(&experiment)));
    // Whether its last result was kept it may not have heard.
    assert!(lent.end().await.unwrap() >= 9);
}

/// Two programs take 200 jobs; one is killed at its 40th, and the broker once.
#[tokio::test(flavor = "multi_thread")]
async fn a_taker_and_the_broker_are_killed_and_every_job_has_one_result() {
    let mut world = World::start().await;
    let experiment = experiment("workload=squares&number=400000&tasks=200");
    let (tell, mut told) = unbounded_channel();
    let host = tokio::spawn({
        let (room, experiment) = (world.room(Role::Host), experiment.clone());
        async move {
            have_done(&room, &experiment, jobs_of(&experiment, 1), |_, news| {
                if let Some(News::Result(JobResult { taker, .. })) = news {
                    // The test hears it, or is over.
                    let _ = tell.send(taker.clone());
                }
                true
            })
            .await
        }
    });
    let (mut doomed, mut other) = (world.taker(2), None);
    let (mut doomed_name, mut of_doomed, mut all) = (None, 0, 0);
    while let Some(taker) = told.recv().await {
        all += 1;
        // The other joins when it is known which of them the first one is.
        let first = doomed_name.get_or_insert(taker.clone()).clone();
        other.get_or_insert_with(|| world.taker(2));
        if taker == first {
            of_doomed += 1;
            if of_doomed == 40 {
                doomed.kill().await.unwrap();
            }
        }
        if all == 120 {
            world.broker.kill().await;
            world.broker.restart().await.unwrap();
        }
    }
    let outcome = host.await.unwrap().unwrap();
    assert_eq!(outcome.end, Some(End::Finished));
    assert_eq!(outputs(&outcome), expected(&experiment), "exact, and each once");
    assert!(outcome.deliveries >= 200, "{}", outcome.deliveries);
    assert!(outcome.distrusted.is_empty());
    let by_taker = outcome.results.iter().flatten().fold(BTreeMap::new(), |mut counts, result| {
        *counts.entry(result.taker.clone()).or_insert(0) += 1;
        counts
    });
    assert_eq!(by_taker.len(), 2, "{by_taker:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn clocks_agree_and_spans_are_told_on_one() {
    let world = World::start().await;
    let lent = world.lend(2);
    let experiment = experiment("workload=sleep&delay=20&tasks=20");
    let outcome =
        have_done(&world.room(Role::Host), &experiment, jobs_of(&experiment, 4), |_, _| true).await.unwrap();
    assert_eq!(outputs(&outcome), vec!["20"; 20]);
    for result in outcome.results.iter().flatten() {
        // Both are this program, and so is their clock.
        let clock = result.clock.expect("compared before jobs are asked for");
        assert!(clock.ms.abs() <= clock.uncertainty_ms, "{clock:?}");
        assert!(result.spans.iter().filter(|span| span.ms() >= 19.0).count() == 4, "{:?}", result.spans);
    }
    assert!((4..=5).contains(&lent.end().await.unwrap()), "jobs of four tasks each");
}

/// Jobs that would take a minute are left at once, and their taker does something else.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_called_off_is_left_in_time() {
    let world = World::start().await;
    let lent = world.lend(2);
    let room = world.room(Role::Host);
    let long = experiment("workload=sleep&delay=60000&tasks=20");
    let begun = Mutex::new(0);
    let outcome = have_done(&room, &long, jobs_of(&long, 1), |_, news| {
        let mut begun = begun.lock().unwrap();
        *begun += u32::from(matches!(news, Some(News::Began(..))));
        *begun < 2
    })
    .await
    .unwrap();
    let ended = Instant::now();
    assert_eq!((outcome.end, outcome.lost.len()), (Some(End::Cancelled), 2));
    let short = experiment("workload=squares&number=10&tasks=4");
    let outcome = have_done(&room, &short, jobs_of(&short, 1), |_, _| true).await.unwrap();
    assert_eq!(outputs(&outcome), expected(&short));
    assert!(ended.elapsed() < Duration::from_secs(20), "nobody waited for them: {:?}", ended.elapsed());
    lent.end().await.unwrap();
}

/// A taker that ends in order gives its job back: nobody waits until it counts as lost.
#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_gives_its_job_back_at_once() {
    let world = World::start().await;
    let first = world.lend(1);
    let experiment = experiment("workload=sleep&delay=300&tasks=1");
    let (tell, mut told) = unbounded_channel();
    let host = tokio::spawn({
        let room = world.room(Role::Host);
        async move {
            have_done(&room, &experiment, jobs_of(&experiment, 1), |_, news| {
                if let Some(News::Began(..)) = news {
                    let _ = tell.send(());
                }
                true
            })
            .await
        }
    });
    if told.recv().await.is_none() {
        panic!("{:?}", host.await);
    }
    let left = Instant::now();
    first.end().await.unwrap();
    let second = world.lend(1);
    told.recv().await.unwrap();
    assert!(left.elapsed() < Duration::from_millis(ACK_WAIT_MS), "{:?}", left.elapsed());
    let outcome = host.await.unwrap().unwrap();
    assert_eq!((outcome.end, outcome.deliveries, outcome.lost.len()), (Some(End::Finished), 2, 1));
    second.end().await.unwrap();
}
