//! Calls of an exchange at the door: what it tells, the calls that nobody answered, and what is done about
//! them. Several of one number are one thing to do.

use std::collections::{HashMap, HashSet};

use care::access::{Action, Relation};
use care::callback::CallOutcome;
use care::day::{add_days, day_of, starts_at};
use care::decide::{Command, ReportCall, SettleCalls, TakeCalls, TryCalls};
use care::id::{CallId, PersonId, ProfessionalId, UnitId};
use care::language::Language;
use care::phone::{PhoneCall, PhoneEvent, Settled, dialled};
use care::refusal::Refusal;
use care::stream::Stream;
use care::view::PhoneRow;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use ledger::PhoneCount;

use super::{Caller, Denied, Door};
use crate::codec::{self, State};

/// How many calls are forgotten at a time.
const FORGOTTEN_MAX: u32 = 50_000;

/// What an exchange tells.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// Which exchange.
    pub exchange: String,
    /// Its own number of the call.
    pub call: String,
    /// What happened.
    pub event: PhoneEvent,
    /// When.
    pub at: Timestamp,
    /// The number that was called; may be left out once it was told.
    pub line: Option<String>,
    /// The caller's number; none when it was hidden, or was told before.
    pub from: Option<String>,
}

/// The missed calls of one number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MissedCalls {
    /// All of them, the oldest first.
    pub calls: Vec<CallId>,
    /// The number.
    pub from: String,
    /// The language of the line that was called first.
    pub language: Language,
    /// When it rang first.
    pub first_at: Timestamp,
    /// When it rang last.
    pub last_at: Timestamp,
    /// The last lawful day for calling back.
    pub due_on: Option<Date>,
    /// Who is at it now.
    pub handler: Option<ProfessionalId>,
    /// How often somebody called back.
    pub tries: u16,
    /// When somebody last did.
    pub tried_at: Option<Timestamp>,
}

impl Door {
    /// Records what an exchange tells; the same told again changes nothing.
    pub fn report_call(&self, caller: &Caller, told: &Told) -> Result<(), Denied> {
        self.ground(caller, Action::ReportCalls, &[Relation::Task])?;
        // Two events at once must see each other.
        let _alone = self.alone();
        let call = call_id(&told.exchange, &told.call);
        let known = self.phone_call(call)?;
        let (line, unit, language) = match (&known, told.line.as_deref()) {
            (Some(known), _) => (known.line.clone(), known.unit.clone(), known.language),
            (None, Some(number)) => {
                let line = self.content.telephony.line(number).ok_or(Refusal::LineUnknown)?;
                (line.number.clone(), line.unit.clone(), line.language)
            }
            (None, None) => return Err(Refusal::LineUnknown.into()),
        };
        let given = told.from.as_deref().map(dialled).unwrap_or_default();
        let from = known.as_ref().map_or(given, |known| known.from.clone());
        let lately = told.at - SignedDuration::from_hours(48);
        let others = self.ledger.phone_of(&unit, &from, lately)?.into_iter();
        let others = others.map(|row| row.call).filter(|other| *other != call).collect();
        let command = ReportCall {
            call,
            sealed_by: day_key(&unit, day_of(told.at)),
            line,
            unit,
            language,
            from,
            event: told.event,
            at: told.at,
            others,
            policy: self.content.telephony.missed,
        };
        self.act(caller, &Command::ReportCall(command))
    }

    /// The calls that nobody answered and somebody has still to call back, the oldest first, and how many
    /// calls the unit had today.
    pub fn missed_calls(
        &self,
        caller: &Caller,
        unit: &UnitId,
        limit: u32,
    ) -> Result<(Vec<MissedCalls>, PhoneCount), Denied> {
        let ground = self.ground(caller, Action::CallBack, &[caller.at(unit)])?;
        let rows = self.ledger.phone_open(unit, limit)?;
        let today = starts_at(day_of(self.now()));
        let count = self.ledger.phone_count(unit, today)?;
        if !rows.is_empty() {
            self.write_down(caller, [None], Action::CallBack, ground)?;
        }
        Ok((self.by_number(rows), count))
    }

    /// The missed calls of the number of one of them.
    pub fn missed_with(&self, caller: &Caller, call: CallId) -> Result<MissedCalls, Denied> {
        let row = self.ledger.phone_call(call)?.ok_or(Denied::NotFound)?;
        let ground = self.ground(caller, Action::CallBack, &[caller.at(&row.unit)])?;
        self.write_down(caller, [None], Action::CallBack, ground)?;
        let mut rows = self.ledger.phone_of(&row.unit, &row.from, Timestamp::UNIX_EPOCH)?;
        rows.retain(|row| row.open);
        self.by_number(rows).pop().ok_or(Denied::Refused(Refusal::CallSettled))
    }

