//! Reads of one resource: the version in force, an earlier one, all of them.

use axum::http::{StatusCode, header};
use fhir::bundle::{Version, history};
use fhir::search::encode;
use fhir::{Code, Place, Problem, ResourceType};

use super::Api;
use super::asked::Asked;
use super::reply::{Reply, printed};
use super::search::{count, page_size};
use super::stop::Stop;
use crate::door::resources::Resting;

impl Api<'_> {
    pub(super) fn read(&self, asked: &Asked, rtype: ResourceType, id: &str) -> Result<Reply, Stop> {
        read_params(asked, &[])?;
        let found = self.door.resource(self.caller, rtype, id)?;
        let found = found.ok_or_else(|| Stop::not_found(format!("{rtype}/{id}")))?;
        if asked.version_in(&header::IF_NONE_MATCH).is_ok_and(|tag| tag == Some(found.version)) {
            let reply = Reply::empty(StatusCode::NOT_MODIFIED);
            return Ok(reply.of_version(found.version, found.updated_at));
        }
        given_out(&found)
    }

    pub(super) fn vread(
        &self,
        asked: &Asked,
        rtype: ResourceType,
        id: &str,
        version: &str,
    ) -> Result<Reply, Stop> {
        read_params(asked, &[])?;
        let address = || format!("{rtype}/{id}/_history/{version}");
        let number = version.parse().map_err(|_| Stop::not_found(address()))?;
        let found = self.door.resource_version(self.caller, rtype, id, number)?;
        given_out(&found.ok_or_else(|| Stop::not_found(address()))?)
    }

    pub(super) fn history(
        &self,
        asked: &Asked,
        rtype: ResourceType,
        id: &str,
    ) -> Result<Reply, Stop> {
        let params = read_params(asked, &["_count", "_before"])?;
        let number = |name: &str| params.iter().find(|(known, _)| known == name);
        let before = number("_before").map(|(name, value)| read_number(name, value)).transpose()?;
        let count = number("_count").map(|(_, value)| count(value)).transpose()?;
        let count = page_size(count) as usize;
        let found = self.door.resource_history(self.caller, rtype, id, before, count)?;
        let found = found.ok_or_else(|| Stop::not_found(format!("{rtype}/{id}")))?;
        let versions: Vec<Version> = found
            .versions
            .iter()
            .map(|one| Version {
                rtype,
                id: id.to_owned(),
                version: one.version,
                updated_at: one.updated_at,
                resource: printed(one),
            })
            .collect();
        let address = format!("{}/{rtype}/{id}/_history?_count={count}", self.base);
        let page = |before: u64| format!("{address}&_before={}", encode(&before.to_string()));
        let self_url = before.map_or_else(|| address.clone(), page);
        let next_url = found.next.map(page);
        let body = history(&self.base, &self_url, next_url.as_deref(), &versions);
        Ok(Reply::json(StatusCode::OK, body))
    }
}

/// A version as the answer to a read; a deletion is gone.
pub(super) fn given_out(found: &Resting) -> Result<Reply, Stop> {
    let Some(body) = printed(found) else {
        let address = format!("{}/{}", found.rtype, found.id);
        return Err(Problem::error(Code::Deleted, Place::default(), address).into());
    };
    Ok(Reply::json(StatusCode::OK, body).of_version(found.version, found.updated_at))
}

/// The parameters of a read: those it knows, and nothing else.
fn read_params(asked: &Asked, known: &[&str]) -> Result<Vec<(String, String)>, Stop> {
    let mut params = Vec::new();
    let mut problems = Vec::new();
    for (name, value) in crate::web::visit::pairs(asked.query.as_bytes()) {
        let json = ["json", "application/json", "application/fhir+json"];
        match name.as_str() {
            "_pretty" => {}
            "_format" if json.contains(&value.as_str()) => {}
            "_format" => {
                problems.push(Problem::error(Code::FormatUnsupported, Place::path(name), value));
            }
            name if known.contains(&name) => params.push((name.to_owned(), value)),
            name => {
                problems.push(Problem::error(Code::ParameterUnknown, Place::path(name), name));
            }
        }
    }
    if problems.is_empty() { Ok(params) } else { Err(Stop::Problems(problems)) }
}

fn read_number(name: &str, value: &str) -> Result<u64, Stop> {
    let fault = || Problem::error(Code::SearchValue, Place::path(name), format!("{name}={value}"));
    value.parse().map_err(|_| fault().into())
}
