//! Public holidays of Finland, and which days are working days. Invariant: everything is
//! computed from the date, in the form the calendar has had since 1992, so no year runs out.

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

/// A public holiday: *pyhäpäivä*, *helgdag*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holiday {
    /// 1 January.
    NewYear,
    /// 6 January.
    Epiphany,
    /// The Friday before Easter.
    GoodFriday,
    /// Easter Sunday.
    Easter,
    /// The Monday after Easter.
    EasterMonday,
    /// 1 May.
    MayDay,
    /// The Thursday 39 days after Easter.
    Ascension,
    /// The Sunday 49 days after Easter.
    Pentecost,
    /// The Saturday from 20 to 26 June.
    Midsummer,
    /// The Saturday from 31 October to 6 November.
    AllSaints,
    /// 6 December.
    Independence,
    /// 25 December.
    Christmas,
    /// 26 December.
    SaintStephen,
}

impl Holiday {
    /// Every holiday, in the order of the year.
    pub const ALL: [Self; 13] = [
        Self::NewYear,
        Self::Epiphany,
        Self::GoodFriday,
        Self::Easter,
        Self::EasterMonday,
        Self::MayDay,
        Self::Ascension,
        Self::Pentecost,
        Self::Midsummer,
        Self::AllSaints,
        Self::Independence,
        Self::Christmas,
        Self::SaintStephen,
    ];

    /// The name used in content files.
    pub fn key(self) -> &'static str {
        match self {
            Self::NewYear => "new-year",
            Self::Epiphany => "epiphany",
            Self::GoodFriday => "good-friday",
            Self::Easter => "easter",
            Self::EasterMonday => "easter-monday",
            Self::MayDay => "may-day",
            Self::Ascension => "ascension",
            Self::Pentecost => "pentecost",
            Self::Midsummer => "midsummer",
            Self::AllSaints => "all-saints",
            Self::Independence => "independence",
            Self::Christmas => "christmas",
            Self::SaintStephen => "saint-stephen",
        }
    }
}

/// A day before a feast that offices often keep free although the calendar calls it a weekday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Eve {
    /// The Friday before Midsummer Day.
    Midsummer,
    /// 24 December.
    Christmas,
}

impl Eve {
    /// Every eve, in the order of the year.
    pub const ALL: [Self; 2] = [Self::Midsummer, Self::Christmas];

    /// The name used in content files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Midsummer => "midsummer-eve",
            Self::Christmas => "christmas-eve",
        }
    }
}

/// Whether the eves count when working days are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Eves {
    /// They count. The due date comes earlier, which is the safe side; so this is the default.
    #[default]
    WorkingDays,
    /// They do not count.
    DaysOff,
}

/// What a day is when working days are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DayKind {
    /// A working day: *arkipäivä*, *vardag*.
    Working,
    /// A Saturday that is not a holiday.
    Saturday,
    /// A Sunday that is not a holiday.
    Sunday,
    /// A public holiday, whichever weekday it falls on.
    Holiday(Holiday),
    /// An eve, where eves are days off.
    Eve(Eve),
}

/// Easter Sunday of a year, by the Gregorian reckoning.
pub fn easter_sunday(year: i16) -> Date {
    let y = i32::from(year);
    let golden = y.rem_euclid(19);
    let (century, of_century) = (y.div_euclid(100), y.rem_euclid(100));
    let sun = century - century.div_euclid(4);
    let moon = (8 * century + 13).div_euclid(25);
    let epact = (19 * golden + sun - moon + 15).rem_euclid(30);
    let full_moon = epact - (golden + 11 * epact) / 319;
    let weekday =
        (2 * century.rem_euclid(4) + 2 * (of_century / 4) - of_century.rem_euclid(4) - full_moon
            + 32)
            .rem_euclid(7);
    // Days after 21 March; the Sunday after the full moon falls between 22 March and 25 April.
    let after_equinox = full_moon + weekday + 1;
    let equinox = Date::new(year, 3, 21).unwrap_or(Date::MAX);
    super::add_days(equinox, after_equinox)
}

/// The public holiday that falls on a day.
pub fn holiday_on(day: Date) -> Option<Holiday> {
    let fixed = match (day.month(), day.day()) {
        (1, 1) => Some(Holiday::NewYear),
        (1, 6) => Some(Holiday::Epiphany),
        (5, 1) => Some(Holiday::MayDay),
        (12, 6) => Some(Holiday::Independence),
        (12, 25) => Some(Holiday::Christmas),
        (12, 26) => Some(Holiday::SaintStephen),
        _ => None,
    };
    fixed.or_else(|| movable_holiday_on(day))
}

fn movable_holiday_on(day: Date) -> Option<Holiday> {
    match (day.weekday(), day.month(), day.day()) {
        (Weekday::Saturday, 6, 20..=26) => Some(Holiday::Midsummer),
        (Weekday::Saturday, 10, 31) | (Weekday::Saturday, 11, 1..=6) => Some(Holiday::AllSaints),
        (Weekday::Friday | Weekday::Sunday | Weekday::Monday | Weekday::Thursday, 3..=6, _) => {
            match super::days_between(easter_sunday(day.year()), day) {
                -2 => Some(Holiday::GoodFriday),
                0 => Some(Holiday::Easter),
                1 => Some(Holiday::EasterMonday),
                39 => Some(Holiday::Ascension),
                49 => Some(Holiday::Pentecost),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The eve that falls on a day.
pub fn eve_on(day: Date) -> Option<Eve> {
    match (day.weekday(), day.month(), day.day()) {
        (Weekday::Friday, 6, 19..=25) => Some(Eve::Midsummer),
        (_, 12, 24) => Some(Eve::Christmas),
        _ => None,
    }
}

/// What a day is when working days are counted.
pub fn kind_of(day: Date, eves: Eves) -> DayKind {
    if let Some(holiday) = holiday_on(day) {
        return DayKind::Holiday(holiday);
    }
    match (day.weekday(), eves, eve_on(day)) {
        (Weekday::Saturday, ..) => DayKind::Saturday,
        (Weekday::Sunday, ..) => DayKind::Sunday,
        (_, Eves::DaysOff, Some(eve)) => DayKind::Eve(eve),
        _ => DayKind::Working,
    }
}

/// Whether a day is a working day.
pub fn is_working_day(day: Date, eves: Eves) -> bool {
    kind_of(day, eves) == DayKind::Working
}

/// The day itself if it is a working day, else the first working day after it.
pub fn next_working_day(day: Date, eves: Eves) -> Date {
    let mut day = day;
    while !is_working_day(day, eves) {
        let Ok(tomorrow) = day.tomorrow() else { return day };
        day = tomorrow;
    }
    day
}

/// The day itself if it is a working day, else the last working day before it.
pub fn previous_working_day(day: Date, eves: Eves) -> Date {
    let mut day = day;
    while !is_working_day(day, eves) {
        let Ok(yesterday) = day.yesterday() else { return day };
        day = yesterday;
    }
    day
}

#[cfg(test)]
mod tests;
