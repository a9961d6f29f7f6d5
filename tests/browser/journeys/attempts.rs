//! What timing decides: on a machine that others use, too, it may come out wrong once; a model that is wrong comes
//! out wrong every time. So it is repeated, here and nowhere else, and how often is told at the end.

use std::sync::{Arc, Mutex};

use interleave_journeys::document::Document;
use serde_json::Value;

use crate::world::World;

/// How often a measurement is repeated until it comes out as expected.
const MEASURED: usize = 6;
/// How often what has to be over within a time: a machine can be held up once.
const TIMED: usize = 2;

/// What was expected, where it was not so.
pub type Outcome = Result<(), String>;

/// What timing decides, once it came out as expected.
#[derive(Clone)]
pub struct Decided {
    /// What it was.
    pub what: String,
    /// What was found instead in each attempt before.
    pub reasons: Vec<String>,
}

impl Decided {
    /// How many attempts it took.
    pub fn attempts(&self) -> usize {
        self.reasons.len() + 1
    }
}

/// All that timing has decided so far.
#[derive(Clone, Default)]
pub struct Attempts(Arc<Mutex<Vec<Decided>>>);

impl Attempts {
    /// All so far.
    pub fn made(&self) -> Vec<Decided> {
        self.0.lock().expect("nobody panics while it is held").clone()
    }

    /// Attempts at a measurement: `while attempts.go_on() { attempts.came_out(…) }`.
    pub fn at(&self, what: &str) -> Attempt {
        self.at_most(MEASURED, what)
    }

    /// Attempts at something that has to be over within a time.
    pub fn in_time(&self, what: &str) -> Attempt {
        self.at_most(TIMED, what)
    }

    fn at_most(&self, most: usize, what: &str) -> Attempt {
        Attempt { all: self.clone(), most, what: what.to_owned(), reasons: Vec::new(), is_over: false }
    }
}

/// Attempts at one thing, one after the other.
pub struct Attempt {
    all: Attempts,
    most: usize,
    what: String,
    reasons: Vec<String>,
    is_over: bool,
}

impl Attempt {
    /// Whether it has yet to come out as expected. If it never does, that is the end of the journey.
    pub fn go_on(&self) -> bool {
        assert!(self.is_over || self.reasons.len() < self.most, "{}: {:#?}", self.what, self.reasons);
        !self.is_over
    }

    /// How this attempt came out.
    pub fn came_out(&mut self, outcome: Outcome) {
        match outcome {
            Ok(()) => {
                self.is_over = true;
                let mut made = self.all.0.lock().expect("nobody panics while it is held");
                made.push(Decided { what: self.what.clone(), reasons: self.reasons.clone() });
            }
            Err(reason) => self.reasons.push(reason),
        }
    }
}

/// So it has to be, or it is told what was found instead.
pub fn ensure(holds: bool, found: impl FnOnce() -> String) -> Outcome {
    if holds { Ok(()) } else { Err(found()) }
}

/// The result of an experiment, in which no run may have failed.
pub fn finished(experiment: &str, result: &Value) -> Document {
    let document = Document::check(result);
    assert!(document.runs.iter().all(|run| run.error.is_none()), "{experiment}: {:?}", document.runs);
    document
}

/// Measures an experiment until it comes out as expected.
pub async fn shows(world: &World, experiment: &str, expected: impl Fn(&Document) -> Outcome) {
    let page = world.open("").await;
    let mut attempts = world.attempts.at(experiment);
    while attempts.go_on() {
        attempts.came_out(expected(&finished(experiment, &page.result_of(experiment).await)));
    }
}
