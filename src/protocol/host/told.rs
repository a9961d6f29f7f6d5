//! What a host is told.

use serde_json::{Value, json};

use crate::experiment::{ExecutorId, ExecutorName, Experiment, Features, Notice, SweepStep, format};
use crate::trace::{ErrorCode, RunError};

/// Version of the messages.
const VERSION: u32 = 1;
/// What a host is told when a start has to wait.
const WAITING: &str = "Another experiment is running in this browser; this one starts when that has ended.";

/// What a host is told.
#[derive(Clone, Copy, Debug)]
pub enum ToHost<'a> {
    /// What is configured, and what of it can run here.
    Ready {
        /// The experiment.
        experiment: &'a Experiment,
        /// What of it was not understood.
        notices: &'a [Notice],
        /// What the browser offers.
        features: &'a Features,
    },
    /// How high the page's content is, px.
    Resize(u32),
    /// A start waits for another one in this browser to end.
    Waiting,
    /// A run begins.
    Started(RunProgress<'a>),
    /// Tasks of a run are done.
    Progressed(RunProgress<'a>),
    /// A start is over and has a result: the document, as JSON.
    Result(&'a str),
    /// A start is over, or never began, without a result.
    Failed(&'a RunError),
}

/// A run, and how many of its tasks are done.
#[derive(Clone, Copy, Debug)]
pub struct RunProgress<'a> {
    /// How its tasks are run.
    pub executor: &'a ExecutorName,
    /// Which repeat it is, from 0.
    pub repeat: u32,
    /// The step of a sweep.
    pub step: Option<&'a SweepStep>,
    /// Tasks done.
    pub done: u32,
    /// Tasks in it.
    pub tasks: u32,
}

impl ToHost<'_> {
    /// The message, as JSON.
    pub fn json(&self) -> String {
        let message = match self {
            Self::Ready { experiment, notices, features } => ready(experiment, notices, features),
            Self::Resize(height) => json!({ "type": "interleave:resize", "height": height }),
            Self::Waiting => {
                json!({ "type": "interleave:waiting", "code": ErrorCode::Busy, "message": WAITING })
            }
            Self::Started(progress) => progress.json("interleave:started"),
            Self::Progressed(progress) => progress.json("interleave:progress"),
            // A document can have many megabytes: it is not read again only to be written.
            Self::Result(result) => return format!(r#"{{"type":"interleave:result","result":{result}}}"#),
            Self::Failed(error) => {
                json!({ "type": "interleave:error", "code": error.code, "message": error.message })
            }
        };
        message.to_string()
    }
}

fn ready(experiment: &Experiment, notices: &[Notice], features: &Features) -> Value {
    let row = |executor: ExecutorId| {
        let reason = features.check(executor, experiment).err().map(|why| why.to_string());
        json!({ "id": executor.id(), "available": reason.is_none(), "reason": reason })
    };
    json!({
        "type": "interleave:ready",
        "version": VERSION,
        "experiment": format(experiment),
        "notices": notices,
        "executors": ExecutorId::ALL.map(row),
    })
}

impl RunProgress<'_> {
    fn json(&self, kind: &str) -> Value {
        json!({
            "type": kind,
            "executor": self.executor.as_str(),
            "repeat": self.repeat,
            "step": self.step,
            "done": self.done,
            "tasks": self.tasks,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::parse;

    fn told(message: ToHost) -> Value {
        serde_json::from_str(&message.json()).unwrap()
    }

    #[test]
    fn ready_says_what_can_run_and_why_the_rest_can_t() {
        let link = parse("limit=4000&wrokers=2&executors=threads");
        let features = Features {
            isolated: false,
            shared_memory: false,
            queue: true,
            room: false,
            top_level: false,
            embedded: true,
            secure: true,
            hardware_concurrency: 2,
            clock_resolution_ms: 0.1,
        };
        let (experiment, notices) = (&link.experiment, link.notices.as_slice());
        let ready = told(ToHost::Ready { experiment, notices, features: &features });
        assert_eq!((&ready["type"], &ready["version"]), (&json!("interleave:ready"), &json!(1)));
        assert_eq!(ready["experiment"], "workload=primes&limit=4000&executors=threads");
        assert_eq!(ready["notices"][0]["key"], "wrokers");
        let rows = ready["executors"].as_array().unwrap();
        assert_eq!(rows.len(), ExecutorId::ALL.len(), "those that are not compared, too");
        let unavailable = rows.iter().filter(|row| row["available"] == false);
        let ids: Vec<_> = unavailable.map(|row| row["id"].as_str().unwrap()).collect();
        assert_eq!(ids, ["locked-threads", "threads", "page"]);
        for row in rows {
            assert_eq!(row["available"] == true, row["reason"].is_null(), "{row}");
        }
    }

    #[test]
    fn a_run_is_told_with_its_step() {
        let step = SweepStep { key: "workers".into(), value: "4".into() };
        let executor = ExecutorName::from(ExecutorId::Threads);
        let progress = RunProgress { executor: &executor, repeat: 2, step: Some(&step), done: 3, tasks: 8 };
        let expected = json!({
            "type": "interleave:progress", "executor": "threads", "repeat": 2,
            "step": { "key": "workers", "value": "4" }, "done": 3, "tasks": 8,
        });
        assert_eq!(told(ToHost::Progressed(progress)), expected);
        let started = told(ToHost::Started(RunProgress { step: None, done: 0, ..progress }));
        assert_eq!((&started["type"], &started["step"]), (&json!("interleave:started"), &Value::Null));
    }

    #[test]
    fn the_end_is_a_result_or_an_error() {
        let result = told(ToHost::Result(r#"{"schema":"x"}"#));
        assert_eq!(result, json!({ "type": "interleave:result", "result": { "schema": "x" } }));
        let error = RunError::new(ErrorCode::NeedsClick, "Click.");
        let expected = json!({ "type": "interleave:error", "code": "needs-click", "message": "Click." });
        assert_eq!(told(ToHost::Failed(&error)), expected);
        assert_eq!(told(ToHost::Waiting)["code"], "busy");
        assert_eq!(told(ToHost::Resize(480)), json!({ "type": "interleave:resize", "height": 480 }));
    }
}
