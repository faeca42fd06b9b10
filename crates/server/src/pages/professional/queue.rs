//! Contacts that wait for an assessment, live: the longest wait first, red when the day is over.

use care::code::{Channel, Topic};
use care::id::CaseId;
use jiff::civil::{Date, DateTime};
use maud::{Markup, html};

use super::safety::{self, SafetyCase};
use crate::components::button;
use crate::components::field::{Item, select};
use crate::components::live::{List, live};
use crate::components::notice::{Notice, empty_state, notice};
use crate::components::table::{Column, TableRow, stacking_table};
use crate::components::tag::{Tone, tag};
use crate::pages::layout::{Head, Place, page};
use crate::pages::samples::{case_id, moment};
use crate::pages::{Shell, urls};
use crate::say;
use crate::texts::{Language, Texts};

/// What the page lists.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// The contacts in the order in which they should be taken.
    pub waiting: Vec<Waiting>,
    /// How many wait in all, shown or not.
    pub waiting_count: u32,
    /// How many of them are past their limit.
    pub late_count: u32,
    /// The filters that are on.
    pub filters: Filters,
    /// Units to choose from: slug and name; "all" is added here.
    pub units: Vec<Item>,
    /// Municipalities to choose from: code and name; "all" is added here.
    pub municipalities: Vec<Item>,
    /// The time of this picture.
    pub now: DateTime,
    /// Where somebody has to ask about safety today.
    pub safety: Vec<SafetyCase>,
    /// What the queue was told apart by when it was read.
    pub mark: u64,
    /// What was just done, or why it was not.
    pub notice: Option<Notice>,
}

/// The filters, which stand in the address: `topic`, `unit`, `language`, `municipality`.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Filters {
    /// What it is about.
    pub topic: Option<Topic>,
    /// Slug of a unit; empty for all.
    pub unit: String,
    /// The service language.
    pub language: Option<Language>,
    /// Code of a municipality; empty for all.
    pub municipality: String,
}

/// One contact's matter that waits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waiting {
    /// Which.
    pub case: CaseId,
    /// What it is about.
    pub topic: Topic,
    /// The resident's own words; the look of the page cuts them.
    pub words: String,
    /// Whether a sign of an emergency was said to be true.
    pub signs: bool,
    /// When the contact was made.
    pub arrived_at: DateTime,
    /// How long ago that is.
    pub waited_minutes: u32,
    /// The last lawful day for the assessment.
    pub due_on: Date,
    /// How the contact came in.
    pub channel: Channel,
    /// The service language.
    pub language: Language,
    /// Home municipality in the page's language; never for a protected person.
    pub municipality: Option<String>,
    /// Full years today.
    pub age: Option<i16>,
    /// The unit, in the page's language.
    pub unit: String,
    /// The professional who has taken it.
    pub taken_by: Option<String>,
    /// Whether the person is protected.
    pub protected: bool,
    /// Whose it is first as the client's named worker, and until when; nobody's once that is over.
    pub first_for: Option<(String, DateTime)>,
    /// Whether that is whoever reads.
    pub first_for_you: bool,
    /// Until when it is set aside, if it is, and how many seconds that is from now.
    pub snoozed_until: Option<(DateTime, u32)>,
}

/// The page. Taking a contact posts to `urls::take`.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let title = say!(t, "queue-title");
    let shown = if context.filters == Filters::default() {
        context.waiting_count
    } else {
        u32::try_from(context.waiting.len()).unwrap_or(u32::MAX)
    };
    page(
        shell,
        &Head::wide(title.as_str(), Place::Queue),
        &html! {
            (notice(t, context.notice.as_ref()))
            h1 { (title) }
            (safety::list(shell, &context.safety))
            (filters(context, shell))
            (live(shell, "queue", List::Queue, context.mark))
            div id="queue" {
                p .queue-counts data-live-number {
                    strong { (say!(t, "queue-count", count = shown)) }
                    @if shown != context.waiting_count {
                        " " span .quiet { (say!(t, "queue-of-all", count = context.waiting_count)) }
                    }
                    @if context.late_count > 0 {
                        " " (tag(Tone::Late, &say!(t, "queue-late", count = context.late_count)))
                    }
                    " " span .quiet { (say!(t, "queue-at", at = t.at_time(context.now.time()))) }
                }
                @if context.waiting.is_empty() { (nobody(context, shell)) } @else {
                    (tables(context, shell))
                }
            }
        },
    )
}

