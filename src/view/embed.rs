//! The compact page for a frame in somebody's article.

use leptos::prelude::*;

use super::announcer::Announcer;
use super::executors::Reasons;
use super::group::Group;
use super::messages::{Notices, Problem, Question};
use super::results::Comparison;
use super::run_bar::RunBar;
use super::text::{executor_name, filled, text};
use super::theirs::Theirs;
use crate::experiment::{PageOptions, format_page};
use crate::session::Session;

#[component]
pub(super) fn Embed() -> impl IntoView {
    let session = expect_context::<Session>();
    let heading = move || {
        session.experiment.with(|experiment| {
            let workload = text(&format!("workload.{}.name", experiment.workload.id));
            filled("embed.heading", &[("workload", workload), ("tasks", experiment.tasks().to_string())])
        })
    };
    let chosen = Memo::new(move |_| session.experiment.with(|experiment| experiment.executors.clone()));
    let names = move || {
        let name = |executor| {
            let features = session.features.get();
            let cant = features.is_some_and(|features| {
                session.experiment.with(|experiment| features.check(executor, experiment).is_err())
            });
            view! { <li class:unavailable=cant>{executor_name(executor)}</li> }
        };
        chosen.get().into_iter().map(name).collect_view()
    };
    let whole = move || {
        let own = session.page.with(|page| PageOptions {
            theme: page.theme,
            lang: page.lang,
            ..Default::default()
        });
        let query = session.experiment.with(|experiment| format_page(experiment, &own));
        format!("?{query}{}", session.fragment_to_pass_on())
    };
    let results = move || {
        let groups = session.runs.with(|runs| Group::all(runs));
        (!groups.is_empty()).then(|| view! { <Comparison groups compact=true/> })
    };
    view! {
        <main class="embed">
            <header>
                <h1>{heading}</h1>
                <RunBar/>
            </header>
            <ul class="names">{names}</ul>
            <Reasons chosen/>
            <Notices/>
            <Question/>
            <Problem/>
            <Theirs/>
            <section class="results">{results}</section>
            <footer>
                <a href=whole target="_blank" rel="noopener">{text("embed.open")}</a>
            </footer>
        </main>
        <Announcer/>
    }
}
