//! Patches as entries of a Bundle: JSON Patch in a Binary, as R4 says.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use crate::problem::{Code, Place, Problem};

/// What a Binary with a patch must say it is.
const MEDIA: &str = "application/json-patch+json";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Binary {
    resource_type: String,
    #[serde(default)]
    content_type: String,
    #[serde(default)]
    data: String,
}

/// The steps that an entry's Binary holds.
pub(super) fn steps(resource: Option<&str>) -> Result<String, Problem> {
    let refuse = |code, path: &str, detail: &str| Problem::error(code, Place::path(path), detail);
    let binary = resource.and_then(|json| serde_json::from_str::<Binary>(json).ok());
    let binary = binary.filter(|binary| binary.resource_type == "Binary");
    let Some(binary) = binary else {
        return Err(refuse(Code::MethodUnsupported, "", &format!("PATCH (Binary, {MEDIA})")));
    };
    if binary.content_type.split(';').next().map(str::trim) != Some(MEDIA) {
        let path = "Binary.contentType";
        return Err(refuse(Code::PatchMalformed, path, &binary.content_type));
    }
    let bytes = decoded(&binary.data).and_then(|bytes| String::from_utf8(bytes).ok());
    bytes.ok_or_else(|| refuse(Code::PatchMalformed, "Binary.data", "base64"))
}

/// The bytes of a base64 text; white space between its letters says nothing.
fn decoded(text: &str) -> Option<Vec<u8>> {
    let letters: Vec<u8> = text.bytes().filter(|letter| !letter.is_ascii_whitespace()).collect();
    STANDARD.decode(letters).ok()
}

/// The places of the values by which steps set a reference: `{"path": "/subject/reference"}`.
pub(super) fn set_references(steps: &str) -> Vec<String> {
    #[derive(Deserialize)]
    struct Step {
        #[serde(default)]
        path: String,
        #[serde(default)]
        value: serde_json::Value,
    }
    let steps: Vec<Step> = serde_json::from_str(steps).unwrap_or_default();
    let set = steps.into_iter().filter(|step| step.path.ends_with("/reference"));
    set.filter_map(|step| step.value.as_str().map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_as_it_is_written_and_nothing_else_is() {
        for (text, bytes) in
            [("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm\n9v", "foo")]
        {
            assert_eq!(decoded(text).unwrap(), bytes.as_bytes(), "{text}");
        }
        for text in ["Z", "Zg", "Zg=", "Zg==Zg==", "Z*==", "===="] {
            assert_eq!(decoded(text), None, "{text}");
        }
    }

    #[test]
    fn only_a_binary_with_json_patch_is_a_patch() {
        let of = |json: &str| steps(Some(json)).map_err(|problem| problem.code);
        let whole = r#"{"resourceType":"Binary","contentType":"application/json-patch+json","data":"W10="}"#;
        assert_eq!(of(whole).unwrap(), "[]");
        assert_eq!(of(&whole.replace("json-patch", "x")).unwrap_err(), Code::PatchMalformed);
        assert_eq!(of(&whole.replace("W10=", "W10")).unwrap_err(), Code::PatchMalformed);
        assert_eq!(of(r#"{"resourceType":"Parameters"}"#).unwrap_err(), Code::MethodUnsupported);
        assert_eq!(steps(None).unwrap_err().code, Code::MethodUnsupported);
    }
}
