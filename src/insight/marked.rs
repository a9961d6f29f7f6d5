//! What has to be known to trust a measurement, in the language that is shown.

use super::{Remark, doubts};
use crate::text;
use crate::text::{Grouped, percent};
use crate::trace::{ErrorCode, Marks};

impl Remark {
    /// It in a sentence.
    pub fn in_words(self) -> String {
        match self {
            Self::Hidden => text!(remark.hidden),
            Self::Taken(share) => text!(remark.taken, share = percent(share, 0)),
            Self::Oversubscribed { cores } => text!(remark.oversubscribed, n = cores),
            Self::CoarseClock => text!(remark.clock),
            Self::WithoutRequests => text!(remark.blob),
            Self::DroppedSpans(spans) => text!(remark.dropped, n = Grouped(spans)),
            Self::RanOnce => text!(remark.once),
        }
    }
}

/// A sentence for each mark, which says what it means.
pub fn mark_sentences(marks: Marks) -> Vec<String> {
    doubts(marks).into_iter().map(Remark::in_words).collect()
}

/// A word or two for each mark.
pub fn mark_words(marks: Marks) -> Vec<String> {
    let ended = marks.ended.map(|code| {
        if code == ErrorCode::Cancelled { text!(history.mark.cancelled) } else { text!(history.mark.failed) }
    });
    let taken = marks.taken.map(|share| text!(history.mark.taken, share = percent(share, 0)));
    marks.hidden.then(|| text!(share.place.hidden)).into_iter().chain(taken).chain(ended).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Texts, show};

    #[test]
    fn each_mark_has_its_words_and_what_is_in_doubt_a_sentence() {
        let mut english = Texts::new("en");
        english.add(include_str!("../../www/locales/en.json")).unwrap();
        show(english);
        let marks = Marks { hidden: true, taken: Some(0.32), ended: Some(ErrorCode::Trap) };
        let words = mark_words(marks);
        assert_eq!(words[0], text!(share.place.hidden));
        assert!(words[1].contains("32\u{a0}%") || words[1].contains("32 %"), "{words:?}");
        assert_eq!(words[2], text!(history.mark.failed));
        let cancelled = Marks { ended: Some(ErrorCode::Cancelled), ..Marks::default() };
        assert_eq!(mark_words(cancelled), [text!(history.mark.cancelled)]);
        assert_eq!(mark_sentences(marks).len(), 2, "that a run ended early is no doubt about others");
        assert_eq!(mark_words(Marks::default()), [""; 0]);
    }
}
