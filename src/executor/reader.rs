//! Reads a result document for the page, which a million spans would keep from everything else for seconds.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use std::cell::RefCell;

use wasm_bindgen::JsValue;

use crate::browser::file;
use crate::browser::worker::{self, Incoming};
use crate::exchange::{ImportError, read_document};
use crate::protocol::encode;
use crate::protocol::reading::{FromReader, pieces};

/// Reads the file that the maker of this worker attaches to its first message, and says a piece of what is in it for each.
pub fn read() {
    let said: RefCell<Option<Box<dyn Iterator<Item = FromReader>>>> = RefCell::default();
    worker::listen(move |incoming| match incoming {
        Incoming::Message { attachment, .. } => {
            let mut said = said.borrow_mut();
            let pieces = said.get_or_insert_with(|| all(&attachment));
            pieces.next().iter().for_each(say);
        }
        Incoming::Close => worker::close(),
        Incoming::Cancel | Incoming::Error(_) => {}
    });
    say(&FromReader::Loaded);
}

/// All that is to be said of a file. What breaks for want of memory does so in this turn, and the browser tells the page.
fn all(file: &JsValue) -> Box<dyn Iterator<Item = FromReader>> {
    let content = file::content(file).map_err(ImportError::Unreadable);
    match content.and_then(|bytes| read_document(&bytes)) {
        Ok(document) => Box::new(pieces(document)),
        Err(why) => Box::new(std::iter::once(FromReader::Refused(why))),
    }
}

fn say(word: &FromReader) {
    // Bytes can always be sent.
    let _ = worker::post(&encode(word), &JsValue::UNDEFINED);
}
