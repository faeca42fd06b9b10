//! What the people of the demo county say and write, by language.

use std::collections::BTreeMap;

use care::code::Topic;
use care::language::Language;
use serde::Deserialize;

use super::random::Dice;

/// All sentences.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    topic: BTreeMap<Topic, Voices>,
    told: Told,
    note: Notes,
}

/// Sentences by language.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Voices {
    fi: Vec<String>,
    sv: Vec<String>,
    #[serde(default)]
    en: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    advice: Voices,
    emergency: Voices,
    appointment: Voices,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Notes {
    assessment: Voices,
    visit: Voices,
    further: Voices,
}

/// The moment for which there is something to say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Moment {
    /// The client is told that advice was enough.
    Advised,
    /// The client is told to go to emergency care.
    SentToEmergency,
    /// The client is told that a time is needed.
    Promised,
    /// A professional writes about an assessment.
    Assessment,
    /// A professional writes about a visit.
    Visit,
    /// A professional writes that somebody else is needed.
    Further,
}

impl Words {
    /// The sentences that the binary carries.
    pub(super) fn embedded() -> anyhow::Result<Self> {
        let words: Self = toml::from_str(include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../content/county/words.toml"
        )))?;
        for topic in Topic::ALL {
            anyhow::ensure!(words.topic.contains_key(topic), "no words for {}", topic.code());
        }
        Ok(words)
    }

    /// A resident's words about a matter.
    pub(super) fn about(&self, dice: &mut Dice, topic: Topic, language: Language) -> String {
        self.topic.get(&topic).map_or_else(String::new, |voices| voices.one(dice, language))
    }

    /// What is told or written at a moment. Notes are never English: then they are Finnish.
    pub(super) fn at(&self, dice: &mut Dice, moment: Moment, language: Language) -> String {
        let voices = match moment {
            Moment::Advised => &self.told.advice,
            Moment::SentToEmergency => &self.told.emergency,
            Moment::Promised => &self.told.appointment,
            Moment::Assessment => &self.note.assessment,
            Moment::Visit => &self.note.visit,
            Moment::Further => &self.note.further,
        };
        voices.one(dice, language)
    }
}

impl Voices {
    fn one(&self, dice: &mut Dice, language: Language) -> String {
        let own = match language {
            Language::Fi => &self.fi,
            Language::Sv => &self.sv,
            Language::En => &self.en,
        };
        let list = if own.is_empty() { &self.fi } else { own };
        dice.pick(list).cloned().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn residents_have_words_for_every_topic_in_every_language() {
        let words = Words::embedded().unwrap();
        for voices in words.topic.values() {
            assert!(voices.fi.len() >= 6 && voices.fi.len() == voices.sv.len());
            assert_eq!(voices.fi.len(), voices.en.len());
        }
        for voices in [&words.told.advice, &words.told.emergency, &words.told.appointment] {
            assert!(!voices.fi.is_empty() && !voices.sv.is_empty() && !voices.en.is_empty());
        }
    }

    #[test]
    fn a_note_falls_back_to_finnish() {
        let words = Words::embedded().unwrap();
        let note = words.at(&mut Dice::new(1, "note"), Moment::Further, Language::En);
        assert_eq!(note, words.note.further.fi[0]);
    }
}
