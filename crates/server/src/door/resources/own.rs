//! Polku's own people and matters as resources: rendered from their facts whenever they are read,
//! and earlier versions from the facts up to then.

use care::clock::CareKind;
use care::code::{Mode, Profession, Topic};
use care::id::{ProfessionalId, UnitId};
use care::language::Language;
use care::stream::Stream;
use fhir::ResourceType;
use fhir::render::{self, Names, Rendered};
use jiff::Timestamp;
use ledger::{Fact, Found};

use super::Resting;
use crate::codec::{self, State, Unreadable};
use crate::content::Content;
use crate::door::{Denied, Door};
use crate::texts;

/// The resources that the facts of a care stream come to, in order of first appearance.
pub(crate) fn rendered(
    stream: &Stream,
    facts: &[Fact],
    content: &Content,
    names: &dyn Names,
) -> Result<Vec<Rendered>, Unreadable> {
    Ok(match codec::fold(stream, facts)? {
        State::Person(Some(person)) => render::person(&person).into_iter().collect(),
        State::Case(Some(case)) => of_case(&case, content, names),
        State::Day(day) => of_day(&day, names),
        State::Person(None) | State::Case(None) | State::Filled(_) | State::Phone(_) => Vec::new(),
    })
}

/// The resources of a day: a day has no language of its own, so its words are Finnish.
pub(crate) fn of_day(day: &care::calendar::Day, names: &dyn Names) -> Vec<Rendered> {
    render::day(day, names, Language::Fi)
}

/// The resources of a case, in order of first appearance: the task is there from the first contact.
pub(crate) fn of_case(
    case: &care::case::Case,
    content: &Content,
    names: &dyn Names,
) -> Vec<Rendered> {
    let mut all = render::case(case, &content.law, names);
    all.sort_by_key(|one| match one.rtype.as_str() {
        "Task" => 0,
        "ServiceRequest" => 1,
        _ => 2,
    });
    all
}

/// Which version of its stream a resource was last changed by, and when that was recorded.
pub(crate) fn version(facts: &[Fact], changed_at: Timestamp) -> (u64, Timestamp) {
    let changing = |fact: &&Fact| fact.occurred_at.as_millisecond() <= changed_at.as_millisecond();
    let last = facts.iter().rev().find(changing).or(facts.first());
    last.map_or((1, changed_at), |fact| (fact.sequence, fact.recorded_at))
}

impl Door {
    /// Every version of a resource that is rendered, the oldest first; none when it is not one.
    pub(super) fn own_versions(
        &self,
        rtype: ResourceType,
        id: &str,
    ) -> Result<Vec<Resting>, Denied> {
        let Some(found) = self.ledger.resource(rtype.as_str(), id)? else { return Ok(Vec::new()) };
        let facts = self.ledger.load(&found.stream)?;
        let mut versions: Vec<Resting> = Vec::new();
        for end in 1..=facts.len() {
            let known = facts.get(..end).unwrap_or_default();
            let one = self.own(rtype, id, &found.stream, known)?;
            versions.extend(
                one.filter(|one| versions.last().is_none_or(|last| last.version < one.version)),
            );
        }
        Ok(versions)
    }

    /// The version in force of a resource that is rendered.
    pub(super) fn own_standing(
        &self,
        rtype: ResourceType,
        found: &Found,
    ) -> Result<Option<Resting>, Denied> {
        let facts = self.ledger.load(&found.stream)?;
        self.own(rtype, &found.id, &found.stream, &facts)
    }

    /// The version of a rendered resource that these facts of its stream come to.
    pub(super) fn resource_at(
        &self,
        rtype: ResourceType,
        id: &str,
        facts: &[Fact],
    ) -> Result<Option<Resting>, Denied> {
        let Some(first) = facts.first() else { return Ok(None) };
        self.own(rtype, id, &first.stream, facts)
    }

    fn own(
        &self,
        rtype: ResourceType,
        id: &str,
        stream: &str,
        facts: &[Fact],
    ) -> Result<Option<Resting>, Denied> {
        let Ok(stream) = stream.parse::<Stream>() else { return Ok(None) };
        let all = rendered(&stream, facts, &self.content, &HouseNames { door: self })?;
        let one = all.into_iter().find(|one| one.rtype == rtype && one.id == id);
        Ok(one.map(|one| {
            let (version, updated_at) = version(facts, one.updated_at);
            let text = one.into_resource().text;
            Resting {
                rtype,
                id: id.to_owned(),
                version,
                updated_at,
                text: Some(text),
                person: facts.iter().find_map(|fact| fact.person.clone()),
            }
        }))
    }
}

/// The names that this county gives its units and people, and the words for codes.
pub(super) struct HouseNames<'d> {
    pub(super) door: &'d Door,
}

impl Names for HouseNames<'_> {
    fn unit(&self, unit: &UnitId, language: Language) -> String {
        self.door.content.region.unit_name(unit, language).to_owned()
    }

    fn professional(&self, professional: ProfessionalId) -> String {
        self.door.staff().name(professional).unwrap_or_default()
    }

    fn word(&self, key: &str, language: Language) -> String {
        let t = texts::of(language);
        let Some((list, code)) = key.split_once('-') else { return String::new() };
        let word = match list {
            "topic" => Topic::from_code(code).map(|topic| t.topic(topic)),
            "profession" => Profession::from_code(code).map(|profession| t.profession(profession)),
            "mode" => Mode::from_code(code).map(|mode| t.mode(mode)),
            "care" => CareKind::from_code(code).map(|kind| t.care_kind(kind)),
            _ => None,
        };
        word.unwrap_or_default()
    }
}
