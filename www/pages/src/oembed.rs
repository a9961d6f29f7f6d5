//! oEmbed documents: how an address becomes a frame in somebody else's page.

use serde_json::{Value, json};

use crate::html::escaped;
use crate::page::{PICTURE, PICTURE_SIZE};

/// What a frame asks for, px.
const SIZE: (u32, u32) = (720, 480);
/// How long a consumer may keep it, s: a day.
const CACHE_S: u32 = 86_400;

/// The document of the experiment with this query, empty for the default one.
pub fn document(title: &str, query: &str, base: &str) -> Value {
    let page = if query.is_empty() { "embed=1".to_owned() } else { format!("{query}&embed=1") };
    let source = escaped(&format!("{base}?{page}"));
    let (width, height) = SIZE;
    json!({
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": "Interleave",
        "provider_url": base,
        "cache_age": CACHE_S,
        "thumbnail_url": format!("{base}{PICTURE}"),
        "thumbnail_width": PICTURE_SIZE.0,
        "thumbnail_height": PICTURE_SIZE.1,
        "width": width,
        "height": height,
        "html": format!(
            "<iframe src=\"{source}\" title=\"{}\" width=\"{width}\" height=\"{height}\" frameborder=\"0\" \
             loading=\"lazy\" allow=\"cross-origin-isolated\"></iframe>",
            escaped(title)
        ),
    })
}
