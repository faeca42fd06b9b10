//! Refusals: what a rule says no to. They are part of the service, so each has a stable code, and
//! whoever shows one has a text for it in three languages.

use jiff::Timestamp;

use crate::code::Mode;
use crate::id::{ProfessionalId, UnitId};

/// A free time that is offered instead.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Offer {
    /// Whose time.
    pub professional: ProfessionalId,
    /// Where.
    pub unit: UnitId,
    /// When it begins.
    pub start_at: Timestamp,
    /// In which ways client and professional can meet.
    pub modes: Vec<Mode>,
}

/// Why a command changes nothing.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refusal {
    /// The actor has no right to do this.
    #[error("not allowed")]
    NotAllowed,
    /// The person is not known.
    #[error("no such person")]
    PersonUnknown,
    /// The person is registered already.
    #[error("person registered already")]
    PersonKnown,
    /// The case is not known.
    #[error("no such case")]
    CaseUnknown,
    /// A case with this id was received already.
    #[error("case received already")]
    CaseKnown,
    /// A contact needs at least one matter.
    #[error("contact without a matter")]
    NoMatter,
    /// A matter needs words or at least a topic that says enough.
    #[error("matter without words")]
    NoWords,
    /// No questionnaire opens with this code: it is wrong, or its time is over.
    #[error("no questionnaire opens with this code")]
    CodeUnknown,
    /// An exchange tells of what has not happened yet, or is long forgotten.
    #[error("the event is ahead of now or long ago")]
    EventTime,
    /// Nobody answers at this number, as far as content knows.
    #[error("no such line")]
    LineUnknown,
    /// Nobody has to call back any more.
    #[error("the call is settled")]
    CallSettled,
    /// Nobody acts for themself.
    #[error("acts for themself")]
    ActsForSelf,
    /// The person is of age: a guardian's right has ended.
    #[error("not a minor")]
    NotMinor,
    /// The last day of the right is over.
    #[error("the right is over")]
    RightOver,
    /// No such right was recorded.
    #[error("no such right")]
    RightUnknown,
    /// The questionnaire was attached to a case already.
    #[error("questionnaire attached already")]
    AttachedAlready,
    /// The answers do not fit the questionnaire.
    #[error("answers do not fit")]
    AnswersDoNotFit,
    /// An alarming answer still waits for somebody to take care of it.
    #[error("a safety step is open")]
    SafetyOpen,
    /// No alarming answer waits.
    #[error("no safety step is open")]
    SafetyDone,
    /// A notice of a concern says who gave it.
    #[error("notice without a notifier")]
    NoNotifier,
    /// More words than a message takes.
    #[error("too many words")]
    WordsTooLong,
    /// The client has written and waits for an answer.
    #[error("a message waits for an answer")]
    MessagesOpen,
    /// No message of the client waits for an answer.
    #[error("no message waits for an answer")]
    MessagesAnswered,
    /// It would be set aside until an instant that is past.
    #[error("set aside into the past")]
    SnoozePast,
    /// It would be set aside beyond its lawful limit.
    #[error("set aside beyond the limit")]
    SnoozeTooLong,
    /// The case is closed.
    #[error("case is closed")]
    CaseClosed,
    /// The need is assessed already.
    #[error("need is assessed already")]
    AlreadyAssessed,
    /// The need is not yet assessed, so there is nothing to book.
    #[error("need is not assessed")]
    NotAssessed,
    /// A time is booked already; move it instead.
    #[error("a time is booked already")]
    AlreadyBooked,
    /// No such booking stands any more.
    #[error("booking does not stand")]
    BookingGone,
    /// The time is not open for booking.
    #[error("no such time")]
    SlotUnknown,
    /// Somebody else was faster; other times are offered.
    #[error("time is taken")]
    SlotTaken {
        /// The next free times.
        offers: Vec<Offer>,
    },
    /// The time has begun or is past.
    #[error("time is past")]
    SlotPast,
    /// The professional does not meet clients in this way at that time.
    #[error("mode is not offered")]
    ModeNotOffered,
    /// The profession differs from what the assessment asked for.
    #[error("another profession is needed")]
    OtherProfession,
    /// The visit has not begun yet.
    #[error("visit has not begun")]
    VisitAhead,
    /// Something has still to happen before the case can be closed.
    #[error("case has an open step")]
    StepOpen,
    /// Another professional answers for the case now.
    #[error("case is taken by another")]
    TakenByOther,
    /// A call needs a number.
    #[error("no number to call")]
    PhoneMissing,
    /// No call is promised.
    #[error("no call is promised")]
    NoCallback,
    /// The window of the call is over.
    #[error("window is past")]
    WindowPast,
    /// The window of the call has not begun, so nobody had to expect it yet.
    #[error("window has not begun")]
    WindowAhead,
    /// A call is promised: that nobody answered is no reason to end the matter.
    #[error("a call is promised")]
    CallPromised,
    /// The time is after the lawful limit, and nobody said why.
    #[error("a time after the limit needs a reason")]
    LateReasonMissing,
    /// The client is not on the waiting list.
    #[error("not on the waiting list")]
    NotWaiting,
    /// The wish leaves no day on which a time could suit.
    #[error("wish is for the past")]
    WishPast,
    /// The time does not suit the client's wish.
    #[error("time does not suit")]
    NotSuited,
    /// The client has an offer to answer, or was offered this very time before.
    #[error("offered already")]
    AlreadyOffered,
    /// The offer has ended.
    #[error("offer has ended")]
    OfferGone,
    /// The client can still answer the offer.
    #[error("offer stands")]
    OfferStands,
    /// The address can't be one.
    #[error("no address to write to")]
    AddressFaulty,
    /// The message was dealt with already.
    #[error("message is dealt with")]
    MessageGone,
    /// These hours are open already.
    #[error("hours overlap")]
    HoursOverlap,
}

