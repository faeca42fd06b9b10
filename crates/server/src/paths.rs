//! The paths of `content/paths`: each version with its scenarios, its digest, and whether it was published.
//! Invariant: a published version is never edited; what was started on it stays what it was.

pub mod drawing;

use std::collections::BTreeMap;

use care::path::{Known, Path, Scenarios};

use crate::content::Problem;

/// One version of a path, as it is shipped.
#[derive(Debug)]
pub struct PathFile {
    /// The path.
    pub path: Path,
    /// Stands for its text: what a case that is started on it is pinned to.
    pub digest: String,
    /// Whether it was published; before that it is a draft, and may be edited.
    pub published: bool,
    /// How many scenarios were walked.
    pub scenarios: usize,
}

/// The paths, by name and version.
pub type Paths = BTreeMap<(String, u16), PathFile>;

/// Reads all paths, walks their scenarios, and compares them with what was published.
pub fn read<'f>(
    files: impl Iterator<Item = (&'f str, &'f str)>,
    known: &Known<'_>,
    problems: &mut Vec<Problem>,
) -> Paths {
    let files: BTreeMap<&str, &str> = files.collect();
    let mut tell = |file: &str, says: String| {
        problems.push(Problem { file: format!("paths/{file}"), says });
    };
    let mut published = lock(files.get("published.lock").copied().unwrap_or_default(), &mut tell);
    let mut paths = Paths::new();
    for (file, text) in &files {
        let Some((name, version)) = version_of(file) else {
            if !belongs(file, &files) {
                tell(file, "it belongs to no path; rename it or take it out".to_owned());
            }
            continue;
        };
        let digest = blake3::hash(text.as_bytes()).to_hex().to_string();
        let was = published.remove(&(name.to_owned(), version));
        if was.as_ref().is_some_and(|was| *was != digest) {
            let next = version.saturating_add(1);
            let says = "it was changed after it was published; put it back, and write";
            tell(file, format!("{says} v{next}.toml"));
        }
        let path = match Path::parse(text) {
            Ok(path) => path,
            Err(error) => {
                tell(file, error);
                continue;
            }
        };
        if path.name != name || path.version != version {
            let says = "name and version have to be those of the file:";
            tell(file, format!("{says} {name} and {version}"));
        }
        let faults = path.faults(known);
        let beside = format!("{name}/v{version}.scenarios.toml");
        let walked = walk(&path, faults.is_empty(), files.get(beside.as_str()).copied());
        let scenarios = walked.unwrap_or_else(|faults| {
            for says in faults {
                tell(&beside, says);
            }
            0
        });
        for says in faults {
            tell(file, says);
        }
        let published = was.is_some();
        let version = (name.to_owned(), version);
        paths.insert(version, PathFile { path, digest, published, scenarios });
    }
    for (name, version) in published.into_keys() {
        let says = "it was published and is gone; put it back, cases may stand on it".to_owned();
        tell(&format!("{name}/v{version}.toml"), says);
    }
    paths
}

/// How many scenarios were walked, or what came otherwise than they say. A path with faults leads astray, and each
/// scenario would say so again.
fn walk(path: &Path, faultless: bool, text: Option<&str>) -> Result<usize, Vec<String>> {
    let text = text.ok_or_else(|| vec!["there is none; write what you expect".to_owned()])?;
    let scenarios = Scenarios::parse(text).map_err(|error| vec![error])?;
    let faults = if faultless { scenarios.faults(path) } else { Vec::new() };
    if faults.is_empty() { Ok(scenarios.scenarios.len()) } else { Err(faults) }
}

/// A path by its name, the latest version of it, or by name and version, as in `risky-home/v1`.
pub fn find<'p>(paths: &'p Paths, asked: &str) -> Option<&'p PathFile> {
    let (name, version) = asked.split_once("/v").map_or((asked, None), |(name, version)| {
        (name, Some(version.parse::<u16>().unwrap_or_default()))
    });
    let of = |((one, at), file): (&(String, u16), &'p PathFile)| {
        (one == name && version.is_none_or(|version| version == *at)).then_some(file)
    };
    paths.iter().rev().find_map(of)
}

fn version_of(file: &str) -> Option<(&str, u16)> {
    let (name, version) = file.strip_suffix(".toml")?.split_once("/v")?;
    Some((name, version.parse().ok()?))
}

fn belongs(file: &str, files: &BTreeMap<&str, &str>) -> bool {
    let of = |version: &str| files.contains_key(format!("{version}.toml").as_str());
    matches!(file, "published.lock" | "README.md")
        || file.strip_suffix(".scenarios.toml").is_some_and(of)
}

fn lock(text: &str, tell: &mut impl FnMut(&str, String)) -> BTreeMap<(String, u16), String> {
    let mut published = BTreeMap::new();
    let lines =
        text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    for (at, line) in lines {
        let mut words = line.split(' ');
        let read = (words.next(), words.next().and_then(|word| word.parse().ok()), words.next());
        match (read, words.next()) {
            ((Some(name), Some(version), Some(digest)), None) => {
                published.insert((name.to_owned(), version), digest.to_owned());
            }
            _ => tell("published.lock", format!("line {}: write name, version and digest", at + 1)),
        }
    }
    published
}

#[cfg(test)]
#[path = "paths/tests.rs"]
mod tests;
