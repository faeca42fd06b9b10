//! Writes of one resource: create, update, delete.

use axum::http::{HeaderName, StatusCode, header};
use fhir::bundle::Method;
use fhir::check::{self, Rigour};
use fhir::intake::{Document, receive};
use fhir::outcome::of_problems;
use fhir::problem::any_error;
use fhir::{Code, Draft, Place, Problem, Resource, ResourceType};

use super::Api;
use super::asked::{Asked, Media};
use super::read::given_out;
use super::reply::Reply;
use super::stop::Stop;
use crate::door::resources::{Became, Change, Done, Obstacle, Outcomes, Written};
use crate::wall;

pub(super) const IF_NONE_EXIST: HeaderName = HeaderName::from_static("if-none-exist");

impl Api<'_> {
    pub(super) fn create(&self, asked: &Asked, rtype: ResourceType) -> Result<Reply, Stop> {
        if let Some(condition) = asked.header(&IF_NONE_EXIST) {
            return self.create_unless(asked, rtype, condition);
        }
        let draft = the_draft(asked, rtype)?;
        // A create never names its id: whoever wants to choose one updates it.
        let id = wall::fresh_id(self.door.now()).to_string();
        self.write(asked, draft.with_id(&id), None)
    }

    pub(super) fn update(
        &self,
        asked: &Asked,
        rtype: ResourceType,
        id: &str,
    ) -> Result<Reply, Stop> {
        let if_match = asked.version_in(&header::IF_MATCH)?;
        let draft = the_draft(asked, rtype)?;
        if !fhir::reference::is_id(id) {
            return Err(Problem::error(Code::IdInvalid, Place::path("id"), id).into());
        }
        if draft.id.as_deref() != Some(id) {
            let written = draft.id.as_deref().unwrap_or_default();
            let detail = format!("{rtype}/{id} ≠ {rtype}/{written}");
            let place = Place::path(format!("{rtype}.id"));
            return Err(Problem::error(Code::AddressDiffers, place, detail).into());
        }
        self.write(asked, draft.identify(), if_match)
    }

    pub(super) fn delete(
        &self,
        asked: &Asked,
        rtype: ResourceType,
        id: &str,
    ) -> Result<Reply, Stop> {
        let if_match = asked.version_in(&header::IF_MATCH)?;
        self.end(rtype, id, if_match)
    }

    /// Ends a resource; what is not there is ended already.
    pub(super) fn end(
        &self,
        rtype: ResourceType,
        id: &str,
        if_match: Option<u64>,
    ) -> Result<Reply, Stop> {
        let written = self.receive_one(Change::Delete { rtype, id: id.to_owned(), if_match })?;
        let reply = Reply::empty(StatusCode::NO_CONTENT);
        Ok(match written.became {
            Became::Absent => reply,
            Became::Created | Became::Changed | Became::Unchanged | Became::Deleted => {
                reply.of_version(written.version, written.updated_at)
            }
        })
    }

    pub(super) fn write(
        &self,
        asked: &Asked,
        resource: Resource,
        if_match: Option<u64>,
    ) -> Result<Reply, Stop> {
        let noticed = check::with(Rigour::Strict, &resource);
        if any_error(&noticed) {
            return Err(Stop::Problems(noticed));
        }
        if let Some(done) = self.door.carry_out(self.caller, &resource, if_match)? {
            return self.carried_out(asked, &resource, done);
        }
        let text = resource.text.clone();
        let resource = Box::new(resource);
        let written =
            self.receive_one(Change::Write { resource, method: Method::Put, if_match })?;
        let status = status_of(written.became);
        let body = fhir::resource::print(&text, written.version, written.updated_at);
        let mut reply = Reply::json(status, body).of_version(written.version, written.updated_at);
        let Written { rtype, id, version, .. } = &written;
        reply = reply.with(header::LOCATION, self.location(*rtype, id, *version));
        if asked.prefers("return", "minimal") {
            reply.body = None;
        } else if asked.prefers("return", "OperationOutcome") {
            reply.body = Some(of_problems(&noticed, asked.language()).to_string());
        }
        Ok(reply)
    }

    /// The answer to a write that was a command: the resource as Polku now renders it.
    fn carried_out(
        &self,
        asked: &Asked,
        resource: &Resource,
        done: Result<Done, Obstacle>,
    ) -> Result<Reply, Stop> {
        let (rtype, id) = (resource.rtype, &resource.id);
        let address = format!("{rtype}/{id}");
        let done = done.map_err(|obstacle| {
            Stop::Obstacles(vec![(obstacle, Place::default(), address.clone())])
        })?;
        let found = self.door.resource(self.caller, rtype, id)?;
        let found = found.ok_or_else(|| Stop::not_found(address))?;
        // What a moved booking was followed by is a resource of its own: there the caller goes on.
        let location = match &done.made {
            Some((rtype, id)) => format!("{}/{rtype}/{id}", self.base),
            None => self.location(rtype, id, found.version),
        };
        let mut reply = given_out(&found)?.with(header::LOCATION, location);
        reply.status = status_of(done.became);
        if asked.prefers("return", "minimal") {
            reply.body = None;
        }
        Ok(reply)
    }

    pub(super) fn receive_one(&self, change: Change) -> Result<Written, Stop> {
        let address = change.to_string();
        let groups = self.door.receive(self.caller, &[vec![change]])?;
        let mut outcomes: Outcomes = groups.into_iter().flatten().collect();
        let stop = |obstacle| Stop::Obstacles(vec![(obstacle, Place::default(), address.clone())]);
        outcomes.pop().unwrap_or(Err(Obstacle::Erased)).map_err(stop)
    }

    /// The address of one version.
    pub(super) fn location(&self, rtype: ResourceType, id: &str, version: u64) -> String {
        format!("{}/{rtype}/{id}/_history/{version}", self.base)
    }
}

