//! What a host page asks for.

use leptos::prelude::*;

use super::Session;
use crate::browser::host;
use crate::experiment::{StartedBy, parse};
use crate::protocol::host::{Configuration, HostRequest, ToHost};

/// Hears the host, and tells it how high the page is, for as long as the page lives.
pub(super) fn listen(session: Session) {
    host::listen(move |message| {
        if let Some(request) = HostRequest::read(&message) {
            hear(session, request);
        }
    });
    host::on_resize(move |height| session.host.tell(ToHost::Resize(height)));
}

fn hear(session: Session, request: HostRequest) {
    // Until then nothing can be started; `ready` comes, and answers everything.
    let is_ready = session.conditions.features.with_untracked(Option::is_some);
    match request {
        HostRequest::Configure(changes, outcome) => {
            changes.into_iter().for_each(|change| configure(session, change));
            match outcome {
                Err(refusal) => session.host.tell_failed(&refusal.into()),
                Ok(()) => session.tell_ready(),
            }
        }
        HostRequest::Run { most_spans, recording } if is_ready => {
            session.host.wants_spans(most_spans);
            session.start(StartedBy::Stranger, recording);
        }
        HostRequest::Cancel if is_ready => session.cancel(),
        HostRequest::Run { .. } | HostRequest::Cancel => {}
    }
}

fn configure(session: Session, change: Configuration) {
    match change {
        Configuration::Experiment(query) => {
            session.runs.stop_asking();
            session.setup.take_over(parse(&query));
        }
        Configuration::Theme(theme) => session.setup.set_theme(theme),
        Configuration::Language(language) => session.setup.set_language(language),
        Configuration::Parts(parts) => session.setup.show_parts(parts),
    }
}

impl Session {
    /// Tells the host what is configured, and what of it can run here, as soon as that is known.
    pub(super) fn tell_ready(self) {
        if let Some(features) = &self.conditions.features.get_untracked() {
            self.setup.experiment.with_untracked(|experiment| {
                self.setup.notices.with_untracked(|notices| {
                    self.host.tell(ToHost::Ready { experiment, notices, features });
                });
            });
        }
    }
}
