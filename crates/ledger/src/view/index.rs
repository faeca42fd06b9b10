//! The rows of the search index, as numbers and texts ready to bind. A resource is `ordinal` within
//! its stream here; the number of the stream makes it a handle when it is bound.

use std::cmp::Ordering;
use std::sync::OnceLock;

use jiff::Timestamp;

use super::resource::{IndexValue, RESOURCES_PER_STREAM, ResourceRow, too_many};
use super::rows::Tables;
use crate::error::Result;
use crate::record::{Bind, Record, Statements};
use crate::terms::Terms;
use crate::value::Field;

/// One resource.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct StoredResource {
    rtype: i64,
    ordinal: i64,
    id: String,
    version: u64,
    last_updated: Timestamp,
    deleted: bool,
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) struct TokenIndex {
    parameter: i64,
    code: String,
    ordinal: i64,
    system: i64,
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) struct TextIndex {
    parameter: i64,
    ordinal: i64,
    folded: String,
    exact: String,
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) struct DateIndex {
    parameter: i64,
    ordinal: i64,
    low: i64,
    high: i64,
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) struct ReferenceIndex {
    parameter: i64,
    target: String,
    ordinal: i64,
    rtype: &'static str,
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) struct NumberIndex {
    parameter: i64,
    ordinal: i64,
    low: f64,
    high: f64,
    code: String,
    system: i64,
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) struct UriIndex {
    parameter: i64,
    uri: String,
    ordinal: i64,
}

fn handle(stream: i64, ordinal: i64) -> i64 {
    stream * RESOURCES_PER_STREAM + ordinal
}

// Orders numbers the way the database does, without the gap that NaN leaves.
fn order(number: f64) -> i64 {
    let bits = number.to_bits().cast_signed();
    bits ^ ((bits >> 63).cast_unsigned() >> 1).cast_signed()
}

/// Declares an index table: its columns, how many of them are the key, the order of the key, and the
/// values to bind.
macro_rules! index_table {
    ($row:ty, $table:literal, $columns:expr, key $key:literal, $(trades $trades:literal,)?
        |$stream:ident, $self:ident| $order:expr, [$($value:expr),* $(,)?]) => {
        impl Record for $row {
            const TABLE: &'static str = $table;
            const COLUMNS: &'static [&'static str] = &$columns;
            const KEY: usize = $key;
            $(const TRADES: bool = $trades;)?

            fn statements() -> &'static OnceLock<Statements> {
                static STATEMENTS: OnceLock<Statements> = OnceLock::new();
                &STATEMENTS
            }

            fn by_key(one: (i64, &Self), other: (i64, &Self)) -> Ordering {
                let one = { let ($stream, $self) = one; $order };
                let other = { let ($stream, $self) = other; $order };
                one.cmp(&other)
            }

            fn bind(&self, $stream: i64, bind: &mut Bind<'_>) -> Result<()> {
                let $self = self;
                let mut count = 0..;
                $(bind(count.next().unwrap_or_default(), &$value)?;)*
                Ok(())
            }
        }
    };
}

index_table!(StoredResource, "resource",
    ["rtype", "handle", "id", "version", "last_updated", "deleted", "stream"], key 2, trades true,
    |stream, row| (row.rtype, stream, row.ordinal),
    [row.rtype.value(), handle(stream, row.ordinal).value(), row.id.value(), row.version.value(),
        row.last_updated.value(), row.deleted.value(), stream.value()]);

index_table!(TokenIndex, "search_token", ["parameter", "code", "handle", "system"], key 4,
    |stream, row| (row.parameter, &row.code, stream, row.ordinal, row.system),
    [row.parameter.value(), row.code.value(), handle(stream, row.ordinal).value(), row.system.value()]);

index_table!(TextIndex, "search_text", ["parameter", "handle", "folded", "exact"], key 4,
    |stream, row| (row.parameter, stream, row.ordinal, &row.folded, &row.exact),
    [row.parameter.value(), handle(stream, row.ordinal).value(), row.folded.value(), row.exact.value()]);

index_table!(DateIndex, "search_date", ["parameter", "handle", "low", "high"], key 4,
    |stream, row| (row.parameter, stream, row.ordinal, row.low, row.high),
    [row.parameter.value(), handle(stream, row.ordinal).value(), row.low.value(), row.high.value()]);

index_table!(ReferenceIndex, "search_reference", ["parameter", "target", "handle", "rtype"], key 4,
    |stream, row| (row.parameter, &row.target, stream, row.ordinal, row.rtype),
    [row.parameter.value(), row.target.value(), handle(stream, row.ordinal).value(), row.rtype.value()]);

index_table!(NumberIndex, "search_number",
    ["parameter", "handle", "low", "high", "code", "system"], key 6,
    |stream, row| (row.parameter, stream, row.ordinal, order(row.low), order(row.high),
        &row.code, row.system),
    [row.parameter.value(), handle(stream, row.ordinal).value(), row.low.value(), row.high.value(),
        row.code.value(), row.system.value()]);

index_table!(UriIndex, "search_uri", ["parameter", "uri", "handle"], key 3,
    |stream, row| (row.parameter, &row.uri, stream, row.ordinal),
    [row.parameter.value(), row.uri.value(), handle(stream, row.ordinal).value()]);

/// Turns the resources of one stream into rows.
pub(crate) fn add(
    tables: &mut Tables,
    stream: &str,
    resources: Vec<ResourceRow>,
    terms: &Terms,
) -> Result<()> {
    for (resource, ordinal) in resources.into_iter().zip(0..) {
        if ordinal >= RESOURCES_PER_STREAM {
            return Err(too_many(stream));
        }
        for indexed in resource.index {
            let parameter = terms.number_parameter(resource.rtype, indexed.parameter)?;
            add_value(tables, parameter, ordinal, indexed.value.fitting(), terms)?;
        }
        tables.resources.push(StoredResource {
            rtype: terms.number_parameter(resource.rtype, "")?,
            ordinal,
            id: resource.id,
            version: resource.version,
            last_updated: resource.last_updated,
            deleted: resource.deleted,
        });
    }
    Ok(())
}

fn add_value(
    tables: &mut Tables,
    parameter: i64,
    ordinal: i64,
    value: IndexValue,
    terms: &Terms,
) -> Result<()> {
    match value {
        IndexValue::Token { system, code } => {
            let system = terms.number_system(&system)?;
            tables.tokens.push(TokenIndex { parameter, code, ordinal, system });
        }
        IndexValue::Text { folded, exact } => {
            tables.texts.push(TextIndex { parameter, ordinal, folded, exact });
        }
        IndexValue::Date { low, high } => {
            tables.dates.push(DateIndex { parameter, ordinal, low, high });
        }
        IndexValue::Reference { rtype, target } => {
            tables.references.push(ReferenceIndex { parameter, target, ordinal, rtype });
        }
        IndexValue::Number { low, high, system, code } => {
            let system = terms.number_system(&system)?;
            tables.numbers.push(NumberIndex { parameter, ordinal, low, high, code, system });
        }
        IndexValue::Uri(uri) => tables.uris.push(UriIndex { parameter, uri, ordinal }),
    }
    Ok(())
}
