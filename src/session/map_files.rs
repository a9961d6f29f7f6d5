//! The map as files, and as a link.

use std::io::Write;

use leptos::prelude::*;

use super::Session;
use super::export::save_as;
use crate::advice::map::Lock;
use crate::browser::download::FileWriter;
use crate::browser::{clock, page};
use crate::exchange::{FileFormat, SharedMap, illustrate_map, map_file_name, write_map, write_map_fragment};
use crate::experiment::{Experiment, PageOptions, format_page, parse};

impl Session {
    /// A link to the page where maps are measured, with the one that was measured here if it is of programs with such a
    /// lock.
    pub fn map_link(self, lock: Lock) -> String {
        let page = PageOptions { advise: true, ..PageOptions::default() };
        let address = format!("{}?{}", page::address(), format_page(&program(), &page));
        match self.mapping.of(lock) {
            None => address,
            Some(figures) => {
                let shared = SharedMap::new(&figures.map(), self.place());
                format!("{address}#{}", write_map_fragment(&shared))
            }
        }
    }

    /// Saves the map of programs with such a lock, as a picture or, for anything else, as a table; gives the file's name.
    /// `caption` says in a sentence where it was measured.
    ///
    /// # Errors
    /// What the browser said; an empty text where nothing was measured.
    pub async fn save_map(self, lock: Lock, form: FileFormat, caption: String) -> Result<String, String> {
        let figures = untrack(|| self.mapping.of(lock)).ok_or_else(String::new)?;
        let link = untrack(|| self.map_link(figures.lock));
        let mut file = FileWriter::default();
        let written = match form {
            FileFormat::Svg | FileFormat::Png => {
                file.write_all(illustrate_map(&figures.map(), &link, &caption).as_bytes())
            }
            _ => write_map(&figures, &link, &mut file),
        };
        written.map_err(|error| error.to_string())?;
        let ending = match form {
            FileFormat::Svg => ".svg",
            FileFormat::Png => ".png",
            _ => ".csv",
        };
        let name = map_file_name(figures.lock, ending, &clock::moment());
        save_as(file, form, &name).await?;
        Ok(name)
    }
}

/// What a link to the adviser asks about where it says nothing: any program of the reader's own.
fn program() -> Experiment {
    parse("workload=mix").experiment
}
