//! Every Rust file opens with `//!`: what it is for, in at most five lines.

use super::{Problem, Tree};

const HEAD_LINES_MAX: usize = 5;

/// Files without a head, and heads that ramble.
pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let problem = |(path, text): (&str, &str)| {
        let lines = text.lines().take_while(|line| line.starts_with("//!")).count();
        match lines {
            0 => Some(Problem::at(path, 1, "needs a head: `//!` and what this file is for")),
            1..=HEAD_LINES_MAX => None,
            _ => {
                Some(Problem::at(path, 1, format!("has a head of {lines} lines: five are enough")))
            }
        }
    };
    tree.rust().filter_map(problem).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_of_one_to_five_lines_passes() {
        let tree = Tree::of(&[("a.rs", "//! One.\n"), ("b.rs", &"//! Line.\n".repeat(5))]);
        assert_eq!(check(&tree), []);
    }

    #[test]
    fn a_missing_or_long_head_is_found() {
        let tree = Tree::of(&[("a.rs", "fn a() {}\n"), ("b.rs", &"//! Line.\n".repeat(6))]);
        assert_eq!(check(&tree).len(), 2);
    }
}
