//! The waiting list over random days: times go to whoever the law lets wait the least, a held time is
//! nobody else's, and no time is booked twice.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a failing test says so")]
#![expect(clippy::indexing_slicing, reason = "a missing element is a failing test")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use care::calendar::{Day, Hours, OpenSlot, Slot, SlotState};
use care::case::Case;
use care::clock::CareKind;
use care::code::{Cancelling, Channel, Closing, Mode, Profession, Topic, Urgency};
use care::day::{day_of, local};
use care::decide::{
    AssessNeed, AssessedAs, BookVisit, CancelBooking, CareFact, CloseCase, Command, EndOffer,
    JoinWaitingList, LeaveWaitingList, Matter, OfferTime, OpenHours, Place, ReceiveContact,
    RegisterPerson, TakeOffer, World, decide,
};
use care::id::{BookingId, CaseId, ContactId, OfferId, PersonId, ProfessionalId, UnitId};
use care::language::Language;
use care::law::Law;
use care::person::{Details, Person};
use care::refusal::Refusal;
use care::stream::{DayKey, Stream};
use care::view::{WaitingRow, slot_rows, waiting_row};
use care::waiting::{OfferEnding, Policy, Wish};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use uuid::Uuid;

static POLICY: LazyLock<Policy> =
    LazyLock::new(|| toml::from_str(include_str!("../../../content/waiting.toml")).unwrap());

static LAW: LazyLock<Law> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/law");
    let (mut files, mut folders) = (BTreeMap::new(), vec![root.clone()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
                files.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    Law::parse(files.iter().map(|(path, text)| (&**path, &**text))).0
});

const CASES: usize = 5;
const DOCTOR: ProfessionalId = ProfessionalId(Uuid::from_u128(7));
const NURSE: ProfessionalId = ProfessionalId(Uuid::from_u128(8));

fn case(number: usize) -> CaseId {
    CaseId(Uuid::from_u128(100 + number as u128))
}

fn day_key(number: usize) -> DayKey {
    let date = [date(2026, 11, 27), date(2026, 12, 3)][number % 2];
    DayKey { professional: DOCTOR, date }
}

fn unit(number: usize) -> UnitId {
    UnitId::from(["nasi", "loviisa"][number % 2])
}

/// Something that somebody does.
#[derive(Clone, Debug)]
enum Event {
    Joins(usize, Wish),
    Leaves(usize),
    Books(usize, usize),
    Cancels(usize),
    Takes(usize),
    Declines(usize),
    Closes(usize),
}

fn wish() -> impl Strategy<Value = Wish> {
    let units = proptest::sample::subsequence(vec![unit(0), unit(1)], 0..=1);
    let modes = proptest::sample::subsequence(vec![Mode::OnSite, Mode::Phone], 0..=2);
    let from = proptest::option::of(Just(date(2026, 12, 1)));
    (units, modes, from, 0..30_u16).prop_map(|(units, modes, from_on, notice_hours)| Wish {
        units,
        modes,
        from_on,
        notice_hours,
        ..Wish::default()
    })
}

fn event() -> impl Strategy<Value = (i64, Event)> {
    let who = 0..CASES;
    let event = prop_oneof![
        4 => (who.clone(), wish()).prop_map(|(case, wish)| Event::Joins(case, wish)),
        1 => who.clone().prop_map(Event::Leaves),
        4 => (who.clone(), 0..8_usize).prop_map(|(case, slot)| Event::Books(case, slot)),
        4 => who.clone().prop_map(Event::Cancels),
        3 => who.clone().prop_map(Event::Takes),
        2 => who.clone().prop_map(Event::Declines),
        1 => who.prop_map(Event::Closes),
    ];
    (0..150_i64, event)
}

/// A small county with a doctor of two days and some who wait.
struct County {
    world: World,
    now: Timestamp,
    ids: u128,
}

