//! View definitions (SQL on FHIR, version 2): a resource becomes flat rows.
//!
//! A view is read once, with all its problems told at once; running it is pure, one resource at a time.

mod read;
mod rows;

use serde_json::Value;

use crate::definitions::ResourceType;
use crate::path::Path;
use crate::problem::Problem;

/// How many rows one resource may come to: what multiplies further is a fault of the view.
pub const ROWS_MAX: usize = 100_000;

/// A view that was understood.
#[derive(Clone, PartialEq, Debug)]
pub struct View {
    /// Its name, when it has one.
    pub name: Option<String>,
    /// The type of resource it is over.
    pub rtype: ResourceType,
    /// The columns, in their order.
    pub columns: Vec<Column>,
    conditions: Vec<Path>,
    select: Vec<Select>,
}

/// A column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Column {
    /// The name.
    pub name: String,
    /// Whether it holds a list.
    pub collection: bool,
    /// The FHIR type that the view says it has.
    pub kind: Option<String>,
}

/// A row: a value for each column.
pub type Row = Vec<Value>;

/// Part of a view: its own columns, then those of its parts, then those of the union.
#[derive(Clone, PartialEq, Debug)]
struct Select {
    each: Each,
    columns: Vec<Cell>,
    parts: Vec<Select>,
    union: Vec<Select>,
    /// How many columns all of it makes.
    width: usize,
}

/// Over what a part runs.
#[derive(Clone, PartialEq, Debug)]
enum Each {
    /// Where its parent stands.
    Here,
    /// Each thing found; no rows without any.
    Found(Path),
    /// Each thing found; one row of nothing without any.
    FoundOrNull(Path),
}

#[derive(Clone, PartialEq, Debug)]
struct Cell {
    column: Column,
    path: Path,
}

impl View {
    /// Reads a `ViewDefinition`.
    pub fn read(definition: &Value) -> Result<Self, Vec<Problem>> {
        read::view(definition)
    }

    /// The rows of one resource; none of a resource that the view is not about.
    pub fn rows(&self, resource: &Value) -> Result<Vec<Row>, Problem> {
        rows::of(self, resource)
    }
}

#[cfg(test)]
mod tests;
