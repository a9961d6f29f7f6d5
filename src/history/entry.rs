//! What is kept of the runs of one start.

use serde::{Deserialize, Serialize};

use crate::exchange::{FieldRule, ImportError, check, json, read_json};
use crate::experiment::is_disruptive;
use crate::trace::{Figures, Marks, ResultDocument, Run, RunGroup};

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
        json(self)
    }

    fn read(stored: &str) -> Result<Self, ImportError> {
        let mut head: Self = read_json(stored.as_bytes()).map_err(|error| check::unreadable(&error))?;
        check::text("name", &head.name, LONGEST_NAME)?;
        check::text("experiment", &head.experiment, check::LONGEST_TEXT)?;
        if head.figures.len() > MOST_FIGURES {
            return Err(check::wrong("figures", FieldRule::AtMost(MOST_FIGURES)));
        }
        for (n, figures) in head.figures.iter_mut().enumerate() {
            check_figures(figures, &format!("figures[{n}]"))?;
            figures.infer_measured();
        }
        Ok(head)
    }
}

/// Checks what was stored of an executor.
fn check_figures(figures: &Figures, at: &str) -> check::Checked {
    let field = |name: &str| format!("{at}.{name}");
    let Figures { min_ms, median_ms, max_ms, .. } = *figures;
    check::name(&field("executor"), figures.executor.as_str())?;
    check::step(&field("step"), figures.step.as_ref())?;
    check::within(&field("minMs"), min_ms, 0.0, check::LONGEST_MS)?;
    check::within(&field("medianMs"), median_ms, min_ms, check::LONGEST_MS)?;
    check::within(&field("maxMs"), max_ms, median_ms, check::LONGEST_MS)?;
    let [low, high] = figures.interval_ms.unwrap_or([median_ms; 2]);
    check::within(&field("intervalMs"), low, min_ms, median_ms)?;
    check::within(&field("intervalMs"), high, median_ms, max_ms)?;
    for (name, ratios) in [
        ("speedup", figures.speedup.as_slice()),
        ("speedupInterval", figures.speedup_interval.as_ref().map_or(&[], |ends| ends.as_slice())),
    ] {
        ratios.iter().try_for_each(|ratio| check::within(&field(name), *ratio, 0.0, check::GREATEST))?;
    }
    Ok(())
}

/// The runs that are drawn, one of each executor and step. Only of these are spans kept.
pub fn drawn(runs: &[Run]) -> Vec<bool> {
    let mut drawn = vec![false; runs.len()];
    for group in RunGroup::all(runs.iter().enumerate()) {
        drawn[group.drawn_run().0] = true;
    }
    drawn
}

/// What is stored of a document: its head, and its text. One that is too large goes without spans and outputs;
/// `None` where that is not enough, or where it has no figures.
pub fn pack(mut document: ResultDocument) -> Option<(Head, String)> {
    let written = |document: &ResultDocument| Some(json(document)).filter(|text| text.len() <= MOST_DOCUMENT);
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
        figures: document.figures(),
    };
    (!head.figures.is_empty()).then_some((head, text))
}

/// A name as it can be kept: on one line, no longer than [`LONGEST_NAME`].
pub fn clean_name(written: &str) -> String {
    let visible: String = written.chars().filter(|c| !is_disruptive(*c)).take(LONGEST_NAME).collect();
    visible.trim().to_owned()
}
