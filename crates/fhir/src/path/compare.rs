//! Equality, order and arithmetic. What cannot be known, such as whether a month is before a day in
//! it, is no answer rather than a wrong one.

use std::cmp::Ordering;

use super::item::Plain;
use super::parse::{Computation, Relation};
use super::{Fault, Item};
use crate::moment;
use crate::problem::Code;

/// Whether two collections are equal; no answer when one of them is empty.
pub(super) fn equal(left: &[Item<'_>], right: &[Item<'_>]) -> Option<bool> {
    if left.is_empty() || right.is_empty() {
        return None;
    }
    if left.len() != right.len() {
        return Some(false);
    }
    let mut all = Some(true);
    for (left, right) in left.iter().zip(right) {
        match same(&left.plain()?, &right.plain()?) {
            Some(true) => {}
            Some(false) => return Some(false),
            None => all = None,
        }
    }
    all
}

fn same(left: &Plain<'_>, right: &Plain<'_>) -> Option<bool> {
    if let (Plain::Moment(left) | Plain::Text(left), Plain::Moment(right))
    | (Plain::Moment(left), Plain::Text(right)) = (left, right)
    {
        return moments(left, right).map_or((left != right).then_some(false), |order| {
            order.map(|order| order == Ordering::Equal)
        });
    }
    Some(match (left, right) {
        (Plain::Text(left), Plain::Text(right)) => left == right,
        (Plain::Truth(left), Plain::Truth(right)) => left == right,
        (Plain::Complex(left), Plain::Complex(right)) => left == right,
        (Plain::Integer(left), Plain::Integer(right)) => left == right,
        (left, right) => match (number(left), number(right)) {
            (Some(left), Some(right)) => left.partial_cmp(&right) == Some(Ordering::Equal),
            (None, _) | (_, None) => false,
        },
    })
}

/// The order of two moments; none when one of them is none, and no order when they overlap without
/// being equally precise.
#[expect(clippy::option_option, reason = "no moment and no order are two answers")]
fn moments(left: &str, right: &str) -> Option<Option<Ordering>> {
    if left == right {
        return Some(Some(Ordering::Equal));
    }
    if moment::is_time(left) && moment::is_time(right) {
        return Some(Some(left.cmp(right)));
    }
    let (left, right) = (moment::parse(left)?, moment::parse(right)?);
    Some(if left.span.high < right.span.low {
        Some(Ordering::Less)
    } else if left.span.low > right.span.high {
        Some(Ordering::Greater)
    } else if left.precision == right.precision && left.span.low == right.span.low {
        Some(Ordering::Equal)
    } else {
        None
    })
}

fn number(plain: &Plain<'_>) -> Option<f64> {
    match plain {
        #[expect(clippy::cast_precision_loss, reason = "numbers are compared as decimals")]
        Plain::Integer(number) => Some(*number as f64),
        Plain::Decimal(number) => Some(*number),
        Plain::Text(_) | Plain::Moment(_) | Plain::Truth(_) | Plain::Complex(_) => None,
    }
}

/// The one value of a collection; none of an empty one.
fn single<'i>(items: &'i [Item<'_>], what: &str) -> Result<Option<Plain<'i>>, Fault> {
    match items {
        [] => Ok(None),
        [one] => Ok(one.plain()),
        [_, _, ..] => Err(Fault::new(Code::PathResult, format!("{what}: several values"))),
    }
}

/// Whether two values stand in this order.
pub(super) fn ordered(
    relation: Relation,
    left: &[Item<'_>],
    right: &[Item<'_>],
) -> Result<Option<bool>, Fault> {
    let (Some(left), Some(right)) = (single(left, "<, >")?, single(right, "<, >")?) else {
        return Ok(None);
    };
    let order = match (&left, &right) {
        (Plain::Moment(left) | Plain::Text(left), Plain::Moment(right))
        | (Plain::Moment(left), Plain::Text(right)) => moments(left, right).flatten(),
        (Plain::Text(left), Plain::Text(right)) => Some(left.cmp(right)),
        (left, right) => match (number(left), number(right)) {
            (Some(left), Some(right)) => left.partial_cmp(&right),
            (None, _) | (_, None) => {
                return Err(Fault::new(Code::PathResult, "<, >: values of different kinds"));
            }
        },
    };
    Ok(order.map(|order| match relation {
        Relation::Less => order == Ordering::Less,
        Relation::LessOrEqual => order != Ordering::Greater,
        Relation::Greater => order == Ordering::Greater,
        Relation::GreaterOrEqual => order != Ordering::Less,
    }))
}

fn kinds() -> Fault {
    Fault::new(Code::PathResult, "+ - * / &: values of different kinds")
}

/// Two texts as one; what is not there adds nothing.
pub(super) fn joined<'v>(left: &[Item<'_>], right: &[Item<'_>]) -> Result<Item<'v>, Fault> {
    let text = |plain: Option<Plain<'_>>| match plain {
        None => Ok(String::new()),
        Some(Plain::Text(text) | Plain::Moment(text)) => Ok(text.to_owned()),
        Some(Plain::Integer(_) | Plain::Decimal(_) | Plain::Truth(_) | Plain::Complex(_)) => {
            Err(kinds())
        }
    };
    let left = text(single(left, "+ &")?)?;
    Ok(Item::Text((left + &text(single(right, "+ &")?)?).into()))
}

/// What two values come to.
pub(super) fn compute<'v>(
    computation: Computation,
    left: &[Item<'_>],
    right: &[Item<'_>],
) -> Result<Option<Item<'v>>, Fault> {
    let (one, other) = (single(left, "+ - * /")?, single(right, "+ - * /")?);
    let (Some(one), Some(other)) = (one, other) else { return Ok(None) };
    if let (Plain::Integer(one), Plain::Integer(other)) = (&one, &other) {
        let whole = match computation {
            Computation::Plus => one.checked_add(*other),
            Computation::Minus => one.checked_sub(*other),
            Computation::Times => one.checked_mul(*other),
            Computation::Over => return Ok(quotient(one_as(*one), one_as(*other))),
        };
        return Ok(whole.map(Item::Integer));
    }
    if let (Some(one), Some(other)) = (number(&one), number(&other)) {
        return Ok(match computation {
            Computation::Plus => Some(Item::Decimal(one + other)),
            Computation::Minus => Some(Item::Decimal(one - other)),
            Computation::Times => Some(Item::Decimal(one * other)),
            Computation::Over => quotient(one, other),
        });
    }
    match computation {
        Computation::Plus => joined(left, right).map(Some),
        Computation::Minus | Computation::Times | Computation::Over => Err(kinds()),
    }
}

#[expect(clippy::cast_precision_loss, reason = "a quotient is a decimal")]
fn one_as(number: i64) -> f64 {
    number as f64
}

/// Nothing is what a division by zero comes to.
fn quotient<'v>(one: f64, other: f64) -> Option<Item<'v>> {
    (other != 0.0).then(|| Item::Decimal(one / other))
}
