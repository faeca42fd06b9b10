//! What an import came to: how much was new, and each piece that could not be read.

use fhir::Problem;

use crate::door::resources::{Became, Outcomes};

/// How many bad pieces are told one by one; all of them are kept.
const TOLD_MAX: usize = 10_000;

/// One piece that was not taken in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bad {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: Option<u64>,
    /// The entry of a Bundle or the item of an array, from 0.
    pub entry: Option<usize>,
    /// Why, for a person.
    pub reason: String,
}

/// What an import came to.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Report {
    /// Files read.
    pub files: u64,
    /// Files that were taken in whole before: nothing of them is new.
    pub files_known: u64,
    /// Resources that were not there.
    pub created: u64,
    /// Resources with a new version.
    pub changed: u64,
    /// Resources that said this already.
    pub unchanged: u64,
    /// Resources that were ended.
    pub deleted: u64,
    /// Pieces that could not be taken in.
    pub bad: u64,
    /// Those pieces, as far as they are told one by one.
    pub told: Vec<Bad>,
}

impl Report {
    /// All resources that were read well.
    pub fn resources(&self) -> u64 {
        self.created + self.changed + self.unchanged + self.deleted
    }

    pub(super) fn count(&mut self, outcomes: &Outcomes) {
        for written in outcomes.iter().flatten() {
            match written.became {
                Became::Created => self.created += 1,
                Became::Changed => self.changed += 1,
                Became::Unchanged | Became::Absent => self.unchanged += 1,
                Became::Deleted => self.deleted += 1,
            }
        }
    }

    pub(super) fn tell(&mut self, bad: Bad) {
        self.bad += 1;
        if self.told.len() < TOLD_MAX {
            self.told.push(bad);
        }
    }

    /// The order of the files, whatever order the workers had.
    pub(super) fn sort(&mut self) {
        self.told.sort_by(|a, b| (&a.file, a.line, a.entry).cmp(&(&b.file, b.line, b.entry)));
    }
}

impl Bad {
    /// A piece with the first thing that is wrong about it.
    pub(super) fn of(file: &str, problems: &[Problem]) -> Self {
        let first = problems.iter().find(|problem| problem.severity == fhir::Severity::Error);
        let first = first.or(problems.first());
        Self {
            file: file.to_owned(),
            line: first.and_then(|problem| problem.place.line),
            entry: first.and_then(|problem| problem.place.entry),
            reason: first.map_or_else(String::new, |problem| {
                let path = match problem.place.path.as_str() {
                    "" => String::new(),
                    path => format!("{path}: "),
                };
                let text = problem.text(care::language::Language::En);
                format!("{path}{text} ({})", problem.code.code())
            }),
        }
    }
}
