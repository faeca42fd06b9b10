//! What a reference points at, read from its text.

use crate::definitions::ResourceType;

/// A reference as written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reference<'a> {
    /// `Patient/1`, perhaps with a version.
    Local {
        /// The type.
        rtype: ResourceType,
        /// The id.
        id: &'a str,
        /// The version, when one was asked for.
        version: Option<&'a str>,
    },
    /// `#part`: a resource contained in the same one; empty for the container itself.
    Contained(&'a str),
    /// `urn:uuid:…` or `urn:oid:…`.
    Urn(&'a str),
    /// A full URL, with the type and id at its end when it names a resource.
    Absolute {
        /// The whole URL.
        url: &'a str,
        /// The address in front of the type, without the slash.
        base: &'a str,
        /// Type and id at the end.
        target: Option<(ResourceType, &'a str)>,
    },
    /// `Patient?identifier=…`, which a transaction resolves.
    Conditional {
        /// The type.
        rtype: ResourceType,
        /// What comes after the question mark.
        query: &'a str,
    },
    /// None of these.
    Malformed,
}

/// Reads a reference.
pub fn parse(text: &str) -> Reference<'_> {
    if let Some(part) = text.strip_prefix('#') {
        return if part.is_empty() || is_id(part) {
            Reference::Contained(part)
        } else {
            Reference::Malformed
        };
    }
    if text.starts_with("urn:") {
        let named = text.strip_prefix("urn:").and_then(|rest| rest.split_once(':'));
        return match named {
            Some((space, name)) if !space.is_empty() && is_plain(name) => Reference::Urn(text),
            _ => Reference::Malformed,
        };
    }
    if let Some((scheme, rest)) = text.split_once("://") {
        let plain = scheme.bytes().all(|byte| byte.is_ascii_alphanumeric()) && is_plain(rest);
        return if plain { absolute(text) } else { Reference::Malformed };
    }
    if let Some((name, query)) = text.split_once('?') {
        return match ResourceType::parse(name) {
            Some(rtype) if !query.is_empty() => Reference::Conditional { rtype, query },
            _ => Reference::Malformed,
        };
    }
    local(text).map_or(Reference::Malformed, |(rtype, id, version)| Reference::Local {
        rtype,
        id,
        version,
    })
}

fn local(text: &str) -> Option<(ResourceType, &str, Option<&str>)> {
    let mut parts = text.split('/');
    let rtype = ResourceType::parse(parts.next()?)?;
    let id = parts.next().filter(|id| is_id(id))?;
    let version = match parts.next() {
        None => None,
        Some("_history") => Some(parts.next().filter(|version| is_id(version))?),
        Some(_) => return None,
    };
    parts.next().is_none().then_some((rtype, id, version))
}

fn absolute(url: &str) -> Reference<'_> {
    let path = url.split(['?', '#', '|']).next().unwrap_or(url);
    let path = path.split_once("/_history/").map_or(path, |(path, _)| path);
    let target = path.rsplit_once('/').and_then(|(rest, id)| {
        let (base, name) = rest.rsplit_once('/')?;
        Some((base, ResourceType::parse(name)?, Some(id).filter(|id| is_id(id))?))
    });
    match target {
        Some((base, rtype, id)) => Reference::Absolute { url, base, target: Some((rtype, id)) },
        None => Reference::Absolute { url, base: "", target: None },
    }
}

/// Whether the text can be the id of a resource.
pub fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
}

fn is_plain(text: &str) -> bool {
    !text.is_empty() && !text.contains(|letter: char| letter.is_whitespace() || letter.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_told_apart() {
        let patient = ResourceType::parse("Patient").unwrap();
        let one = Some((patient, "1"));
        assert_eq!(parse("Patient/1"), Reference::Local { rtype: patient, id: "1", version: None });
        assert_eq!(
            parse("Patient/1/_history/3"),
            Reference::Local { rtype: patient, id: "1", version: Some("3") }
        );
        assert_eq!(parse("#"), Reference::Contained(""));
        assert_eq!(parse("#p1"), Reference::Contained("p1"));
        assert_eq!(parse("urn:uuid:x"), Reference::Urn("urn:uuid:x"));
        let url = "https://example.fi/fhir/Patient/1";
        let base = "https://example.fi/fhir";
        assert_eq!(parse(url), Reference::Absolute { url, base, target: one });
        let url = "https://example.fi/fhir/Patient/1/_history/2";
        assert_eq!(parse(url), Reference::Absolute { url, base, target: one });
        let url = "https://example.fi/page";
        assert_eq!(parse(url), Reference::Absolute { url, base: "", target: None });
        assert_eq!(
            parse("Patient?identifier=a|b"),
            Reference::Conditional { rtype: patient, query: "identifier=a|b" }
        );
    }

    #[test]
    fn what_points_nowhere_is_malformed() {
        for text in [
            "",
            "Patient",
            "Patient/",
            "patient/1",
            "Patient/ä",
            "Patient/1/2",
            "Patient/1/_history",
            "Patient/1/_history/2/3",
            "urn:",
            "urn:uuid:",
            "urn:uuid:a b",
            "Patient?",
            "X?a=b",
            "http://",
            "#a b",
            "a://b c",
        ] {
            assert_eq!(parse(text), Reference::Malformed, "{text}");
        }
    }
}
