//! A small county: two health stations, three professionals, three residents, some matters, and a
//! doctor's day. Everything in it was made by commands at the door; the clock stands where it is put.

use std::path::Path;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use care::access::Role;
use care::calendar::{Hours, OpenSlot};
use care::clock::CareKind;
use care::code::{Channel, Mode, Profession, Topic, Urgency};
use care::decide::{
    AssessNeed, AssessedAs, BookVisit, Command, Matter, OpenHours, Place, ReceiveContact,
    RegisterPerson,
};
use care::id::{BookingId, CaseId, ContactId, PersonId, ProfessionalId, UnitId};
use care::language::Language;
use care::person::Details;
use care::stream::DayKey;
use jiff::Timestamp;
use jiff::civil::{Date, Time, date};
use ledger::{Batch, Ledger, MasterKey, NewFact, Options, StreamAppend};
use server::account::{Account, AccountFact, hash_password, hash_secret};
use server::content::{self, Content};
use server::door::{Caller, Denied, Door};
use server::projector::CountyProjector;
use server::staff::{LISTED, PREFIX, Professional};
use server::wall::Clock;
use tempfile::TempDir;
use uuid::Uuid;

/// The key of every test's store.
pub(crate) const KEY: [u8; 32] = [7; 32];
/// The password of whoever has one.
pub(crate) const PASSWORD: &str = "kevät Porvoossa";
/// The token of the program.
pub(crate) const TOKEN: &str = "a token for tests";

/// A clock that stands where it is put.
pub(crate) struct HandClock(AtomicI64);

impl HandClock {
    pub(crate) fn put(&self, at: Timestamp) {
        self.0.store(at.as_millisecond(), Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

/// The instant at which the clock in Helsinki shows a time; the earlier one where there are two.
pub(crate) fn at(day: Date, hour: i8, minute: i8) -> Timestamp {
    care::day::instant(day, Time::constant(hour, minute, 0, 0)).earliest()
}

/// The content in force, read once.
pub(crate) fn content() -> Arc<Content> {
    static CONTENT: OnceLock<Arc<Content>> = OnceLock::new();
    let read = || {
        let (content, problems) = content::read(&content::embedded());
        assert!(problems.is_empty(), "{problems:?}");
        Arc::new(content)
    };
    Arc::clone(CONTENT.get_or_init(read))
}

/// Opens the ledger of a folder as the server does.
pub(crate) fn ledger(folder: &Path) -> Ledger {
    ledger_at(folder, None)
}

/// Opens a ledger of a folder, or one that servers share.
pub(crate) fn ledger_at(folder: &Path, store: Option<String>) -> Ledger {
    // The room that the ledger keeps back is there at once, without writing megabytes of zeros.
    let reserve = std::fs::File::options().create(true).append(true).open(folder.join("reserve"));
    reserve.unwrap().set_len(16 * 1024 * 1024).unwrap();
    let options = Options {
        folder: folder.to_path_buf(),
        master_key: MasterKey::new(KEY),
        projector: Arc::new(CountyProjector::new(content())),
        randomness: Arc::new(server::wall::randomness),
        store,
        readers: 4,
        bytes_max: None,
        progress: None,
    };
    Ledger::open(options).unwrap()
}

/// Somebody who works: the number in their id, profession, unit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Worker(u128, &'static str, Profession, &'static str);

pub(crate) const NASI: &str = "porvoo-nasi";
pub(crate) const NIKKILA: &str = "sipoo-nikkila";
pub(crate) const DORA: Worker = Worker(0xd1, "dora", Profession::Doctor, NASI);
pub(crate) const NELLI: Worker = Worker(0xd2, "nelli", Profession::Nurse, NASI);
pub(crate) const OTTO: Worker = Worker(0xd3, "otto", Profession::Doctor, NIKKILA);

impl Worker {
    pub(crate) fn id(self) -> ProfessionalId {
        ProfessionalId(Uuid::from_u128(self.0))
    }

    pub(crate) fn unit(self) -> UnitId {
        UnitId::from(self.3)
    }

    pub(crate) fn profession(self) -> Profession {
        self.2
    }

    pub(crate) fn caller(self) -> Caller {
        let mut account = account(self.1, Role::Professional);
        account.professional = Some(self.id());
        account.profession = Some(self.2);
        account.unit = Some(self.unit());
        Caller::new(account)
    }

    fn listed(self) -> Professional {
        Professional {
            id: self.id(),
            given: format!("Given-{}", self.1),
            family: format!("Family-{}", self.1),
            profession: self.2,
            unit: self.unit(),
            languages: vec![Language::Fi, Language::Sv],
        }
    }
}

/// A resident: the number in their id, and their login.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Resident(u128, &'static str);

pub(crate) const AINO: Resident = Resident(0xa1, "aino");
pub(crate) const BERTTA: Resident = Resident(0xa2, "bertta");
/// Her home is protected (*turvakielto*).
pub(crate) const PAULA: Resident = Resident(0xa3, "paula");

impl Resident {
    pub(crate) fn id(self) -> PersonId {
        PersonId(Uuid::from_u128(self.0))
    }

    pub(crate) fn family(self) -> String {
        format!("Sukunen{}", self.1)
    }

    pub(crate) fn phone(self) -> &'static str {
        match self {
            AINO => "0401112223",
            PAULA => "0501234598",
            _ => "0409998887",
        }
    }

    pub(crate) fn caller(self) -> Caller {
        let mut account = account(self.1, Role::Resident);
        account.person = Some(self.id());
        Caller::new(account)
    }

    pub(crate) fn details(self) -> Details {
        let protected = self == PAULA;
        Details {
            identity: None,
            family: self.family(),
            given: format!("Etunimi{}", self.1),
            birth_on: Some(date(1970, 5, 17)),
            language: Language::Fi,
            // Nobody else lives in Pukkila, so its name can come from nowhere else.
            municipality: Some(if protected { "616" } else { "638" }.to_owned()),
            postal_code: Some(if protected { "07560" } else { "06100" }.to_owned()),
            phone: Some(self.phone().to_owned()),
            protected,
        }
    }
}

fn account(login: &str, role: Role) -> Account {
    Account {
        login: login.to_owned(),
        name: format!("Name of {login}"),
        role,
        person: None,
        professional: None,
        profession: None,
        unit: None,
        language: Language::En,
    }
}

pub(crate) fn leader() -> Caller {
    Caller::new(account("lea", Role::Leader))
}

pub(crate) fn administrator() -> Caller {
    Caller::new(account("kim", Role::Administrator))
}

pub(crate) fn program() -> Caller {
    Caller::new(account("old-system", Role::Client))
}

pub(crate) fn system() -> Caller {
    Caller::system("test")
}

/// A county with its door.
pub(crate) struct County {
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) door: Arc<Door>,
    pub(crate) clock: Arc<HandClock>,
    next: AtomicU64,
    folder: Mutex<Option<TempDir>>,
}

/// The Monday on which a fresh county stands, at eight in the morning.
pub(crate) const TODAY: Date = date(2026, 3, 2);

impl County {
    /// A county with its units, staff, residents and accounts, in a folder that goes away with it.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let county = Self::settle(folder.path(), at(TODAY, 8, 0));
        *county.folder.lock().unwrap() = Some(folder);
        county
    }

