//! Questionnaires as R4 writes them, read into what they mean. Whatever is not supported is listed
//! with its place and what to do; nothing is passed over in silence.

mod item;
#[cfg(test)]
mod tests;

use care::language::{Language, Text};
use care::questionnaire::{Meaning, Questionnaire, When};
use serde_json::Value;

pub use self::item::thousandths;
use crate::systems::TRANSLATION;

/// Reads a questionnaire, or says everything that is wrong with it.
pub fn read(name: &str, json: &Value) -> Result<Questionnaire, Vec<String>> {
    let mut faults = Vec::new();
    if json["resourceType"] != "Questionnaire" {
        faults.push("resourceType: write \"Questionnaire\"".to_owned());
    }
    known(json, "", KNOWN, &mut faults);
    let version = json["version"].as_str().unwrap_or_default().to_owned();
    if version.is_empty() {
        faults.push("version: give one, such as \"1\"".to_owned());
    }
    let mut title = |name| text(json, name, name, &mut faults);
    let (title, credit) = (title("title"), title("copyright"));
    let items = item::read_all(json, json, "", &mut faults);
    let (name, meaning) = (name.to_owned(), Meaning::default());
    let questionnaire = Questionnaire { name, version, title, credit, items, meaning };
    let links: Vec<&str> = questionnaire.every().iter().map(|item| item.link.as_str()).collect();
    for (at, link) in links.iter().enumerate() {
        if links.iter().take(at).any(|earlier| earlier == link) {
            faults.push(format!("linkId {link:?} stands twice; give each item its own"));
        }
    }
    for (at, item) in questionnaire.every().iter().enumerate() {
        let (When::All(conditions) | When::Any(conditions)) = &item.when else { continue };
        for asked in conditions.iter().map(|condition| &condition.link) {
            if !links.iter().take(at).any(|earlier| earlier == asked) {
                let link = &item.link;
                faults.push(format!("{link:?} looks at {asked:?}, which is not asked before it"));
            }
        }
    }
    if faults.is_empty() { Ok(questionnaire) } else { Err(faults) }
}

const KNOWN: &[&str] = &[
    "resourceType",
    "id",
    "url",
    "version",
    "name",
    "title",
    "_title",
    "status",
    "language",
    "copyright",
    "_copyright",
    "contained",
    "subjectType",
    "date",
    "publisher",
    "code",
    "item",
];

/// Names every member that this reader would pass over.
fn known(object: &Value, place: &str, known: &[&str], faults: &mut Vec<String>) {
    for name in object.as_object().into_iter().flat_map(|object| object.keys()) {
        if !known.contains(&name.as_str()) {
            faults.push(format!("{place}{name}: not supported; take it out"));
        }
    }
}

/// A text with its translations; the text itself is Finnish.
fn text(object: &Value, name: &str, place: &str, faults: &mut Vec<String>) -> Text {
    let beside = object.get(format!("_{name}"));
    let extensions = beside.and_then(|beside| beside.get("extension")?.as_array());
    let translated = |language: Language| {
        let of = |part: &Value, url: &str, value: &str| {
            let parts = part["extension"].as_array()?;
            parts.iter().find(|part| part["url"] == url)?[value].as_str().map(str::to_owned)
        };
        let all = extensions.into_iter().flatten().filter(|one| one["url"] == TRANSLATION);
        let mut all =
            all.filter(|one| of(one, "lang", "valueCode").as_deref() == Some(language.code()));
        all.next().and_then(|one| of(one, "content", "valueString")).unwrap_or_default()
    };
    let fi = object[name].as_str().unwrap_or_default();
    let text = Text {
        fi: fi.into(),
        sv: translated(Language::Sv).into(),
        en: translated(Language::En).into(),
    };
    for language in Language::ALL {
        if text.get(language).is_empty() {
            faults.push(format!("{place}: the text in {:?} is missing; add it", language.code()));
        }
    }
    text
}
