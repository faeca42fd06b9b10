//! The personal identity code (*henkilötunnus*, *personbeteckning*), as it has been since the
//! century signs were widened on 1 January 2023. Invariant: the sign is part of the number: two
//! numbers that differ only by it belong to different people.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

const CHECK_CHARACTERS: &[u8; 31] = b"0123456789ABCDEFHJKLMNPRSTUVWXY";
const SIGNS_1800: &[u8] = b"+";
const SIGNS_1900: &[u8] = b"-YXWVU";
const SIGNS_2000: &[u8] = b"ABCDEF";
/// Individual numbers from here on are for tests and for temporary use.
const TEST_FROM: u16 = 900;

/// A valid personal identity code. `Display` and `Debug` mask it; `as_str` does not.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IdentityNumber {
    text: [u8; 11],
}

/// Why a text is not a personal identity code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
pub enum IdentityFault {
    /// It does not have eleven characters.
    #[error("a personal identity code has 11 characters")]
    Length,
    /// A digit or a check character is something else.
    #[error("the date and the individual number are digits, and the last character a check")]
    Characters,
    /// The seventh character is no century sign.
    #[error("the seventh character is one of + - Y X W V U A B C D E F")]
    Sign,
    /// There is no such day.
    #[error("the first six digits are not a day of the calendar")]
    Date,
    /// The individual number is 000 or 001.
    #[error("the individual number begins from 002")]
    IndividualNumber,
    /// The check character belongs to another number.
    #[error("the check character should be {expected}")]
    CheckCharacter {
        /// The one that would be right.
        expected: char,
    },
}

impl IdentityFault {
    /// A stable name, for texts and for reports.
    pub fn code(self) -> &'static str {
        match self {
            Self::Length => "identity-length",
            Self::Characters => "identity-characters",
            Self::Sign => "identity-sign",
            Self::Date => "identity-date",
            Self::IndividualNumber => "identity-individual-number",
            Self::CheckCharacter { .. } => "identity-check-character",
        }
    }
}

impl IdentityNumber {
    /// Reads a number; spaces around it and small letters are accepted.
    pub fn parse(text: &str) -> Result<Self, IdentityFault> {
        let given = text.trim().as_bytes();
        let Ok(mut text) = <[u8; 11]>::try_from(given) else {
            return Err(IdentityFault::Length);
        };
        text.make_ascii_uppercase();
        let [d1, d2, m1, m2, y1, y2, _sign, n1, n2, n3, check] = text;
        let number = decimal(&[d1, d2, m1, m2, y1, y2, n1, n2, n3])?;
        if !CHECK_CHARACTERS.contains(&check) {
            return Err(IdentityFault::Characters);
        }
        birth_date(&text)?;
        if decimal(&[n1, n2, n3])? < 2 {
            return Err(IdentityFault::IndividualNumber);
        }
        let expected = check_character(number);
        if check == expected {
            Ok(Self { text })
        } else {
            Err(IdentityFault::CheckCharacter { expected: char::from(expected) })
        }
    }

    /// The `nth` test number of a birthday, from the range that no real person has. There are a
    /// hundred of them for every century sign.
    pub fn test(birth_date: Date, nth: u16) -> Option<Self> {
        let signs = match birth_date.year() {
            1800..=1899 => SIGNS_1800,
            1900..=1999 => SIGNS_1900,
            2000..=2099 => SIGNS_2000,
            _ => return None,
        };
        let sign = char::from(*signs.get(usize::from(nth / 100))?);
        let individual = TEST_FROM + nth % 100;
        let (day, month) = (birth_date.day(), birth_date.month());
        let year = birth_date.year() % 100;
        let number =
            decimal(format!("{day:02}{month:02}{year:02}{individual:03}").as_bytes()).ok()?;
        let check = char::from(check_character(number));
        Self::parse(&format!("{day:02}{month:02}{year:02}{sign}{individual:03}{check}")).ok()
    }

