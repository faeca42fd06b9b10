//! Killed in the middle of it, fifty times: sixty-four residents book and move times through the
//! served pages, and the process dies. Whatever was acknowledged is there, nothing is half there.

use crate::bookers::{Acknowledged, KILLS, fight, prove, settle};
use crate::process::{Served, polku};

#[test]
fn killed_fifty_times_while_sixty_four_book_and_nothing_acknowledged_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let bookers = settle(folder.path(), None);
    let mut acknowledged = Acknowledged::new();
    for round in 0..KILLS {
        let mut served = {
            let mut command = polku(folder.path());
            command.arg("serve");
            Served::start(command)
        };
        acknowledged.extend(fight(&mut served, None, &bookers, round));
        prove(&crate::county::ledger(folder.path()), &acknowledged, round);
    }
    assert!(acknowledged.len() > 1_000, "there was time to do something: {}", acknowledged.len());
}
