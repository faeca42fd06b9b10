//! Reads and edits JSON as text: linear, without recursion, and without touching what it need not.
//!
//! Depth and duplicate checks run on any bytes; the rest expects text that has parsed as JSON.

use std::ops::Range;

/// What one pass over JSON text counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Shape {
    /// The deepest nesting of arrays and objects.
    pub(crate) depth: usize,
    /// How many members all objects have together, duplicates counted.
    pub(crate) members: usize,
    /// Whether a member's name is written with an escape, so that it hides from a reader of text.
    pub(crate) escaped_name: bool,
    /// Whether every bracket and string that opened also closed.
    pub(crate) balanced: bool,
}

/// Looks over JSON, valid or not, in one pass.
pub(crate) fn shape(bytes: &[u8]) -> Shape {
    let mut shape = Shape::default();
    let mut depth: usize = 0;
    let mut underflow = false;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' => {
                depth += 1;
                shape.depth = shape.depth.max(depth);
            }
            b'}' | b']' => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => underflow = true,
            },
            b'"' => {
                let (end, escaped) = string_end(bytes, at);
                let Some(end) = end else { return shape };
                at = skip_space(bytes, end);
                if bytes.get(at) == Some(&b':') {
                    shape.members += 1;
                    shape.escaped_name |= escaped;
                }
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    shape.balanced = depth == 0 && !underflow;
    shape
}

/// The position after the string that opens at `at`, and whether it holds an escape.
fn string_end(bytes: &[u8], at: usize) -> (Option<usize>, bool) {
    let mut next = at + 1;
    let mut escaped = false;
    loop {
        let rest = bytes.get(next..).unwrap_or_default();
        let Some(step) = rest.iter().position(|byte| matches!(byte, b'"' | b'\\')) else {
            return (None, escaped);
        };
        next += step;
        if bytes.get(next) == Some(&b'"') {
            return (Some(next + 1), escaped);
        }
        escaped = true;
        next += 2;
    }
}

fn skip_space(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
        at += 1;
    }
    at
}

/// The position after the value that begins at `at`.
fn value_end(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at) {
        Some(b'"') => string_end(bytes, at).0.unwrap_or(bytes.len()),
        Some(b'{' | b'[') => {
            let mut depth: usize = 0;
            let mut next = at;
            while let Some(byte) = bytes.get(next) {
                match byte {
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' => {
                        depth = depth.saturating_sub(1);
                        if depth == 0 {
                            return next + 1;
                        }
                    }
                    b'"' => {
                        next = string_end(bytes, next).0.unwrap_or(bytes.len());
                        continue;
                    }
                    _ => {}
                }
                next += 1;
            }
            next
        }
        _ => {
            let rest = bytes.get(at..).unwrap_or_default();
            let ends =
                |byte: &u8| matches!(byte, b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t');
            at + rest.iter().position(ends).unwrap_or(rest.len())
        }
    }
}

/// One member of an object, by position in the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Member<'a> {
    /// The name as written, without quotes.
    pub(crate) name: &'a str,
    /// From the name's opening quote to the end of the value.
    pub(crate) whole: Range<usize>,
    /// The value.
    pub(crate) value: Range<usize>,
}

/// The members of the object that begins at `at`, in their order, read as they are asked for.
pub(crate) fn members(text: &str, at: usize) -> Members<'_> {
    Members { text, at: skip_space(text.as_bytes(), at) + 1 }
}

/// See [`members`].
#[derive(Clone, Debug)]
pub(crate) struct Members<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Members<'a> {
    type Item = Member<'a>;

    fn next(&mut self) -> Option<Member<'a>> {
        let bytes = self.text.as_bytes();
        let mut start = skip_space(bytes, self.at);
        if bytes.get(start) == Some(&b',') {
            start = skip_space(bytes, start + 1);
        }
        if bytes.get(start) != Some(&b'"') {
            return None;
        }
        let name_end = string_end(bytes, start).0?;
        let colon = skip_space(bytes, name_end);
        let value = skip_space(bytes, colon + 1);
        let end = value_end(bytes, value);
        let name = self.text.get(start + 1..name_end - 1)?;
        self.at = end;
        Some(Member { name, whole: start..end, value: value..end })
    }
}

