//! What is wrong with a chapter, and where.

use std::fmt::Display;

/// Something wrong, in a line of a file.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line, from 1 on.
    pub line: usize,
    what: String,
}

impl Fault {
    /// What is wrong in this line, as a sentence without its end.
    pub fn new(line: usize, what: impl Into<String>) -> Self {
        Self { line, what: what.into() }
    }

    /// It as editors and people find it: `www/learn/en/01-x.md:12: …`.
    pub fn in_file(&self, file: impl Display) -> String {
        format!("{file}:{}: {}", self.line, self.what)
    }
}
