//! How large things are on the page.

use wasm_bindgen::{JsCast, closure::Closure};
pub use web_sys::Element;
use web_sys::ResizeObserver;

/// Follows an element's size until it is dropped.
pub struct SizeWatch {
    observer: ResizeObserver,
    _changed: Closure<dyn FnMut()>,
}

impl SizeWatch {
    /// Calls `changed` with the width of an element's content box in CSS pixels, now and whenever it may
    /// have changed. `None` in a browser without `ResizeObserver`.
    pub fn new(element: &Element, changed: impl Fn(f64) + 'static) -> Option<Self> {
        let watched = element.clone();
        let callback = Closure::<dyn FnMut()>::new(move || changed(f64::from(watched.client_width())));
        let observer = ResizeObserver::new(callback.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Self { observer, _changed: callback })
    }
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
