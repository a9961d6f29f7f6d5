//! A host's side of a broker: it sees to it that the streams are there, puts jobs, follows results, answers takers,
//! and asks how things stand.

use std::collections::{BTreeMap, VecDeque};

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::event::{Action, Attempt, End, Event};
use super::news::{News, Work};
use super::questions::{About, Question, Questions};
use super::run::Run;
use super::takers::{Change, Present, Takers};
use crate::queue::codec::{Headers, Publication};
use crate::queue::connection::{Broken, Connection, Heard};
use crate::queue::jetstream::{self, ConsumerState, Delivery, JOBS, RESULTS, Request, Stored, StreamInfo};
use crate::queue::keys::{Identity, Key};
use crate::queue::message::{ClockAnswer, ClockQuestion, Down, Job, JobResult, Unreadable, Up, read, write};
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

    fn hear(
        &mut self,
        sid: u64,
        publication: &Publication,
        now_ms: f64,
        news: &mut Vec<News>,
    ) -> Result<(), Broken> {
        match sid {
            // Where nobody answers just now, it is asked again in a while.
            SID_ANSWERS if publication.headers.status.is_none() => {
                if let Some(question) = self.questions.answered(&publication.subject) {
                    return self.hear_answer(question, &publication.payload, now_ms, news);
                }
            }
            SID_UP => self.hear_taker(publication, now_ms, news),
            SID_CLOCK => self.answer_clock(publication, now_ms),
            SID_TOO_OFTEN => {
                if let Ok(Advisory { stream_seq: seq }) = serde_json::from_slice(&publication.payload) {
                    news.extend(self.on(Event::TooOften { seq }, now_ms));
                }
            }
            sid if sid == SID_RESULTS + self.followings => self.hear_result(publication, now_ms, news),
            _ => {}
        }
        Ok(())
    }

    fn hear_answer(
        &mut self,
        (number, question): (u64, Question),
        payload: &[u8],
        now_ms: f64,
        news: &mut Vec<News>,
    ) -> Result<(), Broken> {
        match question.about {
            About::Preparing => match jetstream::answer::<IgnoredAny>(payload) {
                Ok(_) => self.go_on_preparing(now_ms, news),
                // A server that has just started: it is asked again in a while.
                Err(error) if error.is_unavailable() => self.questions.put_back((number, question), now_ms),
                Err(_) => return Err(Broken::Unfit),
            },
            About::Put(job) => {
                if let Ok(Stored { seq, .. }) = jetstream::answer(payload) {
                    news.push(News::Queued { job, bytes: question.publication.payload.len() });
                    news.extend(self.on(Event::Stored { job, seq }, now_ms));
                } else {
                    // There is no room, or no disk, just now: it is put again in a while.
                    self.questions.put_back((number, question), now_ms);
                }
            }
            About::Standing => {
                if let Ok(StreamInfo { state }) = jetstream::answer(payload) {
                    self.follow(now_ms);
                    news.extend(self.on(Event::Back { last_seq: state.last_seq }, now_ms));
                }
            }
            About::Left => {
                if let Ok(ConsumerState { num_pending, num_ack_pending }) = jetstream::answer(payload) {
                    news.extend(self.on(Event::Left { jobs: num_pending + num_ack_pending }, now_ms));
                }
            }
            About::Following | About::Cleaning => {}
        }
        Ok(())
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

    fn hear_result(&mut self, publication: &Publication, now_ms: f64, news: &mut Vec<News>) {
        let Some(run) = self.run().map(Run::number) else { return };
        let Some(job) = subjects::job_of_result(run, &publication.subject) else { return };
        let Some(Delivery { stream_seq: seq, .. }) = publication.reply.as_deref().and_then(Delivery::read)
        else {
            return;
        };
        self.seen_seq = self.seen_seq.max(seq);
        self.quiet_ms = now_ms;
        let result = read::<JobResult>(&publication.payload);
        news.extend(self.on(Event::Result { job, seq, result }, now_ms));
    }

    fn hear_taker(&mut self, publication: &Publication, now_ms: f64, news: &mut Vec<News>) {
        let Some(name) = subjects::taker_of(&publication.subject).map(str::to_owned) else { return };
        let up = match read::<Up>(&publication.payload) {
            Ok(up) => up,
            Err(Unreadable::Version(_)) => return news.push(News::OtherVersion(name)),
            Err(_) => return,
        };
        match self.takers.hear(&name, &up, now_ms) {
            Change::Joined => news.push(News::Joined(name.clone())),
            Change::Left => {
                news.extend(self.on(Event::Silent { taker: name.clone() }, now_ms));
                news.push(News::Left(name.clone()));
            }
            Change::Stranger => {
                self.say(Publication::new(subjects::down(&name), write(&Down::Greet)));
            }
            Change::Nothing => {}
        }
        match up {
            Up::Began { lane, held, at_ms, clock } => {
                let attempt = Attempt { taker: name.clone(), lane, held };
                let at_ms = clock.map_or(now_ms, |clock| clock.host_ms(at_ms));
                if self.run().is_some_and(|run| run.number() == held.run && run.end().is_none()) {
                    news.push(News::Began(attempt, at_ms));
                }
                news.extend(self.on(Event::Began { taker: name, lane, held }, now_ms));
            }
            Up::Unable(held) => news.extend(self.on(Event::GivenBack(held), now_ms)),
            Up::Hello(_) | Up::Alive { .. } | Up::Leaving => {}
        }
    }

    fn answer_clock(&mut self, publication: &Publication, now_ms: f64) {
        let name = subjects::taker_of(&publication.subject);
        // Only to whoever asks: a taker may not have the host speak to others in its place.
        let own = name.map(|name| subjects::inbox(name, "clock"));
        let inbox = publication.reply.clone().filter(|reply| Some(reply) == own.as_ref());
        if let (Some(inbox), Ok(ClockQuestion { number })) = (inbox, read(&publication.payload)) {
            self.say(Publication::new(inbox, write(&ClockAnswer { number, host_ms: now_ms })));
        }
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

    /// Has the run make of it what it does.
    fn on(&mut self, event: Event, now_ms: f64) -> Vec<News> {
        let Some((_, run)) = &mut self.work else { return Vec::new() };
        let actions = run.on(event);
        let number = run.number();
        let mut news = Vec::new();
        for action in actions {
            match action {
                Action::Put(job) => self.put(job, now_ms),
                Action::Erase { job, through_seq } => {
                    let before = Some(through_seq + 1);
                    let request = jetstream::purge(RESULTS, &subjects::result(number, job), before);
                    self.ask(About::Cleaning, request, now_ms);
                }
                Action::Reread => {
                    self.seen_seq = 0;
                    self.follow(now_ms);
                }
                Action::Check(job) => {
                    news.extend(self.work.iter().map(|(work, _)| News::Check(work.check(job))))
                }
                Action::Accept(result) => news.push(News::Result(result)),
                Action::Retract(job) => news.push(News::Retracted(job)),
                Action::Lost(attempt) => news.push(News::Lost(attempt)),
                Action::Distrust(taker) => {
                    self.say(Publication::new(subjects::down(&taker), write(&Down::Dismiss)));
                    news.push(News::Distrusted(taker));
                }
                Action::End(end) => {
                    self.clean(number, end, now_ms);
                    news.push(News::Ended(end));
                }
            }
        }
        news
    }

    fn put(&mut self, number: u32, now_ms: f64) {
        let Some((work, run)) = &self.work else { return };
        let (attempt, nonce) = run.attempt(number);
        let job = Job {
            run: work.run,
            number,
            attempt,
            nonce,
            experiment: work.experiment.clone(),
            tasks: work.jobs.get(number as usize).cloned().unwrap_or_default(),
            work_rate: work.work_rate,
            zero_ms: work.zero_ms,
        };
        let id: Headers = jetstream::message_id(&format!("{}.{number}.{attempt}", work.run));
        let publication = Publication::new(subjects::job(work.run), write(&job)).with(id);
        self.ask_with(About::Put(number), publication, now_ms);
    }

    /// Nothing of a run that is over stays with the broker; and who is still at it can leave it.
    fn clean(&mut self, run: u64, end: End, now_ms: f64) {
        if end != End::Finished {
            self.say(Publication::new(subjects::DOWN_ALL, write(&Down::Cancel { run })));
        }
        self.questions.forget_jobs();
        self.ask(About::Cleaning, jetstream::purge(JOBS, &subjects::job(run), None), now_ms);
        self.ask(About::Cleaning, jetstream::purge(RESULTS, &subjects::results(run), None), now_ms);
    }
}

/// What the server tells of a job that is handed out no more.
#[derive(Deserialize)]
struct Advisory {
    stream_seq: u64,
}
