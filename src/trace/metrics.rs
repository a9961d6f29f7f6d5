//! The figures of one run.

/// What is drawn from a run's spans.
///
/// *Concurrency* at a moment is the number of tasks begun and not ended; a task begins with its first
/// span other than `ready` and ends with its last. *Parallelism* is the number of lanes in `run`, each of which had a
/// core. A moment at which something ends is not part of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Metrics {
    /// The makespan: from the first task's beginning to the last task's end, ms.
    pub wall_ms: f64,
    /// The most tasks in progress at once.
    pub peak_concurrency: u32,
    /// Tasks in progress on average over the makespan.
    pub mean_concurrency: f64,
    /// The most lanes computing at once, for 1 ms or longer.
    pub peak_parallelism: u32,
    /// Lanes computing on average over the makespan.
    pub mean_parallelism: f64,
    /// Time spent computing, all lanes together, ms.
    pub busy_ms: f64,
    /// Time in which lanes would have computed and had no core, all lanes together, ms.
    pub preempted_ms: f64,
}

/// For so long lanes have to compute at once to have done so, ms: when a lane lost its core is known to within a slice.
const HELD_MS: f64 = 1.0;
/// Between two computations a lane does for so long what belongs to neither, ms: it takes the next task up.
const BETWEEN_MS: f64 = 0.1;

/// The figures for these tasks (beginning, end), these runs (lane, beginning, end), and so long without a core, all in
/// ms.
pub(super) fn measure(tasks: &[(f64, f64)], runs: &[(u32, f64, f64)], preempted_ms: f64) -> Metrics {
    let wall_ms = makespan(tasks);
    let lanes = merged(runs);
    let total = |extents: &[(f64, f64)]| extents.iter().map(|(from, to)| to - from).sum::<f64>();
    let mean = |sum: f64| if wall_ms > 0.0 { sum / wall_ms } else { 0.0 };
    let busy_ms = total(&lanes);
    Metrics {
        wall_ms,
        peak_concurrency: peak(tasks),
        mean_concurrency: mean(total(tasks)),
        peak_parallelism: peak_held(&lanes),
        mean_parallelism: mean(busy_ms),
        busy_ms,
        preempted_ms,
    }
}

/// From the first of these tasks' beginning to the last one's end, ms.
pub(super) fn makespan(tasks: &[(f64, f64)]) -> f64 {
    let start = tasks.iter().map(|task| task.0).reduce(f64::min).unwrap_or(0.0);
    let end = tasks.iter().map(|task| task.1).reduce(f64::max).unwrap_or(0.0);
    end - start
}

/// The most of these extents (beginning, end) that hold at once for [`HELD_MS`]; where none does for so long, as in a
/// run of a moment, the most that hold at all.
fn peak_held(extents: &[(f64, f64)]) -> u32 {
    let profile = profile(extents);
    let is_held = |level: u32| {
        // Since when this level, or more, has held; what interrupts it for a moment only doesn't count.
        let mut since_ms: Option<f64> = None;
        let mut fell_ms: Option<f64> = None;
        profile.iter().any(|&(at_ms, count)| {
            let held_ms = since_ms.map_or(0.0, |since_ms| fell_ms.unwrap_or(at_ms) - since_ms);
            if count >= level {
                if fell_ms.take().is_some_and(|fell_ms| at_ms - fell_ms > BETWEEN_MS) {
                    since_ms = None;
                }
                since_ms.get_or_insert(at_ms);
            } else if since_ms.is_some() {
                fell_ms.get_or_insert(at_ms);
            }
            held_ms >= HELD_MS
        })
    };
    let most = highest(&profile);
    (1..=most).rev().find(|level| is_held(*level)).unwrap_or(most)
}

/// The most of these extents (beginning, end) that hold at once.
pub(super) fn peak(extents: &[(f64, f64)]) -> u32 {
    highest(&profile(extents))
}

/// The highest number of a [`profile`].
fn highest(profile: &[(f64, u32)]) -> u32 {
    profile.iter().map(|(_, count)| *count).max().unwrap_or(0)
}

/// How many of these extents (beginning, end) hold at each moment: the moments at which the number
/// changes, in order, each with the number from then on. The last number is 0.
pub fn profile(extents: &[(f64, f64)]) -> Vec<(f64, u32)> {
    let proper = || extents.iter().filter(|(from, to)| from < to);
    let mut edges: Vec<(f64, i32)> =
        proper().map(|extent| (extent.0, 1)).chain(proper().map(|extent| (extent.1, -1))).collect();
    edges.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let mut level = 0;
    let mut profile: Vec<(f64, u32)> = Vec::new();
    for group in edges.chunk_by(|a, b| a.0 == b.0) {
        let change: i32 = group.iter().map(|edge| edge.1).sum();
        level += change;
        if change != 0 {
            profile.push((group[0].0, level as u32));
        }
    }
    profile
}

/// Each lane's runs as extents that don't overlap: a lane computes or it doesn't.
fn merged(runs: &[(u32, f64, f64)]) -> Vec<(f64, f64)> {
    let mut sorted = runs.to_vec();
    sorted.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut extents: Vec<(f64, f64)> = Vec::new();
    let mut current = None;
    for (lane, from, to) in sorted {
        match extents.last_mut() {
            Some(last) if current == Some(lane) && from <= last.1 => last.1 = last.1.max(to),
            _ => extents.push((from, to)),
        }
        current = Some(lane);
    }
    extents
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_compute_at_once_that_do_so_for_a_while() {
        assert_eq!(peak_held(&[(0.0, 10.0), (5.0, 15.0)]), 2);
        // When a lane lost its core is known to within a slice, so that two seem to have the same for a moment.
        assert_eq!(peak_held(&[(0.0, 10.0), (9.7, 20.0), (19.7, 30.0)]), 1);
        // From one task to the next a lane is still computing.
        let tasks =
            |lane: f64| (0..20).map(move |n| (f64::from(n) * 0.5 + lane, f64::from(n) * 0.5 + 0.49 + lane));
        let both: Vec<_> = tasks(0.0).chain(tasks(0.2)).collect();
        assert_eq!(peak_held(&both), 2);
        // What is over in a moment has nothing that holds for long.
        assert_eq!(peak_held(&[(0.0, 0.2), (0.1, 0.3), (0.15, 0.25)]), 3);
        assert_eq!(peak_held(&[]), 0);
    }
}
