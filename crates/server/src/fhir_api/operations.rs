//! Operations: everything about a patient, a check without a write, the meta of a resource.

use axum::http::{Method, StatusCode};
use fhir::bundle::{Found, Mode, Page, searchset};
use fhir::check::{self, Rigour};
use fhir::intake::Limits;
use fhir::moment;
use fhir::outcome::of_problems;
use fhir::search::encode;
use fhir::{Code, Draft, Place, Problem, ResourceType};
use serde_json::{Value, json};

use super::Api;
use super::asked::{Asked, Media};
use super::read::{given_out, instant, read_params};
use super::reply::{Reply, printed};
use super::search::{count, page_size};
use super::stop::Stop;
use crate::door::resources::About;

impl Api<'_> {
    /// An operation on a type, or on one resource.
    pub(super) fn operate(
        &self,
        asked: &Asked,
        rtype: ResourceType,
        id: Option<&str>,
        name: &str,
    ) -> Result<Reply, Stop> {
        match (rtype.as_str(), id, name) {
            (_, id, "$validate") => self.validate(asked, rtype, id),
            ("Patient", Some(id), "$everything") => self.everything(asked, id),
            (_, Some(id), "$meta") => self.meta(asked, rtype, id),
            _ => {
                let detail = asked.steps.join("/");
                Err(Problem::error(Code::FeatureUnsupported, Place::default(), detail).into())
            }
        }
    }

    fn everything(&self, asked: &Asked, id: &str) -> Result<Reply, Stop> {
        let known = ["_count", "_since", "_type", "start", "end", "_after"];
        let params = read_params(asked, &known)?;
        let most = asked.limits().max_count;
        let mut about = About { count: page_size(None, most) as usize, ..About::default() };
        let mut kept = Vec::new();
        for (name, value) in &params {
            let fault = || {
                let detail = format!("{name}={value}");
                Stop::from(Problem::error(Code::SearchValue, Place::path(name), detail))
            };
            let span = || moment::parse(value).map(|moment| moment.span).ok_or_else(fault);
            match name.as_str() {
                "_count" => about.count = page_size(Some(count(value)?), most) as usize,
                "_since" => about.since = Some(instant(name, value)?),
                "start" => about.start = Some(span()?),
                "end" => about.end = Some(span()?),
                "_type" => {
                    let types = value.split(',').map(ResourceType::parse);
                    about.types.extend(types.collect::<Option<Vec<_>>>().ok_or_else(fault)?);
                }
                _ => {
                    let (number, handle) = value.split_once('-').ok_or_else(fault)?;
                    let handle = handle.parse::<u64>().ok().filter(|one| *one < 1 << 62);
                    let number = number.parse().map_err(|_| fault())?;
                    about.after = Some((number, handle.ok_or_else(fault)?));
                }
            }
            if name != "_after" && name != "_count" {
                kept.push(format!("{name}={}", encode(value)));
            }
        }
        let all = self.door.everything(self.caller, id, &about)?;
        let all = all.ok_or_else(|| Stop::not_found(format!("Patient/{id}")))?;
        kept.push(format!("_count={}", about.count));
        let link = |after: Option<(usize, u64)>| {
            let after = after.map(|(number, handle)| format!("&_after={number}-{handle}"));
            let after = after.unwrap_or_default();
            format!("{}/Patient/{id}/$everything?{}{after}", self.base, kept.join("&"))
        };
        let entries = all.found.iter().filter_map(|one| {
            Some(Found {
                full_url: Some(format!("{}/{}/{}", self.base, one.rtype, one.id)),
                resource: printed(one)?,
                mode: Mode::Match,
            })
        });
        let entries: Vec<Found> = entries.collect();
        let whole = about.after.is_none() && all.next.is_none();
        let total = whole.then_some(entries.len() as u64);
        let next_url = all.next.map(|next| link(Some(next)));
        let body = searchset(&Page { self_url: link(about.after), next_url, total, entries });
        Ok(Reply::json(StatusCode::OK, body))
    }

    /// What would be said of a resource; nothing is written, and bad is as good an answer as good.
    fn validate(
        &self,
        asked: &Asked,
        rtype: ResourceType,
        id: Option<&str>,
    ) -> Result<Reply, Stop> {
        let params = read_params(asked, &["mode", "profile"])?;
        let value = |wanted: &str| {
            params.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
        };
        if let Some(profile) = value("profile") {
            let place = Place::path("profile");
            return Err(Problem::error(Code::FeatureUnsupported, place, profile).into());
        }
        let mut given = if asked.body.is_empty() { None } else { Some(given(asked)?) };
        let mode = given.as_mut().and_then(|(_, mode)| mode.take());
        let mode = mode.or_else(|| value("mode").map(str::to_owned)).unwrap_or_default();
        if !["", "create", "update", "delete"].contains(&mode.as_str()) {
            let place = Place::path("mode");
            return Err(Problem::error(Code::FeatureUnsupported, place, mode).into());
        }
        let text = match (given, id) {
            (Some((text, _)), _) => text,
            (None, Some(id)) => {
                let found = self.door.resource(self.caller, rtype, id)?;
                let found = found.ok_or_else(|| Stop::not_found(format!("{rtype}/{id}")))?;
                given_out(&found)?;
                found.text.unwrap_or_default()
            }
            (None, None) => {
                return Err(Problem::error(Code::Empty, Place::default(), "").into());
            }
        };
        let limits = asked.limits().documents();
        let problems = match mode.as_str() {
            "delete" => Vec::new(),
            mode => said_of(&text, rtype, id, mode, &limits),
        };
        let outcome = of_problems(&problems, asked.language());
        Ok(Reply::json(StatusCode::OK, outcome.to_string()))
    }

    fn meta(&self, asked: &Asked, rtype: ResourceType, id: &str) -> Result<Reply, Stop> {
        read_params(asked, &[])?;
        let found = self.door.resource(self.caller, rtype, id)?;
        let found = found.ok_or_else(|| Stop::not_found(format!("{rtype}/{id}")))?;
        let body = given_out(&found)?.body.unwrap_or_default();
        let whole: Value = serde_json::from_str(&body).unwrap_or_default();
        let meta = whole.get("meta").cloned().unwrap_or_default();
        let answer = json!({
            "resourceType": "Parameters",
            "parameter": [{"name": "return", "valueMeta": meta}],
        });
        Ok(Reply::json(StatusCode::OK, answer.to_string()))
    }
}

