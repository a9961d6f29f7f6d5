//! What puts in doubt what is on the page.

use leptos::prelude::*;

use crate::session::Session;
use crate::trace::Marks;

/// The marks of the runs that are on the page. Follows what is known of them.
pub(in crate::view) fn of_session(session: Session) -> Marks {
    Marks::new(session.conditions.was_hidden.get(), session.conditions.taken.get())
}