impl County {
    fn begin() -> Self {
        let now = "2026-11-26T07:00:00Z".parse().unwrap();
        let mut county = Self { world: World::default(), now, ids: 1_000 };
        let person = PersonId(Uuid::from_u128(9));
        let details = Details {
            family: "Virtanen".to_owned(),
            given: "Aino".to_owned(),
            identity: None,
            birth_on: Some(date(1980, 1, 1)),
            language: Language::Fi,
            municipality: None,
            postal_code: None,
            phone: None,
            protected: false,
        };
        county.act(&Command::RegisterPerson(RegisterPerson { person, details })).unwrap();
        let matter = |number| Matter {
            case: case(number),
            topic: Topic::Movement,
            words: "Knee".to_owned(),
        };
        county
            .act(&Command::ReceiveContact(ReceiveContact {
                made_by: None,
                signs: false,
                noticed_by: String::new(),
                contact: ContactId(Uuid::from_u128(5)),
                person,
                channel: Channel::Web,
                unit: unit(0),
                language: Language::Fi,
                reach: String::new(),
                callback: None,
                matters: (0..CASES).map(matter).collect(),
            }))
            .unwrap();
        for number in 0..CASES {
            let care = [CareKind::Primary, CareKind::PrimaryOther][number % 2];
            county.now = county.now.checked_add(SignedDuration::from_mins(1)).unwrap();
            county
                .act(&Command::AssessNeed(AssessNeed {
                    case: case(number),
                    by: NURSE,
                    profession: Profession::Nurse,
                    urgency: [Urgency::NonUrgent, Urgency::Urgent][number / 3],
                    result: AssessedAs::Appointment { care, profession: Profession::Doctor },
                    unit: unit(number),
                    note: String::new(),
                    told: "Wait".to_owned(),
                }))
                .unwrap();
        }
        for number in 0..2 {
            let day = day_key(number);
            let start = |hour: i8| {
                care::day::instant(day.date, jiff::civil::time(hour, 0, 0, 0)).earliest()
            };
            let slot = |hour| OpenSlot {
                start_at: start(hour),
                minutes: 30,
                modes: vec![Mode::OnSite, Mode::Phone],
            };
            let hours = Hours {
                unit: unit(number),
                profession: Profession::Doctor,
                languages: vec![Language::Fi],
                slots: (9..13).map(slot).collect(),
            };
            county.act(&Command::OpenHours(OpenHours { day, hours })).unwrap();
        }
        county
    }

    fn id(&mut self) -> Uuid {
        self.ids += 1;
        Uuid::from_u128(self.ids)
    }

    fn act(&mut self, command: &Command) -> Result<(), Refusal> {
        let (now, touched) = (self.now, command.streams());
        for (stream, _, fact) in decide(&self.world, command, now)?.facts {
            assert!(touched.contains(&stream), "{stream} changed without being named");
            match (stream, fact) {
                (Stream::Person(id), CareFact::Person(fact)) => {
                    let person = Person::fold(id, [(now, fact)]).unwrap();
                    self.world.people.insert(id, person);
                }
                (Stream::Case(id), CareFact::Case(fact)) => {
                    if let Some(case) = self.world.cases.get_mut(&id) {
                        case.apply(now, fact);
                    } else {
                        let case = Case::fold(id, [(now, fact)]).unwrap();
                        self.world.cases.insert(id, case);
                    }
                }
                (Stream::Day(key), CareFact::Day(fact)) => {
                    let day = self.world.days.entry(key);
                    day.or_insert_with(|| Day::fold(key, [])).apply(now, fact);
                }
                (stream, fact) => panic!("{} does not belong in {stream}", fact.kind()),
            }
        }
        Ok(())
    }

    fn command(&mut self, event: &Event) -> Option<Command> {
        Some(match event {
            Event::Joins(number, wish) => {
                let wish = wish.clone();
                Command::JoinWaitingList(JoinWaitingList { case: case(*number), wish })
            }
            Event::Leaves(number) => {
                Command::LeaveWaitingList(LeaveWaitingList { case: case(*number) })
            }
            Event::Books(number, slot) => {
                let day = day_key(*slot);
                let start_at = self.world.days[&day].slots[slot / 2].start_at;
                let place = Place { day, start_at, mode: Mode::Phone };
                let booking = BookingId(self.id());
                Command::BookVisit(BookVisit { case: case(*number), booking, place, late: None })
            }
            Event::Cancels(number) => {
                let booking = self.world.cases[&case(*number)].booking()?;
                Command::CancelBooking(CancelBooking {
                    case: case(*number),
                    booking: booking.id,
                    day: booking.day,
                    why: Cancelling::ByClient,
                })
            }
            Event::Takes(number) => {
                let case = &self.world.cases[&case(*number)];
                let offer = case.offers.last()?;
                Command::TakeOffer(TakeOffer {
                    case: case.id,
                    offer: offer.id,
                    day: offer.time.day,
                    mode: *offer.time.modes.first()?,
                    gives_up: case.booking().map(|booking| booking.day),
                    booking: BookingId(Uuid::from_u128(1 << 64 | offer.id.0.as_u128())),
                })
            }
            Event::Declines(number) => self.end(case(*number), true)?,
            Event::Closes(number) => {
                let gives_up = self.world.cases[&case(*number)].booking().map(|held| held.day);
                let closing = Closing::Withdrawn;
                Command::CloseCase(CloseCase { case: case(*number), closing, gives_up })
            }
        })
    }

