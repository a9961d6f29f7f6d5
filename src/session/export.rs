//! Results as files: made of the last start's document, and saved.

use std::io::Write;

use super::Session;
use crate::browser::download::{FileWriter, save};
use crate::browser::{clock, page, raster};
use crate::exchange::{
    FileFormat, MOST_SPANS, file_name, illustrate, write_json, write_spans, write_tasks, write_trace_events,
};
use crate::trace::ResultDocument;

/// How many times as large as its drawing a picture is: fit for print, and for dense screens.
const SCALE: f64 = 2.0;

impl Session {
    /// Saves the last start's result in this form, and gives the file's name. `caption` says in a sentence
    /// where it was measured.
    ///
    /// # Errors
    /// What the browser said.
    pub async fn take(self, form: FileFormat, caption: String) -> Result<String, String> {
        let document = self.document(MOST_SPANS);
        let link = format!("{}?{}", page::address(), document.experiment);
        let mut file = FileWriter::default();
        write(&document, form, &link, &caption, &mut file).map_err(|error| error.to_string())?;
        let file = match form {
            FileFormat::Png => raster::png(&file.finish(FileFormat::Svg.media_type())?, SCALE).await?,
            _ => file.finish(form.media_type())?,
        };
        let name = file_name(&document, form, &clock::moment());
        save(&file, &name)?;
        Ok(name)
    }
}

fn write(
    document: &ResultDocument,
    form: FileFormat,
    link: &str,
    caption: &str,
    file: &mut FileWriter,
) -> std::io::Result<()> {
    match form {
        FileFormat::Json => write_json(document, file).map_err(Into::into),
        FileFormat::Tasks => write_tasks(document, link, file),
        FileFormat::Spans => write_spans(document, link, file),
        FileFormat::Svg | FileFormat::Png => file.write_all(illustrate(document, link, caption).as_bytes()),
        FileFormat::Trace => write_trace_events(document, link, file),
    }
}
