//! The written form of an experiment: the query string of the page.
//!
//! Laws: `parse(format(e)).experiment == e` for every experiment, without a notice; `format` is
//! canonical; [`parse`] accepts every string there is, and says what it did not understand.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::page::AT_MAX;
use super::{
    Allowed, DEFAULT_EXECUTORS, ExecutorId, Experiment, Notice, OPTIONS, PageOptions, Theme, lesson_links,
};
use crate::text::LANGUAGES;
use crate::workload::{self, WORKLOADS, canonical_integer};

/// The grammar's version, the only one that [`parse`] has to know so far.
const VERSION: &str = "1";
/// Keys that are neither a workload's nor an option's.
const OTHER_KEYS: [&str; 12] = [
    "workload",
    "v",
    "executors",
    "sweep",
    "lesson",
    "autorun",
    "at",
    "embed",
    "join",
    "advise",
    "theme",
    "lang",
];
/// A link can hold megabytes; nobody reads more notices than this.
const MOST_NOTICES: usize = 20;
/// What is escaped in a value: all but the unreserved characters of RFC 3986 and those that read well.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b',')
    .remove(b':')
    .remove(b'/');

/// What a link means.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Link {
    /// The experiment, with defaults for whatever was not understood.
    pub experiment: Experiment,
    /// What it says of the page.
    pub page: PageOptions,
    /// The name of the lesson that the experiment started from. The experiment has its keys already.
    pub lesson: Option<&'static str>,
    /// What was not understood.
    pub notices: Vec<Notice>,
}

impl Link {
    /// Whether the run may start without a click, as far as the link goes: asked for, and all understood.
    pub fn starts_itself(&self) -> bool {
        self.page.autorun && self.notices.is_empty()
    }
}

/// Reads a query string, with or without its question mark.
pub fn parse(query: &str) -> Link {
    let mut reader = Reader::new(query.strip_prefix('?').unwrap_or(query));
    let mut page = PageOptions::default();

    // A lesson stands for its keys; whatever else is given, and understood, takes their place.
    let lesson = reader.take("lesson", find_lesson);
    let expanded = lesson.map(|(_, query)| parse(query).experiment);
    let mut experiment = expanded.unwrap_or_default();
    reader.take("v", |text| (text == VERSION).then_some(()).ok_or_else(|| Allowed::OneOf(vec![VERSION])));
    let names = || Allowed::OneOf(WORKLOADS.iter().map(|workload| workload.name()).collect());
    let found = reader.take("workload", |text| workload::find(text).ok_or_else(names));
    // The same one again must not undo what the lesson says of it.
    if let Some(other) = found.filter(|found| *found != experiment.workload) {
        experiment.change_workload(other);
    }
    for param in experiment.workload.params.iter().chain(OPTIONS) {
        if let Some(value) = reader.take(param.key, |text| Ok(param.read(text)?)) {
            experiment.set(param, value);
        }
    }
    reader.take_executors(&mut experiment);
    if let Some(sweep) = reader.take("sweep", |text| experiment.read_sweep(text)) {
        experiment.sweep = Some(sweep);
    }

    let only_one = |text: &str| if text == "1" { Ok(true) } else { Err(Allowed::OneOf(vec!["1"])) };
    page.autorun = reader.take("autorun", only_one).unwrap_or_default();
    page.embed = reader.take("embed", only_one).unwrap_or_default();
    page.join = reader.take("join", only_one).unwrap_or_default();
    page.advise = reader.take("advise", only_one).unwrap_or_default();
    page.at = reader.take("at", |text| {
        let at = canonical_integer(text).filter(|at| *at <= AT_MAX);
        at.map(|at| at as u32).ok_or(Allowed::Between(0, AT_MAX))
    });
    let themes = || Allowed::OneOf([Theme::Light, Theme::Dark, Theme::Auto].map(Theme::name).to_vec());
    page.theme = reader.take("theme", |text| Theme::find(text).ok_or_else(themes)).unwrap_or_default();
    page.lang = reader
        .take("lang", |text| PageOptions::language(text).ok_or_else(|| Allowed::OneOf(LANGUAGES.to_vec())));

    reader.reject_the_rest(&experiment);
    Link { experiment, page, lesson: lesson.map(|(name, _)| name), notices: reader.notices }
}

fn find_lesson(id: &str) -> Result<(&'static str, &'static str), Allowed> {
    let names = || Allowed::OneOf(lesson_links::ALL.into_iter().map(|(name, _)| name).collect());
    lesson_links::find(id).ok_or_else(names)
}

