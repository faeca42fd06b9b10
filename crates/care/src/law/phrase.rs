//! The words in which a due date explains itself, read from `content/law/phrases.toml`. Invariant:
//! every phrase exists in every language and uses exactly the slots it is given.

use std::collections::BTreeMap;

use super::reading::{Fields, Reading};
use crate::clock::EventKind;
use crate::day::{Eve, Holiday};
use crate::language::{Language, Text};

macro_rules! phrases {
    ($($variant:ident = $key:literal [$($slot:literal)*],)*) => {
        /// A sentence, or a part of one, with slots for what changes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Phrase {
            $($variant,)*
        }

        impl Phrase {
            const ALL: &'static [Self] = &[$(Self::$variant,)*];

            fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)* }
            }

            /// The slots; one with a question mark need not be used.
            fn slots(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($slot),*],)* }
            }
        }
    };
}

phrases! {
    Date = "form.date" ["day" "month?" "month-name?" "year"],
    DateWithWeekday = "form.date-with-weekday" ["weekday" "day" "month?" "month-name?" "year"],
    ShortDate = "form.short-date" ["weekday" "day" "month?" "month-name?"],
    Time = "form.time" ["hour" "minute"],
    NamedDay = "form.named-day" ["date" "name"],
    Immediately = "limit.immediately" [],
    SameDay = "limit.same-day" [],
    OneWorkingDay = "limit.one-working-day" [],
    WorkingDays = "limit.working-days" ["count"],
    OneCalendarDay = "limit.one-calendar-day" [],
    CalendarDays = "limit.calendar-days" ["count"],
    OneWeek = "limit.one-week" [],
    Weeks = "limit.weeks" ["count"],
    OneMonth = "limit.one-month" [],
    Months = "limit.months" ["count"],
    Everyone = "group.everyone" [],
    AtLeast = "group.at-least" ["age"],
    Under = "group.under" ["age"],
    Between = "group.between" ["least" "under"],
    Statute = "line.statute" ["act" "number" "section"],
    StatuteAmended = "line.statute-amended" ["act" "number" "section" "amendment"],
    Start = "line.start" ["event" "date" "time"],
    CountedFrom = "line.counted-from" ["from" "to" "date"],
    Governs = "line.governs" ["from" "to"],
    GovernsStill = "line.governs-still" ["from"],
    AgeKnown = "line.age-known" ["years" "group"],
    AgeUnknown = "line.age-unknown" ["group"],
    LimitIs = "line.limit" ["limit"],
    OnTheDay = "line.on-the-day" ["date"],
    AtOnce = "line.at-once" ["date"],
    CountedWorkingDays = "line.counted-working-days" ["from" "days"],
    SkippedDays = "line.skipped-days" ["days"],
    CountedDays = "line.counted-days" ["from" "first" "last" "limit"],
    CountedMonths = "line.counted-months" ["from" "last" "limit"],
    CountedMonthsCut = "line.counted-months-cut" ["from" "last" "limit" "number"],
    Due = "line.due" ["date"],
    DueOnDayOff = "line.due-on-day-off" ["date" "act-by"],
    Extendable = "line.extendable" ["date" "when"],
    Extended = "line.extended" ["when"],
    Met = "line.met" ["date"],
    MetLate = "line.met-late" ["date" "late"],
    Excepted = "line.excepted" ["date" "event"],
    Closed = "line.closed" ["date"],
    ClosedLate = "line.closed-late" ["date" "late"],
    ClientWait = "line.client-wait" ["wait" "date"],
    EarlierSame = "line.earlier-same" ["start" "limit" "date"],
    EarlierOther = "line.earlier-other" ["start" "limit" "date"],
    EarlierNotInForce = "line.earlier-not-in-force" ["start"],
    EarlierOtherAge = "line.earlier-other-age" ["start"],
    Transition = "line.transition" ["date"],
    Unverified = "line.unverified" ["note"],
    Sources = "line.sources" ["sources" "date"],
}

const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Every phrase and every name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Phrases {
    texts: BTreeMap<String, Text>,
}

