//! Decisions are numbered without holes, and each says what it stands on and what it avoided.

use super::{Problem, Tree};

const FOLDER: &str = "docs/adr/";
const PARTS: [&str; 5] =
    ["## Context", "## Decision", "## Status", "## Consequences", "## Avoided designs"];
const WORDS_MAX: usize = 700;

/// Holes, doubles and missing parts.
pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    let decisions =
        tree.documents().filter_map(|(path, text)| Some((path, path.strip_prefix(FOLDER)?, text)));
    for (expected, (path, name, text)) in decisions.enumerate() {
        if !name.starts_with(&format!("{expected:04}-")) {
            let text = format!("should have number {expected:04}: no holes, no doubles");
            problems.push(Problem::of(path, text));
        }
        for part in PARTS.iter().filter(|part| !text.lines().any(|line| line == **part)) {
            problems.push(Problem::of(path, format!("has no part `{part}`")));
        }
        let words = text.split_whitespace().count();
        if words > WORDS_MAX {
            problems.push(Problem::of(path, format!("has {words} words: one page is {WORDS_MAX}")));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(names: &[&str]) -> usize {
        let text = PARTS.join("\n");
        let paths: Vec<String> = names.iter().map(|name| format!("{FOLDER}{name}")).collect();
        let files: Vec<(&str, &str)> =
            paths.iter().map(|path| (path.as_str(), text.as_str())).collect();
        check(&Tree::of(&files)).len()
    }

    #[test]
    fn consecutive_numbers_pass() {
        assert_eq!(problems(&["0000-template.md", "0001-a.md", "0002-b.md"]), 0);
    }

    #[test]
    fn holes_and_doubles_are_found() {
        assert_eq!(problems(&["0000-template.md", "0002-b.md"]), 1);
        assert_eq!(problems(&["0000-template.md", "0001-a.md", "0001-b.md"]), 1);
    }

    #[test]
    fn missing_parts_and_long_pages_are_found() {
        assert_eq!(check(&Tree::of(&[("docs/adr/0000-a.md", "## Context\n")])).len(), 4);
        let long = format!("{}\n{}", PARTS.join("\n"), "word ".repeat(WORDS_MAX));
        assert_eq!(check(&Tree::of(&[("docs/adr/0000-a.md", &long)])).len(), 1);
    }
}