    fn end(&self, case: CaseId, answered: bool) -> Option<Command> {
        let offer = self.world.cases[&case].offer()?;
        let (offer, day) = (offer.id, offer.time.day);
        Some(Command::EndOffer(EndOffer { case, offer, day, answered }))
    }

    fn line(&self) -> Vec<WaitingRow> {
        let rows = self.world.cases.values().filter_map(|case| waiting_row(case, &LAW));
        let mut line: Vec<_> = rows.collect();
        line.sort_by_key(WaitingRow::turn);
        line
    }

    /// What the house does every moment: ends offers, and offers what was given up.
    fn tick(&mut self) {
        for number in 0..CASES {
            if let Some(expired) = self.end(case(number), false) {
                let offer = self.world.cases[&case(number)].offer().unwrap();
                let over = offer.until_at <= self.now
                    || self.world.cases[&case(number)].waiting().is_none();
                assert_eq!(self.act(&expired).is_ok(), over);
            }
        }
        let days: Vec<Day> = self.world.days.values().cloned().collect();
        for (day, slot) in
            days.iter().flat_map(|day| slot_rows(day).into_iter().map(move |slot| (day, slot)))
        {
            if slot.freed_at.is_none() || !POLICY.is_open(self.now) {
                continue;
            }
            for row in self.line() {
                let Some(until_at) = row.until(&slot, &POLICY, self.now) else { continue };
                let (offer, start_at) = (OfferId(self.id()), slot.start_at);
                let (case, day) = (row.case, day.key);
                let command = OfferTime { case, offer, day, start_at, until_at };
                match self.act(&Command::OfferTime(command)) {
                    Ok(()) => break,
                    Err(refusal) => assert_eq!(refusal, Refusal::AlreadyOffered),
                }
            }
        }
    }

    fn slots(&self) -> impl Iterator<Item = (DayKey, &Slot)> {
        let days = self.world.days.values();
        days.flat_map(|day| day.slots.iter().map(|slot| (day.key, slot)))
    }

