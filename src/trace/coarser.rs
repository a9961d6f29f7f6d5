//! Many spans told as few.

use super::{Span, SpanKind};

/// A lane's spans, in the order of time, as `most` at most. Where the lane lost its core again and again, neighbouring
/// spans of computing are told as one, and so is the time without a core among them: nothing of either is lost, only
/// where it lies is told more coarsely. What is still too much is left out from the end.
pub fn coarser(mut spans: Vec<Span>, most: usize) -> Vec<Span> {
    let mut together = 2;
    while spans.len() > most && together < spans.len() {
        together *= 2;
        spans = joined(&spans, together);
    }
    spans.truncate(most);
    spans
}

/// The same with so many neighbours told together.
fn joined(spans: &[Span], together: usize) -> Vec<Span> {
    let computes = |span: &Span| matches!(span.kind, SpanKind::Run | SpanKind::Preempted);
    let goes_on = |one: &Span, next: &Span| {
        computes(one) && computes(next) && one.task == next.task && one.end_ms == next.start_ms
    };
    spans.chunk_by(goes_on).flat_map(|row| row.chunks(together)).flat_map(told_together).collect()
}

fn told_together(part: &[Span]) -> Vec<Span> {
    let ([first, .., last], true) = (part, part.iter().any(|span| span.kind == SpanKind::Run)) else {
        return part.to_vec();
    };
    let away = part.iter().filter(|span| span.kind == SpanKind::Preempted);
    let from_ms = last.end_ms - away.map(Span::ms).sum::<f64>();
    let run = Span { kind: SpanKind::Run, end_ms: from_ms, ..*first };
    let preempted = Span { kind: SpanKind::Preempted, start_ms: from_ms, ..*last };
    [run, preempted].into_iter().filter(|span| span.ms() > 0.0).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const KINDS: [SpanKind; 4] = [SpanKind::Run, SpanKind::Preempted, SpanKind::Wait, SpanKind::Run];

    fn sum(spans: &[Span], kind: SpanKind) -> f64 {
        spans.iter().filter(|span| span.kind == kind).map(Span::ms).sum()
    }

    proptest! {
        #[test]
        fn no_time_is_lost(told in proptest::collection::vec((0..400usize, 0.1..20.0f64), 1..400)) {
            let mut now_ms = 0.0;
            let spans: Vec<Span> = told.iter().map(|(what, ms)| {
                let start_ms = now_ms;
                now_ms += ms;
                // Few waits and few changes of tasks.
                let kind = if *what < 4 { KINDS[*what] } else { KINDS[*what % 2] };
                let task = Some((start_ms / 1000.0) as u32);
                Span { lane: 0, task, kind, start_ms, end_ms: now_ms }
            }).collect();
            let few = coarser(spans.clone(), 100);
            prop_assert!(few.len() <= spans.len().min(100));
            for kind in [SpanKind::Run, SpanKind::Preempted, SpanKind::Wait] {
                prop_assert!((sum(&few, kind) - sum(&spans, kind)).abs() < 1e-6, "{kind:?}");
            }
            prop_assert_eq!(few.last().map(|span| span.end_ms), spans.last().map(|span| span.end_ms));
            prop_assert!(few.windows(2).all(|pair| pair[0].end_ms == pair[1].start_ms));
        }
    }

    #[test]
    fn few_stay_as_they_are_and_what_is_no_computing_is_left_out_from_the_end() {
        let wait = |n: u32| Span {
            lane: 0,
            task: Some(n),
            kind: SpanKind::Wait,
            start_ms: f64::from(n),
            end_ms: f64::from(n) + 0.5,
        };
        let waits: Vec<Span> = (0..9).map(wait).collect();
        assert_eq!(coarser(waits.clone(), 9), waits);
        assert_eq!(coarser(waits.clone(), 5), waits[..5]);
    }
}
