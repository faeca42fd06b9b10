//! Why a due date is what it is, in parts that a page can lay out, each with its sentence.
//! Invariant: everything is worked out again from the clock and the law; nothing is remembered.

use jiff::civil::{Date, DateTime};

use super::arithmetic::days_off;
use super::engine::counts_for;
use super::{Age, Arithmetic, Clock, End, EventKind, Skipped};
use crate::day::{day_of, days_between, is_working_day, local, previous_working_day, yesterday};
use crate::language::{Language, Text};
use crate::law::{AgeRange, Law, Limit, NotApplying, OfficeHours, Rule, Statute, Version};

/// An explanation in one language.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// What people call the rule.
    pub title: String,
    /// The lines, in the order to read them.
    pub lines: Vec<Line>,
}

/// One line: what it says, as data and as a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// As data.
    pub part: Part,
    /// As a sentence.
    pub text: String,
}

/// One part of an explanation.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// What the rule means.
    Meaning(Text),
    /// Where it is written.
    Statute(Statute),
    /// What started the clock, and when by the clock on the wall.
    Start {
        /// What.
        kind: EventKind,
        /// When.
        at: DateTime,
    },
    /// The start came outside office hours and counts for another day.
    CountedFrom {
        /// The office hours.
        hours: OfficeHours,
        /// The day it counts for.
        on: Date,
    },
    /// The version in force on the day of the start governs.
    Governs {
        /// The first day it was in force.
        from: Date,
        /// The last, if it has ended.
        to: Option<Date>,
    },
    /// The version depends on the client's age.
    Group {
        /// What is known of the age.
        age: Age,
        /// The group it concerns.
        who: AgeRange,
    },
    /// How long the law allows.
    Limit(Limit),
    /// How it was counted.
    Arithmetic {
        /// The day that was counted from.
        from: Date,
        /// The limit that was counted.
        limit: Limit,
        /// The steps.
        steps: Arithmetic,
    },
    /// The days that were passed over.
    Skipped(Vec<Skipped>),
    /// The last lawful day.
    Due(Date),
    /// The last lawful day is a day off. The limit does not move for it.
    DueOnDayOff {
        /// The last lawful day.
        on: Date,
        /// The last working day before it.
        act_by: Date,
    },
    /// More time is possible.
    Extendable {
        /// Until when.
        to: Date,
        /// On what condition.
        when: Text,
    },
    /// More time is counted in.
    Extended {
        /// On what condition.
        when: Text,
    },
    /// How the clock ended.
    Ended {
        /// How.
        end: End,
        /// The day it ended.
        on: Date,
        /// How many days after the last lawful day; none if in time.
        late_days: i32,
    },
    /// The client chose to wait.
    ClientWait {
        /// How many days.
        days: u16,
        /// The due date moved by them.
        adjusted_on: Date,
    },
    /// What would have applied a day earlier.
    Earlier {
        /// The day before.
        start: Date,
        /// What would have applied.
        would: Earlier,
    },
    /// The rule changed while the clock ran, and nobody has read the transitional provision yet.
    Transition {
        /// The day it changed.
        on: Date,
    },
    /// A person has still to compare the rule with the statute.
    Unverified(Text),
    /// Where the rule was read, and when it was last compared.
    Sources {
        /// Bills, acts and reports.
        sources: Vec<Box<str>>,
        /// When.
        checked_on: Date,
    },
}

/// What would have applied to a clock started a day earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Earlier {
    /// The same version.
    Same {
        /// Its limit.
        limit: Limit,
        /// The last lawful day.
        due_on: Date,
    },
    /// Another version.
    Other {
        /// Its limit.
        limit: Limit,
        /// The last lawful day.
        due_on: Date,
    },
    /// No version.
    None(NotApplying),
}

impl Law {
    /// Explains a due date in one language. A clock of a rule that is gone has an empty
    /// explanation.
    pub fn explain(&self, clock: &Clock, language: Language) -> Explanation {
        let title = self.rule(clock.rule.as_str()).map(|rule| rule.title.get(language).to_owned());
        let lines = self.parts(clock).into_iter().map(|part| {
            let text = self.word(&part, language);
            Line { part, text }
        });
        Explanation { title: title.unwrap_or_default(), lines: lines.collect() }
    }

