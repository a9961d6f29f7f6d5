//! What has to be known of the circumstances to trust a measurement.

use serde::{Deserialize, Serialize};

use super::{ErrorCode, Pressure, ResultDocument};

/// What puts a measurement in doubt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Marks {
    /// The page was hidden at any time, and browsers slow hidden pages down.
    pub hidden: bool,
    /// The processor was hard pressed at any time, [`Pressure::Serious`] or more.
    pub pressure: Option<Pressure>,
    /// And these runs alone can't have been why.
    pub others: bool,
    /// Why a run gave no figures.
    pub ended: Option<ErrorCode>,
}

impl Marks {
    /// Of runs in which at most so many lanes computed at once.
    ///
    /// Browsers tell pressure of the whole machine, which is by and large how much of it is in use: some 75 % is
    /// called serious. So runs that compute on every core are pressure themselves; but where they never had
    /// more than half of the cores, the page's own included, most of it was somebody else's.
    pub fn new(hidden: bool, pressure: Option<Pressure>, peak_parallelism: u32, cores: u32) -> Self {
        let pressure = pressure.filter(|pressure| *pressure >= Pressure::Serious);
        let has_room = 2 * (u64::from(peak_parallelism) + 1) <= u64::from(cores);
        Self { hidden, pressure, others: pressure.is_some() && has_room, ended: None }
    }

    /// Of all that a document tells.
    pub fn of(document: &ResultDocument) -> Self {
        let environment = &document.environment;
        let peak = document.runs.iter().map(|run| run.metrics.peak_parallelism).max().unwrap_or_default();
        let codes = || document.runs.iter().filter_map(|run| Some(run.error.as_ref()?.code));
        let failed = codes().find(|code| *code != ErrorCode::Cancelled);
        let circumstances = Self::new(
            environment.hidden_while_running,
            environment.cpu_pressure,
            peak,
            environment.hardware_concurrency,
        );
        Self { ended: failed.or_else(|| codes().next()), ..circumstances }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_high_pressure_is_marked_and_only_idle_cores_put_it_on_others() {
        let marks = |pressure, peak, cores| Marks::new(false, Some(pressure), peak, cores);
        assert_eq!(marks(Pressure::Fair, 1, 8), Marks::default());
        assert_eq!(marks(Pressure::Nominal, 0, 64), Marks::default());
        assert!(marks(Pressure::Serious, 3, 8).others);
        assert!(!marks(Pressure::Critical, 4, 8).others, "4 lanes and the page are more than half of 8");
        assert!(!marks(Pressure::Critical, 0, 1).others);
        assert_eq!(Marks::new(true, None, 8, 8), Marks { hidden: true, ..Marks::default() });
    }
}
