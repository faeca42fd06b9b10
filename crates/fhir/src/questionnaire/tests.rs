//! What is read of a questionnaire, and what is named because it is not.

use care::questionnaire::{Answer, Operator, Test, When};
use serde_json::json;

use super::{read, thousandths};

fn said(name: &str, text: &str) -> serde_json::Value {
    let to = |lang: &str| {
        json!({
            "url": crate::systems::TRANSLATION,
            "extension": [
                { "url": "lang", "valueCode": lang },
                { "url": "content", "valueString": text },
            ],
        })
    };
    json!({ name: text, format!("_{name}"): { "extension": [to("sv"), to("en")] } })
}

fn with(mut one: serde_json::Value, other: &serde_json::Value) -> serde_json::Value {
    for (name, value) in other.as_object().into_iter().flatten() {
        one[name] = value.clone();
    }
    one
}

fn questionnaire(item: &serde_json::Value) -> serde_json::Value {
    let head = json!({ "resourceType": "Questionnaire", "version": "1", "item": [item] });
    with(with(head, &said("title", "T")), &said("copyright", "C"))
}

#[test]
fn conditions_limits_and_choices_are_read() {
    let minimum = "http://hl7.org/fhir/StructureDefinition/minValue";
    let item = json!({
        "linkId": "speed", "type": "decimal", "enableBehavior": "any",
        "extension": [{ "url": minimum, "valueDecimal": 0.2 }],
        "enableWhen": [{ "question": "walks", "operator": ">=", "answerInteger": 4 }],
    });
    let walks = with(json!({ "linkId": "walks", "type": "integer" }), &said("text", "Walks"));
    let speed = with(item, &said("text", "Speed"));
    let mut whole = questionnaire(&walks);
    whole["item"] = json!([walks, speed]);
    let read = read("gait", &whole).unwrap();
    whole["item"] = json!([speed, walks]);
    let faults = super::read("gait", &whole).unwrap_err();
    assert_eq!(faults, ["\"speed\" looks at \"walks\", which is not asked before it"]);
    let item = read.item("speed").unwrap();
    assert_eq!(item.fault(&[Answer::Number(100)]), Some(care::questionnaire::Fault::Below(200)));
    let When::Any(conditions) = &item.when else { panic!("{:?}", item.when) };
    let test = Test::Compare(Operator::GreaterOrEqual, Answer::Number(4000));
    assert_eq!(conditions.first().map(|condition| &condition.test), Some(&test));
}

#[test]
fn what_is_not_supported_is_told_with_its_place() {
    let item = json!({ "linkId": "a b", "type": "attachment", "text": "A", "readOnly": true });
    let faults = read("x", &questionnaire(&item)).unwrap_err();
    for wanted in [
        "item[0].readOnly: not supported",
        "item[0].linkId: write one",
        "item[0].type: \"attachment\" is not supported",
        "item[0].text: the text in \"sv\" is missing",
    ] {
        assert!(faults.iter().any(|fault| fault.starts_with(wanted)), "{wanted}: {faults:?}");
    }
}

#[test]
fn numbers_are_read_by_their_digits() {
    for (written, read) in [
        ("12", Some(12_000)),
        ("-0.8", Some(-800)),
        ("0.125", Some(125)),
        ("0.1255", None),
        ("", None),
        ("1e3", None),
        (".5", None),
    ] {
        assert_eq!(thousandths(written), read, "{written}");
    }
}
