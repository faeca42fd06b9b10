//! Names for ids and codes, in the language of the page.

use care::access::{Relation, Role};
use care::actor::Actor;
use care::case::{Booking, Owner, Stage};
use care::code::Profession;
use care::day::local;
use care::id::{PersonId, ProfessionalId, UnitId};
use care::view::CaseRow;
use jiff::{SignedDuration, Timestamp};

use super::App;
use crate::components::field::Item;
use crate::door::{LINK, Look};
use crate::pages::resident::{self, Booked};
use crate::say;
use crate::texts::{Language, Texts, of};

/// A time that begins sooner than this can no longer be moved by the client.
const CHANGE_NOTICE: SignedDuration = SignedDuration::from_hours(2);

/// Names in one language.
pub(super) struct Names<'a> {
    app: &'a App,
    pub(super) language: Language,
}

impl<'a> Names<'a> {
    pub(super) fn new(app: &'a App, language: Language) -> Self {
        Self { app, language }
    }

    pub(super) fn texts(&self) -> &'static Texts {
        of(self.language)
    }

    pub(super) fn unit(&self, unit: &UnitId) -> String {
        self.app.door.content().region.unit_name(unit, self.language).to_owned()
    }

    pub(super) fn questionnaire(&self, name: &str) -> String {
        let known = self.app.door.content().questionnaires.get(name);
        known.map_or(name, |known| known.title.get(self.language)).to_owned()
    }

    pub(super) fn municipality(&self, code: &str) -> String {
        self.app.door.content().region.municipality_name(code, self.language).to_owned()
    }

    pub(super) fn professional(&self, id: ProfessionalId) -> String {
        let unknown = || say!(self.texts(), "who-unknown");
        self.app.door.staff().name(id).unwrap_or_else(unknown)
    }

    /// A professional with their profession.
    pub(super) fn who(&self, id: ProfessionalId) -> String {
        match self.app.door.staff().get(id) {
            Some(listed) => {
                format!("{}, {}", self.professional(id), self.texts().profession(listed.profession))
            }
            None => self.professional(id),
        }
    }

    pub(super) fn owner(&self, owner: &Owner) -> String {
        match owner {
            Owner::Team(unit) => self.unit(unit),
            Owner::Professional(professional, unit) => {
                format!("{}, {}", self.professional(*professional), self.unit(unit))
            }
        }
    }

    /// Who answers for a case, by its row: a professional, or else the unit.
    pub(super) fn owner_of(&self, row: &CaseRow) -> String {
        row.owner.map_or_else(|| self.unit(&row.owner_unit), |owner| self.professional(owner))
    }

    /// Nobody, and then those who work at a unit, in order of name.
    pub(super) fn staff(&self, unit: &UnitId) -> Vec<Item> {
        let staff = self.app.door.staff().of(unit);
        let mut items: Vec<_> = staff
            .map(|one| Item::new(one.id.to_string(), format!("{} {}", one.family, one.given)))
            .collect();
        items.sort_by(|a, b| a.label.cmp(&b.label));
        items.insert(0, Item::new("", "–"));
        items
    }

    pub(super) fn booked(&self, booking: &Booking, now: Timestamp) -> Booked {
        Booked {
            at: local(booking.start_at),
            minutes: booking.minutes,
            mode: booking.mode,
            profession: booking.profession,
            professional: self.professional(booking.day.professional),
            unit: self.unit(&booking.unit),
            address: None,
            changeable: is_changeable(booking, now),
        }
    }

    /// The units to choose from.
    pub(super) fn units(&self) -> Vec<Item> {
        let units = &self.app.door.content().region.units;
        units
            .iter()
            .map(|unit| Item::new(unit.id.0.as_ref(), unit.name.get(self.language)))
            .collect()
    }

    /// The units where somebody of a profession works.
    pub(super) fn units_of(&self, profession: Profession) -> Vec<Item> {
        let staff = self.app.door.staff();
        let works = |unit: &Item| {
            let unit = UnitId::from(unit.value.as_str());
            staff.at(&unit, profession).next().is_some()
        };
        self.units().into_iter().filter(works).collect()
    }

    /// The municipalities to choose from.
    pub(super) fn municipalities(&self) -> Vec<Item> {
        let all = &self.app.door.content().region.municipalities;
        all.iter().map(|one| Item::new(one.code.as_str(), one.name.get(self.language))).collect()
    }

    /// A look as the person looked at sees it.
    pub(super) fn look(&self, look: &Look, own: Option<PersonId>) -> resident::looks::Look {
        let (t, entry) = (self.texts(), &look.entry);
        let who = match entry.actor.parse() {
            Ok(Actor::Resident(person)) if Some(person) == own => say!(t, "who-you"),
            Ok(Actor::Resident(_)) => say!(t, "role-resident"),
            Ok(Actor::Professional(id)) => self.professional(id),
            Ok(Actor::Account(name)) if name == LINK => say!(t, "who-link"),
            Ok(Actor::Account(name)) => name,
            Ok(Actor::Client(name) | Actor::System(name)) => say!(t, "who-program", name = name),
            Err(_) => say!(t, "who-unknown"),
        };
        // "You yourself" needs no role.
        let role = if who == say!(t, "who-you") { String::new() } else { self.role(&entry.role) };
        resident::looks::Look {
            at: local(entry.at),
            who,
            role,
            unit: entry.unit.as_deref().map(|unit| self.unit(&unit.into())).unwrap_or_default(),
            ground: self.ground(&entry.ground),
            what: self.what(&entry.action),
            times: 1,
        }
    }

    fn role(&self, code: &str) -> String {
        let t = self.texts();
        match Role::from_code(code) {
            Some(Role::Resident) => say!(t, "role-resident"),
            Some(Role::Professional) => say!(t, "role-professional"),
            Some(Role::Leader) => say!(t, "role-leader"),
            Some(Role::Administrator | Role::Client | Role::System) | None => {
                say!(t, "role-other")
            }
        }
    }

    pub(super) fn ground(&self, code: &str) -> String {
        let t = self.texts();
        match Relation::from_code(code) {
            Some(Relation::Own) => say!(t, "on-own"),
            Some(Relation::Mandate) => say!(t, "on-mandate"),
            Some(Relation::Care) => say!(t, "on-care"),
            Some(Relation::Unit) => say!(t, "on-unit"),
            Some(Relation::Stated) => say!(t, "on-stated"),
            Some(Relation::Link) => say!(t, "on-link"),
            Some(Relation::Task) | None => say!(t, "on-task"),
        }
    }

    fn what(&self, action: &str) -> String {
        let t = self.texts();
        match action {
            "see-case" => say!(t, "looked-see-case"),
            "see-person" => say!(t, "looked-see-person"),
            "see-work" => say!(t, "looked-see-work"),
            "search-people" => say!(t, "looked-search-people"),
            "see-looks" => say!(t, "looked-see-looks"),
            "read-fhir" => say!(t, "looked-read-fhir"),
            "export-fhir" => say!(t, "looked-export-fhir"),
            "keep-notices" => say!(t, "looked-keep-notices"),
            "write-fhir" => say!(t, "looked-write-fhir"),
            "register-person" => say!(t, "looked-register-person"),
            "receive-contact" => say!(t, "looked-receive-contact"),
            "add-words" => say!(t, "looked-add-words"),
            "tell-resident" => say!(t, "looked-tell-resident"),
            "handle-message" => say!(t, "looked-handle-message"),
            "record-right-to-act" => say!(t, "looked-record-right-to-act"),
            "end-right-to-act" => say!(t, "looked-end-right-to-act"),
            "record-minors-wish" => say!(t, "looked-record-minors-wish"),
            "choose-reach" => say!(t, "looked-choose-reach"),
            "see-calendar" => say!(t, "looked-see-calendar"),
            "write-message" => say!(t, "looked-write-message"),
            "settle-messages" => say!(t, "looked-settle-messages"),
            "write-note" | "see-note" => say!(t, "looked-write-note"),
            "snooze-case" | "wake-case" => say!(t, "looked-snooze-case"),
            "name-worker" => say!(t, "looked-name-worker"),
            "agree-callback" => say!(t, "looked-agree-callback"),
            "record-call" => say!(t, "looked-record-call"),
            "end-callback" => say!(t, "looked-end-callback"),
            "take-case" => say!(t, "looked-take-case"),
            "assess-need" => say!(t, "looked-assess-need"),
            "book-visit" => say!(t, "looked-book-visit"),
            "move-booking" => say!(t, "looked-move-booking"),
            "confirm-visit" => say!(t, "looked-confirm-visit"),
            "cancel-booking" => say!(t, "looked-cancel-booking"),
            "join-waiting-list" => say!(t, "looked-join-waiting-list"),
            "leave-waiting-list" => say!(t, "looked-leave-waiting-list"),
            "offer-time" => say!(t, "looked-offer-time"),
            "take-offer" => say!(t, "looked-take-offer"),
            "end-offer" => say!(t, "looked-end-offer"),
            "record-visit" => say!(t, "looked-record-visit"),
            "record-no-show" => say!(t, "looked-record-no-show"),
            "close-case" => say!(t, "looked-close-case"),
            "state-reason" => say!(t, "looked-state-reason"),
            _ => say!(t, "looked-other"),
        }
    }
}

