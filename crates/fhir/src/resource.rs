//! One resource as it was received: its text to the letter, and the same parsed for reading.
//!
//! Ids and server-owned meta are spliced into the text, so that decimals, order and unknown parts
//! survive. Two resources are equal when their digests are.

mod pretty;
mod shape;

use jiff::Timestamp;
use serde_json::Value;
use uuid::{Builder, Uuid};

use crate::definitions::ResourceType;
use crate::intake::Limits;
use crate::moment::print_instant;
use crate::problem::{Code, Place, Problem};
use crate::{reference, text};

pub use self::pretty::pretty;
pub use self::shape::shaped;

/// A resource whose id is not settled yet.
#[derive(Clone, PartialEq, Debug)]
pub struct Draft {
    /// The type.
    pub rtype: ResourceType,
    /// The id that was written, if any.
    pub id: Option<String>,
    pub(crate) text: String,
    pub(crate) value: Value,
}

/// A resource with an id.
#[derive(Clone, PartialEq, Debug)]
pub struct Resource {
    /// The type.
    pub rtype: ResourceType,
    /// The id.
    pub id: String,
    /// The JSON as it is stored: as received, with the id in place.
    pub text: String,
    /// The same, parsed. Its decimals are approximate; those of `text` are exact.
    pub value: Value,
}

impl Draft {
    /// Reads one resource from its JSON.
    pub fn parse(json: &str, limits: &Limits) -> Result<Self, Vec<Problem>> {
        limits.check_resource(json.len())?;
        let shape = text::shape(json.as_bytes());
        limits.check_depth(shape.depth)?;
        let value: Value = serde_json::from_str(json).map_err(|fault| {
            vec![Problem::error(Code::NotJson, Place::default(), fault.to_string())]
        })?;
        Self::of_value(json, value, shape)
    }

    fn of_value(json: &str, value: Value, shape: text::Shape) -> Result<Self, Vec<Problem>> {
        let refuse = |code, path: &str, detail: String| {
            Err(vec![Problem::error(code, Place::path(path), detail)])
        };
        let Some(object) = value.as_object() else {
            return refuse(Code::NotObject, "", json_type(&value).to_owned());
        };
        if shape.escaped_name {
            return refuse(Code::NameEscaped, "", String::new());
        }
        if shape.members != count_members(&value) {
            return refuse(Code::MemberTwice, "", String::new());
        }
        let rtype = match object.get("resourceType") {
            None => return refuse(Code::TypeMissing, "resourceType", String::new()),
            Some(Value::String(name)) => match ResourceType::parse(name) {
                Some(rtype) => rtype,
                None => return refuse(Code::TypeUnknown, "resourceType", name.clone()),
            },
            Some(other) => {
                return refuse(Code::WrongType, "resourceType", json_type(other).to_owned());
            }
        };
        let id = match object.get("id") {
            None => None,
            Some(Value::String(id)) if reference::is_id(id) => Some(id.clone()),
            Some(Value::String(id)) => {
                return refuse(Code::IdInvalid, &format!("{rtype}.id"), id.clone());
            }
            Some(other) => {
                let detail = json_type(other).to_owned();
                return refuse(Code::WrongType, &format!("{rtype}.id"), detail);
            }
        };
        if let Some(meta) = object.get("meta").filter(|meta| !meta.is_object()) {
            let detail = json_type(meta).to_owned();
            return refuse(Code::WrongType, &format!("{rtype}.meta"), detail);
        }
        Ok(Self { rtype, id, text: json.trim().to_owned(), value })
    }

    /// The resource under its own id; without one, under an id made from its content, so that the
    /// same content always gets the same.
    pub fn identify(self) -> Resource {
        let id = match &self.id {
            Some(id) => id.clone(),
            None => name_based_id(&[b"content", &digest(&self.text)]),
        };
        self.with_id(&id)
    }

