//! Import on bad days: bad files, power cuts, and the same again, on both databases. The program is run
//! as people run it, and the store is looked at afterwards.

#![expect(clippy::unwrap_used, reason = "a test stops where its world is not as it should be")]
#![expect(clippy::panic, reason = "a test says what is wrong and stops")]

#[path = "import_bad_days/bad_files.rs"]
mod bad_files;
#[path = "import_bad_days/killed.rs"]
mod killed;
#[path = "../../ledger/tests/conformance/own_server.rs"]
mod own_server;
#[path = "import_bad_days/world.rs"]
mod world;

macro_rules! on_both {
    ($($room:ident: $($test:ident)*;)*) => {
        mod on_file {
            $($(
                #[test]
                fn $test() {
                    crate::$room::$test(&crate::world::World::on_file());
                }
            )*)*
        }
        mod on_server {
            $($(
                #[test]
                fn $test() {
                    crate::$room::$test(&crate::world::World::on_server());
                }
            )*)*
        }
    };
}

on_both! {
    bad_files:
        what_is_bad_is_kept_and_told_and_the_rest_goes_in
        a_string_of_100_megabytes_is_kept_aside
        the_order_of_a_file_decides_and_the_same_file_changes_nothing
        a_condition_finds_what_came_before_it;
    killed:
        fifty_kills_lose_nothing_that_was_acknowledged;
}
