//! Faults: whatever arrives, the answer is an `OperationOutcome` with the right status, and nothing
//! breaks.

use std::io::Write as _;

use care::access::Role;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::app::App;

const JSON: &str = "application/fhir+json";

#[test]
fn each_wrong_address_or_method_is_told_apart() {
    let app = App::new();
    for (method, path, status, problem) in [
        ("GET", "/fhir/Patient/none", 404, "not-found"),
        ("GET", "/fhir/Cat/1", 404, "not-found"),
        ("GET", "/fhir/Patient/1/2/3/4", 404, "not-found"),
        ("GET", "/fhir/Patient/p1/_history/one", 404, "not-found"),
        ("GET", "/fhir/Patient/p1/_history/7", 404, "not-found"),
        ("GET", "/fhir/Patient/none/_history", 404, "not-found"),
        ("GET", "/fhir", 405, "method-unsupported"),
        ("PATCH", "/fhir/Patient/p1", 415, "media-type"),
        ("PATCH", "/fhir/Patient/p1/_history", 405, "method-unsupported"),
        ("POST", "/fhir/Patient/p1", 405, "method-unsupported"),
        ("POST", "/fhir/metadata", 405, "method-unsupported"),
        ("PUT", "/fhir/Patient/p1/_history/1", 405, "method-unsupported"),
        ("PUT", "/fhir/Patient?identifier=1", 400, "empty"),
        ("DELETE", "/fhir/Patient?shoe-size=44", 400, "parameter-unknown"),
        ("GET", "/fhir/_search", 400, "feature-unsupported"),
        ("GET", "/fhir/Patient/p1/$turn", 400, "feature-unsupported"),
        ("GET", "/fhir/_history?_before=x", 400, "search-value"),
        ("GET", "/fhir/Patient?shoe-size=44", 400, "parameter-unknown"),
        ("GET", "/fhir/Patient?name:text=a", 400, "feature-unsupported"),
        ("GET", "/fhir/Patient?_sort=gender", 400, "feature-unsupported"),
        ("GET", "/fhir/Patient?_cursor=~e30", 400, "search-value"),
        ("GET", "/fhir/Patient?_count=-1", 400, "search-value"),
        ("GET", "/fhir/Patient?birthdate=yesterday", 400, "search-value"),
        ("GET", "/fhir/Patient?name=%ff", 400, "search-value"),
        ("GET", "/fhir/Patient?_cursor=%27%20OR%201", 400, "search-value"),
        ("GET", "/fhir/Patient?_format=xml", 406, "format-unsupported"),
        ("GET", "/fhir/Patient/none?_format=xml", 406, "format-unsupported"),
        ("GET", "/fhir/Patient/none?_elements=name", 400, "parameter-unknown"),
    ] {
        let answer = app.call(method, path, "");
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            (status, problem),
            "{method} {path}: {}",
            answer.text
        );
    }
}

#[test]
fn a_lenient_search_says_what_it_left_out() {
    let app = App::new();
    let lenient = [("prefer", "handling=lenient")];
    let answer = app.call_with("GET", "/fhir/Patient?shoe-size=44&active=true", &lenient, "");
    assert_eq!(answer.status, 200);
    let bundle = answer.json();
    assert_eq!(bundle["entry"][0]["search"]["mode"], "outcome");
    assert!(!bundle["link"][0]["url"].as_str().unwrap().contains("shoe-size"));
}

#[test]
fn nobody_comes_in_without_a_token_that_may() {
    let app = App::new();
    app.add_account("leader", Role::Leader, "a leader's token");
    let with = |token: &str| {
        let headers = [("authorization", token)];
        app.call_with("GET", "/fhir/Patient/p1", &headers, "")
    };
    for token in ["", "Bearer wrong", "Basic YTpi", "Bearer"] {
        let answer = with(token);
        assert_eq!((answer.status, answer.problem().as_str()), (401, "sign-in"), "{token}");
        assert_eq!(answer.header("www-authenticate"), "Bearer realm=\"fhir\"");
    }
    assert_eq!(with("Bearer a leader's token").problem(), "not-allowed");
    assert_eq!(with("Bearer a leader's token").status, 403);
    let open = app.call_with("GET", "/fhir/metadata", &[("authorization", "")], "");
    assert_eq!((open.status, open.json()["fhirVersion"].as_str()), (200, Some("4.0.1")));
    let body = app.call_with("POST", "/fhir", &[("authorization", "")], "x".repeat(1000));
    assert_eq!(body.status, 401, "no body is read of a stranger");
}

#[test]
fn other_formats_are_refused_by_name() {
    let app = App::new();
    let xml = app.call_with("GET", "/fhir/Patient", &[("accept", "application/fhir+xml")], "");
    assert_eq!((xml.status, xml.problem().as_str()), (406, "format-unsupported"));
    let any = [("accept", "application/fhir+xml, application/fhir+json;q=0.5")];
    assert_eq!(app.call_with("GET", "/fhir/Patient", &any, "").status, 200);
    for given in ["application/fhir+xml", "text/plain", "application/json; charset=latin1"] {
        let answer = app.call_with("POST", "/fhir", &[("content-type", given)], "{}");
        assert_eq!((answer.status, answer.problem().as_str()), (415, "media-type"), "{given}");
    }
    let brotli = app.call_with("POST", "/fhir", &[("content-encoding", "br")], "{}");
    assert_eq!((brotli.status, brotli.problem().as_str()), (415, "media-type"));
}

