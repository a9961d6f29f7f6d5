//! The poison pill: one task that computes among tasks that wait, to see what one bad citizen does.

use super::sized::{SizedWork, WorkRate};
use super::{Arrived, Phase, Step, Task, Work};

/// A task that only computes.
pub struct Poison {
    work: SizedWork,
    slices: u64,
    worked: Work,
}

impl Poison {
    /// One that takes so many ms.
    pub fn new(ms: u32, rate: WorkRate) -> Self {
        Self { work: SizedWork::new(ms.into(), rate), slices: 0, worked: Work::NONE }
    }
}

impl Task for Poison {
    fn phase(&self) -> Phase {
        if self.work.is_done() { Phase::Wait } else { Phase::Compute }
    }

    fn advance(&mut self, _: f64, _: Option<Arrived>) -> Step {
        if self.work.is_done() {
            self.worked = Work::NONE;
            return Step::Done(format!("{} slices", self.slices));
        }
        self.worked = Work { kind: Work::POISON, amount: self.work.slice() };
        self.slices += 1;
        Step::Computing
    }

    fn worked(&self) -> Work {
        self.worked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_computes_all_its_slices() {
        let mut poison = Poison::new(3, WorkRate::measured(1 << 18, 1.0).expect("a rate"));
        let steps = std::iter::from_fn(|| match poison.advance(0.0, None) {
            Step::Computing => Some(()),
            _ => None,
        });
        assert_eq!(steps.count(), 3);
        assert!(matches!(poison.advance(0.0, None), Step::Done(output) if output == "3 slices"));
    }
}
