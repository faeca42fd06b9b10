//! Every figure of a board once more, the slow way: straight from the rows, by plain sorting and
//! counting, with nothing of the engine in it.

use std::collections::{BTreeMap, BTreeSet};

use care::code::{Closing, Mode, Urgency};
use care::day::{day_of, days_between};
use care::view::CaseRow;
use jiff::Timestamp;
use jiff::civil::Date;
use proptest::prelude::*;

use crate::sample::{TODAY, cases};
use crate::{
    Board, Columns, Condition, DaysReading, Dimension, Figure, Filter, Month, Part, Reading, Slice,
    UNKNOWN, age_group, board, ids,
};

/// One case that an indicator counts.
#[derive(Clone)]
struct Counted<'c> {
    case: &'c CaseRow,
    unit: String,
    month: String,
    days: Option<i32>,
}

fn day(at: Option<Timestamp>) -> Option<Date> {
    at.map(day_of)
}

fn wait(from: Option<Timestamp>, to: Date) -> Option<i32> {
    from.map(|from| days_between(day_of(from), to).max(0))
}

fn waits_first(case: &CaseRow) -> bool {
    case.closed_at.is_none() && case.need_at.is_some() && case.met_at.is_none()
}

fn waits_further(case: &CaseRow) -> bool {
    case.closed_at.is_none()
        && case.met_at.is_some()
        && case.stage != "met"
        && case.need_at.is_some()
}

/// The cases of an indicator by id.
fn counted<'c>(id: &str, case: &'c CaseRow) -> Option<Counted<'c>> {
    let contact_unit = case.contact_unit.to_string();
    let care_unit = case.met_unit.as_ref().unwrap_or(&case.owner_unit).to_string();
    let one = |is: bool, unit: &str, at: Option<Timestamp>, days: Option<i32>| {
        let month = day(at).map(|day| day.strftime("%Y-%m").to_string());
        is.then(|| Counted { case, unit: unit.to_owned(), month: month.unwrap(), days })
    };
    let contact = Some(case.contact_at);
    match id {
        ids::CONTACTS_RECEIVED => one(true, &contact_unit, contact, None),
        ids::ASSESSED_IN_TIME => {
            let over = |by| day(case.closed_at).unwrap_or(TODAY) > by;
            let known = case.assess_by.is_some_and(|by| case.assessed_at.is_some() || over(by));
            one(known, &contact_unit, contact, None)
        }
        ids::AWAITING_ASSESSMENT => {
            let waits = case.assessed_at.is_none() && case.closed_at.is_none();
            one(waits, &contact_unit, contact, wait(contact, TODAY))
        }
        ids::FIRST_VISIT_WAIT => {
            let met_on = day(case.met_at)?;
            let is = case.assessed_at.is_some() && case.urgency == Some(Urgency::NonUrgent);
            one(is, &care_unit, case.met_at, wait(case.assessed_at, met_on))
        }
        ids::OPEN_WAITS => {
            one(waits_first(case), &care_unit, case.assessed_at, wait(case.assessed_at, TODAY))
        }
        ids::OPEN_FURTHER_WAITS => {
            one(waits_further(case), &care_unit, case.need_at, wait(case.need_at, TODAY))
        }
        ids::FIRST_VISITS => one(case.met_at.is_some(), &care_unit, case.met_at, None),
        ids::SOLVED_AT_FIRST_CONTACT => {
            one(case.assessed_at.is_some(), &contact_unit, contact, None)
        }
        other => panic!("no naive count of {other}"),
    }
}

fn code(counted: &Counted, dimension: Dimension) -> String {
    let case = counted.case;
    let text = |code: Option<&str>| code.unwrap_or(UNKNOWN).to_owned();
    match dimension {
        Dimension::Municipality => text(case.municipality.as_deref()),
        Dimension::Unit => counted.unit.clone(),
        Dimension::Profession => {
            text(case.met_profession.or(case.profession).map(care::code::Profession::code))
        }
        Dimension::Language => text(Some(case.language.code())),
        Dimension::Age => age_group(case.age).to_owned(),
        Dimension::Month => counted.month.clone(),
        Dimension::Kind => text(case.care.map(care::clock::CareKind::code)),
    }
}

fn few(cases: &[Counted]) -> bool {
    let people: BTreeSet<_> = cases.iter().map(|counted| counted.case.person).collect();
    (1..5).contains(&people.len())
}

fn shown(figure: Figure<u32>) -> Option<f64> {
    figure.shown().map(f64::from)
}

