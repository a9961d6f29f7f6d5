//! Two flags that all threads and workers of a run look at: that it was called off, and that a thread broke.
//!
//! Every instance of the engine has such flags in its own memory; those of a coordinator are the run's.
//! Its pool threads have them at the same place, and where memory can be shared the other workers and the page
//! are sent a view of them.

use std::sync::atomic::AtomicI32;

use js_sys::{Array, Atomics, Int32Array, WebAssembly};
use wasm_bindgen::{JsCast, JsValue};

use super::features::can_share_memory;

/// The flags of this memory: words, because waiting and waking take words.
static FLAGS: [AtomicI32; COUNT] = [const { AtomicI32::new(0) }; COUNT];
const COUNT: usize = 2;
/// Not 0 when the run was called off. Blocking waits wait on it.
const CANCEL: u32 = 0;
/// The number, plus 1, of the task in which a thread's program broke.
const TRAPPED: u32 = 1;

/// A view of some run's flags.
#[derive(Clone)]
pub struct RunFlags(Int32Array);

impl RunFlags {
    /// The flags in this thread's own memory.
    pub fn own() -> Self {
        let memory = wasm_bindgen::memory().unchecked_into::<WebAssembly::Memory>();
        Self(view(&memory.buffer(), FLAGS.as_ptr() as u32))
    }

    /// As something to be posted, of which [`RunFlags::received`] makes the same flags on another thread; undefined
    /// where the browser lets no memory be shared, so that runs are called off by message alone.
    pub fn handle(&self) -> JsValue {
        match can_share_memory() {
            true => Array::of2(&self.0.buffer(), &self.0.byte_offset().into()).into(),
            false => JsValue::UNDEFINED,
        }
    }

    /// The flags that a handle leads to, if it does to any.
    pub fn received(handle: &JsValue) -> Option<Self> {
        let parts = handle.dyn_ref::<Array>()?;
        let address = parts.get(1).as_f64()?;
        Some(Self(view(&parts.get(0), address as u32)))
    }

    /// Calls the run off, and wakes everyone who waits.
    pub fn cancel(&self) {
        // Both fail only for indices outside of the view.
        let _ = Atomics::store(&self.0, CANCEL, 1);
        let _ = Atomics::notify(&self.0, CANCEL);
    }

    /// Ready for another run.
    pub fn reset(&self) {
        for flag in [CANCEL, TRAPPED] {
            let _ = Atomics::store(&self.0, flag, 0);
        }
    }

    /// Whether the run was called off.
    pub fn is_cancelled(&self) -> bool {
        Atomics::load(&self.0, CANCEL) != Ok(0)
    }

    /// Blocks this thread for so many ms, or until the run is called off. Not for a page's own thread,
    /// where browsers forbid it.
    pub fn block(&self, ms: f64) {
        let _ = Atomics::wait_with_timeout(&self.0, CANCEL, 0, ms);
    }

    /// Tells that a thread's program broke during this task. Takes no memory: the allocator may be what
    /// broke.
    pub fn set_trapped(&self, task: u32) {
        let _ = Atomics::store(&self.0, TRAPPED, task as i32 + 1);
    }

    /// The task during which a thread's program broke, if one did.
    pub fn trapped(&self) -> Option<u32> {
        Atomics::load(&self.0, TRAPPED).ok()?.checked_sub(1)?.try_into().ok()
    }
}

fn view(buffer: &JsValue, address: u32) -> Int32Array {
    Int32Array::new_with_byte_offset_and_length(buffer, address, COUNT as u32)
}
