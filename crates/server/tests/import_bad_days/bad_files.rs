//! Bad files: each fault is reported with its place and reason, and everything else is taken in.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::world::{World, named, text};

fn patient(id: &str) -> String {
    format!(r#"{{"resourceType":"Patient","id":"{id}"}}"#)
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn what_is_bad_is_kept_and_told_and_the_rest_goes_in(world: &World) {
    world.write(
        "a.ndjson",
        [
            patient("a1"),
            r#"{"resourceType":"Patient","id":"a2""#.to_owned(),
            patient("a3"),
            r#"{"resourceType":"Patient","id":"a4","birthDate":"30.2.2020"}"#.to_owned(),
            format!(
                r#"{{"resourceType":"Patient","x":{}{}}}"#,
                "[".repeat(9_000),
                "]".repeat(9_000)
            ),
            patient("a6"),
        ]
        .join("\n"),
    );
    world.write("b.ndjson.gz", gzip(&[patient("b1"), patient("b2")].join("\n")));
    let long: String = (0..2_000).map(|nth| patient(&format!("c{nth}")) + "\n").collect();
    let cut = gzip(&long);
    world.write("c.ndjson.gz", cut.get(..cut.len() / 2).unwrap());
    world.write("d.json", r#"{"resourceType":"Bundle","type":"transaction","entry":[{"#);
    world.write(
        "e.json",
        format!(
            r#"{{"resourceType":"Bundle","type":"transaction","entry":[
            {{"resource":{},"request":{{"method":"PUT","url":"Patient/e1"}}}},
            {{"resource":{{"resourceType":"Cat"}},"request":{{"method":"POST","url":"Cat"}}}}]}}"#,
            patient("e1")
        ),
    );
    world.write("f.json", format!("[{},7,{}]", patient("f1"), patient("f2")));
    world.write("g.json", "");
    world.write("h.json", b"\xff\xfe\x00\xd8");
    world.write("i.json", patient("i1"));

    let (code, told) = world.import();
    assert_eq!(code, 2, "{told}");
    for (place, reason) in [
        ("a.ndjson:2", "not-json"),
        ("a.ndjson:4", "date-invalid"),
        ("a.ndjson:5", "too-deep"),
        ("d.json", "not-json"),
        ("e.json entry 1", "type-unknown"),
        ("f.json entry 1", "not-object"),
        ("g.json", "empty"),
        ("h.json", "encoding"),
    ] {
        let place = named(world, place);
        let line = told.lines().find(|line| line.trim().starts_with(&format!("{place}: ")));
        let line = line.unwrap_or_else(|| panic!("{place} is not told:\n{told}"));
        assert!(line.ends_with(&format!("({reason})")), "{line}");
    }
    assert!(told.contains("c.ndjson.gz:"), "{told}");
    let ledger = world.ledger();
    for id in ["a1", "a3", "a6", "b1", "b2", "c0", "f1", "f2", "i1"] {
        assert!(text(&ledger, &format!("Patient/{id}")).is_some(), "{id}");
    }
    assert_eq!(text(&ledger, "Patient/e1"), None, "a transaction is taken in whole or not at all");
    let facts = ledger.facts_after(0, 100_000).unwrap();
    let kept = facts.iter().filter(|placed| placed.fact.kind == "input-kept").count();
    assert_eq!(kept, 9);
    assert!(matches!(ledger.verify(&|_, _| ()).unwrap(), ledger::Verdict::Sound(_)));
    let position = ledger.position();
    drop(ledger);
    assert_eq!(world.import().0, 2, "it is told again");
    assert_eq!(world.ledger().position(), position, "and nothing changes");
}

pub(crate) fn a_string_of_100_megabytes_is_kept_aside(world: &World) {
    let huge =
        format!(r#"{{"resourceType":"Patient","id":"h","x":"{}"}}"#, "a".repeat(100_000_000));
    world.write("a.ndjson", [patient("p1"), huge.clone(), patient("p2")].join("\n"));
    world.write("b.json", huge);
    let (code, told) = world.import();
    assert_eq!(code, 2, "{told}");
    assert!(told.contains("a.ndjson:2: ") && told.matches("(too-large)").count() == 2, "{told}");
    let ledger = world.ledger();
    assert!(text(&ledger, "Patient/p1").is_some() && text(&ledger, "Patient/p2").is_some());
    let kept = ledger.facts_after(0, 100).unwrap();
    let bytes = |fact: &ledger::Fact| fact.body.bytes().map_or(0, <[u8]>::len);
    let store: usize = kept.iter().map(|placed| bytes(&placed.fact)).sum();
    assert!(store < 20_000_000, "{store} bytes for two patients");
}

pub(crate) fn the_order_of_a_file_decides_and_the_same_file_changes_nothing(world: &World) {
    let version = |nth: usize| {
        format!("{{\"resourceType\":\"Patient\",\"id\":\"p1\",\"multipleBirthInteger\":{nth}}}\n")
    };
    let filler = |nth: usize| patient(&format!("f{nth}")) + "\n";
    let lines: String = (0..900).map(|nth| version(nth) + &filler(nth)).collect();
    world.write("all.ndjson", lines);
    let (code, told) = world.import();
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("901 new, 899 changed, 0 unchanged"), "{told}");
    let ledger = world.ledger();
    assert!(text(&ledger, "Patient/p1").unwrap().contains(":899"));
    let position = ledger.position();
    drop(ledger);
    let (code, told) = world.import();
    assert_eq!(code, 0);
    assert!(told.contains("1 more were taken in before"), "{told}");
    assert_eq!(world.ledger().position(), position);
    world.write("all.ndjson", version(899));
    assert!(world.import().1.contains("0 new, 0 changed, 1 unchanged"));
}

pub(crate) fn a_condition_finds_what_came_before_it(world: &World) {
    let location = r#"{"resourceType":"Location","id":"l1","identifier":[{"value":"L1"}]}"#;
    world.write("a.json", location);
    world.write(
        "b.json",
        r#"{"resourceType":"Bundle","type":"transaction","entry":[
        {"resource":{"resourceType":"Appointment","id":"x","status":"booked","participant":[
          {"actor":{"reference":"Location?identifier=L1"},"status":"accepted"}]},
         "request":{"method":"PUT","url":"Appointment/x"}}]}"#,
    );
    let (code, told) = world.import();
    assert_eq!(code, 0, "{told}");
    assert!(text(&world.ledger(), "Appointment/x").unwrap().contains(r#""Location/l1""#));
}

#[test]
fn a_store_that_is_in_use_is_told_clearly() {
    let world = World::on_file();
    world.write("a.json", patient("p1"));
    assert_eq!(world.import().0, 0);
    let held = world.ledger();
    let (code, told) = world.import();
    assert!(code == 1 && told.contains("in use by another polku"), "{told}");
    drop(held);
    let missing = world.polku("import").arg("nothing/here.json").output().unwrap();
    assert_eq!(missing.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&missing.stderr).contains("nothing/here.json"));
}
