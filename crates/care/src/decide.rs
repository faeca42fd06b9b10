//! Decisions: state and a command in, facts or a refusal out. No I/O, no clock, no randomness; all
//! consequences of a command are facts of one decision and commit together.

mod act_for;
mod add_words;
mod assess_need;
mod book_visit;
mod call_back;
mod close_case;
mod fill_in;
mod message;
mod name_worker;
mod note;
mod open_hours;
mod phone;
mod receive_contact;
mod record_visit;
mod register_person;
mod state_reason;
mod take_case;
mod wait;
mod write;

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;

pub use self::act_for::{EndRightToAct, RecordMinorsWish, RecordRightToAct};
pub use self::add_words::AddWords;
pub use self::assess_need::{AssessNeed, Result as AssessedAs};
pub use self::book_visit::{BookVisit, CancelBooking, ConfirmVisit, MoveBooking, Place};
pub use self::call_back::{AgreeCallback, EndCallback, RecordCall};
pub use self::close_case::CloseCase;
pub use self::fill_in::{AnswerQuestions, AttachAnswers, BeginFilling, HandleSafety};
pub use self::message::{ChooseReach, HandleMessage};
pub use self::name_worker::NameWorker;
pub use self::note::{SeeNote, SnoozeCase, WakeCase, WriteNote};
pub use self::open_hours::OpenHours;
pub use self::phone::{ReportCall, SettleCalls, TakeCalls, TryCalls};
pub use self::receive_contact::{Matter, ReceiveContact};
pub use self::record_visit::{RecordNoShow, RecordVisit};
pub use self::register_person::RegisterPerson;
pub use self::state_reason::StateReason;
pub use self::take_case::TakeCase;
pub use self::wait::{EndOffer, JoinWaitingList, LeaveWaitingList, OfferTime, TakeOffer};
pub use self::write::{SettleMessages, WriteMessage};
use crate::calendar::{Day, DayFact};
use crate::case::{Case, CaseFact};
use crate::id::{CallId, CaseId, FilledId, PersonId};
use crate::person::{Person, PersonFact};
use crate::phone::{PhoneCall, PhoneFact};
use crate::questionnaire::{Filled, FilledFact};
use crate::refusal::Refusal;
use crate::stream::{DayKey, Stream};

/// What somebody wants to happen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Command {
    /// Register a resident.
    RegisterPerson(RegisterPerson),
    /// Receive a contact with its matters.
    ReceiveContact(ReceiveContact),
    /// Add words to a case.
    AddWords(AddWords),
    /// Write a secure message.
    WriteMessage(WriteMessage),
    /// Find that what the client wrote needs no answer in writing.
    SettleMessages(SettleMessages),
    /// Write a note for colleagues.
    WriteNote(WriteNote),
    /// Say that one has looked, as a colleague asked.
    SeeNote(SeeNote),
    /// Set a case aside for a while.
    SnoozeCase(SnoozeCase),
    /// Take a case up again that was set aside.
    WakeCase(WakeCase),
    /// Agree on a call, or on another window for it.
    AgreeCallback(AgreeCallback),
    /// Record a call that was made.
    RecordCall(RecordCall),
    /// Do without a promised call.
    EndCallback(EndCallback),
    /// Take a case to oneself.
    TakeCase(TakeCase),
    /// Record the assessment of a need.
    AssessNeed(AssessNeed),
    /// Open times for booking.
    OpenHours(OpenHours),
    /// Book a time.
    BookVisit(BookVisit),
    /// Move a booking to another time.
    MoveBooking(MoveBooking),
    /// Confirm that one comes to a booked time.
    ConfirmVisit(ConfirmVisit),
    /// Give up a booking.
    CancelBooking(CancelBooking),
    /// Wait for a time that somebody gives up.
    JoinWaitingList(JoinWaitingList),
    /// Wait no longer.
    LeaveWaitingList(LeaveWaitingList),
    /// Offer a free time to a client on the waiting list.
    OfferTime(OfferTime),
    /// Take an offered time.
    TakeOffer(TakeOffer),
    /// Let an offered time go.
    EndOffer(EndOffer),
    /// Record a visit.
    RecordVisit(RecordVisit),
    /// Record that the client did not come.
    RecordNoShow(RecordNoShow),
    /// Begin a questionnaire without a name.
    BeginFilling(BeginFilling),
    /// Answer questions of it.
    AnswerQuestions(AnswerQuestions),
    /// Attach answers to a case.
    AttachAnswers(AttachAnswers),
    /// Take care of an alarming answer.
    HandleSafety(HandleSafety),
    /// Record what an exchange tells of a call.
    ReportCall(ReportCall),
    /// Take it upon oneself to call back.
    TakeCalls(TakeCalls),
    /// Record a call back.
    TryCalls(TryCalls),
    /// Settle missed calls.
    SettleCalls(SettleCalls),
    /// Close a case.
    CloseCase(CloseCase),
    /// State why a person's data is needed.
    StateReason(StateReason),
    /// Record that somebody may act for a person.
    RecordRightToAct(RecordRightToAct),
    /// Record that somebody no longer does.
    EndRightToAct(EndRightToAct),
    /// Record what a minor wishes that guardians see.
    RecordMinorsWish(RecordMinorsWish),
    /// Make a professional a client's named worker, or nobody.
    NameWorker(NameWorker),
    /// Choose how one is reached beside the service.
    ChooseReach(ChooseReach),
    /// Record what was done with a message.
    HandleMessage(HandleMessage),
}

