//! Builds JSON objects for output: what is not there is left out, as FHIR wants it.

use serde_json::{Map, Value};

/// An object of these members, without those that are nothing, `null`, `""`, `[]` or `{}`.
pub(crate) fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    let mut there = Map::with_capacity(N);
    for (name, value) in members {
        if !is_nothing(&value) {
            there.insert(name.to_owned(), value);
        }
    }
    Value::Object(there)
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.iter().all(is_nothing),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}
