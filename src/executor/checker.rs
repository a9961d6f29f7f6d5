//! Does jobs of a room again for its host, to see whether others did them right.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use wasm_bindgen::JsValue;

use crate::browser::worker::{self, Incoming};
use crate::protocol::{decode, encode};
use crate::queue::travel::{Check, FromChecker};

/// Does every job again that the maker of this worker asks for.
pub fn check() {
    let say = |word: &FromChecker| {
        // Bytes can always be sent.
        let _ = worker::post(&encode(word), &JsValue::UNDEFINED);
    };
    worker::listen(move |incoming| match incoming {
        Incoming::Message { bytes, .. } => {
            if let Some(check) = decode::<Check>(&bytes) {
                say(&FromChecker::Checked { job: check.job, outputs: check.outputs() });
            }
        }
        Incoming::Close => worker::close(),
        Incoming::Cancel | Incoming::Error(_) => {}
    });
    say(&FromChecker::Loaded);
}
