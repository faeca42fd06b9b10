//! Which crate may use which: the one-way street between the rooms, read from the `Cargo.toml` files.
//! A new crate is a decision: it fails here until its neighbours are written down.

use toml::{Table, Value};

use super::{Problem, Tree};

/// Each crate with the crates of the workspace it may use.
const MAY_USE: &[(&str, &[&str])] = &[
    ("care", &[]),
    ("fhir", &["care"]),
    ("ledger", &["care"]),
    ("insight", &["care", "ledger"]),
    ("planning", &["care"]),
    ("server", &["care", "fhir", "ledger", "insight", "planning"]),
    ("xtask", &[]),
    ("journeys", &[]),
];

/// Libraries the pure rooms may use: none of them reads a file, a clock or a socket for us.
const PURE_LIBRARIES: &[(&str, &[&str])] = &[
    ("care", &["blake3", "jiff", "serde", "serde_json", "thiserror", "toml", "uuid"]),
    ("fhir", &["base64", "blake3", "care", "jiff", "serde", "serde_json", "thiserror", "uuid"]),
];

const SECTIONS: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

/// Crates that use a room they may not use.
pub(super) fn edges(tree: &Tree) -> Vec<Problem> {
    let rooms: Vec<String> =
        tree.crates().filter_map(|(_, text)| name(&parse(text)?).map(str::to_owned)).collect();
    let mut problems = Vec::new();
    for (folder, text) in tree.crates() {
        let path = format!("{folder}/Cargo.toml");
        let Some(table) = parse(text) else {
            problems.push(Problem::of(&path, "is not TOML"));
            continue;
        };
        let Some(room) = name(&table) else { continue };
        let Some(permitted) = entry(MAY_USE, room) else {
            let text =
                "is a new crate: write in xtask/src/tidy/direction.rs which rooms it may use";
            problems.push(Problem::of(&path, text));
            continue;
        };
        for used in SECTIONS.iter().flat_map(|section| keys(&table, section)) {
            if rooms.contains(&used) && !permitted.contains(&used.as_str()) {
                problems.push(Problem::of(&path, format!("{room} may not use {used}")));
            }
        }
    }
    problems
}

/// Libraries of the pure rooms that are not on their list.
pub(super) fn libraries(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (folder, text) in tree.crates() {
        let Some(table) = parse(text) else { continue };
        let Some(room) = name(&table) else { continue };
        let Some(permitted) = entry(PURE_LIBRARIES, room) else { continue };
        for used in keys(&table, "dependencies") {
            if !permitted.contains(&used.as_str()) {
                let text = format!("{room} is pure: {used} is not on its list of libraries");
                problems.push(Problem::of(&format!("{folder}/Cargo.toml"), text));
            }
        }
    }
    problems
}

/// Crates outside the workspace's lints, and `clippy.toml` files that would replace the one at the root.
pub(super) fn lints(tree: &Tree) -> Vec<Problem> {
    let inherits = |text: &str| parse(text)?.get("lints")?.get("workspace")?.as_bool();
    let unlinted = tree
        .crates()
        .filter(|(_, text)| inherits(text) != Some(true))
        .map(|(folder, _)| format!("{folder}/Cargo.toml"))
        .map(|path| Problem::of(&path, "needs `[lints] workspace = true`"));
    let shadowing = tree
        .paths()
        .filter(|path| path.ends_with("/clippy.toml"))
        .map(|path| Problem::of(path, "replaces the clippy.toml at the root: keep only that one"));
    unlinted.chain(shadowing).collect()
}

fn parse(text: &str) -> Option<Table> {
    toml::from_str(text).ok()
}

fn name(table: &Table) -> Option<&str> {
    table.get("package")?.get("name")?.as_str()
}

fn keys(table: &Table, section: &str) -> Vec<String> {
    let section = table.get(section).and_then(Value::as_table);
    section.map(|section| section.keys().cloned().collect()).unwrap_or_default()
}

fn entry<'a>(list: &[(&str, &'a [&'a str])], name: &str) -> Option<&'a [&'a str]> {
    list.iter().find(|(key, _)| *key == name).map(|(_, entry)| *entry)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CARE: &str = "[package]\nname = \"care\"\n[lints]\nworkspace = true\n";

    fn with(name: &str, rest: &str) -> String {
        format!("[package]\nname = \"{name}\"\n[lints]\nworkspace = true\n{rest}")
    }

    #[test]
    fn the_permitted_direction_passes() {
        let fhir = with("fhir", "[dependencies]\ncare.workspace = true\n");
        let tree = Tree::of(&[("crates/care/Cargo.toml", CARE), ("crates/fhir/Cargo.toml", &fhir)]);
        assert_eq!(edges(&tree), []);
        assert_eq!(libraries(&tree), []);
        assert_eq!(lints(&tree), []);
    }

    #[test]
    fn the_wrong_direction_is_found_in_every_section() {
        for section in SECTIONS {
            let care = with("care", &format!("[{section}]\nledger.workspace = true\n"));
            let ledger = with("ledger", "");
            let tree = Tree::of(&[
                ("crates/care/Cargo.toml", &care),
                ("crates/ledger/Cargo.toml", &ledger),
            ]);
            assert_eq!(
                edges(&tree),
                [Problem::of("crates/care/Cargo.toml", "care may not use ledger")]
            );
        }
    }

    #[test]
    fn an_unknown_crate_is_found() {
        let tree = Tree::of(&[("crates/shiny/Cargo.toml", &with("shiny", ""))]);
        assert_eq!(edges(&tree).len(), 1);
    }

    #[test]
    fn an_impure_library_is_found() {
        let care = with("care", "[dependencies]\ntokio = \"1\"\n");
        let tree = Tree::of(&[("crates/care/Cargo.toml", &care)]);
        assert_eq!(libraries(&tree).len(), 1);
    }

    #[test]
    fn missing_lints_and_a_second_clippy_file_are_found() {
        let tree = Tree::of(&[
            ("crates/care/Cargo.toml", "[package]\nname = \"care\"\n"),
            ("crates/care/clippy.toml", ""),
            ("clippy.toml", ""),
        ]);
        assert_eq!(lints(&tree).len(), 2);
    }
}
