//! The desk of a unit: contacts wait there until somebody is free to assess them.

use care::code::{Channel, Closing, Profession, Urgency};
use care::decide::{AssessNeed, AssessedAs, CloseCase, Command, TakeCase};
use care::id::CaseId;
use care::language::Language;

use super::booking::Seeker;
use super::{Event, Life, StaffAt};
use crate::county::catchment::UnitAt;
use crate::county::demand::Finding;
use crate::county::words::Moment;
use crate::staff::Professional;

const DAY_SECONDS: f64 = 8.0 * 3_600.0;
/// No assessment takes longer than this.
const LONGEST: f64 = 24.0 * 60.0;
/// A unit to which fewer matters come in a day has one person to assess them.
const SMALL: f64 = 12.0;
/// Of those who wrote, so many can't be reached at all.
const NOT_REACHED: f64 = 0.012;
/// Of those who wrote, so many are taken by somebody before they are assessed.
const TAKEN: f64 = 0.35;

/// The state of a desk.
#[derive(Default)]
pub(super) struct Desk {
    /// When somebody is free again.
    free_at: i64,
    /// The day for which `pace` holds.
    day: usize,
    /// How fast the desk is that day: people are ill, or help out.
    pace: f64,
}

impl Life<'_> {
    /// Plans when a case is assessed, by whom, and whether at all.
    pub(super) fn plan_assessment(&mut self, case: CaseId, unit: UnitAt, channel: Channel) {
        let written = matches!(channel, Channel::Web | Channel::Message);
        let staff = self.dice.pick(self.plan.staff.desk(unit)).copied().unwrap_or_default();
        let arrives = self.now + if written { 300 } else { 120 };
        let (at, takes) = self.desk_time(unit, arrives);
        let (at, event) = if written && self.dice.chance(NOT_REACHED) {
            let days = self.dice.seconds(1, 2) * 86_400;
            (self.plan.almanac.working_time(at + days).0 + takes, Event::GiveUp(case, staff))
        } else {
            (at, Event::Assess(case, staff))
        };
        if written && self.dice.chance(TAKEN) {
            let before = self.dice.seconds(60, takes.max(61)).min(at - self.now - 1).max(0);
            self.plan_event(at - before, Event::Take(case, staff));
        }
        self.plan_event(at, event);
    }

    /// When a desk has dealt with one more case, and how long that takes.
    fn desk_time(&mut self, unit: UnitAt, arrives: i64) -> (i64, i64) {
        let plan = self.plan;
        let Some(desk) = self.desks.get_mut(unit) else { return (arrives, 0) };
        let (mut begins, mut day) = plan.almanac.working_time(arrives.max(desk.free_at));
        let daily = plan.forecast.assessments.get(unit).copied().unwrap_or_default().max(1.0);
        let at = plan.almanac.of(day.date);
        if desk.day != at {
            desk.day = at;
            desk.pace = self.dice.between(0.82, 1.12) * self.dice.between(0.9, 1.06);
            // Where there is only one to assess, nobody does on the day on which that one is ill.
            if daily < SMALL && self.dice.chance(0.05) {
                (begins, day) = plan.almanac.working_time(day.closes);
            }
        }
        let plan_share = plan.region.units.get(unit).map_or(1.0, |unit| unit.assessment);
        // Desks are staffed for Mondays and for winters, a little less than needed.
        // After days on which the web alone was open, more people sit at the desk.
        let after_closing = if day.rush > 1.1 { 1.25 } else { 1.08 };
        let capacity = daily * plan_share * day.rush * desk.pace * after_closing;
        let takes = seconds((DAY_SECONDS / capacity.max(1.0)).min(LONGEST));
        let mut done = begins + takes;
        if done > day.closes {
            let (opens, _) = plan.almanac.working_time(day.closes);
            done = opens + takes;
        }
        desk.free_at = done;
        (done, takes)
    }

    /// A professional takes a case to assess it.
    pub(super) fn take(&mut self, case: CaseId, staff: StaffAt) {
        let professional = self.plan.staff.get(staff);
        let command = Command::TakeCase(TakeCase {
            case,
            professional: professional.id,
            unit: professional.unit.clone(),
        });
        // Where somebody else was faster, there is nothing left to do.
        drop(self.act(&self.professional(staff), &command));
    }

    /// A professional assesses a case.
    pub(super) fn assess(&mut self, case: CaseId, staff: StaffAt) {
        let plan = self.plan;
        let Some(open) = self.open.get(&case).copied() else { return };
        let Some((resident, _)) = plan.people.at(open.resident, &plan.ways) else { return };
        let professional = plan.staff.get(staff);
        let (result, urgency, moment) = match open.course.finding {
            Finding::Advice => (AssessedAs::Advice, Urgency::NonUrgent, Moment::Advised),
            Finding::Emergency => {
                (AssessedAs::Emergency, Urgency::Emergency, Moment::SentToEmergency)
            }
            Finding::Appointment(kind, met, urgency) => {
                (AssessedAs::Appointment { care: kind, profession: met }, urgency, Moment::Promised)
            }
        };
        let line = open.course.queue.and_then(|at| plan.ways.queues.get(at));
        let answers = line.and_then(|line| plan.region.units.get(line.unit));
        let command = Command::AssessNeed(AssessNeed {
            case,
            by: professional.id,
            profession: professional.profession,
            urgency,
            result,
            unit: answers.map_or_else(|| professional.unit.clone(), |unit| unit.id.clone()),
            note: plan.words.at(&mut self.dice, Moment::Assessment, own_language(professional)),
            told: plan.words.at(&mut self.dice, moment, resident.details.language),
        });
        if self.act(&self.professional(staff), &command).is_err() {
            return;
        }
        let Finding::Appointment(_, met, _) = open.course.finding else {
            return self.let_go(case);
        };
        let urgent = urgency == Urgency::Urgent;
        if let Some(open) = self.open.get_mut(&case) {
            open.queue = open.course.queue;
            open.urgent = urgent;
        }
        if !open.chooses {
            self.plan_seeking(case, staff, urgent, met);
        }
    }

    /// Most are booked while they are still in contact; some choose a time by themselves later.
    fn plan_seeking(&mut self, case: CaseId, staff: StaffAt, urgent: bool, met: Profession) {
        let oral = matches!(met, Profession::Dentist | Profession::Hygienist);
        if urgent || oral || self.dice.chance(0.7) {
            let at = self.now + self.dice.seconds(40, 400);
            self.plan_event(at, Event::Seek(case, Seeker::Staff(staff)));
        } else {
            let hours = if self.dice.chance(0.75) { 14 } else { 70 };
            let at = self.now + self.dice.seconds(1_800, hours * 3_600);
            self.plan_event(at, Event::Seek(case, Seeker::Resident));
        }
    }

    /// The client was tried and not reached.
    pub(super) fn give_up(&mut self, case: CaseId, staff: StaffAt) {
        let command =
            Command::CloseCase(CloseCase { case, closing: Closing::NotReached, gives_up: None });
        if self.act(&self.professional(staff), &command).is_ok() {
            self.let_go(case);
        }
    }
}

/// The language in which a professional writes.
pub(super) fn own_language(professional: &Professional) -> Language {
    professional.languages.first().copied().unwrap_or(Language::Fi)
}

#[expect(clippy::cast_possible_truncation, reason = "the number is clamped to the range first")]
fn seconds(number: f64) -> i64 {
    number.round().clamp(1.0, 86_400.0) as i64
}
