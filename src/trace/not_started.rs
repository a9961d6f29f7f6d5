//! What a start that makes no runs counts as.

use super::{Cause, ErrorCode, RunError};
use crate::experiment::{Question, StartRefusal};

impl From<&StartRefusal> for RunError {
    fn from(refusal: &StartRefusal) -> Self {
        let code = match refusal {
            StartRefusal::NotReady | StartRefusal::Busy => ErrorCode::Busy,
            StartRefusal::NothingRuns(_) => ErrorCode::NotIsolated,
            StartRefusal::NotLoaded => ErrorCode::WorkerStart,
            StartRefusal::ForeignFromEmbed(_)
            | StartRefusal::TooManyForeign(_)
            | StartRefusal::Freezes
            | StartRefusal::TooLongToAdvise => ErrorCode::BadExperiment,
        };
        Self { cause: Some(Cause::Start(refusal.clone())), ..Self::new(code, refusal.to_string()) }
    }
}

impl From<&Question> for RunError {
    fn from(question: &Question) -> Self {
        Self::new(ErrorCode::NeedsClick, question.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Estimate;

    /// Published: a host tells failures apart by their codes.
    #[test]
    fn codes_say_what_can_be_done() {
        let code = |refusal: StartRefusal| RunError::from(&refusal).code;
        assert_eq!(code(StartRefusal::NotReady), ErrorCode::Busy, "try again");
        assert_eq!(code(StartRefusal::NothingRuns(Vec::new())), ErrorCode::NotIsolated);
        assert_eq!(code(StartRefusal::NotLoaded), ErrorCode::WorkerStart);
        assert_eq!(code(StartRefusal::ForeignFromEmbed("example.com".into())), ErrorCode::BadExperiment);
        assert_eq!(code(StartRefusal::Freezes), ErrorCode::BadExperiment);
        let estimate = Estimate { ms: 90_000.0, bytes: 1 << 20 };
        assert_eq!(RunError::from(&Question { estimate, foreign: None }).code, ErrorCode::NeedsClick);
    }
}
