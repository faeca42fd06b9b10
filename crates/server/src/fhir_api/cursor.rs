//! Where a page of a search ended, as a word in a link.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use fhir::search::CURSOR;
use fhir::{Code, Place, Problem};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::stop::Stop;
use crate::door::resources::After;
use crate::door::{Cursor, Handle, Mark, SortValue};

/// The value of one key in a link.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Written {
    Absent,
    Integer(i64),
    Real(f64),
    Text(String),
}

pub(super) fn write(after: &After) -> String {
    match after {
        After::Row(cursor) => {
            format!("{:x}-{:x}", cursor.handle.0, cursor.last_updated.as_millisecond())
        }
        After::Mark(mark) => {
            let values: Vec<Written> = mark.values.iter().map(written).collect();
            let json = serde_json::to_vec(&(mark.handle.0, values));
            // Numbers that JSON has no word for do not order anything.
            format!("~{}", URL_SAFE_NO_PAD.encode(json.unwrap_or_default()))
        }
    }
}

fn written(value: &SortValue) -> Written {
    match value {
        SortValue::Absent => Written::Absent,
        SortValue::Integer(number) => Written::Integer(*number),
        SortValue::Real(number) => Written::Real(*number),
        SortValue::Text(text) => Written::Text(text.clone()),
    }
}

pub(super) fn read(text: &str) -> Result<After, Stop> {
    let found = match text.strip_prefix('~') {
        Some(mark) => read_mark(mark).map(After::Mark),
        None => read_row(text).map(After::Row),
    };
    found.ok_or_else(|| {
        Problem::error(Code::SearchValue, Place::path(CURSOR), format!("{CURSOR}={text}")).into()
    })
}

fn read_row(text: &str) -> Option<Cursor> {
    let (handle, millis) = text.split_once('-')?;
    let handle = handle_of(u64::from_str_radix(handle, 16).ok()?)?;
    let millis = i64::from_str_radix(millis, 16).ok()?;
    Some(Cursor { handle, last_updated: Timestamp::from_millisecond(millis).ok()? })
}

fn read_mark(text: &str) -> Option<Mark> {
    let json = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (handle, values): (u64, Vec<Written>) = serde_json::from_slice(&json).ok()?;
    let values = values.into_iter().map(|value| match value {
        Written::Absent => SortValue::Absent,
        Written::Integer(number) => SortValue::Integer(number),
        Written::Real(number) => SortValue::Real(number),
        Written::Text(text) => SortValue::Text(text),
    });
    Some(Mark { handle: handle_of(handle)?, values: values.collect() })
}

/// What is larger than the store's numbers was not made here.
fn handle_of(number: u64) -> Option<Handle> {
    i64::try_from(number).ok().map(|_| Handle(number))
}
