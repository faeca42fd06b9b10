//! Free times for a matter: the first one on top, then by day, with filters that are all optional.

use care::code::{Mode, Profession, Topic};
use care::id::CaseId;
use jiff::civil::{Date, DateTime};
use maud::{Markup, html};

use super::Booked;
use super::matters::sample_booked;
use crate::components::button;
use crate::components::choices::{Choice, Choices, Legend};
use crate::components::field::{Item, select};
use crate::components::notice::{Notice, NoticeKind, empty_state, notice};
use crate::components::phone::unbroken;
use crate::components::tag::{Tone, tag};
use crate::pages::layout::{Head, Place, page};
use crate::pages::samples::{case_id, day, moment};
use crate::pages::{Shell, urls};
use crate::say;
use crate::texts::format::capital;
use crate::texts::{Language, Texts};

/// What the page offers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// For which matter.
    pub case: CaseId,
    /// What it is about.
    pub topic: Topic,
    /// Whom the assessment asks for.
    pub profession: Profession,
    /// The last lawful day.
    pub due_on: Option<Date>,
    /// The time that is moved, when one is booked.
    pub moving: Option<Booked>,
    /// The filters that are on.
    pub filters: Filters,
    /// The longest ways to choose from, in minutes; nothing where nobody knows where the client lives.
    pub at_most: Vec<u16>,
    /// The units to choose from: slug and name in the page's language; "all" is added here.
    pub units: Vec<Item>,
    /// The first free time of all that pass the filters.
    pub first: Option<FreeTime>,
    /// The free times by day, without the first one repeated.
    pub days: Vec<DayTimes>,
    /// The day from which later times are found.
    pub later_from: Option<Date>,
    /// Why the chosen time could not be taken, or that none was chosen.
    pub notice: Option<Notice>,
    /// Whom to call when nothing suits.
    pub phone: String,
}

/// The filters, which stand in the address: `mode`, `unit`, `at-most`, `language`, `from`.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Filters {
    /// How to meet.
    pub mode: Option<Mode>,
    /// Slug of a unit; empty for all.
    pub unit: String,
    /// The longest way, in minutes.
    pub at_most: Option<u16>,
    /// The language spoken.
    pub language: Option<Language>,
    /// From which day on.
    pub from: Option<Date>,
}

/// The free times of one day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DayTimes {
    /// The day.
    pub date: Date,
    /// Its times in order.
    pub times: Vec<FreeTime>,
}

/// One free time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FreeTime {
    /// Sent as `slot`; the handler's own name of the time, without spaces.
    pub slot: String,
    /// When it begins.
    pub at: DateTime,
    /// How long it is.
    pub minutes: u16,
    /// How one can meet.
    pub modes: Vec<Mode>,
    /// Who is met.
    pub professional: String,
    /// At which unit, in the page's language.
    pub unit: String,
    /// About how many minutes the way takes by car, when one can come there and it is known.
    pub way_minutes: Option<u16>,
    /// Which languages are spoken.
    pub languages: Vec<Language>,
    /// Whether it is inside the lawful limit.
    pub inside: bool,
}

/// The page. Filters by GET to itself; choosing posts `slot` to the same address.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let title =
        if context.moving.is_some() { say!(t, "move-title") } else { say!(t, "times-title") };
    let none = context.first.is_none() && context.days.is_empty();
    page(
        shell,
        &Head::column(title.as_str(), Place::Matters).back(urls::matter(language, context.case)),
        &html! {
            (notice(t, context.notice.as_ref()))
            h1 { (title) }
            p { (say!(t, "times-for", topic = t.topic(context.topic), profession = t.profession(context.profession))) }
            @if let Some(moving) = &context.moving {
                p .boxed { (say!(t, "move-from", at = t.moment(moving.at), unit = &moving.unit)) }
            }
            @if let Some(due) = context.due_on {
                p { (say!(t, "times-due", day = t.full_day(due))) }
            }
            (filters(context, shell))
            @if none { (nothing(context, shell)) }
            @if let Some(first) = &context.first { (first_time(context, shell, first)) }
            @if !context.days.is_empty() { (days(context, shell)) }
            @if let Some(later) = context.later_from {
                p { a href=(later_href(context, shell, later)) { (say!(t, "times-later", day = t.near_day(later))) } }
            }
            h2 { (say!(t, "wait-none-suits")) }
            p { (say!(t, "wait-none-suits-text")) }
            p { a href=(urls::waiting(language, context.case)) { (say!(t, "wait-ask")) } }
        },
    )
}

