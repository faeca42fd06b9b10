//! What a built county must be: exact populations, valid numbers, whole facts, and like a county.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use care::calendar::{Day, DayFact, Slot};
use care::case::{AssessmentResult, Case, CaseFact, Stage};
use care::code::Profession;
use care::day::{age_on, day_of};
use care::id::{CaseId, PersonId};
use care::identity::IdentityNumber;
use care::language::Language;
use care::person::{Person, PersonFact};
use care::stream::{DayKey, Stream};
use jiff::civil::date;

use super::catchment::Ways;
use super::names::Names;
use super::residents::{Resident, synthesise};
use super::tally::Tally;
use super::*;
use crate::staff::Professional;

const TODAY: Date = date(2026, 11, 20);
const RESIDENTS: u32 = 10_000;

/// Reads each fact back and keeps what the streams say, and every broken promise.
#[derive(Default)]
struct Reader {
    tally: Tally,
    people: HashMap<PersonId, Person>,
    cases: HashMap<CaseId, Case>,
    days: HashMap<DayKey, Day>,
    staff: Vec<Professional>,
    sequences: HashMap<String, u64>,
    last: Option<Timestamp>,
    broken: Vec<String>,
    hasher: blake3::Hasher,
}

impl FactSink for Reader {
    fn take(&mut self, produced: &Produced<'_>) -> anyhow::Result<()> {
        self.tally.take(produced)?;
        let expected = self.sequences.entry(produced.stream.to_owned()).or_default();
        if *expected != produced.expected_sequence {
            self.broken.push(format!("{}: sequence", produced.stream));
        }
        *expected += 1;
        if self.last > Some(produced.occurred_at) {
            self.broken.push(format!("{}: time runs backwards", produced.stream));
        }
        self.last = Some(produced.occurred_at);
        let at = produced.occurred_at;
        let said = format!(
            "{}|{}|{at}|{:?}|{}|",
            produced.stream, produced.actor, produced.person, produced.kind
        );
        self.hasher.update(said.as_bytes()).update(produced.body);
        let Ok(stream) = produced.stream.parse::<Stream>() else {
            assert_eq!(produced.kind, crate::staff::LISTED);
            self.staff.push(serde_json::from_slice(produced.body)?);
            return Ok(());
        };
        match stream {
            Stream::Filled(_) => panic!("nobody of the county fills in without a name"),
            Stream::Call(_) => panic!("no exchange rings in the county"),
            Stream::Person(id) => {
                let fact: PersonFact = serde_json::from_slice(produced.body)?;
                assert_eq!(fact.kind(), produced.kind);
                let person = Person::fold(id, [(at, fact)]).expect("a person is registered first");
                self.people.insert(id, person);
            }
            Stream::Case(id) => {
                let fact: CaseFact = serde_json::from_slice(produced.body)?;
                assert_eq!(fact.kind(), produced.kind);
                match self.cases.get_mut(&id) {
                    Some(case) => case.apply(at, fact),
                    None => drop(self.cases.insert(id, Case::fold(id, [(at, fact)]).unwrap())),
                }
                if produced.person != Some(&*self.cases[&id].person.to_string()) {
                    self.broken.push(format!("{}: sealed for another person", produced.stream));
                }
            }
            Stream::Day(key) => {
                let fact: DayFact = serde_json::from_slice(produced.body)?;
                assert_eq!(fact.kind(), produced.kind);
                self.day(key, at, fact);
            }
        }
        Ok(())
    }
}

impl Reader {
    fn day(&mut self, key: DayKey, at: Timestamp, fact: DayFact) {
        let day = self.days.entry(key).or_insert_with(|| Day { key, slots: Vec::new() });
        if let DayFact::SlotBooked { start_at, .. } = &fact {
            let free = day.slot(*start_at).is_some_and(Slot::is_free);
            if !free || *start_at <= at {
                self.broken.push(format!("{key:?}: {start_at} is not free when it is booked"));
            }
        }
        day.apply(at, fact);
    }
}

