//! Texts that repeat, kept once and stood for by a number. Number nought is what is not known.

use std::collections::HashMap;
use std::sync::Arc;

use crate::filter::UNKNOWN;

#[derive(Clone, Debug)]
pub(crate) struct Codes {
    texts: Vec<Arc<str>>,
    numbers: HashMap<Arc<str>, u16>,
}

impl Codes {
    pub(crate) const UNKNOWN: u16 = 0;

    /// The number of a text, given to it now if it is new. A text too many is not known.
    pub(crate) fn number(&mut self, text: &str) -> u16 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let Ok(number) = u16::try_from(self.texts.len()) else { return Self::UNKNOWN };
        let text: Arc<str> = text.into();
        self.texts.push(Arc::clone(&text));
        self.numbers.insert(text, number);
        number
    }

    /// The number of a text that has one.
    pub(crate) fn find(&self, text: &str) -> Option<u16> {
        self.numbers.get(text).copied()
    }

    pub(crate) fn text(&self, number: u16) -> Arc<str> {
        self.texts.get(usize::from(number)).map_or_else(|| UNKNOWN.into(), Arc::clone)
    }

    pub(crate) fn bytes(&self) -> usize {
        // The text itself, its two references, and what an allocation costs.
        self.texts.iter().map(|text| text.len() + 96).sum()
    }
}

impl Default for Codes {
    fn default() -> Self {
        let mut codes = Self { texts: Vec::new(), numbers: HashMap::new() };
        codes.number(UNKNOWN);
        codes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_its_number_and_too_many_are_not_known() {
        let mut codes = Codes::default();
        let nasi = codes.number("nasi");
        assert_eq!(codes.number("nasi"), nasi);
        assert_eq!(&*codes.text(nasi), "nasi");
        assert_eq!(codes.find(UNKNOWN), Some(Codes::UNKNOWN));
        for n in 0..=u16::MAX {
            codes.number(&format!("unit-{n}"));
        }
        assert_eq!(codes.number("one-too-many"), Codes::UNKNOWN);
        assert_eq!(codes.find("one-too-many"), None);
    }
}
