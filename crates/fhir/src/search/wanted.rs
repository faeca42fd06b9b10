//! One value that a search asks for, and which index values it admits.
//!
//! `admits` is the meaning of a search; whatever a store does in its own language must agree.

use super::Kind;
use super::fold::fold;
use super::query::Modifier;
use super::value::{IndexValue, Target};
use crate::definitions::ResourceType;
use crate::moment::{self, Span};
use crate::reference::{self, Reference};
use crate::systems::canonical;

/// How a value is compared with the one asked for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Prefix {
    /// Inside the span that was written.
    Equal,
    /// Not inside it.
    NotEqual,
    /// Reaches above it.
    Greater,
    /// Reaches below it.
    Less,
    /// Inside or above.
    GreaterOrEqual,
    /// Inside or below.
    LessOrEqual,
    /// Wholly after it.
    StartsAfter,
    /// Wholly before it.
    EndsBefore,
    /// About the same: touches the span, widened by a tenth for numbers.
    Approximately,
}

impl Prefix {
    fn split(text: &str) -> (Self, &str) {
        let known = [
            ("eq", Self::Equal),
            ("ne", Self::NotEqual),
            ("gt", Self::Greater),
            ("lt", Self::Less),
            ("ge", Self::GreaterOrEqual),
            ("le", Self::LessOrEqual),
            ("sa", Self::StartsAfter),
            ("eb", Self::EndsBefore),
            ("ap", Self::Approximately),
        ];
        let found =
            known.iter().find_map(|(code, prefix)| Some((*prefix, text.strip_prefix(code)?)));
        found.unwrap_or((Self::Equal, text))
    }

    /// Compares a stored span with the one asked for; both include their ends.
    pub fn admits<T: PartialOrd + Copy>(self, stored: (T, T), wanted: (T, T)) -> bool {
        let inside = stored.0 >= wanted.0 && stored.1 <= wanted.1;
        match self {
            Self::Equal => inside,
            Self::NotEqual => !inside,
            Self::Greater => stored.1 > wanted.1,
            Self::Less => stored.0 < wanted.0,
            Self::GreaterOrEqual => inside || stored.1 > wanted.1,
            Self::LessOrEqual => inside || stored.0 < wanted.0,
            Self::StartsAfter => stored.0 > wanted.1,
            Self::EndsBefore => stored.1 < wanted.0,
            Self::Approximately => stored.0 <= wanted.1 && stored.1 >= wanted.0,
        }
    }
}

/// A value that is asked for.
#[derive(Clone, PartialEq, Debug)]
pub enum Wanted {
    /// `code`, `system|code`, `|code` (without a system) or `system|`.
    Token {
        /// None: any system. Some of nothing: none. Else this one, canonical.
        system: Option<Option<String>>,
        /// None: any code.
        code: Option<String>,
    },
    /// A text.
    String {
        /// As written.
        exact: String,
        /// As it is compared.
        folded: String,
    },
    /// A moment.
    Date {
        /// How it is compared.
        prefix: Prefix,
        /// What was written, as a span.
        span: Span,
    },
    /// A resource here.
    Reference {
        /// The type, when it was said.
        rtype: Option<ResourceType>,
        /// The id.
        id: String,
    },
    /// A resource elsewhere.
    Url(String),
    /// A quantity; without a unit, of any unit.
    Quantity {
        /// How it is compared.
        prefix: Prefix,
        /// The smallest number that rounds to what was written.
        low: f64,
        /// The largest.
        high: f64,
        /// The system of the unit.
        system: Option<String>,
        /// The unit.
        code: Option<String>,
    },
    /// A number.
    Number {
        /// How it is compared.
        prefix: Prefix,
        /// The smallest number that rounds to what was written.
        low: f64,
        /// The largest.
        high: f64,
    },
    /// An address.
    Uri(String),
    /// Whether there is no value at all.
    Missing(bool),
    /// What each parameter of a composite asks for.
    Together(Vec<Wanted>),
}

