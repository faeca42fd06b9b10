//! From a Bundle to a list of actions: ids settled, references rewritten, conditions answered.
//!
//! Pure: the searches that conditions need are asked for first and answered by the caller.

use std::collections::HashMap;
use std::ops::Range;

use super::patching;
use super::target::{Head, Target, Targets, questions};
use super::{Bundle, BundleKind, Entry};
use crate::check::{self, Rigour};
use crate::definitions::ResourceType;
use crate::intake::Limits;
use crate::problem::{Code, Place, Problem, any_error};
use crate::reference::{self, Reference};
use crate::resource::{Draft, Resource};
use crate::text;

/// How a resource is to be written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Method {
    /// As a new one.
    Post,
    /// Under the address given.
    Put,
}

/// A search whose result decides how a Bundle is planned.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Question {
    /// The type to search.
    pub rtype: ResourceType,
    /// The query string, as written.
    pub query: String,
}

/// What a search found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Answer {
    /// Nothing.
    #[default]
    Nobody,
    /// One resource with this id.
    One(String),
    /// More than one.
    Several,
}

/// The answers; a question that was not answered found nothing.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Answers(HashMap<Question, Answer>);

impl Answers {
    /// Adds the answer to one question.
    pub fn give(&mut self, question: Question, answer: Answer) {
        self.0.insert(question, answer);
    }

    pub(super) fn get(&self, rtype: ResourceType, query: &str) -> Answer {
        let question = Question { rtype, query: query.to_owned() };
        self.0.get(&question).cloned().unwrap_or_default()
    }
}

/// What one entry comes to.
#[derive(Clone, PartialEq, Debug)]
pub enum Action {
    /// Store this resource.
    Write {
        /// As new or under its address.
        method: Method,
        /// The resource, with its id and rewritten references.
        resource: Box<Resource>,
        /// Only if this version is in force.
        if_match: Option<u64>,
    },
    /// The condition of a create is met already: nothing is stored.
    Exists {
        /// The type.
        rtype: ResourceType,
        /// The id that was found.
        id: String,
    },
    /// Delete this.
    Delete {
        /// The type.
        rtype: ResourceType,
        /// The id.
        id: String,
        /// Only if this version is in force.
        if_match: Option<u64>,
    },
    /// Patch the version in force.
    Patch {
        /// The type.
        rtype: ResourceType,
        /// The id.
        id: String,
        /// The steps of the JSON Patch, with rewritten references.
        steps: String,
        /// Only if this version is in force.
        if_match: Option<u64>,
    },
    /// A conditional delete that met nothing.
    Nothing,
    /// Read or search; answered after all writes.
    Read {
        /// The address, relative to the base.
        url: String,
        /// Only when it is another version than this tag says.
        if_none_match: Option<String>,
        /// Only when it changed since.
        if_modified_since: Option<String>,
    },
    /// The entry cannot be used, and why.
    Refuse(Vec<Problem>),
}

/// One entry, planned.
#[derive(Clone, PartialEq, Debug)]
pub struct Planned {
    /// Which entry, from 0.
    pub entry: usize,
    /// What to do.
    pub action: Action,
}

/// A whole Bundle, planned.
#[derive(Clone, PartialEq, Debug)]
pub struct Plan {
    /// What kind of Bundle.
    pub kind: BundleKind,
    /// One for each entry, in order.
    pub entries: Vec<Planned>,
    /// Everything that was noticed, also what is refused.
    pub problems: Vec<Problem>,
}

impl Plan {
    /// Whether an entry cannot be used: a transaction must then be refused as a whole.
    pub fn has_refusal(&self) -> bool {
        self.entries.iter().any(|planned| matches!(planned.action, Action::Refuse(_)))
    }
}

impl Bundle {
    /// The searches to answer before planning.
    pub fn questions(&self) -> Vec<Question> {
        questions(self)
    }

    /// Plans every entry. References to this server's own base become relative.
    pub fn plan(
        &self,
        answers: &Answers,
        own_base: Option<&str>,
        limits: &Limits,
        rigour: Rigour,
    ) -> Plan {
        let heads: Vec<Option<Head>> = self
            .entries
            .iter()
            .map(|entry| entry.resource.as_deref().and_then(Head::read))
            .collect();
        let mut settle = Targets::new(self, answers);
        let targets: Vec<Target> = (self.entries.iter().zip(&heads).enumerate())
            .map(|(index, (entry, head))| settle.of(index, entry, head.as_ref()))
            .collect();
        let links = Links::new(&self.entries, &heads, &targets, answers, own_base);
        let mut plan = Plan { kind: self.kind, entries: Vec::new(), problems: Vec::new() };
        let mut seen: HashMap<(ResourceType, String), usize> = HashMap::new();
        for (index, (entry, target)) in self.entries.iter().zip(targets).enumerate() {
            let mut action =
                act(index, entry, target, &links, (limits, rigour), &mut plan.problems);
            if let Some(address) = changes(&action)
                && seen.insert(address.clone(), index).is_some()
            {
                let detail = format!("{}/{}", address.0, address.1);
                let place = Place::default().in_entry(index);
                action = Action::Refuse(vec![Problem::error(Code::EntryTwice, place, detail)]);
            }
            if let Action::Refuse(problems) = &action {
                plan.problems.extend(problems.iter().cloned());
            }
            plan.entries.push(Planned { entry: index, action });
        }
        plan
    }
}