fn built(seed: u64, residents: u32) -> (Reader, Summary) {
    let (region, _) = Region::embedded();
    let mut reader = Reader::default();
    let options = Options { seed, residents: Some(residents), today: TODAY, promise: None };
    let summary = build(&mut reader, &region, options, &mut |_| {}).unwrap();
    (reader, summary)
}

static COUNTY: LazyLock<(Reader, Summary)> = LazyLock::new(|| built(1, RESIDENTS));

fn everybody(seed: u64, count: u32) -> (Region, Vec<Resident>) {
    let (region, _) = Region::embedded();
    let ways = Ways::new(&region);
    let names = Names::embedded().unwrap();
    let residents = synthesise(&region, &ways, &names, seed, count, TODAY);
    (region, residents)
}

fn homes(residents: &[Resident]) -> BTreeMap<&str, u32> {
    let mut homes = BTreeMap::new();
    for resident in residents {
        *homes.entry(resident.details.municipality.as_deref().unwrap()).or_default() += 1;
    }
    homes
}

#[test]
fn as_many_live_in_each_municipality_as_there_are() {
    let (region, residents) = everybody(1, 98_972);
    assert_eq!(residents.len(), 98_972);
    for home in &region.municipalities {
        let of_home =
            || residents.iter().filter(|one| one.details.municipality.as_ref() == Some(&home.code));
        assert_eq!(of_home().count(), usize::try_from(home.population).unwrap(), "{}", home.code);
        let share =
            |count: usize| f64::from(u32::try_from(count).unwrap()) / f64::from(home.population);
        let swedish = share(of_home().filter(|one| one.details.language == Language::Sv).count());
        assert!((swedish - home.swedish * 0.93).abs() < 0.02, "{}: {swedish}", home.code);
        let counted: u32 = home.ages.iter().map(|(_, count)| count).sum();
        let old: u32 =
            home.ages.iter().filter(|(first, _)| *first >= 75).map(|(_, count)| count).sum();
        let made = share(of_home().filter(|one| age_on(one.birth_on, TODAY) >= 75).count());
        assert!(
            (made - f64::from(old) / f64::from(counted)).abs() < 0.003,
            "{}: {made}",
            home.code
        );
    }
}

#[test]
fn fewer_residents_are_shared_out_alike() {
    for (count, porvoo) in [(1_000, 518), (7, 4), (0, 0)] {
        let (_, residents) = everybody(1, count);
        assert_eq!(residents.len(), usize::try_from(count).unwrap());
        assert_eq!(homes(&residents).get("638").copied().unwrap_or_default(), porvoo);
    }
}

#[test]
fn identity_numbers_are_valid_test_numbers_and_everybodys_own() {
    let (_, residents) = everybody(1, 98_972);
    let mut seen = HashSet::new();
    let mut new_signs = 0;
    for resident in &residents {
        let text = resident.details.identity.as_deref().expect("everybody has a number");
        let number = IdentityNumber::parse(text).unwrap();
        assert!(number.is_test());
        assert_eq!(number.birth_date(), resident.birth_on);
        assert_eq!(resident.details.birth_on, Some(resident.birth_on));
        assert!(resident.birth_on < TODAY && age_on(resident.birth_on, TODAY) <= 104);
        assert!(seen.insert(text), "{number} is given twice");
        new_signs += usize::from(!text.contains(['-', 'A', '+']));
    }
    assert!(new_signs > 100, "the signs of 2023 are in use: {new_signs}");
    let ids: HashSet<_> = residents.iter().map(|one| one.id).collect();
    let phones: HashSet<_> =
        residents.iter().filter_map(|one| one.details.phone.as_ref()).collect();
    let with_phone = residents.iter().filter(|one| one.details.phone.is_some()).count();
    assert_eq!((ids.len(), phones.len()), (residents.len(), with_phone));
    let protected = residents.iter().filter(|one| one.details.protected).count();
    assert!((250..600).contains(&protected), "{protected}");
}

#[test]
fn the_same_seed_makes_the_same_county() {
    let hash = |seed| built(seed, 700).0.hasher.finalize();
    let first = hash(5);
    assert_eq!(first, hash(5));
    assert_ne!(first, hash(6));
}

