//! Under which type and id each entry of a Bundle is to be stored.
//!
//! Ids follow from the Bundle alone, so that the same file imported twice changes nothing.

use std::collections::HashMap;

use uuid::Uuid;

use super::plan::{Answer, Answers, Method, Question};
use super::{Bundle, BundleKind, Entry, Request};
use crate::definitions::ResourceType;
use crate::problem::{Code, Place, Problem};
use crate::reference::{self, Reference};
use crate::resource::{digest, name_based_id};
use crate::text;

/// What the beginning of a resource says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Head {
    pub(super) rtype: ResourceType,
    pub(super) id: Option<String>,
}

impl Head {
    /// Reads the type and the id; a resource that has no known type is no head.
    pub(super) fn read(json: &str) -> Option<Self> {
        let (mut rtype, mut id) = (None, None);
        if !json.starts_with('{') {
            return None;
        }
        for member in text::members(json, 0) {
            let string = || {
                let inner = member.value.start + 1..member.value.end.saturating_sub(1);
                json.get(inner).and_then(text::unescaped)
            };
            match member.name {
                "resourceType" => rtype = string().and_then(|name| ResourceType::parse(&name)),
                "id" => id = string().filter(|id| reference::is_id(id)),
                _ => {}
            }
            if rtype.is_some() && id.is_some() {
                break;
            }
        }
        Some(Self { rtype: rtype?, id })
    }
}

/// What one entry will do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Target {
    Write { method: Method, rtype: ResourceType, id: String },
    Exists { rtype: ResourceType, id: String },
    Delete { rtype: ResourceType, id: String },
    Patch { rtype: ResourceType, id: String },
    Nothing,
    Read { url: String },
    Refuse(Problem),
}

impl Target {
    /// Where the entry's resource is found afterwards.
    pub(super) fn address(&self) -> Option<(ResourceType, &str)> {
        match self {
            Self::Write { rtype, id, .. } | Self::Exists { rtype, id } => Some((*rtype, id)),
            Self::Delete { .. }
            | Self::Patch { .. }
            | Self::Nothing
            | Self::Read { .. }
            | Self::Refuse(_) => None,
        }
    }
}

/// Settles the targets of a Bundle's entries, one after the other.
pub(super) struct Targets<'a> {
    bundle: &'a Bundle,
    answers: &'a Answers,
    same_content: HashMap<[u8; 32], u64>,
}

impl<'a> Targets<'a> {
    pub(super) fn new(bundle: &'a Bundle, answers: &'a Answers) -> Self {
        Self { bundle, answers, same_content: HashMap::new() }
    }

    pub(super) fn of(&mut self, index: usize, entry: &Entry, head: Option<&Head>) -> Target {
        let place = || Place::default().in_entry(index);
        let refuse = |code, detail: &str| Target::Refuse(Problem::error(code, place(), detail));
        if let Some(fault) = &entry.fault {
            return Target::Refuse(fault.clone());
        }
        let instructed = matches!(self.bundle.kind, BundleKind::Transaction | BundleKind::Batch);
        let request = match (&entry.request, instructed) {
            (Some(request), true) => request,
            (None, true) => return refuse(Code::EntryMalformed, "entry.request"),
            (_, false) => return self.without_instructions(entry, head, index),
        };
        if let Some(stray) = request.stray() {
            return refuse(Code::EntryMalformed, &format!("{} ({stray})", request.method));
        }
        match request.method.as_str() {
            "PATCH" => self.patch(request, index),
            "GET" => Target::Read { url: request.url.clone() },
            "DELETE" => self.delete(request, index),
            "POST" => match head {
                Some(head) => self.post(request, entry, head, index),
                None => Self::no_head(entry, index),
            },
            "PUT" => match head {
                Some(head) => self.put(request, entry, head, index),
                None => Self::no_head(entry, index),
            },
            other => refuse(Code::MethodUnsupported, other),
        }
    }

