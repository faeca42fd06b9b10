//! The front door at the size of a large county: the first free time among two million, and a time
//! that is given up while fifty thousand wait. Prints a line `name median worst` for each, in
//! milliseconds. `cargo run --release -p server --example door_load -- FOLDER [SHARE]`; a share of
//! 10 makes a tenth of everything.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use care::access::Role;
use care::calendar::{DayFact, Hours, OpenSlot};
use care::case::{Assessment, AssessmentResult, CaseFact, Contact, Need, Owner};
use care::clock::CareKind;
use care::code::{Cancelling, Channel, Mode, Profession, Register, Topic, Urgency};
use care::day::{add_working_days, instant};
use care::decide::{BookVisit, CancelBooking, CareFact, Command, Place};
use care::id::{BookingId, CaseId, ContactId, PersonId, ProfessionalId, UnitId};
use care::language::Language;
use care::stream::{DayKey, Stream};
use care::waiting::Wish;
use jiff::Timestamp;
use jiff::civil::{Date, date, time};
use ledger::{Ledger, MasterKey, NewFact, Options};
use server::account::Account;
use server::codec;
use server::content::{self, Content};
use server::door::{Caller, Denied, Door, TimesWanted};
use server::projector::CountyProjector;
use server::refill::Refill;
use server::wall::{Clock, DemoClock};
use uuid::Uuid;

const USAGE: &str = "door_load FOLDER [SHARE]";
const UNITS: u32 = 400;
const PROFESSIONALS: u32 = 8;
const DAYS: u32 = 40;
const SLOTS: u32 = 16;
const WAITING: u32 = 50_000;
const ROUNDS: usize = 60;
const TODAY: Date = date(2026, 11, 20);

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().context(USAGE)?);
    let share: u32 = arguments.next().map_or(Ok(1), |share| share.parse())?;
    let (content, problems) = content::read(&content::embedded());
    anyhow::ensure!(problems.is_empty(), "{problems:?}");
    let content = Arc::new(content);
    let now = instant(TODAY, time(9, 0, 0, 0)).earliest();
    let ledger = Arc::new(open(&folder, &content)?);
    fill(&ledger, share.max(1), now)?;
    let clock: Arc<dyn Clock> = Arc::new(DemoClock::starting_at(now));
    let door = Door::new(Arc::clone(&ledger), content, clock, [1; 32])?;
    first_free(&door)?;
    refill(&door)
}

fn open(folder: &Path, content: &Arc<Content>) -> anyhow::Result<Ledger> {
    std::fs::create_dir_all(folder)?;
    Ok(Ledger::open(Options {
        folder: folder.to_path_buf(),
        master_key: MasterKey::new([1; 32]),
        projector: Arc::new(CountyProjector::new(Arc::clone(content))),
        randomness: Arc::new(server::wall::randomness),
        store: None,
        readers: 4,
        bytes_max: None,
        progress: None,
    })?)
}

fn unit(number: u32) -> UnitId {
    UnitId::from(format!("unit-{number}").as_str())
}

fn profession(number: u32) -> Profession {
    if number.is_multiple_of(4) { Profession::Doctor } else { Profession::Nurse }
}

fn case(number: u32) -> CaseId {
    CaseId(Uuid::from_u128(0x0ca5_e000_0000 + u128::from(number)))
}

fn day_of(professional: u32, number: u32) -> DayKey {
    let professional = ProfessionalId(Uuid::from_u128(u128::from(professional)));
    let on = u16::try_from(number).unwrap_or(0) + 1;
    DayKey { professional, date: add_working_days(TODAY, on, care::day::Eves::DaysOff) }
}

fn starts(day: DayKey) -> impl Iterator<Item = Timestamp> {
    let first = instant(day.date, time(8, 0, 0, 0)).earliest();
    (0..SLOTS).map(move |slot| {
        let after = jiff::SignedDuration::from_mins(30 * i64::from(slot));
        first.checked_add(after).unwrap_or(first)
    })
}

/// Facts as the doors write them, by the ledger's bulk load.
fn fill(ledger: &Ledger, share: u32, now: Timestamp) -> anyhow::Result<()> {
    let mut bulk = ledger.bulk()?;
    let mut put = |stream: Stream, person: Option<PersonId>, facts: Vec<CareFact>| {
        let new: Vec<NewFact> = facts
            .iter()
            .map(|fact| NewFact {
                kind: fact.kind().to_owned(),
                occurred_at: now,
                actor: "system/bench".to_owned(),
                person: person.map(|person| person.to_string()),
                body: codec::encode(fact),
            })
            .collect();
        bulk.append(&stream.to_string(), 0, &new, now)
    };
    let everybody = (0..UNITS * PROFESSIONALS / share).chain([UNITS * PROFESSIONALS]);
    for professional in everybody {
        for number in 0..DAYS {
            let day = day_of(professional, number);
            let slot = |start_at| OpenSlot {
                start_at,
                minutes: 30,
                modes: vec![Mode::OnSite, Mode::Phone],
            };
            let hours = Hours {
                unit: unit(professional / PROFESSIONALS),
                profession: profession(professional),
                // A Swedish-speaking time is rare, and so takes the longest to find.
                languages: if professional % 97 == 96 {
                    vec![Language::Fi, Language::Sv]
                } else {
                    vec![Language::Fi]
                },
                slots: starts(day).map(slot).collect(),
            };
            let fact = CareFact::Day(DayFact::HoursOpened(hours));
            put(Stream::Day(day), None, vec![fact])?;
        }
    }
    // One more, who is not on the list and books and gives up.
    for number in (0..WAITING / share).chain([WAITING]) {
        let person = PersonId(Uuid::from_u128(0x0be5_0000_0000 + u128::from(number)));
        let mut facts: Vec<_> = waits(number, share, person, now).map(CareFact::Case).into();
        facts.truncate(if number == WAITING { 2 } else { 3 });
        put(Stream::Case(case(number)), Some(person), facts)?;
    }
    Ok(bulk.finish(now, &|_, _| ())?)
}

