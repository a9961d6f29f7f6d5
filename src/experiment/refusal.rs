//! Why nothing is started, in the language that is shown and, for host pages, in English.

use std::fmt::{self, Display, Formatter};

use super::{ExecutorId, MOST_FROZEN_MS, Unavailable, listed_executors};
use crate::text;
use crate::text::{rough, sentences};

/// Most requests to a foreign host in one run.
pub const MOST_FOREIGN_REQUESTS: u32 = 200;

/// Why nothing is started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StartRefusal {
    /// It is not known yet what can run here; only for some ms after the page was opened.
    NotReady,
    /// Runs are being made already.
    Busy,
    /// What makes runs could not be loaded.
    NotLoaded,
    /// None of the executors can run here, for these reasons.
    NothingRuns(Vec<(Unavailable, Vec<ExecutorId>)>),
    /// An embedded page would send requests to this host.
    ForeignFromEmbed(String),
    /// More than [`MOST_FOREIGN_REQUESTS`] requests would be sent to this host.
    TooManyForeign(String),
    /// The page would be frozen for longer than [`MOST_FROZEN_MS`].
    Freezes,
    /// An answer was asked for, and trying such tasks in several ways would take longer than an answer may.
    TooLongToAdvise,
}

impl StartRefusal {
    /// It in a sentence or two, in the language that is shown.
    pub fn in_words(&self) -> String {
        match self {
            Self::NotReady => text!(refusal.not_ready),
            Self::Busy => text!(problem.busy),
            Self::NotLoaded => text!(late.missing),
            Self::NothingRuns(reasons) => {
                let reason =
                    |(why, executors): &(Unavailable, Vec<_>)| why.in_words(&listed_executors(executors));
                let said = reasons.iter().map(reason);
                sentences(&[text!(run.nothing)].into_iter().chain(said).collect::<Vec<_>>())
            }
            Self::ForeignFromEmbed(host) => text!(refusal.foreign_from_embed, host = host),
            Self::TooManyForeign(host) => {
                text!(refusal.too_many_foreign, host = host, most = MOST_FOREIGN_REQUESTS)
            }
            Self::TooLongToAdvise => text!(refusal.too_long_to_advise),
            Self::Freezes => text!(refusal.freezes, most = rough(MOST_FROZEN_MS)),
        }
    }
}

impl Display for StartRefusal {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotReady => f.write_str("The page is not ready yet."),
            Self::Busy => f.write_str("A run is going on: wait for its end, or cancel it."),
            Self::NotLoaded => f.write_str("A file of this page could not be loaded."),
            Self::NothingRuns(reasons) => {
                f.write_str("None of the chosen executors can run here.")?;
                reasons.iter().try_for_each(|(why, _)| write!(f, " {why}"))
            }
            Self::ForeignFromEmbed(host) => {
                write!(f, "Requests to {host} are never sent from an embedded page.")
            }
            Self::TooManyForeign(host) => {
                write!(f, "At most {MOST_FOREIGN_REQUESTS} tasks may send requests to {host}.")
            }
            Self::TooLongToAdvise => {
                f.write_str("Such a task takes too long to be tried in several ways: take shorter ones.")
            }
            Self::Freezes => {
                let most_s = MOST_FROZEN_MS / 1000.0;
                write!(
                    f,
                    "It would freeze the page for more than {most_s} s: take smaller tasks, or leave out “page”."
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{LANGUAGES, show_language};

    #[test]
    fn where_nothing_runs_it_is_told_what_is_missing() {
        let nothing = |why| StartRefusal::NothingRuns(vec![(why, vec![ExecutorId::Threads])]).to_string();
        let no_memory = nothing(Unavailable::NoSharedMemory);
        assert!(no_memory.contains("this browser has none to be shared"), "{no_memory}");
        assert!(nothing(Unavailable::NotIsolated).contains("Cross-Origin-Opener-Policy"));
        assert!(nothing(Unavailable::InFrame).contains("freeze"), "nothing is missing but a page of its own");
    }

    #[test]
    fn every_language_says_every_refusal_in_its_own_words() {
        let reasons = vec![
            (Unavailable::NoSharedMemory, vec![ExecutorId::Threads, ExecutorId::LockedThreads]),
            (Unavailable::InFrame, vec![ExecutorId::Page]),
        ];
        let refusals = [
            StartRefusal::NotReady,
            StartRefusal::Busy,
            StartRefusal::NotLoaded,
            StartRefusal::NothingRuns(reasons),
            StartRefusal::ForeignFromEmbed("example.com".into()),
            StartRefusal::TooManyForeign("example.com".into()),
            StartRefusal::Freezes,
            StartRefusal::TooLongToAdvise,
        ];
        let mut said: Vec<String> = Vec::new();
        for language in LANGUAGES {
            show_language(language);
            for refusal in &refusals {
                let sentence = refusal.in_words();
                assert!(sentence.ends_with(['.', '。']), "{language}: {sentence}");
                assert!(!said.contains(&sentence), "{language}: {sentence}");
                let is_chinese = language != "en";
                assert!(!(is_chinese && sentence.contains("。 ")), "{sentence}");
                said.push(sentence);
            }
        }
    }
}
