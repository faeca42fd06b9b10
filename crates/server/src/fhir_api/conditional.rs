//! Writes that name their resource by a search, and patches. Who decides by a search is let in one
//! after the other, so that two of them never find the same gap.

use axum::http::header;
use fhir::bundle::{Answer, Question};
use fhir::{Code, Draft, Place, Problem, Resource, ResourceType, patch};

use super::Api;
use super::asked::{Asked, Media};
use super::read::given_out;
use super::reply::Reply;
use super::stop::Stop;
use super::write::{of_type, the_draft};
use crate::door::resources::Obstacle;
use crate::wall;

/// How often a patch is made anew because somebody was faster.
pub(super) const ATTEMPTS_MAX: usize = 20;

impl Api<'_> {
    /// The one resource that a condition points out, if there is one.
    fn meant(
        &self,
        rtype: ResourceType,
        condition: &str,
        place: &str,
    ) -> Result<Option<String>, Stop> {
        let question = Question { rtype, query: condition.trim_start_matches('?').to_owned() };
        match self.door.answer(self.caller, &question)?.map_err(Stop::Problems)? {
            Answer::Nobody => Ok(None),
            Answer::One(id) => Ok(Some(id)),
            Answer::Several => {
                let place = Place::path(place);
                Err(Problem::error(Code::ConditionAmbiguous, place, condition).into())
            }
        }
    }

    /// A conditional create.
    pub(super) fn create_unless(
        &self,
        asked: &Asked,
        rtype: ResourceType,
        condition: &str,
    ) -> Result<Reply, Stop> {
        let draft = the_draft(asked, rtype)?;
        let _alone = self.door.alone();
        let Some(id) = self.meant(rtype, condition, "If-None-Exist")? else {
            let id = wall::fresh_id(self.door.now()).to_string();
            return self.write(asked, draft.with_id(&id), None);
        };
        let found = self.door.resource(self.caller, rtype, &id)?;
        let found = found.ok_or_else(|| Stop::not_found(format!("{rtype}/{id}")))?;
        let location = self.location(rtype, &id, found.version);
        let mut reply = given_out(&found)?.with(header::LOCATION, location);
        if asked.prefers("return", "minimal") {
            reply.body = None;
        }
        Ok(reply)
    }

    /// A conditional update: what was found, or else something new.
    pub(super) fn update_where(&self, asked: &Asked, rtype: ResourceType) -> Result<Reply, Stop> {
        let if_match = asked.version_in(&header::IF_MATCH)?;
        let draft = the_draft(asked, rtype)?;
        let _alone = self.door.alone();
        let id = match (self.meant(rtype, &asked.query, "")?, draft.id.clone()) {
            (Some(found), Some(written)) if found != written => {
                let detail = format!("{rtype}/{found} ≠ {rtype}/{written}");
                let place = Place::path(format!("{rtype}.id"));
                return Err(Problem::error(Code::AddressDiffers, place, detail).into());
            }
            (Some(id), _) | (None, Some(id)) => id,
            (None, None) => wall::fresh_id(self.door.now()).to_string(),
        };
        self.write(asked, draft.with_id(&id), if_match)
    }

    /// A conditional delete of the one resource that is found.
    pub(super) fn delete_where(&self, asked: &Asked, rtype: ResourceType) -> Result<Reply, Stop> {
        let if_match = asked.version_in(&header::IF_MATCH)?;
        let _alone = self.door.alone();
        match self.meant(rtype, &asked.query, "")? {
            Some(id) => self.end(rtype, &id, if_match),
            None => Ok(Reply::empty(axum::http::StatusCode::NO_CONTENT)),
        }
    }

    /// A conditional patch.
    pub(super) fn patch_where(&self, asked: &Asked, rtype: ResourceType) -> Result<Reply, Stop> {
        let _alone = self.door.alone();
        let id = self.meant(rtype, &asked.query, "")?;
        let id = id.ok_or_else(|| Stop::not_found(format!("{rtype}?{}", asked.query)))?;
        self.patch(asked, rtype, &id)
    }

    /// A patch of the version in force.
    pub(super) fn patch(
        &self,
        asked: &Asked,
        rtype: ResourceType,
        id: &str,
    ) -> Result<Reply, Stop> {
        let if_match = asked.version_in(&header::IF_MATCH)?;
        if asked.media()? != Media::Patch {
            return Err(Stop::MediaType("application/json-patch+json".to_owned()));
        }
        let steps = std::str::from_utf8(&asked.body)
            .map_err(|_| Problem::error(Code::Encoding, Place::default(), "UTF-8"))?;
        let mut attempts = 0..ATTEMPTS_MAX;
        loop {
            let (resource, version) = self.patched(asked, rtype, id, steps)?;
            let wanted = if_match.unwrap_or(version);
            match self.write(asked, resource, Some(wanted)) {
                Err(stop) if if_match.is_none() && is_stale(&stop) && attempts.next().is_some() => {
                }
                answered => return answered,
            }
        }
    }

    /// What the steps of a patch make of the version in force, and which that is.
    pub(super) fn patched(
        &self,
        asked: &Asked,
        rtype: ResourceType,
        id: &str,
        steps: &str,
    ) -> Result<(Resource, u64), Stop> {
        let found = self.door.resource(self.caller, rtype, id)?;
        let found = found.ok_or_else(|| Stop::not_found(format!("{rtype}/{id}")))?;
        given_out(&found)?;
        let text = patch::apply(found.text.as_deref().unwrap_or_default(), steps)?;
        let draft = Draft::parse(&text, &asked.limits().documents()).map_err(Stop::Problems)?;
        let draft = of_type(draft, rtype)?;
        if draft.id.as_deref() != Some(id) {
            let place = Place::path(format!("{rtype}.id"));
            return Err(Problem::error(Code::AddressDiffers, place, "id").into());
        }
        Ok((draft.identify(), found.version))
    }
}

/// Whether somebody was faster.
pub(super) fn is_stale(stop: &Stop) -> bool {
    match stop {
        Stop::Obstacles(obstacles) => {
            obstacles.iter().any(|(one, ..)| matches!(one, Obstacle::OtherVersion(_)))
        }
        Stop::Problems(_)
        | Stop::SignIn
        | Stop::MediaType(_)
        | Stop::FilesElsewhere
        | Stop::Excess(_)
        | Stop::Denied(_) => false,
    }
}
