//! Search: whatever is asked, the hits are those that a plain reading of every resource gives.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use ledger::{
    Batch, Clause, Compare, Fact, Form, Found, IndexValue, Indexed, Ledger, Mark, Order, Projector,
    ResourceRow, Rows, Search, SortBy, SortKey, StreamAppend, Test,
};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::world::{Sqlite, Store, new_fact, second};

/// A projector whose resources are put on a shelf beforehand.
struct Shelf(Arc<Mutex<HashMap<String, ResourceRow>>>);

impl Projector for Shelf {
    fn fingerprint(&self) -> String {
        "shelf".to_owned()
    }

    fn project(&self, stream: &str, _facts: &[Fact]) -> Rows {
        let resources = self.0.lock().unwrap().get(stream).cloned();
        Rows { resources: resources.into_iter().collect(), ..Rows::default() }
    }
}

const CODES: [&str; 3] = ["final", "draft", "100%_!"];
const SYSTEMS: [&str; 3] = ["", "urn:one", "urn:two"];
const TEXTS: [&str; 5] = ["anna", "annika", "bo", "virtanen anna", "50%"];
const TARGETS: [&str; 2] = ["1", "2"];
const TYPES: [&str; 3] = ["Patient", "Group", ""];
const FORMS: [Form; 6] =
    [Form::Token, Form::Text, Form::Date, Form::Reference, Form::Number, Form::Uri];
const URIS: [&str; 3] = ["urn:a", "urn:a:b", "http://b"];

fn any_of<T: Copy + std::fmt::Debug + 'static>(values: &'static [T]) -> impl Strategy<Value = T> {
    prop::sample::select(values)
}

fn spans() -> impl Strategy<Value = (i32, i32)> {
    (0..30, 0..6).prop_map(|(low, length)| (low, low + length))
}

fn indexed() -> impl Strategy<Value = Indexed> {
    let value = prop_oneof![
        (any_of(&SYSTEMS), any_of(&CODES)).prop_map(|(system, code)| IndexValue::Token {
            system: system.into(),
            code: code.to_owned()
        }),
        any_of(&TEXTS).prop_map(|text| IndexValue::Text {
            folded: text.to_owned(),
            exact: text.to_uppercase()
        }),
        spans().prop_map(|(low, high)| IndexValue::Date { low: low.into(), high: high.into() }),
        (any_of(&TYPES), any_of(&TARGETS))
            .prop_map(|(rtype, target)| IndexValue::Reference { rtype, target: target.to_owned() }),
        (spans(), any_of(&SYSTEMS)).prop_map(|((low, high), system)| IndexValue::Number {
            low: f64::from(low),
            high: f64::from(high),
            system: system.into(),
            code: "kg".to_owned()
        }),
        any_of(&URIS).prop_map(|uri| IndexValue::Uri(uri.to_owned())),
    ];
    (any_of(&["p", "q"]), value).prop_map(|(parameter, value)| Indexed { parameter, value })
}

fn resources() -> impl Strategy<Value = Vec<ResourceRow>> {
    let resource = (
        any_of(&["Observation", "Patient"]),
        0..5_i64,
        prop::bool::weighted(0.1),
        prop::collection::vec(indexed(), 0..8),
    );
    prop::collection::vec(resource, 1..30).prop_map(|resources| {
        let numbered = resources.into_iter().enumerate();
        let rows = numbered.map(|(number, (rtype, updated, deleted, index))| ResourceRow {
            rtype,
            id: number.to_string(),
            version: 1,
            last_updated: second(updated),
            deleted,
            index,
        });
        rows.collect()
    })
}

fn compares() -> impl Strategy<Value = Compare> {
    any_of(&[
        Compare::Equal,
        Compare::NotEqual,
        Compare::Greater,
        Compare::Less,
        Compare::GreaterOrEqual,
        Compare::LessOrEqual,
        Compare::StartsAfter,
        Compare::EndsBefore,
        Compare::Approximately,
    ])
}

