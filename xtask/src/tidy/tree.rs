//! The files of the workspace in memory: what the rules look at.
//! Files that `.gitignore` names at the root, and git's own, are no part of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

/// One file: its size, and its text when it is text.
struct File {
    bytes: u64,
    text: Option<String>,
}

/// All files by path from the root, with `/` between the parts.
pub(crate) struct Tree {
    files: BTreeMap<String, File>,
}

/// Larger files are judged by their size only.
const TEXT_BYTES_MAX: u64 = 4 << 20;

impl Tree {
    /// Reads the tree under `root`.
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let ignored = fs::read_to_string(root.join(".gitignore")).unwrap_or_default();
        let mut skipped: Vec<&str> =
            ignored.lines().filter_map(|line| line.trim().strip_prefix('/')).collect();
        skipped.push(".git");
        let mut files = BTreeMap::new();
        walk(root, "", &skipped, &mut files)?;
        Ok(Self { files })
    }

    /// A tree for a test: paths and texts.
    #[cfg(test)]
    pub(super) fn of(files: &[(&str, &str)]) -> Self {
        let file = |text: &str| File { bytes: text.len() as u64, text: Some(text.to_owned()) };
        Self { files: files.iter().map(|(path, text)| ((*path).to_owned(), file(text))).collect() }
    }

    /// The paths, sorted.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The text files, sorted by path.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().filter_map(|(path, file)| Some((path.as_str(), file.text.as_deref()?)))
    }

    /// The text of one file.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path)?.text.as_deref()
    }

    /// The paths with their sizes in bytes.
    pub(super) fn sizes(&self) -> impl Iterator<Item = (&str, u64)> {
        self.files.iter().map(|(path, file)| (path.as_str(), file.bytes))
    }

    /// The Rust sources, sorted by path.
    pub(super) fn rust(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts().filter(|(path, _)| is(path, "rs"))
    }

    /// The documents, sorted by path.
    pub(super) fn documents(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts().filter(|(path, _)| is(path, "md"))
    }

    /// Whether there is a file, or a folder with a file in it, at this path.
    pub(super) fn holds(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        let folder = format!("{path}/");
        self.files.contains_key(path)
            || self
                .files
                .range(folder.clone()..)
                .next()
                .is_some_and(|(found, _)| found.starts_with(&folder))
    }

    /// The folders of the crates and the texts of their `Cargo.toml`.
    pub(super) fn crates(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts().filter_map(|(path, text)| Some((path.strip_suffix("/Cargo.toml")?, text)))
    }
}

/// Whether a path ends in this extension.
fn is(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found == extension)
}

fn walk(
    folder: &Path,
    prefix: &str,
    skipped: &[&str],
    files: &mut BTreeMap<String, File>,
) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
        if skipped.contains(&path.as_str()) {
            continue;
        }
        let kind = entry.file_type()?;
        if kind.is_dir() {
            walk(&entry.path(), &path, skipped, files)?;
        } else if kind.is_file() {
            files.insert(path, read_file(&entry.path())?);
        }
    }
    Ok(())
}

fn read_file(path: &Path) -> Result<File> {
    let context = || format!("reading {}", path.display());
    let bytes = fs::metadata(path).with_context(context)?.len();
    if bytes > TEXT_BYTES_MAX {
        return Ok(File { bytes, text: None });
    }
    let text = String::from_utf8(fs::read(path).with_context(context)?).ok();
    Ok(File { bytes, text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_text_and_binary_and_skips_what_git_ignores() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for path in ["src", "target", ".git"] {
            fs::create_dir(root.join(path)).unwrap();
        }
        fs::write(root.join(".gitignore"), "/target\n").unwrap();
        fs::write(root.join("target/built"), "x").unwrap();
        fs::write(root.join(".git/config"), "x").unwrap();
        fs::write(root.join("src/main.rs"), "fn main() {}\n").unwrap();
        fs::write(root.join("src/photo"), [0xff, 0xfe]).unwrap();
        let tree = Tree::read(root).unwrap();
        assert_eq!(tree.paths().collect::<Vec<_>>(), [".gitignore", "src/main.rs", "src/photo"]);
        assert_eq!(tree.text("src/main.rs"), Some("fn main() {}\n"));
        assert_eq!(tree.text("src/photo"), None);
        assert_eq!(tree.rust().count(), 1);
    }

    #[test]
    fn holds_files_and_folders_but_no_prefixes() {
        let tree = Tree::of(&[("crates/care/src/day.rs", "")]);
        assert!(tree.holds("crates/care/src/day.rs"));
        assert!(tree.holds("crates/care/"));
        assert!(!tree.holds("crates/car"));
    }
}
