//! The waiting list: whom a free time is offered to first, the line of a unit, and the offers that end.

use std::cmp::Ordering;
use std::sync::OnceLock;

use care::code::{Mode, Urgency};
use care::day::day_of;
use care::id::{CaseId, UnitId};
use care::language::Language;
use care::stream::DayKey;
use care::view::{HeldOffer, SlotRow, WaitingRow};
use care::waiting::Wish;
use jiff::Timestamp;

use super::case::{NO_DUE_DAY, urgency_order};
use super::person::escaped;
use crate::database::Columns;
use crate::error::Result;
use crate::ledger::Ledger;
use crate::record::{Bind, Readable, Record, Statements, columns};
use crate::value::{Field, Value};

/// The order in which times are offered.
const ORDER: &str = "secured, due_order, urgency_order, since, case_id";

impl Record for WaitingRow {
    const TABLE: &'static str = "waiting_row";
    const COLUMNS: &'static [&'static str] = &[
        "case_id",
        "person",
        "unit",
        "profession",
        "secured",
        "due_on",
        "urgency",
        "since",
        "wish_units",
        "wish_on_site",
        "wish_phone",
        "wish_video",
        "wish_language",
        "wish_from",
        "wish_until",
        "notice_hours",
        "booked_for",
        "offer",
        "offer_professional",
        "offer_on",
        "offer_start_at",
        "offer_until_at",
        "wish_unit",
        "due_order",
        "urgency_order",
    ];
    const KEY: usize = 1;

    fn statements() -> &'static OnceLock<Statements> {
        static STATEMENTS: OnceLock<Statements> = OnceLock::new();
        &STATEMENTS
    }

    fn by_key(one: (i64, &Self), other: (i64, &Self)) -> Ordering {
        one.1.case.cmp(&other.1.case)
    }

    fn bind(&self, _stream: i64, bind: &mut Bind<'_>) -> Result<()> {
        let (wish, offer) = (&self.wish, self.offer);
        let wants = |mode| wish.modes.is_empty() || wish.modes.contains(&mode);
        let mut count = 0..;
        let mut put = |value: &Value<'_>| bind(count.next().unwrap_or_default(), value);
        put(&self.case.value())?;
        put(&self.person.value())?;
        put(&self.unit.value())?;
        put(&self.profession.value())?;
        put(&self.secured.value())?;
        put(&self.due_on.value())?;
        put(&self.urgency.value())?;
        put(&self.since.value())?;
        put(&listed(&wish.units).value())?;
        put(&wants(Mode::OnSite).value())?;
        put(&wants(Mode::Phone).value())?;
        put(&wants(Mode::Video).value())?;
        put(&wish.language.value())?;
        put(&wish.from_on.value())?;
        put(&wish.until_on.value())?;
        put(&wish.notice_hours.value())?;
        put(&self.booked_for.value())?;
        put(&offer.map(|offer| offer.id).value())?;
        put(&offer.map(|offer| offer.day.professional).value())?;
        put(&offer.map(|offer| offer.day.date).value())?;
        put(&offer.map(|offer| offer.start_at).value())?;
        put(&offer.map(|offer| offer.until_at).value())?;
        put(&only_unit(&wish.units).value())?;
        put(&due_order(self))?;
        put(&Value::Integer(urgency_order(self.urgency)))
    }
}

impl Readable for WaitingRow {
    fn read(columns: &Columns<'_>) -> Result<Self> {
        let mut modes = Vec::new();
        for (mode, index) in [Mode::OnSite, Mode::Phone, Mode::Video].into_iter().zip(9..) {
            if bool::read(columns, index)? {
                modes.push(mode);
            }
        }
        if modes.len() == Mode::ALL.len() {
            modes.clear();
        }
        let units = Option::<String>::read(columns, 8)?.unwrap_or_default();
        let offer = match Option::read(columns, 17)? {
            None => None,
            Some(id) => Some(HeldOffer {
                id,
                day: DayKey {
                    professional: Field::read(columns, 18)?,
                    date: Field::read(columns, 19)?,
                },
                start_at: Field::read(columns, 20)?,
                until_at: Field::read(columns, 21)?,
            }),
        };
        Ok(Self {
            case: Field::read(columns, 0)?,
            person: Field::read(columns, 1)?,
            unit: Field::read(columns, 2)?,
            profession: Field::read(columns, 3)?,
            secured: Field::read(columns, 4)?,
            due_on: Field::read(columns, 5)?,
            urgency: Option::<Urgency>::read(columns, 6)?,
            since: Field::read(columns, 7)?,
            wish: Wish {
                units: units.split_whitespace().map(UnitId::from).collect(),
                modes,
                language: Option::<Language>::read(columns, 12)?,
                from_on: Field::read(columns, 13)?,
                until_on: Field::read(columns, 14)?,
                notice_hours: Field::read(columns, 15)?,
            },
            booked_for: Field::read(columns, 16)?,
            offer,
        })
    }
}

/// With a space around each, so that a whole one is found between two spaces.
fn listed(units: &[UnitId]) -> Option<String> {
    if units.is_empty() {
        return None;
    }
    let words = units.iter().map(|unit| &*unit.0);
    Some(format!(" {} ", words.collect::<Vec<_>>().join(" ")))
}

/// The unit, when just one suits.
fn only_unit(units: &[UnitId]) -> UnitId {
    match units {
        [unit] => unit.clone(),
        _ => UnitId::from(""),
    }
}

