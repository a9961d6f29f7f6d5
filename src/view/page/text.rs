//! The strings that people read, by their keys.

use std::cell::RefCell;

use futures::future::try_join_all;
use leptos::prelude::*;

use crate::browser::{page, request};
use crate::exchange;
use crate::experiment::{ExecutorId, ExecutorName, Experiment};
use crate::insight::Argument;
use crate::text::{Texts, count, milliseconds, times};
use crate::trace::{Lane, SpanKind};

thread_local! {
    static TEXTS: RefCell<Texts> = RefCell::default();
}

/// Loads the strings of a language; from then on they are what is shown.
///
/// # Errors
/// What went wrong, in a few words.
pub(in crate::view) async fn load(language: &str) -> Result<(), String> {
    let mut texts = Texts::default();
    let addresses =
        ["", "lessons/"].map(|folder| format!("{}locales/{folder}{language}.json", page::files()));
    for json in try_join_all(addresses.iter().map(|address| request::text(address))).await? {
        texts.add(&json).map_err(|error| error.to_string())?;
    }
    TEXTS.set(texts);
    Ok(())
}

/// The string of this key; the key itself where there is none.
pub(in crate::view) fn text(key: &str) -> String {
    TEXTS.with_borrow(|texts| texts.get(key).unwrap_or(key).to_owned())
}

/// The string of this key, its places (`%{name}`) filled.
pub(in crate::view) fn filled(key: &str, places: &[(&str, String)]) -> String {
    places.iter().fold(text(key), |text, (name, value)| text.replace(&format!("%{{{name}}}"), value))
}

/// Several things in a row, with commas as the language has them.
pub(in crate::view) fn listed(parts: &[String]) -> String {
    parts.join(&text("sentence.comma"))
}

/// What an executor is called; one that only another version knows, by its name there.
pub(in crate::view) fn executor_name(executor: &ExecutorName) -> String {
    exchange::executor_name(executor, &filled)
}

/// What an executor of this version is called.
pub(in crate::view) fn known_name(executor: ExecutorId) -> String {
    executor_name(&executor.into())
}

/// As in `Count primes, 2 tasks (Sequential, Threads)`.
pub(in crate::view) fn experiment_in_words(experiment: &Experiment) -> String {
    let names: Vec<String> = experiment.executors.iter().map(|executor| known_name(*executor)).collect();
    format!("{} ({})", tasks_in_words(experiment), listed(&names))
}

/// As in `Count primes, 2 tasks`.
pub(in crate::view) fn tasks_in_words(experiment: &Experiment) -> String {
    let workload = text(&format!("workload.{}.name", experiment.workload.name()));
    filled("embed.heading", &[("workload", workload), ("tasks", experiment.tasks().to_string())])
}

/// What Python calls an executor; empty for one that this version doesn't know.
pub(in crate::view) fn executor_in_python(executor: &ExecutorName) -> String {
    executor.known().map(|known| text(&format!("executor.{}.python", known.id()))).unwrap_or_default()
}

/// What a lane is called.
pub(in crate::view) fn lane_name(lane: &Lane) -> String {
    exchange::lane_name(lane, &filled)
}

/// What a kind of span is called.
pub(in crate::view) fn kind_name(kind: SpanKind) -> String {
    text(&format!("kind.{}", kind.name()))
}

/// What fills a place in a sentence of the verdict.
pub(in crate::view) fn argument(argument: &Argument) -> String {
    match argument {
        Argument::Subject(ExecutorName::Other(name), _) => name.clone(),
        Argument::Subject(ExecutorName::Known(known), 1) => text(&format!("executor.{}.one", known.id())),
        Argument::Subject(ExecutorName::Known(known), lanes) => {
            let n =
                if (2..=12).contains(lanes) { text(&format!("number.{lanes}")) } else { lanes.to_string() };
            filled(&format!("executor.{}.many", known.id()), &[("n", n)])
        }
        Argument::Times(ratio) => times(*ratio),
        Argument::Ms(ms) => milliseconds(*ms),
        Argument::Count(number) => count(*number),
        Argument::Percent(percent) => format!("{percent:.0}"),
    }
}

/// A sentence that begins with a capital letter, whatever filled its first place.
pub(in crate::view) fn capitalised(sentence: &str) -> String {
    let mut rest = sentence.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

/// A sentence in which what stands between asterisks is stressed.
pub(in crate::view) fn stressed(sentence: &str) -> impl IntoView + use<> {
    let parts = sentence.split('*').map(str::to_owned).enumerate();
    parts
        .map(|(n, part)| if n % 2 == 1 { view! { <em>{part}</em> }.into_any() } else { part.into_any() })
        .collect_view()
}
