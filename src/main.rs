//! The page starts here.

#[cfg(target_arch = "wasm32")]
fn main() {
    use leptos::prelude::*;
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(|| {
        let session = interleave::session::Session::open();
        view! { <h1>"Interleave"</h1><button on:click=move |_| session.run()>"Run"</button> }
    });
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
