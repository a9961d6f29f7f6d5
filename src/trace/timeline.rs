//! One run's spans, gathered while it goes on.

use std::collections::BTreeMap;

use super::{Lane, Metrics, Open, Span, SpanKind, metrics};

/// Spans that are kept of one run. More are counted and left out of pictures and documents, never out
/// of a metric.
pub const MOST_SPANS: usize = 1_000_000;

/// One run's lanes and spans.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// The lanes, in the order of their numbers.
    pub lanes: Vec<Lane>,
    spans: Vec<Span>,
    /// The last span of each lane, by its place in `spans`.
    tips: BTreeMap<u32, usize>,
    open: Vec<Open>,
    dropped: u64,
    /// Which kinds of spans have ended, by `kind as usize`.
    kinds: [bool; SpanKind::ALL.len()],
    /// When each task began and ended, ms.
    tasks: BTreeMap<u32, (f64, f64)>,
    /// From when until when each task was ready, ms: it does not begin by that, but may end with it.
    ready: BTreeMap<u32, (f64, f64)>,
    running: Vec<(u32, f64, f64)>,
    preempted: Vec<(u32, f64, f64)>,
    /// How long spans of each kind are, all together, by `kind as usize`, ms.
    spent_ms: [f64; SpanKind::ALL.len()],
    end_ms: f64,
}

impl Trace {
    /// Adds a lane that has joined later than others, or of which more is known by now.
    pub fn add_lane(&mut self, lane: Lane) {
        match self.lanes.binary_search_by_key(&lane.id, |other| other.id) {
            Ok(place) => self.lanes[place] = lane,
            Err(place) => self.lanes.insert(place, lane),
        }
    }

    /// Makes room for so many spans.
    pub(super) fn reserve(&mut self, spans: usize) {
        self.spans.reserve_exact(spans.min(MOST_SPANS));
    }

    /// Adds a span that has ended. One that goes on exactly where the last of its lane, task and kind
    /// left off makes that one longer, so that long spans can be told of piece by piece.
    pub fn push(&mut self, span: Span) {
        self.end_ms = if self.spans.is_empty() { span.end_ms } else { self.end_ms.max(span.end_ms) };
        if let Some(task) = span.task {
            let extents = if span.kind == SpanKind::Ready { &mut self.ready } else { &mut self.tasks };
            let extent = extents.entry(task).or_insert((span.start_ms, span.end_ms));
            *extent = (extent.0.min(span.start_ms), extent.1.max(span.end_ms));
            if let (Some((_, to_ms)), Some((_, ready_ms))) =
                (self.tasks.get_mut(&task), self.ready.get(&task))
            {
                *to_ms = to_ms.max(*ready_ms);
            }
        }
        self.kinds[span.kind as usize] = true;
        if span.kind == SpanKind::Run {
            self.running.push((span.lane, span.start_ms, span.end_ms));
        }
        if span.kind == SpanKind::Preempted {
            self.preempted.push((span.lane, span.start_ms, span.end_ms));
        }
        self.spent_ms[span.kind as usize] += span.ms();
        let tip = self.tips.get(&span.lane).and_then(|index| self.spans.get_mut(*index));
        if let Some(last) = tip
            && (last.task, last.kind) == (span.task, span.kind)
            && last.end_ms == span.start_ms
        {
            last.end_ms = span.end_ms;
        } else if self.spans.len() < MOST_SPANS {
            self.tips.insert(span.lane, self.spans.len());
            self.spans.push(span);
        } else {
            self.dropped += 1;
        }
    }

    /// Says how many further spans were left out before they came here.
    pub fn note_dropped(&mut self, spans: u64) {
        self.dropped += spans;
    }

    /// Says what a lane is in the middle of, in place of what was said of it before.
    pub fn set_open(&mut self, lane: u32, open: impl IntoIterator<Item = Open>) {
        self.open.retain(|span| span.lane != lane);
        self.open.extend(open);
    }

    /// A lane is gone at this moment, `at_ms`, and with it what it was at: a task that it was given `since_ms`. What it has
    /// told of stays; the rest is lost.
    pub fn lose(&mut self, lane: u32, task: u32, since_ms: f64, at_ms: f64) {
        let is_lost = |open: &&Open| open.lane == lane && open.task == Some(task);
        let told_ms = self.tips.get(&lane).and_then(|tip| self.spans.get(*tip)).map(|span| span.end_ms);
        let from_ms = match self.open.iter().find(is_lost) {
            Some(open) => open.start_ms,
            None => told_ms.map_or(since_ms, |told_ms| told_ms.max(since_ms)),
        };
        self.open.retain(|open| open.lane != lane);
        let end_ms = at_ms.max(from_ms);
        self.push(Span { lane, task: Some(task), kind: SpanKind::Lost, start_ms: from_ms, end_ms });
    }

