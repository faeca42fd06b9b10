//! Whatever arrives, the crate answers with values: arbitrary bytes, and examples broken at random.
#![expect(clippy::unwrap_used, reason = "a test program")]

use fhir::bundle::Answers;
use fhir::check::Rigour;
use fhir::intake::{Document, receive, receive_line};
use fhir::search::{Handling, parse, registry};
use fhir::{Limits, ResourceType, check, moment, reference, resource, systems};
use proptest::prelude::*;

const EXAMPLES: [&[u8]; 5] = [
    include_bytes!("data/patient-turvakielto.json"),
    include_bytes!("data/patient-bom.json"),
    include_bytes!("data/transaction.json"),
    include_bytes!("data/collection.json"),
    include_bytes!("data/appointment.json"),
];

/// Everything that is done with what arrives.
fn take_in(bytes: &[u8]) {
    let limits = Limits::default();
    drop(receive_line(bytes, 1, &limits));
    for received in receive(bytes, &limits) {
        match received.document {
            Err(problems) => assert!(!problems.is_empty()),
            Ok(Document::Bundle(bundle)) => {
                drop(bundle.questions());
                let plan = bundle.plan(&Answers::default(), None, &limits, Rigour::Lenient);
                assert_eq!(plan.entries.len(), bundle.entries.len());
            }
            Ok(Document::Resource(draft)) => {
                let taken = draft.identify();
                drop(check::resource(&taken));
                drop(registry().extract(taken.rtype, &taken.value));
                let at = "2026-01-02T03:04:05Z".parse().unwrap();
                let printed = resource::print(&taken.text, 1, at);
                let read: serde_json::Value = serde_json::from_str(&printed).unwrap();
                assert_eq!(
                    read.get("id").and_then(serde_json::Value::as_str),
                    Some(taken.id.as_str())
                );
                assert_eq!(resource::digest(&printed), resource::digest(&taken.text));
            }
        }
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        take_in(&bytes);
    }

    #[test]
    fn json_like_text(text in "[\\[\\]{}:,\"\\\\a-z0-9 \n]{0,120}") {
        take_in(text.as_bytes());
    }

    #[test]
    fn truncated_examples(example in 0..EXAMPLES.len(), keep in 0.0..1.0_f64) {
        let bytes = EXAMPLES[example];
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss,
            reason = "a share of a length is a length")]
        let keep = (bytes.len() as f64 * keep) as usize;
        take_in(&bytes[..keep]);
    }

    #[test]
    fn mutated_examples(
        example in 0..EXAMPLES.len(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = EXAMPLES[example].to_vec();
        for (place, byte) in edits {
            let at = place.index(bytes.len());
            bytes[at] = byte;
        }
        take_in(&bytes);
    }

    #[test]
    fn values_swapped_for_others(
        example in 0..EXAMPLES.len(),
        place in any::<prop::sample::Index>(),
        new in prop::sample::select(vec!["null", "5", "\"\"", "[]", "{}", "true", "[[{}]]", "1e400", "-0.0"]),
    ) {
        let text = String::from_utf8_lossy(EXAMPLES[example]).into_owned();
        // Each example is JSON, so each has one.
        let colons: Vec<usize> = text.match_indices(':').map(|(at, _)| at).collect();
        let at = colons[place.index(colons.len())];
        let rest = &text[at + 1..];
        let end = rest.find([',', '\n', '}']).unwrap_or(rest.len());
        take_in(format!("{}: {new}{}", &text[..at], &rest[end..]).as_bytes());
    }

    #[test]
    fn search_texts(text in ".{0,60}", code in prop::sample::select(vec![
        "identifier", "birthdate", "name:exact", "general-practitioner", "_id", "x", "organization:identifier",
    ])) {
        let patient = ResourceType::parse("Patient").unwrap();
        for handling in [Handling::Strict, Handling::Lenient] {
            drop(parse(registry(), patient, &text, handling));
            drop(parse(registry(), patient, &format!("{code}={text}"), handling));
        }
    }

    #[test]
    fn small_texts(text in "[0-9TZ:+.\\-]{0,30}|\\PC{0,30}|urn:oid:1\\.2\\.24[56]\\.[0-9.]{0,20}") {
        let _unused = moment::parse(&text);
        let _unused = reference::parse(&text);
        drop(systems::canonical(&text));
        let _unused = systems::finnish_name(&text);
    }
}
