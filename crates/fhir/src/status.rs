//! Which status of a resource may follow which: tables given as data, one for each type.
//!
//! A table is complete or it is refused: each code that R4 gives the type has its line, and a line
//! names no other code.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::definitions::{ResourceType, definitions};
use crate::problem::{Code, Place, Problem};

/// One table as written.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct Table {
    /// Where it is from.
    pub source: String,
    /// What may follow, by status.
    #[serde(flatten)]
    pub next: BTreeMap<String, Vec<String>>,
}

/// The tables in force.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Machines {
    tables: BTreeMap<ResourceType, Table>,
}

impl Machines {
    /// Takes the tables that are sound, by the name of their type, and says what is wrong with the others.
    pub fn new(written: BTreeMap<String, Table>) -> (Self, Vec<String>) {
        let mut machines = Self::default();
        let mut faults = Vec::new();
        for (name, table) in written {
            let Some(rtype) = ResourceType::parse(&name) else {
                faults.push(format!("[{name}]: R4 has no such type"));
                continue;
            };
            let wrong = faults_of(rtype, &table);
            if wrong.is_empty() {
                machines.tables.insert(rtype, table);
            }
            faults.extend(wrong);
        }
        (machines, faults)
    }

    /// The types that have a table.
    pub fn types(&self) -> impl Iterator<Item = ResourceType> {
        self.tables.keys().copied()
    }

    /// Whether a type has a table.
    pub fn knows(&self, rtype: ResourceType) -> bool {
        self.tables.contains_key(&rtype)
    }

    /// What may follow a status; none where the type has no table.
    pub fn next(&self, rtype: ResourceType, status: &str) -> Option<&[String]> {
        Some(self.tables.get(&rtype)?.next.get(status)?)
    }

    /// What is wrong with a change of a resource from what it was.
    pub fn bars(&self, rtype: ResourceType, before: &Value, after: &Value) -> Option<Problem> {
        let from = before.get("status")?.as_str()?;
        let to = after.get("status").and_then(Value::as_str).unwrap_or_default();
        let next = self.next(rtype, from)?;
        if from == to || next.iter().any(|allowed| allowed == to) {
            return None;
        }
        Some(barred(rtype, from, to, next))
    }
}

/// A status that cannot follow another, and which could.
pub fn barred(
    rtype: ResourceType,
    from: &str,
    to: &str,
    next: &[impl std::borrow::Borrow<str>],
) -> Problem {
    let next = if next.is_empty() { "–".to_owned() } else { next.join(", ") };
    let place = Place::path(format!("{rtype}.status"));
    Problem::error(Code::StatusBarred, place, format!("{from} → {to}; {from} → {next}"))
}

fn faults_of(rtype: ResourceType, table: &Table) -> Vec<String> {
    let element = definitions().find(rtype.as_str()).and_then(|found| found.element("status"));
    let set = element.and_then(|status| status.value_set);
    let Some(set) = set.and_then(|name| definitions().value_set(name)) else {
        return vec![format!("[{rtype}]: R4 gives the type no list of statuses")];
    };
    let mut faults = Vec::new();
    let mut named = table.next.iter().flat_map(|(from, next)| std::iter::once(from).chain(next));
    faults.extend(
        named.find(|code| !set.has_code(code)).map(|code| format!("[{rtype}]: unknown: {code}")),
    );
    let mut listed = set.listed.iter();
    faults.extend(
        listed
            .find(|code| !table.next.contains_key(**code))
            .map(|code| format!("[{rtype}]: no line for {code}")),
    );
    if table.source.trim().is_empty() {
        faults.push(format!("[{rtype}]: say where the table is from"));
    }
    faults
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn table(lines: &[(&str, &[&str])]) -> Table {
        let line = |(from, next): &(&str, &[&str])| {
            ((*from).to_owned(), next.iter().map(|code| (*code).to_owned()).collect())
        };
        Table { source: "R4".to_owned(), next: lines.iter().map(line).collect() }
    }

    fn whole() -> Table {
        table(&[
            ("in-progress", &["completed"]),
            ("completed", &["amended"]),
            ("amended", &[]),
            ("stopped", &[]),
            ("entered-in-error", &[]),
        ])
    }

    #[test]
    fn a_change_is_barred_unless_its_line_has_it() {
        let name = "QuestionnaireResponse";
        let (machines, faults) = Machines::new([(name.to_owned(), whole())].into());
        assert_eq!(faults, [""; 0]);
        let rtype = ResourceType::parse(name).unwrap();
        let bars = |from: &str, to: &str| {
            machines.bars(rtype, &json!({"status": from}), &json!({"status": to}))
        };
        assert_eq!(bars("in-progress", "completed"), None);
        assert_eq!(bars("completed", "completed"), None);
        let problem = bars("completed", "in-progress").unwrap();
        assert_eq!(problem.code, Code::StatusBarred);
        assert_eq!(problem.detail, "completed → in-progress; completed → amended");
        assert!(bars("amended", "completed").unwrap().detail.ends_with("amended → –"));
        let other = ResourceType::parse("Observation").unwrap();
        assert_eq!(machines.bars(other, &json!({"status": "final"}), &json!({})), None);
    }

    #[test]
    fn a_table_with_a_gap_or_a_slip_is_not_taken() {
        let name = "QuestionnaireResponse";
        let mut gap = whole();
        gap.next.remove("stopped");
        let mut slip = whole();
        slip.next.insert("stopped".to_owned(), vec!["complete".to_owned()]);
        let mut unsourced = whole();
        unsourced.source.clear();
        for (of, table, says) in [
            (name, gap, "no line for stopped"),
            (name, slip, "unknown: complete"),
            (name, unsourced, "where the table is from"),
            ("Patient", whole(), "no list of statuses"),
            ("Nothing", whole(), "no such type"),
        ] {
            let (machines, faults) = Machines::new([(of.to_owned(), table)].into());
            assert_eq!(machines.types().count(), 0, "{says}");
            assert!(faults.iter().any(|fault| fault.contains(says)), "{says}: {faults:?}");
        }
    }
}