/// The address that an action changes.
fn changes(action: &Action) -> Option<(ResourceType, String)> {
    match action {
        Action::Write { resource, .. } => Some((resource.rtype, resource.id.clone())),
        Action::Delete { rtype, id, .. } | Action::Patch { rtype, id, .. } => {
            Some((*rtype, id.clone()))
        }
        Action::Exists { .. } | Action::Nothing | Action::Read { .. } | Action::Refuse(_) => None,
    }
}

fn act(
    index: usize,
    entry: &Entry,
    target: Target,
    links: &Links<'_>,
    (limits, rigour): (&Limits, Rigour),
    noticed: &mut Vec<Problem>,
) -> Action {
    let if_match = entry.request.as_ref().and_then(|request| request.if_match.as_deref());
    let if_match = match if_match.map(read_version) {
        None => None,
        Some(Some(version)) => Some(version),
        Some(None) => {
            let place = Place::default().in_entry(index);
            let problem = Problem::error(Code::EntryMalformed, place, "request.ifMatch");
            return Action::Refuse(vec![problem]);
        }
    };
    let (method, id) = match target {
        Target::Write { method, id, .. } => (method, id),
        Target::Exists { rtype, id } => return Action::Exists { rtype, id },
        Target::Delete { rtype, id } => return Action::Delete { rtype, id, if_match },
        Target::Nothing => return Action::Nothing,
        Target::Patch { rtype, id } => {
            return match steps_of(entry, links, rigour) {
                Ok(steps) => Action::Patch { rtype, id, steps, if_match },
                Err(problem) => Action::Refuse(in_entry(vec![problem], index)),
            };
        }
        Target::Read { url } => return read(entry, url),
        Target::Refuse(problem) => {
            // The parser says better than the head's reader what is wrong with a resource.
            let read = entry.resource.as_deref().map(|json| Draft::parse(json, limits));
            let better = read.and_then(Result::err);
            return Action::Refuse(in_entry(better.unwrap_or_else(|| vec![problem]), index));
        }
    };
    let json = entry.resource.as_deref().unwrap_or_default();
    let (rewritten, unresolved) = links.rewrite(json, entry.full_url.as_deref());
    noticed.extend(in_entry(unresolved, index));
    let resource = match Draft::parse(rewritten.as_deref().unwrap_or(json), limits) {
        Ok(draft) => draft.with_id(&id),
        Err(problems) => return Action::Refuse(in_entry(problems, index)),
    };
    let found = in_entry(check::with(rigour, &resource), index);
    if any_error(&found) {
        return Action::Refuse(found);
    }
    noticed.extend(found);
    Action::Write { method, resource: Box::new(resource), if_match }
}

/// The steps of an entry's patch. What happened elsewhere comes as it is and not as a change to
/// something: an import has no patches.
fn steps_of(entry: &Entry, links: &Links<'_>, rigour: Rigour) -> Result<String, Problem> {
    match rigour {
        Rigour::Strict => {
            patching::steps(entry.resource.as_deref()).map(|steps| links.rewrite_steps(steps))
        }
        Rigour::Lenient => Err(Problem::error(Code::MethodUnsupported, Place::default(), "PATCH")),
    }
}

fn read(entry: &Entry, url: String) -> Action {
    let request = entry.request.as_ref();
    Action::Read {
        url,
        if_none_match: request.and_then(|request| request.if_none_match.clone()),
        if_modified_since: request.and_then(|request| request.if_modified_since.clone()),
    }
}

/// The version of an entity tag, `W/"3"`.
fn read_version(tag: &str) -> Option<u64> {
    tag.strip_prefix("W/").unwrap_or(tag).trim_matches('"').parse().ok()
}

fn in_entry(mut problems: Vec<Problem>, index: usize) -> Vec<Problem> {
    for problem in &mut problems {
        problem.place.entry = Some(index);
    }
    problems
}

/// Where the names that entries have for each other lead.
struct Links<'a> {
    by_name: HashMap<String, (ResourceType, String)>,
    answers: &'a Answers,
    own_base: Option<&'a str>,
}