    /// A resource whose beginning could not be read is left to the parser's better words.
    fn no_head(entry: &Entry, index: usize) -> Target {
        let place = Place::default().in_entry(index);
        if entry.resource.is_none() {
            return Target::Refuse(Problem::error(Code::EntryMalformed, place, "entry.resource"));
        }
        Target::Refuse(Problem::error(Code::TypeMissing, place, ""))
    }

    fn without_instructions(&mut self, entry: &Entry, head: Option<&Head>, index: usize) -> Target {
        let Some(head) = head else { return Self::no_head(entry, index) };
        let (method, id) = match &head.id {
            Some(id) => (Method::Put, id.clone()),
            None => (Method::Post, self.new_id(entry)),
        };
        Target::Write { method, rtype: head.rtype, id }
    }

    fn post(&mut self, request: &Request, entry: &Entry, head: &Head, index: usize) -> Target {
        let rtype = head.rtype;
        let url = request.url.trim_start_matches('/');
        if url.split('?').next() != Some(rtype.as_str()) {
            return differs(index, url, rtype.as_str());
        }
        if let Some(condition) = &request.if_none_exist {
            match self.answers.get(rtype, condition) {
                Answer::Nobody => {}
                Answer::One(id) => return Target::Exists { rtype, id },
                Answer::Several => return ambiguous(index, rtype, condition),
            }
        }
        Target::Write { method: Method::Post, rtype, id: self.new_id(entry) }
    }

    fn put(&mut self, request: &Request, entry: &Entry, head: &Head, index: usize) -> Target {
        let url = request.url.trim_start_matches('/');
        let method = Method::Put;
        match reference::parse(url) {
            Reference::Local { rtype, id, version: None } if rtype == head.rtype => {
                if head.id.as_deref().is_some_and(|written| written != id) {
                    return differs(index, url, head.id.as_deref().unwrap_or_default());
                }
                Target::Write { method, rtype, id: id.to_owned() }
            }
            Reference::Conditional { rtype, query } if rtype == head.rtype => {
                match self.answers.get(rtype, query) {
                    Answer::One(id) => Target::Write { method, rtype, id },
                    Answer::Several => ambiguous(index, rtype, query),
                    Answer::Nobody => {
                        let id = head.id.clone().unwrap_or_else(|| self.new_id(entry));
                        Target::Write { method, rtype, id }
                    }
                }
            }
            Reference::Local { .. }
            | Reference::Contained(_)
            | Reference::Urn(_)
            | Reference::Absolute { .. }
            | Reference::Conditional { .. }
            | Reference::Malformed => differs(index, url, head.rtype.as_str()),
        }
    }

    fn delete(&self, request: &Request, index: usize) -> Target {
        match self.aim(request, index) {
            Ok((rtype, Some(id))) => Target::Delete { rtype, id },
            Ok((_, None)) => Target::Nothing,
            Err(refused) => refused,
        }
    }

    /// A patch needs something that is there.
    fn patch(&self, request: &Request, index: usize) -> Target {
        match self.aim(request, index) {
            Ok((rtype, Some(id))) => Target::Patch { rtype, id },
            Ok((_, None)) => {
                let url = request.url.trim_start_matches('/');
                let place = Place::default().in_entry(index);
                Target::Refuse(Problem::error(Code::NotFound, place, url))
            }
            Err(refused) => refused,
        }
    }

    /// The one resource that an address or a search means; no id where a search finds none.
    fn aim(
        &self,
        request: &Request,
        index: usize,
    ) -> Result<(ResourceType, Option<String>), Target> {
        let url = request.url.trim_start_matches('/');
        match reference::parse(url) {
            Reference::Local { rtype, id, version: None } => Ok((rtype, Some(id.to_owned()))),
            Reference::Conditional { rtype, query } => match self.answers.get(rtype, query) {
                Answer::Nobody => Ok((rtype, None)),
                Answer::One(id) => Ok((rtype, Some(id))),
                Answer::Several => Err(ambiguous(index, rtype, query)),
            },
            Reference::Local { .. }
            | Reference::Contained(_)
            | Reference::Urn(_)
            | Reference::Absolute { .. }
            | Reference::Malformed => Err(differs(index, url, &request.method)),
        }
    }

