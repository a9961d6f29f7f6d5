//! The app's files, as hosts hand them out: with a type, and with the headers that `dist/_headers` asks for.

use std::io;
use std::path::Path;

use axum::http::{HeaderMap, HeaderName, HeaderValue};

/// The headers that `_headers` in this folder asks hosts to send with every file: `Name: value`, indented under `/*`.
///
/// # Errors
/// The file is not there, or names something that is no header.
pub async fn headers(dist: &Path) -> io::Result<HeaderMap> {
    let file = tokio::fs::read_to_string(dist.join("_headers")).await?;
    let all = file.lines().skip_while(|line| *line != "/*").skip(1).take_while(|line| line.starts_with("  "));
    let pairs = all.filter_map(|line| line.strip_prefix("  ")?.split_once(": "));
    let typed = pairs.map(|(name, value)| {
        let name: HeaderName = name.parse().map_err(io::Error::other)?;
        Ok((name, value.parse::<HeaderValue>().map_err(io::Error::other)?))
    });
    typed.collect()
}

/// The type of a file, by its name.
pub fn media_type(file: &str) -> &'static str {
    match file.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        _ => "application/octet-stream",
    }
}
