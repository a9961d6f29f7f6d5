//! A result document that a worker reads for the page: its spans come piece by piece, so that the page has its turn between
//! them, however many they are.

use serde::{Deserialize, Serialize};

use super::bytes;
use crate::exchange::{ImportError, check, json, read_json};
use crate::trace::{ResultDocument, Span, SpanKind, Trace};

/// What a worker is named that shall read a document.
pub const READER: &str = "reader";

/// So many spans come at once: the page takes them in within a few ms.
const AT_ONCE: usize = 1 << 14;

/// From a worker that reads a document to the page. It says one thing for each message that it is sent: first the file, as
/// an attachment, then nothing but that the page wants to hear more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FromReader {
    /// Its program runs; it can be given a file.
    Loaded,
    /// There is no document, and why.
    Refused(ImportError),
    /// The document without its spans, and how many each run has.
    Outline {
        /// As JSON, for it leaves out what it lacks.
        json: String,
        /// By run.
        spans: Vec<u32>,
    },
    /// More spans of a run, in their order.
    Spans {
        /// The run's place in the document.
        run: u32,
        /// The spans.
        spans: Spans,
    },
    /// That was all.
    Over,
}

/// Spans as bytes, each in as many: read ten times faster than what finds out how long each number is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spans(#[serde(with = "bytes")] Vec<u8>);

impl Spans {
    /// A span's moments, its lane, its task and one more, or 0 for none, and its kind.
    const BYTES: usize = 8 + 8 + 4 + 4 + 1;

    fn write(spans: &[Span]) -> Self {
        let mut bytes = Vec::with_capacity(spans.len() * Self::BYTES);
        for span in spans {
            bytes.extend(span.start_ms.to_le_bytes());
            bytes.extend(span.end_ms.to_le_bytes());
            bytes.extend(span.lane.to_le_bytes());
            // Tasks of documents are numbered below MOST_OUTPUTS.
            bytes.extend(span.task.map_or(0, |task| task + 1).to_le_bytes());
            bytes.push(span.kind as u8);
        }
        Self(bytes)
    }

    fn read(&self) -> impl Iterator<Item = Span> {
        let (spans, _) = self.0.as_chunks::<{ Self::BYTES }>();
        spans.iter().filter_map(|bytes| {
            let (start_ms, rest) = bytes.split_first_chunk()?;
            let (end_ms, rest) = rest.split_first_chunk()?;
            let (lane, rest) = rest.split_first_chunk()?;
            let (task, rest) = rest.split_first_chunk()?;
            Some(Span {
                lane: u32::from_le_bytes(*lane),
                task: u32::from_le_bytes(*task).checked_sub(1),
                kind: SpanKind::ALL.into_iter().find(|kind| *kind as u8 == rest[0])?,
                start_ms: f64::from_le_bytes(*start_ms),
                end_ms: f64::from_le_bytes(*end_ms),
            })
        })
    }
}

/// What a worker says of a document that it has read. Its spans come in the order of their beginnings, whoever wrote it:
/// what the page has to put in order then is so already.
pub fn pieces(mut document: ResultDocument) -> impl Iterator<Item = FromReader> {
    let mut runs: Vec<Vec<Span>> =
        document.runs.iter_mut().map(|run| std::mem::take(&mut run.spans)).collect();
    runs.iter_mut().for_each(|spans| spans.sort_by(|a, b| a.start_ms.total_cmp(&b.start_ms)));
    // Far fewer than u32 counts (MOST_SPANS).
    let spans = runs.iter().map(|spans| spans.len() as u32).collect();
    let outline = FromReader::Outline { json: json(&document), spans };
    let spans = runs.into_iter().zip(0..).flat_map(|(spans, run)| {
        let places = (0..spans.len()).step_by(AT_ONCE);
        places.map(move |place| {
            let end = spans.len().min(place + AT_ONCE);
            FromReader::Spans { run, spans: Spans::write(&spans[place..end]) }
        })
    });
    std::iter::once(outline).chain(spans).chain([FromReader::Over])
}