    /// Settles a folder that has no store yet.
    pub(crate) fn settle(folder: &Path, now: Timestamp) -> Self {
        Self::settle_at(folder, None, now)
    }

    /// Settles a folder, or a shared store, that is empty.
    pub(crate) fn settle_at(folder: &Path, store: Option<String>, now: Timestamp) -> Self {
        std::fs::write(folder.join("master.key"), KEY).unwrap();
        let ledger = Arc::new(ledger_at(folder, store));
        list_staff(&ledger, now);
        let county = Self::behind(ledger, now);
        for resident in [AINO, BERTTA, PAULA] {
            county.register(resident.id(), resident.details());
            county.open(resident.caller().account);
        }
        for worker in [DORA, NELLI, OTTO] {
            county.open(worker.caller().account);
        }
        county.open(leader().account);
        county.open(administrator().account);
        let given = AccountFact::TokenGiven { hash: hash_secret(TOKEN).to_string() };
        let opened = AccountFact::AccountOpened(program().account);
        county.door.open_account(&system(), &[opened, given]).unwrap();
        county
    }

    /// A door to a ledger that is settled already.
    pub(crate) fn behind(ledger: Arc<Ledger>, now: Timestamp) -> Self {
        let clock = Arc::new(HandClock(AtomicI64::new(now.as_millisecond())));
        let given: Arc<dyn Clock> = Arc::<HandClock>::clone(&clock);
        let door = Door::new(Arc::clone(&ledger), content(), given, [3; 32]).unwrap();
        let (door, next) = (Arc::new(door), AtomicU64::new(1));
        Self { ledger, door, clock, next, folder: Mutex::new(None) }
    }

    pub(crate) fn folder(&self) -> std::path::PathBuf {
        self.folder.lock().unwrap().as_ref().unwrap().path().to_path_buf()
    }

    /// A new id; ids of one county differ from each other and are the same in every run.
    pub(crate) fn id(&self) -> Uuid {
        Uuid::from_u128(0x1000_0000 + u128::from(self.next.fetch_add(1, Ordering::SeqCst)))
    }

    pub(crate) fn act(&self, caller: &Caller, command: Command) -> Result<(), Denied> {
        self.door.act(caller, &command)
    }

    pub(crate) fn register(&self, person: PersonId, details: Details) {
        let command = Command::RegisterPerson(RegisterPerson { person, details });
        self.act(&system(), command).unwrap();
    }

