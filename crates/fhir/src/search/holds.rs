//! Whether a condition holds of a resource: the meaning of a search, which a store must agree with.

use serde_json::Value;

use super::query::{Clause, Condition, Modifier};
use super::value::IndexValue;
use super::wanted::Wanted;
use super::{Kind, Param};
use crate::resource::Resource;

impl Condition<'_> {
    /// Whether it holds; none when that is not to be seen from the resource alone.
    pub fn holds(&self, resource: &Resource) -> Option<bool> {
        match self {
            Self::Own(clause) => clause.holds(resource),
            Self::Chain { .. } | Self::Has { .. } => None,
        }
    }
}

impl Clause<'_> {
    fn holds(&self, resource: &Resource) -> Option<bool> {
        if self.param.code == "_lastUpdated" {
            return None;
        }
        if self.param.kind == Kind::Composite {
            return Some(self.values.iter().any(|wanted| self.param.has(wanted, &resource.value)));
        }
        let values = if self.modifier == Some(Modifier::Text) {
            let mut words = Vec::new();
            self.param.words(&resource.value, &mut |value| words.push(value));
            words
        } else {
            self.param.values(resource)
        };
        let admits = |wanted: &Wanted| {
            if let Wanted::Missing(missing) = wanted {
                return values.is_empty() == *missing;
            }
            values.iter().any(|value| wanted.admits(self.modifier, value))
        };
        let any = self.values.iter().any(admits);
        Some(any != (self.modifier == Some(Modifier::Not)))
    }
}

impl Param {
    fn values<'r>(&self, resource: &'r Resource) -> Vec<IndexValue<'r>> {
        if self.code == "_id" {
            let code = resource.id.as_str().into();
            return vec![IndexValue::Token { system: None, code }];
        }
        let mut found = Vec::new();
        self.extract(&resource.value, &mut found);
        found.into_iter().map(|(_, value)| value).collect()
    }

    /// Whether one part of a resource has everything that a composite asks for.
    fn has(&self, wanted: &Wanted, resource: &Value) -> bool {
        let Wanted::Together(wanted) = wanted else { return false };
        let mut found = false;
        for (at, base) in self.routes.iter().enumerate() {
            base.walk(resource, 0, &mut |part| {
                let mut pairs = self.parts.iter().zip(wanted);
                found = found
                    || pairs.all(|(one, wanted)| {
                        let routes = one.routes.get(at).into_iter().flatten();
                        let mut any = false;
                        for route in routes {
                            route.walk(part, 0, &mut |end| {
                                route.leaf.read(end, &mut |value| {
                                    any = any || wanted.admits(None, &value);
                                });
                            });
                        }
                        any
                    });
            });
        }
        found
    }
}
