//! A taker, as far as that can be had without a socket and without computing: it joins a room, asks for jobs, keeps
//! hold of them while somebody does them, and sees to it that each result is kept.
//!
//! Whoever drives it opens the socket and opens it again, brings what comes in and the time, and does the jobs.

mod lane;

use lane::{Lane, Outcome};

use super::clock::{ClockSync, Offset, RoundTrip};
use super::codec::Publication;
use super::connection::{Broken, Connection, Heard};
use super::keys::{Identity, Key};
use super::message::{
    ClockAnswer, ClockQuestion, Down, Hello, Job, JobResult, MOST_BYTES, MOST_LANES, MOST_SPANS, Message,
    Unreadable, Up, read, write,
};
use super::{Room, subjects};
use crate::trace::{Span, coarser};

/// A taker says so often that it is there, ms.
pub const ALIVE_MS: f64 = 1_000.0;
/// A taker compares clocks so often, ms.
const CLOCK_MS: f64 = 30_000.0;
/// An answer of the clock that didn't come in this time won't, ms.
const CLOCK_LOST_MS: f64 = 1_000.0;
/// Jobs are asked for after so long even where no clock has answered: its host may have left, ms.
const NO_CLOCK_MS: f64 = 1_000.0;

const SID_CLOCK: u64 = 1;
const SID_ALL: u64 = 2;
const SID_OWN: u64 = 3;
/// From here on each lane has two.
const SID_LANES: u64 = 10;

/// What a taker has to do, or to know.
#[derive(Clone, Debug, PartialEq)]
pub enum Todo {
    /// A lane has a job.
    Do {
        /// Which lane.
        lane: u32,
        /// What is to be done.
        job: Job,
    },
    /// A lane's job is not needed any more.
    Leave {
        /// Which lane.
        lane: u32,
    },
    /// A job is done, and its result kept.
    Kept {
        /// Whether it was this taker's: somebody else may have been sooner.
        is_own: bool,
    },
    /// The host speaks another version.
    OtherVersion,
    /// The host takes no more results from here: one of them was wrong. There are no more jobs.
    Dismissed,
}

/// A taker.
#[derive(Debug)]
pub struct Taker {
    identity: Identity,
    hello: Hello,
    connection: Option<Connection>,
    lanes: Vec<Lane>,
    clock: ClockSync,
    /// The question that the clock was asked last, and when, ms.
    question: Option<(u32, f64)>,
    questions: u32,
    ready_ms: f64,
    alive_ms: f64,
    done: u64,
    has_left: bool,
}

impl Taker {
    /// Somebody who lends lanes to a room, with 32 bytes that nobody can guess.
    pub fn new(room: &Room, secret: [u8; 32], hello: Hello) -> Self {
        let identity = room.identity(Key::new(secret));
        let lanes =
            (0..hello.lanes.clamp(1, MOST_LANES)).map(|lane| Lane::new(identity.name(), lane)).collect();
        Self {
            identity,
            hello,
            connection: None,
            lanes,
            clock: ClockSync::default(),
            question: None,
            questions: 0,
            ready_ms: 0.0,
            alive_ms: 0.0,
            done: 0,
            has_left: false,
        }
    }

    /// What it is known by.
    pub fn name(&self) -> &str {
        self.identity.name()
    }

    /// How many jobs it has done.
    pub fn done(&self) -> u64 {
        self.done
    }

    /// How far its clock is from the host's.
    pub fn offset(&self) -> Option<Offset> {
        self.clock.offset()
    }

    /// Whether the broker has let it in.
    pub fn is_ready(&self) -> bool {
        self.connection.as_ref().is_some_and(Connection::is_ready)
    }

    /// A socket was opened.
    pub fn connect(&mut self, now_ms: f64) {
        self.connection = Some(Connection::new(self.identity.clone(), now_ms));
    }

    /// The socket is closed.
    pub fn disconnect(&mut self) {
        self.connection = None;
    }

    /// What is to be sent, once.
    pub fn take_output(&mut self) -> Vec<u8> {
        self.connection.as_mut().map(Connection::take_output).unwrap_or_default()
    }

