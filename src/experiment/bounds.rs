//! How long a program of the reader's own takes at least, before anybody has run it.

use super::Experiment;
use crate::workload::{Activity, program};

/// What no way of running a program can be sooner than, ms: each the least that one scarce thing leaves possible, with
/// all others for nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// One task after the other.
    pub alone_ms: f64,
    /// All tasks at once, on a core each: as long as the longest of them.
    pub waiting_ms: f64,
    /// All waits at once, and all computing on so many cores.
    pub cores_ms: f64,
    /// So many.
    pub cores: u32,
    /// The same where all tasks share one memory, and so one lock; `None` where they have no critical sections.
    pub lock_ms: Option<f64>,
}

/// What tasks need of something of which there is only so much: cores, or the lock.
#[derive(Clone, Copy)]
struct Need {
    /// For so long, all of them together, ms.
    ms: f64,
    /// Nobody needs it before.
    before_ms: f64,
    /// Whoever needs it last goes on for so long without.
    after_ms: f64,
}

impl Bounds {
    /// Of this experiment, on so many cores; `None` of one whose tasks are no program of the reader's own.
    pub fn of(experiment: &Experiment, cores: u32) -> Option<Self> {
        if !experiment.is_program() {
            return None;
        }
        let cores = cores.max(1);
        let (mut alone_ms, mut waiting_ms) = (0.0, 0.0f64);
        let (mut computing, mut locked) = (Need::NONE, Need::NONE);
        let mut add = |task: &[(Activity, f64)]| {
            let ms: f64 = task.iter().map(|(_, ms)| ms).sum();
            alone_ms += ms;
            waiting_ms = waiting_ms.max(ms);
            computing.add(task, Activity::computes);
            locked.add(task, |activity| activity == Activity::Locked);
        };
        let program = program(&experiment.values);
        (0..experiment.workload.tasks(&experiment.values)).for_each(|k| add(&program(k)));
        if experiment.poison_ms() > 0 {
            add(&[(Activity::Compute, experiment.poison_ms().into())]);
        }
        let cores_ms = waiting_ms.max(computing.at_least_ms(cores));
        let lock_ms = (locked.ms > 0.0).then(|| cores_ms.max(locked.at_least_ms(1)));
        Some(Self { alone_ms, waiting_ms, cores_ms, cores, lock_ms })
    }
}

impl Need {
    const NONE: Self = Self { ms: 0.0, before_ms: f64::INFINITY, after_ms: f64::INFINITY };

    /// What one more task needs, in these of its phases.
    fn add(&mut self, task: &[(Activity, f64)], needs: impl Fn(Activity) -> bool) {
        let needs = |(activity, ms): &(Activity, f64)| needs(*activity) && *ms > 0.0;
        let (Some(first), Some(last)) = (task.iter().position(needs), task.iter().rposition(needs)) else {
            return;
        };
        let ms_of = |phases: &[(Activity, f64)]| phases.iter().map(|(_, ms)| ms).sum::<f64>();
        self.ms += task.iter().filter(|phase| needs(phase)).map(|(_, ms)| ms).sum::<f64>();
        self.before_ms = self.before_ms.min(ms_of(&task[..first]));
        self.after_ms = self.after_ms.min(ms_of(&task[last + 1..]));
    }