    /// Calendar and cases tell the same story.
    fn check(&self) {
        for (day, slot) in self.slots() {
            match slot.state {
                SlotState::Free => {}
                SlotState::Held(offer, case) => {
                    let offered = self.world.cases[&case].offer().unwrap();
                    assert_eq!((offered.id, offered.time.day), (offer, day));
                    assert!(offered.until_at <= slot.start_at);
                }
                SlotState::Booked(booking, case) => {
                    let standing = self.world.cases[&case].booking().unwrap();
                    assert_eq!((standing.id, standing.start_at), (booking, slot.start_at));
                }
            }
        }
        for case in self.world.cases.values() {
            let holding = self.slots().filter(|(_, slot)| {
                matches!(slot.state, SlotState::Held(_, held_for) if held_for == case.id)
            });
            assert_eq!(holding.count(), usize::from(case.offer().is_some()));
            let booked = self.slots().filter(|(_, slot)| {
                slot.booked().is_some_and(|(_, booked_for)| booked_for == case.id)
            });
            assert_eq!(booked.count(), usize::from(case.booking().is_some()));
        }
        for holder in self.line().iter().filter(|row| row.offer.is_some()) {
            let made = self.world.cases[&holder.case].offer().unwrap();
            assert!(POLICY.is_open(made.made_at), "offered at {}", local(made.made_at));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_time_is_lost_or_booked_twice(
        events in proptest::collection::vec(event(), 1..40),
    ) {
        let mut county = County::begin();
        for (minutes, event) in events {
            county.now = county.now.checked_add(SignedDuration::from_mins(minutes)).unwrap();
            let Some(command) = county.command(&event) else { continue };
            let before = county.world.clone();
            if county.act(&command).is_err() {
                prop_assert_eq!(&before.cases, &county.world.cases);
            }
            county.check();
            county.tick();
            county.check();
        }
    }
}

/// Two wait; the second has less lawful time left. Somebody gives up a time.
fn with_a_time_given_up() -> County {
    let mut county = County::begin();
    for number in [0, 3] {
        let wish = Wish { notice_hours: 4, ..Wish::default() };
        let joins = county.command(&Event::Joins(number, wish)).unwrap();
        county.act(&joins).unwrap();
    }
    let books = county.command(&Event::Books(1, 4)).unwrap();
    county.act(&books).unwrap();
    county.tick();
    assert!(
        county.line().iter().all(|row| row.offer.is_none()),
        "only what is given up is offered"
    );
    let cancels = county.command(&Event::Cancels(1)).unwrap();
    county.act(&cancels).unwrap();
    county.tick();
    county
}

#[test]
fn the_time_goes_to_the_first_and_after_a_no_to_the_next() {
    let mut county = with_a_time_given_up();
    let line = county.line();
    assert_eq!(line.iter().map(|row| row.case).collect::<Vec<_>>(), [case(3), case(0)]);
    assert!(line[0].due_on <= line[1].due_on);
    let offered = line[0].offer.unwrap();
    assert_eq!(offered.until_at, county.now.checked_add(SignedDuration::from_hours(2)).unwrap());
    // While it is held nobody else gets it.
    let books = county.command(&Event::Books(2, 4)).unwrap();
    assert!(matches!(county.act(&books), Err(Refusal::SlotTaken { .. })));
    let declines = county.command(&Event::Declines(3)).unwrap();
    county.act(&declines).unwrap();
    county.tick();
    assert_eq!(county.line()[0].offer, None);
    assert_eq!(county.line()[1].offer.unwrap().start_at, offered.start_at);
    let takes = county.command(&Event::Takes(0)).unwrap();
    county.act(&takes).unwrap();
    let taker = &county.world.cases[&case(0)];
    assert_eq!(taker.booking().unwrap().start_at, offered.start_at);
    assert_eq!((taker.waiting(), taker.offer()), (None, None));
    assert_eq!(taker.offers[0].ended.unwrap().1, OfferEnding::Taken);
    county.check();
}

#[test]
fn an_offer_that_nobody_answers_goes_on_and_the_place_stays() {
    let mut county = with_a_time_given_up();
    let since = county.line()[0].since;
    county.now = county.now.checked_add(SignedDuration::from_mins(119)).unwrap();
    county.tick();
    assert!(county.line()[0].offer.is_some());
    county.now = county.now.checked_add(SignedDuration::from_mins(1)).unwrap();
    let takes = county.command(&Event::Takes(3)).unwrap();
    assert_eq!(county.act(&takes).unwrap_err(), Refusal::OfferGone, "it ended by itself");
    county.tick();
    let line = county.line();
    assert_eq!((line[0].case, line[0].since, line[0].offer), (case(3), since, None));
    assert!(line[1].offer.is_some());
}

#[test]
fn a_booked_time_is_given_up_for_an_earlier_one_only() {
    let mut county = County::begin();
    for (number, slot) in [(0, 3), (1, 0)] {
        let books = county.command(&Event::Books(number, slot)).unwrap();
        county.act(&books).unwrap();
    }
    let joins = county.command(&Event::Joins(0, Wish::default())).unwrap();
    county.act(&joins).unwrap();
    assert!(county.line()[0].secured);
    let cancels = county.command(&Event::Cancels(1)).unwrap();
    county.act(&cancels).unwrap();
    county.tick();
    let takes = county.command(&Event::Takes(0)).unwrap();
    county.act(&takes).unwrap();
    county.check();
    let booking = county.world.cases[&case(0)].booking().unwrap();
    assert_eq!(day_of(booking.start_at), date(2026, 11, 27));
    // The time that was given up for it is free for the next.
    let given_up = &county.world.days[&day_key(1)].slots[1];
    assert_eq!((given_up.is_free(), given_up.freed_at), (true, Some(county.now)));
}

#[test]
fn only_who_was_assessed_and_still_needs_a_time_waits() {
    let mut county = with_a_time_given_up();
    let past = Wish { until_on: Some(date(2026, 11, 25)), ..Wish::default() };
    let joins = county.command(&Event::Joins(2, past)).unwrap();
    assert_eq!(county.act(&joins).unwrap_err(), Refusal::WishPast);
    let leaves = county.command(&Event::Leaves(2)).unwrap();
    assert_eq!(county.act(&leaves).unwrap_err(), Refusal::NotWaiting);
    let expires = county.end(case(3), false).unwrap();
    assert_eq!(county.act(&expires).unwrap_err(), Refusal::OfferStands);
    // Who leaves or withdraws keeps no time from the others.
    let closes = county.command(&Event::Closes(3)).unwrap();
    county.act(&closes).unwrap();
    county.tick();
    assert_eq!(county.line()[0].case, case(0));
    assert!(county.line()[0].offer.is_some());
}
