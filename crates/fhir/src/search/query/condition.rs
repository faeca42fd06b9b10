//! The conditions of a search: on the resource itself, on one that it refers to, or on one that
//! refers to it.

use super::super::wanted::{Wanted, split};
use super::super::{Kind, Param, Registry};
use crate::definitions::ResourceType;
use crate::problem::{Code, Place, Problem};

/// How many resources a condition may lead over.
const LINKS_MAX: usize = 3;

/// What changes the meaning of a parameter.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Modifier {
    /// The whole text as written.
    Exact,
    /// Anywhere in the text.
    Contains,
    /// The identifier of a reference.
    Identifier,
    /// A reference to this type.
    Type(ResourceType),
    /// None of the codes.
    Not,
    /// Whether there is no value.
    Missing,
    /// The address or one that begins so.
    Below,
    /// The words beside a code.
    Text,
}

/// One parameter with what is asked of it. Of the values one must hold.
#[derive(Clone, Debug)]
pub struct Clause<'r> {
    /// The parameter.
    pub param: &'r Param,
    /// What changes its meaning.
    pub modifier: Option<Modifier>,
    /// The values asked for, joined by *or*.
    pub values: Vec<Wanted>,
}

/// One condition. All conditions of a query must hold.
#[derive(Clone, Debug)]
pub enum Condition<'r> {
    /// Of the resource itself.
    Own(Clause<'r>),
    /// Of a resource that it refers to (`subject:Patient.name=…`).
    Chain {
        /// The reference.
        param: &'r Param,
        /// The type that it leads to.
        target: ResourceType,
        /// What must hold there.
        then: Box<Condition<'r>>,
    },
    /// Of a resource that refers to it (`_has:Observation:patient:code=…`).
    Has {
        /// The type that refers.
        rtype: ResourceType,
        /// By which reference.
        param: &'r Param,
        /// What must hold there.
        then: Box<Condition<'r>>,
    },
}

impl<'r> Condition<'r> {
    pub(super) fn read(
        registry: &'r Registry,
        rtype: ResourceType,
        name: &str,
        value: &str,
    ) -> Result<Self, Problem> {
        let reading = Reading { registry, whole: name, value };
        reading.condition(rtype, name, 0)
    }
}

/// A pair on its way to become a condition.
struct Reading<'r, 't> {
    registry: &'r Registry,
    whole: &'t str,
    value: &'t str,
}

