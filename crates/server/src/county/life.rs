//! The county's life: events in order of time, each of which issues commands and plans what people
//! will do next. Refused commands are done in another way, as people do it, or given up.

mod booking;
mod contacts;
mod desk;
mod hours;
mod queue;
mod visits;

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use care::actor::Actor;
use care::case::Stage;
use care::code::Topic;
use care::day::{add_days, add_months};
use care::decide::{Command, RegisterPerson};
use care::id::{BookingId, CaseId};
use care::refusal::Refusal;
use jiff::civil::{Date, Weekday};

use self::desk::Desk;
use self::queue::{Queue, Ticket};
use super::almanac::{Almanac, timestamp};
use super::catchment::{Course, QueueAt, Ways};
use super::forecast::Forecast;
use super::names::Names;
use super::population::Population;
use super::random::Dice;
use super::recorder::Recorder;
use super::staff::{Staff, StaffAt};
use super::words::Words;
use super::{FactSink, Options, Produced, Progress, Promise, Summary, residents, stands_at};
use crate::region::Region;
use crate::staff::{LISTED, PREFIX};

/// How many days ahead times are open for booking.
const HORIZON_DAYS: i32 = 56;
/// The actor of what nobody of the county does.
const MAKER: &str = "system/county";

/// Everything that is settled before life begins.
pub(super) struct Plan<'a> {
    region: &'a Region,
    ways: Ways,
    words: Words,
    forecast: Forecast,
    staff: Staff,
    people: Population,
    almanac: Almanac,
    /// By line: the place of the first day on which its need is counted.
    begins: Vec<usize>,
    opens_on: Date,
    today: Date,
    promise: Option<Promise>,
    seed: u64,
}

/// Something that will happen.
#[derive(Clone, Copy, Debug)]
enum Event {
    /// A day begins.
    Dawn,
    /// Times for those who can't wait are opened for the day that begins.
    Urgent,
    /// Times of a further week are opened.
    Timetable,
    /// Where the line is too long, more times are opened for the next week.
    Reserve,
    /// Somebody makes contact.
    Contact(contacts::Caller),
    /// A professional takes a case to assess it.
    Take(CaseId, StaffAt),
    /// A professional assesses a case.
    Assess(CaseId, StaffAt),
    /// The client can't be reached.
    GiveUp(CaseId, StaffAt),
    /// A time is looked for.
    Seek(CaseId, booking::Seeker),
    /// The client or the unit gives up a time.
    Cancel(CaseId, BookingId, booking::Change),
    /// The client withdraws the matter.
    Withdraw(CaseId),
    /// The time of a visit is over.
    Visit(CaseId, BookingId, visits::Attendance),
    /// A professional concludes a case.
    Conclude(CaseId),
}

struct Planned {
    at: i64,
    order: u64,
    event: Event,
}

impl PartialEq for Planned {
    fn eq(&self, other: &Self) -> bool {
        (self.at, self.order) == (other.at, other.order)
    }
}

impl Eq for Planned {}

impl PartialOrd for Planned {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Planned {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.at, self.order).cmp(&(other.at, other.order))
    }
}

/// What is known of an open case beyond its facts.
#[derive(Clone, Copy, Debug)]
struct Open {
    resident: usize,
    topic: Topic,
    course: Course,
    queue: Option<QueueAt>,
    urgent: bool,
    ticket: Option<Ticket>,
    /// Whether the resident is left to choose a time.
    chooses: bool,
    /// The staff who holds the standing booking.
    met_by: StaffAt,
}

struct Life<'a> {
    plan: &'a Plan<'a>,
    recorder: Recorder<'a>,
    dice: Dice,
    agenda: BinaryHeap<Reverse<Planned>>,
    planned: u64,
    queues: Vec<Queue>,
    desks: Vec<Desk>,
    open: HashMap<CaseId, Open>,
    /// Residents who are born during the year, the last one first.
    unborn: Vec<usize>,
    /// By resident: the topics of the open cases, so that nobody asks for the same thing twice.
    topics: Vec<u8>,
    now: i64,
    ends_at: i64,
}

