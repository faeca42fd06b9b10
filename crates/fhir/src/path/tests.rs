//! Paths, each with what it finds, and what is no path.

use serde_json::json;

use super::*;

fn resource() -> Value {
    json!({
        "resourceType": "Observation",
        "id": "o1",
        "status": "final",
        "subject": {"reference": "Patient/p1"},
        "performer": [
            {"reference": "https://other.example/fhir/Practitioner/7"},
            {"reference": "#contained"}
        ],
        "effectiveDateTime": "2026-03",
        "valueQuantity": {"value": 37.5, "unit": "Cel"},
        "_status": {"extension": [{"url": "urn:why", "valueString": "checked"}]},
        "extension": [
            {"url": "urn:a", "valueCode": "x"},
            {"url": "urn:b", "extension": [{"url": "c", "valueCoding": {"code": "deep"}}]}
        ],
        "component": [
            {"code": {"text": "one"}, "valueInteger": 1},
            {"code": {"text": "two"}, "valueInteger": 2},
            {"code": {"text": "three"}, "valueString": "3"}
        ]
    })
}

fn find(path: &str) -> Result<Value, Code> {
    let path = Path::compile(path, &|_| None).map_err(|faults| faults[0].code)?;
    let resource = resource();
    let found = path.find(&root(&resource)).map_err(|fault| fault.code)?;
    Ok(found.iter().map(Item::json).collect())
}

#[test]
fn each_part_of_the_language_finds_what_it_says() {
    for (path, expected) in [
        ("id", json!(["o1"])),
        ("Observation.id", json!(["o1"])),
        ("nothing.here", json!([])),
        ("component.code.text", json!(["one", "two", "three"])),
        ("component[1].code.text", json!(["two"])),
        ("component[9].code.text", json!([])),
        ("component.where(value.ofType(integer) > 1).code.text", json!(["two"])),
        ("component.where($this.code.text = 'one').value", json!([1])),
        ("component.value.ofType(string)", json!(["3"])),
        ("component.first().code.text", json!(["one"])),
        ("component.last().code.text", json!(["three"])),
        ("component.count()", json!([3])),
        ("component.code.text.join(', ')", json!(["one, two, three"])),
        ("component.code.text.join()", json!(["onetwothree"])),
        ("nothing.join(',')", json!([])),
        ("value.ofType(Quantity).value", json!([37.5])),
        ("value.ofType(FHIR.Quantity).unit", json!(["Cel"])),
        ("value.ofType(string)", json!([])),
        ("extension('urn:a').value.ofType(code)", json!(["x"])),
        ("extension('urn:b').extension('c').value.ofType(Coding).code", json!(["deep"])),
        ("status.extension('urn:why').value", json!(["checked"])),
        ("component.exists()", json!([true])),
        ("component.exists(code.text = 'four')", json!([false])),
        ("nothing.empty()", json!([true])),
        ("nothing.exists().not()", json!([true])),
        ("getResourceKey()", json!(["o1"])),
        ("subject.getReferenceKey()", json!(["p1"])),
        ("subject.getReferenceKey(Patient)", json!(["p1"])),
        ("subject.getReferenceKey(Group)", json!([])),
        (
            "performer.getReferenceKey(Practitioner)",
            json!(["https://other.example/fhir/Practitioner/7"]),
        ),
        ("'it''s'", json!(null)),
        ("'it\\'s' & ' so'", json!(["it's so"])),
        ("'a' + 'b'", json!(["ab"])),
        ("'a' & nothing", json!(["a"])),
        ("'a' + nothing", json!([])),
        ("1 + 2 * 3 - 4", json!([3])),
        ("(1 + 2) * 3", json!([9])),
        ("7 / 2", json!([3.5])),
        ("7 / 0", json!([])),
        ("-2 + 1.5", json!([-0.5])),
        ("9223372036854775807 + 1", json!([])),
        ("1 = 1.0", json!([true])),
        ("1 != 2", json!([true])),
        ("'b' >= 'a' and 2 <= 2", json!([true])),
        ("{} = 1", json!([])),
        ("true or nothing", json!([true])),
        ("false and nothing", json!([false])),
        ("true and nothing", json!([])),
        ("effective > @2026-02", json!([true])),
        ("effective = @2026-03-05", json!([])),
        ("effective < @2026-03-01T00:00:00Z", json!([])),
        ("@T10:30:00 < @T11:00:00", json!([true])),
        ("effective.ofType(dateTime).lowBoundary()", json!(["2026-03-01T00:00:00.000+14:00"])),
        ("effective.ofType(dateTime).highBoundary()", json!(["2026-03-31T23:59:59.999-12:00"])),
        ("`id`", json!(["o1"])),
    ] {
        if expected.is_null() {
            assert_eq!(find(path), Err(Code::PathMalformed), "{path}");
        } else {
            assert_eq!(find(path), Ok(expected), "{path}");
        }
    }
}

#[test]
fn boundaries_fill_what_was_not_written() {
    let patient = json!({"resourceType": "Patient", "birthDate": "2024-02"});
    let of = |path: &str| {
        let path = Path::compile(path, &|_| None).unwrap();
        path.find(&root(&patient)).unwrap()[0].json()
    };
    assert_eq!(of("birthDate.lowBoundary()"), "2024-02-01");
    assert_eq!(of("birthDate.highBoundary()"), "2024-02-29");
    assert_eq!(of("@T12:34.lowBoundary()"), "12:34:00.000");
    assert_eq!(of("@T12:34.highBoundary()"), "12:34:59.999");
    assert_eq!(find("component.first().value.lowBoundary()"), Err(Code::PathResult));
}

#[test]
fn what_is_no_path_or_no_part_of_it_is_refused() {
    for (path, code) in [
        ("", Code::PathMalformed),
        ("@@", Code::PathMalformed),
        ("a..b", Code::PathMalformed),
        ("a b", Code::PathMalformed),
        ("a.where(", Code::PathMalformed),
        ("'open", Code::PathMalformed),
        ("a = = b", Code::PathMalformed),
        ("a[", Code::PathMalformed),
        ("ä", Code::PathMalformed),
        ("99999999999999999999", Code::PathMalformed),
        ("a.trace('x')", Code::PathUnsupported),
        ("a.where()", Code::PathUnsupported),
        ("a is Patient", Code::PathUnsupported),
        ("a | b", Code::PathUnsupported),
        ("a.replace('x', 'y')", Code::PathUnsupported),
        ("$index", Code::PathUnsupported),
        ("%missing", Code::ConstantUnknown),
    ] {
        assert_eq!(find(path), Err(code), "{path}");
    }
    let deep = format!("{}1{}", "(".repeat(100_000), ")".repeat(100_000));
    assert_eq!(find(&deep), Err(Code::PathMalformed), "longer than any path");
    let deep = format!("{}1{}", "(".repeat(1000), ")".repeat(1000));
    assert_eq!(find(&deep), Err(Code::PathMalformed), "deeper than any path");
    assert_eq!(find(&format!("a{}", ".b".repeat(150))), Ok(json!([])));
    assert_eq!(find(&format!("a{}", ".b".repeat(3000))), Err(Code::PathMalformed));
    assert_eq!(find("(1 | 2).first()"), Err(Code::PathUnsupported));
    assert_eq!(find("component < 3"), Err(Code::PathResult));
    assert_eq!(find("component.value + 1"), Err(Code::PathResult));
}
