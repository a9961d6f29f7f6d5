//! What holds for every run, whatever happens to it and in which order: every job has one result in the end, and
//! that is right.

mod world;

use proptest::prelude::*;
use world::{JOBS, Queued, RUN, World, name, result, right};

use super::event::{Action, End, Event};
use super::run::Run;
use crate::queue::MOST_DELIVERIES;
use crate::queue::message::{Held, Unreadable};

fn steps() -> impl Strategy<Value = Vec<(u8, usize, u32)>> {
    prop::collection::vec((0..22u8, 0..4usize, 0..JOBS), 0..250)
}

proptest! {
    #[test]
    fn every_job_has_one_result_in_the_end_and_that_is_right(
        steps in steps(),
        liars in prop::sample::select(vec![[false; 4], [true, false, false, false], [false, true, true, false]]),
    ) {
        let mut world = World::new(liars);
        steps.into_iter().for_each(|step| world.step(step));
        world.settle();
        prop_assert_eq!(world.ends.len(), 1, "it ends once");
        match world.ends[0] {
            End::Finished => {
                for (job, result) in (0..).zip(&world.results) {
                    let output = result.as_ref().map(|result| result.outputs.clone());
                    prop_assert_eq!(output, Some(vec![right(job)]));
                }
            }
            End::Poisoned { job } => {
                prop_assert!(world.results[job as usize].is_none(), "it names a job that has none");
            }
            End::GivenBack { .. } => prop_assert!(false, "nobody gave it back"),
            End::Cancelled => prop_assert!(false, "nobody called it off"),
        }
    }
}

/// Everything of a run that is taken by one taker, without faults.
fn plain(liars: [bool; 4]) -> World {
    let mut world = World::new(liars);
    world.settle();
    world
}

#[test]
fn without_faults_each_job_is_handed_out_once() {
    let world = plain([false; 4]);
    assert_eq!((world.ends, world.run.deliveries()), (vec![End::Finished], u64::from(JOBS)));
    assert_eq!(world.accepted, vec![1; JOBS as usize]);
}

#[test]
fn who_sends_a_wrong_result_is_found_and_its_jobs_are_done_again() {
    let world = plain([false, true, false, false]);
    assert_eq!(world.ends, [End::Finished]);
    assert!(world.results.iter().flatten().all(|result| result.taker != name(1)));
    assert!(world.accepted.iter().sum::<u32>() > JOBS, "some were taken first");
}

#[test]
fn among_none_but_liars_a_run_ends_all_the_same() {
    let world = plain([true; 4]);
    assert!(matches!(world.ends[..], [End::Poisoned { .. }]), "{:?}", world.ends);
}

#[test]
fn a_job_that_loses_all_its_takers_ends_the_run_and_is_named() {
    let mut world = World::new([false; 4]);
    for _ in 0..MOST_DELIVERIES {
        // The same job each time: it is put back in front.
        world.pull(0);
        let job = world.held[0].1.job;
        world.die(0);
        assert!(world.ends.is_empty(), "job {job}");
        world.queue.rotate_right(1);
    }
    world.hear();
    assert_eq!(world.ends, [End::Poisoned { job: 0 }]);
}

#[test]
fn a_job_that_is_given_back_too_often_is_told_apart() {
    for (of_run, end) in [(RUN, End::GivenBack { job: 0 }), (RUN + 1, End::Poisoned { job: 0 })] {
        let mut run = Run::new(RUN, 1, true, [1; 32]);
        run.on(Event::Back { last_seq: 0 });
        run.on(Event::Stored { job: 0, seq: 3 });
        run.on(Event::GivenBack(Held { run: of_run, job: 0, attempt: 0, delivered: 1 }));
        run.on(Event::TooOften { seq: 3 });
        assert_eq!(run.end(), Some(end));
    }
}

#[test]
fn a_forged_result_is_refused_and_forgotten() {
    let mut world = World::new([false; 4]);
    world.keep(3, Err(Unreadable::Damaged));
    world.keep(4, Ok(result(Queued { job: 4, attempt: 0, nonce: 1, seq: 0, delivered: 1 }, "U0", right(4))));
    world.hear();
    world.hear();
    assert!(world.kept.iter().all(Option::is_none) && world.results.iter().all(Option::is_none));
    world.settle();
    assert_eq!(world.ends, [End::Finished]);
}

#[test]
fn a_result_that_the_broker_passed_over_is_found() {
    let mut world = World::new([false; 4]);
    world.pull(0);
    world.finish(0, true);
    world.coming.clear();
    world.settle();
    assert_eq!((world.ends, world.run.deliveries()), (vec![End::Finished], u64::from(JOBS)));
}

#[test]
fn what_was_called_off_stays_so() {
    let mut world = World::new([false; 4]);
    world.pull(0);
    let held = world.held[0].1;
    world.tell(Event::Cancel);
    assert_eq!(world.ends, [End::Cancelled]);
    let late = Event::Result { job: held.job, seq: 9, result: Ok(result(held, "U0", right(held.job))) };
    world.tell(late);
    assert!(world.results.iter().all(Option::is_none));
    assert_eq!(world.run.end(), Some(End::Cancelled));
}

#[test]
fn attempts_that_vanish_are_told() {
    let mut run = Run::new(RUN, 1, true, [1; 32]);
    let held = Held { run: RUN, job: 0, attempt: 0, delivered: 1 };
    run.on(Event::Back { last_seq: 0 });
    run.on(Event::Began { taker: "U1".into(), lane: 2, held });
    let lost = run.on(Event::Silent { taker: "U1".into() });
    assert!(
        matches!(&lost[..], [Action::Lost(attempt)] if attempt.lane == 2 && attempt.held == held),
        "{lost:?}"
    );
    assert!(run.on(Event::Silent { taker: "U1".into() }).is_empty(), "once");
}
