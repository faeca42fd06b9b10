//! What single entries of a Bundle come to, and how that is told.

use axum::http::{HeaderName, HeaderValue, Method, header};
use fhir::bundle::{EntryOutcome, Plan};
use fhir::outcome::of_problems;
use fhir::resource::print;
use fhir::{Code, Place, Problem, Resource, ResourceType};

use super::Api;
use super::asked::Asked;
use super::reply::Reply;
use super::stop::Stop;
use super::write::status_of;
use crate::door::resources::{Change, Obstacle, Written};

/// The headers of the whole that are not those of an entry.
const OF_THE_WHOLE: [HeaderName; 5] = [
    header::IF_MATCH,
    header::IF_NONE_MATCH,
    header::IF_MODIFIED_SINCE,
    header::CONTENT_TYPE,
    super::write::IF_NONE_EXIST,
];

impl Api<'_> {
    pub(super) fn exists(&self, rtype: ResourceType, id: &str) -> Result<EntryOutcome, Stop> {
        let found = self.door.resource(self.caller, rtype, id)?;
        let version = found.as_ref().map(|found| found.version);
        Ok(EntryOutcome {
            status: 200,
            location: version.map(|version| format!("{rtype}/{id}/_history/{version}")),
            version,
            updated_at: found.map(|found| found.updated_at),
            ..EntryOutcome::default()
        })
    }

    /// A read among the entries: answered like any other, after all writes.
    pub(super) fn read_entry(
        &self,
        asked: &Asked,
        url: &str,
        known: [(HeaderName, &Option<String>); 2],
    ) -> EntryOutcome {
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        let steps = path.split('/').filter(|step| !step.is_empty()).map(str::to_owned).collect();
        let mut inner = inner(asked, Method::GET, steps, query);
        for (name, value) in known {
            let Some(value) = value else { continue };
            let Ok(header) = HeaderValue::from_str(value) else {
                let place = Place::path(name.as_str());
                let problem = Problem::error(Code::SearchValue, place, value.as_str());
                return refused(asked, &problem.into());
            };
            inner.headers.insert(name, header);
        }
        match self.answer(&inner) {
            Ok(reply) => EntryOutcome {
                status: reply.status.as_u16(),
                resource: reply.body,
                ..EntryOutcome::default()
            },
            Err(stop) => refused(asked, &stop),
        }
    }

    /// A patch among entries that stand alone: as if it had come alone.
    pub(super) fn patch_entry(
        &self,
        asked: &Asked,
        rtype: ResourceType,
        id: &str,
        (steps, if_match): (&str, Option<u64>),
    ) -> EntryOutcome {
        let address = vec![rtype.to_string(), id.to_owned()];
        let mut inner = inner(asked, Method::PATCH, address, "");
        let media = HeaderValue::from_static("application/json-patch+json");
        inner.headers.insert(header::CONTENT_TYPE, media);
        if let Some(version) = if_match {
            inner.headers.insert(header::IF_MATCH, HeaderValue::from(version));
        }
        inner.body = steps.as_bytes().to_vec();
        match self.patch(&inner, rtype, id) {
            Ok(reply) => self.replied(asked, &reply, rtype, id),
            Err(stop) => refused(asked, &stop),
        }
    }

    /// A write among entries that means a command: carried out on its own.
    pub(super) fn command_entry(
        &self,
        asked: &Asked,
        resource: &Resource,
        if_match: Option<u64>,
    ) -> Result<EntryOutcome, Stop> {
        let reply = self.write(asked, resource.clone(), if_match)?;
        Ok(self.replied(asked, &reply, resource.rtype, &resource.id))
    }

    /// An answer to a write, told as that of an entry.
    fn replied(&self, asked: &Asked, reply: &Reply, rtype: ResourceType, id: &str) -> EntryOutcome {
        let header = |wanted: HeaderName| {
            let mut headers = reply.headers.iter();
            headers.find_map(|(name, value)| (*name == wanted).then_some(value.as_str()))
        };
        let below = |url: &str| url.strip_prefix(&format!("{}/", self.base)).map(str::to_owned);
        let tag = header(header::ETAG).unwrap_or_default();
        let version = tag.trim_start_matches("W/").trim_matches('"').parse().ok();
        let location = header(header::LOCATION).and_then(below);
        let own = version.map(|version: u64| format!("{rtype}/{id}/_history/{version}"));
        let body = reply.body.clone();
        EntryOutcome {
            status: reply.status.as_u16(),
            location: location.or(own),
            version,
            resource: body.filter(|_| asked.prefers("return", "representation")),
            ..EntryOutcome::default()
        }
    }
}

/// A request within another.
fn inner(asked: &Asked, method: Method, steps: Vec<String>, query: &str) -> Asked {
    let mut headers = asked.headers.clone();
    for name in OF_THE_WHOLE {
        headers.remove(name);
    }
    let bounds = asked.bounds.clone();
    Asked { method, steps, query: query.to_owned(), headers, body: Vec::new(), bounds }
}

/// With the resource as it now is, when that was asked for.
pub(super) fn represented(
    asked: &Asked,
    mut outcome: EntryOutcome,
    change: &Change,
) -> EntryOutcome {
    if let Change::Write { resource, .. } = change
        && let (Some(version), Some(at)) = (outcome.version, outcome.updated_at)
        && asked.prefers("return", "representation")
    {
        outcome.resource = Some(print(&resource.text, version, at));
    }
    outcome
}

pub(super) fn noticed(plan: &Plan, entry: usize) -> Vec<Problem> {
    plan.problems.iter().filter(|problem| problem.place.entry == Some(entry)).cloned().collect()
}

pub(super) fn entry(
    asked: &Asked,
    written: Result<Written, Obstacle>,
    change: &Change,
    place: &Place,
    noticed: &[Problem],
) -> EntryOutcome {
    match written {
        Ok(written) => {
            let Written { rtype, id, version, updated_at, became } = written;
            let said = !noticed.is_empty();
            EntryOutcome {
                status: status_of(became).as_u16(),
                location: Some(format!("{rtype}/{id}/_history/{version}")),
                version: Some(version),
                updated_at: Some(updated_at),
                resource: None,
                outcome: said.then(|| of_problems(noticed, asked.language()).to_string()),
            }
        }
        Err(obstacle) => {
            let stop = Stop::Obstacles(vec![(obstacle, place.clone(), change.to_string())]);
            refused(asked, &stop)
        }
    }
}

pub(super) fn refused(asked: &Asked, stop: &Stop) -> EntryOutcome {
    EntryOutcome {
        status: stop.status().as_u16(),
        outcome: Some(stop.outcome(asked.language())),
        ..EntryOutcome::default()
    }
}
