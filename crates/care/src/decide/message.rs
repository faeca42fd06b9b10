//! Choosing how one is reached beside the service, and recording what was done with a message.

use super::{CareFact, Decision, World};
use crate::case::CaseFact;
use crate::id::{CaseId, PersonId};
use crate::message::{About, Handled, Reach};
use crate::person::PersonFact;
use crate::refusal::Refusal;
use crate::stream::Stream;

/// Longer addresses do not exist.
const ADDRESS_BYTES_MAX: usize = 254;

/// A resident chooses how they are reached beside the service.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChooseReach {
    /// Who.
    pub person: PersonId,
    /// How.
    pub reach: Reach,
}

/// Records what was done with a message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HandleMessage {
    /// Of which cases: one message serves all that tell the same at the same instant.
    pub cases: Vec<CaseId>,
    /// Which.
    pub about: About,
    /// What.
    pub handled: Handled,
}

impl ChooseReach {
    pub(super) fn decide(&self, world: &World) -> Result<Decision, Refusal> {
        let person = world.people.get(&self.person).ok_or(Refusal::PersonUnknown)?;
        match &self.reach {
            Reach::Site => {}
            Reach::Email(address) if is_address(address) => {}
            Reach::Email(_) => return Err(Refusal::AddressFaulty),
            Reach::Sms(number) if is_number(number) => {}
            Reach::Sms(_) => return Err(Refusal::PhoneMissing),
        }
        if person.reach == self.reach {
            return Ok(Decision::default());
        }
        let fact = CareFact::Person(PersonFact::ReachChosen(self.reach.clone()));
        Ok(Decision { facts: vec![(Stream::Person(person.id), Some(person.id), fact)] })
    }
}

/// Whether a text can be an address of e-mail: one name, one domain with a dot, nothing else.
fn is_address(text: &str) -> bool {
    let plain = |letter: char| letter.is_ascii_graphic() && !"<>()[],;:\\\"".contains(letter);
    let Some((name, domain)) = text.split_once('@') else { return false };
    text.len() <= ADDRESS_BYTES_MAX
        && text.chars().all(plain)
        && !name.is_empty()
        && !domain.contains('@')
        && domain.contains('.')
        && domain.split('.').all(|part| !part.is_empty())
}

/// Whether a text can be the number of a telephone.
fn is_number(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let rest = text.strip_prefix('+').unwrap_or(text);
    (5..=15).contains(&digits) && rest.chars().all(|it| it.is_ascii_digit() || " -".contains(it))
}

impl HandleMessage {
    pub(super) fn decide(&self, world: &World) -> Result<Decision, Refusal> {
        self.cases.iter().try_fold(Decision::default(), |decision, case| {
            let case = world.cases.get(case).ok_or(Refusal::CaseUnknown)?;
            match (case.handled(self.about).map(|(_, handled)| handled), self.handled) {
                (None | Some(Handled::Renewed), Handled::Sent(_) | Handled::GivenUp(..))
                | (Some(Handled::GivenUp(..)), Handled::Renewed | Handled::LetGo(_)) => {}
                (None | Some(_), _) => return Err(Refusal::MessageGone),
            }
            let fact = CaseFact::MessageHandled { about: self.about, handled: self.handled };
            Ok(decision.case(case.id, case.person, fact))
        })
    }
}
