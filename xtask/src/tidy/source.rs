//! Reading Rust as lines: where the tests begin, and what of a line is code.
//! These are tripwires on text, not proofs: they see what people write, not what a compiler would.

/// Whether a whole file is test code.
pub(super) fn is_test_file(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/") || path.contains("/benches/")
}

/// The number of lines before the tests written into the file itself.
pub(super) fn lines_before_tests(text: &str) -> usize {
    let lines: Vec<&str> = text.lines().collect();
    let opens_tests = |pair: &[&str]| match pair {
        [mark, module] => {
            mark.trim() == "#[cfg(test)]" && module.starts_with("mod ") && module.ends_with('{')
        }
        _ => false,
    };
    lines.windows(2).position(opens_tests).unwrap_or(lines.len())
}

/// The lines before the tests with their numbers, without comments; strings stay.
pub(super) fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(text.lines().take(lines_before_tests(text))).map(|(n, line)| (n, split(line).0))
}

/// The plain comments (`// …`, not documentation) of all lines, with their numbers.
pub(super) fn comments(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(text.lines()).filter_map(|(n, line)| {
        let comment = split(line).1?;
        let plain = !comment.starts_with('/') && !comment.starts_with('!');
        plain.then(|| (n, comment.trim()))
    })
}

/// Parts a line into code and comment; `//` inside a string on the line is code.
fn split(line: &str) -> (&str, Option<&str>) {
    let outside_string = |at: usize| {
        let before = line.get(..at).unwrap_or_default().replace("\\\"", "").replace("'\"'", "");
        before.matches('"').count().is_multiple_of(2)
    };
    match line.match_indices("//").find(|(at, _)| outside_string(*at)) {
        Some((at, _)) => (line.get(..at).unwrap_or_default(), line.get(at + 2..)),
        None => (line, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_ends_where_the_inline_tests_begin() {
        let text = "use a;\n#[cfg(test)]\nmod fixture;\nfn b() {}\n#[cfg(test)]\nmod tests {\n}\n";
        assert_eq!(lines_before_tests(text), 4);
        assert_eq!(lines_before_tests("fn a() {}\n"), 1);
    }

    #[test]
    fn comments_are_parted_from_code_and_from_strings() {
        assert_eq!(split("let a = 1; // One."), ("let a = 1; ", Some(" One.")));
        let address = "let a = \"http://a\";";
        assert_eq!(split(address), (address, None));
        let escaped = "let a = \"\\\"//\\\"\";";
        assert_eq!(split(escaped), (escaped, None));
        let found: Vec<_> = comments("//! Head.\n/// Doc.\n// Why.\n").collect();
        assert_eq!(found, [(3, "Why.")]);
    }
}
