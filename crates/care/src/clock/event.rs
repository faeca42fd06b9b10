//! The events that start, satisfy and bend clocks, and the kinds of care that decide which rules
//! look at a matter. Invariant: every kind has one code, used in content, views and text keys.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Something that happened to a matter and that some rule may look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// What.
    pub kind: EventKind,
    /// When.
    pub at: Timestamp,
}

macro_rules! event_kinds {
    ($($(#[$doc:meta])* $variant:ident = $code:literal,)*) => {
        /// What happened.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum EventKind {
            $($(#[$doc])* #[serde(rename = $code)] $variant,)*
            /// The client declined an offered day and chose a later one.
            #[serde(rename = "client-chose-later")]
            ClientChoseLater {
                /// The day that was offered.
                offered_on: Date,
                /// The day the client chose.
                until: Date,
            },
        }

        impl EventKind {
            /// Every kind that a rule can name: those without data of their own.
            pub const NAMED: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable code.
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)*
                    Self::ClientChoseLater { .. } => "client-chose-later",
                }
            }

            /// The kind of a code, among those that a rule can name.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

event_kinds! {
    /// The client tried to make contact, by whatever means.
    ContactMade = "contact-made",
    /// The client reached a professional, or was reached by one.
    ContactObtained = "contact-obtained",
    /// A professional assessed the need (*hoidon tarpeen arviointi, bedömning av vårdbehovet*).
    NeedAssessed = "need-assessed",
    /// The first treatment event took place (*ensimmäinen hoitotapahtuma*).
    FirstTreatment = "first-treatment",
    /// Another professional found that a doctor is needed.
    DoctorFoundNeeded = "doctor-found-needed",
    /// A doctor saw the client.
    DoctorSeen = "doctor-seen",
    /// Another professional of oral care found that a dentist is needed.
    DentistFoundNeeded = "dentist-found-needed",
    /// A dentist saw the client.
    DentistSeen = "dentist-seen",
    /// A dentist found that a specialist dentist is needed.
    SpecialistDentistFoundNeeded = "specialist-dentist-found-needed",
    /// A specialist dentist saw the client.
    SpecialistDentistSeen = "specialist-dentist-seen",
    /// A referral arrived (*lähetteen saapuminen, remissens ankomst*).
    ReferralArrived = "referral-arrived",
    /// The referral was processed: the assessment has begun.
    ReferralProcessed = "referral-processed",
    /// A specialist evaluated, with the examinations that needed.
    SpecialistEvaluated = "specialist-evaluated",
    /// The need of specialised treatment was established.
    TreatmentNeedEstablished = "treatment-need-established",
    /// Specialised treatment began.
    TreatmentBegun = "treatment-begun",
    /// The need of a short psychotherapy or a structured psychosocial treatment was established.
    TherapyNeedEstablished = "therapy-need-established",
    /// Its first session took place.
    TherapyBegun = "therapy-begun",
    /// The need of psychosocial support in social care was established.
    SupportNeedEstablished = "support-need-established",
    /// The decision on that support was carried out.
    SupportBegun = "support-begun",
    /// The care follows an individual plan or interval.
    IntervalPlanned = "interval-planned",
    /// A professional recorded a medical or therapeutic reason for another time.
    MedicalReasonRecorded = "medical-reason-recorded",
    /// A professional found that waiting longer does not endanger the client's health.
    DelayFoundSafe = "delay-found-safe",
    /// The case was closed.
    CaseClosed = "case-closed",
}

macro_rules! care_kinds {
    ($($(#[$doc:meta])* $variant:ident = $code:literal,)*) => {
        /// Which kind of care a professional found to be needed. It decides which rules apply.
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
        )]
        pub enum CareKind {
            $($(#[$doc])* #[serde(rename = $code)] $variant,)*
        }

        impl CareKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable code.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The kind of a code.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

care_kinds! {
    /// Primary care of an illness, injury, new symptom or reduced function.
    Primary = "primary",
    /// Primary care of another kind: by plan, a check-up, a certificate, a vaccination, a
    /// specialist working in primary care.
    PrimaryOther = "primary-other",
    /// A doctor after another professional.
    FollowOnDoctor = "follow-on-doctor",
    /// Oral care.
    Oral = "oral",
    /// A dentist after another professional of oral care.
    OralFollowOn = "oral-follow-on",
    /// A specialist dentist after a dentist.
    OralSpecialist = "oral-specialist",
    /// Specialised medical care.
    Specialised = "specialised",
    /// Specialised mental health care of children and young people.
    YouthPsychiatry = "youth-psychiatry",
    /// Short psychotherapy or a structured psychosocial treatment in primary care.
    Therapy = "therapy",
    /// Psychosocial support in social care by the same methods.
    TherapySupport = "therapy-support",
    /// Urgent care.
    Urgent = "urgent",
    /// Advice was enough.
    AdviceOnly = "advice-only",
}
