//! A file has one subject: 500 lines before its tests at most, 1,000 with them.

use super::source::{is_test_file, lines_before_tests};
use super::{Problem, Tree};

const CODE_LINES_MAX: usize = 500;
const FILE_LINES_MAX: usize = 1_000;

/// Files that hold more than one subject.
pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let problem = |(path, text): (&str, &str)| {
        let all = text.lines().count();
        let code = if is_test_file(path) { 0 } else { lines_before_tests(text) };
        if code > CODE_LINES_MAX {
            let text = format!("has {code} lines before its tests (at most {CODE_LINES_MAX})");
            return Some(Problem::of(path, text));
        }
        (all > FILE_LINES_MAX).then(|| {
            let text = format!("has {all} lines (at most {FILE_LINES_MAX}, tests included)");
            Problem::of(path, text)
        })
    };
    tree.rust().filter_map(problem).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_do_not_count_as_code() {
        let long_tests = format!("#[cfg(test)]\nmod tests {{\n{}}}\n", "// x\n".repeat(600));
        let tree = Tree::of(&[
            ("a.rs", &"// x\n".repeat(500)),
            ("b.rs", &long_tests),
            ("src/a/tests.rs", &"// x\n".repeat(600)),
        ]);
        assert_eq!(check(&tree), []);
    }

    #[test]
    fn long_files_are_found() {
        let tree = Tree::of(&[
            ("a.rs", &"// x\n".repeat(501)),
            ("src/a/tests.rs", &"// x\n".repeat(1_001)),
        ]);
        assert_eq!(check(&tree).len(), 2);
    }
}
