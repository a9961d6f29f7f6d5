//! A worker starts here: what it does is decided by the name that its maker gave it. The threads of a
//! pool start elsewhere, in wasm-bindgen-rayon's own script, and never come by.

#[cfg(target_arch = "wasm32")]
fn main() {
    use interleave::{browser, executor};

    executor::report_panics();
    match browser::worker::own_name().as_str() {
        executor::COORDINATOR => executor::coordinate(),
        _ => executor::serve(),
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
