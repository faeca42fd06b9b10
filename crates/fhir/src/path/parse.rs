//! From words and marks to an expression, by precedence.

use super::lex::{Token, tokens, unreadable};
use super::{Fault, Item};
use crate::problem::Code;

/// How deep an expression may be nested.
const DEPTH_MAX: usize = 64;
/// How many steps may follow each other.
const STEPS_MAX: usize = 200;
/// How long a path may be.
const LENGTH_MAX: usize = 8192;

/// A value written in a path or given as a constant.
#[derive(Clone, PartialEq, Debug)]
pub enum Literal {
    /// A text.
    Text(String),
    /// A date, instant or time of day.
    Moment(String),
    /// A whole number.
    Integer(i64),
    /// Another number.
    Decimal(f64),
    /// A yes or no.
    Truth(bool),
    /// Nothing: `{}`.
    Nothing,
}

#[derive(Clone, PartialEq, Debug)]
pub(super) enum Expression {
    Literal(Literal),
    /// The item where the expression begins.
    Focus,
    Step(Box<Expression>, Step),
    Negative(Box<Expression>),
    Binary(Box<Expression>, Operator, Box<Expression>),
}

#[derive(Clone, PartialEq, Debug)]
pub(super) enum Step {
    Member(String),
    Index(Box<Expression>),
    Where(Box<Expression>),
    Exists(Option<Box<Expression>>),
    Empty,
    Not,
    First,
    Last,
    Count,
    Join(Option<Box<Expression>>),
    Extension(Box<Expression>),
    OfType(String),
    ReferenceKey(Option<String>),
    ResourceKey,
    LowBoundary,
    HighBoundary,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Ordered(Relation),
    Join,
    Computed(Computation),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Relation {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Computation {
    Plus,
    Minus,
    Times,
    Over,
}

impl Literal {
    pub(super) fn item(&self) -> Option<Item<'_>> {
        Some(match self {
            Self::Text(text) => Item::Text(text.into()),
            Self::Moment(text) => Item::Moment(text.into()),
            Self::Integer(number) => Item::Integer(*number),
            Self::Decimal(number) => Item::Decimal(*number),
            Self::Truth(yes) => Item::Truth(*yes),
            Self::Nothing => return None,
        })
    }
}

/// Reads an expression.
pub(super) fn parse(
    text: &str,
    constant: &dyn Fn(&str) -> Option<Literal>,
) -> Result<Expression, Vec<Fault>> {
    if text.len() > LENGTH_MAX {
        return Err(vec![Fault::new(Code::PathMalformed, format!("{} B", text.len()))]);
    }
    let tokens = tokens(text).map_err(|fault| vec![fault])?;
    let mut parser = Parser { tokens, at: 0, depth: 0, constant, faults: Vec::new() };
    match parser.binary(0) {
        Ok(expression) if parser.faults.is_empty() && parser.at == parser.tokens.len() => {
            Ok(expression)
        }
        Ok(_) => {
            let unread = parser.at < parser.tokens.len();
            let mut faults = parser.faults;
            if unread && faults.is_empty() {
                faults.push(Fault::new(Code::PathMalformed, text));
            }
            Err(faults)
        }
        Err(fault) => {
            let mut faults = parser.faults;
            faults.push(if fault.detail.is_empty() { unreadable(text) } else { fault });
            Err(faults)
        }
    }
}

struct Parser<'c> {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    constant: &'c dyn Fn(&str) -> Option<Literal>,
    /// Words that are not known: they stop nothing, so that all of them are told.
    faults: Vec<Fault>,
}

