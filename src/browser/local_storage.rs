//! What this browser remembers between visits, under a name: yes or no, or a short text.

use web_sys::Storage;

/// What all names of this app begin with, because every page of an origin shares the storage.
const PREFIX: &str = "interleave-";

/// `None` where it is refused: in private browsing, or in a frame.
fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// What is remembered under this name, if anything; `None` where nothing can be.
fn read(name: &str) -> Option<Option<String>> {
    storage()?.get_item(&format!("{PREFIX}{name}")).ok()
}

/// Whether something is remembered under this name; `None` where nothing can be.
pub fn remembers(name: &str) -> Option<bool> {
    Some(read(name)?.is_some())
}

/// Remembers something under this name, or forgets it. Where that is refused, nothing happens.
pub fn remember(name: &str, is_so: bool) {
    remember_text(name, is_so.then_some("yes"));
}

/// The text that is remembered under this name, if there is one.
pub fn text(name: &str) -> Option<String> {
    read(name)?
}

/// Remembers a text under this name, or forgets it. Where that is refused, nothing happens.
pub fn remember_text(name: &str, text: Option<&str>) {
    let Some(storage) = storage() else { return };
    let name = format!("{PREFIX}{name}");
    // Full or refused: then the next visit doesn't have it.
    let _ = match text {
        Some(text) => storage.set_item(&name, text),
        None => storage.remove_item(&name),
    };
}
