//! Which files there are: those named, and those in the folders named, in order of name.

use std::path::{Path, PathBuf};

use anyhow::Context as _;

/// A file to take in.
pub(super) struct File {
    pub(super) path: PathBuf,
    pub(super) bytes: u64,
}

/// The files named and those in the folders named. A folder gives its FHIR files; what is named
/// itself is taken whatever it is called.
pub(super) fn under(paths: &[PathBuf]) -> anyhow::Result<Vec<File>> {
    let mut files = Vec::new();
    for path in paths {
        let about = || format!("{} cannot be read", path.display());
        let metadata = std::fs::metadata(path).with_context(about)?;
        if metadata.is_dir() {
            folder(path, &mut files).with_context(about)?;
        } else {
            files.push(File { path: path.clone(), bytes: metadata.len() });
        }
    }
    Ok(files)
}

fn folder(path: &Path, files: &mut Vec<File>) -> std::io::Result<()> {
    let mut inside = std::fs::read_dir(path)?
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<Vec<PathBuf>>>()?;
    inside.sort();
    for path in inside {
        // A link that leads nowhere is nobody's data.
        let Ok(metadata) = std::fs::metadata(&path) else { continue };
        if metadata.is_dir() {
            // A link to a folder could lead back here.
            if !path.is_symlink() {
                folder(&path, files)?;
            }
        } else if is_fhir(&path) {
            files.push(File { path, bytes: metadata.len() });
        }
    }
    Ok(())
}

fn is_fhir(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase());
    let name = name.unwrap_or_default();
    let bare = name.strip_suffix(".gz").unwrap_or(&name);
    !name.starts_with('.') && [".json", ".ndjson", ".jsonl"].iter().any(|end| bare.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_walked_in_order_and_only_fhir_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir(at("b")).unwrap();
        for name in ["c.json", "a.ndjson.gz", "b/x.JSON", "readme.txt", ".hidden.json"] {
            std::fs::write(at(name), "{}").unwrap();
        }
        let found = under(&[folder.path().to_path_buf(), at("readme.txt")]).unwrap();
        let names: Vec<_> = found.iter().map(|file| file.path.clone()).collect();
        assert_eq!(names, [at("a.ndjson.gz"), at("b/x.JSON"), at("c.json"), at("readme.txt")]);
        assert!(under(&[at("nothing")]).is_err());
    }
}
