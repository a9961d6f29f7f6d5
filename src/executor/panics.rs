//! What a worker does when its program runs into an error: with `panic = "abort"` the thread ends there
//! and then, and nobody hears of it unless it says so first.

#![cfg(all(target_arch = "wasm32", feature = "engine"))]

use wasm_bindgen::JsValue;

use super::thread_pool::current_task;
use crate::browser::run_flags::RunFlags;
use crate::browser::worker;
use crate::protocol::{FromLane, encode};
use crate::trace::Reason;

/// From now on, a panic in any thread of this memory is told to the run's coordinator.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        match current_task() {
            Some(task) => RunFlags::own().set_trapped(task),
            None => {
                let reason = Reason::WorkerBroke { task: None, detail: panic.to_string().into() };
                // Bytes can always be sent.
                let _ = worker::post(&encode(&FromLane::Failed(reason.into())), &JsValue::UNDEFINED);
            }
        }
    }));
}