    /// The whole number. For the store and the wire; never for a log, an address or a list.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.text).unwrap_or_default()
    }

    /// The day of birth it carries.
    pub fn birth_date(&self) -> Date {
        birth_date(&self.text).unwrap_or(Date::ZERO)
    }

    /// Whether it is from the range for tests and temporary use (900–999).
    pub fn is_test(&self) -> bool {
        let [.., n1, n2, n3, _check] = self.text;
        decimal(&[n1, n2, n3]).is_ok_and(|individual| individual >= u32::from(TEST_FROM))
    }

    /// The number with its last four characters hidden, for the screen.
    pub fn masked(&self) -> String {
        format!("{}****", self.as_str().get(..7).unwrap_or_default())
    }
}

fn decimal(digits: &[u8]) -> Result<u32, IdentityFault> {
    digits.iter().try_fold(0, |sum, digit| match digit {
        b'0'..=b'9' => Ok(sum * 10 + u32::from(digit - b'0')),
        _ => Err(IdentityFault::Characters),
    })
}

fn century(sign: u8) -> Result<i16, IdentityFault> {
    [(1800, SIGNS_1800), (1900, SIGNS_1900), (2000, SIGNS_2000)]
        .into_iter()
        .find(|(_, signs)| signs.contains(&sign))
        .map(|(century, _)| century)
        .ok_or(IdentityFault::Sign)
}

fn birth_date(text: &[u8; 11]) -> Result<Date, IdentityFault> {
    let [d1, d2, m1, m2, y1, y2, sign, ..] = *text;
    let part =
        |tens, ones| decimal(&[tens, ones]).map(|value| i8::try_from(value).unwrap_or_default());
    let year = century(sign)? + i16::from(part(y1, y2)?);
    Date::new(year, part(m1, m2)?, part(d1, d2)?).map_err(|_| IdentityFault::Date)
}

fn check_character(number: u32) -> u8 {
    let remainder = usize::try_from(number % 31).unwrap_or_default();
    CHECK_CHARACTERS.get(remainder).copied().unwrap_or_default()
}

impl fmt::Display for IdentityNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.masked())
    }
}

impl fmt::Debug for IdentityNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "IdentityNumber({self})")
    }
}

impl FromStr for IdentityNumber {
    type Err = IdentityFault;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl Serialize for IdentityNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for IdentityNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// An identity code as somebody gave it. Old systems hold invalid ones: these are kept, never
/// refused, and say what is wrong.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum GivenIdentity {
    /// It is a valid number.
    Valid(IdentityNumber),
    /// It is not.
    Invalid {
        /// What was given, untouched.
        text: Box<str>,
        /// What is wrong with it.
        fault: IdentityFault,
    },
}

impl GivenIdentity {
    /// Reads what was given; nothing is lost.
    pub fn read(text: &str) -> Self {
        match IdentityNumber::parse(text) {
            Ok(number) => Self::Valid(number),
            Err(fault) => Self::Invalid { text: text.into(), fault },
        }
    }

    /// The number, if it is valid.
    pub fn valid(&self) -> Option<IdentityNumber> {
        match self {
            Self::Valid(number) => Some(*number),
            Self::Invalid { .. } => None,
        }
    }

    /// The whole text, valid or not. For the store and the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Valid(number) => number.as_str(),
            Self::Invalid { text, .. } => text,
        }
    }

    /// The text with its end hidden. An invalid one shows only its length's worth of marks.
    pub fn masked(&self) -> String {
        match self {
            Self::Valid(number) => number.masked(),
            Self::Invalid { text, .. } => "*".repeat(text.chars().count().min(11)),
        }
    }
}

impl fmt::Debug for GivenIdentity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Valid(number) => write!(formatter, "Valid({number})"),
            Self::Invalid { fault, .. } => write!(formatter, "Invalid({})", fault.code()),
        }
    }
}

impl Serialize for GivenIdentity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for GivenIdentity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self::read(&text))
    }
}

#[cfg(test)]
mod tests;
