//! The columns themselves, all of the same length, and one row of them.

use std::mem::size_of;

use care::id::{CaseId, PersonId};

use super::condition::{Condition, Conditions};
use crate::day::{Day, Month};
use crate::indicator::definition::Moment;

macro_rules! columns {
    ($($(#[$doc:meta])* $name:ident: $kind:ty,)*) => {
        /// One case as a row of the columns.
        #[derive(Clone, Copy, Debug)]
        pub(crate) struct Episode {
            $($(#[$doc])* pub(crate) $name: $kind,)*
        }

        /// The columns.
        #[derive(Clone, Default, Debug)]
        pub(crate) struct Table {
            $(pub(crate) $name: Vec<$kind>,)*
        }

        impl Table {
            pub(crate) fn push(&mut self, episode: Episode) {
                $(self.$name.push(episode.$name);)*
            }

            pub(crate) fn set(&mut self, row: usize, episode: Episode) {
                $(if let Some(place) = self.$name.get_mut(row) {
                    *place = episode.$name;
                })*
            }

            pub(crate) fn get(&self, row: usize) -> Option<Episode> {
                Some(Episode { $($name: *self.$name.get(row)?,)* })
            }

            pub(crate) fn bytes(&self) -> usize {
                0 $(+ self.$name.capacity() * size_of::<$kind>())*
            }
        }
    };
}

columns! {
    /// The case, so that it can be opened by those who may.
    case: CaseId,
    /// Whose it is, only to count people and not cases.
    person: PersonId,
    /// The position of its last fact.
    position: u64,
    /// What is true of it whatever day it is.
    conditions: Conditions,
    municipality: u16,
    contact_unit: u16,
    /// The unit of the first visit; until then the unit that answers.
    care_unit: u16,
    /// The profession of the first visit; until then the profession asked for.
    profession: u16,
    language: u16,
    age_group: u16,
    care: u16,
    topic: u16,
    channel: u16,
    stage: u16,
    contact_month: Month,
    assessed_month: Month,
    need_month: Month,
    visit_month: Month,
    contact_on: Day,
    /// Minutes since midnight.
    contact_minute: u16,
    assessed_on: Day,
    need_on: Day,
    /// The last lawful day of the assessment.
    assess_by: Day,
    /// The last lawful day of the first visit.
    treat_by: Day,
    /// The last lawful day of what is waited for now.
    wait_by: Day,
    booked_for: Day,
    met_on: Day,
    closed_on: Day,
}

impl Table {
    pub(crate) fn len(&self) -> usize {
        self.case.len()
    }

    /// What is true of a row today.
    pub(crate) fn conditions_on(&self, row: usize, today: Day) -> Conditions {
        let day = |column: &[Day]| column.get(row).copied().unwrap_or(Day::NONE);
        let always = self.conditions.get(row).copied().unwrap_or_default();
        let wait_by = day(&self.wait_by);
        let closed_on = day(&self.closed_on);
        let last = if closed_on.is_some() { closed_on } else { today };
        let assess_by = day(&self.assess_by);
        let judged = always.has(Condition::Assessed) || assess_by < last;
        always
            .with(Condition::PastLimit, wait_by.is_some() && wait_by < today)
            .with(Condition::AssessmentKnown, assess_by.is_some() && judged)
    }

    /// The day on which something happened.
    pub(crate) fn moment(&self, row: usize, moment: Moment, today: Day) -> Day {
        let column = match moment {
            Moment::Contact => &self.contact_on,
            Moment::Assessment => &self.assessed_on,
            Moment::Need => &self.need_on,
            Moment::Visit => &self.met_on,
            Moment::Today => return today,
        };
        column.get(row).copied().unwrap_or(Day::NONE)
    }
}
