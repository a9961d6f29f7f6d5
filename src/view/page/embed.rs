//! The compact page for a frame in somebody's article.

use leptos::prelude::*;

use super::announcer::Announcer;
use super::messages::{Notices, Problem, Question};
use crate::experiment::{ExecutorId, Experiment, PageOptions, Unavailable, format_page, listed_executors};
use crate::session::Session;
use crate::text;
use crate::text::between_sentences;
use crate::view::adviser::Adviser;
use crate::view::common::lazy::{lazily, with_all_strings};
use crate::view::learn::code;
use crate::view::results::comparison::CompactResults;
use crate::view::setup::run_bar::RunBar;

#[component]
pub(in crate::view) fn Embed() -> impl IntoView {
    let session = expect_context::<Session>();
    session.begin();
    let heading = move || session.setup.experiment.with(Experiment::heading);
    let chosen = Memo::new(move |_| session.setup.experiment.with(|experiment| experiment.executors.clone()));
    let name = move |executor: ExecutorId| {
        let cant = move || session.unavailable(executor).is_some();
        view! { <li class:unavailable=cant>{executor.label()}</li> }
    };
    let names = move || chosen.get().into_iter().map(name).collect_view();
    let whole = Memo::new(move |_| {
        let own = session.setup.page.with(|page| PageOptions {
            theme: page.theme,
            lang: page.lang,
            ..Default::default()
        });
        let query = session.setup.experiment.with(|experiment| format_page(experiment, &own));
        format!("?{query}{}", session.fragment_to_pass_on())
    });
    let code = move || {
        let of = session.setup.parts.get().code.then(|| chosen.get())?;
        Some(view! { <section class="code">{with_all_strings(move || {
            let of = of.clone();
            lazily(move || code(Some(of.clone())))
        })}</section> })
    };
    view! {
        <main class="embed">
            <header>
                <h1>{heading}</h1>
                <RunBar/>
            </header>
            <ul class="names">{names}</ul>
            <Reasons whole/>
            <Notices/>
            <Question/>
            <Problem/>
            <Adviser/>
            <CompactResults/>
            {code}
            <footer>
                <a href=move || whole.get() target="_blank" rel="noopener">{text!(embed.open)}</a>
            </footer>
        </main>
        <Announcer/>
    }
}

/// Why some of the executors can't run here, a sentence for each reason, and where they can.
#[component]
fn Reasons(whole: Memo<String>) -> impl IntoView {
    let session = expect_context::<Session>();
    let told = move |(why, executors): (Unavailable, Vec<ExecutorId>)| {
        let names = listed_executors(&executors);
        let way_out = why.is_for_the_frame().then(|| {
            let here = text!(embed.elsewhere);
            view! { {between_sentences()} <a href=move || whole.get() target="_blank" rel="noopener">{here}</a> }
        });
        view! { <p class="hint reason">{why.in_words(&names)}{way_out}</p> }
    };
    move || session.all_unavailable().into_iter().map(told).collect_view()
}
