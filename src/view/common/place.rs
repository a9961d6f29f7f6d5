//! The places that have addresses of their own: Play, where experiments are set up and run; Look up, what there is to be
//! asked and read; and Learn, the course, whose pages are not this program's.

use leptos::prelude::*;

use crate::browser::{document, page};
use crate::session::Session;
use crate::text;

/// The fragment of the address at which one looks things up.
const LOOK_UP: &str = "#look-up";

/// Which of the program's own places is shown. A handle that can be copied.
#[derive(Clone, Copy)]
pub(in crate::view) struct Place {
    /// Whether it is the one where things are looked up.
    pub(in crate::view) is_look_up: Memo<bool>,
}

/// The fragment of the page's address, followed from now on.
pub(in crate::view) fn fragment() -> ReadSignal<String> {
    let (fragment, write) = signal(page::fragment());
    page::on_fragment(move || write.set(page::fragment()));
    fragment
}

impl Place {
    /// The place that follows the address from now on.
    pub(in crate::view) fn follow() -> Self {
        let fragment = fragment();
        Self { is_look_up: Memo::new(move |_| fragment.with(|fragment| fragment == LOOK_UP)) }
    }

    /// Goes where experiments are run, for somebody who has chosen one elsewhere.
    pub(in crate::view) fn play(self) {
        if self.is_look_up.get_untracked() {
            page::set_fragment("");
        }
    }
}

/// The ways to all places.
#[component]
pub(in crate::view) fn Places() -> impl IntoView {
    let session = expect_context::<Session>();
    let Place { is_look_up } = expect_context();
    // The adviser stands beside what it measures, and is something to be asked.
    let looks_up = Memo::new(move |_| is_look_up.get() || session.setup.page.with(|page| page.advise));
    let current = move |is_here: bool| is_here.then_some("page");
    let course = format!("learn/{}/", document::root_attribute("lang").unwrap_or_default());
    view! {
        <nav class="places" aria-label=text!(page.places)>
            <a href="#" aria-current=move || current(!looks_up.get())
                on:click=move |_| session.setup.set_advise(false)>{text!(page.play)}</a>
            <a href=course>{text!(page.learn)}</a>
            <a href=LOOK_UP aria-current=move || current(looks_up.get())>{text!(page.look_up)}</a>
        </nav>
    }
}