    /// The resource under this id.
    pub fn with_id(mut self, id: &str) -> Resource {
        if self.id.as_deref() != Some(id) {
            self.text = splice_id(&self.text, id);
            if let Some(object) = self.value.as_object_mut() {
                object.insert("id".to_owned(), Value::String(id.to_owned()));
            }
        }
        Resource { rtype: self.rtype, id: id.to_owned(), text: self.text, value: self.value }
    }

    /// The JSON as received.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The same, parsed.
    pub fn value(&self) -> &Value {
        &self.value
    }
}

/// The name of a JSON type, for a problem's detail.
pub(crate) fn json_type(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// A UUID that follows from its parts alone (RFC 9562, version 8).
pub(crate) fn name_based_id(parts: &[&[u8]]) -> String {
    let mut hasher = blake3::Hasher::new_derive_key("polku fhir resource id v1");
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let mut bytes = [0; 16];
    hasher.finalize_xof().fill(&mut bytes);
    let id: Uuid = Builder::from_custom_bytes(bytes).into_uuid();
    id.to_string()
}

fn count_members(value: &Value) -> usize {
    match value {
        Value::Object(object) => object.len() + object.values().map(count_members).sum::<usize>(),
        Value::Array(items) => items.iter().map(count_members).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

fn splice_id(json: &str, id: &str) -> String {
    let members: Vec<_> = text::members(json, 0).collect();
    if let Some(member) = members.iter().find(|member| member.name == "id") {
        return text::replace(json, &[(member.value.clone(), format!("\"{id}\""))]);
    }
    match members.iter().find(|member| member.name == "resourceType") {
        Some(member) => {
            let after = member.whole.end;
            text::replace(json, &[(after..after, format!(",\"id\":\"{id}\""))])
        }
        None => json.to_owned(),
    }
}

/// The stored text as it is given out: with the version and the time that the store knows.
pub fn print(stored: &str, version: u64, updated_at: Timestamp) -> String {
    let own =
        format!("\"versionId\":\"{version}\",\"lastUpdated\":\"{}\"", print_instant(updated_at));
    let members: Vec<_> = text::members(stored, 0).collect();
    if let Some(meta) = members.iter().find(|member| member.name == "meta") {
        let kept = foreign_meta(stored, meta.value.start);
        let whole = if kept.is_empty() { own } else { format!("{own},{}", kept.join(",")) };
        return text::replace(stored, &[(meta.value.clone(), format!("{{{whole}}}"))]);
    }
    let after = members.iter().find(|member| member.name == "id");
    match after.or_else(|| members.iter().find(|member| member.name == "resourceType")) {
        Some(member) => {
            let after = member.whole.end;
            text::replace(stored, &[(after..after, format!(",\"meta\":{{{own}}}"))])
        }
        None => stored.to_owned(),
    }
}

/// The members of a meta that are not the server's to set.
fn foreign_meta(json: &str, at: usize) -> Vec<&str> {
    text::members(json, at)
        .filter(|member| !matches!(member.name, "versionId" | "lastUpdated"))
        .filter_map(|member| json.get(member.whole))
        .collect()
}

/// What the resource says, as 32 bytes: white space and server-owned meta do not count.
pub fn digest(json: &str) -> [u8; 32] {
    let mut kept = String::with_capacity(json.len());
    for member in text::members(json, 0) {
        if member.name == "meta" {
            let foreign = foreign_meta(json, member.value.start);
            if foreign.is_empty() {
                continue;
            }
            kept.push_str("\"meta\":{");
            for part in foreign {
                text::compact_into(part, &mut kept);
                kept.push(',');
            }
            kept.push('}');
        } else if let Some(whole) = json.get(member.whole) {
            text::compact_into(whole, &mut kept);
        }
        kept.push(',');
    }
    *blake3::hash(kept.as_bytes()).as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(json: &str) -> Result<Draft, Code> {
        Draft::parse(json, &Limits::default()).map_err(|problems| problems[0].code)
    }

    fn at() -> Timestamp {
        "2026-01-02T03:04:05Z".parse().unwrap()
    }

    #[test]
    fn what_is_not_a_resource_is_refused_by_name() {
        for (json, code) in [
            ("[]", Code::NotObject),
            ("{}", Code::TypeMissing),
            ("{\"resourceType\":5}", Code::WrongType),
            ("{\"resourceType\":\"Cat\"}", Code::TypeUnknown),
            ("{\"resourceType\":\"Patient\",\"id\":\"ä\"}", Code::IdInvalid),
            ("{\"resourceType\":\"Patient\",\"id\":\"\"}", Code::IdInvalid),
            ("{\"resourceType\":\"Patient\",\"id\":7}", Code::WrongType),
            ("{\"resourceType\":\"Patient\",\"meta\":\"x\"}", Code::WrongType),
            ("{\"resourceType\":\"Patient\",\"id\":\"1\",\"id\":\"2\"}", Code::MemberTwice),
            ("{\"resourceType\":\"Patient\",\"a\":[{\"x\":1,\"x\":2}]}", Code::MemberTwice),
            ("{\"resourceType\":\"Patient\",\"\\u0069d\":\"1\"}", Code::NameEscaped),
            ("{\"resourceType\":\"Patient\"", Code::NotJson),
            ("{\"resourceType\":\"Patient\",\"x\":1e999}", Code::NotJson),
        ] {
            assert_eq!(draft(json).unwrap_err(), code, "{json}");
        }
    }

    #[test]
    fn an_id_is_spliced_in_and_nothing_else_moves() {
        let json = "{ \"resourceType\" : \"Observation\",\n \"valueDecimal\": 1.50 }";
        let resource = draft(json).unwrap().with_id("a1");
        assert_eq!(
            resource.text,
            "{ \"resourceType\" : \"Observation\",\"id\":\"a1\",\n \"valueDecimal\": 1.50 }"
        );
        assert_eq!(resource.value["id"], "a1");
        let again = draft(&resource.text).unwrap().with_id("b2");
        assert!(again.text.contains("\"id\":\"b2\"") && again.text.contains("1.50"));
    }

    #[test]
    fn content_decides_the_id_of_what_has_none() {
        let one = draft("{\"resourceType\":\"Patient\",\"active\":true}").unwrap().identify();
        let same = draft("{ \"resourceType\": \"Patient\", \"active\": true }").unwrap().identify();
        let other = draft("{\"resourceType\":\"Patient\",\"active\":false}").unwrap().identify();
        assert_eq!(one.id, same.id);
        assert_ne!(one.id, other.id);
        assert!(Uuid::parse_str(&one.id).is_ok());
    }

    #[test]
    fn printing_sets_the_servers_meta_and_only_that() {
        let meta = "\"meta\":{\"versionId\":\"7\",\"lastUpdated\":\"2026-01-02T03:04:05.000Z\"";
        let plain = draft("{\"resourceType\":\"Patient\",\"id\":\"1\",\"x\":1.0}").unwrap();
        assert_eq!(
            print(plain.text(), 7, at()),
            format!("{{\"resourceType\":\"Patient\",\"id\":\"1\",{meta}}},\"x\":1.0}}")
        );
        let tagged = "{\"meta\" : { \"versionId\":\"9\" , \"tag\":[{\"code\":\"t\"}], \
                      \"lastUpdated\":\"2001-01-01T00:00:00Z\"},\"resourceType\":\"Patient\"}";
        let printed = print(tagged, 7, at());
        assert_eq!(
            printed,
            "{\"meta\" : {\"versionId\":\"7\",\"lastUpdated\":\"2026-01-02T03:04:05.000Z\",\
             \"tag\":[{\"code\":\"t\"}]},\"resourceType\":\"Patient\"}"
        );
        assert_eq!(digest(&printed), digest(tagged));
        assert_eq!(digest(&print(plain.text(), 1, at())), digest(plain.text()));
        assert_ne!(digest(plain.text()), digest(&plain.text().replace("1.0", "1.00")));
    }
}