fn nobody(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    if context.waiting_count == 0 {
        return empty_state(&say!(t, "queue-empty"), &say!(t, "queue-empty-text"), None);
    }
    let all = button::quiet_link(&urls::queue(shell.language), &say!(t, "queue-show-all"));
    empty_state(&say!(t, "queue-none"), &say!(t, "queue-none-text"), Some(&all))
}

fn filters(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let any = Item::new("", say!(t, "filter-all"));
    let with_any = |items: Vec<Item>| [vec![any.clone()], items].concat();
    let topics = Topic::ALL.iter().map(|one| Item::new(one.code(), t.topic(*one))).collect();
    let languages = Language::ALL.map(|one| Item::new(one.code(), t.language_name(one))).to_vec();
    let on = &context.filters;
    html! {
        form .filters method="get" action=(urls::queue(shell.language)) {
            (select("topic", &say!(t, "filter-topic"), &with_any(topics), on.topic.map_or("", Topic::code)))
            (select("unit", &say!(t, "filter-unit"), &with_any(context.units.clone()), &on.unit))
            (select("language", &say!(t, "filter-language"), &with_any(languages), on.language.map_or("", Language::code)))
            (select("municipality", &say!(t, "filter-municipality"), &with_any(context.municipalities.clone()), &on.municipality))
            (button::secondary(&say!(t, "filter-show")))
        }
    }
}

fn tables(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let (aside, now): (Vec<_>, Vec<_>) =
        context.waiting.iter().partition(|one| one.snoozed_until.is_some());
    html! {
        @if !now.is_empty() { (table(&say!(t, "queue-title"), &now, context, shell)) }
        // Nothing is hidden, only later.
        @if !aside.is_empty() {
            h2 { (say!(t, "snoozed-title")) " " span .count { (aside.len()) } }
            (table(&say!(t, "snoozed-title"), &aside, context, shell))
        }
    }
}

fn table(name: &str, waiting: &[&Waiting], context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let columns = [
        Column::words(say!(t, "column-topic")),
        Column::words(say!(t, "column-waited")),
        Column::words(say!(t, "column-due")),
        Column::words(say!(t, "column-client")),
        Column::words(say!(t, "unit")),
        Column::words(say!(t, "column-take")),
    ];
    let rows: Vec<TableRow> =
        waiting.iter().map(|one| row(context.now.date(), one, shell)).collect();
    stacking_table(name, &columns, &rows)
}

fn row(today: Date, one: &Waiting, shell: &Shell) -> TableRow {
    let (t, language) = (shell.texts(), shell.language);
    let cells = vec![
        html! {
            a id={ "case-" (one.case) } href=(urls::case(language, one.case)) { (t.topic(one.topic)) }
            @if let Some((name, until)) = &one.first_for {
                @if one.first_for_you { " " (tag(Tone::Good, &say!(t, "named-you"))) }
                @else { span .quiet.block { (say!(t, "named-first", name = name, at = t.near_moment(*until))) } }
            }
            @if let Some((until, seconds)) = one.snoozed_until {
                span .quiet.block data-again=(seconds) { (say!(t, "snoozed-until", at = t.near_moment(until))) }
            }
            @if one.signs { " " (tag(Tone::Late, &say!(t, "queue-signs"))) }
            p .clamp { (one.words) }
        },
        html! {
            span data-live-number { (t.span(one.waited_minutes)) }
            span .quiet.block { (arrived(t, today, one)) }
        },
        due(t, today, one.due_on),
        html! {
            @if let Some(age) = one.age { (say!(t, "age", count = i64::from(age))) " · " }
            (t.language_name(one.language))
            @if one.protected {
                " " (tag(Tone::Guard, &say!(t, "protected")))
            } @else if let Some(municipality) = &one.municipality {
                span .quiet.block { (municipality) }
            }
        },
        html! { (one.unit) },
        taking(one, shell),
    ];
    TableRow { cells, late: one.due_on < today }
}

