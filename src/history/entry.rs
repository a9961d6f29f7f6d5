//! What is kept of the runs of one start.

use serde::{Deserialize, Serialize};

use crate::exchange::{FieldRule, ImportError, check, read_json, write_json};
use crate::experiment::{ExecutorName, SweepStep, is_disruptive};
use crate::trace::{Marks, ResultDocument, Run, interval_of_median, nearest_to_median};

/// The most spans that are kept of one start, all runs together.
pub const MOST_SPANS: usize = 3_000;
/// The longest name, characters.
pub const LONGEST_NAME: usize = 80;
/// The largest document that is kept, bytes.
const MOST_DOCUMENT: usize = 2 << 20;
/// The most rows of figures that a sweep of every executor gives.
const MOST_FIGURES: usize = 320;

/// One start in the list, by the moment when it was over, ms since 1970: no two end in the same one, since starts
/// wait for each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The moment, which is also where it is stored.
    pub id: u64,
    /// What is told of it in the list, or why that can't be read.
    pub head: Result<Head, ImportError>,
}

/// What the list tells of a start, without its document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Head {
    /// What the reader calls it; empty until they do.
    pub name: String,
    /// Whether the next runs are set beside it.
    pub pinned: bool,
    /// How large its document is, bytes.
    pub bytes: u64,
    /// The experiment, as its canonical link.
    pub experiment: String,
    /// What puts it in doubt.
    pub marks: Marks,
    /// Its figures.
    pub figures: Vec<Figures>,
}

/// One executor's figures over its measured runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Figures {
    /// The executor.
    pub executor: ExecutorName,
    /// The step of a sweep.
    pub step: Option<SweepStep>,
    /// Lanes in its pool.
    pub lanes: u32,
    /// The median makespan, ms.
    pub median_ms: f64,
    /// The shortest makespan, ms.
    pub min_ms: f64,
    /// The longest makespan, ms.
    pub max_ms: f64,
    /// Where the median lies with a confidence of at least 95 %, ms; from 6 repeats on.
    pub interval_ms: Option<[f64; 2]>,
    /// How many times sooner than `sequential`.
    pub speedup: Option<f64>,
}

impl Entry {
    /// As it was stored.
    pub fn read(id: u64, stored: &str) -> Self {
        Self { id, head: Head::read(stored) }
    }

    /// Whether the next runs are set beside it.
    pub fn is_pinned(&self) -> bool {
        self.head.as_ref().is_ok_and(|head| head.pinned)
    }
}

impl Head {
    /// As it is stored.
    pub fn write(&self) -> String {
        json(self).unwrap_or_default()
    }

    fn read(stored: &str) -> Result<Self, ImportError> {
        let head: Self = read_json(&mut stored.as_bytes()).map_err(|error| check::unreadable(&error))?;
        check::text("name", &head.name, LONGEST_NAME)?;
        check::text("experiment", &head.experiment, check::LONGEST_TEXT)?;
        if head.figures.len() > MOST_FIGURES {
            return Err(check::wrong("figures", FieldRule::AtMost(MOST_FIGURES)));
        }
        for (n, figures) in head.figures.iter().enumerate() {
            figures.check(&format!("figures[{n}]"))?;
        }
        Ok(head)
    }
}

impl Figures {
    /// Those of every executor and step.
    pub fn all(document: &ResultDocument) -> Vec<Self> {
        let figures = |summary: &crate::trace::Summary| {
            let mine = |run: &&Run| run.executor == summary.executor && run.step == summary.step;
            let mut runs = document.runs.iter().filter(mine).peekable();
            let lanes = runs.peek().map_or(1, |run| run.workers);
            let counts = |run: &&Run| !run.warmup && run.error.is_none();
            let walls: Vec<f64> = runs.filter(counts).map(|run| run.wall_ms).collect();
            Self {
                executor: summary.executor.clone(),
                step: summary.step.clone(),
                lanes,
                median_ms: summary.median_wall_ms,
                min_ms: summary.min_wall_ms,
                max_ms: summary.max_wall_ms,
                interval_ms: interval_of_median(&walls),
                speedup: summary.speedup,
            }
        };
        document.summary.iter().map(figures).collect()
    }

    fn check(&self, at: &str) -> check::Checked {
        let field = |name: &str| format!("{at}.{name}");
        check::name(&field("executor"), self.executor.as_str())?;
        check::step(&field("step"), self.step.as_ref())?;
        check::within(&field("minMs"), self.min_ms, 0.0, check::LONGEST_MS)?;
        check::within(&field("medianMs"), self.median_ms, self.min_ms, check::LONGEST_MS)?;
        check::within(&field("maxMs"), self.max_ms, self.median_ms, check::LONGEST_MS)?;
        let [low, high] = self.interval_ms.unwrap_or([self.median_ms; 2]);
        check::within(&field("intervalMs"), low, self.min_ms, self.median_ms)?;
        check::within(&field("intervalMs"), high, self.median_ms, self.max_ms)?;
        check::within(&field("speedup"), self.speedup.unwrap_or_default(), 0.0, check::GREATEST)
    }
}

/// The runs that are drawn: of each executor and step the one nearest to the median, or the last one where none
/// counts. Only of these are spans kept.
pub fn drawn(runs: &[Run]) -> Vec<bool> {
    let mut drawn = vec![false; runs.len()];
    for (n, run) in runs.iter().enumerate() {
        let same = |other: &Run| other.executor == run.executor && other.step == run.step;
        if runs[..n].iter().any(same) {
            continue;
        }
        let wall = |run: &Run| {
            let counts = same(run) && !run.warmup && run.error.is_none();
            counts.then_some(run.wall_ms)
        };
        let nearest = nearest_to_median(&runs.iter().map(wall).collect::<Vec<_>>());
        // The run itself is one of them.
        drawn[nearest.or_else(|| runs.iter().rposition(same)).unwrap_or(n)] = true;
    }
    drawn
}

/// What is stored of a document: its head, and its text. One that is too large goes without spans and outputs;
/// `None` where that is not enough, or where it has no figures.
pub fn pack(mut document: ResultDocument) -> Option<(Head, String)> {
    let written = |document: &ResultDocument| json(document).filter(|text| text.len() <= MOST_DOCUMENT);
    let text = written(&document).or_else(|| {
        for run in &mut document.runs {
            run.dropped_spans += run.spans.len() as u64;
            run.spans.clear();
            run.outputs.clear();
        }
        written(&document)
    })?;
    let head = Head {
        name: String::new(),
        pinned: false,
        bytes: text.len() as u64,
        experiment: document.experiment.clone(),
        marks: Marks::of(&document),
        figures: Figures::all(&document),
    };
    (!head.figures.is_empty()).then_some((head, text))
}

fn json(value: &impl Serialize) -> Option<String> {
    let mut text = Vec::new();
    // Written to memory, and without maps that have anything but strings for keys, nothing refuses.
    write_json(value, &mut text).ok()?;
    String::from_utf8(text).ok()
}

/// A name as it can be kept: on one line, no longer than [`LONGEST_NAME`].
pub fn clean_name(written: &str) -> String {
    let visible: String = written.chars().filter(|c| !is_disruptive(*c)).take(LONGEST_NAME).collect();
    visible.trim().to_owned()
}
