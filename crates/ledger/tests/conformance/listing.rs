//! Lists of care: people, work, bookings and free times, each against a plain filter of all rows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use care::code::{Mode, Profession};
use care::id::{PersonId, ProfessionalId, UnitId};
use care::language::Language;
use care::message::Way;
use care::view::{CaseRow, MessageRow, PersonRow, PhoneRow};
use jiff::Timestamp;
use ledger::{Ledger, PersonSearch, PhoneCount, QueueMark, SlotSearch, WorkCursor, WorkList};

use crate::world::{Store, append};

fn filled(store: &mut dyn Store, room: &str, count: u32) -> Ledger {
    let ledger = store.open();
    for number in 0..count {
        append(&ledger, &format!("{room}/{number}"), None, &[&number.to_le_bytes()]).unwrap();
    }
    ledger
}

type Holds = Box<dyn Fn(&CaseRow) -> bool>;

fn open_cases(ledger: &Ledger) -> Vec<CaseRow> {
    let mut cases = Vec::new();
    ledger.each_case(|case| cases.push(case)).unwrap();
    cases.retain(|case| case.closed_at.is_none());
    let due = |case: &CaseRow| case.due_on.unwrap_or(jiff::civil::Date::MAX);
    let urgency = |case: &CaseRow| case.urgency.map_or(3, |urgency| urgency as u8);
    cases.sort_by_key(|case| (due(case), urgency(case), case.contact_at, case.case));
    cases
}

pub(crate) fn work_comes_in_order_of_due_day_page_by_page(store: &mut dyn Store) {
    let ledger = filled(store, "case", 120);
    let all = open_cases(&ledger);
    assert!(all.len() > 60);
    let porvoo = UnitId::from("porvoo");
    let owner = ProfessionalId(uuid::Uuid::from_u128(7));
    let lists: Vec<(WorkList, Holds)> = vec![
        (WorkList::default(), Box::new(|_| true)),
        (
            WorkList { unit: Some(porvoo.clone()), ..WorkList::default() },
            Box::new(move |case| case.owner_unit == porvoo),
        ),
        (
            WorkList { owner: Some(owner), ..WorkList::default() },
            Box::new(move |case| case.owner == Some(owner)),
        ),
        (
            WorkList { unanswered: true, ..WorkList::default() },
            Box::new(|case| case.unanswered_since.is_some()),
        ),
        (
            WorkList {
                unowned: true,
                profession: Some(Profession::Nurse),
                step: Some("book".to_owned()),
                ..WorkList::default()
            },
            Box::new(|case| case.owner.is_none() && case.profession == Some(Profession::Nurse)),
        ),
    ];
    for (list, holds) in lists {
        let expected: Vec<_> = all.iter().filter(|case| holds(case)).cloned().collect();
        assert!(!expected.is_empty());
        let day = jiff::civil::date(2026, 6, 15);
        let before = expected.iter().filter(|case| case.due_on.is_some_and(|due| due < day));
        let (count, before) = (expected.len() as u64, before.count() as u64);
        let mut found: Vec<CaseRow> = Vec::new();
        loop {
            let after = found.last().map(WorkCursor::from);
            let list = WorkList { after, limit: 7, ..list.clone() };
            let page = ledger.work(&list, day).unwrap();
            assert_eq!((page.count, page.before), (count, before));
            if page.rows.is_empty() {
                break;
            }
            for (case, person) in page.rows {
                assert_eq!(person, ledger.person(case.person).unwrap());
                found.push(case);
            }
        }
        assert_eq!(found, expected);
    }
}

pub(crate) fn queues_are_counted(store: &mut dyn Store) {
    let ledger = filled(store, "case", 60);
    let today = jiff::civil::date(2026, 6, 15);
    let all = open_cases(&ledger);
    let counts = ledger.queue_counts(today).unwrap();
    assert_eq!(counts.iter().map(|queue| queue.waiting).sum::<u64>(), all.len() as u64);
    for queue in counts {
        let waiting = all.iter().filter(|case| case.owner_unit == queue.unit);
        assert_eq!(queue.waiting, waiting.clone().count() as u64);
        let due = waiting.clone().filter(|case| case.due_on.is_some_and(|due| due <= today));
        assert_eq!(queue.due, due.count() as u64);
        let late = waiting.filter(|case| case.due_on.is_some_and(|due| due < today));
        assert_eq!(queue.late, late.count() as u64);
    }
}

