//! A host's side of a broker: it sees to it that the streams are there, and asks how things stand. What it makes of what
//! comes in is in [`hearing`]; what the broker has to do for the run, in [`acting`].

mod acting;
mod hearing;

use std::collections::{BTreeMap, VecDeque};

use super::event::Event;
use super::news::{News, Work};
use super::questions::{About, Questions};
use super::run::Run;
use super::takers::{Present, Takers};
use crate::queue::codec::Publication;
use crate::queue::connection::{Broken, Connection, Heard};
use crate::queue::jetstream::{self, JOBS, RESULTS, Request};
use crate::queue::keys::{Identity, Key};
use crate::queue::message::{Down, write};
use crate::queue::{Room, subjects};

/// While nothing comes in, a host asks so often how many jobs are left, ms.
const LEFT_MS: f64 = 1_000.0;

const SID_ANSWERS: u64 = 1;
const SID_UP: u64 = 2;
const SID_CLOCK: u64 = 3;
const SID_TOO_OFTEN: u64 = 4;
/// From here on each time that results are followed has its own.
const SID_RESULTS: u64 = 10;

/// The host of a room.
#[derive(Debug)]
pub struct Host {
    identity: Identity,
    connection: Option<Connection>,
    questions: Questions,
    /// What is still to be asked before the broker has all that is needed.
    steps: VecDeque<Request>,
    is_prepared: bool,
    takers: Takers,
    work: Option<(Work, Run)>,
    /// The number of the last result that was seen.
    seen_seq: u64,
    followings: u64,
    quiet_ms: f64,
}

impl Host {
    /// Somebody who has jobs to be done in a room, with 32 bytes that nobody can guess.
    pub fn new(room: &Room, secret: [u8; 32]) -> Self {
        let identity = room.identity(Key::new(secret));
        Self {
            questions: Questions::new(identity.name()),
            identity,
            connection: None,
            steps: VecDeque::new(),
            is_prepared: false,
            takers: Takers::default(),
            work: None,
            seen_seq: 0,
            followings: 0,
            quiet_ms: 0.0,
        }
    }

    /// Who is there, by names that the broker vouches for.
    pub fn takers(&self) -> &BTreeMap<String, Present> {
        self.takers.all()
    }

    /// Whether the broker is there, and has all it needs.
    pub fn is_ready(&self) -> bool {
        self.is_prepared
    }

    /// The run that goes on, or went on last.
    pub fn run(&self) -> Option<&Run> {
        self.work.as_ref().map(|(_, run)| run)
    }

    /// A socket was opened.
    pub fn connect(&mut self, now_ms: f64) {
        self.connection = Some(Connection::new(self.identity.clone(), now_ms));
    }

    /// The socket is closed.
    pub fn disconnect(&mut self) -> Vec<News> {
        self.connection = None;
        self.is_prepared = false;
        self.questions.forget_all();
        self.on(Event::Gone, 0.0)
    }

    /// What is to be sent, once.
    pub fn take_output(&mut self) -> Vec<u8> {
        self.connection.as_mut().map(Connection::take_output).unwrap_or_default()
    }

    /// Has this done. One run goes on at a time: what went on before is called off.
    pub fn start(&mut self, work: Work, now_ms: f64) -> Vec<News> {
        let news = self.cancel(now_ms);
        let run = Run::new(work.run, work.jobs.len() as u32, work.is_foretold, work.secrets);
        self.work = Some((work, run));
        self.seen_seq = 0;
        if self.is_prepared {
            self.ask(About::Standing, jetstream::stream(JOBS), now_ms);
        }
        news
    }

    /// Calls the run off, if one goes on.
    pub fn cancel(&mut self, now_ms: f64) -> Vec<News> {
        self.on(Event::Cancel, now_ms)
    }

    /// A job was computed again, here; `None` where its outputs can't be told.
    pub fn checked(&mut self, job: u32, outputs: Option<Vec<String>>, now_ms: f64) -> Vec<News> {
        self.on(Event::Checked { job, outputs }, now_ms)
    }

