//! `FHIRPath`, the part of it that view definitions need: compiled once, run over many resources.
//!
//! What is outside that part is refused by name when the path is read, never guessed at when it runs.

mod boundary;
mod compare;
mod item;
mod lex;
mod parse;
mod walk;

use serde_json::Value;

pub use self::item::Item;
pub use self::parse::Literal;
use crate::problem::Code;

/// A compiled path.
#[derive(Clone, PartialEq, Debug)]
pub struct Path {
    expression: parse::Expression,
}

/// What is wrong with a path, or with what it met.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// What.
    pub code: Code,
    /// The word or place it is about; never a person's data.
    pub detail: String,
}

impl Fault {
    fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into() }
    }
}

impl Path {
    /// Reads a path; all words that are not known are told at once.
    pub fn compile(
        text: &str,
        constant: &dyn Fn(&str) -> Option<Literal>,
    ) -> Result<Self, Vec<Fault>> {
        Ok(Self { expression: parse::parse(text, constant)? })
    }

    /// The path that never finds anything.
    pub(crate) fn nothing() -> Self {
        Self { expression: parse::Expression::Literal(Literal::Nothing) }
    }

    /// What the path finds from an item on.
    pub fn find<'v>(&'v self, focus: &Item<'v>) -> Result<Vec<Item<'v>>, Fault> {
        walk::run(&self.expression, focus)
    }

    /// Whether the path says yes of an item: a condition that finds nothing says no.
    pub fn holds(&self, focus: &Item<'_>) -> Result<bool, Fault> {
        let found = self.find(focus)?;
        match found.as_slice() {
            [] => Ok(false),
            [one] => {
                one.truth().ok_or_else(|| Fault::new(Code::PathResult, "where: not a yes or no"))
            }
            [_, _, ..] => Err(Fault::new(Code::PathResult, "where: several values")),
        }
    }
}

/// A resource as the item where paths begin.
pub fn root(resource: &Value) -> Item<'_> {
    Item::Node(item::Node::resource(resource))
}

#[cfg(test)]
mod tests;