#[test]
fn every_fact_reads_back_and_no_promise_is_broken() {
    let (reader, summary) = &*COUNTY;
    assert!(reader.broken.is_empty(), "{:#?}", reader.broken);
    assert_eq!(reader.people.len(), usize::try_from(RESIDENTS).unwrap());
    assert_eq!(summary.residents, u64::from(RESIDENTS));
    assert_eq!(usize::try_from(summary.cases).unwrap(), reader.cases.len());
    assert_eq!(usize::try_from(summary.professionals).unwrap(), reader.staff.len());
    assert_eq!(summary.facts, reader.sequences.values().sum::<u64>());
    assert!(reader.last.unwrap() <= stands_at(TODAY));
}

#[test]
fn every_open_case_has_a_step_and_every_booking_its_time() {
    let (reader, _) = &*COUNTY;
    let mut held = 0;
    for case in reader.cases.values() {
        assert!(reader.people.contains_key(&case.person));
        assert_eq!(case.is_open(), case.step().is_some());
        assert!(case.closed.is_none_or(|(at, _)| at >= case.contact.at));
        if let Some(booking) = case.booking() {
            let slot = reader.days[&booking.day].slot(booking.start_at).unwrap();
            assert_eq!(slot.booked(), Some((booking.id, case.id)));
            held += 1;
        }
    }
    assert!(held > 20, "{held} bookings stand");
    let today = |day: &&Day| day.key.date >= TODAY;
    for day in reader.days.values().filter(today) {
        for (booking, case) in day.slots.iter().filter_map(Slot::booked) {
            let ended = reader.cases[&case].bookings.iter().any(|one| one.id == booking);
            assert!(ended, "a time is held by a case that does not know of it");
        }
    }
}

#[test]
fn professionals_work_on_working_days_at_their_unit() {
    let (reader, _) = &*COUNTY;
    let (region, _) = Region::embedded();
    for day in reader.days.values() {
        let professional = reader.staff.iter().find(|one| one.id == day.key.professional).unwrap();
        for slot in &day.slots {
            assert_eq!(slot.unit, professional.unit);
            assert_eq!(slot.profession, professional.profession);
            let begins = care::day::local(slot.start_at);
            assert_eq!(begins.date(), day.key.date);
            let unit = region.unit(&slot.unit).unwrap();
            assert!(begins.time() >= unit.opens && begins.time() < unit.closes);
        }
        assert!(care::day::is_working_day(day.key.date, Eves::default()));
    }
}

#[test]
fn the_county_is_like_one() {
    let (reader, summary) = &*COUNTY;
    let tally = &reader.tally;
    let yearly = f64::from(u32::try_from(summary.cases).unwrap()) / f64::from(RESIDENTS);
    assert!((1.05..1.45).contains(&yearly), "{yearly} matters a resident");
    let in_time = tally.assessed_in_time(|_| true);
    assert!((0.88..0.995).contains(&in_time), "{in_time} assessed in time");
    let advice = tally.result_share(|result| *result == AssessmentResult::Advice);
    assert!((0.33..0.42).contains(&advice), "{advice} solved by advice");
    let missed = tally.no_show_share();
    assert!((0.02..0.07).contains(&missed), "{missed} missed");
    let cancelled = tally.cancelled_share();
    assert!((0.05..0.11).contains(&cancelled), "{cancelled} cancelled or moved");
    let waits = tally.waits(|case| {
        let profession = case.visits.first()?.profession;
        let counted = matches!(profession, Profession::Doctor | Profession::Nurse);
        counted.then(|| case.contact.municipality.clone())?
    });
    let (porvoo, loviisa) = (waits["638"].share_within(7), waits["434"].share_within(7));
    assert!(porvoo > 0.7, "{porvoo} within a week in Porvoo");
    assert!(porvoo > loviisa + 0.1, "Loviisa waits longer: {loviisa}");
    let oral = tally.waits(|case| Some(case.visits.first()?.profession == Profession::Dentist));
    assert!(oral[&true].quantile(0.9) > 40 && oral[&false].quantile(0.5) < 14);
}

