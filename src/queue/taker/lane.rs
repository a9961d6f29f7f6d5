//! One lane of a taker: it asks for a job, does it, sees to it that its result is kept, and asks for the next.

use crate::queue::codec::Publication;
use crate::queue::jetstream::{
    ACK_WAIT_MS, Acknowledgement, ApiError, Delivery, NEXT_EXPIRES_MS, Request, Stored, answer, next,
};
use crate::queue::message::{Held, Job, Unreadable, read};
use crate::queue::subjects;

/// A lane says so often that it is still at its job, ms.
const TELL_MS: f64 = ACK_WAIT_MS as f64 / 3.0;
/// A result that nobody has confirmed is sent again after so long, ms.
const CONFIRM_MS: f64 = 2_000.0;
/// A lane that was told that there are no jobs to be had asks again after so long, ms.
const ASK_AGAIN_MS: f64 = 500.0;
/// A request for a job that nobody has answered counts as lost so long after its end, ms.
const LOST_MS: f64 = 2_000.0;
/// A job that can't be done here is handed out again after so long, ms.
const UNABLE_MS: u64 = 1_000;

/// A lane.
#[derive(Debug)]
pub(super) struct Lane {
    /// Where jobs come in.
    pub(super) jobs: String,
    /// Where it is confirmed that results are kept.
    pub(super) confirmations: String,
    phase: Phase,
}

#[derive(Debug)]
enum Phase {
    /// It asks at this moment.
    Idle { ask_ms: f64 },
    /// It has asked, and if nothing comes until then it asks again.
    Asked { until_ms: f64 },
    /// It is at a job.
    Working { job: Job, held: Held, acknowledge: String, told_ms: f64 },
    /// It has a result, and sends it again at this moment.
    Sending { held: Held, result: Vec<u8>, acknowledge: String, again_ms: f64 },
    /// It takes no more.
    Closed,
}

/// What comes of something that a lane hears.
#[derive(Debug, PartialEq)]
pub(super) enum Outcome {
    /// Nothing more.
    Nothing,
    /// It has begun with a job.
    Begun(Held, Job),
    /// It can't read the job that it was given.
    Unable(Unreadable),
    /// The job is done, and its result kept: whether it is this one.
    Kept(bool),
}

impl Lane {
    pub(super) fn new(taker: &str, lane: u32) -> Self {
        let inbox = |about: &str| subjects::inbox(taker, &format!("{about}{lane}"));
        let (jobs, confirmations) = (inbox("jobs"), inbox("kept"));
        Self { jobs, confirmations, phase: Phase::Idle { ask_ms: 0.0 } }
    }

    /// What it is at.
    pub(super) fn held(&self) -> Option<Held> {
        match &self.phase {
            Phase::Working { held, .. } | Phase::Sending { held, .. } => Some(*held),
            Phase::Idle { .. } | Phase::Asked { .. } | Phase::Closed => None,
        }
    }

    /// The job that it is doing.
    pub(super) fn job(&self) -> Option<(&Job, Held)> {
        match &self.phase {
            Phase::Working { job, held, .. } => Some((job, *held)),
            _ => None,
        }
    }

    /// The broker is there, maybe again: what was asked before is forgotten there.
    pub(super) fn reconnect(&mut self) {
        match &mut self.phase {
            Phase::Asked { .. } => self.phase = Phase::Idle { ask_ms: 0.0 },
            Phase::Working { told_ms, .. } => *told_ms = f64::NEG_INFINITY,
            Phase::Sending { again_ms, .. } => *again_ms = f64::NEG_INFINITY,
            Phase::Idle { .. } | Phase::Closed => {}
        }
    }

    /// Time has passed.
    pub(super) fn tick(&mut self, now_ms: f64, say: &mut impl FnMut(Publication)) {
        match &mut self.phase {
            Phase::Idle { ask_ms } if now_ms >= *ask_ms => self.ask(now_ms, say),
            Phase::Asked { until_ms } if now_ms >= *until_ms => self.ask(now_ms, say),
            Phase::Working { acknowledge, told_ms, .. } if now_ms - *told_ms >= TELL_MS => {
                *told_ms = now_ms;
                say(acknowledged(acknowledge, Acknowledgement::Working));
            }
            Phase::Sending { again_ms, .. } if now_ms >= *again_ms => self.send(now_ms, say),
            _ => {}
        }
    }

    fn ask(&mut self, now_ms: f64, say: &mut impl FnMut(Publication)) {
        let Request { subject, body } = next();
        say(Publication::new(subject, body).reply_to(&self.jobs));
        self.phase = Phase::Asked { until_ms: now_ms + NEXT_EXPIRES_MS as f64 + LOST_MS };
    }

