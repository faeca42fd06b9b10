//! A service path as a `PlanDefinition`: each step an action with its outcomes inside, of which exactly one is
//! chosen. What R4 has no element for, such as how often a step may be taken, stands in extensions of Polku's own.

use care::language::{Language, Text};
use care::path::{Entry, Outcome, Path, Step, Suggested};
use serde_json::{Value, json};

use super::concept;
use crate::definitions::ResourceType;
use crate::object::object;
use crate::resource::Resource;
use crate::systems::TRANSLATION;

const CONTEXT: &str = "http://terminology.hl7.org/CodeSystem/usage-context-type";
const KIND: &str = "http://terminology.hl7.org/CodeSystem/plan-definition-type";
const UCUM: &str = "http://unitsofmeasure.org";

/// The path, in Finnish with its translations; one that was not published is a draft. None when R4 does not know
/// the type.
pub fn path(path: &Path, published: bool) -> Option<Resource> {
    let id = format!("{}-v{}", path.name, path.version);
    let steps: Vec<Value> = path.steps.iter().map(action).collect();
    let value = object([
        ("resourceType", json!("PlanDefinition")),
        ("id", json!(id)),
        ("language", json!(Language::Fi.code())),
        ("url", json!(format!("urn:polku:path:{}", path.name))),
        ("version", json!(path.version.to_string())),
        ("name", json!(machine_name(&path.name))),
        ("title", json!(path.title.get(Language::Fi))),
        ("_title", translations(&path.title)),
        ("type", json!({"coding": [{"system": KIND, "code": "workflow-definition"}]})),
        ("status", json!(if published { "active" } else { "draft" })),
        ("date", json!(path.from_on.to_string())),
        ("description", json!(path.purpose.get(Language::Fi))),
        ("_description", translations(&path.purpose)),
        ("useContext", use_contexts(&path.entry)),
        ("effectivePeriod", json!({"start": path.from_on.to_string()})),
        ("topic", topics(&path.entry)),
        ("action", Value::Array(steps)),
    ]);
    let rtype = ResourceType::parse("PlanDefinition")?;
    Some(Resource { rtype, id, text: value.to_string(), value })
}

fn action(step: &Step) -> Value {
    let outcomes: Vec<Value> = step.outcomes.iter().map(|outcome| chosen(step, outcome)).collect();
    let after = |id: &String| json!({"actionId": id, "relationship": "after-end"});
    let joins: Vec<Value> = step.joins.iter().map(after).collect();
    let profession =
        step.owner.profession.map(|profession| coding("profession", profession.code()));
    let kind = coding("organisation-kind", step.owner.at.code());
    let codings: Vec<Value> = std::iter::once(kind).chain(profession).collect();
    let rules = step.clocks.iter().map(|rule| json!({"type": "justification", "label": rule}));
    let asked = step.questionnaires.iter();
    let asked = asked.map(|name| json!({"type": "depends-on", "display": name}));
    let most = step.times_max.map(|most| extension("times-max", "valuePositiveInt", json!(most)));
    object([
        ("id", json!(step.id)),
        ("extension", most.into_iter().collect()),
        ("title", json!(step.title.get(Language::Fi))),
        ("_title", translations(&step.title)),
        ("documentation", rules.chain(asked).collect()),
        ("relatedAction", Value::Array(joins)),
        (
            "participant",
            json!([{
                "type": "practitioner",
                "role": object([
                    ("coding", Value::Array(codings)),
                    ("text", json!(step.owner.name.get(Language::Fi))),
                    ("_text", translations(&step.owner.name)),
                ]),
            }]),
        ),
        ("selectionBehavior", json!("exactly-one")),
        (
            "cardinalityBehavior",
            json!(if step.times_max.is_some() { "multiple" } else { "single" }),
        ),
        ("action", Value::Array(outcomes)),
    ])
}

fn chosen(step: &Step, outcome: &Outcome) -> Value {
    let before = |id: &String| json!({"actionId": id, "relationship": "before-start"});
    let opens: Vec<Value> = outcome.opens.iter().map(before).collect();
    let ends = outcome.ends.then(|| extension("ends", "valueBoolean", json!(true)));
    let suggested = outcome.suggested.iter().map(suggested);
    object([
        ("id", json!(format!("{}-{}", step.id, outcome.code))),
        ("extension", ends.into_iter().chain(suggested).collect()),
        ("title", json!(outcome.title.get(Language::Fi))),
        ("_title", translations(&outcome.title)),
        ("relatedAction", Value::Array(opens)),
    ])
}

fn suggested(suggested: &Suggested) -> Value {
    let bound = |url: &str, thousandths: Option<i64>| {
        thousandths.map(|number| json!({"url": url, "valueDecimal": decimal(number)}))
    };
    let score = json!({"url": "score", "valueCode": suggested.score});
    let parts = [Some(score), bound("from", suggested.from), bound("to", suggested.to)];
    let parts: Vec<Value> = parts.into_iter().flatten().collect();
    json!({"url": "urn:polku:extension:suggested", "extension": parts})
}

#[expect(clippy::cast_precision_loss, reason = "scores are small numbers")]
fn decimal(thousandths: i64) -> f64 {
    thousandths as f64 / 1000.0
}

fn extension(name: &str, kind: &str, value: Value) -> Value {
    object([("url", json!(format!("urn:polku:extension:{name}"))), (kind, value)])
}

fn use_contexts(entry: &Entry) -> Value {
    if entry.age_min.is_none() && entry.age_max.is_none() {
        return Value::Null;
    }
    let years = |years: Option<i16>| {
        years.map_or(
            Value::Null,
            |years| json!({"value": years, "unit": "a", "system": UCUM, "code": "a"}),
        )
    };
    let range = object([("low", years(entry.age_min)), ("high", years(entry.age_max))]);
    json!([{"code": {"system": CONTEXT, "code": "age"}, "valueRange": range}])
}

fn topics(entry: &Entry) -> Value {
    entry.topics.iter().map(|topic| concept("urn:polku:topic", topic.code(), "")).collect()
}

fn coding(list: &str, code: &str) -> Value {
    json!({"system": format!("urn:polku:{list}"), "code": code})
}

/// The other languages of a text, beside the Finnish one.
fn translations(text: &Text) -> Value {
    let others = Language::ALL.into_iter().filter(|language| *language != Language::Fi);
    let translated = others.map(|language| {
        json!({"url": TRANSLATION, "extension": [
            {"url": "lang", "valueCode": language.code()},
            {"url": "content", "valueString": text.get(language)},
        ]})
    });
    json!({"extension": translated.collect::<Vec<_>>()})
}

/// A name as programs like it: `youth-stepped-care` is `YouthSteppedCare`.
fn machine_name(name: &str) -> String {
    let part = |part: &str| {
        let mut letters = part.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    name.split('-').map(part).collect()
}
