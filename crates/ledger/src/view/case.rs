//! Cases: the matters of a person, the work lists, and what waits where.

use std::collections::BTreeMap;

use care::code::{Profession, Urgency};
use care::id::{CaseId, PersonId, ProfessionalId, UnitId};
use care::view::{CaseRow, PersonRow};
use jiff::civil::Date;

use super::person::Query;
use crate::database::Columns;
use crate::error::Result;
use crate::ledger::Ledger;
use crate::record::{Readable, columns, record};
use crate::value::{Field, Value, number};

/// Sorts after every due day.
pub(super) const NO_DUE_DAY: &str = "9999-12-31";

record!(
    CaseRow,
    "case_row",
    key { case_id: case },
    rest {
        person: person,
        contact: contact,
        register: register,
        topic: topic,
        channel: channel,
        contact_at: contact_at,
        contact_unit: contact_unit,
        language: language,
        municipality: municipality,
        age: age,
        stage: stage,
        step: step,
        owner_unit: owner_unit,
        owner: owner,
        assess_by: assess_by,
        assessed_at: assessed_at,
        urgency: urgency,
        care: care,
        profession: profession,
        need_at: need_at,
        due_on: due_on,
        due_rule: due_rule,
        treat_by: treat_by,
        booked_for: booked_for,
        mode: mode,
        met_at: met_at,
        met_profession: met_profession,
        met_unit: met_unit,
        closed_at: closed_at,
        closing: closing,
        safety_since: safety_since,
        unanswered_since: unanswered_since,
        named: named,
        snoozed_until: snoozed_until,
        changed_at: changed_at,
    },
    computed {
        due_order: due_order,
        urgency_order: |row: &CaseRow| Value::Integer(urgency_order(row.urgency)),
    }
);

fn due_order(row: &CaseRow) -> Value<'static> {
    row.due_on.map_or(NO_DUE_DAY.into(), |day| Value::Text(day.to_string().into()))
}

pub(super) fn urgency_order(urgency: Option<Urgency>) -> i64 {
    match urgency {
        Some(Urgency::Emergency) => 0,
        Some(Urgency::Urgent) => 1,
        Some(Urgency::NonUrgent) => 2,
        None => 3,
    }
}

/// Which open cases a work list holds; everything given must hold.
#[derive(Clone, Default, PartialEq, Eq, Hash, Debug)]
pub struct WorkList {
    /// Of this unit.
    pub unit: Option<UnitId>,
    /// Of this professional.
    pub owner: Option<ProfessionalId>,
    /// Of a team: nobody of it has taken them.
    pub unowned: bool,
    /// With this next step.
    pub step: Option<String>,
    /// To be met by this profession.
    pub profession: Option<Profession>,
    /// In which somebody has to ask about safety.
    pub safety: bool,
    /// In which the client waits for an answer in writing.
    pub unanswered: bool,
    /// After this one, which was the last of the page before.
    pub after: Option<WorkCursor>,
    /// How many to list at most.
    pub limit: u32,
}

/// A part of a work list.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct Worked {
    /// The cases, with whose they are.
    pub rows: Vec<(CaseRow, Option<PersonRow>)>,
    /// How many there are in all.
    pub count: u64,
    /// How many of those are due before the day.
    pub before: u64,
}

/// A place in a work list.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct WorkCursor {
    /// The due day, when there is one.
    pub due_on: Option<Date>,
    /// The urgency, when it is known.
    pub urgency: Option<Urgency>,
    /// When the contact came in.
    pub contact_at: jiff::Timestamp,
    /// The case.
    pub case: CaseId,
}

impl From<&CaseRow> for WorkCursor {
    fn from(row: &CaseRow) -> Self {
        let CaseRow { due_on, urgency, contact_at, case, .. } = row;
        Self { due_on: *due_on, urgency: *urgency, contact_at: *contact_at, case: *case }
    }
}

/// What the lists of a unit are told apart by: it changes whenever what they hold does.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct QueueMark {
    /// Of the queue: cases to assess, and cases in which somebody has to ask about safety.
    pub queue: u64,
    /// Of all open cases, and of the calls that nobody answered.
    pub open: u64,
}

/// So much a case counts in a mark beside its instant: a prime that is no span of time.
const COUNT_WEIGHT: u64 = 1_000_000_007;

