//! The words of the field, and the lesson that shows each.

use crate::text;

/// One word.
#[derive(Debug)]
pub struct Term {
    /// Its name in the keys of strings.
    pub id: &'static str,
    /// The lesson that shows it.
    pub lesson: &'static str,
}

impl Term {
    /// What it is called.
    pub fn label(&self) -> String {
        text::of(&["glossary", self.id, "name"])
    }

    /// What it means.
    pub fn explanation(&self) -> String {
        text::of(&["glossary", self.id, "text"])
    }
}

text::require!(term in GLOSSARY => ["glossary", term.id, "name"], ["glossary", term.id, "text"]);

/// The words, each after those that it needs.
pub const GLOSSARY: &[Term] = &[
    Term { id: "task", lesson: "asleep-together" },
    Term { id: "concurrency", lesson: "asleep-together" },
    Term { id: "parallelism", lesson: "two-prime-counts" },
    Term { id: "io-bound", lesson: "downloads" },
    Term { id: "cpu-bound", lesson: "sums-of-squares" },
    Term { id: "preemptive", lesson: "more-threads-than-cores" },
    Term { id: "cooperative", lesson: "one-bad-citizen" },
    Term { id: "context-switch", lesson: "more-threads-than-cores" },
    Term { id: "interpreter-lock", lesson: "sums-of-squares" },
    Term { id: "critical-section", lesson: "lost-updates" },
    Term { id: "race-condition", lesson: "lost-updates" },
    Term { id: "thread-local", lesson: "downloads" },
    Term { id: "thread-safe-queue", lesson: "pictures" },
    Term { id: "event-loop", lesson: "downloads" },
    Term { id: "coroutine", lesson: "asleep-together" },
    Term { id: "future", lesson: "keep-the-loop-free" },
    Term { id: "executor", lesson: "four-models" },
    Term { id: "pool", lesson: "thumbnails" },
    Term { id: "interprocess", lesson: "share-or-copy" },
];