#[test]
fn the_words_are_in_the_language_asked_for() {
    let app = App::new();
    let said = |language: &str| {
        let headers = [("accept-language", language), ("authorization", "")];
        let answer = app.call_with("GET", "/fhir/Patient/1", &headers, "");
        answer.json()["issue"][0]["details"]["text"].as_str().unwrap().to_owned()
    };
    assert!(said("fi-FI,en;q=0.5").starts_with("Tunniste"));
    assert!(said("sv").starts_with("Token saknas"));
    assert!(said("de,en").starts_with("The token"));
}

#[test]
fn malformed_bodies_get_their_own_words() {
    let app = App::new();
    let deep = format!("{}{}", "{\"a\":[".repeat(4_000), "]}".repeat(4_000));
    let nested = format!(
        r#"{{"resourceType":"Patient","x":{}1{}}}"#,
        "[".repeat(90_000),
        "]".repeat(90_000)
    );
    let utf16: Vec<u8> = "\u{feff}{\"resourceType\":\"Patient\",\"id\":\"u16\"}"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    for (body, status, problem) in [
        (b"".to_vec(), 400, "empty"),
        (b"{".to_vec(), 400, "not-json"),
        (b"null".to_vec(), 400, "not-object"),
        (b"{\"resourceType\":\"Patient\"".to_vec(), 400, "not-json"),
        (b"{\"resourceType\":\"Cat\"}".to_vec(), 400, "type-unknown"),
        (b"{\"resourceType\":7}".to_vec(), 422, "wrong-type"),
        (b"{\"id\":\"1\"}".to_vec(), 400, "type-missing"),
        (b"{\"resourceType\":\"Patient\",\"id\":\"a b\"}".to_vec(), 400, "id-invalid"),
        (
            b"{\"resourceType\":\"Patient\",\"birthDate\":\"30.2.2020\"}".to_vec(),
            422,
            "date-invalid",
        ),
        (b"{\"resourceType\":\"Patient\",\"meta\":\"x\"}".to_vec(), 422, "wrong-type"),
        (b"{\"resourceType\":\"Bundle\",\"type\":\"mystery\"}".to_vec(), 400, "bundle-kind"),
        (b"{\"resourceType\":\"Patient\",\"id\":\"\xff\"}".to_vec(), 400, "encoding"),
        (b"\x00\x01\x02\x03".to_vec(), 400, "not-json"),
        (deep.into_bytes(), 400, "too-deep"),
        (nested.into_bytes(), 400, "too-deep"),
    ] {
        let shown = String::from_utf8_lossy(&body).chars().take(60).collect::<String>();
        let answer = app.call("POST", "/fhir", body);
        assert_eq!((answer.status, answer.problem().as_str()), (status, problem), "{shown}");
    }
    assert_eq!(app.call("POST", "/fhir", utf16).status, 201, "other encodings are read");
    let other = app.call("PUT", "/fhir/Patient/p1", r#"{"resourceType":"Patient","id":"p2"}"#);
    assert_eq!((other.status, other.problem().as_str()), (400, "address-differs"));
    let bare = app.call("PUT", "/fhir/Patient/p1", r#"{"resourceType":"Patient"}"#);
    assert_eq!((bare.status, bare.problem().as_str()), (400, "address-differs"));
    let wrong = app.call("POST", "/fhir/Patient", r#"{"resourceType":"Location"}"#);
    assert_eq!((wrong.status, wrong.problem().as_str()), (400, "address-differs"));
}

#[test]
fn what_is_too_large_is_refused_however_it_is_packed() {
    let app = App::new();
    let long = format!(r#"{{"resourceType":"Patient","x":"{}"}}"#, "a".repeat(100_000_000));
    let plain = app.call("POST", "/fhir", long.clone());
    assert_eq!((plain.status, plain.problem().as_str()), (413, "too-large"));
    let packed = gzip(long.as_bytes());
    assert!(packed.len() < 1_000_000);
    let gzipped = [("content-encoding", "gzip"), ("content-type", JSON)];
    let bomb = app.call_with("POST", "/fhir", &gzipped, packed);
    assert_eq!((bomb.status, bomb.problem().as_str()), (413, "too-large"));
    let resource = format!(r#"{{"resourceType":"Patient","x":"{}"}}"#, "a".repeat(20_000_000));
    let large = app.call("POST", "/fhir", resource);
    assert_eq!((large.status, large.problem().as_str()), (413, "too-large"));
    let cut = gzip(br#"{"resourceType":"Patient","id":"p1"}"#);
    let broken = app.call_with("POST", "/fhir", &gzipped, cut[..cut.len() / 2].to_vec());
    assert_eq!((broken.status, broken.problem().as_str()), (400, "encoding"));
    assert_eq!(app.call_with("POST", "/fhir", &gzipped, cut).status, 201);
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn numbers_that_no_store_reaches_are_answered_too() {
    let app = App::new();
    let patient = r#"{"resourceType":"Patient","id":"p1"}"#;
    assert_eq!(app.call("PUT", "/fhir/Patient/p1", patient).status, 201);
    let most = u64::MAX;
    assert_eq!(app.get(&format!("/fhir/Patient/p1/_history/{most}")).status, 404);
    let tag = format!("W/\"{most}\"");
    let stale = app.call_with("PUT", "/fhir/Patient/p1", &[("if-match", &tag)], patient);
    assert_eq!(stale.status, 412, "{}", stale.text);
    let fresh = app.call_with("GET", "/fhir/Patient/p1", &[("if-none-match", &tag)], "");
    assert_eq!(fresh.status, 200);
}