/// Calls `visit` with the place inside the quotes of every string member with one of these names.
pub(crate) fn each_string_member(text: &str, names: &[&str], mut visit: impl FnMut(Range<usize>)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(step) = bytes.get(at..).and_then(|rest| rest.iter().position(|b| *b == b'"')) {
        let start = at + step;
        let Some(end) = string_end(bytes, start).0 else { return };
        at = skip_space(bytes, end);
        if bytes.get(at) != Some(&b':') {
            continue;
        }
        let value = skip_space(bytes, at + 1);
        at = value;
        let wanted = text.get(start + 1..end - 1).is_some_and(|name| names.contains(&name));
        if wanted && bytes.get(value) == Some(&b'"') {
            let Some(end) = string_end(bytes, value).0 else { return };
            visit(value + 1..end - 1);
            at = end;
        }
    }
}

/// The text with these places, in order and apart, replaced.
pub(crate) fn replace(text: &str, edits: &[(Range<usize>, String)]) -> String {
    let grown: usize = edits.iter().map(|(_, new)| new.len()).sum();
    let mut out = String::with_capacity(text.len() + grown);
    let mut at = 0;
    for (place, new) in edits {
        out.push_str(text.get(at..place.start).unwrap_or_default());
        out.push_str(new);
        at = place.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// Appends the text without the white space between tokens.
pub(crate) fn compact_into(text: &str, out: &mut String) {
    let bytes = text.as_bytes();
    let mut from = 0;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => at = string_end(bytes, at).0.unwrap_or(bytes.len()),
            b' ' | b'\n' | b'\r' | b'\t' => {
                out.push_str(text.get(from..at).unwrap_or_default());
                at = skip_space(bytes, at);
                from = at;
            }
            _ => at += 1,
        }
    }
    out.push_str(text.get(from..).unwrap_or_default());
}

/// A JSON string as written in the text, with its escapes resolved.
pub(crate) fn unescaped(raw: &str) -> Option<String> {
    if raw.contains('\\') {
        serde_json::from_str(&format!("\"{raw}\"")).ok()
    } else {
        Some(raw.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shape_counts_outside_strings_only() {
        let seen = shape(br#"{"a":[{"b":"}{[\"\\"}],"c":1}"#);
        assert_eq!(seen, Shape { depth: 3, members: 3, escaped_name: false, balanced: true });
        assert!(shape(br#"{"\u0069d":1}"#).escaped_name);
        assert!(!shape(b"{\"a\":").balanced);
        assert!(!shape(b"\"open").balanced);
        assert!(!shape(b"}{").balanced);
        assert_eq!(shape(&b"[".repeat(5_000_000)).depth, 5_000_000);
    }

    #[test]
    fn members_are_found_with_their_places() {
        let text = r#" { "a" : [1,{"x":"]"}] , "b":"q\"" ,"c":-1.50} "#;
        let found: Vec<_> = members(text, 0).collect();
        let values: Vec<&str> = found.iter().map(|m| &text[m.value.clone()]).collect();
        assert_eq!(values, [r#"[1,{"x":"]"}]"#, r#""q\"""#, "-1.50"]);
        assert_eq!(&text[found[2].whole.clone()], r#""c":-1.50"#);
    }

    #[test]
    fn only_named_string_members_are_visited() {
        let text = r#"{"reference":"A/1","x":{"reference": "B/2","note":"reference"},"y":["reference"],"reference":{}}"#;
        let mut seen = Vec::new();
        each_string_member(text, &["reference"], |place| seen.push(text[place].to_owned()));
        assert_eq!(seen, ["A/1", "B/2"]);
    }

    #[test]
    fn compacting_keeps_strings_and_numbers() {
        let mut out = String::new();
        compact_into("{ \"a b\" :\r\n\t[ 1.50 , \"x \\\" y\" ] }", &mut out);
        assert_eq!(out, "{\"a b\":[1.50,\"x \\\" y\"]}");
    }
}
