//! FHIR's dates and instants: a partial one is the whole span it may mean.
//!
//! Where no offset is written, the day is a Finnish day.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};

/// A span of time in Unix milliseconds, both ends included.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Span {
    /// The first millisecond.
    pub low: i64,
    /// The last millisecond.
    pub high: i64,
}

/// How much of a moment was written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Precision {
    /// `2026`
    Year,
    /// `2026-03`
    Month,
    /// `2026-03-01`
    Day,
    /// `2026-03-01T10:00`, which only searches may write.
    Minute,
    /// With seconds or finer.
    Second,
}

/// A moment as written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Moment {
    /// What it may mean.
    pub span: Span,
    /// How much was written.
    pub precision: Precision,
    /// Whether the offset from UTC was written.
    pub has_offset: bool,
}

/// Reads a FHIR `date`, `dateTime` or `instant`, and the minutes that searches allow.
pub fn parse(text: &str) -> Option<Moment> {
    let (day, rest) = match text.split_once('T') {
        Some((day, rest)) => (day, Some(rest)),
        None => (text, None),
    };
    let (first, precision) = parse_day(day)?;
    let Some(rest) = rest else {
        let last = match precision {
            Precision::Year => first.last_of_year(),
            Precision::Month => first.last_of_month(),
            Precision::Day | Precision::Minute | Precision::Second => first,
        };
        let low = helsinki_start(first)?;
        let high = helsinki_start(last.checked_add(1.day()).ok()?)? - 1;
        return Some(Moment { span: Span { low, high }, precision, has_offset: false });
    };
    if precision != Precision::Day {
        return None;
    }
    parse_time(first, rest)
}

fn parse_day(text: &str) -> Option<(Date, Precision)> {
    let number = |range: std::ops::Range<usize>| digits(text.get(range)?);
    let dash = |at: usize| text.as_bytes().get(at) == Some(&b'-');
    let year = i16::try_from(number(0..4)?).ok().filter(|year| *year > 0)?;
    let part = |at: usize| i8::try_from(number(at..at + 2)?).ok();
    match text.len() {
        4 => Some((Date::new(year, 1, 1).ok()?, Precision::Year)),
        7 if dash(4) => Some((Date::new(year, part(5)?, 1).ok()?, Precision::Month)),
        10 if dash(4) && dash(7) => {
            Some((Date::new(year, part(5)?, part(8)?).ok()?, Precision::Day))
        }
        _ => None,
    }
}

fn digits(text: &str) -> Option<u32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn parse_time(day: Date, text: &str) -> Option<Moment> {
    let zone_at = text.find(['Z', '+', '-']).unwrap_or(text.len());
    let (clock, zone) = text.split_at_checked(zone_at)?;
    let offset = match zone {
        "" => None,
        zone => Some(parse_offset(zone)?),
    };
    let (whole, fraction) = match clock.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (clock, None),
    };
    let part = |range: std::ops::Range<usize>| {
        digits(whole.get(range)?).and_then(|number| i8::try_from(number).ok())
    };
    let colon = |at: usize| whole.as_bytes().get(at) == Some(&b':');
    let (second, precision) = match whole.len() {
        5 if colon(2) && fraction.is_none() => (0, Precision::Minute),
        // A leap second is the last one of its minute.
        8 if colon(2) && colon(5) => (part(6..8)?.min(59), Precision::Second),
        _ => return None,
    };
    let (millis, width) = fraction.map_or(Some((0, 1000)), parse_fraction)?;
    let time = Time::new(part(0..2)?, part(3..5)?, second, 0).ok()?;
    let low = instant(day.to_datetime(time), offset)? + millis;
    let wide = if precision == Precision::Minute { 60_000 } else { width };
    let span = Span { low, high: low + wide - 1 };
    Some(Moment { span, precision, has_offset: offset.is_some() })
}

/// Milliseconds of a written fraction, and how many of them it leaves open.
fn parse_fraction(text: &str) -> Option<(i64, i64)> {
    if text.is_empty() || text.len() > 12 {
        return None;
    }
    digits(text.get(..text.len().min(9))?)?;
    digits(text.get(9..).unwrap_or_default()).or_else(|| (text.len() <= 9).then_some(0))?;
    let mut millis = 0;
    for at in 0..3 {
        let digit = text.as_bytes().get(at).map_or(0, |byte| i64::from(byte - b'0'));
        millis = millis * 10 + digit;
    }
    let width = match text.len() {
        1 => 100,
        2 => 10,
        _ => 1,
    };
    Some((millis, width))
}

