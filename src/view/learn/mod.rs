//! The lessons on the page: the one at hand around the form and the results, and below them all lessons; and what there is
//! to be looked up: the guide, the words and the code.

mod at_hand;
mod code;
mod glossary;
mod guide;
mod lesson_link;
mod library;
mod look_up;
mod next;
mod outcome;
mod reading;
mod scheduler;

pub(in crate::view) use at_hand::AtHand;
pub(in crate::view) use code::code;
pub(in crate::view) use library::Library;
pub(in crate::view) use look_up::LookUp;
pub(in crate::view) use next::Next;
pub(in crate::view) use outcome::Outcome;
pub(in crate::view) use reading::Reading;
