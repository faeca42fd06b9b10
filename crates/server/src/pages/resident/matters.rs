//! The resident's matters: what needs them first, then the rest, then what is over.

use care::acting::ActingKind;
use care::code::{Closing, Mode, Profession, Topic};
use care::id::{CaseId, PersonId};
use jiff::civil::DateTime;
use maud::{Markup, html};

use super::{Booked, Stage, next_step, stage_name};
use crate::components::button;
use crate::components::clock_card::{ClockState, clock_line, clock_tag};
use crate::components::notice::{Notice, empty_state, notice};
use crate::components::tag::{Tone, tag};
use crate::pages::layout::{Head, Place, page};
use crate::pages::samples::{case_id, day, moment, person_id};
use crate::pages::{Shell, urls};
use crate::say;
use crate::texts::Texts;

/// What the page lists.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// Open matters; the page puts those that wait for the resident first.
    pub open: Vec<MatterCard>,
    /// Closed matters, the newest first.
    pub closed: Vec<MatterCard>,
    /// Whoever is the resident's named worker: name and unit.
    pub named: Vec<(String, String)>,
    /// Whom the resident may act for: who, their name, and on what.
    pub acted_for: Vec<(PersonId, String, ActingKind)>,
    /// What was just done, or why it was not.
    pub notice: Option<Notice>,
}

/// One matter in the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MatterCard {
    /// Which.
    pub case: CaseId,
    /// What it is about.
    pub topic: Topic,
    /// When it was sent.
    pub received_at: DateTime,
    /// Where it stands.
    pub stage: Stage,
    /// Who answers for it: the professional or the unit, in the page's language.
    pub owner: String,
    /// The clock that is due first.
    pub clock: Option<ClockState>,
    /// The booked time.
    pub booked: Option<Booked>,
    /// Until when a time is held that is offered from the waiting list.
    pub offered_until: Option<DateTime>,
    /// When a professional wrote, while that is the last message.
    pub written_at: Option<DateTime>,
}

impl MatterCard {
    fn waits_for_resident(&self) -> bool {
        self.stage == Stage::AwaitingBooking || self.offered_until.is_some()
    }
}

/// The page.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let title = match &shell.acting_for {
        Some(name) => say!(t, "acting-matters", name = name),
        None => say!(t, "matters-title"),
    };
    let (yours, others): (Vec<_>, Vec<_>) =
        context.open.iter().partition(|card| card.waits_for_resident());
    let contact = button::link(&urls::contact(language), &say!(t, "start-contact"));
    page(
        shell,
        &Head::column(title.as_str(), Place::Matters),
        &html! {
            (notice(t, context.notice.as_ref()))
            h1 { (title) }
            @if context.open.is_empty() {
                (empty_state(&say!(t, "matters-empty"), &say!(t, "matters-empty-text"), Some(&contact)))
            }
            @if !yours.is_empty() {
                h2 { (say!(t, "matters-yours")) }
                ul .cards { @for matter in &yours { (card(shell, matter)) } }
            }
            @if !others.is_empty() {
                h2 { (say!(t, "matters-others")) }
                ul .cards { @for matter in &others { (card(shell, matter)) } }
            }
            @if !context.closed.is_empty() {
                h2 { (say!(t, "matters-closed")) }
                ul .cards { @for matter in &context.closed { (card(shell, matter)) } }
            }
            @if !context.open.is_empty() {
                p { (button::quiet_link(&urls::contact(language), &say!(t, "matters-new"))) }
            }
            @if !context.named.is_empty() {
                h2 { (say!(t, "named-yours")) }
                p { (say!(t, "named-yours-text")) }
                ul { @for (name, unit) in &context.named { li { strong { (name) } ", " (unit) } } }
            }
            @if !context.acted_for.is_empty() { (acted_for(context, shell)) }
        },
    )
}

fn acted_for(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    html! {
        section aria-labelledby="acting-title" {
            h2 id="acting-title" { (say!(t, "acting-title")) }
            p { (say!(t, "acting-text")) }
            ul .cards {
                @for (person, name, kind) in &context.acted_for {
                    li .card {
                        div .card__head { h3 { (name) } }
                        p .quiet { (t.acting_kind(*kind)) }
                        (button::form(
                            &urls::acting(shell.language),
                            &shell.csrf,
                            &[("person", &person.to_string())],
                            &html! {
                                button .button.button--small type="submit" {
                                    (say!(t, "acting-begin")) span .unseen { " " (name) }
                                }
                            },
                        ))
                    }
                }
            }
        }
    }
}

