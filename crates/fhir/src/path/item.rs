//! What a path finds: parts of the resource with their FHIR types, or values computed from them.

use std::borrow::Cow;

use serde_json::{Map, Number, Value};

use crate::definitions::{ResourceType, definitions};
use crate::moment;

/// One thing that was found.
#[derive(Clone, PartialEq, Debug)]
pub enum Item<'v> {
    /// A part of the resource.
    Node(Node<'v>),
    /// A computed text.
    Text(Cow<'v, str>),
    /// A computed date, instant or time of day, as FHIR writes it.
    Moment(Cow<'v, str>),
    /// A whole number.
    Integer(i64),
    /// Another number.
    Decimal(f64),
    /// A yes or no.
    Truth(bool),
}

/// A part of the resource.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Node<'v> {
    pub(super) value: &'v Value,
    /// What stands beside a primitive under the name with an underscore: its id and extensions.
    beside: Option<&'v Value>,
    /// The FHIR type or the path of a part; empty when the tables do not say.
    pub(super) kind: &'static str,
}

/// A value of the simplest kind, for comparing and computing.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Plain<'v> {
    Text(&'v str),
    Moment(&'v str),
    Integer(i64),
    Decimal(f64),
    Truth(bool),
    /// An object: equal only to what is written the same.
    Complex(&'v Value),
}

static NOTHING: Value = Value::Null;

impl<'v> Node<'v> {
    pub(super) fn resource(value: &'v Value) -> Self {
        Self { value, beside: None, kind: resource_kind(value) }
    }

    /// The children under a name, each with its type; `value` finds what is written `valueQuantity`.
    pub(super) fn children(&self, name: &str, add: &mut Vec<Item<'v>>) {
        let Value::Object(members) = self.value else {
            if let Some(Value::Object(beside)) = self.beside {
                let kind = if name == "extension" { "Extension" } else { "string" };
                if matches!(name, "extension" | "id") {
                    spread(beside, name, kind, add);
                }
            }
            return;
        };
        let element = definitions().find(self.kind).and_then(|known| known.element(name));
        match element {
            Some(element) if element.choice => {
                for kind in &element.types {
                    spread(members, &element.written(kind), kind, add);
                }
            }
            Some(element) => {
                let kind = if let [one] = element.types.as_slice() { one } else { "" };
                spread(members, name, kind, add);
            }
            None => spread(members, name, "", add),
        }
    }
}

/// Adds each value under a written name; primitives with what stands beside them.
fn spread<'v>(
    members: &'v Map<String, Value>,
    name: &str,
    kind: &'static str,
    add: &mut Vec<Item<'v>>,
) {
    let value = members.get(name);
    let beside = if kind.starts_with(|first: char| first.is_ascii_uppercase()) {
        None
    } else {
        members.get(&format!("_{name}"))
    };
    let mut one = |value: Option<&'v Value>, beside: Option<&'v Value>| {
        let beside = beside.filter(|beside| beside.is_object());
        let value = value.filter(|value| !value.is_null());
        if value.is_none() && beside.is_none() {
            return;
        }
        let value = value.unwrap_or(&NOTHING);
        let kind = if kind == "Resource" { resource_kind(value) } else { kind };
        add.push(Item::Node(Node { value, beside, kind }));
    };
    match (value, beside) {
        (None, None) => {}
        (Some(Value::Array(values)), beside) => {
            for (at, value) in values.iter().enumerate() {
                one(Some(value), beside.and_then(|beside| beside.get(at)));
            }
        }
        (None, Some(Value::Array(all))) => all.iter().for_each(|beside| one(None, Some(beside))),
        (value, beside) => one(value, beside),
    }
}

fn resource_kind(value: &Value) -> &'static str {
    let name = value.get("resourceType").and_then(Value::as_str);
    name.and_then(ResourceType::parse).map_or("", ResourceType::as_str)
}

impl Item<'_> {
    /// The value as JSON; what has only extensions is nothing.
    pub fn json(&self) -> Value {
        match self {
            Self::Node(node) => node.value.clone(),
            Self::Text(text) | Self::Moment(text) => Value::String(text.clone().into_owned()),
            Self::Integer(number) => Value::from(*number),
            Self::Decimal(number) => Number::from_f64(*number).map_or(Value::Null, Value::Number),
            Self::Truth(yes) => Value::Bool(*yes),
        }
    }

    /// The yes or no that this is.
    pub fn truth(&self) -> Option<bool> {
        match self.plain() {
            Some(Plain::Truth(yes)) => Some(yes),
            Some(
                Plain::Text(_)
                | Plain::Moment(_)
                | Plain::Integer(_)
                | Plain::Decimal(_)
                | Plain::Complex(_),
            )
            | None => None,
        }
    }

    pub(super) fn plain(&self) -> Option<Plain<'_>> {
        Some(match self {
            Self::Node(node) => match node.value {
                Value::Null => return None,
                Value::Bool(yes) => Plain::Truth(*yes),
                Value::Number(number) => match number.as_i64() {
                    Some(whole) => Plain::Integer(whole),
                    None => Plain::Decimal(number.as_f64()?),
                },
                Value::String(text) => match node.kind {
                    "date" | "dateTime" | "instant" | "time" => Plain::Moment(text),
                    _ => Plain::Text(text),
                },
                Value::Array(_) | Value::Object(_) => Plain::Complex(node.value),
            },
            Self::Text(text) => Plain::Text(text),
            Self::Moment(text) => Plain::Moment(text),
            Self::Integer(number) => Plain::Integer(*number),
            Self::Decimal(number) => Plain::Decimal(*number),
            Self::Truth(yes) => Plain::Truth(*yes),
        })
    }

    /// The children of this item under a name.
    pub(super) fn children(&self, name: &str, add: &mut Vec<Self>) {
        match self {
            Self::Node(node) => node.children(name, add),
            Self::Text(_)
            | Self::Moment(_)
            | Self::Integer(_)
            | Self::Decimal(_)
            | Self::Truth(_) => {}
        }
    }

    /// Whether this is of a type, its narrower ones included.
    pub(super) fn is_of(&self, wanted: &str) -> bool {
        let kind = match self {
            Self::Node(node) => node.kind,
            Self::Text(_) => "string",
            Self::Moment(text) => moment_kind(text),
            Self::Integer(_) => "integer",
            Self::Decimal(_) => "decimal",
            Self::Truth(_) => "boolean",
        };
        kind == wanted || broader(kind) == wanted || broader(kind).to_lowercase() == wanted
    }
}

fn moment_kind(text: &str) -> &'static str {
    if text.contains(':') && !text.contains('T') {
        "time"
    } else if moment::is_date(text) {
        "date"
    } else {
        "dateTime"
    }
}

/// The type that a narrower one also is.
fn broader(kind: &'static str) -> &'static str {
    match kind {
        "code" | "id" | "markdown" => "string",
        "canonical" | "oid" | "url" | "uuid" => "uri",
        "positiveInt" | "unsignedInt" => "integer",
        "Age" | "Count" | "Distance" | "Duration" | "SimpleQuantity" => "Quantity",
        same => same,
    }
}
