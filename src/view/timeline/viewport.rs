//! What all timelines share: one stretch of time, one scale of levels, one legend.

use leptos::prelude::*;

use crate::browser::canvas;
use crate::experiment::{ExecutorName, SweepStep};
use crate::render::{Navigation, Window};
use crate::session::Session;
use crate::trace::{LiveRun, SpanKind};
use crate::view::results::group::Group;

/// So many timelines are open by themselves; of more, none is, or the last would be out of sight.
const MOST_OPEN: usize = 3;

/// What all timelines share. A handle that can be copied.
#[derive(Clone, Copy)]
pub(in crate::view) struct Viewport {
    navigation: RwSignal<Navigation>,
    /// What was zoomed in on; `None` for all there is.
    pub(in crate::view) zoom: Memo<Option<Window>>,
    /// All there is.
    pub(in crate::view) whole: Memo<Window>,
    /// The stretch of time that is selected.
    pub(in crate::view) selected: Memo<Option<Window>>,
    /// Whether there is a way back from what is shown.
    pub(in crate::view) can_go_back: Memo<bool>,
    /// The most tasks that were in progress at once, or lanes that computed, in any run.
    pub(in crate::view) peak: Memo<u32>,
    /// The kinds of spans that occur in any run.
    pub(in crate::view) kinds: Memo<Vec<SpanKind>>,
    /// Whether the strip still needs its explanation.
    pub(in crate::view) explaining: RwSignal<bool>,
    /// Whether the next drag selects.
    pub(in crate::view) selecting: RwSignal<bool>,
    /// The executors whose timelines somebody opened or folded.
    opened: RwSignal<Vec<(ExecutorName, bool)>>,
    /// The steps of a sweep that somebody unfolded, where they fold.
    unfolded: RwSignal<Vec<SweepStep>>,
    /// Where a replay stands, ms from the first task's beginning; `None` when there is none.
    pub(in crate::view) playhead: RwSignal<Option<f64>>,
    session: Session,
    /// Whether the page's address follows: it tells of the page's own runs.
    has_address: bool,
    /// Changes whenever colours do.
    pub(in crate::view) colours: RwSignal<u32>,
}

impl Viewport {
    pub(in crate::view) fn new(session: Session) -> Self {
        let navigation = RwSignal::new(Navigation::default());
        let whole = Memo::new(move |_| whole(session));
        let viewport = Self {
            navigation,
            zoom: Memo::new(move |_| navigation.with(Navigation::zoom)),
            whole,
            selected: Memo::new(move |_| navigation.with(|navigation| navigation.selected(&whole.get()))),
            can_go_back: Memo::new(move |_| navigation.with(Navigation::can_go_back)),
            peak: Memo::new(move |_| peak(session)),
            kinds: Memo::new(move |_| kinds(session)),
            explaining: RwSignal::new(true),
            selecting: RwSignal::new(false),
            opened: RwSignal::default(),
            unfolded: RwSignal::default(),
            playhead: RwSignal::new(session.setup.page.with_untracked(|page| page.at.map(f64::from))),
            session,
            has_address: true,
            colours: RwSignal::new(0),
        };
        Effect::new(move |_| {
            session.runs.all.track();
            navigation.set(Navigation::default());
        });
        Effect::new(move |_| {
            session.setup.page.track();
            viewport.recolour();
        });
        viewport
    }

    /// How many cores there were to compute on; `None` as long as that isn't known.
    pub(in crate::view) fn cores(&self) -> Option<u32> {
        self.session.conditions.cores()
    }

    /// Has everything drawn again, in the colours that the page has now.
    pub(in crate::view) fn recolour(&self) {
        canvas::forget_colours();
        self.colours.update(|count| *count = count.wrapping_add(1));
    }

    /// That of another session's timelines on the same page.
    pub(in crate::view) fn of_session(&self, session: Session) -> Self {
        Self {
            explaining: self.explaining,
            colours: self.colours,
            has_address: false,
            playhead: RwSignal::new(None),
            ..Self::new(session)
        }
    }

    /// Whether an executor's timeline is open, of so many that are compared: as somebody left it, else where there are few.
    pub(in crate::view) fn is_open(&self, executor: &ExecutorName, compared: usize) -> bool {
        let chosen = |opened: &Vec<(ExecutorName, bool)>| {
            opened.iter().find(|one| one.0 == *executor).map(|one| one.1)
        };
        self.opened.with(chosen).unwrap_or(compared <= MOST_OPEN)
    }

