//! How the units stand today: what is counted is what there is, and where there is room is said.

use care::decide::{AgreeCallback, Command};
use care::load::Load;
use jiff::SignedDuration;
use server::door::UnitLoad;

use crate::browser::{Web, sign_in};
use crate::county::{AINO, BERTTA, County, DORA, NASI, NELLI, NIKKILA, OTTO, TODAY, at, leader};

fn of(county: &County, unit: &str) -> UnitLoad {
    let loads = county.door.loads(&NELLI.caller()).unwrap();
    loads.into_iter().find(|one| &*one.unit.0 == unit).unwrap()
}

#[test]
fn what_waits_and_what_is_free_is_counted_and_room_elsewhere_is_said() {
    let county = County::new();
    let calm = of(&county, NASI);
    assert_eq!((calm.load, calm.strained, calm.first_at), (Load::default(), false, None));

    // Two times today and one tomorrow; one of today's is past by then.
    let tomorrow = TODAY.tomorrow().unwrap();
    county.open_times(DORA, TODAY, &[at(TODAY, 9, 0), at(TODAY, 15, 0)]);
    county.open_times(DORA, tomorrow, &[at(tomorrow, 9, 0)]);
    county.clock.put(at(TODAY, 10, 0));
    let one = of(&county, NASI);
    assert_eq!((one.load.free, one.first_at), (1, Some(at(TODAY, 15, 0))));
    assert!(!one.strained);

    for words in ["A cough", "A toe"] {
        county.contact(AINO.id(), NASI, words);
    }
    let strained = of(&county, NASI);
    assert_eq!((strained.load.waiting, strained.load.late), (2, 0));
    assert!(strained.strained && strained.advised.is_empty(), "nobody else has room");
    let first = county.door.loads(&leader()).unwrap().remove(0);
    assert_eq!(&*first.unit.0, NASI, "the strained one is read first");

    let times: Vec<_> = (11..15).map(|hour| at(TODAY, hour, 0)).collect();
    county.open_times(OTTO, TODAY, &times);
    let advised = of(&county, NASI).advised;
    assert_eq!(
        advised.iter().map(|(unit, room)| (&*unit.0, *room)).collect::<Vec<_>>(),
        [(NIKKILA, 4)]
    );

    // A contact of the evening is due the next working day, and strains nobody tonight.
    county.clock.put(at(TODAY, 19, 0));
    let evening = county.contact(BERTTA.id(), NIKKILA, "A rash");
    assert!(!of(&county, NIKKILA).strained, "{evening}");
    // The same day is over: they are late.
    county.clock.put(at(tomorrow, 8, 0));
    assert_eq!(of(&county, NASI).load.late, 2);
}

#[test]
fn a_call_that_is_promised_today_counts_once_for_a_contact() {
    let county = County::new();
    let case = county.contact(AINO.id(), NASI, "A cough");
    let other = county.contact(BERTTA.id(), NASI, "A toe");
    let policy = county.door.content().callback;
    let windows = policy.windows(county.door.now(), county.door.content().law.eves());
    let (today, later) = (windows[0], *windows.last().unwrap());
    for (resident, case, window) in [(AINO, case, today), (BERTTA, other, later)] {
        let agree = AgreeCallback { cases: vec![case], phone: "0401234567".to_owned(), window };
        county.act(&resident.caller(), Command::AgreeCallback(agree)).unwrap();
    }
    assert_eq!(of(&county, NASI).calls, 1);
    county.clock.put(later.from_at - SignedDuration::from_hours(1));
    assert_eq!(of(&county, NASI).calls, 2, "one of them is overdue");
}

#[test]
fn the_page_tells_numbers_and_nobody() {
    let county = County::new();
    county.contact(AINO.id(), NASI, "A cough");
    let web = Web::of(&county);
    for caller in [NELLI.caller(), leader()] {
        let page = web.get(&sign_in(&county, &caller), "/en/load");
        assert_eq!(page.status, 200);
        assert!(page.text.contains("How the units stand today") && page.text.contains("Strained"));
        assert!(!page.text.contains("Sukunenaino") && !page.text.contains("A cough"));
    }
}
