//! A run's figures, counted again from its spans.

use std::collections::BTreeMap;

use super::{ROUNDING, Run, Span, same_figure, same_time};

impl Run {
    pub(super) fn check_figures(&self, tolerance: f64) {
        let tasks: Vec<_> = self.extents().into_values().collect();
        let Some(first) = tasks.iter().map(|task| task.0).reduce(f64::min) else { return };
        let end = tasks.iter().map(|task| task.1).fold(first, f64::max);
        same_time("the first task's beginning", first, 0.0, ROUNDING);
        same_time("wallMs", self.wall_ms, end - first, ROUNDING);
        let lanes: Vec<_> = self.lanes.iter().flat_map(|lane| self.computing(lane.id)).collect();
        let sum = |extents: &[(f64, f64)]| extents.iter().map(|(from, to)| to - from).sum::<f64>();
        let mean = |extents: &[(f64, f64)]| if end > first { sum(extents) / (end - first) } else { 0.0 };
        let metrics = &self.metrics;
        let preempted_ms = self.spans_of("preempted").map(|span| span.end_ms - span.start_ms).sum();
        same_time("preemptedMs", metrics.preempted_ms, preempted_ms, tolerance.max(ROUNDING));
        same_time("busyMs", metrics.busy_ms, sum(&lanes), tolerance.max(ROUNDING));
        same_figure("meanConcurrency", Some(metrics.mean_concurrency), Some(mean(&tasks)));
        same_figure("meanParallelism", Some(metrics.mean_parallelism), Some(mean(&lanes)));
        assert_eq!(metrics.peak_concurrency, peak(&tasks), "peakConcurrency");
        let most = held(&lanes);
        assert_eq!(metrics.peak_parallelism, if most > 0 { most } else { peak(&lanes) }, "peakParallelism");
    }

    /// From each task's first span other than `ready` to the end of its last.
    pub(super) fn extents(&self) -> BTreeMap<u32, (f64, f64)> {
        let mut extents: BTreeMap<u32, (f64, f64)> = BTreeMap::new();
        for span in &self.spans {
            let Some(task) = span.task else { continue };
            let start = if span.kind == "ready" { f64::INFINITY } else { span.start_ms };
            let (from, to) = extents.entry(task).or_insert((f64::INFINITY, f64::NEG_INFINITY));
            (*from, *to) = (from.min(start), to.max(span.end_ms));
        }
        extents.retain(|_, extent| extent.0.is_finite());
        extents
    }

    /// When a lane computes; extents that touch count as one.
    fn computing(&self, lane: u32) -> Vec<(f64, f64)> {
        let mut extents: Vec<(f64, f64)> = Vec::new();
        let mut runs: Vec<&Span> = self.spans_of("run").filter(|span| span.lane == lane).collect();
        runs.sort_by(|a, b| a.start_ms.total_cmp(&b.start_ms));
        for span in runs {
            match extents.last_mut() {
                Some(last) if span.start_ms <= last.1 => last.1 = last.1.max(span.end_ms),
                _ => extents.push((span.start_ms, span.end_ms)),
            }
        }
        extents
    }
}

/// The most extents that hold at once: counted at every beginning. An end is not part of its extent.
fn peak(extents: &[(f64, f64)]) -> u32 {
    let sorted = |edge: fn(&(f64, f64)) -> f64| {
        let mut edges: Vec<f64> = extents.iter().filter(|(from, to)| from < to).map(edge).collect();
        edges.sort_by(f64::total_cmp);
        edges
    };
    let (starts, ends) = (sorted(|extent| extent.0), sorted(|extent| extent.1));
    let until = |edges: &[f64], moment: f64| edges.partition_point(|edge| *edge <= moment);
    let at = |moment: &f64| until(&starts, *moment) - until(&ends, *moment);
    starts.iter().map(at).max().unwrap_or(0) as u32
}

/// The most extents that hold at once for 1 ms or longer, interrupted by 0.1 ms at most.
fn held(extents: &[(f64, f64)]) -> u32 {
    let proper = || extents.iter().filter(|(from, to)| from < to);
    let starts = proper().map(|extent| (extent.0, 1));
    let mut edges: Vec<(f64, i32)> = starts.chain(proper().map(|extent| (extent.1, -1))).collect();
    edges.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    // By level: since when it holds, and until when it has held.
    let mut stretches = vec![(f64::NAN, f64::NAN); extents.len() + 1];
    let (mut level, mut most) = (0i32, 0);
    for (at, change) in edges {
        let place = if change > 0 { level + 1 } else { level } as usize;
        let stretch = &mut stretches[place];
        if change < 0 {
            stretch.1 = at;
            if at - stretch.0 >= 1.0 - 1e-9 {
                most = most.max(place as u32);
            }
        } else if stretch.1.is_nan() || at - stretch.1 > 0.1 {
            stretch.0 = at;
        }
        level += change;
    }
    most
}