impl<'a> Plan<'a> {
    /// Makes residents, staff and timetables for a region.
    pub(super) fn new(region: &'a Region, options: Options) -> anyhow::Result<Self> {
        let Options { seed, residents, today, promise } = options;
        let ways = Ways::new(region);
        let names = Names::embedded()?;
        let count = residents.unwrap_or_else(|| region.population());
        let residents = residents::synthesise(region, &ways, &names, seed, count, today);
        let people = Population::new(residents, today, seed);
        let forecast = Forecast::new(seed, &ways, region.units.len(), &people);
        let staff = Staff::hire(region, &ways, &forecast, &names, seed, today);
        let opens_on = add_months(today, -12);
        // A line is as long on the first day as it will be: its people came before.
        let before = |wait: u16| add_days(opens_on, -i32::from(wait));
        let waits = ways.queues.iter().map(|line| line.offer.wait_days);
        let first = before(waits.clone().max().unwrap_or(0));
        let almanac = Almanac::new(first, add_days(today, HORIZON_DAYS + 21));
        let begins = waits.map(|wait| almanac.of(before(wait))).collect();
        Ok(Self {
            region,
            ways,
            words: Words::embedded()?,
            forecast,
            staff,
            people,
            almanac,
            begins,
            opens_on,
            today,
            promise,
            seed,
        })
    }

    /// Lives the year.
    pub(super) fn live<'s>(
        &'s self,
        sink: &'s mut dyn FactSink,
        progress: &mut dyn FnMut(Progress),
    ) -> anyhow::Result<Summary> {
        let mut life = Life {
            plan: self,
            recorder: Recorder::new(sink),
            dice: Dice::new(self.seed, "life"),
            agenda: BinaryHeap::new(),
            planned: 0,
            queues: self.ways.queues.iter().map(|_| Queue::default()).collect(),
            desks: self.region.units.iter().map(|_| Desk::default()).collect(),
            open: HashMap::new(),
            unborn: Vec::new(),
            topics: vec![0; self.people.residents().len()],
            now: self.almanac.day(0).starts,
            ends_at: stands_at(self.today).as_second(),
        };
        life.list_professionals();
        life.register_residents();
        life.plan_event(life.now, Event::Dawn);
        let total = u64::try_from(self.almanac.of(self.today)).unwrap_or_default() + 1;
        let mut done = 0;
        while let Some(Reverse(next)) = life.agenda.pop() {
            if next.at > life.ends_at {
                break;
            }
            life.now = next.at;
            if let Event::Dawn = next.event {
                progress(Progress { done, total });
                done += 1;
            }
            life.happen(next.event);
            if let Some(failure) = life.recorder.failure() {
                return Err(failure);
            }
        }
        progress(Progress { done: total, total });
        Ok(life.recorder.summary)
    }
}

