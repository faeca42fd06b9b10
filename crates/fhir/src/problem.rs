//! What is wrong with something that arrived: where, what, and what to do about it.
//!
//! A problem is a value and never stops the rest; whoever reads decides what an error forbids.

mod words;

use std::fmt;

use care::language::Language;

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// Taken in as it is, and said.
    Warning,
    /// Cannot be taken in.
    Error,
}

/// Where in what arrived; empty parts are unknown or do not apply.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Place {
    /// The line of an NDJSON file, from 1.
    pub line: Option<u64>,
    /// The entry of a Bundle or the item of an array, from 0.
    pub entry: Option<usize>,
    /// The element, as `Patient.contact[1].name`.
    pub path: String,
}

impl Place {
    /// A place known by its path only.
    pub fn path(path: impl Into<String>) -> Self {
        Self { path: path.into(), ..Self::default() }
    }

    /// The same place inside one entry.
    #[must_use]
    pub fn in_entry(mut self, entry: usize) -> Self {
        self.entry = Some(entry);
        self
    }

    /// The same place on one line.
    #[must_use]
    pub fn on_line(mut self, line: u64) -> Self {
        self.line = Some(line);
        self
    }

    /// The place as an `OperationOutcome.issue.expression`, if there is one to give.
    pub fn expression(&self) -> Option<String> {
        match (self.entry, self.path.as_str()) {
            (None, "") => None,
            (None, path) => Some(path.to_owned()),
            (Some(entry), "") => Some(format!("Bundle.entry[{entry}]")),
            (Some(entry), path) => Some(format!("Bundle.entry[{entry}].resource.{}", tail(path))),
        }
    }
}

/// The path inside a resource, without the name of its type.
fn tail(path: &str) -> &str {
    path.split_once('.').map_or(path, |(_, tail)| tail)
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        if let Some(entry) = self.entry {
            write!(f, "entry {entry}: ")?;
        }
        if self.path.is_empty() { Ok(()) } else { write!(f, "{}: ", self.path) }
    }
}

/// One thing that is wrong.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Problem {
    /// How bad.
    pub severity: Severity,
    /// What.
    pub code: Code,
    /// Where.
    pub place: Place,
    /// The value or name it is about. Never a person's data: it is logged and shown.
    pub detail: String,
}

impl Problem {
    /// A problem that forbids taking the thing in.
    pub fn error(code: Code, place: Place, detail: impl Into<String>) -> Self {
        Self { severity: Severity::Error, code, place, detail: shortened(detail.into()) }
    }

    /// A problem that is only said.
    pub fn warning(code: Code, place: Place, detail: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, code, place, detail: shortened(detail.into()) }
    }

    /// The sentence a person reads: what is wrong and what to do.
    pub fn text(&self, language: Language) -> String {
        words::sentence(self.code, language).replace("{detail}", &self.detail)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{} ({})", self.place, self.text(Language::En), self.code.code())
    }
}

/// Whether any of the problems forbids going on.
pub fn any_error(problems: &[Problem]) -> bool {
    problems.iter().any(|problem| problem.severity == Severity::Error)
}

/// What was sent may be long; what is said about it is not.
fn shortened(mut detail: String) -> String {
    const LONGEST: usize = 200;
    if let Some((cut, _)) = detail.char_indices().nth(LONGEST) {
        detail.truncate(cut);
        detail.push('…');
    }
    detail
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $issue:literal, $status:literal;)*) => {
        /// What is wrong, as a closed list.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Code {
            $($(#[$doc])* $name,)*
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable name.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The code of FHIR's issue-type list.
            pub fn issue_type(self) -> &'static str {
                match self { $(Self::$name => $issue,)* }
            }

            /// The HTTP status of an answer that this alone decides.
            pub fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* }
            }
        }
    };
}

