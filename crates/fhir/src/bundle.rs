//! Bundles: many resources in one document, each with what should be done with it.
//!
//! An entry that is malformed is kept as such, so that it can be reported and the rest be used.

mod patching;
mod plan;
mod reply;
mod target;

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

pub use self::plan::{Action, Answer, Answers, Method, Plan, Planned, Question};
pub use self::reply::{EntryOutcome, Found, Mode, Page, Version, history, response, searchset};
use crate::intake::Limits;
use crate::problem::{Code, Place, Problem};
use crate::text;

/// What a Bundle is for; the kinds whose entries are worked through.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum BundleKind {
    /// All entries or none.
    Transaction,
    /// Each entry on its own.
    Batch,
    /// Resources that were put together, without instructions.
    Collection,
    /// The result of a search elsewhere.
    Searchset,
}

impl BundleKind {
    /// The code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Transaction => "transaction",
            Self::Batch => "batch",
            Self::Collection => "collection",
            Self::Searchset => "searchset",
        }
    }

    fn of(code: &str) -> Option<Self> {
        [Self::Transaction, Self::Batch, Self::Collection, Self::Searchset]
            .into_iter()
            .find(|kind| kind.code() == code)
    }
}

/// A Bundle whose entries can be planned.
#[derive(Clone, PartialEq, Debug)]
pub struct Bundle {
    /// What it is for.
    pub kind: BundleKind,
    /// Its entries, in order.
    pub entries: Vec<Entry>,
    /// A digest of the whole text: the same file gives the same ids.
    pub(crate) digest: [u8; 32],
}

/// One entry as written.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Entry {
    /// The name that the other entries know it by.
    pub full_url: Option<String>,
    /// The resource's JSON.
    pub resource: Option<String>,
    /// What is asked.
    pub request: Option<Request>,
    /// Why it cannot be used.
    pub fault: Option<Problem>,
}

/// What an entry asks for.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    /// The HTTP method.
    #[serde(default)]
    pub method: String,
    /// The address, relative to the base.
    #[serde(default)]
    pub url: String,
    /// Create only if this search finds nothing.
    #[serde(default)]
    pub if_none_exist: Option<String>,
    /// Update only this version.
    #[serde(default)]
    pub if_match: Option<String>,
    /// Read only when it is another version.
    #[serde(default)]
    pub if_none_match: Option<String>,
    /// Read only when it changed since.
    #[serde(default)]
    pub if_modified_since: Option<String>,
}

#[derive(Deserialize)]
struct RawBundle<'a> {
    #[serde(rename = "type", borrow, default)]
    kind: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    entry: Vec<RawEntry<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawEntry<'a> {
    #[serde(default)]
    full_url: Option<String>,
    #[serde(borrow, default)]
    resource: Option<&'a RawValue>,
    #[serde(default)]
    request: Option<Request>,
}

/// The same with unread entries, for when one of them is malformed.
#[derive(Deserialize)]
struct LooseBundle<'a> {
    #[serde(rename = "type", borrow, default)]
    kind: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    entry: Vec<&'a RawValue>,
}

/// The kind as written, and the entries.
type Parts<'a> = (Option<Cow<'a, str>>, Vec<Entry>);

impl Bundle {
    /// Whether the JSON says that it is a Bundle of a kind that is worked through. Documents,
    /// messages and histories are resources like any other.
    pub(crate) fn is_one(json: &str) -> bool {
        let mut bundle = false;
        let mut kind = None;
        for member in text::members(json, 0) {
            let value = json.get(member.value).unwrap_or_default();
            match member.name {
                "resourceType" if value != "\"Bundle\"" => return false,
                "resourceType" => bundle = true,
                "type" => kind = Some(value.trim_matches('"')),
                _ => {}
            }
            if bundle && kind.is_some() {
                break;
            }
        }
        bundle
            && kind.is_none_or(|kind| {
                !matches!(
                    kind,
                    "document" | "message" | "history" | "transaction-response" | "batch-response"
                )
            })
    }

    /// Reads a Bundle; only what makes the whole unreadable is an error here.
    pub fn parse(json: &str, limits: &Limits) -> Result<Self, Vec<Problem>> {
        let (kind, entries) = match serde_json::from_str::<RawBundle<'_>>(json) {
            Ok(raw) => (raw.kind, raw.entry.into_iter().map(Entry::of).collect()),
            Err(_) => Self::parse_loosely(json)?,
        };
        limits.check_entries(entries.len())?;
        let kind = kind.unwrap_or_default();
        let Some(kind) = BundleKind::of(&kind) else {
            let place = Place::path("Bundle.type");
            return Err(vec![Problem::error(Code::BundleKind, place, kind)]);
        };
        Ok(Self { kind, entries, digest: *blake3::hash(json.as_bytes()).as_bytes() })
    }

    /// Whether an entry asks for a patch.
    pub fn has_patch(&self) -> bool {
        let mut requests = self.entries.iter().filter_map(|entry| entry.request.as_ref());
        requests.any(|request| request.method == "PATCH")
    }

    fn parse_loosely(json: &str) -> Result<Parts<'_>, Vec<Problem>> {
        let raw: LooseBundle<'_> = serde_json::from_str(json).map_err(|fault| {
            let code = if fault.is_data() { Code::WrongType } else { Code::NotJson };
            vec![Problem::error(code, Place::path("Bundle"), fault.to_string())]
        })?;
        let entries = raw.entry.into_iter().enumerate().map(|(index, entry)| {
            serde_json::from_str::<RawEntry<'_>>(entry.get()).map_or_else(
                |fault| {
                    let place = Place::default().in_entry(index);
                    let problem = Problem::error(Code::EntryMalformed, place, fault.to_string());
                    Entry { fault: Some(problem), ..Entry::default() }
                },
                Entry::of,
            )
        });
        Ok((raw.kind, entries.collect()))
    }
}

impl Entry {
    fn of(raw: RawEntry<'_>) -> Self {
        Self {
            full_url: raw.full_url,
            resource: raw.resource.map(|resource| resource.get().to_owned()),
            request: raw.request,
            fault: None,
        }
    }
}

#[cfg(test)]
mod tests;
