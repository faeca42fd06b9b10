//! `cargo xtask check`: everything a change must pass, on a machine that has only Rust.
//! Invariant: a step either did its work or failed and said what to do; none is skipped silently.

mod browser;
mod database;
mod foreign;
mod packages;
mod steps;
mod tally;

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use clap::Args;

use crate::house::House;
use crate::say::say;
use steps::{FULL, STEPS, Step};
use tally::Tally;

const EXAMPLES: &str = "\
Examples:
  cargo xtask check                     everything, as the build server does
  cargo xtask check --only tidy,test    two steps
  cargo xtask check --skip browser      all but the browser journeys
  cargo xtask check --full              with public FHIR clients, strict models and long fuzzing
  cargo xtask check --only fuzz --fuzz-requests 5000
  cargo xtask check --list              the steps and what they do";

/// Which steps to take.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Options {
    /// Take only these steps, parted by commas.
    #[arg(long, value_name = "STEPS", value_delimiter = ',')]
    only: Vec<String>,
    /// Leave these steps out, parted by commas.
    #[arg(long, value_name = "STEPS", value_delimiter = ',')]
    skip: Vec<String>,
    /// Take the steps as well that need Python, Node and time.
    #[arg(long)]
    full: bool,
    /// How many requests the interface is asked by the fuzzer.
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    fuzz_requests: u32,
    /// List the steps and stop.
    #[arg(long)]
    list: bool,
}

/// What came of one step.
struct Outcome {
    name: &'static str,
    tally: Tally,
    took: Duration,
}

/// Takes the chosen steps in order, all of them even when one fails, and sums them up.
pub(crate) fn run(house: &House, options: &Options) -> Result<()> {
    if options.list {
        for step in STEPS {
            say(&format!("{:<8} {}", step.name, step.about));
        }
        return Ok(());
    }
    let mut outcomes = Vec::new();
    for step in chosen(options)? {
        outcomes.push(take(house, step, options));
    }
    say("");
    for outcome in &outcomes {
        let mark = if outcome.tally.failed == 0 { "ok" } else { "FAILED" };
        say(&format!("{:<8} {mark:<7} {:>7.1} s", outcome.name, outcome.took.as_secs_f64()));
    }
    let total = outcomes.iter().fold(Tally::default(), |sum, outcome| sum.plus(outcome.tally));
    say(&format!("{} passed, {} failed", total.passed, total.failed));
    if total.failed > 0 {
        std::process::exit(1);
    }
    Ok(())
}

fn take(house: &House, step: &Step, options: &Options) -> Outcome {
    say(&format!("\n== {}: {}", step.name, step.about));
    let began = Instant::now();
    let tally = (step.run)(house, options).unwrap_or_else(|fault| {
        say(&format!("{}: {fault:#}", step.name));
        Tally::one(false)
    });
    let took = began.elapsed();
    let Tally { passed, failed } = tally;
    say(&format!("== {}: {passed} good, {failed} bad, {:.1} s", step.name, took.as_secs_f64()));
    Outcome { name: step.name, tally, took }
}

/// The steps asked for, in their own order; what a step needs is taken before it.
fn chosen(options: &Options) -> Result<Vec<&'static Step>> {
    for name in options.only.iter().chain(&options.skip) {
        if !STEPS.iter().any(|step| step.name == name) {
            let known: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
            bail!("there is no step `{name}`; the steps are {}", known.join(", "));
        }
    }
    let named = |list: &[String], name: &str| list.iter().any(|entry| entry == name);
    let wanted = |step: &Step| {
        let asked = if options.only.is_empty() {
            options.full || !FULL.contains(&step.name)
        } else {
            named(&options.only, step.name)
        };
        asked && !named(&options.skip, step.name)
    };
    let needed =
        |step: &Step| STEPS.iter().any(|other| wanted(other) && other.needs.contains(&step.name));
    Ok(STEPS.iter().filter(|step| wanted(step) || needed(step)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(only: &[&str], skip: &[&str]) -> Vec<&'static str> {
        let owned = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect();
        chosen_by(&Options { only: owned(only), skip: owned(skip), ..NOTHING_ASKED })
    }

    const NOTHING_ASKED: Options =
        Options { only: Vec::new(), skip: Vec::new(), full: false, fuzz_requests: 0, list: false };

    fn chosen_by(options: &Options) -> Vec<&'static str> {
        chosen(options).unwrap().iter().map(|step| step.name).collect()
    }

    #[test]
    fn nothing_asked_means_everything_but_what_needs_others() {
        assert_eq!(names(&[], &[]).len(), STEPS.len() - FULL.len());
        let full = chosen_by(&Options { full: true, ..NOTHING_ASKED });
        assert_eq!(full.len(), STEPS.len());
        assert_eq!(names(&["clients"], &[]), ["release", "clients"]);
    }

    #[test]
    fn steps_keep_their_order_and_bring_what_they_need() {
        assert_eq!(names(&["test", "tidy"], &[]), ["tidy", "test"]);
        assert_eq!(names(&["content"], &[]), ["release", "content"]);
        assert!(!names(&[], &["browser"]).contains(&"browser"));
    }

    #[test]
    fn an_unknown_step_is_refused_with_the_known_ones() {
        let options = Options { only: vec!["tset".to_owned()], ..NOTHING_ASKED };
        let message = chosen(&options).err().unwrap().to_string();
        assert!(message.contains("`tset`") && message.contains("test"), "{message}");
    }
}
