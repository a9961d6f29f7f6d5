//! Results as files: made of the last start's document, and saved.

use std::cell::Cell;

use super::Session;
use crate::browser::download::{FileWriter, save};
use crate::browser::{clipboard, clock, page, raster, timer};
use crate::exchange::{FileFormat, MOST_SPANS, file_name, write_file};

/// How many times as large as its drawing a picture is: fit for print, and for dense screens.
const SCALE: f64 = 2.0;
/// So long a file is worked at before the page has its turn, ms: half a frame.
const TURN_MS: f64 = 8.0;

impl Session {
    /// Saves the last start's result in this form, and gives the file's name. `caption` says in a sentence
    /// where it was measured. The page goes on meanwhile.
    ///
    /// # Errors
    /// What the browser said.
    pub async fn save_result(self, form: FileFormat, caption: String) -> Result<String, String> {
        let (file, name) = self.written(form, caption).await?;
        save_as(file, form, &name).await?;
        Ok(name)
    }

    /// Puts a picture of the last start's result into the clipboard, with the same caption.
    ///
    /// # Errors
    /// What the browser said.
    pub async fn copy_picture(self, caption: String) -> Result<(), String> {
        let picture = async move {
            let (file, _) = self.written(FileFormat::Png, caption).await?;
            raster::png(&file.finish(FileFormat::Svg.media_type())?, SCALE).await
        };
        clipboard::copy_picture(picture).await
    }

    /// Writes the last start's result in this form, and names the file.
    async fn written(self, form: FileFormat, caption: String) -> Result<(FileWriter, String), String> {
        let since_ms = Cell::new(clock::now_ms());
        let turn = async || {
            if clock::now_ms() - since_ms.get() >= TURN_MS {
                timer::message_loop().await;
                since_ms.set(clock::now_ms());
            }
        };
        let document = self.document(MOST_SPANS, &turn).await;
        let link = format!("{}?{}", page::address(), document.experiment);
        let name = file_name(&document, form, &clock::moment());
        let mut file = FileWriter::default();
        let written = write_file(document, form, &link, &caption, &mut file, &turn).await;
        written.map_err(|error| error.to_string())?;
        Ok((file, name))
    }
}

/// Saves what was written as a file of this form, under this name: what is to be an image was written as a drawing.
///
/// # Errors
/// What the browser said.
pub(super) async fn save_as(file: FileWriter, form: FileFormat, name: &str) -> Result<(), String> {
    let file = match form {
        FileFormat::Png => raster::png(&file.finish(FileFormat::Svg.media_type())?, SCALE).await?,
        _ => file.finish(form.media_type())?,
    };
    save(&file, name)
}
