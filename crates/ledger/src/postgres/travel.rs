//! How values travel: every number as eight bytes, text as UTF-8, hashes as bytes; whatever type the
//! server wants in a place is what the value has to become there.

use std::error::Error as Fault;

use ::postgres::Row;
use ::postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use bytes::BytesMut;

use crate::error::{Error, Result};
use crate::value::Value;

/// What stands for a character that no text can hold here.
const UNKNOWN: &str = "\u{fffd}";

type Sent = Result<IsNull, Box<dyn Fault + Sync + Send>>;

impl ToSql for Value<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Sent {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Integer(number) => integer(*number, kind, out),
            Self::Real(number) => number.to_sql(kind, out),
            Self::Text(text) => self::text(text, kind, out),
            Self::Bytes(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(_kind: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// A value that waits.
#[derive(Debug)]
pub(super) enum Cell {
    Null,
    Integer(i64),
    Real(f64),
    Text(String),
    Bytes(Vec<u8>),
}

impl Cell {
    pub(super) fn of(value: &Value<'_>) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Integer(number) => Self::Integer(*number),
            Value::Real(number) => Self::Real(*number),
            Value::Text(text) => Self::Text(text.as_ref().to_owned()),
            Value::Bytes(bytes) => Self::Bytes(bytes.to_vec()),
        }
    }

    fn value(&self) -> Value<'_> {
        match self {
            Self::Null => Value::Null,
            Self::Integer(number) => Value::Integer(*number),
            Self::Real(number) => Value::Real(*number),
            Self::Text(text) => text.as_str().into(),
            Self::Bytes(bytes) => Value::Bytes(bytes),
        }
    }
}

impl ToSql for Cell {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Sent {
        self.value().to_sql(kind, out)
    }

    fn accepts(_kind: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

fn integer(number: i64, kind: &Type, out: &mut BytesMut) -> Sent {
    match *kind {
        Type::INT8 => number.to_sql(kind, out),
        Type::INT4 => i32::try_from(number)?.to_sql(kind, out),
        _ => Err(format!("a number cannot become {kind}").into()),
    }
}

// Only rows that can be made again are changed by this: what is chained was cleaned before.
fn text(text: &str, kind: &Type, out: &mut BytesMut) -> Sent {
    if text.contains('\0') {
        return text.replace('\0', UNKNOWN).to_sql(kind, out);
    }
    text.to_sql(kind, out)
}

/// One row as it comes out.
pub(crate) struct Columns<'r>(pub(super) &'r Row);

/// A column as it came over the wire.
struct Raw<'a> {
    kind: Type,
    bytes: Option<&'a [u8]>,
}

impl<'a> FromSql<'a> for Raw<'a> {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Fault + Sync + Send>> {
        Ok(Self { kind: kind.clone(), bytes: Some(raw) })
    }

    fn from_sql_null(kind: &Type) -> Result<Self, Box<dyn Fault + Sync + Send>> {
        Ok(Self { kind: kind.clone(), bytes: None })
    }

    fn accepts(_kind: &Type) -> bool {
        true
    }
}

impl Columns<'_> {
    fn raw(&self, index: usize) -> Result<Raw<'_>> {
        self.0
            .try_get(index)
            .map_err(|error| Error::Failed { doing: "reading", message: error.to_string() })
    }

    fn present(&self, index: usize) -> Result<(Type, &[u8])> {
        let Raw { kind, bytes } = self.raw(index)?;
        let bytes = bytes.ok_or_else(|| Error::damaged(format!("nothing in column {index}")))?;
        Ok((kind, bytes))
    }

    pub(crate) fn integer(&self, index: usize) -> Result<i64> {
        let (kind, bytes) = self.present(index)?;
        let number = match kind {
            Type::INT8 => bytes.try_into().ok().map(i64::from_be_bytes),
            Type::INT4 => bytes.try_into().ok().map(|bytes| i32::from_be_bytes(bytes).into()),
            _ => None,
        };
        number.ok_or_else(|| Error::damaged(format!("no number in column {index}")))
    }

    pub(crate) fn real(&self, index: usize) -> Result<f64> {
        let (_, bytes) = self.present(index)?;
        let number = bytes.try_into().ok().map(f64::from_be_bytes);
        number.ok_or_else(|| Error::damaged(format!("no number in column {index}")))
    }

    pub(crate) fn text(&self, index: usize) -> Result<&str> {
        let (_, bytes) = self.present(index)?;
        str::from_utf8(bytes).map_err(|_| Error::damaged(format!("no text in column {index}")))
    }

    pub(crate) fn bytes(&self, index: usize) -> Result<&[u8]> {
        self.present(index).map(|(_, bytes)| bytes)
    }

    pub(crate) fn is_null(&self, index: usize) -> Result<bool> {
        self.raw(index).map(|raw| raw.bytes.is_none())
    }
}
