//! A module is named after its subject; drawers for odds and ends do not exist.

use super::{Problem, Tree};

const DRAWERS: &[&str] = &["common", "helper", "helpers", "manager", "misc", "util", "utils"];

/// Files and folders with a name that says nothing.
pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, _) in tree.rust() {
        if path.ends_with("/mod.rs") {
            problems.push(Problem::of(path, "put it beside its folder: `path.rs` beside `path/`"));
        }
        let drawer = path.trim_end_matches(".rs").split('/').find(|part| DRAWERS.contains(part));
        if let Some(drawer) = drawer {
            let text = format!("`{drawer}` is a drawer, not a subject: name what is in it");
            problems.push(Problem::of(path, text));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_pass() {
        let tree = Tree::of(&[("crates/care/src/case.rs", ""), ("crates/care/src/utility.rs", "")]);
        assert_eq!(check(&tree), []);
    }

    #[test]
    fn drawers_and_old_module_files_are_found() {
        for path in ["crates/common/src/lib.rs", "crates/care/src/utils.rs", "a/src/case/mod.rs"] {
            assert_eq!(check(&Tree::of(&[(path, "")])).len(), 1, "{path}");
        }
    }
}
