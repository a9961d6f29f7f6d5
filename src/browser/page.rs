//! The page: its address, its visibility.

use std::cell::RefCell;

use gloo_timers::callback::Timeout;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

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

/// The name of this release: of the folder that its files are in.
pub fn release() -> String {
    let meta = window().document().and_then(|page| page.query_selector("meta[name=release]").ok().flatten());
    let folder = meta.and_then(|meta| meta.get_attribute("content")).unwrap_or_default();
    folder.trim_end_matches('/').to_owned()
}

/// The folder of this release's files, as an absolute address that ends with a slash.
pub fn files() -> String {
    format!("{}{}/", base(), release())
}

/// Loads the page anew.
pub fn reload() {
    // Refused only for a page that is going away.
    let _ = window().location().reload();
}

/// The page's address without query and fragment.
pub fn address() -> String {
    let location = window().location();
    format!("{}{}", location.origin().unwrap_or_default(), location.pathname().unwrap_or_default())
}

/// The path of the page, with the slash it begins with.
pub fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// The host that the page was loaded from, with its port where it isn't the usual one.
pub fn host() -> String {
    window().location().host().unwrap_or_default()
}

/// The fragment of the page's address, with its `#` where there is one.
pub fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}

/// Goes to another fragment of the page, as a link to it does: Back comes back.
pub fn set_fragment(fragment: &str) {
    // A fragment can always be set.
    let _ = window().location().set_hash(fragment);
}

/// Calls `changed` whenever somebody follows a link that differs from the address in its fragment only, for
/// as long as the page lives.
pub fn on_fragment(changed: impl Fn() + 'static) {
    let listener = Closure::<dyn FnMut()>::new(changed);
    // Adding a listener of a known event can't fail.
    let _ = window().add_event_listener_with_callback("hashchange", listener.as_ref().unchecked_ref());
    listener.forget();
}

/// The address is written this often at most, ms: Safari refuses a page that does so more than a hundred times in 30 s,
/// as whoever drags something would.
const ADDRESS_REST_MS: u32 = 350;

thread_local! {
    /// What to write when the address has rested; `None` where it may be written at once.
    static NEXT_ADDRESS: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Puts this query string and fragment into the address bar, in place of what was there: Back leaves the
/// page. What comes soon after another is written a little later, and then only the last.
pub fn replace_address(query: &str, fragment: &str) {
    let address = format!("?{query}{fragment}");
    if NEXT_ADDRESS.replace(Some(address.clone())).is_none() {
        write_address(address);
    }
}

fn write_address(address: String) {
    if let Ok(history) = window().history() {
        // Where browsers refuse this all the same, the next change brings the address up to date.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
    }
    let rested = move || {
        if let Some(next) = NEXT_ADDRESS.take().filter(|next| *next != address) {
            NEXT_ADDRESS.set(Some(next.clone()));
            write_address(next);
        }
    };
    Timeout::new(ADDRESS_REST_MS, rested).forget();
}

/// Calls `left` whenever the page is closed, put aside, or seen by nobody any more, for as long as it lives.
pub fn on_leave(left: impl Fn() + Clone + 'static) {
    let hidden = left.clone();
    let on_hide = Closure::<dyn FnMut()>::new(left);
    let on_change = Closure::<dyn FnMut()>::new(move || {
        if is_hidden() {
            hidden();
        }
    });
    // Adding a listener of a known event can't fail.
    let _ = window().add_event_listener_with_callback("pagehide", on_hide.as_ref().unchecked_ref());
    if let Some(document) = window().document() {
        let _ =
            document.add_event_listener_with_callback("visibilitychange", on_change.as_ref().unchecked_ref());
    }
    on_hide.forget();
    on_change.forget();
}

/// Whether nobody can see the page at present.
pub fn is_hidden() -> bool {
    window().document().is_some_and(|document| document.hidden())
}
