//! Visits: people come or do not, a further need is found or not, and the case is concluded.

use care::case::Stage;
use care::code::Closing;
use care::decide::{CloseCase, Command, RecordNoShow, RecordVisit};
use care::id::{BookingId, CaseId};

use super::booking::Seeker;
use super::desk::own_language;
use super::{Event, Life};
use crate::county::almanac::timestamp;
use crate::county::demand;
use crate::county::words::Moment;

/// Whether the client came.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Attendance {
    /// The client came.
    Came,
    /// The client did not.
    NoShow,
}

impl Life<'_> {
    /// The time of a visit is over.
    pub(super) fn visit(&mut self, case: CaseId, booking: BookingId, attendance: Attendance) {
        let held = self.recorder.world.cases.get(&case).and_then(|case| case.booking());
        if held.is_some_and(|held| held.id == booking) {
            match attendance {
                Attendance::Came => self.meet(case, booking),
                Attendance::NoShow => self.miss(case, booking),
            }
        }
    }

    fn meet(&mut self, case: CaseId, booking: BookingId) {
        let plan = self.plan;
        let Some(open) = self.open.get(&case).copied() else { return };
        let held = self.recorder.world.cases.get(&case).and_then(|case| case.booking());
        let Some(held) = held else { return };
        let (start, minutes) = (held.start_at.as_second(), i64::from(held.minutes));
        let professional = plan.staff.get(open.met_by);
        let next = demand::further(&mut self.dice, professional.profession);
        let moment = if next.is_some() { Moment::Further } else { Moment::Visit };
        let started = start + self.dice.seconds(0, 420);
        let ended = (start + minutes * 60 - self.dice.seconds(0, minutes * 18)).max(started + 240);
        let command = Command::RecordVisit(RecordVisit {
            case,
            booking,
            started_at: timestamp(started),
            ended_at: timestamp(ended.min(self.now)),
            note: plan.words.at(&mut self.dice, moment, own_language(professional)),
            next,
        });
        if self.act(&self.professional(open.met_by), &command).is_err() {
            return;
        }
        let Some((_, wanted)) = next else {
            let at = self.conclusion();
            return self.plan_event(at, Event::Conclude(case));
        };
        let area = plan.people.at(open.resident, &plan.ways);
        let queue =
            area.and_then(|(resident, area)| area.queue(wanted, plan.people.age_of(resident)));
        if let Some(open) = self.open.get_mut(&case) {
            open.queue = queue;
            open.urgent = false;
            open.chooses = false;
        }
        let at = self.now + self.dice.seconds(120, 1_500);
        self.plan_event(at, Event::Seek(case, Seeker::Staff(open.met_by)));
    }

    /// Most cases are concluded with the visit, some when there is time for it.
    fn conclusion(&mut self) -> i64 {
        match self.dice.unit() {
            share if share < 0.8 => self.now + self.dice.seconds(20, 1_200),
            share if share < 0.97 => {
                let (at, _) =
                    self.plan.almanac.working_time(self.now + self.dice.seconds(3_600, 30_000));
                at + self.dice.seconds(0, 5_400)
            }
            _ => {
                let days = self.dice.seconds(2, 8);
                self.plan.almanac.working_time(self.now + days * 86_400).0
            }
        }
    }

    fn miss(&mut self, case: CaseId, booking: BookingId) {
        let Some(open) = self.open.get(&case).copied() else { return };
        let command = Command::RecordNoShow(RecordNoShow { case, booking });
        if self.act(&self.professional(open.met_by), &command).is_err() {
            return;
        }
        if self.dice.chance(0.62) {
            let at = self.now + self.dice.seconds(3_600, 5 * 86_400);
            self.plan_event(at, Event::Seek(case, Seeker::Resident));
        } else {
            let days = self.dice.seconds(2, 15);
            let (at, _) = self.plan.almanac.working_time(self.now + days * 86_400);
            self.plan_event(at, Event::GiveUp(case, open.met_by));
        }
    }

    /// The professional who met the client concludes the case.
    pub(super) fn conclude(&mut self, case: CaseId) {
        let Some(open) = self.open.get(&case).copied() else { return };
        if self.stage(case) != Some(Stage::Met) {
            return;
        }
        let command =
            Command::CloseCase(CloseCase { case, closing: Closing::Treated, gives_up: None });
        if self.act(&self.professional(open.met_by), &command).is_ok() {
            self.let_go(case);
        }
    }
}