fn parse_offset(text: &str) -> Option<Offset> {
    if text == "Z" {
        return Some(Offset::UTC);
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    if hours.len() != 2 || minutes.len() != 2 {
        return None;
    }
    let (hours, minutes) = (digits(hours)?, digits(minutes)?);
    if hours > 14 || minutes > 59 {
        return None;
    }
    Offset::from_seconds(sign * i32::try_from(hours * 3600 + minutes * 60).ok()?).ok()
}

fn instant(at: DateTime, offset: Option<Offset>) -> Option<i64> {
    let timestamp = match offset {
        Some(offset) => offset.to_timestamp(at).ok()?,
        None => care::day::helsinki().to_ambiguous_timestamp(at).compatible().ok()?,
    };
    Some(timestamp.as_millisecond())
}

fn helsinki_start(day: Date) -> Option<i64> {
    instant(day.to_datetime(Time::midnight()), None)
}

/// Whether the text is a FHIR `date`.
pub fn is_date(text: &str) -> bool {
    parse(text).is_some_and(|moment| moment.precision <= Precision::Day)
}

/// Whether the text is a FHIR `dateTime`: with a time of day it has seconds and an offset.
pub fn is_date_time(text: &str) -> bool {
    parse(text).is_some_and(|moment| {
        moment.precision <= Precision::Day
            || (moment.precision == Precision::Second && moment.has_offset)
    })
}

/// Whether the text is a FHIR `instant`.
pub fn is_instant(text: &str) -> bool {
    parse(text).is_some_and(|moment| moment.precision == Precision::Second && moment.has_offset)
}

/// Whether the text is a FHIR `time`.
pub fn is_time(text: &str) -> bool {
    let day = Date::constant(2000, 1, 1);
    text.len() >= 8
        && !text.contains(['Z', '+', '-'])
        && parse_time(day, text).is_some_and(|moment| moment.precision == Precision::Second)
}

/// An instant as FHIR writes it, in UTC with milliseconds.
pub fn print_instant(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// An instant as FHIR writes it, with Finland's offset of that moment.
pub fn print_local(at: Timestamp) -> String {
    at.to_zoned(care::day::helsinki().clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(low: &str, high: &str) -> Span {
        let at = |text: &str| text.parse::<Timestamp>().unwrap().as_millisecond();
        Span { low: at(low), high: at(high) }
    }

    #[test]
    fn partial_dates_are_finnish_spans() {
        let year = parse("2026").unwrap();
        assert_eq!(year.span, span("2025-12-31T22:00:00Z", "2026-12-31T21:59:59.999Z"));
        let summer_begins = parse("2026-03-29").unwrap();
        assert_eq!(summer_begins.span, span("2026-03-28T22:00:00Z", "2026-03-29T20:59:59.999Z"));
        let month = parse("2024-02").unwrap();
        assert_eq!(month.span, span("2024-01-31T22:00:00Z", "2024-02-29T21:59:59.999Z"));
    }

    #[test]
    fn offsets_and_fractions_count() {
        let exact = parse("2026-03-01T10:00:00.250+02:00").unwrap();
        assert_eq!(exact.span, span("2026-03-01T08:00:00.250Z", "2026-03-01T08:00:00.250Z"));
        let tenth = parse("2026-03-01T08:00:00.2Z").unwrap();
        assert_eq!(tenth.span, span("2026-03-01T08:00:00.200Z", "2026-03-01T08:00:00.299Z"));
        let minute = parse("2026-03-01T10:00").unwrap();
        assert_eq!(minute.span, span("2026-03-01T08:00:00Z", "2026-03-01T08:00:59.999Z"));
    }

    #[test]
    fn what_is_not_a_moment_is_refused() {
        for text in [
            "",
            "20",
            "2026-1",
            "2026-13",
            "2026-02-30",
            "2026-03-01T",
            "2026-03-01T25:00:00Z",
            "2026-03-01T10:00:00+0200",
            "2026-03-01T10:00:00.Z",
            "0000",
            "2026-03T10:00:00Z",
            "2026-03-01T10:00:00+99:00",
            "2026-03-01 10:00:00",
            "２０２６",
            "2026-03-01T1:00:00Zä",
        ] {
            assert!(parse(text).is_none(), "{text}");
        }
        assert!(is_date_time("2026-03-01T10:00:00+02:00") && !is_date_time("2026-03-01T10:00Z"));
        assert!(!is_date_time("2026-03-01T10:00:00") && is_date("2026-03"));
        assert!(is_instant("2015-02-07T13:28:17.239+02:00") && !is_instant("2015-02-07"));
        assert!(is_time("08:30:00") && !is_time("08:30") && !is_time("08:30:00Z"));
    }

    #[test]
    fn instants_print_as_they_parse() {
        let at: Timestamp = "2026-07-01T09:05:06.007Z".parse().unwrap();
        assert_eq!(print_instant(at), "2026-07-01T09:05:06.007Z");
        assert_eq!(print_local(at), "2026-07-01T12:05:06+03:00");
    }
}
