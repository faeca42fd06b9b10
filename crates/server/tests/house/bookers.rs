//! Sixty-four residents who book and move times through the served pages while a process is killed, and
//! what must be true afterwards: what was acknowledged is there, nothing is half there.

use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Barrier;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use care::calendar::{Day, DayFact};
use care::case::{BookingState, Case, CaseFact};
use care::id::{BookingId, CaseId, PersonId};
use care::stream::{DayKey, Stream};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use ledger::{Ledger, Verdict};
use uuid::Uuid;

use crate::browser::{encoded, sign_in};
use crate::county::{AINO, County, DORA, NASI, NELLI, OTTO, TODAY, Worker, at};
use crate::process::{Reply, Request, Served, form_head, header};

/// How many rounds there are.
pub(crate) const KILLS: usize = 50;
const RESIDENTS: u128 = 64;

/// One resident with a session and a matter that waits for a time.
pub(crate) struct Booker {
    pub(crate) case: CaseId,
    cookie: String,
    csrf: String,
}

impl Booker {
    /// Books a time, or moves to it; the whole answer.
    pub(crate) fn book(&self, address: SocketAddr, worker: Worker, at: Timestamp) -> Reply {
        self.book_in("en", address, worker, at)
    }

    /// The same in a language.
    pub(crate) fn book_in(
        &self,
        language: &str,
        address: SocketAddr,
        worker: Worker,
        at: Timestamp,
    ) -> Reply {
        let slot = format!("{}_{}", worker.id(), at.as_millisecond());
        // The times lie years ahead, after any limit.
        let form = encoded(&[
            ("slot", &slot),
            ("mode", "on-site"),
            ("late", "client-choice"),
            ("csrf", &self.csrf),
        ]);
        let path = format!("/{language}/matters/{}/times/confirm", self.case);
        let mut request = Request::to(address).ok()?;
        request.send(&(form_head(&path, &self.cookie, form.len()) + &form)).ok()?;
        request.whole()
    }
}

/// Whether a redirection says that the time is theirs.
pub(crate) fn is_taken(answer: &str) -> bool {
    let to = header(answer, "location");
    to.ends_with("booked") || to.ends_with("moved")
}

/// What was acknowledged: to which matter, and which time.
pub(crate) type Acknowledged = Vec<(CaseId, Timestamp)>;

/// How many days of two doctors are fought over in a round, and how many times each day has.
const DAYS: usize = 8;
const TIMES: usize = 6;

/// A day of a round; far ahead, since the process has its own clock.
fn day_of(round: usize, number: usize) -> Date {
    care::day::add_days(date(2140, 1, 4), i32::try_from(round * DAYS + number).unwrap())
}

fn times(day: Date) -> Vec<Timestamp> {
    (0..TIMES).map(|hour| at(day, 8 + i8::try_from(hour).unwrap(), 0)).collect()
}

/// Whose time a resident tries, and which. The first attempts are all at different times, the later
/// ones at times that somebody else has, or is about to give up.
pub(crate) fn tried(number: usize, attempt: usize, round: usize) -> (Worker, Timestamp) {
    let at = (number + attempt * 40 + round) % (2 * DAYS * TIMES);
    let worker = if at.is_multiple_of(2) { DORA } else { OTTO };
    (worker, times(day_of(round, at / 2 % DAYS))[at / 2 / DAYS])
}

/// Settles one who fights.
pub(crate) fn booker(county: &County, number: u128) -> Booker {
    let person = PersonId(Uuid::from_u128(0xd000 + number));
    county.register(person, AINO.details());
    let mut caller = AINO.caller();
    caller.account.login = format!("booker-{number}");
    caller.account.person = Some(person);
    county.open(caller.account.clone());
    let case = county.contact(person, NASI, "A knee that hurts");
    county.assess(NELLI, case);
    let session = sign_in(county, &caller);
    let cookie = format!("polku=secret-of-booker-{number}");
    Booker { case, cookie, csrf: session.csrf().to_owned() }
}

/// Settles a county with everybody who fights, and what they fight over.
pub(crate) fn settle(folder: &Path, store: Option<String>) -> Vec<Booker> {
    let county = County::settle_at(folder, store, at(TODAY, 8, 0));
    let bookers = (0..RESIDENTS).map(|number| booker(&county, number)).collect();
    for day in (0..KILLS).flat_map(|round| (0..DAYS).map(move |number| day_of(round, number))) {
        for worker in [DORA, OTTO] {
            county.open_times(worker, day, &times(day));
        }
    }
    bookers
}

/// Counts down when a resident leaves, in whatever way.
struct Leaves<'a>(&'a AtomicUsize);

