//! Questions on pages: how they are asked, and what a form answers.

use care::questionnaire::{Answer, Answers, Fault, Item, Kind, Questionnaire};

use super::visit::Visit;
use crate::components::questions::{Ask, Question};
use crate::say;
use crate::texts::{self, Language, Texts};

/// The name of a question in a form.
fn name(item: &Item) -> String {
    format!("answer-{}", item.link)
}

/// The questions with the answers so far; a group's text stands before its first question.
pub(super) fn shown(
    questionnaire: &Questionnaire,
    items: &[&Item],
    answers: &Answers,
    language: Language,
) -> Vec<Question> {
    let mut last = "";
    let mut shown = Vec::new();
    for item in items {
        let group = questionnaire.items.iter().find(|group| holds(group, &item.link));
        let before = group.filter(|group| group.link != last && group.link != item.link);
        last = group.map_or("", |group| &group.link);
        let given = answers.get(&item.link).map(Vec::as_slice).unwrap_or_default();
        shown.push(Question {
            name: name(item),
            before: before.map(|group| group.text.get(language).to_owned()),
            text: item.text.get(language).to_owned(),
            ask: ask(item, language),
            given: given.iter().map(written).collect(),
            optional: !item.required,
            fault: None,
        });
    }
    shown
}

fn holds(item: &Item, link: &str) -> bool {
    item.link == link || item.items.iter().any(|inner| holds(inner, link))
}

fn ask(item: &Item, language: Language) -> Ask {
    match &item.kind {
        Kind::Choice(choices) => {
            let choices = choices.iter();
            let choices = choices.map(|one| (one.code.clone(), one.text.get(language).to_owned()));
            if item.repeats { Ask::Several(choices.collect()) } else { Ask::One(choices.collect()) }
        }
        Kind::YesNo => {
            let t = texts::of(language);
            let yes = ("yes".to_owned(), say!(t, "questions-yes"));
            Ask::One(vec![yes, ("no".to_owned(), say!(t, "questions-no"))])
        }
        Kind::Number { unit, .. } => Ask::Number(unit.clone()),
        Kind::Words(_) | Kind::Group | Kind::Display => Ask::Words,
    }
}

/// An answer as a form sends it.
fn written(answer: &Answer) -> String {
    match answer {
        Answer::Chosen(code) => code.clone(),
        Answer::YesNo(true) => "yes".to_owned(),
        Answer::YesNo(false) => "no".to_owned(),
        Answer::Number(number) => decimal(*number, '.'),
        Answer::Words(words) => words.clone(),
    }
}

/// A number of thousandths, without needless zeros.
pub(super) fn decimal(number: i64, point: char) -> String {
    let (sign, size) =
        if number < 0 { ("-", number.unsigned_abs()) } else { ("", number.unsigned_abs()) };
    let parts = format!("{:03}", size % 1000);
    match parts.trim_end_matches('0') {
        "" => format!("{sign}{}", size / 1000),
        parts => format!("{sign}{}{point}{parts}", size / 1000),
    }
}

/// An answer in words of a language.
pub(super) fn told(item: &Item, answers: &[Answer], language: Language) -> String {
    let t = texts::of(language);
    let one = |answer: &Answer| match (&item.kind, answer) {
        (Kind::Choice(choices), Answer::Chosen(code)) => {
            let choice = choices.iter().find(|choice| choice.code == *code);
            choice.map_or(code.clone(), |choice| choice.text.get(language).to_owned())
        }
        (_, Answer::YesNo(true)) => say!(t, "questions-yes"),
        (_, Answer::YesNo(false)) => say!(t, "questions-no"),
        (Kind::Number { unit, .. }, Answer::Number(number)) => {
            format!("{} {unit}", number_told(*number, language)).trim_end().to_owned()
        }
        (_, Answer::Number(number)) => number_told(*number, language),
        (_, Answer::Words(words) | Answer::Chosen(words)) => words.clone(),
    };
    answers.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// A number of thousandths as a language writes it.
pub(super) fn number_told(number: i64, language: Language) -> String {
    let point = match language {
        Language::Fi | Language::Sv => ',',
        Language::En => '.',
    };
    decimal(number, point)
}

/// What a form answers to some questions; the faults are left in the questions.
pub(super) fn read(visit: &Visit, items: &[&Item], questions: &mut [Question]) -> Answers {
    let t = texts::of(visit.language);
    let mut answers = Answers::new();
    for (item, question) in items.iter().zip(questions) {
        let sent: Vec<&str> = visit.texts(&question.name).filter(|text| !text.is_empty()).collect();
        question.given = sent.iter().map(|text| (*text).to_owned()).collect();
        let read = sent.iter().map(|text| answer(item, text)).collect::<Option<Vec<_>>>();
        let fault = match &read {
            None => Some(Fault::DoesNotFit),
            Some(given) if given.is_empty() && item.required => Some(Fault::Missing),
            Some(given) => item.fault(given),
        };
        match (fault, read) {
            (Some(fault), _) => question.fault = Some(fault_told(t, fault, item, visit.language)),
            (None, Some(given)) => drop(answers.insert(item.link.clone(), given)),
            (None, None) => {}
        }
    }
    answers
}

fn answer(item: &Item, text: &str) -> Option<Answer> {
    match &item.kind {
        Kind::YesNo => match text {
            "yes" => Some(Answer::YesNo(true)),
            "no" => Some(Answer::YesNo(false)),
            _ => None,
        },
        Kind::Choice(_) => Some(Answer::Chosen(text.to_owned())),
        Kind::Number { .. } => {
            let number = fhir::questionnaire::thousandths(&text.trim().replace(',', "."));
            number.map(Answer::Number)
        }
        Kind::Words(_) => Some(Answer::Words(text.replace("\r\n", "\n"))),
        Kind::Group | Kind::Display => None,
    }
}

fn fault_told(t: &Texts, fault: Fault, item: &Item, language: Language) -> String {
    match fault {
        Fault::Missing => match &item.kind {
            Kind::Choice(_) | Kind::YesNo => say!(t, "questions-fault-choose"),
            Kind::Number { .. } | Kind::Words(_) | Kind::Group | Kind::Display => {
                say!(t, "questions-fault-missing")
            }
        },
        Fault::Below(least) => {
            say!(t, "questions-fault-below", least = number_told(least, language))
        }
        Fault::Above(most) => say!(t, "questions-fault-above", most = number_told(most, language)),
        Fault::TooLong(most) => {
            say!(t, "questions-fault-long", most = i64::try_from(most).unwrap_or(i64::MAX))
        }
        Fault::DoesNotFit | Fault::TooMany | Fault::Unknown | Fault::NotAsked => match &item.kind {
            Kind::Number { .. } => say!(t, "questions-fault-number"),
            Kind::Choice(_) | Kind::YesNo | Kind::Words(_) | Kind::Group | Kind::Display => {
                say!(t, "questions-fault-choose")
            }
        },
    }
}
