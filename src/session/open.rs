//! A page is opened: what happens by itself before anybody does something.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::features::detect;
use super::host::Host;
use super::{Session, Status, host_requests};
use crate::browser::{page, pressure, source};
use crate::experiment::{StartedBy, format_page, parse};
use crate::queue::is_room_link;

impl Session {
    /// The session of this page: reads the address, finds out what the browser offers and hears the host. What
    /// follows, follows when the page can be looked at: see [`begin`](Self::begin).
    pub fn open() -> Self {
        let link = parse(&page::query());
        // A link to a room is a question, and nothing runs before it is answered.
        let starts_itself = link.starts_itself() && !is_room_link(&page::fragment());
        let session = Self::new(link, Host::of_this_page());
        session.hear_fragment();
        session.keep_address();
        host_requests::listen(session);
        session.when_ready(starts_itself);
        let is_embedded = session.setup.page.with_untracked(|page| page.embed);
        spawn_local(async move {
            session.conditions.found(detect(is_embedded));
            // The service worker is to be there for the next visit, whatever this one needs.
            source::find().await;
        });
        session
    }

    /// The page can be looked at, or never will be: from now on, and as soon as it is known what the browser offers,
    /// the host is told that it is ready, and a link that starts itself does so. Once is enough.
    pub fn begin(self) {
        self.is_built.set(true);
    }

    fn when_ready(self, starts_itself: bool) {
        let is_known = move || self.conditions.features.with(Option::is_some);
        // A page is built anew for another language, but it becomes ready once.
        let is_ready = Memo::new(move |_| self.is_built.get() && is_known());
        let begin = move |is_ready: &bool, _: Option<&bool>, _: Option<()>| {
            if *is_ready {
                self.start_up(starts_itself);
            }
        };
        Effect::watch(move || is_ready.get(), begin, true);
    }

    fn start_up(self, starts_itself: bool) {
        self.tell_ready();
        self.releases.keep(self.runs);
        pressure::watch(move |now| {
            let is_measuring = self.runs.status.with_untracked(Status::is_measuring);
            self.conditions.feel(now, is_measuring);
        });
        if !self.setup.page.with_untracked(|page| page.embed) {
            self.history.open();
        }
        if starts_itself {
            self.start(StartedBy::Stranger, true);
        }
    }

    /// Takes in what the fragment of the address says, now and whenever somebody follows another link to the same
    /// page.
    fn hear_fragment(self) {
        let hear = move || {
            let fragment = page::fragment();
            self.setup.experiment.with_untracked(|experiment| self.shared.hear(&fragment, experiment));
            self.rooms.hear(&fragment);
            self.mapping.hear(fragment);
        };
        hear();
        page::on_fragment(hear);
    }

    /// Keeps the address bar in step with the form.
    fn keep_address(self) {
        Effect::watch(
            move || {
                let page = self.setup.page.get();
                (self.setup.experiment.with(|experiment| format_page(experiment, &page)), self.fragment())
            },
            |(query, fragment), _, _| page::replace_address(query, fragment),
            false,
        );
    }
}
