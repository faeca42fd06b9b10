//! NOTICE: what others gave. The upper part is written by hand; the list of libraries is generated from
//! the dependencies of the binary, and each licence must be on the list in `deny.toml`.

mod licence;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::fs;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use toml::Table;

use crate::house::House;

const MARK: &str = "<!-- From here on written by `cargo xtask notice`. -->";

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
    license: Option<String>,
    source: Option<String>,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    pkg: String,
    dep_kinds: Vec<Kind>,
}

#[derive(Deserialize)]
struct Kind {
    kind: Option<String>,
}

/// Writes the list of libraries again.
pub(crate) fn write(house: &House) -> Result<()> {
    let path = house.root().join("NOTICE");
    let text = fs::read_to_string(&path).context("reading NOTICE")?;
    fs::write(&path, renewed(&text, &libraries(&metadata(house)?)?)?).context("writing NOTICE")
}

/// Fails when the list is stale or a licence is not allowed.
pub(crate) fn check(house: &House) -> Result<()> {
    let libraries = libraries(&metadata(house)?)?;
    let deny = fs::read_to_string(house.root().join("deny.toml")).context("reading deny.toml")?;
    let refused = refused(&libraries, &allowed(&deny)?);
    if !refused.is_empty() {
        bail!("licences not on the list in deny.toml:\n{}", refused.join("\n"));
    }
    let text = fs::read_to_string(house.root().join("NOTICE")).context("reading NOTICE")?;
    if renewed(&text, &libraries)? != text {
        bail!("NOTICE is stale: `cargo xtask notice` writes it again");
    }
    Ok(())
}

fn metadata(house: &House) -> Result<Metadata> {
    // The same list on every machine: the platform that the binary is built for, not the builder's.
    let output = house
        .cargo(&["metadata", "--format-version=1", "--filter-platform=x86_64-unknown-linux-gnu"])
        .output()
        .context("starting cargo metadata")?;
    if !output.status.success() {
        bail!("cargo metadata failed:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    serde_json::from_slice(&output.stdout).context("cargo metadata was not understood")
}

/// Licence → names of the outside libraries that are compiled into the binary.
fn libraries(metadata: &Metadata) -> Result<BTreeMap<String, BTreeSet<String>>> {
    let packages: HashMap<&str, &Package> =
        metadata.packages.iter().map(|package| (package.id.as_str(), package)).collect();
    let nodes: HashMap<&str, &Node> =
        metadata.resolve.nodes.iter().map(|node| (node.id.as_str(), node)).collect();
    let server = metadata
        .packages
        .iter()
        .find(|package| package.name == "server" && package.source.is_none());
    let mut open = vec![server.context("there is no crate `server`")?.id.as_str()];
    let mut seen = BTreeSet::new();
    let mut grouped: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        let package = packages.get(id).context("a dependency has no package")?;
        if package.source.is_some() {
            let licence = package.license.as_deref().unwrap_or("no licence stated");
            let licence = licence.replace('/', " OR ").replace("  ", " ");
            grouped.entry(licence).or_default().insert(package.name.clone());
        }
        let shipped = |dependency: &&Dependency| {
            dependency.dep_kinds.iter().any(|kind| kind.kind.as_deref() != Some("dev"))
        };
        let node = nodes.get(id).context("a dependency has no node")?;
        open.extend(node.deps.iter().filter(shipped).map(|dependency| dependency.pkg.as_str()));
    }
    Ok(grouped)
}

/// The text with its generated part replaced.
fn renewed(text: &str, libraries: &BTreeMap<String, BTreeSet<String>>) -> Result<String> {
    let (by_hand, _) = text.split_once(MARK).context("NOTICE has lost the line that parts it")?;
    let mut renewed = format!("{by_hand}{MARK}\n");
    for (licence, names) in libraries {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        writeln!(renewed, "\n{licence}")?;
        for line in folded(&names) {
            writeln!(renewed, "    {line}")?;
        }
    }
    Ok(renewed)
}

/// Names in lines of a readable width.
fn folded(names: &[&str]) -> Vec<String> {
    const WIDTH: usize = 90;
    let mut lines: Vec<String> = Vec::new();
    for name in names {
        match lines.last_mut() {
            Some(line) if line.len() + name.len() < WIDTH => line.extend([", ", name]),
            _ => lines.push((*name).to_owned()),
        }
    }
    lines
}

fn allowed(deny: &str) -> Result<BTreeSet<String>> {
    let table: Table = toml::from_str(deny).context("deny.toml is not TOML")?;
    let list = table.get("licenses").and_then(|licenses| licenses.get("allow"));
    let list = list.and_then(toml::Value::as_array).context("deny.toml has no licenses.allow")?;
    Ok(list.iter().filter_map(|entry| entry.as_str().map(str::to_owned)).collect())
}

fn refused(
    libraries: &BTreeMap<String, BTreeSet<String>>,
    allowed: &BTreeSet<String>,
) -> Vec<String> {
    libraries
        .iter()
        .filter(|(expression, _)| !licence::permits(expression, allowed))
        .map(|(expression, names)| format!("{expression}: {names:?}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grouped(licence: &str, names: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        BTreeMap::from([(licence.to_owned(), names)])
    }

    #[test]
    fn the_part_written_by_hand_stays() {
        let text = format!("By hand.\n{MARK}\n\nOld\n    gone\n");
        let renewed = renewed(&text, &grouped("MIT", &["a", "b"])).unwrap();
        assert_eq!(renewed, format!("By hand.\n{MARK}\n\nMIT\n    a, b\n"));
        assert!(super::renewed("No mark.", &BTreeMap::new()).is_err());
    }

    #[test]
    fn only_what_is_shipped_is_listed() {
        let metadata: Metadata = serde_json::from_str(
            r#"{"packages": [
                {"id": "s", "name": "server", "license": null, "source": null},
                {"id": "a", "name": "axum", "license": "MIT", "source": "registry"},
                {"id": "t", "name": "tempfile", "license": "MIT", "source": "registry"},
                {"id": "l", "name": "libc", "license": "MIT/Apache-2.0", "source": "registry"}],
              "resolve": {"nodes": [
                {"id": "s", "deps": [
                  {"pkg": "a", "dep_kinds": [{"kind": null}]},
                  {"pkg": "t", "dep_kinds": [{"kind": "dev"}]}]},
                {"id": "a", "deps": [{"pkg": "l", "dep_kinds": [{"kind": "dev"}, {"kind": null}]}]},
                {"id": "l", "deps": []}, {"id": "t", "deps": []}]}}"#,
        )
        .unwrap();
        let found = libraries(&metadata).unwrap();
        let licences: Vec<&str> = found.keys().map(String::as_str).collect();
        assert_eq!(licences, ["MIT", "MIT OR Apache-2.0"]);
        assert!(!found["MIT"].contains("tempfile"));
    }

    #[test]
    fn a_licence_outside_the_list_is_refused() {
        let allowed = allowed("[licenses]\nallow = [\"MIT\"]\n").unwrap();
        assert_eq!(refused(&grouped("MIT", &["a"]), &allowed), Vec::<String>::new());
        assert_eq!(refused(&grouped("AGPL-3.0-only", &["a"]), &allowed).len(), 1);
        assert!(super::allowed("[licenses]\n").is_err());
    }
}
