//! The items of a questionnaire: what is asked, when, and which answers fit.

use care::language::{Language, Text};
use care::questionnaire::{Answer, Choice, Condition, Item, Kind, Operator, Test, When};
use serde_json::Value;

use super::{known, text};

const WORDS_MAX: usize = 2000;
const SDC: &str = "http://hl7.org/fhir/StructureDefinition/";

const KNOWN: &[&str] = &[
    "linkId",
    "text",
    "_text",
    "type",
    "required",
    "repeats",
    "maxLength",
    "enableWhen",
    "enableBehavior",
    "answerOption",
    "answerValueSet",
    "initial",
    "item",
    "extension",
    "prefix",
];

/// The items that something holds.
pub(super) fn read_all(
    root: &Value,
    holder: &Value,
    place: &str,
    faults: &mut Vec<String>,
) -> Vec<Item> {
    let items = holder["item"].as_array().into_iter().flatten().enumerate();
    items.map(|(at, item)| read(root, item, &format!("{place}item[{at}]."), faults)).collect()
}

fn read(root: &Value, json: &Value, place: &str, faults: &mut Vec<String>) -> Item {
    known(json, place, KNOWN, faults);
    let link = json["linkId"].as_str().unwrap_or_default().to_owned();
    if link.is_empty()
        || !link.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
    {
        faults.push(format!("{place}linkId: write one of letters a–z, digits and hyphens"));
    }
    let kind = kind(root, json, place, faults);
    let initial = json["initial"].as_array().into_iter().flatten();
    let initial = initial.filter_map(|one| {
        let answer = answer(one, "value", &kind);
        if answer.is_none() {
            faults.push(format!("{place}initial: it does not fit the type of the item"));
        }
        answer
    });
    let initial = initial.collect();
    let mut hidden = false;
    for extension in json["extension"].as_array().into_iter().flatten() {
        match extension["url"].as_str().and_then(|url| url.strip_prefix(SDC)) {
            Some("questionnaire-hidden") => hidden = extension["valueBoolean"] == true,
            Some("minValue" | "maxValue" | "questionnaire-unit" | "questionnaire-itemControl") => {}
            Some(_) | None => {
                let url = &extension["url"];
                faults.push(format!("{place}extension: {url} is not supported; take it out"));
            }
        }
    }
    Item {
        text: text(json, "text", &format!("{place}text"), faults),
        required: json["required"] == true,
        repeats: json["repeats"] == true,
        hidden,
        when: when(json, place, faults),
        items: read_all(root, json, place, faults),
        link,
        kind,
        initial,
    }
}

fn kind(root: &Value, json: &Value, place: &str, faults: &mut Vec<String>) -> Kind {
    match json["type"].as_str().unwrap_or_default() {
        "group" => Kind::Group,
        "display" => Kind::Display,
        "boolean" => Kind::YesNo,
        "choice" => Kind::Choice(choices(root, json, place, faults)),
        of @ ("integer" | "decimal" | "quantity") => Kind::Number {
            min: extension(json, "minValue").and_then(number),
            max: extension(json, "maxValue").and_then(number),
            parts: of != "integer",
            unit: extension(json, "questionnaire-unit")
                .and_then(|unit| unit["display"].as_str().or(unit["code"].as_str()))
                .unwrap_or_default()
                .to_owned(),
        },
        "string" | "text" => {
            let most = json["maxLength"].as_u64().and_then(|most| usize::try_from(most).ok());
            Kind::Words(most.unwrap_or(WORDS_MAX))
        }
        other => {
            faults.push(format!("{place}type: {other:?} is not supported; use another type"));
            Kind::Display
        }
    }
}

fn extension<'j>(json: &'j Value, name: &str) -> Option<&'j Value> {
    let url = format!("{SDC}{name}");
    let found = json["extension"].as_array()?.iter().find(|one| one["url"] == url.as_str())?;
    value(found, "value")
}

/// The member whose name begins so: R4 writes the type behind the name.
fn value<'j>(object: &'j Value, begins: &str) -> Option<&'j Value> {
    let members = object.as_object()?;
    members.iter().find(|(name, _)| name.starts_with(begins)).map(|(_, value)| value)
}

/// A number in thousandths, read from its digits so that nothing is rounded.
fn number(json: &Value) -> Option<i64> {
    thousandths(&json.to_string())
}

/// A written number in thousandths; none when it is no number or has finer parts.
pub fn thousandths(written: &str) -> Option<i64> {
    let (sign, digits) = match written.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, written),
    };
    let (whole, parts) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty()
        || whole.len() > 12
        || parts.len() > 3
        || !all_digits(whole)
        || !all_digits(parts)
    {
        return None;
    }
    format!("{whole}{parts:0<3}").parse::<i64>().ok().map(|number| sign * number)
}

