//! A random life of a county: people of every kind do random things at the door, and time passes.

use care::callback::CallOutcome;
use care::case::{Case, CaseFact, Stage};
use care::clock::CareKind;
use care::code::{Cancelling, Channel, Closing, Mode, Profession, Reason, Topic, Urgency};
use care::day::Eves;
use care::decide::{
    AgreeCallback, AssessNeed, AssessedAs, BookVisit, CancelBooking, CloseCase, Command,
    EndCallback, EndOffer, HandleMessage, JoinWaitingList, LeaveWaitingList, Matter, MoveBooking,
    Place, ReceiveContact, RecordCall, RecordNoShow, RecordVisit, SettleMessages, SnoozeCase,
    StateReason, TakeCase, TakeOffer, WriteMessage, WriteNote,
};
use care::id::{BookingId, CaseId, ContactId, NoteId, PersonId, SecureMessageId};
use care::language::Language;
use care::message::{About, GivenUp, Handled, LetGo, Way};
use care::note::{Note, Snooze};
use care::stream::{DayKey, Stream};
use care::thread::{SecureMessage, Writer};
use care::waiting::Wish;
use jiff::{SignedDuration, Timestamp};
use rand::{Rng as _, RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use server::door::Denied;
use server::refill::Refill;
use uuid::Uuid;

use crate::county::{AINO, County, DORA, NELLI, OTTO, Worker, at, system};

/// Somebody who does random things at the door; what makes no sense there is refused.
pub(crate) struct Life<'a> {
    pub(crate) county: &'a County,
    random: ChaCha8Rng,
    people: Vec<PersonId>,
    pub(crate) cases: Vec<CaseId>,
    times: Vec<(Worker, Timestamp)>,
    done: usize,
    refused: usize,
    pub(crate) refill: Refill,
}

impl<'a> Life<'a> {
    pub(crate) fn new(county: &'a County, seed: u64) -> Self {
        let mut people = vec![AINO.id(), crate::county::BERTTA.id(), crate::county::PAULA.id()];
        for number in 0..9_u128 {
            let person = PersonId(Uuid::from_u128(0xc000 + number));
            let mut details = AINO.details();
            details.family = format!("Väki-{number}");
            details.municipality =
                Some(["638", "753", "434"][usize::try_from(number % 3).unwrap()].to_owned());
            county.register(person, details);
            people.push(person);
        }
        let random = ChaCha8Rng::seed_from_u64(seed);
        let (cases, times, refill) = (Vec::new(), Vec::new(), Refill::default());
        Self { county, random, people, cases, times, done: 0, refused: 0, refill }
    }

    fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.random.random_range(0..of.len())].clone()
    }

    fn worker(&mut self) -> Worker {
        self.pick(&[DORA, NELLI, OTTO])
    }

    pub(crate) fn step(&mut self) {
        let hours = self.random.random_range(0..5);
        let now = self.county.door.now();
        self.county.clock.put(now.checked_add(SignedDuration::from_mins(hours * 37)).unwrap());
        if self.random.random_range(0..4) == 0 {
            self.refill.tick(&self.county.door).unwrap();
        }
        let command = match self.random.random_range(0..14) {
            0..2 => self.contact(),
            2 => return self.open_times(),
            3 => {
                let worker = self.worker();
                let reason = self.pick(Reason::ALL);
                Command::StateReason(StateReason {
                    person: self.pick(&self.people.clone()),
                    by: worker.id(),
                    reason,
                    note: "It was needed".to_owned(),
                })
            }
            _ if self.cases.is_empty() => self.contact(),
            4..6 => self.assess(),
            6 => {
                let worker = self.worker();
                let case = self.pick(&self.cases.clone());
                Command::TakeCase(TakeCase { case, professional: worker.id(), unit: worker.unit() })
            }
            7..9 => self.book_or_move(),
            9 => self.call(),
            10 if let Some(command) = self.wait() => command,
            11 => self.writes(),
            _ => self.after(),
        };
        self.act(command);
    }

    fn act(&mut self, command: Command) {
        match self.county.act(&system(), command) {
            Ok(()) => self.done += 1,
            Err(Denied::Refused(_)) => self.refused += 1,
            Err(other) => panic!("{other}"),
        }
    }

    /// Opens a time, books or moves one, waits for one, or gives one up that lies ahead.
    pub(crate) fn seeks_a_time(&mut self) {
        if self.cases.is_empty() {
            return;
        }
        let now = self.county.door.now();
        for _ in 0..3 {
            let command = match self.random.random_range(0..6) {
                0 => {
                    self.open_times();
                    continue;
                }
                1 => self.assess(),
                2 => self.book_or_move(),
                3 | 4 => match self.wait() {
                    Some(command) => command,
                    None => continue,
                },
                _ => {
                    let case =
                        self.a_case(|case| case.booking().is_some_and(|one| one.start_at > now));
                    let Some((booking, day)) = self.standing(case) else { continue };
                    let why = Cancelling::ByClient;
                    Command::CancelBooking(CancelBooking { case, booking, day, why })
                }
            };
            self.act(command);
        }
    }

    fn contact(&mut self) -> Command {
        let matters = (0..self.random.random_range(1..3)).map(|_| {
            let case = CaseId(self.county.id());
            self.cases.push(case);
            let topic = Topic::ALL[usize::try_from(self.random.next_u32() % 8).unwrap()];
            Matter { case, topic, words: "Something hurts".to_owned() }
        });
        let matters = matters.collect();
        let unit = self.worker().unit();
        Command::ReceiveContact(ReceiveContact {
            made_by: None,
            signs: false,
            noticed_by: "A neighbour".to_owned(),
            contact: ContactId(self.county.id()),
            person: self.pick(&self.people.clone()),
            channel: self.pick(Channel::ALL),
            unit,
            language: self.pick(&[Language::Fi, Language::Sv, Language::En]),
            reach: String::new(),
            callback: None,
            matters,
        })
    }

    /// Client and professionals write, leave notes, and set a case aside.
    fn writes(&mut self) -> Command {
        let (case, by) = (self.pick(&self.cases.clone()), self.worker().id());
        let words = "Something was written".to_owned();
        match self.random.random_range(0..6) {
            kind @ 0..3 => {
                let person = self.pick(&self.people.clone());
                let by = [Writer::Client, Writer::For(person), Writer::Professional(by)][kind];
                let id = SecureMessageId(self.county.id());
                Command::WriteMessage(WriteMessage {
                    case,
                    message: SecureMessage { id, by, words },
                })
            }
            3 => {
                let (id, asks) = (NoteId(self.county.id()), Some(self.worker().id()));
                Command::WriteNote(WriteNote { case, note: Note { id, by, words, asks } })
            }
            4 => {
                let until_at = self.county.door.now() + SignedDuration::from_hours(1);
                let snooze = Snooze { by, until_at, why: words };
                Command::SnoozeCase(SnoozeCase { case, snooze })
            }
            _ => Command::SettleMessages(SettleMessages { case, by }),
        }
    }

    fn open_times(&mut self) {
        let worker = self.pick(&[DORA, OTTO]);
        let day = care::day::day_of(self.county.door.now());
        let day = care::day::add_days(day, self.random.random_range(0..4));
        let hour = self.random.random_range(7..18);
        let starts = [at(day, hour, 0), at(day, hour, 30)];
        // Opening the same hours twice would be refused.
        if !self.times.contains(&(worker, starts[0])) {
            self.county.open_times(worker, day, &starts);
            self.times.extend(starts.map(|start| (worker, start)));
            self.done += 1;
        }
    }

    fn assess(&mut self) -> Command {
        let worker = self.worker();
        let care = self.pick(&[CareKind::Primary, CareKind::FollowOnDoctor]);
        let result = match self.random.random_range(0..8) {
            0 => AssessedAs::Advice,
            1 => AssessedAs::Emergency,
            _ => AssessedAs::Appointment { care, profession: Profession::Doctor },
        };
        Command::AssessNeed(AssessNeed {
            case: self.a_case(|case| case.stage == Stage::AwaitingAssessment),
            by: worker.id(),
            profession: worker.profession(),
            urgency: self.pick(Urgency::ALL),
            result,
            unit: worker.unit(),
            note: "Noted".to_owned(),
            told: String::new(),
        })
    }

    fn book_or_move(&mut self) -> Command {
        if self.times.is_empty() {
            return self.contact();
        }
        let now = self.county.door.now();
        let ahead = self.times.iter().filter(|(_, start)| *start > now).copied();
        let mut ahead: Vec<_> = ahead.collect();
        // Now and then somebody comes too late.
        ahead.push(self.pick(&self.times.clone()));
        let (worker, start_at) = self.pick(&ahead);
        let date = care::day::day_of(start_at);
        let day = DayKey { professional: worker.id(), date };
        let to = Place { day, start_at, mode: self.pick(&[Mode::OnSite, Mode::Phone]) };
        let bookable =
            |case: &Case| matches!(case.stage, Stage::AwaitingBooking | Stage::Booked(_));
        let case = self.a_case(bookable);
        let next = BookingId(self.county.id());
        match self.standing(case) {
            Some((booking, from)) => {
                Command::MoveBooking(MoveBooking { case, booking, from, next, to, late: None })
            }
            None => Command::BookVisit(BookVisit { case, booking: next, place: to, late: None }),
        }
    }

    fn call(&mut self) -> Command {
        let case =
            self.a_case(|case| case.callback().is_some() == case.id.0.as_u128().is_multiple_of(2));
        let (worker, cases) = (self.worker(), vec![case]);
        let policy = self.county.door.content().callback;
        match self.random.random_range(0..9) {
            6.. => self.message(case),
            0..2 => {
                let outcome = self.pick(CallOutcome::ALL);
                Command::RecordCall(RecordCall { cases, by: worker.id(), outcome, policy })
            }
            2 => Command::EndCallback(EndCallback { cases }),
            _ => {
                let now = self.county.door.now();
                let window = self.pick(&policy.windows(now, Eves::default()));
                Command::AgreeCallback(AgreeCallback { cases, phone: "0401234567".into(), window })
            }
        }
    }

    /// Something is done with one of the case's messages, or with one that it does not have.
    fn message(&mut self, case: CaseId) -> Command {
        let policy = &self.county.door.content().messages;
        let open = self.load(case).map(|case| care::message::open(&case, policy));
        let about = open.and_then(|open| open.last().map(|message| message.about));
        let about = about.unwrap_or(About::MissedCalls(self.county.door.now()));
        let handled = self.pick(&[
            Handled::Sent(Way::Email),
            Handled::GivenUp(Way::Sms, GivenUp::Refused),
            Handled::GivenUp(Way::Email, GivenUp::NotReached),
            Handled::Renewed,
            Handled::LetGo(LetGo::Outdated),
        ]);
        Command::HandleMessage(HandleMessage { cases: vec![case], about, handled })
    }

    fn wait(&mut self) -> Option<Command> {
        let offered = self.random.random_range(0..2) == 0;
        let case = self.a_case(|case| match case.stage {
            Stage::AwaitingBooking | Stage::Booked(_) => case.offer().is_some() == offered,
            _ => false,
        });
        let held = self.load(case)?;
        let notice_hours = self.random.random_range(0..6);
        Some(match (held.offer(), self.random.random_range(0..4)) {
            (Some(offer), 0) => {
                let day = offer.time.day;
                Command::EndOffer(EndOffer { case, offer: offer.id, day, answered: true })
            }
            (Some(offer), _) => Command::TakeOffer(TakeOffer {
                case,
                offer: offer.id,
                day: offer.time.day,
                mode: offer.time.modes[0],
                booking: BookingId(self.county.id()),
                gives_up: held.booking().map(|booking| booking.day),
            }),
            (None, 0) => Command::LeaveWaitingList(LeaveWaitingList { case }),
            (None, _) => {
                let modes =
                    self.pick(&[vec![], vec![Mode::OnSite], vec![Mode::Phone, Mode::Video]]);
                let wish = Wish { modes, notice_hours, ..Wish::default() };
                Command::JoinWaitingList(JoinWaitingList { case, wish })
            }
        })
    }

    pub(crate) fn load(&self, case: CaseId) -> Option<Case> {
        let facts = self.county.ledger.load(&Stream::Case(case).to_string()).unwrap();
        Case::fold(case, server::codec::decode::<CaseFact>(&facts).unwrap())
    }

    fn standing(&self, case: CaseId) -> Option<(BookingId, DayKey)> {
        self.load(case)?.booking().map(|booking| (booking.id, booking.day))
    }

    /// A case of a kind, or any when a few tries find none.
    fn a_case(&mut self, suits: impl Fn(&Case) -> bool) -> CaseId {
        for _ in 0..12 {
            let case = self.pick(&self.cases.clone());
            if self.load(case).is_some_and(|case| suits(&case)) {
                return case;
            }
        }
        self.pick(&self.cases.clone())
    }

    fn after(&mut self) -> Command {
        let now = self.county.door.now();
        let case = self.a_case(|case| case.booking().is_some_and(|one| one.start_at <= now));
        match (self.standing(case), self.random.random_range(0..5)) {
            (Some((booking, day)), 0) => {
                let why = self.pick(&[Cancelling::ByClient, Cancelling::ByUnit]);
                Command::CancelBooking(CancelBooking { case, booking, day, why })
            }
            (Some((booking, _)), 1) => Command::RecordNoShow(RecordNoShow { case, booking }),
            (Some((booking, _)), 2..4) => Command::RecordVisit(RecordVisit {
                case,
                booking,
                started_at: now,
                ended_at: now.checked_add(SignedDuration::from_mins(20)).unwrap(),
                note: String::new(),
                next: self.pick(&[None, Some((CareKind::FollowOnDoctor, Profession::Doctor))]),
            }),
            (standing, _) => Command::CloseCase(CloseCase {
                case,
                closing: self.pick(Closing::ALL),
                gives_up: standing.map(|(_, day)| day),
            }),
        }
    }
}

pub(crate) fn lived(seed: u64, steps: usize) -> County {
    let county = County::new();
    let mut life = Life::new(&county, seed);
    for _ in 0..steps {
        life.step();
    }
    let (done, refused) = (life.done, life.refused);
    assert!(
        done > steps / 4 && refused > steps / 20,
        "seed {seed}: {done} done, {refused} refused"
    );
    county
}
