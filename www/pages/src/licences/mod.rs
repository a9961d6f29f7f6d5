//! The page of licences: whose work is in the app beside our own, and on what terms. Most of these ask that their text
//! goes along with the program, and the program is in `dist/`.
//!
//! What is in the app is asked of cargo, so that nobody has to keep a list.

mod crates;
mod notices;

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::ROOT;
use crate::html::escaped;
use crates::{Crate, shipped};
use notices::{Notice, notices};

/// The page, for what both of the app's programs are made of.
///
/// # Errors
/// Cargo doesn't tell, or a crate comes without the text of its licence.
pub fn page() -> Result<String, String> {
    let crates = shipped(&metadata()?)?;
    Ok(html(&notices(&crates, Crate::licence_files)?))
}

/// What cargo knows of the app and all that it is made of.
fn metadata() -> Result<Value, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked", "--features", "page,engine"])
        .args(["--filter-platform", "wasm32-unknown-unknown", "--manifest-path"])
        .arg(Path::new(ROOT).join("Cargo.toml"))
        .output()
        .map_err(|error| format!("cargo metadata can't be run: {error}"))?;
    if !output.status.success() {
        return Err(format!("cargo metadata failed: {}", String::from_utf8_lossy(&output.stderr).trim()));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| format!("cargo metadata is no JSON: {error}"))
}

fn html(notices: &[Notice]) -> String {
    let sections: String = notices.iter().map(section).collect();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Licences · Interleave</title>\n<meta name=\"color-scheme\" content=\"light dark\">\n</head>\n<body>\n\
         <main>\n<h1>Licences</h1>\n\
         <p>Interleave may be used under the MIT licence or the Apache licence, version 2.0, as you like. It is made \
         with the work of others, which comes on the terms below.</p>\n\
         <p>This software is based in part on the work of the Independent JPEG Group.</p>\n\
         {sections}</main>\n</body>\n</html>\n"
    )
}

fn section(notice: &Notice) -> String {
    let holders = notice.holders.iter().map(|(name, copyright)| {
        let copyright = copyright.iter().map(|line| format!("<br>{}", escaped(line))).collect::<String>();
        format!("<li>{}{copyright}</li>\n", escaped(name))
    });
    format!(
        "<h2>{}</h2>\n<ul>\n{}</ul>\n<pre>{}</pre>\n",
        notice.licence,
        holders.collect::<String>(),
        escaped(&notice.text)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_texts_are_told_as_text() {
        let holders = vec![("a 1.0".to_owned(), vec!["Copyright (c) A <a@example.org>".to_owned()])];
        let page = html(&[Notice { licence: "MIT", holders, text: "As it <is>.".into() }]);
        assert!(page.contains("<li>a 1.0<br>Copyright (c) A &lt;a@example.org&gt;</li>"), "{page}");
        assert!(page.contains("<pre>As it &lt;is&gt;.</pre>"), "{page}");
        assert!(page.contains("in part on the work of the Independent JPEG Group"), "as its licence asks");
    }
}
