//! What puts a measurement in doubt, in words.

use leptos::prelude::*;

use crate::insight::{Remark, doubts};
use crate::session::Session;
use crate::text;
use crate::text::Grouped;
use crate::trace::{ErrorCode, Marks, Pressure};

/// Those of the runs that are on the page.
pub(in crate::view) fn of_session(session: Session) -> Marks {
    let peak =
        |run: &crate::session::RunHandle| run.live.with_untracked(|live| live.metrics.peak_parallelism);
    let peak = session.runs.all.with(|runs| runs.iter().map(peak).max().unwrap_or_default());
    let cores = session.conditions.features.get().map_or(0, |features| features.hardware_concurrency);
    Marks::new(session.conditions.was_hidden.get(), session.conditions.highest_pressure.get(), peak, cores)
}

/// A sentence for each, which says what it means.
pub(in crate::view) fn sentences(marks: Marks) -> Vec<String> {
    doubts(marks).into_iter().map(said).collect()
}

/// A remark as a sentence.
pub(in crate::view) fn said(remark: Remark) -> String {
    match remark {
        Remark::Hidden => text!(remark.hidden),
        Remark::Pressure { state, of_others: true } => {
            text!(remark.pressure_of_others, state = state.label())
        }
        Remark::Pressure { state, of_others: false } => text!(remark.pressure, state = state.label()),
        Remark::Oversubscribed { cores } => text!(remark.oversubscribed, n = cores),
        Remark::CoarseClock => text!(remark.clock),
        Remark::WithoutRequests => text!(remark.blob),
        Remark::DroppedSpans(spans) => text!(remark.dropped, n = Grouped(spans)),
        Remark::RanOnce => text!(remark.once),
    }
}

/// A word or two for each, with the sentence that says what it means.
pub(in crate::view) fn words(marks: Marks) -> Vec<String> {
    let ended = marks.ended.map(|code| {
        if code == ErrorCode::Cancelled { text!(history.mark.cancelled) } else { text!(history.mark.failed) }
    });
    let pressure = marks.pressure.map(under);
    marks.hidden.then(|| text!(share.place.hidden)).into_iter().chain(pressure).chain(ended).collect()
}

/// As in `under CPU pressure (serious)`.
pub(in crate::view) fn under(pressure: Pressure) -> String {
    text!(share.place.pressure, state = pressure.label())
}