impl Wanted {
    /// Reads one value; none when it does not have the form of its kind.
    pub(super) fn read(kind: Kind, modifier: Option<Modifier>, raw: &str) -> Option<Self> {
        if modifier == Some(Modifier::Missing) {
            return raw.parse().ok().map(Self::Missing);
        }
        match kind {
            Kind::Token if modifier == Some(Modifier::Text) => read_text(raw),
            Kind::Token => read_token(raw),
            Kind::String => read_text(raw),
            Kind::Date => {
                let (prefix, rest) = Prefix::split(raw);
                let span = moment::parse(rest)?.span;
                Some(Self::Date { prefix, span })
            }
            Kind::Reference => match modifier {
                Some(Modifier::Identifier) => read_token(raw),
                Some(Modifier::Type(rtype)) => read_reference(raw, Some(rtype)),
                Some(
                    Modifier::Exact
                    | Modifier::Contains
                    | Modifier::Not
                    | Modifier::Missing
                    | Modifier::Below
                    | Modifier::Text,
                )
                | None => read_reference(raw, None),
            },
            Kind::Number => {
                let (prefix, rest) = Prefix::split(raw);
                let (low, high) = read_number(rest, prefix)?;
                Some(Self::Number { prefix, low, high })
            }
            Kind::Quantity => {
                let (prefix, rest) = Prefix::split(raw);
                let mut parts = split(rest, '|').into_iter().map(|part| unescape(&part));
                let (low, high) = read_number(&parts.next()?, prefix)?;
                let (first, second) = (parts.next(), parts.next());
                if parts.next().is_some() || (first.is_some() && second.is_none()) {
                    return None;
                }
                let written = |text: Option<String>| text.filter(|text| !text.is_empty());
                let system = written(first).map(|system| canonical(&system).system.into_owned());
                Some(Self::Quantity { prefix, low, high, system, code: written(second) })
            }
            Kind::Uri => Some(Self::Uri(unescape(raw))).filter(|_| !raw.is_empty()),
            Kind::Composite | Kind::Special => None,
        }
    }

    /// The same among links to one type only; none when it asks for a link to another.
    pub fn narrowed(&self, to: ResourceType) -> Option<Self> {
        match self {
            Self::Reference { rtype, id } => rtype
                .is_none_or(|rtype| rtype == to)
                .then(|| Self::Reference { rtype: Some(to), id: id.clone() }),
            Self::Url(url) => match reference::parse(url) {
                Reference::Absolute { target: Some((rtype, _)), .. } if rtype != to => None,
                Reference::Absolute { .. }
                | Reference::Local { .. }
                | Reference::Urn(_)
                | Reference::Contained(_)
                | Reference::Conditional { .. }
                | Reference::Malformed => Some(self.clone()),
            },
            Self::Token { .. }
            | Self::String { .. }
            | Self::Date { .. }
            | Self::Quantity { .. }
            | Self::Number { .. }
            | Self::Uri(_)
            | Self::Missing(_)
            | Self::Together(_) => Some(self.clone()),
        }
    }

    /// Whether a value of the same parameter is what is asked for.
    pub fn admits(&self, modifier: Option<Modifier>, value: &IndexValue<'_>) -> bool {
        match (self, value) {
            (Self::Token { system, code }, IndexValue::Token { system: stored, code: found }) => {
                code.as_deref().is_none_or(|code| code == found)
                    && system.as_ref().is_none_or(|system| system.as_deref() == stored.as_deref())
            }
            (
                Self::String { exact, folded },
                IndexValue::String { exact: stored, folded: found },
            ) => match modifier {
                Some(Modifier::Exact) => exact == stored,
                Some(Modifier::Contains) => found.contains(folded.as_str()),
                Some(
                    Modifier::Identifier
                    | Modifier::Type(_)
                    | Modifier::Not
                    | Modifier::Missing
                    | Modifier::Below
                    | Modifier::Text,
                )
                | None => found.starts_with(folded.as_str()),
            },
            (Self::Date { prefix, span }, IndexValue::Date { low, high }) => {
                prefix.admits((*low, *high), (span.low, span.high))
            }
            (Self::Reference { rtype, id }, IndexValue::Reference(target)) => match target {
                Target::Local { rtype: stored, id: found } => {
                    id == found && rtype.is_none_or(|rtype| rtype == *stored)
                }
                Target::Elsewhere(_) => false,
            },
            (Self::Uri(url), IndexValue::Uri(stored)) if modifier == Some(Modifier::Below) => {
                stored.starts_with(url.as_str())
            }
            (Self::Url(url), IndexValue::Reference(Target::Elsewhere(stored)))
            | (Self::Uri(url), IndexValue::Uri(stored)) => url == stored,
            (
                Self::Quantity { prefix, low, high, system, code },
                IndexValue::Quantity { system: stored, code: unit, low: lowest, high: highest },
            ) => {
                system.as_ref().is_none_or(|system| stored.as_deref() == Some(system))
                    && code.as_ref().is_none_or(|code| unit.as_deref() == Some(code))
                    && prefix.admits((*lowest, *highest), (*low, *high))
            }
            (
                Self::Number { prefix, low, high },
                IndexValue::Number { low: lowest, high: highest },
            ) => prefix.admits((*lowest, *highest), (*low, *high)),
            _ => false,
        }
    }
}

