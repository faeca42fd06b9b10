//! Secure messages: what a client wrote waits until it is answered, whatever else happens in between.
#![expect(clippy::unwrap_used, reason = "a failing test says so")]
#![expect(clippy::panic, reason = "a fact that does not belong is a failing test")]

#[path = "fixture/one_case.rs"]
mod one_case;

use care::case::Case;
use care::code::Closing;
use care::day::Eves;
use care::decide::{CareFact, CloseCase, Command, SettleMessages, World, WriteMessage, decide};
use care::id::{PersonId, ProfessionalId, SecureMessageId};
use care::refusal::Refusal;
use care::thread::{LETTERS_MAX, SecureMessage, ThreadPolicy, Writer};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use uuid::Uuid;

use crate::one_case::CASE;

const NURSE: ProfessionalId = ProfessionalId(Uuid::from_u128(7));
const MOTHER: PersonId = PersonId(Uuid::from_u128(8));

struct Talk {
    world: World,
    now: Timestamp,
    written: u128,
}

impl Talk {
    fn begin() -> Self {
        let now: Timestamp = "2026-11-26T06:00:00Z".parse().unwrap();
        let world = one_case::world(now);
        Self { world, now, written: 0 }
    }

    fn case(&self) -> &Case {
        self.world.cases.get(&CASE).unwrap()
    }

    fn act(&mut self, command: &Command) -> Result<usize, Refusal> {
        self.now += SignedDuration::from_mins(7);
        let facts = decide(&self.world, command, self.now)?.facts;
        let count = facts.len();
        for (stream, _, fact) in facts {
            let CareFact::Case(fact) = fact else { panic!("{stream}: {fact:?}") };
            self.world.cases.get_mut(&CASE).unwrap().apply(self.now, fact);
        }
        Ok(count)
    }

    fn writes(&mut self, by: Writer, words: &str) -> Result<usize, Refusal> {
        self.written += 1;
        self.sends(by, words)
    }

    fn sends(&mut self, by: Writer, words: &str) -> Result<usize, Refusal> {
        let id = SecureMessageId(Uuid::from_u128(self.written));
        let message = SecureMessage { id, by, words: words.to_owned() };
        self.act(&Command::WriteMessage(WriteMessage { case: CASE, message }))
    }

    fn settles(&mut self) -> Result<usize, Refusal> {
        self.act(&Command::SettleMessages(SettleMessages { case: CASE, by: NURSE }))
    }

    fn closes(&mut self, closing: Closing) -> Result<usize, Refusal> {
        self.act(&Command::CloseCase(CloseCase { case: CASE, closing, gives_up: None }))
    }
}

#[test]
fn the_first_message_that_waits_counts_and_none_is_written_twice() {
    let mut talk = Talk::begin();
    assert_eq!(talk.settles(), Err(Refusal::MessagesAnswered));
    assert_eq!(talk.writes(Writer::Client, "  When?\n"), Ok(1));
    let first = talk.now;
    assert_eq!(talk.sends(Writer::Client, "When?"), Ok(0), "sent again");
    assert_eq!(talk.writes(Writer::For(MOTHER), "And where?"), Ok(1));
    assert_eq!(talk.case().unanswered_since(), Some(first));
    assert_eq!(talk.case().thread[0].1.words, "When?");
    assert_eq!(talk.case().thread.len(), 2);
    assert_eq!(talk.writes(Writer::Professional(NURSE), "Tomorrow."), Ok(1));
    assert_eq!(talk.case().unanswered_since(), None);
    assert_eq!(talk.case().written_at(), Some(talk.now));
}

#[test]
fn words_that_say_nothing_or_too_much_are_refused_and_change_nothing() {
    let mut talk = Talk::begin();
    assert_eq!(talk.writes(Writer::Client, " \n "), Err(Refusal::NoWords));
    assert_eq!(
        talk.writes(Writer::Client, &"ä".repeat(LETTERS_MAX + 1)),
        Err(Refusal::WordsTooLong)
    );
    assert!(talk.case().thread.is_empty());
    assert_eq!(talk.writes(Writer::Client, &"ä".repeat(LETTERS_MAX)), Ok(1));
}

#[test]
fn an_answer_is_promised_in_working_days() {
    let policy = ThreadPolicy { answer_working_days: 2 };
    let at = |text: &str| text.parse().unwrap();
    // Thursday evening, over the weekend and Independence Day's Sunday; and over Christmas.
    let plain = Eves::default();
    assert_eq!(policy.answer_by(at("2026-12-03T18:00:00Z"), plain), date(2026, 12, 7));
    assert_eq!(policy.answer_by(at("2026-12-23T09:00:00Z"), plain), date(2026, 12, 28));
    assert!(ThreadPolicy { answer_working_days: 0 }.faults().is_some());
}

#[derive(Clone, Copy, Debug)]
enum Deed {
    Asks(bool),
    Answers,
    Settles,
    Closes,
    Withdraws,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => any::<bool>().prop_map(Deed::Asks),
        3 => Just(Deed::Answers),
        2 => Just(Deed::Settles),
        2 => Just(Deed::Closes),
        1 => Just(Deed::Withdraws),
    ]
}

proptest! {
    #[test]
    fn nothing_that_was_asked_is_lost(deeds in proptest::collection::vec(deed(), 0..40)) {
        let mut talk = Talk::begin();
        let (mut waits, mut open, mut written) = (None, true, 0);
        for deed in deeds {
            let done = match deed {
                Deed::Asks(own) => {
                    talk.writes(if own { Writer::Client } else { Writer::For(MOTHER) }, "Why?")
                }
                Deed::Answers => talk.writes(Writer::Professional(NURSE), "So."),
                Deed::Settles => talk.settles(),
                Deed::Closes => talk.closes(Closing::NotReached),
                Deed::Withdraws => talk.closes(Closing::Withdrawn),
            };
            let expected = match deed {
                _ if !open => Err(Refusal::CaseClosed),
                Deed::Settles if waits.is_none() => Err(Refusal::MessagesAnswered),
                Deed::Closes if waits.is_some() => Err(Refusal::MessagesOpen),
                Deed::Asks(_) | Deed::Answers | Deed::Settles | Deed::Closes | Deed::Withdraws => {
                    Ok(1)
                }
            };
            prop_assert_eq!(done.clone(), expected);
            if done.is_ok() {
                match deed {
                    Deed::Asks(_) => { waits.get_or_insert(talk.now); written += 1; }
                    Deed::Answers => { waits = None; written += 1; }
                    Deed::Settles => waits = None,
                    Deed::Closes | Deed::Withdraws => open = false,
                }
            }
            prop_assert_eq!(talk.case().unanswered_since(), waits.filter(|_| open));
            prop_assert_eq!(talk.case().thread.len(), written);
        }
    }
}
