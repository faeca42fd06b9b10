//! The small closed lists that facts speak in; codes of the national lists are given by the wire.

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $code:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug,
            serde::Serialize, serde::Deserialize,
        )]
        pub enum $name {
            $($(#[$each])* #[serde(rename = $code)] $variant,)*
        }

        impl $name {
            /// All values, in the order in which people are shown them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable code, as it stands in facts, content, forms, addresses and logs.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The value of a code.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }
    )*};
}

pub(crate) use codes;

codes! {
    /// What a matter is about, in the resident's words.
    Topic {
        /// A new illness or symptom.
        Illness = "illness",
        /// A long-term illness that is followed or has become worse.
        LongTerm = "long-term",
        /// Back, joints, muscles, an injury.
        Movement = "movement",
        /// Mood, sleep, worry, substances.
        Mind = "mind",
        /// Teeth and mouth.
        Oral = "oral",
        /// A child's or young person's matter.
        Child = "child",
        /// A certificate, a prescription, a check-up, a vaccination.
        Planned = "planned",
        /// Anything else.
        Other = "other",
    }

    /// How a contact came in.
    Channel {
        /// The web form.
        Web = "web",
        /// A phone call.
        Phone = "phone",
        /// A written message or chat.
        Message = "message",
        /// A person at the desk.
        WalkIn = "walk-in",
        /// A notice of somebody else's concern, such as the rescue department, the police or a school
        /// (*huoli-ilmoitus, orosanmälan*).
        Notice = "notice",
    }

    /// What words are that came to a case later.
    AddedAs {
        /// A message about the matter.
        Message = "message",
        /// Answers to questions.
        Answers = "answers",
    }

    /// How soon, by a professional's judgement (*kiireellisyys, brådskandegrad*).
    Urgency {
        /// Now: directed to emergency care.
        Emergency = "emergency",
        /// Within days.
        Urgent = "urgent",
        /// The statutory limit is enough.
        NonUrgent = "non-urgent",
    }

    /// The profession that meets the client (*ammattiryhmä, yrkesgrupp*).
    Profession {
        /// Physician.
        Doctor = "doctor",
        /// Registered nurse.
        Nurse = "nurse",
        /// Public-health nurse.
        PublicHealthNurse = "public-health-nurse",
        /// Physiotherapist.
        Physiotherapist = "physiotherapist",
        /// Psychiatric nurse or psychologist of primary care.
        MentalHealth = "mental-health",
        /// Dentist.
        Dentist = "dentist",
        /// Oral hygienist.
        Hygienist = "hygienist",
    }

    /// How client and professional meet (*yhteystapa, kontaktsätt*, 1.2.246.537.6.127).
    Mode {
        /// At the unit (R10).
        OnSite = "on-site",
        /// By telephone (R50).
        Phone = "phone",
        /// By video (R52).
        Video = "video",
    }

    /// The register a case belongs to: one never opens the other.
    Register {
        /// The patient register (*potilasrekisteri, patientregister*).
        Patient = "patient",
        /// The social-care client register (*sosiaalihuollon asiakasrekisteri*).
        Social = "social",
    }

    /// How a case ended.
    Closing {
        /// Advice at the first contact was enough.
        Advised = "advised",
        /// Treated.
        Treated = "treated",
        /// Directed to emergency care.
        Emergency = "emergency",
        /// The resident withdrew the matter.
        Withdrawn = "withdrawn",
        /// The client could not be reached in spite of the agreed attempts.
        NotReached = "not-reached",
    }

    /// Why a professional without a tie to a person needs their data now.
    Reason {
        /// The client is in contact right now.
        ClientInContact = "client-in-contact",
        /// A colleague asked for help with the client's care.
        Consultation = "consultation",
        /// An emergency.
        Emergency = "emergency",
        /// Another lawful right, said in words.
        OtherRight = "other-right",
    }

    /// Why a time is booked after the lawful limit.
    LateReason {
        /// The client chose a later time.
        ClientChoice = "client-choice",
        /// The client waits for their own professional.
        OwnProfessional = "own-professional",
        /// No earlier time was found.
        NoneEarlier = "none-earlier",
    }

    /// Why a booking was cancelled (1.2.246.537.6.126).
    Cancelling {
        /// The client asked.
        ByClient = "by-client",
        /// The unit had to.
        ByUnit = "by-unit",
        /// Moved to another time.
        Moved = "moved",
    }
}
