//! Views as tables: shipped and inline, in each format, over one patient or what changed since.

use std::io::Cursor;

use arrow_array::cast::AsArray as _;
use arrow_array::types::{Float64Type, Int32Type};
use arrow_array::{Array as _, RecordBatch};
use arrow_ipc::reader::StreamReader;
use serde_json::{Value, json};

use crate::app::App;

const RUN: &str = "/fhir/ViewDefinition/$run";

fn patients(app: &App, count: u32) {
    for at in 0..count {
        app.put(&json!({
            "resourceType": "Patient",
            "id": format!("p{at}"),
            "birthDate": format!("19{:02}-05-01", 50 + at % 50),
            "name": [{"family": "Virtanen, \"A\"", "given": ["Aino", "Maria"]}]
        }));
    }
    app.put(&json!({
        "resourceType": "Condition", "id": "c1", "subject": {"reference": "Patient/p1"},
        "code": {"coding": [{"code": "J45.9"}, {"code": "R96"}]}
    }));
    app.put(&json!({
        "resourceType": "Condition", "id": "c2", "subject": {"reference": "Patient/p2"},
        "code": {"coding": [{"code": "I10"}]}
    }));
}

fn asked(view: &Value, more: &[(&str, &str)]) -> String {
    let mut parameters = vec![json!({"name": "viewResource", "resource": view})];
    for (name, value) in more {
        parameters.push(json!({"name": name, "valueString": value}));
    }
    json!({"resourceType": "Parameters", "parameter": parameters}).to_string()
}

fn birth_dates() -> Value {
    json!({
        "resourceType": "ViewDefinition", "resource": "Patient",
        "select": [{"column": [
            {"name": "id", "path": "getResourceKey()"},
            {"name": "given", "path": "name.given", "collection": true},
            {"name": "version", "path": "meta.versionId"}
        ]}],
        "where": [{"path": "birthDate < @1960"}]
    })
}

#[test]
fn a_shipped_view_gives_the_same_rows_in_each_format() {
    let app = App::new();
    patients(&app, 3);
    let path = "/fhir/ViewDefinition/patient-demographics/$run";
    let csv = app.get(&format!("{path}?_format=csv"));
    assert_eq!(csv.status, 200, "{}", csv.text());
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8; header=present");
    let text = csv.text();
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert_eq!(
        lines[..2],
        [
            "patient_id,identity_number,family,given,gender,birth_date,postal_code,city",
            "p0,,\"Virtanen, \"\"A\"\"\",Aino Maria,,1950-05-01,,",
        ]
    );
    assert_eq!(lines.len(), 5, "three rows, a heading and the end of the last line");
    let bare = app.get(&format!("{path}?_format=text/csv&header=false")).text();
    assert_eq!(bare.split("\r\n").next().unwrap(), lines[1]);
    let rows = app.get(&format!("{path}?_format=ndjson")).lines();
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[2]["birth_date"], "1952-05-01");
    assert_eq!(rows[2]["gender"], Value::Null);
    let array = app.call_with("GET", path, &[("accept", "application/json")], "");
    assert_eq!(array.json(), Value::Array(rows));
    let shown = app.get("/fhir/ViewDefinition/patient-demographics").json();
    assert_eq!(
        (&shown["id"], &shown["resource"]),
        (&json!("patient-demographics"), &json!("Patient"))
    );
    assert_eq!(app.get("/fhir/ViewDefinition/nothing/$run").status, 404);
}

#[test]
fn columns_of_a_type_are_given_as_arrow() {
    let app = App::new();
    patients(&app, 700);
    let view = |kind: &str| {
        json!({"resource": "Patient", "select": [{"column": [
            {"name": "id", "path": "getResourceKey()", "type": "id"},
            {"name": "given", "path": "name.given", "collection": true, "type": "string"},
            {"name": "born", "path": "birthDate", "type": kind},
            {"name": "old", "path": "birthDate < @1960", "type": "boolean"},
            {"name": "one", "path": "1", "type": "integer"},
            {"name": "half", "path": "0.5", "type": "decimal"},
            {"name": "died", "path": "deceased.ofType(boolean)", "type": "boolean"}
        ]}]})
    };
    let path = format!("{RUN}?_format=arrow");
    let answer = app.call("POST", &path, asked(&view("date"), &[]));
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "application/vnd.apache.arrow.stream");
    let reader = StreamReader::try_new(Cursor::new(answer.bytes.clone()), None).unwrap();
    let fields = reader.schema();
    let kinds: Vec<String> =
        fields.fields().iter().map(|field| field.data_type().to_string()).collect();
    assert_eq!(kinds, ["Utf8", "List(Utf8)", "Utf8", "Boolean", "Int32", "Float64", "Boolean"]);
    let batches: Vec<RecordBatch> = reader.map(Result::unwrap).collect();
    assert_eq!(batches.iter().map(RecordBatch::num_rows).sum::<usize>(), 700);
    let first = &batches[0];
    assert_eq!(first.column(0).as_string::<i32>().value(2), "p2");
    let given = first.column(1).as_list::<i32>().value(2);
    let given: Vec<Option<&str>> = given.as_string::<i32>().iter().collect();
    assert_eq!(given, [Some("Aino"), Some("Maria")]);
    assert_eq!(first.column(2).as_string::<i32>().value(2), "1952-05-01");
    let old = first.column(3).as_boolean();
    assert_eq!((old.value(2), old.value(12)), (true, false));
    assert_eq!(first.column(4).as_primitive::<Int32Type>().value(0), 1);
    assert_eq!(first.column(5).as_primitive::<Float64Type>().value(0).to_bits(), 0.5_f64.to_bits());
    assert_eq!(first.column(6).null_count(), first.num_rows());
    // A date is no number, and the view said it was one.
    let answer = app.call("POST", &path, asked(&view("integer"), &[]));
    assert_eq!((answer.status, answer.problems()), (422, vec!["wrong-type".to_owned()]));
    assert!(answer.text().contains("column(born)"), "{}", answer.text());
}

