//! A telephone exchange that is none: it plays a day of calls, for tests and for the demo. People call most
//! at eight, wait as long as their patience lasts, and some who were not answered ring again.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use care::day::instant;
use care::phone::PhoneEvent;
use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::county::random::Dice;

/// The share of the calls that begins in each hour, from eight to sixteen.
const HOURS: [(i64, f64); 8] =
    [(0, 0.26), (1, 0.17), (2, 0.13), (3, 0.11), (4, 0.09), (5, 0.09), (6, 0.08), (7, 0.07)];
const OPENS: Time = Time::constant(8, 0, 0, 0);

/// How a day is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Plan {
    /// Which day.
    pub day: Date,
    /// How many calls ring.
    pub calls: u32,
    /// How many people answer.
    pub agents: u32,
    /// The numbers that are called.
    pub lines: Vec<String>,
    /// The same seed plays the same day.
    pub seed: u64,
}

/// What the exchange tells, as the webhook takes it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Said {
    /// The exchange.
    pub exchange: &'static str,
    /// Its number of the call.
    pub call: String,
    /// What happened.
    pub event: PhoneEvent,
    /// When.
    pub at: Timestamp,
    /// The number that was called.
    pub line: String,
    /// The caller's number; left out when it is hidden.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
}

/// A day of calls.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Played {
    /// What is told, in the order in which it is: now and then something twice, or after what came later.
    pub told: Vec<Said>,
    /// How many calls were answered.
    pub answered: u32,
    /// How many were not.
    pub missed: u32,
    /// How many of those came from hidden numbers.
    pub hidden: u32,
    /// How many numbers have still to be called back when the day is over: known, missed, and not
    /// answered later.
    pub unanswered: usize,
}

/// What became of a call: from whom, when it was answered or given up, and which of both.
struct Fate {
    from: Option<String>,
    at: Timestamp,
    answered: bool,
}

/// A call on its way to the exchange.
struct Caller {
    line: String,
    from: Option<String>,
}

impl Plan {
    /// Plays the day.
    pub fn play(&self) -> Played {
        let mut dice = Dice::new(self.seed, "telephone exchange");
        let opens = instant(self.day, OPENS).earliest();
        let mut free: BinaryHeap<Reverse<Timestamp>> =
            (0..self.agents.max(1)).map(|_| Reverse(opens)).collect();
        let mut arrivals = self.arrivals(opens, &mut dice);
        let mut events: Vec<Said> = Vec::new();
        let mut fates: Vec<Fate> = Vec::new();
        // Whoever rings again rings within the number of calls that was asked for.
        while let Some((at, caller)) = arrivals.pop() {
            if fates.len() >= usize::try_from(self.calls).unwrap_or(usize::MAX) {
                break;
            }
            let number = fates.len();
            let mut say = |event, at| {
                events.push(Said {
                    exchange: "simulator",
                    call: format!("{}-{}-{number}", self.day, self.seed),
                    event,
                    at,
                    line: caller.line.clone(),
                    from: caller.from.clone(),
                });
            };
            say(PhoneEvent::Ringing, at);
            let gives_up = at + seconds(&mut dice, 20, 240);
            let next = free.peek().map_or(at, |Reverse(next)| (*next).max(at));
            let answered = next <= gives_up;
            let (met_at, ended_at) = if answered {
                free.pop();
                let ended_at = next + seconds(&mut dice, 90, 480);
                free.push(Reverse(ended_at));
                say(PhoneEvent::Answered, next);
                (next, ended_at)
            } else {
                say(PhoneEvent::Missed, gives_up);
                (gives_up, gives_up + SignedDuration::from_secs(1))
            };
            say(PhoneEvent::Ended, ended_at);
            fates.push(Fate { from: caller.from.clone(), at: met_at, answered });
            if !answered && dice.chance(0.4) {
                let again = gives_up + seconds(&mut dice, 300, 2_400);
                let place = arrivals.partition_point(|(other, _)| *other > again);
                arrivals.insert(place, (again, caller));
            }
        }
        events.sort_by_key(|said| said.at);
        Played::new(disturbed(events, &mut dice), &fates)
    }

