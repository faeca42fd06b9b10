//! Finding a person by name, identity number or municipality. The search is a POST: names and
//! numbers stay out of addresses, histories and proxies.

use care::id::{CallId, PersonId};
use jiff::civil::{Date, date};
use maud::{Markup, html};

use crate::components::button;
use crate::components::error_summary::{Fault, at, error_summary};
use crate::components::field::{Field, Item, Kind, Width, select};
use crate::components::notice::empty_state;
use crate::components::pagination::{Paging, position};
use crate::components::table::{Column, TableRow, stacking_table};
use crate::components::tag::{Tone, tag};
use crate::pages::layout::{Head, Place, page};
use crate::pages::samples::person_id;
use crate::pages::{Shell, urls};
use crate::say;

/// What was searched and found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// The call that the person made, when one is looked for.
    pub call: Option<CallId>,
    /// The name as written.
    pub name: String,
    /// The identity number as written.
    pub number: String,
    /// Code of a municipality; empty for all.
    pub municipality: String,
    /// Municipalities to choose from: code and name; "all" is added here.
    pub municipalities: Vec<Item>,
    /// The people found; none before the first search.
    pub found: Option<Vec<Found>>,
    /// Where the list stands.
    pub paging: Paging,
    /// What is wrong with the search.
    pub fault: Option<SearchFault>,
}

/// What can be wrong with a search.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SearchFault {
    /// Neither a name of two letters nor a number.
    TooLittle,
    /// The identity number can't be one.
    BadNumber,
}

/// One person found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// Who.
    pub person: PersonId,
    /// Family name and given names.
    pub name: String,
    /// The identity number, masked.
    pub number: Option<String>,
    /// Day of birth.
    pub birth_on: Option<Date>,
    /// Home municipality in the page's language; never for a protected person.
    pub municipality: Option<String>,
    /// Whether the person is protected.
    pub protected: bool,
}

/// The page. Posts `name`, `number`, `municipality` and `page` to itself.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let title = say!(t, "people-title");
    let faults: Vec<Fault> = context
        .fault
        .iter()
        .map(|fault| match fault {
            SearchFault::TooLittle => Fault::new("name", say!(t, "people-fault-little")),
            SearchFault::BadNumber => Fault::new("number", say!(t, "people-fault-number")),
        })
        .collect();
    page(
        shell,
        &Head::wide(title.as_str(), Place::People).faulty(!faults.is_empty()),
        &html! {
            (error_summary(t, &faults))
            h1 { (title) }
            (search(context, shell, &faults))
            @if let Some(found) = &context.found {
                section aria-labelledby="found-title" {
                    h2 id="found-title" .unseen[found.is_empty()] { (say!(t, "people-found", count = context.paging.rows)) }
                    @if found.is_empty() {
                        (empty_state(&say!(t, "people-none"), &say!(t, "people-none-text"), None))
                    } @else {
                        (results(found, context.call, shell))
                        (pages(context, shell))
                    }
                }
            }
        },
    )
}

fn search(context: &Context, shell: &Shell, faults: &[Fault]) -> Markup {
    let t = shell.texts();
    let all = vec![Item::new("", say!(t, "filter-all"))];
    let municipalities = [all, context.municipalities.clone()].concat();
    html! {
        form .filters role="search" method="post" action=(urls::people(shell.language)) novalidate {
            (button::csrf_field(&shell.csrf))
            @if let Some(call) = context.call { input type="hidden" name="call" value=(call); }
            (Field {
                value: &context.name,
                kind: Kind::Search,
                hint: Some(&say!(t, "people-name-hint")),
                error: at(faults, "name"),
                ..Field::new("name", &say!(t, "people-name"))
            }.render())
            (Field {
                value: &context.number,
                hint: Some(&say!(t, "people-number-hint")),
                error: at(faults, "number"),
                width: Width::Medium,
                ..Field::new("number", &say!(t, "people-number"))
            }.render())
            (select("municipality", &say!(t, "filter-municipality"), &municipalities, &context.municipality))
            (button::primary(&say!(t, "people-search")))
        }
    }
}

/// To the person, or to the contact that settles their call.
fn leads_to(person: PersonId, call: Option<CallId>, shell: &Shell) -> String {
    match call {
        Some(call) => urls::record_call(shell.language, person, call),
        None => urls::person(shell.language, person),
    }
}

fn results(found: &[Found], call: Option<CallId>, shell: &Shell) -> Markup {
    let t = shell.texts();
    let columns = [
        Column::words(say!(t, "people-name")),
        Column::words(say!(t, "people-number")),
        Column::words(say!(t, "people-born")),
        Column::words(say!(t, "filter-municipality")),
    ];
    let rows: Vec<TableRow> = found
        .iter()
        .map(|one| TableRow {
            cells: vec![
                html! {
                    a href=(leads_to(one.person, call, shell)) { (one.name) }
                    @if one.protected { " " (tag(Tone::Guard, &say!(t, "protected"))) }
                },
                html! { span .tabular { (one.number.as_deref().unwrap_or("–")) } },
                html! { @if let Some(day) = one.birth_on { (t.day(day)) } @else { "–" } },
                html! { (one.municipality.as_deref().unwrap_or("–")) },
            ],
            late: false,
        })
        .collect();
    stacking_table(&say!(t, "people-title"), &columns, &rows)
}

fn pages(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let (here, action) = (context.paging.page, urls::people(shell.language));
    let to = |number: u32, label: String| {
        let number = number.to_string();
        button::form(
            &action,
            &shell.csrf,
            &[
                ("name", &context.name),
                ("number", &context.number),
                ("municipality", &context.municipality),
                ("page", &number),
            ],
            &button::secondary(&label),
        )
    };
    html! {
        @if context.paging.pages > 1 {
            nav .pagination aria-label=(say!(t, "paging-label")) {
                @if here > 1 { (to(here - 1, say!(t, "paging-previous"))) }
                span { (position(t, context.paging)) }
                @if here < context.paging.pages { (to(here + 1, say!(t, "paging-next"))) }
            }
        }
    }
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let empty = Context {
        call: None,
        name: String::new(),
        number: String::new(),
        municipality: String::new(),
        municipalities: vec![Item::new("638", "Porvoo")],
        found: None,
        paging: Paging { page: 1, pages: 1, rows: 0 },
        fault: None,
    };
    let found = |number: u128, name: &str, protected: bool| Found {
        person: person_id(number),
        name: name.into(),
        number: (!protected).then(|| "010594-••••".into()),
        birth_on: (!protected).then(|| date(1994, 5, 1)),
        municipality: (!protected).then(|| "Porvoo".into()),
        protected,
    };
    let some = Context {
        name: "virta".into(),
        found: Some(vec![
            found(1, "Virtanen, Aino Maria", false),
            found(2, "Virtanen, Elsa", true),
        ]),
        paging: Paging { page: 2, pages: 3, rows: 52 },
        ..empty.clone()
    };
    let none = Context { found: Some(vec![]), name: "Xyz".into(), ..empty.clone() };
    let little = Context { fault: Some(SearchFault::TooLittle), ..empty.clone() };
    let number = Context {
        number: "010594-123".into(),
        fault: Some(SearchFault::BadNumber),
        ..empty.clone()
    };
    vec![("empty", empty), ("some", some), ("none", none), ("little", little), ("number", number)]
}
