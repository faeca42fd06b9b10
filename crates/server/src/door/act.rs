//! The write door: authorise, load, decide, append with views and audit, as one transaction. Who
//! was slower than somebody else loads and decides again.

use std::sync::Arc;

use care::access::{Action, Relation, Role};
use care::case::Case;
use care::code::Closing;
use care::decide::{Command, World, decide};
use care::id::{CallId, PersonId};
use care::message::Handled;
use care::refusal::Refusal;
use care::stream::Stream;
use care::thread::Writer;
use jiff::{SignedDuration, Timestamp};
use ledger::{Batch, Fact, StreamAppend};

use super::{Caller, Denied, Door};
use crate::codec;

const ATTEMPTS_MAX: usize = 100;
/// How long a closed case still ties a unit to its client.
pub(super) const CARE_DAYS: i64 = 90;

impl Door {
    /// Carries out a command, or says why not. When this returns, the facts are durable.
    pub fn act(&self, caller: &Caller, command: &Command) -> Result<(), Denied> {
        let names: Vec<(Stream, Arc<str>)> = command
            .streams()
            .into_iter()
            .map(|stream| (stream.clone(), stream.to_string().into()))
            .collect();
        for _ in 0..ATTEMPTS_MAX {
            let now = self.now();
            let mut world = World::default();
            let mut histories: Vec<(Arc<str>, Vec<Fact>)> = Vec::with_capacity(names.len());
            for (stream, name) in &names {
                let facts = self.ledger.load(name)?;
                codec::place(&mut world, stream, &facts)?;
                histories.push((Arc::clone(name), facts));
            }
            self.set_limits(caller, command, &mut world);
            let ground = self.authorise(caller, command, &world, now)?;
            let decision = match decide(&world, command, now) {
                Ok(decision) => decision,
                Err(refusal) => {
                    return Err(self.with_offers(command, &world, refusal, now)?.into());
                }
            };
            if decision.facts.is_empty() {
                return Ok(());
            }
            let person = decision.facts.iter().find_map(|(_, person, _)| *person);
            let mut batch = Batch::default();
            for (stream, new) in codec::new_facts(&decision, &caller.actor(), now) {
                let place = histories.iter().position(|(name, _)| *name == stream);
                let history = place.map(|at| histories.swap_remove(at).1).unwrap_or_default();
                batch.streams.push(StreamAppend { stream, history, new });
            }
            batch.access.push(self.entry(caller, person, command.name(), ground));
            match self.ledger.append(batch, now) {
                Ok(_) => return Ok(()),
                Err(ledger::Error::Stale { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Denied::Fault(anyhow::anyhow!("others were faster {ATTEMPTS_MAX} times in a row")))
    }

    fn authorise(
        &self,
        caller: &Caller,
        command: &Command,
        world: &World,
        now: Timestamp,
    ) -> Result<Relation, Denied> {
        let case = || of_cases(caller, &command.streams(), world, now);
        let calls = |calls: &[CallId]| of_calls(caller, calls, world);
        let (action, relations) = match command {
            Command::RegisterPerson(_) => (Action::RegisterPerson, vec![Relation::Task]),
            Command::StateReason(_) => (Action::StateReason, vec![Relation::Task]),
            Command::RecordRightToAct(_)
            | Command::EndRightToAct(_)
            | Command::RecordMinorsWish(_) => (Action::KeepRights, vec![Relation::Task]),
            Command::NameWorker(command) => (Action::NameWorker, vec![caller.at(&command.unit)]),
            Command::ChooseReach(command) => {
                (Action::ChooseReach, vec![own(caller, command.person)])
            }
            Command::HandleMessage(command) => (handling(command.handled), vec![Relation::Task]),
            Command::ReceiveContact(command) => {
                (Action::MakeContact, vec![own(caller, command.person), Relation::Task])
            }
            Command::WriteMessage(command) => (writing(command.message.by), case()?),
            Command::AddWords(_) | Command::AgreeCallback(_) | Command::EndCallback(_) => {
                (Action::MakeContact, case()?)
            }
            Command::CloseCase(command) if command.closing == Closing::Withdrawn => {
                (Action::WithdrawCase, case()?)
            }
            Command::SettleMessages(_)
            | Command::WriteNote(_)
            | Command::SeeNote(_)
            | Command::SnoozeCase(_)
            | Command::WakeCase(_)
            | Command::RecordCall(_)
            | Command::TakeCase(_)
            | Command::AssessNeed(_)
            | Command::RecordVisit(_)
            | Command::RecordNoShow(_)
            | Command::CloseCase(_)
            | Command::AttachAnswers(_)
            | Command::HandleSafety(_) => (Action::HandleCase, case()?),
            Command::EndOffer(command) if !command.answered => (Action::OfferTime, case()?),
            Command::OfferTime(_) => (Action::OfferTime, case()?),
            Command::BookVisit(_)
            | Command::MoveBooking(_)
            | Command::ConfirmVisit(_)
            | Command::CancelBooking(_)
            | Command::JoinWaitingList(_)
            | Command::LeaveWaitingList(_)
            | Command::TakeOffer(_)
            | Command::EndOffer(_) => (Action::BookTime, case()?),
            Command::BeginFilling(_) | Command::AnswerQuestions(_) => {
                (Action::FillIn, vec![Relation::Task])
            }
            Command::ReportCall(_) => (Action::ReportCalls, vec![Relation::Task]),
            Command::TakeCalls(command) => (Action::CallBack, calls(&command.calls)),
            Command::TryCalls(command) => (Action::CallBack, calls(&command.calls)),
            Command::SettleCalls(command) => (Action::CallBack, calls(&command.calls)),
            Command::OpenHours(command) => {
                let own = caller.account.professional == Some(command.day.professional);
                (Action::OpenHours, vec![if own { Relation::Own } else { Relation::Task }])
            }
        };
        self.ground(caller, action, &relations)
    }

    // People say why they book after the lawful limit; a program keeps its reasons in its own system. Nobody
    // sets a case aside beyond it.
    fn set_limits(&self, caller: &Caller, command: &Command, world: &mut World) {
        let books = matches!(
            command,
            Command::BookVisit(_)
                | Command::MoveBooking(_)
                | Command::TakeOffer(_)
                | Command::SnoozeCase(_)
        );
        if books && matches!(caller.role(), Role::Resident | Role::Professional) {
            for case in world.cases.values() {
                if let Some(due) = care::clock::next_due(&case.clocks(&self.content.law)) {
                    world.limits.insert(case.id, due.due.on);
                }
            }
        }
    }

    // Whoever finds a time taken is offered the next free ones, over all units, not only that day's.
    fn with_offers(
        &self,
        command: &Command,
        world: &World,
        refusal: Refusal,
        now: Timestamp,
    ) -> Result<Refusal, Denied> {
        let case = match command {
            Command::BookVisit(command) => world.cases.get(&command.case),
            Command::MoveBooking(command) => world.cases.get(&command.case),
            Command::RegisterPerson(_)
            | Command::StateReason(_)
            | Command::RecordRightToAct(_)
            | Command::EndRightToAct(_)
            | Command::RecordMinorsWish(_)
            | Command::NameWorker(_)
            | Command::ChooseReach(_)
            | Command::HandleMessage(_)
            | Command::ReceiveContact(_)
            | Command::AddWords(_)
            | Command::WriteMessage(_)
            | Command::SettleMessages(_)
            | Command::WriteNote(_)
            | Command::SeeNote(_)
            | Command::SnoozeCase(_)
            | Command::WakeCase(_)
            | Command::AgreeCallback(_)
            | Command::RecordCall(_)
            | Command::EndCallback(_)
            | Command::TakeCase(_)
            | Command::AssessNeed(_)
            | Command::OpenHours(_)
            | Command::ConfirmVisit(_)
            | Command::CancelBooking(_)
            | Command::JoinWaitingList(_)
            | Command::LeaveWaitingList(_)
            | Command::OfferTime(_)
            | Command::TakeOffer(_)
            | Command::EndOffer(_)
            | Command::BeginFilling(_)
            | Command::AnswerQuestions(_)
            | Command::AttachAnswers(_)
            | Command::HandleSafety(_)
            | Command::ReportCall(_)
            | Command::TakeCalls(_)
            | Command::TryCalls(_)
            | Command::SettleCalls(_)
            | Command::RecordVisit(_)
            | Command::RecordNoShow(_)
            | Command::CloseCase(_) => None,
        };
        match (refusal, case.and_then(|case| case.need.as_ref())) {
            (Refusal::SlotTaken { offers }, Some(need)) if offers.is_empty() => {
                Ok(Refusal::SlotTaken { offers: self.next_free(need.profession, now)? })
            }
            (refusal, _) => Ok(refusal),
        }
    }
}

fn writing(by: Writer) -> Action {
    match by {
        Writer::Client | Writer::For(_) => Action::MakeContact,
        Writer::Professional(_) => Action::HandleCase,
    }
}

fn handling(handled: Handled) -> Action {
    match handled {
        Handled::Sent(_) | Handled::GivenUp(..) => Action::TellResident,
        Handled::Renewed | Handled::LetGo(_) => Action::KeepNotices,
    }
}

/// How a caller stands to a case: its own, in care of it, or neither.
pub(super) fn relations(caller: &Caller, case: &Case, now: Timestamp) -> Vec<Relation> {
    let mut relations = Vec::with_capacity(3);
    if caller.account.person == Some(case.person) {
        relations.push(caller.own());
    }
    if caller.link == Some(case.id) {
        relations.push(Relation::Link);
    }
    let lately = case
        .closed
        .is_none_or(|(at, _)| at.duration_until(now) < SignedDuration::from_hours(24 * CARE_DAYS));
    let unit = caller.account.unit.as_ref();
    let units = [&case.contact.unit, case.owner.unit()];
    let met = case.visits.iter().map(|visit| &visit.unit);
    let cares = units.into_iter().chain(met).any(|involved| Some(involved) == unit)
        || (caller.account.professional.is_some()
            && caller.account.professional == case.owner.professional());
    if lately && cares {
        relations.push(Relation::Care);
    }
    relations.push(Relation::Task);
    relations
}

/// How a caller stands to each case among the streams of a command: only what holds of every one counts.
fn of_cases(
    caller: &Caller,
    streams: &[Stream],
    world: &World,
    now: Timestamp,
) -> Result<Vec<Relation>, Denied> {
    let mut common: Option<Vec<Relation>> = None;
    for stream in streams {
        let Stream::Case(case) = stream else { continue };
        let case = world.cases.get(case).ok_or(Denied::NotFound)?;
        let relations = relations(caller, case, now);
        match &mut common {
            None => common = Some(relations),
            Some(common) => common.retain(|one| relations.contains(one)),
        }
    }
    common.ok_or(Denied::NotFound)
}

/// How a caller stands to calls: they rang at their own unit, or not all of them.
fn of_calls(caller: &Caller, calls: &[CallId], world: &World) -> Vec<Relation> {
    let mut known = calls.iter().filter_map(|call| world.calls.get(call));
    let own = known.all(|call| Some(&call.unit) == caller.account.unit.as_ref());
    vec![if own { Relation::Unit } else { Relation::Task }]
}

fn own(caller: &Caller, person: PersonId) -> Relation {
    if caller.account.person == Some(person) { caller.own() } else { Relation::Task }
}
