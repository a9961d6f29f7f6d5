//! What is asked of the program's author, and what would be tried.

use leptos::prelude::*;

use crate::advice::{Description, LeftOut, Plan};
use crate::experiment::{Allowed, Experiment, read_length};
use crate::session::Session;
use crate::text;
use crate::text::milliseconds;
use crate::view::common::number_field::NumberField;
use crate::view::setup::composer::presets;

/// One of the questions: its field, and which number of a description it asks for.
struct Asked {
    field: NumberField,
    number: fn(&mut Description) -> &mut u32,
}

impl Asked {
    fn time(
        session: Session,
        id: &'static str,
        name: String,
        number: fn(&mut Description) -> &mut u32,
    ) -> Self {
        Self::new(session, id, name, text!(unit.ms), read_length, number)
    }

    fn new(
        session: Session,
        id: &'static str,
        name: String,
        unit: String,
        read: fn(&str) -> Result<u32, Allowed>,
        number: fn(&mut Description) -> &mut u32,
    ) -> Self {
        let said = move || session.setup.experiment.with(Description::of);
        let current = Memo::new(move |_| said().map(|mut said| *number(&mut said)).unwrap_or_default());
        Self { field: NumberField { id, name, unit, current: current.into(), read }, number }
    }
}

/// The four questions, programs to start from, and what would be tried.
pub(super) fn questions(session: Session, cores: Memo<Option<u32>>, with_examples: bool) -> AnyView {
    let asked = [
        Asked::time(session, "ask-wait", text!(adviser.wait), |said| &mut said.wait_ms),
        Asked::time(session, "ask-compute", text!(adviser.compute), |said| &mut said.compute_ms),
        Asked::time(session, "ask-shared", text!(adviser.shared), |said| &mut said.shared_ms),
        Asked::new(
            session,
            "ask-tasks",
            text!(adviser.tasks),
            String::new(),
            Description::read_tasks,
            |said| &mut said.tasks,
        ),
    ];
    let examples = with_examples.then(|| presets(session, "ask-preset"));
    view! {
        <fieldset class="questions">
            <legend class="unseen">{text!(adviser.questions)}</legend>
            {examples}
            {asked.map(|asked| question(session, asked)).collect_view()}
        </fieldset>
        <p class="hint">{text!(adviser.shared_hint)}</p>
        {poison(session)}
        {tried(session, cores)}
    }
    .into_any()
}

fn question(session: Session, Asked { field, number }: Asked) -> AnyView {
    let take = move |value: u32| {
        if let Some(mut said) = session.setup.experiment.with_untracked(Description::of) {
            *number(&mut said) = value;
            session.setup.describe(said);
        }
    };
    let (id, name) = (field.id, field.name.clone());
    let [field, problem] = field.show(|| (), take);
    view! { <div class="labelled"><label for=id>{name}</label>{field}{problem}</div> }.into_any()
}

/// That one task more computes for long.
fn poison(session: Session) -> impl IntoView {
    let poison_ms = Memo::new(move |_| session.setup.experiment.with(Experiment::poison_ms));
    move || {
        let ms = poison_ms.get();
        (ms > 0)
            .then(|| view! { <p class="hint">{text!(adviser.poison, time = milliseconds(ms.into()))}</p> })
    }
}

/// What would be tried, and what not.
fn tried(session: Session, cores: Memo<Option<u32>>) -> impl IntoView {
    let plan = Memo::new(move |_| session.advice_plan(cores.get()?));
    move || {
        let Plan { asked, left_out, .. } = &plan.get()?;
        let tasks = asked.tasks() - u32::from(asked.poison_ms() > 0);
        let sentences = plan.with(|plan| plan.as_ref().map(|plan| plan.in_words(tasks)))?;
        let left_out = left_out.iter().map(LeftOut::in_words).collect::<Vec<_>>();
        let rest = (!left_out.is_empty()).then(|| {
            let each = left_out.into_iter().map(|why| view! { <li>{why}</li> });
            view! { <details><summary>{text!(adviser.left_out)}</summary><ul>{each.collect_view()}</ul></details> }
        });
        let sentences = sentences.into_iter().map(|said| view! { <p class="hint">{said}</p> });
        Some(view! { <div class="tried">{sentences.collect_view()}{rest}</div> })
    }
}