fn choices(root: &Value, json: &Value, place: &str, faults: &mut Vec<String>) -> Vec<Choice> {
    let mut found = Vec::new();
    for option in json["answerOption"].as_array().into_iter().flatten() {
        let coding = &option["valueCoding"];
        found.push(Choice {
            code: coding["code"].as_str().unwrap_or_default().to_owned(),
            text: text(coding, "display", &format!("{place}answerOption.display"), faults),
            ordinal: ordinal(option).or_else(|| ordinal(coding)),
        });
    }
    if let Some(set) = json["answerValueSet"].as_str() {
        let id = set.strip_prefix('#').unwrap_or_default();
        let contained = root["contained"].as_array().into_iter().flatten();
        let concepts = contained.filter(|one| one["id"] == id).flat_map(|set| {
            let includes =
                set.pointer("/compose/include").and_then(Value::as_array).into_iter().flatten();
            includes.flat_map(|include| include["concept"].as_array().into_iter().flatten())
        });
        found.extend(concepts.map(|concept| Choice {
            code: concept["code"].as_str().unwrap_or_default().to_owned(),
            text: designated(concept, &format!("{place}answerValueSet"), faults),
            ordinal: ordinal(concept),
        }));
    }
    if found.is_empty() || found.iter().any(|choice| choice.code.is_empty()) {
        faults.push(format!(
            "{place}: give each answer a code, in answerOption or in a contained ValueSet"
        ));
    }
    found
}

fn ordinal(json: &Value) -> Option<i64> {
    extension(json, "ordinalValue").and_then(number).map(|thousandths| thousandths / 1000)
}

/// The text of a concept; a value set translates by designations.
fn designated(concept: &Value, place: &str, faults: &mut Vec<String>) -> Text {
    let of = |language: Language| {
        let mut all = concept["designation"].as_array().into_iter().flatten();
        let found = all.find(|one| one["language"] == language.code());
        found.and_then(|one| one["value"].as_str()).unwrap_or_default().into()
    };
    let fi = concept["display"].as_str().unwrap_or_default().into();
    let text = Text { fi, sv: of(Language::Sv), en: of(Language::En) };
    for language in Language::ALL {
        if text.get(language).is_empty() {
            faults.push(format!("{place}: the text in {:?} is missing; add it", language.code()));
        }
    }
    text
}

fn when(json: &Value, place: &str, faults: &mut Vec<String>) -> When {
    let Some(written) = json["enableWhen"].as_array() else { return When::Always };
    let conditions = written.iter().enumerate().filter_map(|(at, one)| {
        let condition = condition(one);
        if condition.is_none() {
            faults.push(format!(
                "{place}enableWhen[{at}]: give a question, an operator of R4 and an answer of a supported type"
            ));
        }
        condition
    });
    let conditions = conditions.collect::<Vec<_>>();
    if json["enableBehavior"] == "any" { When::Any(conditions) } else { When::All(conditions) }
}

fn condition(json: &Value) -> Option<Condition> {
    let link = json["question"].as_str()?.to_owned();
    let operator = match json["operator"].as_str()? {
        "exists" => {
            let test = Test::Exists(json["answerBoolean"].as_bool()?);
            return Some(Condition { link, test });
        }
        "=" => Operator::Equal,
        "!=" => Operator::NotEqual,
        ">" => Operator::Greater,
        "<" => Operator::Less,
        ">=" => Operator::GreaterOrEqual,
        "<=" => Operator::LessOrEqual,
        _ => return None,
    };
    let with = value(json, "answer")?;
    let with = match with {
        Value::Bool(yes) => Answer::YesNo(*yes),
        Value::Number(_) => Answer::Number(number(with)?),
        Value::String(words) => Answer::Words(words.clone()),
        Value::Object(object) => match (object.get("code"), object.get("value")) {
            (_, Some(number_of)) => Answer::Number(number(number_of)?),
            (Some(code), None) => Answer::Chosen(code.as_str()?.to_owned()),
            (None, None) => return None,
        },
        Value::Null | Value::Array(_) => return None,
    };
    Some(Condition { link, test: Test::Compare(operator, with) })
}

fn answer(json: &Value, begins: &str, kind: &Kind) -> Option<Answer> {
    let given = value(json, begins)?;
    match kind {
        Kind::Group | Kind::Display => None,
        Kind::YesNo => given.as_bool().map(Answer::YesNo),
        Kind::Choice(_) => given["code"].as_str().map(|code| Answer::Chosen(code.to_owned())),
        Kind::Number { .. } => number(given).map(Answer::Number),
        Kind::Words(_) => given.as_str().map(|words| Answer::Words(words.to_owned())),
    }
}
