//! `requests`: a server's day. Requests arrive at a steady rate; each waits, and every so many also compute.

use std::hint::black_box;

use super::squares::{SQUARE_MS, SumOfSquares};
use super::{
    Arrived, Cost, Extras, MakeTask, Param, Phase, Step, Task, Unit, Values, Wait, Work, Workload, WorkloadId,
};

const RATE: Param = Param::integer("rate", 50, 1, 1000, Unit::PerSecond);
const DELAY: Param = Param::integer("delay", 20, 0, 10_000, Unit::Ms);
const HEAVY: Param = Param::integer("heavy", 10, 0, 1000, Unit::Count);
const NUMBER: Param = Param::integer("number", 50_000_000, 1, 1_000_000_000, Unit::Count);
const TASKS: Param = Param::tasks(100);

pub(super) const WORKLOAD: Workload = Workload {
    id: WorkloadId::Requests,
    params: &[RATE, DELAY, HEAVY, NUMBER, TASKS],
    cost,
    extras: Extras { latency: Some(is_light), ..Extras::NONE },
};

pub(super) const TASK: MakeTask = |values, k, _| Box::new(Request::new(values, k));

/// The mean of light and heavy requests; the last one arrives when it does, whoever serves it.
fn cost(values: &Values) -> Cost {
    let heavy = match values.int(&HEAVY) {
        0 => 0.0,
        every => 1.0 / every as f64,
    };
    Cost {
        compute_ms: values.int(&NUMBER) as f64 * SQUARE_MS * heavy,
        wait_ms: values.int(&DELAY) as f64,
        least_ms: arrival_ms(values, values.int(&TASKS) - 1),
        ..Cost::default()
    }
}

/// When request `k` arrives, ms since the run's tasks were first handed out.
fn arrival_ms(values: &Values, k: u64) -> f64 {
    k as f64 * 1000.0 / values.int(&RATE) as f64
}

/// Whether request `k` only waits.
fn is_light(values: &Values, k: u32) -> bool {
    match values.int(&HEAVY) {
        0 => true,
        every => !(u64::from(k) + 1).is_multiple_of(every),
    }
}

/// One request, from its arrival to its response.
struct Request {
    arrival_ms: f64,
    delay_ms: u32,
    /// What a heavy one computes.
    work: Option<SumOfSquares>,
    worked: Work,
    stage: Stage,
}

/// What happens next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Arrive,
    Wait,
    Work,
    Respond,
}

impl Request {
    fn new(values: &Values, k: u32) -> Self {
        Self {
            arrival_ms: arrival_ms(values, k.into()),
            delay_ms: values.int(&DELAY) as u32,
            work: (!is_light(values, k)).then(|| SumOfSquares::up_to(values.int(&NUMBER))),
            worked: Work::NONE,
            stage: Stage::Arrive,
        }
    }

    fn after_waiting(&self) -> Stage {
        if self.work.is_some() { Stage::Work } else { Stage::Respond }
    }
}

impl Task for Request {
    fn phase(&self) -> Phase {
        if self.stage == Stage::Work { Phase::Compute } else { Phase::Wait }
    }

    fn advance(&mut self, now_ms: f64, _: Option<Arrived>) -> Step {
        match self.stage {
            Stage::Arrive => {
                self.stage = Stage::Wait;
                Step::Waiting(Wait::Due { at_ms: self.arrival_ms })
            }
            Stage::Wait => {
                self.stage = self.after_waiting();
                Step::Waiting(Wait::Sleep { ms: self.delay_ms })
            }
            Stage::Work => {
                // Nobody reads the sum, but it has to be computed.
                if self.work.as_mut().and_then(SumOfSquares::slice).map(black_box).is_some() {
                    self.stage = Stage::Respond;
                }
                self.worked = self.work.as_ref().map_or(Work::NONE, SumOfSquares::worked);
                Step::Computing
            }
            Stage::Respond => {
                self.worked = Work::NONE;
                let late_ms = now_ms - self.arrival_ms - f64::from(self.delay_ms);
                Step::Done(to_microseconds(late_ms).to_string())
            }
        }
    }

    fn worked(&self) -> Work {
        self.worked
    }
}

/// Rounded to three decimals; no clock of a browser is finer. Never a negative zero.
fn to_microseconds(ms: f64) -> f64 {
    (ms * 1000.0).round() / 1000.0 + 0.0
}
