//! A statutory clock: what is due by when, how it stands, and the arithmetic behind the date.

use jiff::civil::{Date, DateTime};
use maud::{Markup, html};

use super::notice::details;
use super::tag::{Tone, tag};
use crate::say;
use crate::texts::Texts;

/// How a clock stands; each state carries its own dates.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ClockState {
    /// Runs; the last lawful day, and how many days are left to it (0 = today).
    Running {
        /// The last lawful day.
        due_on: Date,
        /// Calendar days from today to it.
        days_left: i64,
    },
    /// Runs and is past its limit.
    Late {
        /// The last lawful day.
        due_on: Date,
        /// Calendar days past it.
        days_over: i64,
    },
    /// Satisfied in time.
    Satisfied {
        /// The last lawful day.
        due_on: Date,
        /// When it was satisfied.
        at: DateTime,
    },
    /// Satisfied, but after the limit.
    SatisfiedLate {
        /// The last lawful day.
        due_on: Date,
        /// When it was satisfied.
        at: DateTime,
    },
    /// The matter ended after the limit without it.
    NeverSatisfied {
        /// The last lawful day.
        due_on: Date,
    },
    /// The law sets no number here, or the matter ended before it was needed.
    OutOfScope,
}

/// One clock in words of the page's language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clock {
    /// What must happen: "Ensimmäinen hoitotapahtuma".
    pub name: String,
    /// How it stands.
    pub state: ClockState,
    /// The explanation of the date; nothing when there is none to give.
    pub explanation: Explanation,
    /// Whether the rule's figure still waits for a lawyer's check; the page says so.
    pub unverified: bool,
    /// A second date that counts the time the client chose to wait, when it differs.
    pub adjusted_on: Option<Date>,
}

/// Why a date is what it is, laid out: first the rule in plain words, then how the day was counted,
/// then the day itself, and last where all this is written.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Explanation {
    /// What the rule means.
    pub meaning: Vec<String>,
    /// How the day was counted, step by step.
    pub steps: Vec<String>,
    /// The last lawful day.
    pub due: Option<String>,
    /// How it went, and what would have applied otherwise.
    pub after: Vec<String>,
    /// Statute, version and sources.
    pub sources: Vec<String>,
}

/// The tag that tells how a clock stands.
pub fn clock_tag(t: &Texts, state: &ClockState) -> Markup {
    match state {
        ClockState::Running { days_left: 0, .. } => tag(Tone::Soon, &say!(t, "clock-today")),
        ClockState::Running { days_left, .. } if *days_left <= 3 => {
            tag(Tone::Soon, &say!(t, "clock-left", count = *days_left))
        }
        ClockState::Running { days_left, .. } => {
            tag(Tone::Plain, &say!(t, "clock-left", count = *days_left))
        }
        ClockState::Late { days_over, .. } => {
            tag(Tone::Late, &say!(t, "clock-over", count = *days_over))
        }
        ClockState::Satisfied { .. } => tag(Tone::Good, &say!(t, "clock-satisfied")),
        ClockState::SatisfiedLate { .. } => tag(Tone::Late, &say!(t, "clock-satisfied-late")),
        ClockState::NeverSatisfied { .. } => tag(Tone::Late, &say!(t, "clock-never")),
        ClockState::OutOfScope => tag(Tone::Plain, &say!(t, "clock-out-of-scope")),
    }
}

/// The sentence with the date.
pub fn clock_line(t: &Texts, state: &ClockState) -> String {
    match state {
        ClockState::Running { due_on, .. } => {
            say!(t, "clock-line-running", day = t.full_day(*due_on))
        }
        ClockState::Late { due_on, .. } => say!(t, "clock-line-late", day = t.full_day(*due_on)),
        ClockState::Satisfied { due_on, at } | ClockState::SatisfiedLate { due_on, at } => {
            say!(t, "clock-line-satisfied", at = t.moment(*at), day = t.full_day(*due_on))
        }
        ClockState::NeverSatisfied { due_on } => {
            say!(t, "clock-line-never", day = t.full_day(*due_on))
        }
        ClockState::OutOfScope => say!(t, "clock-line-out-of-scope"),
    }
}

/// The card with the tag, the sentence and the explanation.
pub fn clock_card(t: &Texts, clock: &Clock) -> Markup {
    html! {
        section .clock {
            div .clock__head {
                h3 { (clock.name) }
                (clock_tag(t, &clock.state))
            }
            p { (clock_line(t, &clock.state)) }
            @if let Some(day) = clock.adjusted_on {
                p .quiet { (say!(t, "clock-adjusted", day = t.full_day(day))) }
            }
            @if clock.unverified {
                p .quiet { (say!(t, "clock-unverified")) }
            }
            @if clock.explanation != Explanation::default() {
                (details(&say!(t, "clock-why"), &explanation(&clock.explanation)))
            }
        }
    }
}

fn explanation(why: &Explanation) -> Markup {
    html! {
        @for line in &why.meaning { p { (line) } }
        @if !why.steps.is_empty() { ul { @for line in &why.steps { li { (line) } } } }
        @if let Some(due) = &why.due { p { strong { (due) } } }
        @for line in &why.after { p { (line) } }
        @if !why.sources.is_empty() { p .clock__sources { (why.sources.join(" ")) } }
    }
}