    /// Who calls when, the last first.
    fn arrivals(&self, opens: Timestamp, dice: &mut Dice) -> Vec<(Timestamp, Caller)> {
        let mut arrivals: Vec<(Timestamp, Caller)> = (0..self.calls)
            .map(|_| {
                let hour = dice.weighted(&HOURS).unwrap_or_default();
                let at = opens + SignedDuration::from_hours(hour) + seconds(dice, 0, 3_599);
                let line = dice.pick(&self.lines).cloned().unwrap_or_default();
                let hidden = dice.chance(0.04);
                // Numbers that no network gives out.
                let from = format!("+35845700{:04}", dice.below(10_000));
                (at, Caller { line, from: (!hidden).then_some(from) })
            })
            .collect();
        arrivals.sort_by_key(|(at, _)| Reverse(*at));
        arrivals
    }
}

fn seconds(dice: &mut Dice, least: i64, most: i64) -> SignedDuration {
    SignedDuration::from_secs(dice.seconds(least, most))
}

/// Some of it twice, and some after what came later: networks do that.
fn disturbed(events: Vec<Said>, dice: &mut Dice) -> Vec<Said> {
    let mut told: Vec<Said> = Vec::with_capacity(events.len());
    for said in events {
        let twice = dice.chance(0.05);
        let again = twice.then(|| said.clone());
        let late = dice.chance(0.05);
        let place = told.len().saturating_sub(usize::from(late));
        told.insert(place, said);
        told.extend(again);
    }
    told
}

impl Played {
    fn new(told: Vec<Said>, fates: &[Fate]) -> Self {
        let count = |fates: usize| u32::try_from(fates).unwrap_or(u32::MAX);
        let missed = || fates.iter().filter(|fate| !fate.answered);
        let later = |from: &String, at: Timestamp| {
            let mut answered = fates.iter().filter(|fate| fate.answered);
            answered.any(|fate| fate.from.as_ref() == Some(from) && fate.at > at)
        };
        let known = missed().filter_map(|fate| Some((fate.from.as_ref()?, fate.at)));
        let mut open: Vec<_> = known.filter(|(from, at)| !later(from, *at)).collect();
        open.sort_unstable();
        open.dedup_by_key(|(from, _)| *from);
        Self {
            told,
            answered: count(fates.len() - missed().count()),
            missed: count(missed().count()),
            hidden: count(missed().filter(|fate| fate.from.is_none()).count()),
            unanswered: open.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(seed: u64) -> Plan {
        let lines = vec!["019-1".to_owned(), "019-2".to_owned()];
        Plan { day: Date::constant(2026, 3, 2), calls: 300, agents: 3, lines, seed }
    }

    #[test]
    fn a_day_is_the_same_again_and_every_call_has_an_end() {
        for seed in 1..20 {
            let played = plan(seed).play();
            assert_eq!(played, plan(seed).play());
            assert_eq!(played.answered + played.missed, 300);
            assert!(played.missed > 10 && played.answered > 100, "{played:?}");
            let of = |call: &str, event| {
                played.told.iter().any(|said| said.call == call && said.event == event)
            };
            for number in 0..300 {
                let call = format!("2026-03-02-{seed}-{number}");
                assert!(of(&call, PhoneEvent::Ringing) && of(&call, PhoneEvent::Ended));
                assert_ne!(of(&call, PhoneEvent::Answered), of(&call, PhoneEvent::Missed));
            }
        }
        assert_ne!(plan(1).play(), plan(2).play());
    }

    #[test]
    fn nobody_answers_two_calls_at_once() {
        let played = plan(5).play();
        let at = |call: &str, event| {
            let mut said = played.told.iter().filter(|said| said.call == call);
            said.find(|said| said.event == event).map(|said| said.at)
        };
        let calls: Vec<_> = (0..300)
            .filter_map(|number| {
                let call = format!("2026-03-02-5-{number}");
                Some((at(&call, PhoneEvent::Answered)?, at(&call, PhoneEvent::Ended)?))
            })
            .collect();
        for (begun, _) in &calls {
            let at_once = calls.iter().filter(|(from, until)| from <= begun && begun < until);
            assert!(at_once.count() <= 3);
        }
    }
}
