//! The leader's pages: figures with their distribution, and the cases behind each of them.

pub mod access;
pub mod cases_behind;
pub mod third_free;

use care::clock::CareKind;
use care::code::Profession;
use jiff::civil::Date;
use maud::{Markup, html};

use crate::components::button;
use crate::components::field::{Item, select};
use crate::pages::{Shell, urls};
use crate::say;
use crate::texts::format::capital;
use crate::texts::{Language, Texts};

/// The filters, which stand in the address by the names of the fields, and `by`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Filters {
    /// Code of a home municipality; empty for all.
    pub municipality: String,
    /// Slug of a unit; empty for all.
    pub unit: String,
    /// The profession met or asked for.
    pub profession: Option<Profession>,
    /// The service language.
    pub language: Option<Language>,
    /// Code of an age group; empty for all.
    pub age: String,
    /// The month of the figure's end event, by its first day; all months when none.
    pub month: Option<Date>,
    /// The kind of care.
    pub kind: Option<CareKind>,
    /// What the table is broken down by.
    pub by: Dimension,
}

/// What a breakdown goes by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dimension {
    /// Home municipality.
    Municipality,
    /// Unit.
    Unit,
    /// Profession.
    Profession,
    /// Service language.
    Language,
    /// Age group.
    Age,
    /// Month.
    Month,
    /// Kind of care.
    Kind,
}

impl Dimension {
    /// Every dimension.
    pub const ALL: [Self; 7] = [
        Self::Municipality,
        Self::Unit,
        Self::Profession,
        Self::Language,
        Self::Age,
        Self::Month,
        Self::Kind,
    ];

    /// The value in the address.
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

    /// The value of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dimension| dimension.code() == code)
    }

    /// Its name.
    pub fn name(self, t: &Texts) -> String {
        match self {
            Self::Municipality => say!(t, "filter-municipality"),
            Self::Unit => say!(t, "filter-unit"),
            Self::Profession => say!(t, "filter-profession"),
            Self::Language => say!(t, "filter-language"),
            Self::Age => say!(t, "filter-age"),
            Self::Month => say!(t, "filter-month"),
            Self::Kind => say!(t, "filter-kind"),
        }
    }
}

/// What there is to choose from; "all" is added by the page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Options {
    /// Code and name of municipalities.
    pub municipalities: Vec<Item>,
    /// Slug and name of units.
    pub units: Vec<Item>,
    /// Code and years of age groups: `0–6`.
    pub ages: Vec<Item>,
    /// First days of the months there are figures of, the newest first.
    pub months: Vec<Date>,
    /// The kinds of care there are figures of.
    pub kinds: Vec<CareKind>,
}

/// A figure's size; small ones are never shown, so that nobody can be recognised.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cell {
    /// The count.
    Count(u32),
    /// Fewer than five, or such that fewer than five could be worked out from it.
    Suppressed,
}

/// A count as text.
pub(crate) fn cell(t: &Texts, cell: Cell) -> String {
    match cell {
        Cell::Count(count) => t.number(i64::from(count)),
        Cell::Suppressed => say!(t, "access-hidden"),
    }
}

impl Filters {
    /// The filters as a query, with more pairs at the end.
    pub fn query(&self, more: &[(&str, &str)]) -> String {
        let month = self.month.map(|day| day.strftime("%Y-%m").to_string()).unwrap_or_default();
        let mut pairs = vec![
            ("municipality", self.municipality.as_str()),
            ("unit", self.unit.as_str()),
            ("profession", self.profession.map_or("", Profession::code)),
            ("language", self.language.map_or("", Language::code)),
            ("age", self.age.as_str()),
            ("month", month.as_str()),
            ("kind", self.kind.map_or("", CareKind::code)),
            ("by", self.by.code()),
        ];
        pairs.extend_from_slice(more);
        urls::query(&pairs)
    }
}

/// The filters that are on, in words; also what a printed board says about itself.
pub fn narrowed(on: &Filters, options: &Options, t: &Texts) -> Vec<(Dimension, String)> {
    let named = |items: &[Item], code: &str| {
        let item = items.iter().find(|item| item.value == code && !code.is_empty());
        item.map(|item| item.label.clone())
    };
    [
        (Dimension::Municipality, named(&options.municipalities, &on.municipality)),
        (Dimension::Unit, named(&options.units, &on.unit)),
        (Dimension::Profession, on.profession.map(|one| capital(&t.profession(one)))),
        (Dimension::Language, on.language.map(|one| t.language_name(one))),
        (Dimension::Age, named(&options.ages, &on.age)),
        (Dimension::Month, on.month.map(|first| t.month(first))),
        (Dimension::Kind, on.kind.map(|kind| t.care_kind(kind))),
    ]
    .into_iter()
    .filter_map(|(dimension, value)| value.map(|value| (dimension, value)))
    .collect()
}

/// The same as a list; nothing when everything is let through.
pub(crate) fn narrowed_list(narrowed: &[(Dimension, String)], t: &Texts) -> Markup {
    html! {
        @if !narrowed.is_empty() {
            ul .facts {
                @for (dimension, value) in narrowed {
                    li { (dimension.name(t)) ": " strong { (value) } }
                }
            }
        }
    }
}

/// The form of the filters.
pub(crate) fn filters(on: &Filters, options: &Options, shell: &Shell) -> Markup {
    let t = shell.texts();
    let all = |items: Vec<Item>| [vec![Item::new("", say!(t, "filter-all"))], items].concat();
    let professions = Profession::ALL
        .iter()
        .map(|one| Item::new(one.code(), capital(&t.profession(*one))))
        .collect();
    let languages = Language::ALL.map(|one| Item::new(one.code(), t.language_name(one))).to_vec();
    let month_code = |day: Date| day.strftime("%Y-%m").to_string();
    let months =
        options.months.iter().map(|day| Item::new(month_code(*day), t.month(*day))).collect();
    let kinds = options.kinds.iter().map(|one| Item::new(one.code(), t.care_kind(*one))).collect();
    let by: Vec<Item> = Dimension::ALL.map(|one| Item::new(one.code(), one.name(t))).to_vec();
    html! {
        form .filters method="get" action=(urls::access(shell.language)) {
            (select("municipality", &Dimension::Municipality.name(t), &all(options.municipalities.clone()), &on.municipality))
            (select("unit", &Dimension::Unit.name(t), &all(options.units.clone()), &on.unit))
            (select("profession", &Dimension::Profession.name(t), &all(professions), on.profession.map_or("", Profession::code)))
            (select("language", &Dimension::Language.name(t), &all(languages), on.language.map_or("", Language::code)))
            (select("age", &Dimension::Age.name(t), &all(options.ages.clone()), &on.age))
            (select("month", &Dimension::Month.name(t), &all(months), &on.month.map(month_code).unwrap_or_default()))
            (select("kind", &Dimension::Kind.name(t), &all(kinds), on.kind.map_or("", CareKind::code)))
            (select("by", &say!(t, "filter-by"), &by, on.by.code()))
            (button::secondary(&say!(t, "filter-show")))
        }
    }
}
