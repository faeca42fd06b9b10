//! The server as a whole: a small county made by real commands, and people of every role who come
//! in through the web doors or stand at the door itself. Good days, and the bad ones.

#![expect(clippy::unwrap_used, reason = "a test stops where its world is not as it should be")]
#![expect(clippy::panic, reason = "a test says what is wrong and stops")]
#![expect(clippy::indexing_slicing, reason = "what is not there stops the test")]
#![expect(clippy::wildcard_enum_match_arm, reason = "a test looks for one kind among many")]
#![expect(clippy::too_many_lines, reason = "a table of pages is one thing, however long")]
#![expect(clippy::items_after_statements, reason = "a table stands where it is walked")]
#![expect(clippy::needless_pass_by_value, reason = "a command is given away as people give it")]
#![expect(clippy::format_collect, reason = "a test may take its time")]

#[path = "house/access_matrix.rs"]
mod access_matrix;
#[path = "house/acting.rs"]
mod acting;
#[path = "house/bookers.rs"]
mod bookers;
#[path = "house/browser.rs"]
mod browser;
#[path = "house/calendars.rs"]
mod calendars;
#[path = "house/command_line.rs"]
mod command_line;
#[path = "house/county.rs"]
mod county;
#[path = "house/desk.rs"]
mod desk;
#[path = "house/full_disk.rs"]
mod full_disk;
#[path = "house/killed.rs"]
mod killed;
#[path = "house/late_times.rs"]
mod late_times;
#[path = "house/life.rs"]
mod life;
#[path = "house/limits.rs"]
mod limits;
#[path = "house/limits_crowd.rs"]
mod limits_crowd;
#[path = "house/links.rs"]
mod links;
#[path = "house/load.rs"]
mod load;
#[path = "house/looks.rs"]
mod looks;
#[path = "house/messages.rs"]
mod messages;
#[path = "house/messages_killed.rs"]
mod messages_killed;
#[path = "house/named.rs"]
mod named;
#[path = "house/notes.rs"]
mod notes;
#[path = "house/notices_page.rs"]
mod notices_page;
#[path = "house/one_case.rs"]
mod one_case;
#[path = "house/one_slot.rs"]
mod one_slot;
#[path = "house/phone.rs"]
mod phone;
#[path = "house/privacy.rs"]
mod privacy;
#[path = "house/process.rs"]
mod process;
#[path = "house/questionnaire.rs"]
mod questionnaire;
#[path = "house/random_days.rs"]
mod random_days;
#[path = "house/refill.rs"]
mod refill;
#[path = "house/refold.rs"]
mod refold;
#[path = "house/routes.rs"]
mod routes;
#[path = "house/stopping.rs"]
mod stopping;
#[path = "house/store_damage.rs"]
mod store_damage;
#[path = "house/summer_time.rs"]
mod summer_time;
#[path = "house/thread.rs"]
mod thread;
