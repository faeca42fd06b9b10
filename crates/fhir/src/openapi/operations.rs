//! Paths, methods and parameters: one of each for every line of the `CapabilityStatement`.

use serde_json::{Map, Value, json};

use super::schemas::{object_of, of_primitive};
use super::{SystemOperation, link};
use crate::capability::{Interaction, Support};
use crate::search::{Kind, Param, Registry};

const JSON: &str = "application/fhir+json";
/// Parameters that every search of every type knows.
const OF_SEARCH: [&str; 7] =
    ["_count", "_sort", "_summary", "_elements", "_total", "_include", "_revinclude"];
const OF_HISTORY: [&str; 2] = ["_count", "_since"];

/// Paths that are not of one type.
pub(super) fn of_system(operations: &[SystemOperation]) -> Map<String, Value> {
    let mut paths = Map::new();
    let bundle = body(&link("schemas", "Bundle"));
    let mut take_in = operation("transaction", "A transaction or a batch.", &[]);
    put(&mut take_in, "requestBody", bundle);
    paths.insert("/".to_owned(), json!({"post": take_in}));
    let mut metadata = operation("capabilities", "What works.", &[]);
    put(&mut metadata, "security", json!([]));
    paths.insert("/metadata".to_owned(), json!({"get": metadata}));
    let past = operation("history-system", "All changes of all.", &of_history());
    paths.insert("/_history".to_owned(), json!({"get": past}));
    for one in operations {
        for (method, path) in one.routes {
            let method = method.to_ascii_lowercase();
            let id = format!("{}-{}", method, path.replace(['/', '{', '}', '$'], ""));
            let mut described = operation(&id, one.definition, &in_path(path));
            if method == "post" {
                put(&mut described, "requestBody", body(&link("schemas", "Parameters")));
            }
            let item = paths.entry((*path).to_owned()).or_insert_with(|| json!({}));
            put(item, &method, described);
        }
    }
    paths
}

/// The paths of one type; what its searches know is added to the parameters.
pub(super) fn of_type(
    support: &Support,
    registry: &Registry,
    paths: &mut Map<String, Value>,
    parameters: &mut Map<String, Value>,
) {
    let name = support.rtype.as_str();
    let offers = |interaction| support.interactions.contains(&interaction);
    let own = registry.params(support.rtype);
    for param in own {
        parameters
            .insert(format!("{name}.{}", param.code), query(param.code, &search_value(param)));
    }
    let asked: Vec<Value> =
        own.iter().map(|param| shared(&format!("{name}.{}", param.code))).collect();
    let mut searched = asked.clone();
    searched.extend(OF_SEARCH.map(shared));
    let id = [shared("id")];
    let version = [shared("id"), shared("version")];
    let resource = body(&link("schemas", name));
    let patch = link("requestBodies", "JsonPatch");
    let form = form(own);
    let none = || None::<&Value>;
    let mut add =
        |path: &str, method: &str, what: &str, params: &[Value], taken: Option<&Value>| {
            let title = format!("{name}: {what}");
            let mut described = operation(&format!("{what}-{name}"), &title, params);
            if let Some(taken) = taken {
                put(&mut described, "requestBody", taken.clone());
            }
            let item = paths.entry(format!("/{name}{path}")).or_insert_with(|| json!({}));
            put(item, method, described);
        };
    if offers(Interaction::SearchType) {
        add("", "get", "search", &searched, none());
        add("/_search", "post", "search-by-form", &[], Some(&form));
    }
    if offers(Interaction::Create) {
        add("", "post", "create", &[shared("If-None-Exist")], Some(&resource));
    }
    if offers(Interaction::Read) {
        add("/{id}", "get", "read", &id, none());
    }
    if offers(Interaction::Vread) {
        add("/{id}/_history/{version}", "get", "vread", &version, none());
    }
    let guarded = [shared("id"), shared("If-Match")];
    for (interaction, method, what, taken) in [
        (Interaction::Update, "put", "update", Some(&resource)),
        (Interaction::Patch, "patch", "patch", Some(&patch)),
        (Interaction::Delete, "delete", "delete", None),
    ] {
        if offers(interaction) {
            add("/{id}", method, what, &guarded, taken);
            add("", method, &format!("conditional-{what}"), &asked, taken);
        }
    }
    let past = of_history();
    if offers(Interaction::HistoryInstance) {
        let of_one = [&id[..], &past].concat();
        add("/{id}/_history", "get", "history", &of_one, none());
    }
    if offers(Interaction::HistoryType) {
        add("/_history", "get", "history-of-type", &past, none());
    }
    let checked = body(&json!({"anyOf": [link("schemas", name), link("schemas", "Parameters")]}));
    for (operation, _) in &support.operations {
        let path = format!("/{{id}}/${operation}");
        add(&path, "get", operation, &id, none());
        if *operation == "validate" {
            add(&path, "post", "validate-update", &id, Some(&checked));
            add("/$validate", "post", "validate-create", &[], Some(&checked));
        }
    }
}

