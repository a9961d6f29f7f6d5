//! What holds for every run, whatever happens to it and in which order: every job has one result in the end, and
//! that is right.

use proptest::prelude::*;

use super::event::{Action, End, Event};
use super::run::Run;
use crate::queue::MOST_DELIVERIES;
use crate::queue::message::{Held, JobResult, Unreadable};

const JOBS: u32 = 12;
const RUN: u64 = 77;

/// A message in the queue.
#[derive(Clone, Copy, Debug)]
struct Queued {
    job: u32,
    attempt: u32,
    nonce: u64,
    seq: u64,
    delivered: u32,
}

/// A broker with its takers, and what the host has of them.
struct World {
    run: Run,
    queue: Vec<Queued>,
    held: Vec<(usize, Queued)>,
    /// What is kept, by job: its number, and what it says.
    kept: Vec<Option<(u64, Result<JobResult, Unreadable>)>>,
    /// What the host has yet to hear, in order.
    coming: Vec<Event>,
    /// Names of messages that the broker knows, with their numbers.
    known: Vec<((u32, u32), u64)>,
    seq: u64,
    is_up: bool,
    /// Which takers always send a wrong value.
    liars: [bool; 4],
    results: Vec<Option<JobResult>>,
    accepted: Vec<u32>,
    ends: Vec<End>,
}

impl World {
    fn new(liars: [bool; 4]) -> Self {
        let mut world = Self {
            run: Run::new(RUN, JOBS, true, [9; 32]),
            queue: Vec::new(),
            held: Vec::new(),
            kept: vec![None; JOBS as usize],
            coming: Vec::new(),
            known: Vec::new(),
            seq: 0,
            is_up: true,
            liars,
            results: vec![None; JOBS as usize],
            accepted: vec![0; JOBS as usize],
            ends: Vec::new(),
        };
        world.tell(Event::Back { last_seq: 0 });
        world
    }

    fn tell(&mut self, event: Event) {
        let mut events = vec![event];
        while let Some(event) = events.pop() {
            for action in self.run.on(event) {
                match action {
                    Action::Put(job) => events.extend(self.put(job)),
                    Action::Erase { job, through_seq } => {
                        let kept = &mut self.kept[job as usize];
                        if kept.as_ref().is_some_and(|(seq, _)| *seq <= through_seq) {
                            *kept = None;
                        }
                    }
                    Action::Reread => {
                        let kept =
                            (0..).zip(&self.kept).filter_map(|(job, kept)| Some((job, kept.as_ref()?)));
                        let again = kept.map(|(job, (seq, result))| Event::Result {
                            job,
                            seq: *seq,
                            result: result.clone(),
                        });
                        self.coming.extend(again);
                    }
                    Action::Check(job) => {
                        events.push(Event::Checked { job, outputs: Some(vec![right(job)]) });
                    }
                    Action::Accept(result) => {
                        let job = result.job as usize;
                        assert!(self.results[job].is_none(), "one result a job at a time");
                        self.accepted[job] += 1;
                        self.results[job] = Some(result);
                    }
                    Action::Retract(job) => assert!(self.results[job as usize].take().is_some()),
                    Action::Lost(_) | Action::Distrust(_) => {}
                    Action::End(end) => self.ends.push(end),
                }
            }
        }
    }

    fn put(&mut self, job: u32) -> Option<Event> {
        let (attempt, nonce) = self.run.attempt(job);
        if !self.is_up {
            return None;
        }
        if let Some((_, seq)) = self.known.iter().find(|(name, _)| *name == (job, attempt)) {
            return Some(Event::Stored { job, seq: *seq });
        }
        self.seq += 1;
        self.known.push(((job, attempt), self.seq));
        self.queue.push(Queued { job, attempt, nonce, seq: self.seq, delivered: 0 });
        Some(Event::Stored { job, seq: self.seq })
    }

    /// A taker asks for a job.
    fn pull(&mut self, taker: usize) {
        let Some(place) = self.queue.iter().position(|queued| queued.delivered < MOST_DELIVERIES) else {
            return;
        };
        if !self.is_up {
            return;
        }
        let mut queued = self.queue.remove(place);
        queued.delivered += 1;
        self.held.push((taker, queued));
        let Queued { job, attempt, delivered, .. } = queued;
        self.tell(Event::Began {
            taker: name(taker),
            lane: 0,
            held: Held { run: RUN, job, attempt, delivered },
        });
    }

