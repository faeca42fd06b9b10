//! What the store knows of itself: which key it belongs to, and whose rows its views hold.

use crate::database::{Reader, Transaction};
use crate::error::{Error, Result};
use crate::view::rows::Projector;
use crate::writer::{State, Tally};

const MASTER_KEY: &str = "master key";
const VIEWS: &str = "views";
const ERASURES: &str = "erasures";
const GAPS: &str = "gaps";
/// The views are known to be incomplete.
pub(crate) const STALE: &str = "stale";
/// Changes when this room keeps the same rows in another way.
const VIEW_FORM: u32 = 1;

/// Notes by its mark whose store this is, or refuses somebody else's key.
pub(crate) fn check_master_key(state: &mut State, mark: &str) -> Result<()> {
    match get(&state.connection, MASTER_KEY)? {
        Some(found) if found == mark => Ok(()),
        Some(_) => Err(Error::WrongMasterKey),
        None => state.transaction(|transaction, _, _| set(transaction, MASTER_KEY, mark)),
    }
}

/// Refuses a store that belongs to another key.
pub(crate) fn is_of_master_key(reader: &Reader, mark: &str) -> Result<()> {
    if get(reader, MASTER_KEY)?.as_deref() == Some(mark) {
        Ok(())
    } else {
        Err(Error::WrongMasterKey)
    }
}

/// Names the projector whose rows the views hold.
pub(crate) fn fingerprint(projector: &dyn Projector) -> String {
    format!("{VIEW_FORM} {}", projector.fingerprint())
}

/// Whose rows the views hold; nobody's in a new store.
pub(crate) fn views(reader: &Reader) -> Result<Option<String>> {
    get(reader, VIEWS)
}

/// The views hold all rows of this projector.
pub(crate) fn views_are_whole(
    transaction: &mut Transaction<'_>,
    projector: &dyn Projector,
) -> Result<()> {
    set(transaction, VIEWS, &fingerprint(projector))
}

/// The views lack rows until they are made anew.
pub(crate) fn views_are_stale(transaction: &mut Transaction<'_>) -> Result<()> {
    set(transaction, VIEWS, STALE)
}

/// Notes how often a key was destroyed, for servers that keep keys at hand.
pub(crate) fn erasures_are(transaction: &mut Transaction<'_>, count: u64) -> Result<()> {
    set(transaction, ERASURES, &count.to_string())
}

/// Notes whether positions have gaps, in a store to which facts came from a shared one.
pub(crate) fn positions_have_gaps(transaction: &mut Transaction<'_>, gaps: bool) -> Result<()> {
    if gaps { set(transaction, GAPS, "yes") } else { Ok(()) }
}

/// Whether positions may have gaps.
pub(crate) fn have_gaps(reader: &Reader) -> Result<bool> {
    Ok(reader.is_shared() || get(reader, GAPS)?.is_some())
}

/// How many facts there are; positions have gaps where several servers write.
pub(crate) fn facts(reader: &Reader, tally: &Tally) -> Result<u64> {
    if have_gaps(reader)? {
        crate::verify::count(reader, "SELECT COUNT(*) FROM fact")
    } else {
        Ok(tally.last_position)
    }
}

fn get(reader: &Reader, name: &str) -> Result<Option<String>> {
    let sql = "SELECT value FROM meta WHERE name = $1";
    reader.row(sql, &[name.into()], |columns| columns.text(0).map(str::to_owned))
}

fn set(transaction: &mut Transaction<'_>, name: &str, value: &str) -> Result<()> {
    transaction.execute(
        "INSERT INTO meta (name, value) VALUES ($1, $2) \
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        &[name.into(), value.into()],
    )?;
    Ok(())
}