#[test]
fn an_inline_view_runs_over_all_pages_and_stops_at_its_limit() {
    let app = App::new();
    patients(&app, 700);
    let all = app.call("POST", RUN, asked(&birth_dates(), &[]));
    assert_eq!(all.status, 200, "{}", all.text());
    // Ten of each fifty were born before 1960.
    assert_eq!(all.lines().len(), 140);
    assert_eq!(all.lines()[0], json!({"id": "p0", "given": ["Aino", "Maria"], "version": "1"}));
    let some = app.call("POST", &format!("{RUN}?_limit=5"), asked(&birth_dates(), &[]));
    assert_eq!(some.lines(), all.lines()[..5]);
    let none = app.call("POST", RUN, asked(&birth_dates(), &[("_limit", "0")]));
    assert_eq!((none.status, none.text().as_str()), (200, ""));
}

#[test]
fn a_patient_and_a_time_narrow_what_is_read() {
    let app = App::new();
    patients(&app, 3);
    let flat = "/fhir/ViewDefinition/condition-flat/$run";
    let codes = |query: &str| -> Vec<Value> {
        let answer = app.get(&format!("{flat}?{query}"));
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.lines().into_iter().map(|row| row["code"].clone()).collect()
    };
    assert_eq!(codes(""), ["J45.9", "R96", "I10"]);
    assert_eq!(codes("patient=Patient/p1"), ["J45.9", "R96"]);
    assert_eq!(codes("patient=p2"), ["I10"]);
    app.move_on(2);
    let since = server::wall::Clock::now(&*app.clock).to_string();
    app.put(&json!({"resourceType": "Condition", "id": "c3", "subject": {"display": "somebody"},
            "code": {"coding": [{"code": "Z00"}]}}));
    assert_eq!(codes(&format!("_since={since}")), ["Z00"]);
}

#[test]
fn everybody_in_the_rows_is_written_down_once_and_nobody_else() {
    let app = App::new();
    patients(&app, 3);
    let looked = |person: &str| -> Vec<String> {
        let looks = app.ledger.looks_at(person, None, 20).unwrap();
        let own = looks.into_iter().filter(|look| look.entry.action == "export-fhir");
        own.map(|look| look.entry.detail).collect()
    };
    app.get("/fhir/ViewDefinition/condition-flat/$run");
    assert_eq!(looked("p1"), ["view condition-flat over Condition"]);
    assert_eq!(looked("p2"), ["view condition-flat over Condition"]);
    assert_eq!(looked("p0"), [""; 0]);
    app.get("/fhir/ViewDefinition/patient-demographics/$run");
    assert_eq!(looked("p0"), ["view patient-demographics over Patient"]);
}

#[test]
fn what_is_wrong_with_a_view_or_a_question_is_told_at_once() {
    let app = App::new();
    patients(&app, 2);
    let view = json!({"resource": "Patient", "select": [
        {"column": [{"name": "a", "path": "name.nick("}, {"name": "b", "path": "%c"}]}
    ]});
    let answer = app.call("POST", RUN, asked(&view, &[]));
    assert_eq!(answer.status, 422);
    assert_eq!(answer.problems(), ["path-malformed", "constant-unknown"]);
    let place = &answer.json()["issue"][1]["expression"][0];
    assert_eq!(place, "ViewDefinition.select[0].column[1].path");
    let many = json!({"resource": "Patient", "select": [
        {"column": [{"name": "a", "path": "name.given"}]}
    ]});
    let answer = app.call("POST", RUN, asked(&many, &[]));
    assert_eq!((answer.status, answer.problems()), (422, vec!["path-result".to_owned()]));
    assert!(answer.text().contains("Patient/p0"), "{}", answer.text());
    for (path, code) in [
        ("?_format=parquet", "format-unsupported"),
        ("?_limit=many", "search-value"),
        ("?_since=yesterday", "search-value"),
        ("?patient=a%20b", "search-value"),
        ("?colour=red", "parameter-unknown"),
    ] {
        let answer = app.call("POST", &format!("{RUN}{path}"), asked(&birth_dates(), &[]));
        assert_eq!(answer.problems(), [code], "{path}");
    }
    assert_eq!(app.call("POST", RUN, "").problems(), ["element-missing"]);
    assert_eq!(app.get(RUN).status, 405);
    let nobody = app.call_with("POST", RUN, &[("authorization", "Bearer x")], "");
    assert_eq!(nobody.status, 401);
    let schedule = json!({"resource": "Organization",
        "select": [{"column": [{"name": "id", "path": "id"}]}]});
    let answer = app.call("POST", &format!("{RUN}?patient=p1"), asked(&schedule, &[]));
    assert_eq!(answer.problems(), ["parameter-unknown"], "an organisation is about nobody");
}
