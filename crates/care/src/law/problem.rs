//! What is wrong in a content file. Invariant: a problem names its file, its place and the remedy,
//! so that a person who does not write programs can put it right.

use std::fmt;

/// One thing wrong in a content file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, as its path was given.
    pub file: String,
    /// The line it begins on, where there is one.
    pub line: Option<usize>,
    /// The field, such as `version[2].limit.unit`; empty for the file as a whole.
    pub place: String,
    /// What is wrong.
    pub says: String,
    /// What to do about it.
    pub remedy: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(formatter, ":{line}")?;
        }
        if !self.place.is_empty() {
            write!(formatter, ": {}", self.place)?;
        }
        write!(formatter, ": {}; {}", self.says, self.remedy)
    }
}
