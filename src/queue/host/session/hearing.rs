//! What comes in from the broker: answers, results, and what takers say.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{Host, SID_ANSWERS, SID_CLOCK, SID_RESULTS, SID_TOO_OFTEN, SID_UP};
use crate::queue::codec::Publication;
use crate::queue::connection::Broken;
use crate::queue::host::event::{Attempt, Event};
use crate::queue::host::news::News;
use crate::queue::host::questions::{About, Question};
use crate::queue::host::run::Run;
use crate::queue::host::takers::Change;
use crate::queue::jetstream::{self, ConsumerState, Delivery, Stored, StreamInfo};
use crate::queue::message::{ClockAnswer, ClockQuestion, Down, JobResult, Unreadable, Up, read, write};
use crate::queue::subjects;

impl Host {
    pub(super) fn hear(
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
}

/// What the server tells of a job that is handed out no more.
#[derive(Deserialize)]
struct Advisory {
    stream_seq: u64,
}
