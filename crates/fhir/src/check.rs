//! Whether a resource is built as R4 says, and whether its Finnish parts are plausible.
//!
//! A date that is none, a reference that points nowhere and an unknown type are errors; whatever else
//! is foreign, misshapen or incomplete is a warning, for published examples are all of these.

mod finnish;
mod primitive;

use std::fmt::Write as _;

use serde_json::{Map, Value};

use crate::definitions::{Definition, Definitions, Typed, definitions};
use crate::problem::{Code, Place, Problem, Severity};
use crate::reference::{self, Reference};
use crate::resource::{Resource, json_type};

/// How much of what is wrong is refused.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Rigour {
    /// Only what cannot be understood at all: for what is taken over from another system.
    Lenient,
    /// Whatever is not built as R4 says.
    Strict,
}

/// Everything that is to be said of a resource, at this rigour.
pub fn with(rigour: Rigour, of: &Resource) -> Vec<Problem> {
    let mut problems = resource(of);
    if rigour == Rigour::Strict {
        for problem in &mut problems {
            if is_structural(problem.code) {
                problem.severity = Severity::Error;
            }
        }
    }
    problems
}

/// Whether a code says that a resource is not built as R4 says.
fn is_structural(code: Code) -> bool {
    use Code::{
        ChoiceTwice, CodeUnknown, ElementMissing, ElementUnknown, ValueEmpty, ValueInvalid,
        WrongType,
    };
    [ChoiceTwice, CodeUnknown, ElementMissing, ElementUnknown, ValueEmpty, ValueInvalid, WrongType]
        .contains(&code)
}

/// Everything that is to be said of a resource.
pub fn resource(resource: &Resource) -> Vec<Problem> {
    let mut walk = Walk {
        known: definitions(),
        path: vec![Segment { name: resource.rtype.as_str(), index: None }],
        parts: Vec::new(),
        problems: Vec::new(),
    };
    if let Some(object) = resource.value.as_object() {
        let parts = object.get("contained").and_then(Value::as_array).into_iter().flatten();
        walk.parts = parts.filter_map(|part| part.get("id").and_then(Value::as_str)).collect();
        walk.resource(object);
        finnish::resource(resource, &mut walk.problems);
    }
    walk.problems
}

#[derive(Clone, Copy)]
struct Segment<'a> {
    name: &'a str,
    index: Option<usize>,
}

struct Walk<'a> {
    known: &'static Definitions,
    path: Vec<Segment<'a>>,
    /// The ids of the contained resources.
    parts: Vec<&'a str>,
    problems: Vec<Problem>,
}

impl<'a> Walk<'a> {
    fn say(&mut self, severity: Severity, code: Code, detail: impl Into<String>) {
        let mut path = String::new();
        for segment in &self.path {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(segment.name);
            if let Some(index) = segment.index {
                let _ = write!(path, "[{index}]");
            }
        }
        let problem = match severity {
            Severity::Error => Problem::error(code, Place::path(path), detail),
            Severity::Warning => Problem::warning(code, Place::path(path), detail),
        };
        self.problems.push(problem);
    }

    fn resource(&mut self, object: &'a Map<String, Value>) {
        let name = object.get("resourceType").and_then(Value::as_str).unwrap_or_default();
        match crate::ResourceType::parse(name).and_then(|_| self.known.find(name)) {
            Some(definition) => self.object(object, definition),
            None => self.say(Severity::Error, Code::TypeUnknown, name),
        }
    }

    fn object(&mut self, object: &'a Map<String, Value>, definition: &'static Definition) {
        if object.is_empty() {
            self.say(Severity::Warning, Code::ValueEmpty, "");
        }
        let mut choices: Vec<(&str, &str)> = Vec::new();
        for (name, value) in object {
            if name == "resourceType" {
                continue;
            }
            let plain = name.strip_prefix('_');
            self.path.push(Segment { name, index: None });
            match definition.written(plain.unwrap_or(name)) {
                None => self.say(Severity::Warning, Code::ElementUnknown, name.as_str()),
                Some(_) if plain.is_some() => self.shadow(value),
                Some(typed) => {
                    let choice = (typed.element.name, typed.fhir_type);
                    if typed.element.choice {
                        if choices.iter().any(|one| one.0 == choice.0 && one.1 != choice.1) {
                            self.say(Severity::Warning, Code::ChoiceTwice, choice.0);
                        }
                        choices.push(choice);
                    }
                    self.member(value, typed);
                }
            }
            self.path.pop();
        }
        for required in definition.required() {
            if !required.written.iter().any(|name| object.contains_key(name)) {
                self.say(Severity::Warning, Code::ElementMissing, required.name);
            }
        }
    }