    /// A taker is done with what it had first.
    fn finish(&mut self, taker: usize, acknowledges: bool) {
        let Some(place) = self.held.iter().position(|(holder, _)| *holder == taker) else { return };
        if !self.is_up {
            return;
        }
        let (_, queued) = self.held.remove(place);
        let output = if self.liars[taker] { "wrong".into() } else { right(queued.job) };
        self.keep(queued.job, Ok(result(queued, &name(taker), output)));
        if !acknowledges {
            // Nobody heard: it is handed out again.
            self.give_back(queued);
        }
    }

    fn give_back(&mut self, queued: Queued) {
        if queued.delivered < MOST_DELIVERIES {
            self.queue.push(queued);
        } else {
            self.coming.push(Event::TooOften { seq: queued.seq });
        }
    }

    fn keep(&mut self, job: u32, result: Result<JobResult, Unreadable>) {
        if self.is_up && self.kept[job as usize].is_none() {
            self.seq += 1;
            self.kept[job as usize] = Some((self.seq, result.clone()));
            self.coming.push(Event::Result { job, seq: self.seq, result });
        }
    }

    fn die(&mut self, taker: usize) {
        let (lost, held) =
            std::mem::take(&mut self.held).into_iter().partition(|(holder, _)| *holder == taker);
        self.held = held;
        let lost: Vec<(usize, Queued)> = lost;
        lost.into_iter().for_each(|(_, queued)| self.give_back(queued));
        self.tell(Event::Silent { taker: name(taker) });
    }

    fn go_down(&mut self) {
        if self.is_up {
            self.is_up = false;
            self.tell(Event::Gone);
        }
    }

    /// The broker is back, without the last so many of its messages.
    fn come_back(&mut self, lost: u64) {
        if !self.is_up {
            self.is_up = true;
            let last_seq = self.seq - lost.min(self.seq);
            self.queue.retain(|queued| queued.seq <= last_seq);
            self.known.retain(|(_, seq)| *seq <= last_seq);
            self.tell(Event::Back { last_seq });
        }
    }

    fn hear(&mut self) {
        if self.is_up && !self.coming.is_empty() {
            let event = self.coming.remove(0);
            self.tell(event);
        }
    }

    fn count(&mut self) {
        if self.is_up {
            self.tell(Event::Left { jobs: (self.queue.len() + self.held.len()) as u64 });
        }
    }

    fn step(&mut self, (what, taker, job): (u8, usize, u32)) {
        match what {
            0..=3 => self.pull(taker),
            4..=7 => self.finish(taker, true),
            8 => self.finish(taker, false),
            9 => self.die(taker),
            10 => self.go_down(),
            11 | 12 => self.come_back(u64::from(job % 3)),
            13 => self.count(),
            // Somebody's acknowledgement of a job that isn't its own.
            14 => drop(self.queue.pop()),
            15 => self.keep(job, Err(Unreadable::Damaged)),
            16 => {
                let forged = Queued { job, attempt: 0, nonce: 5, seq: 0, delivered: 1 };
                self.keep(job, Ok(result(forged, &name(taker), "wrong".into())));
            }
            // The broker passes over what it should tell.
            17 if !self.coming.is_empty() => drop(self.coming.remove(0)),
            _ => self.hear(),
        }
    }

    /// From now on nothing goes wrong any more.
    fn settle(&mut self) {
        self.come_back(0);
        for round in 0..400 {
            for taker in 0..4 {
                // Whoever has waited longest comes first.
                let taker = (taker + round) % 4;
                self.pull(taker);
                self.finish(taker, true);
            }
            while !self.coming.is_empty() {
                self.hear();
            }
            self.count();
            if !self.ends.is_empty() {
                return;
            }
        }
    }
}

fn name(taker: usize) -> String {
    format!("U{taker}")
}

fn right(job: u32) -> String {
    format!("output {job}")
}

fn result(queued: Queued, taker: &str, output: String) -> JobResult {
    JobResult {
        run: RUN,
        job: queued.job,
        nonce: queued.nonce,
        taker: taker.into(),
        lane: 0,
        delivered: queued.delivered,
        outputs: vec![output],
        spans: Vec::new(),
        clock: None,
    }
}

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