    /// A new resource's id. A `urn:uuid` is unique in the world and becomes the id; any other name
    /// is only unique where it was given, and what has no name is known by its content.
    fn new_id(&mut self, entry: &Entry) -> String {
        let url = entry.full_url.as_deref().unwrap_or_default();
        if let Some(name) = url.strip_prefix("urn:uuid:") {
            return match Uuid::try_parse(name) {
                Ok(uuid) => uuid.to_string(),
                Err(_) => name_based_id(&[b"bundle", &self.bundle.digest, url.as_bytes()]),
            };
        }
        if !url.is_empty() {
            return name_based_id(&[b"url", url.as_bytes()]);
        }
        let content = digest(entry.resource.as_deref().unwrap_or_default());
        let nth = self.same_content.entry(content).or_default();
        *nth += 1;
        // The first is named as if it had come alone.
        match *nth {
            1 => name_based_id(&[b"content", &content]),
            nth => name_based_id(&[b"content", &content, &nth.to_le_bytes()]),
        }
    }
}

impl Request {
    /// A condition that its method does not have: what would be passed over is refused.
    fn stray(&self) -> Option<&'static str> {
        let method = self.method.as_str();
        let changes = matches!(method, "PUT" | "PATCH" | "DELETE");
        let reads = method == "GET";
        [
            (self.if_match.is_some() && !changes, "ifMatch"),
            (self.if_none_exist.is_some() && method != "POST", "ifNoneExist"),
            (self.if_none_match.is_some() && !reads, "ifNoneMatch"),
            (self.if_modified_since.is_some() && !reads, "ifModifiedSince"),
        ]
        .into_iter()
        .find_map(|(stray, name)| stray.then_some(name))
    }
}

/// The searches that have to be answered before the Bundle can be planned.
pub(super) fn questions(bundle: &Bundle) -> Vec<Question> {
    let mut questions: Vec<Question> = Vec::new();
    let mut ask = |rtype: ResourceType, query: &str| {
        let question = Question { rtype, query: query.to_owned() };
        if !questions.contains(&question) {
            questions.push(question);
        }
    };
    for entry in &bundle.entries {
        if let Some(request) = &entry.request {
            if let Reference::Conditional { rtype, query } =
                reference::parse(request.url.trim_start_matches('/'))
                && matches!(request.method.as_str(), "PUT" | "DELETE" | "PATCH")
            {
                ask(rtype, query);
            }
            let created = ResourceType::parse(request.url.trim_start_matches('/'));
            if let (Some(condition), Some(rtype)) = (&request.if_none_exist, created) {
                ask(rtype, condition);
            }
        }
        let json = entry.resource.as_deref().unwrap_or_default();
        text::each_string_member(json, &["reference"], |place| {
            let raw = json.get(place).unwrap_or_default();
            if raw.contains('?')
                && let Some(reference) = text::unescaped(raw)
                && let Reference::Conditional { rtype, query } = reference::parse(&reference)
            {
                ask(rtype, query);
            }
        });
    }
    questions
}

fn differs(index: usize, url: &str, resource: &str) -> Target {
    let place = Place::default().in_entry(index);
    Target::Refuse(Problem::error(Code::AddressDiffers, place, format!("{url} ≠ {resource}")))
}

fn ambiguous(index: usize, rtype: ResourceType, query: &str) -> Target {
    let place = Place::default().in_entry(index);
    Target::Refuse(Problem::error(Code::ConditionAmbiguous, place, format!("{rtype}?{query}")))
}
