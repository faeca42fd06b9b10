//! A counted board as the page shows it; a hidden figure stays hidden all the way.

use insight::{Board, Condition, Figure, Reading, Row, ids};
use jiff::civil::Date;

use crate::pages::leader::Cell;
use crate::pages::leader::access::{Bin, Contact, MonthFigures, Open, Realised, Slice};

pub(super) fn cell(figure: Figure<u32>) -> Cell {
    match figure {
        Figure::Shown(count) => Cell::Count(count),
        Figure::Nothing => Cell::Count(0),
        Figure::Suppressed => Cell::Suppressed,
    }
}

fn of(reading: Option<&Reading>, figure: impl Fn(&Reading) -> Figure<u32>) -> Cell {
    reading.map_or(Cell::Count(0), |reading| cell(figure(reading)))
}

fn median(reading: &Reading) -> Option<i64> {
    Some(i64::from(reading.days.as_ref()?.median_tenths.shown()?))
}

fn p90(reading: &Reading) -> Option<i64> {
    Some(i64::from(reading.days.as_ref()?.p90_days.shown()?) * 10)
}

fn inside(reading: &Reading) -> Option<u32> {
    reading.share(Condition::WithinLimit).shown()
}

pub(super) fn realised(board: &Board, late: Cell) -> Option<Realised> {
    let reading = board.reading(ids::FIRST_VISIT_WAIT)?;
    Some(Realised {
        count: reading.count.shown()?,
        median_tenths: median(reading)?,
        p90_tenths: p90(reading)?,
        inside_permille: inside(reading)?,
        late,
    })
}

pub(super) fn open(board: &Board) -> Option<Open> {
    let reading = board.reading(ids::OPEN_WAITS)?;
    Some(Open {
        count: reading.count.shown()?,
        median_tenths: median(reading)?,
        longest_days: reading.days.as_ref()?.longest_days.shown()?,
        late: cell(reading.part(Condition::PastLimit)),
    })
}

pub(super) fn contact(board: &Board, late: Cell) -> Option<Contact> {
    let received = board.reading(ids::CONTACTS_RECEIVED)?;
    let assessed = board.reading(ids::ASSESSED_IN_TIME)?;
    Some(Contact {
        count: received.count.shown()?,
        in_time_permille: assessed.share(Condition::AssessedInTime).shown()?,
        late,
        waiting: of(board.reading(ids::AWAITING_ASSESSMENT), |reading| reading.count),
    })
}

pub(super) fn bins(board: &Board) -> Vec<Bin> {
    let days = board.reading(ids::FIRST_VISIT_WAIT).and_then(|reading| reading.days.as_ref());
    let Some(days) = days else { return Vec::new() };
    let limit = days.usual_limit_days;
    let bin = |bucket: &insight::Bucket| Bin {
        from_days: bucket.from_days,
        to_days: bucket.to_days,
        count: cell(bucket.count),
        late: limit.is_some_and(|limit| bucket.from_days > limit),
    };
    days.buckets.iter().map(bin).collect()
}

pub(super) fn trend(board: &Board) -> Vec<MonthFigures> {
    // Months before the first visit have nothing to tell.
    let told = |row: &Row| {
        of(row.reading(ids::FIRST_VISIT_WAIT), |reading| reading.count) != Cell::Count(0)
    };
    board
        .trend
        .iter()
        .skip_while(|row| !told(row))
        .filter_map(|row| {
            let month: Date = format!("{}-01", row.code).parse().ok()?;
            let reading = row.reading(ids::FIRST_VISIT_WAIT);
            Some(MonthFigures {
                month,
                count: of(reading, |reading| reading.count),
                median_tenths: reading.and_then(median),
                p90_tenths: reading.and_then(p90),
                inside_permille: reading.and_then(inside),
            })
        })
        .collect()
}

pub(super) fn breakdown(board: &Board, name: impl Fn(&str) -> String) -> Vec<Slice> {
    let slice = |row: &Row| {
        let realised = row.reading(ids::FIRST_VISIT_WAIT);
        let open = row.reading(ids::OPEN_WAITS);
        Slice {
            code: row.code.to_string(),
            label: name(&row.code),
            realised: of(realised, |reading| reading.count),
            median_tenths: realised.and_then(median),
            p90_tenths: realised.and_then(p90),
            inside_permille: realised.and_then(inside),
            open: of(open, |reading| reading.count),
            late: of(open, |reading| reading.part(Condition::PastLimit)),
        }
    };
    board.rows.iter().map(slice).collect()
}