    /// Something came in where jobs do.
    pub(super) fn take(
        &mut self,
        publication: &Publication,
        now_ms: f64,
        say: &mut impl FnMut(Publication),
    ) -> Outcome {
        if publication.headers.status.is_some() {
            // There is none: the request's time is over (408), or nobody hands out any (503).
            if let Phase::Asked { .. } = self.phase {
                let is_over = publication.headers.status == Some(408);
                self.phase = Phase::Idle { ask_ms: if is_over { now_ms } else { now_ms + ASK_AGAIN_MS } };
            }
            return Outcome::Nothing;
        }
        let Some((acknowledge, delivery)) =
            publication.reply.as_deref().and_then(|reply| Some((reply, Delivery::read(reply)?)))
        else {
            return Outcome::Nothing;
        };
        if !matches!(self.phase, Phase::Idle { .. } | Phase::Asked { .. }) {
            // One that was asked for before, by a request that seemed lost.
            say(acknowledged(acknowledge, Acknowledgement::GivenBack { after_ms: 0 }));
            return Outcome::Nothing;
        }
        match read::<Job>(&publication.payload) {
            Ok(job) => {
                let Job { run, number, attempt, .. } = job;
                let delivered = u32::try_from(delivery.delivered).unwrap_or(u32::MAX);
                let held = Held { run, job: number, attempt, delivered };
                let acknowledge = acknowledge.to_owned();
                self.phase = Phase::Working { job: job.clone(), held, acknowledge, told_ms: now_ms };
                Outcome::Begun(held, job)
            }
            Err(unreadable) => {
                say(acknowledged(acknowledge, Acknowledgement::GivenBack { after_ms: UNABLE_MS }));
                self.phase = Phase::Idle { ask_ms: now_ms + UNABLE_MS as f64 };
                Outcome::Unable(unreadable)
            }
        }
    }

    /// Its job is done, and this its result as it is sent.
    pub(super) fn finish(&mut self, result: Vec<u8>, now_ms: f64, say: &mut impl FnMut(Publication)) {
        if let Phase::Working { held, acknowledge, .. } = &self.phase {
            let (held, acknowledge) = (*held, acknowledge.clone());
            self.phase = Phase::Sending { held, result, acknowledge, again_ms: now_ms };
            self.send(now_ms, say);
        }
    }

    fn send(&mut self, now_ms: f64, say: &mut impl FnMut(Publication)) {
        if let Phase::Sending { held, result, acknowledge, again_ms } = &mut self.phase {
            *again_ms = now_ms + CONFIRM_MS;
            say(acknowledged(acknowledge, Acknowledgement::Working));
            let subject = subjects::result(held.run, held.job);
            say(Publication::new(subject, result.clone()).reply_to(&self.confirmations));
        }
    }

    /// Something came in where results are confirmed.
    pub(super) fn confirm(
        &mut self,
        publication: &Publication,
        now_ms: f64,
        say: &mut impl FnMut(Publication),
    ) -> Outcome {
        let Phase::Sending { acknowledge, again_ms, .. } = &mut self.phase else {
            return Outcome::Nothing;
        };
        let answered = match publication.headers.status {
            // Nobody keeps results just now.
            Some(_) => None,
            None => match answer::<Stored>(&publication.payload) {
                Ok(_) => Some(true),
                Err(error) if error.is_second_result() => Some(false),
                Err(ApiError { .. }) => None,
            },
        };
        let Some(is_own) = answered else {
            *again_ms = now_ms + ASK_AGAIN_MS;
            return Outcome::Nothing;
        };
        say(acknowledged(acknowledge, Acknowledgement::DoneAndNext).reply_to(&self.jobs));
        self.phase = Phase::Asked { until_ms: now_ms + NEXT_EXPIRES_MS as f64 + LOST_MS };
        Outcome::Kept(is_own)
    }

    /// Its job can't be done here; others may try.
    pub(super) fn give_back(&mut self, now_ms: f64, say: &mut impl FnMut(Publication)) {
        if let Phase::Working { acknowledge, .. } = &self.phase {
            say(acknowledged(acknowledge, Acknowledgement::GivenBack { after_ms: UNABLE_MS }));
            self.phase = Phase::Idle { ask_ms: now_ms + UNABLE_MS as f64 };
        }
    }

    /// Its job, if it is of this run, is not needed any more: whether there was one to be left.
    pub(super) fn cancel(&mut self, run: u64, now_ms: f64) -> bool {
        let was_working = matches!(&self.phase, Phase::Working { held, .. } if held.run == run);
        if self.held().is_some_and(|held| held.run == run) {
            self.phase = Phase::Idle { ask_ms: now_ms };
        }
        was_working
    }

    /// It takes no more, and what it was at goes to others at once.
    pub(super) fn close(&mut self, say: &mut impl FnMut(Publication)) {
        if let Phase::Working { acknowledge, .. } | Phase::Sending { acknowledge, .. } = &self.phase {
            say(acknowledged(acknowledge, Acknowledgement::GivenBack { after_ms: 0 }));
        }
        self.phase = Phase::Closed;
    }
}

fn acknowledged(subject: &str, acknowledgement: Acknowledgement) -> Publication {
    Publication::new(subject, acknowledgement.body())
}
