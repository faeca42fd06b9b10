//! Names of identifier and code systems, and the one form in which they are compared.
//!
//! Finnish sources write one code list in several ways; the canonical one is `urn:oid:` + base OID,
//! with the version apart.

use std::borrow::Cow;

/// The Finnish identity number.
pub const IDENTITY_NUMBER: &str = "urn:oid:1.2.246.21";
/// Types of identifiers (HL7 v2 table 0203); `NNFIN` is the Finnish identity number.
pub const IDENTIFIER_TYPE: &str = "http://terminology.hl7.org/CodeSystem/v2-0203";
/// Municipalities.
pub const MUNICIPALITY: &str = "urn:oid:1.2.246.537.6.21";
/// The register number of a licensed professional (Terhikki).
pub const TERHIKKI: &str = "urn:oid:1.2.246.537.26";
/// The number that a physician prescribes with.
pub const SV_NUMBER: &str = "urn:oid:1.2.246.537.25";
/// State of a booking (*ajanvarauksen tila*).
pub const BOOKING_STATE: &str = "urn:oid:1.2.246.537.6.881";
/// Why a booking was cancelled (*peruutuksen syy*).
pub const CANCELLING: &str = "urn:oid:1.2.246.537.6.126";
/// How client and professional meet (*yhteystapa*).
pub const CONTACT_MODE: &str = "urn:oid:1.2.246.537.6.127";
/// The social and health-care organisation register.
pub const ORGANISATION: &str = "urn:oid:1.2.246.537.6.202";
/// Security labels of the Finnish Base Profiles; `TURVAKIELTO` is the protection order.
pub const FINNISH_SECURITY: &str =
    "https://hl7.fi/fhir/finnish-base-profiles/CodeSystem/fi-base-security-label-cs";
/// Where the extensions and profiles of the Finnish Base Profiles live.
pub const FINNISH_BASE: &str = "https://hl7.fi/fhir/finnish-base-profiles/StructureDefinition/";
/// Where the extensions and profiles of Finnish Scheduling live.
pub const FINNISH_SCHEDULING: &str = "https://hl7.fi/fhir/finnish-scheduling/StructureDefinition/";

/// Extension with a text in another language.
pub const TRANSLATION: &str = "http://hl7.org/fhir/StructureDefinition/translation";

const CODE_LISTS: [&str; 2] = ["1.2.246.537.5.", "1.2.246.537.6."];

/// A system with the version that was written into it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Canonical<'a> {
    /// What is compared.
    pub system: Cow<'a, str>,
    /// The version, when one was written.
    pub version: Option<&'a str>,
}

/// The canonical form of a system as written.
pub fn canonical(written: &str) -> Canonical<'_> {
    let (name, version) = match written.split_once('|') {
        Some((name, version)) => (name, Some(version).filter(|version| !version.is_empty())),
        None => (written, None),
    };
    let bare = name.strip_prefix("urn:oid:").unwrap_or(name);
    // A misprint of an old guide, still met in data.
    let mended = bare.strip_prefix("1.2.245.537.");
    if mended.is_none() && !bare.starts_with("1.2.246.") {
        return Canonical { system: Cow::Borrowed(name), version };
    }
    let whole = match mended {
        Some(rest) => Cow::Owned(format!("1.2.246.537.{rest}")),
        None => Cow::Borrowed(bare),
    };
    let keep = whole.len() - version_suffix(&whole).map_or(0, |suffix| suffix.len() + 1);
    let suffix = bare.get(keep + 1..);
    let system = if mended.is_none() && name.len() != bare.len() {
        Cow::Borrowed(name.get(.."urn:oid:".len() + keep).unwrap_or(name))
    } else {
        Cow::Owned(format!("urn:oid:{}", whole.get(..keep).unwrap_or(&whole)))
    };
    Canonical { system, version: version.or(suffix) }
}

/// The last part of a code list's OID when it is a year, a month or a day.
fn version_suffix(oid: &str) -> Option<&str> {
    let rest = CODE_LISTS.iter().find_map(|list| oid.strip_prefix(list))?;
    let (number, suffix) = rest.rsplit_once('.')?;
    let dated = matches!(suffix.len(), 4 | 6 | 8)
        && (suffix.starts_with("19") || suffix.starts_with("20"))
        && suffix.bytes().all(|byte| byte.is_ascii_digit());
    (dated && !number.is_empty()).then_some(suffix)
}

/// The name of a Finnish extension or profile, in whichever generation its URL was written.
pub fn finnish_name(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let rest = rest.strip_prefix("hl7.fi/fhir/")?;
    let rest = rest
        .strip_prefix("finnish-base-profiles/")
        .or_else(|| rest.strip_prefix("finnish-scheduling/"))
        .unwrap_or(rest);
    let name = rest.strip_prefix("StructureDefinition/")?;
    Some(name.split('|').next().unwrap_or(name)).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_spellings_of_a_code_list_compare_equal() {
        for (written, system, version) in [
            ("urn:oid:1.2.246.537.6.50|201801", "urn:oid:1.2.246.537.6.50", Some("201801")),
            ("urn:oid:1.2.246.537.6.50.201801", "urn:oid:1.2.246.537.6.50", Some("201801")),
            ("urn:oid:1.2.246.537.6.202.2008", "urn:oid:1.2.246.537.6.202", Some("2008")),
            ("1.2.246.537.6.884", "urn:oid:1.2.246.537.6.884", None),
            ("1.2.246.537.6.884.2015", "urn:oid:1.2.246.537.6.884", Some("2015")),
            ("1.2.245.537.6.882", "urn:oid:1.2.246.537.6.882", None),
            ("urn:oid:1.2.245.537.6.882.2015", "urn:oid:1.2.246.537.6.882", Some("2015")),
            ("urn:oid:1.2.246.537.5.40202.201901", "urn:oid:1.2.246.537.5.40202", Some("201901")),
            ("urn:oid:1.2.246.537.6.2008", "urn:oid:1.2.246.537.6.2008", None),
            ("urn:oid:1.2.246.21", "urn:oid:1.2.246.21", None),
            ("urn:oid:1.2.246.10.1234567.22.2019", "urn:oid:1.2.246.10.1234567.22.2019", None),
            ("http://loinc.org", "http://loinc.org", None),
            ("http://loinc.org|2.74", "http://loinc.org", Some("2.74")),
            ("", "", None),
        ] {
            let seen = canonical(written);
            assert_eq!((seen.system.as_ref(), seen.version), (system, version), "{written}");
        }
    }

    #[test]
    fn both_generations_of_finnish_urls_are_read() {
        for url in [
            "http://hl7.fi/fhir/StructureDefinition/municipality-code",
            "https://hl7.fi/fhir/finnish-base-profiles/StructureDefinition/municipality-code",
            "https://hl7.fi/fhir/finnish-scheduling/StructureDefinition/municipality-code|2.0.0",
        ] {
            assert_eq!(finnish_name(url), Some("municipality-code"), "{url}");
        }
        assert_eq!(finnish_name("http://hl7.org/fhir/StructureDefinition/x"), None);
    }
}
