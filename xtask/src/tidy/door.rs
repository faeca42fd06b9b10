//! In the server the ledger is used only behind the door, where access is decided and written down.
//! The list of other modules may only shrink.

use super::source::{code, is_test_file};
use super::{Problem, Tree};

const SERVER: &str = "crates/server/src/";

/// The door itself.
const DOOR: &str = "door";

/// Other modules: where the store is opened and looked after by its operator, its bodies are read as
/// facts, its rows are made, and its directory is read. Pages, routes and jobs never will be among them.
const ELSEWHERE: &[&str] =
    &["account", "cli/demo", "cli/open", "cli/store", "codec", "projector", "staff"];

/// Uses of the ledger around the door.
pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let behind = |path: &str| match path.strip_prefix(SERVER) {
        Some(path) => ELSEWHERE.iter().chain([&DOOR]).any(|module| is_of(module, path)),
        None => true,
    };
    let mut problems = Vec::new();
    for (path, text) in tree.rust().filter(|(path, _)| !behind(path) && !is_test_file(path)) {
        for (n, line) in code(text) {
            if names_ledger(line) {
                problems.push(Problem::at(path, n, "uses the ledger: go through the door"));
            }
        }
    }
    for module in ELSEWHERE.iter().filter(|module| !tree.holds(&format!("{SERVER}{module}.rs"))) {
        let text = format!("{SERVER}{module}.rs is gone: take it off the list");
        problems.push(Problem::of("xtask/src/tidy/door.rs", text));
    }
    problems
}

/// Whether a file is the module or one below it.
fn is_of(module: &str, path: &str) -> bool {
    path.strip_prefix(module).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}

fn names_ledger(line: &str) -> bool {
    let joined = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    line.match_indices("ledger::").any(|(at, _)| {
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        !before.is_some_and(joined)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The problems of one file in a server that has all listed modules.
    fn problems(path: &str, text: &str) -> usize {
        let listed: Vec<String> =
            ELSEWHERE.iter().map(|module| format!("{SERVER}{module}.rs")).collect();
        let mut files: Vec<(&str, &str)> = listed.iter().map(|path| (path.as_str(), "")).collect();
        files.push((path, text));
        check(&Tree::of(&files)).len()
    }

    #[test]
    fn the_door_and_the_listed_modules_may_use_the_ledger() {
        for path in [
            "crates/server/src/door.rs",
            "crates/server/src/door/look.rs",
            "crates/server/src/projector/resources.rs",
            "crates/insight/src/lib.rs",
        ] {
            assert_eq!(problems(path, "use ledger::Ledger;\n"), 0, "{path}");
        }
        assert_eq!(problems("crates/server/src/pages/a.rs", "use crate::ledger::a;\n"), 0);
    }

    #[test]
    fn the_ledger_around_the_door_is_found() {
        for path in [
            "crates/server/src/pages/a.rs",
            "crates/server/src/doorbell.rs",
            "crates/server/src/jobs/codec.rs",
        ] {
            assert_eq!(problems(path, "use ledger::Ledger;\n"), 1, "{path}");
            assert_eq!(problems(path, "let a = ledger::open();\n"), 1, "{path}");
        }
    }

    #[test]
    fn a_listed_module_that_is_gone_is_found() {
        assert_eq!(check(&Tree::of(&[])).len(), ELSEWHERE.len());
    }
}
