//! Work that waits for the next frame.

use std::cell::Cell;
use std::rc::Rc;

use futures::channel::oneshot;
use gloo_timers::callback::Timeout;
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
    /// Which was the last time that it was asked for later.
    later: Rc<Cell<u32>>,
}

impl Redraw {
    /// Of this work.
    pub fn new(work: impl Fn() + 'static) -> Self {
        Self { work: Rc::new(work), asked: Rc::default(), later: Rc::default() }
    }

    /// Does it.
    pub fn now(&self) {
        (self.work)();
    }

    /// Asks for it to be done in the next frame.
    pub fn ask(&self) {
        if !self.asked.replace(true) {
            let this = self.clone();
            next_frame(move || {
                this.asked.set(false);
                this.now();
            });
        }
    }

    /// Asks for it to be done when it was not asked for during so long a time, ms.
    pub fn ask_later(&self, ms: u32) {
        let own = self.later.get().wrapping_add(1);
        self.later.set(own);
        let this = self.clone();
        let ask = move || {
            if this.later.get() == own {
                this.ask();
            }
        };
        Timeout::new(ms, ask).forget();
    }
}
