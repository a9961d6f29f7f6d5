//! Spans and lanes.

use serde::{Deserialize, Serialize};

use crate::text;

/// What a lane, or a task on it, was doing for a while.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Span {
    /// The lane, by its number.
    pub lane: u32,
    /// The task, by its number; `None` where there is none.
    pub task: Option<u32>,
    /// What was going on.
    pub kind: SpanKind,
    /// When it began, ms.
    pub start_ms: f64,
    /// When it ended, ms.
    pub end_ms: f64,
}

impl Span {
    /// How long it took, ms.
    pub fn ms(&self) -> f64 {
        self.end_ms - self.start_ms
    }
}

/// The kinds of spans.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SpanKind {
    /// Making a worker.
    Start,
    /// Copying or moving data between memories.
    Send,
    /// Computing, on a core.
    Run,
    /// I/O or sleep in flight.
    Wait,
    /// Wants the lock.
    Blocked,
    /// Could run, but another task has the lane.
    Ready,
    /// Was computing, and the operating system had given its core to something else.
    Preempted,
    /// An attempt whose taker vanished.
    Lost,
}

impl SpanKind {
    /// All of them, in the order of legends and tables.
    pub const ALL: [Self; 8] = [
        Self::Run,
        Self::Preempted,
        Self::Wait,
        Self::Blocked,
        Self::Ready,
        Self::Send,
        Self::Start,
        Self::Lost,
    ];

    /// Its name in result documents and style sheets.
    pub fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Send => "send",
            Self::Run => "run",
            Self::Wait => "wait",
            Self::Blocked => "blocked",
            Self::Ready => "ready",
            Self::Preempted => "preempted",
            Self::Lost => "lost",
        }
    }

    /// What it is called.
    pub fn label(self) -> String {
        match self {
            Self::Start => text!(kind.start),
            Self::Send => text!(kind.send),
            Self::Run => text!(kind.run),
            Self::Wait => text!(kind.wait),
            Self::Blocked => text!(kind.blocked),
            Self::Ready => text!(kind.ready),
            Self::Preempted => text!(kind.preempted),
            Self::Lost => text!(kind.lost),
        }
    }
}

/// A span that has not ended yet.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Open {
    /// The lane, by its number.
    pub lane: u32,
    /// The task, by its number.
    pub task: Option<u32>,
    /// What is going on.
    pub kind: SpanKind,
    /// Since when, ms.
    pub start_ms: f64,
}

impl Open {
    /// As a span that ends at this moment, ms.
    pub fn until(self, end_ms: f64) -> Span {
        let Self { lane, task, kind, start_ms } = self;
        Span { lane, task, kind, start_ms, end_ms }
    }
}

/// Something that runs tasks: a worker, a thread, an event loop.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Lane {
    /// Its number, from 0.
    pub id: u32,
    /// What it is called, as in `thread 2`; counted from 1.
    pub name: String,
    /// What it is.
    pub kind: LaneKind,
    /// Where it is, as it says itself: `Firefox on Android, 8 cores`. Of takers only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// How far its clock may be from that of the page that shows it, ms. Of takers only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock_uncertainty_ms: Option<f64>,
}

/// How far the clocks of two tabs of a browser are apart at most, ms, on isolated pages. They have the operating
/// system's clock in common, and each rounds it. Between devices it is measured, and is never just this.
pub const FINE_TABS_MS: f64 = 0.02;
/// The same on other pages, whose clocks are coarse.
pub const COARSE_TABS_MS: f64 = 1.0;

/// The kinds of lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LaneKind {
    /// The page's own thread.
    Page,
    /// An event loop.
    Loop,
    /// A thread that shares its memory with the other threads.
    Thread,
    /// A worker with a memory of its own.
    Process,
    /// Whoever takes jobs of a queue.
    Taker,
}

impl LaneKind {
    /// What the `n`th of them is called.
    fn label(self, n: u32) -> String {
        match self {
            Self::Page => text!(lane.page),
            Self::Loop => text!(lane.loop_, n = n),
            Self::Thread => text!(lane.thread, n = n),
            Self::Process => text!(lane.process, n = n),
            Self::Taker => text!(lane.taker, n = n),
        }
    }
}

impl Lane {
    /// What it is called.
    pub fn label(&self) -> String {
        self.kind.label(self.id + 1)
    }

    /// Lane number `id` of this kind.
    pub fn new(id: u32, kind: LaneKind) -> Self {
        let word = match kind {
            LaneKind::Page => "page",
            LaneKind::Loop => "loop",
            LaneKind::Thread => "thread",
            LaneKind::Process => "worker",
            LaneKind::Taker => "taker",
        };
        Self { id, name: format!("{word} {}", id + 1), kind, host: None, clock_uncertainty_ms: None }
    }

    /// Whether its cores are others than those of the page that shows it, or may be.
    pub fn is_elsewhere(&self) -> bool {
        self.kind == LaneKind::Taker
            && self.clock_uncertainty_ms.is_some_and(|ms| ms != FINE_TABS_MS && ms != COARSE_TABS_MS)
    }

    /// Lane number `id`, a taker at this host, whose clock is known to within so many ms.
    pub fn taker(id: u32, host: String, clock_uncertainty_ms: f64) -> Self {
        let clock_uncertainty_ms = Some(clock_uncertainty_ms);
        Self { host: Some(host), clock_uncertainty_ms, ..Self::new(id, LaneKind::Taker) }
    }
}
