//! Every look at a person's data is written down with its ground before the answer leaves, and the
//! person sees it.

use care::access::{Action, Relation, Role};
use care::code::Reason;
use care::decide::{Command, StateReason};
use jiff::SignedDuration;
use ledger::Look;
use server::door::{Caller, Denied};

use crate::browser::{Person, sign_in};
use crate::county::{
    AINO, County, DORA, NELLI, OTTO, TOKEN, administrator, content, leader, program,
};
use crate::routes::{Street, lines};

/// The looks since a place in the log.
fn since(county: &County, number: u64) -> Vec<Look> {
    county.ledger.looks_after(number, u32::MAX).unwrap()
}

fn last(county: &County) -> u64 {
    since(county, 0).last().map_or(0, |look| look.number)
}

/// Whatever is Aino's and could stand on a page.
fn is_ainos(street: &Street, text: &str) -> bool {
    let matters = &street.matters;
    let mut marks = vec![
        AINO.family(),
        "Etunimiaino".to_owned(),
        "A cough that stays".to_owned(),
        "A knee that hurts".to_owned(),
        "A back that aches".to_owned(),
        "0401112223".to_owned(),
    ];
    marks.extend([matters.waiting, matters.assessed, matters.booked].map(|case| case.to_string()));
    marks.iter().any(|mark| text.contains(mark))
}

#[test]
fn no_page_shows_anything_of_a_person_without_a_look_that_says_so() {
    let shared = Street::new();
    let callers: [Option<Caller>; 7] = [
        None,
        Some(crate::county::BERTTA.caller()),
        Some(leader()),
        Some(administrator()),
        Some(OTTO.caller()),
        Some(NELLI.caller()),
        Some(AINO.caller()),
    ];
    let (mut shown, mut blind) = (0, Vec::new());
    for line in lines() {
        let own = (line.0 == "POST").then(Street::new);
        let street = own.as_ref().unwrap_or(&shared);
        for (person, caller) in street.people.iter().zip(&callers) {
            // What the address itself tells, the asker knew before.
            let number = last(&street.county);
            let answer = street.ask(person, line);
            let address = street.filled(line.2);
            let text = answer.text.replace(&address, "");
            if answer.status >= 400 || !is_ainos(street, &text) {
                continue;
            }
            let actor = caller.as_ref().map(Caller::actor).unwrap_or_default();
            shown += 1;
            // A look at the queue goes on from the one before it.
            let goes_on = line.1 == "/{language}/work/queue";
            let mut looks = since(&street.county, if goes_on { 0 } else { number });
            looks.retain(|look| look.number > number || look.entry.detail == "queue");
            let said = looks.iter().any(|look| {
                look.entry.actor == actor && look.entry.person == Some(AINO.id().to_string())
            });
            if !said {
                blind.push(format!("{} {} by {actor}", line.0, line.2));
            }
        }
    }
    assert!(shown > 15, "the walk came by pages that show her: {shown}");
    assert!(blind.is_empty(), "shown without a look:\n{}", blind.join("\n"));
}

#[test]
fn a_look_at_the_queue_goes_on_and_covers_no_other_list() {
    let street = Street::new();
    let (nelli, aino) = (&street.people[5], Some(AINO.id().to_string()));
    let looks = |path: &str| {
        let number = last(&street.county);
        assert_eq!(street.web.get(nelli, path).status, 200, "{path}");
        since(&street.county, number).iter().filter(|look| look.entry.person == aino).count()
    };
    assert_eq!(looks("/en/work/queue"), 1);
    assert_eq!(looks("/en/work/queue"), 0, "she keeps it open");
    // The same cases with their clients' names are another list.
    for _ in 0..2 {
        assert_eq!(looks("/en/work?whose=unit&stage=awaiting-assessment"), 1);
    }
    let later = street.county.door.now() + SignedDuration::from_mins(10);
    street.county.clock.put(later);
    assert_eq!(looks("/en/work/queue"), 1);
}

