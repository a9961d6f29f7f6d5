//! The page on paper: in light colours, whatever they are on the screen.

use leptos::ev;
use leptos::prelude::*;

use crate::browser::frame::Redraw;
use crate::browser::{canvas, document};
use crate::experiment::Theme;
use crate::session::Session;

/// The attribute of the page that says which colours it has.
const THEME: &str = "data-theme";

/// Gives the page the colours that its link or its reader asks for, and light ones while it is printed.
pub(in crate::view) fn follow_theme(session: Session) {
    Effect::new(move |_| {
        document::set_root_attribute(THEME, session.setup.page.with(|page| page.theme.name()));
    });
    // The page's first, so that what is drawn anew finds these colours.
    on_paper(move |is_printed| {
        let theme = session.setup.page.with_untracked(|page| page.theme);
        document::set_root_attribute(THEME, if is_printed { Theme::Light } else { theme }.name());
        canvas::forget_colours();
    });
}

/// What draws something on a canvas: when it is asked to, and at once for paper, which waits for no frame.
pub(in crate::view) fn redrawing(work: impl Fn() + 'static) -> StoredValue<Redraw, LocalStorage> {
    let redraw = StoredValue::new_local(Redraw::new(work));
    on_paper(move |_| {
        // What is drawn may have left the page.
        let _ = redraw.try_with_value(Redraw::now);
    });
    redraw
}

/// Does something when the page is about to be printed, and when it was, for as long as who asks for that is there.
fn on_paper(change: impl Fn(bool) + Copy + 'static) {
    let to_paper = window_event_listener(ev::beforeprint, move |_| change(true));
    let and_back = window_event_listener(ev::afterprint, move |_| change(false));
    on_cleanup(move || {
        to_paper.remove();
        and_back.remove();
    });
}