codes! {
    /// The document, line or resource is larger than allowed.
    TooLarge = "too-large", "too-long", 413;
    /// A Bundle with more entries than allowed.
    TooManyEntries = "too-many-entries", "too-costly", 413;
    /// Nested deeper than allowed.
    TooDeep = "too-deep", "too-costly", 400;
    /// Nothing was sent.
    Empty = "empty", "structure", 400;
    /// The bytes are not in an encoding that is read.
    Encoding = "encoding", "structure", 400;
    /// The text is not JSON, or breaks off.
    NotJson = "not-json", "structure", 400;
    /// JSON, but not an object where one must be.
    NotObject = "not-object", "structure", 400;
    /// The `resourceType` is missing.
    TypeMissing = "type-missing", "structure", 400;
    /// R4 has no such resource type.
    TypeUnknown = "type-unknown", "not-supported", 400;
    /// The id is not one that FHIR allows.
    IdInvalid = "id-invalid", "value", 400;
    /// A member appears twice in one object.
    MemberTwice = "member-twice", "structure", 400;
    /// A member's name is written with escapes.
    NameEscaped = "name-escaped", "structure", 400;
    /// The JSON type is not that of the element.
    WrongType = "wrong-type", "structure", 422;
    /// R4 has no such element here.
    ElementUnknown = "element-unknown", "structure", 422;
    /// A required element is missing.
    ElementMissing = "element-missing", "required", 422;
    /// A value is empty, which FHIR does not allow.
    ValueEmpty = "value-empty", "structure", 422;
    /// A code that the required value set does not have.
    CodeUnknown = "code-unknown", "code-invalid", 422;
    /// One element, written with two types at once.
    ChoiceTwice = "choice-twice", "structure", 422;
    /// A date or time that is none.
    DateInvalid = "date-invalid", "value", 422;
    /// Another primitive value that does not have its form.
    ValueInvalid = "value-invalid", "value", 422;
    /// A reference that points nowhere.
    ReferenceMalformed = "reference-malformed", "value", 422;
    /// A reference to something that did not come along and is not addressed here.
    ReferenceUnresolved = "reference-unresolved", "not-found", 422;
    /// A reference to a contained resource that is not there.
    ContainedMissing = "contained-missing", "not-found", 422;
    /// The Finnish identity number does not pass its check.
    IdentityNumberInvalid = "identity-number-invalid", "value", 422;
    /// Identity number and birth date say different days.
    BirthDateDiffers = "birth-date-differs", "business-rule", 422;
    /// Two codes for one status disagree.
    BookingStateDiffers = "booking-state-differs", "business-rule", 422;
    /// A register number that looks like one of another register.
    RegisterNumberMisplaced = "register-number-misplaced", "business-rule", 422;
    /// A status that cannot follow the one before it.
    StatusBarred = "status-barred", "business-rule", 422;
    /// An element of Polku's own resource that a write cannot change.
    ElementKept = "element-kept", "business-rule", 422;
    /// A write that means a command, beside others that must all happen or none.
    CommandAlone = "command-alone", "not-supported", 422;
    /// A code system written in a form that others may not recognise.
    SystemSpelling = "system-spelling", "informational", 422;
    /// This kind of Bundle is not processed.
    BundleKind = "bundle-kind", "not-supported", 400;
    /// An entry that is not built as FHIR says.
    EntryMalformed = "entry-malformed", "structure", 400;
    /// A method that is not supported in an entry.
    MethodUnsupported = "method-unsupported", "not-supported", 405;
    /// The address of an entry and its resource disagree.
    AddressDiffers = "address-differs", "invalid", 400;
    /// The same resource twice in one transaction.
    EntryTwice = "entry-twice", "duplicate", 400;
    /// A condition that several resources fulfil.
    ConditionAmbiguous = "condition-ambiguous", "multiple-matches", 412;
    /// A condition that says nothing.
    ConditionMissing = "condition-missing", "required", 412;
    /// A patch that is not built as JSON Patch says.
    PatchMalformed = "patch-malformed", "structure", 400;
    /// A step of a patch that cannot be made.
    PatchFailed = "patch-failed", "processing", 422;
    /// A search that would have to go through too much.
    SearchTooBroad = "search-too-broad", "too-costly", 400;
    /// Not everything that belongs to the hits came along.
    IncludeCut = "include-cut", "incomplete", 400;
    /// A search parameter that this type does not have.
    ParameterUnknown = "parameter-unknown", "not-supported", 400;
    /// A search feature that is not supported.
    FeatureUnsupported = "feature-unsupported", "not-supported", 400;
    /// A search value that cannot be read.
    SearchValue = "search-value", "value", 400;
    /// Nothing is stored under this address.
    NotFound = "not-found", "not-found", 404;
    /// It was deleted.
    Deleted = "deleted", "deleted", 410;
    /// The resource has changed since it was read.
    VersionConflict = "version-conflict", "conflict", 412;
    /// A path that is not `FHIRPath`.
    PathMalformed = "path-malformed", "invalid", 422;
    /// A part of `FHIRPath` that views do not have.
    PathUnsupported = "path-unsupported", "not-supported", 422;
    /// A constant that the view does not define.
    ConstantUnknown = "constant-unknown", "not-found", 422;
    /// A column of a view that is there already.
    ColumnTwice = "column-twice", "duplicate", 422;
    /// Parts of a union with different columns.
    UnionDiffers = "union-differs", "invariant", 422;
    /// A path that found something other than a view needs there.
    PathResult = "path-result", "processing", 422;
    /// As many jobs as may run already do.
    TooManyJobs = "too-many-jobs", "throttled", 429;
    /// A notice that its subscriber did not take.
    NotDelivered = "not-delivered", "transient", 502;
    /// A format other than JSON.
    FormatUnsupported = "format-unsupported", "not-supported", 406;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_name_and_three_different_sentences() {
        let mut names: Vec<_> = Code::ALL.iter().map(|code| code.code()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
        for code in Code::ALL {
            let texts = Language::ALL.map(|language| words::sentence(*code, language));
            assert!(
                texts.iter().all(|text| text.len() > 20 && text.ends_with(['.', '?'])),
                "{code:?}"
            );
            assert!(texts[0] != texts[1] && texts[1] != texts[2] && texts[0] != texts[2]);
            let detailed = texts.map(|text| text.contains("{detail}"));
            assert!(detailed == [true; 3] || detailed == [false; 3], "{code:?}");
        }
    }

    #[test]
    fn places_say_where_in_a_bundle() {
        let place = Place::path("Patient.birthDate").in_entry(3);
        assert_eq!(place.expression().unwrap(), "Bundle.entry[3].resource.birthDate");
        assert_eq!(Place::default().expression(), None);
        assert_eq!(place.on_line(2).to_string(), "line 2: entry 3: Patient.birthDate: ");
    }

    #[test]
    fn a_long_value_is_cut() {
        let problem = Problem::error(Code::NotJson, Place::default(), "ä".repeat(100_000));
        assert_eq!(problem.detail.chars().count(), 201);
    }
}
