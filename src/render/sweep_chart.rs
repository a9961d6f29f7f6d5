//! The chart of a sweep: what of it lies where.

use super::Point;
use super::chart::{Axis, Chart, Frame, apart, path, room_for};
use crate::insight::{MeasuredSweep, SweepSeries, amdahl};

/// Points of a drawn curve.
const CURVE: u32 = 48;
/// From one step's label to the next at least, px.
const LABEL: f64 = 44.0;
/// One chart of several is at least so wide, px.
const NARROWEST: f64 = 240.0;
/// Between two of them, px. The style sheet's.
const GAP: f64 = 16.0;

/// How many charts of several stand beside each other in so much room, px, and how wide each is, px.
pub fn columns(room: f64, charts: usize) -> (usize, f64) {
    let most = ((room + GAP) / (NARROWEST + GAP)).floor().max(1.0) as usize;
    // As many in each row as can be: the fewest rows, and those equally full.
    let rows = charts.div_ceil(most).max(1);
    let across = charts.div_ceil(rows).max(1);
    (across, ((room + GAP) / across as f64 - GAP).max(0.0))
}

/// The chart of a sweep.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepChart {
    /// The plot's left and right edge, px.
    pub edges: (f64, f64),
    /// The plot's lower edge, px.
    pub floor: f64,
    /// The lines of the grid: the height of each, px, and the amount there.
    pub levels: Vec<(f64, f64)>,
    /// The steps that are labelled: the place of each from the left, px, and the step as links have it.
    pub stops: Vec<(f64, String)>,
    /// The line of as many times as fast as there are workers, as the `d` of a path, where that is what is told.
    pub ideal: Option<String>,
    /// Where each worker has a core for the last time, px from the left; beyond that workers take turns. Where that is
    /// on the chart.
    pub cores: Option<f64>,
    /// What was measured of each executor.
    pub lines: Vec<SweepLine>,
    /// The height at which each line's name stands at its end, px; empty where there is no room for them.
    pub names: Vec<f64>,
}

/// What was measured of one executor.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepLine {
    /// Amdahl's law, fitted, as the `d` of a path; where it is told by speedup and there is enough to fit it to.
    pub fit: Option<String>,
    /// The line through the medians, as the `d` of a path.
    pub through: String,
    /// The medians, by step.
    pub medians: Vec<Point>,
    /// The runs.
    pub runs: Vec<Point>,
}

impl SweepChart {
    /// Of a sweep whose executors are called so.
    pub fn new(sweep: &MeasuredSweep, names: &[String], frame: Frame) -> Self {
        let steps: Vec<f64> = sweep.steps.iter().map(|step| step.1).collect();
        let runs = |series: &SweepSeries| -> Vec<f64> {
            series.runs.iter().map(|(_, ms)| sweep.amount(series, *ms)).collect()
        };
        let amounts: Vec<f64> = sweep.series.iter().flat_map(runs).collect();
        let (across, up) = (Axis::of_steps(&steps), Axis::of_amounts(&amounts));
        let chart = Chart { frame, names: room_for(names, frame), across, up };
        let lines: Vec<SweepLine> =
            sweep.series.iter().map(|series| SweepLine::new(sweep, series, &chart)).collect();
        let ends: Vec<f64> = lines.iter().filter_map(|line| Some(line.medians.last()?.y)).collect();
        let is_named = chart.names > 0.0 && ends.len() == lines.len();
        let floor = chart.floor();
        let level = |amount: &f64| (chart.at(chart.across.ticks[0], *amount).y, *amount);
        Self {
            edges: chart.edges(),
            floor,
            levels: chart.up.ticks.iter().filter(|_| !steps.is_empty()).map(level).collect(),
            stops: stops(sweep, &chart),
            ideal: sweep.is_scaling().then(|| curve(&chart, f64::INFINITY, |workers| workers)),
            cores: sweep
                .cores
                .filter(|_| sweep.outnumbers_cores())
                .map(|cores| chart.at(cores.into(), 0.0).x),
            lines,
            names: if is_named { apart(&ends) } else { Vec::new() },
        }
    }
}

impl SweepLine {
    fn new(sweep: &MeasuredSweep, series: &SweepSeries, chart: &Chart) -> Self {
        let at = |step: f64, ms: f64| chart.at(step, sweep.amount(series, ms));
        let medians: Vec<Point> =
            series.makespans.iter().map(|(step, makespan)| at(*step, makespan.median)).collect();
        let last = sweep.cores.map_or(f64::INFINITY, f64::from);
        let fit = |serial| curve(chart, last, |workers| amdahl(serial, workers));
        Self {
            fit: sweep.serial_share(series).map(fit),
            through: path(&medians),
            medians,
            runs: series.runs.iter().map(|(step, ms)| at(*step, *ms)).collect(),
        }
    }
}

/// The steps that are labelled. Where they lie closer than their labels are wide, some go without.
fn stops(sweep: &MeasuredSweep, chart: &Chart) -> Vec<(f64, String)> {
    let mut stops: Vec<(f64, String)> = Vec::new();
    for (name, step) in &sweep.steps {
        let x = chart.at(*step, 0.0).x;
        if stops.last().is_none_or(|last| x - last.0 >= LABEL) {
            stops.push((x, name.clone()));
        }
    }
    stops
}

