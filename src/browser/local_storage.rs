//! What this browser remembers between visits: yes or no, under a name.

use web_sys::Storage;

/// What all names of this app begin with, because every page of an origin shares the storage.
const PREFIX: &str = "interleave-";

/// `None` where it is refused: in private browsing, or in a frame.
fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// Whether something is remembered under this name; `None` where nothing can be.
pub fn remembers(name: &str) -> Option<bool> {
    storage()?.get_item(&format!("{PREFIX}{name}")).ok().map(|item| item.is_some())
}

/// Remembers something under this name, or forgets it. Where that is refused, nothing happens.
pub fn remember(name: &str, is_so: bool) {
    let Some(storage) = storage() else { return };
    let name = format!("{PREFIX}{name}");
    // Full or refused: then the next visit is like the first.
    let _ = if is_so { storage.set_item(&name, "yes") } else { storage.remove_item(&name) };
}