    /// Opens an executor's timeline, or folds it, in all steps of a sweep.
    pub(in crate::view) fn open(&self, executor: &ExecutorName, is_open: bool) {
        self.opened.update(|opened| {
            opened.retain(|one| one.0 != *executor);
            opened.push((executor.clone(), is_open));
        });
    }

    /// Whether a step of a sweep is unfolded.
    pub(in crate::view) fn is_unfolded(&self, step: &SweepStep) -> bool {
        self.unfolded.with(|unfolded| unfolded.contains(step))
    }

    /// Whether any is.
    pub(in crate::view) fn is_any_unfolded(&self) -> bool {
        self.unfolded.with(|unfolded| !unfolded.is_empty())
    }

    /// Unfolds a step, or folds it.
    pub(in crate::view) fn fold_or_unfold(&self, step: &SweepStep) {
        self.unfolded.update(|unfolded| match unfolded.iter().position(|one| one == step) {
            Some(place) => drop(unfolded.swap_remove(place)),
            None => unfolded.push(step.clone()),
        });
    }

    /// Puts the playhead somewhere to stay, which the address then says in whole ms; or takes it away.
    pub(in crate::view) fn put_playhead(&self, at_ms: Option<f64>) {
        self.playhead.set(at_ms);
        if self.has_address {
            self.session.setup.set_moment(at_ms);
        }
    }

    /// What is shown.
    pub(in crate::view) fn window(&self) -> Window {
        self.zoom.get().unwrap_or_else(|| self.whole.get())
    }

    /// The moment at a share of what is shown, ms from the first task's beginning.
    pub(in crate::view) fn moment_at(&self, share: f64) -> f64 {
        let window = untrack(|| self.window());
        window.from_ms + share * window.ms()
    }

    /// Changes what is shown or selected, given all there is; what `change` gives is passed on.
    pub(in crate::view) fn navigate<T>(&self, change: impl FnOnce(&mut Navigation, &Window) -> T) -> T {
        let whole = self.whole.get_untracked();
        let mut navigation = self.navigation.get_untracked();
        let outcome = change(&mut navigation, &whole);
        self.navigation.set(navigation);
        outcome
    }

    /// Shows something else: what `change` makes of what is shown and all there is.
    pub(in crate::view) fn shift(&self, change: impl FnOnce(&Window, &Window) -> Window) {
        self.navigate(|navigation, whole| navigation.shift(whole, change));
    }

    /// Zooms by a factor around a moment; as far out as it goes is all there is.
    pub(in crate::view) fn zoom_by(&self, factor: f64, around_ms: f64) {
        self.shift(|window, whole| window.zoomed(factor, around_ms, whole));
    }

    /// Moves on by a share of what is shown.
    pub(in crate::view) fn pan_by(&self, share: f64) {
        self.shift(|window, whole| window.moved(share * window.ms(), whole));
    }

    /// Selects nothing.
    pub(in crate::view) fn select_nothing(&self) {
        self.navigate(|navigation, _| navigation.select_nothing());
    }

    /// Shows what is selected; `false` if nothing is.
    pub(in crate::view) fn show_selection(&self) -> bool {
        self.navigate(Navigation::show_selection)
    }

    /// Shows what was shown before the latest selection was; `false` if none was.
    pub(in crate::view) fn go_back(&self) -> bool {
        self.navigate(|navigation, _| navigation.go_back())
    }

    /// Shows all there is.
    pub(in crate::view) fn show_all(&self) {
        self.navigate(|navigation, _| navigation.show_all());
    }
}

/// All there is of the runs that are drawn.
fn whole(session: Session) -> Window {
    let groups = session.runs.all.with(|runs| Group::all(runs.iter().cloned()));
    let reaches = groups.iter().map(|group| group.drawn_run().live.with(LiveRun::reach_ms));
    Window::around(reaches, session.runs.is_busy())
}

/// The highest level of any run's strip, so that one scale serves them all.
fn peak(session: Session) -> u32 {
    session
        .runs
        .all
        .with(|runs| runs.iter().map(|run| run.live.with(LiveRun::peak)).max().unwrap_or_default())
}

/// The kinds of spans that have occurred in any run.
fn kinds(session: Session) -> Vec<SpanKind> {
    session.runs.all.with(|runs| {
        let occurs = |kind: &SpanKind| runs.iter().any(|run| run.live.with(|live| live.trace.has(*kind)));
        SpanKind::ALL.into_iter().filter(occurs).collect()
    })
}
