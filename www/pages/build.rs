//! Makes an item of each English chapter whose documentation is the chapter: so `cargo test` compiles the Rust in it.
//! Translations have the same code.

use std::fmt::Write;
use std::path::{Path, PathBuf};

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../learn/en");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", folder.display());
    let entries = std::fs::read_dir(&folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "md"));
    files.sort();
    let mut items = String::new();
    for (number, file) in (1..).zip(&files) {
        // Writing to a string can't fail.
        let _ = writeln!(items, "#[doc = include_str!({file:?})]\nmod chapter_{number} {{}}");
    }
    // Cargo sets it for every build script.
    let target = std::env::var("OUT_DIR").expect("OUT_DIR is set while building");
    let target = Path::new(&target).join("chapters.rs");
    std::fs::write(&target, items).unwrap_or_else(|error| panic!("{}: {error}", target.display()));
}
