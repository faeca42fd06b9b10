//! In the server the ledger is used only behind the door, where access is decided and written down.
//! The list of other places may only shrink.

use super::source::{code, is_test_file};
use super::{Problem, Tree};

const SERVER: &str = "crates/server/src/";

/// The door itself.
const DOOR: [&str; 2] = ["door.rs", "door/"];

/// Other places, each with no person's data in its hands or with none to look at it.
const ELSEWHERE: &[&str] = &["main.rs"];

/// Uses of the ledger around the door.
pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let behind = |path: &str| {
        let Some(path) = path.strip_prefix(SERVER) else { return true };
        DOOR.iter().any(|door| path.starts_with(door)) || ELSEWHERE.contains(&path)
    };
    let mut problems = Vec::new();
    for (path, text) in tree.rust().filter(|(path, _)| !behind(path) && !is_test_file(path)) {
        for (n, line) in code(text) {
            if names_ledger(line) {
                problems.push(Problem::at(path, n, "uses the ledger: go through the door"));
            }
        }
    }
    for path in ELSEWHERE.iter().filter(|path| !tree.holds(&format!("{SERVER}{path}"))) {
        let text = format!("{SERVER}{path} is gone: take it off the list");
        problems.push(Problem::of("xtask/src/tidy/door.rs", text));
    }
    problems
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

    fn problems(path: &str, text: &str) -> usize {
        check(&Tree::of(&[("crates/server/src/main.rs", ""), (path, text)])).len()
    }

    #[test]
    fn the_door_and_the_listed_places_may_use_the_ledger() {
        assert_eq!(problems("crates/server/src/door.rs", "use ledger::Store;\n"), 0);
        assert_eq!(problems("crates/server/src/door/look.rs", "use ledger::Store;\n"), 0);
        assert_eq!(problems("crates/insight/src/lib.rs", "use ledger::Store;\n"), 0);
        assert_eq!(problems("crates/server/src/pages/a.rs", "use crate::ledger::a;\n"), 0);
    }

    #[test]
    fn the_ledger_around_the_door_is_found() {
        assert_eq!(problems("crates/server/src/pages/a.rs", "use ledger::Store;\n"), 1);
        assert_eq!(problems("crates/server/src/doorbell.rs", "let a = ledger::open();\n"), 1);
    }

    #[test]
    fn a_listed_place_that_is_gone_is_found() {
        assert_eq!(check(&Tree::of(&[])).len(), ELSEWHERE.len());
    }
}
