//! Messages and answers that name a matter of Polku's own: their words, as a person reads them.

use care::code::AddedAs;
use care::id::CaseId;
use serde_json::Value;

use super::{Added, ids, links, status};

/// The most words that a matter takes over; the whole stays in the resource.
const WORDS_MAX: usize = 20_000;
/// How deep questions within questions are read.
const DEPTH_MAX: usize = 20;

/// A message, once it is sent.
pub(super) fn message(communication: &Value) -> Option<Added> {
    if !["in-progress", "completed"].contains(&status(communication)) {
        return None;
    }
    let payload = communication.get("payload").and_then(Value::as_array).into_iter().flatten();
    let words: Vec<&str> = payload.filter_map(words_of).collect();
    Some(Added {
        case: case_of(communication, &["basedOn", "about"])?,
        added_as: AddedAs::Message,
        words: shortened(words.join("\n")),
        patients: patients(communication),
    })
}

/// Answers, once they are given.
pub(super) fn answers(response: &Value) -> Option<Added> {
    if !["completed", "amended"].contains(&status(response)) {
        return None;
    }
    let mut lines = Vec::new();
    tell(response, 0, &mut lines);
    Some(Added {
        case: case_of(response, &["basedOn"])?,
        added_as: AddedAs::Answers,
        words: shortened(lines.join("\n")),
        patients: patients(response),
    })
}

/// The words of a part of a message; of an attachment, its title.
fn words_of(part: &Value) -> Option<&str> {
    let title = || part.get("contentAttachment")?.get("title");
    part.get("contentString").or_else(title)?.as_str()
}

fn case_of(resource: &Value, elements: &[&str]) -> Option<CaseId> {
    let mut named = elements.iter().flat_map(|element| links(resource, element, None));
    named.find_map(|link| {
        let id = link.strip_prefix("ServiceRequest/").or_else(|| link.strip_prefix("Task/"))?;
        id.parse().ok()
    })
}

fn patients(resource: &Value) -> Vec<String> {
    ids(links(resource, "subject", None), "Patient").map(str::to_owned).collect()
}

/// Each question with its answers, on a line of its own.
fn tell(within: &Value, depth: usize, lines: &mut Vec<String>) {
    if depth > DEPTH_MAX {
        return;
    }
    for item in within.get("item").and_then(Value::as_array).into_iter().flatten() {
        let question = item.get("text").or_else(|| item.get("linkId")).and_then(Value::as_str);
        let answers: Vec<&Value> =
            item.get("answer").and_then(Value::as_array).into_iter().flatten().collect();
        let said: Vec<String> = answers.iter().filter_map(|answer| said(answer)).collect();
        if !said.is_empty() {
            lines.push(format!("{}: {}", question.unwrap_or_default(), said.join(", ")));
        }
        tell(item, depth + 1, lines);
        for answer in answers {
            tell(answer, depth + 1, lines);
        }
    }
}

fn said(answer: &Value) -> Option<String> {
    let (_, value) = answer.as_object()?.iter().find(|(name, _)| name.starts_with("value"))?;
    let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(yes) => Some(yes.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(parts) => {
            let number = parts.get("value").filter(|value| value.is_number());
            let quantity = number.map(|number| {
                let unit = text("unit").or_else(|| text("code")).unwrap_or_default();
                format!("{number} {unit}").trim_end().to_owned()
            });
            let named = ["display", "code", "title", "reference", "url"];
            quantity.or_else(|| named.iter().find_map(|name| text(name)))
        }
        Value::Null | Value::Array(_) => None,
    }
}

fn shortened(mut words: String) -> String {
    if let Some((cut, _)) = words.char_indices().nth(WORDS_MAX) {
        words.truncate(cut);
        words.push('…');
    }
    words
}
