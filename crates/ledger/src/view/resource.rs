//! Resources as the wire shows them: which version is current, where it is read from, and the values
//! by which it is found.

use std::sync::Arc;

use jiff::Timestamp;

use crate::database::Columns;
use crate::error::{Error, Result};
use crate::ledger::Ledger;
use crate::value::{Field, Value};

/// How many resources one stream may render.
pub(crate) const RESOURCES_PER_STREAM: i64 = 4096;

/// The current version of one resource, and how it is found.
#[derive(Clone, PartialEq, Debug)]
pub struct ResourceRow {
    /// The type.
    pub rtype: &'static str,
    /// The logical id.
    pub id: String,
    /// The current version.
    pub version: u64,
    /// When it last changed.
    pub last_updated: Timestamp,
    /// Whether the current version is a deletion.
    pub deleted: bool,
    /// The values by which it is found.
    pub index: Vec<Indexed>,
}

/// One value of one search parameter.
#[derive(Clone, PartialEq, Debug)]
pub struct Indexed {
    /// The parameter's code.
    pub parameter: &'static str,
    /// The value.
    pub value: IndexValue,
}

/// A value to find a resource by.
#[derive(Clone, PartialEq, Debug)]
pub enum IndexValue {
    /// A code, an identifier, a boolean; the system is empty when there is none.
    Token {
        /// The code or identifier system.
        system: String,
        /// The code or the identifier's value.
        code: String,
    },
    /// A name or other text.
    Text {
        /// As folded for search.
        folded: String,
        /// As given.
        exact: String,
    },
    /// A date, instant or period, as the first and the last instant it covers.
    Date {
        /// The first millisecond since 1970; `i64::MIN` for an open beginning.
        low: i64,
        /// The last millisecond since 1970; `i64::MAX` for an open end.
        high: i64,
    },
    /// A reference to another resource.
    Reference {
        /// The type of the target, empty when it isn't known.
        rtype: &'static str,
        /// The logical id of the target, or its whole URL when it lives elsewhere.
        target: String,
    },
    /// A number or a quantity, as the range its precision covers.
    Number {
        /// The lowest value.
        low: f64,
        /// The highest value.
        high: f64,
        /// The unit's system, empty when there is none.
        system: String,
        /// The unit's code, empty for a bare number.
        code: String,
    },
    /// A URI.
    Uri(String),
}

/// An index takes keys of so many bytes; of longer texts it keeps the beginning.
const KEY_BYTES: usize = 1_000;

/// What an index keeps of a text.
pub(crate) fn fitting(text: &str) -> &str {
    text.get(..text.floor_char_boundary(KEY_BYTES)).unwrap_or(text)
}

impl IndexValue {
    /// The value as an index takes it.
    pub(crate) fn fitting(mut self) -> Self {
        let cut = |text: &mut String| text.truncate(fitting(text).len());
        match &mut self {
            Self::Token { code, .. } | Self::Number { code, .. } => cut(code),
            Self::Text { folded, exact } => {
                cut(folded);
                cut(exact);
            }
            Self::Reference { target, .. } => cut(target),
            Self::Uri(uri) => cut(uri),
            Self::Date { .. } => {}
        }
        self
    }
}

/// A resource by number: the same after every rebuild, and ascending in the order in which streams
/// began, so that it also pages.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Handle(pub u64);

/// A resource that was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// Its number.
    pub handle: Handle,
    /// The logical id.
    pub id: String,
    /// The current version.
    pub version: u64,
    /// When it last changed.
    pub last_updated: Timestamp,
    /// Whether the current version is a deletion.
    pub deleted: bool,
    /// The stream it is read from.
    pub stream: Arc<str>,
    /// The number of that stream.
    pub(crate) stream_id: i64,
}

const BY_ID: &str = "SELECT r.handle, r.id, r.version, r.last_updated, r.deleted, s.name, s.id \
     FROM resource r JOIN stream s ON s.id = r.stream WHERE r.rtype = $1 AND r.id = $2";

pub(crate) const BY_HANDLE: &str = "SELECT r.handle, r.id, r.version, r.last_updated, r.deleted, s.name, \
     s.id FROM resource r JOIN stream s ON s.id = r.stream WHERE r.rtype = $1 AND r.handle = $2";

impl Found {
    pub(crate) fn read(columns: &Columns<'_>) -> Result<Self> {
        Self::read_from(columns, 0)
    }

    /// Reads the columns from this one on.
    pub(crate) fn read_from(columns: &Columns<'_>, first: usize) -> Result<Self> {
        Ok(Self {
            handle: Handle(Field::read(columns, first)?),
            id: Field::read(columns, first + 1)?,
            version: Field::read(columns, first + 2)?,
            last_updated: Field::read(columns, first + 3)?,
            deleted: Field::read(columns, first + 4)?,
            stream: columns.text(first + 5)?.into(),
            stream_id: columns.integer(first + 6)?,
        })
    }
}

impl Handle {
    pub(crate) fn value(self) -> Value<'static> {
        crate::value::number(self.0)
    }
}

impl Ledger {
    /// The current version of a resource, a deletion included.
    pub fn resource(&self, rtype: &str, id: &str) -> Result<Option<Found>> {
        self.read(|reader| {
            let terms = self.terms();
            let Some(rtype) = terms.sure(reader, || Ok(terms.parameter(rtype, "")))? else {
                return Ok(None);
            };
            reader.row(BY_ID, &[Value::Integer(rtype), id.into()], Found::read)
        })
    }

    /// The resources of these numbers, in this order; one that is gone is left out.
    pub fn resources(&self, rtype: &str, handles: &[Handle]) -> Result<Vec<Found>> {
        self.read(|reader| {
            let terms = self.terms();
            let Some(rtype) = terms.sure(reader, || Ok(terms.parameter(rtype, "")))? else {
                return Ok(Vec::new());
            };
            let mut found = Vec::with_capacity(handles.len());
            for handle in handles {
                found.extend(reader.row(
                    BY_HANDLE,
                    &[Value::Integer(rtype), handle.value()],
                    Found::read,
                )?);
            }
            Ok(found)
        })
    }
}

/// A stream renders more resources than its numbers can tell apart.
pub(crate) fn too_many(stream: &str) -> Error {
    Error::misuse(format!("{stream} renders more than {RESOURCES_PER_STREAM} resources"))
}