impl Life<'_> {
    fn list_professionals(&mut self) {
        for professional in &self.plan.staff.people {
            let stream = format!("{PREFIX}{}", professional.id);
            let body = serde_json::to_vec(professional).expect("a professional has text keys only");
            self.recorder.state(&Produced {
                stream: &stream,
                expected_sequence: 0,
                actor: MAKER,
                occurred_at: timestamp(self.now),
                person: None,
                kind: LISTED,
                body: &body,
            });
            self.recorder.summary.professionals += 1;
        }
    }

    fn register_residents(&mut self) {
        let first = self.plan.almanac.day(0).date;
        let residents = self.plan.people.residents();
        for (at, resident) in residents.iter().enumerate() {
            if resident.birth_on < first {
                self.register(at);
            } else {
                self.unborn.push(at);
            }
        }
        self.unborn.sort_by_key(|at| Reverse(residents.get(*at).map(|resident| resident.birth_on)));
    }

    fn register(&mut self, at: usize) {
        let Some(resident) = self.plan.people.residents().get(at) else { return };
        let details = resident.details.clone();
        let command = Command::RegisterPerson(RegisterPerson { person: resident.id, details });
        if self.act(&Actor::System("county".to_owned()), &command).is_ok() {
            self.recorder.summary.residents += 1;
        }
    }

    /// Those who were born yesterday are registered.
    fn register_born(&mut self, today: Date) {
        let residents = self.plan.people.residents();
        while let Some(at) = self.unborn.pop() {
            if residents.get(at).is_some_and(|resident| resident.birth_on >= today) {
                self.unborn.push(at);
                return;
            }
            self.register(at);
        }
    }

    fn plan_event(&mut self, at: i64, event: Event) {
        if at <= self.ends_at {
            self.planned += 1;
            self.agenda.push(Reverse(Planned { at, order: self.planned, event }));
        }
    }

    fn act(&mut self, actor: &Actor, command: &Command) -> Result<(), Refusal> {
        let done = self.recorder.act(actor, command, timestamp(self.now));
        if done.is_err() {
            self.recorder.summary.refusals += 1;
        }
        done
    }

    fn professional(&self, at: StaffAt) -> Actor {
        Actor::Professional(self.plan.staff.get(at).id)
    }

    fn stage(&self, case: CaseId) -> Option<Stage> {
        self.recorder.world.cases.get(&case).map(|case| case.stage)
    }

    /// A case that is over is forgotten, and its topic is free for a new one.
    fn let_go(&mut self, case: CaseId) {
        if let Some(open) = self.open.remove(&case) {
            if let (Some(ticket), Some(queue)) =
                (open.ticket, open.queue.and_then(|at| self.queues.get_mut(at)))
            {
                queue.leave(ticket);
            }
            if let Some(topics) = self.topics.get_mut(open.resident) {
                *topics &= !topic_bit(open.topic);
            }
        }
        self.recorder.forget_case(case);
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Dawn => self.dawn(),
            Event::Urgent => self.open_urgent(),
            Event::Timetable => self.open_timetable(),
            Event::Reserve => self.open_reserve(),
            Event::Contact(caller) => self.contact(caller),
            Event::Take(case, staff) => self.take(case, staff),
            Event::Assess(case, staff) => self.assess(case, staff),
            Event::GiveUp(case, staff) => self.give_up(case, staff),
            Event::Seek(case, seeker) => self.seek(case, seeker),
            Event::Cancel(case, booking, change) => self.change(case, booking, change),
            Event::Withdraw(case) => self.withdraw(case),
            Event::Visit(case, booking, attendance) => self.visit(case, booking, attendance),
            Event::Conclude(case) => self.conclude(case),
        }
    }

    fn dawn(&mut self) {
        let almanac = &self.plan.almanac;
        let at = almanac.at(self.now);
        let day = almanac.day(at).clone();
        self.recorder.forget_days_before(day.date);
        for queue in &mut self.queues {
            queue.forget_before(day.starts);
        }
        self.register_born(day.date);
        self.plan_contacts(at);
        if day.date == self.plan.opens_on {
            self.plan_event(day.starts + 4 * 3_600, Event::Timetable);
        } else if day.date > self.plan.opens_on && day.date.weekday() == Weekday::Monday {
            self.plan_event(day.starts + 6 * 3_600, Event::Timetable);
        }
        if day.date >= self.plan.opens_on && day.working {
            self.plan_event(day.opens - 1_800, Event::Urgent);
            if day.date.weekday() == Weekday::Thursday {
                self.plan_event(day.opens + 5 * 3_600, Event::Reserve);
            }
        }
        self.plan_event(almanac.day(at + 1).starts, Event::Dawn);
    }
}

/// The bit by which a topic is remembered.
fn topic_bit(topic: Topic) -> u8 {
    let at = Topic::ALL.iter().position(|one| *one == topic).unwrap_or_default();
    1_u8.checked_shl(u32::try_from(at).unwrap_or_default()).unwrap_or_default()
}
