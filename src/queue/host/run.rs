//! What a host makes of what it hears: a run whose jobs others do.
//!
//! The host is the authority. Whatever the broker loses, the host puts again; of each job it takes one result, whoever
//! sends more; it computes a sample again, and does without whoever sent it a wrong one.

use std::collections::{BTreeMap, BTreeSet};

use super::event::{Action, Attempt, End, Event};
use super::job_state::{Accepted, Check, JobState, Put};
use super::random::Random;
use crate::queue::MOST_DELIVERIES;
use crate::queue::message::{Held, JobResult, Unreadable};

/// So many jobs wait in the queue or are worked at, at most: the rest comes when those are done.
pub const WINDOW: usize = 512;
/// One of so many results is computed again.
const SAMPLE: u64 = 16;
/// How often the queue has to be empty, one time after the other, before what has no result counts as lost: a result
/// may be on its way.
const EMPTY_TIMES: u32 = 3;
/// At this time results are read once more from the first on: after one was erased, servers may pass over another that
/// they keep, and nobody can send a second one in its place.
const REREAD_AT: u32 = EMPTY_TIMES - 1;

/// A run of jobs.
#[derive(Debug)]
pub struct Run {
    number: u64,
    jobs: Vec<JobState>,
    /// Who sent a wrong result.
    distrusted: BTreeSet<String>,
    /// Who is at what.
    attempts: BTreeSet<Attempt>,
    /// Whether outputs can be foretold at all.
    checks: bool,
    random: Random,
    empty: u32,
    is_connected: bool,
    end: Option<End>,
}

impl Run {
    /// A run of so many jobs, whose number nobody can guess, and neither `secrets`: numbers that are said with a job
    /// and its result. `checks` is whether outputs can be foretold.
    pub fn new(number: u64, jobs: u32, checks: bool, secrets: [u8; 32]) -> Self {
        let mut random = Random::new(secrets);
        Self {
            number,
            jobs: (0..jobs).map(|_| JobState::new(random.next())).collect(),
            distrusted: BTreeSet::new(),
            attempts: BTreeSet::new(),
            checks,
            random,
            empty: 0,
            is_connected: false,
            end: None,
        }
    }

    /// Its number.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// How often the host has put this job before, and what is to be said with its result.
    pub fn attempt(&self, job: u32) -> (u32, u64) {
        self.jobs.get(job as usize).map_or((0, 0), |state| (state.attempt, state.nonce))
    }

    /// How often jobs were handed out, as far as is known; once at least for each that is done.
    pub fn deliveries(&self) -> u64 {
        self.jobs.iter().map(JobState::deliveries).sum()
    }

    /// How many jobs are done.
    pub fn done(&self) -> usize {
        self.jobs.iter().filter(|state| state.result.is_some()).count()
    }

    /// How it ended, if it has.
    pub fn end(&self) -> Option<End> {
        self.end
    }

    /// Something is heard: what is to be done about it.
    pub fn on(&mut self, event: Event) -> Vec<Action> {
        let mut actions = Vec::new();
        if self.end.is_some() {
            return actions;
        }
        match event {
            Event::Stored { job, seq } => self.store(job, seq),
            Event::Began { taker, lane, held } => self.begin(Attempt { taker, lane, held }),
            Event::GivenBack(held) => self.note_given_back(held),
            Event::Result { job, seq, result } => self.take_result(job, seq, result, &mut actions),
            Event::TooOften { seq } => {
                let place =
                    self.jobs.iter().position(|state| state.put == Put::Stored(seq) && !state.is_done());
                if let Some(job) = place {
                    self.give_up(job as u32, &mut actions);
                }
            }
            Event::Silent { taker } => self.lose(|attempt| attempt.taker == taker, &mut actions),
            Event::Gone => {
                self.is_connected = false;
                self.empty = 0;
            }
            Event::Back { last_seq } => self.resume(last_seq),
            Event::Left { jobs } => self.count_left(jobs, &mut actions),
            Event::Checked { job, outputs } => self.take_check(job, outputs, &mut actions),
            Event::Cancel => self.stop(End::Cancelled, &mut actions),
        }
        if self.end.is_none() {
            self.go_on(&mut actions);
        }
        actions
    }

