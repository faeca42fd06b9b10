//! The meaning and the wire touch no outside world: no files, no clock, no network, no threads.

use super::source::{code, is_test_file};
use super::{Problem, Tree};

const PURE: [&str; 2] = ["crates/care/src/", "crates/fhir/src/"];

const BANNED: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "std::io::stdin",
    "tokio",
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "rusqlite",
];

/// Words of the outside world in pure code; tests may read their fixtures.
pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let pure = |path: &str| PURE.iter().any(|room| path.starts_with(room)) && !is_test_file(path);
    let mut problems = Vec::new();
    for (path, text) in tree.rust().filter(|(path, _)| pure(path)) {
        for (n, line) in code(text) {
            for word in BANNED.iter().filter(|word| names(line, word)) {
                let text = format!("uses {word}: this room is pure, take it as an argument");
                problems.push(Problem::at(path, n, text));
            }
        }
    }
    problems
}

/// Whether a line names the word, written out or in braces: `std::fs`, `use std::{fmt, fs};`.
fn names(line: &str, word: &str) -> bool {
    let in_braces = || {
        let wanted = word.strip_prefix("std::")?;
        let inner = line.trim().strip_prefix("use std::{")?;
        Some(inner.split([',', '}', ':', ' ']).any(|part| part == wanted))
    };
    line.contains(word) || in_braces() == Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_tests_and_other_rooms_may_speak_of_the_world() {
        let text = "// Not tokio.\n#[cfg(test)]\nmod tests {\nuse std::fs;\n}\n";
        let tree = Tree::of(&[
            ("crates/care/src/a.rs", text),
            ("crates/care/src/a/tests.rs", "use std::fs;\n"),
            ("crates/server/src/a.rs", "use std::fs;\n"),
        ]);
        assert_eq!(check(&tree), []);
    }

    #[test]
    fn every_banned_word_is_found_in_both_rooms() {
        for room in PURE {
            for word in BANNED {
                let tree = Tree::of(&[(&format!("{room}a.rs"), &format!("use {word};\n"))]);
                assert_eq!(check(&tree).len(), 1, "{room} {word}");
            }
        }
    }

    #[test]
    fn braces_hide_nothing() {
        let problems = |line| check(&Tree::of(&[("crates/care/src/a.rs", line)])).len();
        assert_eq!(problems("use std::{fmt, fs};\n"), 1);
        assert_eq!(problems("use std::{fmt, ops::Range};\n"), 0);
    }
}
