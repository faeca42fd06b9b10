//! Reads of one resource: the version in force, an earlier one, all of them.

use axum::http::{StatusCode, header};
use fhir::bundle::{Version, history};
use fhir::search::encode;
use fhir::{Code, Place, Problem, ResourceType, moment};
use jiff::Timestamp;

use super::Api;
use super::asked::Asked;
use super::reply::{Reply, printed};
use super::search::{count, page_size};
use super::stop::Stop;
use crate::door::resources::{Resting, Span};

impl Api<'_> {
    pub(super) fn read(&self, asked: &Asked, rtype: ResourceType, id: &str) -> Result<Reply, Stop> {
        read_params(asked, &[])?;
        let found = self.door.resource(self.caller, rtype, id)?;
        let found = found.ok_or_else(|| Stop::not_found(format!("{rtype}/{id}")))?;
        // A tag says more than a time, so the time only counts without one.
        let known = match asked.version_in(&header::IF_NONE_MATCH) {
            Ok(Some(version)) => version == found.version,
            Ok(None) => !asked.has_not_seen(found.updated_at),
            Err(_) => false,
        };
        if known && found.text.is_some() {
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
        let asked = PastAsked::read(asked)?;
        let PastAsked { before, since, count, .. } = asked;
        let found = self.door.resource_history(self.caller, rtype, id, since, before, count)?;
        let found = found.ok_or_else(|| Stop::not_found(format!("{rtype}/{id}")))?;
        let address = format!("{}/{rtype}/{id}/_history", self.base);
        Ok(self.versions(&address, &asked, &found.versions, found.next))
    }

    /// The changes of all resources, or of those of one type.
    pub(super) fn past(&self, asked: &Asked, rtype: Option<ResourceType>) -> Result<Reply, Stop> {
        let asked = PastAsked::read(asked)?;
        let PastAsked { before, since, count, .. } = asked;
        let past = self.door.past(self.caller, &Span { rtype, since, before, count })?;
        let address = match rtype {
            Some(rtype) => format!("{}/{rtype}/_history", self.base),
            None => format!("{}/_history", self.base),
        };
        Ok(self.versions(&address, &asked, &past.versions, past.next))
    }

    fn versions(
        &self,
        address: &str,
        asked: &PastAsked,
        versions: &[Resting],
        next: Option<u64>,
    ) -> Reply {
        let versions: Vec<Version> = versions
            .iter()
            .map(|one| Version {
                rtype: one.rtype,
                id: one.id.clone(),
                version: one.version,
                updated_at: one.updated_at,
                resource: printed(one),
            })
            .collect();
        let since = asked.said_since.as_ref().map(|since| format!("&_since={}", encode(since)));
        let first = format!("{address}?_count={}{}", asked.count, since.unwrap_or_default());
        let page = |before: u64| format!("{first}&_before={before}");
        let self_url = asked.before.map_or_else(|| first.clone(), page);
        let body = history(&self.base, &self_url, next.map(page).as_deref(), &versions);
        Reply::json(StatusCode::OK, body)
    }
}

/// Which changes are asked for.
struct PastAsked {
    before: Option<u64>,
    since: Option<Timestamp>,
    said_since: Option<String>,
    count: usize,
}

impl PastAsked {
    fn read(asked: &Asked) -> Result<Self, Stop> {
        let params = read_params(asked, &["_count", "_since", "_before"])?;
        let number = |name: &str| params.iter().find(|(known, _)| known == name);
        let before = number("_before").map(|(name, value)| read_number(name, value)).transpose()?;
        let since = number("_since").map(|(name, value)| instant(name, value)).transpose()?;
        let count = number("_count").map(|(_, value)| count(value)).transpose()?;
        let said_since = number("_since").map(|(_, value)| value.clone());
        Ok(Self {
            before,
            since,
            said_since,
            count: page_size(count, asked.limits().max_count) as usize,
        })
    }
}

/// An instant as a parameter says it; of less than an instant, the beginning.
pub(super) fn instant(name: &str, value: &str) -> Result<Timestamp, Stop> {
    let read = moment::parse(value).map(|moment| moment.span.low);
    let read = read.and_then(|low| Timestamp::from_millisecond(low).ok());
    read.ok_or_else(|| {
        let detail = format!("{name}={value}");
        Problem::error(Code::SearchValue, Place::path(name), detail).into()
    })
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
pub(super) fn read_params(asked: &Asked, known: &[&str]) -> Result<Vec<(String, String)>, Stop> {
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
    let number = value.parse().ok().filter(|number| i64::try_from(*number).is_ok());
    number.ok_or_else(|| fault().into())
}