    fn store(&mut self, job: u32, seq: u64) {
        if let Some(state) = self.jobs.get_mut(job as usize).filter(|state| state.put == Put::Sent) {
            state.put = Put::Stored(seq);
        }
    }

    fn begin(&mut self, attempt: Attempt) {
        let Some(state) = self.jobs.get_mut(attempt.held.job as usize) else { return };
        if attempt.held.run != self.number || attempt.held.delivered > MOST_DELIVERIES {
            return;
        }
        state.handed_out.insert((attempt.held.attempt.min(state.attempt), attempt.held.delivered));
        state.takers.insert(attempt.taker.clone());
        if !state.is_done() {
            self.attempts.insert(attempt);
        }
    }

    fn note_given_back(&mut self, held: Held) {
        let state = self.jobs.get_mut(held.job as usize).filter(|_| held.run == self.number);
        state.into_iter().for_each(|state| state.is_given_back = true);
    }

    fn take_result(
        &mut self,
        job: u32,
        seq: u64,
        result: Result<JobResult, Unreadable>,
        actions: &mut Vec<Action>,
    ) {
        let Some(state) = self.jobs.get_mut(job as usize) else { return };
        if state.result.as_ref().is_some_and(|accepted| accepted.seq == seq) {
            return;
        }
        let is_meant =
            |result: &JobResult| (result.run, result.job, result.nonce) == (self.number, job, state.nonce);
        let Some(result) = result.ok().filter(is_meant) else {
            // Forged: it only stands in the way.
            actions.push(Action::Erase { job, through_seq: seq });
            return;
        };
        if self.distrusted.contains(&result.taker) {
            // Whoever had the job says that it is done, so nobody else will do it. It is put again, but not at once:
            // somebody better may be free by then.
            actions.push(Action::Erase { job, through_seq: seq });
            state.is_stolen = true;
            return;
        }
        if state.is_done() {
            return;
        }
        self.empty = 0;
        let is_known = state.takers.contains(&result.taker);
        let is_sampled = !is_known || self.random.next().is_multiple_of(SAMPLE);
        let check = if self.checks && is_sampled { Check::Asked } else { Check::None };
        if check == Check::Asked {
            actions.push(Action::Check(job));
        }
        let (taker, outputs) = (result.taker.clone(), result.outputs.clone());
        state.result = Some(Accepted { taker, is_known, outputs, seq, check });
        let is_its = |attempt: &Attempt| {
            attempt.held.job == job && attempt.taker == result.taker && attempt.lane == result.lane
        };
        self.attempts.retain(|attempt| !is_its(attempt));
        actions.push(Action::Accept(result));
    }

    fn take_check(&mut self, job: u32, outputs: Option<Vec<String>>, actions: &mut Vec<Action>) {
        let Some(state) = self.jobs.get_mut(job as usize) else { return };
        let Some(accepted) = state.result.as_mut().filter(|accepted| accepted.check == Check::Asked) else {
            return;
        };
        if outputs.is_none_or(|outputs| outputs == accepted.outputs) {
            accepted.check = Check::Right;
            return;
        }
        let Accepted { taker, is_known, .. } = accepted.clone();
        if !is_known {
            // Whoever it was, it may have borrowed that name.
            return self.do_anew(job, actions);
        }
        self.distrusted.insert(taker.clone());
        actions.push(Action::Distrust(taker.clone()));
        for job in 0..self.jobs.len() as u32 {
            let result = self.jobs[job as usize].result.as_ref();
            if result.is_some_and(|accepted| accepted.taker == taker) {
                self.do_anew(job, actions);
            }
        }
    }

    /// A job has a result that is not to be trusted: it is done again, by who doesn't know its old secret.
    fn do_anew(&mut self, job: u32, actions: &mut Vec<Action>) {
        let nonce = self.random.next();
        let state = &mut self.jobs[job as usize];
        if let Some(accepted) = state.result.take() {
            actions.extend([Action::Erase { job, through_seq: accepted.seq }, Action::Retract(job)]);
        }
        state.put_again();
        state.nonce = nonce;
    }

