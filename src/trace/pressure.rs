//! How hard pressed the processor is, as browsers tell it.

use serde::{Deserialize, Serialize};

use crate::text;

/// How hard pressed the processor is, in the words of the W3C's Compute Pressure, from the least on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pressure {
    /// Little to do.
    Nominal,
    /// Busy, with room for more.
    Fair,
    /// Close to its limits for some time.
    Serious,
    /// At its limits: it may have to slow down.
    Critical,
}

impl Pressure {
    /// All of them, from the least on.
    pub const ALL: [Self; 4] = [Self::Nominal, Self::Fair, Self::Serious, Self::Critical];

    /// Its name in documents and in browsers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nominal => "nominal",
            Self::Fair => "fair",
            Self::Serious => "serious",
            Self::Critical => "critical",
        }
    }

    /// What it is called. Only from [`Pressure::Serious`] on is it told of.
    pub fn label(self) -> String {
        match self {
            Self::Nominal => text!(pressure.nominal),
            Self::Fair => text!(pressure.fair),
            Self::Serious => text!(pressure.serious),
            Self::Critical => text!(pressure.critical),
        }
    }

    /// The one of this name; `None` for what only later browsers say.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|pressure| pressure.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pressures_are_known_by_their_names() {
        for pressure in Pressure::ALL {
            assert_eq!(Pressure::find(pressure.name()), Some(pressure));
            assert_eq!(serde_json::to_string(&pressure).unwrap(), format!("\"{}\"", pressure.name()));
        }
        assert_eq!(Pressure::find("unheard-of"), None);
        assert!(Pressure::ALL.is_sorted());
    }
}
