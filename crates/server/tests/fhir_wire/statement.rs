//! The `CapabilityStatement`, line by line: every type, every interaction and every parameter that it
//! promises is tried.

use fhir::ResourceType;
use fhir::search::registry;
use serde_json::Value;

use crate::app::App;
use crate::sample::smallest;

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
        let rtype_of = ResourceType::parse(rtype).unwrap();
        for interaction in interactions {
            tries(&app, rtype_of, interaction);
        }
        assert_eq!(one["updateCreate"], true);
        assert_eq!(one["conditionalCreate"], true);
        assert_eq!(one["conditionalUpdate"], true);
        assert_eq!(one["conditionalDelete"], "single");
        conditions_work(&app, rtype_of);
        for operation in one["operation"].as_array().unwrap() {
            let name = operation["name"].as_str().unwrap();
            let address = format!("/fhir/{rtype}/kept/${name}");
            assert_eq!(app.get(&address).status, 200, "{address}");
        }
    }
}

/// Does what an interaction promises, with resources of its own.
fn tries(app: &App, rtype: ResourceType, interaction: &str) {
    let put = |id: &str| {
        let mut sample = smallest(rtype);
        sample["id"] = id.into();
        sample["language"] = "fi".into();
        app.call("PUT", &format!("/fhir/{rtype}/{id}"), sample.to_string())
    };
    let kept = format!("/fhir/{rtype}/kept");
    put("kept");
    match interaction {
        "read" => {
            let read = app.get(&kept);
            assert_eq!(read.json()["language"], "fi");
            let tag = [("if-none-match", read.header("etag"))];
            assert_eq!(app.call_with("GET", &kept, &tag, "").status, 304);
        }
        "vread" => assert_eq!(app.get(&format!("{kept}/_history/1")).status, 200),
        "create" => {
            let create = app.call("POST", &format!("/fhir/{rtype}"), smallest(rtype).to_string());
            assert_eq!(create.status, 201, "{rtype}: {}", create.text);
        }
        "update" => assert_eq!(put("made-by-update").status, 201, "{rtype}"),
        "patch" => {
            let headers = [("content-type", "application/json-patch+json")];
            let steps = r#"[{"op":"replace","path":"/language","value":"sv"}]"#;
            put("patched");
            let address = format!("/fhir/{rtype}/patched");
            let patched = app.call_with("PATCH", &address, &headers, steps);
            assert_eq!(patched.json()["language"], "sv", "{rtype}: {}", patched.text);
        }
        "delete" => {
            put("ended");
            let address = format!("/fhir/{rtype}/ended");
            assert_eq!(app.call("DELETE", &address, "").status, 204);
            assert_eq!(app.get(&address).status, 410);
        }
        "history-instance" => {
            assert_eq!(app.get(&format!("{kept}/_history")).json()["type"], "history");
        }
        "history-type" => {
            let history = app.get(&format!("/fhir/{rtype}/_history?_count=1")).json();
            assert_eq!(history["entry"].as_array().unwrap().len(), 1, "{rtype}");
        }
        "search-type" => {
            assert_eq!(app.find(&format!("/fhir/{rtype}?_id=kept")), ["kept"]);
        }
        other => panic!("{other} is promised but not known here"),
    }
}

fn conditions_work(app: &App, rtype: ResourceType) {
    let mut sample = smallest(rtype);
    sample["id"] = "by-condition".into();
    let text = sample.to_string();
    let address = format!("/fhir/{rtype}?_id=by-condition");
    assert_eq!(app.call("PUT", &address, text.clone()).status, 201, "{rtype}");
    let known = [("if-none-exist", "_id=by-condition")];
    let create = app.call_with("POST", &format!("/fhir/{rtype}"), &known, text);
    assert_eq!(create.status, 200, "{rtype}: {}", create.text);
    assert_eq!(app.call("DELETE", &address, "").status, 204);
    assert_eq!(app.find(&address), [""; 0]);
}

