//! What a board is narrowed to and broken down by. Invariant: a value is a code as it stands in
//! addresses, and what is not known has a code too, so that nobody falls out of a breakdown.

use std::collections::BTreeMap;

use crate::day::Month;

/// The code of a value that is not known.
pub const UNKNOWN: &str = "unknown";

/// Age groups: the first year of each, and its code. The law's own age limit is a border here.
pub const AGE_GROUPS: [(i16, &str); 7] = [
    (0, "0-6"),
    (7, "7-17"),
    (18, "18-22"),
    (23, "23-39"),
    (40, "40-64"),
    (65, "65-74"),
    (75, "75+"),
];

/// The code of the group of an age.
pub fn age_group(age: Option<i16>) -> &'static str {
    let group = age.and_then(|age| AGE_GROUPS.iter().rev().find(|(from, _)| *from <= age));
    group.map_or(UNKNOWN, |(_, code)| code)
}

/// What cases are grouped and filtered by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Dimension {
    /// Home municipality on the day of the contact.
    Municipality,
    /// The unit: of the contact, or of the care, as the indicator says.
    Unit,
    /// The profession that was met first or is asked for.
    Profession,
    /// Service language.
    Language,
    /// Age group on the day of the contact.
    Age,
    /// The month the indicator counts a case in.
    Month,
    /// The kind of care.
    Kind,
}

impl Dimension {
    /// Every dimension, in the order in which people are shown them.
    pub const ALL: [Self; 7] = [
        Self::Municipality,
        Self::Unit,
        Self::Profession,
        Self::Language,
        Self::Age,
        Self::Month,
        Self::Kind,
    ];

    /// The stable code, also used in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Municipality => "municipality",
            Self::Unit => "unit",
            Self::Profession => "profession",
            Self::Language => "language",
            Self::Age => "age",
            Self::Month => "month",
            Self::Kind => "kind",
        }
    }

    /// The dimension of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dimension| dimension.code() == code)
    }

    /// Where a value stands among the others of its dimension.
    pub(crate) fn rank(self, code: &str) -> usize {
        let place = match self {
            Self::Profession => {
                care::code::Profession::ALL.iter().position(|one| one.code() == code)
            }
            Self::Language => {
                care::language::Language::ALL.iter().position(|one| one.code() == code)
            }
            Self::Age => AGE_GROUPS.iter().position(|(_, group)| *group == code),
            Self::Kind => care::clock::CareKind::ALL.iter().position(|one| one.code() == code),
            Self::Municipality | Self::Unit | Self::Month => (code != UNKNOWN).then_some(0),
        };
        // What is not known stands last.
        place.unwrap_or(usize::MAX)
    }
}

/// What a board is narrowed to; nothing at first.
#[derive(Clone, PartialEq, Eq, Hash, Default, Debug)]
pub struct Filter {
    values: BTreeMap<Dimension, String>,
    from: Option<Month>,
    to: Option<Month>,
}

impl Filter {
    /// Narrowed to one value of a dimension; an empty code takes the narrowing away.
    #[must_use]
    pub fn with(mut self, dimension: Dimension, code: &str) -> Self {
        if code.is_empty() {
            self.values.remove(&dimension);
        } else {
            self.values.insert(dimension, code.to_owned());
        }
        self
    }

    /// Narrowed to what happened in these months, both included. Waits that go on are not
    /// narrowed: whoever waits now is counted, however long ago the wait began.
    #[must_use]
    pub fn between(mut self, from: Option<Month>, to: Option<Month>) -> Self {
        (self.from, self.to) = (from, to);
        self
    }

    /// The value a dimension is narrowed to.
    pub fn value(&self, dimension: Dimension) -> Option<&str> {
        self.values.get(&dimension).map(String::as_str)
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = (Dimension, &str)> {
        self.values.iter().map(|(dimension, code)| (*dimension, code.as_str()))
    }

    pub(crate) fn months(&self) -> (Option<Month>, Option<Month>) {
        (self.from, self.to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_age_has_one_group() {
        let groups = [
            (None, UNKNOWN),
            (Some(-1), UNKNOWN),
            (Some(0), "0-6"),
            (Some(17), "7-17"),
            (Some(22), "18-22"),
            (Some(23), "23-39"),
            (Some(74), "65-74"),
            (Some(104), "75+"),
        ];
        for (age, group) in groups {
            assert_eq!(age_group(age), group, "{age:?}");
        }
    }

    #[test]
    fn codes_read_back_and_an_empty_one_narrows_nothing() {
        for dimension in Dimension::ALL {
            assert_eq!(Dimension::from_code(dimension.code()), Some(dimension));
        }
        let filter = Filter::default().with(Dimension::Unit, "nasi");
        assert_eq!(filter.value(Dimension::Unit), Some("nasi"));
        assert_eq!(filter.with(Dimension::Unit, ""), Filter::default());
    }
}
