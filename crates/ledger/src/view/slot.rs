//! Free times: the first ones that suit, and how many a day has.

use std::cmp::Ordering;
use std::sync::OnceLock;

use care::code::{Mode, Profession};
use care::id::{ProfessionalId, UnitId};
use care::language::Language;
use care::view::SlotRow;
use jiff::Timestamp;

use super::person::Query;
use crate::database::Columns;
use crate::error::Result;
use crate::ledger::Ledger;
use crate::record::{Bind, Record, Statements, columns};
use crate::value::Field;

impl Record for SlotRow {
    const TABLE: &'static str = "slot_row";
    const COLUMNS: &'static [&'static str] = &[
        "professional",
        "start_at",
        "minutes",
        "unit",
        "profession",
        "on_site",
        "phone",
        "video",
        "fi",
        "sv",
        "en",
        "freed_at",
    ];
    const KEY: usize = 2;

    fn statements() -> &'static OnceLock<Statements> {
        static STATEMENTS: OnceLock<Statements> = OnceLock::new();
        &STATEMENTS
    }

    fn by_key(one: (i64, &Self), other: (i64, &Self)) -> Ordering {
        let key = |row: &Self| (row.professional, row.start_at);
        key(one.1).cmp(&key(other.1))
    }

    fn bind(&self, _stream: i64, bind: &mut Bind<'_>) -> Result<()> {
        bind(0, &self.professional.value())?;
        bind(1, &self.start_at.value())?;
        bind(2, &self.minutes.value())?;
        bind(3, &self.unit.value())?;
        bind(4, &self.profession.value())?;
        for (mode, index) in MODES.iter().zip(5..) {
            bind(index, &self.modes.contains(mode).value())?;
        }
        for (language, index) in Language::ALL.iter().zip(8..) {
            bind(index, &self.languages.contains(language).value())?;
        }
        bind(11, &self.freed_at.value())
    }
}

/// In the order of the columns.
const MODES: [Mode; 3] = [Mode::OnSite, Mode::Phone, Mode::Video];

fn read(columns: &Columns<'_>) -> Result<SlotRow> {
    let mut modes = Vec::new();
    for (mode, index) in MODES.into_iter().zip(5..) {
        if bool::read(columns, index)? {
            modes.push(mode);
        }
    }
    let mut languages = Vec::new();
    for (language, index) in Language::ALL.into_iter().zip(8..) {
        if bool::read(columns, index)? {
            languages.push(language);
        }
    }
    Ok(SlotRow {
        professional: Field::read(columns, 0)?,
        start_at: Field::read(columns, 1)?,
        minutes: Field::read(columns, 2)?,
        unit: Field::read(columns, 3)?,
        profession: Field::read(columns, 4)?,
        modes,
        languages,
        freed_at: Field::read(columns, 11)?,
    })
}

fn column(mode: Mode) -> &'static str {
    match mode {
        Mode::OnSite => "on_site = ",
        Mode::Phone => "phone = ",
        Mode::Video => "video = ",
    }
}

/// Which free times are asked for; everything given must hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SlotSearch {
    /// Of these units; of any when there are none.
    pub units: Vec<UnitId>,
    /// Of this profession.
    pub profession: Option<Profession>,
    /// Of this professional.
    pub professional: Option<ProfessionalId>,
    /// In this way.
    pub mode: Option<Mode>,
    /// In this language.
    pub language: Option<Language>,
    /// That begin at this instant or later.
    pub from: Timestamp,
    /// That begin before this instant.
    pub until: Option<Timestamp>,
    /// How many to find at most.
    pub limit: u32,
}

