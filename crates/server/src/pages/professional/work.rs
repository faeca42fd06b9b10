//! The professional's own work and the unit's, by lawful due date.

use care::code::{Topic, Urgency};
use care::id::CaseId;
use jiff::civil::DateTime;
use maud::{Markup, html};

use super::{open_stages, task};
use crate::components::button;
use crate::components::clock_card::{ClockState, clock_tag};
use crate::components::field::{Item, select};
use crate::components::notice::{Notice, empty_state, notice};
use crate::components::pagination::{Paging, pagination};
use crate::components::table::{Column, TableRow, stacking_table};
use crate::components::tag::{Tone, tag};
use crate::pages::layout::{Head, Place, page};
use crate::pages::resident::Stage;
use crate::pages::samples::{case_id, day, moment};
use crate::pages::{Shell, urls};
use crate::say;
use crate::texts::{Language, Texts};

/// What the page lists.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// The tasks, the soonest due first; the page puts them into groups.
    pub tasks: Vec<Task>,
    /// Where a colleague asks to look, the first asked first.
    pub asked: Vec<Asked>,
    /// Where the list stands.
    pub paging: Paging,
    /// The filters that are on.
    pub filters: Filters,
    /// Units to choose from: slug and name in the page's language.
    pub units: Vec<Item>,
    /// What was just done, or why it was not.
    pub notice: Option<Notice>,
}

/// One case at which a colleague asks to look.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// Which.
    pub case: CaseId,
    /// What it is about.
    pub topic: Topic,
    /// The client's name.
    pub client: String,
    /// Who asks.
    pub by: String,
    /// Since when.
    pub since: DateTime,
}

/// The filters, which stand in the address: `whose` (`mine` or `unit`), `unit`, `stage`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Filters {
    /// Whose tasks.
    pub whose: Whose,
    /// Slug of the unit; empty for all.
    pub unit: String,
    /// Code of a stage, as `awaiting-booking`; empty for all.
    pub stage: String,
}

/// Whose tasks are listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Whose {
    /// Those the professional answers for.
    Mine,
    /// Those a unit's team answers for.
    Unit,
}

impl Whose {
    /// The value in the address.
    pub fn code(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Unit => "unit",
        }
    }

    /// The value of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Mine, Self::Unit].into_iter().find(|whose| whose.code() == code)
    }
}

/// One task: the next step of one case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Task {
    /// Of which case.
    pub case: CaseId,
    /// What it is about.
    pub topic: Topic,
    /// Where it stands.
    pub stage: Stage,
    /// The client's name.
    pub client: String,
    /// Full years today.
    pub age: Option<i16>,
    /// The service language.
    pub language: Language,
    /// Whether the client is protected.
    pub protected: bool,
    /// The assessed urgency.
    pub urgency: Option<Urgency>,
    /// The clock due first.
    pub clock: Option<ClockState>,
    /// The booked time.
    pub booked_at: Option<DateTime>,
    /// Who answers for it: a professional or a unit, in the page's language.
    pub owner: String,
    /// Until when it is set aside, if it is.
    pub snoozed_until: Option<DateTime>,
}

/// The groups in which tasks are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Group {
    Late,
    Today,
    Week,
    Later,
}

impl Group {
    const ALL: [Self; 4] = [Self::Late, Self::Today, Self::Week, Self::Later];

    fn of(task: &Task) -> Self {
        match &task.clock {
            Some(ClockState::Late { .. }) => Self::Late,
            Some(ClockState::Running { days_left: 0, .. }) => Self::Today,
            Some(ClockState::Running { days_left, .. }) if *days_left <= 7 => Self::Week,
            Some(
                ClockState::Running { .. }
                | ClockState::Satisfied { .. }
                | ClockState::SatisfiedLate { .. }
                | ClockState::NeverSatisfied { .. }
                | ClockState::OutOfScope,
            )
            | None => Self::Later,
        }
    }

    fn title(self, t: &Texts) -> String {
        match self {
            Self::Late => say!(t, "work-late"),
            Self::Today => say!(t, "work-today"),
            Self::Week => say!(t, "work-week"),
            Self::Later => say!(t, "work-later"),
        }
    }
}

/// The page.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let title = say!(t, "work-title");
    let on = &context.filters;
    page(
        shell,
        &Head::wide(title.as_str(), Place::Work),
        &html! {
            (notice(t, context.notice.as_ref()))
            h1 { (title) }
            (asked(context, shell))
            (filters(context, shell))
            @if context.tasks.is_empty() {
                (empty_state(
                    &say!(t, "work-empty"),
                    &say!(t, "work-empty-text"),
                    Some(&button::quiet_link(&urls::queue(language), &say!(t, "work-to-queue"))),
                ))
            }
            @for group in Group::ALL {
                @let tasks: Vec<&Task> = context.tasks.iter().filter(|one| Group::of(one) == group).collect();
                @if !tasks.is_empty() {
                    h2 { (group.title(t)) " " span .count { (tasks.len()) } }
                    div .even { (table(&group.title(t), &tasks, shell)) }
                }
            }
            (pagination(t, context.paging, |number| {
                let query = urls::query(&[
                    ("whose", on.whose.code()),
                    ("unit", &on.unit),
                    ("stage", &on.stage),
                    ("page", &number.to_string()),
                ]);
                format!("{}{query}", urls::work(language))
            }))
        },
    )
}