/// A figure that is shown must be the naive one, and one about few people must not be shown.
fn agrees(what: &str, figure: Figure<u32>, naive: Option<f64>, few: bool, tolerance: f64) {
    match (figure, naive) {
        (Figure::Suppressed, _) => {}
        (_, _) if few => panic!("{what} is shown, and rests on few"),
        (Figure::Nothing, None) => {}
        (Figure::Shown(_), Some(naive)) => {
            let shown = shown(figure).unwrap();
            assert!((shown - naive).abs() <= tolerance, "{what}: {shown} and {naive}");
        }
        (figure, naive) => panic!("{what}: {figure:?} and {naive:?}"),
    }
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

fn compare(id: &str, place: &str, reading: &Reading, cases: &[Counted]) {
    let what = format!("{id} {place}");
    agrees(&what, reading.count, Some(number(cases.len())), few(cases), 0.0);
    if let Some(days) = &reading.days {
        compare_days(&what, days, cases);
    }
    compare_shares(id, &what, reading, cases);
    compare_parts(id, &what, reading, cases);
}

fn compare_days(what: &str, days: &DaysReading, cases: &[Counted]) {
    let what = |figure: &str| format!("{what} {figure}");
    let mut sorted: Vec<i32> = cases.iter().filter_map(|counted| counted.days).collect();
    sorted.sort_unstable();
    let n = sorted.len();
    let at = |place: usize| sorted.get(place).map(|days| f64::from(*days));
    let median = (n > 0).then(|| at((n - 1) / 2).unwrap().midpoint(at(n / 2).unwrap()) * 10.0);
    // Nine of ten: the first wait that leaves at most a tenth behind it.
    let ninth = (0..n).find(|place| (n - place - 1) * 10 <= n).and_then(at);
    let longest = sorted.last().map(|days| f64::from(*days));
    let few_here = few(cases);
    agrees(&what("median"), days.median_tenths, median, few_here, 0.0);
    agrees(&what("p90"), days.p90_days, ninth, few_here, 0.0);
    agrees(&what("longest"), days.longest_days, longest, few_here, 0.0);
    for bucket in &days.buckets {
        let inside = |days: i32| {
            let days = u32::try_from(days).unwrap();
            days >= bucket.from_days && bucket.to_days.is_none_or(|to| days <= to)
        };
        let among = only(cases, |one| one.days.is_some_and(inside));
        agrees(&what("bucket"), bucket.count, Some(number(among.len())), few(&among), 0.0);
    }
}

fn only<'c>(cases: &[Counted<'c>], of: impl Fn(&Counted) -> bool) -> Vec<Counted<'c>> {
    cases.iter().filter(|one| of(one)).cloned().collect()
}

fn compare_shares(id: &str, what: &str, reading: &Reading, cases: &[Counted]) {
    let share = |part: Part, of: &dyn Fn(&CaseRow) -> bool, among: &[Counted]| {
        let inside = number(only(among, |one| of(one.case)).len());
        let share = (!among.is_empty()).then(|| inside * 1000.0 / number(among.len()));
        // Half a thousandth for rounding, and the rest for never rounding to all or to none.
        agrees(&format!("{what} {part:?}"), reading.share(part), share, few(among), 1.0);
    };
    let within = |limit: i32| {
        move |case: &CaseRow| {
            wait(case.assessed_at, day(case.met_at).unwrap_or(TODAY)).unwrap() <= limit
        }
    };
    match id {
        ids::ASSESSED_IN_TIME => {
            let in_time = |case: &CaseRow| {
                day(case.assessed_at).is_some_and(|on| on <= case.assess_by.unwrap())
            };
            share(Condition::AssessedInTime.into(), &in_time, cases);
        }
        ids::FIRST_VISIT_WAIT | ids::OPEN_WAITS => {
            share(Part::Within { days: 7 }, &within(7), cases);
            share(Part::Within { days: 14 }, &within(14), cases);
        }
        ids::FIRST_VISITS => {
            let remotely = |case: &CaseRow| case.mode.is_some_and(|mode| mode != Mode::OnSite);
            share(Condition::MetRemotely.into(), &remotely, cases);
        }
        ids::SOLVED_AT_FIRST_CONTACT => {
            let advised = |case: &CaseRow| case.closing == Some(Closing::Advised);
            share(Condition::Advised.into(), &advised, cases);
        }
        _ => assert!(reading.shares.is_empty(), "{what}: a share nobody counts again"),
    }
    if id == ids::FIRST_VISIT_WAIT {
        let limited = only(cases, |one| one.case.treat_by.is_some());
        let inside = |case: &CaseRow| day(case.met_at) <= case.treat_by;
        share(Condition::WithinLimit.into(), &inside, &limited);
    }
}

fn compare_parts(id: &str, what: &str, reading: &Reading, cases: &[Counted]) {
    for (of, figure) in &reading.parts {
        let past = |limit: Option<Date>| limit.is_some_and(|limit| limit < TODAY);
        let inside = match of {
            Part::Having(Condition::HasBooking) => only(cases, |one| one.case.stage == "booked"),
            Part::Having(Condition::PastLimit) if id == ids::OPEN_WAITS => {
                only(cases, |one| past(one.case.treat_by))
            }
            Part::Having(Condition::PastLimit) => only(cases, |one| past(one.case.due_on)),
            Part::Having(_) | Part::Within { .. } => {
                panic!("{what}: {of:?} is a part that nobody counts again")
            }
        };
        let count = Some(number(inside.len()));
        agrees(&format!("{what} {of:?}"), *figure, count, few(&inside), 0.0);
    }
}