/// How many open cases wait for a step in a unit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QueueCount {
    /// The unit.
    pub unit: UnitId,
    /// The next step's code.
    pub step: String,
    /// How many wait.
    pub waiting: u64,
    /// How many of them are due on the day or before it.
    pub due: u64,
    /// How many of them are past their due day.
    pub late: u64,
}

impl Ledger {
    /// The case of an id.
    pub fn case(&self, case: CaseId) -> Result<Option<CaseRow>> {
        let sql = format!("SELECT {} FROM case_row WHERE case_id = $1", columns::<CaseRow>());
        self.read(|reader| reader.row(&sql, &[case.value()], CaseRow::read))
    }

    /// The cases of a person, the newest first.
    pub fn cases_of(&self, person: PersonId) -> Result<Vec<CaseRow>> {
        let sql = format!(
            "SELECT {} FROM case_row WHERE person = $1 ORDER BY contact_at DESC, case_id",
            columns::<CaseRow>()
        );
        self.read(|reader| reader.rows(&sql, &[person.value()], CaseRow::read))
    }

    /// Open cases, the earliest due first, then the most urgent, then the oldest contact; with whose they
    /// are, how many there are in all, and how many of those are due before a day. All from one read.
    pub fn work(&self, list: &WorkList, day: Date) -> Result<Worked> {
        let mut all = Query::default();
        let before = all.sign(Value::Text(day.to_string().into()));
        let all = conditions(all, list);
        let count = format!(
            "SELECT COUNT(*), COUNT(CASE WHEN due_order < {before} THEN 1 END) FROM case_row \
             WHERE closed_at IS NULL{}",
            all.sql
        );
        let mut query = conditions(Query::default(), list);
        if let Some(after) = &list.after {
            let due = after.due_on.map_or(NO_DUE_DAY.to_owned(), |day| day.to_string());
            let due = query.sign(Value::Text(due.into()));
            let urgency = query.sign(Value::Integer(urgency_order(after.urgency)));
            let contact = query.sign(after.contact_at.value());
            let case = query.sign(after.case.value());
            query.sql.push_str(" AND (due_order, urgency_order, contact_at, case_id) > (");
            query.sql.push_str(&[due, urgency, contact, case].join(", "));
            query.sql.push(')');
        }
        let limit = query.sign(i64::from(list.limit).into());
        let rows = format!(
            "SELECT {} FROM case_row WHERE closed_at IS NULL{} \
             ORDER BY due_order, urgency_order, contact_at, case_id LIMIT {limit}",
            columns::<CaseRow>(),
            query.sql
        );
        let person = format!("SELECT {} FROM person_row WHERE person = $1", columns::<PersonRow>());
        self.read(|reader| {
            let counts = reader.row(&count, &all.values, |columns| {
                Ok((u64::read(columns, 0)?, u64::read(columns, 1)?))
            })?;
            let (count, before) = counts.unwrap_or_default();
            let mut found = Vec::new();
            for row in reader.rows(&rows, &query.values, CaseRow::read)? {
                let whose = reader.row(&person, &[row.person.value()], PersonRow::read)?;
                found.push((row, whose));
            }
            Ok(Worked { rows: found, count, before })
        })
    }

    /// What waits in each unit, by next step.
    pub fn queue_counts(&self, today: Date) -> Result<Vec<QueueCount>> {
        let sql = "SELECT owner_unit, step, COUNT(*), \
             COUNT(CASE WHEN due_order <= $1 THEN 1 END), \
             COUNT(CASE WHEN due_order < $2 THEN 1 END) FROM case_row \
             WHERE closed_at IS NULL AND step IS NOT NULL \
             GROUP BY owner_unit, step ORDER BY owner_unit, step";
        self.read(|reader| {
            reader.rows(sql, &[today.value(), today.value()], |columns| {
                Ok(QueueCount {
                    unit: Field::read(columns, 0)?,
                    step: Field::read(columns, 1)?,
                    waiting: Field::read(columns, 2)?,
                    due: Field::read(columns, 3)?,
                    late: Field::read(columns, 4)?,
                })
            })
        })
    }

