//! How hard pressed the processor is, where the browser tells: the W3C's Compute Pressure.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::trace::Pressure;

/// How often the browser looks, ms. It does so beside what is measured, so not more often than is of use.
const SAMPLE_MS: f64 = 1000.0;

#[wasm_bindgen]
extern "C" {
    // Not in web-sys, since it is no standard yet.
    type PressureObserver;
    #[wasm_bindgen(constructor, catch)]
    fn new(callback: &Function) -> Result<PressureObserver, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn observe(this: &PressureObserver, source: &str, options: &Object) -> Result<Promise, JsValue>;
}

/// Calls `changed` with the pressure on the processor, soon and whenever it is another, as long as the page
/// lives. Browsers tell nothing to pages that nobody looks at. Where there is no such thing, or a frame may not
/// use it, nothing happens.
pub fn watch(changed: impl Fn(Pressure) + 'static) {
    if !Reflect::has(&js_sys::global(), &"PressureObserver".into()).unwrap_or(false) {
        return;
    }
    let callback = Closure::<dyn FnMut(Array)>::new(move |records: Array| {
        let states = records.iter().filter_map(|record| Reflect::get(&record, &"state".into()).ok());
        states.filter_map(|state| Pressure::find(&state.as_string()?)).for_each(&changed);
    });
    let Ok(observer) = PressureObserver::new(callback.as_ref().unchecked_ref()) else { return };
    callback.forget();
    let options = Object::new();
    // Setting a property of a plain object can't fail.
    let _ = Reflect::set(&options, &"sampleInterval".into(), &SAMPLE_MS.into());
    if let Ok(observing) = observer.observe("cpu", &options) {
        spawn_local(async move {
            // It can't be observed here, then.
            let _ = JsFuture::from(observing).await;
        });
    }
}