pub(crate) fn a_mark_moves_with_its_own_lists_alone(store: &mut dyn Store) {
    let ledger = filled(store, "case", 60);
    let all = open_cases(&ledger);
    let marks = ledger.queue_marks(None).unwrap();
    let units: BTreeSet<_> = all.iter().map(|case| case.owner_unit.clone()).collect();
    assert_eq!(marks.keys().cloned().collect::<BTreeSet<_>>(), units);
    assert_eq!(ledger.queue_marks(None).unwrap(), marks, "nothing happened");
    let (one, mark) = marks.first_key_value().unwrap();
    assert_eq!(ledger.queue_marks(Some(one)).unwrap(), BTreeMap::from([(one.clone(), *mark)]));
    for number in 0_u64..12 {
        let before = (ledger.queue_marks(None).unwrap(), open_cases(&ledger));
        append(&ledger, &format!("case/{number}"), None, &[b"again"]).unwrap();
        let after = (ledger.queue_marks(None).unwrap(), open_cases(&ledger));
        for unit in &units {
            let of = |cases: &[CaseRow]| {
                let of = cases.iter().filter(|case| case.owner_unit == *unit);
                of.map(|case| (case.case, case.changed_at)).collect::<BTreeSet<_>>()
            };
            let moved = before.0.get(unit) != after.0.get(unit);
            assert_eq!(moved, of(&before.1) != of(&after.1), "{unit:?}");
        }
    }
    // A missed call moves the mark of all that is open in its unit, and no queue.
    for number in 0..12_u32 {
        let (before, known) = (ledger.queue_marks(None).unwrap(), calls(&ledger));
        append(&ledger, &format!("call/{number}"), None, &[&number.to_le_bytes()]).unwrap();
        let after = ledger.queue_marks(None).unwrap();
        let new = calls(&ledger).into_iter().find(|call| !known.contains(call)).unwrap();
        for unit in &units {
            let open = |marks: &BTreeMap<UnitId, QueueMark>| marks.get(unit).map(|mark| mark.open);
            let queue =
                |marks: &BTreeMap<UnitId, QueueMark>| marks.get(unit).map(|mark| mark.queue);
            assert_eq!(queue(&before), queue(&after));
            let moved = open(&before) != open(&after);
            assert_eq!(moved, new.open && new.unit == *unit, "{unit:?} {new:?}");
        }
    }
}

fn calls(ledger: &Ledger) -> Vec<PhoneRow> {
    ledger.phone_before(Timestamp::MAX, 10_000).unwrap()
}

pub(crate) fn calls_are_found_as_a_plain_filter_finds_them(store: &mut dyn Store) {
    let ledger = filled(store, "call", 150);
    let all = calls(&ledger);
    assert_eq!(all.len(), 150);
    assert!(all.is_sorted_by_key(|call| (call.rang_at, call.call)));
    let middle = all[75].rang_at;
    let before: Vec<_> = all.iter().filter(|call| call.rang_at < middle).cloned().collect();
    assert_eq!(ledger.phone_before(middle, 1_000).unwrap(), before);
    assert_eq!(ledger.phone_before(middle, 7).unwrap(), before[..7]);
    for call in &all {
        assert_eq!(ledger.phone_call(call.call).unwrap().as_ref(), Some(call));
    }
    let units: BTreeSet<_> = all.iter().map(|call| call.unit.clone()).collect();
    assert!(units.len() > 1);
    for unit in &units {
        let here = all.iter().filter(|call| call.unit == *unit);
        let open: Vec<_> = here.clone().filter(|call| call.open).cloned().collect();
        assert!(open.len() > 2);
        assert_eq!(ledger.phone_open(unit, 1_000).unwrap(), open);
        assert_eq!(ledger.phone_open(unit, 2).unwrap(), open[..2]);
        assert_eq!(ledger.phone_of(unit, "", Timestamp::UNIX_EPOCH).unwrap(), [], "hidden");
        for from in ["0401", "0402", "0403"] {
            let of = here.clone().filter(|call| call.from == from && call.rang_at >= middle);
            let of: Vec<_> = of.cloned().collect();
            assert_eq!(ledger.phone_of(unit, from, middle).unwrap(), of);
        }
        let since = here.filter(|call| call.rang_at >= middle);
        let count =
            |holds: fn(&PhoneRow) -> bool| since.clone().filter(|call| holds(call)).count() as u64;
        let expected = PhoneCount {
            rang: count(|_| true),
            answered: count(|call| call.answered),
            missed: count(|call| call.missed),
            hidden: count(|call| call.missed && call.from.is_empty()),
        };
        assert_eq!(ledger.phone_count(unit, middle).unwrap(), expected);
    }
}