/// The operators by how loosely they bind.
const LEVELS: [&[(&str, Operator)]; 6] = [
    &[("or", Operator::Or)],
    &[("and", Operator::And)],
    &[("=", Operator::Equal), ("!=", Operator::NotEqual)],
    &[
        ("<=", Operator::Ordered(Relation::LessOrEqual)),
        (">=", Operator::Ordered(Relation::GreaterOrEqual)),
        ("<", Operator::Ordered(Relation::Less)),
        (">", Operator::Ordered(Relation::Greater)),
    ],
    &[
        ("+", Operator::Computed(Computation::Plus)),
        ("-", Operator::Computed(Computation::Minus)),
        ("&", Operator::Join),
    ],
    &[("*", Operator::Computed(Computation::Times)), ("/", Operator::Computed(Computation::Over))],
];

/// Operators of `FHIRPath` that are no part of what views need.
const ELSEWHERE: [&str; 11] =
    ["xor", "implies", "in", "contains", "is", "as", "div", "mod", "|", "~", "!~"];

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn take(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    fn takes(&mut self, mark: &'static str) -> bool {
        let there = self.peek() == Some(&Token::Mark(mark));
        self.at += usize::from(there);
        there
    }

    fn expect(&mut self, mark: &'static str) -> Result<(), Fault> {
        if self.takes(mark) { Ok(()) } else { Err(Fault::new(Code::PathMalformed, mark)) }
    }

    /// An operator in front, as it is written.
    fn operator(&self) -> Option<&str> {
        match self.peek()? {
            Token::Word(word) => Some(word),
            Token::Mark(mark) => Some(mark),
            Token::Name(_)
            | Token::Text(_)
            | Token::Number(_)
            | Token::Moment(_)
            | Token::Constant(_) => None,
        }
    }

    fn binary(&mut self, level: usize) -> Result<Expression, Fault> {
        let Some(operators) = LEVELS.get(level) else { return self.unary() };
        let mut left = self.binary(level + 1)?;
        while let Some(written) = self.operator() {
            if ELSEWHERE.contains(&written) {
                return Err(Fault::new(Code::PathUnsupported, written));
            }
            let Some((_, operator)) = operators.iter().find(|(known, _)| *known == written) else {
                break;
            };
            self.at += 1;
            let right = self.binary(level + 1)?;
            left = Expression::Binary(Box::new(left), *operator, Box::new(right));
        }
        Ok(left)
    }

    fn unary(&mut self) -> Result<Expression, Fault> {
        if self.takes("-") {
            return self.nested(|parser| Ok(Expression::Negative(Box::new(parser.unary()?))));
        }
        self.takes("+");
        self.steps()
    }

    fn nested<T>(&mut self, inner: impl FnOnce(&mut Self) -> Result<T, Fault>) -> Result<T, Fault> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(Fault::new(Code::PathMalformed, "( ( ("));
        }
        let done = inner(self);
        self.depth -= 1;
        done
    }

    fn steps(&mut self) -> Result<Expression, Fault> {
        let mut expression = self.term()?;
        for _ in 0..STEPS_MAX {
            if self.takes(".") {
                let Some(Token::Word(name) | Token::Name(name)) = self.take() else {
                    return Err(Fault::new(Code::PathMalformed, "."));
                };
                let step = self.step(name)?;
                expression = Expression::Step(Box::new(expression), step);
            } else if self.takes("[") {
                let index = self.nested(|parser| parser.binary(0))?;
                self.expect("]")?;
                expression = Expression::Step(Box::new(expression), Step::Index(Box::new(index)));
            } else {
                return Ok(expression);
            }
        }
        Err(Fault::new(Code::PathMalformed, ". . ."))
    }

    fn term(&mut self) -> Result<Expression, Fault> {
        let literal = match self.take() {
            Some(Token::Mark("(")) => {
                let inner = self.nested(|parser| parser.binary(0))?;
                self.expect(")")?;
                return Ok(inner);
            }
            Some(Token::Mark("{")) => {
                self.expect("}")?;
                Literal::Nothing
            }
            Some(Token::Text(text)) => Literal::Text(text),
            Some(Token::Moment(text)) => Literal::Moment(text),
            Some(Token::Number(text)) => number(&text)?,
            Some(Token::Constant(name)) => (self.constant)(&name).unwrap_or_else(|| {
                self.faults.push(Fault::new(Code::ConstantUnknown, format!("%{name}")));
                Literal::Nothing
            }),
            Some(Token::Word(word)) => match word.as_str() {
                "true" => Literal::Truth(true),
                "false" => Literal::Truth(false),
                "$this" => return Ok(Expression::Focus),
                _ => {
                    let step = self.step(word)?;
                    return Ok(Expression::Step(Box::new(Expression::Focus), step));
                }
            },
            Some(Token::Name(name)) => {
                return Ok(Expression::Step(Box::new(Expression::Focus), Step::Member(name)));
            }
            Some(Token::Mark(mark)) => return Err(Fault::new(Code::PathMalformed, mark)),
            None => return Err(Fault::new(Code::PathMalformed, "")),
        };
        Ok(Expression::Literal(literal))
    }

    /// A member, or a call when a parenthesis follows.
    fn step(&mut self, name: String) -> Result<Step, Fault> {
        if !self.takes("(") {
            if name.starts_with('$') {
                self.faults.push(Fault::new(Code::PathUnsupported, name.clone()));
            }
            return Ok(Step::Member(name));
        }
        if matches!(name.as_str(), "ofType" | "getReferenceKey") {
            let kind = self.type_name()?;
            self.expect(")")?;
            return match (name.as_str(), kind) {
                ("ofType", Some(kind)) => Ok(Step::OfType(kind)),
                ("ofType", None) => Err(Fault::new(Code::PathMalformed, "ofType()")),
                (_, kind) => Ok(Step::ReferenceKey(kind)),
            };
        }
        let argument = if self.peek() == Some(&Token::Mark(")")) {
            None
        } else {
            Some(Box::new(self.nested(|parser| parser.binary(0))?))
        };
        if self.peek() == Some(&Token::Mark(",")) {
            return Err(Fault::new(Code::PathUnsupported, format!("{name}(…, …)")));
        }
        self.expect(")")?;
        Ok(match (name.as_str(), argument) {
            ("where", Some(criteria)) => Step::Where(criteria),
            ("exists", criteria) => Step::Exists(criteria),
            ("empty", None) => Step::Empty,
            ("not", None) => Step::Not,
            ("first", None) => Step::First,
            ("last", None) => Step::Last,
            ("count", None) => Step::Count,
            ("join", separator) => Step::Join(separator),
            ("extension", Some(url)) => Step::Extension(url),
            ("getResourceKey", None) => Step::ResourceKey,
            ("lowBoundary", None) => Step::LowBoundary,
            ("highBoundary", None) => Step::HighBoundary,
            (name, _) => {
                self.faults.push(Fault::new(Code::PathUnsupported, format!("{name}()")));
                Step::Empty
            }
        })
    }

    /// A type in parentheses, its namespace left out.
    fn type_name(&mut self) -> Result<Option<String>, Fault> {
        let mut name = match self.peek() {
            Some(Token::Mark(")")) => return Ok(None),
            Some(Token::Word(name) | Token::Name(name) | Token::Text(name)) => name.clone(),
            Some(Token::Number(_) | Token::Moment(_) | Token::Constant(_) | Token::Mark(_))
            | None => return Err(Fault::new(Code::PathMalformed, "(")),
        };
        self.at += 1;
        if self.takes(".") {
            let Some(Token::Word(inner) | Token::Name(inner)) = self.take() else {
                return Err(Fault::new(Code::PathMalformed, "."));
            };
            name = inner;
        }
        Ok(Some(name))
    }
}

fn number(text: &str) -> Result<Literal, Fault> {
    let fault = || Fault::new(Code::PathMalformed, text);
    if text.contains('.') {
        return text.parse().map(Literal::Decimal).map_err(|_| fault());
    }
    text.parse().map(Literal::Integer).map_err(|_| fault())
}