impl Command {
    /// The stable name, for logs and access rules.
    pub fn name(&self) -> &'static str {
        match self {
            Self::RegisterPerson(_) => "register-person",
            Self::ReceiveContact(_) => "receive-contact",
            Self::AddWords(_) => "add-words",
            Self::WriteMessage(_) => "write-message",
            Self::SettleMessages(_) => "settle-messages",
            Self::WriteNote(_) => "write-note",
            Self::SeeNote(_) => "see-note",
            Self::SnoozeCase(_) => "snooze-case",
            Self::WakeCase(_) => "wake-case",
            Self::AgreeCallback(_) => "agree-callback",
            Self::RecordCall(_) => "record-call",
            Self::EndCallback(_) => "end-callback",
            Self::TakeCase(_) => "take-case",
            Self::AssessNeed(_) => "assess-need",
            Self::OpenHours(_) => "open-hours",
            Self::BookVisit(_) => "book-visit",
            Self::MoveBooking(_) => "move-booking",
            Self::ConfirmVisit(_) => "confirm-visit",
            Self::CancelBooking(_) => "cancel-booking",
            Self::JoinWaitingList(_) => "join-waiting-list",
            Self::LeaveWaitingList(_) => "leave-waiting-list",
            Self::OfferTime(_) => "offer-time",
            Self::TakeOffer(_) => "take-offer",
            Self::EndOffer(_) => "end-offer",
            Self::RecordVisit(_) => "record-visit",
            Self::RecordNoShow(_) => "record-no-show",
            Self::BeginFilling(_) => "begin-filling",
            Self::AnswerQuestions(_) => "answer-questions",
            Self::AttachAnswers(_) => "attach-answers",
            Self::HandleSafety(_) => "handle-safety",
            Self::ReportCall(_) => "report-call",
            Self::TakeCalls(_) => "take-calls",
            Self::TryCalls(_) => "try-calls",
            Self::SettleCalls(_) => "settle-calls",
            Self::CloseCase(_) => "close-case",
            Self::StateReason(_) => "state-reason",
            Self::RecordRightToAct(_) => "record-right-to-act",
            Self::EndRightToAct(_) => "end-right-to-act",
            Self::RecordMinorsWish(_) => "record-minors-wish",
            Self::NameWorker(_) => "name-worker",
            Self::ChooseReach(_) => "choose-reach",
            Self::HandleMessage(_) => "handle-message",
        }
    }

    /// The streams whose state the decision needs and whose sequences it states.
    pub fn streams(&self) -> Vec<Stream> {
        match self {
            Self::RegisterPerson(command) => vec![Stream::Person(command.person)],
            Self::StateReason(command) => vec![Stream::Person(command.person)],
            Self::RecordRightToAct(command) => vec![Stream::Person(command.person)],
            Self::EndRightToAct(command) => vec![Stream::Person(command.person)],
            Self::RecordMinorsWish(command) => vec![Stream::Person(command.person)],
            Self::NameWorker(command) => vec![Stream::Person(command.person)],
            Self::ChooseReach(command) => vec![Stream::Person(command.person)],
            Self::HandleMessage(command) => of_cases(&command.cases),
            Self::ReceiveContact(command) => {
                let cases = command.matters.iter().map(|matter| Stream::Case(matter.case));
                std::iter::once(Stream::Person(command.person)).chain(cases).collect()
            }
            Self::AddWords(command) => vec![Stream::Case(command.case)],
            Self::WriteMessage(command) => vec![Stream::Case(command.case)],
            Self::SettleMessages(command) => vec![Stream::Case(command.case)],
            Self::WriteNote(command) => vec![Stream::Case(command.case)],
            Self::SeeNote(command) => vec![Stream::Case(command.case)],
            Self::SnoozeCase(command) => vec![Stream::Case(command.case)],
            Self::WakeCase(command) => vec![Stream::Case(command.case)],
            Self::AgreeCallback(command) => of_cases(&command.cases),
            Self::RecordCall(command) => of_cases(&command.cases),
            Self::EndCallback(command) => of_cases(&command.cases),
            Self::TakeCase(command) => vec![Stream::Case(command.case)],
            Self::AssessNeed(command) => vec![Stream::Case(command.case)],
            Self::OpenHours(command) => vec![Stream::Day(command.day)],
            Self::BookVisit(command) => case_and_day(command.case, command.place.day),
            Self::MoveBooking(command) => {
                let mut streams = vec![Stream::Case(command.case), Stream::Day(command.from)];
                if command.to.day != command.from {
                    streams.push(Stream::Day(command.to.day));
                }
                streams
            }
            Self::ConfirmVisit(command) => vec![Stream::Case(command.case)],
            Self::CancelBooking(command) => case_and_day(command.case, command.day),
            Self::JoinWaitingList(command) => vec![Stream::Case(command.case)],
            Self::LeaveWaitingList(command) => vec![Stream::Case(command.case)],
            Self::OfferTime(command) => case_and_day(command.case, command.day),
            Self::TakeOffer(command) => {
                let given_up = command.gives_up.filter(|day| *day != command.day);
                let days = std::iter::once(command.day).chain(given_up);
                std::iter::once(Stream::Case(command.case)).chain(days.map(Stream::Day)).collect()
            }
            Self::EndOffer(command) => case_and_day(command.case, command.day),
            Self::RecordVisit(command) => vec![Stream::Case(command.case)],
            Self::RecordNoShow(command) => vec![Stream::Case(command.case)],
            Self::BeginFilling(command) => vec![Stream::Filled(command.filled)],
            Self::AnswerQuestions(command) => vec![Stream::Filled(command.filled)],
            Self::AttachAnswers(command) => {
                let filled = command.filled.map(Stream::Filled);
                std::iter::once(Stream::Case(command.case)).chain(filled).collect()
            }
            Self::HandleSafety(command) => vec![Stream::Case(command.case)],
            Self::ReportCall(command) => {
                let others = command.others.iter().map(|other| Stream::Call(*other));
                std::iter::once(Stream::Call(command.call)).chain(others).collect()
            }
            Self::TakeCalls(command) => of_calls(&command.calls),
            Self::TryCalls(command) => of_calls(&command.calls),
            Self::SettleCalls(command) => of_calls(&command.calls),
            Self::CloseCase(command) => {
                let day = command.gives_up.map(Stream::Day);
                std::iter::once(Stream::Case(command.case)).chain(day).collect()
            }
        }
    }
}