/// A hidden figure must not be what is left of the total.
fn not_left_over(what: &str, total: Figure<u32>, cells: &[Figure<u32>], naive: &[usize]) {
    if total.is_suppressed() {
        return;
    }
    let of_cells =
        cells.iter().zip(naive).filter(|(cell, count)| cell.is_suppressed() && **count > 0);
    let hidden: Vec<usize> = of_cells.map(|(_, count)| *count).collect();
    assert_ne!(hidden.len(), 1, "{what}: one cell alone is hidden: {cells:?}");
}

fn check(board: &Board, cases: &[CaseRow], dimension: Dimension, filter: &[(Dimension, String)]) {
    for id in ids::ALL {
        let all: Vec<Counted> = cases
            .iter()
            .filter_map(|case| counted(id, case))
            .filter(|one| filter.iter().all(|(by, value)| code(one, *by) == *value))
            .collect();
        compare(id, "all", board.reading(id).unwrap(), &all);
        let standing =
            [ids::AWAITING_ASSESSMENT, ids::OPEN_WAITS, ids::OPEN_FURTHER_WAITS].contains(&id);
        let mut tables = vec![(dimension, &board.rows)];
        // What stands as of today has no months behind it.
        tables.extend((!standing).then_some((Dimension::Month, &board.trend)));
        for (by, rows) in tables {
            let mut groups: BTreeMap<String, Vec<Counted>> = BTreeMap::new();
            for one in &all {
                groups.entry(code(one, by)).or_default().push(one.clone());
            }
            let mut naive = Vec::new();
            for row in rows {
                let group = groups.remove(row.code.as_ref()).unwrap_or_default();
                compare(id, &row.code, row.reading(id).unwrap(), &group);
                naive.push(group.len());
            }
            assert!(groups.is_empty(), "{id} by {by:?}: no row for {:?}", groups.keys());
            let cells: Vec<Figure<u32>> =
                rows.iter().map(|row| row.reading(id).unwrap().count).collect();
            not_left_over(id, board.reading(id).unwrap().count, &cells, &naive);
        }
    }
}

fn columns_of(cases: &[CaseRow]) -> Columns {
    let mut columns = Columns::new();
    for (position, case) in (1..).zip(cases) {
        columns.upsert(case, position);
    }
    columns
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_board_is_what_plain_counting_gives(
        seed: u64,
        count in 0_u64..500,
        persons in 1_u64..300,
        days in 1_u64..420,
        by in 0_usize..7,
        narrow in proptest::option::of((0_usize..7, 0_usize..14)),
    ) {
        let cases = cases(seed, count, persons, 4, days);
        let columns = columns_of(&cases);
        let dimension = Dimension::ALL[by];
        let mut filter = Vec::new();
        if let Some((dimension, place)) = narrow {
            let dimension = Dimension::ALL[dimension];
            let values = columns.values(dimension);
            let value = values.get(place).map_or(UNKNOWN.to_owned(), ToString::to_string);
            filter.push((dimension, value));
        }
        let narrowed = filter
            .iter()
            .fold(Filter::default(), |filter, (dimension, value)| filter.with(*dimension, value));
        let indicators = crate::indicator::tests::shipped();
        let board = board(&columns, &indicators, &narrowed, TODAY, dimension);
        check(&board, &cases, dimension, &filter);
    }

    #[test]
    fn columns_do_not_remember_how_they_were_filled(
        seed: u64,
        count in 1_u64..300,
        order: u64,
        by in 0_usize..7,
    ) {
        let now = cases(seed, count, 80, 4, 400);
        let before = cases(seed.wrapping_add(1), count, 80, 4, 400);
        let from_scratch = columns_of(&now);
        // First what was so earlier, then what is so now, all in some other order, some twice.
        let mut changes: Vec<(u64, CaseRow)> = Vec::new();
        for (position, (now, before)) in (1..).zip(now.iter().zip(before)) {
            let before = CaseRow { case: now.case, ..before };
            changes.push((0, before));
            changes.push((position, now.clone()));
        }
        changes.sort_by_key(|(position, case)| {
            let mixed = case.case.0.as_u128().wrapping_add(u128::from(*position) * 7919);
            mixed.wrapping_mul(u128::from(order | 1)) >> 32
        });
        let mut step_by_step = Columns::new();
        for (position, case) in changes.iter().chain(changes.iter().step_by(3)) {
            step_by_step.upsert(case, *position);
        }
        let indicators = crate::indicator::tests::shipped();
        let dimension = Dimension::ALL[by];
        let picture = |columns: &Columns| {
            let filter = Filter::default().between(Some(Month::of(TODAY).back(6)), None);
            let board = board(columns, &indicators, &filter, TODAY, dimension);
            let selection = crate::Selection {
                indicator: ids::OPEN_WAITS.to_owned(),
                slice: Slice::Whole,
            };
            let page = crate::Page { number: 1, rows: 20 };
            let key = [7; 32];
            (board, crate::behind(columns, &indicators, &filter, &selection, TODAY, &key, page))
        };
        prop_assert!(picture(&from_scratch) == picture(&step_by_step), "the pictures differ");
    }
}
