//! The rooms of the crate know each other in one direction only, and their files go round in no circles.

mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The rooms, from the ground up, as `src/lib.rs` lists them; and why none may know what comes after it.
const ROOMS: [(&str, &str); 17] = [
    ("text", "strings and numbers are read everywhere, whatever they are about"),
    ("workload", "a task knows nothing of who configures, runs or draws it"),
    ("experiment", "a link has to be understood wherever links are read"),
    ("trace", "what happened is the same whoever looks at it"),
    ("insight", "what a trace says doesn't depend on how it is drawn, kept or sent"),
    ("advice", "which way fits follows from figures, however it is taught or shown"),
    ("lesson", "a lesson is an experiment and what to expect of it"),
    ("render", "shapes are laid out on any surface, a page or a file"),
    ("exchange", "files and links are written and read without a browser"),
    ("history", "what is kept is decided without a browser"),
    ("protocol", "messages are typed where neither end is at home"),
    ("queue", "host and takers agree wherever they run, and on who gets which job"),
    ("native", "a machine without a browser does as rooms say"),
    ("browser", "the platform is wrapped without knowing what for"),
    ("executor", "tasks are run the same whoever asks for it"),
    ("session", "what the page does with an experiment goes on without being looked at"),
    ("view", "nothing needs to know how it looks"),
];

/// A source file: its path below `src/`, and the lines of its program, without tests.
struct Source {
    path: String,
    program: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let source = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).expect("sources are text");
        let program = program_of(&text);
        let path = path.strip_prefix(&root).expect("it was found there").to_string_lossy().replace('\\', "/");
        Source { path, program }
    };
    tree::files("src", &["rs"]).into_iter().map(source).collect()
}

/// The lines of a source that are neither comments nor tests, which may look around.
fn program_of(text: &str) -> String {
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    let mut lines = text.lines().filter(is_code);
    let mut program = Vec::new();
    while let Some(line) = lines.next() {
        if line.trim() != "#[cfg(test)]" {
            program.push(line);
            continue;
        }
        // What is for tests only ends where a line that is indented as far as its first one ends a statement or a block.
        let indent = line.len() - line.trim_start().len();
        let is_beside = |line: &str| line.len() - line.trim_start().len() == indent;
        lines.find(|line| is_beside(line) && line.ends_with([';', '}']));
    }
    program.join("\n")
}

/// The room of a path; `None` for `lib.rs` and the programs, which know them all.
fn room_of(path: &str) -> Option<usize> {
    ROOMS.iter().position(|(room, _)| path.strip_prefix(room).is_some_and(|rest| rest.starts_with('/')))
}

/// The rooms that a source takes something from.
fn named(source: &Source) -> BTreeSet<usize> {
    let names = paths(source).into_iter().filter_map(|path| path.into_iter().next());
    names.filter_map(|name| ROOMS.iter().position(|(room, _)| *room == name)).collect()
}

