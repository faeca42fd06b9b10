//! The engine over tables: conditions, faults, scores and alarms.

use super::*;
use crate::language::Language;

fn item(link: &str, kind: Kind, when: When) -> Item {
    Item {
        link: link.to_owned(),
        text: Text::default(),
        kind,
        required: true,
        repeats: false,
        hidden: false,
        when,
        initial: Vec::new(),
        items: Vec::new(),
    }
}

fn number(link: &str, when: When) -> Item {
    let kind = Kind::Number { min: Some(0), max: Some(9000), parts: false, unit: String::new() };
    item(link, kind, when)
}

fn scale(link: &str) -> Item {
    let choice = |ordinal: i64| Choice {
        code: ordinal.to_string(),
        text: Text::default(),
        ordinal: Some(ordinal),
    };
    item(link, Kind::Choice((0..4).map(choice).collect()), When::Always)
}

fn when(link: &str, test: Test) -> Condition {
    Condition { link: link.to_owned(), test }
}

fn answers(given: &[(&str, Answer)]) -> Answers {
    given.iter().map(|(link, answer)| ((*link).to_owned(), vec![answer.clone()])).collect()
}

#[test]
fn every_operator_says_when_a_question_is_asked() {
    let table = [
        (Operator::Equal, [false, true, false]),
        (Operator::NotEqual, [true, false, true]),
        (Operator::Greater, [false, false, true]),
        (Operator::Less, [true, false, false]),
        (Operator::GreaterOrEqual, [false, true, true]),
        (Operator::LessOrEqual, [true, true, false]),
    ];
    for (operator, expected) in table {
        let test = Test::Compare(operator, Answer::Number(2000));
        for (given, expected) in [1000, 2000, 3000].into_iter().zip(expected) {
            assert_eq!(test.holds(&[Answer::Number(given)]), expected, "{given} {operator:?} 2000");
        }
        assert!(!test.holds(&[]), "no answer is not {operator:?} anything");
    }
    assert!(Test::Exists(true).holds(&[Answer::YesNo(false)]));
    assert!(Test::Exists(false).holds(&[]));
    assert!(!Test::Exists(false).holds(&[Answer::YesNo(false)]));
}

#[test]
fn all_and_any_and_what_is_not_asked_counts_as_unanswered() {
    let over = |link| when(link, Test::Compare(Operator::Greater, Answer::Number(0)));
    let questionnaire = Questionnaire {
        items: vec![
            number("a", When::Always),
            number("b", When::All(vec![over("a")])),
            number("all", When::All(vec![over("a"), over("b")])),
            number("any", When::Any(vec![over("a"), over("b")])),
            number("none", When::All(vec![when("b", Test::Exists(false))])),
        ],
        ..Questionnaire::default()
    };
    let asked = |a: i64, b: i64| {
        let given = answers(&[("a", Answer::Number(a)), ("b", Answer::Number(b))]);
        let asked = questionnaire.asked(&given);
        asked.into_iter().map(|item| item.link.as_str()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(asked(1000, 1000), "a b all any");
    assert_eq!(asked(1000, 0), "a b any");
    // The answer to b is left over from before a was changed: it counts no more.
    assert_eq!(asked(0, 1000), "a none");
}

#[test]
fn every_fault_is_told_at_once_at_its_question() {
    let mut words = item("words", Kind::Words(3), When::Always);
    words.required = false;
    let questionnaire = Questionnaire {
        items: vec![number("low", When::Always), scale("scale"), words, scale("missing")],
        ..Questionnaire::default()
    };
    let given = answers(&[
        ("low", Answer::Number(-1000)),
        ("scale", Answer::Chosen("7".into())),
        ("words", Answer::Words("four".into())),
        ("stranger", Answer::YesNo(true)),
    ]);
    let mut found: Vec<_> = questionnaire
        .problems(&given)
        .into_iter()
        .map(|problem| (problem.link, problem.fault))
        .collect();
    found.sort_by(|one, other| one.0.cmp(&other.0));
    assert_eq!(
        found,
        [
            ("low".to_owned(), Fault::Below(0)),
            ("missing".to_owned(), Fault::Missing),
            ("scale".to_owned(), Fault::DoesNotFit),
            ("stranger".to_owned(), Fault::Unknown),
            ("words".to_owned(), Fault::TooLong(3)),
        ]
    );
    assert_eq!(number("n", When::Always).fault(&[Answer::Number(500)]), Some(Fault::DoesNotFit));
    assert_eq!(scale("n").fault(&vec![Answer::Chosen("1".into()); 2]), Some(Fault::TooMany));
}

#[test]
fn a_score_needs_all_its_answers_and_an_alarm_only_its_own() {
    let score = Score {
        name: "sum".into(),
        title: Text::default(),
        items: vec!["one".into(), "two".into()],
        most: Some(6000),
        bands: [0, 3000].map(|from| Band { from, text: Text::default() }).into(),
    };
    let questionnaire = Questionnaire {
        items: vec![scale("one"), scale("two")],
        meaning: Meaning {
            scores: vec![score.clone()],
            safety: vec![SafetyRule { item: "two".into(), above: 0 }],
            ..Meaning::default()
        },
        ..Questionnaire::default()
    };
    let chosen = |ordinal: i64| Answer::Chosen(ordinal.to_string());
    for one in 0..4 {
        for two in 0..4 {
            let given = answers(&[("one", chosen(one)), ("two", chosen(two))]);
            let value = (one + two) * 1000;
            assert_eq!(questionnaire.readings(&given), [Reading { score: "sum".into(), value }]);
            assert_eq!(questionnaire.alarms(&given).is_empty(), two == 0);
            let from = if one + two >= 3 { 3000 } else { 0 };
            assert_eq!(score.band(value).map(|band| band.from), Some(from));
        }
    }
    let half = answers(&[("two", chosen(1))]);
    assert_eq!(questionnaire.readings(&half), []);
    assert_eq!(questionnaire.alarms(&half), ["two"]);
}

#[test]
fn two_axes_suggest_a_way_once_both_are_read() {
    let axis = |score: &str| Axis { score: score.into(), high_from: 6000 };
    let segment = |name: &str| Segment {
        title: Text { fi: name.into(), ..Text::default() },
        text: Text::default(),
    };
    let segments = Segments {
        complexity: axis("complexity"),
        resources: axis("resources"),
        self_directed: segment("self-directed"),
        cooperation: segment("cooperation"),
        community: segment("community"),
        network: segment("network"),
    };
    let reading = |score: &str, value| Reading { score: score.into(), value };
    for (complexity, resources, expected) in [
        (5000, 6000, "self-directed"),
        (6000, 6000, "cooperation"),
        (0, 5000, "community"),
        (12_000, 0, "network"),
    ] {
        let read = [reading("resources", resources), reading("complexity", complexity)];
        let found = segments.of(&read).map(|segment| segment.title.get(Language::Fi));
        assert_eq!(found, Some(expected));
    }
    assert_eq!(segments.of(&[reading("resources", 1000)]), None);
    let meaning = Meaning { segments: Some(segments), ..Meaning::default() };
    assert_eq!(meaning.faults(&Questionnaire::default()).len(), 2, "no such scores");
}
