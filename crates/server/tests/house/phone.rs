//! A day of a telephone exchange: three hundred calls through the webhook, by the test's clock, while two
//! people call back through their pages. Nothing that was missed is lost.

use std::collections::{BTreeMap, BTreeSet};

use care::day::starts_at;
use care::id::UnitId;
use care::phone::PhoneEvent;
use jiff::{SignedDuration, Timestamp};
use server::exchange::{Plan, Said};

use crate::browser::{Answer, Person, Web, sign_in};
use crate::county::{AINO, County, DORA, NASI, NELLI, OTTO, TODAY, TOKEN, at};

const LINE: &str = "+358190000001";

struct House {
    county: County,
    web: Web,
    nurse: Person,
    doctor: Person,
}

impl House {
    fn new() -> Self {
        let county = County::new();
        county.contact(AINO.id(), NASI, "Known at the station");
        let web = Web::of(&county);
        let [nurse, doctor] = [NELLI, DORA].map(|worker| sign_in(&county, &worker.caller()));
        Self { county, web, nurse, doctor }
    }

    fn tells(&self, body: &str) -> Answer {
        self.tells_with(TOKEN, body)
    }

    fn tells_with(&self, token: &str, body: &str) -> Answer {
        let bearer = format!("Bearer {token}");
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        self.web.send(&Person::nobody(), "POST", "/telephony/events", &headers, body.to_owned())
    }

    /// The numbers on the list, each with the address of its page, the oldest first.
    fn listed(&self) -> Vec<(String, String)> {
        let page = self.web.get(&self.nurse, "/en/work/calls");
        assert_eq!(page.status, 200);
        let rows =
            page.text.split("id=\"missed-").skip(1).filter(|row| row.contains("/work/phone/"));
        rows.filter_map(|row| {
            let (_, address) = row.split_once("href=\"")?;
            let (address, rest) = address.split_once('"')?;
            let number = rest.split_once('>')?.1.split('<').next()?;
            Some((number.to_owned(), address.to_owned()))
        })
        .collect()
    }
}

/// What must be open by all that was told so far: each number with the instant of its oldest missed call.
fn open(told: &[Said], settled: &BTreeMap<String, Timestamp>) -> BTreeSet<String> {
    let at = |call: &str, event| {
        told.iter().find(|said| said.call == call && said.event == event).map(|said| said.at)
    };
    let missed = told.iter().filter_map(|said| {
        let from = said.from.clone()?;
        at(&said.call, PhoneEvent::Answered).is_none().then_some(())?;
        let over = at(&said.call, PhoneEvent::Missed).or(at(&said.call, PhoneEvent::Ended))?;
        let later = told.iter().any(|other| {
            other.from.as_deref() == Some(&from)
                && at(&other.call, PhoneEvent::Answered).is_some_and(|answered| answered > over)
        });
        let done = settled.get(&from).is_some_and(|settled| *settled >= over);
        (!later && !done).then_some(from)
    });
    missed.collect()
}

