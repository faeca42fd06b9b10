//! The log of looks: who looked at whose data, and on which ground. One hash chain, append-only,
//! written before the answer leaves.

use jiff::Timestamp;

use crate::database::{Columns, Transaction};
use crate::error::Result;
use crate::fact::Hash;
use crate::ledger::Ledger;
use crate::stored::v1::{put, put_optional};
use crate::value::{Field, number};
use crate::writer::Job;

/// One look to be written down. Codes and ids only: free text never enters the log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AccessEntry {
    /// When.
    pub at: Timestamp,
    /// Who looked.
    pub actor: String,
    /// In which role.
    pub role: String,
    /// In which unit, when the role has one.
    pub unit: Option<String>,
    /// Whose data; none for a look at many people at once.
    pub person: Option<String>,
    /// What was done, by its code.
    pub action: String,
    /// The lawful ground, by its code.
    pub ground: String,
    /// What exactly was looked at, as codes and ids.
    pub detail: String,
}

/// A look that was written down.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Look {
    /// Its place in the log: 1, 2, 3 without gaps.
    pub number: u64,
    /// The look.
    pub entry: AccessEntry,
    /// The chain hash over everything before it in the log and itself.
    pub hash: Hash,
}

const LOOK: &str = "number, looked_at, actor, role, unit, person, action, ground, detail, hash";

/// How far a number is shifted for the part of the index by person that its look is in.
const PART: u32 = 16;

impl Look {
    pub(crate) fn read(columns: &Columns<'_>) -> Result<Self> {
        Ok(Self {
            number: Field::read(columns, 0)?,
            entry: AccessEntry {
                at: Field::read(columns, 1)?,
                actor: Field::read(columns, 2)?,
                role: Field::read(columns, 3)?,
                unit: Field::read(columns, 4)?,
                person: Field::read(columns, 5)?,
                action: Field::read(columns, 6)?,
                ground: Field::read(columns, 7)?,
                detail: Field::read(columns, 8)?,
            },
            hash: Field::read(columns, 9)?,
        })
    }
}

/// The chain hash of a look.
pub(crate) fn chain(previous: &Hash, number: u64, entry: &AccessEntry) -> Hash {
    let mut bytes = Vec::with_capacity(320);
    bytes.extend_from_slice(b"polku.look.1");
    bytes.extend_from_slice(&previous.0);
    bytes.extend_from_slice(&number.to_le_bytes());
    bytes.extend_from_slice(&entry.at.as_millisecond().to_le_bytes());
    put(&mut bytes, entry.actor.as_bytes());
    put(&mut bytes, entry.role.as_bytes());
    put_optional(&mut bytes, entry.unit.as_deref());
    put_optional(&mut bytes, entry.person.as_deref());
    put(&mut bytes, entry.action.as_bytes());
    put(&mut bytes, entry.ground.as_bytes());
    put(&mut bytes, entry.detail.as_bytes());
    Hash(*blake3::hash(&bytes).as_bytes())
}

/// A look with what no database can hold in a text replaced, before it is chained.
pub(crate) fn cleaned(mut entry: AccessEntry) -> AccessEntry {
    let AccessEntry { at: _, actor, role, unit, person, action, ground, detail } = &mut entry;
    let optional = [unit, person].into_iter().flatten();
    for text in [actor, role, action, ground, detail].into_iter().chain(optional) {
        if text.contains('\0') {
            *text = text.replace('\0', "\u{fffd}");
        }
    }
    entry
}

/// Writes one look down.
pub(crate) fn write(transaction: &mut Transaction<'_>, look: &Look) -> Result<()> {
    let entry = &look.entry;
    transaction.put(
        "INSERT INTO access \
         (number, looked_at, actor, role, unit, person, action, ground, detail, hash) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            number(look.number),
            entry.at.value(),
            entry.actor.value(),
            entry.role.value(),
            entry.unit.value(),
            entry.person.value(),
            entry.action.value(),
            entry.ground.value(),
            entry.detail.value(),
            look.hash.value(),
        ],
    )
}

impl Ledger {
    /// Writes looks down; they are durable when this returns.
    pub fn record_looks(&self, looks: Vec<AccessEntry>) -> Result<()> {
        let looks = looks.into_iter().map(cleaned).collect();
        self.writer().ask(|answer| {
            // Nobody listens any more when the asking thread has died; the looks stand anyway.
            Job::Looks(looks, Box::new(move |done| drop(answer.send(done))))
        })
    }

    /// Puts looks in line to be written down. `tell` is called on the writer's own thread once they are
    /// durable or cannot be, and must be quick; it is dropped uncalled when the store closes.
    pub fn record_looks_then(
        &self,
        looks: Vec<AccessEntry>,
        tell: impl FnOnce(Result<()>) + Send + 'static,
    ) -> Result<()> {
        let looks = looks.into_iter().map(cleaned).collect();
        self.writer().put(Job::Looks(looks, Box::new(tell)))
    }

    /// The looks at a person's data before a number of the log, the newest first.
    pub fn looks_at(&self, person: &str, before: Option<u64>, limit: u32) -> Result<Vec<Look>> {
        let sql = format!(
            "SELECT {LOOK} FROM access WHERE number >> {PART} = $1 AND person = $2 AND number < $3 \
             ORDER BY number DESC LIMIT $4"
        );
        let limit = limit as usize;
        self.read(|reader| {
            let last = reader.row("SELECT MAX(number) FROM access", &[], |columns| {
                <Option<u64> as Field>::read(columns, 0)
            })?;
            let last = last.flatten().unwrap_or(0);
            let before = before.map_or(last + 1, |before| before.min(last + 1));
            let mut found = Vec::new();
            for part in (0..=before >> PART).rev() {
                let rest = number((limit - found.len()) as u64);
                let given = [number(part), person.into(), number(before), rest];
                found.extend(reader.rows(&sql, &given, Look::read)?);
                if found.len() >= limit {
                    break;
                }
            }
            Ok(found)
        })
    }

    /// The log after a number, in its order.
    pub fn looks_after(&self, after: u64, limit: u32) -> Result<Vec<Look>> {
        let sql = format!("SELECT {LOOK} FROM access WHERE number > $1 ORDER BY number LIMIT $2");
        self.read(|reader| reader.rows(&sql, &[number(after), i64::from(limit).into()], Look::read))
    }
}
