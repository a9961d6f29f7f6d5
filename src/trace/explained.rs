//! What is said of a failure, in the language that is shown.

use super::{Cause, ErrorCode, RunError};
use crate::text;
use crate::text::sentences;

impl RunError {
    /// What happened, what can be done, and then what the program or the browser said itself. A refusal says all of
    /// that in its own words.
    pub fn in_words(&self) -> String {
        if let Some(Cause::Start(refusal)) = &self.cause {
            return refusal.in_words();
        }
        let mut said = vec![self.code.in_words()];
        said.extend(self.task.map(|task| text!(problem.task, task = task)));
        let own = Some(self.own_words()).filter(|own| self.code != ErrorCode::Cancelled && !own.is_empty());
        said.extend(own.map(|own| text!(problem.aside, said = own)));
        sentences(&said)
    }

    /// What it says of itself: in the language that is shown where the reason is known, else the message as it is.
    fn own_words(&self) -> String {
        let known = match &self.cause {
            Some(Cause::Run(reason)) => reason.said(),
            _ => None,
        };
        known.unwrap_or_else(|| self.message.clone())
    }
}

impl ErrorCode {
    /// What happened and what can be done.
    fn in_words(self) -> String {
        match self {
            Self::Cancelled => text!(problem.cancelled),
            Self::WorkerStart => text!(problem.worker_start),
            Self::WorkerLost => text!(problem.worker_lost),
            Self::Trap => text!(problem.trap),
            Self::Timeout => text!(problem.timeout),
            Self::OutOfMemory => text!(problem.out_of_memory),
            Self::NotIsolated => text!(problem.not_isolated),
            Self::NoBroker => text!(problem.no_broker),
            Self::FetchFailed => text!(problem.fetch_failed),
            Self::NeedsClick => text!(problem.needs_click),
            Self::Busy => text!(problem.busy),
            Self::BadExperiment => text!(problem.bad_experiment),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Detail, Failure, Reason};
    use super::*;
    use crate::experiment::StartRefusal;
    use crate::text::show_language;

    #[test]
    fn what_happened_comes_first_and_the_browser_s_words_last() {
        let detail = Detail::Said("RuntimeError: unreachable".into());
        let error = RunError::from(Failure::from(Reason::WorkerBroke { task: Some(3), detail }));
        show_language("en");
        let said = error.in_words();
        assert!(said.starts_with(&text!(problem.trap)) && said.contains(" It was task 3. ("), "{said}");
        assert!(said.ends_with("RuntimeError: unreachable.)"), "{said}");
        show_language("zh-Hans");
        let said = error.in_words();
        assert!(said.ends_with("RuntimeError: unreachable。）"), "{said}");
        assert!(!said.contains("。 ") && !said.contains('('), "{said}");
    }

    #[test]
    fn what_was_called_off_and_what_was_refused_say_no_more_than_that() {
        show_language("en");
        assert_eq!(RunError::cancelled().in_words(), text!(problem.cancelled));
        assert_eq!(RunError::from(&StartRefusal::Freezes).in_words(), StartRefusal::Freezes.in_words());
        let foreign = RunError::new(ErrorCode::Timeout, "Too long.");
        assert_eq!(foreign.in_words(), format!("{} (Too long.)", text!(problem.timeout)));
    }
}
