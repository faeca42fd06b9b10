//! The three languages of the house, and a text written in all of them.
//! Invariant: a `Text` is never missing a language; a hole is a problem found when it is loaded.

use serde::{Deserialize, Serialize};

/// A language a person is served in: Finnish and Swedish by law, English by choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Finnish, *suomi*: the source of every text.
    Fi,
    /// Swedish, *svenska*.
    Sv,
    /// English.
    En,
}

impl Language {
    /// Every language, the source first.
    pub const ALL: [Self; 3] = [Self::Fi, Self::Sv, Self::En];

    /// The ISO 639-1 code, as it stands in an address and in `lang=`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Fi => "fi",
            Self::Sv => "sv",
            Self::En => "en",
        }
    }

    /// Reads a language tag such as `sv`, `SV` or `sv-FI`; anything else is `None`.
    pub fn parse(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next()?;
        Self::ALL.into_iter().find(|language| primary.eq_ignore_ascii_case(language.code()))
    }
}

/// One text in every language of the house.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// In Finnish.
    pub fi: Box<str>,
    /// In Swedish.
    pub sv: Box<str>,
    /// In English.
    pub en: Box<str>,
}

impl Text {
    /// The text in `language`.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Fi => &self.fi,
            Language::Sv => &self.sv,
            Language::En => &self.en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_as_browsers_and_registers_write_them() {
        for (tag, language) in [
            ("fi", Some(Language::Fi)),
            ("FI", Some(Language::Fi)),
            ("sv-FI", Some(Language::Sv)),
            ("en_GB", Some(Language::En)),
            (" sv ", Some(Language::Sv)),
            ("fin", None),
            ("se", None),
            ("", None),
        ] {
            assert_eq!(Language::parse(tag), language, "{tag:?}");
        }
        for language in Language::ALL {
            assert_eq!(Language::parse(language.code()), Some(language));
        }
    }
}
