//! What answers mean: scores with their bands, and the answers that a professional must see the same
//! day. A score orders thoughts; it never decides, and a client never gets it bare.

use serde::{Deserialize, Deserializer, Serialize};

use super::{Answer, Answers, Kind, Questionnaire};
use crate::language::Text;

/// What the answers of one questionnaire mean.
#[derive(Clone, PartialEq, Eq, Default, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meaning {
    /// Whether somebody who answers for the wording has checked every language.
    pub verified: bool,
    /// Whether anybody may fill it in without signing in.
    #[serde(default)]
    pub open_to_all: bool,
    /// Where the scores and their bands stand.
    pub source: String,
    /// The scores.
    #[serde(default, rename = "score")]
    pub scores: Vec<Score>,
    /// The safety rules.
    #[serde(default)]
    pub safety: Vec<SafetyRule>,
    /// Which way of working together two scores suggest.
    #[serde(default)]
    pub segments: Option<Segments>,
}

/// Two axes, complexity of the situation and resources for everyday life, and the way of working together that
/// each quarter suggests (*asiakkuuspolku, klientväg*). They order how care is arranged, never what care.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Segments {
    /// How complex the situation is.
    pub complexity: Axis,
    /// What resources there are.
    pub resources: Axis,
    /// A clear situation and resources (*omatoimiasiakkuus*).
    pub self_directed: Segment,
    /// A complex situation and resources (*yhteistyöasiakkuus*).
    pub cooperation: Segment,
    /// A clear situation and few resources (*yhteisöasiakkuus*).
    pub community: Segment,
    /// A complex situation and few resources (*verkostoasiakkuus*).
    pub network: Segment,
}

/// One axis.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Axis {
    /// The score that is read.
    pub score: String,
    /// From which value on it is high, in thousandths.
    #[serde(deserialize_with = "thousandths")]
    pub high_from: i64,
}

/// One way of working together.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Segment {
    /// What it is called.
    pub title: Text,
    /// What it means, said to the client.
    pub text: Text,
}

impl Segments {
    /// The way that scores suggest; nothing until both axes are read.
    pub fn of(&self, readings: &[Reading]) -> Option<&Segment> {
        let is_high = |axis: &Axis| {
            let reading = readings.iter().find(|reading| reading.score == axis.score);
            reading.map(|reading| reading.value >= axis.high_from)
        };
        Some(match (is_high(&self.complexity)?, is_high(&self.resources)?) {
            (false, true) => &self.self_directed,
            (true, true) => &self.cooperation,
            (false, false) => &self.community,
            (true, false) => &self.network,
        })
    }
}

/// A score: the sum of what some answers count for.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Score {
    /// Its name; the same name is the same curve over time.
    pub name: String,
    /// What it is called.
    pub title: Text,
    /// The questions that count.
    pub items: Vec<String>,
    /// The most that it can be, in thousandths; absent for a measure.
    #[serde(default, deserialize_with = "maybe_thousandths")]
    pub most: Option<i64>,
    /// What it may tell, from the lowest band up.
    #[serde(default, rename = "band")]
    pub bands: Vec<Band>,
}

/// What a score may tell from a value on.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// The least value, in thousandths.
    #[serde(deserialize_with = "thousandths")]
    pub from: i64,
    /// What it may tell.
    pub text: Text,
}

/// An answer that opens a step on the same day.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SafetyRule {
    /// The question.
    pub item: String,
    /// What its answer has to count for more than, in thousandths.
    #[serde(deserialize_with = "thousandths")]
    pub above: i64,
}

/// A score as it was reckoned, in thousandths.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reading {
    /// Which score.
    pub score: String,
    /// Its value.
    pub value: i64,
}

/// A number as people write it in content, in thousandths.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Whole(i64),
    Parts(f64),
}

#[expect(clippy::cast_possible_truncation, reason = "content holds small numbers")]
pub(crate) fn thousandths<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    Ok(match Written::deserialize(deserializer)? {
        Written::Whole(number) => number.saturating_mul(1000),
        Written::Parts(number) => (number * 1000.0).round() as i64,
    })
}

pub(crate) fn maybe_thousandths<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<i64>, D::Error> {
    thousandths(deserializer).map(Some)
}

impl Meaning {
    /// What is wrong with it, beside its questionnaire.
    pub fn faults(&self, questionnaire: &Questionnaire) -> Vec<String> {
        let counted = self.scores.iter().flat_map(|score| &score.items);
        let named = counted.chain(self.safety.iter().map(|rule| &rule.item));
        let unknown = named.filter(|link| questionnaire.item(link).is_none());
        let unknown =
            unknown.map(|link| format!("no question is called {link:?}; name one that is"));
        let axes = self.segments.iter().flat_map(|one| [&one.complexity, &one.resources]);
        let read = |axis: &&Axis| self.scores.iter().any(|score| score.name == axis.score);
        let unread = axes.filter(|axis| !read(axis));
        let unread =
            unread.map(|axis| format!("no score is called {:?}; name one that is", axis.score));
        unknown.chain(unread).collect()
    }
}

impl Score {
    /// The band of a value.
    pub fn band(&self, value: i64) -> Option<&Band> {
        self.bands.iter().rev().find(|band| band.from <= value)
    }
}

impl Questionnaire {
    /// The scores whose questions are all answered.
    pub fn readings(&self, answers: &Answers) -> Vec<Reading> {
        let answers = self.only_asked(answers);
        let read = |score: &Score| {
            let counts = score.items.iter().map(|link| self.counts(link, &answers));
            let value = counts.sum::<Option<i64>>()?;
            Some(Reading { score: score.name.clone(), value })
        };
        self.meaning.scores.iter().filter_map(read).collect()
    }

    /// The questions whose answers a professional must see the same day.
    pub fn alarms(&self, answers: &Answers) -> Vec<String> {
        let answers = self.only_asked(answers);
        let rings = |rule: &&SafetyRule| {
            self.counts(&rule.item, &answers).is_some_and(|counts| counts > rule.above)
        };
        self.meaning.safety.iter().filter(rings).map(|rule| rule.item.clone()).collect()
    }

    /// What the answer to a question counts for, in thousandths.
    fn counts(&self, link: &str, answers: &Answers) -> Option<i64> {
        let (item, given) = (self.item(link)?, answers.get(link)?);
        if given.is_empty() {
            return None;
        }
        let count = |answer: &Answer| match (&item.kind, answer) {
            (Kind::Choice(choices), Answer::Chosen(code)) => {
                let chosen = choices.iter().find(|choice| choice.code == *code)?;
                chosen.ordinal.map(|ordinal| ordinal * 1000)
            }
            (Kind::Number { .. }, Answer::Number(number)) => Some(*number),
            (Kind::YesNo, Answer::YesNo(yes)) => Some(if *yes { 1000 } else { 0 }),
            (
                Kind::Group
                | Kind::Display
                | Kind::YesNo
                | Kind::Choice(_)
                | Kind::Number { .. }
                | Kind::Words(_),
                Answer::Chosen(_) | Answer::YesNo(_) | Answer::Number(_) | Answer::Words(_),
            ) => None,
        };
        given.iter().map(count).sum()
    }
}
