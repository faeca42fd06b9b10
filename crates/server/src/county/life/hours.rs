//! Opening times for booking: the timetable eight weeks ahead, times for those who can't wait on
//! the same morning, and a reserve for the next week where the line has grown too long.

use care::calendar::{Hours, OpenSlot};
use care::code::{Mode, Profession};
use care::day::add_days;
use care::decide::{Command, OpenHours};
use care::stream::DayKey;

use super::{Event, HORIZON_DAYS, Life, StaffAt};
use crate::county::almanac::{DayPlan, timestamp};
use crate::county::catchment::QueueAt;
use crate::county::random::{share_of, whole};
use crate::region::UnitKind;

/// Some times go to people who do not come, so a little more is opened than is needed.
const LOST: f64 = 1.035;
/// How fast a line that is too long is shortened.
const GAIN: f64 = 0.35;
const MORNING_ENDS: i64 = 3 * 3_600 + 1_800;
const AFTERNOON_BEGINS: i64 = 4 * 3_600;
const AFTERNOON_ENDS: i64 = 7 * 3_600 + 2_700;

impl Life<'_> {
    /// Opens the timetable: all of the horizon at first, then one further week.
    pub(super) fn open_timetable(&mut self) {
        let almanac = &self.plan.almanac;
        let today = almanac.at(self.now);
        let date = almanac.day(today).date;
        let first = date == self.plan.opens_on;
        let from = if first { date } else { add_days(date, HORIZON_DAYS) };
        let until = add_days(date, HORIZON_DAYS + 7);
        // On the first day the horizon ends with a whole week, as it does on every Monday.
        let to_monday = i32::from(date.weekday().to_monday_zero_offset());
        let until = if first { add_days(until, -to_monday) } else { until };
        for at in almanac.of(from)..almanac.of(until) {
            let day = self.plan.almanac.day(at).clone();
            if day.working {
                for queue in 0..self.queues.len() {
                    self.open_day(queue, &day);
                }
            }
        }
        for queue in 0..self.queues.len() {
            self.call_waiting(queue);
        }
    }

    fn open_day(&mut self, queue: QueueAt, day: &DayPlan) {
        let Some(line) = self.plan.ways.queues.get(queue) else { return };
        let later = self.plan.forecast.later.get(queue).copied().unwrap_or_default();
        let wanted = later * line.offer.timetable * LOST * day.staffing;
        let Some(state) = self.queues.get_mut(queue) else { return };
        state.owed += wanted;
        let count = whole(state.owed.floor());
        state.owed -= f64::from(count);
        self.open_times(queue, day, count, day.opens);
    }

    /// Opens times for those who can't wait.
    pub(super) fn open_urgent(&mut self) {
        let day = self.plan.almanac.day(self.plan.almanac.at(self.now)).clone();
        for queue in 0..self.queues.len() {
            let soon = self.plan.forecast.soon.get(queue).copied().unwrap_or_default();
            let count = self.dice.about(soon * day.rush * 0.95);
            self.open_times(queue, &day, count, day.opens + 1_800);
        }
    }

    /// Opens more times for the next week where the line is longer than planned.
    pub(super) fn open_reserve(&mut self) {
        let today = self.plan.almanac.at(self.now);
        let next_week: Vec<DayPlan> = (today + 1..today + 9)
            .map(|at| self.plan.almanac.day(at).clone())
            .filter(|day| day.working)
            .skip(1)
            .take(5)
            .collect();
        for queue in 0..self.queues.len() {
            let Some(line) = self.plan.ways.queues.get(queue) else { continue };
            let later = self.plan.forecast.later.get(queue).copied().unwrap_or_default();
            let planned = later * 5.0 / 7.0 * f64::from(line.offer.wait_days);
            let length = self.queues.get(queue).map_or(0, super::Queue::length);
            let too_long = f64::from(u32::try_from(length).unwrap_or(u32::MAX)) - planned;
            let most = later * 5.0 * line.offer.reserve;
            let count = self.dice.about((too_long * GAIN).clamp(0.0, most));
            for (n, day) in (0..).zip(&next_week) {
                let days = u32::try_from(next_week.len()).unwrap_or(1).max(1);
                let share = count / days + u32::from(n < count % days);
                self.open_times(queue, day, share, day.opens);
            }
            self.call_waiting(queue);
        }
    }

    /// Opens so many times of a day, spread over those who work.
    fn open_times(&mut self, queue: QueueAt, day: &DayPlan, count: u32, from: i64) {
        let team = self.plan.staff.line(queue);
        if count == 0 || team.is_empty() {
            return;
        }
        let begin = self.dice.below(team.len());
        let mut order: Vec<StaffAt> =
            team.iter().cycle().skip(begin).take(team.len()).copied().collect();
        let at_work = share_of(team.len() + 1, day.staffing.min(0.999) + 0.15).max(1);
        order.truncate(at_work.min(team.len()));
        let people = u32::try_from(order.len()).unwrap_or(1).max(1);
        for (n, staff) in (0..).zip(order) {
            let share = count / people + u32::from(n < count % people);
            self.open_for(queue, day, staff, share, from);
        }
    }

    /// Opens times of one professional; fewer when the day is full. Tells how many.
    pub(super) fn open_for(
        &mut self,
        queue: QueueAt,
        day: &DayPlan,
        staff: StaffAt,
        count: u32,
        from: i64,
    ) -> usize {
        let professional = self.plan.staff.get(staff);
        let profession = professional.profession;
        let kind = self.kind_of(queue);
        let minutes = minutes_of(profession, kind);
        let key = DayKey { professional: professional.id, date: day.date };
        let mut starts = self.free_cells(key, day, minutes, from);
        self.dice.shuffle(&mut starts);
        starts.truncate(usize::try_from(count).unwrap_or_default());
        starts.sort_unstable();
        if starts.is_empty() {
            return 0;
        }
        let slots = starts
            .iter()
            .map(|start| OpenSlot {
                start_at: timestamp(*start),
                minutes,
                modes: self.modes_of(profession, kind),
            })
            .collect();
        let hours = Hours {
            unit: professional.unit.clone(),
            profession,
            languages: professional.languages.clone(),
            slots,
        };
        let command = Command::OpenHours(OpenHours { day: key, hours });
        if self.act(&self.professional(staff), &command).is_err() {
            return 0;
        }
        if let Some(state) = self.queues.get_mut(queue) {
            for start in &starts {
                state.open(*start, staff);
            }
        }
        starts.len()
    }

    /// The beginnings that overlap no time of the day, before and after lunch.
    fn free_cells(&self, key: DayKey, day: &DayPlan, minutes: u16, from: i64) -> Vec<i64> {
        let length = i64::from(minutes) * 60;
        let cells = |begin: i64, end: i64| {
            (0..).map(move |n| begin + n * length).take_while(move |start| start + length <= end)
        };
        let taken: Vec<(i64, i64)> = self
            .recorder
            .world
            .days
            .get(&key)
            .into_iter()
            .flat_map(|day| &day.slots)
            .map(|slot| {
                let start = slot.start_at.as_second();
                (start, start + i64::from(slot.minutes) * 60)
            })
            .collect();
        cells(day.opens, day.opens + MORNING_ENDS)
            .chain(cells(day.opens + AFTERNOON_BEGINS, day.opens + AFTERNOON_ENDS))
            .filter(|start| *start >= from)
            .filter(|start| {
                taken.iter().all(|(begin, end)| start + length <= *begin || start >= end)
            })
            .collect()
    }

    fn kind_of(&self, queue: QueueAt) -> UnitKind {
        let line = self.plan.ways.queues.get(queue);
        line.and_then(|line| self.plan.region.units.get(line.unit))
            .map_or(UnitKind::HealthStation, |unit| unit.kind)
    }

    fn modes_of(&mut self, profession: Profession, kind: UnitKind) -> Vec<Mode> {
        let remote = match profession {
            _ if kind == UnitKind::Digital => return vec![Mode::Phone, Mode::Video],
            Profession::Doctor | Profession::Nurse => (0.4, Mode::Phone),
            Profession::PublicHealthNurse => (0.25, Mode::Phone),
            Profession::Physiotherapist => (0.2, Mode::Video),
            Profession::MentalHealth => (0.5, Mode::Video),
            Profession::Dentist | Profession::Hygienist => return vec![Mode::OnSite],
        };
        let (share, mode) = remote;
        if self.dice.chance(share) { vec![Mode::OnSite, mode] } else { vec![Mode::OnSite] }
    }

    /// Those who wait without a time are called when there are times again.
    pub(super) fn call_waiting(&mut self, queue: QueueAt) {
        let earliest = self.now + 2 * 86_400;
        let mut seconds = 60;
        while let Some(state) = self.queues.get_mut(queue) {
            let free = state.free_from(earliest).next().is_some();
            let Some((ticket, case)) = state.first_waiting().filter(|_| free) else { return };
            state.leave(ticket);
            if let Some(open) = self.open.get_mut(&case) {
                open.ticket = None;
            }
            let caller = self.plan.staff.line(queue).first().copied().unwrap_or_default();
            if !self.book_first(case, earliest, super::booking::Seeker::Staff(caller)) {
                let at = self.now + seconds;
                seconds += 60;
                let again = super::booking::Seeker::Staff(caller);
                self.plan_event(at, Event::Seek(case, again));
            }
        }
    }
}

fn minutes_of(profession: Profession, kind: UnitKind) -> u16 {
    match profession {
        Profession::Doctor | Profession::Nurse if kind == UnitKind::Digital => 20,
        Profession::Doctor | Profession::Nurse => 30,
        Profession::Dentist => 40,
        Profession::PublicHealthNurse | Profession::Physiotherapist | Profession::Hygienist => 45,
        Profession::MentalHealth => 60,
    }
}
