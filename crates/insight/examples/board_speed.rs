//! Measures boards over a county's year of cases against plain loops over the same values.
//! Run it with `cargo run --release -p insight --example board_speed`.
#![expect(clippy::print_stdout, reason = "it prints what it measured")]

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use insight::{
    Board, Column, Columns, CsvForm, Dimension, Filter, Indicators, Page, Selection, Slice, behind,
    board, csv, ids,
};

#[path = "../src/sample.rs"]
mod sample;

const CASES: u32 = 150_000;
const RUNS: usize = 300;

fn main() -> std::io::Result<()> {
    let cases = sample::cases(1, u64::from(CASES), 98_972, 24, 365);
    let indicators = shipped()?;
    let begun = Instant::now();
    let mut columns = Columns::new();
    for (position, case) in (1..).zip(&cases) {
        columns.upsert(case, position);
    }
    let filled = begun.elapsed();
    println!("cases                {CASES}");
    println!("upserts a second     {:.0}", f64::from(CASES) / filled.as_secs_f64());
    println!("memory               {:.1} MB", megabytes(columns.memory_bytes()));

    let plain = Plain::new();
    let bound = measure(|| plain.scan());
    report("plain loops", bound, bound);
    for dimension in Dimension::ALL {
        let run = || make(&columns, &indicators, &Filter::default(), dimension);
        report(&format!("board by {}", dimension.code()), measure(run), bound);
    }
    let porvoo = Filter::default().with(Dimension::Municipality, "638");
    let narrow = || make(&columns, &indicators, &porvoo, Dimension::Unit);
    report("board of one place", measure(narrow), bound);
    for (name, indicator, number) in [
        ("open waits, page 1", ids::OPEN_WAITS, 1),
        ("contacts, page 1", ids::CONTACTS_RECEIVED, 1),
        ("contacts, page 2000", ids::CONTACTS_RECEIVED, 2000),
    ] {
        let selection = Selection { indicator: indicator.to_owned(), slice: Slice::Whole };
        let page = Page { number, rows: 50 };
        let all = Filter::default();
        let run = || behind(&columns, &indicators, &all, &selection, sample::TODAY, &[7; 32], page);
        report(name, measure(run), bound);
    }
    let whole = make(&columns, &indicators, &Filter::default(), Dimension::Unit);
    let file = || csv(&whole, CsvForm::Finnish, Column::code, str::to_owned);
    report("file of a board", measure(file), bound);
    Ok(())
}

fn make(columns: &Columns, indicators: &Indicators, filter: &Filter, by: Dimension) -> Board {
    board(columns, indicators, filter, sample::TODAY, by)
}

fn shipped() -> std::io::Result<Indicators> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/indicators");
    let mut files = Vec::new();
    for id in ids::ALL {
        for file in ["about.toml", "fixture.csv", "expected.csv"] {
            let path = format!("{id}/{file}");
            let text = fs::read_to_string(root.join(&path))?;
            files.push((path, text));
        }
    }
    let files = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    Ok(Indicators::parse(files).0)
}

/// How long many runs took.
#[derive(Clone, Copy)]
struct Times {
    /// The fastest: what it takes when nothing else runs on the machine.
    best: Duration,
    middle: Duration,
    /// All but the slowest hundredth were at most this.
    late: Duration,
}

fn measure<T>(run: impl Fn() -> T) -> Times {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let begun = Instant::now();
            black_box(run());
            begun.elapsed()
        })
        .collect();
    times.sort_unstable();
    let at = |place: usize| times.get(place).copied().unwrap_or_default();
    Times { best: at(0), middle: at(RUNS / 2), late: at(RUNS * 99 / 100) }
}

fn report(name: &str, times: Times, bound: Times) {
    let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
    println!(
        "{name:<21} best {:6.2} ms   median {:6.2} ms   p99 {:6.2} ms   {:5.1} times plain loops",
        milliseconds(times.best),
        milliseconds(times.middle),
        milliseconds(times.late),
        times.best.as_secs_f64() / bound.best.as_secs_f64(),
    );
}

fn megabytes(bytes: usize) -> f64 {
    f64::from(u32::try_from(bytes / 1024).unwrap_or(u32::MAX)) / 1024.0
}

/// The least a board has to read, as bare columns: eight times a mask, a group, a month, a wait.
struct Plain {
    rows: Vec<(u32, u16, u16, u16)>,
}

impl Plain {
    fn new() -> Self {
        let mixed = |n: u32| n.wrapping_mul(2_654_435_761) >> 7;
        let short = |n: u32, end: u32| u16::try_from(n % end).unwrap_or(0);
        let row = |n| {
            let bits = mixed(n);
            (bits, short(bits, 24), short(bits >> 5, 12), short(bits >> 9, 160))
        };
        Self { rows: (0..CASES).map(row).collect() }
    }

    fn scan(&self) -> u64 {
        let mut cells = vec![[0_u32; 160]; 24 + 12];
        for indicator in 0..8_u32 {
            // About half the cases count, as in a real board.
            let needs = 1 << indicator;
            for (mask, group, month, wait) in self.rows.iter().filter(|row| row.0 & needs != 0) {
                for cell in [*group, 24 + *month] {
                    let counts = cells.get_mut(usize::from(cell));
                    if let Some(count) =
                        counts.and_then(|counts| counts.get_mut(usize::from(*wait)))
                    {
                        *count = count.wrapping_add(mask & 1);
                    }
                }
            }
        }
        cells.iter().flatten().copied().map(u64::from).sum()
    }
}