impl Drop for Leaves<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Everybody tries one time after the other until the first server dies; what was acknowledged to
/// whom. When there is another server, every second resident is there, and it has to answer.
pub(crate) fn fight(
    served: &mut Served,
    other: Option<&Served>,
    bookers: &[Booker],
    round: usize,
) -> Acknowledged {
    let acknowledged = Mutex::new(Vec::new());
    let answered = AtomicUsize::new(0);
    let running = AtomicUsize::new(bookers.len());
    let start = Barrier::new(bookers.len() + 1);
    // Killed after so many answers: at once, in the middle, towards the end.
    let enough = (round * 7919) % 73 * bookers.len() / 64;
    let address = |number: usize| match other {
        Some(other) if number.is_multiple_of(2) => (other.address, true),
        Some(_) | None => (served.address, false),
    };
    let addresses: Vec<_> = (0..bookers.len()).map(address).collect();
    std::thread::scope(|scope| {
        for ((number, booker), (address, lives)) in bookers.iter().enumerate().zip(addresses) {
            let (start, acknowledged) = (&start, &acknowledged);
            let (answered, running) = (&answered, &running);
            scope.spawn(move || {
                let _leaves = Leaves(running);
                start.wait();
                for attempt in 0..3 {
                    let (worker, at) = tried(number, attempt, round);
                    match booker.book(address, worker, at) {
                        Some((303, to)) if is_taken(&to) => {
                            acknowledged.lock().unwrap().push((booker.case, at));
                        }
                        Some((409, _)) => {}
                        Some(other) => panic!("{other:?}"),
                        None if lives => panic!("the other server does not answer"),
                        None => return,
                    }
                    answered.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
        start.wait();
        // A thread that broke or ran out of attempts counts as done, so that this always ends.
        while answered.load(Ordering::SeqCst) < enough && running.load(Ordering::SeqCst) > 0 {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        served.kill();
    });
    acknowledged.into_inner().unwrap()
}

/// What calendar and cases say of all bookings that hold a time.
fn held(ledger: &Ledger) -> (BTreeMap<BookingId, (CaseId, Timestamp)>, HashMap<CaseId, Case>) {
    let mut in_calendar = BTreeMap::new();
    for name in ledger.streams("day/").unwrap() {
        let Ok(Stream::Day(key)) = name.parse() else { panic!("{name}") };
        let facts = server::codec::decode::<DayFact>(&ledger.load(&name).unwrap()).unwrap();
        for slot in Day::fold(key, facts).slots {
            in_calendar
                .extend(slot.booked().map(|(booking, case)| (booking, (case, slot.start_at))));
        }
    }
    let (mut in_cases, mut cases) = (BTreeMap::new(), HashMap::new());
    for name in ledger.streams("case/").unwrap() {
        let Ok(Stream::Case(id)) = name.parse() else { panic!("{name}") };
        let facts = server::codec::decode::<CaseFact>(&ledger.load(&name).unwrap()).unwrap();
        let case = Case::fold(id, facts).unwrap();
        let booked = case.bookings.iter().filter(|one| one.state == BookingState::Booked);
        in_cases.extend(booked.map(|booking| (booking.id, (id, booking.start_at))));
        cases.insert(id, case);
    }
    assert_eq!(in_calendar, in_cases, "calendar and cases tell the same");
    (in_calendar, cases)
}

/// The views are those of the facts: what shows as free is free.
fn free_as_shown(ledger: &Ledger, worker: Worker, day: Date) {
    let search = ledger::SlotSearch {
        units: Vec::new(),
        profession: None,
        professional: Some(worker.id()),
        mode: None,
        language: None,
        from: care::day::starts_at(day),
        until: Some(care::day::ends_at(day)),
        limit: 100,
    };
    let shown: Vec<_> =
        ledger.free_slots(&search).unwrap().into_iter().map(|slot| slot.start_at).collect();
    let key = DayKey { professional: worker.id(), date: day };
    let facts = ledger.load(&Stream::Day(key).to_string()).unwrap();
    let facts = server::codec::decode::<DayFact>(&facts).unwrap();
    let free = Day::fold(key, facts);
    let free: Vec<_> =
        free.free_from(care::day::starts_at(day)).map(|slot| slot.start_at).collect();
    assert_eq!(shown, free);
}

/// Everything acknowledged is there, nothing is half there or twice, the views of a round are those of
/// the facts, and the chains hold.
pub(crate) fn prove(ledger: &Ledger, acknowledged: &Acknowledged, round: usize) {
    let (_, cases) = held(ledger);
    for (case, at) in acknowledged {
        let kept = cases[case].bookings.iter().any(|booking| booking.start_at == *at);
        assert!(kept, "after kill {round}: {case} was told that it has {at}");
    }
    for number in 0..DAYS {
        free_as_shown(ledger, DORA, day_of(round, number));
        free_as_shown(ledger, OTTO, day_of(round, number));
    }
    match ledger.verify(&|_, _| ()).unwrap() {
        Verdict::Sound(_) => {}
        Verdict::Damaged(fault) => panic!("after kill {round}: {fault}"),
    }
}