#[test]
fn weeks_and_seasons_have_their_rhythm() {
    let (reader, _) = &*COUNTY;
    let contacts = |is: &dyn Fn(Date) -> bool| {
        reader.cases.values().filter(|case| is(day_of(case.contact.at))).count()
    };
    let weekday = |day: Date| day.weekday().to_monday_zero_offset();
    assert!(contacts(&|day| weekday(day) == 0) > contacts(&|day| weekday(day) == 4));
    assert!(contacts(&|day| weekday(day) == 6) * 3 < contacts(&|day| weekday(day) == 2));
    assert!(contacts(&|day| day.month() == 7) * 5 < contacts(&|day| day.month() == 1) * 4);
}

#[test]
fn on_today_there_is_work_and_there_are_times() {
    let (reader, _) = &*COUNTY;
    let now = stands_at(TODAY);
    let stages = reader.tally.stages();
    for stage in ["awaiting-assessment", "awaiting-booking", "booked"] {
        assert!(stages.get(stage).copied().unwrap_or_default() > 0, "{stage}: {stages:?}");
    }
    let free = |profession| {
        let days = reader.days.values();
        days.flat_map(|day| day.free_from(now)).filter(|slot| slot.profession == profession).count()
    };
    for profession in [Profession::Doctor, Profession::Nurse, Profession::Physiotherapist] {
        assert!(free(profession) > 10, "{profession:?}");
    }
    let last = reader.days.values().map(|day| day.key.date).max().unwrap();
    assert!(care::day::days_between(TODAY, last) >= 50, "{last}");
}

#[test]
fn the_demo_users_have_matters_of_their_own() {
    let (reader, _) = &*COUNTY;
    let (region, _) = Region::embedded();
    for user in demo_users(&region) {
        if let Some(person) = user.person {
            let details = &reader.people[&person].details;
            assert_eq!(details.language, user.language);
            assert_eq!(details.municipality.as_deref(), user.municipality);
            assert!(reader.cases.values().any(|case| case.person == person), "{}", user.login);
        }
        if let Some(professional) = user.professional {
            let listed = reader.staff.iter().find(|one| one.id == professional).unwrap();
            assert_eq!(Some(&listed.unit), user.unit.as_ref());
            assert!(reader.days.values().any(|day| day.key.professional == professional));
        }
    }
    let stages = |login: &str| -> Vec<Stage> {
        let users = demo_users(&region);
        let person = users.iter().find(|user| user.login == login).unwrap().person.unwrap();
        let cases = reader.cases.values().filter(|case| case.person == person);
        cases.map(|case| case.stage).collect()
    };
    assert!(stages("aino").contains(&Stage::AwaitingAssessment));
    assert!(stages("maya").contains(&Stage::AwaitingBooking));
}

#[test]
fn contacts_say_how_to_be_reached_as_the_form_does() {
    let (reader, _) = &*COUNTY;
    let parts = |case: &Case| case.contact.reach.split('|').map(str::to_owned).collect::<Vec<_>>();
    for case in reader.cases.values() {
        let told = parts(case);
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told[0] == "message" || (told[0] == "phone" && told[1].starts_with("+358 457 ")));
    }
    let contacts: HashSet<_> = reader.cases.values().map(|case| case.contact.id).collect();
    assert!(contacts.len() < reader.cases.len(), "some contacts bring several matters");
}

#[test]
fn a_handful_of_residents_is_a_county_too() {
    for residents in [0, 1, 25] {
        let (reader, summary) = built(2, residents);
        assert!(reader.broken.is_empty(), "{:#?}", reader.broken);
        assert_eq!(summary.residents, u64::from(residents));
    }
}

#[test]
fn a_sink_that_fails_stops_the_building() {
    struct Full;
    impl FactSink for Full {
        fn take(&mut self, _: &Produced<'_>) -> anyhow::Result<()> {
            anyhow::bail!("the disk is full")
        }
    }
    let (region, _) = Region::embedded();
    let options = Options { seed: 1, residents: Some(50), today: TODAY, promise: None };
    let told = build(&mut Full, &region, options, &mut |_| {}).unwrap_err();
    assert_eq!(told.to_string(), "the disk is full");
}
