//! The compact page for a frame in somebody's article.

use leptos::prelude::*;

use super::announcer::Announcer;
use super::lazy::lazily;
use super::messages::{Notices, Problem, Question};
use super::text::{filled, known_name, listed, tasks_in_words, text};
use crate::experiment::{ExecutorId, PageOptions, format_page};
use crate::session::{Session, Unavailable};
use crate::view::learn::code;
use crate::view::results::comparison::CompactResults;
use crate::view::setup::executors::{key, unavailable};
use crate::view::setup::run_bar::RunBar;

#[component]
pub(in crate::view) fn Embed() -> impl IntoView {
    let session = expect_context::<Session>();
    session.is_shown();
    let heading = move || session.experiment.with(tasks_in_words);
    let chosen = Memo::new(move |_| session.experiment.with(|experiment| experiment.executors.clone()));
    let name = move |executor: ExecutorId| {
        let cant = move || unavailable(session, executor).is_some();
        view! { <li class:unavailable=cant>{known_name(executor)}</li> }
    };
    let names = move || chosen.get().into_iter().map(name).collect_view();
    let whole = Memo::new(move |_| {
        let own = session.page.with(|page| PageOptions {
            theme: page.theme,
            lang: page.lang,
            ..Default::default()
        });
        let query = session.experiment.with(|experiment| format_page(experiment, &own));
        format!("?{query}{}", session.fragment_to_pass_on())
    });
    let code = move || {
        let of = session.parts.get().code.then(|| chosen.get())?;
        Some(view! { <section class="code">{lazily(move || code(Some(of.clone())))}</section> })
    };
    view! {
        <main class="embed">
            <header>
                <h1>{heading}</h1>
                <RunBar/>
            </header>
            <ul class="names">{names}</ul>
            <Reasons chosen whole/>
            <Notices/>
            <Question/>
            <Problem/>
            <CompactResults/>
            {code}
            <footer>
                <a href=move || whole.get() target="_blank" rel="noopener">{text("embed.open")}</a>
            </footer>
        </main>
        <Announcer/>
    }
}

/// Why some of the executors can't run here, a sentence for each reason, and where they can.
#[component]
fn Reasons(chosen: Memo<Vec<ExecutorId>>, whole: Memo<String>) -> impl IntoView {
    let session = expect_context::<Session>();
    let reasons = move || {
        let mut reasons: Vec<(Unavailable, Vec<String>)> = Vec::new();
        for executor in chosen.get() {
            let Some(why) = unavailable(session, executor) else { continue };
            match reasons.iter_mut().find(|(known, _)| *known == why) {
                Some((_, names)) => names.push(known_name(executor)),
                None => reasons.push((why, vec![known_name(executor)])),
            }
        }
        reasons
    };
    let told = move |(why, names): (Unavailable, Vec<String>)| {
        let reason = filled(&format!("embed.unavailable.{}", key(why)), &[("names", listed(&names))]);
        // Where the server is the reason, another tab is no way out.
        let is_frame = matches!(why, Unavailable::NotIsolatedInFrame | Unavailable::InFrame);
        let way_out = is_frame.then(|| {
            let here = text("embed.elsewhere");
            view! { " " <a href=move || whole.get() target="_blank" rel="noopener">{here}</a> }
        });
        view! { <p class="hint reason">{reason}{way_out}</p> }
    };
    move || reasons().into_iter().map(told).collect_view()
}
