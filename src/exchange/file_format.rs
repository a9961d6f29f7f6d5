//! The files that a result can be taken along as, and what they are called.

use std::io::{Result, Write};

use super::csv::{write_spans, write_tasks};
use super::file_in_turns::FileInTurns;
use super::illustration::illustrate;
use super::json_file::write_document;
use super::trace_events::write_trace_events;
use crate::advice::map::Lock;
use crate::experiment::parse;
use crate::text;
use crate::trace::ResultDocument;

/// The forms of a result as a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFormat {
    /// The result document.
    Json,
    /// Tasks as a table.
    Tasks,
    /// Spans as a table.
    Spans,
    /// The timelines as a drawing.
    Svg,
    /// The timelines as a picture.
    Png,
    /// Chrome's trace event format.
    Trace,
}

impl FileFormat {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 6] = [Self::Json, Self::Tasks, Self::Spans, Self::Svg, Self::Png, Self::Trace];

    /// Its name, in ids of elements.
    pub fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Tasks => "tasks",
            Self::Spans => "spans",
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Trace => "trace",
        }
    }

    /// What it is called.
    pub fn label(self) -> String {
        match self {
            Self::Json => text!(take.form.json),
            Self::Tasks => text!(take.form.tasks),
            Self::Spans => text!(take.form.spans),
            Self::Svg => text!(take.form.svg),
            Self::Png => text!(take.form.png),
            Self::Trace => text!(take.form.trace),
        }
    }

    /// What it is good for, in a sentence.
    pub fn hint(self) -> String {
        match self {
            Self::Json => text!(take.hint.json),
            Self::Tasks => text!(take.hint.tasks),
            Self::Spans => text!(take.hint.spans),
            Self::Svg => text!(take.hint.svg),
            Self::Png => text!(take.hint.png),
            Self::Trace => text!(take.hint.trace),
        }
    }

    /// The media type of its files.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Json | Self::Trace => "application/json",
            Self::Tasks | Self::Spans => "text/csv;charset=utf-8",
            Self::Svg => "image/svg+xml",
            Self::Png => "image/png",
        }
    }

    fn ending(self) -> &'static str {
        match self {
            Self::Json => ".json",
            Self::Tasks => "-tasks.csv",
            Self::Spans => "-spans.csv",
            Self::Svg => ".svg",
            Self::Png => ".png",
            Self::Trace => "-trace.json",
        }
    }
}

/// What the file is called: `interleave-primes-2026-11-20T14-05.json`. `moment` is the present one as ISO 8601
/// has it, to the second or finer.
pub fn file_name(document: &ResultDocument, form: FileFormat, moment: &str) -> String {
    name(parse(&document.experiment).experiment.workload.name(), form.ending(), moment)
}

/// What a file with a map is called: `interleave-map-shared-2026-11-20T14-05.csv`. `ending` is `.svg`, `.png` or `.csv`,
/// `moment` as for [`file_name`].
pub fn map_file_name(lock: Lock, ending: &str, moment: &str) -> String {
    name(&format!("map-{}", lock.id()), ending, moment)
}

fn name(what: &str, ending: &str, moment: &str) -> String {
    // To the minute, and without colons, which some systems have no file names with.
    let minute: String = moment.chars().take("2026-11-20T14:05".len()).collect();
    format!("interleave-{what}-{}{ending}", minute.replace(':', "-"))
}

/// Writes the file; as a picture, the drawing that it is made of. `link` is where the result can be measured again, and
/// `caption` says in a sentence where it was measured.
///
/// It can take seconds, and offers a turn to others in between: `turn` comes back when they have had it, or at once
/// where there is no need yet.
///
/// # Errors
/// What `out` says.
pub async fn write_file(
    document: ResultDocument,
    form: FileFormat,
    link: &str,
    caption: &str,
    out: &mut impl Write,
    turn: &impl AsyncFn(),
) -> Result<()> {
    let mut file = FileInTurns::new(out, turn);
    match form {
        FileFormat::Json => write_document(document, &mut file).await,
        FileFormat::Tasks => write_tasks(&document, link, &mut file).await,
        FileFormat::Spans => write_spans(&document, link, &mut file).await,
        FileFormat::Svg | FileFormat::Png => illustrate(&document, link, caption, &mut file).await,
        FileFormat::Trace => write_trace_events(&document, link, &mut file).await,
    }
}
