//! Call-backs: agreeing on one, recording calls, and doing without. One call serves all matters of a
//! contact, so each of these concerns several cases at once.

use jiff::Timestamp;

use super::{Decision, World};
use crate::callback::{CallOutcome, Callback, Policy, Window};
use crate::case::{Case, CaseFact};
use crate::id::{CaseId, ProfessionalId};
use crate::refusal::Refusal;

/// Agrees on a call, or on another window or number for the one that is agreed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AgreeCallback {
    /// For which matters.
    pub cases: Vec<CaseId>,
    /// The number.
    pub phone: String,
    /// When.
    pub window: Window,
}

/// Records a call that was made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordCall {
    /// For which matters.
    pub cases: Vec<CaseId>,
    /// By whom.
    pub by: ProfessionalId,
    /// What came of it.
    pub outcome: CallOutcome,
    /// What was promised to the resident.
    pub policy: Policy,
}

/// The resident wishes for no call after all.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EndCallback {
    /// For which matters.
    pub cases: Vec<CaseId>,
}

/// Whether a call can be promised so.
pub(super) fn promised(phone: &str, window: Window, now: Timestamp) -> Result<CaseFact, Refusal> {
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    if digits < 3 {
        return Err(Refusal::PhoneMissing);
    }
    if window.until_at <= now || window.until_at <= window.from_at {
        return Err(Refusal::WindowPast);
    }
    Ok(CaseFact::CallbackAgreed { phone: phone.trim().to_owned(), window })
}

impl AgreeCallback {
    pub(super) fn decide(&self, world: &World, now: Timestamp) -> Result<Decision, Refusal> {
        let fact = promised(&self.phone, self.window, now)?;
        let mut decision = Decision::default();
        for case in open_cases(world, &self.cases)? {
            let same = |callback: &Callback| {
                callback.window == self.window && callback.phone == self.phone.trim()
            };
            // What is agreed already is not agreed anew: it would forget the calls so far.
            if !case.callback().is_some_and(same) {
                decision = decision.case(case.id, case.person, fact.clone());
            }
        }
        Ok(decision)
    }
}

impl RecordCall {
    pub(super) fn decide(&self, world: &World, now: Timestamp) -> Result<Decision, Refusal> {
        let mut decision = Decision::default();
        for case in open_cases(world, &self.cases)? {
            let callback = case.callback().ok_or(Refusal::NoCallback)?;
            if self.outcome != CallOutcome::Reached && now < callback.window.from_at {
                return Err(Refusal::WindowAhead);
            }
            let called = CaseFact::CallMade { by: self.by, outcome: self.outcome };
            let mut after = case.clone();
            after.apply(now, called.clone());
            decision = decision.case(case.id, case.person, called);
            let enough = |callback: &Callback| {
                callback.told_at.is_none()
                    && callback.missed(&self.policy) >= usize::from(self.policy.calls)
            };
            if after.callback().is_some_and(enough) {
                decision = decision.case(case.id, case.person, CaseFact::MissedCallsTold);
            }
        }
        Ok(decision)
    }
}

impl EndCallback {
    pub(super) fn decide(&self, world: &World) -> Result<Decision, Refusal> {
        open_cases(world, &self.cases)?.into_iter().try_fold(
            Decision::default(),
            |decision, case| {
                case.callback().ok_or(Refusal::NoCallback)?;
                Ok(decision.case(case.id, case.person, CaseFact::CallbackEnded))
            },
        )
    }
}

fn open_cases<'w>(world: &'w World, cases: &[CaseId]) -> Result<Vec<&'w Case>, Refusal> {
    if cases.is_empty() {
        return Err(Refusal::CaseUnknown);
    }
    cases.iter().map(|case| world.open_case(*case)).collect()
}
