//! The order of hits: one that the store keeps, or one by the values of parameters.

use fhir::search::{Kind, SortKey};
use ledger::{Order, SortBy};

/// An order.
pub(in crate::door) enum Ordered {
    /// As the store keeps it.
    Store(Order),
    /// By values.
    Keys(Vec<ledger::SortKey>),
}

pub(super) fn ordered(keys: &[SortKey<'_>]) -> Ordered {
    match keys {
        [] => Ordered::Store(Order::Handle),
        [only] if only.param.code == "_lastUpdated" => {
            Ordered::Store(if only.descending { Order::UpdatedLast } else { Order::Updated })
        }
        keys => Ordered::Keys(keys.iter().map(key).collect()),
    }
}

fn key(key: &SortKey<'_>) -> ledger::SortKey {
    let by = match (key.param.code, key.param.kind) {
        ("_id", _) => SortBy::Id,
        ("_lastUpdated", _) => SortBy::Updated,
        (_, Kind::Date) => SortBy::Date,
        (_, Kind::Number | Kind::Quantity) => SortBy::Number,
        // Whatever else orders is text; the reader of the question lets nothing else through.
        (
            _,
            Kind::String
            | Kind::Token
            | Kind::Reference
            | Kind::Uri
            | Kind::Composite
            | Kind::Special,
        ) => SortBy::Text,
    };
    ledger::SortKey { parameter: key.param.code.to_owned(), by, descending: key.descending }
}