    /// What a lane did of a task came to nothing: from its beginning to its end it is an attempt that was lost.
    pub fn retract(&mut self, lane: u32, task: u32) {
        let is_its =
            |span: &Span| span.lane == lane && span.task == Some(task) && span.kind != SpanKind::Lost;
        let of_it: Vec<Span> = self.spans.extract_if(.., |span| is_its(span)).collect();
        let begun = of_it.iter().filter(|span| span.kind != SpanKind::Ready).map(|span| span.start_ms);
        let (Some(start_ms), Some(end_ms)) =
            (begun.reduce(f64::min), of_it.iter().map(|span| span.end_ms).reduce(f64::max))
        else {
            return;
        };
        let is_inside = |of: u32, from: f64, to: f64| of == lane && start_ms <= from && to <= end_ms;
        self.running.retain(|(of, from, to)| !is_inside(*of, *from, *to));
        self.preempted.retain(|(of, from, to)| !is_inside(*of, *from, *to));
        for span in &of_it {
            self.spent_ms[span.kind as usize] -= span.ms();
        }
        // Places of spans have changed, and none of these is made longer any more.
        self.tips.clear();
        self.push(Span { lane, task: Some(task), kind: SpanKind::Lost, start_ms, end_ms });
    }

    /// Ends what is still open: a run that was cut off keeps what it measured.
    pub fn close(&mut self, now_ms: f64) {
        for open in std::mem::take(&mut self.open) {
            self.push(open.until(now_ms.max(open.start_ms)));
        }
    }

    /// The spans that have ended, in the order in which they were told.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// The spans that have not ended.
    pub fn open(&self) -> &[Open] {
        &self.open
    }

    /// How many spans were left out.
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    /// When the first task began, ms: the zero of result documents.
    pub fn origin_ms(&self) -> Option<f64> {
        let begun = self.tasks.values().map(|extent| extent.0);
        let beginning = self.open.iter().filter(|open| open.task.is_some() && open.kind != SpanKind::Ready);
        begun.chain(beginning.map(|open| open.start_ms)).reduce(f64::min)
    }

    /// When the last span that has ended did so, ms.
    pub fn end_ms(&self) -> f64 {
        self.end_ms
    }

    /// The figures drawn from all spans, the ones left out included.
    pub fn metrics(&self) -> Metrics {
        let preempted_ms = self.preempted.iter().map(|(_, from, to)| to - from).sum();
        metrics::measure(&self.task_extents(), &self.running, preempted_ms)
    }

    /// The makespan alone, ms: of all figures the one that takes no sorting.
    pub fn wall_ms(&self) -> f64 {
        metrics::makespan(&self.task_extents())
    }

    /// Whether some of its lanes are on other machines, or may be: then the cores of this one tell nothing.
    pub fn is_elsewhere(&self) -> bool {
        self.lanes.iter().any(Lane::is_elsewhere)
    }

    /// The lane with this number.
    pub fn lane(&self, id: u32) -> Option<&Lane> {
        self.lanes.iter().find(|lane| lane.id == id)
    }

    /// Whether a span of this kind has ended; one that was left out counts, too.
    pub fn has(&self, kind: SpanKind) -> bool {
        self.kinds[kind as usize]
    }

    /// When each task began and ended, ms.
    pub fn task_extents(&self) -> Vec<(f64, f64)> {
        self.tasks.values().copied().collect()
    }

    /// The same while it goes on: a task that is in the middle of something reaches to `now_ms`.
    pub fn task_extents_until(&self, now_ms: f64) -> Vec<(f64, f64)> {
        let mut tasks = self.tasks.clone();
        for open in self.open.iter().filter(|open| open.kind != SpanKind::Ready) {
            let Some(task) = open.task else { continue };
            let (from, to) = tasks.entry(task).or_insert((open.start_ms, now_ms));
            (*from, *to) = (from.min(open.start_ms), to.max(now_ms));
        }
        tasks.into_values().collect()
    }

    /// The most tasks that were in progress at once until now.
    pub fn peak_concurrency(&self, now_ms: f64) -> u32 {
        metrics::peak(&self.task_extents_until(now_ms))
    }

    /// How long spans of a kind are, all together, ms; those that were left out included.
    pub fn spent_ms(&self, kind: SpanKind) -> f64 {
        self.spent_ms[kind as usize]
    }

    /// When each lane computed: lane, beginning and end in ms.
    pub fn running(&self) -> &[(u32, f64, f64)] {
        &self.running
    }

    /// Whether tasks computed, or wanted to, for more of their time than they waited.
    pub fn computes(&self) -> bool {
        let wanted_ms = self.spent_ms(SpanKind::Run) + self.spent_ms(SpanKind::Preempted);
        wanted_ms > self.spent_ms(SpanKind::Wait)
    }

    /// When each lane would have computed and had no core: lane, beginning and end in ms.
    pub fn preempted(&self) -> &[(u32, f64, f64)] {
        &self.preempted
    }
}
