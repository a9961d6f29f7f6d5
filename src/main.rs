//! The page starts here.
#[cfg(target_arch = "wasm32")]
fn main() {
    use leptos::prelude::*;
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(|| view! { <h1>"Interleave"</h1> });
}
#[cfg(not(target_arch = "wasm32"))]
fn main() {}
