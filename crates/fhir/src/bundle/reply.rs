//! The Bundles that are answered with: of a transaction or batch, of a search, of a history.
//!
//! Resources go in as the text they are stored in; nothing is parsed to be printed.

use jiff::Timestamp;

use super::BundleKind;
use crate::definitions::ResourceType;
use crate::moment::print_instant;

/// What became of one entry.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct EntryOutcome {
    /// The HTTP status.
    pub status: u16,
    /// `Type/id/_history/version` of what was written.
    pub location: Option<String>,
    /// The version in force.
    pub version: Option<u64>,
    /// When it was written.
    pub updated_at: Option<Timestamp>,
    /// The JSON of what was read.
    pub resource: Option<String>,
    /// The JSON of an `OperationOutcome`.
    pub outcome: Option<String>,
}

/// The answer to a transaction or a batch.
pub fn response(kind: BundleKind, outcomes: &[EntryOutcome]) -> String {
    let kind = match kind {
        BundleKind::Transaction => "transaction-response",
        BundleKind::Batch | BundleKind::Collection | BundleKind::Searchset => "batch-response",
    };
    let mut out = format!("{{\"resourceType\":\"Bundle\",\"type\":\"{kind}\"");
    let entries: Vec<String> = outcomes.iter().map(outcome_entry).collect();
    push_entries(&mut out, &entries);
    out
}

fn outcome_entry(outcome: &EntryOutcome) -> String {
    let mut out = String::from("{");
    if let Some(resource) = &outcome.resource {
        out.push_str("\"resource\":");
        out.push_str(resource);
        out.push(',');
    }
    out.push_str("\"response\":{\"status\":");
    out.push_str(&quoted(&status_line(outcome.status)));
    if let Some(location) = &outcome.location {
        out.push_str(",\"location\":");
        out.push_str(&quoted(location));
    }
    if let Some(version) = outcome.version {
        out.push_str(",\"etag\":");
        out.push_str(&quoted(&format!("W/\"{version}\"")));
    }
    if let Some(at) = outcome.updated_at {
        out.push_str(",\"lastModified\":");
        out.push_str(&quoted(&print_instant(at)));
    }
    if let Some(json) = &outcome.outcome {
        out.push_str(",\"outcome\":");
        out.push_str(json);
    }
    out.push_str("}}");
    out
}

fn status_line(status: u16) -> String {
    let words = match status {
        200 => "OK",
        201 => "Created",
        204 => "No Content",
        304 => "Not Modified",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        410 => "Gone",
        412 => "Precondition Failed",
        422 => "Unprocessable Entity",
        _ => return status.to_string(),
    };
    format!("{status} {words}")
}

/// Why an entry is in a search result.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// It was searched for.
    Match,
    /// It belongs to one that was.
    Include,
    /// It says something about the search.
    Outcome,
}

/// One entry of a search result.
#[derive(Clone, PartialEq, Debug)]
pub struct Found {
    /// The full address; an outcome has none.
    pub full_url: Option<String>,
    /// The JSON, printed.
    pub resource: String,
    /// Why it is here.
    pub mode: Mode,
}

/// One page of a search result.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Page {
    /// The search as it was understood.
    pub self_url: String,
    /// Where the next page is.
    pub next_url: Option<String>,
    /// How many match in all, when that is known.
    pub total: Option<u64>,
    /// The entries.
    pub entries: Vec<Found>,
}

/// The answer to a search.
pub fn searchset(page: &Page) -> String {
    let mut out = String::from("{\"resourceType\":\"Bundle\",\"type\":\"searchset\"");
    push_head(&mut out, page.total, &page.self_url, page.next_url.as_deref());
    let entries: Vec<String> = page
        .entries
        .iter()
        .map(|found| {
            let mode = match found.mode {
                Mode::Match => "match",
                Mode::Include => "include",
                Mode::Outcome => "outcome",
            };
            let url = found.full_url.as_ref();
            let url = url.map_or(String::new(), |url| format!("\"fullUrl\":{},", quoted(url)));
            format!("{{{url}\"resource\":{},\"search\":{{\"mode\":\"{mode}\"}}}}", found.resource)
        })
        .collect();
    push_entries(&mut out, &entries);
    out
}

/// One version of a resource.
#[derive(Clone, PartialEq, Debug)]
pub struct Version {
    /// The type.
    pub rtype: ResourceType,
    /// The id.
    pub id: String,
    /// Which version.
    pub version: u64,
    /// When it was written.
    pub updated_at: Timestamp,
    /// The JSON, printed; none for a deletion.
    pub resource: Option<String>,
}

/// The answer to a history read, the newest version first.
pub fn history(base: &str, self_url: &str, next_url: Option<&str>, versions: &[Version]) -> String {
    let mut out = String::from("{\"resourceType\":\"Bundle\",\"type\":\"history\"");
    push_head(&mut out, None, self_url, next_url);
    let entries: Vec<String> = versions
        .iter()
        .map(|version| {
            let Version { rtype, id, .. } = version;
            let resource = version.resource.as_ref();
            let body = resource.map_or(String::new(), |json| format!("\"resource\":{json},"));
            let (method, url, status) = match (resource, version.version) {
                (None, _) => ("DELETE", format!("{rtype}/{id}"), "204 No Content"),
                (Some(_), 1) => ("POST", rtype.to_string(), "201 Created"),
                (Some(_), _) => ("PUT", format!("{rtype}/{id}"), "200 OK"),
            };
            format!(
                "{{\"fullUrl\":{},{body}\"request\":{{\"method\":\"{method}\",\"url\":\"{url}\"}},\
                 \"response\":{{\"status\":\"{status}\",\"etag\":{},\"lastModified\":\"{}\"}}}}",
                quoted(&format!("{}/{rtype}/{id}", base.trim_end_matches('/'))),
                quoted(&format!("W/\"{}\"", version.version)),
                print_instant(version.updated_at),
            )
        })
        .collect();
    push_entries(&mut out, &entries);
    out
}

fn push_head(out: &mut String, total: Option<u64>, self_url: &str, next_url: Option<&str>) {
    if let Some(total) = total {
        out.push_str(",\"total\":");
        out.push_str(&total.to_string());
    }
    out.push_str(",\"link\":[");
    out.push_str(&link("self", self_url));
    if let Some(next) = next_url {
        out.push(',');
        out.push_str(&link("next", next));
    }
    out.push(']');
}

fn link(relation: &str, url: &str) -> String {
    format!("{{\"relation\":\"{relation}\",\"url\":{}}}", quoted(url))
}

/// FHIR has no empty arrays: a Bundle without entries has no `entry`.
fn push_entries(out: &mut String, entries: &[String]) {
    if !entries.is_empty() {
        out.push_str(",\"entry\":[");
        out.push_str(&entries.join(","));
        out.push(']');
    }
    out.push('}');
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
