//! What this browser offers, here and now.

use js_sys::Reflect;
use wasm_bindgen::prelude::*;

use super::web_locks;

#[wasm_bindgen]
extern "C" {
    // The same names in a page and in a worker.
    #[wasm_bindgen(thread_local_v2, js_name = crossOriginIsolated)]
    static CROSS_ORIGIN_ISOLATED: Option<bool>;
    #[wasm_bindgen(thread_local_v2, js_name = isSecureContext)]
    static IS_SECURE_CONTEXT: Option<bool>;
    #[wasm_bindgen(thread_local_v2, js_name = navigator)]
    static NAVIGATOR: web_sys::Navigator;

    /// js-sys has it, too, but there asking for one where the browser has none throws.
    pub(super) type SharedBuffer;
    #[wasm_bindgen(constructor, catch, js_class = "SharedArrayBuffer")]
    pub(super) fn new(bytes: f64) -> Result<SharedBuffer, JsValue>;
}

/// Whether the page is cross-origin isolated: browsers then give it better clocks, and memory to be shared if they have
/// any.
pub fn is_isolated() -> bool {
    CROSS_ORIGIN_ISOLATED.with(|isolated| *isolated == Some(true))
}

/// Whether workers can share a memory. That takes more than isolation: WebKitGTK has none to be shared unless it is
/// told to by an environment variable, and others let it be switched off. Found out by having some.
pub fn can_share_memory() -> bool {
    is_isolated() && SharedBuffer::new(1.0).is_ok()
}

/// Whether the connection is one that browsers grant such powers on.
pub fn is_secure() -> bool {
    IS_SECURE_CONTEXT.with(|secure| *secure == Some(true))
}

/// Whether pages and workers of this origin can find each other, and hear of each other's end.
pub fn can_queue() -> bool {
    web_locks::are_here()
        && web_sys::BroadcastChannel::new("interleave").is_ok_and(|channel| {
            channel.close();
            true
        })
}

/// How many cores the browser says the machine has; 1 where it doesn't say.
pub fn hardware_concurrency() -> u32 {
    NAVIGATOR.with(web_sys::Navigator::hardware_concurrency).max(1.0) as u32
}

/// Whether the page is at the top of its window, not in a frame.
pub fn is_top_level() -> bool {
    let window = window();
    window.top().ok().flatten().is_some_and(|top| top == window)
}

/// The languages that its user prefers, best first, as browsers name them: `zh-TW`.
pub fn languages() -> Vec<String> {
    window().navigator().languages().iter().filter_map(|language| language.as_string()).collect()
}

/// Whether its user wants nothing to move that need not.
pub fn wants_no_motion() -> bool {
    let query = window().match_media("(prefers-reduced-motion: reduce)");
    query.ok().flatten().is_some_and(|list| list.matches())
}

/// What the browser calls itself.
pub fn user_agent() -> String {
    NAVIGATOR.with(web_sys::Navigator::user_agent).unwrap_or_default()
}

/// Whether it is of Safari's engine.
pub(super) fn is_webkit() -> bool {
    let vendor = NAVIGATOR.with(|navigator| Reflect::get(navigator, &"vendor".into()));
    vendor.is_ok_and(|vendor| vendor.as_string().is_some_and(|name| name.starts_with("Apple")))
}

/// The page's window.
pub(super) fn window() -> web_sys::Window {
    js_sys::global().unchecked_into()
}
