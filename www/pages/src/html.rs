//! Small pieces of HTML.

/// Text that HTML reads as nothing but text, between tags and in attributes.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A `<meta>` of Open Graph.
pub fn property(name: &str, content: &str) -> String {
    format!("<meta property=\"og:{name}\" content=\"{}\">\n", escaped(content))
}
