//! Futures of this thread alone, driven by microtasks.
//!
//! The executor that comes with wasm-bindgen can be woken by other threads, and pays for that with a task of the
//! browser's for each time: some 10 µs, and whatever else waits in the thread's queue has its turn before. A lane that
//! is an event loop is woken by its own timers, messages and promises only. Here it goes on in the microtask that
//! follows upon them, as an `await` in JavaScript does.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Wake, Waker};

use futures::future::LocalBoxFuture;
use js_sys::Function;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    // The same name in a page and in a worker.
    #[wasm_bindgen(js_name = queueMicrotask)]
    fn queue_microtask(callback: &Function);
}

thread_local! {
    static LOOP: LocalLoop = LocalLoop::new();
}

/// Runs a future to its end on this thread. Nothing that it awaits may be brought about by another thread of the same
/// memory.
pub fn spawn(future: impl Future<Output = ()> + 'static) {
    LOOP.with(|own| {
        let number = own.spawned.replace(own.spawned.get() + 1);
        own.futures.borrow_mut().insert(number, Box::pin(future));
        Arc::new(Woken { number, is_queued: AtomicBool::new(false) }).wake();
    });
}

/// What drives the futures of a thread.
struct LocalLoop {
    futures: RefCell<HashMap<u32, LocalBoxFuture<'static, ()>>>,
    spawned: Cell<u32>,
    /// Those that can go on.
    ready: RefCell<VecDeque<Arc<Woken>>>,
    is_scheduled: Cell<bool>,
    go_on: Closure<dyn FnMut()>,
}

/// A future that can go on, by its number.
struct Woken {
    number: u32,
    is_queued: AtomicBool,
}

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        if !self.is_queued.swap(true, Ordering::Relaxed) {
            LOOP.with(|own| own.queue(self));
        }
    }
}

impl LocalLoop {
    fn new() -> Self {
        Self {
            futures: RefCell::default(),
            spawned: Cell::new(0),
            ready: RefCell::default(),
            is_scheduled: Cell::new(false),
            go_on: Closure::new(|| LOOP.with(Self::go_on)),
        }
    }

    fn queue(&self, woken: Arc<Woken>) {
        self.ready.borrow_mut().push_back(woken);
        if !self.is_scheduled.replace(true) {
            queue_microtask(self.go_on.as_ref().unchecked_ref());
        }
    }

    /// Polls those that are ready by now; what becomes ready meanwhile goes on in a microtask of its own.
    fn go_on(&self) {
        self.is_scheduled.set(false);
        let ready = self.ready.take();
        for woken in ready {
            woken.is_queued.store(false, Ordering::Relaxed);
            let number = woken.number;
            // Not borrowed while it is polled: it may spawn others.
            let Some(mut future) = self.futures.borrow_mut().remove(&number) else { continue };
            let waker = Waker::from(woken);
            if future.as_mut().poll(&mut Context::from_waker(&waker)).is_pending() {
                self.futures.borrow_mut().insert(number, future);
            }
        }
    }
}
