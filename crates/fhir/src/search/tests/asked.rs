//! What a query means, and what of it is refused.

use serde_json::json;

use super::super::*;
use super::kind;
use crate::intake::Limits;
use crate::problem::Code;
use crate::resource::Draft;

fn query(rtype: &str, text: &str) -> Result<Query<'static>, Code> {
    parse(registry(), kind(rtype), text, Handling::Strict).map_err(|problems| problems[0].code)
}

/// Whether a search finds a resource, by the meaning that this crate gives it.
fn finds(text: &str, resource: &serde_json::Value) -> bool {
    let query = query(resource["resourceType"].as_str().unwrap(), text).unwrap();
    let draft = Draft::parse(&resource.to_string(), &Limits::default()).unwrap();
    let resource = draft.with_id("x1");
    query.conditions.iter().all(|condition| condition.holds(&resource).unwrap())
}

#[test]
fn tokens_strings_and_references_mean_what_fhir_says() {
    let patient = json!({
        "resourceType": "Patient",
        "identifier": [{"system": "urn:oid:1.2.246.21", "value": "020516C903K"}, {"value": "7"}],
        "name": [{"family": "Mäkelä", "given": ["Anna-Liisa"]}],
        "generalPractitioner": [{"reference": "Practitioner/9", "identifier": {"value": "55"}}],
        "gender": "female",
    });
    for (text, found) in [
        ("identifier=urn:oid:1.2.246.21|020516C903K", true),
        ("identifier=1.2.246.21|020516C903K", true),
        ("identifier=urn%3Aoid%3A1.2.246.21%7C020516C903K", true),
        ("identifier=020516C903K", true),
        ("identifier=020516C903", false),
        ("identifier=urn:oid:1.2.246.21|", true),
        ("identifier=|7", true),
        ("identifier=|020516C903K", false),
        ("identifier=nobody,7", true),
        ("family=makela&given=anna", true),
        ("family=MÄK", true),
        ("family=kela", false),
        ("family:contains=kela", true),
        ("family:exact=Mäkelä", true),
        ("family:exact=Makela", false),
        ("name=anna", true),
        ("general-practitioner=Practitioner/9", true),
        ("general-practitioner=9", true),
        ("general-practitioner:Practitioner=9", true),
        ("general-practitioner=Organization/9", false),
        ("general-practitioner:identifier=55", true),
        ("gender=female", true),
        ("gender=http://hl7.org/fhir/administrative-gender|female", true),
        ("gender=male,female", true),
        ("gender=male&gender=female", false),
    ] {
        assert_eq!(finds(text, &patient), found, "{text}");
    }
}

#[test]
fn words_beside_a_code_are_found_where_they_say_what_it_is_about() {
    let condition = json!({
        "resourceType": "Condition",
        "code": {
            "coding": [{"code": "J45", "display": "Astma"}, {"code": "195967001"}],
            "text": "Keuhkoastma, lievä",
        },
    });
    for (text, found) in [
        ("code:text=ASTMA", true),
        ("code:text=keuhkoastma, liev", true),
        ("code:text=keuhkoastma\\, lieva", true),
        ("code:text=lieva", false),
        ("code:text=J45", false),
        ("code=J45", true),
        ("code=Astma", false),
        ("code:not=Astma", true),
    ] {
        assert_eq!(finds(text, &condition), found, "{text}");
    }
    let index = registry().index(kind("Condition"), &condition);
    let words = index.iter().filter(|(param, value)| {
        param.code == "code" && matches!(value, IndexValue::String { .. })
    });
    assert_eq!(words.count(), 2);
    let only_words = json!({"resourceType": "Condition", "code": {"text": "Astma"}});
    assert!(finds("code:missing=true&code:text=astma", &only_words));
    assert_eq!(query("Condition", "code:text=").unwrap_err(), Code::SearchValue);
    assert_eq!(query("Condition", "category:text=a").unwrap_err(), Code::FeatureUnsupported);
}

