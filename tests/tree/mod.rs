//! The files of this checkout, for tests that read sources.

use std::path::{Path, PathBuf};

/// All files below a folder of the checkout whose names end so.
pub fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    fn walk(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
        for entry in
            std::fs::read_dir(folder).expect("the folder is there").map(|entry| entry.expect("it is").path())
        {
            if entry.is_dir() {
                walk(&entry, endings, found);
            } else if entry.extension().is_some_and(|ending| endings.iter().any(|known| ending == *known)) {
                found.push(entry);
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), endings, &mut found);
    found
}
