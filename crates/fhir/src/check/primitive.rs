//! The forms of FHIR's primitive values.

use serde_json::Value;

use crate::problem::{Code, Severity};
use crate::resource::json_type;
use crate::{moment, reference};

/// What is wrong with a primitive value, if anything.
pub(super) fn check(value: &Value, fhir_type: &'static str) -> Option<(Severity, Code, String)> {
    let wrong_type = || Some((Severity::Warning, Code::WrongType, json_type(value).to_owned()));
    let good = match (value, fhir_type) {
        (Value::Bool(_), "boolean") | (Value::Number(_), "decimal") => true,
        (Value::Number(number), "integer") => number.as_i64().is_some(),
        (Value::Number(number), "unsignedInt") => number.as_u64().is_some(),
        (Value::Number(number), "positiveInt") => number.as_u64().is_some_and(|n| n > 0),
        (_, "boolean" | "decimal" | "integer" | "unsignedInt" | "positiveInt") => {
            return wrong_type();
        }
        (Value::String(text), _) => return text_problem(text, fhir_type),
        _ => return wrong_type(),
    };
    (!good).then(|| (Severity::Warning, Code::ValueInvalid, fhir_type.to_owned()))
}

fn text_problem(text: &str, fhir_type: &'static str) -> Option<(Severity, Code, String)> {
    let said = |severity, code| Some((severity, code, fhir_type.to_owned()));
    if text.is_empty() {
        return said(Severity::Warning, Code::ValueEmpty);
    }
    match fhir_type {
        "date" if !moment::is_date(text) => said(Severity::Error, Code::DateInvalid),
        "dateTime" if !moment::is_date_time(text) => said(Severity::Error, Code::DateInvalid),
        "instant" if !moment::is_instant(text) => said(Severity::Error, Code::DateInvalid),
        "time" if !moment::is_time(text) => said(Severity::Error, Code::DateInvalid),
        "id" if !reference::is_id(text) => said(Severity::Warning, Code::ValueInvalid),
        "code" if text.trim() != text || text.contains("  ") => {
            said(Severity::Warning, Code::ValueInvalid)
        }
        "uri" | "url" | "canonical" | "oid" | "uuid"
            if text.contains(|letter: char| letter.is_whitespace()) =>
        {
            said(Severity::Warning, Code::ValueInvalid)
        }
        _ => None,
    }
}
