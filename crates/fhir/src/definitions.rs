//! FHIR R4's own tables: which types there are and which elements they have.
//!
//! The tables are data made from the published definitions (see `data/README.md`).

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

const ELEMENTS: &str = include_str!("../data/elements.tsv");

/// The name of one of R4's resource types; no other name can be held.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResourceType(&'static str);

impl ResourceType {
    /// The type of this name, if R4 has it.
    pub fn parse(name: &str) -> Option<Self> {
        let definition = definitions().find(name)?;
        (definition.kind == Kind::Resource).then_some(Self(definition.name))
    }

    /// The name.
    pub fn as_str(self) -> &'static str {
        self.0
    }

    /// All resource types by name.
    pub fn all() -> &'static [Self] {
        static ALL: LazyLock<Vec<ResourceType>> = LazyLock::new(|| {
            let mut all: Vec<ResourceType> = definitions()
                .types
                .values()
                .filter(|definition| definition.kind == Kind::Resource)
                .map(|definition| ResourceType(definition.name))
                .collect();
            all.sort_unstable();
            all
        });
        &ALL
    }
}

impl fmt::Debug for ResourceType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Display for ResourceType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// What a defined type is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A resource that can be stored.
    Resource,
    /// A data type with elements.
    Complex,
    /// A part of another type, named by its path.
    Part,
    /// Only a base of others.
    Abstract,
}

/// One element of a type, as defined.
#[derive(Debug)]
pub struct Element {
    /// The name; without `[x]` when the type is chosen by the writer.
    pub name: &'static str,
    /// Whether the written name carries the chosen type (`value` becomes `valueString`).
    pub choice: bool,
    /// How many at least.
    pub min: u32,
    /// Whether it is written as an array.
    pub many: bool,
    /// The types it may have.
    pub types: Vec<&'static str>,
    /// The code system of a code whose binding leaves no other.
    pub system: Option<&'static str>,
}

impl Element {
    /// The name under which a value of this type is written.
    pub fn written(&self, fhir_type: &str) -> String {
        if self.choice { choice_name(self.name, fhir_type) } else { self.name.to_owned() }
    }
}

/// One type with all elements it has, inherited ones included.
#[derive(Debug)]
pub struct Definition {
    /// The name, or the path of a part.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
    base: Option<&'static str>,
    elements: Vec<Element>,
    /// Written name → element and the type that the name says.
    written: HashMap<String, (usize, &'static str)>,
}

/// An element together with the type that its written name says.
#[derive(Clone, Copy, Debug)]
pub struct Typed<'a> {
    /// The element.
    pub element: &'a Element,
    /// Its type here.
    pub fhir_type: &'static str,
}

/// All types.
#[derive(Debug)]
pub struct Definitions {
    types: HashMap<&'static str, Definition>,
}

/// The tables, read once.
pub fn definitions() -> &'static Definitions {
    static DEFINITIONS: LazyLock<Definitions> = LazyLock::new(|| Definitions::read(ELEMENTS));
    &DEFINITIONS
}

impl Definitions {
    /// The type of this name.
    pub fn find(&self, name: &str) -> Option<&Definition> {
        self.types.get(name)
    }