impl Phrases {
    /// Reads the file. What is missing, unknown or wrongly slotted is a problem.
    pub(super) fn parse(reading: &Reading<'_>) -> Self {
        let document = reading.document();
        let file = Fields::of_document(reading, &document);
        let mut expected: BTreeMap<String, &[&str]> =
            Phrase::ALL.iter().map(|phrase| (phrase.key().to_owned(), phrase.slots())).collect();
        expected.extend(names().into_iter().map(|name| (name, &[][..])));
        let mut texts = BTreeMap::new();
        for (section, fields) in file.named_tables() {
            for (name, text_fields) in fields.named_tables() {
                let key = format!("{section}.{name}");
                match expected.remove(&key) {
                    Some(slots) => {
                        let text = text_fields.as_text();
                        texts.extend(
                            text.inspect(|text| check(&text_fields, text, slots))
                                .map(|text| (key, text)),
                        );
                    }
                    None => fields.wrong(name, "is not a phrase", "remove it"),
                }
            }
        }
        for key in expected.keys() {
            file.wrong(key, "is missing", "add it in Finnish, Swedish and English");
        }
        Self { texts }
    }

    /// A phrase with its slots filled.
    pub(crate) fn say(&self, phrase: Phrase, language: Language, slots: &[(&str, &str)]) -> String {
        let mut said = self.text(phrase.key(), language).to_owned();
        for (slot, value) in slots {
            said = said.replace(&format!("{{{slot}}}"), value);
        }
        // A Finnish date ends in a full stop, which also ends the sentence.
        if said.ends_with("..") {
            said.pop();
        }
        said
    }

    /// What a holiday is called.
    pub(crate) fn holiday(&self, holiday: Holiday, language: Language) -> &str {
        self.text(&format!("holiday.{}", holiday.key()), language)
    }

    /// What an eve is called.
    pub(crate) fn eve(&self, eve: Eve, language: Language) -> &str {
        self.text(&format!("holiday.{}", eve.key()), language)
    }

    /// What an event is called.
    pub(crate) fn event(&self, kind: EventKind, language: Language) -> &str {
        self.text(&format!("event.{}", kind.code()), language)
    }

    /// A weekday in short; Monday is nought.
    pub(crate) fn weekday(&self, from_monday: usize, language: Language) -> &str {
        WEEKDAYS.get(from_monday).map_or("", |name| self.text(&format!("weekday.{name}"), language))
    }

    /// A month; January is nought.
    pub(crate) fn month(&self, from_january: usize, language: Language) -> &str {
        MONTHS.get(from_january).map_or("", |name| self.text(&format!("month.{name}"), language))
    }

    fn text(&self, key: &str, language: Language) -> &str {
        self.texts.get(key).map_or("", |text| text.get(language))
    }
}

fn names() -> Vec<String> {
    let mut names = Vec::new();
    names.extend(Holiday::ALL.iter().map(|holiday| format!("holiday.{}", holiday.key())));
    names.extend(Eve::ALL.iter().map(|eve| format!("holiday.{}", eve.key())));
    names.extend(EventKind::NAMED.iter().map(|kind| format!("event.{}", kind.code())));
    names.extend(WEEKDAYS.iter().map(|weekday| format!("weekday.{weekday}")));
    names.extend(MONTHS.iter().map(|month| format!("month.{month}")));
    names
}

fn check(fields: &Fields<'_, '_>, text: &Text, slots: &[&str]) {
    for language in Language::ALL {
        let used = used_slots(text.get(language));
        for slot in &used {
            if !slots.iter().any(|known| known.trim_end_matches('?') == *slot) {
                let remedy = format!("use only: {}", slots.join(", "));
                fields.wrong(
                    language.code(),
                    &format!("the slot {{{slot}}} is not known"),
                    &remedy,
                );
            }
        }
        for slot in slots.iter().filter(|slot| !slot.ends_with('?')) {
            if !used.contains(slot) {
                let says = format!("the slot {{{slot}}} is not used");
                fields.wrong(language.code(), &says, "put it where it belongs");
            }
        }
    }
}

fn used_slots(text: &str) -> Vec<&str> {
    let opened = text.split('{').skip(1);
    opened.filter_map(|rest| rest.split_once('}').map(|(slot, _)| slot)).collect()
}
