//! The messages between the page and its host, as `docs/embedding.md` publishes them: what a host can ask for, and
//! what it is told.
//!
//! A host is anybody, so whatever it sends is checked field by field, and refused in a sentence. Sentences are in
//! English: they are for the host's author, not for its reader.

use serde_json::{Value, json};

use crate::experiment::{
    ExecutorId, ExecutorName, Experiment, Features, Notice, PageOptions, Parts, SweepStep, Theme,
    Unavailable, format,
};
use crate::trace::{ErrorCode, RunError};

/// Version of the messages.
const VERSION: u32 = 1;
/// Spans of a result that a host gets unless it asks for all.
const MOST_SPANS: usize = 20_000;
/// Longest experiment that a host can send, bytes.
const LONGEST: usize = 20_000;
/// What a host is told when a start has to wait.
const WAITING: &str = "Another experiment is running in this browser; this one starts when that has ended.";

/// A message from a host, of which only plain fields can be asked.
pub trait Fields {
    /// A field that is a text.
    fn text(&self, field: &str) -> Option<String>;
    /// A field that is `true` or `false`.
    fn flag(&self, field: &str) -> Option<bool>;
    /// Whether there is such a field, of whatever kind.
    fn has(&self, field: &str) -> bool;
}

/// What a host asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum HostRequest {
    /// Changes, up to the first that was refused: each counts as soon as it is read, and what follows a mistake
    /// doesn't.
    Configure(Vec<Configuration>, Result<(), ConfigureRefusal>),
    /// A start.
    Run {
        /// The most spans that its result shall have.
        most_spans: usize,
        /// Whether spans are recorded. Off only to measure what recording costs.
        recording: bool,
    },
    /// The end of what was started.
    Cancel,
}

/// One thing that a host can change.
#[derive(Clone, Debug, PartialEq)]
pub enum Configuration {
    /// The experiment, as a query string that has yet to be read.
    Experiment(String),
    /// How the page is coloured.
    Theme(Theme),
    /// The language; `None` for the browser's, as with no `lang` in the link.
    Language(Option<&'static str>),
    /// Which parts are shown.
    Parts(Parts),
}

/// What can't be understood in a host's `configure`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfigureRefusal {
    /// Its `experiment` is longer than any can be.
    TooLong,
    /// Its `experiment` is no text.
    NoQuery,
    /// Its `theme` is none.
    NoTheme,
    /// There are no strings in its `lang`.
    NoLanguage,
    /// Its `parts` name something else.
    NoParts,
}

impl HostRequest {
    /// Reads a message. `None` for what is none of ours, which is left unanswered.
    pub fn read(message: &impl Fields) -> Option<Self> {
        match message.text("type")?.as_str() {
            "interleave:configure" => {
                let mut changes = Vec::new();
                let outcome = read_configuration(message, &mut changes);
                Some(Self::Configure(changes, outcome))
            }
            "interleave:run" => Some(Self::Run {
                most_spans: if message.flag("spans") == Some(true) { usize::MAX } else { MOST_SPANS },
                recording: message.flag("recording") != Some(false),
            }),
            "interleave:cancel" => Some(Self::Cancel),
            _ => None,
        }
    }
}

fn read_configuration(
    message: &impl Fields,
    changes: &mut Vec<Configuration>,
) -> Result<(), ConfigureRefusal> {
    if message.has("experiment") {
        let query = message.text("experiment").ok_or(ConfigureRefusal::NoQuery)?;
        if query.len() > LONGEST {
            return Err(ConfigureRefusal::TooLong);
        }
        changes.push(Configuration::Experiment(query));
    }
    if message.has("theme") {
        let theme = message.text("theme").and_then(|name| Theme::find(&name));
        changes.push(Configuration::Theme(theme.ok_or(ConfigureRefusal::NoTheme)?));
    }
    if message.has("lang") {
        let name = message.text("lang").ok_or(ConfigureRefusal::NoLanguage)?;
        let language = match name.as_str() {
            "" => None,
            name => Some(PageOptions::language(name).ok_or(ConfigureRefusal::NoLanguage)?),
        };
        changes.push(Configuration::Language(language));
    }
    if message.has("parts") {
        let parts = message.text("parts").and_then(|names| Parts::read(&names));
        changes.push(Configuration::Parts(parts.ok_or(ConfigureRefusal::NoParts)?));
    }
    Ok(())
}

impl std::fmt::Display for ConfigureRefusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TooLong => write!(f, "`experiment` may have at most {LONGEST} bytes."),
            Self::NoQuery => {
                f.write_str("`experiment` has to be a query string, as in workload=primes&tasks=4.")
            }
            Self::NoTheme => f.write_str("`theme` has to be light, dark or auto."),
            Self::NoLanguage => f.write_str("`lang` has to be en, zh-Hans or zh-Hant."),
            Self::NoParts => {
                f.write_str("`parts` has to name timeline, figures or code, with commas between.")
            }
        }
    }
}

impl From<ConfigureRefusal> for RunError {
    fn from(refusal: ConfigureRefusal) -> Self {
        Self::new(ErrorCode::BadExperiment, refusal.to_string())
    }
}

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
        let reason = features.check(executor, experiment).err().map(reason);
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

