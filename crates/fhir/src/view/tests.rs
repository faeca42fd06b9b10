//! Views over a resource or two, row by row, and everything that can be wrong with a view.

use serde_json::json;

use super::*;
use crate::problem::Code;

fn patient() -> Value {
    json!({
        "resourceType": "Patient",
        "id": "p1",
        "active": true,
        "birthDate": "1970-06",
        "name": [
            {"use": "official", "family": "Virtanen", "given": ["Aino", "Maria"]},
            {"use": "nickname", "given": ["Ainu"]}
        ],
        "telecom": [
            {"system": "phone", "value": "040 1"},
            {"system": "email", "value": "aino@example.fi"}
        ]
    })
}

fn rows(view: &Value, resource: &Value) -> Result<Vec<Row>, Code> {
    let view = View::read(view).map_err(|problems| problems[0].code)?;
    view.rows(resource).map_err(|problem| problem.code)
}

fn codes(view: &Value) -> Vec<(Code, String)> {
    let problems = View::read(view).unwrap_err();
    problems.into_iter().map(|problem| (problem.code, problem.place.path)).collect()
}

#[test]
fn columns_parts_and_unions_make_rows_in_order() {
    let view = json!({
        "resource": "Patient",
        "select": [
            {"column": [{"name": "id", "path": "getResourceKey()"}]},
            {
                "forEach": "name",
                "column": [
                    {"name": "use", "path": "use"},
                    {"name": "given", "path": "given", "collection": true}
                ],
                "select": [{"column": [{"name": "family", "path": "family"}]}]
            },
            {"unionAll": [
                {"forEach": "telecom.where(system = 'phone')",
                 "column": [{"name": "contact", "path": "value"}]},
                {"forEach": "telecom.where(system = 'email')",
                 "column": [{"name": "contact", "path": "value"}]}
            ]}
        ]
    });
    let compiled = View::read(&view).unwrap();
    let names: Vec<&str> = compiled.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["id", "use", "given", "family", "contact"]);
    let found = rows(&view, &patient()).unwrap();
    assert_eq!(
        json!(found),
        json!([
            ["p1", "official", ["Aino", "Maria"], "Virtanen", "040 1"],
            ["p1", "official", ["Aino", "Maria"], "Virtanen", "aino@example.fi"],
            ["p1", "nickname", ["Ainu"], null, "040 1"],
            ["p1", "nickname", ["Ainu"], null, "aino@example.fi"],
        ])
    );
}

#[test]
fn nothing_found_makes_no_row_or_one_of_nothing() {
    let view = |each: &str| {
        json!({"resource": "Patient", "select": [
            {"column": [{"name": "id", "path": "id"}]},
            {each: "contact", "column": [{"name": "a", "path": "gender"}],
             "select": [{"column": [{"name": "b", "path": "name.family"}]}]}
        ]})
    };
    assert_eq!(rows(&view("forEach"), &patient()).unwrap(), Vec::<Row>::new());
    let found = rows(&view("forEachOrNull"), &patient()).unwrap();
    assert_eq!(json!(found), json!([["p1", null, null]]));
}

#[test]
fn conditions_and_constants_choose_resources() {
    let view = |path: &str| {
        json!({
            "resource": "Patient",
            "constant": [
                {"name": "use", "valueCode": "official"},
                {"name": "since", "valueDate": "1970"},
            ],
            "select": [{"column": [{"name": "id", "path": "id"}]}],
            "where": [{"path": path}]
        })
    };
    let count = |path: &str| rows(&view(path), &patient()).map(|rows| rows.len());
    assert_eq!(count("active = true and name.where(use = %use).exists()"), Ok(1));
    assert_eq!(count("active = false or name.where(use = 'maiden').exists()"), Ok(0));
    assert_eq!(count("active.not()"), Ok(0));
    assert_eq!(count("birthDate > @1969-12"), Ok(1));
    assert_eq!(count("birthDate >= %since"), Ok(0), "June lies inside the year: unknown is no");
    assert_eq!(count("deceased.ofType(boolean)"), Ok(0), "nothing is no");
    assert_eq!(count("id"), Err(Code::PathResult), "a text is no condition");
    assert_eq!(count("birthDate = %nobody"), Err(Code::ConstantUnknown));
}

#[test]
fn a_column_without_collection_holds_one_value() {
    let view = |path: &str| json!({"resource": "Patient", "select": [{"column": [{"name": "a", "path": path}]}]});
    assert_eq!(rows(&view("name.given"), &patient()), Err(Code::PathResult));
    assert_eq!(json!(rows(&view("name.given.first()"), &patient()).unwrap()), json!([["Aino"]]));
    let other = json!({"resourceType": "Group", "id": "g"});
    assert_eq!(rows(&view("id"), &other).unwrap(), Vec::<Row>::new());
}

#[test]
fn every_problem_of_a_view_is_told_with_its_place() {
    let found = codes(&json!({
        "resource": "Cat",
        "constant": [{"name": "a"}, {"name": "b", "valueString": "x"}],
        "where": [{"path": "active = = true"}],
        "select": [
            {"column": [
                {"name": "1st", "path": "id"},
                {"name": "same", "path": "name.traverse().gather()"},
                {"name": "same", "path": "%c + %b"},
                {"path": "id", "colection": true}
            ]},
            {"forEach": "name", "forEachOrNull": "name"},
            {"unionAll": [
                {"column": [{"name": "x", "path": "id"}]},
                {"column": [{"name": "y", "path": "id"}]}
            ]}
        ]
    }));
    let place = |at: &str| format!("ViewDefinition.{at}");
    assert_eq!(
        found,
        [
            (Code::TypeUnknown, place("resource")),
            (Code::ElementMissing, place("constant[0].value")),
            (Code::PathMalformed, place("where[0].path")),
            (Code::ValueInvalid, place("select[0].column[0].name")),
            (Code::PathUnsupported, place("select[0].column[1].path")),
            (Code::PathUnsupported, place("select[0].column[1].path")),
            (Code::ConstantUnknown, place("select[0].column[2].path")),
            (Code::ElementUnknown, place("select[0].column[3].colection")),
            (Code::ElementMissing, place("select[0].column[3].name")),
            (Code::ElementUnknown, place("select[1].forEachOrNull")),
            (Code::ElementMissing, place("select[1].column")),
            (Code::UnionDiffers, place("select[2].unionAll[1]")),
            (Code::ColumnTwice, place("select")),
        ]
    );
    assert_eq!(codes(&json!([]))[0].0, Code::NotObject);
    assert_eq!(codes(&json!({"resource": "Patient"}))[0].1, place("select"));
}

#[test]
fn a_view_that_multiplies_without_end_is_stopped() {
    let many: Vec<Value> = (0..100).map(|at| json!({"value": at.to_string()})).collect();
    let patient = json!({"resourceType": "Patient", "id": "p", "telecom": many});
    let part =
        |name: &str| json!({"forEach": "telecom", "column": [{"name": name, "path": "value"}]});
    let select = |names: &[&str]| {
        let parts: Vec<Value> = names.iter().map(|name| part(name)).collect();
        json!({"resource": "Patient", "select": parts})
    };
    assert_eq!(rows(&select(&["a", "b"]), &patient).unwrap().len(), 10_000);
    assert_eq!(rows(&select(&["a", "b", "c"]), &patient), Err(Code::TooLarge));
}
