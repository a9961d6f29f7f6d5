//! The figures beside a timeline.

use leptos::prelude::*;

use super::dots::dots_alone;
use super::group::Group;
use crate::insight::{Measured, ToldFigure};
use crate::session::Session;

#[component]
pub(in crate::view) fn Figures(
    /// The runs of one executor.
    group: Group,
    /// Whether they stand alone: then every run is a dot, as it is in a race.
    alone: bool,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let figure = |ToldFigure { name, label, value, note }: ToldFigure| {
        view! {
            <div class=format!("figure {name}")>
                <dt>{label.text()}</dt>
                <dd>{value}{note.map(|note| view! { " " <small>{note}</small> })}</dd>
            </div>
        }
    };
    let runs = group.clone();
    let figures = move || measured(&group, session, |all| all.told()).into_iter().map(figure).collect_view();
    view! {
        <div class="measured">
            <dl class="figures">{figures}</dl>
            {move || alone.then(|| dots_alone(&runs, session))}
        </div>
    }
}

/// Something of what was measured. Follows what all runs come to, not each run while it goes on: changing words costs the
/// page more than drawing does, and takes a core from what is measured.
pub(super) fn measured<T>(group: &Group, session: Session, tell: impl FnOnce(&Measured<'_>) -> T) -> T {
    let all = group.figures(session);
    let run = untrack(|| group.drawn_run().clone());
    run.live.with_untracked(|live| {
        let executor = &group.executor;
        tell(&Measured {
            executor,
            lanes: executor.pool(run.workers),
            experiment: &run.experiment,
            all: all.as_ref(),
            run: live,
        })
    })
}
