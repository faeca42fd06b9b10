//! The front door of a large county: the first free time among two million, and how soon a time that
//! is given up is offered while fifty thousand wait. The server's own example does it, in one process.

use anyhow::{Context as _, Result, bail};

use super::findings::Findings;
use crate::house::House;
use crate::say::say;

/// What the example says, what it is, and the most milliseconds that half of the times may take.
const LINES: [(&str, &str, f64); 5] = [
    ("first-free", "first ten free times of 2 M, any", 10.0),
    ("first-free-rare", "the same in a language that few speak", 10.0),
    ("first-free-late", "the same, eight weeks ahead", 10.0),
    ("refill", "a time given up until it is offered, 50 000 waiting, commit included", 50.0),
    ("refill-in-vain", "the same, when it suits none of them", 50.0),
];

/// Fills a store and measures.
pub(super) fn measure(house: &House, findings: &mut Findings) -> Result<()> {
    say("door: 400 units, eight weeks, 50 000 who wait");
    let scratch = tempfile::tempdir()?;
    let folder = scratch.path().join("door");
    let folder = folder.to_str().context("the folder has a name in plain letters")?;
    let arguments = ["run", "--release", "--package=server", "--example=door_load", "--", folder];
    let output = house.cargo(&arguments).stderr(std::process::Stdio::inherit()).output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        bail!("the front door could not be measured:\n{said}");
    }
    for (name, what, most) in LINES {
        let line = said.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        let numbers = line.with_context(|| format!("nothing was said of {name}"))?;
        let numbers: Vec<f64> = numbers.split(' ').filter_map(|word| word.parse().ok()).collect();
        let [median, worst] = numbers[..] else { bail!("{name}: {line:?}") };
        findings.hold(
            what,
            format!("median {median:.1} ms, worst {worst:.1} ms"),
            &format!("< {most} ms"),
            median < most,
        );
    }
    Ok(())
}
