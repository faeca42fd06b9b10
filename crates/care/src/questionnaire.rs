//! Questionnaires: what is asked, when, and which answers fit. The engine below is pure and knows no
//! instrument; the instruments are content, and so are their scores and safety rules.

mod check;
mod filled;
mod meaning;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use self::check::{Fault, Problem};
pub use self::filled::{Attached, Filled, FilledFact, SafetyStep};
pub use self::meaning::{Axis, Band, Meaning, Reading, SafetyRule, Score, Segment, Segments};
pub(crate) use self::meaning::{maybe_thousandths, thousandths};
use crate::language::Text;

/// One version of one questionnaire.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Questionnaire {
    /// The name of its folder.
    pub name: String,
    /// Which version.
    pub version: String,
    /// What it is called.
    pub title: Text,
    /// Whose it is, and on which terms it may be used.
    pub credit: Text,
    /// What is asked, in order.
    pub items: Vec<Item>,
    /// What the answers mean.
    pub meaning: Meaning,
}

/// A question, or a group of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Item {
    /// Its name inside the questionnaire.
    pub link: String,
    /// What is asked or said.
    pub text: Text,
    /// Which answers fit.
    pub kind: Kind,
    /// Whether it has to be answered.
    pub required: bool,
    /// Whether it takes several answers.
    pub repeats: bool,
    /// Whether nobody sees it.
    pub hidden: bool,
    /// When it is asked.
    pub when: When,
    /// What is answered unless somebody says otherwise.
    pub initial: Vec<Answer>,
    /// What it holds.
    pub items: Vec<Item>,
}

/// Which answers fit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Kind {
    /// None: it holds others.
    Group,
    /// None: it is only read.
    Display,
    /// Yes or no.
    YesNo,
    /// One of these, or several where it repeats.
    Choice(Vec<Choice>),
    /// A number.
    Number {
        /// The least, in thousandths.
        min: Option<i64>,
        /// The most, in thousandths.
        max: Option<i64>,
        /// Whether parts of one fit too.
        parts: bool,
        /// The unit, as it is written behind the number.
        unit: String,
    },
    /// Own words, at most so many letters.
    Words(usize),
}

/// One answer to choose.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    /// Its code.
    pub code: String,
    /// What it says.
    pub text: Text,
    /// What it counts for.
    pub ordinal: Option<i64>,
}

/// When a question is asked.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub enum When {
    /// Always.
    #[default]
    Always,
    /// When all of these hold.
    All(Vec<Condition>),
    /// When one of these holds.
    Any(Vec<Condition>),
}

/// What has to hold of an earlier answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Condition {
    /// The question.
    pub link: String,
    /// What of its answers.
    pub test: Test,
}

/// What a condition says of the answers to its question; one fitting answer is enough.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Test {
    /// There is an answer, or there is none.
    Exists(bool),
    /// It stands so to this answer.
    Compare(Operator, Answer),
}

/// How two answers stand to each other.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Operator {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `>`
    Greater,
    /// `<`
    Less,
    /// `>=`
    GreaterOrEqual,
    /// `<=`
    LessOrEqual,
}

/// One answer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// The code of a choice.
    Chosen(String),
    /// Yes or no.
    YesNo(bool),
    /// A number in thousandths.
    Number(i64),
    /// Own words.
    Words(String),
}

/// The answers so far, by question.
pub type Answers = BTreeMap<String, Vec<Answer>>;

impl Test {
    fn holds(&self, answers: &[Answer]) -> bool {
        match self {
            Self::Exists(wanted) => answers.is_empty() != *wanted,
            Self::Compare(operator, with) => {
                answers.iter().any(|answer| operator.holds(answer, with))
            }
        }
    }
}

impl Operator {
    fn holds(self, answer: &Answer, with: &Answer) -> bool {
        let order = match (answer, with) {
            (Answer::Number(one), Answer::Number(other)) => Some(one.cmp(other)),
            (
                Answer::Chosen(_) | Answer::YesNo(_) | Answer::Words(_) | Answer::Number(_),
                Answer::Chosen(_) | Answer::YesNo(_) | Answer::Words(_) | Answer::Number(_),
            ) => None,
        };
        match self {
            Self::Equal => answer == with,
            Self::NotEqual => answer != with,
            // Only numbers have an order.
            Self::Greater => order.is_some_and(std::cmp::Ordering::is_gt),
            Self::Less => order.is_some_and(std::cmp::Ordering::is_lt),
            Self::GreaterOrEqual => order.is_some_and(std::cmp::Ordering::is_ge),
            Self::LessOrEqual => order.is_some_and(std::cmp::Ordering::is_le),
        }
    }
}

impl Item {
    /// Whether it is answered rather than read.
    pub fn is_question(&self) -> bool {
        !matches!(self.kind, Kind::Group | Kind::Display)
    }
}

impl Questionnaire {
    /// All items in order, each before what it holds.
    pub fn every(&self) -> Vec<&Item> {
        fn add<'i>(items: &'i [Item], all: &mut Vec<&'i Item>) {
            for item in items {
                all.push(item);
                add(&item.items, all);
            }
        }
        let mut all = Vec::new();
        add(&self.items, &mut all);
        all
    }

    /// One item.
    pub fn item(&self, link: &str) -> Option<&Item> {
        self.every().into_iter().find(|item| item.link == link)
    }

    /// The items that are asked with these answers. Conditions look at earlier questions only, and an
    /// answer to a question that is not asked counts as none, so one pass is enough.
    pub fn asked(&self, answers: &Answers) -> Vec<&Item> {
        let mut asked = Vec::new();
        ask(&self.items, answers, &mut asked);
        asked
    }

    /// The questions that somebody sees and answers, in order.
    pub fn questions(&self, answers: &Answers) -> Vec<&Item> {
        let asked = self.asked(answers);
        asked.into_iter().filter(|item| item.is_question() && !item.hidden).collect()
    }

    /// The answers that are there from the beginning.
    pub fn initial(&self) -> Answers {
        let given = |item: &&Item| !item.initial.is_empty();
        let items = self.every().into_iter().filter(given);
        items.map(|item| (item.link.clone(), item.initial.clone())).collect()
    }
}

fn ask<'i>(items: &'i [Item], answers: &Answers, asked: &mut Vec<&'i Item>) {
    for item in items {
        let holds = |condition: &Condition| {
            let open = asked.iter().any(|earlier| earlier.link == condition.link);
            let given = answers.get(&condition.link).filter(|_| open);
            condition.test.holds(given.map_or(&[], Vec::as_slice))
        };
        let shown = match &item.when {
            When::Always => true,
            When::All(conditions) => conditions.iter().all(holds),
            When::Any(conditions) => conditions.iter().any(holds),
        };
        if shown {
            asked.push(item);
            ask(&item.items, answers, asked);
        }
    }
}
