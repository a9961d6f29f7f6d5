//! Files that a reader hands to the page.

use std::io::{self, Read};

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DragEvent, Event, File, HtmlInputElement};

use super::thrown::text;

/// A file that was handed to the page, and nothing of it read yet.
pub struct Handed(File);

/// What is in a file. The browser holds it; it takes nothing of the program's own memory.
pub struct Content(Uint8Array);

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

    /// What is in it.
    ///
    /// # Errors
    /// What the browser said: the file may be gone, or not to be read.
    pub async fn content(&self) -> Result<Content, String> {
        let buffer = JsFuture::from(self.0.array_buffer()).await.map_err(|error| text(&error))?;
        Ok(Content(Uint8Array::new(buffer.unchecked_ref::<ArrayBuffer>())))
    }
}

impl Content {
    /// Reads from the beginning.
    pub fn reader(&self) -> impl Read + use<> {
        ContentReader { content: self.0.clone(), at: 0 }
    }
}

struct ContentReader {
    content: Uint8Array,
    at: u32,
}

impl Read for ContentReader {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let end = self.content.length().min(self.at.saturating_add(room.len() as u32));
        let length = (end - self.at) as usize;
        self.content.subarray(self.at, end).copy_to(&mut room[..length]);
        self.at = end;
        Ok(length)
    }
}
