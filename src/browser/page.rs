//! The page: its address, its visibility.

use wasm_bindgen::JsValue;

use super::features::window;

/// The query string of the page's address, with its question mark where there is one.
pub fn query() -> String {
    window().location().search().unwrap_or_default()
}

/// The folder that the page was served from, as an absolute address that ends with a slash.
pub fn base() -> String {
    let location = window().location();
    let origin = location.origin().unwrap_or_default();
    let path = location.pathname().unwrap_or_default();
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    format!("{origin}{folder}/")
}

/// Puts this query string into the address bar, in place of the one before: Back leaves the page.
pub fn replace_query(query: &str) {
    let hash = window().location().hash().unwrap_or_default();
    if let Ok(history) = window().history() {
        // Browsers refuse this when it comes too often; the next change brings the address up to date.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&format!("?{query}{hash}")));
    }
}

/// Whether nobody can see the page at present.
pub fn is_hidden() -> bool {
    window().document().is_some_and(|document| document.hidden())
}