fn tests() -> impl Strategy<Value = Test> {
    let system = || prop::option::of(any_of(&["", "urn:one", "urn:two", "urn:unknown"]));
    let owned = |text: Option<&str>| text.map(str::to_owned);
    prop_oneof![
        (system(), prop::option::of(any_of(&CODES))).prop_map(move |(system, code)| Test::Token {
            system: owned(system),
            code: owned(code)
        }),
        any_of(&["an", "anna", "b", "5"]).prop_map(|text| Test::TextBegins(text.to_owned())),
        any_of(&["nn", "0%", "_", "anna"]).prop_map(|text| Test::TextContains(text.to_owned())),
        any_of(&TEXTS).prop_map(|text| Test::TextExactly {
            folded: text.to_owned(),
            exact: text.to_uppercase()
        }),
        (compares(), spans()).prop_map(|(compare, (low, high))| Test::Date {
            compare,
            low: low.into(),
            high: high.into()
        }),
        (prop::option::of(any_of(&["Patient", "Group"])), any_of(&TARGETS)).prop_map(
            move |(rtype, target)| Test::Reference {
                rtype: owned(rtype),
                target: target.to_owned()
            }
        ),
        (compares(), spans(), system(), prop::option::of(any_of(&["kg", "g"]))).prop_map(
            move |(compare, (low, high), system, code)| Test::Number {
                compare,
                low: f64::from(low),
                high: f64::from(high),
                system: owned(system),
                code: owned(code)
            }
        ),
        (any_of(&["Patient", "Group"]), prop::collection::vec(any_of(&TARGETS), 1..3)).prop_map(
            |(rtype, targets)| Test::References {
                rtype: rtype.to_owned(),
                targets: targets.into_iter().map(str::to_owned).collect()
            }
        ),
        any_of(&FORMS).prop_map(Test::Stated),
        any_of(&URIS).prop_map(|uri| Test::Uri(uri.to_owned())),
        any_of(&["urn:a", "http:"]).prop_map(|uri| Test::UriBelow(uri.to_owned())),
    ]
}

fn own_tests() -> impl Strategy<Value = Test> {
    prop_oneof![
        (0..30_u8).prop_map(|id| Test::Id(id.to_string())),
        prop::collection::vec(0..30_u8, 1..4)
            .prop_map(|ids| Test::Ids(ids.iter().map(u8::to_string).collect())),
        (compares(), 0..5_i64, 0..2_i64).prop_map(|(compare, low, length)| {
            let (low, high) = (second(low), second(low + length));
            Test::Updated { compare, low: low.as_millisecond(), high: high.as_millisecond() }
        }),
    ]
}

fn clauses() -> impl Strategy<Value = Vec<Clause>> {
    let indexed = prop::collection::vec(tests(), 1..3);
    let own = prop::collection::vec(own_tests(), 1..3);
    let clause = (
        any_of(&["p", "q", "never"]),
        prop_oneof![4 => indexed, 1 => own],
        prop::bool::weighted(0.2),
    )
        .prop_map(|(parameter, any_of, negated)| Clause {
            parameter: parameter.to_owned(),
            any_of,
            negated,
        });
    prop::collection::vec(clause, 0..4)
}

fn compared<T: PartialOrd + Copy>(compare: Compare, asked: (T, T), low: T, high: T) -> bool {
    let (from, to) = asked;
    let within = low >= from && high <= to;
    match compare {
        Compare::Equal => within,
        Compare::NotEqual => !within,
        Compare::Greater => high > to,
        Compare::Less => low < from,
        Compare::GreaterOrEqual => within || high > to,
        Compare::LessOrEqual => within || low < from,
        Compare::StartsAfter => low > to,
        Compare::EndsBefore => high < from,
        Compare::Approximately => low <= to && high >= from,
    }
}

fn same(asked: Option<&str>, value: &str) -> bool {
    asked.is_none_or(|asked| asked == value)
}

