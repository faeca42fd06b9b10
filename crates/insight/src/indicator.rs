//! Indicators: what a board counts, as data. One folder is one indicator: what it means, whose it
//! is, how it is counted, and a small example counted by hand that has to come out the same.

pub(crate) mod definition;
mod example;

use std::collections::BTreeMap;

use care::language::Text;
use care::law::Problem;
use serde::Deserialize;

use self::definition::Definition;

/// The indicators that the pages show by name.
pub mod ids {
    /// Contacts received.
    pub const CONTACTS_RECEIVED: &str = "contacts-received";
    /// The share of contacts whose need was assessed in time.
    pub const ASSESSED_IN_TIME: &str = "contact-assessed-in-time";
    /// Contacts that wait for their assessment.
    pub const AWAITING_ASSESSMENT: &str = "awaiting-assessment";
    /// Waits from assessment to first visit that ended.
    pub const FIRST_VISIT_WAIT: &str = "first-visit-wait";
    /// Waits for the first visit that go on.
    pub const OPEN_WAITS: &str = "open-waits";
    /// Waits for a further visit that go on.
    pub const OPEN_FURTHER_WAITS: &str = "open-further-waits";
    /// First visits held.
    pub const FIRST_VISITS: &str = "first-visits";
    /// The share of matters solved at the first contact.
    pub const SOLVED_AT_FIRST_CONTACT: &str = "solved-at-first-contact";

    /// All of them.
    pub const ALL: [&str; 8] = [
        CONTACTS_RECEIVED,
        ASSESSED_IN_TIME,
        AWAITING_ASSESSMENT,
        FIRST_VISIT_WAIT,
        OPEN_WAITS,
        OPEN_FURTHER_WAITS,
        FIRST_VISITS,
        SOLVED_AT_FIRST_CONTACT,
    ];
}

/// One indicator.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Its id, which is its folder's name.
    pub id: String,
    /// Which of the five benefit goals it tells of.
    pub goal: u8,
    /// Who answers for it.
    pub owner: Text,
    /// Its name.
    pub title: Text,
    /// What it means, and what it does not.
    pub meaning: Text,
    /// What it is counted in.
    pub unit: Text,
    /// Where the definition comes from, and where it differs.
    pub source: Text,
    /// How it is counted.
    pub definition: Definition,
}

/// All indicators, in order of id.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Indicators(Vec<Indicator>);

const REMEDY: &str = "write it as the manual in content/indicators/README.md shows";

impl Indicators {
    /// Reads the files of `content/indicators`, by paths relative to it, and counts each example
    /// again. What is wrong does not stop the rest.
    pub fn parse<'t>(files: impl IntoIterator<Item = (&'t str, &'t str)>) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut folders: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
        for (path, text) in files {
            match path.split_once('/') {
                Some((folder, "about.toml" | "fixture.csv" | "expected.csv")) => {
                    let file = path.get(folder.len() + 1..).unwrap_or_default();
                    folders.entry(folder).or_default().insert(file, text);
                }
                None if path == "README.md" => {}
                Some(_) | None => {
                    problems.push(problem(path, "", "belongs to no indicator", "take it away"));
                }
            }
        }
        let mut indicators = Vec::new();
        for (folder, files) in folders {
            match read(folder, &files) {
                Ok((indicator, found)) => {
                    problems.extend(found);
                    indicators.push(indicator);
                }
                Err(found) => problems.push(*found),
            }
        }
        let missing = ids::ALL.iter().filter(|id| indicators.iter().all(|one| one.id != **id));
        problems.extend(missing.map(|id| {
            problem(id, "", "is missing", "add the folder: the pages show this indicator")
        }));
        (Self(indicators), problems)
    }

    /// The indicator of an id.
    pub fn get(&self, id: &str) -> Option<&Indicator> {
        self.0.iter().find(|indicator| indicator.id == id)
    }

    /// All of them, in order of id.
    pub fn iter(&self) -> impl Iterator<Item = &Indicator> {
        self.0.iter()
    }
}

fn read(
    folder: &str,
    files: &BTreeMap<&str, &str>,
) -> Result<(Indicator, Vec<Problem>), Box<Problem>> {
    let path = |file: &str| format!("{folder}/{file}");
    let file = |file: &str| {
        let says = "is missing";
        files.get(file).copied().ok_or_else(|| {
            Box::new(problem(&path(file), "", says, "each indicator has all three files"))
        })
    };
    let about = file("about.toml")?;
    let indicator: Indicator = toml::from_str(about).map_err(|error| {
        let line = error.span().map(|span| about.bytes().take(span.start).filter(|b| *b == b'\n'));
        Box::new(Problem {
            line: line.map(|breaks| breaks.count() + 1),
            ..problem(&path("about.toml"), "", error.message(), REMEDY)
        })
    })?;
    let mut problems: Vec<Problem> = check(&indicator, folder)
        .into_iter()
        .map(|(place, says)| problem(&path("about.toml"), place, &says, REMEDY))
        .collect();
    problems.extend(example::check(
        &indicator,
        (&path("fixture.csv"), file("fixture.csv")?),
        (&path("expected.csv"), file("expected.csv")?),
    ));
    Ok((indicator, problems))
}

fn check(indicator: &Indicator, folder: &str) -> Vec<(&'static str, String)> {
    let mut wrong = Vec::new();
    if indicator.id != folder {
        wrong.push(("id", format!("is not the folder's name, {folder}")));
    }
    if !(1..=5).contains(&indicator.goal) {
        wrong.push(("goal", "is not one of the five".to_owned()));
    }
    let texts = [
        ("owner", &indicator.owner),
        ("title", &indicator.title),
        ("meaning", &indicator.meaning),
        ("unit", &indicator.unit),
        ("source", &indicator.source),
    ];
    for (place, text) in texts {
        if [&text.fi, &text.sv, &text.en].iter().any(|text| text.trim().is_empty()) {
            wrong.push((place, "is empty in one of the three languages".to_owned()));
        }
    }
    wrong.extend(indicator.definition.problems());
    wrong
}

fn problem(file: &str, place: &str, says: &str, remedy: &str) -> Problem {
    Problem {
        file: file.to_owned(),
        line: None,
        place: place.to_owned(),
        says: says.to_owned(),
        remedy: remedy.to_owned(),
    }
}

#[cfg(test)]
pub(crate) mod tests;
