//! Runs a view over one resource: parts beside each other multiply, parts of a union follow each other.

use serde_json::Value;

use super::{Cell, Each, ROWS_MAX, Row, Select, View};
use crate::path::{self, Fault, Item};
use crate::problem::{Code, Place, Problem};

pub(super) fn of(view: &View, resource: &Value) -> Result<Vec<Row>, Problem> {
    let named = resource.get("resourceType").and_then(Value::as_str);
    if named != Some(view.rtype.as_str()) {
        return Ok(Vec::new());
    }
    let root = path::root(resource);
    for condition in &view.conditions {
        if !condition.holds(&root).map_err(|fault| problem("ViewDefinition.where", fault))? {
            return Ok(Vec::new());
        }
    }
    product(&view.select, &root, vec![Vec::with_capacity(view.columns.len())])
}

fn problem(place: &str, fault: Fault) -> Problem {
    Problem::error(fault.code, Place::path(place), fault.detail)
}

/// Every row so far, gone on with by every row of each part in turn.
fn product(parts: &[Select], focus: &Item<'_>, rows: Vec<Row>) -> Result<Vec<Row>, Problem> {
    let mut rows = rows;
    for part in parts {
        rows = crossed(rows, &select(part, focus)?)?;
    }
    Ok(rows)
}

fn crossed(rows: Vec<Row>, more: &[Row]) -> Result<Vec<Row>, Problem> {
    check(rows.len().saturating_mul(more.len()))?;
    if let [only] = more {
        return Ok(rows.into_iter().map(|row| [row, only.clone()].concat()).collect());
    }
    let crossed = rows.iter().flat_map(|row| more.iter().map(|end| [&**row, end].concat()));
    Ok(crossed.collect())
}

fn check(count: usize) -> Result<(), Problem> {
    if count > ROWS_MAX {
        let detail = format!("{count} > {ROWS_MAX}");
        return Err(Problem::error(Code::TooLarge, Place::path("ViewDefinition.select"), detail));
    }
    Ok(())
}

fn select(part: &Select, focus: &Item<'_>) -> Result<Vec<Row>, Problem> {
    let at = "ViewDefinition.select.forEach";
    match &part.each {
        Each::Here => of_one(part, focus),
        Each::Found(path) => of_all(part, &path.find(focus).map_err(|fault| problem(at, fault))?),
        Each::FoundOrNull(path) => {
            let found = path.find(focus).map_err(|fault| problem(at, fault))?;
            if found.is_empty() {
                return Ok(vec![vec![Value::Null; part.width]]);
            }
            of_all(part, &found)
        }
    }
}

fn of_all(part: &Select, found: &[Item<'_>]) -> Result<Vec<Row>, Problem> {
    let mut rows = Vec::new();
    for item in found {
        rows.extend(of_one(part, item)?);
        check(rows.len())?;
    }
    Ok(rows)
}

fn of_one(part: &Select, focus: &Item<'_>) -> Result<Vec<Row>, Problem> {
    let row = part.columns.iter().map(|cell| value(cell, focus)).collect::<Result<Row, _>>()?;
    let rows = product(&part.parts, focus, vec![row])?;
    if part.union.is_empty() {
        return Ok(rows);
    }
    let mut united = Vec::new();
    for branch in &part.union {
        united.extend(select(branch, focus)?);
    }
    crossed(rows, &united)
}

fn value(cell: &Cell, focus: &Item<'_>) -> Result<Value, Problem> {
    let name = &cell.column.name;
    let fault = |fault: Fault| problem(&format!("ViewDefinition.select.column({name})"), fault);
    let found = cell.path.find(focus).map_err(fault)?;
    if cell.column.collection {
        let values = found.iter().map(Item::json).filter(|value| !value.is_null());
        return Ok(Value::Array(values.collect()));
    }
    match found.as_slice() {
        [] => Ok(Value::Null),
        [one] => Ok(one.json()),
        [_, _, ..] => {
            let detail = format!("{name}: {} values", found.len());
            Err(fault(Fault { code: Code::PathResult, detail }))
        }
    }
}