fn case_and_day(case: CaseId, day: DayKey) -> Vec<Stream> {
    vec![Stream::Case(case), Stream::Day(day)]
}

fn of_cases(cases: &[CaseId]) -> Vec<Stream> {
    cases.iter().map(|case| Stream::Case(*case)).collect()
}

fn of_calls(calls: &[CallId]) -> Vec<Stream> {
    calls.iter().map(|call| Stream::Call(*call)).collect()
}

/// The state of the streams that a command touches.
#[derive(Clone, Default, Debug)]
pub struct World {
    /// Residents.
    pub people: HashMap<PersonId, Person>,
    /// Matters.
    pub cases: HashMap<CaseId, Case>,
    /// Days of calendars; a day without facts is absent.
    pub days: HashMap<DayKey, Day>,
    /// The last lawful day of cases for which a time after it needs a reason.
    pub limits: HashMap<CaseId, Date>,
    /// Questionnaires that are filled in without a name.
    pub filled: HashMap<FilledId, Filled>,
    /// Calls at an exchange.
    pub calls: HashMap<CallId, PhoneCall>,
}

impl World {
    /// An open case.
    pub(crate) fn open_case(&self, id: CaseId) -> Result<&Case, Refusal> {
        let case = self.cases.get(&id).ok_or(Refusal::CaseUnknown)?;
        if case.is_open() { Ok(case) } else { Err(Refusal::CaseClosed) }
    }
}