fn reason(unavailable: Unavailable) -> &'static str {
    match unavailable {
        Unavailable::NotIsolated => {
            "Threads share memory, which browsers allow only on cross-origin isolated pages: the server has to \
             send the headers Cross-Origin-Opener-Policy and Cross-Origin-Embedder-Policy."
        }
        Unavailable::NotIsolatedInFrame => {
            "Threads share memory, which this browser allows in a frame only where the page around it is \
             cross-origin isolated: open the full page instead."
        }
        Unavailable::InFrame => "It would freeze the page around this frame: open the full page instead.",
        Unavailable::NotSecure => "Threads share memory, which browsers allow only over https.",
        Unavailable::NoSharedMemory => {
            "Threads share memory, and this browser has none to be shared, though the page is cross-origin isolated: \
             use another browser, or switch it on."
        }
    }
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
    use crate::experiment::{Source, parse};

    impl Fields for Value {
        fn text(&self, field: &str) -> Option<String> {
            self.get(field)?.as_str().map(str::to_owned)
        }

        fn flag(&self, field: &str) -> Option<bool> {
            self.get(field)?.as_bool()
        }

        fn has(&self, field: &str) -> bool {
            self.get(field).is_some_and(|value| !value.is_null())
        }
    }

    fn configured(message: Value) -> (Vec<Configuration>, Result<(), ConfigureRefusal>) {
        let mut message = message;
        message["type"] = "interleave:configure".into();
        match HostRequest::read(&message) {
            Some(HostRequest::Configure(changes, outcome)) => (changes, outcome),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_is_none_of_ours_is_left_unanswered() {
        for message in [
            json!(null),
            json!(7),
            json!("interleave:run"),
            json!([]),
            json!({}),
            json!({ "type": null }),
            json!({ "type": "run" }),
            json!({ "type": "interleave:" }),
            json!({ "type": ["interleave:run"] }),
        ] {
            assert_eq!(HostRequest::read(&message), None, "{message}");
        }
    }

    #[test]
    fn a_start_has_what_it_says_and_nothing_by_accident() {
        let run = |message: Value| match HostRequest::read(&message) {
            Some(HostRequest::Run { most_spans, recording }) => (most_spans, recording),
            other => panic!("{other:?}"),
        };
        assert_eq!(run(json!({ "type": "interleave:run" })), (MOST_SPANS, true));
        let misspelt = json!({ "type": "interleave:run", "spans": "yes", "recording": "no", "speed": 11 });
        assert_eq!(run(misspelt), (MOST_SPANS, true));
        let asked = json!({ "type": "interleave:run", "spans": true, "recording": false });
        assert_eq!(run(asked), (usize::MAX, false));
        assert_eq!(HostRequest::read(&json!({ "type": "interleave:cancel" })), Some(HostRequest::Cancel));
    }

    #[test]
    fn what_is_configured_is_checked_field_by_field() {
        let all = json!({ "experiment": "tasks=4", "theme": "dark", "lang": "zh-Hant", "parts": "code" });
        let code = Parts { timeline: false, figures: false, code: true };
        let changes = vec![
            Configuration::Experiment("tasks=4".into()),
            Configuration::Theme(Theme::Dark),
            Configuration::Language(Some("zh-Hant")),
            Configuration::Parts(code),
        ];
        assert_eq!(configured(all), (changes, Ok(())));
        assert_eq!(configured(json!({})), (vec![], Ok(())));
        assert_eq!(configured(json!({ "experiment": null, "theme": null })), (vec![], Ok(())));
        assert_eq!(configured(json!({ "lang": "" })), (vec![Configuration::Language(None)], Ok(())));
        for (message, refusal) in [
            (json!({ "experiment": 5 }), ConfigureRefusal::NoQuery),
            (json!({ "experiment": ["tasks=4"] }), ConfigureRefusal::NoQuery),
            (json!({ "experiment": "x".repeat(LONGEST + 1) }), ConfigureRefusal::TooLong),
            (json!({ "theme": "blue" }), ConfigureRefusal::NoTheme),
            (json!({ "theme": true }), ConfigureRefusal::NoTheme),
            (json!({ "lang": "de" }), ConfigureRefusal::NoLanguage),
            (json!({ "lang": 7 }), ConfigureRefusal::NoLanguage),
            (json!({ "parts": "timeline,tables" }), ConfigureRefusal::NoParts),
        ] {
            assert_eq!(configured(message.clone()), (vec![], Err(refusal)), "{message}");
        }
    }

    #[test]
    fn what_comes_before_a_mistake_counts() {
        let message = json!({ "experiment": "tasks=4", "theme": "blue", "lang": "en" });
        let changes = vec![Configuration::Experiment("tasks=4".into())];
        assert_eq!(configured(message), (changes, Err(ConfigureRefusal::NoTheme)));
        let error = RunError::from(ConfigureRefusal::NoTheme);
        assert_eq!(error, RunError::new(ErrorCode::BadExperiment, "`theme` has to be light, dark or auto."));
    }

    fn told(message: ToHost) -> Value {
        serde_json::from_str(&message.json()).unwrap()
    }

    #[test]
    fn ready_says_what_can_run_and_why_the_rest_can_t() {
        let link = parse("limit=4000&wrokers=2&executors=threads");
        let features = Features {
            isolated: false,
            shared_memory: false,
            top_level: false,
            embedded: true,
            secure: true,
            hardware_concurrency: 2,
            source: Source::Blob,
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
