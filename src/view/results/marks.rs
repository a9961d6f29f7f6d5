//! What puts a measurement in doubt, in words.

use leptos::prelude::*;

use crate::insight::{Remark, doubts};
use crate::session::Session;
use crate::text;
use crate::text::Grouped;
use crate::trace::{ErrorCode, Marks};

/// Those of the runs that are on the page.
pub(in crate::view) fn of_session(session: Session) -> Marks {
    Marks::new(session.conditions.was_hidden.get(), session.conditions.taken.get())
}

/// A sentence for each, which says what it means.
pub(in crate::view) fn sentences(marks: Marks) -> Vec<String> {
    doubts(marks).into_iter().map(said).collect()
}

/// A remark as a sentence.
pub(in crate::view) fn said(remark: Remark) -> String {
    match remark {
        Remark::Hidden => text!(remark.hidden),
        Remark::Taken(share) => text!(remark.taken, share = percent(share)),
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
    let taken = marks.taken.map(|share| text!(history.mark.taken, share = percent(share)));
    marks.hidden.then(|| text!(share.place.hidden)).into_iter().chain(taken).chain(ended).collect()
}

/// A share from 0 to 1, in whole percent.
fn percent(share: f64) -> String {
    format!("{:.0}", share * 100.0)
}