    /// Bytes have come in.
    ///
    /// # Errors
    /// The connection is over.
    pub fn receive(&mut self, bytes: &[u8], now_ms: f64) -> Result<Vec<Todo>, Broken> {
        let Some(connection) = &mut self.connection else { return Ok(Vec::new()) };
        let mut todo = Vec::new();
        for heard in connection.receive(bytes, now_ms)? {
            match heard {
                Heard::Ready => self.begin(now_ms),
                Heard::Message { sid, publication } => self.hear(sid, &publication, now_ms, &mut todo),
                Heard::Denied(_) => {}
            }
        }
        Ok(todo)
    }

    fn begin(&mut self, now_ms: f64) {
        let Some(connection) = self.connection.as_mut().filter(|_| !self.has_left) else { return };
        let name = self.identity.name();
        connection.subscribe(subjects::inbox(name, "clock"), SID_CLOCK);
        connection.subscribe(subjects::DOWN_ALL, SID_ALL);
        connection.subscribe(subjects::down(name), SID_OWN);
        for (sid, lane) in (SID_LANES..).step_by(2).zip(&mut self.lanes) {
            connection.subscribe(lane.jobs.clone(), sid);
            connection.subscribe(lane.confirmations.clone(), sid + 1);
            lane.reconnect();
        }
        self.ready_ms = now_ms;
        self.clock.give_up();
        self.question = None;
        self.say_hello();
        self.ask_clock(now_ms);
    }

    fn say_hello(&mut self) {
        self.say_up(&Up::Hello(self.hello.clone()));
    }

    fn say_up(&mut self, up: &Up) {
        let subject = subjects::up(self.identity.name());
        if let Some(connection) = &mut self.connection {
            connection.publish(Publication::new(subject, write(up)));
        }
    }

    fn ask_clock(&mut self, now_ms: f64) {
        self.questions += 1;
        let question = ClockQuestion { number: self.questions };
        self.question = Some((self.questions, now_ms));
        let name = self.identity.name();
        let publication = Publication::new(subjects::clock(name), write(&question));
        if let Some(connection) = &mut self.connection {
            connection.publish(publication.reply_to(subjects::inbox(name, "clock")));
        }
    }

    fn hear(&mut self, sid: u64, publication: &Publication, now_ms: f64, todo: &mut Vec<Todo>) {
        match sid {
            SID_CLOCK | SID_ALL | SID_OWN if self.has_left => {}
            SID_CLOCK => self.hear_clock(publication, now_ms),
            SID_ALL | SID_OWN => match read_or_note::<Down>(publication, todo) {
                Some(Down::Greet) => {
                    self.say_hello();
                    // Whoever greets can tell the time. And before there was a host there was nothing to be asked for
                    // jobs: what was asked then is never answered.
                    if self.clock.offset().is_none() {
                        self.lanes.iter_mut().for_each(Lane::reconnect);
                        self.clock.give_up();
                        self.ask_clock(now_ms);
                    }
                }
                Some(Down::Dismiss) => {
                    self.leave();
                    todo.push(Todo::Dismissed);
                }
                Some(Down::Cancel { run }) => {
                    for (number, lane) in (0..).zip(&mut self.lanes) {
                        if lane.cancel(run, now_ms) {
                            todo.push(Todo::Leave { lane: number });
                        }
                    }
                }
                None => {}
            },
            sid => self.hear_lane(sid, publication, now_ms, todo),
        }
    }

    fn hear_clock(&mut self, publication: &Publication, now_ms: f64) {
        let Some((number, asked_ms)) = self.question else { return };
        let answer = read::<ClockAnswer>(&publication.payload).ok();
        let Some(answer) = answer.filter(|answer| answer.number == number) else { return };
        self.question = None;
        let trip = RoundTrip { asked_ms, host_ms: answer.host_ms, heard_ms: now_ms };
        if self.clock.add(trip).is_none() {
            self.ask_clock(now_ms);
        }
    }

