//! A full disk: nothing more is saved, and whoever tries is told so in their language; what is there
//! can be read, and when there is room again everything works again.

use server::door::Denied;

use crate::browser::sign_in;
use crate::county::{AINO, DORA, NASI, PASSWORD};
use crate::routes::Street;

#[test]
fn a_full_store_refuses_writes_goes_on_reading_and_recovers() {
    let street = Street::new();
    let (county, web, aino, nelli) =
        (&street.county, &street.web, street.aino(), &street.people[5]);
    county.give_password("aino");
    let position = county.ledger.position();
    // Not a byte more than there is.
    county.ledger.limit_bytes(Some(1)).unwrap();
    let filled = fill(&street);
    assert!(county.ledger.position() >= position);
    // A look may still fit between the rest; sooner or later none does, and the room that is kept
    // back for looks is used. From then on no fact is taken, however small.
    let reserve = county.folder().join("reserve");
    let reads = (0..5_000).find(|_| {
        assert_eq!(web.get(nelli, &street.filled("/en/work/people/{aino}")).status, 200);
        !reserve.exists()
    });
    assert!(reads.is_some(), "the room that is kept back was never needed");

    let full_at = county.ledger.position();
    for (language, told) in [
        ("fi", "Tallentaminen on hetken poissa käytöstä"),
        ("sv", "Det går inte att spara just nu"),
        ("en", "Saving is not possible just now"),
    ] {
        let address = format!("/{language}/matters/{}/times/confirm", street.matters.assessed);
        let form = [("slot", free_slot(&street)), ("mode", "on-site".to_owned())];
        let form: Vec<(&str, &str)> =
            form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = web.post(aino, &address, &form);
        assert_eq!(answer.status, 503, "{language}: {}", answer.text);
        assert!(answer.text.contains(told), "{language}: {}", answer.text);
        let close = format!("/{language}/work/cases/{}/close", street.matters.waiting);
        assert_eq!(web.post(nelli, &close, &[("closing", "not-reached")]).status, 503);
    }
    assert_eq!(county.ledger.position(), full_at, "nothing was written");

    // Reads go on, by everybody, and each is still written down.
    let looks = county.ledger.looks_after(0, u32::MAX).unwrap().len();
    for (person, address) in [
        (aino, "/en/matters"),
        (aino, "/en/matters/{booked}"),
        (aino, "/en/looks"),
        (nelli, "/en/work/queue"),
        (nelli, "/en/work/cases/{booked}"),
        (nelli, "/en/work/people/{aino}"),
        (&street.people[1], "/en/matters"),
        (&street.people[2], "/en/lead/access"),
        (&street.people[2], "/en/lead/access/cases?measure=open"),
    ] {
        let answer = web.get(person, &street.filled(address));
        assert_eq!(answer.status, 200, "{address} on a full store");
    }
    let after = county.ledger.looks_after(0, u32::MAX).unwrap().len();
    assert!(after > looks, "looks are written down even then");
    assert_eq!(web.get(aino, "/health").status, 200);
    let sign_in = [("login", "aino"), ("password", PASSWORD)];
    let answer = web.post(&crate::browser::Person::nobody(), "/en/sign-in", &sign_in);
    assert_eq!(answer.status, 303, "one can still sign in, to read");

    // Room again: what was refused can be done now, and the store is sound.
    county.ledger.limit_bytes(None).unwrap();
    let address = street.filled("/en/matters/{assessed}/times/confirm");
    let slot = free_slot(&street);
    let answer = web.post(aino, &address, &[("slot", &slot), ("mode", "on-site")]);
    assert!(answer.leads_to().ends_with("/done?what=booked"));
    county.ledger.seal(county.door.now()).unwrap();
    assert!(reserve.exists(), "room is kept back again");
    let verdict = county.ledger.verify(&|_, _| ()).unwrap();
    assert!(matches!(verdict, ledger::Verdict::Sound(_)), "{verdict:?}");
    // Of the contacts that filled it, each is there or was refused: none is half there.
    let kept = county.door.my_matters(&AINO.caller()).unwrap().len();
    assert_eq!(kept, 3 + filled);
}

/// The name of the first time that is free.
fn free_slot(street: &Street) -> String {
    let county = &street.county;
    let day = county.door.day(&DORA.caller(), street.matters.day.date).unwrap().day;
    let free = day.free_from(county.door.now()).next().unwrap().start_at;
    format!("{}_{}", DORA.id(), free.as_millisecond())
}

/// Writes until the store says that it is full; how many contacts it took.
fn fill(street: &Street) -> usize {
    for number in 0..10_000 {
        match try_contact(street, number) {
            Ok(()) => {}
            Err(Denied::StoreFull) => return number,
            Err(other) => panic!("{other}"),
        }
    }
    panic!("the store is never full");
}

fn try_contact(street: &Street, number: usize) -> Result<(), Denied> {
    use care::decide::{Command, Matter, ReceiveContact};
    let county = &street.county;
    county.act(
        &AINO.caller(),
        Command::ReceiveContact(ReceiveContact {
            made_by: None,
            signs: false,
            noticed_by: String::new(),
            contact: care::id::ContactId(county.id()),
            person: AINO.id(),
            channel: care::code::Channel::Web,
            unit: NASI.into(),
            language: care::language::Language::Fi,
            reach: String::new(),
            callback: None,
            matters: vec![Matter {
                case: care::id::CaseId(county.id()),
                topic: care::code::Topic::Other,
                words: format!("Many words {number} ").repeat(200),
            }],
        }),
    )
}

#[test]
fn the_demo_and_the_boards_do_not_need_room() {
    let street = Street::new();
    street.county.ledger.limit_bytes(Some(1)).unwrap();
    fill(&street);
    let leader = &street.people[2];
    for address in ["/fi/lead/access", "/fi/lead/access.csv", "/fi", "/fi/contact/matter"] {
        assert_eq!(street.web.get(leader, address).status, 200, "{address}");
    }
    let dora = sign_in_when_full(&street);
    assert!(matches!(dora, Ok(200)), "{dora:?}");
}

fn sign_in_when_full(street: &Street) -> Result<u16, String> {
    let attempt = std::panic::AssertUnwindSafe(|| {
        let dora = sign_in(&street.county, &DORA.caller());
        street.web.get(&dora, "/fi/work/day?on=2026-03-09").status
    });
    std::panic::catch_unwind(attempt).map_err(|_| "a session could not be opened".to_owned())
}
