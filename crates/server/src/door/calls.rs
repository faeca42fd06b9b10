//! Promised calls at the door: the line of a unit, and where in it somebody is.

use care::access::Action;
use care::callback::Callback;
use care::case::Case;
use care::id::{CaseId, UnitId};
use care::view::{CallbackRow, PersonRow};

use super::{Caller, Denied, Door};

/// One call that is promised, with all matters that it serves.
#[derive(Clone, PartialEq, Debug)]
pub struct PromisedCall {
    /// The first of the matters, with its call.
    pub case: Case,
    /// The call.
    pub callback: Callback,
    /// All of the matters.
    pub cases: Vec<CaseId>,
    /// Whom to call; none when they were erased.
    pub person: Option<PersonRow>,
}

impl Door {
    /// The calls that a unit has promised, in the order in which they are made.
    pub fn call_line(
        &self,
        caller: &Caller,
        unit: &UnitId,
        limit: u32,
    ) -> Result<Vec<PromisedCall>, Denied> {
        let ground = self.ground(caller, Action::SeeWork, &[caller.at(unit)])?;
        let mut line: Vec<PromisedCall> = Vec::new();
        let mut last: Option<CallbackRow> = None;
        for row in self.ledger.callbacks(unit, limit)? {
            let same = last.as_ref().is_some_and(|last| is_same_call(last, &row));
            if let Some(call) = line.last_mut().filter(|_| same) {
                call.cases.push(row.case);
                continue;
            }
            let Some(case) = self.load_case(row.case)? else { continue };
            let Some(callback) = case.callback().cloned() else { continue };
            let person = self.ledger.person(row.person)?;
            line.push(PromisedCall { case, callback, cases: vec![row.case], person });
            last = Some(row);
        }
        let people = line.iter().map(|call| Some(call.case.person));
        self.write_down(caller, people, Action::SeeWork, ground)?;
        Ok(line)
    }

    /// The cases that the call of one serves, or the one alone; its page was written down.
    pub(crate) fn called_together(&self, case: CaseId) -> Result<Vec<CaseId>, Denied> {
        Ok(match self.ledger.callback(case)? {
            Some(row) => self.ledger.callbacks_with(&row)?,
            None => vec![case],
        })
    }

    /// How many are called before a case whose page was written down.
    pub(crate) fn called_before(&self, case: CaseId) -> Result<u64, Denied> {
        let row = self.ledger.callback(case)?;
        Ok(row.map(|row| self.ledger.callbacks_before(&row)).transpose()?.unwrap_or_default())
    }
}

/// Whether one call serves both: they came with one contact, and nobody moved one of them alone.
fn is_same_call(one: &CallbackRow, other: &CallbackRow) -> bool {
    (one.contact, one.from_at, one.in_line_since)
        == (other.contact, other.from_at, other.in_line_since)
}