#[test]
fn dates_are_spans() {
    let patient = |birth: &str| json!({"resourceType": "Patient", "birthDate": birth});
    for (text, birth, found) in [
        ("birthdate=1990-05-17", "1990-05-17", true),
        ("birthdate=1990", "1990-05-17", true),
        ("birthdate=1990-05-17", "1990", false),
        ("birthdate=ap1990-05-17", "1990", true),
        ("birthdate=ne1990", "1990-05-17", false),
        ("birthdate=gt1990-05-16", "1990-05-17", true),
        ("birthdate=gt1990-05-17", "1990-05-17", false),
        ("birthdate=ge1990-05-17", "1990-05-17", true),
        ("birthdate=lt1990-05-17", "1990-05-17", false),
        ("birthdate=le1990-05-17", "1990-05-17", true),
        ("birthdate=sa1990-05-16", "1990-05-17", true),
        ("birthdate=sa1990-05-16", "1990-05", false),
        ("birthdate=eb1990-06", "1990-05-17", true),
        ("birthdate=ge1990-05-01&birthdate=le1990-05-31", "1990-05-17", true),
        ("birthdate=1990-05-16T21:00:00Z", "1990-05-17", false),
        ("birthdate=ge1990-05-16T21:00:00Z", "1990-05-17", true),
    ] {
        assert_eq!(finds(text, &patient(birth)), found, "{text} on {birth}");
    }
}

#[test]
fn quantities_leave_open_what_was_not_written() {
    let observation = json!({
        "resourceType": "Observation",
        "valueQuantity": {"value": 5.4, "system": "http://unitsofmeasure.org", "code": "mmol/L"},
    });
    for (text, found) in [
        ("value-quantity=5.4", true),
        ("value-quantity=5.40", true),
        ("value-quantity=5", true),
        ("value-quantity=5.5", false),
        ("value-quantity=54e-1|http://unitsofmeasure.org|mmol/L", true),
        ("value-quantity=5.4||mmol/L", true),
        ("value-quantity=5.4|http://unitsofmeasure.org|mg", false),
        ("value-quantity=gt5.3", true),
        ("value-quantity=gt5.4", false),
        ("value-quantity=ge5.4", true),
        ("value-quantity=ap5", true),
        ("value-quantity=ap4", false),
    ] {
        assert_eq!(finds(text, &observation), found, "{text}");
    }
}

#[test]
fn what_is_not_understood_is_refused_by_name() {
    for (text, code) in [
        ("shoe-size=44", Code::ParameterUnknown),
        ("name:phonetic=x", Code::FeatureUnsupported),
        ("identifier:text=x", Code::FeatureUnsupported),
        ("_id:missing=true", Code::FeatureUnsupported),
        ("name:missing=maybe", Code::SearchValue),
        ("general-practitioner:Patient=1", Code::FeatureUnsupported),
        ("general-practitioner.name=x", Code::FeatureUnsupported),
        ("general-practitioner:Patient.name=x", Code::FeatureUnsupported),
        ("name.family=x", Code::FeatureUnsupported),
        ("link.link.link.link.name=x", Code::FeatureUnsupported),
        ("_has:Observation:patient=x", Code::SearchValue),
        ("_has:Cat:patient:name=x", Code::ParameterUnknown),
        ("_has:Observation:device:code=x", Code::FeatureUnsupported),
        ("_has:Observation:patient:shoe-size=x", Code::ParameterUnknown),
        ("_include=Patient:shoe", Code::ParameterUnknown),
        ("_include=*", Code::FeatureUnsupported),
        ("_include:recurse=Patient:link", Code::FeatureUnsupported),
        ("_sort=gender", Code::FeatureUnsupported),
        ("_sort=shoe-size", Code::ParameterUnknown),
        ("_sort=name,family,given,birthdate", Code::FeatureUnsupported),
        ("_summary=some", Code::SearchValue),
        ("_elements=shoeSize", Code::SearchValue),
        ("_total=many", Code::SearchValue),
        ("birthdate=yesterday", Code::SearchValue),
        ("birthdate=1990,soon", Code::SearchValue),
        ("identifier=", Code::SearchValue),
        ("identifier=a|b|c", Code::SearchValue),
        ("name=", Code::SearchValue),
        ("name=%ff", Code::SearchValue),
        ("name=%4", Code::SearchValue),
        ("general-practitioner=a/b", Code::SearchValue),
        ("_count=many", Code::SearchValue),
        ("_format=xml", Code::FormatUnsupported),
    ] {
        assert_eq!(query("Patient", text).unwrap_err(), code, "{text}");
    }
    let unknown = parse(registry(), kind("Patient"), "x=1", Handling::Strict).unwrap_err();
    assert!(unknown[0].detail.contains("birthdate"), "{}", unknown[0]);
    let lenient = parse(registry(), kind("Patient"), "x=1&name=a", Handling::Lenient).unwrap();
    assert_eq!((lenient.conditions.len(), lenient.warnings.len()), (1, 1));
    assert!(parse(registry(), kind("Patient"), "birthdate=x", Handling::Lenient).is_err());
}

