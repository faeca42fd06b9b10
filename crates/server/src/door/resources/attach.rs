//! Messages and answers that name a matter of Polku's own come to that matter, in the same transaction
//! that keeps them.

use std::sync::Arc;

use care::access::{Action, Relation};
use care::decide::{AddWords, Command, World, decide};
use care::stream::Stream;
use fhir::{Code, Place, Problem, Resource, command};

use super::draft::Draft;
use super::receive::Obstacle;
use crate::codec;
use crate::door::{Caller, Denied, Door};

impl Door {
    /// Adds to a draft what the words of a resource mean to the matter that it names.
    pub(super) fn attach(
        &self,
        caller: &Caller,
        draft: &mut Draft,
        resource: &Resource,
    ) -> Result<Result<(), Obstacle>, Denied> {
        let Some(added) = command::added(resource) else { return Ok(Ok(())) };
        let stream = Stream::Case(added.case);
        let name: Arc<str> = stream.to_string().into();
        let place = if let Some(place) = draft.place(&name) {
            place
        } else {
            let history = self.ledger.load(&name)?;
            if history.is_empty() {
                // It names what nobody here knows: a resource like any other.
                return Ok(Ok(()));
            }
            draft.add(Arc::clone(&name), history)
        };
        self.ground(caller, Action::MakeContact, &[Relation::Task])?;
        let mut world = World::default();
        codec::place(&mut world, &stream, draft.history(place))?;
        let person = world.cases.get(&added.case).map(|case| case.person.to_string());
        if added.patients.iter().any(|patient| Some(patient) != person.as_ref()) {
            let place = Place::path(format!("{}.subject", resource.rtype));
            let problem = Problem::error(Code::AddressDiffers, place, "subject ≠ Patient");
            return Ok(Err(Obstacle::Barred(Box::new(problem))));
        }
        let command = Command::AddWords(AddWords {
            case: added.case,
            added_as: added.added_as,
            words: added.words,
            kept_as: format!("{}/{}", resource.rtype, resource.id),
        });
        let now = draft.now();
        match decide(&world, &command, now) {
            Ok(decision) => {
                let facts = codec::new_facts(&decision, draft.actor(), now);
                for (_, new) in facts {
                    draft.add_facts(place, new);
                }
                Ok(Ok(()))
            }
            Err(refusal) => Ok(Err(Obstacle::Refused(Box::new(refusal)))),
        }
    }
}
