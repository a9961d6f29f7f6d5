//! The lessons on the page: the one at hand around the form and the results, and below them all lessons,
//! the guide, the words and the code.

mod at_hand;
mod code;
mod glossary;
mod guide;
mod library;
mod outcome;
mod reading;
mod scheduler;

pub(super) use at_hand::AtHand;
pub(super) use code::code;
pub(super) use library::{Library, SECTION};
pub(super) use outcome::Outcome;
pub(super) use reading::Reading;
