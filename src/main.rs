//! The page starts here.

#[cfg(target_arch = "wasm32")]
fn main() {
    use interleave::browser::document;
    use interleave::{experiment, session::Session, view::App};
    use leptos::prelude::*;

    console_error_panic_hook::set_once();
    let link = experiment::parse(&document::query());
    mount_to_body(move || {
        let session = Session::new(link);

        view! { <App session/> }
    });
    document::remove("loading");
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