fn read_text(raw: &str) -> Option<Wanted> {
    let exact = unescape(raw);
    let folded = fold(&exact);
    (!folded.is_empty()).then_some(Wanted::String { exact, folded })
}

fn read_token(raw: &str) -> Option<Wanted> {
    let parts: Vec<String> = split(raw, '|').iter().map(|part| unescape(part)).collect();
    let written = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    match parts.as_slice() {
        [code] => Some(Wanted::Token { system: None, code: Some(written(code)?) }),
        [system, code] => {
            let system = written(system).map(|system| canonical(&system).system.into_owned());
            let code = written(code);
            (system.is_some() || code.is_some())
                .then_some(Wanted::Token { system: Some(system), code })
        }
        _ => None,
    }
}

fn read_reference(raw: &str, said: Option<ResourceType>) -> Option<Wanted> {
    let text = unescape(raw);
    match reference::parse(&text) {
        Reference::Local { rtype, id, version: None } => said
            .is_none_or(|said| said == rtype)
            .then(|| Wanted::Reference { rtype: Some(rtype), id: id.to_owned() }),
        Reference::Absolute { .. } | Reference::Urn(_) => Some(Wanted::Url(text)),
        Reference::Local { .. }
        | Reference::Contained(_)
        | Reference::Conditional { .. }
        | Reference::Malformed => {
            reference::is_id(&text).then_some(Wanted::Reference { rtype: said, id: text })
        }
    }
}

/// A number as the span that its digits leave open: `100` is 99.5 to 100.5. Comparisons that order
/// are with the number itself.
fn read_number(text: &str, prefix: Prefix) -> Option<(f64, f64)> {
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (digits, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.is_empty() || !plain(whole) || !plain(fraction) {
        return None;
    }
    let number: f64 = text.parse().ok().filter(|number: &f64| number.is_finite())?;
    let places = i32::try_from(fraction.len()).ok()? - exponent;
    let half = 0.5 * 10_f64.powi(-places);
    match prefix {
        Prefix::Equal | Prefix::NotEqual => Some((number - half, number + half)),
        Prefix::Approximately => {
            let tenth = number.abs() / 10.0;
            Some((number - tenth.max(half), number + tenth.max(half)))
        }
        Prefix::Greater
        | Prefix::Less
        | Prefix::GreaterOrEqual
        | Prefix::LessOrEqual
        | Prefix::StartsAfter
        | Prefix::EndsBefore => Some((number, number)),
    }
}

/// Splits at a separator that is not escaped with a backslash.
pub(super) fn split(text: &str, separator: char) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut escaped = false;
    for letter in text.chars() {
        if letter == separator && !escaped {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(letter);
        }
        escaped = letter == '\\' && !escaped;
    }
    parts
}

/// Takes the backslashes away that escape `,`, `|`, `$` and the backslash itself.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter == '\\'
            && let Some(next) = letters.next_if(|next| matches!(next, ',' | '|' | '$' | '\\'))
        {
            out.push(next);
        } else {
            out.push(letter);
        }
    }
    out
}
