//! What the page shows: components, one file each, named for what they show.
//!
//! Views read the signals of a [`Session`](crate::session::Session) and call its actions; whatever is
//! asked of the browser goes through [`crate::browser`], and whatever people read comes from
//! `www/locales`, through `text`. A view neither runs anything nor computes figures.

mod announcer;
mod app;
mod axis;
mod beside;
mod by_task;
mod dots;
mod embed;
mod empty_state;
mod executors;
mod figures;
mod form;
mod gesture;
mod group;
mod heartbeat;
mod help;
mod history;
mod imported;
mod knob;
mod late;
mod legend;
mod lessons;
mod marks;
mod masthead;
mod messages;
mod overview;
mod place;
mod prediction;
mod release;
mod replay;
mod results;
mod run_bar;
mod selection;
mod share;
mod sheet;
mod snippet;
mod stage;
mod sweep;
mod sweep_knob;
mod tables;
mod take;
mod text;
mod theirs;
mod timeline;
mod tip;
mod tour;
mod verdict;
mod width;

pub use app::App;
