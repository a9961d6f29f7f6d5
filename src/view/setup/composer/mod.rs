//! A program of the reader's own, put together from blocks: to add, drag, stretch and drop.

mod beside;
mod controls;
mod strip;

pub(in crate::view) use beside::presets;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use crate::browser::{document, frame};
use crate::experiment::next_length;
use crate::render::BlockDrag;
use crate::session::{Session, Setup};
use crate::text;
use crate::view::common::lazy::{Part, styled};
use crate::workload::{PHASES, Phases, ProgramPhase, Value};

/// What the parts of the composer share. A handle that can be copied.
#[derive(Clone, Copy)]
struct Composer {
    setup: Setup,
    phases: Memo<Phases>,
    /// The place of the block that the controls are about.
    chosen: RwSignal<usize>,
    strip: NodeRef<Div>,
    width: RwSignal<f64>,
    drag: RwSignal<Option<BlockDrag>>,
    /// What is said to those who don't see blocks move.
    said: RwSignal<String>,
}

/// The composer, for the experiment in the form.
#[wasm_split(composer, fallible, wasm_split_path = leptos::wasm_split)]
pub(super) fn composer() -> Part {
    let session = expect_context::<Session>();
    let composer = Composer::new(session.setup);
    let content = view! {
        <div class="composer" role="group" aria-label=text!(composer.title)>
            {presets(session, "preset")}
            {composer.strip()}
            {composer.controls()}
            {composer.offers()}
            {beside::bounds(session)}
            <p class="unseen" role="status">{move || composer.said.get()}</p>
        </div>
    };
    Ok(styled("composer.css", content.into_any()))
}

impl Composer {
    fn new(setup: Setup) -> Self {
        let phases =
            Memo::new(move |_| setup.experiment.with(|experiment| experiment.values.phases(&PHASES)));
        Self {
            setup,
            phases,
            chosen: RwSignal::new(0),
            strip: NodeRef::new(),
            width: RwSignal::new(0.0),
            drag: RwSignal::new(None),
            said: RwSignal::new(String::new()),
        }
    }

    /// How many blocks there are.
    fn count(self) -> usize {
        self.phases.with(|phases| phases.len())
    }

    /// The block that the controls are about: another one, where it is gone.
    fn place(self) -> usize {
        self.chosen.get().min(self.count() - 1)
    }

    /// The block at this place, if it is still there.
    fn block(self, place: usize) -> Option<ProgramPhase> {
        self.phases.with(|phases| phases.get(place).copied())
    }

    /// What the block at this place is called.
    fn name(self, place: usize) -> Option<String> {
        let what = self.block(place)?.activity.label();
        Some(text!(composer.block, place = place + 1, all = self.count(), what = what))
    }

    /// Has the experiment do this program, if it is another one; whether it is.
    fn take(self, edited: impl FnOnce(&Phases) -> Option<Phases>) -> bool {
        let edited = self.phases.with_untracked(edited);
        let is_other = edited.is_some();
        edited.into_iter().for_each(|phases| self.setup.set_param(&PHASES, Some(Value::Phases(phases))));
        is_other
    }

    /// Moves a block by a place, later (1) or earlier (-1); where it is then, if that is another place.
    fn shift(self, place: usize, by: isize) -> Option<usize> {
        let to = place.checked_add_signed(by)?;
        self.take(|phases| phases.moved(place, to)).then(|| {
            self.chosen.set(to);
            self.said.set(text!(composer.moved, place = to + 1, all = untrack(|| self.count())));
            to
        })
    }

    fn stretch(self, place: usize, is_longer: bool) {
        self.take(|phases| phases.stretched(place, next_length(phases.get(place)?.ms, is_longer)));
    }

    /// Removes a block; the one that is chosen then.
    fn remove(self, place: usize) -> Option<usize> {
        self.take(|phases| phases.without(place)).then(|| {
            let left = untrack(|| self.count());
            let next = place.min(left - 1);
            self.chosen.set(next);
            self.said.set(text!(composer.removed, n = left));
            next
        })
    }
}

/// The id of the block at this place.
fn block_id(place: usize) -> String {
    format!("block-{place}")
}

/// Puts the focus on this element, once what has changed is in the document: that may be as late as the next frame.
fn focus_later(id: String) {
    frame::next_frame(move || frame::next_frame(move || document::focus(&id)));
}
