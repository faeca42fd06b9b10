//! Bytes from outside become documents: encodings, NDJSON, arrays, limits.
//!
//! Every line or item stands alone: a bad one is handed back with its bytes and its problems, and
//! the rest is read. Depth is measured before anything recurses.

mod encoding;

use std::borrow::Cow;

use serde_json::value::RawValue;

use crate::bundle::Bundle;
use crate::problem::{Code, Place, Problem};
use crate::resource::Draft;
use crate::text;

/// How much is read before it is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Bytes of one document: a body, a file that is not NDJSON, or one line of NDJSON.
    pub document_bytes: usize,
    /// Bytes of one resource.
    pub resource_bytes: usize,
    /// Levels of nesting; never more than [`Limits::DEEPEST`].
    pub depth: usize,
    /// Entries of one Bundle, or items of one array.
    pub entries: usize,
}

impl Limits {
    /// The parser below refuses more than 128 levels; a Bundle adds three to its resources'.
    pub const DEEPEST: usize = 120;

    /// A mebibyte, for stating limits.
    pub const MEBIBYTE: usize = 1024 * 1024;

    fn check_document(&self, bytes: usize) -> Result<(), Vec<Problem>> {
        check_size(bytes, self.document_bytes)
    }

    pub(crate) fn check_resource(&self, bytes: usize) -> Result<(), Vec<Problem>> {
        check_size(bytes, self.resource_bytes)
    }

    pub(crate) fn check_depth(&self, depth: usize) -> Result<(), Vec<Problem>> {
        let most = self.depth.min(Self::DEEPEST);
        if depth <= most {
            return Ok(());
        }
        let detail = format!("{depth} > {most}");
        Err(vec![Problem::error(Code::TooDeep, Place::default(), detail)])
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            document_bytes: 64 * Self::MEBIBYTE,
            resource_bytes: 16 * Self::MEBIBYTE,
            depth: 100,
            entries: 20_000,
        }
    }
}

fn check_size(bytes: usize, most: usize) -> Result<(), Vec<Problem>> {
    if bytes <= most {
        return Ok(());
    }
    let detail = format!("{bytes} > {most} B");
    Err(vec![Problem::error(Code::TooLarge, Place::default(), detail)])
}

/// Something that can be processed.
#[derive(Clone, PartialEq, Debug)]
pub enum Document {
    /// One resource.
    Resource(Draft),
    /// A Bundle of entries.
    Bundle(Bundle),
}

/// One piece of what arrived, good or bad.
#[derive(Clone, PartialEq, Debug)]
pub struct Received<'a> {
    /// Which piece.
    pub place: Place,
    /// Its bytes, to be kept when it is bad.
    pub bytes: Cow<'a, [u8]>,
    /// What it is, or why it is nothing.
    pub document: Result<Document, Vec<Problem>>,
}

/// Reads a whole file or body: a resource, a Bundle, an array of resources, or NDJSON.
pub fn receive<'a>(bytes: &'a [u8], limits: &Limits) -> Vec<Received<'a>> {
    let whole =
        |document| vec![Received { place: Place::default(), bytes: bytes.into(), document }];
    match encoding::without_mark(bytes) {
        Err(problem) => whole(Err(vec![problem])),
        Ok(Cow::Borrowed(bytes)) => receive_plain(bytes, limits),
        // The pieces of transcoded input do not outlive it.
        Ok(Cow::Owned(bytes)) => receive_plain(&bytes, limits)
            .into_iter()
            .map(|Received { place, bytes, document }| Received {
                place,
                bytes: Cow::Owned(bytes.into_owned()),
                document,
            })
            .collect(),
    }
}

/// Reads one line of NDJSON; a blank one is nothing. The number counts from 1.
pub fn receive_line<'a>(line: &'a [u8], number: u64, limits: &Limits) -> Option<Received<'a>> {
    let trimmed = line.trim_ascii();
    if trimmed.is_empty() {
        return None;
    }
    let place = Place::default().on_line(number);
    let document = document(trimmed, limits).map_err(|problems| on_line(problems, number));
    Some(Received { place, bytes: trimmed.into(), document })
}

