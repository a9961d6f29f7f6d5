//! The embedding interface: what a host page can say, and what it is told.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use serde_json::{Value, json};

use super::actions::StartedBy;
use super::state::SessionEvent;
use super::{Progress, Session, Unavailable};
use crate::browser::host::{self, HostMessage};
use crate::experiment::{ExecutorId, PageOptions, Parts, Theme, format};
use crate::trace::{ErrorCode, RunError};

/// What a host is told when a start has to wait.
const WAITING: &str = "Another experiment is running in this browser; this one starts when that has ended.";
/// Version of the messages.
const VERSION: u32 = 1;
/// Spans of each run that a host gets unless it asks for all.
const MOST_SPANS: usize = 20_000;
/// Longest experiment that a host can send, bytes.
const LONGEST: usize = 20_000;

/// Hears the host and tells it what happens, for as long as the page lives.
pub(super) fn listen(session: Session) {
    let all_spans = Rc::new(Cell::new(false));
    let wanted = all_spans.clone();
    session.listener.set_value(Some(Rc::new(move |event: &SessionEvent| {
        host::send(&told(session, event, wanted.get()));
    })));
    host::listen(move |message| hear(session, &message, &all_spans));
    host::on_resize(|height| {
        host::send(&json!({ "type": "interleave:resize", "height": height }).to_string())
    });
}

fn hear(session: Session, message: &HostMessage, all_spans: &Cell<bool>) {
    let Some(kind) = message.text("type") else { return };
    let known = ["interleave:configure", "interleave:run", "interleave:cancel"].contains(&kind.as_str());
    // Until the browser's features are known nothing can be answered; then `ready` answers everything.
    if !known || session.features.with_untracked(Option::is_none) && kind != "interleave:configure" {
        return;
    }
    match kind.as_str() {
        "interleave:configure" => configure(session, message),
        "interleave:run" => {
            all_spans.set(message.flag("spans") == Some(true));
            session.start(StartedBy::Stranger, message.flag("recording") != Some(false));
        }
        _ => session.cancel(),
    }
}

fn configure(session: Session, message: &HostMessage) {
    match message.text("experiment") {
        Some(query) if query.len() <= LONGEST => session.configure(&query),
        Some(_) => return refuse(session, &format!("`experiment` may have at most {LONGEST} bytes.")),
        None if message.has("experiment") => {
            return refuse(session, "`experiment` has to be a query string, as in workload=primes&tasks=4.");
        }
        None => {}
    }
    if message.has("theme") {
        match message.text("theme").as_deref().and_then(Theme::find) {
            Some(theme) => session.page.update(|page| page.theme = theme),
            None => return refuse(session, "`theme` has to be light, dark or auto."),
        }
    }
    if message.has("lang") {
        match message.text("lang").as_deref() {
            // As with no `lang` in the link: the browser's.
            Some("") => session.page.update(|page| page.lang = None),
            lang => match lang.and_then(PageOptions::language) {
                Some(lang) => session.page.update(|page| page.lang = Some(lang)),
                None => return refuse(session, "`lang` has to be en, zh-Hans or zh-Hant."),
            },
        }
    }
    if message.has("parts") {
        match message.text("parts").as_deref().and_then(Parts::read) {
            Some(parts) => session.parts.set(parts),
            None => {
                return refuse(
                    session,
                    "`parts` has to name timeline, figures or code, with commas between.",
                );
            }
        }
    }
    if session.features.with_untracked(Option::is_some) {
        session.tell(&SessionEvent::Configured);
    }
}

fn refuse(session: Session, reason: &str) {
    session.tell(&SessionEvent::Failed(RunError::new(ErrorCode::BadExperiment, reason)));
}

fn told(session: Session, event: &SessionEvent, all_spans: bool) -> String {
    let message = match event {
        SessionEvent::Configured => ready(session),
        SessionEvent::Waiting => {
            json!({ "type": "interleave:waiting", "code": ErrorCode::Busy, "message": WAITING })
        }
        SessionEvent::Started(progress) => progressed(session, "interleave:started", progress),
        SessionEvent::Progressed(progress) => progressed(session, "interleave:progress", progress),
        SessionEvent::Finished(result) => {
            let result = result(session, if all_spans { usize::MAX } else { MOST_SPANS });
            return format!(r#"{{"type":"interleave:result","result":{result}}}"#);
        }
        SessionEvent::Failed(error) => {
            json!({ "type": "interleave:error", "code": error.code, "message": error.message })
        }
    };
    message.to_string()
}

fn ready(session: Session) -> Value {
    let features = session.features.get_untracked();
    let executors: Vec<Value> = ExecutorId::ALL
        .into_iter()
        .map(|executor| {
            let reason = features
                .and_then(|features| {
                    session.experiment.with_untracked(|experiment| features.check(executor, experiment).err())
                })
                .map(reason);
            json!({ "id": executor.id(), "available": reason.is_none(), "reason": reason })
        })
        .collect();
    json!({
        "type": "interleave:ready",
        "version": VERSION,
        "experiment": session.experiment.with_untracked(format),
        "notices": session.notices.get_untracked(),
        "executors": executors,
    })
}

fn progressed(session: Session, kind: &str, progress: &Progress) -> Value {
    session.runs.with_untracked(|runs| {
        let run = runs.get(progress.run);
        json!({
            "type": kind,
            "executor": run.map(|run| run.executor.as_str()),
            "repeat": run.map(|run| run.repeat),
            "step": run.and_then(|run| run.step.as_ref()),
            "done": progress.done,
            "tasks": progress.tasks,
        })
    })
}

fn reason(unavailable: Unavailable) -> &'static str {
    match unavailable {
        Unavailable::NotIsolated => {
            "Threads share memory, which browsers allow only on cross-origin isolated pages: the server has to \
             send the headers Cross-Origin-Opener-Policy and Cross-Origin-Embedder-Policy."
        }
        Unavailable::NotIsolatedInFrame => {
            "Threads share memory, which this browser allows in a frame only where the page around it is \
             cross-origin isolated: open the full page instead."
        }
        Unavailable::InFrame => "It would freeze the page around this frame: open the full page instead.",
        Unavailable::NotSecure => "Threads share memory, which browsers allow only over https.",
        Unavailable::NoSharedMemory => {
            "Threads share memory, and this browser has none to be shared, though the page is cross-origin isolated: \
             use another browser, or switch it on."
        }
    }
}
