//! One matter: what happens next, by when, who answers, and everything so far.

use care::code::{Closing, Topic};
use care::id::CaseId;
use jiff::civil::{Date, DateTime};
use maud::{Markup, html};

use super::matters::sample_booked;
use super::{Booked, Stage, booked_list, next_step, stage_name};
use crate::components::button;
use crate::components::call_window::{self, CallWindow};
use crate::components::clock_card::{Clock, ClockState, Explanation, clock_card};
use crate::components::error_summary::error_summary;
use crate::components::notice::{Notice, NoticeKind, notice};
use crate::components::offered_time::{self, OfferedTime};
use crate::components::phone::{phone_link, unbroken};
use crate::components::summary_list::{Row, summary_list};
use crate::components::tag::{Tone, tag};
use crate::components::thread::{self, Thread};
use crate::components::timeline::{Event, When, timeline};
use crate::pages::layout::{Head, Place, page};
use crate::pages::samples::{case_id, day, moment};
use crate::pages::{Shell, urls};
use crate::say;

/// What the page shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// Which matter.
    pub case: CaseId,
    /// What it is about.
    pub topic: Topic,
    /// The resident's own words.
    pub words: String,
    /// Where it stands.
    pub stage: Stage,
    /// Who answers for it, in the page's language.
    pub owner: String,
    /// The owner's telephone.
    pub owner_phone: String,
    /// What the assessor told the resident.
    pub told: Option<String>,
    /// The call that is promised.
    pub call: Option<PromisedCall>,
    /// The day it is.
    pub today: Date,
    /// Whether the resident may ask for a call.
    pub may_ask_call: bool,
    /// The time that is offered from the waiting list.
    pub offer: Option<OfferedTime>,
    /// The place on the waiting list.
    pub waiting: Option<Waiting>,
    /// Whether the resident may wait for a time that somebody gives up.
    pub may_wait: bool,
    /// The booked time.
    pub booked: Option<Booked>,
    /// The way of working together that was found with the resident: its name, and what it means.
    pub path: Option<(String, String)>,
    /// What was written, and what is being written.
    pub thread: Thread,
    /// Every clock the matter is or was under, the one due first on top.
    pub clocks: Vec<Clock>,
    /// What has happened and is agreed, the newest first.
    pub events: Vec<Event>,
    /// Whether the resident may still withdraw it.
    pub may_withdraw: bool,
    /// What was just done, or why it was not.
    pub notice: Option<Notice>,
}

/// A promised call, as the resident sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PromisedCall {
    /// When.
    pub window: CallWindow,
    /// The number.
    pub phone: String,
    /// The place in line: 1 is called next.
    pub place: u64,
    /// When the resident was told of missed calls.
    pub told_at: Option<DateTime>,
}

/// A place on the waiting list, as the resident sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waiting {
    /// Which times suit, in words of the page's language.
    pub wish: String,
    /// The place in line: 1 is offered a time next.
    pub place: u64,
}

/// The page.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let title = t.topic(context.topic);
    let written = context.thread.write.as_ref();
    let faults = written.map(|form| form.faults(t)).unwrap_or_default();
    page(
        shell,
        &Head::column(title.as_str(), Place::Matters)
            .back(urls::matters(language))
            .faulty(!faults.is_empty()),
        &html! {
            (error_summary(t, &faults))
            (notice(t, context.notice.as_ref()))
            h1 { (title) }
            (next(context, shell))
            (waiting(context, shell))
            (call(context, shell))
            (summary_list(&[
                Row::new(say!(t, "who-is-responsible"), context.owner.as_str()),
                Row::rich(say!(t, "phone"), html! {
                    (phone_link(&context.owner_phone))
                }),
            ]))
            @if let Some((title, text)) = &context.path {
                section aria-labelledby="path-title" {
                    h2 id="path-title" { (say!(t, "matter-path")) }
                    p { strong { (title) } }
                    p { (text) }
                }
            }
            @if !context.clocks.is_empty() {
                h2 { (say!(t, "matter-clocks")) }
                @for clock in &context.clocks { (clock_card(t, clock)) }
            }
            h2 { (say!(t, "matter-words")) }
            blockquote .prewrap { (context.words) }
            (messages(context, shell))
            h2 { (say!(t, "matter-events")) }
            (timeline(t, &context.events))
            @if context.may_withdraw {
                div .no-print {
                    h2 { (say!(t, "matter-withdraw")) }
                    p { (say!(t, "matter-withdraw-text")) }
                    p { a href=(urls::withdraw(language, context.case)) { (say!(t, "matter-withdraw-link")) } }
                }
            }
        },
    )
}