pub(crate) fn promised_calls_count_once_for_a_contact(store: &mut dyn Store) {
    let ledger = filled(store, "case", 90);
    let units = ["loviisa", "porvoo", "sipoo"].map(UnitId::from);
    let all: Vec<_> =
        units.iter().flat_map(|unit| ledger.callbacks(unit, 1_000).unwrap()).collect();
    assert!(all.len() > 20);
    let mut times: Vec<_> = all.iter().map(|row| row.from_at).collect();
    times.sort_unstable();
    for until in [times[0], times[times.len() / 2], Timestamp::MAX] {
        let mut expected: BTreeMap<UnitId, BTreeSet<_>> = BTreeMap::new();
        for row in all.iter().filter(|row| row.from_at < until) {
            expected.entry(row.unit.clone()).or_default().insert(row.contact);
        }
        let expected: BTreeMap<_, _> =
            expected.into_iter().map(|(unit, contacts)| (unit, contacts.len() as u64)).collect();
        assert_eq!(ledger.callbacks_until(until).unwrap(), expected);
    }
}

pub(crate) fn who_is_asked_finds_it_in_order_of_asking(store: &mut dyn Store) {
    let ledger = filled(store, "case", 90);
    let of =
        |number: u128| ledger.asked(ProfessionalId(uuid::Uuid::from_u128(number)), 1_000).unwrap();
    for number in [0, 1] {
        let asked = of(number);
        assert!(asked.len() > 10);
        assert!(asked.is_sorted_by_key(|row| (row.asked_at, row.case)));
        assert!(asked.iter().all(|row| row.professional.0.as_u128() == number));
        let few = ledger.asked(asked[0].professional, 3).unwrap();
        assert_eq!(few, asked[..3]);
    }
    // Everybody who is asked second of a case was asked beside a first.
    let firsts: BTreeSet<_> = of(0).iter().map(|row| row.case).collect();
    assert!(of(1).iter().all(|row| firsts.contains(&row.case)));
    assert_eq!(of(9), []);
}

pub(crate) fn cases_changed_after_a_position_are_all_told(store: &mut dyn Store) {
    let ledger = store.open();
    let case = |number: u128| format!("case/{}", uuid::Uuid::from_u128(number * 1000));
    for number in 0..20 {
        append(&ledger, &case(number), None, &[b"begun"]).unwrap();
    }
    append(&ledger, "person/1", None, &[b"x"]).unwrap();
    append(&ledger, &case(3), None, &[b"x"]).unwrap();
    append(&ledger, &case(3), None, &[b"y"]).unwrap();
    let (changed, until) = ledger.cases_changed_after(20, 100).unwrap();
    assert_eq!((changed.len(), until), (1, 23));
    assert_eq!(changed[0].case.0, uuid::Uuid::from_u128(3000));
    assert_eq!(ledger.cases_changed_after(23, 100).unwrap(), (Vec::new(), 23));
    let (mut position, mut told) = (0, BTreeSet::new());
    while position < 23 {
        let (rows, until) = ledger.cases_changed_after(position, 4).unwrap();
        told.extend(rows.iter().map(|row| row.case));
        position = until;
    }
    assert_eq!(told.len(), 20);
}

