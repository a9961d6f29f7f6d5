//! What stands in the tables of figures, in the language that is shown.

use std::ops::Range;

use super::idle_shares;
use crate::text;
use crate::text::{bytes, listed, milliseconds, percent, times};
use crate::trace::{Lane, LiveRun, TaskFigures, Trace, task_figures};

/// The figures of one run: wall time, speedup, efficiency, concurrency, parallelism, and the times that its lanes were
/// busy and without a core, that it took to start, its memory, and that the page stalled.
pub fn run_cells(live: &LiveRun) -> [String; 10] {
    if !live.phase.is_over() {
        return std::array::from_fn(|_| none());
    }
    let metrics = &live.metrics;
    let mean_peak = |mean: f64, peak: u32| text!(figure.mean_peak, mean = times(mean), peak = peak);
    let efficiency = metrics.efficiency.filter(|_| live.trace.computes());
    [
        milliseconds(live.wall_ms),
        metrics.speedup.map_or_else(none, |ratio| text!(figure.times, ratio = times(ratio))),
        efficiency.map_or_else(none, |share| percent(share, 0)),
        mean_peak(metrics.mean_concurrency, metrics.peak_concurrency),
        mean_peak(metrics.mean_parallelism, metrics.peak_parallelism),
        milliseconds(metrics.busy_ms),
        milliseconds(metrics.preempted_ms),
        milliseconds(live.startup_ms),
        metrics.memory_bytes.map_or_else(none, bytes),
        milliseconds(metrics.longest_page_stall_ms),
    ]
}

/// What the lanes of a run did with their time: computing, then each of [`super::CAUSES`].
pub fn time_cells(trace: &Trace) -> Vec<String> {
    let shares = idle_shares(trace);
    let computing = 1.0 - shares.iter().sum::<f64>();
    std::iter::once(computing).chain(shares).map(|share| percent(share, 1)).collect()
}

/// Of each of these tasks of a run: where it ran, when it began, how long it waited before, and how long it took.
pub fn task_cells(live: &LiveRun, tasks: Range<usize>) -> Vec<[String; 4]> {
    let origin_ms = live.trace.origin_ms().unwrap_or_default();
    let cells = |task: TaskFigures| {
        let Some((begin_ms, end_ms)) = task.extent else {
            return std::array::from_fn(|_| none());
        };
        let lanes = live.trace.lanes.iter().filter(|lane| task.lanes.contains(&lane.id));
        [
            listed(&lanes.map(Lane::label).collect::<Vec<_>>()),
            milliseconds(begin_ms - origin_ms),
            milliseconds(task.waited_ms(origin_ms).unwrap_or_default()),
            milliseconds(end_ms - begin_ms),
        ]
    };
    task_figures(live.trace.spans(), tasks.end).into_iter().skip(tasks.start).map(cells).collect()
}

/// In the place of what is not known.
fn none() -> String {
    text!(figure.none)
}

#[cfg(test)]
mod tests {
    use super::super::CAUSES;
    use super::*;
    use crate::text::{Texts, show};
    use crate::trace::RunState;

    fn over(drawing: &str) -> LiveRun {
        let mut english = Texts::new("en");
        english.add(include_str!("../../www/locales/en.json")).unwrap();
        show(english);
        let trace: Trace = drawing.parse().unwrap();
        let metrics = trace.metrics();
        let wall_ms = metrics.wall_ms;
        LiveRun { phase: RunState::Finished, wall_ms, metrics: metrics.into(), trace, ..LiveRun::default() }
    }

    fn plain(cells: &[String]) -> Vec<String> {
        cells.iter().map(|cell| cell.replace(['\u{202f}', '\u{a0}'], " ")).collect()
    }

    #[test]
    fn a_run_has_its_figures_when_it_is_over() {
        let run = over(
            "
            0 run 0000
            1 run ..11
        ",
        );
        let cells = plain(&run_cells(&run));
        assert_eq!(cells[..2], ["4.00 ms".to_owned(), none()]);
        assert_eq!((cells[4].as_str(), cells[5].as_str()), ("mean 1.50, peak 2", "6.00 ms"));
        let going_on = LiveRun { phase: RunState::Running, ..run };
        assert!(run_cells(&going_on).iter().all(|cell| *cell == none()));
    }

    #[test]
    fn shares_of_time_come_to_all_of_it() {
        let run = over(
            "
            0 run  00..
            0 wait ..00
        ",
        );
        let cells = time_cells(&run.trace);
        assert_eq!(cells.len(), CAUSES.len() + 1);
        assert_eq!(plain(&cells[..1]), ["50.0 %"]);
    }

    #[test]
    fn a_task_that_never_began_has_nothing_to_tell() {
        let run = over(
            "
            0 run 00..
            1 run ..11
        ",
        );
        let rows = task_cells(&run, 0..3);
        assert_eq!(plain(&rows[1][1..]), ["2.00 ms", "2.00 ms", "2.00 ms"]);
        assert_eq!(rows[1][0], run.trace.lanes[1].label());
        assert!(rows[2].iter().all(|cell| *cell == none()));
    }
}
