//! The answer in words.

use super::{
    Advice, Agreement, Description, Fit, LeftOut, Plan, Quantity, RuleOfThumb, Turning, WAYS, Way, Why,
};
use crate::experiment::listed_executors;
use crate::text;
use crate::text::{Grouped, JOINT, Spelled, count, milliseconds, percent, rough, times};

text::require!(executor in WAYS => ["adviser", "why", executor.id()]);

impl Way {
    /// What Python calls it: `in Python: asyncio`.
    pub fn in_python(&self) -> String {
        text!(adviser.python, name = self.executor.python())
    }
}

impl Advice {
    /// Why the answer is what it is, in sentences, the most telling first.
    pub fn in_words(&self) -> Vec<String> {
        let picked = self.picked();
        let time = milliseconds(picked.makespan.median);
        let mut said = vec![text::of(&["adviser", "why", picked.executor.id()])];
        said.push(match self.rival.map(|rival| &self.ways[rival]) {
            Some(rival) => {
                let times = times(self.beside_picked(rival));
                text!(adviser.too_close, time = time, times = times, name = rival.executor.label())
            }
            None if self.pick == self.best => text!(adviser.best, time = time),
            None => text!(adviser.as_good, time = time, name = self.ways[self.best].executor.label()),
        });
        said.extend(match self.simpler() {
            Some(simpler) => {
                let times = times(self.beside_picked(simpler));
                Some(text!(adviser.simpler, name = simpler.executor.label(), times = times))
            }
            None => (self.pick == 0).then(|| text!(adviser.simplest)),
        });
        if self.rival.is_none() {
            said.extend(self.further().map(|(further, saved)| match saved < MOST_NOTHING {
                true => text!(adviser.no_further),
                false => {
                    text!(adviser.further, name = further.executor.label(), share = percent(saved, 0))
                }
            }));
        }
        said.extend(self.under_one_lock().map(|way| {
            let (name, python) = (way.executor.label(), way.executor.python());
            text!(adviser.interpreter, name = name, python = python, time = milliseconds(way.makespan.median))
        }));
        said
    }
}

/// A time as its author said it: `3 ms`, `1.50 s`.
fn whole_ms(ms: u32) -> String {
    if ms < 1000 { format!("{ms}{JOINT}{}", text!(unit.ms)) } else { milliseconds(ms.into()) }
}

/// What saves no more than this share of the time brings nothing to speak of.
const MOST_NOTHING: f64 = 0.02;

impl Fit {
    /// Its name, for style sheets.
    pub fn name(self) -> &'static str {
        match self {
            Self::Within => "within",
            Self::Beyond => "beyond",
            Self::Unclear => "unclear",
        }
    }
}

impl Turning {
    /// Where it turns, and to what.
    pub fn in_words(&self) -> String {
        let name = self.executor.label();
        let ms = whole_ms(self.at);
        match (self.quantity, self.grows) {
            (Quantity::Compute, true) => text!(adviser.turning.compute_above, at = ms, name = name),
            (Quantity::Compute, false) => text!(adviser.turning.compute_below, at = ms, name = name),
            (Quantity::Wait, true) => text!(adviser.turning.wait_above, at = ms, name = name),
            (Quantity::Wait, false) => text!(adviser.turning.wait_below, at = ms, name = name),
            (Quantity::Tasks, true) => {
                text!(adviser.turning.tasks_above, at = count(self.at.into()), name = name)
            }
            (Quantity::Tasks, false) => {
                text!(adviser.turning.tasks_below, at = count(self.at.into()), name = name)
            }
        }
    }
}

impl RuleOfThumb {
    /// What it says of a program.
    pub fn in_words(&self, description: &Description) -> String {
        let wait = whole_ms(description.wait_ms);
        let compute = whole_ms(description.compute_ms + description.shared_ms);
        text!(adviser.rule.says, wait = wait, compute = compute, name = self.advises().label())
    }
}

impl Agreement {
    /// How the rule stands to what was measured, in sentences.
    pub fn in_words(&self) -> Vec<String> {
        match self {
            Self::Same => vec![text!(adviser.rule.same)],
            Self::NotSimplest => vec![text!(adviser.rule.not_simplest)],
            Self::Slower(ratio, why) => {
                vec![text!(adviser.rule.slower, times = times(*ratio)), why.in_words()]
            }
            Self::NotMeasured => vec![text!(adviser.rule.not_measured)],
        }
    }
}

impl Why {
    fn in_words(self) -> String {
        match self {
            Self::OneCore(ms) => text!(adviser.because.one_core, time = milliseconds(ms.into())),
            Self::WaitsPerThread(threads) => text!(adviser.because.waits, n = Spelled(threads)),
            Self::OneLock => text!(adviser.because.one_lock),
            Self::Handing => text!(adviser.because.handing),
        }
    }
}

impl LeftOut {
    /// What is not tried, and why not.
    pub fn in_words(&self) -> String {
        match self {
            Self::Unavailable(executor, why) => why.in_words(&listed_executors(&[*executor])),
            Self::TooLong(executor, ms) => {
                text!(adviser.left_long, name = executor.label(), time = milliseconds(*ms))
            }
            Self::SharesNothing(executor) => text!(adviser.left_shares, name = executor.label()),
        }
    }
}

impl Plan {
    /// What is about to be done for an answer, where so many tasks were asked about.
    pub fn in_words(&self, asked: u32) -> Vec<String> {
        let (time, most) = (rough(self.expected_ms), rough(super::ADVICE_MS));
        let ways = Grouped(self.experiment.executors.len() as u64);
        let mut said = vec![text!(adviser.plan, n = ways, time = time, most = most)];
        let tasks = self.experiment.workload.tasks(&self.experiment.values);
        if tasks < asked {
            said.push(text!(adviser.part, asked = count(asked.into()), tasks = count(tasks.into())));
        }
        said
    }
}
