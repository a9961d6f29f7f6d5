//! What views of all rooms are made of: parts that arrive later, the strings of the language that is shown, the places that
//! have addresses of their own, fields for numbers, the width that there is, and drawing for paper.

pub(super) mod lazy;
pub(super) mod number_field;
pub(super) mod paper;
pub(super) mod place;
pub(super) mod strings;
pub(super) mod width;
pub(super) mod workers_field;