fn asked(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    html! {
        @if !context.asked.is_empty() {
            section .boxed aria-labelledby="asked-title" {
                h2 id="asked-title" { (say!(t, "asked-title")) }
                ul {
                    @for one in &context.asked {
                        li {
                            a id={ "asked-" (one.case) } href={ (urls::case(shell.language, one.case)) "#notes" } {
                                (t.topic(one.topic)) ": " (one.client)
                            }
                            " " span .quiet { (one.by) ", " (t.near_moment(one.since)) }
                        }
                    }
                }
            }
        }
    }
}

fn filters(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let any = Item::new("", say!(t, "filter-all"));
    let whose = [
        Item::new(Whose::Mine.code(), say!(t, "whose-mine")),
        Item::new(Whose::Unit.code(), say!(t, "whose-unit")),
    ];
    let units = [vec![any.clone()], context.units.clone()].concat();
    let mut stages = vec![any];
    stages.extend(open_stages(t).map(|(code, name)| Item::new(code, name)));
    let on = &context.filters;
    html! {
        form .filters method="get" action=(urls::work(shell.language)) {
            (select("whose", &say!(t, "filter-whose"), &whose, on.whose.code()))
            (select("unit", &say!(t, "filter-unit"), &units, &on.unit))
            (select("stage", &say!(t, "filter-stage"), &stages, &on.stage))
            (button::secondary(&say!(t, "filter-show")))
        }
    }
}

fn table(caption: &str, tasks: &[&Task], shell: &Shell) -> Markup {
    let t = shell.texts();
    let columns = [
        Column::words(say!(t, "column-client")),
        Column::words(say!(t, "column-task")),
        Column::words(say!(t, "column-topic")),
        Column::words(say!(t, "column-due")),
        Column::words(say!(t, "column-owner")),
    ];
    let rows: Vec<TableRow> = tasks.iter().map(|one| row(one, shell)).collect();
    stacking_table(caption, &columns, &rows)
}

fn row(one: &Task, shell: &Shell) -> TableRow {
    let t = shell.texts();
    let cells = vec![
        html! {
            a href=(urls::case(shell.language, one.case)) { (one.client) }
            @if one.protected { " " (tag(Tone::Guard, &say!(t, "protected"))) }
            span .quiet.block {
                @if let Some(age) = one.age { (say!(t, "age", count = i64::from(age))) " · " }
                (t.language_name(one.language))
            }
        },
        html! {
            (task(t, one.stage))
            @if let Some(until) = one.snoozed_until {
                span .quiet.block { (say!(t, "snoozed-until", at = t.near_moment(until))) }
            }
            @if let Some(at) = one.booked_at { span .quiet.block { (t.near_moment(at)) } }
        },
        html! {
            (t.topic(one.topic))
            @if let Some(urgency) = one.urgency { span .quiet.block { (t.urgency(urgency)) } }
        },
        html! {
            @match &one.clock {
                Some(clock) => {
                    (clock_tag(t, clock))
                    @if let ClockState::Running { due_on, .. } | ClockState::Late { due_on, .. } = clock {
                        span .quiet.block { (t.full_day(*due_on)) }
                    }
                },
                None => span .quiet { (say!(t, "no-clock")) },
            }
        },
        html! { (one.owner) },
    ];
    TableRow { cells, late: Group::of(one) == Group::Late }
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let one = |number, stage, clock| Task {
        case: case_id(number),
        topic: Topic::Movement,
        stage,
        client: "Virtanen, Aino".into(),
        age: Some(34),
        language: Language::Fi,
        protected: false,
        urgency: Some(Urgency::NonUrgent),
        clock,
        booked_at: None,
        owner: "Näsin terveysasema".into(),
        snoozed_until: (number == 2).then(|| moment(0, 13, 30)),
    };
    let due = |days| Some(ClockState::Running { due_on: day(days), days_left: days });
    let asked = Asked {
        case: case_id(8),
        topic: Topic::Mind,
        client: "Virtanen Aino".into(),
        by: "Maria Koskinen".into(),
        since: moment(0, 8, 50),
    };
    let full = Context {
        asked: vec![asked],
        tasks: vec![
            one(
                1,
                Stage::AwaitingBooking,
                Some(ClockState::Late { due_on: day(-3), days_over: 3 }),
            ),
            Task { urgency: None, ..one(2, Stage::AwaitingAssessment, due(0)) },
            Task { booked_at: Some(moment(2, 10, 0)), ..one(3, Stage::Booked, due(5)) },
            Task {
                protected: true,
                language: Language::Sv,
                ..one(4, Stage::AwaitingBooking, due(41))
            },
            one(5, Stage::Met, None),
        ],
        paging: Paging { page: 1, pages: 3, rows: 130 },
        filters: Filters { whose: Whose::Mine, unit: String::new(), stage: String::new() },
        units: vec![Item::new("nasi", "Näsin terveysasema")],
        notice: None,
    };
    let empty = Context {
        tasks: vec![],
        paging: Paging { page: 1, pages: 1, rows: 0 },
        filters: Filters { whose: Whose::Unit, unit: "nasi".into(), stage: "booked".into() },
        ..full.clone()
    };
    vec![("full", full), ("empty", empty)]
}
