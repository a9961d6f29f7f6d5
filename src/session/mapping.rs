//! What is known of the map: which way wins where.

use leptos::prelude::*;

use crate::advice::map::MapFigures;

/// What is known of the map. A handle that can be copied.
#[derive(Clone, Copy)]
pub struct Mapping {
    /// What is being measured, or was last; `None` before anything was.
    pub figures: ReadSignal<Option<MapFigures>>,
    write: WriteSignal<Option<MapFigures>>,
}

impl Mapping {
    /// Nothing was measured yet.
    pub(super) fn nothing() -> Self {
        let (figures, write) = signal(None);
        Self { figures, write }
    }

    /// So much is known by now.
    pub(super) fn know(self, figures: MapFigures) {
        self.write.set(Some(figures));
    }
}
