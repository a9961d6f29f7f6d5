//! The map as files, and as a link.

use leptos::prelude::*;

use super::Session;
use crate::advice::map::Lock;
use crate::browser::download::{FileWriter, save};
use crate::browser::{clock, page, raster};
use crate::exchange::{FileFormat, SharedMap, illustrate_map, map_file_name, write_map, write_map_fragment};
use crate::experiment::{Experiment, PageOptions, format_page, parse};

/// How many times as large as its drawing a picture is.
const SCALE: f64 = 2.0;

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
    pub async fn take_map(self, lock: Lock, form: FileFormat, caption: String) -> Result<String, String> {
        let figures = untrack(|| self.mapping.of(lock)).ok_or_else(String::new)?;
        let link = untrack(|| self.map_link(figures.lock));
        let svg = || illustrate_map(&figures.map(), &link, &caption);
        let mut file = FileWriter::default();
        let (ending, file) = match form {
            FileFormat::Svg | FileFormat::Png => {
                std::io::Write::write_all(&mut file, svg().as_bytes()).map_err(|error| error.to_string())?;
                let drawn = file.finish(FileFormat::Svg.media_type())?;
                match form {
                    FileFormat::Png => (".png", raster::png(&drawn, SCALE).await?),
                    _ => (".svg", drawn),
                }
            }
            _ => {
                write_map(&figures, &link, &mut file).map_err(|error| error.to_string())?;
                (".csv", file.finish(FileFormat::Tasks.media_type())?)
            }
        };
        let name = map_file_name(figures.lock, ending, &clock::moment());
        save(&file, &name)?;
        Ok(name)
    }
}

/// What a link to the adviser asks about where it says nothing: any program of the reader's own.
fn program() -> Experiment {
    parse("workload=mix").experiment
}
