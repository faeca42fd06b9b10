//! Composites: several parameters that must hold of one and the same part of a resource.

use super::Kind;
use super::compile::{Leaf, Route, onward};
use crate::definitions::ResourceType;

/// One parameter of a composite.
#[derive(Debug)]
pub struct Part {
    /// The parameter of the whole resource that finds what may fit.
    pub code: &'static str,
    /// The kind.
    pub kind: Kind,
    /// How its values are read, for each route of the composite.
    pub(super) routes: Vec<Vec<Route>>,
}

/// The parts of a composite, or what stands in the way of one.
pub(super) fn parts(
    table: &'static str,
    text: &str,
    rtype: ResourceType,
    bases: &[Route],
) -> (Vec<Part>, Option<String>) {
    let mut parts = Vec::new();
    for part in text.split(';') {
        match read(table, part, rtype, bases) {
            Ok(part) => parts.push(part),
            Err(reason) => return (Vec::new(), Some(reason)),
        }
    }
    (parts, None)
}

fn read(
    table: &'static str,
    part: &str,
    rtype: ResourceType,
    bases: &[Route],
) -> Result<Part, String> {
    let (definition, expression) = part.split_once('=').ok_or("a composite without parts")?;
    let line = table.lines().find(|line| line.split('\t').next() == Some(definition));
    let mut cells = line.unwrap_or_default().split('\t').skip(1);
    let (Some(code), Some(kind), Some(types)) = (cells.next(), cells.next(), cells.next()) else {
        return Err(format!("no parameter {definition}"));
    };
    if !types.split(' ').any(|base| base == rtype.as_str()) {
        return Err(format!("{definition} is not of {rtype}"));
    }
    let kind = Kind::of(kind);
    let routes = bases.iter().map(|base| {
        let Leaf::Part(fhir_type) = base.leaf else { return Err("no part".to_owned()) };
        onward(kind, expression, fhir_type)
    });
    Ok(Part { code, kind, routes: routes.collect::<Result<_, _>>()? })
}