pub(crate) fn people_are_found_by_what_is_known_of_them(store: &mut dyn Store) {
    let ledger = filled(store, "person", 200);
    let search = |change: &dyn Fn(&mut PersonSearch)| {
        let mut search = PersonSearch { limit: 1000, ..PersonSearch::default() };
        change(&mut search);
        ledger.people(&search).unwrap()
    };
    let words = |words: &[&str]| {
        let words: Vec<_> = words.iter().map(|&word| word.to_owned()).collect();
        search(&|search| search.words.clone_from(&words))
    };
    assert_eq!(search(&|_| ()), [], "a search by nothing finds nobody");
    let everybody = search(&|search| search.municipality = Some("638".to_owned()));
    assert_eq!(everybody.len(), 200);
    assert!(everybody.is_sorted_by(|one, other| one.folded <= other.folded));
    let begins = |row: &PersonRow, word: &str| {
        row.folded.split_whitespace().any(|begun| begun.starts_with(word))
    };
    for asked in [&["virt"][..], &["å"], &["anna", "kor"], &["ma", "anna", "v"], &["_"], &["%"]] {
        let expected = everybody.iter().filter(|row| asked.iter().all(|word| begins(row, word)));
        let mut expected: Vec<_> = expected.map(|row| row.person).collect();
        let mut found: Vec<_> = words(asked).iter().map(|row| row.person).collect();
        expected.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, expected, "{asked:?}");
    }
    let someone = &everybody[17];
    let same = search(&|search| search.identity.clone_from(&someone.identity));
    assert!(same.contains(someone));
    assert_eq!(ledger.person(someone.person).unwrap().as_ref(), Some(someone));
    let identity = someone.identity.as_deref().unwrap();
    assert!(ledger.person_by_identity(identity).unwrap().is_some());
    let born = search(&|search| search.birth_on = someone.birth_on);
    assert!(born.contains(someone) && born.iter().all(|row| row.birth_on == someone.birth_on));
    assert_eq!(ledger.person(PersonId(uuid::Uuid::nil())).unwrap(), None);
}

pub(crate) fn free_times_come_in_order_and_suit(store: &mut dyn Store) {
    let ledger = filled(store, "day", 40);
    let from = Timestamp::from_millisecond(1_800_000_000_000 + 1_800_000).unwrap();
    let any = SlotSearch {
        units: Vec::new(),
        profession: None,
        professional: None,
        mode: None,
        language: None,
        from,
        until: None,
        limit: 1000,
    };
    let all = ledger.free_slots(&any).unwrap();
    assert!(all.len() > 20 && all.is_sorted_by_key(|slot| slot.start_at));
    assert!(all.iter().all(|slot| slot.start_at >= from));
    assert_eq!(ledger.free_starts(&any).unwrap().len(), all.len());
    let last = all[all.len() - 1].start_at;
    let until = Some(last);
    let narrow = SlotSearch {
        units: vec![UnitId::from("sipoo"), UnitId::from("porvoo")],
        profession: Some(Profession::Nurse),
        mode: Some(Mode::OnSite),
        language: Some(Language::En),
        until,
        ..any.clone()
    };
    let expected: Vec<_> = all
        .iter()
        .filter(|slot| narrow.units.contains(&slot.unit) && slot.profession == Profession::Nurse)
        .filter(|slot| Some(slot.start_at) < until)
        .cloned()
        .collect();
    assert!(!expected.is_empty());
    assert_eq!(ledger.free_slots(&narrow).unwrap(), expected);
    let first = ledger.free_slots(&SlotSearch { limit: 3, ..narrow.clone() }).unwrap();
    assert_eq!(first, expected[..3]);
    let nobody = SlotSearch { language: Some(Language::Sv), ..narrow.clone() };
    assert_eq!(ledger.free_slots(&nobody).unwrap(), []);
    let video = SlotSearch { mode: Some(Mode::Video), ..narrow };
    assert_eq!(ledger.free_slots(&video).unwrap(), []);
    let mine = |slot: &&care::view::SlotRow| {
        slot.professional == all[0].professional && slot.unit == all[0].unit
    };
    for place in 1..4_u16 {
        let expected = all.iter().filter(mine).nth(usize::from(place) - 1);
        let found = ledger.free_at_place(all[0].professional, &all[0].unit, from, place).unwrap();
        assert_eq!(found, expected.map(|slot| slot.start_at), "{place}");
    }
    for unit in ["porvoo", "sipoo", "nowhere"].map(UnitId::from) {
        let counted = all.iter().filter(|slot| {
            slot.unit == unit && slot.profession == Profession::Nurse && slot.start_at < last
        });
        let expected = (counted.clone().count() as u64, counted.map(|slot| slot.start_at).min());
        let found = ledger.free_count(&unit, Profession::Nurse, from, last).unwrap();
        assert_eq!(found, expected, "{unit}");
    }
    let one = SlotSearch { professional: Some(all[0].professional), ..any };
    assert!(
        ledger
            .free_slots(&one)
            .unwrap()
            .iter()
            .all(|slot| slot.professional == all[0].professional)
    );
}

