//! `sleep`: waits, and does nothing else.

use super::{
    Arrived, Cost, Extras, MakeTask, Param, Phase, Step, Task, Unit, Wait, Workload, WorkloadId, jittered,
};

const DELAY: Param = Param::integer("delay", 1000, 0, 60_000, Unit::Ms);
const JITTER: Param = Param::integer("jitter", 0, 0, 100, Unit::Percent);
const TASKS: Param = Param::tasks(5);

pub(super) const WORKLOAD: Workload = Workload {
    id: WorkloadId::Sleep,
    params: &[DELAY, JITTER, TASKS],
    cost: |values| Cost { wait_ms: values.int(&DELAY) as f64, ..Cost::default() },
    extras: Extras::NONE,
};

pub(super) const TASK: MakeTask =
    |values, k, _| Box::new(Sleep { ms: jittered(values.int(&DELAY), values.int(&JITTER), k) });

struct Sleep {
    ms: u32,
}

impl Task for Sleep {
    fn phase(&self) -> Phase {
        Phase::Wait
    }

    fn advance(&mut self, _: f64, arrived: Option<Arrived>) -> Step {
        match arrived {
            None => Step::Waiting(Wait::Sleep { ms: self.ms }),
            Some(_) => Step::Done(self.ms.to_string()),
        }
    }
}
