//! A projector whose rows come, change and go with the facts, by chance that repeats itself.

use care::code::{Channel, Mode, Profession, Register, Topic, Urgency};
use care::id::{BookingId, CallId, CaseId, ContactId, OfferId, PersonId, ProfessionalId, UnitId};
use care::language::Language;
use care::message::Way;
use care::stream::DayKey;
use care::view::{
    ActingRow, AskedRow, BookingRow, CallbackRow, CaseRow, HeldOffer, MessageRow, PersonRow,
    PhoneRow, ReachRow, SlotRow, WaitingRow,
};
use care::waiting::Wish;
use jiff::Timestamp;
use ledger::{AccountRow, Fact, Hash, IndexValue, Indexed, Projector, ResourceRow, Rows, TokenRow};

/// A projector that knows nothing of care: it rolls the bodies into numbers, and the numbers into
/// rows of every kind.
pub(crate) struct Rolling(pub(crate) &'static str);

impl Projector for Rolling {
    fn fingerprint(&self) -> String {
        self.0.to_owned()
    }

    fn project(&self, stream: &str, facts: &[Fact]) -> Rows {
        let mut roll = Roll::of(stream, facts);
        let mut rows = Rows::default();
        let ids = Ids::of(stream);
        match stream.split('/').next().unwrap() {
            "person" => {
                rows.people.push(roll.person(&ids));
                let way = Way::ALL[usize::from(roll.up_to(2))];
                let (person, since_at) = (PersonId(ids.uuid(0)), roll.at());
                rows.reaches.extend(roll.maybe(ReachRow { person, way, since_at }));
                let acting = (0..roll.up_to(3)).map(|n| ActingRow {
                    person: PersonId(ids.uuid(0)),
                    actor: PersonId(uuid::Uuid::from_u128(u128::from(n))),
                });
                rows.acting.extend(acting);
            }
            "case" => {
                rows.cases.push(roll.case(&ids));
                rows.bookings.extend((0..roll.up_to(4)).map(|n| roll.booking(&ids, n)));
                rows.callbacks.extend((0..roll.up_to(2)).map(|_| roll.callback(&ids)));
                rows.waiting.extend((0..roll.up_to(3)).take(1).map(|_| roll.waiting(&ids)));
                rows.messages.extend((0..roll.up_to(3)).map(|n| roll.message(&ids, n)));
                rows.resources.extend((0..roll.up_to(4)).map(|n| roll.resource(stream, n)));
                if roll.up_to(3) == 0 {
                    rows.resources.reverse();
                }
                rows.asked.extend((0..roll.up_to(3)).map(|n| roll.asked(&ids, n)));
            }
            "call" => rows.phone.push(roll.phone(&ids)),
            "day" => rows.slots.extend((0..roll.up_to(6)).map(|n| roll.slot(&ids, n))),
            "account" => {
                rows.accounts.push(roll.account(stream));
                rows.access_tokens.extend((0..roll.up_to(3)).map(|n| roll.token(stream, n)));
            }
            _ => rows.resources.push(roll.resource(stream, 0)),
        }
        rows
    }
}

struct Ids {
    number: u128,
}

impl Ids {
    fn of(stream: &str) -> Self {
        // A stream that names an id is about it, as in care.
        if let Some(id) = stream.split('/').nth(1).and_then(|id| id.parse::<uuid::Uuid>().ok()) {
            return Self { number: id.as_u128() };
        }
        let hash = blake3::hash(stream.as_bytes());
        Self { number: u128::from_le_bytes(hash.as_bytes()[..16].try_into().unwrap()) }
    }

    fn uuid(&self, salt: u8) -> uuid::Uuid {
        uuid::Uuid::from_u128(self.number.wrapping_add(u128::from(salt)))
    }
}

/// Deterministic numbers from a stream and what can be read of its facts.
struct Roll(u64, Timestamp);

impl Roll {
    fn of(stream: &str, facts: &[Fact]) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(stream.as_bytes());
        // Only the last few count, so that rows also go back to what they were.
        for fact in facts.iter().rev().take(2) {
            hasher.update(fact.body.bytes().unwrap_or(b"erased"));
        }
        let bytes = *hasher.finalize().as_bytes();
        let last = facts.last().map_or(Timestamp::UNIX_EPOCH, |fact| fact.occurred_at);
        Self(u64::from_le_bytes(bytes[..8].try_into().unwrap()), last)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        self.0 >> 33
    }

    fn up_to(&mut self, end: u8) -> u8 {
        (self.next() % u64::from(end)) as u8
    }

    fn maybe<T>(&mut self, value: T) -> Option<T> {
        (self.up_to(2) == 1).then_some(value)
    }

    fn day(&mut self) -> jiff::civil::Date {
        jiff::civil::date(2026, 1 + self.up_to(12).cast_signed(), 1 + self.up_to(28).cast_signed())
    }

    fn at(&mut self) -> Timestamp {
        Timestamp::from_millisecond(
            1_700_000_000_000 + (self.next() % 10_000_000_000).cast_signed(),
        )
        .unwrap()
    }

    fn unit(&mut self) -> UnitId {
        UnitId::from(["porvoo", "sipoo", "loviisa"][usize::from(self.up_to(3))])
    }

    fn person(&mut self, ids: &Ids) -> PersonRow {
        let family = ["Virtanen", "Korhonen", "Åberg"][usize::from(self.up_to(3))];
        let given = ["Anna", "Anna Maria", "Bo", "Virta"][usize::from(self.up_to(4))];
        PersonRow {
            person: PersonId(ids.uuid(0)),
            family: family.to_owned(),
            given: given.to_owned(),
            folded: format!("{family} {given}").to_lowercase(),
            identity: Some(format!("{:06}-900{}", self.next() % 999_999, self.up_to(9))),
            birth_on: Some(self.day()),
            language: Language::ALL[usize::from(self.up_to(3))],
            municipality: Some("638".to_owned()),
            protected: self.up_to(2) == 1,
            changed_at: self.1,
        }
    }

    fn case(&mut self, ids: &Ids) -> CaseRow {
        let closed = self.up_to(3) == 0;
        let (day, at) = (self.day(), self.at());
        CaseRow {
            case: CaseId(ids.uuid(0)),
            person: PersonId(ids.uuid(1)),
            contact: ContactId(ids.uuid(2)),
            register: Register::Patient,
            topic: Topic::Illness,
            channel: Channel::Web,
            contact_at: self.at(),
            contact_unit: self.unit(),
            language: Language::Fi,
            municipality: self.maybe("638".to_owned()),
            age: self.maybe(44),
            stage: if closed { "closed" } else { "awaiting-booking" },
            step: (!closed).then_some("book"),
            owner_unit: self.unit(),
            owner: self.maybe(ProfessionalId(uuid::Uuid::from_u128(7))),
            assessed_at: self.maybe(at),
            urgency: self.maybe(Urgency::Urgent),
            care: self.maybe(care::clock::CareKind::Primary),
            profession: self.maybe(Profession::Nurse),
            need_at: self.maybe(at),
            due_on: self.maybe(day),
            due_rule: self.maybe("some.rule".to_owned()),
            assess_by: self.maybe(day),
            treat_by: self.maybe(day),
            booked_for: self.maybe(at),
            mode: self.maybe(Mode::OnSite),
            met_at: None,
            met_profession: None,
            met_unit: None,
            closed_at: closed.then_some(at),
            safety_since: None,
            closing: None,
            changed_at: self.1,
            unanswered_since: self.maybe(at),
            snoozed_until: self.maybe(at),
            named: self.maybe(ProfessionalId(uuid::Uuid::from_u128(8))),
        }
    }

    fn booking(&mut self, ids: &Ids, number: u8) -> BookingRow {
        BookingRow {
            booking: BookingId(ids.uuid(10 + number)),
            case: CaseId(ids.uuid(0)),
            person: PersonId(ids.uuid(1)),
            professional: ProfessionalId(uuid::Uuid::from_u128(7)),
            unit: self.unit(),
            profession: Profession::Nurse,
            start_at: self.at(),
            minutes: 30,
            mode: Mode::OnSite,
            state: ["booked", "cancelled"][usize::from(self.up_to(2))],
            made_at: self.1,
            changed_at: self.1,
        }
    }

    fn asked(&mut self, ids: &Ids, number: u8) -> AskedRow {
        AskedRow {
            case: CaseId(ids.uuid(0)),
            professional: ProfessionalId(uuid::Uuid::from_u128(u128::from(number))),
            asked_by: ProfessionalId(uuid::Uuid::from_u128(7)),
            asked_at: self.at(),
        }
    }

    fn message(&mut self, ids: &Ids, number: u8) -> MessageRow {
        MessageRow {
            case: CaseId(ids.uuid(0)),
            message: format!("reminder.{number}"),
            person: PersonId(ids.uuid(1)),
            from_at: self.at(),
            until_at: self.at(),
            given_up: self.up_to(2) == 1,
        }
    }

    fn callback(&mut self, ids: &Ids) -> CallbackRow {
        CallbackRow {
            case: CaseId(ids.uuid(0)),
            contact: ContactId(ids.uuid(2)),
            person: PersonId(ids.uuid(1)),
            unit: self.unit(),
            from_at: self.at(),
            until_at: self.at(),
            in_line_since: self.1,
            calls: u16::from(self.up_to(3)),
            called_at: self.maybe(self.1),
            told_at: None,
        }
    }

    fn phone(&mut self, ids: &Ids) -> PhoneRow {
        let missed = self.up_to(3) > 0;
        PhoneRow {
            call: CallId(ids.uuid(0)),
            unit: self.unit(),
            language: Language::ALL[usize::from(self.up_to(3))],
            from: ["", "0401", "0402", "0403"][usize::from(self.up_to(4))].to_owned(),
            rang_at: self.at(),
            answered: !missed,
            missed,
            open: missed && self.up_to(2) == 1,
            due_on: Some(self.day()),
            taken_by: None,
            taken_at: None,
            tries: u16::from(self.up_to(3)),
            tried_at: self.maybe(self.1),
        }
    }

    fn waiting(&mut self, ids: &Ids) -> WaitingRow {
        let units = ["porvoo", "sipoo"].map(UnitId::from);
        let modes = [Mode::OnSite, Mode::Phone];
        let offer = HeldOffer {
            id: OfferId(ids.uuid(20)),
            day: DayKey { professional: ProfessionalId(ids.uuid(21)), date: self.day() },
            start_at: self.at(),
            until_at: self.at(),
        };
        let (day, at) = (self.day(), self.at());
        let language = Language::ALL[usize::from(self.up_to(3))];
        WaitingRow {
            case: CaseId(ids.uuid(0)),
            person: PersonId(ids.uuid(1)),
            unit: self.unit(),
            profession: [Profession::Nurse, Profession::Doctor][usize::from(self.up_to(2))],
            secured: self.up_to(4) == 0,
            due_on: self.maybe(day),
            urgency: self.maybe(Urgency::Urgent),
            since: self.at(),
            wish: Wish {
                units: units[..usize::from(self.up_to(3))].to_vec(),
                modes: modes[..usize::from(self.up_to(3))].to_vec(),
                language: self.maybe(language),
                from_on: self.maybe(day),
                until_on: self.maybe(day),
                notice_hours: u16::from(self.up_to(48)),
            },
            booked_for: self.maybe(at),
            offer: (self.up_to(3) == 0).then_some(offer),
        }
    }

    fn slot(&mut self, ids: &Ids, number: u8) -> SlotRow {
        let start = 1_800_000_000_000 + i64::from(number) * 1_800_000;
        SlotRow {
            professional: ProfessionalId(ids.uuid(0)),
            start_at: Timestamp::from_millisecond(start).unwrap(),
            minutes: 30,
            unit: self.unit(),
            profession: [Profession::Nurse, Profession::Doctor][usize::from(self.up_to(2))],
            modes: vec![Mode::OnSite],
            languages: vec![Language::Fi, Language::En],
            freed_at: self.maybe(self.1),
        }
    }

    fn account(&mut self, stream: &str) -> AccountRow {
        AccountRow {
            login: stream.to_owned(),
            name: "Anna".to_owned(),
            role: "nurse".to_owned(),
            unit: self.maybe("porvoo".to_owned()),
            professional: None,
            person: None,
            password_hash: self.maybe("$argon2id$".to_owned()),
            locked: self.up_to(2) == 1,
        }
    }

    fn token(&mut self, stream: &str, number: u8) -> TokenRow {
        TokenRow {
            token_hash: Hash(*blake3::hash(format!("{stream}/{number}").as_bytes()).as_bytes()),
            login: stream.to_owned(),
            name: "import".to_owned(),
            scope: "read".to_owned(),
            created_at: self.at(),
            expires_at: None,
        }
    }

    fn resource(&mut self, stream: &str, number: u8) -> ResourceRow {
        let value = |parameter, value| Indexed { parameter, value };
        let code = ["male", "female"][usize::from(self.up_to(2))];
        let mut index = vec![
            value("gender", IndexValue::Token { system: String::new(), code: code.to_owned() }),
            value("gender", IndexValue::Token { system: String::new(), code: code.to_owned() }),
        ];
        for _ in 0..self.up_to(3) {
            let system = ["urn:one", "urn:two"][usize::from(self.up_to(2))].into();
            let code = self.up_to(9).to_string();
            index.push(value("identifier", IndexValue::Token { system, code }));
            let folded = ["anna", "bo"][usize::from(self.up_to(2))].to_owned();
            let exact = folded.to_uppercase();
            index.push(value("name", IndexValue::Text { folded, exact }));
            let low = self.at().as_millisecond();
            index.push(value("date", IndexValue::Date { low, high: low + 86_399_999 }));
            let (rtype, target) = ("Patient", self.up_to(9).to_string());
            index.push(value("subject", IndexValue::Reference { rtype, target }));
            let low = f64::from(self.up_to(100));
            let (system, code) = ("http://unitsofmeasure.org".into(), "kg".to_owned());
            index.push(value("value", IndexValue::Number { low, high: low + 0.5, system, code }));
            index.push(value("url", IndexValue::Uri(format!("urn:{}", self.up_to(9)))));
        }
        ResourceRow {
            rtype: ["Patient", "Observation"][usize::from(number % 2)],
            id: format!("{}-{number}", stream.replace('/', "-")),
            version: 1 + self.next() % 9,
            last_updated: self.1,
            deleted: self.up_to(5) == 0,
            index,
        }
    }
}
