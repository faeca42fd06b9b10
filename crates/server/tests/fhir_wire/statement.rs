//! The `CapabilityStatement`, line by line: every type, every interaction and every parameter that it
//! promises is tried.

use fhir::ResourceType;
use fhir::search::registry;
use serde_json::Value;

use crate::app::App;

fn statement(app: &App) -> Value {
    app.get("/fhir/metadata").json()
}

#[test]
fn every_type_does_what_the_statement_says() {
    let app = App::new();
    let statement = statement(&app);
    let described = statement["rest"][0]["resource"].as_array().unwrap();
    assert_eq!(described.len(), ResourceType::all().len());
    for one in described {
        let rtype = one["type"].as_str().unwrap();
        let interactions: Vec<&str> = one["interaction"]
            .as_array()
            .unwrap()
            .iter()
            .map(|interaction| interaction["code"].as_str().unwrap())
            .collect();
        let all =
            ["read", "vread", "create", "update", "delete", "history-instance", "search-type"];
        assert_eq!(interactions, all, "{rtype}");
        assert_eq!(one["updateCreate"], true);
        let address = format!("/fhir/{rtype}/x1");
        let text = format!(r#"{{"resourceType":"{rtype}","id":"x1","language":"fi"}}"#);
        let create_address = format!("/fhir/{rtype}");
        let put = app.call("PUT", &address, text.clone());
        assert_eq!(put.status, 201, "{rtype}: {}", put.text);
        assert_eq!(app.get(&address).json()["language"], "fi");
        assert_eq!(app.get(&format!("{address}/_history/1")).status, 200);
        assert_eq!(app.get(&format!("{address}/_history")).json()["type"], "history");
        let create = app.call("POST", &create_address, text);
        assert_eq!(create.status, 201, "{rtype}: {}", create.text);
        assert_eq!(app.find(&format!("/fhir/{rtype}?_id=x1")), ["x1"]);
        assert_eq!(app.call("DELETE", &address, "").status, 204);
        assert_eq!(app.get(&address).status, 410);
    }
}

#[test]
fn every_parameter_of_the_statement_can_be_asked_for() {
    let app = App::new();
    let statement = statement(&app);
    let mut count = 0;
    for one in statement["rest"][0]["resource"].as_array().unwrap() {
        let rtype = one["type"].as_str().unwrap();
        for param in one["searchParam"].as_array().unwrap() {
            let name = param["name"].as_str().unwrap();
            let value = match param["type"].as_str().unwrap() {
                "token" => "urn:x|a",
                "string" => "Aino",
                "date" => "ge2026-01-01",
                "reference" => "x1",
                "quantity" => "gt5|http://unitsofmeasure.org|kg",
                "number" => "5",
                "uri" => "urn:x",
                other => panic!("{other} is promised but not known here"),
            };
            let found = app.find(&format!("/fhir/{rtype}?{name}={value}"));
            assert_eq!(found, [""; 0], "{rtype}?{name}");
            let definition = param["definition"].as_str().unwrap();
            assert!(definition.starts_with("http://hl7.org/fhir/SearchParameter/"), "{definition}");
            count += 1;
        }
    }
    let known: usize =
        ResourceType::all().iter().map(|one| registry().advertised(*one).count()).sum();
    assert_eq!(count, known, "what is offered is what is told");
}

#[test]
fn the_formats_and_the_bundles_of_the_statement_are_true() {
    let app = App::new();
    let statement = statement(&app);
    assert_eq!(statement["implementation"]["url"], "http://polku.test/fhir");
    for format in statement["format"].as_array().unwrap() {
        let format = format.as_str().unwrap().replace('+', "%2B");
        assert_eq!(app.get(&format!("/fhir/Patient?_format={format}")).status, 200, "{format}");
    }
    let system = statement["rest"][0]["interaction"].as_array().unwrap();
    let kinds: Vec<&str> = system.iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["transaction", "batch"]);
    for kind in kinds {
        let bundle = format!(r#"{{"resourceType":"Bundle","type":"{kind}"}}"#);
        let answer = app.call("POST", "/fhir", bundle);
        assert_eq!(answer.json()["type"], format!("{kind}-response"));
    }
}
