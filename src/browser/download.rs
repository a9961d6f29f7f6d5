//! Files that are made in the page and saved by its reader.

use std::io::{self, Write};

use gloo_timers::callback::Timeout;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use super::features::window;
use super::thrown::text;

/// How much is gathered before the browser takes it over, bytes: what it holds takes nothing of the program's
/// own memory. At once, 26 MB would keep it for 25 to 90 ms.
const PIECE: usize = 1 << 20;
/// How long a browser may take until it has begun to save a file, ms.
const SAVING_MS: u32 = 60_000;

/// A file while it is written.
#[derive(Default)]
pub struct FileWriter {
    pieces: Array,
    piece: Vec<u8>,
}

impl FileWriter {
    /// The file, of this media type.
    ///
    /// # Errors
    /// What the browser said, where it has no room for it.
    pub fn finish(mut self, media_type: &str) -> Result<Blob, String> {
        self.hand_over()?;
        let options = BlobPropertyBag::new();
        options.set_type(media_type);
        Blob::new_with_blob_sequence_and_options(&self.pieces, &options).map_err(|error| text(&error))
    }

    fn hand_over(&mut self) -> Result<(), String> {
        let bytes = Array::of1(&Uint8Array::from(self.piece.as_slice()));
        let piece = Blob::new_with_u8_array_sequence(&bytes).map_err(|error| text(&error))?;
        self.pieces.push(&piece);
        self.piece.clear();
        Ok(())
    }
}

impl Write for FileWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE {
            self.hand_over().map_err(io::Error::other)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Saves a file under this name, where the reader's browser saves files.
///
/// # Errors
/// What the browser said.
pub fn save(file: &Blob, name: &str) -> Result<(), String> {
    let document = window().document().ok_or("there is no document")?;
    let address = Url::create_object_url_with_blob(file).map_err(|error| text(&error))?;
    let link = document.create_element("a").map_err(|error| text(&error))?;
    let link: HtmlAnchorElement = link.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    // The address holds the file in memory; it may go when saving has begun.
    Timeout::new(SAVING_MS, move || drop(Url::revoke_object_url(&address))).forget();
    Ok(())
}
