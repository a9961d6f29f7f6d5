//! The copy of this release that the service worker keeps, so that the app works without a network.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{MessageEvent, PerformanceEntry};

use super::features::window;
use super::{page, source};
use crate::protocol::release::{Asked, Word, paths};

/// Asks for something about this page's release. Where no service worker is in charge nothing happens.
pub fn ask(asked: &Asked<'_>) {
    source::post(&asked.message(&page::release()));
}

/// The files of this page's release that the page has used so far, as paths in its folder; what workers used is
/// not among them.
pub fn used() -> Vec<String> {
    let performance = window().performance();
    let entries =
        performance.map(|performance| performance.get_entries_by_type("resource")).unwrap_or_default();
    let names = entries.iter().map(|entry| entry.unchecked_into::<PerformanceEntry>().name());
    paths(names, &page::files())
}

/// Calls off what [`ask`] began; it may be asked for again.
pub fn pause() {
    source::post("pause");
}

/// Hears what the service worker says, for as long as the page lives.
pub fn listen(receive: impl Fn(Word) + 'static) {
    let Some(container) = source::container() else { return };
    let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let said = event.data().as_string();
        said.and_then(|said| Word::read(&said)).into_iter().for_each(&receive);
    });
    container.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    listener.forget();
}
