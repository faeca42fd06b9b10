//! Dates, times, numbers and lists as each language writes them, in this one place.
//! Times are local (Helsinki) and in the 24-hour clock.

use jiff::civil::{Date, DateTime, Time, Weekday};

use super::{Language, Texts};
use crate::say;

/// A narrow gap that never breaks a line, between thousands and before a unit.
const GAP: char = '\u{a0}';

impl Texts {
    /// `3.11.2026`, `3 November 2026`.
    pub fn day(&self, day: Date) -> String {
        match self.language() {
            Language::Fi | Language::Sv => {
                format!("{}.{}.{}", day.day(), day.month(), day.year())
            }
            Language::En => {
                format!("{} {} {}", day.day(), self.month_name(day.month()), day.year())
            }
        }
    }

    /// `ti 3.11.`, `tis 3.11`, `Tue 3 November`: near days, where the year is plain.
    pub fn near_day(&self, day: Date) -> String {
        let weekday = self.weekday_short(day.weekday());
        match self.language() {
            Language::Fi => format!("{weekday} {}.{}.", day.day(), day.month()),
            Language::Sv => format!("{weekday} {}.{}", day.day(), day.month()),
            Language::En => format!("{weekday} {} {}", day.day(), self.month_name(day.month())),
        }
    }

    /// `ti 3.11.2026`, `tis 3.11.2026`, `Tue 3 November 2026`.
    pub fn full_day(&self, day: Date) -> String {
        format!("{} {}", self.weekday_short(day.weekday()), self.day(day))
    }

    /// `tiistai 3.11.2026`, `tisdag 3.11.2026`, `Tuesday 3 November 2026`.
    pub fn long_day(&self, day: Date) -> String {
        format!("{} {}", self.weekday(day.weekday()), self.day(day))
    }

    /// `maanantaina 3.11.`, `måndag 3.11`, `Monday 3 November`: inside "at the latest on …".
    pub fn on_day(&self, day: Date) -> String {
        let weekday = self.weekday(day.weekday());
        match self.language() {
            Language::Fi => format!("{weekday}na {}.{}.", day.day(), day.month()),
            Language::Sv => format!("{weekday} {}.{}", day.day(), day.month()),
            Language::En => format!("{weekday} {} {}", day.day(), self.month_name(day.month())),
        }
    }

    /// `9.30`, `9:30`.
    pub fn time(&self, time: Time) -> String {
        let mark = if self.language() == Language::En { ':' } else { '.' };
        format!("{}{mark}{:02}", time.hour(), time.minute())
    }

    /// `ti 3.11. klo 9.30`, `tis 3.11 kl. 9.30`, `Tue 3 November, 9:30`.
    pub fn near_moment(&self, at: DateTime) -> String {
        self.join_moment(&self.near_day(at.date()), at.time())
    }

    /// `ti 3.11.2026 klo 9.30`, `tis 3.11.2026 kl. 9.30`, `Tue 3 November 2026, 9:30`.
    pub fn moment(&self, at: DateTime) -> String {
        self.join_moment(&self.full_day(at.date()), at.time())
    }

    fn join_moment(&self, day: &str, time: Time) -> String {
        let time = self.time(time);
        match self.language() {
            Language::Fi => format!("{day} klo{GAP}{time}"),
            Language::Sv => format!("{day} kl.{GAP}{time}"),
            Language::En => format!("{day}, {time}"),
        }
    }

    /// `klo 9.30`, `kl. 9.30`, `9:30`.
    pub fn at_time(&self, time: Time) -> String {
        let written = self.time(time);
        match self.language() {
            Language::Fi => format!("klo{GAP}{written}"),
            Language::Sv => format!("kl.{GAP}{written}"),
            Language::En => written,
        }
    }

    /// `marraskuu 2026`, `november 2026`, `November 2026`; the day of the date does not count.
    pub fn month(&self, first: Date) -> String {
        format!("{} {}", self.month_name(first.month()), first.year())
    }

    /// `11/26`: a month under a chart.
    pub fn month_short(&self, first: Date) -> String {
        format!("{}/{:02}", first.month(), first.year().rem_euclid(100))
    }

    /// How long something took: `45 min`, `2 h 15 min`, `3 päivää`.
    pub fn span(&self, minutes: u32) -> String {
        match minutes {
            0..60 => format!("{minutes}{GAP}min"),
            60..1440 if minutes.is_multiple_of(60) => format!("{}{GAP}h", minutes / 60),
            60..1440 => format!("{}{GAP}h {}{GAP}min", minutes / 60, minutes % 60),
            _ => say!(self, "days", count = minutes / 1440),
        }
    }