/// The members that may name another entry: references, and addresses of attachments.
const LINKING: [&str; 4] = ["reference", "url", "valueUri", "valueUrl"];

impl<'a> Links<'a> {
    fn new(
        entries: &[Entry],
        heads: &[Option<Head>],
        targets: &[Target],
        answers: &'a Answers,
        own_base: Option<&'a str>,
    ) -> Self {
        let mut by_name = HashMap::new();
        for ((entry, head), target) in entries.iter().zip(heads).zip(targets) {
            let Some((rtype, id)) = target.address() else { continue };
            let address = || (rtype, id.to_owned());
            if let Some(url) = entry.full_url.as_ref().filter(|url| !url.is_empty()) {
                by_name.insert(url.clone(), address());
            }
            if let Some(old) = head.as_ref().and_then(|head| head.id.as_ref()) {
                by_name.entry(format!("{rtype}/{old}")).or_insert_with(address);
            }
        }
        Self { by_name, answers, own_base: own_base.map(|base| base.trim_end_matches('/')) }
    }

    /// The text with every link to another entry rewritten, if there was one, and what is left.
    fn rewrite(&self, json: &str, full_url: Option<&str>) -> (Option<String>, Vec<Problem>) {
        let own = full_url.map(reference::parse);
        let base = match own {
            Some(Reference::Absolute { base, target: Some(_), .. }) => Some(base),
            _ => None,
        };
        let mut edits: Vec<(Range<usize>, String)> = Vec::new();
        let mut unresolved = Vec::new();
        text::each_string_member(json, &LINKING, |place| {
            let raw = json.get(place.clone()).unwrap_or_default();
            // Most strings are no links at all: extension URLs and the like.
            let is_reference =
                json.get(..place.start).is_some_and(|before| ends_with_name(before, "reference"));
            let Some(link) = text::unescaped(raw) else { return };
            if !is_reference && !link.starts_with("urn:uuid:") {
                return;
            }
            match self.resolve(&link, base) {
                Ok(Some(new)) if new != link => edits.push((place, new)),
                Ok(_) => {}
                Err(_) if !is_reference => {}
                Err(code) => {
                    unresolved.push(Problem::warning(code, Place::path("reference"), link));
                }
            }
        });
        ((!edits.is_empty()).then(|| text::replace(json, &edits)), unresolved)
    }

    /// The steps of a patch with every link to another entry rewritten.
    fn rewrite_steps(&self, steps: String) -> String {
        let set = patching::set_references(&steps);
        let mut edits: Vec<(Range<usize>, String)> = Vec::new();
        text::each_string_member(&steps, &["reference", "value"], |place| {
            let Some(link) = steps.get(place.clone()).and_then(text::unescaped) else { return };
            let named = steps.get(..place.start).is_some_and(|b| ends_with_name(b, "reference"));
            if (named || set.contains(&link))
                && let Ok(Some(new)) = self.resolve(&link, None)
            {
                edits.push((place, new));
            }
        });
        if edits.is_empty() { steps } else { text::replace(&steps, &edits) }
    }

    /// Where a link leads, if not where it says; an error when it leads nowhere.
    fn resolve(&self, link: &str, base: Option<&str>) -> Result<Option<String>, Code> {
        let known = |name: &str| self.by_name.get(name).map(|(rtype, id)| format!("{rtype}/{id}"));
        if let Some(found) = known(link) {
            return Ok(Some(found));
        }
        match reference::parse(link) {
            Reference::Local { version: None, .. } => {
                Ok(base.and_then(|base| known(&format!("{base}/{link}"))))
            }
            Reference::Absolute { base, target: Some((rtype, id)), .. }
                if Some(base) == self.own_base && !link.contains("/_history/") =>
            {
                let local = format!("{rtype}/{id}");
                Ok(Some(known(&local).unwrap_or(local)))
            }
            Reference::Urn(_) => Err(Code::ReferenceUnresolved),
            Reference::Conditional { rtype, query } => match self.answers.get(rtype, query) {
                Answer::One(id) => Ok(Some(format!("{rtype}/{id}"))),
                Answer::Nobody => Err(Code::ReferenceUnresolved),
                Answer::Several => Err(Code::ConditionAmbiguous),
            },
            Reference::Local { .. }
            | Reference::Contained(_)
            | Reference::Absolute { .. }
            | Reference::Malformed => Ok(None),
        }
    }
}

/// Whether the text in front of a string value ends with this member's name.
fn ends_with_name(before: &str, name: &str) -> bool {
    let before = before.strip_suffix('"').unwrap_or(before).trim_end();
    let before = before.strip_suffix(':').unwrap_or(before).trim_end();
    before.strip_suffix('"').is_some_and(|before| before.ends_with(name))
}
