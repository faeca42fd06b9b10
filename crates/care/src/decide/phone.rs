//! Calls at the exchange: what it tells, and what people do about those that nobody answered.

use jiff::{SignedDuration, Timestamp};

use super::{Decision, World};
use crate::callback::CallOutcome;
use crate::id::{CallId, PersonId, ProfessionalId, UnitId};
use crate::language::Language;
use crate::phone::{PhoneCall, PhoneEvent, PhoneFact, PhonePolicy, Settled};
use crate::refusal::Refusal;

/// Records what an exchange tells of a call. The same told again changes nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReportCall {
    /// Which: it follows from the exchange and its own number of the call.
    pub call: CallId,
    /// A person whom nobody knows, under whose key it is sealed.
    pub sealed_by: PersonId,
    /// The number that was called.
    pub line: String,
    /// The unit that answers there.
    pub unit: UnitId,
    /// The language of the line.
    pub language: Language,
    /// The caller's number; empty when it is hidden.
    pub from: String,
    /// What happened.
    pub event: PhoneEvent,
    /// When, by the exchange's clock.
    pub at: Timestamp,
    /// Other calls of the same number to the same unit.
    pub others: Vec<CallId>,
    /// What the organisation decided.
    pub policy: PhonePolicy,
}

/// Takes it upon oneself to call back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TakeCalls {
    /// All missed calls of one number.
    pub calls: Vec<CallId>,
    /// Who.
    pub by: ProfessionalId,
    /// What the organisation decided.
    pub policy: PhonePolicy,
}

/// Records a call back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TryCalls {
    /// All missed calls of one number.
    pub calls: Vec<CallId>,
    /// Who called.
    pub by: ProfessionalId,
    /// What came of it.
    pub outcome: CallOutcome,
    /// What the organisation decided.
    pub policy: PhonePolicy,
}

/// Settles missed calls.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SettleCalls {
    /// All missed calls of one number.
    pub calls: Vec<CallId>,
    /// Who.
    pub by: ProfessionalId,
    /// How.
    pub how: Settled,
}

impl ReportCall {
    pub(super) fn decide(&self, world: &World, now: Timestamp) -> Result<Decision, Refusal> {
        let ahead = SignedDuration::from_secs(i64::from(self.policy.ahead_seconds));
        let days = SignedDuration::from_hours(24 * i64::from(self.policy.remembered_days));
        if now.duration_until(self.at) > ahead || self.at.duration_until(now) > days {
            return Err(Refusal::EventTime);
        }
        let known = world.calls.get(&self.call);
        let rang = PhoneFact::PhoneRang {
            sealed_by: self.sealed_by,
            line: self.line.clone(),
            unit: self.unit.clone(),
            language: self.language,
            from: self.from.clone(),
            at: self.at,
        };
        let told = match (self.event, known) {
            (_, None) => Some(rang),
            (PhoneEvent::Ringing, Some(call)) => (self.at < call.rang_at).then_some(rang),
            (PhoneEvent::Answered | PhoneEvent::Missed | PhoneEvent::Ended, Some(_)) => None,
        };
        let at = self.at;
        let is_news = |told: fn(&PhoneCall) -> Option<Timestamp>| {
            known.is_none_or(|call| told(call).is_none())
        };
        let happened = match self.event {
            PhoneEvent::Ringing => None,
            PhoneEvent::Answered => {
                is_news(|call| call.answered_at).then_some(PhoneFact::PhoneAnswered { at })
            }
            PhoneEvent::Missed => {
                is_news(|call| call.unanswered_at).then_some(PhoneFact::PhoneMissed { at })
            }
            PhoneEvent::Ended => {
                is_news(|call| call.ended_at).then_some(PhoneFact::PhoneEnded { at })
            }
        };
        let sealed_by = known.map_or(self.sealed_by, |call| call.sealed_by);
        let (mut after, mut decision) = (known.cloned(), Decision::default());
        for fact in told.into_iter().chain(happened) {
            match &mut after {
                Some(call) => call.apply(now, fact.clone()),
                None => after = PhoneCall::fold(self.call, [(now, fact.clone())]),
            }
            decision = decision.phone(self.call, sealed_by, fact);
        }
        Ok(match after {
            Some(call) => self.settle(decision, &call, world),
            None => decision,
        })
    }

    /// Whoever is answered after a call that was missed needs no call back, whichever the exchange tells
    /// first.
    fn settle(&self, mut decision: Decision, call: &PhoneCall, world: &World) -> Decision {
        let others = self.others.iter().filter_map(|other| world.calls.get(other));
        for other in others.filter(|other| other.from == call.from) {
            let answered_after = |missed: &PhoneCall, later: &PhoneCall| {
                missed.is_open() && later.answered_at > missed.missed_at()
            };
            let (missed, later) = match (answered_after(other, call), answered_after(call, other)) {
                (true, _) => (other, call),
                (false, true) => (call, other),
                (false, false) => continue,
            };
            let how = Settled::AnsweredLater(later.id);
            let settled = PhoneFact::PhoneSettled { by: None, how };
            decision = decision.phone(missed.id, missed.sealed_by, settled);
            if missed.id == call.id {
                break;
            }
        }
        decision
    }
}

impl TakeCalls {
    pub(super) fn decide(&self, world: &World, now: Timestamp) -> Result<Decision, Refusal> {
        let mut decision = Decision::default();
        for call in free(world, &self.calls, self.by, self.policy, now)? {
            if self.policy.at_it(call.taken, now).is_none() {
                let taken = PhoneFact::PhoneTaken { by: self.by };
                decision = decision.phone(call.id, call.sealed_by, taken);
            }
        }
        Ok(decision)
    }
}

impl TryCalls {
    pub(super) fn decide(&self, world: &World, now: Timestamp) -> Result<Decision, Refusal> {
        let calls = free(world, &self.calls, self.by, self.policy, now)?;
        Ok(calls.into_iter().fold(Decision::default(), |decision, call| {
            let tried = PhoneFact::PhoneTried { by: self.by, outcome: self.outcome };
            decision.phone(call.id, call.sealed_by, tried)
        }))
    }
}

impl SettleCalls {
    pub(super) fn decide(&self, world: &World) -> Result<Decision, Refusal> {
        if matches!(&self.how, Settled::Nothing(words) if words.trim().is_empty()) {
            return Err(Refusal::NoWords);
        }
        let calls = open(world, &self.calls)?;
        Ok(calls.into_iter().fold(Decision::default(), |decision, call| {
            let settled = PhoneFact::PhoneSettled { by: Some(self.by), how: self.how.clone() };
            decision.phone(call.id, call.sealed_by, settled)
        }))
    }
}

fn open<'w>(world: &'w World, calls: &[CallId]) -> Result<Vec<&'w PhoneCall>, Refusal> {
    let known = calls.iter().filter_map(|call| world.calls.get(call));
    let open: Vec<_> = known.filter(|call| call.is_open()).collect();
    if open.is_empty() { Err(Refusal::CallSettled) } else { Ok(open) }
}

/// Open calls that nobody else is at: two people never call the same number back.
fn free<'w>(
    world: &'w World,
    calls: &[CallId],
    by: ProfessionalId,
    policy: PhonePolicy,
    now: Timestamp,
) -> Result<Vec<&'w PhoneCall>, Refusal> {
    let open = open(world, calls)?;
    let other =
        |call: &&PhoneCall| policy.at_it(call.taken, now).is_some_and(|handler| handler != by);
    if open.iter().any(other) { Err(Refusal::TakenByOther) } else { Ok(open) }
}