fn own<'q>(condition: &'q Condition<'q>) -> &'q Clause<'q> {
    match condition {
        Condition::Own(clause) => clause,
        other @ (Condition::Chain { .. } | Condition::Has { .. }) => panic!("{other:?}"),
    }
}

#[test]
fn absence_and_denial_are_asked_for() {
    let patient = json!({
        "resourceType": "Patient", "gender": "female",
        "identifier": [{"value": "1"}], "meta": {"profile": ["http://hl7.fi/fhir/one"]},
    });
    for (text, found) in [
        ("gender:not=male", true),
        ("gender:not=female", false),
        ("gender:not=male,female", false),
        ("language:not=fi", true),
        ("birthdate:missing=true", true),
        ("gender:missing=true", false),
        ("gender:missing=false", true),
    ] {
        assert_eq!(finds(text, &patient), found, "{text}");
    }
    let library = json!({"resourceType": "Library", "url": "http://hl7.fi/fhir/Library/1"});
    assert!(finds("url:below=http://hl7.fi/fhir", &library));
    assert!(!finds("url=http://hl7.fi/fhir", &library));
}

#[test]
fn the_parts_of_a_composite_hold_together() {
    let pressure = |code: &str, value: u32| {
        json!({"code": {"coding": [{"system": "http://loinc.org", "code": code}]},
               "valueQuantity": {"value": value, "code": "mm[Hg]"}})
    };
    let observation = json!({
        "resourceType": "Observation",
        "code": {"coding": [{"code": "85354-9"}]},
        "component": [pressure("8480-6", 120), pressure("8462-4", 80)],
    });
    for (text, found) in [
        ("component-code-value-quantity=8480-6$120", true),
        ("component-code-value-quantity=http://loinc.org|8480-6$gt100||mm[Hg]", true),
        ("component-code-value-quantity=8480-6$80", false),
        ("component-code-value-quantity=8480-6$80,8462-4$80", true),
        ("combo-code-value-quantity=8462-4$80", true),
        ("combo-code-value-quantity=8462-4$120", false),
        ("code-value-quantity=85354-9$120", false),
    ] {
        assert_eq!(finds(text, &observation), found, "{text}");
    }
    for text in ["code-value-quantity=85354-9", "code-value-quantity=1$2$3"] {
        assert_eq!(query("Observation", text).unwrap_err(), Code::SearchValue, "{text}");
    }
    let whole = json!({
        "resourceType": "Observation", "code": {"coding": [{"code": "1"}]},
        "valueCodeableConcept": {"coding": [{"code": "yes"}]},
    });
    assert!(finds("code-value-concept=1$yes", &whole));
    assert!(!finds("code-value-concept=1$no", &whole));
}

