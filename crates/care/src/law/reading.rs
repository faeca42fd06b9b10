//! Reads content files field by field. Invariant: a wrong field is reported and reading goes on,
//! so all problems of a file come at once; a field nobody asked for is a problem too.

use std::cell::RefCell;
use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime, Time};
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

use super::Problem;
use crate::language::{Language, Text};

/// A file being read, and what was found wrong in it.
pub(super) struct Reading<'t> {
    file: &'t str,
    text: &'t str,
    problems: RefCell<Vec<Problem>>,
}

impl<'t> Reading<'t> {
    pub(super) fn new(file: &'t str, text: &'t str) -> Self {
        Self { file, text, problems: RefCell::default() }
    }

    /// The file as a table; empty, with a problem, when it is not TOML.
    pub(super) fn document(&self) -> DeTable<'t> {
        match DeTable::parse(self.text) {
            Ok(document) => document.into_inner(),
            Err(error) => {
                let line = error.span().map(|span| self.line_of(span.start));
                let remedy = "write it as the manual in content/law/README.md shows";
                self.add(line, "", error.message(), remedy);
                DeTable::new()
            }
        }
    }

    pub(super) fn add(&self, line: Option<usize>, place: &str, says: &str, remedy: &str) {
        self.problems.borrow_mut().push(Problem {
            file: self.file.to_owned(),
            line,
            place: place.to_owned(),
            says: says.to_owned(),
            remedy: remedy.to_owned(),
        });
    }

    /// Whether nothing was wrong so far.
    pub(super) fn is_clean(&self) -> bool {
        self.problems.borrow().is_empty()
    }

    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.problems.into_inner()
    }

    fn line_of(&self, offset: usize) -> usize {
        self.text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
    }
}

/// The fields of one table. Every field that is asked for is remembered.
pub(super) struct Fields<'r, 't> {
    reading: &'r Reading<'t>,
    table: &'r DeTable<'t>,
    place: String,
    line: Option<usize>,
    asked: RefCell<BTreeSet<&'static str>>,
}

impl<'r, 't> Fields<'r, 't> {
    pub(super) fn of_document(reading: &'r Reading<'t>, table: &'r DeTable<'t>) -> Self {
        Self::new(reading, table, String::new(), None)
    }

    fn new(
        reading: &'r Reading<'t>,
        table: &'r DeTable<'t>,
        place: String,
        line: Option<usize>,
    ) -> Self {
        Self { reading, table, place, line, asked: RefCell::default() }
    }

    fn place_of(&self, name: &str) -> String {
        if self.place.is_empty() { name.to_owned() } else { format!("{}.{name}", self.place) }
    }

    fn find(&self, name: &'static str) -> Option<&'r Spanned<DeValue<'t>>> {
        self.asked.borrow_mut().insert(name);
        self.table.get(name)
    }

    fn line_of(&self, name: &str) -> Option<usize> {
        let (key, _) = self.table.get_key_value(name)?;
        Some(self.reading.line_of(key.span().start))
    }

    /// Reports something wrong with a field, or with the field that is missing.
    pub(super) fn wrong(&self, name: &str, says: &str, remedy: &str) {
        let line = self.line_of(name).or(self.line);
        self.reading.add(line, &self.place_of(name), says, remedy);
    }

    pub(super) fn has(&self, name: &'static str) -> bool {
        self.find(name).is_some()
    }

    fn missing(&self, name: &str) {
        self.wrong(name, "is missing", "add it");
    }

    /// A field of some type; absent is fine, the wrong type is not.
    fn optional<T>(
        &self,
        name: &'static str,
        wanted: &str,
        read: impl FnOnce(&'r DeValue<'t>) -> Option<T>,
    ) -> Option<T> {
        let value = self.find(name)?.get_ref();
        let result = read(value);
        if result.is_none() {
            self.wrong(name, &format!("is {} here", value.type_str()), &format!("write {wanted}"));
        }
        result
    }

