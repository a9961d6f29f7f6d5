//! What a run decides, put in words for the broker and its takers.

use super::Host;
use crate::queue::codec::{Headers, Publication};
use crate::queue::host::event::{Action, End, Event};
use crate::queue::host::news::News;
use crate::queue::host::questions::About;
use crate::queue::jetstream::{self, JOBS, RESULTS};
use crate::queue::message::{Down, Job, write};
use crate::queue::subjects;

impl Host {
    /// Has the run make of it what it does.
    pub(super) fn on(&mut self, event: Event, now_ms: f64) -> Vec<News> {
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
