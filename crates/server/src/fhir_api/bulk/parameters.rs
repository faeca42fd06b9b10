//! The parameters of an operation, whether they stand in the address or in a `Parameters` body.

use fhir::{Code, Place, Problem, ResourceType};
use jiff::Timestamp;
use serde_json::Value;

use super::super::asked::{Asked, Media};
use super::super::stop::Stop;

/// Parameters by name, and the resources that came with them.
pub(super) struct Parameters {
    pub(super) texts: Vec<(String, String)>,
    pub(super) resources: Vec<(String, Value)>,
}

impl Parameters {
    pub(super) fn of(asked: &Asked) -> Result<Self, Stop> {
        let texts = crate::web::visit::pairs(asked.query.as_bytes());
        let mut found = Self { texts, resources: Vec::new() };
        if asked.body.iter().all(u8::is_ascii_whitespace) {
            return Ok(found);
        }
        if asked.media()? != Media::Json {
            return Err(Stop::MediaType("application/fhir+json".to_owned()));
        }
        let body: Value = serde_json::from_slice(&asked.body)
            .map_err(|fault| Problem::error(Code::NotJson, Place::default(), fault.to_string()))?;
        if body.get("resourceType").and_then(Value::as_str) != Some("Parameters") {
            let place = Place::path("resourceType");
            return Err(Problem::error(Code::TypeUnknown, place, "Parameters").into());
        }
        let given = body.get("parameter").and_then(Value::as_array);
        for parameter in given.into_iter().flatten() {
            found.add(parameter);
        }
        Ok(found)
    }

    fn add(&mut self, parameter: &Value) {
        let Some(name) = parameter.get("name").and_then(Value::as_str) else { return };
        if let Some(resource) = parameter.get("resource") {
            self.resources.push((name.to_owned(), resource.clone()));
        }
        let members = parameter.as_object().into_iter().flatten();
        for (_, value) in members.filter(|(member, _)| member.starts_with("value")) {
            // A reference is given as an object, everything else as it is.
            let value = value.get("reference").unwrap_or(value);
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            self.texts.push((name.to_owned(), text));
        }
    }

    /// What is not among the names that an operation knows is refused, all of it at once.
    pub(super) fn only(&self, known: &[&str]) -> Result<(), Stop> {
        let names = self.texts.iter().map(|(name, _)| name);
        let names = names.chain(self.resources.iter().map(|(name, _)| name));
        let unknown: Vec<Problem> = names
            .filter(|name| !known.contains(&name.as_str()))
            .map(|name| Problem::error(Code::ParameterUnknown, Place::path(name), name))
            .collect();
        if unknown.is_empty() { Ok(()) } else { Err(Stop::Problems(unknown)) }
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let found = self.texts.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    pub(super) fn instant(&self, name: &str) -> Result<Option<Timestamp>, Stop> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let read = text.parse().ok();
        read.map(Some).ok_or_else(|| unreadable(name, text))
    }

    pub(super) fn number(&self, name: &str) -> Result<Option<u64>, Stop> {
        let Some(text) = self.text(name) else { return Ok(None) };
        text.parse().map(Some).map_err(|_| unreadable(name, text))
    }

    /// The types of a list, all unknown ones told at once.
    pub(super) fn types(&self, name: &str) -> Result<Vec<ResourceType>, Stop> {
        let given = self.texts.iter().filter(|(known, _)| known == name);
        let mut types = Vec::new();
        let mut problems = Vec::new();
        for word in given.flat_map(|(_, value)| value.split(',')).map(str::trim) {
            match ResourceType::parse(word) {
                Some(rtype) => types.push(rtype),
                None => problems.push(Problem::error(Code::TypeUnknown, Place::path(name), word)),
            }
        }
        types.sort_unstable();
        types.dedup();
        if problems.is_empty() { Ok(types) } else { Err(Stop::Problems(problems)) }
    }
}

/// A value that cannot be read.
pub(super) fn unreadable(name: &str, value: &str) -> Stop {
    Problem::error(Code::SearchValue, Place::path(name), format!("{name}={value}")).into()
}
