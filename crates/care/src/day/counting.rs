//! Counting from a day. By act 150/1930 the day of the event is not counted, and a period in
//! months ends on the day of the same number, or on the last day of a month that has none.
//! Invariant: a longer period never ends earlier, and no working-day count ends on a day off.

use jiff::civil::Date;
use jiff::{Span, Unit};

use super::{Eves, is_working_day};

/// The day `count` calendar days after `day`, or before it when negative.
pub fn add_days(day: Date, count: i32) -> Date {
    day.saturating_add(Span::new().days(clamped(count, 7_300_000)))
}

/// The day of the same name `count` weeks after `day`.
pub fn add_weeks(day: Date, count: i32) -> Date {
    day.saturating_add(Span::new().weeks(clamped(count, 1_043_000)))
}

/// The day of the same number `count` months after `day`, or the last day of that month.
pub fn add_months(day: Date, count: i32) -> Date {
    day.saturating_add(Span::new().months(clamped(count, 239_000)))
}

/// A span has narrower limits than the count; beyond them the calendar has ended anyway.
fn clamped(count: i32, limit: i32) -> i32 {
    count.clamp(-limit, limit)
}

/// The `count`-th working day after `day`. The day itself is not counted; none after it is `day`.
pub fn add_working_days(day: Date, count: u16, eves: Eves) -> Date {
    let mut day = day;
    let mut left = count;
    while left > 0 {
        let Ok(tomorrow) = day.tomorrow() else { return day };
        day = tomorrow;
        if is_working_day(day, eves) {
            left -= 1;
        }
    }
    day
}

/// The `count`-th working day before `day`. The day itself is not counted.
pub fn subtract_working_days(day: Date, count: u16, eves: Eves) -> Date {
    let mut day = day;
    let mut left = count;
    while left > 0 {
        let Ok(yesterday) = day.yesterday() else { return day };
        day = yesterday;
        if is_working_day(day, eves) {
            left -= 1;
        }
    }
    day
}

/// The day before.
pub(crate) fn yesterday(day: Date) -> Date {
    day.yesterday().unwrap_or(day)
}

/// How many working days there are after `after`, up to and including `until`.
pub fn working_days_between(after: Date, until: Date, eves: Eves) -> u32 {
    let mut day = after;
    let mut count = 0;
    while day < until {
        let Ok(tomorrow) = day.tomorrow() else { break };
        day = tomorrow;
        if is_working_day(day, eves) {
            count += 1;
        }
    }
    count
}

/// Calendar days from one day to another; negative when `to` is earlier.
pub fn days_between(from: Date, to: Date) -> i32 {
    from.until((Unit::Day, to)).map_or(0, |span| span.get_days())
}

/// Full years of age on a day. A person born on 29 February has the birthday of a common year on
/// 28 February, as a period in years ends on the last day of a month that lacks the number.
pub fn age_on(birth: Date, day: Date) -> i16 {
    let years = day.year() - birth.year();
    if add_months(birth, 12 * i32::from(years)) > day { years - 1 } else { years }
}

#[cfg(test)]
mod tests;