    /// The extensions of a primitive, which stand beside it under `_name`.
    fn shadow(&mut self, value: &'a Value) {
        let Some(definition) = self.known.find("Element") else { return };
        match value {
            Value::Object(object) => self.object(object, definition),
            Value::Array(items) => {
                for item in items {
                    if !item.is_null() {
                        self.shadow(item);
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                self.say(Severity::Warning, Code::WrongType, json_type(value));
            }
        }
    }

    fn member(&mut self, value: &'a Value, typed: Typed<'static>) {
        match (value, typed.element.many) {
            (Value::Array(items), true) => {
                if items.is_empty() {
                    self.say(Severity::Warning, Code::ValueEmpty, "");
                }
                for (index, item) in items.iter().enumerate() {
                    if let Some(segment) = self.path.last_mut() {
                        segment.index = Some(index);
                    }
                    // A null keeps the place of a primitive that has only extensions.
                    if !item.is_null() {
                        self.one(item, typed);
                    }
                }
                if let Some(segment) = self.path.last_mut() {
                    segment.index = None;
                }
            }
            (Value::Array(_), false) => self.say(Severity::Warning, Code::WrongType, "array"),
            (other, true) => self.say(Severity::Warning, Code::WrongType, json_type(other)),
            (one, false) => self.one(one, typed),
        }
    }

    fn one(&mut self, value: &'a Value, typed: Typed<'static>) {
        self.bound(value, typed);
        let fhir_type = typed.fhir_type;
        if fhir_type.starts_with(|first: char| first.is_ascii_lowercase()) {
            if let Some(problem) = primitive::check(value, fhir_type) {
                self.say(problem.0, problem.1, problem.2);
            }
            return;
        }
        let Value::Object(object) = value else {
            self.say(Severity::Warning, Code::WrongType, json_type(value));
            return;
        };
        if fhir_type == "Resource" {
            self.resource(object);
        } else if let Some(definition) = self.known.find(fhir_type) {
            self.object(object, definition);
            self.data_type(object, fhir_type);
        }
    }

    /// Whether a code is one of those that a required binding leaves.
    fn bound(&mut self, value: &Value, typed: Typed<'static>) {
        let Some(set) = typed.element.value_set.and_then(|name| self.known.value_set(name)) else {
            return;
        };
        let text = |value: &Value, name: &str| {
            value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        let fits = |coding: &Value| set.has(&text(coding, "system"), &text(coding, "code"));
        let good = match (typed.fhir_type, value) {
            ("code", Value::String(code)) => set.has_code(code),
            ("Coding", Value::Object(_)) => value.get("code").is_none() || fits(value),
            ("CodeableConcept", Value::Object(_)) => match value.get("coding") {
                Some(Value::Array(codings)) => codings.is_empty() || codings.iter().any(fits),
                _ => true,
            },
            _ => true,
        };
        if !good {
            self.say(Severity::Warning, Code::CodeUnknown, set.listed.join(", "));
        }
    }

    /// What can be said of a value from its data type alone.
    fn data_type(&mut self, object: &'a Map<String, Value>, fhir_type: &str) {
        let text = |name: &str| object.get(name).and_then(Value::as_str);
        match fhir_type {
            "Reference" => {
                let link = text("reference").unwrap_or("#");
                match reference::parse(link) {
                    Reference::Malformed => {
                        self.say(Severity::Error, Code::ReferenceMalformed, link);
                    }
                    Reference::Contained(part)
                        if !part.is_empty() && !self.parts.contains(&part) =>
                    {
                        self.say(Severity::Warning, Code::ContainedMissing, link);
                    }
                    Reference::Local { .. }
                    | Reference::Contained(_)
                    | Reference::Urn(_)
                    | Reference::Absolute { .. }
                    | Reference::Conditional { .. } => {}
                }
            }
            "Identifier" => {
                for (code, detail) in finnish::identifier(object) {
                    self.say(Severity::Warning, code, detail);
                }
            }
            "Coding" => {
                if let Some(system) = text("system").filter(|system| finnish::is_odd(system)) {
                    self.say(Severity::Warning, Code::SystemSpelling, system);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
