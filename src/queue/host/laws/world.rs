//! A broker with its takers, as a run sees them, with every fault that they can have.

use crate::queue::MOST_DELIVERIES;
use crate::queue::host::event::{Action, End, Event};
use crate::queue::host::run::Run;
use crate::queue::message::{Held, JobResult, Unreadable};

pub(super) const JOBS: u32 = 12;
pub(super) const RUN: u64 = 77;

/// A message in the queue.
#[derive(Clone, Copy, Debug)]
pub(super) struct Queued {
    pub(super) job: u32,
    pub(super) attempt: u32,
    pub(super) nonce: u64,
    pub(super) seq: u64,
    pub(super) delivered: u32,
}

/// A broker with its takers, and what the host has of them.
pub(super) struct World {
    pub(super) run: Run,
    pub(super) queue: Vec<Queued>,
    pub(super) held: Vec<(usize, Queued)>,
    /// What is kept, by job: its number, and what it says.
    pub(super) kept: Vec<Option<(u64, Result<JobResult, Unreadable>)>>,
    /// What the host has yet to hear, in order.
    pub(super) coming: Vec<Event>,
    /// Names of messages that the broker knows, with their numbers.
    pub(super) known: Vec<((u32, u32), u64)>,
    pub(super) seq: u64,
    pub(super) is_up: bool,
    /// Which takers always send a wrong value.
    pub(super) liars: [bool; 4],
    pub(super) results: Vec<Option<JobResult>>,
    pub(super) accepted: Vec<u32>,
    pub(super) ends: Vec<End>,
}

impl World {
    pub(super) fn new(liars: [bool; 4]) -> Self {
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

    pub(super) fn tell(&mut self, event: Event) {
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
    pub(super) fn pull(&mut self, taker: usize) {
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
    pub(super) fn finish(&mut self, taker: usize, acknowledges: bool) {
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

    pub(super) fn keep(&mut self, job: u32, result: Result<JobResult, Unreadable>) {
        if self.is_up && self.kept[job as usize].is_none() {
            self.seq += 1;
            self.kept[job as usize] = Some((self.seq, result.clone()));
            self.coming.push(Event::Result { job, seq: self.seq, result });
        }
    }

    pub(super) fn die(&mut self, taker: usize) {
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

    pub(super) fn hear(&mut self) {
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

    pub(super) fn step(&mut self, (what, taker, job): (u8, usize, u32)) {
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
    pub(super) fn settle(&mut self) {
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

pub(super) fn name(taker: usize) -> String {
    format!("U{taker}")
}

pub(super) fn right(job: u32) -> String {
    format!("output {job}")
}

pub(super) fn result(queued: Queued, taker: &str, output: String) -> JobResult {
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
