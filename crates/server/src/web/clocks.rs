//! Clocks as pages show them: how each stands today, and its explanation line by line.

use care::clock::{Clock, ClockState, Lateness, Line, Part};
use care::day::{day_of, days_between, local};
use care::law::Law;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::components::clock_card;
use crate::texts::Language;

/// A clock for a page.
pub(super) fn card(
    clock: &Clock,
    law: &Law,
    language: Language,
    now: Timestamp,
) -> clock_card::Clock {
    let explanation = law.explain(clock, language);
    clock_card::Clock {
        name: explanation.title,
        state: state(clock, now),
        explanation: laid_out(explanation.lines),
        unverified: law.version(clock).is_some_and(|version| version.unverified.is_some()),
        adjusted_on: clock.adjusted_due_on(),
    }
}

/// Each line where it is read best; within a part the law's own order stays.
fn laid_out(lines: Vec<Line>) -> clock_card::Explanation {
    let mut why = clock_card::Explanation::default();
    for Line { part, text } in lines {
        match part {
            Part::Meaning(_) => why.meaning.push(text),
            Part::Due(_) => why.due = Some(text),
            Part::Start { .. }
            | Part::CountedFrom { .. }
            | Part::Group { .. }
            | Part::Limit(_)
            | Part::Arithmetic { .. }
            | Part::Skipped(_) => why.steps.push(text),
            Part::DueOnDayOff { .. }
            | Part::Extendable { .. }
            | Part::Extended { .. }
            | Part::Ended { .. }
            | Part::ClientWait { .. }
            | Part::Earlier { .. } => why.after.push(text),
            Part::Statute(_)
            | Part::Governs { .. }
            | Part::Transition { .. }
            | Part::Unverified(_)
            | Part::Sources { .. } => why.sources.push(text),
        }
    }
    why
}

/// The clocks of a case for a page.
pub(super) fn cards(
    clocks: &[Clock],
    law: &Law,
    language: Language,
    now: Timestamp,
) -> Vec<clock_card::Clock> {
    clocks.iter().map(|clock| card(clock, law, language, now)).collect()
}

/// How a clock stands.
pub(super) fn state(clock: &Clock, now: Timestamp) -> clock_card::ClockState {
    let (today, due_on) = (day_of(now), clock.due.on);
    match clock.state(now) {
        ClockState::Running | ClockState::Late(Lateness::Waiting) => running(due_on, today),
        ClockState::Satisfied { at } => clock_card::ClockState::Satisfied { due_on, at: local(at) },
        ClockState::Late(Lateness::SatisfiedLate { at }) => {
            clock_card::ClockState::SatisfiedLate { due_on, at: local(at) }
        }
        ClockState::Late(Lateness::NeverSatisfied { .. }) => {
            clock_card::ClockState::NeverSatisfied { due_on }
        }
        ClockState::OutOfScope { .. } => clock_card::ClockState::OutOfScope,
    }
}

/// How an open due day stands.
pub(super) fn running(due_on: Date, today: Date) -> clock_card::ClockState {
    let days = i64::from(days_between(today, due_on));
    if days < 0 {
        clock_card::ClockState::Late { due_on, days_over: -days }
    } else {
        clock_card::ClockState::Running { due_on, days_left: days }
    }
}
