//! Runs an expression over an item.

use serde_json::Value;

use super::item::{Node, Plain};
use super::parse::{Computation, Expression, Operator, Step};
use super::{Fault, Item, boundary, compare};
use crate::problem::Code;
use crate::reference::{self, Reference};

type Found<'v> = Result<Vec<Item<'v>>, Fault>;

pub(super) fn run<'v>(expression: &'v Expression, focus: &Item<'v>) -> Found<'v> {
    match expression {
        Expression::Literal(literal) => Ok(literal.item().into_iter().collect()),
        Expression::Focus => Ok(vec![focus.clone()]),
        Expression::Step(base, step) => take(step, run(base, focus)?, focus),
        Expression::Negative(inner) => {
            let value = run(inner, focus)?;
            let zero = [Item::Integer(0)];
            Ok(compare::compute(Computation::Minus, &zero, &value)?.into_iter().collect())
        }
        Expression::Binary(left, operator, right) => {
            let (left, right) = (run(left, focus)?, run(right, focus)?);
            binary(*operator, &left, &right)
        }
    }
}

fn binary<'v>(operator: Operator, left: &[Item<'v>], right: &[Item<'v>]) -> Found<'v> {
    let truth = |answer: Option<bool>| answer.map(Item::Truth).into_iter().collect();
    Ok(match operator {
        Operator::And => truth(match (condition(left)?, condition(right)?) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            (None, _) | (_, None) => None,
        }),
        Operator::Or => truth(match (condition(left)?, condition(right)?) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            (None, _) | (_, None) => None,
        }),
        Operator::Equal => truth(compare::equal(left, right)),
        Operator::NotEqual => truth(compare::equal(left, right).map(|same| !same)),
        Operator::Ordered(relation) => truth(compare::ordered(relation, left, right)?),
        Operator::Computed(computation) => {
            compare::compute(computation, left, right)?.into_iter().collect()
        }
        Operator::Join => vec![compare::joined(left, right)?],
    })
}

/// What a collection says as a condition: a single value that is no yes or no says yes by being
/// there.
fn condition(items: &[Item<'_>]) -> Result<Option<bool>, Fault> {
    match items {
        [] => Ok(None),
        [one] => Ok(Some(one.truth().unwrap_or(true))),
        [_, _, ..] => Err(Fault::new(Code::PathResult, "and, or: several values")),
    }
}

fn take<'v>(step: &'v Step, base: Vec<Item<'v>>, focus: &Item<'v>) -> Found<'v> {
    let truth = |yes: bool| Ok(vec![Item::Truth(yes)]);
    match step {
        Step::Member(name) => Ok(member(name, &base)),
        Step::Index(index) => at(&run(index, focus)?, base),
        Step::Where(criteria) => filtered(criteria, base),
        Step::Exists(None) => truth(!base.is_empty()),
        Step::Exists(Some(criteria)) => truth(!filtered(criteria, base)?.is_empty()),
        Step::Empty => truth(base.is_empty()),
        Step::Not => Ok(condition(&base)?.map(|yes| Item::Truth(!yes)).into_iter().collect()),
        Step::First => Ok(base.into_iter().next().into_iter().collect()),
        Step::Last => Ok(base.into_iter().next_back().into_iter().collect()),
        Step::Count => Ok(vec![Item::Integer(i64::try_from(base.len()).unwrap_or(i64::MAX))]),
        Step::Join(separator) => join(separator.as_deref(), &base, focus),
        Step::Extension(url) => extensions(&run(url, focus)?, &base),
        Step::OfType(kind) => Ok(base.into_iter().filter(|item| item.is_of(kind)).collect()),
        Step::ReferenceKey(kind) => {
            Ok(base.iter().filter_map(|item| reference_key(item, kind.as_deref())).collect())
        }
        Step::ResourceKey => Ok(member("id", &base)),
        Step::LowBoundary => boundary::each(&base, boundary::End::Low),
        Step::HighBoundary => boundary::each(&base, boundary::End::High),
    }
}

