//! `transfer`: sums a payload, a block of bytes that lives outside of the worker and so has to come to it first.

use super::content::mixed;
use super::{
    Arrived, Cost, Extras, MakeTask, Param, Payload, Phase, Step, Task, TransferMode, Unit, Values, Wait,
    Window, Work, Workload, WorkloadId,
};

const SIZE: Param = Param::integer("size", 8_388_608, 1, 268_435_456, Unit::Bytes);
const BY: Param = Param::choice("by", &["copy", "move", "share"]);
const TASKS: Param = Param::tasks(8);

pub(super) const WORKLOAD: Workload = Workload {
    id: WorkloadId::Transfer,
    params: &[SIZE, BY, TASKS],
    cost: |values| {
        let Payload { size, by } = payload(values);
        // A copy takes twice as long as summing it, and exists twice while it is on its way.
        let copies = u64::from(by == TransferMode::Copy);
        Cost {
            compute_ms: size as f64 * 0.8e-6,
            wait_ms: (size * copies) as f64 * 1.6e-6,
            bytes: size * (1 + copies),
            ..Cost::default()
        }
    },
    extras: Extras { payload: Some(payload), ..Extras::NONE },
};

pub(super) const TASK: MakeTask =
    |values, _, _| Box::new(Transfer { size: values.int(&SIZE), stage: Stage::Ask });

fn payload(values: &Values) -> Payload {
    let by = match values.choice(&BY) {
        "move" => TransferMode::Move,
        "share" => TransferMode::Share,
        _ => TransferMode::Copy,
    };
    Payload { size: values.int(&SIZE), by }
}

/// The bytes that every payload repeats from its beginning on.
pub fn pattern() -> [u8; 1 << 16] {
    std::array::from_fn(|place| mixed(place as u32) as u8)
}

/// Bytes read through the window at a time.
const VIEW: usize = 1 << 16;
/// Bytes summed in one slice: about 150 µs.
const SLICE: u64 = 1 << 18;

/// A payload to be had, and then its sum.
struct Transfer {
    size: u64,
    stage: Stage,
}

enum Stage {
    /// The payload has not come yet.
    Ask,
    Summing(Summing),
}

/// A payload that is here, summed up to some place.
struct Summing {
    window: Window,
    view: Box<[u8]>,
    at: u64,
    sum: u64,
    /// Bytes summed in the last slice.
    summed: u64,
}

impl Task for Transfer {
    /// From the beginning: whoever computes is the one that has to have the payload.
    fn phase(&self) -> Phase {
        Phase::Compute
    }

    fn advance(&mut self, _: f64, arrived: Option<Arrived>) -> Step {
        if let Some(Arrived::Payload(window)) = arrived {
            let view = vec![0; VIEW].into_boxed_slice();
            self.stage = Stage::Summing(Summing { window, view, at: 0, sum: 0, summed: 0 });
        }
        match &mut self.stage {
            Stage::Ask => Step::Waiting(Wait::Payload),
            Stage::Summing(summing) => summing.slice(self.size),
        }
    }

    fn worked(&self) -> Work {
        match &self.stage {
            Stage::Ask => Work::NONE,
            Stage::Summing(summing) => Work::of(summing.summed),
        }
    }
}

impl Summing {
    fn slice(&mut self, size: u64) -> Step {
        let stop = size.min(self.at + SLICE);
        self.summed = stop - self.at;
        while self.at < stop {
            let view = &mut self.view[..VIEW.min((stop - self.at) as usize)];
            self.window.0(self.at, view);
            self.sum += view.iter().map(|byte| u64::from(*byte)).sum::<u64>();
            self.at += view.len() as u64;
        }
        if self.at < size { Step::Computing } else { Step::Done(self.sum.to_string()) }
    }
}
