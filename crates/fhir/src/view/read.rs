//! From a `ViewDefinition` to a compiled view; every problem is told, each with its place.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::{Cell, Column, Each, Select, View};
use crate::definitions::ResourceType;
use crate::path::{Literal, Path};
use crate::problem::{Code, Place, Problem};
use crate::resource::json_type;

/// How deep selects may be nested.
const DEPTH_MAX: usize = 32;

const SELECT: [&str; 6] = ["column", "select", "forEach", "forEachOrNull", "unionAll", "where"];
const COLUMN: [&str; 6] = ["path", "name", "description", "collection", "type", "tag"];
const ANYWHERE: [&str; 3] = ["id", "extension", "modifierExtension"];

pub(super) fn view(definition: &Value) -> Result<View, Vec<Problem>> {
    let mut reader = Reader { constants: HashMap::new(), problems: Vec::new() };
    let view = reader.view(definition);
    match view {
        Some(view) if reader.problems.is_empty() => Ok(view),
        Some(_) | None => Err(reader.problems),
    }
}

struct Reader {
    constants: HashMap<String, Literal>,
    problems: Vec<Problem>,
}

impl Reader {
    fn tell(&mut self, code: Code, place: &str, detail: impl Into<String>) {
        self.problems.push(Problem::error(code, Place::path(place), detail));
    }

    fn view(&mut self, definition: &Value) -> Option<View> {
        let place = "ViewDefinition";
        let Value::Object(members) = definition else {
            self.tell(Code::NotObject, place, json_type(definition));
            return None;
        };
        let named = members.get("resourceType").and_then(Value::as_str);
        if named.is_some_and(|named| named != place) {
            self.tell(Code::TypeUnknown, "resourceType", named.unwrap_or_default());
        }
        let rtype = self.text(members, "resource", place).and_then(|name| {
            let rtype = ResourceType::parse(name);
            if rtype.is_none() {
                self.tell(Code::TypeUnknown, "ViewDefinition.resource", name);
            }
            rtype
        });
        self.constants(members);
        let conditions = self.conditions(members);
        let select = self.selects(members, "select", place, 0);
        if select.is_empty() && !members.contains_key("select") {
            self.tell(Code::ElementMissing, "ViewDefinition.select", "select");
        }
        let mut columns = Vec::new();
        for part in &select {
            columns_of(part, &mut columns);
        }
        self.twice(&columns);
        let name = members.get("name").and_then(Value::as_str).map(str::to_owned);
        let columns = columns.into_iter().cloned().collect();
        Some(View { name, rtype: rtype?, columns, conditions, select })
    }

