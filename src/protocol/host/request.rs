//! What a host asks for.

use crate::experiment::{PageOptions, Parts, Theme};
use crate::trace::{ErrorCode, RunError};

/// Spans of a result that a host gets unless it asks for all.
pub const MOST_SPANS: usize = 20_000;
/// Longest experiment that a host can send, bytes.
const LONGEST: usize = 20_000;

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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

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
}
