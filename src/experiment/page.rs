//! What a link says of the page rather than of the experiment.

use crate::text::LANGUAGES;

/// The keys `autorun`, `at`, `embed`, `join`, `advise`, `theme` and `lang`: kept in the address bar, absent from every
/// experiment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageOptions {
    /// Start without a click.
    pub autorun: bool,
    /// Where the playhead stands after the run, ms.
    pub at: Option<u32>,
    /// Compact page for an iframe.
    pub embed: bool,
    /// The page of a tab that lends its cores to a queue.
    pub join: bool,
    /// Whether the adviser is open, and a start is one for an answer.
    pub advise: bool,
    /// Light, dark, or as the system has it.
    pub theme: Theme,
    /// The language asked for; absent: the browser's.
    pub lang: Option<&'static str>,
}

/// How the page is coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// Its name in links.
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme called `name`.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.name() == name)
    }
}

impl PageOptions {
    /// The language of this name, if there are texts in it.
    pub fn language(name: &str) -> Option<&'static str> {
        LANGUAGES.into_iter().find(|language| *language == name)
    }
}

/// The latest moment that `at` can name, ms: an hour.
pub(super) const AT_MAX: u64 = 3_600_000;
