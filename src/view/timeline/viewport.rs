//! What all timelines share: one stretch of time, one scale of levels, one legend.

use leptos::prelude::*;

use crate::browser::canvas;
use crate::render::{Index, Window};
use crate::session::{LiveRun, RunState, Session};
use crate::trace::SpanKind;
use crate::view::results::group::Group;

/// What all timelines share. A handle that can be copied.
#[derive(Clone, Copy)]
pub(in crate::view) struct Viewport {
    /// What was zoomed in on; `None` for all there is.
    pub(in crate::view) zoom: RwSignal<Option<Window>>,
    /// What was zoomed in on before, by selections, the latest last.
    trail: RwSignal<Vec<Option<Window>>>,
    /// All there is.
    pub(in crate::view) whole: Memo<Window>,
    /// The most tasks that were in progress at once, or lanes there are, in any run.
    pub(in crate::view) peak: RwSignal<u32>,
    /// The kinds of spans that occur, a bit each.
    kinds: RwSignal<u8>,
    /// Whether the strip still needs its explanation.
    pub(in crate::view) explaining: RwSignal<bool>,
    /// The stretch of time that was selected, from where it began to where it went, ms from the first task's
    /// beginning.
    pub(in crate::view) selection: RwSignal<Option<(f64, f64)>>,
    /// Whether the next drag selects.
    pub(in crate::view) selecting: RwSignal<bool>,
    /// Where a replay stands, ms from the first task's beginning; `None` when there is none.
    pub(in crate::view) playhead: RwSignal<Option<f64>>,
    session: Session,
    /// Changes whenever colours do.
    pub(in crate::view) colours: RwSignal<u32>,
}

impl Viewport {
    pub(in crate::view) fn new(session: Session) -> Self {
        let viewport = Self {
            zoom: RwSignal::new(None),
            trail: RwSignal::new(Vec::new()),
            whole: Memo::new(move |_| whole(session)),
            peak: RwSignal::new(1),
            kinds: RwSignal::new(0),
            explaining: RwSignal::new(true),
            selection: RwSignal::new(None),
            selecting: RwSignal::new(false),
            playhead: RwSignal::new(session.page.with_untracked(|page| page.at.map(f64::from))),
            session,
            colours: RwSignal::new(0),
        };
        Effect::new(move |_| {
            session.runs.track();
            viewport.zoom.set(None);
            viewport.trail.update(Vec::clear);
            viewport.selection.set(None);
            viewport.peak.set(1);
            viewport.kinds.set(0);
        });
        Effect::new(move |_| {
            session.page.track();
            viewport.recolour();
        });
        viewport
    }

    /// Has everything drawn again, in the colours that the page has now.
    pub(in crate::view) fn recolour(&self) {
        canvas::forget_colours();
        self.colours.update(|count| *count = count.wrapping_add(1));
    }

    /// That of another session's timelines on the same page.
    pub(in crate::view) fn beside(&self, session: Session) -> Self {
        Self { explaining: self.explaining, colours: self.colours, ..Self::new(session) }
    }

    /// Puts the playhead somewhere to stay, which the address then says in whole ms; or takes it away.
    pub(in crate::view) fn put_playhead(&self, at_ms: Option<f64>) {
        self.playhead.set(at_ms);
        self.session.page.update(|page| page.at = at_ms.map(|ms| ms.round() as u32));
    }

    /// What is shown.
    pub(in crate::view) fn window(&self) -> Window {
        self.zoom.get().unwrap_or_else(|| self.whole.get())
    }

    /// Shows something else: what `change` makes of what is shown and all there is.
    pub(in crate::view) fn shift(&self, change: impl FnOnce(&Window, &Window) -> Window) {
        let whole = self.whole.get_untracked();
        let shown = change(&untrack(|| self.window()), &whole).fitted(&whole);
        self.zoom.set((shown != whole).then_some(shown));
    }

    /// Zooms by a factor around a moment; as far out as it goes is all there is.
    pub(in crate::view) fn zoom_by(&self, factor: f64, around_ms: f64) {
        self.shift(|window, whole| window.zoomed(factor, around_ms, whole));
    }

