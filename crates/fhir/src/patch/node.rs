//! JSON as a tree whose leaves are text as it was written.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

/// A value.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Object(Vec<(String, Node)>),
    Array(Vec<Node>),
    /// Anything else, as written.
    Leaf(String),
}

/// The members of an object in their order.
struct Members(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Members;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Reader)
    }
}

impl Node {
    /// Reads JSON; bounded by the parser's own limit of nesting.
    pub(super) fn parse(json: &str) -> Result<Self, String> {
        // Whatever comes has been through one whole parse, which also measures its depth.
        serde_json::from_str::<Value>(json).map_err(|fault| fault.to_string())?;
        Self::read(json).map_err(|fault| fault.to_string())
    }

    fn read(json: &str) -> Result<Self, serde_json::Error> {
        let json = json.trim();
        match json.bytes().next() {
            Some(b'{') => {
                let mut reader = serde_json::Deserializer::from_str(json);
                let members = Members::deserialize(&mut reader)?.0.into_iter();
                let read = members.map(|(name, value)| Ok((name, Self::read(value.get())?)));
                Ok(Self::Object(read.collect::<Result<_, serde_json::Error>>()?))
            }
            Some(b'[') => {
                let items: Vec<Box<RawValue>> = serde_json::from_str(json)?;
                let read = items.iter().map(|item| Self::read(item.get()));
                Ok(Self::Array(read.collect::<Result<_, _>>()?))
            }
            _ => Ok(Self::Leaf(json.to_owned())),
        }
    }

    pub(super) fn print(&self) -> String {
        let mut out = String::new();
        self.print_into(&mut out);
        out
    }

    fn print_into(&self, out: &mut String) {
        match self {
            Self::Object(members) => {
                out.push('{');
                for (at, (name, value)) in members.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    out.push_str(&Value::from(name.as_str()).to_string());
                    out.push(':');
                    value.print_into(out);
                }
                out.push('}');
            }
            Self::Array(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    item.print_into(out);
                }
                out.push(']');
            }
            Self::Leaf(text) => out.push_str(text),
        }
    }

    /// Whether two say the same; the order of members and the digits of numbers do not matter.
    pub(super) fn says(&self, other: &Self) -> bool {
        let value = |node: &Self| serde_json::from_str::<Value>(&node.print()).ok();
        match (value(self), value(other)) {
            (Some(Value::Number(one)), Some(Value::Number(two))) => one.as_f64() == two.as_f64(),
            (one, two) => one == two,
        }
    }

    pub(super) fn find_mut(&mut self, path: &[String]) -> Option<&mut Self> {
        let Some((first, rest)) = path.split_first() else { return Some(self) };
        let next = match self {
            Self::Object(members) => {
                members.iter_mut().find(|(name, _)| name == first).map(|(_, value)| value)
            }
            Self::Array(items) => index(first).and_then(|at| items.get_mut(at)),
            Self::Leaf(_) => None,
        };
        next?.find_mut(rest)
    }

    pub(super) fn add(&mut self, path: &[String], value: Self) -> Option<()> {
        let Some((last, parents)) = path.split_last() else {
            *self = value;
            return Some(());
        };
        match self.find_mut(parents)? {
            Self::Object(members) => match members.iter_mut().find(|(name, _)| name == last) {
                Some((_, known)) => *known = value,
                None => members.push((last.clone(), value)),
            },
            Self::Array(items) => {
                let at = if last == "-" { items.len() } else { index(last)? };
                if at > items.len() {
                    return None;
                }
                items.insert(at, value);
            }
            Self::Leaf(_) => return None,
        }
        Some(())
    }

    pub(super) fn remove(&mut self, path: &[String]) -> Option<Self> {
        let (last, parents) = path.split_last()?;
        match self.find_mut(parents)? {
            Self::Object(members) => {
                let at = members.iter().position(|(name, _)| name == last)?;
                Some(members.remove(at).1)
            }
            Self::Array(items) => {
                let at = index(last).filter(|at| *at < items.len())?;
                Some(items.remove(at))
            }
            Self::Leaf(_) => None,
        }
    }
}

/// The index that a step of a pointer says; it has no leading zeros.
fn index(text: &str) -> Option<usize> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    (plain && (text == "0" || !text.starts_with('0'))).then(|| text.parse().ok()).flatten()
}