/// A function of the steps up to the last of them that counts, as the `d` of a path. What leaves the plot ends at its
/// edge.
fn curve(chart: &Chart, last: f64, value: impl Fn(f64) -> f64) -> String {
    let (Some(from), Some(end)) = (chart.across.ticks.first(), chart.across.ticks.last()) else {
        return String::new();
    };
    let top = chart.up.ticks.last().copied().unwrap_or_default();
    let to = end.min(last).max(*from);
    let place = |n: u32| from + (to - from) * f64::from(n) / f64::from(CURVE);
    let drawn = (0..=CURVE).map(place).take_while(|at| value(*at) <= top);
    path(&drawn.map(|at| chart.at(at, value(at))).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::ExecutorId;
    use crate::trace::Spread;

    const FRAME: Frame = Frame { width: 640.0, height: 300.0 };

    /// Of two executors at each of these steps.
    fn sweep(key: &str, steps: &[&str], walls: &[[f64; 2]]) -> MeasuredSweep {
        let number = |n: usize| steps[n].parse().unwrap_or(n as f64);
        let series = |place: usize, executor: ExecutorId| SweepSeries {
            executor: executor.into(),
            makespans: (0..walls.len()).map(|n| (number(n), Spread::once(walls[n][place]))).collect(),
            runs: (0..walls.len()).map(|n| (number(n), walls[n][place])).collect(),
        };
        MeasuredSweep {
            key: key.into(),
            steps: (0..steps.len()).map(|n| (steps[n].to_owned(), number(n))).collect(),
            series: vec![series(0, ExecutorId::Threads), series(1, ExecutorId::Processes)],
            cores: None,
        }
    }

    fn chart(sweep: &MeasuredSweep, frame: Frame) -> SweepChart {
        SweepChart::new(sweep, &["Threads".to_owned(), "Processes".to_owned()], frame)
    }

    #[test]
    fn speedups_rise_beside_the_ideal_and_a_law() {
        let walls = [[100.0, 100.0], [52.0, 60.0], [28.0, 45.0]];
        let chart = chart(&sweep("workers", &["1", "2", "4"], &walls), FRAME);
        assert!(chart.ideal.is_some_and(|ideal| ideal.starts_with('M')));
        for line in &chart.lines {
            assert!(line.fit.is_some() && line.through.matches('L').count() == 2);
            assert!(line.medians.is_sorted_by(|a, b| a.x < b.x && a.y > b.y), "{:?}", line.medians);
            assert_eq!(line.medians, line.runs, "one run each");
            let inside = |at: &Point| (chart.edges.0..chart.edges.1).contains(&at.x) && at.y <= chart.floor;
            assert!(line.medians.iter().all(inside));
        }
        assert!(chart.names[0] < chart.names[1], "names stand as high as their lines end");
        assert_eq!(chart.levels[0], (chart.floor, 0.0));
    }

    #[test]
    fn times_have_neither_ideal_nor_law_and_steps_keep_their_names() {
        let chart = chart(&sweep("by", &["copy", "move", "share"], &[[9.0, 8.0]; 3]), FRAME);
        assert_eq!(chart.ideal, None);
        assert!(chart.lines.iter().all(|line| line.fit.is_none()));
        let stops: Vec<&str> = chart.stops.iter().map(|stop| stop.1.as_str()).collect();
        assert_eq!(stops, ["copy", "move", "share"]);
    }

    #[test]
    fn charts_share_the_rows_that_they_need() {
        assert_eq!(columns(800.0, 4), (2, 392.0), "two and two, not three and one");
        assert_eq!(columns(1008.0, 3), (3, (1024.0 / 3.0) - GAP));
        assert_eq!(columns(328.0, 5), (1, 328.0));
        assert_eq!(columns(100.0, 3), (1, 100.0), "none is wider than its room");
        assert_eq!(columns(0.0, 0), (1, 0.0));
    }

    #[test]
    fn labels_that_would_touch_are_left_out() {
        let steps: Vec<String> = (1..=32).map(|n| n.to_string()).collect();
        let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
        let sweep = sweep("tasks", &steps, &[[5.0, 6.0]; 32]);
        let narrow = chart(&sweep, Frame { width: 320.0, ..FRAME });
        assert!(narrow.stops.len() > 1 && narrow.stops.windows(2).all(|pair| pair[1].0 - pair[0].0 >= LABEL));
        assert_eq!(narrow.lines[0].medians.len(), 32, "but every step is drawn");
        assert_eq!(
            chart(&sweep, Frame { width: 200.0, ..FRAME }).names,
            [0.0; 0],
            "there is no room for names"
        );
    }

    #[test]
    fn a_line_that_has_not_begun_has_no_name_to_be_given() {
        let mut sweep = sweep("tasks", &["1", "2"], &[[5.0, 6.0]; 2]);
        sweep.series[1].makespans.clear();
        assert_eq!(chart(&sweep, FRAME).names, [0.0; 0]);
    }
}
