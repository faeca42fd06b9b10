//! Searches, page by page. A next link carries the place where the page ended, so that pages stay
//! whole while others write.

use axum::http::StatusCode;
use fhir::bundle::{Found, Mode, Page, searchset};
use fhir::outcome::of_problems;
use fhir::resource::shaped;
use fhir::search::{CURSOR, Query, Shape, Total, encode, parse, registry};
use fhir::{Code, Place, Problem, ResourceType};

use super::Api;
use super::asked::{Asked, Media};
use super::cursor;
use super::reply::{Reply, printed};
use super::stop::Stop;
use crate::door::resources::{After, Resting, Wish};

const COUNT_DEFAULT: u32 = 50;

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
        let mut query =
            parse(registry(), rtype, query, asked.handling()).map_err(Stop::Problems)?;
        if query.count == Some(0) {
            query.shape = Shape::Count;
        }
        let after = query.cursor.as_deref().map(cursor::read).transpose()?;
        let count = page_size(query.count, asked.limits().max_count);
        let self_url = self.link(&query, count, after.as_ref());
        let first = after.is_none();
        let page = self.door.find(self.caller, &Wish { query: &query, count, after })?;
        let entry = |one: &Resting, mode, shape: &Shape| {
            let (rtype, id) = (one.rtype, &one.id);
            Some(Found {
                full_url: Some(format!("{}/{rtype}/{id}", self.base)),
                resource: shaped(&printed(one)?, rtype, shape),
                mode,
            })
        };
        let hits = page.found.iter().filter_map(|one| entry(one, Mode::Match, &query.shape));
        let mut entries: Vec<Found> = hits.collect();
        let whole = first && page.next.is_none() && query.shape != Shape::Count;
        let total = page.total.or_else(|| whole.then_some(entries.len() as u64));
        let total = total.filter(|_| query.total != Some(Total::None));
        let whole = Shape::Whole;
        entries.extend(page.along.iter().filter_map(|one| entry(one, Mode::Include, &whole)));
        if page.cut {
            let detail = page.along.len().to_string();
            let cut = Problem::warning(Code::IncludeCut, Place::default(), detail);
            query.warnings.push(cut);
        }
        if !query.warnings.is_empty() {
            let resource = of_problems(&query.warnings, asked.language()).to_string();
            entries.push(Found { full_url: None, resource, mode: Mode::Outcome });
        }
        let next_url = page.next.map(|next| self.link(&query, count, Some(&next)));
        let body = searchset(&Page { self_url, next_url, total, entries });
        Ok(Reply::json(StatusCode::OK, body))
    }

    fn link(&self, query: &Query<'_>, count: u32, after: Option<&After>) -> String {
        let understood = query.understood.iter();
        let mut params: Vec<String> =
            understood.map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        params.push(format!("_count={count}"));
        params.extend(after.map(|after| format!("{CURSOR}={}", cursor::write(after))));
        format!("{}/{}?{}", self.base, query.rtype, params.join("&"))
    }
}

/// How many entries a page has.
pub(super) fn page_size(count: Option<u32>, most: u32) -> u32 {
    count.unwrap_or(COUNT_DEFAULT).clamp(1, most.max(1))
}

/// A `_count` as written.
pub(super) fn count(value: &str) -> Result<u32, Stop> {
    let fault =
        || Problem::error(Code::SearchValue, Place::path("_count"), format!("_count={value}"));
    value.parse().map_err(|_| fault().into())
}