fn waiting(context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let href = urls::waiting(language, context.case);
    html! {
        @if let Some(waiting) = &context.waiting {
            section aria-labelledby="waiting-title" {
                h2 id="waiting-title" { (say!(t, "wait-you-wait")) }
                p { (say!(t, "wait-you-wait-text")) }
                (summary_list(&[
                    Row::new(say!(t, "wait-wish"), waiting.wish.as_str()),
                    Row::new(say!(t, "call-place"), waiting.place.to_string()),
                ]))
                div .actions { (button::quiet_link(&href, &say!(t, "wait-change"))) }
            }
        } @else if context.may_wait {
            p { a href=(href) { (say!(t, "wait-ask")) } }
        }
    }
}

fn messages(context: &Context, shell: &Shell) -> Markup {
    let (t, thread) = (shell.texts(), &context.thread);
    html! {
        @if thread.write.is_some() || !thread.messages.is_empty() {
            section id="messages" aria-labelledby="messages-title" {
                h2 id="messages-title" { (say!(t, "thread-title")) }
                (thread::messages(t, thread))
                @if let Some(day) = thread.answer_by {
                    p { (say!(t, "thread-answer-by", day = t.near_day(day))) }
                }
                @if let Some(form) = &thread.write {
                    div .no-print {
                        (thread::field(shell, &urls::write(shell.language, context.case), form, (
                            &say!(t, "thread-to-us"),
                            &say!(t, "thread-to-us-hint"),
                        )))
                    }
                }
            }
        }
    }
}

fn offer(context: &Context, shell: &Shell, time: &OfferedTime) -> Markup {
    let t = shell.texts();
    html! {
        div .boxed {
            p {
                strong { (say!(t, "offer-waits", at = t.moment(time.at))) } " "
                (say!(t, "offer-until", at = t.near_moment(time.until)))
            }
            (button::link(&urls::offer(shell.language, context.case), &say!(t, "offer-see")))
        }
    }
}

fn call(context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let href = urls::callback(language, context.case);
    html! {
        @if let Some(call) = &context.call {
            section aria-labelledby="call-title" {
                h2 id="call-title" { (say!(t, "call-promised")) }
                @if let Some(at) = call.told_at {
                    p .boxed {
                        strong { (say!(t, "call-told-you", at = t.near_moment(at))) } " "
                        (say!(t, "call-told-you-text"))
                    }
                }
                (summary_list(&[
                    Row::new(say!(t, "call-when"), call_window::window(t, context.today, call.window)),
                    Row::new(say!(t, "contact-phone"), unbroken(&call.phone)),
                    Row::new(say!(t, "call-place"), call.place.to_string()),
                ]))
                div .actions { (button::quiet_link(&href, &say!(t, "call-move"))) }
            }
        } @else if context.may_ask_call {
            p { a href=(href) { (say!(t, "call-ask")) } }
        }
    }
}

fn next(context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let tone = match context.stage {
        Stage::AwaitingBooking => Tone::Soon,
        Stage::Booked => Tone::Good,
        Stage::AwaitingAssessment | Stage::Met | Stage::Closed(_) => Tone::Plain,
    };
    let title = match context.stage {
        Stage::Closed(_) => say!(t, "next-nothing"),
        Stage::AwaitingAssessment | Stage::AwaitingBooking | Stage::Booked | Stage::Met => {
            say!(t, "what-next")
        }
    };
    html! {
        section .next aria-labelledby="next-title" {
            div .card__head {
                h2 id="next-title" { (title) }
                @if !matches!(context.stage, Stage::Closed(_)) {
                    (tag(tone, &stage_name(t, context.stage)))
                }
            }
            @if let Some(time) = &context.offer { (offer(context, shell, time)) }
            p .next__step { (next_step(t, context.stage)) }
            @if let Some(told) = &context.told {
                p .prewrap { strong { (say!(t, "matter-told")) } " " (told) }
            }
            @if context.stage == Stage::AwaitingBooking {
                div .actions { (button::link(&urls::times(language, context.case), &say!(t, "choose-time"))) }
            }
            @if let Some(booked) = &context.booked {
                (booked_list(t, booked))
                p .no-print {
                    a href=(urls::time_file(language, context.case)) { (say!(t, "calendar-file")) }
                }
                @if booked.changeable {
                    div .actions {
                        (button::quiet_link(&urls::times(language, context.case), &say!(t, "move-time")))
                        a href=(urls::cancel_time(language, context.case)) { (say!(t, "cancel-time")) }
                    }
                } @else {
                    p .quiet { (say!(t, "booked-fixed", phone = unbroken(&context.owner_phone))) }
                }
            }
        }
    }
}

