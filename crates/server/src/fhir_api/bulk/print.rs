//! Rows of a view, written down in one of the formats that programs read tables in.

use std::io::Write;

use arrow_ipc::writer::StreamWriter;
use arrow_schema::SchemaRef;
use fhir::Problem;
use fhir::view::{Row, View};
use serde_json::{Map, Value};

use super::arrow;

/// How many rows are put together as columns.
const BATCH: usize = 1_024;

/// How a table is written down.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Format {
    Csv { header: bool },
    Ndjson,
    Json,
    Arrow,
}

impl Format {
    /// The format of a name or a media type.
    pub(super) fn named(name: &str, header: bool) -> Option<Self> {
        match name {
            "csv" | "text/csv" => Some(Self::Csv { header }),
            "json" | "application/json" | "application/fhir+json" => Some(Self::Json),
            "ndjson"
            | "application/ndjson"
            | "application/x-ndjson"
            | "application/fhir+ndjson" => Some(Self::Ndjson),
            "arrow" | "application/vnd.apache.arrow.stream" => Some(Self::Arrow),
            _ => None,
        }
    }

    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Csv { header: true } => "text/csv; charset=utf-8; header=present",
            Self::Csv { header: false } => "text/csv; charset=utf-8; header=absent",
            Self::Ndjson => "application/x-ndjson",
            Self::Json => "application/json",
            Self::Arrow => "application/vnd.apache.arrow.stream",
        }
    }

    /// Whether rows can be written so at all. Only columns of a type can refuse a value.
    pub(super) fn check(self, view: &View, rows: &[Row]) -> Result<(), Problem> {
        match self {
            Self::Arrow => arrow::batch(view, &arrow::schema(view), rows).map(drop),
            Self::Csv { .. } | Self::Ndjson | Self::Json => Ok(()),
        }
    }
}

/// A table that is being written.
pub(super) struct Print<'v, W: Write> {
    view: &'v View,
    form: Form<W>,
}

enum Form<W: Write> {
    Csv(W),
    Ndjson(W),
    Json { to: W, count: u64 },
    Arrow { schema: SchemaRef, to: Box<StreamWriter<W>> },
}

impl<'v, W: Write> Print<'v, W> {
    pub(super) fn begin(format: Format, view: &'v View, mut to: W) -> anyhow::Result<Self> {
        let form = match format {
            Format::Csv { header } => {
                if header {
                    let names = view.columns.iter().map(|column| quoted(&column.name));
                    write!(to, "{}\r\n", names.collect::<Vec<_>>().join(","))?;
                }
                Form::Csv(to)
            }
            Format::Ndjson => Form::Ndjson(to),
            Format::Json => {
                write!(to, "[")?;
                Form::Json { to, count: 0 }
            }
            Format::Arrow => {
                let schema = arrow::schema(view);
                Form::Arrow { to: Box::new(StreamWriter::try_new(to, &schema)?), schema }
            }
        };
        Ok(Self { view, form })
    }

    pub(super) fn rows(&mut self, rows: &[Row]) -> anyhow::Result<()> {
        match &mut self.form {
            Form::Csv(to) => {
                for row in rows {
                    let cells: Vec<String> = row.iter().map(cell).collect();
                    write!(to, "{}\r\n", cells.join(","))?;
                }
            }
            Form::Ndjson(to) => {
                for row in rows {
                    serde_json::to_writer(&mut *to, &object(self.view, row))?;
                    writeln!(to)?;
                }
            }
            Form::Json { to, count } => {
                for row in rows {
                    let comma = if *count == 0 { "" } else { ",\n" };
                    write!(to, "{comma}{}", object(self.view, row))?;
                    *count += 1;
                }
            }
            Form::Arrow { schema, to } => {
                for rows in rows.chunks(BATCH) {
                    let batch = arrow::batch(self.view, schema, rows);
                    to.write(&batch.map_err(|problem| anyhow::anyhow!("{problem}"))?)?;
                }
            }
        }
        Ok(())
    }

    pub(super) fn end(self) -> anyhow::Result<()> {
        match self.form {
            Form::Json { mut to, .. } => writeln!(to, "]")?,
            Form::Arrow { mut to, .. } => to.finish()?,
            Form::Csv(_) | Form::Ndjson(_) => {}
        }
        Ok(())
    }
}

fn object(view: &View, row: &[Value]) -> Value {
    let names = view.columns.iter().map(|column| column.name.clone());
    Value::Object(names.zip(row.iter().cloned()).collect::<Map<_, _>>())
}

/// A value as CSV writes it: nothing is empty, a list is its JSON.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => quoted(text),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(_) | Value::Object(_) => quoted(&value.to_string()),
    }
}

fn quoted(text: &str) -> String {
    if text.is_empty() || text.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
