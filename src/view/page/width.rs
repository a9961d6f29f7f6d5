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
    let watch = StoredValue::new_local(None::<SizeWatch>);
    Effect::new(move |_| {
        if let Some(there) = there.get() {
            watch.set_value(SizeWatch::new(there.as_ref(), move |new| {
                // The last report may come after it has left the page.
                let _ = width.try_set(new);
            }));
        }
    });
}

/// Keeps `in_sight` at whether any of what is there is in the window; where browsers don't tell, as it was.
pub(in crate::view) fn follow_sight<E>(there: NodeRef<E>, in_sight: RwSignal<bool>)
where
    E: ElementType,
    E::Output: AsRef<Element> + JsCast + Clone + 'static,
{
    let watch = StoredValue::new_local(None::<SightWatch>);
    Effect::new(move |_| {
        if let Some(there) = there.get() {
            watch.set_value(SightWatch::new(there.as_ref(), move |new| {
                // The last report may come after it has left the page.
                let _ = in_sight.try_set(new);
            }));
        }
    });
}
