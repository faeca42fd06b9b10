//! The names people are shown for the closed lists of `care::code` and for the languages.

use care::acting::{ActingKind, MinorsWish};
use care::callback::CallOutcome;
use care::clock::CareKind;
use care::code::{Channel, Closing, LateReason, Mode, Profession, Topic, Urgency};
use care::message::{About, Way};

use care::refusal::Refusal;

use super::{Language, Texts};
use crate::say;

impl Texts {
    /// What a matter is about.
    pub fn topic(&self, topic: Topic) -> String {
        match topic {
            Topic::Illness => say!(self, "topic-illness"),
            Topic::LongTerm => say!(self, "topic-long-term"),
            Topic::Movement => say!(self, "topic-movement"),
            Topic::Mind => say!(self, "topic-mind"),
            Topic::Oral => say!(self, "topic-oral"),
            Topic::Child => say!(self, "topic-child"),
            Topic::Planned => say!(self, "topic-planned"),
            Topic::Other => say!(self, "topic-other"),
        }
    }

    /// What kind of thing belongs under a topic; nothing where the name says it all.
    pub fn topic_hint(&self, topic: Topic) -> Option<String> {
        match topic {
            Topic::Illness => Some(say!(self, "topic-illness-hint")),
            Topic::LongTerm => Some(say!(self, "topic-long-term-hint")),
            Topic::Movement => Some(say!(self, "topic-movement-hint")),
            Topic::Mind => Some(say!(self, "topic-mind-hint")),
            Topic::Planned => Some(say!(self, "topic-planned-hint")),
            Topic::Oral | Topic::Child | Topic::Other => None,
        }
    }

    /// On what somebody acts for another.
    pub fn acting_kind(&self, kind: ActingKind) -> String {
        match kind {
            ActingKind::Guardian => say!(self, "acting-guardian"),
            ActingKind::Mandate => say!(self, "acting-mandate"),
        }
    }

    /// What a minor wishes that guardians see.
    pub fn minors_wish(&self, wish: MinorsWish) -> String {
        match wish {
            MinorsWish::NotCapable => say!(self, "wish-not-capable"),
            MinorsWish::Allows => say!(self, "wish-allows"),
            MinorsWish::Forbids => say!(self, "wish-forbids"),
            MinorsWish::Unknown => say!(self, "wish-unknown"),
        }
    }

    /// How a contact came in.
    pub fn channel(&self, channel: Channel) -> String {
        match channel {
            Channel::Web => say!(self, "channel-web"),
            Channel::Phone => say!(self, "channel-phone"),
            Channel::Message => say!(self, "channel-message"),
            Channel::WalkIn => say!(self, "channel-walk-in"),
            Channel::Notice => say!(self, "channel-notice"),
        }
    }

    /// What came of a call.
    pub fn call_outcome(&self, outcome: CallOutcome) -> String {
        match outcome {
            CallOutcome::Reached => say!(self, "outcome-reached"),
            CallOutcome::NoAnswer => say!(self, "outcome-no-answer"),
            CallOutcome::Busy => say!(self, "outcome-busy"),
            CallOutcome::WrongNumber => say!(self, "outcome-wrong-number"),
        }
    }

    /// Why a time is after the lawful limit.
    pub fn late_reason(&self, reason: LateReason) -> String {
        match reason {
            LateReason::ClientChoice => say!(self, "late-client-choice"),
            LateReason::OwnProfessional => say!(self, "late-own-professional"),
            LateReason::NoneEarlier => say!(self, "late-none-earlier"),
        }
    }

    /// The same, said to the resident.
    pub fn late_reason_yours(&self, reason: LateReason) -> String {
        match reason {
            LateReason::ClientChoice => say!(self, "late-your-choice"),
            LateReason::OwnProfessional => say!(self, "late-your-own-professional"),
            LateReason::NoneEarlier => say!(self, "late-none-earlier"),
        }
    }

    /// What a message to a resident tells of.
    pub fn message(&self, about: About) -> String {
        match about {
            About::Booked(_) => say!(self, "message-about-booked"),
            About::Moved(_) => say!(self, "message-about-moved"),
            About::Cancelled(_) => say!(self, "message-about-cancelled"),
            About::Reminder(_) => say!(self, "message-about-reminder"),
            About::MissedCalls(_) => say!(self, "message-about-missed-calls"),
            About::Offered(_) => say!(self, "message-about-offered"),
            About::Written(_) => say!(self, "message-about-written"),
        }
    }

