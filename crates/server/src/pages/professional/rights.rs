//! Who may act for a person: the rights, recording one, and what a minor wishes that guardians see.

use care::acting::{ActingKind, MinorsWish};
use care::id::PersonId;
use jiff::civil::Date;
use maud::{Markup, html};

use super::banner::{Banner, banner, sample_banners};
use crate::components::button;
use crate::components::choices::{Choice, Choices, Legend};
use crate::components::date_input::{DateParts, date_input};
use crate::components::error_summary::{Fault, at, error_summary};
use crate::components::field::{Field, TextArea, Width};
use crate::components::notice::{Notice, NoticeKind, empty_state, notice};
use crate::components::tag::{Tone, tag};
use crate::pages::layout::{Head, Place, page};
use crate::pages::samples::{day, person_id};
use crate::pages::{Shell, urls};
use crate::say;
use crate::texts::Texts;

/// What the page shows and asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// For whom.
    pub client: Banner,
    /// Who may act, in the order in which it was recorded.
    pub rights: Vec<HeldRight>,
    /// Whether the client is a minor.
    pub is_minor: bool,
    /// What the minor wishes, as last found.
    pub wish: Option<MinorsWish>,
    /// Whether a person has compared the ages with their sources.
    pub verified: bool,
    /// The answers so far.
    pub form: RightForm,
    /// What is wrong.
    pub faults: Vec<RightFault>,
    /// What was just done, or why it was not.
    pub notice: Option<Notice>,
}

/// A right that somebody has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HeldRight {
    /// Who.
    pub actor: PersonId,
    /// Their name.
    pub name: String,
    /// On what.
    pub kind: ActingKind,
    /// The last day.
    pub until: Option<Date>,
    /// Whether it holds today.
    pub holds: bool,
    /// What was checked.
    pub checked: String,
}

/// The answers about a new right.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct RightForm {
    /// The identity number of whoever is to act.
    pub number: String,
    /// On what.
    pub kind: Option<ActingKind>,
    /// The last day.
    pub until: DateParts,
    /// Whether they may know where the client lives.
    pub knows_home: bool,
    /// What was checked.
    pub checked: String,
}

/// What can be wrong with the answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RightFault {
    /// Nobody has this number.
    NoPerson,
    /// It was left out on what they act.
    NoKind,
    /// The last day is no day.
    BadDay,
    /// It was not said what was checked.
    NoChecked,
    /// It was left out what the minor wishes.
    NoWish,
}

fn told(t: &Texts, fault: RightFault) -> Fault {
    match fault {
        RightFault::NoPerson => Fault::new("number", say!(t, "rights-fault-person")),
        RightFault::NoKind => Fault::new("kind-1", say!(t, "rights-fault-kind")),
        RightFault::BadDay => Fault::new("until-day", say!(t, "rights-fault-day")),
        RightFault::NoChecked => Fault::new("checked", say!(t, "rights-fault-checked")),
        RightFault::NoWish => Fault::new("wish-1", say!(t, "rights-fault-wish")),
    }
}

/// The page. Posts to `urls::record_right`, `urls::end_right` and `urls::minors_wish`.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let title = say!(t, "rights-title");
    let faults: Vec<Fault> = context.faults.iter().map(|fault| told(t, *fault)).collect();
    let person = context.client.person;
    page(
        shell,
        &Head::column(title.as_str(), Place::People)
            .back(urls::person(shell.language, person))
            .faulty(!faults.is_empty()),
        &html! {
            (notice(t, context.notice.as_ref()))
            (error_summary(t, &faults))
            h1 { (title) }
            (banner(shell, &context.client))
            @if context.rights.is_empty() {
                (empty_state(&say!(t, "rights-none"), &say!(t, "rights-none-text"), None))
            } @else {
                ul .cards { @for right in &context.rights { (held(right, person, shell)) } }
            }
            @if context.is_minor { (wish(context, shell, &faults)) }
            (record(context, shell, &faults))
            @if !context.verified { p .quiet { (say!(t, "rights-unverified")) } }
        },
    )
}

