//! No file names a folder of somebody's machine: what is committed works anywhere.

use super::{Problem, Tree};

/// Beginnings of paths that exist on one machine only, joined so that this file does not find itself.
const PLACES: &[&str] = &[
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("C:", "\\"),
    concat!("/wo", "rk/main"),
    concat!("/wo", "rk/shared"),
    concat!("/wo", "rk/notes"),
    concat!("/wo", "rk/target"),
];

/// Lines that name a machine's folder.
pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in tree.texts() {
        for (n, line) in (1..).zip(text.lines()) {
            for place in PLACES.iter().filter(|place| names(line, place)) {
                let text = format!("names a machine's folder ({place}…)");
                problems.push(Problem::at(path, n, text));
            }
        }
    }
    problems
}

/// Whether the path begins here: `x/home/` is the end of another path, and a host may have any path.
fn names(line: &str, place: &str) -> bool {
    line.match_indices(place).any(|(at, _)| {
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        !before.is_some_and(|c| c.is_alphanumeric() || "_-.~}".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_paths_and_addresses_pass() {
        let text = "../shared/data https://a.fi/home/index.html $HOME/.cache ~/work/\n";
        assert_eq!(check(&Tree::of(&[("a.md", text)])), []);
    }

    #[test]
    fn every_machine_folder_is_found() {
        for place in PLACES {
            let tree = Tree::of(&[("a.md", &format!("see {place}x"))]);
            assert_eq!(check(&tree).len(), 1, "{place}");
        }
    }
}
