//! What is found in a resource under one search parameter.

use std::borrow::Cow;

use super::Kind;
use crate::definitions::ResourceType;

/// One value for the index. Borrowed from the resource wherever it can be.
#[derive(Clone, PartialEq, Debug)]
pub enum IndexValue<'a> {
    /// A code, an identifier or a yes or no; the system in its canonical form.
    Token {
        /// The system, when there is one.
        system: Option<Cow<'a, str>>,
        /// The code.
        code: Cow<'a, str>,
    },
    /// A text.
    String {
        /// As written.
        exact: Cow<'a, str>,
        /// As it is compared.
        folded: String,
    },
    /// A span in Unix milliseconds, both ends included; open ends are `i64::MIN` and `i64::MAX`.
    Date {
        /// The first millisecond.
        low: i64,
        /// The last millisecond.
        high: i64,
    },
    /// A link.
    Reference(Target<'a>),
    /// A quantity, or a range of one unit.
    Quantity {
        /// The system of the unit.
        system: Option<Cow<'a, str>>,
        /// The unit's code; without one, the unit as people read it.
        code: Option<Cow<'a, str>>,
        /// The smallest value.
        low: f64,
        /// The largest value.
        high: f64,
    },
    /// A number, or a range.
    Number {
        /// The smallest value.
        low: f64,
        /// The largest value.
        high: f64,
    },
    /// An address.
    Uri(Cow<'a, str>),
}

/// Where a link leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Target<'a> {
    /// To a resource here.
    Local {
        /// The type.
        rtype: ResourceType,
        /// The id.
        id: Cow<'a, str>,
    },
    /// Elsewhere, by its whole address.
    Elsewhere(Cow<'a, str>),
}

impl IndexValue<'_> {
    /// Whether it is a link.
    pub fn is_link(&self) -> bool {
        matches!(self, Self::Reference(_))
    }

    /// The kind of parameter that this is a value of. A reference that only states an identifier
    /// is indexed as a token under the reference's code.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Token { .. } => Kind::Token,
            Self::String { .. } => Kind::String,
            Self::Date { .. } => Kind::Date,
            Self::Reference(_) => Kind::Reference,
            Self::Quantity { .. } => Kind::Quantity,
            Self::Number { .. } => Kind::Number,
            Self::Uri(_) => Kind::Uri,
        }
    }
}
