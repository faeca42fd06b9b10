//! Rows of a view as columns of Apache Arrow, each of the type that the view gives it: `boolean`, the
//! integers and `decimal` become `Boolean`, `Int32`, `Int64` and `Float64`, everything else `Utf8`. A date
//! stays a text, because FHIR knows dates without a day. A column of lists is a `List`.

use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, Float64Array, Int32Array, Int64Array, ListArray};
use arrow_array::{RecordBatch, RecordBatchOptions, StringArray};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use fhir::view::{Column, Row, View};
use fhir::{Code, Place, Problem};
use serde_json::Value;

/// What single values of a column are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Boolean,
    Integer,
    Integer64,
    Decimal,
    Text,
}

impl Kind {
    fn of(column: &Column) -> Self {
        match column.kind.as_deref() {
            Some("boolean") => Self::Boolean,
            Some("integer" | "positiveInt" | "unsignedInt") => Self::Integer,
            Some("integer64") => Self::Integer64,
            Some("decimal") => Self::Decimal,
            Some(_) | None => Self::Text,
        }
    }

    fn arrow(self) -> DataType {
        match self {
            Self::Boolean => DataType::Boolean,
            Self::Integer => DataType::Int32,
            Self::Integer64 => DataType::Int64,
            Self::Decimal => DataType::Float64,
            Self::Text => DataType::Utf8,
        }
    }

    /// The field of what is in a list.
    fn item(self) -> Arc<Field> {
        Arc::new(Field::new_list_field(self.arrow(), true))
    }
}

/// The columns of a view.
pub(super) fn schema(view: &View) -> SchemaRef {
    let fields = view.columns.iter().map(|column| {
        let kind = Kind::of(column);
        let of = if column.collection { DataType::List(kind.item()) } else { kind.arrow() };
        Field::new(&column.name, of, true)
    });
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

/// Some rows. A value that is not of the type of its column is a fault of the view.
pub(super) fn batch(view: &View, schema: &SchemaRef, rows: &[Row]) -> Result<RecordBatch, Problem> {
    let columns = view.columns.iter().enumerate();
    let arrays = columns.map(|(at, column)| {
        let values = rows.iter().map(|row| row.get(at).unwrap_or(&Value::Null));
        let kind = Kind::of(column);
        let array = if column.collection { lists(kind, values) } else { plain(kind, values) };
        array.map_err(|value| {
            let place = format!("ViewDefinition.select.column({}).type", column.name);
            let declared = column.kind.as_deref().unwrap_or_default();
            Problem::error(Code::WrongType, Place::path(place), format!("{declared}: {value}"))
        })
    });
    let arrays = arrays.collect::<Result<Vec<_>, _>>()?;
    let options = RecordBatchOptions::new().with_row_count(Some(rows.len()));
    let batch = RecordBatch::try_new_with_options(Arc::clone(schema), arrays, &options);
    Ok(batch.expect("columns are made after the schema"))
}

/// An array of single values; the first that does not fit, if one does not.
fn plain<'v>(kind: Kind, values: impl Iterator<Item = &'v Value>) -> Result<ArrayRef, &'v Value> {
    Ok(match kind {
        Kind::Boolean => Arc::new(BooleanArray::from(all(values, Value::as_bool)?)),
        Kind::Integer => {
            let small = |value: &Value| i32::try_from(value.as_i64()?).ok();
            Arc::new(Int32Array::from(all(values, small)?))
        }
        Kind::Integer64 => Arc::new(Int64Array::from(all(values, whole)?)),
        Kind::Decimal => Arc::new(Float64Array::from(all(values, Value::as_f64)?)),
        Kind::Text => Arc::new(StringArray::from(all(values, |value| Some(text(value)))?)),
    })
}

fn lists<'v>(kind: Kind, values: impl Iterator<Item = &'v Value>) -> Result<ArrayRef, &'v Value> {
    let lists: Vec<&[Value]> =
        values.map(|value| value.as_array().map_or(&[][..], Vec::as_slice)).collect();
    let offsets = OffsetBuffer::from_lengths(lists.iter().map(|list| list.len()));
    let items = plain(kind, lists.into_iter().flatten())?;
    Ok(Arc::new(ListArray::new(kind.item(), offsets, items, None)))
}

fn all<'v, T>(
    values: impl Iterator<Item = &'v Value>,
    read: impl Fn(&'v Value) -> Option<T>,
) -> Result<Vec<Option<T>>, &'v Value> {
    values
        .map(|value| if value.is_null() { Ok(None) } else { read(value).map(Some).ok_or(value) })
        .collect()
}

/// `integer64` is a number in a path and a text in JSON.
fn whole(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
