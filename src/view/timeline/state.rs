//! What one timeline keeps: which run it draws, how, and what is pointed at.

use leptos::html::Canvas;
use leptos::prelude::*;

use super::viewport::Viewport;
use crate::browser::canvas::CanvasSurface;
use crate::browser::clock::now_ms;
use crate::experiment::ExecutorName;
use crate::render::{
    Flow, Grouping, Hit, Index, Labels, Layout, Levels, Picture, Point, RangeFigures, Rect, RowRange, Scale,
    Selected, Surface, Tip, Window,
};
use crate::session::RunHandle;
use crate::text;
use crate::text::{Key, keys};
use crate::trace::{Lane, LiveRun, Trace};
use crate::view::results::group::Group;

/// What one timeline keeps. A handle that can be copied.
#[derive(Clone, Copy)]
pub(in crate::view) struct TimelineState {
    viewport: Viewport,
    group: StoredValue<Group>,
    /// Which of the group's runs is drawn.
    pub(in crate::view) shown: Memo<usize>,
    compact: bool,
    /// The element that is drawn on.
    pub(in crate::view) canvas: NodeRef<Canvas>,
    /// Its width, CSS pixels.
    pub(in crate::view) width: RwSignal<f64>,
    /// Whether there is a row for each task, not for each lane.
    pub(in crate::view) by_task: RwSignal<bool>,
    /// The first row that is shown, where there are more than there is room for.
    pub(in crate::view) first_row: RwSignal<usize>,
    /// The span that the keyboard is at.
    pub(in crate::view) selected: RwSignal<Option<Selected>>,
    /// What is said of the place that is pointed at.
    pub(in crate::view) tip: RwSignal<Option<Tip>>,
    /// Who let go on the lane that is pointed at.
    flow: Memo<Option<Flow>>,
    /// A cache: what it holds follows from the trace alone, so that nobody can tell when it was last brought up to
    /// date. That is whenever a picture is needed, be it to be painted.
    indices: StoredValue<Indices>,
    /// Notified as long as it is not up to date: a picture takes in so many spans only, and the next one more.
    more: RwSignal<()>,
}

/// A picture takes new spans in for so long, ms: in a frame there are several pictures of each run, and each has its part.
const TURN_MS: f64 = 2.0;
/// And so many before it looks at the clock.
const AT_ONCE: usize = 1 << 12;

/// The run that was drawn last, made ready to be drawn again.
struct Indices {
    shown: usize,
    lanes: Index,
    tasks: Index,
}

impl Indices {
    fn new(shown: usize) -> Self {
        Self { shown, lanes: Index::new(Grouping::Lanes), tasks: Index::new(Grouping::Tasks) }
    }

    /// Takes in what the trace has gained, as much as there is time for; tells whether that was all.
    fn update(&mut self, trace: &Trace, by_task: bool) -> bool {
        let end_ms = now_ms() + TURN_MS;
        loop {
            let is_whole = self.lanes.update_some(trace, AT_ONCE)
                && (!by_task || self.tasks.update_some(trace, AT_ONCE));
            if is_whole || now_ms() > end_ms {
                return is_whole;
            }
        }
    }
}

impl TimelineState {
    pub(in crate::view) fn new(group: Group, compact: bool) -> Self {
        let runs = group.clone();
        let tip = RwSignal::new(None::<Tip>);
        Self {
            viewport: expect_context::<Viewport>(),
            group: StoredValue::new(group),
            shown: Memo::new(move |_| runs.drawn()),
            compact,
            canvas: NodeRef::new(),
            width: RwSignal::new(0.0),
            by_task: RwSignal::new(false),
            first_row: RwSignal::new(0),
            selected: RwSignal::new(None),
            tip,
            flow: Memo::new(move |_| tip.with(|tip| tip.as_ref()?.flow)),
            indices: StoredValue::new(Indices::new(0)),
            more: RwSignal::new(()),
        }
    }

    /// The run that is drawn.
    pub(in crate::view) fn run(&self) -> RunHandle {
        let shown = self.shown.get();
        self.group.with_value(|group| group.runs[shown].clone())
    }

    /// Follows everything that changes the picture.
    pub(in crate::view) fn follow(&self) {
        self.follow_spans();
        self.viewport.window();
        self.viewport.peak.track();
        self.viewport.colours.track();
        self.width.track();
        self.by_task.track();
        self.first_row.track();
        self.selected.track();
        self.flow.track();
        self.viewport.selected.track();
        self.viewport.playhead.track();
    }

