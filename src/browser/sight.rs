//! Whether things are in sight.

use js_sys::Array;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{IntersectionObserver, IntersectionObserverEntry};

use super::size::Element;

/// Follows whether an element is in sight until it is dropped.
pub struct SightWatch {
    observer: IntersectionObserver,
    _changed: Closure<dyn FnMut(Array)>,
}

impl SightWatch {
    /// Calls `changed` with whether any of an element is in the window, soon and whenever that changes. `None` in a browser
    /// without `IntersectionObserver`.
    pub fn new(element: &Element, changed: impl Fn(bool) + 'static) -> Option<Self> {
        let callback = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
            // The last of them is how it is now.
            let entry = entries.pop().unchecked_into::<IntersectionObserverEntry>();
            changed(entry.is_intersecting());
        });
        let observer = IntersectionObserver::new(callback.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Self { observer, _changed: callback })
    }
}

impl Drop for SightWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