/// The status that a write is answered with.
pub(super) fn status_of(became: Became) -> StatusCode {
    match became {
        Became::Created => StatusCode::CREATED,
        Became::Changed | Became::Unchanged => StatusCode::OK,
        Became::Deleted | Became::Absent => StatusCode::NO_CONTENT,
    }
}

/// The one resource of a body, which must be of the type that the address says.
pub(super) fn the_draft(asked: &Asked, rtype: ResourceType) -> Result<Draft, Stop> {
    if asked.media()? != Media::Json {
        return Err(Stop::MediaType("application/fhir+json".to_owned()));
    }
    let mut received = receive(&asked.body, &asked.limits().documents());
    let one = if received.len() == 1 { received.pop() } else { None };
    let Some(one) = one else {
        return Err(Problem::error(Code::NotObject, Place::default(), "array").into());
    };
    // Under its own address a Bundle is a resource like any other.
    if rtype.as_str() == "Bundle"
        && let Ok(json) = std::str::from_utf8(&one.bytes)
    {
        let draft = Draft::parse(json, &asked.limits().documents()).map_err(Stop::Problems)?;
        return of_type(draft, rtype);
    }
    match one.document.map_err(Stop::Problems)? {
        Document::Resource(draft) => of_type(draft, rtype),
        Document::Bundle(bundle) => {
            let detail = format!("Bundle ({}): POST /fhir", bundle.kind.code());
            Err(Problem::error(Code::AddressDiffers, Place::path("Bundle"), detail).into())
        }
    }
}

pub(super) fn of_type(draft: Draft, rtype: ResourceType) -> Result<Draft, Stop> {
    if draft.rtype == rtype {
        return Ok(draft);
    }
    let detail = format!("{rtype} ≠ {}", draft.rtype);
    Err(Problem::error(Code::AddressDiffers, Place::path("resourceType"), detail).into())
}