fn waits(number: u32, share: u32, person: PersonId, now: Timestamp) -> [CaseFact; 3] {
    let at =
        now.checked_sub(jiff::SignedDuration::from_hours(i64::from(number % 2_000))).unwrap_or(now);
    let own = unit(number % (UNITS / share));
    let need = Need { care: CareKind::Primary, profession: Profession::Doctor, found_at: at };
    [
        CaseFact::ContactReceived {
            person,
            register: Register::Patient,
            contact: Contact {
                made_by: None,
                signs: false,
                noticed_by: String::new(),
                named: None,
                id: ContactId(Uuid::from_u128(u128::from(number))),
                at,
                channel: Channel::Web,
                unit: own.clone(),
                language: Language::Fi,
                municipality: None,
                birth_on: Some(date(1950 + i16::try_from(number % 70).unwrap_or(0), 5, 1)),
                reach: String::new(),
            },
            topic: Topic::Movement,
            words: "A knee that hurts".to_owned(),
        },
        CaseFact::NeedAssessed {
            assessment: Assessment {
                at,
                by: ProfessionalId(Uuid::from_u128(1)),
                profession: Profession::Nurse,
                urgency: Urgency::NonUrgent,
                result: AssessmentResult::Appointment(need),
                note: String::new(),
                told: String::new(),
            },
            owner: Owner::Team(own.clone()),
        },
        CaseFact::WaitingListJoined {
            // Most want their own unit, so the line has to be searched for those whom a time suits.
            wish: Wish { units: vec![own], notice_hours: 24, ..Wish::default() },
        },
    ]
}

fn tell(name: &str, mut times: Vec<Duration>) -> anyhow::Result<()> {
    times.sort_unstable();
    let milliseconds = |at: usize| times.get(at).map_or(0.0, |time| time.as_secs_f64() * 1e3);
    let (median, worst) = (milliseconds(times.len() / 2), milliseconds(times.len() - 1));
    Ok(writeln!(std::io::stdout(), "{name} {median:.3} {worst:.3}")?)
}

/// Whoever looks for a time.
fn seeker() -> Caller {
    Caller::new(Account::nobody("bench", Role::Resident))
}

fn first_free(door: &Door) -> anyhow::Result<()> {
    let caller = seeker();
    let any =
        TimesWanted { profession: Some(Profession::Doctor), limit: 10, ..TimesWanted::default() };
    let rare = TimesWanted { language: Some(Language::Sv), ..any.clone() };
    let later = TimesWanted { from: Some(day_of(0, DAYS - 2).date), ..rare.clone() };
    for (name, wanted) in
        [("first-free", any), ("first-free-rare", rare), ("first-free-late", later)]
    {
        let mut times = Vec::with_capacity(ROUNDS);
        for _ in 0..ROUNDS {
            let began = Instant::now();
            let found = door.times(&caller, &wanted).map_err(Denied::plain)?;
            times.push(began.elapsed());
            anyhow::ensure!(!found.is_empty(), "{name} finds nothing");
        }
        tell(name, times)?;
    }
    Ok(())
}

/// Somebody books and gives up a time; how long until it is offered, its commit included. Nobody wants
/// the times of the last unit, so for them the whole line is searched in vain.
fn refill(door: &Door) -> anyhow::Result<()> {
    let caller = Caller::system("bench");
    let act = |command| door.act(&caller, &command).map_err(Denied::plain);
    let refill = Refill::default();
    refill.tick(door)?;
    for (name, number) in [("refill", 5), ("refill-in-vain", 6)] {
        let mut times = Vec::with_capacity(ROUNDS);
        for round in 0..u32::try_from(ROUNDS)? {
            // Each round another unit, so that nobody was offered its time before.
            let professional = match name {
                "refill" => round * PROFESSIONALS,
                _ => UNITS * PROFESSIONALS,
            };
            let day = day_of(professional, number);
            let place = match name {
                "refill" => starts(day).next(),
                _ => starts(day).nth(usize::try_from(round % SLOTS)?),
            };
            let start_at = place.context("a day has times")?;
            let booking = BookingId(Uuid::from_u128(u128::from(1_000 * number + round)));
            let case = case(WAITING);
            let place = Place { day, start_at, mode: Mode::OnSite };
            act(Command::BookVisit(BookVisit { case, booking, place, late: None }))?;
            let why = Cancelling::ByClient;
            act(Command::CancelBooking(CancelBooking { case, booking, day, why }))?;
            let began = Instant::now();
            refill.tick(door)?;
            times.push(began.elapsed());
            let held = door.time(&seeker(), day, start_at).map_err(Denied::plain)?.is_none();
            anyhow::ensure!(held == (name == "refill"), "{name}: held {held}");
        }
        tell(name, times)?;
    }
    Ok(())
}