/// A document that has come to the page.
#[derive(Clone, Debug)]
pub struct Arrived {
    /// What it says, without spans.
    pub document: ResultDocument,
    /// What happened in its runs, by their places.
    pub traces: Vec<Trace>,
}

/// A document that is on its way to the page.
#[derive(Debug, Default)]
pub struct Arriving(Option<Arrived>);

impl Arriving {
    /// Takes in what the worker says; gives what has come of it once that was the last.
    ///
    /// # Errors
    /// Why there is no document.
    pub fn take(&mut self, said: FromReader) -> Result<Option<Arrived>, ImportError> {
        match (said, &mut self.0) {
            (FromReader::Loaded, _) => {}
            (FromReader::Refused(why), _) => return Err(why),
            (FromReader::Outline { json, spans }, arrived) => {
                let document: ResultDocument =
                    read_json(json.as_bytes()).map_err(|error| check::unreadable(&error))?;
                let runs = document.runs.iter().zip(spans);
                let traces = runs.map(|(run, spans)| run.begin_trace(spans as usize)).collect();
                *arrived = Some(Arrived { document, traces });
            }
            (FromReader::Spans { run, spans }, Some(arrived)) => {
                if let Some(trace) = arrived.traces.get_mut(run as usize) {
                    spans.read().for_each(|span| trace.push(span));
                }
            }
            (FromReader::Over, arrived) => return Ok(arrived.take()),
            (FromReader::Spans { .. }, None) => {}
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{decode, encode};
    use super::*;
    use crate::exchange::read_document;
    use crate::trace::SpanKind;

    fn document(spans: usize) -> String {
        let list: Vec<Span> = (0..spans)
            .map(|n| Span {
                lane: 0,
                task: Some(n as u32 % 7),
                kind: if n % 2 == 0 { SpanKind::Run } else { SpanKind::Wait },
                start_ms: n as f64,
                end_ms: n as f64 + 0.5,
            })
            .collect();
        let mut document: serde_json::Value =
            serde_json::from_str(include_str!("../../tests/fuzz/result.json")).unwrap();
        document["runs"][0]["spans"] = serde_json::to_value(list).unwrap();
        document.to_string()
    }

    /// A document that comes in pieces is the one that is read at once.
    #[test]
    fn what_arrives_is_what_was_read() {
        for count in [0, 1, AT_ONCE, 2 * AT_ONCE + 5] {
            let read = read_document(document(count).as_bytes()).unwrap();
            let mut whole = read.clone();
            let expected: Vec<Trace> = whole.runs.iter_mut().map(crate::trace::Run::take_trace).collect();
            let said: Vec<FromReader> = pieces(read).collect();
            assert_eq!(
                said.len(),
                2 + said.iter().filter(|piece| matches!(piece, FromReader::Spans { .. })).count()
            );
            let mut arriving = Arriving::default();
            let mut arrived = None;
            for piece in said {
                assert!(arrived.is_none(), "the last piece is the last");
                let piece = decode(&encode(&piece)).expect("a piece is read as a piece");
                arrived = arriving.take(piece).unwrap();
            }
            let Arrived { document, traces } = arrived.expect("it is whole");
            assert_eq!(document, whole);
            assert_eq!(traces.len(), expected.len());
            for (trace, expected) in traces.iter().zip(&expected) {
                assert_eq!((trace.spans(), trace.dropped()), (expected.spans(), expected.dropped()));
                assert_eq!((&trace.lanes, trace.metrics()), (&expected.lanes, expected.metrics()));
            }
        }
    }

    #[test]
    fn what_is_refused_is_told_as_it_was_found() {
        for text in [
            "no JSON",
            r#"{"schema":"interleave/result/2"}"#,
            &document(3).replace("\"endMs\":2.5", "\"endMs\":-1"),
        ] {
            let why = read_document(text.as_bytes()).unwrap_err();
            let told = decode(&encode(&FromReader::Refused(why.clone()))).unwrap();
            assert_eq!(Arriving::default().take(told).unwrap_err(), why);
        }
    }
}