    fn resume(&mut self, last_seq: u64) {
        self.is_connected = true;
        self.empty = 0;
        for state in self.jobs.iter_mut().filter(|state| !state.is_done()) {
            match state.put {
                // Whether it arrived nobody knows: the broker does, by its name.
                Put::Sent => state.put = Put::Waiting,
                Put::Stored(seq) if seq > last_seq => state.put_again(),
                Put::Stored(_) | Put::Waiting => {}
            }
        }
    }

    fn count_left(&mut self, jobs: u64, actions: &mut Vec<Action>) {
        self.empty = if jobs == 0 && self.is_connected { self.empty + 1 } else { 0 };
        if self.empty == REREAD_AT {
            actions.push(Action::Reread);
        }
        if self.empty < EMPTY_TIMES {
            return;
        }
        self.empty = 0;
        for job in 0..self.jobs.len() as u32 {
            let state = &mut self.jobs[job as usize];
            if !state.is_done() && matches!(state.put, Put::Stored(_)) {
                if !state.may_be_lost() {
                    return self.give_up(job, actions);
                }
                state.put_again();
            }
        }
    }

    fn lose(&mut self, is_lost: impl Fn(&Attempt) -> bool, actions: &mut Vec<Action>) {
        let lost: Vec<Attempt> = self.attempts.iter().filter(|attempt| is_lost(attempt)).cloned().collect();
        for attempt in lost {
            self.attempts.remove(&attempt);
            actions.push(Action::Lost(attempt));
        }
    }

    /// A job was handed out too often: it ends the run.
    fn give_up(&mut self, job: u32, actions: &mut Vec<Action>) {
        let is_given_back = self.jobs[job as usize].is_given_back;
        self.stop(if is_given_back { End::GivenBack { job } } else { End::Poisoned { job } }, actions);
    }

    fn stop(&mut self, end: End, actions: &mut Vec<Action>) {
        self.lose(|_| true, actions);
        self.end = Some(end);
        actions.push(Action::End(end));
    }

    /// Puts what there is room for; and ends when there is nothing left to do.
    fn go_on(&mut self, actions: &mut Vec<Action>) {
        if self.is_connected {
            let busy = |state: &&JobState| !state.is_done() && state.put != Put::Waiting;
            let free = WINDOW.saturating_sub(self.jobs.iter().filter(busy).count());
            let waiting = |(_, state): &(u32, &mut JobState)| !state.is_done() && state.put == Put::Waiting;
            for (job, state) in (0..).zip(&mut self.jobs).filter(waiting).take(free) {
                state.put = Put::Sent;
                actions.push(Action::Put(job));
            }
        }
        if self.done() < self.jobs.len() {
            return;
        }
        self.check_everybody(actions);
        let is_open = |state: &JobState| state.result.as_ref().is_some_and(|one| one.check == Check::Asked);
        if !self.jobs.iter().any(is_open) {
            self.stop(End::Finished, actions);
        }
    }

    /// Of everybody whose results were taken, one at least is computed again.
    fn check_everybody(&mut self, actions: &mut Vec<Action>) {
        if !self.checks {
            return;
        }
        let mut of_taker: BTreeMap<&str, Vec<(u32, Check)>> = BTreeMap::new();
        for (job, state) in (0..).zip(&self.jobs) {
            if let Some(accepted) = &state.result {
                of_taker.entry(&accepted.taker).or_default().push((job, accepted.check));
            }
        }
        let unchecked =
            of_taker.into_values().filter(|jobs| jobs.iter().all(|(_, check)| *check == Check::None));
        let random = &mut self.random;
        let chosen: Vec<u32> = unchecked.filter_map(|jobs| Some(random.choose(&jobs)?.0)).collect();
        for job in chosen {
            if let Some(accepted) = &mut self.jobs[job as usize].result {
                accepted.check = Check::Asked;
            }
            actions.push(Action::Check(job));
        }
    }
}
