//! Named workers: what a client tells their unit is theirs first, in sight of all, and for a while.

use care::decide::{Command, NameWorker};
use care::id::UnitId;
use care::refusal::Refusal;
use server::door::Denied;

use crate::browser::{Web, sign_in};
use crate::county::{AINO, BERTTA, County, DORA, NASI, NELLI, OTTO, TODAY, at};

#[test]
fn a_contact_is_the_named_workers_first_and_then_anybodys() {
    let county = County::new();
    county.contact(AINO.id(), NASI, "Known at the station");
    let web = Web::of(&county);
    let (nelli, dora) = (sign_in(&county, &NELLI.caller()), sign_in(&county, &DORA.caller()));
    let person = format!("/en/work/people/{}", AINO.id());
    let named = NELLI.id().to_string();
    let saved = web.post(&nelli, &format!("{person}/named"), &[("named", &named)]);
    assert_eq!(saved.leads_to(), format!("{person}?done=named"));
    assert!(web.get(&nelli, saved.leads_to()).text.contains("The named worker is saved"));
    let matters = web.get(&sign_in(&county, &AINO.caller()), "/en/matters").text;
    assert!(
        matters.contains("Your named workers") && matters.contains("Family-nelli"),
        "{matters}"
    );

    // What came before she was named stays as it was; another client's is nobody's first.
    county.clock.put(at(TODAY, 9, 0));
    let case = county.contact(AINO.id(), NASI, "A cough");
    county.contact(BERTTA.id(), NASI, "A toe");
    let queue = |person| web.get(person, "/en/work/queue").text;
    assert_eq!(queue(&nelli).matches("You are the named worker").count(), 1);
    let first = queue(&nelli).split("id=\"case-").nth(1).unwrap()[..36].to_owned();
    assert_eq!(first, case.to_string(), "hers is read first");
    assert_eq!(queue(&dora).matches("First for").count(), 1);
    // It is first, not only: whoever has time may take it.
    county.clock.put(at(TODAY, 11, 1));
    assert!(!queue(&nelli).contains("You are the named worker"));
    assert!(!queue(&dora).contains("First for"));
    // A contact that somebody has taken is that person's.
    let other = county.contact(AINO.id(), NASI, "A sprain");
    let take = format!("/en/work/cases/{other}/take");
    assert_eq!(web.post(&dora, &take, &[]).status, 303);
    assert!(!queue(&nelli).contains("You are the named worker"));
}

#[test]
fn only_the_units_own_choose_for_it() {
    let county = County::new();
    let name = |unit: &str, professional| NameWorker {
        person: AINO.id(),
        unit: UnitId::from(unit),
        professional,
        by: None,
    };
    let foreign = Command::NameWorker(name(NASI, Some(OTTO.id())));
    for caller in [OTTO.caller(), AINO.caller()] {
        let refused = county.act(&caller, foreign.clone());
        assert!(matches!(refused, Err(Denied::Refused(Refusal::NotAllowed))), "{refused:?}");
    }
    county.act(&NELLI.caller(), Command::NameWorker(name(NASI, Some(DORA.id())))).unwrap();
    county.act(&NELLI.caller(), Command::NameWorker(name(NASI, None))).unwrap();
    let case = county.contact(AINO.id(), NASI, "A cough");
    assert_eq!(county.ledger.case(case).unwrap().unwrap().named, None);
    // A form of somebody's own making that names a stranger changes nothing.
    let web = Web::of(&county);
    let nelli = sign_in(&county, &NELLI.caller());
    let path = format!("/en/work/people/{}/named", AINO.id());
    let stranger = OTTO.id().to_string();
    assert_eq!(web.post(&nelli, &path, &[("named", &stranger)]).status, 303);
    let case = county.contact(AINO.id(), NASI, "A toe");
    assert_eq!(county.ledger.case(case).unwrap().unwrap().named, None);
}