#[test]
fn three_hundred_calls_of_a_day_are_answered_called_back_or_settled() {
    let house = House::new();
    let plan = Plan { day: TODAY, calls: 300, agents: 3, lines: vec![LINE.to_owned()], seed: 11 };
    let played = plan.play();
    let (mut told, mut settled) = (Vec::new(), BTreeMap::new());
    let (mut hour, mut turns) = (at(TODAY, 9, 0), 0_u32);
    for said in &played.told {
        while said.at >= hour {
            turns += call_back(&house, &told, &mut settled, turns, hour);
            hour += SignedDuration::from_mins(20);
        }
        house.county.clock.put(said.at.max(house.county.door.now()));
        let answer = house.tells(&serde_json::to_string(said).unwrap());
        assert_eq!(answer.status, 204, "{said:?}: {}", answer.text);
        told.push(said.clone());
    }
    assert!(turns > 30, "people called back all day: {turns}");
    let unit = UnitId::from(NASI);
    let count = house.county.ledger.phone_count(&unit, starts_at(TODAY)).unwrap();
    let expected = (300, u64::from(played.answered), u64::from(played.missed));
    assert_eq!((count.rang, count.answered, count.missed), expected);
    assert_eq!(count.hidden, u64::from(played.hidden));

    // The day ends when nothing is left, and nothing was late.
    let listed = house.listed();
    let numbers: BTreeSet<_> = listed.iter().map(|(number, _)| number.clone()).collect();
    assert_eq!(numbers, open(&told, &settled));
    assert!(!house.web.get(&house.nurse, "/en/work/calls").text.contains("tag--late"));
    for (_, address) in listed {
        let form = [("words", "Called back, all is well")];
        let done = house.web.post(&house.doctor, &format!("{address}/settle"), &form);
        assert_eq!(done.leads_to(), "/en/work/calls?done=settled");
    }
    assert_eq!(house.listed(), []);
    for call in house.county.ledger.phone_before(Timestamp::MAX, 1_000).unwrap() {
        assert!(!call.open, "{call:?}");
    }
    forgets(&house, &unit);
}

/// Looks at the list, compares it with what must be open, and calls the oldest numbers back; tells how many.
fn call_back(
    house: &House,
    told: &[Said],
    settled: &mut BTreeMap<String, Timestamp>,
    turns: u32,
    now: Timestamp,
) -> u32 {
    house.county.clock.put(now.max(house.county.door.now()));
    let listed = house.listed();
    let numbers: BTreeSet<_> = listed.iter().map(|(number, _)| number.clone()).collect();
    assert_eq!(numbers, open(told, settled), "at {now}");
    assert_eq!(numbers.len(), listed.len(), "one row for a number");
    let mut done = 0;
    for (turn, (number, address)) in (turns..).zip(listed.iter().take(4)) {
        done += 1;
        assert_eq!(house.web.post(&house.nurse, &format!("{address}/take"), &[]).status, 303);
        let other = house.web.post(&house.doctor, &format!("{address}/take"), &[]);
        assert_eq!(other.status, 422, "two people never call the same number back");
        let tried = [("answered", if turn % 3 == 0 { "no-answer" } else { "reached" })];
        let tried = house.web.post(&house.nurse, &format!("{address}/tried"), &tried);
        assert_eq!(tried.status, 303, "{}", tried.text);
        if turn % 3 == 0 {
            // An unanswered call back settles nothing, and the number keeps its place.
            assert!(house.listed().iter().any(|(known, _)| known == number));
            continue;
        }
        settled.insert(number.clone(), now);
        if turn % 3 == 1 {
            let form = [("words", "Asked for the opening hours")];
            let done = house.web.post(&house.nurse, &format!("{address}/settle"), &form);
            assert_eq!(done.status, 303, "{}", done.text);
            continue;
        }
        records(house, number, address);
    }
    done
}

/// Finds the person who called, records what they told, and with it settles the call.
fn records(house: &House, number: &str, address: &str) {
    let call = address.rsplit('/').next().unwrap();
    let people = house.web.get(&house.nurse, &format!("/en/work/people?call={call}")).text;
    assert!(people.contains(&format!("name=\"call\" value=\"{call}\"")));
    let search = [("name", "Sukunenaino"), ("call", call)];
    let found = house.web.post(&house.nurse, "/en/work/people", &search).text;
    let record = format!("/en/work/people/{}/contact?call={call}", AINO.id());
    assert!(found.contains(&record.replace('&', "&amp;")), "{found}");
    let page = house.web.get(&house.nurse, &record);
    assert!(page.text.contains(&format!("value=\"{number}\"")), "the number is filled in");
    let (contact, case) = (page.hidden("contact"), page.hidden("case"));
    let form = [
        ("contact", contact.as_str()),
        ("case", case.as_str()),
        ("call", call),
        ("channel", "phone"),
        ("topic", "illness"),
        ("words", "A cough"),
        ("unit", NASI),
        ("service-language", "fi"),
        ("phone", number),
    ];
    let path = format!("/en/work/people/{}/contact", AINO.id());
    let saved = house.web.post(&house.nurse, &path, &form);
    assert_eq!(saved.leads_to(), format!("/en/work/cases/{case}?done=received"));
}

