//! Calendar files (iCalendar, RFC 5545). Times stand in Helsinki time with the rules of summer time beside
//! them, so that every calendar shows what the clock on the wall will show. Pure.

use std::fmt::Write as _;

use care::day::{instant, local};
use jiff::Timestamp;

/// A line is at most so many bytes long.
const LINE_BYTES_MAX: usize = 75;

/// When the clocks are moved in Finland, as in the whole Union, since 1996.
const ZONE: &str = "BEGIN:VTIMEZONE\r\n\
    TZID:Europe/Helsinki\r\n\
    BEGIN:DAYLIGHT\r\n\
    DTSTART:19970330T030000\r\n\
    RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n\
    TZOFFSETFROM:+0200\r\n\
    TZOFFSETTO:+0300\r\n\
    TZNAME:EEST\r\n\
    END:DAYLIGHT\r\n\
    BEGIN:STANDARD\r\n\
    DTSTART:19961027T040000\r\n\
    RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n\
    TZOFFSETFROM:+0300\r\n\
    TZOFFSETTO:+0200\r\n\
    TZNAME:EET\r\n\
    END:STANDARD\r\n\
    END:VTIMEZONE\r\n";

/// One appointment in a calendar.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The name that stays when it is moved.
    pub uid: String,
    /// How often it changed.
    pub sequence: u32,
    /// When it last changed.
    pub changed_at: Timestamp,
    /// When it begins.
    pub start_at: Timestamp,
    /// How long it is.
    pub minutes: u16,
    /// What it is.
    pub summary: String,
    /// Where it is.
    pub place: Option<String>,
    /// Whether it was given up.
    pub cancelled: bool,
}

/// A calendar with its entries.
pub fn print(name: &str, entries: &[Entry]) -> String {
    let mut text = String::new();
    line(&mut text, "BEGIN:VCALENDAR");
    line(&mut text, "VERSION:2.0");
    line(&mut text, "PRODID:-//Polku//Polku//FI");
    line(&mut text, "METHOD:PUBLISH");
    line(&mut text, &format!("X-WR-CALNAME:{}", escaped(name)));
    text.push_str(ZONE);
    for entry in entries {
        event(&mut text, entry);
    }
    line(&mut text, "END:VCALENDAR");
    text
}

fn event(text: &mut String, entry: &Entry) {
    line(text, "BEGIN:VEVENT");
    line(text, &format!("UID:{}@polku", entry.uid));
    line(text, &format!("DTSTAMP:{}", in_utc(entry.changed_at)));
    line(text, &format!("SEQUENCE:{}", entry.sequence));
    line(text, &start(entry.start_at));
    line(text, &format!("DURATION:PT{}M", entry.minutes));
    line(text, &format!("SUMMARY:{}", escaped(&entry.summary)));
    if let Some(place) = &entry.place {
        line(text, &format!("LOCATION:{}", escaped(place)));
    }
    line(text, if entry.cancelled { "STATUS:CANCELLED" } else { "STATUS:CONFIRMED" });
    line(text, "END:VEVENT");
}

/// The beginning in local time, unless the clock shows it twice and this is the second time.
fn start(at: Timestamp) -> String {
    let wall = local(at);
    if instant(wall.date(), wall.time()).earliest() == at {
        format!("DTSTART;TZID=Europe/Helsinki:{}", wall.strftime("%Y%m%dT%H%M%S"))
    } else {
        format!("DTSTART:{}", in_utc(at))
    }
}

fn in_utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => escaped.extend(['\\', letter]),
            '\n' => escaped.push_str("\\n"),
            letter if letter.is_control() => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// Adds a line, folded where it is too long.
fn line(text: &mut String, line: &str) {
    let mut length = 0;
    for letter in line.chars() {
        if length + letter.len_utf8() > LINE_BYTES_MAX {
            text.push_str("\r\n ");
            length = 1;
        }
        text.push(letter);
        length += letter.len_utf8();
    }
    let _ = write!(text, "\r\n");
}

#[cfg(test)]
mod tests {
    use care::day::instant;
    use jiff::civil::{Time, date};

