//! A rule of law as data: what it concerns, what starts and what satisfies it, and its versions by
//! date. Invariant: on any day, for a person of known age, at most one version is in force.

use std::fmt;
use std::sync::Arc;

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use super::Limit;
use crate::clock::{CareKind, EventKind};
use crate::day::{Eves, age_on};
use crate::language::Text;

/// The name of a rule, such as `health-care.contact`: its folder and its file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RuleId(Arc<str>);

impl RuleId {
    /// A name as it stands in content and in views. It need not belong to a rule.
    pub fn new(name: &str) -> Self {
        Self(name.into())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// One rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Its name.
    pub id: RuleId,
    /// What people call it.
    pub title: Text,
    /// What it means, in one plain sentence.
    pub meaning: Text,
    /// Which kinds of care it concerns.
    pub care: CareScope,
    /// What it asks for.
    pub kind: RuleKind,
    /// Its versions, the earliest first.
    pub versions: Vec<Version>,
}

/// Which kinds of care a rule concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CareScope {
    /// All of them, known or not yet known.
    Every,
    /// These.
    Only(Vec<CareKind>),
}

/// What a rule asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleKind {
    /// Something must happen within a time of something else.
    Clock {
        /// The event that starts the clock.
        starts: EventKind,
        /// The events that satisfy it; the first of them counts.
        stops: Vec<EventKind>,
        /// Whether it can start again.
        repeats: Repeats,
    },
    /// Somebody must act this long before another rule's limit is passed.
    ActBefore {
        /// The rules whose limits it watches.
        watches: Vec<RuleId>,
    },
    /// Something must be done again and again, at most this long apart.
    Again,
}

/// Whether a clock can start again in the same matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeats {
    /// Only the first start counts.
    Once,
    /// A new start after it was satisfied begins a new clock.
    EachTime,
}

/// What a rule said between two dates, to a group of people.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// The first day it was in force.
    pub from: Date,
    /// The last day it was in force; none while it still is.
    pub to: Option<Date>,
    /// Who it concerns, by age on the day the clock starts.
    pub who: AgeRange,
    /// How long it allows.
    pub limit: Limit,
    /// A longer time that it allows on a condition.
    pub extension: Option<Extension>,
    /// When the start event comes outside these hours, the next working day counts as its day.
    pub office_hours: Option<OfficeHours>,
    /// Events that take the clock out of scope.
    pub unless: Vec<EventKind>,
    /// Where it is written.
    pub statute: Statute,
    /// Bills, acts and reports it was read from.
    pub sources: Vec<Box<str>>,
    /// Set while a person has still to compare it with the statute: what is uncertain.
    pub unverified: Option<Text>,
    /// When a person last compared it with its sources.
    pub checked_on: Date,
}

/// A group of people by age in full years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AgeRange {
    /// The lowest age in the group.
    pub at_least: Option<u16>,
    /// The lowest age above the group.
    pub under: Option<u16>,
}

/// More time, on a condition that a professional must find met.
#[derive(Debug, Clone, PartialEq)]
pub struct Extension {
    /// How much more.
    pub by: Limit,
    /// The condition.
    pub when: Text,
}

/// Office hours on working days (*virka-aika, tjänstetid*).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfficeHours {
    /// When they begin.
    pub from: Time,
    /// When they are over.
    pub to: Time,
}

/// Where a rule is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Statute {
    /// The act.
    pub act: Arc<Act>,
    /// The section, with its sign.
    pub section: Box<str>,
    /// The amending act that gave this wording, where known.
    pub amended_by: Option<Box<str>>,
}

/// An act of Parliament.
#[derive(Debug, Clone, PartialEq)]
pub struct Act {
    /// Its name.
    pub name: Text,
    /// Its number in the statute book.
    pub number: Box<str>,
}

/// Why no version of a rule applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotApplying {
    /// No rule was in force yet on that day.
    NotYetInForce {
        /// The first day it was.
        from: Date,
    },
    /// The rule was no longer in force, or not at that time.
    NotInForce,
    /// It concerns people of another age.
    OtherAge,
}

impl Rule {
    /// Whether the rule looks at a matter that needs this kind of care.
    pub fn concerns(&self, care: Option<CareKind>) -> bool {
        match &self.care {
            CareScope::Every => true,
            CareScope::Only(kinds) => care.is_some_and(|care| kinds.contains(&care)),
        }
    }

    /// The version that governs a clock started on `day`, and its place among the versions. Where
    /// the age is not known, that is the version which allows the least time.
    pub fn version_on(
        &self,
        day: Date,
        birth_date: Option<Date>,
        eves: Eves,
    ) -> Result<(u16, &Version), NotApplying> {
        let in_force = || (0u16..).zip(&self.versions).filter(|(_, version)| version.covers(day));
        let found = match birth_date.map(|birth| age_on(birth, day)) {
            Some(age) => in_force().find(|(_, version)| version.who.includes(age)),
            None => in_force().min_by_key(|(_, version)| version.limit.ends_on(day, eves)),
        };
        found.ok_or_else(|| {
            let first = self.versions.iter().map(|version| version.from).min();
            match first {
                _ if in_force().next().is_some() => NotApplying::OtherAge,
                Some(from) if day < from => NotApplying::NotYetInForce { from },
                _ => NotApplying::NotInForce,
            }
        })
    }
}

impl Version {
    /// Whether it was in force on a day.
    pub fn covers(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    /// Whether some day and some age belong to both.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        let days =
            self.to.is_none_or(|to| other.from <= to) && other.to.is_none_or(|to| self.from <= to);
        days && self.who.meets(other.who)
    }
}

impl AgeRange {
    /// Whether an age belongs to the group.
    pub fn includes(self, age: i16) -> bool {
        let age = i32::from(age);
        self.at_least.is_none_or(|least| age >= i32::from(least))
            && self.under.is_none_or(|under| age < i32::from(under))
    }

    /// Whether the group is everyone.
    pub fn is_everyone(self) -> bool {
        self == Self::default()
    }

    fn meets(self, other: Self) -> bool {
        let apart = |low: Option<u16>, high: Option<u16>| {
            low.zip(high).is_some_and(|(low, high)| low >= high)
        };
        !apart(self.at_least, other.under) && !apart(other.at_least, self.under)
    }
}
