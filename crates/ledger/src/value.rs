//! Values on their way into and out of the database, in words that both databases share.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::{PoisonError, RwLock};

use jiff::Timestamp;
use jiff::civil::Date;

use care::id::{BookingId, CallId, CaseId, ContactId, OfferId, PersonId, ProfessionalId, UnitId};

use crate::database::Columns;
use crate::error::{Error, Result};
use crate::fact::Hash;

/// One value to bind.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Value<'a> {
    Null,
    Integer(i64),
    Real(f64),
    Text(Cow<'a, str>),
    Bytes(&'a [u8]),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

/// A position, sequence or count as the database keeps it. Those that exist stay far below 2^63; one that
/// somebody asks for may be any, and stands for the end.
pub(crate) fn number(count: u64) -> Value<'static> {
    Value::Integer(i64::try_from(count).unwrap_or(i64::MAX))
}

/// A type that is kept in one column.
pub(crate) trait Field: Sized {
    fn value(&self) -> Value<'_>;
    fn read(columns: &Columns<'_>, index: usize) -> Result<Self>;
}

impl Field for i64 {
    fn value(&self) -> Value<'_> {
        Value::Integer(*self)
    }
    fn read(columns: &Columns<'_>, index: usize) -> Result<Self> {
        columns.integer(index)
    }
}

macro_rules! whole_number {
    ($($kind:ty)*) => {$(
        impl Field for $kind {
            fn value(&self) -> Value<'_> {
                Value::Integer(i64::try_from(*self).expect("counts stay far below 2^63"))
            }
            fn read(columns: &Columns<'_>, index: usize) -> Result<Self> {
                Self::try_from(columns.integer(index)?)
                    .map_err(|_| Error::damaged(format!("a number out of range in column {index}")))
            }
        }
    )*};
}

whole_number!(u64 u32 u16 i16);

impl Field for bool {
    fn value(&self) -> Value<'_> {
        Value::Integer(i64::from(*self))
    }
    fn read(columns: &Columns<'_>, index: usize) -> Result<Self> {
        Ok(columns.integer(index)? != 0)
    }
}

impl Field for f64 {
    fn value(&self) -> Value<'_> {
        Value::Real(*self)
    }
    fn read(columns: &Columns<'_>, index: usize) -> Result<Self> {
        columns.real(index)
    }
}

impl Field for String {
    fn value(&self) -> Value<'_> {
        self.as_str().into()
    }
    fn read(columns: &Columns<'_>, index: usize) -> Result<Self> {
        columns.text(index).map(str::to_owned)
    }
}

impl Field for Timestamp {
    fn value(&self) -> Value<'_> {
        Value::Integer(self.as_millisecond())
    }
    fn read(columns: &Columns<'_>, index: usize) -> Result<Self> {
        Self::from_millisecond(columns.integer(index)?)
            .map_err(|_| Error::damaged(format!("an instant out of range in column {index}")))
    }
}

impl Field for Hash {
    fn value(&self) -> Value<'_> {
        Value::Bytes(&self.0)
    }
    fn read(columns: &Columns<'_>, index: usize) -> Result<Self> {
        columns
            .bytes(index)?
            .try_into()
            .map(Self)
            .map_err(|_| Error::damaged(format!("no hash in column {index}")))
    }
}

impl<T: Field> Field for Option<T> {
    fn value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, Field::value)
    }
    fn read(columns: &Columns<'_>, index: usize) -> Result<Self> {
        if columns.is_null(index)? { Ok(None) } else { T::read(columns, index).map(Some) }
    }
}

macro_rules! printed {
    ($($kind:ty)*) => {$(
        impl Field for $kind {
            fn value(&self) -> Value<'_> {
                Value::Text(Cow::Owned(self.to_string()))
            }
            fn read(columns: &Columns<'_>, index: usize) -> Result<Self> {
                let text = columns.text(index)?;
                text.parse().map_err(|_| unreadable(text, index))
            }
        }
    )*};
}

printed!(Date PersonId CaseId ContactId BookingId CallId OfferId ProfessionalId);

impl Field for UnitId {
    fn value(&self) -> Value<'_> {
        (*self.0).into()
    }
    fn read(columns: &Columns<'_>, index: usize) -> Result<Self> {
        columns.text(index).map(Self::from)
    }
}

/// The stable codes of views that `care` hands out as plain text.
impl Field for &'static str {
    fn value(&self) -> Value<'_> {
        (*self).into()
    }
    fn read(columns: &Columns<'_>, index: usize) -> Result<Self> {
        columns.text(index).map(interned)
    }
}

macro_rules! coded {
    ($($kind:ty)*) => {$(
        impl Field for $kind {
            fn value(&self) -> Value<'_> {
                self.code().into()
            }
            fn read(columns: &Columns<'_>, index: usize) -> Result<Self> {
                let code = columns.text(index)?;
                Self::from_code(code).ok_or_else(|| unreadable(code, index))
            }
        }
    )*};
}

coded!(care::message::Way care::code::Topic care::code::Channel care::code::Urgency care::code::Profession
    care::code::Mode care::code::Register care::code::Closing
    care::clock::CareKind);

impl Field for care::language::Language {
    fn value(&self) -> Value<'_> {
        self.code().into()
    }
    fn read(columns: &Columns<'_>, index: usize) -> Result<Self> {
        let code = columns.text(index)?;
        Self::parse(code).ok_or_else(|| unreadable(code, index))
    }
}

fn unreadable(text: &str, index: usize) -> Error {
    Error::damaged(format!("unreadable {text:?} in column {index}"))
}

// Codes come from closed lists, so the set stays small however many rows are read.
static CODES: RwLock<Option<HashSet<&'static str>>> = RwLock::new(None);

fn interned(code: &str) -> &'static str {
    let known = CODES.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(code) = known.as_ref().and_then(|codes| codes.get(code)) {
        return code;
    }
    drop(known);
    let mut codes = CODES.write().unwrap_or_else(PoisonError::into_inner);
    let codes = codes.get_or_insert_default();
    if let Some(code) = codes.get(code) {
        return code;
    }
    let code: &'static str = Box::leak(code.to_owned().into_boxed_str());
    codes.insert(code);
    code
}
