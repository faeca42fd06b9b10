//! Searches, page by page. A next link carries the place where the page ended, so that pages stay
//! whole while others write.

use axum::http::StatusCode;
use fhir::bundle::{Found, Mode, Page, searchset};
use fhir::outcome::of_problems;
use fhir::search::{CURSOR, Query, encode, parse, registry};
use fhir::{Code, Place, Problem, ResourceType};
use jiff::Timestamp;

use super::Api;
use super::asked::{Asked, Media};
use super::reply::{Reply, printed};
use super::stop::Stop;
use crate::door::resources::Wish;
use crate::door::{Cursor, Handle};

const COUNT_DEFAULT: u32 = 50;
const COUNT_MAX: u32 = 500;

impl Api<'_> {
    pub(super) fn search_form(&self, asked: &Asked, rtype: ResourceType) -> Result<Reply, Stop> {
        if !asked.body.is_empty() && asked.media()? != Media::Form {
            return Err(Stop::MediaType("application/x-www-form-urlencoded".to_owned()));
        }
        let form = String::from_utf8_lossy(&asked.body);
        let query = [asked.query.as_str(), form.trim()].join("&");
        self.search(asked, rtype, &query)
    }

    pub(super) fn search(
        &self,
        asked: &Asked,
        rtype: ResourceType,
        query: &str,
    ) -> Result<Reply, Stop> {
        let query = parse(registry(), rtype, query, asked.handling()).map_err(Stop::Problems)?;
        let after = query.cursor.as_deref().map(read_cursor).transpose()?;
        if query.count == Some(0) {
            let place = Place::path("_count");
            return Err(Problem::error(Code::FeatureUnsupported, place, "_count=0").into());
        }
        let count = page_size(query.count);
        let page = self.door.find(self.caller, &Wish { query: &query, count, after })?;
        let mut entries: Vec<Found> = page
            .found
            .iter()
            .filter_map(|one| {
                Some(Found {
                    full_url: Some(format!("{}/{rtype}/{}", self.base, one.id)),
                    resource: printed(one)?,
                    mode: Mode::Match,
                })
            })
            .collect();
        let whole = after.is_none() && page.next.is_none();
        let total = whole.then_some(entries.len() as u64);
        if !query.warnings.is_empty() {
            let resource = of_problems(&query.warnings, asked.language()).to_string();
            entries.push(Found { full_url: None, resource, mode: Mode::Outcome });
        }
        let self_url = self.link(&query, count, after);
        let next_url = page.next.map(|next| self.link(&query, count, Some(next)));
        let body = searchset(&Page { self_url, next_url, total, entries });
        Ok(Reply::json(StatusCode::OK, body))
    }

    fn link(&self, query: &Query<'_>, count: u32, cursor: Option<Cursor>) -> String {
        let understood = query.understood.iter();
        let mut params: Vec<String> =
            understood.map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        params.push(format!("_count={count}"));
        params.extend(cursor.map(|cursor| format!("{CURSOR}={}", write_cursor(cursor))));
        format!("{}/{}?{}", self.base, query.rtype, params.join("&"))
    }
}

/// How many entries a page has.
pub(super) fn page_size(count: Option<u32>) -> u32 {
    count.unwrap_or(COUNT_DEFAULT).clamp(1, COUNT_MAX)
}

/// A `_count` as written.
pub(super) fn count(value: &str) -> Result<u32, Stop> {
    let fault =
        || Problem::error(Code::SearchValue, Place::path("_count"), format!("_count={value}"));
    value.parse().map_err(|_| fault().into())
}

fn write_cursor(cursor: Cursor) -> String {
    format!("{:x}-{:x}", cursor.handle.0, cursor.last_updated.as_millisecond())
}

fn read_cursor(text: &str) -> Result<Cursor, Stop> {
    let read = || {
        let (handle, millis) = text.split_once('-')?;
        let handle = Handle(u64::from_str_radix(handle, 16).ok()?);
        let millis = i64::from_str_radix(millis, 16).ok()?;
        // What is larger than the store's numbers was not made here.
        i64::try_from(handle.0).ok()?;
        Some(Cursor { handle, last_updated: Timestamp::from_millisecond(millis).ok()? })
    };
    read().ok_or_else(|| {
        Problem::error(Code::SearchValue, Place::path(CURSOR), format!("{CURSOR}={text}")).into()
    })
}
