//! Whether answers fit their questionnaire: every fault at once, each at its question.

use super::{Answer, Answers, Item, Kind, Questionnaire};

/// What is wrong with the answers to one question.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// The question.
    pub link: String,
    /// What is wrong.
    pub fault: Fault,
}

/// What can be wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// There is no such question.
    Unknown,
    /// It is not asked with these answers.
    NotAsked,
    /// It has to be answered.
    Missing,
    /// It takes one answer.
    TooMany,
    /// The answer is of another kind, or none of those offered.
    DoesNotFit,
    /// It is below the least, in thousandths.
    Below(i64),
    /// It is above the most, in thousandths.
    Above(i64),
    /// It has more letters than this.
    TooLong(usize),
}

impl Questionnaire {
    /// What is wrong with answers that are all there will be.
    pub fn problems(&self, answers: &Answers) -> Vec<Problem> {
        let asked = self.asked(answers);
        let missing = |item: &&&Item| {
            let given = answers.get(&item.link).is_some_and(|given| !given.is_empty());
            item.required && item.is_question() && !item.hidden && !given
        };
        let missing = asked.iter().filter(missing);
        let missing =
            missing.map(|item| Problem { link: item.link.clone(), fault: Fault::Missing });
        let given = answers.iter().filter(|(_, given)| !given.is_empty());
        let wrong = given.filter_map(|(link, given)| {
            let fault = match self.item(link) {
                None => Some(Fault::Unknown),
                Some(_) if !asked.iter().any(|item| item.link == *link) => Some(Fault::NotAsked),
                Some(item) => item.fault(given),
            };
            fault.map(|fault| Problem { link: link.clone(), fault })
        });
        missing.chain(wrong).collect()
    }

    /// The answers without those to questions that are not asked.
    pub fn only_asked(&self, answers: &Answers) -> Answers {
        let asked = self.asked(answers);
        let mut kept = answers.clone();
        kept.retain(|link, _| asked.iter().any(|item| item.link == *link));
        kept
    }
}

impl Item {
    /// What is wrong with the answers to this question, as far as they go.
    pub fn fault(&self, answers: &[Answer]) -> Option<Fault> {
        if answers.len() > 1 && !self.repeats {
            return Some(Fault::TooMany);
        }
        answers.iter().find_map(|answer| self.fault_of(answer))
    }

    fn fault_of(&self, answer: &Answer) -> Option<Fault> {
        match (&self.kind, answer) {
            (Kind::YesNo, Answer::YesNo(_)) => None,
            (Kind::Choice(choices), Answer::Chosen(code)) => {
                let known = choices.iter().any(|choice| choice.code == *code);
                (!known).then_some(Fault::DoesNotFit)
            }
            (Kind::Number { min, max, parts, .. }, Answer::Number(number)) => {
                let below = min.filter(|min| number < min).map(Fault::Below);
                let above = max.filter(|max| number > max).map(Fault::Above);
                let part = (!parts && number % 1000 != 0).then_some(Fault::DoesNotFit);
                below.or(above).or(part)
            }
            (Kind::Words(most), Answer::Words(words)) => {
                (words.chars().count() > *most).then_some(Fault::TooLong(*most))
            }
            (
                Kind::Group
                | Kind::Display
                | Kind::YesNo
                | Kind::Choice(_)
                | Kind::Number { .. }
                | Kind::Words(_),
                Answer::YesNo(_) | Answer::Chosen(_) | Answer::Number(_) | Answer::Words(_),
            ) => Some(Fault::DoesNotFit),
        }
    }
}