#[test]
fn every_include_of_the_statement_can_be_asked_for() {
    let app = App::new();
    let mut count = 0;
    for one in statement(&app)["rest"][0]["resource"].as_array().unwrap() {
        let rtype = one["type"].as_str().unwrap();
        for (list, word) in [("searchInclude", "_include"), ("searchRevInclude", "_revinclude")] {
            for include in one[list].as_array().into_iter().flatten() {
                let include = include.as_str().unwrap();
                let path = format!("/fhir/{rtype}?_id=none&{word}={include}");
                assert_eq!(app.get(&path).status, 200, "{path}");
                count += 1;
            }
        }
    }
    assert!(count > 1_000, "{count}");
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
            let composite;
            let value = match param["type"].as_str().unwrap() {
                "composite" => {
                    let of = registry().param(ResourceType::parse(rtype).unwrap(), name).unwrap();
                    let parts = of.parts.iter().map(|part| sample_of(part.kind.code()));
                    composite = parts.collect::<Vec<_>>().join("$");
                    composite.as_str()
                }
                kind => sample_of(kind),
            };
            for modifier in param["documentation"].as_str().unwrap_or_default().split(", ") {
                let (modifier, value) = match modifier {
                    ":[type]" => continue,
                    ":missing" => (modifier, "false"),
                    ":identifier" => (modifier, "urn:x|a"),
                    modifier => (modifier, value),
                };
                let found = app.find(&format!("/fhir/{rtype}?{name}{modifier}={value}"));
                assert_eq!(found, [""; 0], "{rtype}?{name}{modifier}");
            }
            let definition = param["definition"].as_str().unwrap();
            assert!(definition.starts_with("http://hl7.org/fhir/SearchParameter/"), "{definition}");
            count += 1;
        }
    }
    let known: usize = ResourceType::all().iter().map(|one| registry().params(*one).len()).sum();
    assert_eq!(count, known, "what is offered is what is told");
}

/// A value that a parameter of a kind can be asked for.
fn sample_of(kind: &str) -> &'static str {
    match kind {
        "token" => "urn:x|a",
        "string" => "Aino",
        "date" => "ge2026-01-01",
        "reference" => "x1",
        "quantity" => "gt5|http://unitsofmeasure.org|kg",
        "number" => "5",
        "uri" => "urn:x",
        other => panic!("{other} is promised but not known here"),
    }
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
    assert_eq!(kinds, ["transaction", "batch", "history-system"]);
    assert_eq!(app.get("/fhir/_history").json()["type"], "history");
    assert_eq!(statement["patchFormat"][0], "application/json-patch+json");
    for kind in ["transaction", "batch"] {
        let bundle = format!(r#"{{"resourceType":"Bundle","type":"{kind}"}}"#);
        let answer = app.call("POST", "/fhir", bundle);
        assert_eq!(answer.json()["type"], format!("{kind}-response"));
    }
}

#[test]
fn the_openapi_document_says_what_the_statement_says() {
    let app = App::new();
    let nobody = app.call_with("GET", "/fhir/openapi.json", &[("authorization", "")], "");
    assert_eq!((nobody.status, nobody.header("content-type")), (200, "application/json"));
    let document = nobody.json();
    let paths = document["paths"].as_object().unwrap();
    for one in statement(&app)["rest"][0]["resource"].as_array().unwrap() {
        let rtype = one["type"].as_str().unwrap();
        let asked = paths[&format!("/{rtype}")]["get"]["parameters"].as_array().unwrap();
        for param in one["searchParam"].as_array().unwrap() {
            let name = param["name"].as_str().unwrap();
            let link = format!("#/components/parameters/{rtype}.{name}");
            assert!(asked.iter().any(|one| one["$ref"] == *link), "{link}");
        }
    }
    // Every path and method of it is answered by somebody who knows it.
    app.call(
        "PUT",
        "/fhir/Patient/kept",
        smallest(ResourceType::parse("Patient").unwrap()).to_string(),
    );
    let mut count = 0;
    for (path, item) in paths {
        let filled = path.replace("{id}", "kept").replace("{version}", "1");
        for method in item.as_object().unwrap().keys() {
            let answer = app.call(&method.to_uppercase(), &format!("/fhir{filled}"), "");
            assert!(
                answer.status != 405 && answer.status < 500,
                "{method} {path}: {}",
                answer.text
            );
            let unknown = answer.status == 400 && answer.problem() == "feature-unsupported";
            assert!(!unknown, "{method} {path}: {}", answer.text);
            count += 1;
        }
    }
    assert!(count > 2_000, "{count}");
}