    /// By which way a message goes.
    pub fn way(&self, way: Way) -> String {
        match way {
            Way::Email => say!(self, "way-email"),
            Way::Sms => say!(self, "way-sms"),
        }
    }

    /// How soon, by a professional's judgement.
    pub fn urgency(&self, urgency: Urgency) -> String {
        match urgency {
            Urgency::Emergency => say!(self, "urgency-emergency"),
            Urgency::Urgent => say!(self, "urgency-urgent"),
            Urgency::NonUrgent => say!(self, "urgency-non-urgent"),
        }
    }

    /// What an urgency means in practice.
    pub fn urgency_hint(&self, urgency: Urgency) -> String {
        match urgency {
            Urgency::Emergency => say!(self, "urgency-emergency-hint"),
            Urgency::Urgent => say!(self, "urgency-urgent-hint"),
            Urgency::NonUrgent => say!(self, "urgency-non-urgent-hint"),
        }
    }

    /// The profession that meets the client.
    pub fn profession(&self, profession: Profession) -> String {
        match profession {
            Profession::Doctor => say!(self, "profession-doctor"),
            Profession::Nurse => say!(self, "profession-nurse"),
            Profession::PublicHealthNurse => say!(self, "profession-public-health-nurse"),
            Profession::Physiotherapist => say!(self, "profession-physiotherapist"),
            Profession::MentalHealth => say!(self, "profession-mental-health"),
            Profession::Dentist => say!(self, "profession-dentist"),
            Profession::Hygienist => say!(self, "profession-hygienist"),
        }
    }

    /// How client and professional meet.
    pub fn mode(&self, mode: Mode) -> String {
        match mode {
            Mode::OnSite => say!(self, "mode-on-site"),
            Mode::Phone => say!(self, "mode-phone"),
            Mode::Video => say!(self, "mode-video"),
        }
    }

    /// How a case ended.
    pub fn closing(&self, closing: Closing) -> String {
        match closing {
            Closing::Advised => say!(self, "closing-advised"),
            Closing::Treated => say!(self, "closing-treated"),
            Closing::Emergency => say!(self, "closing-emergency"),
            Closing::Withdrawn => say!(self, "closing-withdrawn"),
            Closing::NotReached => say!(self, "closing-not-reached"),
        }
    }

    /// The same said to the client.
    pub fn closing_to_client(&self, closing: Closing) -> String {
        match closing {
            Closing::Advised | Closing::Treated | Closing::Emergency => self.closing(closing),
            Closing::Withdrawn => say!(self, "closing-you-withdrew"),
            Closing::NotReached => say!(self, "closing-you-not-reached"),
        }
    }

    /// Which kind of care was found to be needed.
    pub fn care_kind(&self, kind: CareKind) -> String {
        match kind {
            CareKind::Primary => say!(self, "care-primary"),
            CareKind::PrimaryOther => say!(self, "care-primary-other"),
            CareKind::FollowOnDoctor => say!(self, "care-follow-on-doctor"),
            CareKind::Oral => say!(self, "care-oral"),
            CareKind::OralFollowOn => say!(self, "care-oral-follow-on"),
            CareKind::OralSpecialist => say!(self, "care-oral-specialist"),
            CareKind::Specialised => say!(self, "care-specialised"),
            CareKind::YouthPsychiatry => say!(self, "care-youth-psychiatry"),
            CareKind::Therapy => say!(self, "care-therapy"),
            CareKind::TherapySupport => say!(self, "care-therapy-support"),
            CareKind::Urgent => say!(self, "care-urgent"),
            CareKind::AdviceOnly => say!(self, "care-advice-only"),
        }
    }