fn filters(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let any = Item::new("", say!(t, "filter-any"));
    let mut modes = vec![any.clone()];
    modes.extend(Mode::ALL.iter().map(|mode| Item::new(mode.code(), t.mode(*mode))));
    let mut units = vec![any.clone()];
    units.extend(context.units.iter().cloned());
    let mut languages = vec![any];
    languages.extend(Language::ALL.map(|one| Item::new(one.code(), t.language_name(one))));
    let on = &context.filters;
    html! {
        form .filters method="get" action=(urls::times(shell.language, context.case)) {
            (select("mode", &say!(t, "filter-mode"), &modes, on.mode.map_or("", Mode::code)))
            (select("unit", &say!(t, "filter-unit"), &units, &on.unit))
            @if !context.at_most.is_empty() {
                (select("at-most", &say!(t, "filter-way"), &ways(t, context), &on.at_most.map(|most| most.to_string()).unwrap_or_default()))
            }
            (select("language", &say!(t, "filter-language"), &languages, on.language.map_or("", Language::code)))
            (button::secondary(&say!(t, "filter-show")))
        }
    }
}

fn ways(t: &Texts, context: &Context) -> Vec<Item> {
    let most = |minutes: &u16| {
        let label = say!(t, "filter-way-most", span = t.span(u32::from(*minutes)));
        Item::new(minutes.to_string(), label)
    };
    let any = Item::new("", say!(t, "filter-any"));
    std::iter::once(any).chain(context.at_most.iter().map(most)).collect()
}

/// About how long the way takes.
pub(crate) fn way(t: &Texts, time: &FreeTime) -> Markup {
    html! {
        @if let Some(minutes) = time.way_minutes {
            " · " (say!(t, "times-way", span = t.span(u32::from(minutes))))
        }
    }
}

fn nothing(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let filtered = context.filters != Filters::default();
    let action = html! {
        @if filtered {
            (button::quiet_link(&urls::times(shell.language, context.case), &say!(t, "times-none-all")))
        }
    };
    html! {
        (empty_state(
            &say!(t, "times-none"),
            &if filtered { say!(t, "times-none-filtered") } else { say!(t, "times-none-text", phone = unbroken(&context.phone)) },
            filtered.then_some(&action),
        ))
    }
}

fn first_time(context: &Context, shell: &Shell, first: &FreeTime) -> Markup {
    let t = shell.texts();
    html! {
        section .next aria-labelledby="first-title" {
            h2 id="first-title" { (say!(t, "times-first")) }
            p .next__step { (t.moment(first.at)) }
            p { (modes(t, first)) " · " (first.professional) " · " (first.unit) (way(t, first)) }
            (limit(t, context, first))
            div .actions {
                (button::form(
                    &urls::times(shell.language, context.case),
                    &shell.csrf,
                    &[("slot", &first.slot)],
                    &button::primary(&say!(t, "times-take-first")),
                ))
            }
        }
    }
}

fn days(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    html! {
        form method="post" action=(urls::times(shell.language, context.case)) {
            (button::csrf_field(&shell.csrf))
            h2 { (say!(t, "times-others")) }
            @for (place, one) in (1..).zip(&context.days) {
                (day_group(t, context, place, one))
            }
            (button::primary(&say!(t, "times-continue")))
        }
    }
}

// All days send the same field, so they are one choice although each day is a group of its own.
fn day_group(t: &Texts, context: &Context, place: usize, one: &DayTimes) -> Markup {
    html! {
        fieldset .times {
            legend { h3 { (capital(&t.long_day(one.date))) } }
            @for (index, time) in (1..).zip(&one.times) {
                div .time {
                    input type="radio" name="slot" value=(time.slot) id={ "slot-" (place) "-" (index) };
                    label for={ "slot-" (place) "-" (index) } {
                        strong { (t.at_time(time.at.time())) }
                        span { (modes(t, time)) " · " (time.professional) }
                        span .quiet { (time.unit) (way(t, time)) " · " (spoken(t, &time.languages)) }
                        (limit(t, context, time))
                    }
                }
            }
        }
    }
}