/// Whether the client can still move a time or give it up without calling.
pub(super) fn is_changeable(booking: &Booking, now: Timestamp) -> bool {
    now.checked_add(CHANGE_NOTICE).is_ok_and(|soonest| booking.start_at > soonest)
}

/// The stage as pages know it.
pub(super) fn stage(case: &care::case::Case) -> resident::Stage {
    match (case.stage, case.closed) {
        (_, Some((_, closing))) => resident::Stage::Closed(closing),
        (Stage::AwaitingAssessment, None) => resident::Stage::AwaitingAssessment,
        (Stage::AwaitingBooking, None) => resident::Stage::AwaitingBooking,
        (Stage::Booked(_), None) => resident::Stage::Booked,
        (Stage::Met | Stage::Closed, None) => resident::Stage::Met,
    }
}

/// The stage of a row.
pub(super) fn row_stage(row: &CaseRow) -> resident::Stage {
    match (row.closing, row.stage) {
        (Some(closing), _) => resident::Stage::Closed(closing),
        (None, "awaiting-assessment") => resident::Stage::AwaitingAssessment,
        (None, "awaiting-booking") => resident::Stage::AwaitingBooking,
        (None, "booked") => resident::Stage::Booked,
        (None, _) => resident::Stage::Met,
    }
}