/// The parameters that more than one type has.
pub(super) fn shared_parameters() -> Map<String, Value> {
    let path = |name: &str, schema: Value| json!({"name": name, "in": "path", "required": true, "schema": schema});
    let header = |name: &str| json!({"name": name, "in": "header", "schema": {"type": "string"}});
    let text = json!({"type": "string"});
    let summary = json!({"type": "string", "enum": ["true", "false", "text", "data", "count"]});
    let total = json!({"type": "string", "enum": ["none", "estimate", "accurate"]});
    let count = json!({"type": "integer", "minimum": 0, "maximum": 1_000});
    [
        ("id", path("id", of_primitive("id"))),
        ("version", path("version", json!({"type": "integer", "minimum": 1}))),
        ("If-Match", header("If-Match")),
        ("If-None-Exist", header("If-None-Exist")),
        ("_count", query("_count", &count)),
        ("_since", query("_since", &of_primitive("instant"))),
        ("_summary", query("_summary", &summary)),
        ("_total", query("_total", &total)),
        ("_sort", query("_sort", &text)),
        ("_elements", query("_elements", &text)),
        ("_include", query("_include", &text)),
        ("_revinclude", query("_revinclude", &text)),
    ]
    .into_iter()
    .map(|(name, described)| (name.to_owned(), described))
    .collect()
}

/// What an answer is, whatever its status.
pub(super) fn answer(description: &str, schema: Option<&str>) -> Value {
    let schema = link("schemas", schema.unwrap_or("Resource"));
    json!({"description": description, "content": {JSON: {"schema": schema}}})
}

/// The body of a patch.
pub(super) fn json_patch() -> Value {
    let step = object_of([
        ("op".to_owned(), json!({"enum": ["add", "remove", "replace", "move", "copy", "test"]})),
        ("path".to_owned(), json!({"type": "string", "pattern": "^(/[^/]*)*$"})),
        ("from".to_owned(), json!({"type": "string", "pattern": "^(/[^/]*)*$"})),
        ("value".to_owned(), json!({})),
    ]);
    let steps = json!({"type": "array", "items": step});
    json!({"required": true, "content": {"application/json-patch+json": {"schema": steps}}})
}

fn operation(id: &str, summary: &str, parameters: &[Value]) -> Value {
    json!({
        "operationId": id,
        "summary": summary,
        "parameters": parameters,
        "responses": {
            "2XX": link("responses", "Answer"),
            "default": link("responses", "Refusal"),
        },
    })
}

fn put(object: &mut Value, name: &str, value: Value) {
    if let Some(object) = object.as_object_mut() {
        object.insert(name.to_owned(), value);
    }
}

fn body(schema: &Value) -> Value {
    json!({"required": true, "content": {JSON: {"schema": schema}}})
}

/// A search as a form.
fn form(params: &[Param]) -> Value {
    let fields = params.iter().map(|param| (param.code.to_owned(), search_value(param)));
    let schema = object_of(fields);
    json!({"content": {"application/x-www-form-urlencoded": {"schema": schema}}})
}

fn shared(name: &str) -> Value {
    link("parameters", name)
}

fn of_history() -> Vec<Value> {
    OF_HISTORY.map(shared).to_vec()
}

/// The parameters that a path names in braces.
fn in_path(path: &str) -> Vec<Value> {
    let named = path.split('/').filter_map(|step| step.strip_prefix('{')?.strip_suffix('}'));
    let text = json!({"type": "string", "minLength": 1});
    named
        .map(|name| json!({"name": name, "in": "path", "required": true, "schema": text}))
        .collect()
}

fn query(name: &str, schema: &Value) -> Value {
    json!({"name": name, "in": "query", "schema": schema})
}

/// One value as a search of this kind writes it.
fn search_value(param: &Param) -> Value {
    let pattern = match param.kind {
        Kind::Date => "^(eq|ne|gt|lt|ge|le|sa|eb|ap)?[0-9]{4}(-[01][0-9](-[0-3][0-9])?)?$",
        Kind::Number => "^(eq|ne|gt|lt|ge|le|ap)?-?[0-9]{1,9}(\\.[0-9]{1,6})?$",
        Kind::Quantity => {
            "^(eq|ne|gt|lt|ge|le|ap)?-?[0-9]{1,9}(\\.[0-9]{1,6})?(\\|[^|]*\\|[^|]*)?$"
        }
        Kind::Reference => "^([A-Z][A-Za-z]{3,20}/)?[A-Za-z0-9.-]{1,64}$",
        Kind::Token | Kind::String | Kind::Uri | Kind::Composite | Kind::Special => "",
    };
    if pattern.is_empty() {
        return json!({"type": "string", "minLength": 1});
    }
    json!({"type": "string", "pattern": pattern})
}
