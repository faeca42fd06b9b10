//! One case: who, what, by when, everything so far, and the forms that the stage allows.

pub mod assess;
pub mod book;
pub mod call;
pub mod close;
pub mod notes;
pub mod results;
pub mod thread;
pub mod visit;
pub mod wait;

use care::code::{Channel, Closing, Mode, Profession, Topic, Urgency};
use care::id::CaseId;
use jiff::civil::DateTime;
use maud::{Markup, html};

use self::assess::AssessForm;
use self::book::BookForm;
use self::call::CallForm;
use self::close::CloseForm;
use self::notes::Notes;
use self::results::Results;
use self::thread::Writing;
use self::visit::VisitForm;
use self::wait::WaitForm;
use super::banner::{Banner, banner, sample_banners};
use super::task;
use crate::components::button;
use crate::components::clock_card::{Clock, ClockState, Explanation, clock_card};
use crate::components::error_summary::{Fault, error_summary};
use crate::components::notice::{Notice, NoticeKind, notice};
use crate::components::summary_list::{Row, summary_list};
use crate::components::tag::{Tone, tag};
use crate::components::thread::{Thread, sample_faulty};
use crate::components::timeline::{Event, When, timeline};
use crate::pages::layout::{Head, Place, page};
use crate::pages::resident::{Booked, Stage, booked_list};
use crate::pages::samples::{case_id, day, moment};
use crate::pages::{Shell, urls};
use crate::say;
use crate::texts::Language;

/// What the page shows and asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// Which case.
    pub case: CaseId,
    /// The client.
    pub client: Banner,
    /// What it is about.
    pub topic: Topic,
    /// The client's own words.
    pub words: String,
    /// When the contact was made.
    pub received_at: DateTime,
    /// How it came in.
    pub channel: Channel,
    /// Whether a sign of an emergency was said to be true.
    pub signs: bool,
    /// Who made it for the client, when somebody did.
    pub made_by: Option<String>,
    /// Who gave notice of a concern; empty when nobody did.
    pub noticed_by: String,
    /// How the client wishes to be reached, in the client's words; may be empty.
    pub reach: String,
    /// The service language of this contact.
    pub language: Language,
    /// Where it stands.
    pub stage: Stage,
    /// Who answers for it: a professional or a unit, in the page's language.
    pub owner: String,
    /// Whether it can be taken by the one who looks.
    pub may_take: bool,
    /// The assessment, once there is one.
    pub assessed: Option<Assessed>,
    /// The booked time.
    pub booked: Option<Booked>,
    /// What colleagues leave for each other.
    pub notes: Notes,
    /// What is written between client and professionals.
    pub writing: Writing,
    /// Every clock the case is or was under, the one due first on top.
    pub clocks: Vec<Clock>,
    /// What has happened and is agreed, the newest first.
    pub events: Vec<Event>,
    /// The forms that the stage and the role allow.
    pub forms: Forms,
    /// What was just done, or why it was not.
    pub notice: Option<Notice>,
}

/// The assessment that was made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Assessed {
    /// When.
    pub at: DateTime,
    /// By whom: name and profession, in the page's language.
    pub by: String,
    /// How soon.
    pub urgency: Urgency,
    /// The professional's note.
    pub note: String,
    /// What the client was told.
    pub told: String,
}

/// The forms, each only where it can be used.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Forms {
    /// Answers to questionnaires.
    pub results: Option<Results>,
    /// The promised call.
    pub call: Option<CallForm>,
    /// Assessing the need.
    pub assess: Option<AssessForm>,
    /// Booking a time, or moving the booked one.
    pub book: Option<BookForm>,
    /// The waiting list.
    pub wait: Option<WaitForm>,
    /// Recording the visit and that the client did not come.
    pub visit: Option<VisitForm>,
    /// Whether the booked time may be cancelled.
    pub may_unbook: bool,
    /// Closing.
    pub close: Option<CloseForm>,
}

