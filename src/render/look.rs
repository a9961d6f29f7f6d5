//! What things are drawn with on the page: the custom properties of `www/styles/tokens.css` that hold their colours.

use super::{Hue, Ink};
use crate::trace::SpanKind;

/// What is filled with, by the properties that hold its colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// One colour.
    Plain(&'static str),
    /// Lines of one colour on another, and whether they rise to the right.
    Hatched(&'static str, &'static str, bool),
    /// What such lines come to where they are too small to be seen.
    Blended(&'static str, &'static str),
}

impl Look {
    /// Of spans of a kind.
    pub const fn of(kind: SpanKind) -> Self {
        let own = kind_property(kind);
        match kind {
            SpanKind::Wait => Self::Hatched(own, "--span-wait-ground", false),
            SpanKind::Blocked => Self::Hatched(own, "--span-blocked-ground", true),
            SpanKind::Ready => Self::Plain("--span-ready-ground"),
            SpanKind::Preempted => Self::Plain("--span-preempted-ground"),
            SpanKind::Lost => Self::Plain("--span-lost-ground"),
            SpanKind::Run | SpanKind::Send | SpanKind::Start => Self::Plain(own),
        }
    }
}

/// The property that holds a kind's colour.
pub const fn kind_property(kind: SpanKind) -> &'static str {
    match kind {
        SpanKind::Run => "--span-run",
        SpanKind::Wait => "--span-wait",
        SpanKind::Blocked => "--span-blocked",
        SpanKind::Ready => "--span-ready",
        SpanKind::Preempted => "--span-preempted",
        SpanKind::Lost => "--span-lost",
        SpanKind::Send => "--span-send",
        SpanKind::Start => "--span-start",
    }
}

/// The property that holds the colour of lines and letters.
pub const fn ink_property(ink: Ink) -> &'static str {
    match ink {
        Ink::Label => "--ink-label",
        Ink::Faint => "--ink-faint",
        Ink::Grid => "--ink-grid",
        Ink::Zero => "--ink-zero",
        Ink::Bed => "--ink-bed",
        Ink::Concurrency => "--ink-concurrency",
        Ink::Parallelism => "--ink-parallelism",
        Ink::Gap => "--ink-gap",
        Ink::Selection => "--ink-selection",
        Ink::Seam => "--ground",
        Ink::Veil => "--ink-veil",
        Ink::Selected => "--ink-selected",
        Ink::Stall => "--span-blocked",
        Ink::Cores => "--ink-zero",
    }
}

/// The property that holds a hue's colour.
pub const fn hue_property(hue: Hue) -> &'static str {
    match hue {
        Hue::Grey => "--span-start",
        Hue::Blue => "--span-run",
        Hue::Vermillion => "--span-blocked",
        Hue::Purple => "--span-send",
        Hue::Green => "--series-green",
    }
}
