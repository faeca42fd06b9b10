//! Two servers send the messages of one store: each message leaves once, whoever is quicker.

use std::collections::BTreeSet;
use std::sync::{Arc, Barrier};

use care::decide::{ChooseReach, Command};
use care::message::Reach;
use jiff::civil::date;
use server::messages::{Carriers, Mail, Messages};

use crate::county::{AINO, County, DORA, NASI, NELLI, TODAY, at, ledger_at};
use crate::post_office::PostOffice;
use crate::world::World;

const MESSAGES: usize = 24;
const ROUNDS: usize = 3;

#[test]
fn two_servers_that_send_at_the_same_moment_send_nothing_twice() {
    let world = World::new();
    let store = || Some(world.store.clone());
    let settler = County::settle_at(&world.data("settler"), store(), at(TODAY, 8, 0));
    let reach = Reach::Email("aino@example.fi".to_owned());
    let choose = Command::ChooseReach(ChooseReach { person: AINO.id(), reach });
    settler.act(&AINO.caller(), choose).unwrap();
    let now = at(TODAY, 8, 30);
    settler.clock.put(now);
    let on = date(2026, 3, 9);
    let starts: Vec<_> = (0..MESSAGES).map(|number| at(on, 8, 0) + minutes(30 * number)).collect();
    let day = settler.open_times(DORA, on, &starts);
    for start_at in starts {
        let case = settler.contact(AINO.id(), NASI, "A knee that hurts");
        settler.assess(NELLI, case);
        settler.act(&AINO.caller(), settler.booking(case, day, start_at)).unwrap();
    }

    let office = PostOffice::open();
    let senders: Vec<Arc<Messages>> = ["a", "b"]
        .iter()
        .map(|name| {
            let county = County::behind(Arc::new(ledger_at(&world.data(name), store())), now);
            let mail = Mail::new(&office.address.to_string(), "polku@example.fi").unwrap();
            let address = "https://polku.example.fi".to_owned();
            Messages::open(county.door, Carriers { mail: Some(mail), gateway: None, address })
        })
        .collect();
    let start = Barrier::new(senders.len());
    std::thread::scope(|scope| {
        for sender in &senders {
            scope.spawn(|| {
                for _ in 0..ROUNDS {
                    start.wait();
                    sender.tick(now).unwrap();
                }
            });
        }
    });
    let letters = office.letters();
    let ids: BTreeSet<_> = letters.iter().map(|letter| letter.id.clone()).collect();
    assert_eq!((letters.len(), ids.len()), (MESSAGES, MESSAGES));
}

fn minutes(count: usize) -> jiff::SignedDuration {
    jiff::SignedDuration::from_mins(i64::try_from(count).unwrap())
}
