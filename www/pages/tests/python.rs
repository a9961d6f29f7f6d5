//! The Python in chapters is Python: an interpreter that is there reads it. Where there is none, only that is not checked.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Reads all of its input, and runs none of it.
const READ: &str = "import ast, sys; ast.parse(sys.stdin.read())";

/// What Python says of a program: nothing, if it is one.
fn complaint(program: &str) -> std::io::Result<String> {
    let mut python =
        Command::new("python3").args(["-c", READ]).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    if let Some(mut input) = python.stdin.take() {
        input.write_all(program.as_bytes())?;
    }
    Ok(String::from_utf8_lossy(&python.wait_with_output()?.stderr).into_owned())
}

/// The blocks of Python in a chapter.
fn blocks(chapter: &str) -> impl Iterator<Item = &str> {
    chapter.split("\n```python\n").skip(1).filter_map(|rest| rest.split("\n```").next())
}

#[test]
fn python_in_chapters_is_python() {
    if let Err(reason) = complaint("") {
        eprintln!("python3 can't be run ({reason}), so the chapters' Python was not checked");
        return;
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../learn");
    for language in interleave::text::LANGUAGES {
        let Ok(files) = fs::read_dir(folder.join(language)) else { continue };
        for file in files.flatten() {
            let chapter = fs::read_to_string(file.path()).unwrap();
            for block in blocks(&chapter) {
                assert_eq!(complaint(block).unwrap(), "", "{}:\n{block}", file.path().display());
            }
        }
    }
}

#[test]
fn what_is_no_python_is_found() {
    let Ok(said) = complaint("def f(:\n") else { return };
    assert!(said.contains("SyntaxError"), "{said}");
    assert_eq!(blocks("a\n```python\nb\nc\n```\nd\n```rust\n```\n").collect::<Vec<_>>(), ["b\nc"]);
}
