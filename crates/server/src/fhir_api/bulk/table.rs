//! `ViewDefinition/$run`: the rows of a view over the stored resources, as CSV, NDJSON, JSON or
//! columns of Apache Arrow.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use fhir::search::{Handling, Query, parse, registry};
use fhir::view::{Row, View};
use fhir::{Code, Place, Problem};
use serde_json::Value;

use super::super::reply::{Reply, printed};
use super::super::stop::Stop;
use super::parameters::{Parameters, unreadable};
use super::print::{Format, Print};
use super::{Operation, stream};
use crate::bulk::of_patient;
use crate::door::resources::{After, Gathering, Wish};
use crate::door::{Caller, Door};

/// How many resources are read at a time.
const PAGE: u32 = 500;

const KNOWN: [&str; 8] = [
    "viewResource",
    "_format",
    "_limit",
    "_since",
    "patient",
    "header",
    "_pretty",
    "viewReference",
];

impl Operation {
    pub(super) fn show_view(&self, id: &str) -> Result<Reply, Stop> {
        let found = self.door.content().views.get(id);
        let found = found.ok_or_else(|| Stop::not_found(format!("ViewDefinition/{id}")))?;
        let mut definition = found.definition.clone();
        if let Some(members) = definition.as_object_mut() {
            members.insert("id".to_owned(), id.into());
        }
        Ok(Reply::json(StatusCode::OK, definition.to_string()))
    }

    pub(super) fn run_view(self, id: Option<&str>) -> Result<Response<Body>, Stop> {
        let parameters = Parameters::of(&self.asked)?;
        parameters.only(&KNOWN)?;
        let reference = parameters.text("viewReference");
        let id = id.or_else(|| reference?.strip_prefix("ViewDefinition/"));
        let (view, name) = match id {
            Some(id) => {
                let found = self.door.content().views.get(id);
                let found = found.ok_or_else(|| Stop::not_found(format!("ViewDefinition/{id}")))?;
                (found.view.clone(), id.to_owned())
            }
            None => (given(&parameters)?, "inline".to_owned()),
        };
        let format = self.format(&parameters)?;
        let query = question(&view, &parameters)?;
        let rest = parameters.number("_limit")?.unwrap_or(u64::MAX);
        let mut gathering = Gathering::new(format!("view {name} over {}", view.rtype));
        self.door.begin_gathering(&self.caller, &gathering)?;
        let mut rows = Rows { view, query, after: None, ended: false, rest };
        // What is wrong with the view shows on its first page, while there is still a status to tell it.
        let first = rows.page(&self.door, &self.caller, &mut gathering)?;
        format.check(&rows.view, &first)?;
        let (door, caller) = (Arc::clone(&self.door), self.caller);
        let body = stream::body(move |to| {
            let view = rows.view.clone();
            let mut print = Print::begin(format, &view, to)?;
            print.rows(&first)?;
            while !rows.ended {
                let page = rows.page(&door, &caller, &mut gathering);
                let page = page.map_err(|stop| anyhow::anyhow!("a view broke off: {stop:?}"))?;
                print.rows(&page)?;
            }
            print.end()
        });
        let mut response = Response::new(body);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        Ok(response)
    }

    fn format(&self, parameters: &Parameters) -> Result<Format, Stop> {
        let header = parameters.text("header") != Some("false");
        if let Some(wished) = parameters.text("_format") {
            return Format::named(wished, header).ok_or_else(|| {
                Problem::error(Code::FormatUnsupported, Place::path("_format"), wished).into()
            });
        }
        let accepted = self.asked.header(&header::ACCEPT).unwrap_or_default();
        let mut wishes = accepted.split(',').map(|wish| wish.split(';').next().unwrap_or_default());
        let accepted = wishes.find_map(|wish| Format::named(wish.trim(), header));
        Ok(accepted.unwrap_or(Format::Ndjson))
    }
}

/// The view that came with the question.
fn given(parameters: &Parameters) -> Result<View, Stop> {
    let named = parameters.resources.iter().find(|(name, _)| name == "viewResource");
    let Some((_, definition)) = named else {
        let place = Place::path("viewResource");
        return Err(Problem::error(Code::ElementMissing, place, "viewResource").into());
    };
    View::read(definition).map_err(Stop::Problems)
}

/// Which resources the view runs over.
fn question(view: &View, parameters: &Parameters) -> Result<Query<'static>, Stop> {
    let mut text = String::new();
    if let Some(since) = parameters.instant("_since")? {
        text = format!("_lastUpdated=ge{}", fhir::moment::print_instant(since));
    }
    if let Some(patient) = parameters.text("patient") {
        let id = patient.strip_prefix("Patient/").unwrap_or(patient);
        if !fhir::reference::is_id(id) {
            return Err(unreadable("patient", patient));
        }
        let clause = of_patient(view.rtype, id).ok_or_else(|| {
            let detail = format!("{} patient", view.rtype);
            Problem::error(Code::ParameterUnknown, Place::path("patient"), detail)
        })?;
        text = format!("{text}&{clause}");
    }
    parse(registry(), view.rtype, &text, Handling::Strict).map_err(Stop::Problems)
}

struct Rows {
    view: View,
    query: Query<'static>,
    after: Option<After>,
    ended: bool,
    /// How many rows are still wanted.
    rest: u64,
}

impl Rows {
    fn page(
        &mut self,
        door: &Door,
        caller: &Caller,
        gathering: &mut Gathering,
    ) -> Result<Vec<Row>, Stop> {
        // Nobody's data is read for rows that nobody wants.
        let count = u32::try_from(self.rest).unwrap_or(PAGE).min(PAGE);
        if count == 0 {
            self.ended = true;
            return Ok(Vec::new());
        }
        let wish = Wish { query: &self.query, count, after: self.after.take() };
        let page = door.gather(caller, gathering, &wish)?;
        self.ended = page.next.is_none();
        self.after = page.next;
        let mut rows = Vec::new();
        for one in &page.found {
            let Some(text) = printed(one) else { continue };
            let resource = serde_json::from_str(&text).map_err(anyhow::Error::from);
            let resource: Value = resource.map_err(crate::door::Denied::from)?;
            let found = self.view.rows(&resource).map_err(|mut problem| {
                let address = format!("{}/{}: ", one.rtype, one.id);
                problem.detail.insert_str(0, &address);
                problem
            })?;
            rows.extend(found);
        }
        let rest = usize::try_from(self.rest).unwrap_or(usize::MAX);
        rows.truncate(rest);
        self.rest -= rows.len() as u64;
        self.ended |= self.rest == 0;
        Ok(rows)
    }
}
