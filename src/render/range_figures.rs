//! The figures of a stretch of time.

use super::{Picture, Window};
use crate::trace::SpanKind;

/// What happened in a stretch of time on the lanes of one run.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RangeFigures {
    /// Tasks in progress, on average.
    pub mean_concurrency: f64,
    /// Lanes computing, on average.
    pub mean_parallelism: f64,
    /// Time spent computing, all lanes together, ms.
    pub busy_ms: f64,
    /// Tasks that began in it.
    pub begun: u32,
    /// Tasks that ended in it.
    pub ended: u32,
    /// How much of its lanes' time each kind of span took, from 0 to 1, by `kind as usize`. Spans of one kind
    /// that overlap on a lane count once; of different kinds, each counts.
    pub shares: [f64; SpanKind::ALL.len()],
}

impl Picture<'_> {
    /// The figures of a stretch of time, of spans that have ended. Takes binary searches, not a look at every
    /// span, so that they can follow a pointer.
    pub fn range_figures(&self, window: &Window) -> RangeFigures {
        let ms = window.ms();
        if ms <= 0.0 {
            return RangeFigures::default();
        }
        let from_ms = self.scale.origin_ms + window.from_ms;
        let to_ms = from_ms + ms;
        let lanes = self.trace.lanes.len().max(self.lanes.rows().len()).max(1) as f64;
        let covered_ms = |kind: SpanKind| -> f64 {
            self.lanes.rows().iter().map(|row| row.covered(kind).between(from_ms, to_ms)).sum()
        };
        let extents = self.trace.task_extents();
        let within = |extent: &&(f64, f64)| extent.0.max(from_ms) < extent.1.min(to_ms);
        let in_progress_ms: f64 =
            extents.iter().filter(within).map(|extent| extent.1.min(to_ms) - extent.0.max(from_ms)).sum();
        let busy_ms = covered_ms(SpanKind::Run);
        let mut shares = [0.0; SpanKind::ALL.len()];
        for kind in SpanKind::ALL {
            shares[kind as usize] = covered_ms(kind) / (lanes * ms);
        }
        RangeFigures {
            mean_concurrency: in_progress_ms / ms,
            mean_parallelism: busy_ms / ms,
            busy_ms,
            begun: extents.iter().filter(|extent| from_ms <= extent.0 && extent.0 < to_ms).count() as u32,
            ended: extents.iter().filter(|extent| from_ms < extent.1 && extent.1 <= to_ms).count() as u32,
            shares,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Grouping, Index, Layout, Levels, Scale};
    use super::*;
    use crate::trace::{Lane, LaneKind, Span, Trace};
    use proptest::prelude::*;

    const LANES: u32 = 3;

    proptest! {
        /// Against the obvious way: asking every lane and task in every millisecond.
        #[test]
        fn counts_as_if_every_millisecond_were_looked_at(
            pieces in prop::collection::vec((0..LANES, 0u32..6, 0usize..60, 1usize..20, 0usize..6), 1..30),
            from in 0usize..70, length in 1usize..60,
        ) {
            let mut trace = Trace::default();
            trace.lanes = (0..LANES).map(|id| Lane::new(id, LaneKind::Thread)).collect();
            let mut cells = [[[false; 200]; LANES as usize]; SpanKind::ALL.len()];
            let (mut tasks, mut ready) = (vec![None::<(usize, usize)>; 6], [0; 6]);
            for (lane, task, start, length, kind) in pieces {
                let (kind, end) = (SpanKind::ALL[kind], start + length);
                trace.push(Span { lane, task: Some(task), kind, start_ms: start as f64, end_ms: end as f64 });
                cells[kind as usize][lane as usize][start..end].fill(true);
                let task = task as usize;
                if kind == SpanKind::Ready {
                    ready[task] = end.max(ready[task]);
                } else {
                    let extent = tasks[task].get_or_insert((start, end));
                    *extent = (extent.0.min(start), extent.1.max(end));
                }
            }
            for (task, ready) in tasks.iter_mut().zip(ready) {
                task.iter_mut().for_each(|extent| extent.1 = extent.1.max(ready));
            }
            let mut index = Index::new(Grouping::Lanes);
            index.update(&trace);
            let layout = Layout::new(500.0, LANES as usize, Grouping::Lanes, false);
            let origin_ms = trace.origin_ms().unwrap_or_default();
            let whole = Window { from_ms: 0.0, to_ms: 100.0 };
            let scale = Scale { window: whole, origin_ms, left: layout.plot.x, width: layout.plot.width };
            let picture = Picture {
                trace: &trace, lanes: &index, rows: &index, now_ms: 100.0, scale,
                levels: Levels::new(2, None), layout: &layout,
            };
            let to = from + length;
            let window = Window { from_ms: from as f64 - origin_ms, to_ms: to as f64 - origin_ms };
            let found = picture.range_figures(&window);
            let count = |kind: SpanKind| -> usize {
                cells[kind as usize].iter().map(|lane| lane[from..to].iter().filter(|cell| **cell).count()).sum()
            };
            let tasks: Vec<_> = tasks.into_iter().flatten().collect();
            let in_progress: usize = (from..to)
                .map(|ms| tasks.iter().filter(|task| task.0 <= ms && ms < task.1).count())
                .sum();
            let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
            prop_assert!(near(found.busy_ms, count(SpanKind::Run) as f64));
            prop_assert!(near(found.mean_parallelism, count(SpanKind::Run) as f64 / length as f64));
            prop_assert!(near(found.mean_concurrency, in_progress as f64 / length as f64));
            for kind in SpanKind::ALL {
                let share = count(kind) as f64 / (length * LANES as usize) as f64;
                prop_assert!(near(found.shares[kind as usize], share));
            }
            prop_assert_eq!(found.begun as usize, tasks.iter().filter(|task| (from..to).contains(&task.0)).count());
            prop_assert_eq!(found.ended as usize, tasks.iter().filter(|task| (from + 1..=to).contains(&task.1)).count());
        }
    }
}
