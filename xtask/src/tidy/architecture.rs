//! ARCHITECTURE is a map: it names every crate, no crate that is gone, and can be read before lunch.

use std::collections::BTreeSet;

use super::links::quoted;
use super::{Problem, Tree};

const MAP: &str = "ARCHITECTURE.md";
const WORDS_MAX: usize = 2_500;

/// Differences between the map and the crates.
pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let Some(text) = tree.text(MAP) else {
        return vec![Problem::of(MAP, "is missing")];
    };
    let crates: BTreeSet<&str> = tree.crates().map(|(folder, _)| folder).collect();
    let named: BTreeSet<&str> = quoted(text).map(|(_, name)| name.trim_end_matches('/')).collect();
    let missing = crates.difference(&named).map(|folder| format!("does not name `{folder}`"));
    let gone = named
        .difference(&crates)
        .filter(|name| name.strip_prefix("crates/").is_some_and(|rest| !rest.contains('/')))
        .map(|name| format!("names `{name}`, which is no crate"));
    let words = text.split_whitespace().count();
    let long = (words > WORDS_MAX).then(|| format!("has {words} words (at most {WORDS_MAX})"));
    missing.chain(gone).chain(long).map(|text| Problem::of(MAP, text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(map: &str) -> usize {
        check(&Tree::of(&[(MAP, map), ("crates/care/Cargo.toml", "")])).len()
    }

    #[test]
    fn a_true_map_passes() {
        assert_eq!(problems("The room `crates/care` has `crates/care/src/day.rs`."), 0);
    }

    #[test]
    fn a_forgotten_a_gone_and_a_long_story_are_found() {
        assert_eq!(problems("Nothing."), 1);
        assert_eq!(problems("`crates/care/` and `crates/gone`."), 1);
        assert_eq!(problems(&format!("`crates/care` {}", "word ".repeat(2_500))), 1);
        assert_eq!(check(&Tree::of(&[])).len(), 1);
    }
}
