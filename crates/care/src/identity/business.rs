//! The business id of an organisation (*Y-tunnus*, *FO-nummer*). Invariant: seven digits, a
//! hyphen and the check digit that belongs to them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

const WEIGHTS: [u32; 7] = [7, 9, 10, 5, 8, 4, 2];

/// A valid business id, such as `0201256-6`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BusinessId {
    text: [u8; 9],
}

/// Why a text is not a business id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
pub enum BusinessIdFault {
    /// It is not six or seven digits, a hyphen and a digit.
    #[error("a business id has seven digits, a hyphen and a check digit")]
    Form,
    /// No check digit can make these seven digits an id.
    #[error("these seven digits are not used in business ids")]
    Unused,
    /// The check digit belongs to another id.
    #[error("the check digit should be {expected}")]
    CheckDigit {
        /// The one that would be right.
        expected: u8,
    },
}

impl BusinessId {
    /// Reads an id. An old one of six digits gets its leading zero.
    pub fn parse(text: &str) -> Result<Self, BusinessIdFault> {
        let padded = format!("{:0>9}", text.trim());
        let Ok(text) = <[u8; 9]>::try_from(padded.as_bytes()) else {
            return Err(BusinessIdFault::Form);
        };
        let [digits @ .., hyphen, check] = text;
        if hyphen != b'-' || !digits.iter().chain([&check]).all(u8::is_ascii_digit) {
            return Err(BusinessIdFault::Form);
        }
        let sum: u32 = digits
            .iter()
            .zip(WEIGHTS)
            .map(|(digit, weight)| u32::from(digit - b'0') * weight)
            .sum();
        let expected = match u8::try_from(sum % 11).unwrap_or_default() {
            0 => 0,
            1 => return Err(BusinessIdFault::Unused),
            remainder => 11 - remainder,
        };
        if check - b'0' == expected {
            Ok(Self { text })
        } else {
            Err(BusinessIdFault::CheckDigit { expected })
        }
    }

    /// The id as people write it.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.text).unwrap_or_default()
    }
}

impl fmt::Display for BusinessId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl FromStr for BusinessId {
    type Err = BusinessIdFault;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl Serialize for BusinessId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for BusinessId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_ids_are_valid() {
        for id in [
            "2606155-7",
            "1572860-0",
            "0112038-9",
            "2229500-6",
            "0201256-6",
            "1567535-0",
            "3221308-6",
        ] {
            assert_eq!(BusinessId::parse(id).unwrap().as_str(), id);
        }
        assert_eq!(BusinessId::parse(" 112038-9 ").unwrap().as_str(), "0112038-9");
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, fault) in [
            ("3221308-5", BusinessIdFault::CheckDigit { expected: 6 }),
            ("2606155-0", BusinessIdFault::CheckDigit { expected: 7 }),
            // 5 × 9 = 45 = 4 × 11 + 1: a remainder of one has no check digit.
            ("0500000-1", BusinessIdFault::Unused),
            ("32213086", BusinessIdFault::Form),
            ("3221308–6", BusinessIdFault::Form),
            ("322130A-6", BusinessIdFault::Form),
            ("12345678-9", BusinessIdFault::Form),
            ("", BusinessIdFault::Form),
        ] {
            assert_eq!(BusinessId::parse(text), Err(fault), "{text:?}");
        }
    }

    #[test]
    fn every_other_check_digit_is_refused() {
        for digit in (0..=9).filter(|digit| *digit != 6) {
            assert!(BusinessId::parse(&format!("3221308-{digit}")).is_err());
        }
    }
}