    /// A text that must be there.
    fn text<'m>(
        &mut self,
        members: &'m Map<String, Value>,
        name: &str,
        place: &str,
    ) -> Option<&'m str> {
        match members.get(name) {
            Some(Value::String(text)) if !text.is_empty() => return Some(text),
            Some(Value::String(_)) => {
                self.tell(Code::ValueEmpty, &format!("{place}.{name}"), "");
            }
            Some(other) => {
                self.tell(Code::WrongType, &format!("{place}.{name}"), json_type(other));
            }
            None => self.tell(Code::ElementMissing, &format!("{place}.{name}"), name),
        }
        None
    }

    /// The objects of a list, each with its place.
    fn list<'m>(
        &mut self,
        members: &'m Map<String, Value>,
        name: &str,
        place: &str,
    ) -> Vec<(String, &'m Map<String, Value>)> {
        let place = format!("{place}.{name}");
        let Some(value) = members.get(name) else { return Vec::new() };
        let Value::Array(items) = value else {
            self.tell(Code::WrongType, &place, json_type(value));
            return Vec::new();
        };
        if items.is_empty() {
            self.tell(Code::ValueEmpty, &place, "");
        }
        let mut found = Vec::with_capacity(items.len());
        for (at, item) in items.iter().enumerate() {
            let place = format!("{place}[{at}]");
            match item.as_object() {
                Some(members) => found.push((place, members)),
                None => self.tell(Code::WrongType, &place, json_type(item)),
            }
        }
        found
    }

    fn constants(&mut self, members: &Map<String, Value>) {
        for (place, constant) in self.list(members, "constant", "ViewDefinition") {
            let name = self.text(constant, "name", &place).map(str::to_owned);
            let mut values = constant.iter().filter(|(name, _)| name.starts_with("value"));
            let value = values.next().and_then(|(name, value)| literal(name, value));
            match (name, value, values.next()) {
                (Some(name), Some(value), None) => {
                    self.constants.insert(name, value);
                }
                (None, Some(_), None) => {}
                (_, None, _) | (_, _, Some(_)) => {
                    self.tell(Code::ElementMissing, &format!("{place}.value"), "value[x]");
                }
            }
        }
    }

    fn conditions(&mut self, members: &Map<String, Value>) -> Vec<Path> {
        let mut conditions = Vec::new();
        for (place, condition) in self.list(members, "where", "ViewDefinition") {
            conditions.extend(self.path(condition, "path", &place));
        }
        conditions
    }

    fn path(&mut self, members: &Map<String, Value>, name: &str, place: &str) -> Option<Path> {
        let text = self.text(members, name, place)?;
        let compiled = Path::compile(text, &|name| self.constants.get(name).cloned());
        match compiled {
            Ok(path) => Some(path),
            Err(faults) => {
                for fault in faults {
                    self.tell(fault.code, &format!("{place}.{name}"), fault.detail);
                }
                None
            }
        }
    }

    fn selects(
        &mut self,
        members: &Map<String, Value>,
        name: &str,
        place: &str,
        depth: usize,
    ) -> Vec<Select> {
        if depth > DEPTH_MAX {
            self.tell(Code::TooDeep, place, depth.to_string());
            return Vec::new();
        }
        let list = self.list(members, name, place);
        list.into_iter().map(|(place, members)| self.select(members, &place, depth)).collect()
    }

    fn select(&mut self, members: &Map<String, Value>, place: &str, depth: usize) -> Select {
        self.known(members, &SELECT, place);
        if members.contains_key("where") {
            self.tell(Code::ElementUnknown, &format!("{place}.where"), "where");
        }
        let each = match (members.contains_key("forEach"), members.contains_key("forEachOrNull")) {
            (false, false) => Each::Here,
            (true, false) => self.path(members, "forEach", place).map_or(Each::Here, Each::Found),
            (false, true) => {
                self.path(members, "forEachOrNull", place).map_or(Each::Here, Each::FoundOrNull)
            }
            (true, true) => {
                self.tell(Code::ElementUnknown, &format!("{place}.forEachOrNull"), "forEach");
                Each::Here
            }
        };
        let mut columns = Vec::new();
        for (place, column) in self.list(members, "column", place) {
            columns.extend(self.column(column, &place));
        }
        let parts = self.selects(members, "select", place, depth + 1);
        let union = self.selects(members, "unionAll", place, depth + 1);
        let has_any =
            ["column", "select", "unionAll"].iter().any(|name| members.contains_key(*name));
        if !has_any {
            self.tell(Code::ElementMissing, &format!("{place}.column"), "column, select, unionAll");
        }
        self.same_columns(&union, place);
        let width = columns.len()
            + parts.iter().map(|part| part.width).sum::<usize>()
            + union.first().map_or(0, |part| part.width);
        Select { each, columns, parts, union, width }
    }

    fn known(&mut self, members: &Map<String, Value>, known: &[&str], place: &str) {
        let unknown: Vec<&String> = members
            .keys()
            .filter(|name| !known.contains(&name.as_str()) && !ANYWHERE.contains(&name.as_str()))
            .collect();
        for name in unknown {
            self.tell(Code::ElementUnknown, &format!("{place}.{name}"), name.as_str());
        }
    }

    fn column(&mut self, members: &Map<String, Value>, place: &str) -> Option<Cell> {
        self.known(members, &COLUMN, place);
        let path = self.path(members, "path", place);
        let name = self.text(members, "name", place)?;
        let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        if !name.chars().all(plain) || name.starts_with(|first: char| first.is_ascii_digit()) {
            self.tell(Code::ValueInvalid, &format!("{place}.name"), name);
        }
        let collection = match members.get("collection") {
            None => false,
            Some(Value::Bool(yes)) => *yes,
            Some(other) => {
                self.tell(Code::WrongType, &format!("{place}.collection"), json_type(other));
                false
            }
        };
        let kind = members.get("type").and_then(Value::as_str).map(str::to_owned);
        let column = Column { name: name.to_owned(), collection, kind };
        // A column whose path cannot be read still has its place among the others.
        Some(Cell { column, path: path.unwrap_or_else(Path::nothing) })
    }

    fn same_columns(&mut self, union: &[Select], place: &str) {
        let names = |select: &Select| {
            let mut cells = Vec::new();
            columns_of(select, &mut cells);
            cells.into_iter().map(|column| column.name.clone()).collect::<Vec<String>>()
        };
        let Some((first, others)) = union.split_first() else { return };
        let first = names(first);
        for (at, other) in others.iter().enumerate() {
            let other = names(other);
            if other != first {
                let detail = format!("{} / {}", first.join(", "), other.join(", "));
                self.tell(Code::UnionDiffers, &format!("{place}.unionAll[{}]", at + 1), detail);
            }
        }
    }

    fn twice(&mut self, columns: &[&Column]) {
        let mut known: HashSet<&str> = HashSet::new();
        for column in columns {
            if !known.insert(&column.name) {
                self.tell(Code::ColumnTwice, "ViewDefinition.select", column.name.as_str());
            }
        }
    }
}

/// The columns that a part makes, in their order.
fn columns_of<'s>(select: &'s Select, add: &mut Vec<&'s Column>) {
    add.extend(select.columns.iter().map(|cell| &cell.column));
    for part in &select.parts {
        columns_of(part, add);
    }
    if let Some(first) = select.union.first() {
        columns_of(first, add);
    }
}

/// The value of a constant; of a type that is no simple value, none.
fn literal(name: &str, value: &Value) -> Option<Literal> {
    Some(match value {
        Value::Bool(yes) => Literal::Truth(*yes),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => Literal::Integer(whole),
            None => Literal::Decimal(number.as_f64()?),
        },
        Value::String(text) => match name {
            "valueDate" | "valueDateTime" | "valueInstant" | "valueTime" => {
                Literal::Moment(text.clone())
            }
            _ => Literal::Text(text.clone()),
        },
        Value::Null | Value::Array(_) | Value::Object(_) => return None,
    })
}
