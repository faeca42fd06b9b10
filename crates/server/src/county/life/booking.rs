//! Booking: the first suitable time is found, or one waits for it; some move it, some give it up.

use care::actor::Actor;
use care::case::Stage;
use care::code::{Cancelling, Closing, Mode, Topic};
use care::decide::{
    BookVisit, CancelBooking, CloseCase, Command, JoinWaitingList, MoveBooking, Place,
};
use care::id::{BookingId, CaseId};
use care::refusal::Refusal;
use care::stream::DayKey;
use care::waiting::Wish;

use super::visits::Attendance;
use super::{Event, Life, Open, StaffAt};
use crate::county::almanac::timestamp;
use crate::county::catchment::QueueAt;
use crate::county::demand;
use crate::county::random::whole;

/// How many free times are looked at before one is chosen.
const LOOKED_AT: usize = 6;
/// So long before the county's today residents join the waiting list.
const LISTED_DAYS: i64 = 60;
const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// Who looks for a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Seeker {
    /// The resident.
    Resident,
    /// A professional, for the resident.
    Staff(StaffAt),
}

/// What happens to a booked time before it comes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Change {
    /// The client gives it up and looks for another one later.
    GivenUp,
    /// The client moves it.
    Moved,
    /// The unit has to give it up.
    ByUnit,
}

