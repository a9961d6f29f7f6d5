//! How wide a canvas is on the page, followed for as long as it is there.

use leptos::html::Canvas;
use leptos::prelude::*;

use crate::browser::size::SizeWatch;

/// Keeps `width` at the canvas's width, CSS pixels.
pub(in crate::view) fn follow_width(canvas: NodeRef<Canvas>, width: RwSignal<f64>) {
    let watch = StoredValue::new_local(None::<SizeWatch>);
    Effect::new(move |_| {
        if let Some(canvas) = canvas.get() {
            watch.set_value(SizeWatch::new(&canvas, move |new| {
                // The last report may come after the canvas has left the page.
                let _ = width.try_set(new);
            }));
        }
    });
}