    /// Follows what is drawn of the run.
    pub(in crate::view) fn follow_spans(&self) {
        self.run().live.track();
        self.more.track();
    }

    /// Draws the picture, and changes nothing. Does nothing once the timeline has left the page.
    pub(in crate::view) fn paint(&self) {
        let Some(canvas) = self.canvas.try_get_untracked().flatten() else { return };
        self.with_picture(|picture, live| {
            let layout = picture.layout;
            CanvasSurface::draw(&canvas, layout.width, layout.height, |surface| {
                let selected = self.selected.get_untracked();
                picture.draw(surface, &self.labels(live, layout), selected.as_ref());
                if let Some(window) = self.viewport.selected.get_untracked() {
                    picture.draw_selection(surface, &window);
                }
                if let Some(flow) = self.flow.get_untracked() {
                    picture.draw_flow(surface, &flow);
                }
                let is_over = live.phase.is_over();
                if let Some(at_ms) = self.viewport.playhead.get_untracked().filter(|_| is_over) {
                    picture.draw_playhead(surface, at_ms);
                }
            });
        });
    }

    /// How high the picture is, CSS pixels.
    pub(in crate::view) fn height(&self) -> f64 {
        self.tracked_layout().height
    }

    /// The rows that are shown.
    pub(in crate::view) fn rows(&self) -> RowRange {
        self.tracked_layout().rows
    }

    /// The layout, and follows all that changes it.
    fn tracked_layout(&self) -> Layout {
        let run = self.run();
        self.first_row.track();
        self.layout(self.width.get(), run.live.with(|live| live.trace.lanes.len()), self.by_task.get())
    }

    fn layout(&self, width: f64, lanes: usize, by_task: bool) -> Layout {
        let shown = self.shown.get_untracked();
        let (planned_lanes, tasks) = self.group.with_value(|group| {
            let run = &group.runs[shown];
            (run.executor.pool(run.workers), run.experiment.tasks())
        });
        let (rows, grouping) = match by_task {
            true => (tasks as usize, Grouping::Tasks),
            false => (lanes.max(planned_lanes as usize), Grouping::Lanes),
        };
        Layout::scrolled(width, rows, self.first_row.get_untracked(), grouping, self.compact)
    }

    /// Does something with the picture as it is now.
    fn with_picture<T>(&self, work: impl FnOnce(&Picture, &LiveRun) -> T) -> T {
        let shown = self.shown.get_untracked();
        let run = self.group.with_value(|group| group.runs[shown].clone());
        let by_task = self.by_task.get_untracked();
        let window = untrack(|| self.viewport.window());
        let peak = self.viewport.peak.get_untracked();
        let mut result = None;
        self.indices.update_value(|indices| {
            run.live.with_untracked(|live| {
                if indices.shown != shown {
                    *indices = Indices::new(shown);
                }
                if !indices.update(&live.trace, by_task) {
                    self.more.notify();
                }
                let layout = self.layout(self.width.get_untracked(), live.trace.lanes.len(), by_task);
                let picture = Picture {
                    trace: &live.trace,
                    lanes: &indices.lanes,
                    rows: if by_task { &indices.tasks } else { &indices.lanes },
                    now_ms: live.present_ms(),
                    scale: scale(window, live, &layout),
                    levels: Levels::new(
                        peak,
                        untrack(|| self.viewport.cores()).filter(|_| !live.trace.is_elsewhere()),
                    ),
                    layout: &layout,
                };
                result = Some(work(&picture, live));
            });
        });
        // `work` was called: neither signal nor store refuses while the timeline is on the page.
        result.expect("a timeline on the page has its picture")
    }

    fn labels(&self, live: &LiveRun, layout: &Layout) -> Labels {
        let lanes: Vec<String> = live.trace.lanes.iter().map(Lane::label).collect();
        let (rows, lanes) = if self.by_task.get_untracked() {
            let task = |task: usize| match layout.is_labelled(task) {
                true => text!(lane.task, n = task),
                false => String::new(),
            };
            (layout.shown().map(task).collect(), lanes)
        } else {
            (lanes, Vec::new())
        };
        // There is no room beside a narrow strip; the legend tells which line is which.
        let name = |key: Key| if layout.plot.x < 80.0 { String::new() } else { key.text() };
        let (concurrency, parallelism) = (name(keys::strip::concurrency), name(keys::strip::parallelism));
        let cores = untrack(|| self.viewport.cores()).unwrap_or_default();
        Labels { rows, lanes, concurrency, parallelism, cores: text!(share.place.cores, n = cores) }
    }