/// The ways to meet as one line.
pub(crate) fn modes(t: &Texts, time: &FreeTime) -> String {
    time.modes.iter().map(|mode| t.mode(*mode)).collect::<Vec<_>>().join(" / ")
}

fn spoken(t: &Texts, languages: &[Language]) -> String {
    languages.iter().map(|one| t.language_inline(*one)).collect::<Vec<_>>().join(", ")
}

fn limit(t: &Texts, context: &Context, time: &FreeTime) -> Markup {
    html! {
        @if context.due_on.is_some() && !time.inside {
            (tag(Tone::Late, &say!(t, "times-outside")))
        }
    }
}

fn later_href(context: &Context, shell: &Shell, later: Date) -> String {
    let on = &context.filters;
    let path = urls::times(shell.language, context.case);
    let query = urls::query(&[
        ("mode", on.mode.map_or("", Mode::code)),
        ("unit", &on.unit),
        ("at-most", &on.at_most.map(|most| most.to_string()).unwrap_or_default()),
        ("language", on.language.map_or("", Language::code)),
        ("from", &later.to_string()),
    ]);
    format!("{path}{query}")
}

/// Also asked for when booking needs one time more: the legend of how to meet.
pub(crate) fn mode_choices(t: &Texts, time: &FreeTime) -> Markup {
    Choices {
        name: "mode",
        legend: &say!(t, "confirm-mode"),
        look: Legend::Label,
        hint: None,
        error: None,
        choices: (0..)
            .zip(&time.modes)
            .map(|(place, mode)| Choice::new(mode.code(), t.mode(*mode), place == 0))
            .collect(),
    }
    .radios()
}

/// A free time for samples.
pub(crate) fn sample_time(number: i64, at: DateTime, inside: bool) -> FreeTime {
    FreeTime {
        slot: format!("slot-{number}"),
        at,
        minutes: 30,
        modes: if number % 2 == 0 { vec![Mode::OnSite] } else { vec![Mode::OnSite, Mode::Video] },
        professional: "Timo Heikkilä".into(),
        unit: "Näsin terveysasema".into(),
        way_minutes: Some(15),
        languages: vec![Language::Fi, Language::Sv],
        inside,
    }
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let full = Context {
        case: case_id(2),
        topic: Topic::Movement,
        profession: Profession::Physiotherapist,
        due_on: Some(day(7)),
        moving: None,
        filters: Filters::default(),
        at_most: vec![15, 30],
        units: vec![
            Item::new("nasi", "Näsin terveysasema"),
            Item::new("loviisa", "Loviisan terveysasema"),
        ],
        first: Some(sample_time(1, moment(1, 8, 30), true)),
        days: [1, 2, 8]
            .map(|n| DayTimes {
                date: day(n),
                times: (0..3)
                    .map(|i| {
                        sample_time(
                            n * 10 + i,
                            moment(n, 9 + i8::try_from(i).unwrap_or(0), 15),
                            n < 8,
                        )
                    })
                    .collect(),
            })
            .into(),
        later_from: Some(day(9)),
        notice: None,
        phone: "019 123 4567".into(),
    };
    let moving = Context { moving: Some(sample_booked()), ..full.clone() };
    let none = Context { first: None, days: vec![], later_from: None, ..full.clone() };
    let filtered = Context {
        filters: Filters {
            mode: Some(Mode::Video),
            unit: "loviisa".into(),
            at_most: Some(30),
            language: Some(Language::Sv),
            from: None,
        },
        ..none.clone()
    };
    let taken = Context {
        notice: Some(Notice {
            kind: NoticeKind::Refused,
            text: "Joku ehti varata ajan. Valitse toinen.".into(),
        }),
        ..full.clone()
    };
    vec![
        ("full", full),
        ("moving", moving),
        ("none", none),
        ("filtered", filtered),
        ("taken", taken),
    ]
}
