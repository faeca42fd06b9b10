//! Acting for another (*puolesta asiointi, uträtta ärenden för någon annan*): a guardian for a child, or
//! whoever holds a mandate. The right is looked at each time, and ends by itself.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::code::codes;
use crate::id::PersonId;
use crate::person::Person;

codes! {
    /// On what somebody acts for another.
    ActingKind {
        /// As a guardian (*huoltaja, vårdnadshavare*).
        Guardian = "guardian",
        /// On a mandate (*valtuus, fullmakt*), such as one of Suomi.fi.
        Mandate = "mandate",
    }

    /// A minor's own decision about what guardians see of their data, as a professional found it
    /// (1.2.246.537.5.40202.201901).
    MinorsWish {
        /// The minor can't decide: guardians see (code 1).
        NotCapable = "not-capable",
        /// The minor can, and allows it (code 2).
        Allows = "allows",
        /// The minor can, and forbids it (code 3).
        Forbids = "forbids",
        /// Whether the minor can is not known: guardians do not see (code 4).
        Unknown = "unknown",
    }
}

/// What the organisation decides where the law gives no number.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActingPolicy {
    /// From this age on nobody is a child.
    pub adult_at: i16,
    /// From this age on a guardian acts only once a professional has found what the minor wishes.
    pub asks_from: i16,
    /// Whether a person has compared this with its sources.
    pub verified: bool,
}

impl ActingPolicy {
    /// What is wrong with it, and what to do.
    pub fn faults(&self) -> Vec<String> {
        let fits = (0..=self.adult_at).contains(&self.asks_from) && self.adult_at > 0;
        let fault = (!fits).then(|| "asks_from has to be from 0 to adult_at".to_owned());
        fault.into_iter().collect()
    }
}

/// A right to act for a person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RightToAct {
    /// Who acts.
    pub actor: PersonId,
    /// On what.
    pub kind: ActingKind,
    /// The last day on which they may; a guardian's right ends with childhood in any case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Whether they may know where the person lives. Nobody else acts for a protected person, since times
    /// and units tell where somebody lives (*turvakielto, spärrmarkering*).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub knows_home: bool,
    /// What was checked, in words.
    pub checked: String,
}

impl Person {
    /// On what an actor may act for this person on a day; none when they may not.
    pub fn acted_for_by(
        &self,
        actor: PersonId,
        on: Date,
        policy: ActingPolicy,
    ) -> Option<ActingKind> {
        let right = self.rights.iter().find(|right| right.actor == actor)?;
        let over = right.until.is_some_and(|until| until < on);
        if over || actor == self.id || (self.details.protected && !right.knows_home) {
            return None;
        }
        match right.kind {
            ActingKind::Mandate => Some(right.kind),
            ActingKind::Guardian => {
                let age = self.age_on(on)?;
                let sees = match self.minors_wish {
                    Some(MinorsWish::NotCapable | MinorsWish::Allows) => true,
                    Some(MinorsWish::Forbids | MinorsWish::Unknown) => false,
                    None => age < policy.asks_from,
                };
                (age < policy.adult_at && sees).then_some(right.kind)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::language::Language;
    use crate::person::{Details, PersonFact};

    const POLICY: ActingPolicy = ActingPolicy { adult_at: 18, asks_from: 12, verified: false };

    fn id(number: u128) -> PersonId {
        PersonId(Uuid::from_u128(number))
    }

    fn right(kind: ActingKind, until: Option<Date>, knows_home: bool) -> RightToAct {
        RightToAct { actor: id(1), kind, until, knows_home, checked: "Seen".to_owned() }
    }

    fn person(born: Date, protected: bool, more: Vec<PersonFact>) -> Person {
        let details = Details {
            identity: None,
            family: "Koskinen".to_owned(),
            given: "Ella".to_owned(),
            birth_on: Some(born),
            language: Language::Fi,
            municipality: None,
            postal_code: None,
            phone: None,
            protected,
        };
        let facts = std::iter::once(PersonFact::PersonRegistered(details)).chain(more);
        let person = Person::fold(id(2), facts.map(|fact| (Timestamp::UNIX_EPOCH, fact)));
        person.unwrap_or_else(|| panic!("registered"))
    }

    fn given(right: RightToAct) -> PersonFact {
        PersonFact::RightToActRecorded { right, by: None }
    }

    #[test]
    fn a_guardian_acts_while_the_child_is_one_and_wishes_it() {
        let guardian = || given(right(ActingKind::Guardian, None, false));
        let wish = |wish| PersonFact::MinorsWishRecorded { wish, by: None };
        let born = date(2014, 6, 1);
        let may = |more: Vec<PersonFact>, on| {
            person(born, false, more).acted_for_by(id(1), on, POLICY).is_some()
        };
        let (child, young, last, adult) =
            (date(2026, 5, 31), date(2026, 6, 1), date(2032, 5, 31), date(2032, 6, 1));
        assert!(may(vec![guardian()], child));
        assert!(!may(vec![guardian()], young), "from twelve on the minor is asked");
        for (said, sees) in [
            (MinorsWish::NotCapable, true),
            (MinorsWish::Allows, true),
            (MinorsWish::Forbids, false),
            (MinorsWish::Unknown, false),
        ] {
            for on in [child, young, last] {
                assert_eq!(may(vec![guardian(), wish(said)], on), sees, "{said:?} {on}");
            }
            assert!(!may(vec![guardian(), wish(said)], adult));
        }
        let ended = PersonFact::RightToActEnded { actor: id(1), by: None };
        assert!(!may(vec![guardian(), ended], child));
        assert!(!may(vec![], child), "without a right nobody acts");
    }

    #[test]
    fn a_mandate_ends_on_its_day_and_a_protected_home_is_kept() {
        let born = date(1950, 1, 1);
        let until = date(2026, 12, 31);
        let mandate = |knows| given(right(ActingKind::Mandate, Some(until), knows));
        let open = person(born, false, vec![mandate(false)]);
        assert!(open.acted_for_by(id(1), until, POLICY).is_some());
        assert!(open.acted_for_by(id(1), date(2027, 1, 1), POLICY).is_none());
        assert!(open.acted_for_by(id(3), until, POLICY).is_none());
        for knows in [false, true] {
            let protected = person(born, true, vec![mandate(knows)]);
            assert_eq!(protected.acted_for_by(id(1), until, POLICY).is_some(), knows);
        }
    }
}
