//! Rules about files that no compiler holds. Each is a small function from the tree to its problems.
//! Invariant: a rule reads text in memory only, and has a test that shows it failing on an injected fault.

mod adr;
mod architecture;
mod content;
mod direction;
mod door;
mod glossary;
mod heads;
mod identity;
mod leftovers;
mod length;
mod links;
mod machine;
mod names;
mod purity;
mod size;
mod source;
mod tree;

use std::fmt;

pub(crate) use tree::Tree;

/// One thing to mend, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Problem {
    path: String,
    line: usize,
    text: String,
}

impl Problem {
    /// A problem on one line; lines are counted from 1.
    fn at(path: &str, line: usize, text: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, text: text.into() }
    }

    /// A problem of a whole file.
    fn of(path: &str, text: impl Into<String>) -> Self {
        Self::at(path, 0, text)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(out, "{}: {}", self.path, self.text),
            line => write!(out, "{}:{line}: {}", self.path, self.text),
        }
    }
}

/// A rule: everything in the tree that breaks it.
pub(crate) type Rule = fn(&Tree) -> Vec<Problem>;

/// Every rule by name.
pub(crate) const RULES: &[(&str, Rule)] = &[
    ("crates depend only in the permitted direction", direction::edges),
    ("care and fhir use only the listed libraries", direction::libraries),
    ("every crate takes the workspace's lints", direction::lints),
    ("every source file says in its head what it is for", heads::check),
    ("source files stay short", length::check),
    ("nothing half done is left behind", leftovers::check),
    ("care and fhir touch no outside world", purity::check),
    ("the ledger is used only behind the door", door::check),
    ("modules are named after a subject", names::check),
    ("ARCHITECTURE is a map of the crates that exist", architecture::check),
    ("decisions are numbered and complete", adr::check),
    ("the glossary names types that exist", glossary::check),
    ("documents point at files that exist", links::check),
    ("no file names somebody's machine", machine::check),
    ("identity numbers are test numbers", identity::check),
    ("files stay small", size::check),
    ("content comes in complete sets", content::check),
];

/// Everything that breaks any rule, in the order of the files.
pub(crate) fn problems(tree: &Tree) -> Vec<Problem> {
    let mut found: Vec<Problem> = RULES.iter().flat_map(|(_, rule)| rule(tree)).collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn the_house_is_tidy() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let tree = Tree::read(&root).unwrap();
        assert!(tree.paths().any(|path| path == "Cargo.toml"), "the tree was not read");
        let found: Vec<String> = problems(&tree).iter().map(Problem::to_string).collect();
        assert!(found.is_empty(), "\n{}", found.join("\n"));
    }

    #[test]
    fn problems_of_several_rules_come_sorted_by_file() {
        let tree = Tree::of(&[
            ("crates/care/src/b.rs", "//! Head.\nuse std::fs;\n"),
            ("crates/care/src/a.rs", "fn a() {} // let b = a();\n"),
        ]);
        let found: Vec<String> = problems(&tree)
            .into_iter()
            .filter(|problem| problem.path.starts_with("crates/care/src/"))
            .map(|problem| format!("{}:{}", problem.path, problem.line))
            .collect();
        assert_eq!(
            found,
            ["crates/care/src/a.rs:1", "crates/care/src/a.rs:1", "crates/care/src/b.rs:2"]
        );
    }
}