fn holds(test: &Test, value: &IndexValue) -> bool {
    match (test, value) {
        (Test::Token { system, code }, IndexValue::Token { system: has, code: is }) => {
            same(system.as_deref(), has) && same(code.as_deref(), is)
        }
        (Test::TextBegins(asked), IndexValue::Text { folded, .. }) => folded.starts_with(asked),
        (Test::TextContains(asked), IndexValue::Text { folded, .. }) => folded.contains(asked),
        (Test::TextExactly { exact, .. }, IndexValue::Text { exact: is, .. }) => exact == is,
        (Test::Date { compare, low, high }, IndexValue::Date { low: from, high: to }) => {
            compared(*compare, (*low, *high), *from, *to)
        }
        (Test::Reference { rtype, target }, IndexValue::Reference { rtype: has, target: is }) => {
            target == is && rtype.as_deref().is_none_or(|rtype| rtype == *has || has.is_empty())
        }
        (
            Test::Number { compare, low, high, system, code },
            IndexValue::Number { low: from, high: to, system: has, code: is },
        ) => {
            compared(*compare, (*low, *high), *from, *to)
                && same(system.as_deref(), has)
                && same(code.as_deref(), is)
        }
        (Test::References { rtype, targets }, IndexValue::Reference { rtype: has, target: is }) => {
            targets.contains(is) && (rtype == *has || has.is_empty())
        }
        (Test::Stated(Form::Token), IndexValue::Token { .. })
        | (Test::Stated(Form::Text), IndexValue::Text { .. })
        | (Test::Stated(Form::Date), IndexValue::Date { .. })
        | (Test::Stated(Form::Reference), IndexValue::Reference { .. })
        | (Test::Stated(Form::Number), IndexValue::Number { .. })
        | (Test::Stated(Form::Uri), IndexValue::Uri(_)) => true,
        (Test::Uri(uri), IndexValue::Uri(is)) => uri == is,
        (Test::UriBelow(uri), IndexValue::Uri(is)) => is.starts_with(uri),
        _ => false,
    }
}

fn satisfied(clause: &Clause, resource: &ResourceRow) -> bool {
    let any = clause.any_of.iter().any(|test| {
        if let Test::Id(id) = test {
            *id == resource.id
        } else if let Test::Ids(ids) = test {
            ids.contains(&resource.id)
        } else if let Test::Updated { compare, low, high } = test {
            let at = resource.last_updated.as_millisecond();
            compared(*compare, (*low, *high), at, at)
        } else {
            let values = resource.index.iter().filter(|one| *one.parameter == *clause.parameter);
            values.into_iter().any(|one| holds(test, &one.value))
        }
    });
    any != clause.negated
}

fn shelve(ledger: &Ledger, shelf: &Mutex<HashMap<String, ResourceRow>>, resources: &[ResourceRow]) {
    for resource in resources {
        let stream = format!("resource/{}/{}", resource.rtype, resource.id);
        shelf.lock().unwrap().insert(stream.clone(), resource.clone());
        let new = vec![new_fact("resource-received", None, b"{}")];
        let streams = vec![StreamAppend { stream: stream.into(), history: Vec::new(), new }];
        ledger.append(Batch { streams, access: Vec::new() }, second(2)).unwrap();
    }
}

fn pages(ledger: &Ledger, search: &Search) -> Vec<Found> {
    let mut search = search.clone();
    let mut found: Vec<Found> = Vec::new();
    loop {
        let page = ledger.search(&search).unwrap();
        let Some(last) = page.last() else { return found };
        search.after = Some(last.into());
        found.extend(page);
    }
}

pub(crate) fn search_finds_what_reading_finds(_store: &mut dyn Store) {
    let config = ProptestConfig { cases: 16, failure_persistence: None, ..<_>::default() };
    let asked = prop::collection::vec((clauses(), 1..6_u32), 30);
    TestRunner::new(config)
        .run(&(resources(), asked), |(resources, asked)| {
            let mut store = Sqlite::new();
            let shelf = Arc::new(Mutex::new(HashMap::new()));
            let ledger = store
                .open_with(&|options| options.projector = Arc::new(Shelf(shelf.clone())))
                .unwrap();
            shelve(&ledger, &shelf, &resources);
            for (clauses, limit) in asked {
                let hits: Vec<_> = resources
                    .iter()
                    .filter(|one| one.rtype == "Observation" && !one.deleted)
                    .filter(|one| clauses.iter().all(|clause| satisfied(clause, one)))
                    .collect();
                for order in [Order::Handle, Order::Updated, Order::UpdatedLast] {
                    let mut expected = hits.clone();
                    match order {
                        Order::Handle => {}
                        Order::Updated => expected.sort_by_key(|one| one.last_updated),
                        Order::UpdatedLast => {
                            expected.reverse();
                            expected.sort_by_key(|one| std::cmp::Reverse(one.last_updated));
                        }
                    }
                    let (rtype, after) = ("Observation".to_owned(), None);
                    let search = Search { rtype, clauses: clauses.clone(), order, after, limit };
                    let found = pages(&ledger, &search);
                    let found: Vec<_> = found.iter().map(|one| &one.id).collect();
                    let expected: Vec<_> = expected.iter().map(|one| &one.id).collect();
                    prop_assert_eq!(found, expected, "{:?}", search);
                    prop_assert_eq!(ledger.search_count(&search).unwrap(), hits.len() as u64);
                }
            }
            Ok(())
        })
        .unwrap();
}

