//! The glossary names types that exist: a renamed type takes its words in three languages along.

use std::collections::BTreeSet;

use super::{Problem, Tree};

const GLOSSARY: &str = "docs/GLOSSARY.md";
const KEYWORDS: [&str; 4] = ["struct ", "enum ", "trait ", "type "];

/// Rows whose first cell names no type of the crates.
pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let Some(text) = tree.text(GLOSSARY) else {
        return vec![Problem::of(GLOSSARY, "is missing")];
    };
    let declared: BTreeSet<&str> = tree
        .rust()
        .filter(|(path, _)| path.starts_with("crates/"))
        .flat_map(|(_, text)| declared_types(text))
        .collect();
    let mut problems = Vec::new();
    for (n, name) in (1..).zip(text.lines()).filter_map(|(n, line)| Some((n, first_cell(line)?))) {
        if !declared.contains(name) {
            problems.push(Problem::at(GLOSSARY, n, format!("names `{name}`, which is no type")));
        }
    }
    for (n, line) in (1..).zip(text.lines()) {
        if first_cell(line).is_some() && cells(line).any(str::is_empty) {
            problems.push(Problem::at(
                GLOSSARY,
                n,
                "has an empty cell: every word has three names",
            ));
        }
    }
    problems
}

/// The name in backticks in the first cell of a row.
fn first_cell(line: &str) -> Option<&str> {
    cells(line).next()?.strip_prefix('`')?.strip_suffix('`')
}

fn cells(line: &str) -> impl Iterator<Item = &str> {
    let inner = line.trim().strip_prefix('|').and_then(|line| line.strip_suffix('|'));
    inner.into_iter().flat_map(|inner| inner.split('|').map(str::trim))
}

/// The types a file declares; where a macro declares them, its entries `Name {` count too.
fn declared_types(text: &str) -> impl Iterator<Item = &str> {
    let by_macro = text.lines().any(is_macro_call);
    text.lines().filter_map(move |line| {
        let entry = || line.trim().strip_suffix(" {").filter(|_| by_macro);
        declared_type(line).or_else(entry)
    })
}

/// A macro called outside any item, as `named! {` or `crate::codes! {`.
fn is_macro_call(line: &str) -> bool {
    line.strip_suffix("! {")
        .is_some_and(|name| name.chars().all(|c| c.is_alphanumeric() || "_:".contains(c)))
}

fn declared_type(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let line = ["pub(crate) ", "pub(super) ", "pub "]
        .iter()
        .find_map(|visibility| line.strip_prefix(visibility))
        .unwrap_or(line);
    let rest = KEYWORDS.iter().find_map(|keyword| line.strip_prefix(keyword))?;
    rest.split(|c: char| !c.is_alphanumeric()).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(row: &str) -> usize {
        let code = "pub struct Case {}\npub enum Refusal {}\n    pub type Money = i64;\n";
        let glossary =
            format!("| Type | Finnish | Swedish | Meaning |\n| --- | --- | --- | --- |\n{row}\n");
        check(&Tree::of(&[("crates/care/src/a.rs", code), (GLOSSARY, &glossary)])).len()
    }

    #[test]
    fn existing_types_pass() {
        assert_eq!(problems("| `Case` | asia | ärende | One matter. |"), 0);
        assert_eq!(problems("| `Money` | raha | pengar | Cents. |"), 0);
        let by_macro = "crate::named! {\n    Urgency {\n    }\n}\n";
        assert!(declared_types(by_macro).any(|name| name == "Urgency"));
    }

    #[test]
    fn unknown_types_empty_cells_and_a_missing_glossary_are_found() {
        assert_eq!(problems("| `Gone` | asia | ärende | One matter. |"), 1);
        assert_eq!(problems("| `Case` | asia |  | One matter. |"), 1);
        assert_eq!(check(&Tree::of(&[])).len(), 1);
    }
}
