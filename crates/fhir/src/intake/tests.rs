//! What arrives in odd encodings and shapes.

use super::*;

const PATIENT: &str =
    "{\"resourceType\":\"Patient\",\"id\":\"1\",\"name\":[{\"family\":\"Mäki\"}]}";

fn codes(bytes: &[u8]) -> Vec<Option<Code>> {
    receive(bytes, &Limits::default())
        .into_iter()
        .map(|received| received.document.err().map(|problems| problems[0].code))
        .collect()
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(unit).collect()
}

#[test]
fn utf8_and_utf16_are_read_with_and_without_a_mark() {
    let marked = [b"\xEF\xBB\xBF", PATIENT.as_bytes()].concat();
    let little = [b"\xFF\xFE".to_vec(), utf16(PATIENT, u16::to_le_bytes)].concat();
    let big = [b"\xFE\xFF".to_vec(), utf16(PATIENT, u16::to_be_bytes)].concat();
    let bare = utf16(PATIENT, u16::to_le_bytes);
    for bytes in [PATIENT.as_bytes(), &marked, &little, &big, &bare] {
        let received = receive(bytes, &Limits::default());
        let Ok(Document::Resource(draft)) = &received[0].document else { panic!("not read") };
        assert_eq!(draft.text(), PATIENT);
    }
    assert_eq!(codes(&little[..little.len() - 1]), [Some(Code::Encoding)]);
}

#[test]
fn latin1_is_named_and_costs_only_its_line() {
    let latin1: Vec<u8> =
        PATIENT.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
    let lines = [PATIENT.as_bytes(), &latin1, b"", PATIENT.as_bytes()].join(&b'\n');
    assert_eq!(codes(&lines), [None, Some(Code::Encoding), None]);
    let received = receive(&lines, &Limits::default());
    let problem = &received[1].document.as_ref().unwrap_err()[0];
    assert_eq!(problem.place.line, Some(2));
    assert!(problem.detail.contains("0xE4") && problem.detail.contains('ä'), "{problem}");
    assert_eq!(received[1].bytes.as_ref(), latin1);
}

#[test]
fn a_bad_line_does_not_stop_the_rest() {
    let lines = format!("{{\"resourceType\":\"Pat\n{PATIENT}\r\n\n{PATIENT}\n{{}}\n{PATIENT}");
    let bad = Some(Code::NotJson);
    assert_eq!(codes(lines.as_bytes()), [bad, None, None, Some(Code::TypeMissing), None]);
}

#[test]
fn pretty_json_is_one_document() {
    let pretty = "{\n\"resourceType\": \"Patient\",\n\"name\": [\n{\n\"family\": \"M\"\n}\n]\n}\n";
    assert_eq!(codes(pretty.as_bytes()), [None]);
    assert!(!is_ndjson(pretty.as_bytes()) && !is_ndjson(PATIENT.as_bytes()));
    assert!(is_ndjson(format!("{PATIENT}\n{PATIENT}").as_bytes()));
}

#[test]
fn an_array_is_read_item_by_item() {
    let array = format!("[{PATIENT}, 5, {PATIENT}]");
    assert_eq!(codes(array.as_bytes()), [None, Some(Code::NotObject), None]);
}

#[test]
fn limits_hold() {
    for deep in ["[".repeat(1_000_000), "{\"a\":".repeat(1_000_000), nested(101)] {
        assert_eq!(codes(deep.as_bytes()), [Some(Code::TooDeep)]);
    }
    assert_eq!(codes(nested(100).as_bytes()), [Some(Code::TypeMissing)]);
    let limits = Limits { document_bytes: 10, resource_bytes: 10, depth: 5, entries: 1 };
    let code = |bytes: &[u8]| receive(bytes, &limits)[0].document.clone().unwrap_err()[0].code;
    assert_eq!(code(PATIENT.as_bytes()), Code::TooLarge);
    assert_eq!(code(b"[{},{}]"), Code::TooManyEntries);
    assert_eq!(codes(b""), [Some(Code::Empty)]);
    assert_eq!(codes(b" \n "), [Some(Code::Empty)]);
}

fn nested(depth: usize) -> String {
    format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth))
}

#[test]
fn a_hundred_megabyte_string_is_refused_without_being_parsed() {
    let mut huge = b"{\"resourceType\":\"Patient\",\"id\":\"".to_vec();
    huge.resize(100 * Limits::MEBIBYTE, b'a');
    huge.extend(b"\"}");
    assert_eq!(codes(&huge), [Some(Code::TooLarge)]);
    let roomy =
        Limits { document_bytes: usize::MAX, resource_bytes: usize::MAX, ..Limits::default() };
    let received = receive(&huge, &roomy);
    let problem = &received[0].document.as_ref().unwrap_err()[0];
    assert_eq!(problem.code, Code::IdInvalid);
    assert!(problem.detail.len() < 300);
}