impl Refusal {
    /// The stable code, also the key of its text.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAllowed => "not-allowed",
            Self::PersonUnknown => "person-unknown",
            Self::PersonKnown => "person-known",
            Self::CaseUnknown => "case-unknown",
            Self::CaseKnown => "case-known",
            Self::CodeUnknown => "code-unknown",
            Self::ActsForSelf => "acts-for-self",
            Self::NotMinor => "not-minor",
            Self::RightOver => "right-over",
            Self::RightUnknown => "right-unknown",
            Self::AttachedAlready => "attached-already",
            Self::EventTime => "event-time",
            Self::LineUnknown => "line-unknown",
            Self::CallSettled => "call-settled",
            Self::AnswersDoNotFit => "answers-do-not-fit",
            Self::SafetyOpen => "safety-open",
            Self::SafetyDone => "safety-done",
            Self::NoMatter => "no-matter",
            Self::NoWords => "no-words",
            Self::NoNotifier => "no-notifier",
            Self::WordsTooLong => "words-too-long",
            Self::MessagesOpen => "messages-open",
            Self::MessagesAnswered => "messages-answered",
            Self::SnoozePast => "snooze-past",
            Self::SnoozeTooLong => "snooze-too-long",
            Self::CaseClosed => "case-closed",
            Self::AlreadyAssessed => "already-assessed",
            Self::NotAssessed => "not-assessed",
            Self::AlreadyBooked => "already-booked",
            Self::BookingGone => "booking-gone",
            Self::SlotUnknown => "slot-unknown",
            Self::SlotTaken { .. } => "slot-taken",
            Self::SlotPast => "slot-past",
            Self::ModeNotOffered => "mode-not-offered",
            Self::OtherProfession => "other-profession",
            Self::VisitAhead => "visit-ahead",
            Self::StepOpen => "step-open",
            Self::TakenByOther => "taken-by-other",
            Self::PhoneMissing => "phone-missing",
            Self::NoCallback => "no-callback",
            Self::WindowPast => "window-past",
            Self::WindowAhead => "window-ahead",
            Self::CallPromised => "call-promised",
            Self::LateReasonMissing => "late-reason-missing",
            Self::NotWaiting => "not-waiting",
            Self::WishPast => "wish-past",
            Self::NotSuited => "not-suited",
            Self::AlreadyOffered => "already-offered",
            Self::OfferGone => "offer-gone",
            Self::OfferStands => "offer-stands",
            Self::AddressFaulty => "address-faulty",
            Self::MessageGone => "message-gone",
            Self::HoursOverlap => "hours-overlap",
        }
    }

    /// All codes; a test walks them to see that each has its texts.
    pub const CODES: &'static [&'static str] = &[
        "not-allowed",
        "person-unknown",
        "person-known",
        "case-unknown",
        "case-known",
        "code-unknown",
        "event-time",
        "line-unknown",
        "call-settled",
        "acts-for-self",
        "not-minor",
        "right-over",
        "right-unknown",
        "attached-already",
        "answers-do-not-fit",
        "safety-open",
        "safety-done",
        "no-matter",
        "no-words",
        "no-notifier",
        "words-too-long",
        "messages-open",
        "messages-answered",
        "snooze-past",
        "snooze-too-long",
        "case-closed",
        "already-assessed",
        "not-assessed",
        "already-booked",
        "booking-gone",
        "slot-unknown",
        "slot-taken",
        "slot-past",
        "mode-not-offered",
        "other-profession",
        "visit-ahead",
        "step-open",
        "taken-by-other",
        "phone-missing",
        "no-callback",
        "window-past",
        "window-ahead",
        "call-promised",
        "late-reason-missing",
        "not-waiting",
        "wish-past",
        "not-suited",
        "already-offered",
        "offer-gone",
        "offer-stands",
        "address-faulty",
        "message-gone",
        "hours-overlap",
    ];
}
