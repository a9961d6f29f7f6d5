//! Work that waits for the next frame.

use std::cell::Cell;
use std::rc::Rc;

use futures::channel::oneshot;
use wasm_bindgen::{JsCast, closure::Closure};

/// Does `work` in the browser's next animation frame. Where there is no window it is not done.
pub fn next_frame(work: impl FnOnce() + 'static) {
    if let Some(window) = web_sys::window() {
        let work = Closure::once_into_js(work);
        // Refused only for a page that is going away.
        let _ = window.request_animation_frame(work.unchecked_ref());
    }
}

/// Until the next frame is about to be drawn; not while nobody can see the page.
pub async fn until_next_frame() {
    let (sender, receiver) = oneshot::channel();
    next_frame(move || {
        // Whoever waits for it may be gone.
        let _ = sender.send(());
    });
    // Without a window there are no frames, and nobody to draw for.
    let _ = receiver.await;
}

/// Something that is done at most once a frame, however often it is asked for.
#[derive(Clone)]
pub struct Redraw {
    work: Rc<dyn Fn()>,
    asked: Rc<Cell<bool>>,
}

impl Redraw {
    /// Of this work.
    pub fn new(work: impl Fn() + 'static) -> Self {
        Self { work: Rc::new(work), asked: Rc::default() }
    }

    /// Asks for it to be done in the next frame.
    pub fn ask(&self) {
        if !self.asked.replace(true) {
            let this = self.clone();
            next_frame(move || {
                this.asked.set(false);
                (this.work)();
            });
        }
    }
}