    pub(super) fn optional_str(&self, name: &'static str) -> Option<&'r str> {
        let text = self.optional(name, "a text in quotes", DeValue::as_str)?;
        if text.trim().is_empty() {
            self.wrong(name, "is empty", "write the text, or leave the field out");
            return None;
        }
        Some(text)
    }

    pub(super) fn str(&self, name: &'static str) -> Option<&'r str> {
        if !self.has(name) {
            self.missing(name);
        }
        self.optional_str(name)
    }

    pub(super) fn optional_date(&self, name: &'static str) -> Option<Date> {
        self.optional(name, "a day such as 2025-01-01, without quotes", |value| {
            let moment = value.as_datetime()?;
            if moment.time.is_some() { None } else { date_in(moment) }
        })
    }

    pub(super) fn date(&self, name: &'static str) -> Option<Date> {
        if !self.has(name) {
            self.missing(name);
        }
        self.optional_date(name)
    }

    pub(super) fn time(&self, name: &'static str) -> Option<Time> {
        if !self.has(name) {
            self.missing(name);
        }
        self.optional(name, "a time such as 08:00:00, without quotes", |value| {
            let moment = value.as_datetime()?;
            if moment.date.is_some() { None } else { time_in(moment) }
        })
    }

    /// A wall-clock reading in Helsinki, with its offset where one is written.
    pub(super) fn reading_of_clock(&self, name: &'static str) -> Option<(DateTime, Option<i32>)> {
        if !self.has(name) {
            self.missing(name);
        }
        self.optional(name, "a day and time such as 2026-11-03T09:12:00", |value| {
            let moment = value.as_datetime()?;
            let offset = match moment.offset {
                None => None,
                Some(toml::value::Offset::Z) => Some(0),
                Some(toml::value::Offset::Custom { minutes }) => Some(i32::from(minutes)),
            };
            Some((date_in(moment)?.to_datetime(time_in(moment)?), offset))
        })
    }

    pub(super) fn optional_bool(&self, name: &'static str) -> Option<bool> {
        self.optional(name, "true or false", DeValue::as_bool)
    }

    pub(super) fn optional_count(&self, name: &'static str) -> Option<u16> {
        self.optional(name, "a whole number, zero or more", |value| {
            let number = value.as_integer()?;
            u16::from_str_radix(number.as_str(), number.radix()).ok()
        })
    }

    /// A word that must be one of those `choose` knows.
    pub(super) fn word<T>(
        &self,
        name: &'static str,
        known: &[&str],
        choose: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let word = self.str(name)?;
        let chosen = choose(word);
        if chosen.is_none() {
            self.unknown_word(name, word, known);
        }
        chosen
    }

    fn unknown_word(&self, name: &str, word: &str, known: &[&str]) {
        let remedy = format!("use one of: {}", known.join(", "));
        self.wrong(name, &format!("`{word}` is not known"), &remedy);
    }

    /// A list of words; an absent list is empty.
    pub(super) fn strs(&self, name: &'static str) -> Vec<&'r str> {
        let list = self.optional(name, "a list of texts in [ ]", |value| {
            let values = value.as_array()?.iter();
            values.map(|value| value.get_ref().as_str()).collect::<Option<Vec<_>>>()
        });
        list.unwrap_or_default()
    }

    /// A list of words that must all be known.
    pub(super) fn words<T>(
        &self,
        name: &'static str,
        known: &[&str],
        choose: impl Fn(&str) -> Option<T>,
    ) -> Vec<T> {
        let mut chosen = Vec::new();
        for word in self.strs(name) {
            match choose(word) {
                Some(value) => chosen.push(value),
                None => self.unknown_word(name, word, known),
            }
        }
        chosen
    }

    pub(super) fn optional_table(&self, name: &'static str) -> Option<Fields<'r, 't>> {
        let table = self.optional(name, "a table", DeValue::as_table)?;
        Some(Fields::new(self.reading, table, self.place_of(name), self.line_of(name)))
    }

    pub(super) fn table(&self, name: &'static str) -> Option<Fields<'r, 't>> {
        if !self.has(name) {
            self.missing(name);
        }
        self.optional_table(name)
    }

    /// A list of tables, `[[name]]`; counted from one, as people count.
    pub(super) fn tables(&self, name: &'static str) -> Vec<Fields<'r, 't>> {
        let list = self.optional(name, "tables headed by [[ ]]", |value| {
            let tables = value.as_array()?.iter();
            let tables =
                tables.map(|value| Some((value.span().start, value.get_ref().as_table()?)));
            tables.collect::<Option<Vec<_>>>()
        });
        let numbered = (1..).zip(list.unwrap_or_default());
        numbered
            .map(|(number, (start, table))| {
                let place = format!("{}[{number}]", self.place_of(name));
                Fields::new(self.reading, table, place, Some(self.reading.line_of(start)))
            })
            .collect()
    }

    /// Every table in this one, with its name: for files whose names are data.
    pub(super) fn named_tables(&self) -> Vec<(&'r str, Fields<'r, 't>)> {
        let mut named = Vec::new();
        for (key, value) in self.table {
            let name: &'r str = key.get_ref();
            let line = Some(self.reading.line_of(key.span().start));
            match value.get_ref().as_table() {
                Some(table) => {
                    named.push((name, Fields::new(self.reading, table, self.place_of(name), line)));
                }
                None => self.wrong(name, "is not a table", "head it with [ ]"),
            }
        }
        named
    }

    /// This table as a text in three languages.
    pub(super) fn as_text(&self) -> Option<Text> {
        let [fi, sv, en] = Language::ALL.map(|language| self.str(language.code()));
        self.finish();
        Some(Text { fi: fi?.into(), sv: sv?.into(), en: en?.into() })
    }

    /// A text in three languages.
    pub(super) fn text(&self, name: &'static str) -> Option<Text> {
        self.table(name)?.as_text()
    }

    /// Reports every field that nobody asked for.
    pub(super) fn finish(&self) {
        let asked = self.asked.borrow();
        for (key, _) in self.table {
            if !asked.contains(key.get_ref().as_ref()) {
                let known: Vec<&str> = asked.iter().copied().collect();
                let remedy = format!("remove it, or use one of: {}", known.join(", "));
                self.wrong(key.get_ref(), "is not a field of this table", &remedy);
            }
        }
    }
}

fn date_in(moment: &Datetime) -> Option<Date> {
    let date = moment.date?;
    let (month, day) = (i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?);
    Date::new(i16::try_from(date.year).ok()?, month, day).ok()
}

fn time_in(moment: &Datetime) -> Option<Time> {
    let time = moment.time?;
    let (hour, minute) = (i8::try_from(time.hour).ok()?, i8::try_from(time.minute).ok()?);
    let second = i8::try_from(time.second.unwrap_or(0)).ok()?;
    Time::new(hour, minute, second, 0).ok()
}
