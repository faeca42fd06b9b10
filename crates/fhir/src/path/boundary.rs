//! The first and the last moment that a partial date or time may mean, written at full precision.

use jiff::civil::Date;

use super::item::Plain;
use super::{Fault, Item};
use crate::problem::Code;

/// Which end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum End {
    Low,
    High,
}

/// The boundary of each item.
pub(super) fn each<'v>(items: &[Item<'v>], end: End) -> Result<Vec<Item<'v>>, Fault> {
    items
        .iter()
        .filter_map(|item| match item.plain()? {
            Plain::Moment(text) => {
                let found = if item.is_of("time") {
                    time(text, end)
                } else if item.is_of("date") {
                    day(text, end)
                } else {
                    instant(text, end)
                };
                found.map(|text| Ok(Item::Moment(text.into())))
            }
            // A number's precision is in its text, which is not at hand: better none than a wrong one.
            Plain::Integer(_)
            | Plain::Decimal(_)
            | Plain::Text(_)
            | Plain::Truth(_)
            | Plain::Complex(_) => {
                Some(Err(Fault::new(Code::PathResult, "lowBoundary(), highBoundary(): no date")))
            }
        })
        .collect()
}

fn day(text: &str, end: End) -> Option<String> {
    Some(match (text.len(), end) {
        (4, End::Low) => format!("{text}-01-01"),
        (4, End::High) => format!("{text}-12-31"),
        (7, End::Low) => format!("{text}-01"),
        (7, End::High) => {
            let first: Date = format!("{text}-01").parse().ok()?;
            first.last_of_month().to_string()
        }
        (10, _) => text.to_owned(),
        _ => return None,
    })
}

fn time(text: &str, end: End) -> Option<String> {
    matches!(text.len(), 2 | 5 | 8 | 10..=12).then_some(())?;
    let rest = full(end).get(text.len()..)?;
    // Between seconds and their fraction stands a point, before minutes and seconds a colon; both are
    // at the same place in the full form.
    Some(format!("{text}{rest}"))
}

fn instant(text: &str, end: End) -> Option<String> {
    // The earliest moment of a day is where it begins first, the last where it ends last.
    let nowhere = match end {
        End::Low => "+14:00",
        End::High => "-12:00",
    };
    let Some((date, rest)) = text.split_once('T') else {
        return Some(format!("{}T{}{nowhere}", day(text, end)?, full(end)));
    };
    let zone_at = rest.find(['Z', '+', '-']).unwrap_or(rest.len());
    let (clock, zone) = rest.split_at_checked(zone_at)?;
    let zone = if zone.is_empty() { nowhere } else { zone };
    Some(format!("{date}T{}{zone}", time(clock, end)?))
}

fn full(end: End) -> &'static str {
    match end {
        End::Low => "00:00:00.000",
        End::High => "23:59:59.999",
    }
}
