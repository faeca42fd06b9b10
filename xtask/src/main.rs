//! The workshop: checks the house, guards its rules and measures its speed.
//! Invariant: it uses no room as a library; it reads files and starts programs, as a stranger would.

mod bench;
mod check;
mod house;
mod notice;
mod say;
mod tidy;

use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::{Parser, Subcommand};

use crate::house::House;
use crate::say::say;

/// The workshop of Polku.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Check everything a change must pass: format, rules, lints, tests, documents, pages.
    Check(check::Options),
    /// Check only the rules about files: layout, direction, purity, names, documents.
    Tidy,
    /// Write NOTICE again from the dependencies that are in the binary.
    Notice,
    /// Measure speed and memory; results belong in docs/PERFORMANCE.md.
    Bench(bench::Options),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(&cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            say(&format!("xtask: {fault:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(cli: &Cli) -> Result<()> {
    let house = House::find()?;
    match &cli.task {
        Task::Check(options) => check::run(&house, options),
        Task::Tidy => run_tidy(&house),
        Task::Notice => notice::write(&house),
        Task::Bench(options) => bench::run(&house, options),
    }
}

fn run_tidy(house: &House) -> Result<()> {
    let problems = tidy::problems(&tidy::Tree::read(house.root())?);
    for problem in &problems {
        say(&problem.to_string());
    }
    if !problems.is_empty() {
        bail!("{} problems: each line above says what to mend", problems.len());
    }
    say(&format!("tidy: {} rules hold", tidy::RULES.len()));
    Ok(())
}
