//! Made-up cases for tests and for measuring: the same seed gives the same cases.

use care::clock::CareKind;
use care::code::{Channel, Closing, Mode, Profession, Register, Topic, Urgency};
use care::day::{add_days, add_months, day_of, instant};
use care::id::{CaseId, ContactId, PersonId, UnitId};
use care::language::Language;
use care::view::CaseRow;
use jiff::Timestamp;
use jiff::civil::{Date, Time, date};
use uuid::Uuid;

/// The day on which the cases stand.
pub(crate) const TODAY: Date = date(2026, 10, 20);

const MUNICIPALITIES: [&str; 7] = ["638", "753", "434", "018", "504", "616", "407"];

/// `count` cases of at most `persons` people and `units` units, begun in the last `days` days.
pub(crate) fn cases(seed: u64, count: u64, persons: u64, units: u64, days: u64) -> Vec<CaseRow> {
    let mut dice = Dice(seed);
    let case = |number| dice.case(number, persons.max(1), units.max(1), days.max(1));
    (1..=count).map(case).collect()
}

struct Dice(u64);

impl Dice {
    // SplitMix64: short, and the same on every machine.
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % end
    }

    fn chance(&mut self, per_cent: u64) -> bool {
        self.below(100) < per_cent
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        let place = self.below(u64::try_from(all.len()).ok()?);
        usize::try_from(place).ok().and_then(|place| all.get(place)).copied()
    }

    fn unit(&mut self, units: u64) -> UnitId {
        UnitId(format!("unit-{}", self.below(units)).into())
    }

    fn days(&mut self, end: u64) -> i32 {
        i32::try_from(self.below(end)).unwrap_or(0)
    }

    fn at(&mut self, day: Date) -> Timestamp {
        let part = |value| i8::try_from(value).unwrap_or(0);
        let (hour, minute) = (part(self.below(24)), part(self.below(60)));
        instant(day, Time::new(hour, minute, 0, 0).unwrap_or(Time::MIN)).earliest()
    }

    // An earlier day would be after what it follows, a later one after today.
    fn after(&mut self, at: Timestamp, days: u64) -> Option<Timestamp> {
        let day = add_days(day_of(at), self.days(days));
        let next = self.at(day).max(at);
        (day <= TODAY).then_some(next)
    }

    fn case(&mut self, number: u64, persons: u64, units: u64, days: u64) -> CaseRow {
        let person = self.below(persons);
        let contact_on = add_days(TODAY, -self.days(days));
        let contact_at = self.at(contact_on);
        let unit = self.unit(units);
        let mut case = CaseRow {
            case: CaseId(Uuid::from_u128(u128::from(number) << 64 | u128::from(self.below(9)))),
            person: PersonId(Uuid::from_u128(u128::from(person))),
            contact: ContactId(Uuid::from_u128(u128::from(number))),
            register: Register::Patient,
            topic: self.one_of(Topic::ALL).unwrap_or(Topic::Other),
            channel: self.one_of(Channel::ALL).unwrap_or(Channel::Web),
            contact_at,
            contact_unit: unit.clone(),
            language: self.one_of(&Language::ALL).unwrap_or(Language::Fi),
            municipality: self.one_of(&MUNICIPALITIES).map(str::to_owned),
            age: Some(i16::try_from(person % 97).unwrap_or(0)),
            stage: "awaiting-assessment",
            step: Some("assess"),
            owner_unit: unit,
            owner: None,
            assessed_at: None,
            urgency: None,
            care: None,
            profession: None,
            need_at: None,
            due_on: Some(contact_on),
            due_rule: None,
            assess_by: Some(add_days(contact_on, i32::from(self.chance(30)))),
            treat_by: None,
            booked_for: None,
            mode: None,
            met_at: None,
            met_profession: None,
            met_unit: None,
            closed_at: None,
            safety_since: None,
            unanswered_since: None,
            snoozed_until: None,
            named: None,
            closing: None,
            changed_at: contact_at,
        };
        if self.chance(3) {
            (case.municipality, case.age) = (None, None);
        }
        if self.chance(95) {
            self.assess(&mut case, units);
        }
        if self.chance(40) && case.closed_at.is_none() {
            let since = case.met_at.or(case.assessed_at).unwrap_or(contact_at);
            let closing = if case.met_at.is_some() { Closing::Treated } else { Closing::Withdrawn };
            self.close(&mut case, since, closing);
        }
        case
    }

    fn assess(&mut self, case: &mut CaseRow, units: u64) {
        let delay = if self.chance(80) { 1 } else { 6 };
        let Some(assessed_at) = self.after(case.contact_at, delay) else { return };
        case.assessed_at = Some(assessed_at);
        case.due_on = None;
        let urgent = self.chance(10);
        case.urgency = Some(if urgent { Urgency::Urgent } else { Urgency::NonUrgent });
        if self.chance(35) {
            self.close(case, assessed_at, Closing::Advised);
            return;
        }
        case.stage = "awaiting-booking";
        case.need_at = Some(assessed_at);
        case.care = self.one_of(&[CareKind::Primary, CareKind::Oral, CareKind::PrimaryOther]);
        case.profession = self.one_of(Profession::ALL);
        case.owner_unit = self.unit(units);
        let assessed_on = day_of(assessed_at);
        let limit =
            if self.chance(50) { add_days(assessed_on, 14) } else { add_months(assessed_on, 3) };
        case.treat_by = (!urgent).then_some(limit);
        case.due_on = case.treat_by;
        if self.chance(80) {
            case.stage = "booked";
            case.mode = self.one_of(Mode::ALL);
            let span = if self.chance(90) { 20 } else { 160 };
            let met_at = self.after(assessed_at, span);
            case.booked_for = met_at.or(Some(self.at(add_days(TODAY, 9))));
            case.met_at = met_at.filter(|_| self.chance(95));
        }
        if let Some(met_at) = case.met_at {
            case.stage = "met";
            case.due_on = None;
            case.met_profession = case.profession;
            case.met_unit = Some(self.unit(units));
            if self.chance(10) {
                case.stage = if self.chance(50) { "awaiting-booking" } else { "booked" };
                case.care = Some(CareKind::FollowOnDoctor);
                case.profession = Some(Profession::Doctor);
                case.need_at = Some(met_at);
                case.due_on = Some(add_days(day_of(met_at), 7));
            }
        }
    }

    fn close(&mut self, case: &mut CaseRow, since: Timestamp, closing: Closing) {
        let span = if closing == Closing::Advised { 1 } else { 5 };
        if let Some(closed_at) = self.after(since, span) {
            (case.stage, case.step, case.due_on) = ("closed", None, None);
            (case.closed_at, case.closing) = (Some(closed_at), Some(closing));
        }
    }
}