fn forgets(house: &House, unit: &UnitId) {
    let pass = |days: i64| {
        let now = house.county.door.now() + SignedDuration::from_hours(24 * days);
        house.county.clock.put(now);
    };
    pass(29);
    assert_eq!(house.county.door.forget_calls().unwrap(), 0);
    pass(2);
    assert_eq!(house.county.door.forget_calls().unwrap(), 1, "one key of one day");
    assert_eq!(house.county.ledger.phone_count(unit, starts_at(TODAY)).unwrap().rang, 0);
    for name in house.county.ledger.streams("call/").unwrap() {
        let facts = house.county.ledger.load(&name).unwrap();
        assert!(facts.iter().all(|fact| fact.body.bytes().is_none()), "{name}");
    }
    assert_eq!(house.county.door.forget_calls().unwrap(), 0);
}

#[test]
fn what_an_exchange_gets_wrong_is_told_and_the_rest_is_recorded() {
    let house = House::new();
    let now = house.county.door.now();
    let event = |call: &str, line: &str, at: Timestamp| {
        format!(
            "{{\"exchange\":\"x\",\"call\":\"{call}\",\"event\":\"missed\",\"at\":\"{at}\",\
             \"line\":\"{line}\",\"from\":\"040 111 2223\"}}"
        )
    };
    let ahead = now + SignedDuration::from_hours(1);
    let all = [
        event("1", LINE, now),
        event("2", "+3581", now),
        event("3", LINE, ahead),
        "{\"call\":\"4\"}".to_owned(),
        event("5", "+358 19 000 0001", now),
    ];
    let answer = house.tells(&format!("[{}]", all.join(",")));
    assert_eq!(answer.status, 422);
    let faults: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
    let codes: Vec<_> = faults
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| (fault["event"].as_u64().unwrap(), fault["code"].as_str().unwrap().to_owned()))
        .collect();
    let expected = [(1, "line-unknown"), (2, "event-time"), (3, "malformed")];
    assert_eq!(codes, expected.map(|(place, code)| (place, code.to_owned())));
    let listed = house.listed();
    assert_eq!(listed.len(), 1, "both calls of one number are one thing to do");
    let page = house.web.get(&house.nurse, &listed[0].1).text;
    assert!(page.contains("2 times"));

    assert_eq!(house.tells("not json").status, 422);
    assert_eq!(house.tells_with("wrong", &all[0]).status, 401);
    // Another unit sees nothing of it, and settles nothing.
    let otto = sign_in(&house.county, &OTTO.caller());
    assert_eq!(house.web.get(&otto, &listed[0].1).status, 403);
    assert!(!house.web.get(&otto, "/en/work/calls").text.contains("0401112223"));
    let empty = house.web.post(&house.nurse, &format!("{}/settle", listed[0].1), &[("words", "")]);
    assert_eq!(empty.status, 422);
    let empty = house.web.post(&house.nurse, &format!("{}/tried", listed[0].1), &[]);
    assert_eq!(empty.status, 422);
    // A word of an exchange costs nobody their place: who is answered needs no call back.
    let answered = event("6", LINE, now).replace("missed", "answered");
    let later = (now + SignedDuration::from_mins(1)).to_string();
    house.county.clock.put(now + SignedDuration::from_mins(2));
    let answered = answered.replace(&now.to_string(), &later);
    assert_eq!(house.tells(&answered).status, 204);
    assert_eq!(house.listed(), []);
    assert_eq!(
        house.web.get(&house.nurse, &listed[0].1).leads_to(),
        "/en/work/calls?done=settled-already"
    );
}
