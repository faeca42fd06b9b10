//! From events to clocks. Invariant: the version in force on the day of the start event governs,
//! whatever happens to the rule later, and the result does not depend on the order of the events.

use std::borrow::Cow;

use jiff::civil::{Date, DateTime};

use super::{Age, CareKind, Clock, Due, End, Event, EventKind, Subject};
use crate::day::{Eves, age_on, day_of, days_between, local, next_working_day};
use crate::law::{Law, NotApplying, Repeats, Rule, RuleId, RuleKind, Version};

impl Law {
    /// Every clock that these events started, in order of the rules' names.
    pub fn clocks(
        &self,
        subject: &Subject,
        care: Option<CareKind>,
        events: &[Event],
    ) -> Vec<Clock> {
        let events = in_order(events);
        let mut clocks = Vec::new();
        for rule in self.rules().iter().filter(|rule| rule.concerns(care)) {
            for_each_start(rule, &events, |start, met| {
                let day = day_of(start.at);
                if let Ok((index, version)) = rule.version_on(day, subject.birth_date, self.eves())
                {
                    let judged = Judged { version, start, met, events: &events };
                    clocks.push(judged.clock(rule, index, day, *subject, self.eves()));
                }
            });
        }
        clocks
    }

    /// The rules that look at this matter and whose start event happened, but that gave no clock.
    pub fn not_applying(
        &self,
        subject: &Subject,
        care: Option<CareKind>,
        events: &[Event],
    ) -> Vec<(RuleId, NotApplying)> {
        let events = in_order(events);
        let mut silent = Vec::new();
        for rule in self.rules().iter().filter(|rule| rule.concerns(care)) {
            for_each_start(rule, &events, |start, _| {
                let day = day_of(start.at);
                if let Err(why) = rule.version_on(day, subject.birth_date, self.eves()) {
                    silent.push((rule.id.clone(), why));
                }
            });
        }
        silent
    }
}

/// Facts may be known in another order than they happened.
fn in_order(events: &[Event]) -> Cow<'_, [Event]> {
    if events.is_sorted_by_key(|event| event.at) {
        return Cow::Borrowed(events);
    }
    let mut sorted = events.to_vec();
    sorted.sort_by_key(|event| event.at);
    Cow::Owned(sorted)
}

/// Calls with every event that starts the rule's clock, and the event that satisfied it.
fn for_each_start(rule: &Rule, events: &[Event], mut each: impl FnMut(Event, Option<Event>)) {
    let RuleKind::Clock { starts, stops, repeats } = &rule.kind else { return };
    let (mut starts_from, mut stops_from) = (0, 0);
    loop {
        let Some((at, start)) = first(events, starts_from, |event| event.kind == *starts) else {
            return;
        };
        let satisfies = |event: &Event| event.at >= start.at && stops.contains(&event.kind);
        let met = first(events, stops_from, satisfies);
        each(start, met.map(|(_, event)| event));
        match (repeats, met) {
            (Repeats::EachTime, Some((met_at, _))) => {
                starts_from = at.max(met_at) + 1;
                stops_from = met_at + 1;
            }
            // While the first clock runs, a second start changes nothing.
            (Repeats::EachTime, None) | (Repeats::Once, _) => return,
        }
    }
}

fn first(events: &[Event], from: usize, wanted: impl Fn(&Event) -> bool) -> Option<(usize, Event)> {
    events.iter().copied().enumerate().skip(from).find(|(_, event)| wanted(event))
}

/// One start event under the version that governs it.
struct Judged<'a> {
    version: &'a Version,
    start: Event,
    met: Option<Event>,
    events: &'a [Event],
}

impl Judged<'_> {
    fn clock(&self, rule: &Rule, index: u16, day: Date, subject: Subject, eves: Eves) -> Clock {
        let due = self.due(eves);
        let end = self.end(&due);
        Clock {
            rule: rule.id.clone(),
            version: index,
            start: self.start,
            due,
            end,
            client_wait_days: self.client_wait_days(&due, end),
            age: match subject.birth_date {
                Some(birth_date) => Age::Known { birth_date, years: age_on(birth_date, day) },
                None => Age::Unknown,
            },
        }
    }

    fn due(&self, eves: Eves) -> Due {
        let counted_from = counts_for(self.version, local(self.start.at), eves);
        let limit = self.version.limit;
        let on = limit.ends_on(counted_from, eves);
        let plain = Due { counted_from, limit, on, extendable_to: None, is_extended: false };
        let extended =
            self.version.extension.as_ref().and_then(|more| limit.lengthened_by(more.by));
        let Some(extended) = extended else { return plain };
        let extended_on = extended.ends_on(counted_from, eves);
        match self.recorded_by(on, &[EventKind::DelayFoundSafe]) {
            Some(_) => Due { limit: extended, on: extended_on, is_extended: true, ..plain },
            None => Due { extendable_to: Some(extended_on), ..plain },
        }
    }

    /// The first event of these kinds that was recorded before the last lawful day was over. What
    /// is recorded later cannot undo a lateness.
    fn recorded_by(&self, on: Date, kinds: &[EventKind]) -> Option<Event> {
        let found = self.events.iter().find(|event| kinds.contains(&event.kind))?;
        (day_of(found.at) <= on).then_some(*found)
    }

    fn end(&self, due: &Due) -> End {
        let closed = || {
            let after = |event: &&Event| event.at >= self.start.at;
            self.events.iter().filter(after).find(|event| event.kind == EventKind::CaseClosed)
        };
        // An exception recorded in time is worth more than a late visit.
        let excepted = || self.recorded_by(due.on, &self.version.unless);
        match self.met {
            Some(met) if day_of(met.at) <= due.on || excepted().is_none() => {
                End::Met { at: met.at }
            }
            _ => match (excepted(), closed()) {
                (Some(by), _) => End::Excepted { by: by.kind, at: by.at },
                (None, Some(closed)) => End::Closed { at: closed.at },
                (None, None) => End::Open,
            },
        }
    }

    /// The days of this wait that lie between an offered day the client declined and the day the
    /// client chose. Days chosen twice are counted once.
    fn client_wait_days(&self, due: &Due, end: End) -> u16 {
        let mut chosen: Vec<(Date, Date)> = Vec::new();
        for event in self.events {
            if let EventKind::ClientChoseLater { offered_on, until } = event.kind {
                chosen.push((offered_on.max(due.counted_from), until));
            }
        }
        chosen.sort_unstable();
        let over = match end {
            End::Open => Date::MAX,
            End::Met { at } | End::Excepted { at, .. } | End::Closed { at } => day_of(at),
        };
        let (mut days, mut counted_until) = (0, Date::MIN);
        for (from, until) in chosen {
            let (from, until) = (from.max(counted_until), until.min(over));
            if from < until {
                days += days_between(from, until);
                counted_until = until;
            }
        }
        u16::try_from(days).unwrap_or(u16::MAX)
    }
}

/// The day an event counts for. Where only office hours of working days do, a contact in the small
/// hours counts for the same day, and one in the evening for the next working day.
pub(super) fn counts_for(version: &Version, reading: DateTime, eves: Eves) -> Date {
    let day = reading.date();
    match version.office_hours {
        None => day,
        Some(hours) if reading.time() < hours.to => next_working_day(day, eves),
        Some(_) => day.tomorrow().map_or(day, |tomorrow| next_working_day(tomorrow, eves)),
    }
}