/// One fact of any care stream.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CareFact {
    /// Of a person.
    Person(PersonFact),
    /// Of a case.
    Case(CaseFact),
    /// Of a calendar day.
    Day(DayFact),
    /// Of a questionnaire that is filled in without a name.
    Filled(FilledFact),
    /// Of a call at an exchange.
    Phone(PhoneFact),
}

impl CareFact {
    /// The stable name of the kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Person(fact) => fact.kind(),
            Self::Case(fact) => fact.kind(),
            Self::Day(fact) => fact.kind(),
            Self::Filled(fact) => fact.kind(),
            Self::Phone(fact) => fact.kind(),
        }
    }
}

/// The facts that follow from a command, in order; they commit together or not at all.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Decision {
    /// Each with its stream and the person it concerns, under whose key it is sealed.
    pub facts: Vec<(Stream, Option<PersonId>, CareFact)>,
}

impl Decision {
    fn case(mut self, case: CaseId, person: PersonId, fact: CaseFact) -> Self {
        self.facts.push((Stream::Case(case), Some(person), CareFact::Case(fact)));
        self
    }

    fn filled(mut self, id: FilledId, sealed_by: PersonId, fact: FilledFact) -> Self {
        self.facts.push((Stream::Filled(id), Some(sealed_by), CareFact::Filled(fact)));
        self
    }

    fn phone(mut self, id: CallId, sealed_by: PersonId, fact: PhoneFact) -> Self {
        self.facts.push((Stream::Call(id), Some(sealed_by), CareFact::Phone(fact)));
        self
    }

    // A day names bookings and cases, never a person, so it is sealed under nobody's key.
    fn day(mut self, day: DayKey, fact: DayFact) -> Self {
        self.facts.push((Stream::Day(day), None, CareFact::Day(fact)));
        self
    }
}

/// Decides a command at an instant.
pub fn decide(world: &World, command: &Command, now: Timestamp) -> Result<Decision, Refusal> {
    match command {
        Command::RegisterPerson(command) => command.decide(world),
        Command::ReceiveContact(command) => command.decide(world, now),
        Command::AddWords(command) => command.decide(world),
        Command::WriteMessage(command) => command.decide(world),
        Command::SettleMessages(command) => command.decide(world),
        Command::WriteNote(command) => command.decide(world),
        Command::SeeNote(command) => command.decide(world),
        Command::SnoozeCase(command) => command.decide(world, now),
        Command::WakeCase(command) => command.decide(world),
        Command::AgreeCallback(command) => command.decide(world, now),
        Command::RecordCall(command) => command.decide(world, now),
        Command::EndCallback(command) => command.decide(world),
        Command::TakeCase(command) => command.decide(world),
        Command::AssessNeed(command) => command.decide(world, now),
        Command::OpenHours(command) => command.decide(world),
        Command::BookVisit(command) => command.decide(world, now),
        Command::MoveBooking(command) => command.decide(world, now),
        Command::ConfirmVisit(command) => command.decide(world),
        Command::CancelBooking(command) => command.decide(world),
        Command::JoinWaitingList(command) => command.decide(world, now),
        Command::LeaveWaitingList(command) => command.decide(world),
        Command::OfferTime(command) => command.decide(world, now),
        Command::TakeOffer(command) => command.decide(world, now),
        Command::EndOffer(command) => command.decide(world, now),
        Command::RecordVisit(command) => command.decide(world, now),
        Command::RecordNoShow(command) => command.decide(world, now),
        Command::BeginFilling(command) => command.decide(world),
        Command::AnswerQuestions(command) => command.decide(world, now),
        Command::AttachAnswers(command) => command.decide(world, now),
        Command::HandleSafety(command) => command.decide(world),
        Command::ReportCall(command) => command.decide(world, now),
        Command::TakeCalls(command) => command.decide(world, now),
        Command::TryCalls(command) => command.decide(world, now),
        Command::SettleCalls(command) => command.decide(world),
        Command::CloseCase(command) => command.decide(world),
        Command::StateReason(command) => command.decide(world),
        Command::RecordRightToAct(command) => command.decide(world, now),
        Command::EndRightToAct(command) => command.decide(world),
        Command::RecordMinorsWish(command) => command.decide(world, now),
        Command::NameWorker(command) => command.decide(world),
        Command::ChooseReach(command) => command.decide(world),
        Command::HandleMessage(command) => command.decide(world),
    }
}
