//! Killed beside another one, fifty times, in the middle of bookings: the other one goes on answering,
//! and nothing that either of them acknowledged is lost or doubled.

use crate::bookers::{Acknowledged, KILLS, fight, prove, settle};
use crate::county::ledger_at;
use crate::world::World;

/// How many of those who can fight do: enough to be in each other's way.
const RESIDENTS: usize = 24;

#[test]
fn killed_fifty_times_beside_another_server_that_goes_on() {
    let world = World::new();
    let bookers = settle(&world.data("settler"), Some(world.store.clone()));
    let bookers = &bookers[..RESIDENTS];
    let other = world.serve("b");
    let mut acknowledged = Acknowledged::new();
    for round in 0..KILLS {
        let mut served = world.serve("a");
        acknowledged.extend(fight(&mut served, Some(&other), bookers, round));
        if round % 10 == 9 {
            let ledger = ledger_at(&world.data("reader"), Some(world.store.clone()));
            prove(&ledger, &acknowledged, round);
        }
    }
    drop(other);
    world.is_sound();
    assert!(acknowledged.len() > 400, "there was time to do something: {}", acknowledged.len());
}
