//! JSON Patch (RFC 6902) on the text of a resource: what a patch does not touch keeps its letters,
//! so that decimals keep their digits.

mod node;

use serde::Deserialize;
use serde_json::value::RawValue;

use self::node::Node;
use crate::problem::{Code, Place, Problem};

/// How many steps a patch may have.
const STEPS_MAX: usize = 1_000;

/// One step as written.
#[derive(Deserialize)]
struct Step<'p> {
    op: String,
    path: String,
    #[serde(default)]
    from: Option<String>,
    #[serde(borrow, default)]
    value: Option<&'p RawValue>,
}

/// The text after all steps of a patch, or why not: then none of them is made.
pub fn apply(json: &str, patch: &str) -> Result<String, Problem> {
    let malformed = |detail: &str| Problem::error(Code::PatchMalformed, Place::default(), detail);
    let steps: Vec<Step<'_>> =
        serde_json::from_str(patch).map_err(|fault| malformed(&fault.to_string()))?;
    if steps.len() > STEPS_MAX {
        return Err(malformed(&format!("{} > {STEPS_MAX}", steps.len())));
    }
    let mut root = Node::parse(json).map_err(|fault| malformed(&fault))?;
    for (number, step) in steps.iter().enumerate() {
        let failed = || {
            let detail = format!("{number}: {} {}", step.op, step.path);
            Problem::error(Code::PatchFailed, Place::default(), detail)
        };
        let value = || {
            let text = step.value.ok_or_else(|| malformed("value"))?;
            Node::parse(text.get()).map_err(|fault| malformed(&fault))
        };
        let from = || pointer(step.from.as_deref()).ok_or_else(|| malformed("from"));
        let path = pointer(Some(&step.path)).ok_or_else(|| malformed("path"))?;
        let done = match step.op.as_str() {
            "add" => root.add(&path, value()?),
            "remove" => root.remove(&path).map(drop),
            "replace" => {
                let value = value()?;
                root.find_mut(&path).map(|found| *found = value)
            }
            "move" => {
                let from = from()?;
                // Nothing can be moved into itself.
                let inside = path.len() > from.len() && path.starts_with(&from);
                let taken = if inside { None } else { root.remove(&from) };
                taken.and_then(|taken| root.add(&path, taken))
            }
            "copy" => {
                let copied = root.find_mut(&from()?).map(|found| found.clone());
                copied.and_then(|copied| root.add(&path, copied))
            }
            "test" => {
                let wanted = value()?;
                root.find_mut(&path).filter(|found| found.says(&wanted)).map(drop)
            }
            other => return Err(malformed(other)),
        };
        done.ok_or_else(failed)?;
    }
    Ok(root.print())
}

/// The steps of a JSON Pointer.
fn pointer(text: Option<&str>) -> Option<Vec<String>> {
    let text = text?;
    if text.is_empty() {
        return Some(Vec::new());
    }
    let words = text.strip_prefix('/')?.split('/');
    Some(words.map(|word| word.replace("~1", "/").replace("~0", "~")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENT: &str = r#"{"resourceType":"Patient","name":[{"family":"A","given":["b","c"]}],
        "active":true,"extension":[{"valueDecimal":1.50}],"a/b":1}"#;

    fn patched(patch: &str) -> Result<String, Code> {
        apply(PATIENT, patch).map_err(|problem| problem.code)
    }

    #[test]
    fn steps_change_what_they_name_and_nothing_else() {
        for (patch, piece) in [
            (r#"[{"op":"replace","path":"/active","value":false}]"#, r#""active":false"#),
            (r#"[{"op":"add","path":"/gender","value":"male"}]"#, r#""gender":"male""#),
            (r#"[{"op":"add","path":"/name/0/given/1","value":"x"}]"#, r#"["b","x","c"]"#),
            (r#"[{"op":"add","path":"/name/0/given/-","value":"x"}]"#, r#"["b","c","x"]"#),
            (r#"[{"op":"remove","path":"/name/0/given/0"}]"#, r#""given":["c"]"#),
            (r#"[{"op":"move","from":"/name/0/family","path":"/x"}]"#, r#""x":"A""#),
            (r#"[{"op":"copy","from":"/name/0","path":"/name/-"}]"#, r#"},{"family":"A""#),
            (r#"[{"op":"test","path":"/extension/0/valueDecimal","value":1.5}]"#, "1.50"),
            (r#"[{"op":"remove","path":"/a~1b"}]"#, "1.50"),
            (r#"[{"op":"replace","path":"/extension/0/valueDecimal","value":2.10}]"#, "2.10"),
            (r#"[{"op":"replace","path":"","value":{"a":1}}]"#, r#"{"a":1}"#),
        ] {
            let text = patched(patch).unwrap();
            assert!(text.contains(piece), "{patch}: {text}");
            assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_done_says_which_step() {
        for (patch, code) in [
            ("{}", Code::PatchMalformed),
            (r#"[{"op":"add","path":"x","value":1}]"#, Code::PatchMalformed),
            (r#"[{"op":"add","path":"/x"}]"#, Code::PatchMalformed),
            (r#"[{"op":"turn","path":"/x"}]"#, Code::PatchMalformed),
            (r#"[{"op":"copy","path":"/x"}]"#, Code::PatchMalformed),
            (r#"[{"op":"remove","path":"/x"}]"#, Code::PatchFailed),
            (r#"[{"op":"replace","path":"/name/7","value":1}]"#, Code::PatchFailed),
            (r#"[{"op":"add","path":"/name/7","value":1}]"#, Code::PatchFailed),
            (r#"[{"op":"add","path":"/name/01","value":1}]"#, Code::PatchFailed),
            (r#"[{"op":"add","path":"/x/y","value":1}]"#, Code::PatchFailed),
            (r#"[{"op":"test","path":"/active","value":false}]"#, Code::PatchFailed),
            (r#"[{"op":"move","from":"/name","path":"/name/0/x"}]"#, Code::PatchFailed),
            (r#"[{"op":"remove","path":""}]"#, Code::PatchFailed),
        ] {
            assert_eq!(patched(patch).unwrap_err(), code, "{patch}");
        }
        let second = r#"[{"op":"remove","path":"/active"},{"op":"remove","path":"/active"}]"#;
        assert_eq!(apply(PATIENT, second).unwrap_err().detail, "1: remove /active");
    }
}
