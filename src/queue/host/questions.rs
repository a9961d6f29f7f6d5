//! What a host has asked its broker, and whether that was answered.

use std::collections::BTreeMap;

use crate::queue::codec::Publication;
use crate::queue::connection::Broken;
use crate::queue::subjects;

/// A question that nobody has answered is asked again after so long, ms.
const ANSWER_MS: f64 = 1_000.0;
/// A broker that has not answered what it has to after so many times counts as unfit.
const MOST_TIMES: u32 = 15;

/// Why something is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    Preparing,
    Put(u32),
    Following,
    Standing,
    Left,
    Cleaning,
}

/// What was asked.
#[derive(Debug)]
pub(super) struct Question {
    pub(super) about: About,
    pub(super) publication: Publication,
    asked_ms: f64,
    times: u32,
}

/// Those that are open, each with an inbox of its own.
#[derive(Debug)]
pub(super) struct Questions {
    /// Whose they are.
    name: String,
    open: BTreeMap<u64, Question>,
    ever: u64,
}

impl Questions {
    /// None yet, of somebody with this name.
    pub(super) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), open: BTreeMap::new(), ever: 0 }
    }

    /// Where all answers come in.
    pub(super) fn inboxes(&self) -> String {
        self.inbox("*")
    }

    /// Where the answer to the question with this number comes in.
    fn inbox(&self, number: &str) -> String {
        subjects::inbox(&self.name, &format!("q.{number}"))
    }

    /// Notes a question; gives what is to be said.
    pub(super) fn ask(&mut self, about: About, publication: Publication, now_ms: f64) -> Publication {
        self.ever += 1;
        let publication = publication.reply_to(self.inbox(&self.ever.to_string()));
        let question = Question { about, publication: publication.clone(), asked_ms: now_ms, times: 1 };
        self.open.insert(self.ever, question);
        publication
    }

    /// The question that an answer in this inbox is for, which is open no longer; with its number.
    pub(super) fn answered(&mut self, inbox: &str) -> Option<(u64, Question)> {
        let number = inbox.strip_prefix(&self.inbox(""))?.parse().ok()?;
        Some((number, self.open.remove(&number)?))
    }

    /// What came was no answer yet: the question is open again, and asked again in a while.
    pub(super) fn put_back(&mut self, (number, question): (u64, Question), now_ms: f64) {
        self.open.insert(number, Question { asked_ms: now_ms, ..question });
    }

    /// Those that are to be asked again by now.
    ///
    /// # Errors
    /// What the broker has to answer, it has not, as often as it was asked.
    pub(super) fn due(&mut self, now_ms: f64) -> Result<Vec<Publication>, Broken> {
        let late = self.open.values_mut().filter(|question| now_ms - question.asked_ms >= ANSWER_MS);
        late.map(|question| {
            question.asked_ms = now_ms;
            question.times += 1;
            let is_unfit = question.about == About::Preparing && question.times > MOST_TIMES;
            if is_unfit { Err(Broken::Unfit) } else { Ok(question.publication.clone()) }
        })
        .collect()
    }

    /// Forgets the questions that were asked of jobs.
    pub(super) fn forget_jobs(&mut self) {
        self.open.retain(|_, question| !matches!(question.about, About::Put(_) | About::Left));
    }

    /// Forgets all: nobody is there to answer.
    pub(super) fn forget_all(&mut self) {
        self.open.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_asked_until_it_is_answered() {
        let mut questions = Questions::new("me");
        let said = questions.ask(About::Left, Publication::new("how.many".to_owned(), Vec::new()), 0.0);
        let inbox = said.reply.clone().expect("it says where the answer goes");
        assert!(questions.due(ANSWER_MS - 1.0).expect("it is early").is_empty());
        assert_eq!(questions.due(ANSWER_MS).expect("it may take long"), [said]);
        assert!(questions.answered("_INBOX.another.q.1").is_none() && questions.answered("q.1").is_none());
        let answered = questions.answered(&inbox).expect("it is open");
        assert_eq!(answered.1.about, About::Left);
        questions.put_back(answered, 1_500.0);
        assert!(questions.due(1_500.0 + ANSWER_MS - 1.0).expect("it is early").is_empty());
        assert!(questions.answered(&inbox).is_some() && questions.answered(&inbox).is_none());
    }

    #[test]
    fn only_what_a_broker_has_to_answer_makes_it_unfit() {
        let asked_often = |about| {
            let mut questions = Questions::new("me");
            questions.ask(about, Publication::new("x".to_owned(), Vec::new()), 0.0);
            (1..=MOST_TIMES).all(|turn| questions.due(f64::from(turn) * ANSWER_MS).is_ok())
        };
        assert!(asked_often(About::Put(0)));
        assert!(!asked_often(About::Preparing));
    }
}