#[test]
fn a_room_knows_only_rooms_below_it() {
    let mut broken = Vec::new();
    for source in sources() {
        let Some(own) = room_of(&source.path) else { continue };
        for other in named(&source).into_iter().filter(|other| *other > own) {
            let ((room, why), (above, _)) = (ROOMS[own], ROOMS[other]);
            broken.push(format!("{room} may not know {above}, because {why} (src/{})", source.path));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn only_browser_names_web_sys() {
    for source in sources() {
        assert!(
            source.path.starts_with("browser/") || !source.program.contains("web_sys::"),
            "src/{} may not know web-sys, because only src/browser/ is about a browser",
            source.path
        );
    }
}

/// What a session hands out is read by views, and changed by nobody but the file that owns it.
#[test]
fn what_a_session_hands_out_can_only_be_read() {
    let writable = ["RwSignal<", "WriteSignal<", "SignalSetter<", "StoredValue<"];
    for source in sources().iter().filter(|source| source.path.starts_with("session/")) {
        let handed_out = source.program.lines().map(str::trim_start).filter(|line| line.starts_with("pub "));
        let broken: Vec<_> =
            handed_out.filter(|line| writable.iter().any(|kind| line.contains(kind))).collect();
        assert!(broken.is_empty(), "src/{} hands out what others could change: {broken:?}", source.path);
    }
}

#[test]
fn every_folder_is_a_room() {
    let folders: BTreeSet<String> =
        sources().iter().filter_map(|source| Some(source.path.split_once('/')?.0.to_owned())).collect();
    let rooms = ROOMS.iter().map(|(room, _)| (*room).to_owned()).chain(["bin".to_owned()]).collect();
    assert_eq!(folders, rooms);
}

/// Which files of its own folder, and of the folders above it in its room, a file takes something from. What a
/// `mod.rs` passes on counts as taken from where that is.
fn neighbours(source: &Source, all: &BTreeMap<String, String>) -> BTreeSet<String> {
    let files = paths(source).into_iter().filter_map(|path| {
        let parts: Vec<&str> = path.iter().map(String::as_str).collect();
        file_of(&[], &parts, all)
    });
    files.filter(|file| *file != source.path && !file.ends_with("mod.rs")).collect()
}

/// Every path by which a source takes something from elsewhere in the crate, in a `use` or without one, from the
/// crate's root on.
fn paths(source: &Source) -> Vec<Vec<String>> {
    let written = uses(&source.program).into_iter().chain(written_out(&source.program));
    written.filter_map(|path| from_the_root(&source.path, &path)).collect()
}

/// A path that stands in this file, from the crate's root on; `None` where it begins elsewhere.
fn from_the_root(file: &str, path: &[String]) -> Option<Vec<String>> {
    let folder: Vec<String> = file.split('/').map(str::to_owned).collect();
    let ups = path.iter().take_while(|part| *part == "super").count();
    match path.first()?.as_str() {
        "crate" => Some(path[1..].to_vec()),
        // From a file, `super` is its folder; from a folder's `mod.rs`, the folder above.
        "super" => {
            let left = folder.len().checked_sub(if file.ends_with("/mod.rs") { ups + 1 } else { ups })?;
            Some(folder[..left].iter().chain(&path[ups..]).cloned().collect())
        }
        _ => None,
    }
}

/// The file that something is defined in.
fn file_of(folder: &[&str], parts: &[&str], all: &BTreeMap<String, String>) -> Option<String> {
    let (first, rest) = parts.split_first()?;
    let here = |name: &str| folder.iter().copied().chain([name]).collect::<Vec<_>>().join("/");
    let file = here(&format!("{first}.rs"));
    if all.contains_key(&file) {
        return Some(file);
    }
    if all.contains_key(&here(&format!("{first}/mod.rs"))) {
        let inner: Vec<&str> = folder.iter().copied().chain([*first]).collect();
        return file_of(&inner, rest, all);
    }
    // Passed on by the folder's mod.rs?
    let passes =
        uses(all.get(&here("mod.rs"))?).into_iter().find(|path| path.last() == Some(&(*first).to_owned()))?;
    let passes: Vec<&str> = passes.iter().map(String::as_str).collect();
    match passes.as_slice() {
        [room, ..] if *room == "crate" || *room == "super" || passes.len() < 2 => None,
        path => file_of(folder, path, all),
    }
}

/// Every path from the crate or from a folder above that a program writes out, in a `use` or without one.
fn written_out(program: &str) -> impl Iterator<Item = Vec<String>> {
    let is_of_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let heads = ["super::", "crate::"].into_iter().flat_map(|head| program.match_indices(head));
    let paths = heads.filter(move |(at, _)| !program[..*at].ends_with(is_of_path));
    paths.map(move |(at, _)| {
        let path = program[at..].split(|c| !is_of_path(c)).next().unwrap_or_default();
        path.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect()
    })
}

/// Every path that a program uses, its braces undone.
fn uses(program: &str) -> Vec<Vec<String>> {
    fn undo(prefix: &[String], tree: &str, found: &mut Vec<Vec<String>>) {
        let tree = tree.trim();
        if let Some((head, inside)) = tree.split_once('{') {
            let head = head.split("::").map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned);
            let prefix: Vec<String> = prefix.iter().cloned().chain(head).collect();
            let inside = inside.trim_end().strip_suffix('}').unwrap_or(inside);
            let (mut depth, mut start) = (0, 0);
            for (at, c) in inside.char_indices().chain([(inside.len(), ',')]) {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    ',' if depth == 0 => {
                        undo(&prefix, &inside[start..at], found);
                        start = at + 1;
                    }
                    _ => {}
                }
            }
        } else if !tree.is_empty() {
            let plain = tree.split(" as ").next().unwrap_or(tree);
            let parts = plain.split("::").map(|part| part.trim().to_owned()).filter(|part| part != "self");
            found.push(prefix.iter().cloned().chain(parts).collect());
        }
    }
    let mut found = Vec::new();
    for statement in program.split(';') {
        let Some(at) = statement.rfind("use ") else { continue };
        let is_start = statement[..at].trim_end().rsplit('\n').next().is_none_or(|line| {
            let line = line.trim();
            line.is_empty()
                || line.ends_with(')')
                || line.ends_with("pub")
                || line.ends_with(']')
                || line.ends_with(['{', '}'])
        });
        if is_start {
            undo(&[], &statement[at + 4..], &mut found);
        }
    }
    found
}

#[test]
fn paths_count_with_and_without_a_use() {
    let program =
        "use super::{a::B, c};\nuse crate::w::X;\nfn d() -> super::super::e::F { crate::g::h(self::i) }";
    let written = |paths: Vec<Vec<String>>| paths.into_iter().map(|path| path.join("::")).collect::<Vec<_>>();
    assert_eq!(written(uses(program)), ["super::a::B", "super::c", "crate::w::X"]);
    let in_place = written(written_out(program).filter(|path| path.len() > 1).collect());
    assert_eq!(in_place, ["super::super::e::F", "crate::w::X", "crate::g::h"]);
}

#[test]
fn rooms_are_found_however_a_path_is_written() {
    let rooms = |path: &str, program: &str| -> Vec<&str> {
        let source = Source { path: path.into(), program: program_of(program) };
        named(&source).into_iter().map(|room| ROOMS[room].0).collect()
    };
    let file = "insight/idle.rs";
    assert_eq!(rooms(file, "use crate::view::results;"), ["view"]);
    assert_eq!(
        rooms(file, "pub(crate) use crate::{\n    text,\n    session::{Runs, Status as S},\n};"),
        ["text", "session"]
    );
    assert_eq!(rooms(file, "fn a() { use crate::{queue, view as v}; v::b() }"), ["queue", "view"]);
    assert_eq!(
        rooms(file, "fn a(b: &crate::view::C) -> $crate::browser::D { super::idle() }"),
        ["insight", "browser", "view"]
    );
    assert_eq!(rooms(file, "fn a() { super::super::session::b() }"), ["session"]);
    assert_eq!(rooms("view/mod.rs", "use super::render::Window;"), ["render"]);
    assert_eq!(rooms("view/page/mod.rs", "use super::results;"), ["view"]);
    assert_eq!(rooms(file, "// crate::view\nuse serde::{de, ser};"), [""; 0]);
}

#[test]
fn tests_may_look_around_and_hide_nothing_behind_them() {
    let text = "\
#[cfg(test)]
mod laws;
use crate::render::A;

#[cfg(test)]
impl B {
    fn of() -> crate::view::C {}
}

    #[cfg(test)]
    fn inside(
        a: crate::view::C,
    ) {
        a.b();
    }

fn after() -> crate::trace::D {}
#[cfg(test)]
mod tests {
    use crate::view::C;
}
";
    let program = program_of(text);
    assert!(!program.contains("view") && !program.contains("laws"), "{program}");
    assert!(program.contains("crate::render::A") && program.contains("crate::trace::D"), "{program}");
}

#[test]
fn files_go_round_in_no_circles() {
    let sources = sources();
    let all: BTreeMap<String, String> =
        sources.iter().map(|source| (source.path.clone(), source.program.clone())).collect();
    let graph: BTreeMap<String, BTreeSet<String>> =
        sources.iter().map(|source| (source.path.clone(), neighbours(source, &all))).collect();
    assert!(graph.values().map(BTreeSet::len).sum::<usize>() > 300, "uses are found");
    let mut done = BTreeSet::new();
    let mut circles = Vec::new();
    for start in graph.keys() {
        visit(start, &graph, &mut Vec::new(), &mut done, &mut circles);
    }
    assert!(circles.is_empty(), "files that know each other:\n{}", circles.join("\n"));
}

fn visit(
    file: &str,
    graph: &BTreeMap<String, BTreeSet<String>>,
    trail: &mut Vec<String>,
    done: &mut BTreeSet<String>,
    circles: &mut Vec<String>,
) {
    if let Some(at) = trail.iter().position(|known| known == file) {
        circles.push(trail[at..].join(" → ") + " → " + file);
        return;
    }
    if !done.insert(file.to_owned()) {
        return;
    }
    trail.push(file.to_owned());
    for next in graph.get(file).into_iter().flatten() {
        visit(next, graph, trail, done, circles);
    }
    trail.pop();
}