    /// What stands in the way, and what to do instead.
    pub fn refusal(&self, refusal: &Refusal) -> String {
        match refusal {
            Refusal::NotAllowed => say!(self, "refusal-not-allowed"),
            Refusal::PersonUnknown => say!(self, "refusal-person-unknown"),
            Refusal::PersonKnown => say!(self, "refusal-person-known"),
            Refusal::CaseUnknown => say!(self, "refusal-case-unknown"),
            Refusal::CaseKnown => say!(self, "refusal-case-known"),
            Refusal::NoMatter => say!(self, "refusal-no-matter"),
            Refusal::NoWords => say!(self, "refusal-no-words"),
            Refusal::CaseClosed => say!(self, "refusal-case-closed"),
            Refusal::AlreadyAssessed => say!(self, "refusal-already-assessed"),
            Refusal::NotAssessed => say!(self, "refusal-not-assessed"),
            Refusal::AlreadyBooked => say!(self, "refusal-already-booked"),
            Refusal::BookingGone => say!(self, "refusal-booking-gone"),
            Refusal::SlotUnknown => say!(self, "refusal-slot-unknown"),
            Refusal::SlotTaken { .. } => say!(self, "refusal-slot-taken"),
            Refusal::SlotPast => say!(self, "refusal-slot-past"),
            Refusal::CodeUnknown => say!(self, "refusal-code-unknown"),
            Refusal::EventTime => say!(self, "refusal-event-time"),
            Refusal::LineUnknown => say!(self, "refusal-line-unknown"),
            Refusal::CallSettled => say!(self, "refusal-call-settled"),
            Refusal::ActsForSelf => say!(self, "refusal-acts-for-self"),
            Refusal::NotMinor => say!(self, "refusal-not-minor"),
            Refusal::RightOver => say!(self, "refusal-right-over"),
            Refusal::RightUnknown => say!(self, "refusal-right-unknown"),
            Refusal::AttachedAlready => say!(self, "refusal-attached-already"),
            Refusal::AnswersDoNotFit => say!(self, "refusal-answers-do-not-fit"),
            Refusal::SafetyOpen => say!(self, "refusal-safety-open"),
            Refusal::SafetyDone => say!(self, "refusal-safety-done"),
            Refusal::NoNotifier => say!(self, "refusal-no-notifier"),
            Refusal::WordsTooLong => say!(self, "refusal-words-too-long"),
            Refusal::SnoozePast => say!(self, "refusal-snooze-past"),
            Refusal::SnoozeTooLong => say!(self, "refusal-snooze-too-long"),
            Refusal::MessagesOpen => say!(self, "refusal-messages-open"),
            Refusal::MessagesAnswered => say!(self, "refusal-messages-answered"),
            Refusal::ModeNotOffered => say!(self, "refusal-mode-not-offered"),
            Refusal::OtherProfession => say!(self, "refusal-other-profession"),
            Refusal::VisitAhead => say!(self, "refusal-visit-ahead"),
            Refusal::StepOpen => say!(self, "refusal-step-open"),
            Refusal::TakenByOther => say!(self, "refusal-taken-by-other"),
            Refusal::PhoneMissing => say!(self, "refusal-phone-missing"),
            Refusal::NoCallback => say!(self, "refusal-no-callback"),
            Refusal::WindowPast => say!(self, "refusal-window-past"),
            Refusal::WindowAhead => say!(self, "refusal-window-ahead"),
            Refusal::CallPromised => say!(self, "refusal-call-promised"),
            Refusal::LateReasonMissing => say!(self, "refusal-late-reason-missing"),
            Refusal::NotWaiting => say!(self, "refusal-not-waiting"),
            Refusal::WishPast => say!(self, "refusal-wish-past"),
            Refusal::NotSuited => say!(self, "refusal-not-suited"),
            Refusal::AlreadyOffered => say!(self, "refusal-already-offered"),
            Refusal::OfferGone => say!(self, "refusal-offer-gone"),
            Refusal::OfferStands => say!(self, "refusal-offer-stands"),
            Refusal::AddressFaulty => say!(self, "refusal-address-faulty"),
            Refusal::MessageGone => say!(self, "refusal-message-gone"),
            Refusal::HoursOverlap => say!(self, "refusal-hours-overlap"),
        }
    }

    /// The name of a language, in the language of the page.
    pub fn language_name(&self, language: Language) -> String {
        match language {
            Language::Fi => say!(self, "language-fi"),
            Language::Sv => say!(self, "language-sv"),
            Language::En => say!(self, "language-en"),
        }
    }

    /// The same inside a sentence or a list, where only English writes it with a capital.
    pub fn language_inline(&self, language: Language) -> String {
        let name = self.language_name(language);
        if self.language() == Language::En { name } else { name.to_lowercase() }
    }
}

/// The name of a language in that language itself.
pub fn own_name(language: Language) -> &'static str {
    match language {
        Language::Fi => "Suomi",
        Language::Sv => "Svenska",
        Language::En => "English",
    }
}
