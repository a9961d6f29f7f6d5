//! `fetch`: downloads a resource through the browser's own fetch.

use super::{
    Arrived, ContentKind, Cost, Extras, MakeTask, Param, ParamKind, Phase, Resource, Step, Task, Unit,
    Values, Wait, Workload, WorkloadId, jittered,
};

const DELAY: Param = Param::integer("delay", 100, 0, 10_000, Unit::Ms);
const JITTER: Param = Param::integer("jitter", 0, 0, 100, Unit::Percent);
const SIZE: Param = Param::integer("size", 10_240, 0, 10_485_760, Unit::Bytes);
const TASKS: Param = Param::tasks(160);
const URL: Param = Param { key: "url", kind: ParamKind::Address, unit: Unit::Count };

pub(super) const WORKLOAD: Workload = Workload {
    id: WorkloadId::Fetch,
    params: &[DELAY, JITTER, SIZE, TASKS, URL],
    cost: |values| Cost {
        // Asking and answering cost about 0.8 ms beside the wait, most of it the service worker's.
        compute_ms: 0.8,
        wait_ms: values.int(&DELAY) as f64,
        bytes: values.int(&SIZE),
        ..Cost::default()
    },
    extras: Extras { downloads: |_| true, address, ..Extras::NONE },
};

pub(super) const TASK: MakeTask = |values, k, _| Box::new(Fetch(resource(values, k)));

fn address(values: &Values) -> Option<&str> {
    values.address(&URL)
}

fn resource(values: &Values, k: u32) -> Resource {
    Resource {
        delay_ms: jittered(values.int(&DELAY), values.int(&JITTER), k),
        size: values.int(&SIZE),
        form: ContentKind::Bytes,
        keep: false,
        url: address(values).map(str::to_owned),
    }
}

struct Fetch(Resource);

impl Task for Fetch {
    fn phase(&self) -> Phase {
        Phase::Wait
    }

    fn advance(&mut self, _: f64, arrived: Option<Arrived>) -> Step {
        match arrived {
            Some(Arrived::Bytes(bytes)) => Step::Done(bytes.to_string()),
            _ => Step::Waiting(Wait::Fetch(self.0.clone())),
        }
    }
}
