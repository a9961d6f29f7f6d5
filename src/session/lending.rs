//! What this tab lends to the runs of other tabs: workers that take jobs of a queue.
//!
//! A taker serves one run and then ends: another is made, that waits for the next run.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::program::Program;
use crate::browser::random::number;
use crate::browser::worker::{Incoming, Worker};
use crate::browser::{features, page};
use crate::experiment::MOST_WORKERS;
use crate::protocol::decode;
use crate::protocol::taking::{TakerName, TakerNews};
use crate::trace::Detail;

/// What this tab lends. A handle that can be copied.
#[derive(Clone, Copy)]
pub struct Lending {
    /// What it lends now; `None` while it lends nothing.
    pub lent: ReadSignal<Option<Lent>>,
    /// Why it can't.
    pub problem: ReadSignal<Option<Detail>>,
    write: WriteSignal<Option<Lent>>,
    write_problem: WriteSignal<Option<Detail>>,
    takers: StoredValue<Vec<Taker>, LocalStorage>,
}

/// What a tab lends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lent {
    /// Takers that wait for a run.
    pub waiting: u32,
    /// Takers that serve one.
    pub at_work: u32,
    /// Tasks that they have done.
    pub done: u32,
}

struct Taker {
    id: u64,
    is_at_work: bool,
    _worker: Worker,
}

impl Lending {
    /// A tab that lends nothing yet.
    pub fn nothing() -> Self {
        let (lent, write) = signal(None);
        let (problem, write_problem) = signal(None);
        Self { lent, problem, write, write_problem, takers: StoredValue::new_local(Vec::new()) }
    }

    /// Whether this browser lets tabs find each other.
    pub fn is_possible() -> bool {
        features::can_queue()
    }

    /// The most workers that it lends: as many as there are cores, it is said.
    pub fn most() -> u32 {
        features::hardware_concurrency().min(MOST_WORKERS)
    }

    /// Lends so many workers from now on.
    pub fn start(self, workers: u32) {
        self.write_problem.set(None);
        self.write.set(Some(Lent::default()));
        spawn_local(async move {
            let program = Program::engine(&page::files()).await;
            match program {
                Ok(program) => (0..workers).for_each(|_| self.make(&program)),
                Err(why) => self.fail(why),
            }
        });
    }

    /// Lends nothing any more. What its takers had in hand goes back at once, and to others.
    pub fn stop(self) {
        self.write.set(None);
        self.takers.update_value(Vec::clear);
    }

    /// Makes a taker that waits for a run.
    fn make(self, program: &Program) {
        if self.lent.with_untracked(Option::is_none) {
            return;
        }
        let id = number();
        let (files, name, next) = (page::files(), TakerName { id, run: None }.to_string(), program.clone());
        let started = Worker::start(&files, &name, move |incoming| match incoming {
            Incoming::Message { bytes, .. } => match decode(&bytes) {
                Some(TakerNews::Begun) => self.change(id, |taker| taker.is_at_work = true),
                Some(TakerNews::Done(tasks)) => self.count(tasks),
                // What can't be read is a panic: its program broke.
                Some(TakerNews::Over) | None => self.replace(id, next.clone()),
            },
            Incoming::Error(why) => self.fail(why),
            Incoming::Cancel | Incoming::Close => {}
        });
        match started.and_then(|worker| worker.hand(program).map(|()| worker)) {
            Ok(worker) => {
                self.takers
                    .update_value(|takers| takers.push(Taker { id, is_at_work: false, _worker: worker }));
                self.tell();
            }
            Err(words) => self.fail(words.into()),
        }
    }

    fn change(self, id: u64, change: impl FnOnce(&mut Taker)) {
        self.takers.update_value(|takers| {
            if let Some(taker) = takers.iter_mut().find(|taker| taker.id == id) {
                change(taker);
            }
        });
        self.tell();
    }

    /// Makes a taker in place of one that is not needed any more, or of no use. That one is on the stack of whoever calls
    /// this: it is dropped after that.
    fn replace(self, id: u64, program: Program) {
        spawn_local(async move {
            self.takers.update_value(|takers| takers.retain(|taker| taker.id != id));
            self.make(&program);
        });
    }

    fn count(self, tasks: u32) {
        self.write.update(|lent| {
            if let Some(lent) = lent {
                lent.done += tasks;
            }
        });
    }

    /// Says how many there are.
    fn tell(self) {
        let (all, at_work) = self.takers.with_value(|takers| {
            (takers.len() as u32, takers.iter().filter(|taker| taker.is_at_work).count() as u32)
        });
        self.write.update(|lent| {
            if let Some(lent) = lent {
                (lent.waiting, lent.at_work) = (all - at_work, at_work);
            }
        });
    }

    fn fail(self, why: Detail) {
        spawn_local(async move {
            self.stop();
            self.write_problem.set(Some(why));
        });
    }
}