    /// Bytes have come in.
    ///
    /// # Errors
    /// The connection is over.
    pub fn receive(&mut self, bytes: &[u8], now_ms: f64) -> Result<Vec<News>, Broken> {
        let Some(connection) = &mut self.connection else { return Ok(Vec::new()) };
        let mut news = Vec::new();
        for heard in connection.receive(bytes, now_ms)? {
            match heard {
                Heard::Ready => self.prepare(now_ms),
                Heard::Message { sid, publication } => self.hear(sid, &publication, now_ms, &mut news)?,
                Heard::Denied(_) => {}
            }
        }
        Ok(news)
    }

    fn prepare(&mut self, now_ms: f64) {
        let Some(connection) = &mut self.connection else { return };
        connection.subscribe(self.questions.inboxes(), SID_ANSWERS);
        connection.subscribe(subjects::UP, SID_UP);
        connection.subscribe(subjects::CLOCK, SID_CLOCK);
        connection.subscribe(subjects::too_often(), SID_TOO_OFTEN);
        self.takers.excuse(now_ms);
        self.steps = VecDeque::from([
            jetstream::create_jobs(),
            jetstream::create_results(),
            jetstream::create_consumer(),
        ]);
        if !self.goes_on() {
            // Of runs before there may be something left, if their host vanished.
            self.steps.push_back(jetstream::purge(JOBS, "jobs.*", None));
            self.steps.push_back(jetstream::purge(RESULTS, "results.*.*", None));
        }
        self.go_on_preparing(now_ms, &mut Vec::new());
    }

    fn say(&mut self, publication: Publication) {
        if let Some(connection) = &mut self.connection {
            connection.publish(publication);
        }
    }

    fn ask(&mut self, about: About, Request { subject, body }: Request, now_ms: f64) {
        self.ask_with(about, Publication::new(subject, body), now_ms);
    }

    fn ask_with(&mut self, about: About, publication: Publication, now_ms: f64) {
        let publication = self.questions.ask(about, publication, now_ms);
        self.say(publication);
    }

    /// One thing after the other; and when all is there, whatever is to be done.
    fn go_on_preparing(&mut self, now_ms: f64, news: &mut Vec<News>) {
        if let Some(request) = self.steps.pop_front() {
            return self.ask(About::Preparing, request, now_ms);
        }
        self.is_prepared = true;
        self.say(Publication::new(subjects::DOWN_ALL, write(&Down::Greet)));
        news.push(News::Ready);
        if self.goes_on() {
            self.ask(About::Standing, jetstream::stream(JOBS), now_ms);
        }
    }

    fn goes_on(&self) -> bool {
        self.run().is_some_and(|run| run.end().is_none())
    }

    fn follow(&mut self, now_ms: f64) {
        let Some(run) = self.run().map(Run::number) else { return };
        let before = SID_RESULTS + self.followings;
        self.followings += 1;
        // The server sends them only where somebody listens to just this.
        let inbox = subjects::inbox(self.identity.name(), &format!("r.{}", self.followings));
        if let Some(connection) = &mut self.connection {
            connection.unsubscribe(before);
            connection.subscribe(inbox.clone(), before + 1);
        }
        let request = jetstream::follow_results(&subjects::run_name(run), &inbox, self.seen_seq + 1);
        self.ask(About::Following, request, now_ms);
    }

    /// Time has passed. To be called several times a second.
    ///
    /// # Errors
    /// The connection is over.
    pub fn tick(&mut self, now_ms: f64) -> Result<Vec<News>, Broken> {
        let mut news = Vec::new();
        let Some(connection) = &mut self.connection else { return Ok(news) };
        connection.tick(now_ms)?;
        for question in self.questions.due(now_ms)? {
            connection.publish(question);
        }
        if !self.is_prepared {
            return Ok(news);
        }
        for taker in self.takers.take_silent(now_ms) {
            news.extend(self.on(Event::Silent { taker: taker.clone() }, now_ms));
            news.push(News::Left(taker));
        }
        if self.goes_on() && now_ms - self.quiet_ms >= LEFT_MS {
            self.quiet_ms = now_ms;
            self.ask(About::Left, jetstream::consumer(), now_ms);
        }
        Ok(news)
    }
}
