//! The blocks of a program, and what pointers and keys do to them.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;

use super::{Composer, block_id, focus_later};
use crate::render::{BlockCommand, BlockDrag, BlockEdit, Blocks, Point};
use crate::text;
use crate::view::common::width::follow_width;
use crate::workload::ProgramPhase;

/// This near to the end of a block is its end: for a mouse, and for a finger; CSS pixels.
const NEAR: [f64; 2] = [7.0, 14.0];
/// How high the strip is, CSS pixels: as the style sheet has it.
const HEIGHT: f64 = 72.0;

impl Composer {
    pub(super) fn strip(self) -> AnyView {
        follow_width(self.strip, self.width);
        let layout = Memo::new(move |_| self.layout());
        view! {
            <div class="strip" node_ref=self.strip role="group" aria-label=text!(composer.strip) aria-describedby="blocks-how"
                on:pointerdown=move |event| self.hold(&event) on:pointermove=move |event| self.drag(&event)
                on:pointerup=move |_| self.let_go(true) on:pointercancel=move |_| self.let_go(false)>
                <For each=move || 0..self.count() key=|place| *place
                    children=move |place| self.one(place, layout)/>
            </div>
            <p class="hint" id="blocks-how">{text!(composer.how)} " " <span class="keys">{text!(composer.keys)}</span></p>
        }
        .into_any()
    }

    /// A block, as a slider for the keyboard.
    fn one(self, place: usize, layout: Memo<Blocks>) -> AnyView {
        let block = move || self.block(place);
        let activity = move || block().map(|block| block.activity.name());
        let label = move || block().map(|block| block.activity.label());
        let ms = move || block().map(|block| block.ms.to_string());
        let said = move || block().map(|block| format!("{} {}", block.ms, text!(unit.ms)));
        let extent = move || layout.with(|layout| layout.extent(place));
        let left = move || format!("{:.2}px", extent().0);
        let width = move || format!("{:.2}px", extent().1);
        let true_width = move || format!("{:.2}px", layout.with(|layout| layout.true_width(place)));
        // Whether a pointer holds this block, and what it does with it.
        let held = move || self.drag.with(|drag| drag.clone().filter(|drag| drag.place() == place));
        let offset = move || {
            let offset = held().and_then(|drag| layout.with(|layout| drag.offset(layout)));
            offset.map(|by| format!("{:.0}px {:.0}px", by.x, by.y))
        };
        view! {
            <div class="block" data-activity=activity id=block_id(place) role="slider" tabindex="0"
                aria-orientation="vertical" aria-label=move || self.name(place)
                aria-valuemin="0" aria-valuemax=ProgramPhase::MOST_MS.to_string() aria-valuenow=ms aria-valuetext=said
                class:chosen=move || self.place() == place class:held=move || offset().is_some()
                class:out=move || held().is_some_and(|drag| drag.is_out(HEIGHT))
                style:left=left style:width=width style:translate=move || offset().unwrap_or_default()
                on:focus=move |_| self.chosen.set(place) on:keydown=move |event| self.press(place, &event)>
                <span class="bar"><i style:width=true_width></i></span>
                <b>{ms} <span class="unit">" " {text!(unit.ms)}</span></b>
                <span class="name">{label}</span>
            </div>
        }
        .into_any()
    }

    fn layout(self) -> Blocks {
        let lengths: Vec<u32> = self.phases.with(|phases| phases.iter().map(|phase| phase.ms).collect());
        let width = self.width.get();
        match self.drag.with(|drag| drag.as_ref().and_then(BlockDrag::frozen_scale)) {
            Some(scale) => Blocks::with_scale(&lengths, width, scale),
            None => Blocks::new(&lengths, width),
        }
    }

    /// A key is pressed on a block.
    fn press(self, place: usize, event: &KeyboardEvent) {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        match BlockCommand::of_key(&event.key()) {
            Some(BlockCommand::Move(by)) => {
                self.shift(place, by).map(block_id).into_iter().for_each(focus_later)
            }
            Some(BlockCommand::Longer) => self.stretch(place, true),
            Some(BlockCommand::Shorter) => self.stretch(place, false),
            Some(BlockCommand::Remove) => self.remove(place).map(block_id).into_iter().for_each(focus_later),
            None => return,
        }
        event.prevent_default();
    }

    /// A pointer goes down on the strip.
    fn hold(self, event: &PointerEvent) {
        if event.button() != 0 {
            return;
        }
        let (at, blocks) = (self.at(event), untrack(|| self.layout()));
        let near = NEAR[usize::from(event.pointer_type() == "touch")];
        let Some(grip) = blocks.at(at.x, near) else { return };
        let Some(block) = untrack(|| self.block(grip.place())) else { return };
        if let Some(strip) = self.strip.get_untracked() {
            // Without capture, dragging ends at the strip's edge.
            let _ = strip.set_pointer_capture(event.pointer_id());
        }
        self.chosen.set(grip.place());
        self.drag.set(Some(BlockDrag::press(grip, at, block.ms, &blocks)));
    }

    /// The pointer has moved.
    fn drag(self, event: &PointerEvent) {
        if self.drag.with_untracked(Option::is_none) {
            return;
        }
        let (at, blocks) = (self.at(event), untrack(|| self.layout()));
        let moved = |drag: &mut Option<BlockDrag>| drag.as_mut().and_then(|drag| drag.moved(at, &blocks));
        match self.drag.try_update(moved).flatten() {
            Some(BlockEdit::Move { from, to }) => {
                self.take(|phases| phases.moved(from, to));
                self.chosen.set(to);
            }
            Some(BlockEdit::Stretch { place, ms }) => {
                self.take(|phases| phases.stretched(place, ms));
            }
            Some(BlockEdit::Drop(_)) | None => {}
        }
    }

    /// The pointer goes up, or is taken over by the browser.
    fn let_go(self, drops: bool) {
        let drag = self.drag.try_update(Option::take).flatten();
        let Some(drag) = drag else { return };
        let place = match drag.released(HEIGHT).filter(|_| drops) {
            Some(BlockEdit::Drop(place)) => self.remove(place),
            _ => None,
        };
        // Blocks keep their elements, whatever they are about: the focus goes where the block went.
        focus_later(block_id(place.unwrap_or_else(|| drag.place())));
    }

    /// Where a pointer is on the strip, CSS pixels.
    fn at(self, event: &PointerEvent) -> Point {
        let corner = self.strip.get_untracked().map(|strip| strip.get_bounding_client_rect());
        let (left, top) = corner.map_or((0.0, 0.0), |corner| (corner.left(), corner.top()));
        Point { x: f64::from(event.client_x()) - left, y: f64::from(event.client_y()) - top }
    }
}