    /// `12 345` or `12,345`.
    pub fn number(&self, number: i64) -> String {
        let mark = if self.language() == Language::En { ',' } else { GAP };
        let digits = number.unsigned_abs().to_string();
        let mut text = String::new();
        if number < 0 {
            text.push('−');
        }
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                text.push(mark);
            }
            text.push(digit);
        }
        text
    }

    /// Tenths as a decimal: 125 is `12,5` or `12.5`; a whole number has no decimals.
    pub fn tenths(&self, tenths: i64) -> String {
        let whole = self.number(tenths / 10);
        let mark = if self.language() == Language::En { '.' } else { ',' };
        match tenths.unsigned_abs() % 10 {
            0 => whole,
            rest if tenths < 0 && tenths > -10 => format!("−{whole}{mark}{rest}"),
            rest => format!("{whole}{mark}{rest}"),
        }
    }

    /// Thousandths as a percentage with one decimal: 941 is `94,1 %` or `94.1%`.
    pub fn percent(&self, permille: u32) -> String {
        let number = self.tenths(i64::from(permille));
        match self.language() {
            Language::Fi | Language::Sv => format!("{number}{GAP}%"),
            Language::En => format!("{number}%"),
        }
    }

    /// The month's name inside a date.
    fn month_name(&self, month: i8) -> &'static str {
        let names = match self.language() {
            Language::Fi => &MONTHS_FI,
            Language::Sv => &MONTHS_SV,
            Language::En => &MONTHS_EN,
        };
        let place = usize::try_from(month - 1).unwrap_or_default();
        names.get(place).copied().unwrap_or_default()
    }

    /// `tiistai`, `tisdag`, `Tuesday`.
    pub fn weekday(&self, weekday: Weekday) -> &'static str {
        let names = match self.language() {
            Language::Fi => &WEEKDAYS_FI,
            Language::Sv => &WEEKDAYS_SV,
            Language::En => &WEEKDAYS_EN,
        };
        let place = usize::try_from(weekday.to_monday_zero_offset()).unwrap_or_default();
        names.get(place).copied().unwrap_or_default()
    }

    /// `ti`, `tis`, `Tue`; the law's explanations write the same.
    fn weekday_short(&self, weekday: Weekday) -> &'static str {
        let names = match self.language() {
            Language::Fi => &SHORT_FI,
            Language::Sv => &SHORT_SV,
            Language::En => &SHORT_EN,
        };
        let place = usize::try_from(weekday.to_monday_zero_offset()).unwrap_or_default();
        names.get(place).copied().unwrap_or_default()
    }
}

/// The same with a capital: a name from a list that stands alone, on a button or in a table.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

const MONTHS_FI: [&str; 12] = [
    "tammikuu",
    "helmikuu",
    "maaliskuu",
    "huhtikuu",
    "toukokuu",
    "kesäkuu",
    "heinäkuu",
    "elokuu",
    "syyskuu",
    "lokakuu",
    "marraskuu",
    "joulukuu",
];
const MONTHS_SV: [&str; 12] = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS_FI: [&str; 7] =
    ["maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai"];
const WEEKDAYS_SV: [&str; 7] =
    ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"];
const WEEKDAYS_EN: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const SHORT_FI: [&str; 7] = ["ma", "ti", "ke", "to", "pe", "la", "su"];
const SHORT_SV: [&str; 7] = ["mån", "tis", "ons", "tors", "fre", "lör", "sön"];
const SHORT_EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::of;
    use super::*;

    fn each(write: impl Fn(&Texts) -> String) -> [String; 3] {
        [Language::Fi, Language::Sv, Language::En]
            .map(|language| write(of(language)).replace(GAP, " "))
    }

    #[test]
    fn dates_are_written_as_each_language_writes_them() {
        let at = date(2026, 11, 3).at(9, 30, 0, 0);
        assert_eq!(each(|t| t.day(at.date())), ["3.11.2026", "3.11.2026", "3 November 2026"]);
        assert_eq!(each(|t| t.near_day(at.date())), ["ti 3.11.", "tis 3.11", "Tue 3 November"]);
        assert_eq!(
            each(|t| t.near_moment(at)),
            ["ti 3.11. klo 9.30", "tis 3.11 kl. 9.30", "Tue 3 November, 9:30"]
        );
        assert_eq!(
            each(|t| t.moment(at)),
            ["ti 3.11.2026 klo 9.30", "tis 3.11.2026 kl. 9.30", "Tue 3 November 2026, 9:30"]
        );
        assert_eq!(
            each(|t| t.long_day(date(2026, 11, 7))),
            ["lauantai 7.11.2026", "lördag 7.11.2026", "Saturday 7 November 2026"]
        );
        assert_eq!(
            each(|t| t.near_day(date(2026, 11, 7))),
            ["la 7.11.", "lör 7.11", "Sat 7 November"]
        );
        assert_eq!(
            each(|t| t.month(at.date())),
            ["marraskuu 2026", "november 2026", "November 2026"]
        );
    }

    #[test]
    fn numbers_are_written_as_each_language_writes_them() {
        assert_eq!(each(|t| t.number(98_972)), ["98 972", "98 972", "98,972"]);
        assert_eq!(each(|t| t.number(-1_234_567)), ["−1 234 567", "−1 234 567", "−1,234,567"]);
        assert_eq!(each(|t| t.number(12)), ["12", "12", "12"]);
        assert_eq!(each(|t| t.tenths(125)), ["12,5", "12,5", "12.5"]);
        assert_eq!(each(|t| t.tenths(-5)), ["−0,5", "−0,5", "−0.5"]);
        assert_eq!(each(|t| t.percent(941)), ["94,1 %", "94,1 %", "94.1%"]);
        assert_eq!(each(|t| t.percent(1000)), ["100 %", "100 %", "100%"]);
    }
}
