//! How wide something is on the page and whether it is in sight, followed for as long as it is there.

use leptos::html::ElementType;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::browser::sight::SightWatch;
use crate::browser::size::{Element, SizeWatch};

/// Keeps `width` at the width of what is there, CSS pixels.
pub(in crate::view) fn follow_width<E>(there: NodeRef<E>, width: RwSignal<f64>)
where
    E: ElementType,
    E::Output: AsRef<Element> + JsCast + Clone + 'static,
{
    follow(there, move |element| SizeWatch::new(element, setting(width)));
}

/// Keeps `in_sight` at whether any of what is there is in the window; where browsers don't tell, as it was.
pub(in crate::view) fn follow_sight<E>(there: NodeRef<E>, in_sight: RwSignal<bool>)
where
    E: ElementType,
    E::Output: AsRef<Element> + JsCast + Clone + 'static,
{
    follow(there, move |element| SightWatch::new(element, setting(in_sight)));
}

/// Sets what is told. The last report may come after it has left the page.
fn setting<T: Send + Sync + 'static>(told: RwSignal<T>) -> impl Fn(T) {
    move |new| {
        let _ = told.try_set(new);
    }
}

/// Keeps a watch over what is there, for as long as it is.
fn follow<E, W: 'static>(there: NodeRef<E>, watch: impl Fn(&Element) -> Option<W> + 'static)
where
    E: ElementType,
    E::Output: AsRef<Element> + JsCast + Clone + 'static,
{
    let kept = StoredValue::new_local(None);
    Effect::new(move |_| {
        if let Some(there) = there.get() {
            kept.set_value(watch(there.as_ref()));
        }
    });
}
