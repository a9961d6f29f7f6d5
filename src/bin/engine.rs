//! A worker starts here: what it does is decided by the name that its maker gave it. The threads of a
//! pool start elsewhere, in wasm-bindgen-rayon's own script, and never come by. A page loads it, too, for
//! the executor that runs on the page's own thread.

#[cfg(target_arch = "wasm32")]
fn main() {
    use interleave::browser::worker;
    use interleave::executor;
    use interleave::protocol::COORDINATOR;
    use interleave::protocol::reading::READER;
    use interleave::protocol::taking::TakerName;
    use interleave::queue::travel::CHECKER;

    match worker::own_name().as_deref() {
        Some(COORDINATOR) => {
            executor::report_panics();
            executor::coordinate();
        }
        Some(CHECKER) => executor::check(),
        Some(READER) => executor::read(),
        Some(name) => {
            executor::report_panics();
            match TakerName::read(name) {
                Some(taker) => executor::take(taker),
                None => executor::serve(),
            }
        }
        None => console_error_panic_hook::set_once(),
    }
}

#[cfg(target_arch = "wasm32")]
mod on_page {
    use interleave::browser::local_loop;
    use interleave::executor;
    use interleave::protocol::{decode, encode};
    use js_sys::{Function, Uint8Array};
    use wasm_bindgen::prelude::*;

    /// Makes the run that this [`interleave::protocol::Assignment`] asks for on the thread that calls;
    /// `report` gets each [`interleave::protocol::Report`], as bytes.
    #[wasm_bindgen(js_name = runOnPage)]
    pub fn run_on_page(assignment: &[u8], report: Function) {
        let Some(assignment) = decode(assignment) else { return };
        local_loop::spawn(executor::run_on_page(assignment, move |message| {
            // The page's own function; it throws nothing.
            let _ = report.call1(&JsValue::NULL, &Uint8Array::from(encode(&message).as_slice()));
        }));
    }

    /// Calls that run off.
    #[wasm_bindgen(js_name = cancelOnPage)]
    pub fn cancel_on_page() {
        executor::cancel_on_page();
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