    /// Says what lies at a place.
    pub(in crate::view) fn point(&self, at: Point) {
        let tip = self.with_picture(|picture, _| {
            let hit = picture.hit(at)?;
            Some(Tip::of(&hit, at, picture))
        });
        self.tip.set(tip);
    }

    /// Moves the selection along its row or to another, and the window with it.
    pub(in crate::view) fn walk(&self, along: isize, across: isize) {
        let old = self.selected.get_untracked();
        let found = self.with_picture(|picture, _| match across {
            0 => picture.next_to(old.as_ref(), along),
            _ => picture.across(old.as_ref(), across),
        });
        let Some(selected) = found else { return };
        let rows = untrack(|| self.rows());
        self.first_row.set(rows.showing(selected.row).first);
        let origin_ms = self.origin_ms();
        let begin_ms = selected.span.start_ms - origin_ms;
        self.viewport.navigate(|navigation, whole| navigation.show_moment(begin_ms, whole));
        self.selected.set(Some(selected));
        let tip = self.with_picture(|picture, _| {
            let rect = picture.layout.row(selected.row);
            let (from, to) = (picture.scale.x(selected.span.start_ms), picture.scale.x(selected.span.end_ms));
            let x = f64::midpoint(from, to).clamp(rect.x, rect.right());
            Tip::of(&Hit::Span(selected), Point { x, y: rect.bottom() }, picture)
        });
        self.tip.set(Some(tip));
    }

    /// Leaves the span that the keyboard is at, and the place that is pointed at.
    pub(in crate::view) fn leave(&self) {
        self.selected.set(None);
        self.tip.set(None);
    }

    /// Around which moment the keyboard zooms and selects, ms from the first task's beginning: that of the span that it
    /// is at, else the middle of what is shown.
    pub(in crate::view) fn middle_ms(&self) -> f64 {
        let at = self.selected.get_untracked().filter(|_| self.tip.with_untracked(Option::is_some));
        match at {
            Some(selected) => selected.span.start_ms - self.origin_ms(),
            None => self.viewport.moment_at(0.5),
        }
    }

    /// When the first task began, on the run's own clock, ms.
    fn origin_ms(&self) -> f64 {
        self.with_picture(|picture, _| picture.scale.origin_ms)
    }

    /// Where a place lies across the picture: 0 where time begins, 1 where it ends.
    pub(in crate::view) fn share(&self, x: f64) -> f64 {
        self.with_picture(|picture, _| (x - picture.scale.left) / picture.scale.width)
    }

    /// The figures of a stretch of time; `None` until the run is over. Follows the run.
    pub(in crate::view) fn range_figures(&self, window: &Window) -> Option<RangeFigures> {
        self.follow_spans();
        self.with_picture(|picture, live| live.phase.is_over().then(|| picture.range_figures(window)))
    }

    /// Draws all there is of this run in small, over a stretch of time.
    pub(in crate::view) fn paint_in_small(&self, surface: &mut impl Surface, rect: Rect, window: Window) {
        let planned = self.with_group(|group| group.executor.pool(group.runs[0].workers));
        self.with_picture(|picture, live| {
            let scale = Scale { window, left: rect.x, width: rect.width, ..picture.scale };
            let lanes = live.trace.lanes.len().max(planned as usize);
            Picture { scale, ..*picture }.draw_in_small(surface, rect, lanes);
        });
    }

    /// Does something with the runs that it is of.
    pub(in crate::view) fn with_group<T>(&self, work: impl FnOnce(&Group) -> T) -> T {
        self.group.with_value(work)
    }

    /// Whether it is open, beside the race of so many that are compared.
    pub(in crate::view) fn is_open(&self, compared: usize) -> bool {
        self.with_group(|group| self.viewport.is_open(&group.executor, compared))
    }

    /// The executor whose runs it draws.
    pub(in crate::view) fn executor(&self) -> ExecutorName {
        self.with_group(|group| group.executor.clone())
    }
}

fn scale(window: Window, live: &LiveRun, layout: &Layout) -> Scale {
    // Before its first task a run has no zero; its start-up then grows towards it.
    let origin_ms = live.trace.origin_ms().unwrap_or(live.now_ms);
    Scale { window, origin_ms, left: layout.plot.x, width: layout.plot.width }
}
