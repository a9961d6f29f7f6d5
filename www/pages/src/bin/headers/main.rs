//! Writes the headers and the content security policy into each file that says them, as `./dev headers` calls
//! it. [`interleave_pages::headers`] has them once, with a reason each.

mod targets;

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use targets::{TARGETS, Target};

fn main() -> ExitCode {
    for target in &TARGETS {
        if let Err(reason) = write(target) {
            eprintln!("headers: {reason}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn write(target: &Target) -> Result<(), String> {
    let path = root().join(target.path);
    let file =
        fs::read_to_string(&path).map_err(|error| format!("{} can't be read: {error}", target.path))?;
    let renewed = target.renewed(&file)?;
    if renewed == file {
        return Ok(());
    }
    println!("{} is renewed", target.path);
    fs::write(&path, renewed).map_err(|error| format!("{} can't be written: {error}", target.path))
}

/// The repository.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}