impl Life<'_> {
    /// Looks for a time.
    pub(super) fn seek(&mut self, case: CaseId, seeker: Seeker) {
        let Some(open) = self.open.get(&case).copied() else { return };
        if self.stage(case) != Some(Stage::AwaitingBooking) || open.ticket.is_some() {
            return;
        }
        let Some(queue) = open.queue else { return };
        if open.urgent {
            return self.seek_at_once(case, queue, seeker);
        }
        let earliest = self.earliest();
        if self.make_room(case, &open, queue) && self.book_first(case, self.now + 2 * DAY, seeker) {
            return;
        }
        let waited_for = self.queues.get(queue).is_some_and(super::Queue::is_waited_for);
        if waited_for || !self.book_first(case, earliest, seeker) {
            self.wait(case, queue);
        }
    }

    /// Opens an extra time for a client whom the line would keep too long; not all are noticed.
    fn make_room(&mut self, case: CaseId, open: &Open, queue: QueueAt) -> bool {
        let need = self.recorder.world.cases.get(&case).and_then(|case| case.need.as_ref());
        let Some(kind) = need.map(|need| need.care) else { return false };
        let people = &self.plan.people;
        let age = people.residents().get(open.resident).map_or(40, |one| people.age_of(one));
        let Some(within) = demand::room_within(kind, age) else { return false };
        let (soon, late) = (self.now + 2 * DAY, self.now + within * DAY);
        let free = self.queues.get(queue).and_then(|state| state.free_from(soon).next());
        if free.is_some_and(|(start, _)| start <= late) || !self.dice.chance(0.78) {
            return false;
        }
        let almanac = &self.plan.almanac;
        let first = almanac.at(soon).max(almanac.at(self.now + within * DAY * 2 / 3));
        let days: Vec<_> = (first..=almanac.at(late))
            .map(|at| almanac.day(at).clone())
            .filter(|day| day.working && day.date >= self.plan.opens_on)
            .collect();
        let team = self.plan.staff.line(queue);
        let mut tries: Vec<_> =
            days.iter().flat_map(|day| team.iter().map(move |staff| (day, *staff))).collect();
        self.dice.shuffle(&mut tries);
        tries.into_iter().any(|(day, staff)| self.open_for(queue, day, staff, 1, soon) > 0)
    }

    /// From when on a client who can wait wants a time: the next days, or when it suits.
    fn earliest(&mut self) -> i64 {
        let days = match self.dice.unit() {
            share if share < 0.62 => 1,
            share if share < 0.86 => self.dice.seconds(2, 4),
            _ => self.dice.seconds(5, 12),
        };
        let almanac = &self.plan.almanac;
        almanac.day(almanac.at(self.now + days * DAY)).starts
    }

    /// Whoever can't wait gets a time today or on the next working day, an extra one if need be.
    fn seek_at_once(&mut self, case: CaseId, queue: QueueAt, seeker: Seeker) {
        let soon = self.now + 1_200;
        let (today, _) = self.plan.almanac.working_time(self.now);
        let first = self.plan.almanac.at(today);
        let next = self.plan.almanac.working_from(first + 1).clone();
        let free = self.queues.get(queue).and_then(|state| state.free_from(soon).next());
        if free.is_none_or(|(start, _)| start > next.closes) {
            let days = [self.plan.almanac.day(first).clone(), next];
            'opened: for day in days {
                let team = self.plan.staff.line(queue);
                let begin = self.dice.below(team.len());
                for staff in team.iter().cycle().skip(begin).take(team.len()) {
                    if day.closes > soon && self.open_for(queue, &day, *staff, 1, soon) > 0 {
                        break 'opened;
                    }
                }
            }
        }
        if !self.book_first(case, soon, seeker) {
            self.wait(case, queue);
        }
    }

    /// Waits for a time; children and young people are called earlier.
    fn wait(&mut self, case: CaseId, queue: QueueAt) {
        let Some(open) = self.open.get(&case).copied() else { return };
        let people = &self.plan.people;
        let age = people.residents().get(open.resident).map_or(40, |one| people.age_of(one));
        let called = self.now - if age < 23 { 21 * DAY } else { 0 };
        // Now and then a paper lies long in a drawer.
        let called = if self.dice.chance(0.012) { called + 70 * DAY } else { called };
        let Some(state) = self.queues.get_mut(queue) else { return };
        let ticket = state.wait(called, case);
        if let Some(open) = self.open.get_mut(&case) {
            open.ticket = Some(ticket);
        }
        self.join_list(case, &open);
        if self.dice.chance(0.035) {
            let at = self.now + self.dice.seconds(5 * DAY, 50 * DAY);
            self.plan_event(at, Event::Withdraw(case));
        }
    }

    /// Whoever waits lately would take a time that somebody gives up; what suits differs by case.
    fn join_list(&mut self, case: CaseId, open: &Open) {
        if self.now < self.ends_at - LISTED_DAYS * DAY {
            return;
        }
        let kind = case.0.as_u128() % 6;
        let own = self.recorder.world.cases.get(&case).map(|case| case.owner.unit().clone());
        let wish = Wish {
            units: own.filter(|_| kind < 3).into_iter().collect(),
            modes: if kind == 1 { vec![Mode::OnSite] } else { Vec::new() },
            notice_hours: if kind == 2 { 48 } else { 24 },
            ..Wish::default()
        };
        let actor = self.seeker(open, Seeker::Resident);
        let command = Command::JoinWaitingList(JoinWaitingList { case, wish });
        // A case that was concluded meanwhile waits for nothing.
        drop(self.act(&actor, &command));
    }

    /// Books the first suitable free time from an instant on; tells whether there was one.
    pub(super) fn book_first(&mut self, case: CaseId, earliest: i64, seeker: Seeker) -> bool {
        let Some(open) = self.open.get(&case).copied() else { return true };
        for _ in 0..3 {
            let Some((start, staff, place)) = self.find_place(&open, earliest) else {
                return false;
            };
            let booking = BookingId(self.dice.id());
            let command = Command::BookVisit(BookVisit { case, booking, place, late: None });
            let actor = self.seeker(&open, seeker);
            match self.act(&actor, &command) {
                Ok(()) => {
                    self.booked(case, booking, start, staff);
                    return true;
                }
                // Somebody was faster: the time is gone, and another one is looked for.
                Err(Refusal::SlotTaken { .. } | Refusal::SlotPast | Refusal::SlotUnknown) => {
                    if let Some(state) = open.queue.and_then(|at| self.queues.get_mut(at)) {
                        state.take(start, staff);
                    }
                }
                Err(_) => return true,
            }
        }
        false
    }

    fn seeker(&self, open: &Open, seeker: Seeker) -> Actor {
        match (seeker, self.plan.people.residents().get(open.resident)) {
            (Seeker::Resident, Some(resident)) => Actor::Resident(resident.id),
            (Seeker::Staff(staff), _) => self.professional(staff),
            (Seeker::Resident, None) => self.professional(0),
        }
    }

    /// The first time, or a near one with somebody who speaks the client's language.
    fn find_place(&mut self, open: &Open, earliest: i64) -> Option<(i64, StaffAt, Place)> {
        let plan = self.plan;
        let state = self.queues.get(open.queue?)?;
        let near: Vec<(i64, StaffAt)> = state.free_from(earliest).take(LOOKED_AT).collect();
        let language = plan.people.residents().get(open.resident)?.details.language;
        let spoken = |staff: StaffAt| plan.staff.get(staff).languages.contains(&language);
        let first = near.first().copied()?;
        let (start, staff) = near.into_iter().find(|(_, staff)| spoken(*staff)).unwrap_or(first);
        let date = plan.almanac.day(plan.almanac.at(start)).date;
        let day = DayKey { professional: plan.staff.get(staff).id, date };
        let start_at = timestamp(start);
        let slot = self.recorder.world.days.get(&day)?.slot(start_at)?;
        let on_site = slot.modes.contains(&Mode::OnSite);
        let remote = slot.modes.iter().copied().find(|mode| *mode != Mode::OnSite);
        let suits = match open.topic {
            Topic::Planned | Topic::Other => 0.6,
            Topic::LongTerm | Topic::Illness | Topic::Mind => 0.4,
            Topic::Movement | Topic::Child => 0.2,
            Topic::Oral => 0.0,
        };
        let mode = match remote {
            Some(Mode::Phone) if !on_site => {
                if self.dice.chance(0.65) {
                    Mode::Phone
                } else {
                    Mode::Video
                }
            }
            Some(remote) if self.dice.chance(suits) => remote,
            _ => Mode::OnSite,
        };
        Some((start, staff, Place { day, start_at, mode }))
    }

    /// What becomes of a booking: most people come.
    fn booked(&mut self, case: CaseId, booking: BookingId, start: i64, staff: StaffAt) {
        let Some(open) = self.open.get_mut(&case) else { return };
        open.met_by = staff;
        let queue = open.queue;
        if let Some(state) = queue.and_then(|at| self.queues.get_mut(at)) {
            state.take(start, staff);
        }
        let ahead = start - self.now;
        if ahead > 26 * HOUR {
            let change = match self.dice.unit() {
                share if share < 0.036 => Some(Change::GivenUp),
                share if share < 0.066 => Some(Change::Moved),
                share if share < 0.080 => Some(Change::ByUnit),
                _ => None,
            };
            if let Some(change) = change {
                let at = self.in_daytime(self.now + HOUR, start - 4 * HOUR);
                return self.plan_event(at, Event::Cancel(case, booking, change));
            }
            if self.dice.chance(0.02) {
                let at = self.in_daytime(self.now + HOUR, start - 4 * HOUR);
                self.plan_event(at, Event::Withdraw(case));
            }
        }
        self.plan_visit(case, booking, start, ahead);
    }

    fn plan_visit(&mut self, case: CaseId, booking: BookingId, start: i64, ahead: i64) {
        // The longer ago a time was booked, the more often it is forgotten.
        let days = f64::from(whole(f64::from(u32::try_from(ahead / DAY).unwrap_or_default())));
        let attendance = if self.dice.chance((0.022 + 0.0022 * days).min(0.09)) {
            Attendance::NoShow
        } else {
            Attendance::Came
        };
        let minutes = self.recorder.world.cases.get(&case).and_then(|case| case.booking());
        let over = start + minutes.map_or(1_800, |booking| i64::from(booking.minutes) * 60);
        let at = over + self.dice.seconds(30, 500);
        self.plan_event(at, Event::Visit(case, booking, attendance));
    }

    /// A moment between two, when people are up.
    fn in_daytime(&mut self, low: i64, high: i64) -> i64 {
        let any = self.dice.seconds(low, high.max(low));
        let almanac = &self.plan.almanac;
        let day = almanac.day(almanac.at(any));
        any.clamp(day.opens - HOUR, day.closes + 5 * HOUR).clamp(low, high.max(low))
    }

    /// A booked time is moved or given up.
    pub(super) fn change(&mut self, case: CaseId, booking: BookingId, change: Change) {
        let Some(open) = self.open.get(&case).copied() else { return };
        let Some(held) = self.recorder.world.cases.get(&case).and_then(|case| case.booking())
        else {
            return;
        };
        if held.id != booking {
            return;
        }
        let (day, start) = (held.day, held.start_at.as_second());
        if change == Change::Moved && self.moved(case, &open, booking, day, start) {
            return;
        }
        let (why, actor) = match change {
            Change::GivenUp | Change::Moved => {
                (Cancelling::ByClient, self.seeker(&open, Seeker::Resident))
            }
            Change::ByUnit => (Cancelling::ByUnit, self.professional(open.met_by)),
        };
        let command = Command::CancelBooking(CancelBooking { case, booking, day, why });
        if self.act(&actor, &command).is_err() {
            return;
        }
        match change {
            Change::ByUnit => {
                // The unit looks for another time before somebody else steps in on this one.
                self.seek(case, Seeker::Staff(open.met_by));
                self.free(&open, start);
            }
            Change::GivenUp | Change::Moved => {
                self.free(&open, start);
                let at = self.now + self.dice.seconds(HOUR, 60 * HOUR);
                self.plan_event(at, Event::Seek(case, Seeker::Resident));
            }
        }
    }

    /// A time is free again, and offered to whoever waits.
    fn free(&mut self, open: &Open, start: i64) {
        let Some(queue) = open.queue else { return };
        if let Some(state) = self.queues.get_mut(queue) {
            state.open(start, open.met_by);
        }
        self.call_waiting(queue);
    }

    fn moved(
        &mut self,
        case: CaseId,
        open: &Open,
        booking: BookingId,
        from: DayKey,
        start: i64,
    ) -> bool {
        let wanted = start + self.dice.seconds(DAY, 9 * DAY);
        let Some((next_start, staff, to)) = self.find_place(open, wanted) else { return false };
        let next = BookingId(self.dice.id());
        let command =
            Command::MoveBooking(MoveBooking { case, booking, from, next, to, late: None });
        let actor = self.seeker(open, Seeker::Resident);
        if self.act(&actor, &command).is_err() {
            return false;
        }
        if let Some(state) = open.queue.and_then(|at| self.queues.get_mut(at)) {
            state.take(next_start, staff);
        }
        if let Some(now_open) = self.open.get_mut(&case) {
            now_open.met_by = staff;
        }
        self.plan_visit(case, next, next_start, next_start - self.now);
        self.free(open, start);
        true
    }

    /// The client withdraws a matter that has not been met yet.
    pub(super) fn withdraw(&mut self, case: CaseId) {
        let Some(open) = self.open.get(&case).copied() else { return };
        let Some(state) = self.recorder.world.cases.get(&case) else { return };
        if !state.visits.is_empty() {
            return;
        }
        let held = state.booking().map(|booking| (booking.day, booking.start_at.as_second()));
        if held.is_some_and(|(_, start)| start <= self.now) {
            return;
        }
        let gives_up = held.map(|(day, _)| day);
        let closing = Closing::Withdrawn;
        let command = Command::CloseCase(CloseCase { case, closing, gives_up });
        let actor = self.seeker(&open, Seeker::Resident);
        if self.act(&actor, &command).is_err() {
            return;
        }
        self.let_go(case);
        if let Some((_, start)) = held {
            self.free(&open, start);
        }
    }
}
