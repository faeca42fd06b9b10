//! Makes synthetic FHIR for measuring imports: transaction Bundles of eight resources each, one a
//! file, or all resources as NDJSON.

#![expect(clippy::print_stderr, reason = "a tool for the terminal")]

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;

const USAGE: &str = "wire_load FOLDER [BUNDLES] [ndjson]";
const RESOURCES: u64 = 8;

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().context(USAGE)?);
    let bundles: u64 = arguments.next().map_or(Ok(2_000), |count| count.parse())?;
    let ndjson = arguments.next().as_deref() == Some("ndjson");
    std::fs::create_dir_all(&folder)?;
    let mut lines = String::new();
    for bundle in 0..bundles {
        let resources: Vec<String> = (0..RESOURCES).map(|nth| resource(bundle, nth)).collect();
        if ndjson {
            lines.push_str(&resources.join("\n"));
            lines.push('\n');
        } else {
            std::fs::write(folder.join(format!("b{bundle:06}.json")), entries(bundle, &resources))?;
        }
    }
    if ndjson {
        std::fs::write(folder.join("all.ndjson"), lines)?;
    }
    eprintln!("{bundles} bundles, {} resources in {}", bundles * RESOURCES, folder.display());
    Ok(())
}

fn id(bundle: u64, nth: u64) -> String {
    format!("{bundle:08x}-0000-4000-8000-{nth:012x}")
}

fn entries(bundle: u64, resources: &[String]) -> String {
    let mut text =
        String::from("{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[");
    for (nth, resource) in resources.iter().enumerate() {
        let (comma, rtype) = if nth == 0 { ("", "Patient") } else { (",", rtype(nth as u64)) };
        let id = id(bundle, nth as u64);
        // Writing to a text cannot fail.
        let written = write!(
            text,
            "{comma}{{\"fullUrl\":\"urn:uuid:{id}\",\"resource\":{resource},\
             \"request\":{{\"method\":\"POST\",\"url\":\"{rtype}\"}}}}"
        );
        debug_assert!(written.is_ok());
    }
    text.push_str("]}");
    text
}

fn rtype(nth: u64) -> &'static str {
    match nth {
        0 => "Patient",
        1 => "Encounter",
        2 => "Condition",
        _ => "Observation",
    }
}

/// Some 1.5 kB, with the parts that others' systems send.
fn resource(bundle: u64, nth: u64) -> String {
    let (id, patient) = (id(bundle, nth), id(bundle, 0));
    let day = format!("2025-{:02}-{:02}", bundle % 12 + 1, bundle % 28 + 1);
    let narrative = format!(
        "<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">{}</div>",
        "Asiakkaan tila on ennallaan, jatketaan sovitun suunnitelman mukaan. ".repeat(8)
    );
    let head = format!(
        "{{\"resourceType\":\"{}\",\"id\":\"{id}\",\"meta\":{{\"profile\":[\"https://hl7.fi/fhir/\
         finnish-base-profiles/StructureDefinition/fi-base-{nth}\"]}},\"text\":{{\"status\":\
         \"generated\",\"div\":\"{narrative}\"}},\"identifier\":[{{\"system\":\"urn:oid:1.2.246.10.\
         1234567.22\",\"value\":\"{bundle}-{nth}\"}}]",
        rtype(nth)
    );
    let link = format!("{{\"reference\":\"urn:uuid:{patient}\"}}");
    let rest = match nth {
        0 => format!(
            "\"active\":true,\"name\":[{{\"family\":\"Virtanen{bundle}\",\"given\":[\"Aino\",\"Maria\"]}}],\
             \"gender\":\"female\",\"birthDate\":\"{day}\",\"address\":[{{\"line\":[\"Kirkkokatu {bundle}\"],\
             \"city\":\"Porvoo\",\"postalCode\":\"06100\"}}],\"telecom\":[{{\"system\":\"phone\",\
             \"value\":\"040 {bundle}\"}}]"
        ),
        1 => format!(
            "\"status\":\"finished\",\"class\":{{\"system\":\"http://terminology.hl7.org/CodeSystem/\
             v3-ActCode\",\"code\":\"AMB\"}},\"subject\":{link},\"period\":{{\"start\":\"{day}\"}},\
             \"type\":[{{\"coding\":[{{\"system\":\"http://snomed.info/sct\",\"code\":\"185349003\"}}]}}]"
        ),
        2 => format!(
            "\"clinicalStatus\":{{\"coding\":[{{\"system\":\"http://terminology.hl7.org/CodeSystem/\
             condition-clinical\",\"code\":\"active\"}}]}},\"code\":{{\"coding\":[{{\"system\":\
             \"urn:oid:1.2.246.537.6.1\",\"code\":\"J06.9\"}}]}},\"subject\":{link},\"onsetDateTime\":\
             \"{day}\",\"recordedDate\":\"{day}\""
        ),
        _ => format!(
            "\"status\":\"final\",\"category\":[{{\"coding\":[{{\"system\":\"http://terminology.hl7.org/\
             CodeSystem/observation-category\",\"code\":\"vital-signs\"}}]}}],\"code\":{{\"coding\":\
             [{{\"system\":\"http://loinc.org\",\"code\":\"29463-7\"}}]}},\"subject\":{link},\
             \"effectiveDateTime\":\"{day}T10:00:00+02:00\",\"valueQuantity\":{{\"value\":7{nth}.50,\
             \"unit\":\"kg\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"kg\"}}"
        ),
    };
    format!("{head},{rest}}}")
}
