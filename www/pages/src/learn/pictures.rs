//! What previews of a chapter's link show: what it is about, as a real run drew it, in `www/learn/pictures/`.

use std::fs;
use std::path::Path;

use crate::save;

/// Where the picture of a chapter is in the app's folder.
pub fn place(slug: &str) -> String {
    format!("learn/pictures/{slug}.png")
}

/// Puts the pictures of these chapters into the folder of the built app.
///
/// # Errors
/// A chapter has none, or it can't be written.
pub fn publish(root: &Path, dist: &Path, slugs: &[&str]) -> Result<(), String> {
    for slug in slugs {
        let place = place(slug);
        let picture = fs::read(root.join("www").join(&place)).map_err(|error| {
            format!(
                "www/{place}: {error}; every chapter has a picture for previews of its link, 1200 × 630 px"
            )
        })?;
        save(&dist.join(&place), picture)?;
    }
    Ok(())
}
