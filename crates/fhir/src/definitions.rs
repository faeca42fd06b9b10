//! FHIR R4's own tables: which types there are and which elements they have.
//!
//! The tables are data made from the published definitions (see `data/README.md`).

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::{Arc, LazyLock};

const ELEMENTS: &str = include_str!("../data/elements.tsv");
const VALUE_SETS: &str = include_str!("../data/value-sets.tsv");

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
    /// The value set of a binding that leaves no other codes, when these can be listed.
    pub value_set: Option<&'static str>,
    /// Whether a summary shows it.
    pub summary: bool,
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
    elements: Vec<Arc<Element>>,
    /// Written name → element and the type that the name says.
    written: HashMap<String, (Arc<Element>, &'static str)>,
    required: Vec<Required>,
}

/// An element that must not be missing.
#[derive(Debug)]
pub struct Required {
    /// The name.
    pub name: &'static str,
    /// The names it may be written under, those of extensions alone included.
    pub written: Vec<String>,
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
    value_sets: HashMap<&'static str, ValueSet>,
}

/// The codes that a required binding allows.
#[derive(Debug, Default)]
pub struct ValueSet {
    /// Every code, to be told.
    pub listed: Vec<&'static str>,
    codes: HashSet<&'static str>,
    by_system: HashMap<&'static str, HashSet<&'static str>>,
}

impl ValueSet {
    /// Whether a code alone is one of them.
    pub fn has_code(&self, code: &str) -> bool {
        self.codes.contains(code)
    }

    /// Whether this code of this system is one of them.
    pub fn has(&self, system: &str, code: &str) -> bool {
        self.by_system.get(system).is_some_and(|codes| codes.contains(code))
    }

    /// One code with its system.
    pub fn first(&self) -> Option<(&'static str, &'static str)> {
        let (system, codes) = self.by_system.iter().next()?;
        Some((system, codes.iter().next()?))
    }

    fn read(cells: std::str::Split<'static, char>) -> Self {
        let mut set = Self::default();
        for cell in cells {
            let mut words = cell.split(' ');
            let codes = set.by_system.entry(words.next().unwrap_or_default()).or_default();
            codes.extend(words.clone());
            set.listed.extend(words.clone());
            set.codes.extend(words);
        }
        set
    }
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

    /// The value set of this name.
    pub fn value_set(&self, name: &str) -> Option<&ValueSet> {
        self.value_sets.get(name)
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
        let names: Vec<&'static str> = types.keys().copied().collect();
        for name in names {
            let inherited = inherited(&types, name);
            if let Some(definition) = types.get_mut(name) {
                definition.complete(inherited);
            }
        }
        let sets = VALUE_SETS.lines().map(|line| {
            let mut cells = line.split('\t');
            (cells.next().unwrap_or_default(), ValueSet::read(cells))
        });
        Self { types, value_sets: sets.collect() }
    }
}

/// The elements that a type has from its bases; bases that are complete already say theirs twice,
/// which does no harm.
fn inherited(types: &HashMap<&'static str, Definition>, name: &str) -> Vec<Arc<Element>> {
    let mut found = Vec::new();
    let mut at = types.get(name).and_then(|definition| definition.base);
    while let Some(base) = at.and_then(|base| types.get(base)) {
        found.extend(base.elements.iter().cloned());
        at = base.base;
    }
    found
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
        Self {
            name,
            kind,
            base,
            elements: Vec::new(),
            written: HashMap::new(),
            required: Vec::new(),
        }
    }

    fn add(&mut self, line: &'static str) {
        let mut cells = line.split('\t');
        let (Some(name), Some(range), Some(types)) = (cells.next(), cells.next(), cells.next())
        else {
            return;
        };
        let (min, max) = range.split_once("..").unwrap_or(("0", "1"));
        let stem = name.strip_suffix("[x]");
        self.elements.push(Arc::new(Element {
            name: stem.unwrap_or(name),
            choice: stem.is_some(),
            min: min.parse().unwrap_or(0),
            many: max != "1" && max != "0",
            types: types.split(' ').collect(),
            system: cells.next().filter(|system| !system.is_empty()),
            value_set: cells.next().filter(|set| !set.is_empty()),
            summary: cells.next() == Some("summary"),
        }));
    }

    /// Takes the inherited elements in and prepares what is asked for often.
    fn complete(&mut self, inherited: Vec<Arc<Element>>) {
        for element in inherited {
            if self.elements.iter().all(|own| own.name != element.name) {
                self.elements.push(element);
            }
        }
        for element in &self.elements {
            let names = || element.types.iter().map(|fhir_type| element.written(fhir_type));
            for (name, fhir_type) in names().zip(&element.types) {
                self.written.insert(name, (Arc::clone(element), fhir_type));
            }
            if element.min > 0 {
                let written = names().flat_map(|name| [format!("_{name}"), name]).collect();
                self.required.push(Required { name: element.name, written });
            }
        }
    }

    /// The element that a member of JSON stands for, `valueString` included.
    pub fn written(&self, member: &str) -> Option<Typed<'_>> {
        let (element, fhir_type) = self.written.get(member)?;
        Some(Typed { element, fhir_type })
    }

    /// The element of this name, `value` for `value[x]` included.
    pub fn element(&self, name: &str) -> Option<&Element> {
        self.elements.iter().find(|element| element.name == name).map(Arc::as_ref)
    }

    /// All elements.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.elements.iter().map(Arc::as_ref)
    }

    /// The elements that must not be missing.
    pub fn required(&self) -> &[Required] {
        &self.required
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
        assert_eq!(observation.written("valueQuantity").unwrap().fhir_type, "Quantity");
        assert_eq!(observation.written("effectiveDateTime").unwrap().fhir_type, "dateTime");
        assert!(observation.written("value").is_none());
        assert!(observation.element("value").unwrap().choice);
        assert_eq!(observation.written("meta").unwrap().fhir_type, "Meta");
        let patient = known.find("Patient").unwrap();
        let gender = patient.element("gender").unwrap();
        assert_eq!(gender.system, Some("http://hl7.org/fhir/administrative-gender"));
        assert!(gender.summary && !patient.element("photo").unwrap().summary);
        let set = known.value_set(gender.value_set.unwrap()).unwrap();
        assert!(set.has_code("female") && !set.has_code("kvinna"));
        assert!(set.has("http://hl7.org/fhir/administrative-gender", "male"));
    }
}