impl Ledger {
    /// The first free times that suit, in order of time.
    pub fn free_slots(&self, search: &SlotSearch) -> Result<Vec<SlotRow>> {
        // Each unit's times lie in order of time; together they are merged.
        let units: Vec<_> = if search.units.is_empty() {
            vec![None]
        } else {
            search.units.iter().map(Some).collect()
        };
        let mut found = Vec::new();
        for unit in units {
            let mut query = conditions(search, unit);
            let limit = query.sign(i64::from(search.limit).into());
            let sql = format!(
                "SELECT {} FROM slot_row{} ORDER BY start_at, professional LIMIT {limit}",
                columns::<SlotRow>(),
                query.sql
            );
            found.extend(self.read(|reader| reader.rows(&sql, &query.values, read))?);
        }
        found.sort_by_key(|slot| (slot.start_at, slot.professional));
        found.truncate(usize::try_from(search.limit).unwrap_or(usize::MAX));
        Ok(found)
    }

    /// How many times of a profession are free at a unit between two instants, and when the first begins.
    pub fn free_count(
        &self,
        unit: &UnitId,
        profession: Profession,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<(u64, Option<Timestamp>)> {
        let sql = "SELECT COUNT(*), MIN(start_at) FROM slot_row \
             WHERE unit = $1 AND profession = $2 AND start_at >= $3 AND start_at < $4";
        let values = [unit.value(), profession.value(), from.value(), until.value()];
        let found = self.read(|reader| {
            reader
                .row(sql, &values, |columns| Ok((u64::read(columns, 0)?, Field::read(columns, 1)?)))
        })?;
        Ok(found.unwrap_or_default())
    }

    /// When the free time of a place in a professional's book at a unit begins; the first one is 1.
    pub fn free_at_place(
        &self,
        professional: ProfessionalId,
        unit: &UnitId,
        from: Timestamp,
        place: u16,
    ) -> Result<Option<Timestamp>> {
        let sql = "SELECT start_at FROM slot_row WHERE professional = $1 AND start_at >= $2 \
             AND unit = $3 ORDER BY start_at LIMIT 1 OFFSET $4";
        let passed = i64::from(place.saturating_sub(1));
        let values = [professional.value(), from.value(), unit.value(), passed.into()];
        self.read(|reader| reader.row(sql, &values, |columns| Timestamp::read(columns, 0)))
    }

    /// Free times that were given up since an instant, in order of time, and that begin at another
    /// instant or later.
    pub fn freed_slots(
        &self,
        since: Timestamp,
        from: Timestamp,
        limit: u32,
    ) -> Result<Vec<SlotRow>> {
        let sql = format!(
            "SELECT {} FROM slot_row WHERE freed_at >= $1 AND start_at >= $2 \
             ORDER BY start_at, professional LIMIT $3",
            columns::<SlotRow>()
        );
        let values = [since.value(), from.value(), i64::from(limit).into()];
        self.read(|reader| reader.rows(&sql, &values, read))
    }

    /// The beginnings of all free times that suit, for counting them by day.
    pub fn free_starts(&self, search: &SlotSearch) -> Result<Vec<Timestamp>> {
        let units: Vec<_> = if search.units.is_empty() {
            vec![None]
        } else {
            search.units.iter().map(Some).collect()
        };
        let mut found = Vec::new();
        for unit in units {
            let query = conditions(search, unit);
            let sql = format!("SELECT start_at FROM slot_row{}", query.sql);
            found.extend(self.read(|reader| {
                reader.rows(&sql, &query.values, |columns| Timestamp::read(columns, 0))
            })?);
        }
        found.sort_unstable();
        Ok(found)
    }
}

fn conditions<'a>(search: &'a SlotSearch, unit: Option<&'a UnitId>) -> Query<'a> {
    let mut query = Query::default();
    if let Some(unit) = unit {
        query.and("unit = ", unit.value());
    }
    if let Some(profession) = &search.profession {
        query.and("profession = ", profession.value());
    }
    if let Some(professional) = &search.professional {
        query.and("professional = ", professional.value());
    }
    query.and("start_at >= ", search.from.value());
    if let Some(until) = &search.until {
        query.and("start_at < ", until.value());
    }
    if let Some(mode) = search.mode {
        query.and(column(mode), 1.into());
    }
    match search.language {
        Some(Language::Fi) => query.and("fi = ", 1.into()),
        Some(Language::Sv) => query.and("sv = ", 1.into()),
        Some(Language::En) => query.and("en = ", 1.into()),
        None => {}
    }
    query
}