impl<'r> Reading<'r, '_> {
    fn refuse<T>(&self, code: Code, detail: impl Into<String>) -> Result<T, Problem> {
        Err(Problem::error(code, Place::path(self.whole), detail))
    }

    fn condition(
        &self,
        rtype: ResourceType,
        name: &str,
        links: usize,
    ) -> Result<Condition<'r>, Problem> {
        if links > LINKS_MAX {
            return self.refuse(Code::FeatureUnsupported, self.whole);
        }
        if let Some(rest) = name.strip_prefix("_has:") {
            return self.has(rtype, rest, links);
        }
        match name.split_once('.') {
            Some((link, rest)) => self.chain(rtype, link, rest, links),
            None => Ok(Condition::Own(self.own(rtype, name)?)),
        }
    }

    fn param(&self, rtype: ResourceType, code: &str) -> Result<&'r Param, Problem> {
        if let Some(param) = self.registry.param(rtype, code) {
            return Ok(param);
        }
        let known: Vec<&str> = self.registry.params(rtype).iter().map(|param| param.code).collect();
        let detail = format!("{code} ({rtype}: {})", known.join(", "));
        self.refuse(Code::ParameterUnknown, detail)
    }

    fn reference(&self, rtype: ResourceType, code: &str) -> Result<&'r Param, Problem> {
        let param = self.param(rtype, code)?;
        if param.kind == Kind::Reference {
            return Ok(param);
        }
        self.refuse(Code::FeatureUnsupported, self.whole)
    }

    fn has(&self, own: ResourceType, rest: &str, links: usize) -> Result<Condition<'r>, Problem> {
        let mut words = rest.splitn(3, ':');
        let (Some(rtype), Some(code), Some(rest)) = (words.next(), words.next(), words.next())
        else {
            return self.refuse(Code::SearchValue, "_has:Type:reference:parameter");
        };
        let Some(rtype) = ResourceType::parse(rtype) else {
            return self.refuse(Code::ParameterUnknown, rtype);
        };
        let param = self.reference(rtype, code)?;
        if !param.may_lead_to(own) {
            return self.refuse(Code::FeatureUnsupported, self.whole);
        }
        let then = Box::new(self.condition(rtype, rest, links + 1)?);
        Ok(Condition::Has { rtype, param, then })
    }

    fn chain(
        &self,
        rtype: ResourceType,
        link: &str,
        rest: &str,
        links: usize,
    ) -> Result<Condition<'r>, Problem> {
        let (code, said) = match link.split_once(':') {
            Some((code, said)) => (code, Some(said)),
            None => (link, None),
        };
        let param = self.reference(rtype, code)?;
        let next = rest.split(['.', ':']).next().unwrap_or_default();
        let target = if let Some(name) = said {
            ResourceType::parse(name).filter(|target| param.may_lead_to(*target))
        } else {
            let able = |target: &&ResourceType| {
                next.starts_with("_has") || self.registry.param(**target, next).is_some()
            };
            let mut targets = param.targets.iter().filter(able);
            let only = targets.next().copied();
            only.filter(|_| targets.next().is_none())
        };
        let Some(target) = target else {
            // Which of several types is meant has to be said.
            let said: Vec<String> =
                param.targets.iter().map(|target| format!("{code}:{target}.{rest}")).collect();
            return self
                .refuse(Code::FeatureUnsupported, format!("{} ({})", link, said.join(", ")));
        };
        let then = Box::new(self.condition(target, rest, links + 1)?);
        Ok(Condition::Chain { param, target, then })
    }

    fn own(&self, rtype: ResourceType, name: &str) -> Result<Clause<'r>, Problem> {
        let (code, modifier) = match name.split_once(':') {
            Some((code, modifier)) => (code, Some(modifier)),
            None => (name, None),
        };
        let param = self.param(rtype, code)?;
        let modifier = match modifier {
            None => None,
            Some(text) => match read_modifier(param, text) {
                Some(modifier) => Some(modifier),
                None => return self.refuse(Code::FeatureUnsupported, self.whole),
            },
        };
        let read = |raw: &String| {
            if param.kind == Kind::Composite && modifier.is_none() {
                return together(param, raw);
            }
            Wanted::read(param.kind, modifier, raw)
        };
        let values: Option<Vec<Wanted>> = split(self.value, ',').iter().map(read).collect();
        match values {
            Some(values) => Ok(Clause { param, modifier, values }),
            None => {
                self.refuse(Code::SearchValue, format!("{} ({})", self.whole, param.kind.code()))
            }
        }
    }
}

impl Param {
    /// Whether a reference may lead to this type.
    pub fn may_lead_to(&self, rtype: ResourceType) -> bool {
        self.targets.is_empty() || self.targets.contains(&rtype)
    }
}

impl Param {
    /// Whether it can be asked for that there is no value. The links of a narrower parameter stand in
    /// the index with those of the wider one, which is the one to ask.
    pub fn tells_absence(&self) -> bool {
        !self.is_own_column() && self.narrows.is_none()
    }
}

/// The values of a composite, one for each of its parameters.
fn together(param: &Param, raw: &str) -> Option<Wanted> {
    let values = split(raw, '$');
    if values.len() != param.parts.len() {
        return None;
    }
    let parts = param.parts.iter().zip(&values);
    let read: Option<Vec<Wanted>> =
        parts.map(|(part, raw)| Wanted::read(part.kind, None, raw)).collect();
    read.map(Wanted::Together)
}

fn read_modifier(param: &Param, text: &str) -> Option<Modifier> {
    match (param.kind, text) {
        (Kind::Composite | Kind::Special, _) => None,
        (_, "missing") => param.tells_absence().then_some(Modifier::Missing),
        (Kind::String, "exact") => Some(Modifier::Exact),
        (Kind::String, "contains") => Some(Modifier::Contains),
        (Kind::Token, "not") => Some(Modifier::Not),
        (Kind::Token, "text") => param.has_words().then_some(Modifier::Text),
        (Kind::Uri, "below") => Some(Modifier::Below),
        (Kind::Reference, "identifier") => Some(Modifier::Identifier),
        (Kind::Reference, name) => {
            ResourceType::parse(name).filter(|rtype| param.may_lead_to(*rtype)).map(Modifier::Type)
        }
        _ => None,
    }
}
