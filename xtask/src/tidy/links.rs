//! What a document points at exists: relative links, and paths of this tree in backticks.

use super::{Problem, Tree};

/// Folders of the tree; a quoted path that begins with one of them must exist.
const ROOMS: &[&str] = &[".ci/", "content/", "crates/", "docs/", "journeys/", "xtask/"];

/// Links and paths that lead nowhere.
pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in tree.documents() {
        for (n, target) in links(text) {
            let Some(target) = resolve(path, target) else { continue };
            if !tree.holds(&target) {
                problems.push(Problem::at(
                    path,
                    n,
                    format!("links to {target}, which is not there"),
                ));
            }
        }
        for (n, name) in quoted(text) {
            let ours = ROOMS.iter().any(|room| name.starts_with(room));
            let pattern = name.contains(['*', '<', '{', '…', ' ']) || name.contains("NNNN");
            if ours && !pattern && !tree.holds(name) {
                problems.push(Problem::at(path, n, format!("names `{name}`, which is not there")));
            }
        }
    }
    problems
}

/// What stands between single backticks, with its line.
pub(super) fn quoted(text: &str) -> impl Iterator<Item = (usize, &str)> {
    prose(text).flat_map(|(n, line)| line.split('`').skip(1).step_by(2).map(move |name| (n, name)))
}

/// The lines outside fenced code, with their numbers.
fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut fenced = false;
    (1..).zip(text.lines()).filter(move |(_, line)| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        !fenced && !fence
    })
}

/// The targets of `[text](target)`.
fn links(text: &str) -> impl Iterator<Item = (usize, &str)> {
    prose(text).flat_map(|(n, line)| {
        line.split("](")
            .skip(1)
            .filter_map(|rest| rest.split_once(')').map(|(target, _)| target))
            .map(move |target| (n, target))
    })
}

/// The path from the root that a relative link means; none for addresses and places on the same page.
fn resolve(document: &str, target: &str) -> Option<String> {
    let target = target.split('#').next().unwrap_or_default();
    if target.is_empty() || target.contains(':') {
        return None;
    }
    let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(path: &str, text: &str) -> usize {
        check(&Tree::of(&[(path, text), ("docs/adr/0001-a.md", ""), ("README.md", "")])).len()
    }

    #[test]
    fn links_that_lead_somewhere_pass() {
        let text =
            "[a](adr/0001-a.md) [b](../README.md#run) [c](https://a.fi) [d](#here) `docs/adr/`\n";
        assert_eq!(problems("docs/GUIDE.md", text), 0);
        assert_eq!(problems("docs/GUIDE.md", "`docs/adr/NNNN-title.md` `crates/<name>`\n"), 0);
        assert_eq!(problems("docs/GUIDE.md", "```\n[a](gone.md) `docs/gone`\n```\n"), 0);
    }

    #[test]
    fn links_that_lead_nowhere_are_found() {
        assert_eq!(problems("docs/GUIDE.md", "[a](0001-a.md)\n"), 1);
        assert_eq!(problems("docs/GUIDE.md", "See `docs/gone.md`.\n"), 1);
    }
}
