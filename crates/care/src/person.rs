//! A resident: identity, names, language, home; never merged destructively.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::acting::{MinorsWish, RightToAct};
use crate::code::Reason;
use crate::day::age_on;
use crate::id::{PersonId, ProfessionalId, UnitId};
use crate::language::Language;
use crate::message::Reach;

/// What is recorded of one resident when they first appear.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Details {
    /// *Henkilötunnus, personbeteckning*, as given; checked by [`crate::identity`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
    /// Family name.
    pub family: String,
    /// Given names, the first one first.
    pub given: String,
    /// Day of birth, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_on: Option<Date>,
    /// The service language.
    pub language: Language,
    /// Home municipality (1.2.246.537.6.21), three digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub municipality: Option<String>,
    /// Five digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// *Turvakielto, spärrmarkering*: the home is never shown or exported.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub protected: bool,
}

/// What can happen to a person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PersonFact {
    /// The resident is known from now on.
    PersonRegistered(Details),
    /// The details changed; they are stated anew as a whole.
    DetailsCorrected(Details),
    /// A professional without a tie to the person stated why their data is needed now.
    ReasonStated {
        /// Who.
        by: ProfessionalId,
        /// Why.
        reason: Reason,
        /// In words; needed where the reason alone says too little.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        note: String,
    },
    /// Somebody may act for the person.
    RightToActRecorded {
        /// The right.
        right: RightToAct,
        /// Who checked it; absent when a register or the demo says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<ProfessionalId>,
    },
    /// Somebody acts for the person no longer.
    RightToActEnded {
        /// Who acted.
        actor: PersonId,
        /// Who recorded it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<ProfessionalId>,
    },
    /// A professional found what the minor wishes that guardians see.
    MinorsWishRecorded {
        /// What.
        wish: MinorsWish,
        /// Who.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<ProfessionalId>,
    },
    /// A professional became the person's named worker at a unit.
    NamedWorkerChosen {
        /// At which unit.
        unit: UnitId,
        /// Who.
        professional: ProfessionalId,
        /// Who chose; absent when a register or the demo says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<ProfessionalId>,
    },
    /// Nobody is the person's named worker at a unit any more.
    NamedWorkerEnded {
        /// At which unit.
        unit: UnitId,
        /// Who recorded it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<ProfessionalId>,
    },
    /// The resident chose how they are reached beside the service.
    ReachChosen(Reach),
}

impl PersonFact {
    /// The stable name of the kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::PersonRegistered(_) => "person-registered",
            Self::DetailsCorrected(_) => "details-corrected",
            Self::ReasonStated { .. } => "reason-stated",
            Self::RightToActRecorded { .. } => "right-to-act-recorded",
            Self::RightToActEnded { .. } => "right-to-act-ended",
            Self::MinorsWishRecorded { .. } => "minors-wish-recorded",
            Self::NamedWorkerChosen { .. } => "named-worker-chosen",
            Self::NamedWorkerEnded { .. } => "named-worker-ended",
            Self::ReachChosen(_) => "reach-chosen",
        }
    }
}

/// A resident as the facts so far tell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// Who.
    pub id: PersonId,
    /// The details in force.
    pub details: Details,
    /// When they were first registered.
    pub registered_at: Timestamp,
    /// When the details last changed.
    pub changed_at: Timestamp,
    /// Who stated why the data was needed, and when.
    pub reasons: Vec<(Timestamp, ProfessionalId, Reason)>,
    /// Who was given a right to act for them, one right for each.
    pub rights: Vec<RightToAct>,
    /// What the person wished as a minor that guardians see, as last found.
    pub minors_wish: Option<MinorsWish>,
    /// Their named worker at each unit.
    pub named: BTreeMap<UnitId, ProfessionalId>,
    /// How they wish to be reached beside the service.
    pub reach: Reach,
    /// When they last chose that; none when they never did.
    pub reach_chosen_at: Option<Timestamp>,
}

impl Person {
    /// Folds the facts of one person's stream; none without a registration.
    pub fn fold(
        id: PersonId,
        facts: impl IntoIterator<Item = (Timestamp, PersonFact)>,
    ) -> Option<Self> {
        let mut person: Option<Self> = None;
        for (at, fact) in facts {
            match fact {
                PersonFact::PersonRegistered(details) => {
                    person = Some(Self {
                        id,
                        details,
                        registered_at: at,
                        changed_at: at,
                        reasons: Vec::new(),
                        rights: Vec::new(),
                        minors_wish: None,
                        named: BTreeMap::new(),
                        reach: Reach::Site,
                        reach_chosen_at: None,
                    });
                }
                PersonFact::DetailsCorrected(details) => {
                    if let Some(person) = &mut person {
                        person.details = details;
                        person.changed_at = at;
                    }
                }
                PersonFact::ReasonStated { by, reason, note: _ } => {
                    if let Some(person) = &mut person {
                        person.reasons.push((at, by, reason));
                    }
                }
                PersonFact::RightToActRecorded { right, by: _ } => {
                    if let Some(person) = &mut person {
                        person.rights.retain(|known| known.actor != right.actor);
                        person.rights.push(right);
                    }
                }
                PersonFact::RightToActEnded { actor, by: _ } => {
                    if let Some(person) = &mut person {
                        person.rights.retain(|known| known.actor != actor);
                    }
                }
                PersonFact::MinorsWishRecorded { wish, by: _ } => {
                    if let Some(person) = &mut person {
                        person.minors_wish = Some(wish);
                    }
                }
                PersonFact::NamedWorkerChosen { unit, professional, by: _ } => {
                    if let Some(person) = &mut person {
                        person.named.insert(unit, professional);
                    }
                }
                PersonFact::NamedWorkerEnded { unit, by: _ } => {
                    if let Some(person) = &mut person {
                        person.named.remove(&unit);
                    }
                }
                PersonFact::ReachChosen(reach) => {
                    if let Some(person) = &mut person {
                        person.reach = reach;
                        person.reach_chosen_at = Some(at);
                    }
                }
            }
        }
        person
    }

    /// Full years at a day, by the Finnish reckoning: on the birthday itself the year is full.
    pub fn age_on(&self, day: Date) -> Option<i16> {
        self.details.birth_on.map(|birth| age_on(birth, day))
    }
}

/// Folds a name for search: lower case, accents off, but å, ä and ö stay letters of their own.
pub fn fold_name(name: &str) -> String {
    name.chars()
        .flat_map(char::to_lowercase)
        .filter_map(|letter| match letter {
            'á' | 'à' | 'â' | 'ã' => Some('a'),
            'é' | 'è' | 'ê' | 'ë' => Some('e'),
            'í' | 'ì' | 'î' | 'ï' => Some('i'),
            'ó' | 'ò' | 'ô' | 'õ' => Some('o'),
            'ú' | 'ù' | 'û' | 'ü' => Some('u'),
            'ý' | 'ÿ' => Some('y'),
            'ñ' => Some('n'),
            'ç' => Some('c'),
            'š' => Some('s'),
            'ž' => Some('z'),
            'ø' => Some('ö'),
            'æ' => Some('ä'),
            '\'' | '’' | '.' => None,
            '-' => Some(' '),
            other => Some(other),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_keeps_the_finnish_letters() {
        assert_eq!(fold_name("Åsa Öst-Väänänen"), "åsa öst väänänen");
        assert_eq!(fold_name("René O’Neill"), "rene oneill");
    }
}
