//! What previews of a chapter's link show: its first experiment, as a picture in `www/learn/pictures/`.

use std::fs;
use std::path::Path;

/// Where the picture of a chapter is in the app's folder.
pub fn place(slug: &str) -> String {
    format!("learn/pictures/{slug}.png")
}

/// Puts the pictures of these chapters into the folder of the built app.
///
/// # Errors
/// A chapter has none, or it can't be written.
pub fn publish<'a>(root: &Path, dist: &Path, slugs: impl Iterator<Item = &'a str>) -> Result<(), String> {
    for slug in slugs {
        let place = place(slug);
        let to = dist.join(&place);
        let copied = to
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::copy(root.join("www").join(&place), &to));
        copied.map_err(|error| {
            format!(
                "www/{place}: {error}; every chapter has a picture for previews of its link, 1200 × 630 px"
            )
        })?;
    }
    Ok(())
}
