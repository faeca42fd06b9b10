//! Paths (*palvelupolku, servicestig*): practice that is shared as data. A path says which steps there are, who
//! takes them and what each outcome opens; walking it is pure. Invariant: a path without faults has no place
//! from which nobody can reach its end, because every way through it has been tried.

mod check;
mod explore;
mod scenario;
mod walk;

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Deserialize;

pub use self::check::Known;
pub use self::scenario::Scenarios;
pub use self::walk::{Stuck, Walk};
use crate::code::{Profession, Register, Topic, codes};
use crate::language::Text;
use crate::questionnaire::{Reading, maybe_thousandths};

codes! {
    /// What kind of organisation takes a step.
    OrganisationKind {
        /// The wellbeing services county (*hyvinvointialue, välfärdsområde*).
        County = "county",
        /// Specialised care (*erikoissairaanhoito, specialiserad sjukvård*), such as HUS.
        Specialised = "specialised",
        /// A municipality: its wellbeing, leisure and housing services.
        Municipality = "municipality",
        /// A school or another place of study.
        School = "school",
        /// The rescue department (*pelastuslaitos, räddningsverket*).
        Rescue = "rescue",
        /// An association or a foundation (*järjestö, organisation*).
        Association = "association",
        /// A private provider, by voucher or purchase.
        Private = "private",
    }
}

/// Who takes a step: a profession, or some team of an organisation.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Taker {
    /// The kind of organisation.
    pub at: OrganisationKind,
    /// The profession, where the step asks for one.
    #[serde(default)]
    pub profession: Option<Profession>,
    /// The team or the role, as people call it.
    pub name: Text,
}

/// One version of a path.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Path {
    /// The name of its folder.
    pub name: String,
    /// Which version.
    pub version: u16,
    /// From which day on a case may be started on it.
    pub from_on: Date,
    /// What it is called.
    pub title: Text,
    /// What it is for, for the client.
    pub purpose: Text,
    /// The register that keeps its cases.
    pub register: Register,
    /// Whom it is for.
    pub entry: Entry,
    /// Its steps; those that somebody takes first stand first.
    #[serde(rename = "step")]
    pub steps: Vec<Step>,
}

/// Whom a path is for.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What a matter is about for which it is proposed.
    pub topics: Vec<Topic>,
    /// The least age in years.
    #[serde(default)]
    pub age_min: Option<i16>,
    /// The greatest age in years.
    #[serde(default)]
    pub age_max: Option<i16>,
    /// The steps that it begins with.
    pub opens: Vec<String>,
}

/// One step (*vaihe, steg*).
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Its name inside the path.
    pub id: String,
    /// What happens in it.
    pub title: Text,
    /// Who takes it.
    pub owner: Taker,
    /// Statutory clocks that it answers to, by rule id.
    #[serde(default)]
    pub clocks: Vec<String>,
    /// Questionnaires that are filled in for it.
    #[serde(default)]
    pub questionnaires: Vec<String>,
    /// It begins when all of these have led to it; without any, as soon as one step does.
    #[serde(default)]
    pub joins: Vec<String>,
    /// How often it may be taken; a step that comes again without a number never stops.
    #[serde(default)]
    pub times_max: Option<u16>,
    /// What may come of it.
    #[serde(rename = "outcome")]
    pub outcomes: Vec<Outcome>,
}

/// What may come of a step.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Its name inside the step.
    pub code: String,
    /// What it is called.
    pub title: Text,
    /// The steps that begin with it.
    #[serde(default)]
    pub opens: Vec<String>,
    /// Whether the path is over, whatever else is open.
    #[serde(default)]
    pub ends: bool,
    /// Results of questionnaires by which it is suggested. A professional decides.
    #[serde(default)]
    pub suggested: Vec<Suggested>,
}

/// A result by which an outcome is suggested; both bounds belong to it.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suggested {
    /// The score, by its name.
    pub score: String,
    /// The least value, in thousandths.
    #[serde(default, deserialize_with = "maybe_thousandths")]
    pub from: Option<i64>,
    /// The greatest value, in thousandths.
    #[serde(default, deserialize_with = "maybe_thousandths")]
    pub to: Option<i64>,
}

impl Path {
    /// Reads one version. A text that is no path is one fault; what a path says wrong is found by `faults`.
    pub fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }

    /// The step of a name.
    pub fn step(&self, id: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == id)
    }

    /// Whether it is proposed for a matter of somebody of that age in years. An unknown age fits no limit.
    pub fn fits(&self, topic: Topic, age: Option<i16>) -> bool {
        let least = self.entry.age_min.is_none_or(|min| age.is_some_and(|age| age >= min));
        let greatest = self.entry.age_max.is_none_or(|max| age.is_some_and(|age| age <= max));
        self.entry.topics.contains(&topic) && least && greatest
    }

    /// The kinds of organisation that take part.
    pub fn organisations(&self) -> BTreeSet<OrganisationKind> {
        self.steps.iter().map(|step| step.owner.at).collect()
    }

    /// Where a step stands among the steps.
    pub fn place(&self, id: &str) -> Option<usize> {
        self.steps.iter().position(|step| step.id == id)
    }
}

impl Step {
    /// The outcome of a code.
    pub fn outcome(&self, code: &str) -> Option<&Outcome> {
        self.outcomes.iter().find(|outcome| outcome.code == code)
    }

    /// The outcomes that results suggest, in the order of the step.
    pub fn suggested<'s>(&'s self, results: &'s [Reading]) -> impl Iterator<Item = &'s Outcome> {
        let fits = |suggested: &Suggested| results.iter().any(|result| suggested.fits(result));
        self.outcomes.iter().filter(move |outcome| outcome.suggested.iter().any(fits))
    }
}

impl Suggested {
    fn fits(&self, result: &Reading) -> bool {
        self.score == result.score
            && self.from.is_none_or(|from| result.value >= from)
            && self.to.is_none_or(|to| result.value <= to)
    }
}
