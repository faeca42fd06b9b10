//! A path as words and marks.

use super::Fault;
use crate::problem::Code;

/// One word or mark.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Token {
    /// A name, or an operator that is written as a word.
    Word(String),
    /// A name in backticks: never an operator.
    Name(String),
    /// A text in quotes.
    Text(String),
    /// A number as written.
    Number(String),
    /// What follows `@`, without a leading `T`.
    Moment(String),
    /// A name after `%`.
    Constant(String),
    /// A mark.
    Mark(&'static str),
}

/// The marks, the longer ones first.
const MARKS: [&str; 21] = [
    "<=", ">=", "!=", "!~", ".", ",", "(", ")", "[", "]", "{", "}", "+", "-", "*", "/", "=", "<",
    ">", "&", "|",
];

/// Takes a path apart.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, Fault> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, after) = match first {
            '\'' | '`' => quoted(rest, first)?,
            '0'..='9' => number(rest),
            '@' => moment(rest.get(1..).unwrap_or_default()),
            '%' => constant(rest.get(1..).unwrap_or_default())?,
            first if is_letter(first) => {
                let (word, after) = word(rest);
                (Token::Word(word.to_owned()), after)
            }
            _ => {
                let mark = MARKS.iter().find(|mark| rest.starts_with(**mark));
                let mark = mark.ok_or_else(|| unreadable(rest))?;
                (Token::Mark(mark), rest.get(mark.len()..).unwrap_or_default())
            }
        };
        found.push(token);
        rest = after.trim_start();
    }
    Ok(found)
}

/// The fault that a path cannot be read from here on.
pub(super) fn unreadable(rest: &str) -> Fault {
    Fault::new(Code::PathMalformed, rest.chars().take(20).collect::<String>())
}

fn is_letter(letter: char) -> bool {
    letter.is_ascii_alphabetic() || letter == '_' || letter == '$'
}

fn word(text: &str) -> (&str, &str) {
    let inside = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '$';
    let end = text.find(|letter| !inside(letter)).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

fn number(text: &str) -> (Token, &str) {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(text);
    let fraction = match text.get(whole..) {
        Some(rest) if rest.starts_with('.') => digits(rest.get(1..).unwrap_or_default()),
        _ => 0,
    };
    let end = if fraction > 0 { whole + 1 + fraction } else { whole };
    let (number, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    (Token::Number(number.to_owned()), rest)
}

fn moment(text: &str) -> (Token, &str) {
    let inside = |(at, letter): &(usize, char)| {
        letter.is_ascii_digit()
            || matches!(letter, 'T' | ':' | 'Z' | '+' | '-')
            // A point belongs to it only between digits: `@2020.exists()` ends before it.
            || (*letter == '.' && text[at + 1..].starts_with(|next: char| next.is_ascii_digit()))
    };
    let end = text.char_indices().take_while(inside).map(|(at, _)| at + 1).last().unwrap_or(0);
    let (moment, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    // A date with nothing but `T` after it is a partial dateTime.
    let moment = moment.strip_prefix('T').unwrap_or(moment);
    (Token::Moment(moment.strip_suffix('T').unwrap_or(moment).to_owned()), rest)
}

fn constant(text: &str) -> Result<(Token, &str), Fault> {
    if let Some(first @ ('\'' | '`')) = text.chars().next() {
        return Ok(match quoted(text, first)? {
            (Token::Text(name) | Token::Name(name), rest) => (Token::Constant(name), rest),
            other => other,
        });
    }
    let (name, rest) = word(text);
    if name.is_empty() {
        Err(unreadable("%"))
    } else {
        Ok((Token::Constant(name.to_owned()), rest))
    }
}

/// A text between two of the same quotes, with its escapes undone.
fn quoted(text: &str, quote: char) -> Result<(Token, &str), Fault> {
    let mut letters = text.char_indices().skip(1);
    let mut inside = String::new();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' => {
                let escape = letters.next().map(|(_, escape)| escape);
                inside.push(match escape {
                    Some('n') => '\n',
                    Some('r') => '\r',
                    Some('t') => '\t',
                    Some('f') => '\u{c}',
                    Some('u') => {
                        let hex: String = letters.by_ref().take(4).map(|(_, hex)| hex).collect();
                        let read = u32::from_str_radix(&hex, 16).ok().and_then(char::from_u32);
                        read.ok_or_else(|| unreadable(text))?
                    }
                    Some(same @ ('\\' | '\'' | '"' | '`' | '/')) => same,
                    Some(_) | None => return Err(unreadable(text)),
                });
            }
            letter if letter == quote => {
                let rest = text.get(at + 1..).unwrap_or_default();
                let token = if quote == '`' { Token::Name(inside) } else { Token::Text(inside) };
                return Ok((token, rest));
            }
            letter => inside.push(letter),
        }
    }
    Err(unreadable(text))
}