    /// The element that a member of JSON stands for, `valueString` included.
    pub fn written(&'static self, owner: &Definition, member: &str) -> Option<Typed<'static>> {
        let mut at = self.types.get(owner.name);
        while let Some(definition) = at {
            if let Some((index, fhir_type)) = definition.written.get(member) {
                let element = definition.elements.get(*index)?;
                return Some(Typed { element, fhir_type });
            }
            at = definition.base.and_then(|base| self.types.get(base));
        }
        None
    }

    /// The element of this name, `value` for `value[x]` included.
    pub fn element(&self, owner: &Definition, name: &str) -> Option<&Element> {
        let mut at = self.types.get(owner.name);
        while let Some(definition) = at {
            if let Some(element) = definition.elements.iter().find(|e| e.name == name) {
                return Some(element);
            }
            at = definition.base.and_then(|base| self.types.get(base));
        }
        None
    }

    /// The elements that must not be missing.
    pub fn required(&self, owner: &Definition) -> impl Iterator<Item = &Element> {
        let mut at = self.types.get(owner.name);
        let chain = std::iter::from_fn(move || {
            let here = at?;
            at = here.base.and_then(|base| self.types.get(base));
            Some(here)
        });
        chain.flat_map(|definition| &definition.elements).filter(|element| element.min > 0)
    }

    fn read(table: &'static str) -> Self {
        let mut types: HashMap<&'static str, Definition> = HashMap::new();
        let mut current: Option<Definition> = None;
        for line in table.lines() {
            if let Some(head) = line.strip_prefix('@') {
                if let Some(done) = current.replace(Definition::head(head)) {
                    types.insert(done.name, done);
                }
            } else if let Some(definition) = &mut current {
                definition.add(line);
            }
        }
        types.extend(current.map(|done| (done.name, done)));
        Self { types }
    }
}

impl Definition {
    fn head(line: &'static str) -> Self {
        let mut cells = line.split('\t');
        let name = cells.next().unwrap_or_default();
        let base = cells.next().filter(|base| !base.is_empty());
        let kind = match cells.next() {
            Some("resource") => Kind::Resource,
            Some("complex-type") => Kind::Complex,
            Some("part") => Kind::Part,
            _ => Kind::Abstract,
        };
        Self { name, kind, base, elements: Vec::new(), written: HashMap::new() }
    }

    fn add(&mut self, line: &'static str) {
        let mut cells = line.split('\t');
        let (Some(name), Some(range), Some(types)) = (cells.next(), cells.next(), cells.next())
        else {
            return;
        };
        let (min, max) = range.split_once("..").unwrap_or(("0", "1"));
        let types: Vec<&'static str> = types.split(' ').collect();
        let index = self.elements.len();
        let stem = name.strip_suffix("[x]");
        for fhir_type in &types {
            let written = match stem {
                Some(stem) => choice_name(stem, fhir_type),
                None => name.to_owned(),
            };
            self.written.insert(written, (index, fhir_type));
        }
        self.elements.push(Element {
            name: stem.unwrap_or(name),
            choice: stem.is_some(),
            min: min.parse().unwrap_or(0),
            many: max != "1" && max != "0",
            types,
            system: cells.next(),
        });
    }
}

/// The written name of a choice: `value` and `dateTime` make `valueDateTime`.
fn choice_name(stem: &str, fhir_type: &str) -> String {
    let mut name = String::from(stem);
    let mut letters = fhir_type.chars();
    name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
    name.push_str(letters.as_str());
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_know_r4() {
        assert_eq!(ResourceType::all().len(), 147);
        assert!(ResourceType::parse("Patient").is_some());
        for name in ["patient", "DomainResource", "HumanName", "Patient.contact", ""] {
            assert!(ResourceType::parse(name).is_none(), "{name}");
        }
    }

    #[test]
    fn every_named_type_exists_or_is_primitive() {
        let known = definitions();
        for definition in known.types.values() {
            for element in &definition.elements {
                for name in &element.types {
                    let primitive = name.starts_with(|c: char| c.is_ascii_lowercase());
                    assert!(primitive || known.find(name).is_some(), "{}: {name}", definition.name);
                }
            }
            assert!(definition.base.is_none_or(|base| known.find(base).is_some()));
        }
    }

    #[test]
    fn written_names_carry_the_type_of_a_choice() {
        let known = definitions();
        let observation = known.find("Observation").unwrap();
        assert_eq!(known.written(observation, "valueQuantity").unwrap().fhir_type, "Quantity");
        assert_eq!(known.written(observation, "effectiveDateTime").unwrap().fhir_type, "dateTime");
        assert!(known.written(observation, "value").is_none());
        assert!(known.element(observation, "value").unwrap().choice);
        assert_eq!(known.written(observation, "meta").unwrap().fhir_type, "Meta");
        let patient = known.find("Patient").unwrap();
        let gender = known.element(patient, "gender").unwrap();
        assert_eq!(gender.system, Some("http://hl7.org/fhir/administrative-gender"));
    }
}
