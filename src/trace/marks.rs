//! What has to be known of the circumstances to trust a measurement.

use serde::{Deserialize, Serialize};

use super::{ErrorCode, ResultDocument};

/// From this share on it is marked that others had cores.
const MARKED: f64 = 0.05;

/// What puts a measurement in doubt.
///
/// This is also how the history keeps them; what was stored before a field was added has its default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Marks {
    /// The page was hidden at any time, and browsers slow hidden pages down.
    pub hidden: bool,
    /// How much others took of the time that lanes wanted a core while there was one for each, if it was worth a word:
    /// from 0.05 to 1.
    #[serde(default)]
    pub taken: Option<f64>,
    /// Why a run gave no figures.
    pub ended: Option<ErrorCode>,
}

impl Marks {
    /// Of runs of which others took this share, where that is known.
    pub fn new(hidden: bool, taken: Option<f64>) -> Self {
        Self { hidden, taken: taken.filter(|taken| *taken >= MARKED), ended: None }
    }

    /// Of all that a document tells.
    pub fn of(document: &ResultDocument) -> Self {
        let environment = &document.environment;
        let codes = || document.runs.iter().filter_map(|run| Some(run.error.as_ref()?.code));
        let failed = codes().find(|code| *code != ErrorCode::Cancelled);
        let circumstances = Self::new(environment.hidden_while_running, environment.cores.taken);
        Self { ended: failed.or_else(|| codes().next()), ..circumstances }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_took_is_marked_where_it_is_worth_a_word() {
        assert_eq!(Marks::new(false, Some(0.04)), Marks::default());
        assert_eq!(Marks::new(false, None), Marks::default());
        assert_eq!(Marks::new(true, Some(0.05)).taken, Some(0.05));
    }
}
