//! What is shared in the fragment of a link, which browsers keep to themselves: a claim, `#r=1…`, or a map, `#m=1…`.

use serde::de::DeserializeOwned;

use super::fragment_kind::{FragmentKind, Unreadable};
use super::{SharedMap, SharedResult};

/// The longest that is read, bytes: eight executors in 32 steps take 6000.
const LONGEST: usize = 20_000;
/// A claim.
const RESULT: FragmentKind = FragmentKind { key: "r=", longest: LONGEST };
/// A map.
const MAP: FragmentKind = FragmentKind { key: "m=", longest: LONGEST };

/// Why what was shared is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It was changed or cut off on its way.
    Damaged,
    /// A later version of this program has written it.
    Newer,
    /// It is about another experiment than the link that it came with.
    Foreign,
}

impl From<Unreadable> for Refusal {
    fn from(unreadable: Unreadable) -> Self {
        match unreadable {
            Unreadable::Damaged => Self::Damaged,
            Unreadable::Newer => Self::Newer,
        }
    }
}

/// A fragment that carries this claim, without its `#`.
pub fn write_fragment(claim: &SharedResult) -> String {
    RESULT.write(claim)
}

/// Whether a fragment, with or without its `#`, is to carry a claim.
pub(super) fn carries_result(fragment: &str) -> bool {
    RESULT.is_in(fragment)
}

/// The claim that a fragment carries, with or without its `#`; `None` where it carries none at all.
///
/// # Errors
/// Why the claim in it can't be shown; never [`Refusal::Foreign`], which only [`SharedResult::about`] can tell.
pub fn read_fragment(fragment: &str) -> Result<Option<SharedResult>, Refusal> {
    read(RESULT, fragment)
}

/// A fragment that carries this map, without its `#`.
pub fn write_map_fragment(map: &SharedMap) -> String {
    MAP.write(map)
}

/// The map that a fragment carries, with or without its `#`; `None` where it carries none at all.
///
/// # Errors
/// Why the map in it can't be shown; never [`Refusal::Foreign`]: a map is about no experiment.
pub fn read_map_fragment(fragment: &str) -> Result<Option<SharedMap>, Refusal> {
    read(MAP, fragment)
}

fn read<T: DeserializeOwned>(kind: FragmentKind, fragment: &str) -> Result<Option<T>, Refusal> {
    kind.read(fragment.strip_prefix('#').unwrap_or(fragment)).map_err(Refusal::from)
}