    pub(crate) fn open(&self, account: Account) {
        self.door.open_account(&system(), &[AccountFact::AccountOpened(account)]).unwrap();
    }

    /// Sets the password of an account; slow on purpose, so only for those who sign in with it.
    pub(crate) fn give_password(&self, login: &str) {
        let hash = hash_password(PASSWORD).unwrap();
        let set = [AccountFact::PasswordSet { hash }];
        self.door.append_account(&system(), login, &set).unwrap();
    }

    /// Opens times of a day: half an hour each, on site and by telephone.
    pub(crate) fn open_times(&self, worker: Worker, day: Date, starts: &[Timestamp]) -> DayKey {
        let day = DayKey { professional: worker.id(), date: day };
        let slot = |start_at: &Timestamp| OpenSlot {
            start_at: *start_at,
            minutes: 30,
            modes: vec![Mode::OnSite, Mode::Phone],
        };
        let hours = Hours {
            unit: worker.unit(),
            profession: worker.profession(),
            languages: vec![Language::Fi, Language::Sv],
            slots: starts.iter().map(slot).collect(),
        };
        self.act(&worker.caller(), Command::OpenHours(OpenHours { day, hours })).unwrap();
        day
    }

    /// Receives a contact with one matter.
    pub(crate) fn contact(&self, person: PersonId, unit: &str, words: &str) -> CaseId {
        let case = CaseId(self.id());
        let command = Command::ReceiveContact(ReceiveContact {
            made_by: None,
            signs: false,
            noticed_by: String::new(),
            contact: ContactId(self.id()),
            person,
            channel: Channel::Web,
            unit: UnitId::from(unit),
            language: Language::Fi,
            reach: String::new(),
            callback: None,
            matters: vec![Matter { case, topic: Topic::Illness, words: words.to_owned() }],
        });
        self.act(&system(), command).unwrap();
        case
    }

    /// Assesses a need: a doctor's time in primary care.
    pub(crate) fn assess(&self, worker: Worker, case: CaseId) {
        let command = Command::AssessNeed(AssessNeed {
            case,
            by: worker.id(),
            profession: worker.profession(),
            urgency: Urgency::NonUrgent,
            result: AssessedAs::Appointment {
                care: CareKind::Primary,
                profession: Profession::Doctor,
            },
            unit: worker.unit(),
            note: String::new(),
            told: "Come and see the doctor.".to_owned(),
        });
        self.act(&worker.caller(), command).unwrap();
    }

    /// The command that books a time on site.
    pub(crate) fn booking(&self, case: CaseId, day: DayKey, start_at: Timestamp) -> Command {
        let place = Place { day, start_at, mode: Mode::OnSite };
        Command::BookVisit(BookVisit { case, booking: BookingId(self.id()), place, late: None })
    }
}

fn list_staff(ledger: &Ledger, now: Timestamp) {
    let listed = [DORA, NELLI, OTTO].map(|worker| StreamAppend {
        stream: format!("{PREFIX}{}", worker.id()).into(),
        history: Vec::new(),
        new: vec![NewFact {
            kind: LISTED.to_owned(),
            occurred_at: now,
            actor: "system/test".to_owned(),
            person: None,
            body: serde_json::to_vec(&worker.listed()).unwrap(),
        }],
    });
    ledger.append(Batch { streams: listed.into(), access: Vec::new() }, now).unwrap();
}

/// What most tests of the pages walk through.
pub(crate) struct Matters {
    /// Aino's, not assessed yet.
    pub(crate) waiting: CaseId,
    /// Aino's, assessed: a time has to be found.
    pub(crate) assessed: CaseId,
    /// Aino's, with a time.
    pub(crate) booked: CaseId,
    /// The doctor's day, a week from now.
    pub(crate) day: DayKey,
    /// Its times; the first one is booked.
    pub(crate) times: Vec<Timestamp>,
}

impl Matters {
    /// The name of a time in a form.
    pub(crate) fn slot(&self, number: usize) -> String {
        format!("{}_{}", self.day.professional, self.times[number].as_millisecond())
    }
}

impl County {
    /// Aino's three matters at Näsi, and the doctor's day.
    pub(crate) fn with_matters() -> (Self, Matters) {
        let county = Self::new();
        let on = date(2026, 3, 9);
        let times: Vec<Timestamp> =
            (0..8).map(|half| at(on, 9 + half / 2, 30 * (half % 2))).collect();
        let day = county.open_times(DORA, on, &times);
        let waiting = county.contact(AINO.id(), NASI, "A cough that stays");
        let assessed = county.contact(AINO.id(), NASI, "A knee that hurts");
        county.assess(NELLI, assessed);
        let booked = county.contact(AINO.id(), NASI, "A back that aches");
        county.assess(NELLI, booked);
        county.act(&AINO.caller(), county.booking(booked, day, times[0])).unwrap();
        (county, Matters { waiting, assessed, booked, day, times })
    }
}
