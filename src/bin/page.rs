//! The page starts here.

#[cfg(target_arch = "wasm32")]
fn main() {
    use interleave::{session::Session, view::App};
    use leptos::prelude::*;

    mount_to_body(|| view! { <App session=Session::open()/> });
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
