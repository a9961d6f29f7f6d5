//! An entry's figures in short, in the language that is shown.

use crate::text;
use crate::text::{listed, milliseconds, times};
use crate::trace::Figures;

/// So many figures are told in the list; all of them are a click away.
const MOST_FIGURES: usize = 6;

/// The figures, as in `Sequential 340 ms, Threads 172 ms (1.98 ×)`.
pub fn in_short(figures: &[Figures]) -> String {
    let one = |figures: &Figures| {
        let name = figures.executor.label_in(figures.step.as_ref());
        let median = milliseconds(figures.median_ms);
        let speedup = figures.speedup.filter(|_| !figures.executor.is_baseline());
        let speedup = speedup.map(|ratio| format!(" ({})", text!(figure.times, ratio = times(ratio))));
        format!("{name} {median}{}", speedup.unwrap_or_default())
    };
    let mut parts: Vec<String> = figures.iter().take(MOST_FIGURES).map(one).collect();
    let more = figures.len().saturating_sub(MOST_FIGURES);
    parts.extend((more > 0).then(|| text!(history.more, n = more)));
    listed(&parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::ExecutorId;
    use crate::text::{Texts, show};

    fn figures(executor: ExecutorId, median_ms: f64, speedup: Option<f64>) -> Figures {
        Figures {
            executor: executor.into(),
            step: None,
            lanes: 2,
            median_ms,
            min_ms: median_ms,
            max_ms: median_ms,
            interval_ms: None,
            speedup,
            speedup_interval: None,
            measured: 1,
        }
    }

    #[test]
    fn the_first_ways_are_told_and_how_many_more_there_are() {
        let mut english = Texts::new("en");
        english.add(include_str!("../../www/locales/en.json")).unwrap();
        show(english);
        let sequential = figures(ExecutorId::Sequential, 340.0, Some(1.0));
        let threads = figures(ExecutorId::Threads, 172.0, Some(1.977));
        let said = in_short(&[sequential, threads.clone()]).replace(['\u{202f}', '\u{a0}'], " ");
        assert_eq!(said, "Sequential 340 ms, Threads 172 ms (1.98 ×)");
        let many = in_short(&vec![threads; MOST_FIGURES + 2]);
        assert!(many.ends_with(&text!(history.more, n = 2)), "{many}");
    }
}
