//! A worker that does jobs again, to see whether others did them right. Made when it is first needed.

use std::collections::VecDeque;
use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::browser::program::Program;
use crate::browser::worker::{Incoming, Worker};
use crate::protocol::{decode, encode};
use crate::queue::travel::{CHECKER, Check, FromChecker};

/// Does jobs again.
pub(super) struct Checker {
    program: Program,
    files: String,
    hear: Rc<dyn Fn(Incoming)>,
    worker: Option<Worker>,
    is_loaded: bool,
    /// What it was not asked yet, or has not answered.
    open: VecDeque<Check>,
}

impl Checker {
    /// Of the release's folder, `files`; `hear` is told what its worker says.
    pub(super) fn new(program: Program, files: String, hear: Rc<dyn Fn(Incoming)>) -> Self {
        Self { program, files, hear, worker: None, is_loaded: false, open: VecDeque::new() }
    }

    /// Asks for a job to be done again.
    pub(super) fn ask(&mut self, check: Check) {
        if self.is_loaded {
            self.post(&check);
        }
        self.open.push_back(check);
        if self.worker.is_none() {
            let hear = self.hear.clone();
            let worker = Worker::start(&self.files, CHECKER, move |incoming| hear(incoming));
            self.worker = worker.ok().filter(|worker| worker.hand(&self.program).is_ok());
        }
    }

    /// Its worker says something: a job, and what it comes to; `None` where that can't be told.
    pub(super) fn hear(&mut self, incoming: Incoming) -> Vec<(u32, Option<Vec<String>>)> {
        let said = match incoming {
            Incoming::Message { bytes, .. } => decode::<FromChecker>(&bytes),
            Incoming::Error(_) => None,
            Incoming::Cancel | Incoming::Close => return Vec::new(),
        };
        match said {
            Some(FromChecker::Loaded) => {
                self.is_loaded = true;
                self.open.iter().for_each(|check| self.post(check));
                Vec::new()
            }
            Some(FromChecker::Checked { job, outputs }) => {
                self.open.retain(|check| check.job != job);
                vec![(job, outputs)]
            }
            // It broke. What it was asked can't be told; the next question makes another.
            None => {
                (self.worker, self.is_loaded) = (None, false);
                self.open.drain(..).map(|check| (check.job, None)).collect()
            }
        }
    }

    /// Nothing that was asked is needed any more.
    pub(super) fn stop(&mut self) {
        if !self.open.is_empty() {
            self.open.clear();
            (self.worker, self.is_loaded) = (None, false);
        }
    }

    fn post(&self, check: &Check) {
        if let Some(worker) = &self.worker {
            // Bytes can always be sent.
            let _ = worker.post(&encode(check), &JsValue::UNDEFINED);
        }
    }
}