    /// The parts of an explanation, before they are put into words.
    pub fn parts(&self, clock: &Clock) -> Vec<Part> {
        let found = self.rule(clock.rule.as_str()).zip(self.version(clock));
        let Some((rule, version)) = found else { return Vec::new() };
        let mut parts = vec![
            Part::Meaning(rule.meaning.clone()),
            Part::Statute(version.statute.clone()),
            Part::Start { kind: clock.start.kind, at: local(clock.start.at) },
        ];
        parts.extend(moved(clock, version));
        parts.push(Part::Governs { from: version.from, to: version.to });
        parts.extend(group(clock, rule, version));
        parts.push(Part::Limit(clock.due.limit));
        parts.extend(self.counting(clock));
        parts.push(Part::Due(clock.due.on));
        parts.extend(self.day_off(clock));
        parts.extend(extension(clock, version));
        parts.extend(ended(clock));
        parts.extend(
            clock
                .adjusted_due_on()
                .map(|adjusted_on| Part::ClientWait { days: clock.client_wait_days, adjusted_on }),
        );
        parts.push(self.earlier(clock, rule));
        parts.extend(transition(clock, rule, version));
        parts.extend(version.unverified.clone().map(Part::Unverified));
        parts.push(Part::Sources {
            sources: version.sources.clone(),
            checked_on: version.checked_on,
        });
        parts
    }

    fn counting(&self, clock: &Clock) -> Vec<Part> {
        let start = day_of(clock.start.at);
        let from = clock.due.counted_from;
        let steps = clock.due.arithmetic(self.eves());
        let mut skipped = days_off(yesterday(start), from, self.eves());
        if let Arithmetic::WorkingDays { skipped: between, .. } = &steps {
            skipped.extend(between);
        }
        let mut parts = vec![Part::Arithmetic { from, limit: clock.due.limit, steps }];
        if !skipped.is_empty() {
            parts.push(Part::Skipped(skipped));
        }
        parts
    }

    fn day_off(&self, clock: &Clock) -> Option<Part> {
        let on = clock.due.on;
        let act_by = previous_working_day(on, self.eves());
        (!is_working_day(on, self.eves()) && act_by >= clock.due.counted_from)
            .then_some(Part::DueOnDayOff { on, act_by })
    }

    fn earlier(&self, clock: &Clock, rule: &Rule) -> Part {
        let reading = local(clock.start.at);
        let start = yesterday(reading.date());
        let birth_date = match clock.age {
            Age::Known { birth_date, .. } => Some(birth_date),
            Age::Unknown => None,
        };
        let would = match rule.version_on(start, birth_date, self.eves()) {
            Err(why) => Earlier::None(why),
            Ok((index, version)) => {
                let more = version.extension.as_ref().filter(|_| clock.due.is_extended);
                let longer = more.and_then(|more| version.limit.lengthened_by(more.by));
                let limit = longer.unwrap_or(version.limit);
                let from = counts_for(version, start.to_datetime(reading.time()), self.eves());
                let due_on = limit.ends_on(from, self.eves());
                if index == clock.version || limit == clock.due.limit {
                    Earlier::Same { limit, due_on }
                } else {
                    Earlier::Other { limit, due_on }
                }
            }
        };
        Part::Earlier { start, would }
    }
}

fn moved(clock: &Clock, version: &Version) -> Option<Part> {
    let on = clock.due.counted_from;
    let hours = version.office_hours?;
    (on != day_of(clock.start.at)).then_some(Part::CountedFrom { hours, on })
}

/// Told only where another age would have met another version.
fn group(clock: &Clock, rule: &Rule, version: &Version) -> Option<Part> {
    let day = day_of(clock.start.at);
    let mut in_force = rule.versions.iter().filter(|version| version.covers(day));
    in_force
        .any(|version| !version.who.is_everyone())
        .then_some(Part::Group { age: clock.age, who: version.who })
}

fn extension(clock: &Clock, version: &Version) -> Option<Part> {
    let when = version.extension.as_ref()?.when.clone();
    if clock.due.is_extended {
        return Some(Part::Extended { when });
    }
    Some(Part::Extendable { to: clock.due.extendable_to?, when })
}

fn ended(clock: &Clock) -> Option<Part> {
    let at = match clock.end {
        End::Open => return None,
        End::Met { at } | End::Excepted { at, .. } | End::Closed { at } => at,
    };
    let on = day_of(at);
    let late_days = days_between(clock.due.on, on).max(0);
    Some(Part::Ended { end: clock.end, on, late_days })
}

/// A change of the rule between the start and the due date, for people of this age.
fn transition(clock: &Clock, rule: &Rule, version: &Version) -> Option<Part> {
    let ended_on = version.to?;
    let on = ended_on.tomorrow().ok()?;
    let follows = |next: &&Version| {
        let concerned = match clock.age {
            Age::Known { years, .. } => next.who.includes(years),
            Age::Unknown => true,
        };
        next.covers(on) && concerned
    };
    let mut next = rule.versions.iter().filter(follows);
    let differs = next.next().is_none_or(|next| next.limit != version.limit);
    (on <= clock.due.on && differs).then_some(Part::Transition { on })
}
