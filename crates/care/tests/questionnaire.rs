//! Answers on a case: what an alarming answer opens, who ends it, and what a code still opens.
#![expect(clippy::unwrap_used, reason = "a failing test says so")]
#![expect(clippy::panic, reason = "a fact that does not belong is a failing test")]

#[path = "fixture/one_case.rs"]
mod one_case;

use std::sync::Arc;

use care::decide::{
    AnswerQuestions, AttachAnswers, BeginFilling, CareFact, Command, HandleSafety, World, decide,
};
use care::id::{FilledId, PersonId, ProfessionalId};
use care::language::{Language, Text};
use care::questionnaire::{
    Answer, Answers, Choice, Filled, FilledFact, Item, Kind, Meaning, Questionnaire, SafetyRule,
    When,
};
use care::refusal::Refusal;
use care::stream::Stream;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use uuid::Uuid;

use crate::one_case::CASE;

const NURSE: ProfessionalId = ProfessionalId(Uuid::from_u128(7));
const FILLED: FilledId = FilledId(Uuid::from_u128(3));

fn questionnaire() -> Arc<Questionnaire> {
    let choice = |ordinal: i64| Choice {
        code: ordinal.to_string(),
        text: Text::default(),
        ordinal: Some(ordinal),
    };
    let item = Item {
        link: "harm".into(),
        text: Text::default(),
        kind: Kind::Choice((0..4).map(choice).collect()),
        required: true,
        repeats: false,
        hidden: false,
        when: When::Always,
        initial: Vec::new(),
        items: Vec::new(),
    };
    let safety = vec![SafetyRule { item: "harm".into(), above: 0 }];
    let meaning = Meaning { safety, ..Meaning::default() };
    let (name, version) = ("harm".to_owned(), "1".to_owned());
    Arc::new(Questionnaire {
        name,
        version,
        items: vec![item],
        meaning,
        ..Questionnaire::default()
    })
}

/// A world with one case, and what happens in it.
struct Day {
    world: World,
    now: Timestamp,
}

impl Day {
    fn begin() -> Self {
        let now: Timestamp = "2026-11-26T06:00:00Z".parse().unwrap();
        let world = one_case::world(now);
        Self { world, now }
    }

    fn act(&mut self, command: &Command) -> Result<(), Refusal> {
        for (stream, _, fact) in decide(&self.world, command, self.now)?.facts {
            match (stream, fact) {
                (Stream::Case(case), CareFact::Case(fact)) => {
                    self.world.cases.get_mut(&case).unwrap().apply(self.now, fact);
                }
                (Stream::Filled(id), CareFact::Filled(fact)) => self.filled(id, fact),
                (stream, fact) => panic!("{stream}: {fact:?}"),
            }
        }
        Ok(())
    }

    fn filled(&mut self, id: FilledId, fact: FilledFact) {
        let now = self.now;
        match (self.world.filled.get_mut(&id), fact) {
            (None, fact) => {
                drop(self.world.filled.insert(id, Filled::fold(id, [(now, fact)]).unwrap()));
            }
            (Some(filled), FilledFact::QuestionsAnswered { answers }) => {
                filled.answers.extend(answers);
            }
            (Some(filled), FilledFact::FillingEnded) => filled.ended_at = Some(now),
            (Some(filled), FilledFact::FillingAttached { case }) => filled.case = Some(case),
            (Some(_), FilledFact::FillingBegun { .. }) => panic!("begun twice"),
        }
    }

    fn begins(&mut self, days: i64) -> Result<(), Refusal> {
        self.act(&Command::BeginFilling(BeginFilling {
            filled: FILLED,
            sealed_by: PersonId(Uuid::from_u128(11)),
            questionnaire: questionnaire(),
            language: Language::Fi,
            until_at: self.now + SignedDuration::from_hours(24 * days),
        }))
    }

    fn answers(&mut self, code: &str) -> Result<(), Refusal> {
        let answers = answers(code);
        let (filled, ends) = (FILLED, true);
        let questionnaire = questionnaire();
        self.act(&Command::AnswerQuestions(AnswerQuestions {
            filled,
            questionnaire,
            answers,
            ends,
        }))
    }

    fn attaches(&mut self, filled: Option<FilledId>, code: &str) -> Result<(), Refusal> {
        let (questionnaire, answers) = (questionnaire(), answers(code));
        let attach = AttachAnswers { case: CASE, filled, questionnaire, answers, by: NURSE };
        self.act(&Command::AttachAnswers(attach))
    }

    fn handles(&mut self, done: &str) -> Result<(), Refusal> {
        let handle = HandleSafety { case: CASE, by: NURSE, done: done.to_owned() };
        self.act(&Command::HandleSafety(handle))
    }
}

fn answers(code: &str) -> Answers {
    Answers::from([("harm".to_owned(), vec![Answer::Chosen(code.to_owned())])])
}

#[test]
fn a_code_opens_once_and_not_after_its_time() {
    let mut day = Day::begin();
    assert_eq!(day.attaches(Some(FILLED), "0"), Err(Refusal::CodeUnknown));
    day.begins(30).unwrap();
    assert_eq!(day.begins(30), Err(Refusal::CodeUnknown), "a code is nobody else's");
    assert_eq!(day.answers("9"), Err(Refusal::AnswersDoNotFit));
    day.answers("2").unwrap();
    let begun = day.now;
    day.now = begun + SignedDuration::from_hours(24 * 30);
    assert_eq!(day.attaches(Some(FILLED), "0"), Err(Refusal::CodeUnknown));
    day.now -= SignedDuration::from_mins(1);
    day.attaches(Some(FILLED), "0").unwrap();
    assert_eq!(day.attaches(Some(FILLED), "0"), Err(Refusal::AttachedAlready));
    assert_eq!(day.answers("0"), Err(Refusal::AttachedAlready));
    let (_, result) = day.world.cases[&CASE].results.first().unwrap();
    assert_eq!(result.answers, answers("2"), "its own answers, not those of the form");
    assert_eq!(result.answered_at, begun);
}

proptest! {
    #[test]
    fn a_safety_step_is_open_from_an_alarming_answer_until_somebody_says_what_was_done(
        events in proptest::collection::vec((0..5_i64, 0..4_i64), 1..30)
    ) {
        let mut day = Day::begin();
        let (mut open, mut attached) = (false, 0);
        for (event, ordinal) in events {
            day.now += SignedDuration::from_mins(5);
            match event {
                0..3 => {
                    day.attaches(None, &ordinal.to_string()).unwrap();
                    open |= ordinal > 0;
                    attached += 1;
                }
                3 => prop_assert_eq!(
                    day.handles("  ").err(),
                    Some(if open { Refusal::NoWords } else { Refusal::SafetyDone })
                ),
                _ => {
                    prop_assert_eq!(day.handles("Asked.").is_ok(), open);
                    open = false;
                }
            }
            let case = &day.world.cases[&CASE];
            prop_assert_eq!(case.safety_since().is_some(), open);
            prop_assert_eq!(case.results.len(), attached);
        }
    }
}
