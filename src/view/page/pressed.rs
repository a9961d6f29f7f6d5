//! A key that is pressed, as the browser tells it.

use leptos::ev::KeyboardEvent;

use crate::view::keyboard::Press;

/// The key, and whether Ctrl is held with it. What Ctrl does elsewhere, Command does on a Mac.
pub(in crate::view) fn pressed(event: &KeyboardEvent) -> Press {
    Press { key: event.key(), control: event.ctrl_key() || event.meta_key() }
}