fn card(shell: &Shell, matter: &MatterCard) -> Markup {
    let t = shell.texts();
    html! {
        li .card.card--needs-you[matter.waits_for_resident()] {
            div .card__head {
                h3 { a href=(urls::matter(shell.language, matter.case)) { (t.topic(matter.topic)) } }
                (stage_tag(t, matter))
            }
            p .card__next {
                @if let Some(booked) = &matter.booked {
                    strong { (t.near_moment(booked.at)) } " · "
                    (t.mode(booked.mode)) " · " (booked.unit)
                } @else {
                    (next_step(t, matter.stage))
                }
            }
            @if matter.booked.is_none() && let Some(clock) = &matter.clock {
                p .quiet { (clock_line(t, clock)) }
            }
            p .quiet {
                (say!(t, "matters-owner", owner = &matter.owner)) " · "
                (say!(t, "matters-sent", day = t.day(matter.received_at.date())))
            }
            @if let Some(at) = matter.written_at {
                p {
                    a href={ (urls::matter(shell.language, matter.case)) "#messages" } {
                        (say!(t, "thread-written-to-you", at = t.near_moment(at)))
                    }
                }
            }
            @if let Some(until) = matter.offered_until {
                p { strong { (say!(t, "offer-until", at = t.near_moment(until))) } }
                p { (button::link(&urls::offer(shell.language, matter.case), &say!(t, "offer-see"))) }
            } @else if matter.stage == Stage::AwaitingBooking {
                p { (button::link(&urls::times(shell.language, matter.case), &say!(t, "choose-time"))) }
            }
        }
    }
}

fn stage_tag(t: &Texts, matter: &MatterCard) -> Markup {
    match (&matter.stage, &matter.clock) {
        (Stage::Closed(_), _) => tag(Tone::Plain, &stage_name(t, matter.stage)),
        (Stage::Booked, _) => tag(Tone::Good, &stage_name(t, matter.stage)),
        (_, Some(clock @ ClockState::Late { .. })) => clock_tag(t, clock),
        (Stage::AwaitingBooking, _) => tag(Tone::Soon, &stage_name(t, matter.stage)),
        (Stage::AwaitingAssessment | Stage::Met, _) => {
            tag(Tone::Plain, &stage_name(t, matter.stage))
        }
    }
}

/// A booked time for samples.
pub(crate) fn sample_booked() -> Booked {
    Booked {
        at: moment(3, 13, 30),
        minutes: 30,
        mode: Mode::OnSite,
        profession: Profession::Physiotherapist,
        professional: "Timo Heikkilä".into(),
        unit: "Näsin terveysasema".into(),
        address: Some("Jonaksentie 1, Porvoo".into()),
        changeable: true,
    }
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let card = |number, topic, stage, clock| MatterCard {
        case: case_id(number),
        topic,
        received_at: moment(-2, 10, 5),
        stage,
        owner: "Näsin terveysasema".into(),
        clock,
        booked: None,
        offered_until: None,
        written_at: None,
    };
    let running = Some(ClockState::Running { due_on: day(76), days_left: 76 });
    let today = Some(ClockState::Running { due_on: day(0), days_left: 0 });
    let late = Some(ClockState::Late { due_on: day(-4), days_over: 4 });
    let full = Context {
        open: vec![
            card(1, Topic::Illness, Stage::AwaitingAssessment, today),
            card(2, Topic::Movement, Stage::AwaitingBooking, running),
            MatterCard {
                booked: Some(sample_booked()),
                offered_until: Some(moment(0, 14, 30)),
                ..card(3, Topic::Planned, Stage::Booked, None)
            },
            MatterCard {
                written_at: Some(moment(0, 8, 5)),
                ..card(4, Topic::Oral, Stage::AwaitingAssessment, late)
            },
        ],
        closed: vec![card(5, Topic::Mind, Stage::Closed(Closing::Advised), None)],
        named: vec![("Maria Koskinen".into(), "Näsin terveysasema".into())],
        acted_for: Vec::new(),
        notice: None,
    };
    let acted_for = vec![(person_id(2), "Ella Koskinen".into(), ActingKind::Guardian)];
    let empty = Context { open: vec![], closed: vec![], named: vec![], acted_for, notice: None };
    vec![("full", full), ("empty", empty)]
}