#[test]
fn conditions_lead_over_references() {
    for (rtype, text, then) in [
        ("Observation", "subject:Patient.name=a", "Patient"),
        ("Observation", "patient.identifier=a", "Patient"),
        ("Observation", "patient.general-practitioner:Practitioner.family:exact=a", "Patient"),
    ] {
        let query = query(rtype, text).unwrap();
        let Condition::Chain { target, .. } = &query.conditions[0] else { panic!("{text}") };
        assert_eq!(target.as_str(), then);
    }
    let ambiguous = parse(registry(), kind("Observation"), "subject.name=a", Handling::Strict);
    let said = ambiguous.unwrap_err()[0].detail.clone();
    assert!(said.contains("subject:Patient.name"), "{said}");
    let text = "_has:Observation:patient:_has:Provenance:target:recorded=2026";
    let query = query("Patient", text).unwrap();
    let Condition::Has { rtype, then, .. } = &query.conditions[0] else { panic!("{query:?}") };
    assert_eq!(rtype.as_str(), "Observation");
    assert!(matches!(**then, Condition::Has { .. }));
}

#[test]
fn the_shape_of_the_answer_is_asked_for() {
    let text = "_sort=-date,_lastUpdated&_include=Observation:patient&_include:iterate=Patient:*\
                &_revinclude=Provenance:target&_elements=code,value&_total=accurate";
    let query = query("Observation", text).unwrap();
    let keys: Vec<(&str, bool)> =
        query.sort.iter().map(|key| (key.param.code, key.descending)).collect();
    assert_eq!(keys, [("date", true), ("_lastUpdated", false)]);
    assert!(query.includes[1].iterate && query.includes[1].params.len() > 1);
    assert!(query.includes[2].reverse);
    assert_eq!(query.shape, Shape::Elements(vec!["code".to_owned(), "value".to_owned()]));
    assert_eq!((query.total, query.conditions.len()), (Some(Total::Accurate), 0));
}

#[test]
fn paging_words_are_no_conditions() {
    let text = "_count=20&_cursor=abc&_format=json&_id=1,2&_lastUpdated=gt2026-01-01&name=a+b";
    let query = query("Patient", text).unwrap();
    assert_eq!((query.count, query.cursor.as_deref()), (Some(20), Some("abc")));
    let clauses: Vec<&Clause<'_>> = query.conditions.iter().map(own).collect();
    let codes: Vec<&str> = clauses.iter().map(|clause| clause.param.code).collect();
    assert_eq!(codes, ["_id", "_lastUpdated", "name"]);
    assert_eq!(clauses[0].values.len(), 2);
    assert_eq!(query.understood[2], ("name".to_owned(), "a b".to_owned()));
    assert_eq!(encode("a b,|ä&"), "a%20b,|%C3%A4%26");
}

#[test]
fn escaped_separators_belong_to_the_value() {
    let patient = json!({"resourceType": "Patient", "identifier": [{"value": "a,b|c\\d"}]});
    assert!(finds("identifier=a\\,b\\|c\\\\d", &patient));
}

#[test]
fn a_narrower_parameter_asks_for_links_to_its_own_type() {
    let narrowed = |raw: &str| {
        let wanted = Wanted::read(Kind::Reference, None, raw).unwrap();
        wanted.narrowed(kind("Patient"))
    };
    let patient = Wanted::Reference { rtype: Some(kind("Patient")), id: "1".to_owned() };
    assert_eq!(narrowed("1"), Some(patient.clone()));
    assert_eq!(narrowed("Patient/1"), Some(patient));
    assert_eq!(narrowed("Group/1"), None);
    assert_eq!(narrowed("https://a.example/Group/1"), None);
    assert!(narrowed("https://a.example/Patient/1").is_some());
}
