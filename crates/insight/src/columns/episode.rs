//! The row of a case as an episode of the columns: the only place that says what each means.

use care::code::{Closing, Mode, Profession, Urgency};
use care::day::{day_of, local};
use care::view::CaseRow;

use super::codes::Codes;
use super::condition::{Condition, Conditions};
use super::table::Episode;
use crate::day::{Day, Month};
use crate::filter::age_group;

/// What a case waits for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Waiting {
    Assessment,
    FirstVisit,
    FurtherVisit,
    Nothing,
}

pub(super) fn of(case: &CaseRow, position: u64, codes: &mut Codes) -> Episode {
    let waiting = waiting(case);
    let profession = case.met_profession.or(case.profession).map(Profession::code);
    let contact_on = Day::at(Some(case.contact_at));
    let assessed_on = Day::at(case.assessed_at);
    let need_on = Day::at(case.need_at);
    let met_on = Day::at(case.met_at);
    let clock = local(case.contact_at).time();
    let mut number = |code: Option<&str>| code.map_or(Codes::UNKNOWN, |code| codes.number(code));
    Episode {
        case: case.case,
        person: case.person,
        position,
        conditions: conditions(case, waiting),
        municipality: number(case.municipality.as_deref()),
        contact_unit: number(Some(&case.contact_unit.0)),
        care_unit: number(Some(&case.met_unit.as_ref().unwrap_or(&case.owner_unit).0)),
        profession: number(profession),
        language: number(Some(case.language.code())),
        age_group: number(Some(age_group(case.age))),
        care: number(case.care.map(care::clock::CareKind::code)),
        topic: number(Some(case.topic.code())),
        channel: number(Some(case.channel.code())),
        stage: number(Some(case.stage)),
        contact_month: Month::of_day(contact_on),
        assessed_month: Month::of_day(assessed_on),
        need_month: Month::of_day(need_on),
        visit_month: Month::of_day(met_on),
        contact_on,
        contact_minute: u16::try_from(i32::from(clock.hour()) * 60 + i32::from(clock.minute()))
            .unwrap_or(0),
        assessed_on,
        need_on,
        assess_by: Day::on(case.assess_by),
        treat_by: Day::on(case.treat_by),
        wait_by: Day::on(match waiting {
            Waiting::Assessment | Waiting::FurtherVisit => case.due_on,
            Waiting::FirstVisit => case.treat_by,
            Waiting::Nothing => None,
        }),
        booked_for: Day::at(case.booked_for),
        met_on,
        closed_on: Day::at(case.closed_at),
    }
}

fn waiting(case: &CaseRow) -> Waiting {
    if case.closed_at.is_some() {
        return Waiting::Nothing;
    }
    match (case.assessed_at, case.need_at, case.met_at) {
        (None, _, _) => Waiting::Assessment,
        (Some(_), Some(_), None) => Waiting::FirstVisit,
        // A visit that found no further need leaves the case to be concluded.
        (Some(_), Some(_), Some(_)) if case.stage != "met" => Waiting::FurtherVisit,
        (Some(_), _, _) => Waiting::Nothing,
    }
}

fn conditions(case: &CaseRow, waiting: Waiting) -> Conditions {
    let assessed_on = case.assessed_at.map(day_of);
    let in_time = assessed_on.zip(case.assess_by).is_some_and(|(on, by)| on <= by);
    let met_on = case.met_at.map(day_of);
    let remotely = match case.mode {
        Some(Mode::Phone | Mode::Video) => true,
        Some(Mode::OnSite) | None => false,
    };
    let within = met_on.zip(case.treat_by).is_some_and(|(met_on, treat_by)| met_on <= treat_by);
    Conditions::default()
        .with(Condition::Assessed, assessed_on.is_some())
        .with(Condition::AssessedInTime, in_time)
        .with(Condition::NonUrgent, case.urgency == Some(Urgency::NonUrgent))
        .with(Condition::Advised, case.closing == Some(Closing::Advised))
        .with(Condition::Met, met_on.is_some())
        .with(Condition::MetRemotely, met_on.is_some() && remotely)
        .with(Condition::HasLimit, case.treat_by.is_some())
        .with(Condition::WithinLimit, within)
        .with(Condition::AwaitingAssessment, waiting == Waiting::Assessment)
        .with(Condition::AwaitingFirstVisit, waiting == Waiting::FirstVisit)
        .with(Condition::AwaitingFurtherVisit, waiting == Waiting::FurtherVisit)
        .with(Condition::HasBooking, case.stage == "booked")
}
