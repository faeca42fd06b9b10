//! Nothing half done stays: no fix-me, no to-do without an issue, no code in comments, no ignored tests.

use super::source::comments;
use super::{Problem, Tree};

/// Words are joined here so that this file does not find itself.
const BROKEN_MARK: &str = concat!("FIX", "ME");
const LATER_MARK: &str = concat!("TO", "DO");
const IGNORE: &str = concat!("#[", "ignore");

/// What somebody meant to come back to.
pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in tree.texts() {
        for (n, line) in (1..).zip(text.lines()) {
            problems.extend(unfinished(line).map(|text| Problem::at(path, n, text)));
        }
    }
    for (path, text) in tree.rust() {
        for (n, comment) in comments(text).filter(|(_, comment)| is_code(comment)) {
            let text = format!("has code in a comment: `{comment}`");
            problems.push(Problem::at(path, n, text));
        }
    }
    problems
}

fn unfinished(line: &str) -> Option<&'static str> {
    let todo_without_issue = |at: usize| {
        let rest = line.get(at + LATER_MARK.len()..).unwrap_or_default();
        let issue = rest.strip_prefix("(#").and_then(|rest| rest.split_once(')'));
        issue.is_none_or(|(number, _)| number.parse::<u32>().is_err())
    };
    if word_at(line, BROKEN_MARK).is_some() {
        Some("has a fix-me: fix it, or open an issue")
    } else if word_at(line, LATER_MARK).is_some_and(todo_without_issue) {
        Some("has a to-do without an issue: write its number as (#123) behind it")
    } else if line.trim_start().starts_with(IGNORE) {
        Some("ignores a test: a test runs, or goes")
    } else {
        None
    }
}

/// Where a whole word stands in a line.
fn word_at(line: &str, word: &str) -> Option<usize> {
    let joined = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    line.match_indices(word).map(|(at, _)| at).find(|at| {
        let before = line.get(..*at).and_then(|before| before.chars().next_back());
        let after = line.get(at + word.len()..).and_then(|after| after.chars().next());
        !joined(before) && !joined(after)
    })
}

/// Whether a comment reads as a statement rather than as a sentence.
fn is_code(comment: &str) -> bool {
    let statement =
        comment.ends_with(';') && ["(", " = ", "::"].iter().any(|mark| comment.contains(mark));
    let opening =
        ["fn ", "pub fn ", "pub(crate) fn ", "let ", "if ", "for ", "match ", "use ", "mod "]
            .iter()
            .any(|word| comment.starts_with(word))
            && (comment.ends_with('{') || comment.ends_with(';'));
    statement || opening
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_and_numbered_work_pass() {
        let text = format!("// Why; and so on.\nfn a() {{}}\n// {LATER_MARK}(#12): wider.\n");
        assert_eq!(check(&Tree::of(&[("a.rs", &text)])), []);
        assert_eq!(check(&Tree::of(&[("a.md", "METODOLOGY and TODOS\n")])), []);
    }

    #[test]
    fn unfinished_work_is_found() {
        let lines = [
            format!("// {BROKEN_MARK}: later"),
            format!("// {LATER_MARK}: later"),
            format!("// {LATER_MARK}(#x): later"),
            format!("    {IGNORE}]"),
            "// let a = b();".to_owned(),
            "// if a {".to_owned(),
        ];
        for line in lines {
            assert_eq!(check(&Tree::of(&[("a.rs", &line)])).len(), 1, "{line}");
        }
    }
}
