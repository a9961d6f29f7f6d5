//! Files that somebody brings in, read by a worker.

use futures::StreamExt;
use futures::channel::mpsc;
use wasm_bindgen::JsValue;

use super::RunHandle;
use crate::browser::file::Handed;
use crate::browser::page;
use crate::browser::program::Program;
use crate::browser::worker::{Incoming, Worker};
use crate::exchange::{ImportError, MOST_BYTES};
use crate::protocol::decode;
use crate::protocol::reading::{Arrived, Arriving, FromReader, READER};
use crate::trace::{Detail, ResultDocument};

/// What a file holds: a document without its spans, and its runs, which have them.
///
/// # Errors
/// What is wrong with it, or why it can't be read.
pub async fn read_file(file: &Handed) -> Result<(ResultDocument, Vec<RunHandle>), ImportError> {
    if file.bytes() > MOST_BYTES {
        return Err(ImportError::TooLarge);
    }
    let files = page::files();
    let program = Program::engine(&files).await.map_err(|why| ImportError::Unreadable(why.said()))?;
    let (hear, mut heard) = mpsc::unbounded();
    // The receiver lives as long as whoever sends.
    let receive = move |incoming| drop(hear.unbounded_send(incoming));
    let worker = Worker::start(&files, READER, receive).map_err(ImportError::Unreadable)?;
    worker.hand(&program).map_err(ImportError::Unreadable)?;
    let mut arriving = Arriving::default();
    while let Some(incoming) = heard.next().await {
        let said = match incoming {
            Incoming::Message { bytes, .. } => decode::<FromReader>(&bytes),
            Incoming::Error(why) => return Err(ImportError::Unreadable(why.said())),
            Incoming::Cancel | Incoming::Close => continue,
        };
        let Some(said) = said else { return Err(ImportError::Unreadable(Detail::Unreadable.said())) };
        // The next piece is made while this one is taken in.
        let attached = if said == FromReader::Loaded { file.as_ref() } else { &JsValue::UNDEFINED };
        worker.post(&[], attached).map_err(ImportError::Unreadable)?;
        if let Some(Arrived { document, traces }) = arriving.take(said)? {
            let runs = RunHandle::of_document(&document, traces);
            return Ok((document, runs));
        }
    }
    Err(ImportError::Unreadable(Detail::NoAnswer.said()))
}
