//! What has to be known to trust what was measured.
//!
//! Each rule looks at the circumstances and has at most one thing to remark on; another rule is one function and its
//! place in [`RULES`]. A remark says what it is about, not in which words. It is made only where it changes what to
//! believe.

use crate::trace::Marks;

/// What was compared, and where, as far as rules look at it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Circumstances {
    /// What puts it in doubt.
    pub marks: Marks,
    /// Lanes in the largest of the pools.
    pub lanes: u32,
    /// Whether lanes of one pool computed at once.
    pub computed_at_once: bool,
    /// Whether its tasks download.
    pub downloads: bool,
    /// How many spans are not drawn.
    pub dropped_spans: u64,
    /// Whether each executor ran only once.
    pub ran_once: bool,
    /// Where it was measured; `None` as long as that isn't known.
    pub site: Option<Site>,
}

/// One of the ways of running that are compared, as far as rules look at it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compared {
    /// Lanes in its pool.
    pub lanes: u32,
    /// The most lanes that computed at once.
    pub peak_parallelism: u32,
    /// Whether its tasks download.
    pub downloads: bool,
    /// How many spans are not drawn.
    pub dropped_spans: u64,
    /// How often it was run, warm-up included.
    pub runs: usize,
}

/// Where something was measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Site {
    /// How many cores there are.
    pub cores: u32,
    /// Whether the page is cross-origin isolated, which clocks depend on.
    pub isolated: bool,
    /// Whether lanes tell when they had no core.
    pub tells_preemption: bool,
    /// Whether a timer and data of the same size stand in for real requests.
    pub without_requests: bool,
}

/// Something to be known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Remark {
    /// The page was hidden at any time, and browsers slow hidden pages down.
    Hidden,
    /// Others took this share of the time that lanes wanted a core while there was one for each.
    Taken(f64),
    /// There were more lanes than so many cores, which had to share them, and nobody can tell how.
    Oversubscribed {
        /// So many.
        cores: u32,
    },
    /// Clocks of different workers agree to about 1 ms only.
    CoarseClock,
    /// A timer and data of the same size took the place of real requests.
    WithoutRequests,
    /// So many spans are not drawn.
    DroppedSpans(u64),
    /// Nothing was repeated, so that nobody knows how much runs differ.
    RanOnce,
}

impl Circumstances {
    /// Of all that was compared, with what puts it in doubt, and where, as far as that is known.
    pub fn of(compared: &[Compared], marks: Marks, site: Option<Site>) -> Self {
        Self {
            marks,
            lanes: compared.iter().map(|one| one.lanes).max().unwrap_or(1),
            computed_at_once: compared.iter().any(|one| one.peak_parallelism > 1),
            downloads: compared.iter().any(|one| one.downloads),
            dropped_spans: compared.iter().map(|one| one.dropped_spans).sum(),
            ran_once: compared.iter().all(|one| one.runs == 1),
            site,
        }
    }
}

/// What a rule has to remark on.
pub type Rule = fn(&Circumstances) -> Option<Remark>;

/// All rules, in the order in which their remarks are told: what puts figures in doubt comes first.
pub const RULES: [Rule; 7] =
    [hidden, taken, oversubscribed, coarse_clock, without_requests, dropped_spans, ran_once];

/// What there is to remark on.
pub fn remarks(circumstances: &Circumstances) -> Vec<Remark> {
    RULES.iter().filter_map(|rule| rule(circumstances)).collect()
}

/// What these marks by themselves give reason to remark on.
pub fn doubts(marks: Marks) -> Vec<Remark> {
    remarks(&Circumstances { marks, ..Circumstances::default() })
}

impl Remark {
    /// Whether it puts the figures in doubt, rather than saying what they are about.
    pub fn is_doubt(&self) -> bool {
        matches!(self, Self::Hidden | Self::Taken(_))
    }
}

fn hidden(about: &Circumstances) -> Option<Remark> {
    about.marks.hidden.then_some(Remark::Hidden)
}

fn taken(about: &Circumstances) -> Option<Remark> {
    about.marks.taken.map(Remark::Taken)
}

fn oversubscribed(about: &Circumstances) -> Option<Remark> {
    let Site { cores, tells_preemption, .. } = about.site?;
    // Lanes that only wait need no core; and where lanes tell when they had none, the verdict says so.
    (about.lanes > cores && about.computed_at_once && !tells_preemption)
        .then_some(Remark::Oversubscribed { cores })
}

