//! The law as dated data. Its values, dates and statutes are in `content/law`; here is what they
//! mean. Invariant: a file that is not understood to the last field gives problems and no rule.

pub mod cases;
mod limit;
mod parse;
mod phrase;
mod problem;
mod reading;
mod rule;

use jiff::civil::Date;

pub use self::limit::Limit;
pub(crate) use self::phrase::{Phrase, Phrases};
pub use self::problem::Problem;
pub use self::rule::{
    Act, AgeRange, CareScope, Extension, NotApplying, OfficeHours, Repeats, Rule, RuleId, RuleKind,
    Statute, Version,
};
use crate::clock::Clock;
use crate::day::Eves;

/// Every rule, with the words in which it explains itself.
#[derive(Debug, Clone, Default)]
pub struct Law {
    rules: Vec<Rule>,
    phrases: Phrases,
    eves: Eves,
}

/// Something that must be done before another rule's limit is passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyNotice {
    /// The rule that asks for it.
    pub rule: RuleId,
    /// The day it should be raised.
    pub raised_on: Date,
    /// The last lawful day that it should save.
    pub due_on: Date,
}

impl Law {
    /// Every rule, in order of name.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule of a name.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        let place = self.rules.binary_search_by(|rule| rule.id.as_str().cmp(id)).ok()?;
        self.rules.get(place)
    }

    /// The version a clock follows.
    pub fn version(&self, clock: &Clock) -> Option<&Version> {
        self.rule(clock.rule.as_str())?.versions.get(usize::from(clock.version))
    }

    pub(crate) fn phrases(&self) -> &Phrases {
        &self.phrases
    }

    /// Whether the eves count as working days.
    pub fn eves(&self) -> Eves {
        self.eves
    }

    /// The same law with another setting for the eves.
    #[must_use]
    pub fn with_eves(self, eves: Eves) -> Self {
        Self { eves, ..self }
    }

    /// What must be done, and from which day, so that this clock's limit is not passed. None while
    /// that day has not come, and for a clock that has ended.
    pub fn duty_raised(&self, clock: &Clock, today: Date) -> Option<DutyNotice> {
        if !clock.is_open() {
            return None;
        }
        let notices = self.rules.iter().filter_map(|rule| {
            let RuleKind::ActBefore { watches } = &rule.kind else { return None };
            let (_, version) = rule.version_on(clock.due.on, None, self.eves).ok()?;
            let due_on = clock.due.on;
            let raised_on = version.limit.begins_before(due_on, self.eves);
            let is_raised = watches.contains(&clock.rule) && raised_on <= today;
            is_raised.then(|| DutyNotice { rule: rule.id.clone(), raised_on, due_on })
        });
        notices.min_by_key(|notice| notice.raised_on)
    }

    /// The last lawful day to do again what a rule wants done again and again.
    pub fn again_by(&self, rule: &str, last_on: Date) -> Option<Date> {
        let rule = self.rule(rule).filter(|rule| rule.kind == RuleKind::Again)?;
        let (_, version) = rule.version_on(last_on, None, self.eves).ok()?;
        Some(version.limit.ends_on(last_on, self.eves))
    }

    /// The last lawful day to publish the waiting times again.
    pub fn next_publication(&self, last_on: Date) -> Option<Date> {
        self.again_by("health-care.publish-waiting-times", last_on)
    }
}