pub(crate) fn bookings_are_found_from_every_side(store: &mut dyn Store) {
    let ledger = filled(store, "case", 40);
    let mut cases = Vec::new();
    ledger.each_case(|case| cases.push(case)).unwrap();
    let all: Vec<_> =
        cases.iter().flat_map(|case| ledger.bookings_of_case(case.case).unwrap()).collect();
    assert!(all.len() > 20);
    let one = &all[5];
    assert_eq!(ledger.booking(one.booking).unwrap().as_ref(), Some(one));
    assert!(ledger.bookings_of(one.person).unwrap().contains(one));
    assert!(ledger.cases_of(one.person).unwrap().iter().any(|case| case.case == one.case));
    let next = one.start_at + jiff::SignedDuration::from_millis(1);
    assert!(ledger.bookings_with(one.professional, one.start_at, next).unwrap().contains(one));
    assert!(ledger.bookings_at(&one.unit, one.start_at, next).unwrap().contains(one));
    assert!(!ledger.bookings_at(&one.unit, next, Timestamp::MAX).unwrap().contains(one));
}

pub(crate) fn messages_come_in_order_to_whom_they_are_due(store: &mut dyn Store) {
    let ledger = store.open();
    for number in 0..120_u128 {
        // The person of a case has the id after it.
        let (case, person) =
            (uuid::Uuid::from_u128(10 * number), uuid::Uuid::from_u128(10 * number + 1));
        for stream in [format!("case/{case}"), format!("person/{person}")] {
            append(&ledger, &stream, None, &[&number.to_le_bytes()]).unwrap();
        }
    }
    let walk = |way, since, now, limit: u32| {
        let mut all: Vec<MessageRow> = Vec::new();
        loop {
            let last = all.last().map(|row| (row.from_at, row.case, row.message.clone()));
            let page = ledger.due_messages(way, (since, now), last.as_ref(), limit).unwrap();
            let is_last = page.len() < limit as usize;
            all.extend(page);
            if is_last {
                return all;
            }
        }
    };
    let mut counts = Vec::new();
    for way in Way::ALL {
        let all = walk(*way, Timestamp::MIN, Timestamp::MAX, 1_000);
        assert_eq!(walk(*way, Timestamp::MIN, Timestamp::MAX, 3), all);
        assert!(all.is_sorted_by_key(|row| (row.from_at, row.case, row.message.clone())));
        assert!(all.iter().all(|row| !row.given_up));
        let middle = all[all.len() / 2].from_at;
        let until: Vec<_> = all.iter().filter(|row| row.from_at <= middle).cloned().collect();
        assert_eq!(walk(*way, Timestamp::MIN, middle, 1_000), until);
        let since: Vec<_> = all.iter().filter(|row| row.from_at > middle).cloned().collect();
        let found = walk(*way, middle, Timestamp::MAX, 1_000);
        assert_eq!(
            found.iter().filter(|row| row.from_at > middle).cloned().collect::<Vec<_>>(),
            since
        );
        counts.push(all.len());
    }
    assert!(counts.iter().all(|count| *count > 3), "{counts:?}");
    let given_up = ledger.given_up_messages(1_000).unwrap();
    assert!(given_up.len() > 20 && given_up.iter().all(|row| row.given_up));
    assert!(given_up.is_sorted_by_key(|row| (row.from_at, row.case, row.message.clone())));
}

pub(crate) fn accounts_and_tokens_are_found(store: &mut dyn Store) {
    let ledger = filled(store, "account", 12);
    let accounts = ledger.accounts().unwrap();
    assert_eq!(accounts.len(), 12);
    let tokens: Vec<_> =
        accounts.iter().flat_map(|account| ledger.tokens(&account.login).unwrap()).collect();
    assert!(!tokens.is_empty());
    for token in tokens {
        assert_eq!(ledger.token(&token.token_hash).unwrap(), Some(token));
    }
    assert_eq!(ledger.account(&accounts[3].login).unwrap().as_ref(), Some(&accounts[3]));
    assert_eq!(ledger.account("nobody").unwrap(), None);
    let shared = Arc::new(ledger);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| (0..20).for_each(|_| assert_eq!(shared.accounts().unwrap().len(), 12)));
        }
    });
}
