//! `parse`: downloads JSON, then parses it and sums one field: I/O, then compute.

use serde::Deserialize;

use super::{
    Arrived, ContentKind, Cost, Extras, MakeTask, Param, Phase, Resource, Step, Task, Unit, Values, Wait,
    Work, Workload, WorkloadId,
};

const DELAY: Param = Param::integer("delay", 100, 0, 10_000, Unit::Ms);
const SIZE: Param = Param::integer("size", 1_048_576, 1024, 10_485_760, Unit::Bytes);
const WHERE: Param = Param::choice("where", &["with", "after"]);
const TASKS: Param = Param::tasks(16);

pub(super) const WORKLOAD: Workload = Workload {
    id: WorkloadId::Parse,
    params: &[DELAY, SIZE, WHERE, TASKS],
    cost: |values| Cost {
        // 1.4 ns a byte natively, about 2 in Wasm.
        compute_ms: values.int(&SIZE) as f64 * 2e-6,
        wait_ms: values.int(&DELAY) as f64,
        // Once as the browser's, once as the task's.
        bytes: values.int(&SIZE) * 2,
        ..Cost::default()
    },
    extras: Extras { downloads: |_| true, parks, ..Extras::NONE },
};

pub(super) const TASK: MakeTask = |values, _, _| Box::new(Parse::new(values));

/// Whether parsing is left for after all downloads.
fn parks(values: &Values) -> bool {
    values.choice(&WHERE) == "after"
}

/// Bytes parsed in one slice: about 150 µs.
const SLICE: usize = 1 << 16;

/// A download, and then its parsing.
struct Parse {
    resource: Resource,
    /// Whether parsing is left for after all downloads.
    after: bool,
    stage: Stage,
}

enum Stage {
    /// Nothing has been asked for yet.
    Ask,
    /// The download is on its way.
    Asked,
    Parsing(Parsing),
}

impl Parse {
    fn new(values: &Values) -> Self {
        let resource = Resource {
            delay_ms: values.int(&DELAY) as u32,
            size: values.int(&SIZE),
            form: ContentKind::Json,
            keep: true,
            url: None,
        };
        Self { resource, after: parks(values), stage: Stage::Ask }
    }
}

impl Task for Parse {
    fn phase(&self) -> Phase {
        match &self.stage {
            Stage::Asked if !self.after => Phase::Compute,
            Stage::Ask | Stage::Asked => Phase::Wait,
            Stage::Parsing(_) => Phase::Compute,
        }
    }

    fn advance(&mut self, _: f64, arrived: Option<Arrived>) -> Step {
        match (&mut self.stage, arrived) {
            (Stage::Asked, Some(Arrived::Body(body))) if self.after => Step::Park(body),
            (Stage::Ask | Stage::Asked, Some(Arrived::Body(body))) => {
                let mut parsing = Parsing { body, at: 0, sum: 0, parsed: 0 };
                let step = parsing.slice();
                self.stage = Stage::Parsing(parsing);
                step
            }
            (Stage::Parsing(parsing), _) => parsing.slice(),
            // An empty body, by whatever name it comes.
            (Stage::Asked, Some(_)) => Step::Done(unexpected(0)),
            (Stage::Ask | Stage::Asked, _) => {
                self.stage = Stage::Asked;
                Step::Waiting(Wait::Fetch(self.resource.clone()))
            }
        }
    }

    fn worked(&self) -> Work {
        match &self.stage {
            Stage::Parsing(parsing) => Work::of(parsing.parsed as u64),
            Stage::Ask | Stage::Asked => Work::NONE,
        }
    }
}

/// An output that is no sum: a body is never half understood.
fn unexpected(at: usize) -> String {
    format!("not the expected JSON at byte {at}")
}

/// What is read of each object; the parser goes through the rest all the same.
#[derive(Deserialize)]
struct Item {
    value: u64,
}

/// An array of objects, parsed one after the other.
struct Parsing {
    body: Vec<u8>,
    /// How far it was parsed.
    at: usize,
    sum: u64,
    /// Bytes parsed in the last slice.
    parsed: usize,
}

impl Parsing {
    fn slice(&mut self) -> Step {
        let from = self.at;
        let step = self.parse(from + SLICE);
        self.parsed = self.at - from;
        step
    }

    /// Goes on up to this place.
    fn parse(&mut self, stop: usize) -> Step {
        while self.at < stop {
            match self.item() {
                Some(Some(value)) => self.sum += value,
                Some(None) => return Step::Done(self.sum.to_string()),
                None => return Step::Done(unexpected(self.at)),
            }
        }
        Step::Computing
    }

    /// The next object's value, or nothing at the end of the array; `None` for anything unexpected.
    fn item(&mut self) -> Option<Option<u64>> {
        let opening = if self.at == 0 { b'[' } else { b',' };
        match self.body.get(self.at) {
            Some(byte) if *byte == opening => self.at += 1,
            Some(b']') => return Some(None),
            _ => return None,
        }
        let mut items = serde_json::Deserializer::from_slice(&self.body[self.at..]).into_iter::<Item>();
        let item = items.next()?.ok()?;
        self.at += items.byte_offset();
        Some(Some(item.value))
    }
}
