//! No file above one mebibyte, unless it is listed with its reason.

use super::{Problem, Tree};

const BYTES_MAX: u64 = 1 << 20;

/// Files that are larger for a reason written beside them.
const LISTED: &[&str] = &[];

/// Files too large for a source tree.
pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    tree.sizes()
        .filter(|(path, bytes)| *bytes > BYTES_MAX && !LISTED.contains(path))
        .map(|(path, bytes)| Problem::of(path, format!("is {bytes} bytes (at most {BYTES_MAX})")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_mebibyte_passes_and_one_byte_more_does_not() {
        let text = "x".repeat(1 << 20);
        assert_eq!(check(&Tree::of(&[("a", &text)])), []);
        assert_eq!(check(&Tree::of(&[("a", &format!("{text}x"))])).len(), 1);
    }
}