fn on_line(mut problems: Vec<Problem>, number: u64) -> Vec<Problem> {
    for problem in &mut problems {
        problem.place.line = Some(number);
    }
    problems
}

fn receive_plain<'a>(bytes: &'a [u8], limits: &Limits) -> Vec<Received<'a>> {
    if is_ndjson(bytes) {
        let lines = bytes.split(|byte| *byte == b'\n').zip(1..);
        return lines.filter_map(|(line, number)| receive_line(line, number, limits)).collect();
    }
    let trimmed = bytes.trim_ascii();
    if trimmed.first() == Some(&b'[') {
        return receive_array(trimmed, limits);
    }
    let document = document(trimmed, limits);
    vec![Received { place: Place::default(), bytes: trimmed.into(), document }]
}

fn receive_array<'a>(bytes: &'a [u8], limits: &Limits) -> Vec<Received<'a>> {
    let items = || {
        limits.check_document(bytes.len())?;
        limits.check_depth(text::shape(bytes).depth)?;
        let items: Vec<&'a RawValue> = serde_json::from_str(encoding::utf8(bytes)?)
            .map_err(|fault| broken(&fault.to_string()))?;
        limits.check_entries(items.len())?;
        Ok(items)
    };
    match items() {
        Err(problems) => {
            vec![Received { place: Place::default(), bytes: bytes.into(), document: Err(problems) }]
        }
        Ok(items) => items
            .into_iter()
            .enumerate()
            .map(|(index, item)| {
                let bytes = item.get().as_bytes();
                let document = document(bytes, limits).map_err(|mut problems| {
                    for problem in &mut problems {
                        problem.place.entry = Some(index);
                    }
                    problems
                });
                Received { place: Place::default().in_entry(index), bytes: bytes.into(), document }
            })
            .collect(),
    }
}

impl Limits {
    pub(crate) fn check_entries(&self, count: usize) -> Result<(), Vec<Problem>> {
        if count <= self.entries {
            return Ok(());
        }
        let detail = format!("{count} > {}", self.entries);
        Err(vec![Problem::error(Code::TooManyEntries, Place::default(), detail)])
    }
}

/// Reads one JSON document.
fn document(bytes: &[u8], limits: &Limits) -> Result<Document, Vec<Problem>> {
    if bytes.is_empty() {
        return Err(vec![Problem::error(Code::Empty, Place::default(), "")]);
    }
    limits.check_document(bytes.len())?;
    let json = encoding::utf8(bytes)?;
    let shape = text::shape(bytes);
    limits.check_depth(shape.depth)?;
    if !shape.balanced {
        return Err(broken(&break_place(json)));
    }
    if Bundle::is_one(json) {
        Bundle::parse(json, limits).map(Document::Bundle)
    } else {
        Draft::parse(json, limits).map(Document::Resource)
    }
}

fn broken(detail: &str) -> Vec<Problem> {
    vec![Problem::error(Code::NotJson, Place::default(), detail)]
}

/// What the parser says of text whose brackets do not match.
fn break_place(json: &str) -> String {
    let read = serde_json::from_str::<&RawValue>(json).map(|_| ());
    read.err().map_or_else(|| "unbalanced".to_owned(), |fault| fault.to_string())
}

/// Whether the beginning of some data looks like NDJSON: at least half of its complete lines are
/// whole objects, and there are several lines.
pub fn is_ndjson(head: &[u8]) -> bool {
    const ENOUGH: usize = 20;
    let Some(last_break) = head.trim_ascii_end().iter().rposition(|byte| *byte == b'\n') else {
        return false;
    };
    let complete = head.get(..last_break).unwrap_or_default();
    let lines = complete.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let lines: Vec<&[u8]> = lines.filter(|line| !line.is_empty()).take(ENOUGH).collect();
    let whole = lines.iter().filter(|line| {
        line.starts_with(b"{") && line.ends_with(b"}") && text::shape(line).balanced
    });
    whole.count() * 2 >= lines.len() && !lines.is_empty()
}

#[cfg(test)]
mod tests;
