//! The crates that the app is made of.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

/// The app's own package.
const APP: &str = "interleave";

/// A crate, as far as its licence is concerned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Crate {
    /// Its name and version.
    pub name: String,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Its licences, as an SPDX expression.
    pub licence: String,
    /// Where its source is.
    pub folder: PathBuf,
}

/// The crates whose code is in the app, by what cargo knows of it: what it depends on, and what that does. What is only
/// there for building (macros, scripts, tests) isn't.
///
/// # Errors
/// It is not what cargo tells.
pub fn shipped(metadata: &Value) -> Result<Vec<Crate>, String> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let packages: BTreeMap<String, Value> =
        list(&metadata["packages"]).into_iter().map(|package| (text(&package["id"]), package)).collect();
    let nodes: BTreeMap<String, Value> =
        list(&metadata["resolve"]["nodes"]).into_iter().map(|node| (text(&node["id"]), node)).collect();
    let app =
        packages.iter().find(|(_, package)| package["name"] == APP).ok_or("cargo doesn't know the app")?;
    let is_macro = |id: &String| {
        let targets = packages.get(id).map(|package| list(&package["targets"])).unwrap_or_default();
        targets.iter().any(|target| list(&target["kind"]).contains(&"proc-macro".into()))
    };
    let is_needed =
        |dependency: &Value| list(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"].is_null());
    let mut found = BTreeSet::new();
    let mut next = vec![app.0.clone()];
    while let Some(id) = next.pop() {
        if is_macro(&id) || !found.insert(id.clone()) {
            continue;
        }
        let dependencies = nodes.get(&id).map(|node| list(&node["deps"])).unwrap_or_default();
        next.extend(dependencies.iter().filter(|one| is_needed(one)).map(|one| text(&one["pkg"])));
    }
    found.remove(app.0);
    let mut crates: Vec<Crate> = found.iter().filter_map(|id| packages.get(id)).map(read).collect();
    crates.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(crates)
}

fn read(package: &Value) -> Crate {
    let authors = package["authors"].as_array().into_iter().flatten().map(text).collect();
    let mut folder = PathBuf::from(text(&package["manifest_path"]));
    folder.pop();
    Crate {
        name: format!("{} {}", text(&package["name"]), text(&package["version"])),
        authors,
        licence: text(&package["license"]),
        folder,
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

impl Crate {
    /// The files that it has on its licences, by name, with what is in them.
    pub fn licence_files(&self) -> Vec<(String, String)> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let named =
            entries.filter_map(|entry| Some((entry.file_name().to_str()?.to_uppercase(), entry.path())));
        let about = |name: &str| ["LICEN", "COPYING", "NOTICE"].iter().any(|start| name.starts_with(start));
        let files = named.filter(|(name, _)| about(name));
        let mut files: Vec<(String, String)> =
            files.filter_map(|(name, path)| Some((name, fs::read_to_string(path).ok()?))).collect();
        files.sort();
        files
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_only_there_for_building_is_left_out() {
        let package = |name: &str, kind: &str| {
            json!({ "id": name, "name": name, "version": "1.0.0", "license": "MIT", "authors": ["A"],
                "manifest_path": format!("/crates/{name}/Cargo.toml"), "targets": [{ "kind": [kind] }] })
        };
        let needs = |name: &str, kind: Value| json!({ "pkg": name, "dep_kinds": [{ "kind": kind }] });
        let metadata = json!({
            "packages": [
                package("interleave", "lib"), package("used", "lib"), package("deeper", "lib"),
                package("macros", "proc-macro"), package("of-macros", "lib"), package("tests", "lib"),
                package("script", "lib"),
            ],
            "resolve": { "nodes": [
                { "id": "interleave", "deps": [
                    needs("used", json!(null)), needs("macros", json!(null)), needs("tests", json!("dev")),
                    needs("script", json!("build")),
                ] },
                { "id": "used", "deps": [needs("deeper", json!(null)), needs("interleave", json!("dev"))] },
                { "id": "macros", "deps": [needs("of-macros", json!(null))] },
            ] },
        });
        let crates = shipped(&metadata).unwrap();
        let names: Vec<_> = crates.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["deeper 1.0.0", "used 1.0.0"]);
        assert_eq!(
            (&crates[1].folder, &crates[1].licence),
            (&PathBuf::from("/crates/used"), &"MIT".to_owned())
        );
        assert!(shipped(&json!({})).is_err());
    }
}