fn arrived(t: &Texts, today: Date, one: &Waiting) -> String {
    let at = if one.arrived_at.date() == today {
        t.at_time(one.arrived_at.time())
    } else {
        t.near_moment(one.arrived_at)
    };
    format!("{at}, {}", t.channel(one.channel))
}

pub(super) fn due(t: &Texts, today: Date, due_on: Date) -> Markup {
    match due_on.cmp(&today) {
        std::cmp::Ordering::Less => tag(Tone::Late, &say!(t, "due-was", day = t.near_day(due_on))),
        std::cmp::Ordering::Equal => tag(Tone::Soon, &say!(t, "due-today")),
        std::cmp::Ordering::Greater => html! { (t.near_day(due_on)) },
    }
}

fn taking(one: &Waiting, shell: &Shell) -> Markup {
    let t = shell.texts();
    match &one.taken_by {
        Some(name) => html! { span .quiet { (say!(t, "queue-taken", name = name)) } },
        None => button::form(
            &urls::take(shell.language, one.case),
            &shell.csrf,
            &[],
            &html! {
                button .button.button--small type="submit" {
                    (say!(t, "queue-take")) span .unseen { " " (t.topic(one.topic)) }
                }
            },
        ),
    }
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let one = |number: u128, topic, days, hour, waited_minutes| Waiting {
        case: case_id(number),
        topic,
        words: "Kurkku on ollut kipeä viikon ja nieleminen sattuu. Kuume nousi eilen illalla."
            .into(),
        signs: number == 2,
        arrived_at: moment(days, hour, 20),
        waited_minutes,
        due_on: moment(days, hour, 0).date(),
        channel: Channel::Web,
        language: Language::Fi,
        municipality: Some("Porvoo".into()),
        age: Some(34),
        unit: "Näsin terveysasema".into(),
        taken_by: None,
        protected: false,
        first_for: (number == 3).then(|| ("Maria Koskinen".into(), moment(0, 10, 40))),
        first_for_you: false,
        snoozed_until: (number == 5).then(|| (moment(0, 13, 30), 15_480)),
    };
    let full = Context {
        waiting: vec![
            one(1, Topic::Illness, -1, 14, 1122),
            Waiting {
                language: Language::Sv,
                channel: Channel::Phone,
                ..one(2, Topic::Movement, 0, 8, 52)
            },
            Waiting { protected: true, age: Some(7), ..one(3, Topic::Child, 0, 8, 40) },
            Waiting { taken_by: Some("Maria Koskinen".into()), ..one(4, Topic::Oral, 0, 9, 3) },
            Waiting { due_on: moment(3, 0, 0).date(), ..one(5, Topic::Planned, 0, 9, 1) },
        ],
        waiting_count: 5,
        late_count: 1,
        filters: Filters { unit: "nasi".into(), ..Filters::default() },
        units: vec![Item::new("nasi", "Näsin terveysasema")],
        municipalities: vec![Item::new("638", "Porvoo"), Item::new("434", "Loviisa")],
        now: moment(0, 9, 12),
        safety: Vec::new(),
        mark: 0,
        notice: None,
    };
    let full = Context { safety: safety::sample(), ..full };
    let empty = Context { waiting: vec![], waiting_count: 0, late_count: 0, ..full.clone() };
    let filtered = Context { waiting: vec![], ..full.clone() };
    vec![("full", full), ("empty", empty), ("filtered", filtered)]
}