    fn hear_lane(&mut self, sid: u64, publication: &Publication, now_ms: f64, todo: &mut Vec<Todo>) {
        let Some(place) = sid.checked_sub(SID_LANES) else { return };
        let (number, is_job) = ((place / 2) as usize, place.is_multiple_of(2));
        let (Some(lane), Some(connection)) = (self.lanes.get_mut(number), &mut self.connection) else {
            return;
        };
        let mut say = |publication| connection.publish(publication);
        let outcome = match is_job {
            true => lane.take(publication, now_ms, &mut say),
            false => lane.confirm(publication, now_ms, &mut say),
        };
        let number = number as u32;
        match outcome {
            Outcome::Nothing => {}
            Outcome::Begun(held, job) => {
                let clock = self.clock.offset();
                self.say_up(&Up::Began { lane: number, held, at_ms: now_ms, clock });
                todo.push(Todo::Do { lane: number, job });
            }
            Outcome::Unable(unreadable) => note(unreadable, todo),
            Outcome::Kept(is_own) => {
                self.done += u64::from(is_own);
                todo.push(Todo::Kept { is_own });
            }
        }
    }

    /// A lane's job is done, with these outputs; and this happened meanwhile, on the taker's clock, ms. Where that is too
    /// large to be sent, the job is given back.
    pub fn finish(&mut self, lane: u32, outputs: Vec<String>, spans: Vec<Span>, now_ms: f64) {
        let taker = self.identity.name().to_owned();
        let clock = self.clock.offset();
        let Some(own) = self.lanes.get_mut(lane as usize) else { return };
        let Some((job, held)) = own.job() else { return };
        let result = JobResult {
            run: job.run,
            job: job.number,
            nonce: job.nonce,
            taker,
            lane,
            delivered: held.delivered,
            outputs,
            spans: coarser(spans, MOST_SPANS),
            clock,
        };
        let written = write(&result);
        if !result.is_sound() || written.len() > MOST_BYTES {
            // The host would take it for forged.
            return self.fail(lane, now_ms);
        }
        let connection = &mut self.connection;
        own.finish(written, now_ms, &mut |publication| {
            if let Some(connection) = connection {
                connection.publish(publication);
            }
        });
    }

    /// A lane's job can't be done here.
    pub fn fail(&mut self, lane: u32, now_ms: f64) {
        let Some(own) = self.lanes.get_mut(lane as usize) else { return };
        let held = own.held();
        let connection = &mut self.connection;
        own.give_back(now_ms, &mut |publication| {
            if let Some(connection) = connection {
                connection.publish(publication);
            }
        });
        if let Some(held) = held {
            self.say_up(&Up::Unable(held));
        }
    }

    /// Time has passed. To be called several times a second.
    ///
    /// # Errors
    /// The connection is over.
    pub fn tick(&mut self, now_ms: f64) -> Result<(), Broken> {
        let Some(connection) = &mut self.connection else { return Ok(()) };
        connection.tick(now_ms)?;
        if !connection.is_ready() || self.has_left {
            return Ok(());
        }
        if self.clock.offset().is_some() || now_ms - self.ready_ms >= NO_CLOCK_MS {
            self.lanes
                .iter_mut()
                .for_each(|lane| lane.tick(now_ms, &mut |saying| connection.publish(saying)));
        }
        let is_due = match (self.question, self.clock.offset()) {
            (Some((_, asked_ms)), _) => now_ms - asked_ms >= CLOCK_LOST_MS,
            (None, Some(offset)) => now_ms - offset.at_ms >= CLOCK_MS,
            (None, None) => true,
        };
        if is_due {
            self.ask_clock(now_ms);
        }
        if now_ms - self.alive_ms >= ALIVE_MS {
            self.alive_ms = now_ms;
            let held = self.lanes.iter().map(Lane::held).collect();
            self.say_up(&Up::Alive { held, clock: self.clock.offset() });
        }
        Ok(())
    }

    /// It leaves: what it was at goes to others at once. It never comes back.
    pub fn leave(&mut self) {
        self.has_left = true;
        if let Some(connection) = &mut self.connection {
            self.lanes.iter_mut().for_each(|lane| lane.close(&mut |saying| connection.publish(saying)));
            self.say_up(&Up::Leaving);
        }
    }
}

fn read_or_note<M: Message>(publication: &Publication, todo: &mut Vec<Todo>) -> Option<M> {
    read(&publication.payload).map_err(|unreadable| note(unreadable, todo)).ok()
}

/// Who can't read what another version says has to be told so; what is damaged is nobody's word.
fn note(unreadable: Unreadable, todo: &mut Vec<Todo>) {
    if let Unreadable::Version(_) = unreadable {
        todo.push(Todo::OtherVersion);
    }
}

#[cfg(test)]
mod tests;
