//! Builds the demo county and throws it away: how long that takes, and with `--tally` whether the
//! county is like one. `cargo run --release -p server --example county_speed -- [residents] [--tally]`

use std::io::Write as _;
use std::time::Instant;

use jiff::civil::date;
use server::county::tally::Tally;
use server::county::{self, FactSink, Options, Produced};
use server::region::Region;

/// Counts bytes, so that nothing is optimised away.
#[derive(Default)]
struct Counter {
    bytes: usize,
}

impl FactSink for Counter {
    fn take(&mut self, produced: &Produced<'_>) -> anyhow::Result<()> {
        self.bytes += produced.stream.len() + produced.actor.len() + produced.body.len();
        Ok(())
    }
}

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let residents = arguments.iter().find_map(|argument| argument.parse().ok());
    let today = arguments.iter().find_map(|argument| argument.parse().ok());
    let today = today.unwrap_or(date(2026, 11, 20));
    let options = Options { seed: 1, residents, today, promise: None };
    let (region, problems) = Region::embedded();
    anyhow::ensure!(problems.is_empty(), "{}", problems.join("\n"));
    let mut counter = Counter::default();
    let mut tally = Tally::default();
    let tallied = arguments.iter().any(|argument| argument == "--tally");
    let sink: &mut dyn FactSink = if tallied { &mut tally } else { &mut counter };
    let begun = Instant::now();
    let summary = county::build(sink, &region, options, &mut |_| {})?;
    let seconds = begun.elapsed().as_secs_f64();
    let mut out = std::io::stdout().lock();
    writeln!(out, "{summary:#?}")?;
    writeln!(out, "{seconds:.2} s, {} bytes", counter.bytes)?;
    if tallied {
        writeln!(out, "{tally}")?;
    }
    Ok(())
}
