//! Free times at the door: which there are for a case, and whether each is inside the lawful limit.

use std::collections::HashMap;

use care::access::{Action, Relation};
use care::code::{Mode, Profession};
use care::id::UnitId;
use care::language::Language;
use care::person::Person;
use care::refusal::Offer;
use care::stream::DayKey;
use care::view::SlotRow;
use jiff::Timestamp;
use jiff::civil::Date;
use ledger::SlotSearch;

use super::{Caller, Denied, Door};
use crate::region::{Unit, UnitKind};

const OFFERS_MAX: u32 = 3;
/// What lies nearer cannot be booked any more: somebody has to get there.
const NOTICE_MINUTES: i64 = 15;

/// Which free times are wanted; everything given must hold.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct TimesWanted {
    /// Whom the assessment asks for.
    pub profession: Option<Profession>,
    /// At one of these units; anywhere when nothing is said of it.
    pub units: Option<Vec<UnitId>>,
    /// In this way.
    pub mode: Option<Mode>,
    /// In this language.
    pub language: Option<Language>,
    /// On this day or later.
    pub from: Option<Date>,
    /// How many at most.
    pub limit: u32,
}

impl Door {
    /// Free times that suit, in order of time, over all units.
    pub fn times(&self, caller: &Caller, wanted: &TimesWanted) -> Result<Vec<SlotRow>, Denied> {
        self.ground(caller, Action::SeeTimes, &[Relation::Task])?;
        let soonest = self.soonest();
        let from = wanted.from.map_or(soonest, |day| care::day::starts_at(day).max(soonest));
        if wanted.units.as_ref().is_some_and(Vec::is_empty) {
            return Ok(Vec::new());
        }
        Ok(self.ledger.free_slots(&SlotSearch {
            units: wanted.units.clone().unwrap_or_default(),
            profession: wanted.profession,
            professional: None,
            mode: wanted.mode,
            language: wanted.language,
            from,
            until: None,
            limit: wanted.limit,
        })?)
    }

    /// One time, while it is free and still to come.
    pub fn time(
        &self,
        caller: &Caller,
        day: DayKey,
        start_at: Timestamp,
    ) -> Result<Option<SlotRow>, Denied> {
        self.ground(caller, Action::SeeTimes, &[Relation::Task])?;
        let rows = care::view::slot_rows(&self.load_day(day)?);
        let now = self.now();
        Ok(rows.into_iter().find(|row| row.start_at == start_at && start_at > now))
    }

    pub(super) fn next_free(
        &self,
        profession: Profession,
        now: Timestamp,
    ) -> Result<Vec<Offer>, Denied> {
        let slots = self.ledger.free_slots(&SlotSearch {
            units: Vec::new(),
            profession: Some(profession),
            professional: None,
            mode: None,
            language: None,
            from: now,
            until: None,
            limit: OFFERS_MAX,
        })?;
        let offer = |slot: SlotRow| Offer {
            professional: slot.professional,
            unit: slot.unit,
            start_at: slot.start_at,
            modes: slot.modes,
        };
        Ok(slots.into_iter().map(offer).collect())
    }

    fn soonest(&self) -> Timestamp {
        let now = self.now();
        now.checked_add(jiff::SignedDuration::from_mins(NOTICE_MINUTES)).unwrap_or(now)
    }

    /// Minutes from where a person, whose page or case was written down, lives to each unit that people come to;
    /// empty when that is not known.
    pub fn ways(&self, person: &Person) -> HashMap<UnitId, u16> {
        let (region, details) = (&self.content.region, &person.details);
        let areas = region.municipalities.iter().flat_map(|one| &one.postcodes);
        let home = details.postal_code.as_deref();
        let Some(home) = areas.into_iter().find(|area| home == Some(area.code.as_str())) else {
            return HashMap::new();
        };
        let come_to = region.units.iter().filter(|unit| unit.kind != UnitKind::Digital);
        let minutes = |unit: &Unit| {
            let kilometres = home.place.kilometres_to(unit.place);
            (unit.id.clone(), self.content.travel.minutes(kilometres))
        };
        come_to.map(minutes).collect()
    }
}