fn due_order(row: &WaitingRow) -> Value<'static> {
    row.due_on.map_or(NO_DUE_DAY.into(), |day| Value::Text(day.to_string().into()))
}

impl Ledger {
    /// Those whom a free time suits, in the order in which it is offered to them. Whoever has an offer
    /// to answer, or needs more notice than is left, is passed over.
    pub fn waiting_for(
        &self,
        slot: &SlotRow,
        notice_hours_left: u16,
        after: Option<&WaitingRow>,
        limit: u32,
    ) -> Result<Vec<WaitingRow>> {
        let modes: Vec<_> = slot.modes.iter().map(|mode| suits(*mode)).collect();
        if modes.is_empty() {
            return Ok(Vec::new());
        }
        let languages = slot.languages.iter().map(|one| format!("'{}'", one.code()));
        let languages: Vec<_> = languages.collect();
        let spoken = match languages.as_slice() {
            [] => String::new(),
            all => format!(" OR wish_language IN ({})", all.join(", ")),
        };
        let mut found = Vec::new();
        // Those who want this unit, and those whom any suits or several: each lie in order.
        for wished in ["", &*slot.unit.0] {
            let mut values = vec![
                slot.profession.value(),
                wished.into(),
                notice_hours_left.value(),
                slot.start_at.value(),
                Value::Text(format!("% {} %", escaped(&slot.unit.0)).into()),
                Value::Text(day_of(slot.start_at).to_string().into()),
            ];
            let begins = after.map_or(String::new(), |after| begins_after(after, &mut values));
            values.push(i64::from(limit).into());
            let sql = format!(
                "SELECT {} FROM waiting_row WHERE profession = $1 AND wish_unit = $2 \
                 AND offer IS NULL AND notice_hours <= $3 \
                 AND (booked_for IS NULL OR booked_for > $4) \
                 AND (wish_units IS NULL OR wish_units LIKE $5 ESCAPE '!') \
                 AND (wish_from IS NULL OR wish_from <= $6) \
                 AND (wish_until IS NULL OR wish_until >= $6) \
                 AND (wish_language IS NULL{spoken}) AND ({}){begins} \
                 ORDER BY {ORDER} LIMIT ${}",
                columns::<WaitingRow>(),
                modes.join(" OR "),
                values.len(),
            );
            found.extend(self.read(|reader| reader.rows(&sql, &values, WaitingRow::read))?);
        }
        found.sort_by_key(WaitingRow::turn);
        found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(found)
    }

    /// The place of a case on the waiting list.
    pub fn waiting(&self, case: CaseId) -> Result<Option<WaitingRow>> {
        let sql = format!("SELECT {} FROM waiting_row WHERE case_id = $1", columns::<WaitingRow>());
        self.read(|reader| reader.row(&sql, &[case.value()], WaitingRow::read))
    }

    /// How many wait for the same profession and come first.
    pub fn waiting_before(&self, row: &WaitingRow) -> Result<u64> {
        let sql = format!(
            "SELECT COUNT(*) FROM waiting_row WHERE profession = $1 \
             AND ({ORDER}) < ($2, $3, $4, $5, $6)"
        );
        let mut values = vec![row.profession.value()];
        values.extend(turn(row));
        let count =
            self.read(|reader| reader.row(&sql, &values, |columns| u64::read(columns, 0)))?;
        Ok(count.unwrap_or_default())
    }

    /// Those who wait for a time and whose case a unit answers for, the first in line first.
    pub fn waiting_at(
        &self,
        unit: &UnitId,
        after: Option<&WaitingRow>,
        limit: u32,
    ) -> Result<Vec<WaitingRow>> {
        let mut values = vec![unit.value()];
        let begins = after.map_or(String::new(), |after| begins_after(after, &mut values));
        values.push(i64::from(limit).into());
        let last = values.len();
        let sql = format!(
            "SELECT {} FROM waiting_row WHERE unit = $1{begins} ORDER BY {ORDER} LIMIT ${last}",
            columns::<WaitingRow>()
        );
        self.read(|reader| reader.rows(&sql, &values, WaitingRow::read))
    }

    /// The offers that have stood long enough.
    pub fn offers_over(&self, now: Timestamp, limit: u32) -> Result<Vec<WaitingRow>> {
        let sql = format!(
            "SELECT {} FROM waiting_row WHERE offer_until_at <= $1 ORDER BY offer_until_at LIMIT $2",
            columns::<WaitingRow>()
        );
        let values = [now.value(), i64::from(limit).into()];
        self.read(|reader| reader.rows(&sql, &values, WaitingRow::read))
    }
}

fn suits(mode: Mode) -> &'static str {
    match mode {
        Mode::OnSite => "wish_on_site = 1",
        Mode::Phone => "wish_phone = 1",
        Mode::Video => "wish_video = 1",
    }
}

fn turn(row: &WaitingRow) -> [Value<'_>; 5] {
    [
        row.secured.value(),
        due_order(row),
        Value::Integer(urgency_order(row.urgency)),
        row.since.value(),
        row.case.value(),
    ]
}

/// The condition that a row comes after another.
fn begins_after<'r>(row: &'r WaitingRow, values: &mut Vec<Value<'r>>) -> String {
    let first = values.len() + 1;
    values.extend(turn(row));
    let signs: Vec<_> = (first..=values.len()).map(|number| format!("${number}")).collect();
    format!(" AND ({ORDER}) > ({})", signs.join(", "))
}