    use super::*;

    fn entry(start_at: Timestamp) -> Entry {
        Entry {
            uid: "0b6a".into(),
            sequence: 1,
            changed_at: "2026-03-02T07:00:00Z".parse().unwrap(),
            start_at,
            minutes: 30,
            summary: "Aika; Itä-Uusimaa, käynti".into(),
            place: Some("Näsin terveysasema".into()),
            cancelled: false,
        }
    }

    #[test]
    fn an_entry_says_everything_once() {
        let at = "2026-03-09T07:30:00Z".parse().unwrap();
        let text = print("Polku", &[entry(at)]);
        let expected = "BEGIN:VEVENT\r\nUID:0b6a@polku\r\nDTSTAMP:20260302T070000Z\r\nSEQUENCE:1\r\n\
            DTSTART;TZID=Europe/Helsinki:20260309T093000\r\nDURATION:PT30M\r\n\
            SUMMARY:Aika\\; Itä-Uusimaa\\, käynti\r\nLOCATION:Näsin terveysasema\r\n\
            STATUS:CONFIRMED\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        assert!(text.ends_with(expected), "{text}");
        let cancelled = Entry { cancelled: true, place: None, ..entry(at) };
        let text = print("Polku", &[cancelled]);
        assert!(text.contains("STATUS:CANCELLED") && !text.contains("LOCATION"), "{text}");
    }

    #[test]
    fn the_wall_clock_is_kept_over_summer_time() {
        for (day, hour, says) in [
            (date(2026, 3, 28), 10, "DTSTART;TZID=Europe/Helsinki:20260328T100000"),
            (date(2026, 3, 29), 10, "DTSTART;TZID=Europe/Helsinki:20260329T100000"),
            (date(2026, 10, 25), 10, "DTSTART;TZID=Europe/Helsinki:20261025T100000"),
        ] {
            let at = instant(day, Time::constant(hour, 0, 0, 0)).earliest();
            assert_eq!(start(at), says);
        }
        // The hour that the clock shows twice: half past three in summer time, then in winter time.
        let twice = instant(date(2026, 10, 25), Time::constant(3, 30, 0, 0));
        assert_eq!(start(twice.earliest()), "DTSTART;TZID=Europe/Helsinki:20261025T033000");
        assert_eq!(start(twice.latest()), "DTSTART:20261025T013000Z");
    }

    #[test]
    fn the_rules_of_summer_time_are_those_of_the_house() {
        let sunday = |text: &str| text.parse::<jiff::civil::Date>().unwrap();
        // The rules stand for every year: the last Sundays of March and October, at 1.00 UTC.
        for (spring, autumn) in [("2026-03-29", "2026-10-25"), ("2027-03-28", "2027-10-31")] {
            for (day, before, after) in [(sunday(spring), 2, 3), (sunday(autumn), 3, 2)] {
                let offset = |at: Timestamp| {
                    let wall = local(at).to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp();
                    at.duration_until(wall).as_hours()
                };
                let switch = day.at(1, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap();
                let second = jiff::SignedDuration::from_secs(1);
                assert_eq!(offset(switch.timestamp().checked_sub(second).unwrap()), before);
                assert_eq!(offset(switch.timestamp()), after);
            }
        }
        assert!(
            ZONE.contains("DTSTART:19970330T030000") && ZONE.contains("DTSTART:19961027T040000")
        );
    }

    #[test]
    fn long_lines_are_folded_and_nothing_of_them_is_lost() {
        let summary = "ä".repeat(100);
        let long = Entry { summary: summary.clone(), ..entry(Timestamp::UNIX_EPOCH) };
        let text = print("Polku", &[long]);
        assert!(text.split("\r\n").all(|line| line.len() <= LINE_BYTES_MAX), "{text}");
        assert!(text.replace("\r\n ", "").contains(&summary));
        let sly = Entry { summary: "a\r\nATTENDEE:b".into(), ..entry(Timestamp::UNIX_EPOCH) };
        assert!(!print("Polku", &[sly]).contains("\r\nATTENDEE"));
    }
}
