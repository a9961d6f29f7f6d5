//! What is known of the maps: which way wins where.

use leptos::prelude::*;

use crate::advice::map::{Lock, MapFigures};
use crate::browser::local_storage;
use crate::exchange::json;

/// Under which name this browser remembers them.
const REMEMBERED: &str = "maps";

/// What is known of the maps, one for each [`Lock`]. A handle that can be copied.
#[derive(Clone, Copy)]
pub struct Mapping {
    /// What is being measured, or was last, in this visit or in one before.
    figures: ReadSignal<Vec<MapFigures>>,
    /// What the fragment of the link says, where somebody's map may be.
    pub told: ReadSignal<String>,
    write: WriteSignal<Vec<MapFigures>>,
    write_told: WriteSignal<String>,
}

impl Mapping {
    /// Nothing was measured yet.
    pub(super) fn nothing() -> Self {
        let (figures, write) = signal(Vec::new());
        let (told, write_told) = signal(String::new());
        Self { figures, told, write, write_told }
    }

    /// The map of programs with such a lock, if anything of it was measured. Follows it.
    pub fn of(self, lock: Lock) -> Option<MapFigures> {
        self.figures.with(|all| all.iter().find(|one| one.lock == lock).cloned())
    }

    /// The lock of the map that was measured last, if one was.
    pub fn last(self) -> Option<Lock> {
        self.figures.with(|all| all.last().map(|one| one.lock))
    }

    /// What there is, the latest first: the lock of each, when it was begun, ms since 1970, and at how many places
    /// something was tried.
    pub fn all(self) -> Vec<(Lock, f64, usize)> {
        let short = |one: &MapFigures| (one.lock, one.begun_ms, one.places());
        self.figures.with(|all| all.iter().rev().map(short).collect())
    }

    /// Looks up what was measured in visits before, if nothing was in this one. What can't be read any more is none.
    pub fn look_up(self) {
        let remembered = || serde_json::from_str(&local_storage::text(REMEMBERED)?).ok();
        if self.figures.with_untracked(Vec::is_empty) {
            self.write.set(remembered().unwrap_or_default());
        }
    }

    /// Forgets the map of programs with such a lock, for ever.
    pub fn forget(self, lock: Lock) {
        self.write.update(|all| all.retain(|one| one.lock != lock));
        self.keep();
    }

    /// Takes in what the fragment of the link says.
    pub(super) fn hear(self, fragment: String) {
        self.write_told.set(fragment);
    }

    /// So much is known by now.
    pub(super) fn know(self, figures: MapFigures) {
        self.write.update(|all| {
            all.retain(|one| one.lock != figures.lock);
            all.push(figures);
        });
    }

    /// Has this browser remember what is known.
    pub(super) fn keep(self) {
        self.figures.with_untracked(|all| {
            let text = (!all.is_empty()).then(|| json(all));
            local_storage::remember_text(REMEMBERED, text.as_deref());
        });
    }
}
