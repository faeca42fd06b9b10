//! Samples of the access board for the tests and the gallery.

use care::clock::CareKind;
use care::code::Profession;
use jiff::civil::date;

use super::super::{Cell, Dimension, Filters, Options};
use super::{Bin, Contact, Context, MonthFigures, Open, Realised, Slice};
use crate::components::field::Item;
use crate::pages::samples::moment;
use crate::texts::Language;

/// Filters that let everything through.
pub(in crate::pages::leader) fn filters() -> Filters {
    Filters {
        municipality: String::new(),
        unit: String::new(),
        profession: None,
        language: None,
        age: String::new(),
        month: None,
        kind: None,
        by: Dimension::Municipality,
    }
}

fn slice(code: &str, label: &str, realised: u32, median_tenths: i64, inside: u32) -> Slice {
    Slice {
        code: code.into(),
        label: label.into(),
        realised: Cell::Count(realised),
        median_tenths: Some(median_tenths),
        p90_tenths: Some(median_tenths * 3),
        inside_permille: Some(inside),
        open: Cell::Count(realised / 9),
        late: Cell::Suppressed,
    }
}

fn bin(from_days: u32, to_days: Option<u32>, count: u32, late: bool) -> Bin {
    let count = if count < 5 { Cell::Suppressed } else { Cell::Count(count) };
    Bin { from_days, to_days, count, late }
}

fn distribution() -> Vec<Bin> {
    vec![
        bin(0, Some(0), 3120, false),
        bin(1, Some(3), 5210, false),
        bin(4, Some(7), 6702, false),
        bin(8, Some(14), 5890, false),
        bin(15, Some(30), 3301, false),
        bin(31, Some(60), 1490, false),
        bin(61, Some(91), 580, false),
        bin(92, None, 119, true),
    ]
}

fn trend() -> Vec<MonthFigures> {
    (0..12u8)
        .map(|n| {
            let (year, month) = if n < 2 { (2025, n + 11) } else { (2026, n - 1) };
            let known = n != 4;
            MonthFigures {
                month: date(year, i8::try_from(month).unwrap_or(1), 1),
                count: Cell::Count(2100 + u32::from(n) * 13),
                median_tenths: known.then(|| 60 + i64::from((n * 7) % 30)),
                p90_tenths: known.then(|| 190 + i64::from((n * 23) % 90)),
                inside_permille: known.then(|| 900 + u32::from(n)),
            }
        })
        .collect()
}

fn breakdown() -> Vec<Slice> {
    vec![
        slice("638", "Porvoo", 13_700, 74, 951),
        slice("753", "Sipoo", 5_960, 91, 940),
        slice("434", "Loviisa", 3_890, 102, 913),
        slice("018", "Askola", 1_270, 88, 934),
        Slice {
            realised: Cell::Suppressed,
            median_tenths: None,
            p90_tenths: None,
            inside_permille: None,
            open: Cell::Count(0),
            ..slice("616", "Pukkila", 0, 0, 0)
        },
    ]
}

fn full() -> Context {
    Context {
        filters: filters(),
        options: Options {
            municipalities: vec![Item::new("638", "Porvoo"), Item::new("434", "Loviisa")],
            units: vec![Item::new("nasi", "Näsin terveysasema")],
            ages: vec![Item::new("0-6", "0–6"), Item::new("7-22", "7–22")],
            months: vec![date(2026, 10, 1), date(2026, 9, 1)],
            kinds: vec![CareKind::Primary, CareKind::Oral],
        },
        realised: Some(Realised {
            count: 26_412,
            median_tenths: 83,
            p90_tenths: 264,
            inside_permille: 938,
            late: Cell::Count(1_637),
        }),
        open: Some(Open {
            count: 1_312,
            median_tenths: 117,
            longest_days: 124,
            late: Cell::Count(61),
        }),
        contact: Some(Contact {
            count: 58_310,
            in_time_permille: 961,
            late: Cell::Suppressed,
            waiting: Cell::Count(37),
        }),
        distribution: distribution(),
        trend: trend(),
        breakdown: breakdown(),
        at: moment(0, 9, 12),
        facts: 1_204_551,
    }
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let full = full();
    let by = Dimension::ALL.map(|by| {
        let filters = Filters {
            by,
            unit: "nasi".into(),
            profession: Some(Profession::Doctor),
            language: Some(Language::Sv),
            month: Some(date(2026, 10, 1)),
            kind: Some(CareKind::Primary),
            ..filters()
        };
        (by.code(), Context { filters, ..full.clone() })
    });
    let suppressed = Context {
        realised: None,
        open: None,
        contact: None,
        distribution: vec![bin(0, Some(0), 0, false)],
        trend: vec![],
        breakdown: vec![],
        ..full.clone()
    };
    let mut samples = vec![("full", full), ("suppressed", suppressed)];
    samples.extend(by);
    samples
}
