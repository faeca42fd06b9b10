//! Notes that colleagues leave for each other, and setting the case aside for a while.

use care::id::NoteId;
use jiff::civil::DateTime;
use maud::{Markup, html};

use super::Context;
use crate::components::button::{self, csrf_field};
use crate::components::error_summary::{Fault, at};
use crate::components::field::{Item, TextArea, select};
use crate::components::thread::WriteFault;
use crate::pages::samples::moment;
use crate::pages::{Shell, urls};
use crate::say;
use crate::texts::Texts;

/// What the sections show and ask.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notes {
    /// The notes, in order of time.
    pub notes: Vec<Note>,
    /// Who asks whoever reads to look, while they have not.
    pub asked_by: Option<String>,
    /// The note so far.
    pub id: NoteId,
    /// Its words so far.
    pub words: String,
    /// What is wrong with them.
    pub fault: Option<WriteFault>,
    /// Colleagues who can be asked.
    pub colleagues: Vec<Item>,
    /// The one who is.
    pub asks: String,
    /// That the case is set aside: until when, by whom and why.
    pub snoozed: Option<(DateTime, String, String)>,
    /// For how long it may be set aside; nothing where it may not.
    pub may_snooze: Vec<Item>,
}

/// One note.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    /// When it was written.
    pub at: DateTime,
    /// By whom.
    pub who: String,
    /// The words.
    pub words: String,
    /// Who was asked to look.
    pub asks: Option<String>,
}

impl Notes {
    pub(super) fn faults(&self, t: &Texts) -> Vec<Fault> {
        let text = self.fault.map(|fault| match fault {
            WriteFault::NoWords => say!(t, "note-fault-none"),
            WriteFault::TooLong => say!(t, "refusal-words-too-long"),
        });
        text.map(|text| Fault::new("note-words", text)).into_iter().collect()
    }
}

/// The notes.
pub(super) fn render(notes: &Notes, context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let faults = notes.faults(t);
    html! {
        section id="notes" .form-section aria-labelledby="notes-title" {
            h2 id="notes-title" { (say!(t, "notes-title")) }
            @if let Some(by) = &notes.asked_by {
                div .boxed {
                    p { strong { (say!(t, "note-asks-you", name = by)) } }
                    (button::form(
                        &urls::see_note(language, context.case),
                        &shell.csrf,
                        &[],
                        &button::secondary(&say!(t, "note-seen")),
                    ))
                }
            }
            @if !notes.notes.is_empty() {
                ol .thread {
                    @for note in &notes.notes {
                        li {
                            p .quiet {
                                strong { (note.who) } " "
                                time datetime=(note.at.strftime("%Y-%m-%dT%H:%M")) { (t.near_moment(note.at)) }
                                @if let Some(name) = &note.asks { " · " (say!(t, "note-asked", name = name)) }
                            }
                            p .prewrap { (note.words) }
                        }
                    }
                }
            }
            details .no-print open[!faults.is_empty()] {
                summary { (say!(t, "note-write")) }
                form method="post" action=(urls::write_note(language, context.case)) {
                    (csrf_field(&shell.csrf))
                    input type="hidden" name="note-id" value=(notes.id);
                    (TextArea {
                        name: "note-words",
                        label: &say!(t, "note-words"),
                        hint: Some(&say!(t, "note-hint")),
                        error: at(&faults, "note-words"),
                        value: &notes.words,
                        rows: 3,
                    }.render())
                    @if notes.colleagues.len() > 1 {
                        (select("asks", &say!(t, "note-asks"), &notes.colleagues, &notes.asks))
                    }
                    (button::secondary(&say!(t, "note-save")))
                }
            }
        }
    }
}

/// Setting aside, or that it is.
pub(super) fn snooze(notes: &Notes, context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    html! {
        @if let Some((until, by, why)) = &notes.snoozed {
            div .boxed {
                p {
                    strong { (say!(t, "snoozed-until", at = t.near_moment(*until))) } " " (by)
                    @if !why.is_empty() { ": " (why) }
                }
                (button::form(
                    &urls::wake(language, context.case),
                    &shell.csrf,
                    &[],
                    &button::secondary(&say!(t, "snooze-wake")),
                ))
            }
        } @else if !notes.may_snooze.is_empty() {
            details .no-print {
                summary { (say!(t, "snooze-title")) }
                form method="post" action=(urls::snooze(language, context.case)) {
                    (csrf_field(&shell.csrf))
                    p .hint { (say!(t, "snooze-hint")) }
                    (choices(notes, t))
                    (TextArea {
                        name: "aside-why",
                        label: &say!(t, "snooze-why"),
                        hint: None,
                        error: None,
                        value: "",
                        rows: 2,
                    }.render())
                    (button::secondary(&say!(t, "snooze-save")))
                }
            }
        }
    }
}

fn choices(notes: &Notes, t: &Texts) -> Markup {
    let first = notes.may_snooze.first().map_or("", |item| item.value.as_str());
    select("aside-until", &say!(t, "snooze-until"), &notes.may_snooze, first)
}

pub(super) fn sample() -> Notes {
    Notes {
        notes: vec![Note {
            at: moment(0, 10, 10),
            who: "Maria Koskinen, sairaanhoitaja".into(),
            words: "Soitin, ei vastausta.".into(),
            asks: Some("Timo Heikkilä".into()),
        }],
        asked_by: Some("Maria Koskinen".into()),
        id: NoteId(uuid::Uuid::from_u128(1)),
        words: String::new(),
        fault: None,
        colleagues: vec![Item::new("", "–"), Item::new("1", "Timo Heikkilä")],
        asks: String::new(),
        snoozed: None,
        may_snooze: vec![Item::new("60", "1 h")],
    }
}

pub(super) fn sample_snoozed() -> Notes {
    let snoozed = Some((moment(0, 13, 30), "Maria Koskinen".into(), "Soitan uudestaan".into()));
    Notes { snoozed, fault: Some(WriteFault::NoWords), asked_by: None, ..sample() }
}