fn coarse_clock(about: &Circumstances) -> Option<Remark> {
    // One lane has one clock.
    (!about.site?.isolated && about.lanes > 1).then_some(Remark::CoarseClock)
}

fn without_requests(about: &Circumstances) -> Option<Remark> {
    (about.site?.without_requests && about.downloads).then_some(Remark::WithoutRequests)
}

fn dropped_spans(about: &Circumstances) -> Option<Remark> {
    (about.dropped_spans > 0).then_some(Remark::DroppedSpans(about.dropped_spans))
}

fn ran_once(about: &Circumstances) -> Option<Remark> {
    about.ran_once.then_some(Remark::RanOnce)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITE: Site = Site { cores: 4, isolated: true, tells_preemption: true, without_requests: false };

    /// Four lanes that computed at once on four cores, several times, with nothing to remark on.
    const QUIET: Circumstances = Circumstances {
        marks: Marks { hidden: false, taken: None, ended: None },
        lanes: 4,
        computed_at_once: true,
        downloads: true,
        dropped_spans: 0,
        ran_once: false,
        site: Some(SITE),
    };

    #[test]
    fn circumstances_are_those_of_all_that_is_compared() {
        let alone = Compared { lanes: 1, peak_parallelism: 1, downloads: false, dropped_spans: 0, runs: 1 };
        let pool = Compared { lanes: 4, peak_parallelism: 2, downloads: true, dropped_spans: 3, runs: 5 };
        let marks = Marks::new(true, None);
        let of = |compared: &[Compared]| Circumstances::of(compared, marks, Some(SITE));
        let both = of(&[alone, pool, Compared { lanes: 2, ..pool }]);
        let expected = Circumstances { marks, dropped_spans: 6, ..QUIET };
        assert_eq!(both, expected);
        let nothing =
            Circumstances { marks, lanes: 1, ran_once: true, site: Some(SITE), ..Circumstances::default() };
        assert_eq!(of(&[alone, alone]), nothing);
    }

    #[test]
    fn where_all_is_well_nothing_is_remarked_on() {
        assert_eq!(remarks(&QUIET), []);
        assert_eq!(doubts(Marks::default()), []);
    }

    #[test]
    fn lanes_that_outnumber_cores_matter_where_they_compute_at_once() {
        let untold = Site { tells_preemption: false, ..SITE };
        let many = Circumstances { lanes: 5, site: Some(untold), ..QUIET };
        assert_eq!(remarks(&Circumstances { site: Some(SITE), ..many }), [], "the verdict says it");
        assert_eq!(remarks(&many), [Remark::Oversubscribed { cores: 4 }]);
        assert_eq!(remarks(&Circumstances { computed_at_once: false, ..many }), []);
        assert_eq!(remarks(&Circumstances { site: None, ..many }), [], "nobody knows yet");
    }

    #[test]
    fn clocks_matter_where_there_are_several() {
        let shared = Circumstances { site: Some(Site { isolated: false, ..SITE }), ..QUIET };
        assert_eq!(remarks(&shared), [Remark::CoarseClock]);
        assert_eq!(remarks(&Circumstances { lanes: 1, ..shared }), []);
    }

    #[test]
    fn requests_matter_where_tasks_download() {
        let without = Circumstances { site: Some(Site { without_requests: true, ..SITE }), ..QUIET };
        assert_eq!(remarks(&without), [Remark::WithoutRequests]);
        assert_eq!(remarks(&Circumstances { downloads: false, ..without }), []);
    }

    #[test]
    fn what_is_left_out_and_what_was_not_repeated_is_said() {
        let remarked = remarks(&Circumstances { dropped_spans: 7, ran_once: true, ..QUIET });
        assert_eq!(remarked, [Remark::DroppedSpans(7), Remark::RanOnce]);
        assert!(!remarked.iter().any(Remark::is_doubt));
    }

    #[test]
    fn marks_are_doubts_and_come_first() {
        let marks = Marks { hidden: true, taken: Some(0.25), ended: None };
        let expected = [Remark::Hidden, Remark::Taken(0.25)];
        assert_eq!(doubts(marks), expected);
        let all = remarks(&Circumstances { marks, ran_once: true, ..QUIET });
        assert_eq!(all[..2], expected);
        assert!(all.is_sorted_by_key(|remark| !remark.is_doubt()), "{all:?}");
    }
}