/// The ids in an order of values, page by page.
fn in_order(ledger: &Ledger, search: &Search, keys: &[SortKey]) -> Vec<String> {
    let mut ids = Vec::new();
    let mut after: Option<Mark> = None;
    loop {
        let page = ledger.search_in_order(search, keys, after.as_ref()).unwrap().unwrap();
        let Some((_, last)) = page.last() else { return ids };
        after = Some(last.clone());
        ids.extend(page.into_iter().map(|(found, _)| found.id));
    }
}

/// The least or greatest date of a resource's `p`.
fn date(resource: &ResourceRow, descending: bool) -> Option<i64> {
    let dates = resource.index.iter().filter(|one| one.parameter == "p");
    let lows = dates.filter_map(|one| match one.value {
        IndexValue::Date { low, .. } => Some(low),
        IndexValue::Token { .. }
        | IndexValue::Text { .. }
        | IndexValue::Reference { .. }
        | IndexValue::Number { .. }
        | IndexValue::Uri(_) => None,
    });
    if descending { lows.max() } else { lows.min() }
}

pub(crate) fn hits_come_in_the_order_of_their_values(_store: &mut dyn Store) {
    let config = ProptestConfig { cases: 16, failure_persistence: None, ..<_>::default() };
    TestRunner::new(config)
        .run(&(resources(), 1..6_u32, any::<bool>()), |(resources, limit, descending)| {
            let mut store = Sqlite::new();
            let shelf = Arc::new(Mutex::new(HashMap::new()));
            let ledger = store
                .open_with(&|options| options.projector = Arc::new(Shelf(shelf.clone())))
                .unwrap();
            shelve(&ledger, &shelf, &resources);
            let (rtype, order) = ("Observation".to_owned(), Order::Handle);
            let search = Search { rtype, clauses: Vec::new(), order, after: None, limit };
            let key = SortKey { parameter: "p".to_owned(), by: SortBy::Date, descending };
            let found = in_order(&ledger, &search, &[key]);
            let mut hits: Vec<_> =
                resources.iter().filter(|one| one.rtype == "Observation" && !one.deleted).collect();
            hits.sort_by_key(|one| {
                let date = date(one, descending);
                (date.is_none(), date.map(|date| if descending { -date } else { date }))
            });
            let expected: Vec<_> = hits.iter().map(|one| one.id.clone()).collect();
            prop_assert_eq!(found, expected, "descending: {}", descending);
            Ok(())
        })
        .unwrap();
}

pub(crate) fn a_found_resource_leads_to_its_facts(store: &mut dyn Store) {
    let shelf = Arc::new(Mutex::new(HashMap::new()));
    let ledger =
        store.open_with(&|options| options.projector = Arc::new(Shelf(shelf.clone()))).unwrap();
    let resource = ResourceRow {
        rtype: "Patient",
        id: "one".to_owned(),
        version: 1,
        last_updated: second(2),
        deleted: false,
        index: Vec::new(),
    };
    shelve(&ledger, &shelf, std::slice::from_ref(&resource));
    let found = ledger.resource("Patient", "one").unwrap().unwrap();
    assert_eq!(ledger.resources("Patient", &[found.handle]).unwrap().first(), Some(&found));
    assert_eq!(&*found.stream, "resource/Patient/one");
    assert_eq!(ledger.fact(&found.stream, found.version).unwrap().unwrap().sequence, 1);
    assert_eq!(ledger.resource("Patient", "two").unwrap(), None);
    assert_eq!(ledger.resource("Unknown", "one").unwrap(), None);
}
