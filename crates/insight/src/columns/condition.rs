//! What can be true of a case: the closed list that indicators are built from.
//! Invariant: each condition is one bit, decided from the case's row and at most the day today.

use serde::Deserialize;

macro_rules! conditions {
    ($($(#[$doc:meta])* $variant:ident = $code:literal,)*) => {
        /// Something that is true of a case or not.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize)]
        pub enum Condition {
            $($(#[$doc])* #[serde(rename = $code)] $variant,)*
        }

        impl Condition {
            /// Every condition.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable code, as it stands in `content/indicators`.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }
        }
    };
}

conditions! {
    /// A professional has assessed the need.
    Assessed = "assessed",
    /// The assessment was made on the last lawful day or before.
    AssessedInTime = "assessed-in-time",
    /// It is known whether the need was assessed in time: the law sets a last day, and it was
    /// assessed, or that day is over and the case was open at its end.
    AssessmentKnown = "assessment-known",
    /// The assessed need is not urgent.
    NonUrgent = "non-urgent",
    /// Advice was enough and the case was closed.
    Advised = "advised",
    /// Client and professional have met.
    Met = "met",
    /// They met by telephone or video.
    MetRemotely = "met-remotely",
    /// The law sets a last day for the first visit.
    HasLimit = "has-limit",
    /// The first visit was on that day or before.
    WithinLimit = "within-limit",
    /// The case waits for its assessment.
    AwaitingAssessment = "awaiting-assessment",
    /// The need was assessed and the case waits for the first visit.
    AwaitingFirstVisit = "awaiting-first-visit",
    /// A visit found a further need and the case waits for that visit.
    AwaitingFurtherVisit = "awaiting-further-visit",
    /// A time is booked.
    HasBooking = "has-booking",
    /// The last lawful day of what is waited for is over.
    PastLimit = "past-limit",
}

impl Condition {
    fn bit(self) -> u32 {
        1 << (self as u32)
    }
}

/// Several conditions.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Conditions(u32);

impl Conditions {
    #[must_use]
    pub(crate) fn with(self, condition: Condition, is_true: bool) -> Self {
        if is_true { Self(self.0 | condition.bit()) } else { self }
    }

    pub(crate) fn has(self, condition: Condition) -> bool {
        self.0 & condition.bit() != 0
    }

    pub(crate) fn has_all(self, others: Self) -> bool {
        self.0 & others.0 == others.0
    }
}

impl FromIterator<Condition> for Conditions {
    fn from_iter<I: IntoIterator<Item = Condition>>(conditions: I) -> Self {
        conditions.into_iter().fold(Self::default(), |all, condition| all.with(condition, true))
    }
}
