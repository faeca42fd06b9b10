//! `polku verify` and `polku rebuild`: looking after the store.

pub(super) mod copies;

use std::process::ExitCode;

use ledger::Verdict;

use super::open::Place;
use super::{progress, say};

pub(super) fn verify(place: &Place) -> anyhow::Result<ExitCode> {
    let ledger = place.ledger(&place.content()?)?;
    Ok(told(&ledger.verify(&progress::bar("verifying"))?))
}

/// Says what verification found.
pub(super) fn told(verdict: &Verdict) -> ExitCode {
    match verdict {
        Verdict::Sound(counts) => {
            say(&format!(
                "sound: {} facts in {} streams, {} seals, {} looks",
                counts.facts, counts.streams, counts.seals, counts.looks
            ));
            ExitCode::SUCCESS
        }
        Verdict::Damaged(fault) => {
            say(&format!("damaged at {}: {}", fault.place, fault.what));
            ExitCode::FAILURE
        }
    }
}

pub(super) fn rebuild(place: &Place) -> anyhow::Result<ExitCode> {
    let ledger = place.ledger(&place.content()?)?;
    let facts = ledger.position();
    ledger.rebuild(&progress::bar("refolding views"))?;
    say(&format!("every view made anew from {facts} facts"));
    Ok(ExitCode::SUCCESS)
}