#[test]
fn each_read_through_the_door_is_written_down_with_its_ground() {
    let (county, matters) = County::with_matters();
    let aino = AINO.id().to_string();
    // Each read, by whom, the action and the ground that must stand in the log.
    type Read<'a> =
        (&'a str, Caller, Box<dyn Fn(&Caller) -> Result<(), Denied> + 'a>, Action, Relation);
    let door = &county.door;
    let unit = ledger::WorkList { unit: Some(NELLI.unit()), limit: 10, ..Default::default() };
    let search = ledger::PersonSearch {
        words: vec!["sukunenaino".to_owned()],
        limit: 9,
        ..Default::default()
    };
    let reads: Vec<Read<'_>> = vec![
        (
            "my_matters",
            AINO.caller(),
            Box::new(|who| door.my_matters(who).map(drop)),
            Action::SeeCase,
            Relation::Own,
        ),
        (
            "my_details",
            AINO.caller(),
            Box::new(|who| door.my_details(who).map(drop)),
            Action::SeePerson,
            Relation::Own,
        ),
        (
            "looks",
            AINO.caller(),
            Box::new(|who| door.looks(who, None, 9).map(drop)),
            Action::SeeLooks,
            Relation::Own,
        ),
        (
            "case",
            AINO.caller(),
            Box::new(|who| door.case(who, matters.booked).map(drop)),
            Action::SeeCase,
            Relation::Own,
        ),
        (
            "case",
            NELLI.caller(),
            Box::new(|who| door.case(who, matters.waiting).map(drop)),
            Action::SeeCase,
            Relation::Care,
        ),
        (
            "case",
            OTTO.caller(),
            Box::new(|who| door.case(who, matters.waiting).map(drop)),
            Action::SeeCase,
            Relation::Stated,
        ),
        (
            "person",
            NELLI.caller(),
            Box::new(|who| door.person(who, AINO.id()).map(drop)),
            Action::SeePerson,
            Relation::Care,
        ),
        (
            "person",
            OTTO.caller(),
            Box::new(|who| door.person(who, AINO.id()).map(drop)),
            Action::SeePerson,
            Relation::Stated,
        ),
        (
            "person_name",
            OTTO.caller(),
            Box::new(|who| door.person_name(who, AINO.id()).map(drop)),
            Action::SearchPeople,
            Relation::Task,
        ),
        (
            "people",
            OTTO.caller(),
            Box::new(|who| door.people(who, &search).map(drop)),
            Action::SearchPeople,
            Relation::Task,
        ),
        (
            "work",
            NELLI.caller(),
            Box::new(|who| door.work(who, &unit).map(drop)),
            Action::SeeWork,
            Relation::Unit,
        ),
        (
            "day",
            DORA.caller(),
            Box::new(|who| door.day(who, matters.day.date).map(drop)),
            Action::SeeWork,
            Relation::Unit,
        ),
    ];
    assert!(matches!(door.case(&OTTO.caller(), matters.waiting), Err(Denied::StateReason)));
    let reason = StateReason {
        person: AINO.id(),
        by: OTTO.id(),
        reason: Reason::Consultation,
        note: "Asked by a colleague".to_owned(),
    };
    county.act(&OTTO.caller(), Command::StateReason(reason)).unwrap();
    for (name, caller, read, action, ground) in reads {
        let number = last(&county);
        read(&caller).unwrap();
        let looks = since(&county, number);
        let hers: Vec<_> =
            looks.iter().filter(|look| look.entry.person.as_ref() == Some(&aino)).collect();
        assert_eq!(hers.len(), 1, "{name} by {}: {looks:?}", caller.actor());
        let entry = &hers[0].entry;
        assert_eq!(entry.actor, caller.actor(), "{name}");
        assert_eq!((&*entry.action, &*entry.ground), (action.code(), ground.code()), "{name}");
        assert_eq!(entry.role, caller.role().code(), "{name}");
        assert_eq!(entry.at, county.door.now(), "{name}");
        let unit = caller.account.unit.as_ref().map(ToString::to_string);
        assert_eq!(entry.unit, unit, "{name}");
        // And the rules do give that ground.
        assert_eq!(
            content().rules.ground(caller.role(), action, &[ground]),
            Some(ground),
            "{name}"
        );
    }
    // The stated reason opens the data for a working day, not for ever.
    county.clock.put(county.door.now().checked_add(SignedDuration::from_hours(9)).unwrap());
    assert!(matches!(door.case(&OTTO.caller(), matters.waiting), Err(Denied::StateReason)));
}

#[test]
fn a_refused_look_shows_nothing_and_each_act_is_written_down_too() {
    let (county, matters) = County::with_matters();
    let number = last(&county);
    for caller in [leader(), administrator(), program(), crate::county::BERTTA.caller()] {
        assert!(matches!(county.door.case(&caller, matters.booked), Err(Denied::NotFound)));
        assert!(matches!(county.door.person(&caller, AINO.id()), Err(Denied::NotFound)));
        let role = caller.role();
        assert!(role == Role::Resident || county.door.my_matters(&caller).is_err(), "{role:?}");
    }
    let aino = Some(AINO.id().to_string());
    assert!(since(&county, number).iter().all(|look| look.entry.person != aino));
    let before = last(&county);
    county.assess(NELLI, matters.waiting);
    let acts = since(&county, before);
    let said: Vec<_> = acts.iter().map(|look| (&*look.entry.action, &*look.entry.ground)).collect();
    assert_eq!(said, [("assess-need", "care")]);
    assert_eq!(acts[0].entry.person, aino);
    assert_eq!(acts[0].entry.actor, NELLI.caller().actor());
}

#[test]
fn the_person_sees_who_has_looked() {
    let street = Street::new();
    let nelli = &street.people[5];
    let otto = &street.people[4];
    assert_eq!(street.web.get(nelli, &street.filled("/en/work/cases/{booked}")).status, 200);
    let ground = street.filled("/en/work/people/{aino}/ground");
    street.web.post(otto, &ground, &[("ground", "emergency"), ("note", "Brought in unconscious")]);
    assert_eq!(street.web.get(otto, &street.filled("/en/work/people/{aino}")).status, 200);
    let bearer = format!("Bearer {TOKEN}");
    let path = street.filled("/fhir/Patient/{aino}");
    let nobody = Person::nobody();
    let read = street.web.send(&nobody, "GET", &path, &[("authorization", &bearer)], String::new());
    assert_eq!(read.status, 200);
    for (language, words) in
        [("fi", "Näsin terveysasema"), ("sv", "Näse hälsostation"), ("en", "Näsi health station")]
    {
        let page = street.web.get(street.aino(), &format!("/{language}/looks")).text;
        assert!(page.contains("Given-nelli Family-nelli"), "{language}: {page}");
        assert!(page.contains("Given-otto Family-otto"), "{language}: {page}");
        assert!(page.contains("old-system"), "{language}: the program, too");
        assert!(page.contains(words), "{language}: where she works");
    }
    // Nobody else's looks are hers to see.
    let bertta = sign_in(&street.county, &crate::county::BERTTA.caller());
    assert!(!street.web.get(&bertta, "/en/looks").text.contains("Given-nelli"));
}