/// The experiment as a query string, without a question mark; the one canonical spelling.
pub fn format(experiment: &Experiment) -> String {
    let mut query = format!("workload={}", experiment.workload.name());
    let mut push = |key: &str, value: &str| {
        query.push_str(&format!("&{key}={}", utf8_percent_encode(value, ESCAPED)));
    };
    for param in experiment.workload.params {
        if let Some(value) = experiment.values.get(param) {
            push(param.key, &value.to_string());
        }
    }
    if experiment.executors != DEFAULT_EXECUTORS {
        push(
            "executors",
            &experiment.executors.iter().map(|executor| executor.id()).collect::<Vec<_>>().join(","),
        );
    }
    for param in OPTIONS {
        if let Some(value) = experiment.options.get(param) {
            push(param.key, &value.to_string());
        }
    }
    if let Some(sweep) = &experiment.sweep {
        push("sweep", &sweep.to_string());
    }
    query
}

/// What the address bar holds: the experiment, then what the link says of the page.
pub fn format_page(experiment: &Experiment, page: &PageOptions) -> String {
    let mut query = format(experiment);
    if page.autorun {
        query.push_str("&autorun=1");
    }
    if let Some(at) = page.at {
        query.push_str(&format!("&at={at}"));
    }
    if page.embed {
        query.push_str("&embed=1");
    }
    if page.join {
        query.push_str("&join=1");
    }
    if page.advise {
        query.push_str("&advise=1");
    }
    if page.theme != Theme::Auto {
        query.push_str(&format!("&theme={}", page.theme.name()));
    }
    if let Some(lang) = page.lang {
        query.push_str(&format!("&lang={lang}"));
    }
    query
}

/// A link's pairs, taken out one by one; whatever is left at the end was not understood.
struct Reader {
    pairs: Vec<(String, String)>,
    notices: Vec<Notice>,
}

impl Reader {
    fn new(query: &str) -> Self {
        let mut reader = Self { pairs: Vec::new(), notices: Vec::new() };
        for piece in query.split('&').filter(|piece| !piece.is_empty()) {
            let (key, value) = piece.split_once('=').unwrap_or((piece, ""));
            match (decode(key), decode(value)) {
                (Some(key), Some(value)) => reader.pairs.push((key, value)),
                (name, _) => {
                    let name = name.unwrap_or_else(|| key.to_owned());
                    reader.refuse(&name, value, Allowed::PercentEncoded);
                }
            }
        }
        reader
    }

    fn refuse(&mut self, key: &str, value: &str, allowed: Allowed) {
        if self.notices.len() < MOST_NOTICES {
            self.notices.push(Notice::new(key, value, allowed));
        }
    }

    /// Takes the value of `key` and reads it. A repeated key counts as not understood.
    fn take<T>(&mut self, key: &str, read: impl FnOnce(&str) -> Result<T, Allowed>) -> Option<T> {
        let text = self.take_text(key)?;
        match read(&text) {
            Ok(value) => Some(value),
            Err(allowed) => {
                self.refuse(key, &text, allowed);
                None
            }
        }
    }

    fn take_text(&mut self, key: &str) -> Option<String> {
        let taken: Vec<_> = self.pairs.extract_if(.., |(name, _)| name == key).collect();
        match taken.as_slice() {
            [] => None,
            [(_, text)] => Some(text.clone()),
            [.., (_, last)] => {
                self.refuse(key, last, Allowed::GivenOnce);
                None
            }
        }
    }

    /// Unknown and repeated members are dropped, and the others stay.
    fn take_executors(&mut self, experiment: &mut Experiment) {
        let Some(text) = self.take_text("executors") else { return };
        let mut found = Vec::new();
        for name in text.split(',') {
            match ExecutorId::find(name) {
                Some(executor) if !found.contains(&executor) => found.push(executor),
                Some(_) => self.refuse("executors", name, Allowed::EachOnce),
                None => {
                    let names = ExecutorId::ALL.map(ExecutorId::id).to_vec();
                    self.refuse("executors", name, Allowed::OneOf(names));
                }
            }
        }
        if !found.is_empty() {
            experiment.executors = found;
        }
    }

    fn reject_the_rest(&mut self, experiment: &Experiment) {
        let workload = experiment.workload;
        let of_workload = || workload.params.iter().map(|param| param.key);
        let all = || OTHER_KEYS.into_iter().chain(experiment.params().map(|param| param.key));
        for (key, value) in std::mem::take(&mut self.pairs) {
            let elsewhere = WORKLOADS.iter().any(|workload| workload.param(&key).is_some());
            let allowed = if elsewhere {
                Allowed::KeyOf(workload.name(), of_workload().collect())
            } else {
                Allowed::Key(all().collect())
            };
            self.refuse(&key, &value, allowed);
        }
    }
}

/// Undoes percent-encoding; `None` where it is broken or not UTF-8.
fn decode(text: &str) -> Option<String> {
    let broken = text.split('%').skip(1).any(|after| {
        let digits = after.as_bytes().get(..2);
        !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    });
    if broken {
        return None;
    }
    percent_decode_str(text).decode_utf8().ok().map(|decoded| decoded.into_owned())
}
