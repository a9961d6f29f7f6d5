//! Files that a reader hands to the page.

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, DragEvent, Event, File, FileReaderSync, HtmlInputElement};

use super::thrown::text;

/// A file that was handed to the page, and nothing of it read yet.
pub struct Handed(File);

impl Handed {
    /// The file that was chosen in a file input, which then is ready for the same one again.
    pub fn chosen(event: &Event) -> Option<Self> {
        let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
        let file = input.files()?.get(0)?;
        input.set_value("");
        Some(Self(file))
    }

    /// The file that was dropped.
    pub fn dropped(event: &DragEvent) -> Option<Self> {
        event.data_transfer()?.files()?.get(0).map(Self)
    }

    /// What it is called.
    pub fn name(&self) -> String {
        self.0.name()
    }

    /// How large it is, bytes.
    pub fn bytes(&self) -> u64 {
        self.0.size() as u64
    }
}

/// As the attachment of a message.
impl AsRef<JsValue> for Handed {
    fn as_ref(&self) -> &JsValue {
        &self.0
    }
}

/// What is in the file that came with a message, read at once: in a worker only, which may wait for that.
///
/// # Errors
/// What the browser said: the file may be gone, or not to be read.
pub fn content(file: &JsValue) -> Result<Vec<u8>, String> {
    let read = || FileReaderSync::new()?.read_as_array_buffer(file.unchecked_ref::<Blob>());
    let buffer = read().map_err(|error| text(&error))?;
    Ok(Uint8Array::new(&buffer).to_vec())
}
