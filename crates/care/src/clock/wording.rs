//! Puts the parts of an explanation into words, by the phrases of `content/law/phrases.toml`.
//! Invariant: no word of any human language stands in this file.

use jiff::civil::{Date, Time};

use super::{Age, Arithmetic, Earlier, End, Part, Skipped};
use crate::day::DayKind;
use crate::language::Language;
use crate::law::{AgeRange, Law, Limit, NotApplying, Phrase, Phrases, Statute};

impl Law {
    /// One part as a sentence.
    pub(super) fn word(&self, part: &Part, language: Language) -> String {
        Wording { phrases: self.phrases(), language }.part(part)
    }

    /// A limit in words, such as "3 months".
    pub fn limit_in_words(&self, limit: Limit, language: Language) -> String {
        Wording { phrases: self.phrases(), language }.limit(limit)
    }

    /// A day as people write it.
    pub fn day_in_words(&self, day: Date, language: Language) -> String {
        Wording { phrases: self.phrases(), language }.date(day)
    }
}

struct Wording<'a> {
    phrases: &'a Phrases,
    language: Language,
}

impl Wording<'_> {
    fn say(&self, phrase: Phrase, slots: &[(&str, &str)]) -> String {
        self.phrases.say(phrase, self.language, slots)
    }

    fn part(&self, part: &Part) -> String {
        match part {
            Part::Meaning(text) => text.get(self.language).to_owned(),
            Part::Statute(statute) => self.statute(statute),
            Part::Start { kind, at } => {
                let event = self.phrases.event(*kind, self.language);
                let (date, time) = (self.weekday_date(at.date()), self.time(at.time()));
                self.say(Phrase::Start, &[("event", event), ("date", &date), ("time", &time)])
            }
            Part::CountedFrom { hours, on } => {
                let (from, to) = (self.time(hours.from), self.time(hours.to));
                let date = self.weekday_date(*on);
                self.say(Phrase::CountedFrom, &[("from", &from), ("to", &to), ("date", &date)])
            }
            Part::Governs { from, to } => self.governs(*from, *to),
            Part::Group { age, who } => self.group_line(*age, *who),
            Part::Limit(limit) => self.say(Phrase::LimitIs, &[("limit", &self.limit(*limit))]),
            Part::Arithmetic { from, limit, steps } => self.arithmetic(*from, *limit, steps),
            Part::Skipped(days) => self.skipped(days),
            Part::Due(on) => self.say(Phrase::Due, &[("date", &self.weekday_date(*on))]),
            Part::DueOnDayOff { on, act_by } => {
                let (date, act_by) = (self.weekday_date(*on), self.weekday_date(*act_by));
                self.say(Phrase::DueOnDayOff, &[("date", &date), ("act-by", &act_by)])
            }
            Part::Extendable { to, when } => {
                let when = when.get(self.language);
                self.say(Phrase::Extendable, &[("date", &self.date(*to)), ("when", when)])
            }
            Part::Extended { when } => {
                self.say(Phrase::Extended, &[("when", when.get(self.language))])
            }
            Part::Ended { end, on, late_days } => self.ended(*end, *on, *late_days),
            Part::ClientWait { days, adjusted_on } => {
                let (wait, date) =
                    (self.limit(Limit::CalendarDays(*days)), self.date(*adjusted_on));
                self.say(Phrase::ClientWait, &[("wait", &wait), ("date", &date)])
            }
            Part::Earlier { start, would } => self.earlier(*start, *would),
            Part::Transition { on } => self.say(Phrase::Transition, &[("date", &self.date(*on))]),
            Part::Unverified(note) => {
                self.say(Phrase::Unverified, &[("note", note.get(self.language))])
            }
            Part::Sources { sources, checked_on } => {
                let (sources, date) = (sources.join(", "), self.date(*checked_on));
                self.say(Phrase::Sources, &[("sources", &sources), ("date", &date)])
            }
        }
    }

    fn statute(&self, statute: &Statute) -> String {
        let mut slots = vec![
            ("act", statute.act.name.get(self.language)),
            ("number", &*statute.act.number),
            ("section", &*statute.section),
        ];
        match &statute.amended_by {
            None => self.say(Phrase::Statute, &slots),
            Some(amendment) => {
                slots.push(("amendment", amendment));
                self.say(Phrase::StatuteAmended, &slots)
            }
        }
    }

    fn governs(&self, from: Date, to: Option<Date>) -> String {
        let from = self.date(from);
        match to.map(|to| self.date(to)) {
            Some(to) => self.say(Phrase::Governs, &[("from", &from), ("to", &to)]),
            None => self.say(Phrase::GovernsStill, &[("from", &from)]),
        }
    }

    fn group_line(&self, age: Age, who: AgeRange) -> String {
        let group = self.group(who);
        match age {
            Age::Known { years, .. } => {
                let years = years.to_string();
                self.say(Phrase::AgeKnown, &[("years", &years), ("group", &group)])
            }
            Age::Unknown => self.say(Phrase::AgeUnknown, &[("group", &group)]),
        }
    }

    fn group(&self, who: AgeRange) -> String {
        let least = who.at_least.map(|age| age.to_string());
        let under = who.under.map(|age| age.to_string());
        match (least, under) {
            (None, None) => self.say(Phrase::Everyone, &[]),
            (Some(least), None) => self.say(Phrase::AtLeast, &[("age", &least)]),
            (None, Some(under)) => self.say(Phrase::Under, &[("age", &under)]),
            (Some(least), Some(under)) => {
                self.say(Phrase::Between, &[("least", &least), ("under", &under)])
            }
        }
    }

    fn limit(&self, limit: Limit) -> String {
        let phrase = match limit {
            Limit::Immediately => Phrase::Immediately,
            Limit::SameDay => Phrase::SameDay,
            Limit::WorkingDays(1) => Phrase::OneWorkingDay,
            Limit::WorkingDays(_) => Phrase::WorkingDays,
            Limit::CalendarDays(1) => Phrase::OneCalendarDay,
            Limit::CalendarDays(_) => Phrase::CalendarDays,
            Limit::Weeks(1) => Phrase::OneWeek,
            Limit::Weeks(_) => Phrase::Weeks,
            Limit::Months(1) => Phrase::OneMonth,
            Limit::Months(_) => Phrase::Months,
        };
        self.say(phrase, &[("count", &limit.amount().to_string())])
    }

    fn arithmetic(&self, from: Date, limit: Limit, steps: &Arithmetic) -> String {
        let (date, words) = (self.weekday_date(from), self.limit(limit));
        match steps {
            Arithmetic::TheDayItself if limit == Limit::Immediately => {
                self.say(Phrase::AtOnce, &[("date", &date)])
            }
            Arithmetic::TheDayItself => self.say(Phrase::OnTheDay, &[("date", &date)]),
            Arithmetic::WorkingDays { counted, .. } => {
                let days: Vec<String> = counted.iter().map(|day| self.short_date(*day)).collect();
                let slots = [("from", &*date), ("days", &*days.join(", "))];
                self.say(Phrase::CountedWorkingDays, &slots)
            }
            Arithmetic::Days { first, last } => {
                let (first, last) = (self.weekday_date(*first), self.weekday_date(*last));
                let slots =
                    [("from", &*date), ("first", &*first), ("last", &*last), ("limit", &*words)];
                self.say(Phrase::CountedDays, &slots)
            }
            Arithmetic::Months { last, is_cut } => {
                let (last, number) = (self.weekday_date(*last), from.day().to_string());
                let mut slots = vec![("from", &*date), ("last", &*last), ("limit", &*words)];
                if *is_cut {
                    slots.push(("number", &number));
                    return self.say(Phrase::CountedMonthsCut, &slots);
                }
                self.say(Phrase::CountedMonths, &slots)
            }
        }
    }

    fn skipped(&self, days: &[Skipped]) -> String {
        let named = |day: &Skipped| {
            let date = self.short_date(day.on);
            let name = match day.why {
                DayKind::Holiday(holiday) => self.phrases.holiday(holiday, self.language),
                DayKind::Eve(eve) => self.phrases.eve(eve, self.language),
                DayKind::Working | DayKind::Saturday | DayKind::Sunday => return date,
            };
            self.say(Phrase::NamedDay, &[("date", &date), ("name", name)])
        };
        let days: Vec<String> = days.iter().map(named).collect();
        self.say(Phrase::SkippedDays, &[("days", &days.join(", "))])
    }

    fn ended(&self, end: End, on: Date, late_days: i32) -> String {
        let date = self.weekday_date(on);
        let late = self.limit(Limit::CalendarDays(u16::try_from(late_days).unwrap_or(u16::MAX)));
        let late_slots = [("date", &*date), ("late", &*late)];
        match end {
            End::Open => String::new(),
            End::Met { .. } if late_days > 0 => self.say(Phrase::MetLate, &late_slots),
            End::Met { .. } => self.say(Phrase::Met, &[("date", &date)]),
            End::Closed { .. } if late_days > 0 => self.say(Phrase::ClosedLate, &late_slots),
            End::Closed { .. } => self.say(Phrase::Closed, &[("date", &date)]),
            End::Excepted { by, .. } => {
                let event = self.phrases.event(by, self.language);
                self.say(Phrase::Excepted, &[("date", &date), ("event", event)])
            }
        }
    }

    fn earlier(&self, start: Date, would: Earlier) -> String {
        let start = self.weekday_date(start);
        let (phrase, limit, due_on) = match would {
            Earlier::Same { limit, due_on } => (Phrase::EarlierSame, limit, due_on),
            Earlier::Other { limit, due_on } => (Phrase::EarlierOther, limit, due_on),
            Earlier::None(NotApplying::OtherAge) => {
                return self.say(Phrase::EarlierOtherAge, &[("start", &start)]);
            }
            Earlier::None(NotApplying::NotYetInForce { .. } | NotApplying::NotInForce) => {
                return self.say(Phrase::EarlierNotInForce, &[("start", &start)]);
            }
        };
        let (limit, date) = (self.limit(limit), self.weekday_date(due_on));
        self.say(phrase, &[("start", &start), ("limit", &limit), ("date", &date)])
    }

    fn date(&self, day: Date) -> String {
        self.dated(Phrase::Date, day)
    }

    fn weekday_date(&self, day: Date) -> String {
        self.dated(Phrase::DateWithWeekday, day)
    }

    fn short_date(&self, day: Date) -> String {
        self.dated(Phrase::ShortDate, day)
    }

    fn dated(&self, phrase: Phrase, day: Date) -> String {
        let weekday = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or_default();
        let month = usize::try_from(day.month() - 1).unwrap_or_default();
        let slots = [
            ("weekday", self.phrases.weekday(weekday, self.language)),
            ("day", &*day.day().to_string()),
            ("month", &*day.month().to_string()),
            ("month-name", self.phrases.month(month, self.language)),
            ("year", &*day.year().to_string()),
        ];
        self.say(phrase, &slots)
    }

    fn time(&self, time: Time) -> String {
        let (hour, minute) = (time.hour().to_string(), format!("{:02}", time.minute()));
        self.say(Phrase::Time, &[("hour", &hour), ("minute", &minute)])
    }
}