/// The page. The forms post to `urls::{take, assess, book, unbook, visit, no_show, close}`.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let title =
        say!(t, "case-title", topic = t.topic(context.topic), client = &context.client.name);
    let faults = faults(context, shell);
    let written = !context.writing.thread.messages.is_empty();
    page(
        shell,
        &Head::wide(title, Place::Work).back(urls::work(shell.language)).faulty(!faults.is_empty()),
        &html! {
            (error_summary(t, &faults))
            (notice(t, context.notice.as_ref()))
            (banner(shell, &context.client))
            @if let Some(form) = &context.forms.results { (results::safety(form, context, shell, &faults)) }
            div .card__head {
                h1 { (t.topic(context.topic)) }
                (tag(Tone::Plain, &task(t, context.stage)))
            }
            div .columns {
                div .columns__main {
                    (matter(context, shell))
                    (notes::snooze(&context.notes, context, shell))
                    (notes::render(&context.notes, context, shell))
                    @if written { (thread::render(&context.writing, context, shell)) }
                    (forms(context, shell, &faults))
                    @if !written { (thread::render(&context.writing, context, shell)) }
                }
                div .columns__side {
                    @if !context.clocks.is_empty() {
                        h2 { (say!(t, "matter-clocks")) }
                        @for clock in &context.clocks { (clock_card(t, clock)) }
                    }
                    h2 { (say!(t, "matter-events")) }
                    (timeline(t, &context.events))
                }
            }
        },
    )
}

fn faults(context: &Context, shell: &Shell) -> Vec<Fault> {
    let t = shell.texts();
    let forms = &context.forms;
    [
        Some(context.notes.faults(t)),
        context.writing.thread.write.as_ref().map(|form| form.faults(t)),
        forms.results.as_ref().map(|form| form.faults(t)),
        forms.call.as_ref().map(|form| form.faults(t)),
        forms.assess.as_ref().map(|form| form.faults(t)),
        forms.book.as_ref().map(|form| form.faults(t)),
        forms.wait.as_ref().map(|form| form.faults(t)),
        forms.visit.as_ref().map(|form| form.faults(t)),
        forms.close.as_ref().map(|form| form.faults(t)),
    ]
    .into_iter()
    .flatten()
    .flatten()
    .collect()
}

fn matter(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let mut rows = vec![
        Row::new(
            say!(t, "received"),
            format!("{}, {}", t.moment(context.received_at), t.channel(context.channel)),
        ),
        Row::new(say!(t, "contact-language"), t.language_name(context.language)),
        Row::new(say!(t, "who-is-responsible"), context.owner.as_str()),
    ];
    if let Some(maker) = &context.made_by {
        rows.insert(1, Row::new(say!(t, "case-made-by"), maker.as_str()));
    }
    if !context.noticed_by.is_empty() {
        rows.insert(1, Row::new(say!(t, "record-noticed-by"), context.noticed_by.as_str()));
    }
    if !context.reach.is_empty() {
        rows.insert(1, Row::new(say!(t, "case-reach"), context.reach.as_str()));
    }
    html! {
        @if context.signs { p { (tag(Tone::Late, &say!(t, "queue-signs"))) } }
        blockquote .prewrap lang=(context.language.code()) { (context.words) }
        (summary_list(&rows))
        @if context.may_take {
            (button::form(
                &urls::take(shell.language, context.case),
                &shell.csrf,
                &[],
                &button::secondary(&say!(t, "case-take")),
            ))
        }
        @if let Some(assessed) = &context.assessed {
            section {
                h2 { (say!(t, "case-assessed")) }
                (summary_list(&[
                    Row::new(say!(t, "case-assessed-by"), format!("{}, {}", assessed.by, t.moment(assessed.at))),
                    Row::new(say!(t, "assess-urgency"), t.urgency(assessed.urgency)),
                    Row::rich(say!(t, "assess-note"), html! { span .prewrap { (assessed.note) } }),
                    Row::rich(say!(t, "assess-told"), html! { span .prewrap lang=(context.language.code()) { (assessed.told) } }),
                ]))
            }
        }
        @if let Some(booked) = &context.booked {
            section {
                h2 { (say!(t, "case-booked")) }
                (booked_list(t, booked))
            }
        }
    }
}

fn forms(context: &Context, shell: &Shell, faults: &[Fault]) -> Markup {
    let t = shell.texts();
    let forms = &context.forms;
    html! {
        @if let Some(form) = &forms.call { (call::render(form, context, shell, faults)) }
        @if let Some(form) = &forms.assess { (assess::render(form, context, shell, faults)) }
        @if let Some(form) = &forms.results { (results::render(form, context, shell, faults)) }
        @if let Some(form) = &forms.visit { (visit::render(form, context, shell, faults)) }
        @if let Some(form) = &forms.book { (book::render(form, context, shell)) }
        @if let Some(form) = &forms.wait { (wait::render(form, context, shell)) }
        @if forms.may_unbook {
            section .form-section {
                h2 { (say!(t, "unbook-title")) }
                p { (say!(t, "unbook-text")) }
                (button::form(
                    &urls::unbook(shell.language, context.case),
                    &shell.csrf,
                    &[],
                    &button::warning(&say!(t, "unbook-confirm")),
                ))
            }
        }
        @if let Some(form) = &forms.close { (close::render(form, context, shell, faults)) }
    }
}