    /// Takes it upon the caller to call back.
    pub fn take_calls(&self, caller: &Caller, call: CallId) -> Result<(), Denied> {
        let (calls, by) = self.handled(caller, call)?;
        let policy = self.content.telephony.missed;
        self.act(caller, &Command::TakeCalls(TakeCalls { calls, by, policy }))
    }

    /// Records a call back.
    pub fn try_calls(
        &self,
        caller: &Caller,
        call: CallId,
        outcome: CallOutcome,
    ) -> Result<(), Denied> {
        let (calls, by) = self.handled(caller, call)?;
        let policy = self.content.telephony.missed;
        self.act(caller, &Command::TryCalls(TryCalls { calls, by, outcome, policy }))
    }

    /// Settles the missed calls of a number.
    pub fn settle_calls(&self, caller: &Caller, call: CallId, how: Settled) -> Result<(), Denied> {
        let (calls, by) = self.handled(caller, call)?;
        self.act(caller, &Command::SettleCalls(SettleCalls { calls, by, how }))
    }

    /// Forgets calls that were answered or settled long ago: the key of a unit's day is destroyed once
    /// nothing of that day is open. Tells how many days.
    pub fn forget_calls(&self) -> Result<usize, Denied> {
        self.ground(&Caller::system("telephony"), Action::ReportCalls, &[Relation::Task])?;
        let (now, policy) = (self.now(), self.content.telephony.missed);
        let first_kept = add_days(day_of(now), -i32::from(policy.remembered_days));
        let (mut keys, mut kept) = (HashSet::new(), HashSet::new());
        for row in self.ledger.phone_before(starts_at(first_kept), FORGOTTEN_MAX)? {
            let Some(call) = self.phone_call(row.call)? else { continue };
            keys.insert(call.sealed_by);
            // A call that rang about midnight may be sealed with the next day.
            if call.is_open() || call.sealed_by == day_key(&call.unit, first_kept) {
                kept.insert(call.sealed_by);
            }
        }
        let mut forgotten = 0;
        for key in keys.difference(&kept) {
            self.ledger.erase_person(&key.to_string(), now)?;
            forgotten += 1;
        }
        Ok(forgotten)
    }

    fn handled(
        &self,
        caller: &Caller,
        call: CallId,
    ) -> Result<(Vec<CallId>, ProfessionalId), Denied> {
        let by = caller.account.professional.ok_or(Denied::NotFound)?;
        Ok((self.missed_with(caller, call)?.calls, by))
    }

    fn phone_call(&self, id: CallId) -> Result<Option<PhoneCall>, Denied> {
        let stream = Stream::Call(id);
        let facts = self.ledger.load(&stream.to_string())?;
        Ok(match codec::fold(&stream, &facts)? {
            State::Phone(call) => call.map(|call| *call),
            State::Person(_) | State::Case(_) | State::Day(_) | State::Filled(_) => None,
        })
    }

    fn by_number(&self, rows: Vec<PhoneRow>) -> Vec<MissedCalls> {
        let (policy, now) = (self.content.telephony.missed, self.now());
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut all: Vec<MissedCalls> = Vec::new();
        for row in rows {
            let handler = policy.at_it(row.taken_at.zip(row.taken_by), now);
            let place = *places.entry(row.from.clone()).or_insert(all.len());
            match all.get_mut(place) {
                Some(known) => {
                    known.calls.push(row.call);
                    known.last_at = row.rang_at;
                    known.handler = known.handler.or(handler);
                    known.tries = known.tries.max(row.tries);
                    known.tried_at = known.tried_at.max(row.tried_at);
                }
                None => all.push(MissedCalls {
                    calls: vec![row.call],
                    from: row.from,
                    language: row.language,
                    first_at: row.rang_at,
                    last_at: row.rang_at,
                    due_on: row.due_on,
                    handler,
                    tries: row.tries,
                    tried_at: row.tried_at,
                }),
            }
        }
        all
    }
}

/// The call of an exchange: whoever tells of it again finds the same.
fn call_id(exchange: &str, call: &str) -> CallId {
    CallId(derived("polku v1 call of an exchange", &[exchange, call]))
}

/// Under whose key the calls of a unit's day are sealed: nobody's, so that they are forgotten together.
fn day_key(unit: &UnitId, day: Date) -> PersonId {
    PersonId(derived("polku v1 calls of a day", &[&unit.to_string(), &day.to_string()]))
}

fn derived(context: &str, parts: &[&str]) -> uuid::Uuid {
    let mut hasher = blake3::Hasher::new_derive_key(context);
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
    }
    let mut bytes = [0; 16];
    hasher.finalize_xof().fill(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}