/// The resource to check, sent alone or in Parameters, and the mode that was sent with it.
fn given(asked: &Asked) -> Result<(String, Option<String>), Stop> {
    if asked.method != Method::POST || asked.media()? != Media::Json {
        return Err(Stop::MediaType("application/fhir+json".to_owned()));
    }
    let text = String::from_utf8(asked.body.clone())
        .map_err(|_| Problem::error(Code::Encoding, Place::default(), "UTF-8"))?;
    let parameters: Value = match serde_json::from_str(&text) {
        Ok(value) => value,
        Err(_) => return Ok((text, None)),
    };
    if parameters.get("resourceType").and_then(Value::as_str) != Some("Parameters") {
        return Ok((text, None));
    }
    let named = |wanted: &str| {
        let all = parameters.get("parameter").and_then(Value::as_array).into_iter().flatten();
        all.into_iter().find(|one| one.get("name").and_then(Value::as_str) == Some(wanted))
    };
    let mode = named("mode").and_then(|one| one.get("valueCode")?.as_str().map(str::to_owned));
    let resource = named("resource").and_then(|one| one.get("resource"));
    Ok((resource.map(Value::to_string).unwrap_or(text), mode))
}

fn said_of(
    text: &str,
    rtype: ResourceType,
    id: Option<&str>,
    mode: &str,
    limits: &Limits,
) -> Vec<Problem> {
    let draft = match Draft::parse(text, limits) {
        Ok(draft) => draft,
        Err(problems) => return problems,
    };
    let differs = |path: &str, detail: String| {
        vec![Problem::error(Code::AddressDiffers, Place::path(path), detail)]
    };
    if draft.rtype != rtype {
        return differs("resourceType", format!("{rtype} ≠ {}", draft.rtype));
    }
    let written = draft.id.clone();
    if mode == "update" && id.is_some_and(|id| written.as_deref() != Some(id)) {
        let written = written.unwrap_or_default();
        return differs("id", format!("{} ≠ {written}", id.unwrap_or_default()));
    }
    check::with(Rigour::Strict, &draft.identify())
}
