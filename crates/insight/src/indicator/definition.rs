//! How an indicator is counted, in a small closed vocabulary.
//! Invariant: a definition that was checked asks only for moments that its cases have.

use serde::Deserialize;

use crate::board::tally::SPLITS_MAX;
use crate::columns::condition::{Condition, Conditions};

/// How an indicator is counted.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// What has to be true of a case that is counted, all of it; any case when empty.
    pub among: Vec<Condition>,
    /// The unit it counts for.
    pub unit: Place,
    /// The month it counts in: that of this moment.
    pub month: Moment,
    /// Which months a board over a period takes.
    pub period: Period,
    /// The wait in days.
    #[serde(default)]
    pub wait: Option<Wait>,
    /// Shares of the cases counted.
    #[serde(default)]
    pub share: Vec<Share>,
    /// Counts of some of the cases counted.
    #[serde(default)]
    pub part: Vec<Part>,
}

/// Which unit a case counts for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// The unit that received the contact.
    Contact,
    /// The unit of the first visit; until then the unit that answers.
    Care,
}

/// A moment in a case.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Moment {
    /// The contact was made.
    Contact,
    /// The need was assessed.
    Assessment,
    /// The need that waits, or was met last, was found.
    Need,
    /// Client and professional first met.
    Visit,
    /// The day the board is made for.
    Today,
}

/// What a board over a period takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Period {
    /// Cases whose month lies in the period.
    Within,
    /// Every case: it stands as of today, however long ago it began.
    Today,
}

/// A wait in calendar days; the first day is not counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wait {
    /// It began here.
    pub from: Moment,
    /// It ended here.
    pub to: Moment,
}

/// A share of the cases counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// What is true of those in the share.
    pub of: Part,
    /// What has to be true of a case to be in the whole.
    #[serde(default)]
    pub among: Option<Condition>,
}

/// What makes a part of the cases counted.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Deserialize)]
#[serde(untagged)]
pub enum Part {
    /// Something is true of them.
    Having(Condition),
    /// The wait was at most so many days.
    Within {
        /// How many.
        days: u16,
    },
}

impl Part {
    /// Its name in files: `within-limit`, `within 7 days`.
    pub fn name(self) -> String {
        match self {
            Self::Having(condition) => condition.code().to_owned(),
            Self::Within { days } => format!("within {days} days"),
        }
    }
}

impl From<Condition> for Part {
    fn from(condition: Condition) -> Self {
        Self::Having(condition)
    }
}

/// One part as the engine counts it: of which cases, and which of those.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Split {
    pub(crate) of: Part,
    pub(crate) among: Conditions,
}

impl Definition {
    pub(crate) fn conditions(&self) -> Conditions {
        self.among.iter().copied().collect()
    }

    /// The shares and then the parts.
    pub(crate) fn splits(&self) -> Vec<Split> {
        let shares = self
            .share
            .iter()
            .map(|share| Split { of: share.of, among: share.among.into_iter().collect() });
        let parts = self.part.iter().map(|of| Split { of: *of, among: Conditions::default() });
        shares.chain(parts).collect()
    }

    pub(super) fn problems(&self) -> Vec<(&'static str, String)> {
        let mut wrong = Vec::new();
        let mut moments = vec![("definition.month", self.month)];
        if let Some(wait) = self.wait {
            moments.extend([("definition.wait.from", wait.from), ("definition.wait.to", wait.to)]);
        }
        for (place, moment) in moments {
            if !self.has(moment) {
                wrong.push((place, "names a moment that not all cases counted have".to_owned()));
            }
        }
        if self.share.len() + self.part.len() > SPLITS_MAX {
            wrong.push(("definition", format!("has more than {SPLITS_MAX} shares and parts")));
        }
        if self.month == Moment::Today {
            wrong.push(("definition.month", "must be a moment in the case".to_owned()));
        }
        let parts = self.share.iter().map(|share| share.of);
        let needs_wait = parts.chain(self.part.iter().copied()).any(|part| match part {
            Part::Within { .. } => true,
            Part::Having(_) => false,
        });
        if needs_wait && self.wait.is_none() {
            wrong.push(("definition", "counts days of a wait that is not defined".to_owned()));
        }
        wrong
    }

    fn has(&self, moment: Moment) -> bool {
        let any = |conditions: &[Condition]| conditions.iter().any(|one| self.among.contains(one));
        match moment {
            Moment::Contact | Moment::Today => true,
            Moment::Assessment => any(&[
                Condition::Assessed,
                Condition::NonUrgent,
                Condition::AwaitingFirstVisit,
                Condition::AwaitingFurtherVisit,
            ]),
            Moment::Need => any(&[Condition::AwaitingFirstVisit, Condition::AwaitingFurtherVisit]),
            Moment::Visit => any(&[Condition::Met, Condition::AwaitingFurtherVisit]),
        }
    }
}