fn sample_clocks() -> Vec<Clock> {
    vec![Clock {
        name: "Hoidon tarpeen arviointi".into(),
        state: ClockState::Running { due_on: day(0), days_left: 0 },
        explanation: Explanation {
            steps: vec![
                "Yhteydenotto 3.11.2026 klo 9.12, arkipäivä virka-aikana: sama päivä".into(),
            ],
            sources: vec!["Terveydenhuoltolaki 1326/2010, 51 §".into()],
            ..Explanation::default()
        },
        unverified: false,
        adjusted_on: None,
    }]
}

fn sample_booked(days: i64) -> Booked {
    Booked {
        at: moment(days, 9, 0),
        minutes: 30,
        mode: Mode::OnSite,
        profession: Profession::Physiotherapist,
        professional: "Timo Heikkilä".into(),
        unit: "Näsin terveysasema".into(),
        address: None,
        changeable: true,
    }
}

fn sample() -> Context {
    let [client, _] = sample_banners();
    Context {
        case: case_id(2),
        client,
        topic: Topic::Movement,
        words: "Oikea polvi on ollut kipeä kolme viikkoa.\nPortaissa se pettää.".into(),
        received_at: moment(0, 9, 12),
        channel: Channel::Web,
        made_by: Some("Aino Koskinen".into()),
        signs: true,
        noticed_by: "Pelastuslaitos, palotarkastaja".into(),
        reach: "040 123 4567, iltapäivällä".into(),
        language: Language::Fi,
        stage: Stage::AwaitingAssessment,
        owner: "Näsin terveysasema".into(),
        may_take: true,
        assessed: None,
        booked: None,
        notes: notes::sample(),
        writing: thread::sample(),
        clocks: sample_clocks(),
        events: vec![Event {
            at: moment(0, 9, 12),
            when: When::Past,
            title: "Yhteydenotto vastaanotettu".into(),
            who: None,
            text: None,
        }],
        forms: Forms {
            results: Some(results::sample()),
            call: Some(call::sample()),
            assess: Some(AssessForm::empty("nasi", assess::sample_units())),
            close: Some(CloseForm {
                allowed: vec![Closing::NotReached],
                closing: None,
                unanswered: false,
            }),
            ..Forms::default()
        },
        notice: None,
    }
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let new = sample();
    let [_, protected] = sample_banners();
    let faulty = Context {
        client: protected,
        reach: String::new(),
        notes: notes::sample_snoozed(),
        writing: Writing { thread: sample_faulty(false), ..thread::sample() },
        forms: Forms {
            results: Some(results::sample_faulty()),
            assess: Some(assess::sample_faulty()),
            ..Forms::default()
        },
        ..new.clone()
    };
    let assessed = Assessed {
        at: moment(0, 10, 40),
        by: "Maria Koskinen, sairaanhoitaja".into(),
        urgency: Urgency::NonUrgent,
        note: "Polvessa ei turvotusta.".into(),
        told: "Fysioterapeutti tutkii polven.".into(),
    };
    let booking = Context {
        stage: Stage::AwaitingBooking,
        may_take: false,
        assessed: Some(assessed),
        forms: Forms {
            book: Some(book::sample()),
            wait: Some(wait::sample()),
            close: Some(close::sample()),
            ..Forms::default()
        },
        ..new.clone()
    };
    let meeting = Context {
        stage: Stage::Booked,
        booked: Some(sample_booked(0)),
        forms: Forms { visit: Some(visit::sample()), may_unbook: true, ..Forms::default() },
        notice: Some(Notice { kind: NoticeKind::Done, text: "Aika on varattu.".into() }),
        ..booking.clone()
    };
    let no_times = Context {
        forms: Forms {
            call: Some(call::sample_none()),
            book: Some(book::sample_none()),
            wait: Some(wait::sample_none()),
            ..Forms::default()
        },
        ..booking.clone()
    };
    let closed = Context {
        stage: Stage::Closed(Closing::Treated),
        writing: Writing {
            thread: Thread { answer_by: None, write: None, ..thread::sample().thread },
            ..thread::sample()
        },
        clocks: vec![],
        forms: Forms::default(),
        ..booking.clone()
    };
    vec![
        ("new", new),
        ("faulty", faulty),
        ("booking", booking),
        ("meeting", meeting),
        ("no-times", no_times),
        ("closed", closed),
    ]
}