    /// Moves on by a share of what is shown.
    pub(in crate::view) fn pan_by(&self, share: f64) {
        self.shift(|window, whole| window.moved(share * window.ms(), whole));
    }

    /// The moment at a share of what is shown, ms from the first task's beginning.
    pub(in crate::view) fn moment_at(&self, share: f64) -> f64 {
        let window = untrack(|| self.window());
        window.from_ms + share * window.ms()
    }

    /// The stretch of time that is selected.
    pub(in crate::view) fn selected(&self) -> Option<Window> {
        let (from_ms, to_ms) = self.selection.get()?;
        Some(Window::between(from_ms, to_ms, &self.whole.get())).filter(|window| window.ms() > 0.0)
    }

    /// Moves the end of the selection by a share of what is shown; begins one at `start_ms` where there is none.
    pub(in crate::view) fn extend_selection(&self, share: f64, start_ms: f64) {
        let by_ms = share * untrack(|| self.window()).ms();
        let whole = self.whole.get_untracked();
        self.selection.update(|selection| {
            let (from_ms, to_ms) = selection.unwrap_or((start_ms, start_ms));
            *selection = Some((from_ms, (to_ms + by_ms).clamp(whole.from_ms, whole.to_ms)));
        });
    }

    /// Shows what is selected; `false` if nothing is.
    pub(in crate::view) fn show_selection(&self) -> bool {
        let Some(selected) = untrack(|| self.selected()) else { return false };
        self.trail.update(|trail| trail.push(self.zoom.get_untracked()));
        self.shift(|_, _| selected);
        true
    }

    /// Whether there is a way back from what is shown.
    pub(in crate::view) fn can_go_back(&self) -> bool {
        self.trail.with(|trail| !trail.is_empty())
    }

    /// Shows what was shown before the latest selection was; `false` if none was.
    pub(in crate::view) fn go_back(&self) -> bool {
        let before = self.trail.try_update(Vec::pop).flatten();
        before.inspect(|window| self.zoom.set(*window)).is_some()
    }

    /// Shows all there is.
    pub(in crate::view) fn show_all(&self) {
        self.trail.update(Vec::clear);
        self.zoom.set(None);
    }

    /// Takes note of what a timeline has found in its run.
    pub(in crate::view) fn note(&self, peak: u32, index: &Index) {
        if peak > self.peak.get_untracked() {
            self.peak.set(peak);
        }
        let bit = |kind: SpanKind| u8::from(index.has(kind)) << kind as u8;
        let found = SpanKind::ALL.into_iter().fold(self.kinds.get_untracked(), |bits, kind| bits | bit(kind));
        if found != self.kinds.get_untracked() {
            self.kinds.set(found);
        }
    }

    /// The kinds of spans that occur.
    pub(in crate::view) fn kinds(&self) -> Vec<SpanKind> {
        let bits = self.kinds.get();
        SpanKind::ALL.into_iter().filter(|kind| bits & (1 << *kind as u8) != 0).collect()
    }
}

/// The present moment on a run's clock: now while it goes on, its end when it is over.
pub(in crate::view) fn present_ms(live: &LiveRun) -> f64 {
    match live.phase {
        RunState::Finished | RunState::Failed(_) => live.trace.end_ms(),
        _ => live.now_ms,
    }
}

/// From the longest start-up, within reason, to the latest end of the runs that are drawn.
fn whole(session: Session) -> Window {
    let (mut startup_ms, mut end_ms) = (0f64, 0f64);
    for group in session.runs.with(|runs| Group::all(runs.iter().cloned())) {
        group.runs[group.drawn()].live.with(|live| {
            startup_ms = startup_ms.max(live.startup_ms);
            if let Some(origin_ms) = live.trace.origin_ms() {
                end_ms = end_ms.max(present_ms(live) - origin_ms);
            }
        });
    }
    Window::whole(startup_ms, end_ms)
}
