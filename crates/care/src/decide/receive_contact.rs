//! A contact comes in; each of its matters becomes a case of its own, with its own clocks.

use jiff::Timestamp;

use super::{Decision, World, call_back};
use crate::callback::Window;
use crate::case::{CaseFact, Contact};
use crate::code::{Channel, Register, Topic};
use crate::id::{CaseId, ContactId, PersonId, UnitId};
use crate::language::Language;
use crate::refusal::Refusal;

/// Receives a contact.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReceiveContact {
    /// The new contact's id.
    pub contact: ContactId,
    /// Who made it.
    pub person: PersonId,
    /// Who makes it for them, when somebody acts for them.
    pub made_by: Option<PersonId>,
    /// Who gave notice of a concern; needed when it came in so.
    pub noticed_by: String,
    /// Whether a sign of an emergency was said to be true.
    pub signs: bool,
    /// How it came in.
    pub channel: Channel,
    /// The unit that receives it.
    pub unit: UnitId,
    /// The service language of this contact.
    pub language: Language,
    /// How the person wishes to be reached.
    pub reach: String,
    /// The call that is promised with it: the number and the window.
    pub callback: Option<(String, Window)>,
    /// The matters; at least one.
    pub matters: Vec<Matter>,
}

/// One matter of a contact.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Matter {
    /// The new case's id.
    pub case: CaseId,
    /// What it is about.
    pub topic: Topic,
    /// The resident's own words.
    pub words: String,
}

impl ReceiveContact {
    pub(super) fn decide(&self, world: &World, now: Timestamp) -> Result<Decision, Refusal> {
        let person = world.people.get(&self.person).ok_or(Refusal::PersonUnknown)?;
        if self.matters.is_empty() {
            return Err(Refusal::NoMatter);
        }
        if self.matters.iter().any(|matter| world.cases.contains_key(&matter.case)) {
            return Err(Refusal::CaseKnown);
        }
        if self.matters.iter().any(|matter| matter.words.trim().is_empty()) {
            return Err(Refusal::NoWords);
        }
        if self.channel == Channel::Notice && self.noticed_by.trim().is_empty() {
            return Err(Refusal::NoNotifier);
        }
        let contact = Contact {
            id: self.contact,
            at: now,
            channel: self.channel,
            unit: self.unit.clone(),
            language: self.language,
            municipality: person.details.municipality.clone(),
            birth_on: person.details.birth_on,
            made_by: self.made_by,
            noticed_by: self.noticed_by.trim().to_owned(),
            named: person.named.get(&self.unit).copied(),
            signs: self.signs,
            reach: self.reach.clone(),
        };
        let promise = self.callback.as_ref();
        let promise =
            promise.map(|(phone, window)| call_back::promised(phone, *window, now)).transpose()?;
        Ok(self.matters.iter().fold(Decision::default(), |decision, matter| {
            let fact = CaseFact::ContactReceived {
                person: self.person,
                register: Register::Patient,
                contact: contact.clone(),
                topic: matter.topic,
                words: matter.words.trim().to_owned(),
            };
            let decision = decision.case(matter.case, self.person, fact);
            match &promise {
                Some(promise) => decision.case(matter.case, self.person, promise.clone()),
                None => decision,
            }
        }))
    }
}
