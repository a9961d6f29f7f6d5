//! The page on paper: in light colours, whatever they are on the screen.

use leptos::ev;
use leptos::prelude::*;

use crate::browser::frame::Redraw;
use crate::browser::{canvas, document};
use crate::session::Session;

/// The attribute of the page that says which colours it has.
const THEME: &str = "data-theme";

/// Gives the page the colours that its link or its reader asks for, and light ones while it is printed.
pub(super) fn follow_theme(session: Session) {
    Effect::new(move |_| {
        document::set_root_attribute(THEME, session.setup.page.with(|page| page.theme.name()));
    });
    let colour = |theme: &str| {
        document::set_root_attribute(THEME, theme);
        canvas::forget_colours();
    };
    // The page's first, so that what is drawn anew finds these colours.
    let to_paper = window_event_listener(ev::beforeprint, move |_| colour("light"));
    let and_back = window_event_listener(ev::afterprint, move |_| {
        colour(session.setup.page.with_untracked(|page| page.theme.name()));
    });
    on_cleanup(move || {
        to_paper.remove();
        and_back.remove();
    });
}

/// What draws something on a canvas: when it is asked to, and at once for paper, which waits for no frame.
pub(in crate::view) fn redrawing(work: impl Fn() + 'static) -> StoredValue<Redraw, LocalStorage> {
    let redraw = StoredValue::new_local(Redraw::new(work));
    let at_once = move || redraw.try_with_value(Redraw::now).unwrap_or_default();
    let to_paper = window_event_listener(ev::beforeprint, move |_| at_once());
    let and_back = window_event_listener(ev::afterprint, move |_| at_once());
    on_cleanup(move || {
        to_paper.remove();
        and_back.remove();
    });
    redraw
}