    /// What the lists of each unit, or of one, are told apart by; a unit with nothing open is left out.
    pub fn queue_marks(&self, unit: Option<&UnitId>) -> Result<BTreeMap<UnitId, QueueMark>> {
        let of = |column: &str| unit.map_or(String::new(), |_| format!(" AND {column} = $1"));
        // Whatever enters, leaves or changes moves a count or a sum of instants.
        let cases = format!(
            "SELECT owner_unit, COUNT(*), CAST(SUM(changed_at) AS BIGINT), step, \
             COUNT(safety_since) FROM case_row WHERE closed_at IS NULL{} \
             GROUP BY owner_unit, step, safety_since IS NOT NULL \
             ORDER BY owner_unit, step, COUNT(safety_since)",
            of("owner_unit")
        );
        let calls = format!(
            "SELECT unit, COUNT(*), CAST(SUM(rang_at + COALESCE(taken_at, 0) + tries) AS BIGINT) \
             FROM phone_row WHERE open = 1{} GROUP BY unit ORDER BY unit",
            of("unit")
        );
        let values: Vec<_> = unit.iter().map(|unit| unit.value()).collect();
        let part = |columns: &Columns<'_>| {
            let (unit, count, sum) =
                (Field::read(columns, 0)?, u64::read(columns, 1)?, u64::read(columns, 2)?);
            Ok((unit, sum.wrapping_add(count.wrapping_mul(COUNT_WEIGHT))))
        };
        let mut marks: BTreeMap<UnitId, QueueMark> = BTreeMap::new();
        let mut add = |(unit, part): (UnitId, u64), queued: bool| {
            let mark = marks.entry(unit).or_default();
            let with = |mark: u64| mark.wrapping_mul(31).wrapping_add(part);
            mark.open = with(mark.open);
            if queued {
                mark.queue = with(mark.queue);
            }
        };
        let (cases, calls) = self.read(|reader| {
            let cases = reader.rows(&cases, &values, |columns| {
                let step: Option<String> = Field::read(columns, 3)?;
                let queued = step.as_deref() == Some("assess") || u64::read(columns, 4)? > 0;
                Ok((part(columns)?, queued))
            })?;
            Ok((cases, reader.rows(&calls, &values, part)?))
        })?;
        for (part, queued) in cases {
            add(part, queued);
        }
        // Missed calls stand beside the promised ones.
        for part in calls {
            add(part, false);
        }
        Ok(marks)
    }

    /// The cases with facts after a position, in order of their numbers, and the position up to which
    /// that is all. Begin again at that position.
    pub fn cases_changed_after(
        &self,
        position: u64,
        facts_max: u32,
    ) -> Result<(Vec<CaseRow>, u64)> {
        let until = self.position().min(position + u64::from(facts_max));
        let sql = format!(
            "SELECT {} FROM case_row WHERE case_id IN (SELECT substr(s.name, 6) FROM stream s \
             WHERE s.name LIKE 'case/%' AND s.id IN \
             (SELECT stream FROM fact WHERE position > $1 AND position <= $2)) ORDER BY case_id",
            columns::<CaseRow>()
        );
        let values = [number(position), number(until)];
        let rows = self.read(|reader| reader.rows(&sql, &values, CaseRow::read))?;
        Ok((rows, until))
    }

    /// Every case, one after the other, for those who fold them all.
    pub fn each_case(&self, mut see: impl FnMut(CaseRow)) -> Result<()> {
        let sql = format!("SELECT {} FROM case_row", columns::<CaseRow>());
        self.read(|reader| {
            reader.each(&sql, &[], |columns| {
                see(CaseRow::read(columns)?);
                Ok(std::ops::ControlFlow::Continue(()))
            })
        })
    }
}

fn conditions<'q>(mut query: Query<'q>, list: &WorkList) -> Query<'q> {
    let mut and = |condition: &str, value: Value<'static>| {
        let sign = query.sign(value);
        query.sql.push_str(" AND ");
        query.sql.push_str(condition);
        query.sql.push_str(&sign);
    };
    let owned = |text: String| Value::Text(text.into());
    if let Some(unit) = &list.unit {
        and("owner_unit = ", owned(unit.to_string()));
    }
    if let Some(owner) = &list.owner {
        and("owner = ", owned(owner.to_string()));
    }
    // The queue has an index of its own, which is known by these very words.
    if let Some(step) = list.step.as_ref().filter(|step| *step != "assess") {
        and("step = ", owned(step.clone()));
    }
    if let Some(profession) = list.profession {
        and("profession = ", profession.code().into());
    }
    if list.unowned {
        query.sql.push_str(" AND owner IS NULL");
    }
    if list.step.as_deref() == Some("assess") {
        query.sql.push_str(" AND step = 'assess'");
    }
    if list.safety {
        query.sql.push_str(" AND safety_since IS NOT NULL");
    }
    if list.unanswered {
        query.sql.push_str(" AND unanswered_since IS NOT NULL");
    }
    query
}
