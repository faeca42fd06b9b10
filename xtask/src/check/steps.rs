//! The steps of the check, cheap ones first.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use super::tally::Tally;
use super::{Options, browser, database, foreign};
use crate::house::House;
use crate::say::say;
use crate::{notice, tidy};

/// One step: its name on the command line, what it does, which steps it needs, and the work.
pub(super) struct Step {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) needs: &'static [&'static str],
    pub(super) run: fn(&House, &Options) -> Result<Tally>,
}

/// All steps in the order in which they are taken.
pub(super) const STEPS: &[Step] = &[
    Step { name: "fmt", about: "the code is formatted", needs: &[], run: fmt },
    Step { name: "tidy", about: "the rules about files hold", needs: &[], run: tidy },
    Step {
        name: "notice",
        about: "NOTICE is fresh, licences are allowed",
        needs: &[],
        run: notice,
    },
    Step { name: "clippy", about: "no lint speaks", needs: &[], run: clippy },
    Step { name: "test", about: "the tests of all rooms pass", needs: &[], run: test },
    Step {
        name: "doc",
        about: "the documentation builds, no link is broken",
        needs: &[],
        run: doc,
    },
    Step { name: "release", about: "the binary builds", needs: &[], run: release },
    Step { name: "content", about: "the content checks", needs: &["release"], run: content },
    Step {
        name: "browser",
        about: "the journeys pass in a browser",
        needs: &["release"],
        run: journeys,
    },
    Step {
        name: "clients",
        about: "public FHIR clients hold their sessions (--full)",
        needs: &["release"],
        run: |house, _| foreign::clients(house),
    },
    Step {
        name: "models",
        about: "strict models read everything that is given out (--full)",
        needs: &["release"],
        run: |house, _| foreign::models(house),
    },
    Step {
        name: "tables",
        about: "FHIR's tables are what their package says (--full)",
        needs: &[],
        run: |house, _| foreign::tables(house),
    },
    Step {
        name: "fuzz",
        about: "random input is refused and breaks nothing (--full)",
        needs: &["release"],
        run: |house, options| foreign::fuzz(house, options.fuzz_requests),
    },
];

/// Steps that need the network, other languages and time: taken when they are named, and by `--full`.
pub(super) const FULL: [&str; 4] = ["clients", "models", "tables", "fuzz"];

fn fmt(house: &House, _: &Options) -> Result<Tally> {
    succeeds(house.cargo(&["fmt", "--all", "--check"])).context("`cargo fmt --all` mends this")
}

fn tidy(house: &House, _: &Options) -> Result<Tally> {
    let problems = tidy::problems(&tidy::Tree::read(house.root())?);
    for problem in &problems {
        say(&problem.to_string());
    }
    let broken = u64::try_from(problems.len())?;
    Ok(if broken == 0 { Tally::one(true) } else { Tally { passed: 0, failed: broken } })
}

fn notice(house: &House, _: &Options) -> Result<Tally> {
    notice::check(house)?;
    Ok(Tally::one(true))
}

fn clippy(house: &House, _: &Options) -> Result<Tally> {
    let features = "--features=xtask/bench";
    let arguments =
        ["clippy", "--workspace", "--all-targets", features, "--locked", "--", "-Dwarnings"];
    succeeds(house.cargo(&arguments))
}

fn test(house: &House, _: &Options) -> Result<Tally> {
    database::ready()?;
    // The journeys need a browser and have a step of their own.
    let rooms = ["test", "--workspace", "--exclude=journeys", "--locked", "--no-fail-fast"];
    count_tests(house.cargo(&rooms))
}

fn doc(house: &House, _: &Options) -> Result<Tally> {
    let arguments = ["doc", "--workspace", "--no-deps", "--document-private-items", "--locked"];
    let mut command = house.cargo(&arguments);
    command.env("RUSTDOCFLAGS", "-Dwarnings");
    succeeds(command)
}

fn release(house: &House, _: &Options) -> Result<Tally> {
    succeeds(house.cargo(&["build", "--release", "--package=server", "--locked"]))
}

fn content(house: &House, _: &Options) -> Result<Tally> {
    let mut command = Command::new(house.polku());
    command.args(["content", "check"]).current_dir(house.root()).stdin(Stdio::null());
    succeeds(command)
}

fn journeys(house: &House, _: &Options) -> Result<Tally> {
    let tools = browser::ready(house)?;
    let mut command = house.cargo(&["test", "--package=journeys", "--locked", "--no-fail-fast"]);
    command.env("POLKU_JOURNEY_TOOLS", tools);
    command.env("POLKU_JOURNEY_BINARY", house.polku());
    command.env("POLKU_JOURNEY_SCREENSHOTS", house.target().join("screenshots"));
    count_tests(command)
}

/// Runs a program whose exit status is the answer.
fn succeeds(mut command: Command) -> Result<Tally> {
    say(&format!("$ {}", spoken(&command)));
    let status = command.status().with_context(|| format!("starting {}", spoken(&command)))?;
    if !status.success() {
        bail!("`{}` failed ({status})", spoken(&command));
    }
    Ok(Tally::one(true))
}

/// Runs Rust tests, passing their output on, and counts them.
pub(super) fn count_tests(mut command: Command) -> Result<Tally> {
    say(&format!("$ {}", spoken(&command)));
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("starting {}", spoken(&command)))?;
    let output = child.stdout.take().context("the tests' output is piped")?;
    let mut tally = Tally::default();
    for line in BufReader::new(output).lines() {
        let line = line?;
        tally = tally.plus(Tally::of_test_summary(&line).unwrap_or_default());
        say(&line);
    }
    let status = child.wait()?;
    // A build that fails, or a test binary that dies, counts no failed test of its own.
    if !status.success() && tally.failed == 0 {
        tally.failed = 1;
    }
    if status.success() && tally.passed == 0 {
        bail!("no test ran");
    }
    Ok(tally)
}

fn spoken(command: &Command) -> String {
    let program = command.get_program().to_string_lossy().into_owned();
    command
        .get_args()
        .fold(program, |line, argument| format!("{line} {}", argument.to_string_lossy()))
}
