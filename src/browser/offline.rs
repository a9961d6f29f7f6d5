//! The copy of this release that the service worker keeps, so that the app works without a network.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::MessageEvent;

use super::source;
use crate::protocol::release::Word;

/// Asks for a release to be kept, by the name of its folder. Where no service worker is in charge nothing
/// happens.
pub fn keep(release: &str) {
    source::post(&format!("keep {release}"));
}

/// Calls off what [`keep`] began; it may be asked for again.
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