fn member<'v>(name: &str, base: &[Item<'v>]) -> Vec<Item<'v>> {
    let mut found = Vec::new();
    for item in base {
        // The name of the type in front of a path is the resource itself.
        let is_named = |item: &Item<'_>| match item {
            Item::Node(Node { kind, .. }) => *kind == name,
            Item::Text(_)
            | Item::Moment(_)
            | Item::Integer(_)
            | Item::Decimal(_)
            | Item::Truth(_) => false,
        };
        if is_named(item) {
            found.push(item.clone());
        } else {
            item.children(name, &mut found);
        }
    }
    found
}

fn at<'v>(index: &[Item<'_>], base: Vec<Item<'v>>) -> Found<'v> {
    let Some(Plain::Integer(index)) = index.first().and_then(Item::plain) else {
        return Err(Fault::new(Code::PathResult, "[ ]"));
    };
    let wanted = usize::try_from(index).ok().and_then(|index| base.into_iter().nth(index));
    Ok(wanted.into_iter().collect())
}

fn filtered<'v>(criteria: &'v Expression, base: Vec<Item<'v>>) -> Found<'v> {
    let mut kept = Vec::new();
    for item in base {
        if condition(&run(criteria, &item)?)? == Some(true) {
            kept.push(item);
        }
    }
    Ok(kept)
}

fn join<'v>(separator: Option<&'v Expression>, base: &[Item<'v>], focus: &Item<'v>) -> Found<'v> {
    let separator = match separator {
        Some(separator) => run(separator, focus)?,
        None => Vec::new(),
    };
    let separator = match separator.first().and_then(Item::plain) {
        Some(Plain::Text(text)) => text,
        _ => "",
    };
    let mut texts = Vec::with_capacity(base.len());
    for item in base {
        texts.extend(match item.plain() {
            Some(Plain::Text(text) | Plain::Moment(text)) => Some(text),
            None => None,
            Some(Plain::Integer(_) | Plain::Decimal(_) | Plain::Truth(_) | Plain::Complex(_)) => {
                return Err(Fault::new(Code::PathResult, "join()"));
            }
        });
    }
    if texts.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![Item::Text(texts.join(separator).into())])
}

fn extensions<'v>(url: &[Item<'v>], base: &[Item<'v>]) -> Found<'v> {
    let Some(Plain::Text(url)) = url.first().and_then(Item::plain) else {
        return Err(Fault::new(Code::PathResult, "extension()"));
    };
    let mut found = member("extension", base);
    found.retain(|item| match item {
        Item::Node(node) => node.value.get("url").and_then(Value::as_str) == Some(url),
        Item::Text(_) | Item::Moment(_) | Item::Integer(_) | Item::Decimal(_) | Item::Truth(_) => {
            false
        }
    });
    Ok(found)
}

/// The key of what a reference points at: the id here, the whole address elsewhere. It equals the
/// resource key of the target.
fn reference_key<'v>(item: &Item<'v>, wanted: Option<&str>) -> Option<Item<'v>> {
    let Item::Node(node) = item else { return None };
    let text = node.value.get("reference").and_then(Value::as_str)?;
    let (kind, key) = match reference::parse(text) {
        Reference::Local { rtype, id, .. } => (Some(rtype.as_str()), id),
        Reference::Absolute { target: Some((rtype, _)), url, .. } => (Some(rtype.as_str()), url),
        Reference::Absolute { target: None, url, .. } => (None, url),
        Reference::Urn(urn) => (None, urn),
        Reference::Contained(_) | Reference::Conditional { .. } | Reference::Malformed => {
            return None;
        }
    };
    let kind = kind.or_else(|| node.value.get("type").and_then(Value::as_str));
    let fits = wanted.is_none_or(|wanted| kind == Some(wanted));
    fits.then(|| Item::Text(key.into()))
}
