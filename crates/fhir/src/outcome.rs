//! `OperationOutcome`: problems in the form that FHIR clients understand.

use care::language::Language;
use serde_json::{Value, json};

use crate::object::object;
use crate::problem::{Problem, Severity};

/// One issue in words of the caller's own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Issue {
    /// How bad.
    pub severity: Severity,
    /// A code of FHIR's issue-type list.
    pub issue_type: &'static str,
    /// A stable code for programs.
    pub code: String,
    /// The sentence for people.
    pub text: String,
    /// What a developer may want to know besides; never a person's data.
    pub diagnostics: Option<String>,
    /// Where, as `FHIRPath`.
    pub expression: Option<String>,
}

impl Issue {
    /// The issue of a problem, in one language.
    pub fn of(problem: &Problem, language: Language) -> Self {
        let line = problem.place.line.map(|line| format!("line {line}"));
        Self {
            severity: problem.severity,
            issue_type: problem.code.issue_type(),
            code: problem.code.code().to_owned(),
            text: problem.text(language),
            diagnostics: line,
            expression: problem.place.expression(),
        }
    }
}

/// An outcome of problems. Without any it says that all is well.
pub fn of_problems(problems: &[Problem], language: Language) -> Value {
    let issues: Vec<Issue> = problems.iter().map(|problem| Issue::of(problem, language)).collect();
    outcome(&issues)
}

/// An outcome of issues. Without any it says that all is well.
pub fn outcome(issues: &[Issue]) -> Value {
    let all_well = || json!({"severity": "information", "code": "informational"});
    let mut issues: Vec<Value> = issues.iter().map(print).collect();
    if issues.is_empty() {
        issues.push(all_well());
    }
    json!({"resourceType": "OperationOutcome", "issue": issues})
}

fn print(issue: &Issue) -> Value {
    let severity = match issue.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let coding = json!([{"system": "urn:polku:problem", "code": issue.code}]);
    object([
        ("severity", json!(severity)),
        ("code", json!(issue.issue_type)),
        ("details", json!({"coding": coding, "text": issue.text})),
        ("diagnostics", json!(issue.diagnostics)),
        ("expression", issue.expression.iter().map(|path| json!(path)).collect()),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Code, Place};

    #[test]
    fn a_problem_says_where_and_what_to_do() {
        let place = Place::path("Patient.birthDate").in_entry(2).on_line(7);
        let problem = Problem::error(Code::DateInvalid, place, "date");
        assert_eq!(
            of_problems(&[problem], Language::Sv),
            json!({
                "resourceType": "OperationOutcome",
                "issue": [{
                    "severity": "error",
                    "code": "value",
                    "details": {
                        "coding": [{"system": "urn:polku:problem", "code": "date-invalid"}],
                        "text": "Datumet eller tiden duger inte som date.",
                    },
                    "diagnostics": "line 7",
                    "expression": ["Bundle.entry[2].resource.birthDate"],
                }],
            })
        );
        assert_eq!(of_problems(&[], Language::Fi)["issue"][0]["severity"], "information");
    }
}
