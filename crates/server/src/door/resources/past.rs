//! What changed, over all resources or those of one type, the last change first. Facts are walked
//! through backwards, a bounded stretch for each page.

use care::access::{Action, Relation};
use care::stream::Stream;
use fhir::ResourceType;
use fhir::render::NoNames;
use jiff::Timestamp;
use ledger::Placed;

use super::{DELETED, RECEIVED, Resting, address_of, own};
use crate::door::{Caller, Denied, Door};

/// How many facts are walked through at a time, and how many times for one page.
const STRETCH: u64 = 10_000;
const STRETCHES_MAX: usize = 20;

/// Which changes are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// Of which type; of all without one.
    pub rtype: Option<ResourceType>,
    /// Not before this.
    pub since: Option<Timestamp>,
    /// Only what was written before this position.
    pub before: Option<u64>,
    /// How many, about.
    pub count: usize,
}

/// Changes, the last one first.
#[derive(Default)]
pub struct Past {
    /// The versions that they made.
    pub versions: Vec<Resting>,
    /// The position before which the next page begins.
    pub next: Option<u64>,
}

impl Door {
    /// One page of changes.
    pub fn past(&self, caller: &Caller, span: &Span) -> Result<Past, Denied> {
        let ground = self.ground(caller, Action::ReadFhir, &[Relation::Task])?;
        let mut past = Past::default();
        let mut end = span.before.unwrap_or_else(|| self.position() + 1);
        let limit = u32::try_from(span.count + 1).unwrap_or(u32::MAX);
        for _ in 0..STRETCHES_MAX {
            let start = end.saturating_sub(STRETCH);
            let mut placed: Vec<Placed> = Vec::new();
            for prefix in prefixes(span.rtype) {
                placed.extend(self.ledger.facts_between(start..end, &prefix, limit)?);
            }
            placed.sort_by_key(|one| std::cmp::Reverse(one.position));
            for one in placed {
                if past.versions.len() >= span.count {
                    past.next = Some(end);
                    self.write_looks(caller, ground, "history", past.versions.iter())?;
                    return Ok(past);
                }
                if span.since.is_some_and(|since| one.fact.recorded_at < since) {
                    self.write_looks(caller, ground, "history", past.versions.iter())?;
                    return Ok(past);
                }
                end = one.position;
                past.versions.extend(self.made_by(one, span.rtype)?);
            }
            end = start;
            if end == 0 {
                break;
            }
        }
        past.next = (end > 0).then_some(end);
        self.write_looks(caller, ground, "history", past.versions.iter())?;
        Ok(past)
    }

    /// The versions that one fact made.
    fn made_by(&self, placed: Placed, rtype: Option<ResourceType>) -> Result<Vec<Resting>, Denied> {
        let fact = placed.fact;
        if let Some((of, id)) = address_of(&fact.stream) {
            let kept = fact.kind == RECEIVED || fact.kind == DELETED;
            let id = id.to_owned();
            return Ok(kept.then(|| Resting::of_fact(of, &id, fact)).into_iter().collect());
        }
        let Ok(stream) = fact.stream.parse::<Stream>() else { return Ok(Vec::new()) };
        let mut facts = self.ledger.load(&fact.stream)?;
        facts.retain(|one| one.sequence <= fact.sequence);
        let mut made = Vec::new();
        for one in own::rendered(&stream, &facts, &self.content, &NoNames)? {
            let (version, _) = own::version(&facts, one.updated_at);
            let of = one.rtype;
            if version == fact.sequence && rtype.is_none_or(|rtype| rtype == of) {
                let found = self.resource_at(of, &one.id, &facts)?;
                made.extend(found);
            }
        }
        Ok(made)
    }
}

/// How the names of the streams begin that resources of a type come from.
fn prefixes(rtype: Option<ResourceType>) -> Vec<String> {
    let own: &[&str] = match rtype.map(ResourceType::as_str) {
        None => &["person/", "case/", "day/"],
        Some("Patient") => &["person/"],
        Some("Task" | "ServiceRequest" | "Appointment" | "Encounter") => &["case/"],
        Some("Schedule" | "Slot") => &["day/"],
        Some(_) => &[],
    };
    let received = match rtype {
        Some(rtype) => format!("resource/{rtype}/"),
        None => "resource/".to_owned(),
    };
    std::iter::once(received).chain(own.iter().map(|one| (*one).to_owned())).collect()
}
