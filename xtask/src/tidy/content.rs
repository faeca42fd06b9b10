//! Content comes in complete sets: a text file in three languages, a law rule with its worked cases,
//! an indicator with its fixture and what was counted from it by hand.

use super::{Problem, Tree};

const LANGUAGES: [&str; 3] = ["fi", "sv", "en"];

/// Files of content whose companions are missing.
pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let sets = [texts, law, indicator];
    tree.paths().flat_map(|path| sets.iter().filter_map(move |set| set(tree, path))).collect()
}

/// A text file must exist in all three languages.
fn texts(tree: &Tree, path: &str) -> Option<Problem> {
    let (_, file) = path.strip_prefix("content/texts/")?.split_once('/')?;
    let missing: Vec<&str> = LANGUAGES
        .into_iter()
        .filter(|language| !tree.holds(&format!("content/texts/{language}/{file}")))
        .collect();
    let text = format!("has no counterpart in {}", missing.join(", "));
    (!missing.is_empty()).then(|| Problem::of(path, text))
}

/// A rule of an act must have worked cases beside it, and cases a rule.
fn law(tree: &Tree, path: &str) -> Option<Problem> {
    let rule = path.strip_prefix("content/law/")?.strip_suffix(".toml")?;
    rule.split_once('/')?;
    let (companion, what) = match rule.strip_suffix(".cases") {
        Some(rule) => (format!("content/law/{rule}.toml"), "its rule"),
        None => (format!("content/law/{rule}.cases.toml"), "its worked cases"),
    };
    (!tree.holds(&companion)).then(|| Problem::of(path, format!("has not {what} beside it")))
}

/// An indicator is a folder of three files.
fn indicator(tree: &Tree, path: &str) -> Option<Problem> {
    let (name, file) = path.strip_prefix("content/indicators/")?.split_once('/')?;
    let parts = ["about.toml", "fixture.csv", "expected.csv"];
    let missing: Vec<&str> = parts
        .into_iter()
        .filter(|part| !tree.holds(&format!("content/indicators/{name}/{part}")))
        .collect();
    let first_there = parts.iter().find(|part| !missing.contains(part));
    // Said once for each indicator, at the first of its files.
    let said_here = first_there.is_none_or(|first| *first == file);
    let text = format!("has no {} beside it", missing.join(", no "));
    (said_here && !missing.is_empty()).then(|| Problem::of(path, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn complete_sets_pass() {
        let tree = Tree::of(&[
            ("content/texts/fi/start.ftl", ""),
            ("content/texts/sv/start.ftl", ""),
            ("content/texts/en/start.ftl", ""),
            ("content/law/health-care/contact.toml", ""),
            ("content/law/health-care/contact.cases.toml", ""),
            ("content/law/acts.toml", ""),
            ("content/indicators/README.md", ""),
            ("content/indicators/waits/about.toml", ""),
            ("content/indicators/waits/fixture.csv", ""),
            ("content/indicators/waits/expected.csv", ""),
        ]);
        assert_eq!(check(&tree), []);
    }

    #[test]
    fn a_missing_language_rule_or_case_is_found() {
        for path in [
            "content/texts/fi/start.ftl",
            "content/law/health-care/contact.toml",
            "content/law/health-care/contact.cases.toml",
            "content/indicators/waits/about.toml",
        ] {
            assert_eq!(check(&Tree::of(&[(path, "")])).len(), 1, "{path}");
        }
    }
}
