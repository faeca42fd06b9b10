//! What every store has to do, whatever database is under it. A database brings a constructor and
//! gets the whole suite; what only one of them can be asked is in `tests/sqlite.rs` and
//! `tests/postgres.rs`.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may panic")]
#![expect(clippy::cast_possible_truncation, clippy::panic, reason = "tests may panic")]

#[path = "conformance/appending.rs"]
mod appending;
#[path = "conformance/deriving.rs"]
mod deriving;
#[path = "conformance/erasing.rs"]
mod erasing;
#[path = "conformance/listing.rs"]
mod listing;
#[path = "conformance/own_server.rs"]
mod own_server;
#[path = "conformance/rolling.rs"]
mod rolling;
#[path = "conformance/searching.rs"]
mod searching;
#[path = "conformance/waiting.rs"]
mod waiting;
#[path = "conformance/working.rs"]
mod working;
#[path = "conformance/world.rs"]
mod world;

/// Runs every test of the suite against every constructor.
macro_rules! suite {
    ([$($database:ident: $open:expr;)*] $rooms:tt) => {
        $(suite!(@one $database: $open; $rooms);)*
    };
    (@one $database:ident: $open:expr; { $($room:ident: $($test:ident)*;)* }) => {
        mod $database {
            $($(
                #[test]
                fn $test() {
                    super::$room::$test(&mut $open);
                }
            )*)*
        }
    };
}

suite! {
    [
        sqlite: crate::world::Sqlite::new();
        postgres: crate::world::Postgres::new();
    ]
    {
    appending:
        what_was_appended_is_loaded
        a_stale_append_changes_nothing
        several_streams_or_none
        a_history_with_a_hole_is_refused
        one_of_a_thousand_wins
        followers_see_every_position
        looks_are_chained_and_found
        looks_are_found_over_the_parts_of_the_index
        sessions_live_and_end
        another_key_does_not_open_it;
    deriving:
        rebuild_equals_incremental
        bulk_equals_incremental
        another_projector_makes_views_anew
        an_abandoned_bulk_load_is_made_whole;
    erasing:
        an_erased_person_is_gone_and_the_rest_stays
        a_batch_begun_before_an_erasure_is_void;
    listing:
        work_comes_in_order_of_due_day_page_by_page
        queues_are_counted
        a_mark_moves_with_its_own_lists_alone
        calls_are_found_as_a_plain_filter_finds_them
        promised_calls_count_once_for_a_contact
        who_is_asked_finds_it_in_order_of_asking
        cases_changed_after_a_position_are_all_told
        people_are_found_by_what_is_known_of_them
        free_times_come_in_order_and_suit
        bookings_are_found_from_every_side
        messages_come_in_order_to_whom_they_are_due
        accounts_and_tokens_are_found;
    searching:
        search_finds_what_reading_finds
        hits_come_in_the_order_of_their_values
        a_found_resource_leads_to_its_facts;
    waiting:
        a_time_is_offered_in_the_lawful_order
        the_line_of_a_unit_comes_page_by_page
        offers_end_when_their_time_is_over
        times_that_were_given_up_are_found;
    working:
        an_errand_is_one_holders_at_a_time
        what_is_held_no_more_is_taken_over
        many_who_take_share_out_without_overlap;
    }
}