    /// How long it takes where there is so much of it.
    fn at_least_ms(self, available: u32) -> f64 {
        if self.ms > 0.0 { self.before_ms + self.ms / f64::from(available) + self.after_ms } else { 0.0 }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::super::parse;
    use super::*;

    /// Phases by their letters, ms, and as a link says them.
    pub(in crate::experiment) fn any_program() -> impl Strategy<Value = (Vec<(char, u32)>, String)> {
        proptest::collection::vec((select(vec!['c', 'w', 'd', 'l']), 0..=10_000u32), 1..=16).prop_map(
            |phases| {
                let words: Vec<String> = phases.iter().map(|(letter, ms)| format!("{letter}{ms}")).collect();
                (phases, words.join(","))
            },
        )
    }

    fn bounds(query: &str, cores: u32) -> Bounds {
        let bounds = Bounds::of(&parse(query).experiment, cores).expect("a program");
        assert_eq!(bounds.cores, cores);
        bounds
    }

    fn ms(query: &str, cores: u32) -> [f64; 3] {
        let bounds = bounds(query, cores);
        [bounds.alone_ms, bounds.waiting_ms, bounds.cores_ms]
    }

    #[test]
    fn waits_overlap_and_cores_are_shared() {
        let program = "workload=mix&phases=w120,c5,w30,c20&tasks=50";
        assert_eq!(ms(program, 8), [8750.0, 175.0, 120.0 + 1250.0 / 8.0]);
        assert_eq!(ms(program, 1), [8750.0, 175.0, 120.0 + 1250.0]);
        assert_eq!(ms("workload=mix&phases=w100,c10,w50&tasks=4", 2), [640.0, 160.0, 150.0 + 20.0]);
        assert_eq!(ms("workload=mix&phases=w100,d50,c0&tasks=9", 2), [1350.0, 150.0, 150.0], "no computing");
        assert_eq!(ms("workload=mix&phases=c100&tasks=1", 8), [100.0; 3]);
        assert_eq!(ms("workload=mix&phases=c250&tasks=8", 2), [2000.0, 250.0, 1000.0]);
    }

    #[test]
    fn critical_sections_exclude_each_other_where_tasks_share_a_memory() {
        let cache = bounds("workload=mix&phases=c4,l4,w5&tasks=40", 64);
        assert_eq!((cache.alone_ms, cache.waiting_ms, cache.cores_ms), (520.0, 13.0, 13.0));
        assert_eq!(cache.lock_ms, Some(4.0 + 160.0 + 5.0), "the first asks after 4 ms");
        let short = bounds("workload=mix&phases=c40,l1&tasks=10", 2);
        assert_eq!((short.cores_ms, short.lock_ms), (205.0, Some(205.0)), "cores are scarcer");
        assert_eq!(bounds("workload=mix&phases=c4,w5", 2).lock_ms, None);
    }

    #[test]
    fn a_poison_is_one_more_task() {
        assert_eq!(ms("workload=mix&phases=w10&tasks=2&poison=300", 2), [320.0, 300.0, 300.0]);
        assert_eq!(ms("workload=mix&phases=w10,c100&tasks=3&poison=300", 2), [630.0, 300.0, 300.0]);
        assert_eq!(ms("workload=mix&phases=w10,c200&tasks=3&poison=300", 2), [930.0, 300.0, 450.0]);
    }

    #[test]
    fn jitter_is_counted_as_it_falls_out() {
        let even = bounds("workload=mix&phases=w100,c10&tasks=40", 2);
        let uneven = bounds("workload=mix&phases=w100,c10&jitter=50&tasks=40", 2);
        assert!((uneven.alone_ms / even.alone_ms - 1.0).abs() < 0.1, "{uneven:?}");
        assert!((150.0..=165.0).contains(&uneven.waiting_ms), "the longest of 40: {uneven:?}");
        let longest = (0..40).map(|k| {
            let phases =
                program(&parse("workload=mix&phases=w100,c10&jitter=50&tasks=40").experiment.values)(k);
            phases.iter().map(|(_, ms)| ms).sum::<f64>()
        });
        assert_eq!(uneven.waiting_ms, longest.fold(0.0, f64::max));
    }

    #[test]
    fn other_workloads_have_no_such_bounds() {
        assert_eq!(Bounds::of(&parse("workload=primes").experiment, 2), None);
    }

    proptest! {
        #[test]
        fn they_are_in_order(
            (_, text) in any_program(),
            jitter in 0..=100u32,
            tasks in 1..=100u32,
            poison in 0..=10_000u32,
            cores in 1..=64u32,
        ) {
            let query = format!("workload=mix&phases={text}&jitter={jitter}&tasks={tasks}&poison={poison}");
            let few = bounds(&query, cores);
            let rounding = 1e-9 * few.alone_ms;
            let most = few.lock_ms.unwrap_or(few.cores_ms);
            prop_assert!(few.waiting_ms <= few.cores_ms && few.cores_ms <= most);
            prop_assert!(most <= few.alone_ms + rounding);
            prop_assert!(bounds(&query, cores + 1).cores_ms <= few.cores_ms + rounding);
        }
    }
}