fn held(right: &HeldRight, person: PersonId, shell: &Shell) -> Markup {
    let t = shell.texts();
    html! {
        li .card {
            div .card__head {
                h2 { (right.name) }
                @if right.holds {
                    (tag(Tone::Good, &say!(t, "rights-holds")))
                } @else {
                    (tag(Tone::Late, &say!(t, "rights-holds-not")))
                }
            }
            p {
                (t.acting_kind(right.kind))
                @if let Some(until) = right.until { " · " (say!(t, "rights-until", day = t.day(until))) }
            }
            p .quiet { (right.checked) }
            (button::form(
                &urls::end_right(shell.language, person),
                &shell.csrf,
                &[("actor", &right.actor.to_string())],
                &html! {
                    button .link-button type="submit" {
                        (say!(t, "rights-end")) span .unseen { " " (right.name) }
                    }
                },
            ))
        }
    }
}

fn wish(context: &Context, shell: &Shell, faults: &[Fault]) -> Markup {
    let t = shell.texts();
    html! {
        section .form-section aria-labelledby="wish-title" {
            h2 id="wish-title" { (say!(t, "rights-wish-title")) }
            form method="post" action=(urls::minors_wish(shell.language, context.client.person)) novalidate {
                (button::csrf_field(&shell.csrf))
                (Choices {
                    name: "wish",
                    legend: &say!(t, "rights-wish"),
                    look: Legend::Label,
                    hint: Some(&say!(t, "rights-wish-hint")),
                    error: at(faults, "wish-1"),
                    choices: MinorsWish::ALL.iter().map(|one| {
                        Choice::new(one.code(), t.minors_wish(*one), context.wish == Some(*one))
                    }).collect(),
                }.radios())
                (button::secondary(&say!(t, "rights-wish-save")))
            }
        }
    }
}

fn record(context: &Context, shell: &Shell, faults: &[Fault]) -> Markup {
    let (t, form) = (shell.texts(), &context.form);
    html! {
        section .form-section aria-labelledby="right-title" {
            h2 id="right-title" { (say!(t, "rights-new")) }
            form method="post" action=(urls::record_right(shell.language, context.client.person)) novalidate {
                (button::csrf_field(&shell.csrf))
                (Field {
                    hint: Some(&say!(t, "people-number-hint")),
                    error: at(faults, "number"),
                    value: &form.number,
                    width: Width::Medium,
                    ..Field::new("number", &say!(t, "rights-number"))
                }.render())
                (Choices {
                    name: "kind",
                    legend: &say!(t, "rights-kind"),
                    look: Legend::Label,
                    hint: None,
                    error: at(faults, "kind-1"),
                    choices: ActingKind::ALL.iter().map(|one| {
                        Choice::new(one.code(), t.acting_kind(*one), form.kind == Some(*one))
                    }).collect(),
                }.radios())
                (date_input(t, "until", &say!(t, "rights-last-day"), &form.until, at(faults, "until-day")))
                (Choices {
                    name: "knows-home",
                    legend: &say!(t, "rights-home"),
                    look: Legend::Label,
                    hint: Some(&say!(t, "rights-home-hint")),
                    error: None,
                    choices: vec![Choice::new("yes", say!(t, "rights-home-yes"), form.knows_home)],
                }.checkboxes())
                (TextArea {
                    name: "checked",
                    label: &say!(t, "rights-checked"),
                    hint: Some(&say!(t, "rights-checked-hint")),
                    error: at(faults, "checked"),
                    value: &form.checked,
                    rows: 2,
                }.render())
                (button::primary(&say!(t, "rights-save")))
            }
        }
    }
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let [plain, protected] = sample_banners();
    let empty = Context {
        client: plain,
        rights: Vec::new(),
        is_minor: false,
        wish: None,
        verified: true,
        form: RightForm::default(),
        faults: vec![RightFault::NoPerson, RightFault::NoKind, RightFault::NoChecked],
        notice: None,
    };
    let right = HeldRight {
        actor: person_id(2),
        name: "Aino Koskinen".into(),
        kind: ActingKind::Guardian,
        until: None,
        holds: true,
        checked: "Huoltajuus tarkistettu rekisteristä.".into(),
    };
    let over = HeldRight {
        actor: person_id(3),
        name: "Erik Lindholm".into(),
        kind: ActingKind::Mandate,
        until: Some(day(-3)),
        holds: false,
        checked: "Valtakirja nähty.".into(),
    };
    let full = Context {
        client: protected,
        rights: vec![right, over],
        is_minor: true,
        wish: Some(MinorsWish::Allows),
        verified: false,
        faults: vec![RightFault::BadDay, RightFault::NoWish],
        notice: Some(Notice { kind: NoticeKind::Done, text: "Oikeus on kirjattu.".into() }),
        ..empty.clone()
    };
    vec![("empty", empty), ("full", full)]
}
