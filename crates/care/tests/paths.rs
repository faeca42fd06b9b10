//! Paths: every way is tried, every fault has its place and its remedy, and walking keeps to what is written.

use std::collections::BTreeSet;

use care::path::{Known, Path, Stuck};
use care::questionnaire::Reading;

const PATH: &str = include_str!("paths/side-by-side.toml");

/// What ends it.
const AGREED: &str = "ends = true # agreed";

fn faults(text: &str) -> Vec<String> {
    let known = Known { scores: BTreeSet::from(["pain"]), ..Known::default() };
    Path::parse(text).expect("the text is a path").faults(&known)
}

fn with(from: &str, to: &str) -> Vec<String> {
    assert!(PATH.contains(from), "the path has no {from}");
    faults(&PATH.replacen(from, to, 1))
}

fn open(path: &Path, walk: &care::path::Walk) -> Vec<String> {
    walk.open_steps(path).map(|step| step.id.clone()).collect()
}

#[test]
fn a_path_without_faults_has_none() {
    assert_eq!(faults(PATH), Vec::<String>::new());
}

#[test]
fn each_fault_says_where_it_is_and_what_to_do() {
    let table = [
        ("opens = [\"plan\"] # left", "opens = []", "no outcome of step left opens"),
        ("joins = [\"left\", \"right\"]", "joins = [\"left\"]", "step plan does not join this one"),
        (
            "joins = [\"left\", \"right\"]",
            "joins = [\"left\", \"ask\"]",
            "no outcome of step ask opens",
        ),
        ("opens = [\"left\", \"right\"]", "opens = [\"left\"]", "step right: nothing leads to it"),
        ("times_max = 2", "", "one can go round for ever by ask"),
        ("times_max = 2", "times_max = 0", "a step that is never taken"),
        ("opens = [\"ask\"] # entry", "opens = [\"plan\"]", "nothing can begin with it"),
        ("opens = [\"ask\"] # entry", "opens = [\"nowhere\"]", "there is no step nowhere"),
        ("score = \"pain\"", "score = \"joy\"", "no questionnaire gives a score joy"),
        ("from = 4, to = 10", "from = 10, to = 4", "swap them"),
        ("code = \"again\"", "code = \"both\"", "the code is given twice"),
        ("id = \"right\"", "id = \"left\"", "the name is given twice"),
        ("sv = \"Fråga\"", "sv = \"\"", "write it in fi, sv and en"),
        ("version = 1", "version = 0", "the first version is 1"),
        ("age_min = 18", "age_min = 99\nage_max = 18", "age_min is above age_max"),
        (
            "opens = [\"left\", \"right\"]",
            "opens = [\"left\"]",
            "after ask both, left done nothing",
        ),
        (
            AGREED,
            "opens = [\"ask\"] # agreed",
            "after ask again, ask both the end cannot be reached",
        ),
    ];
    for (from, to, expected) in table {
        let said = with(from, to);
        assert!(said.iter().any(|one| one.contains(expected)), "{from} -> {to}: {said:?}");
    }
}

#[test]
fn all_faults_are_said_at_once() {
    let text = PATH.replace("sv = \"Fråga\"", "sv = \"\"").replace("\"pain\"", "\"joy\"");
    assert!(faults(&text).len() > 1);
}

#[test]
fn a_ladder_of_many_branches_is_checked_rung_by_rung() {
    let words = r#"{ fi = "A", sv = "A", en = "A" }"#;
    let head = PATH.split("[[step]]").next().unwrap().replace("\"ask\"", "\"rung-0\"");
    let step = |id: String, outcomes: String| {
        format!(
            "[[step]]\nid = \"{id}\"\ntitle = {words}\nowner = {{ at = \"county\", name = {words} }}\n{outcomes}"
        )
    };
    let outcome = |code: &str, then: String| {
        format!("[[step.outcome]]\ncode = \"{code}\"\ntitle = {words}\n{then}\n")
    };
    let opens = |id: String| format!("opens = [\"{id}\"]");
    let rung = |at: usize| {
        let both = outcome("left", opens(format!("left-{at}")))
            + &outcome("right", opens(format!("right-{at}")));
        let next = || outcome("on", opens(format!("rung-{}", at + 1)));
        step(format!("rung-{at}"), both)
            + &step(format!("left-{at}"), next())
            + &step(format!("right-{at}"), next())
    };
    let ladder: String = (0..40).map(rung).collect();
    let top = step("rung-40".to_owned(), outcome("done", "ends = true".to_owned()));
    assert_eq!(faults(&(head.clone() + &ladder + &top)), Vec::<String>::new());
    let round = step("rung-40".to_owned(), outcome("done", opens("rung-39".to_owned())));
    let said = faults(&(head + &ladder + &round));
    assert!(
        matches!(said.as_slice(), [one] if one.contains("go round for ever by rung-39, left-39, rung-40;")),
        "{said:?}"
    );
}

#[test]
fn unknown_words_are_no_path() {
    assert!(Path::parse(&PATH.replace("times_max", "times_most")).is_err());
    assert!(Path::parse(&PATH.replace("at = \"rescue\"", "at = \"circus\"")).is_err());
}

#[test]
fn what_goes_side_by_side_is_joined_and_counted() {
    let path = Path::parse(PATH).unwrap();
    let walk = path.enter();
    assert_eq!(open(&path, &walk), ["ask"]);
    let again = walk.finish(&path, "ask", "again").unwrap();
    assert_eq!(again.finish(&path, "ask", "again"), Err(Stuck::TakenOften));
    let ask = path.step("ask").unwrap();
    let left: Vec<_> = again.outcomes(&path, ask).map(|outcome| outcome.code.as_str()).collect();
    assert_eq!(left, ["both", "stop"]);
    let both = again.finish(&path, "ask", "both").unwrap();
    assert_eq!(open(&path, &both), ["left", "right"]);
    let half = both.finish(&path, "right", "done").unwrap();
    assert_eq!(open(&path, &half), ["left"]);
    assert_eq!(half.finish(&path, "plan", "agreed"), Err(Stuck::NotOpen));
    let joined = half.finish(&path, "left", "done").unwrap();
    assert_eq!(open(&path, &joined), ["plan"]);
    let over = joined.finish(&path, "plan", "agreed").unwrap();
    assert!(over.is_over() && open(&path, &over).is_empty());
    assert_eq!(over.finish(&path, "plan", "agreed"), Err(Stuck::Over));
    assert_eq!(walk.finish(&path, "nowhere", "done"), Err(Stuck::StepUnknown));
    assert_eq!(walk.finish(&path, "ask", "nothing"), Err(Stuck::OutcomeUnknown));
}

#[test]
fn a_result_suggests_and_both_bounds_belong_to_it() {
    let path = Path::parse(PATH).unwrap();
    let ask = path.step("ask").unwrap();
    for (value, expected) in [(3_999, 0), (4_000, 1), (10_000, 1), (10_001, 0)] {
        let results = [Reading { score: "pain".to_owned(), value }];
        assert_eq!(ask.suggested(&results).count(), expected, "{value}");
    }
}