fn sample_clocks() -> Vec<Clock> {
    vec![
        Clock {
            name: "Ensimmäinen hoitotapahtuma".into(),
            state: ClockState::Running { due_on: day(91), days_left: 91 },
            explanation: Explanation {
                meaning: vec!["Hoitoon on päästävä säädetyssä ajassa arviosta.".into()],
                steps: vec![
                    "Hoidon tarve arvioitiin 3.11.2026. Täytit 23 vuotta ennen arviota.".into(),
                    "3.11.2026 + 3 kuukautta = 3.2.2027".into(),
                ],
                due: Some("Viimeinen laillinen päivä: ke 3.2.2027.".into()),
                after: vec!["Päivää aiemmin raja olisi ollut 2.2.2027.".into()],
                sources: vec!["Terveydenhuoltolaki 1326/2010, 51 a §".into()],
            },
            unverified: false,
            adjusted_on: None,
        },
        Clock {
            name: "Hoidon tarpeen arviointi".into(),
            state: ClockState::Satisfied { due_on: day(0), at: moment(0, 10, 40) },
            explanation: Explanation {
                sources: vec!["Terveydenhuoltolaki 1326/2010, 51 §".into()],
                ..Explanation::default()
            },
            unverified: true,
            adjusted_on: Some(day(2)),
        },
    ]
}

fn event(at: DateTime, when: When, title: &str, text: Option<&str>) -> Event {
    Event {
        at,
        when,
        title: title.into(),
        who: Some("Maria Koskinen, sairaanhoitaja".into()),
        text: text.map(Into::into),
    }
}

fn sample_call(waiting: &Context, told_at: Option<DateTime>) -> Context {
    let window = CallWindow { from: moment(0, 12, 0), until: moment(0, 14, 0) };
    let call = PromisedCall { window, phone: "040 123 4567".into(), place: 3, told_at };
    Context { call: Some(call), ..waiting.clone() }
}

fn sample_waiting(assessed: &Context) -> Context {
    Context {
        may_wait: false,
        stage: Stage::AwaitingAssessment,
        told: None,
        clocks: vec![Clock {
            name: "Hoidon tarpeen arviointi".into(),
            state: ClockState::Late { due_on: day(-1), days_over: 1 },
            explanation: Explanation::default(),
            unverified: false,
            adjusted_on: None,
        }],
        ..assessed.clone()
    }
}

fn sample_offered(booked: &Context) -> Context {
    let wish = "Paikan päällä, tieto 24 h ennen".into();
    let waiting = Some(Waiting { wish, place: 1 });
    Context { offer: Some(offered_time::sample()), waiting, ..booked.clone() }
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let assessed = Context {
        case: case_id(2),
        topic: Topic::Movement,
        words: "Oikea polvi on ollut kipeä kolme viikkoa.\nPortaissa se pettää.".into(),
        stage: Stage::AwaitingBooking,
        owner: "Näsin terveysasema".into(),
        owner_phone: "019 123 4567".into(),
        told: Some("Fysioterapeutti tutkii polven. Voit ottaa särkylääkettä.".into()),
        call: None,
        today: day(0),
        may_ask_call: false,
        offer: None,
        waiting: None,
        may_wait: true,
        booked: None,
        path: Some(("Yhteistyöasiakkuus".into(), "Teet yhdessä suunnitelman.".into())),
        thread: thread::sample(true),
        clocks: sample_clocks(),
        events: vec![
            event(
                moment(0, 10, 40),
                When::Past,
                "Hoidon tarve arvioitu",
                Some("Fysioterapeutille."),
            ),
            event(moment(0, 9, 12), When::Past, "Yhteydenotto vastaanotettu", None),
        ],
        may_withdraw: true,
        notice: None,
    };
    let mut booked = Context {
        stage: Stage::Booked,
        booked: Some(sample_booked()),
        notice: Some(Notice { kind: NoticeKind::Done, text: "Aika on varattu.".into() }),
        ..assessed.clone()
    };
    booked.events.insert(0, event(moment(3, 13, 30), When::Coming, "Vastaanotto", None));
    let fixed = Context {
        booked: Some(Booked { changeable: false, address: None, ..sample_booked() }),
        notice: None,
        ..booked.clone()
    };
    let offered = sample_offered(&booked);
    let waiting = sample_waiting(&assessed);
    let met = Context { stage: Stage::Met, ..assessed.clone() };
    let closed = Context {
        stage: Stage::Closed(Closing::Treated),
        may_withdraw: false,
        clocks: vec![],
        thread: Thread { answer_by: None, write: None, ..assessed.thread.clone() },
        ..assessed.clone()
    };
    let unsaid = Context { thread: thread::sample_faulty(true), ..assessed.clone() };
    vec![
        ("assessed", assessed),
        ("booked", booked),
        ("fixed", fixed),
        ("offered", offered),
        ("called", sample_call(&waiting, None)),
        ("missed", sample_call(&waiting, Some(moment(0, 13, 20)))),
        ("waiting", Context { may_ask_call: true, ..waiting }),
        ("met", met),
        ("closed", closed),
        ("unsaid", unsaid),
    ]
}
