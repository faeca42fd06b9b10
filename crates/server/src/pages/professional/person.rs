//! One person: who they are, their matters and times, and who has looked.

use care::code::{Closing, Mode, Topic};
use care::id::CaseId;
use jiff::civil::DateTime;
use maud::{Markup, html};

use super::banner::{Banner, heading, sample_banners};
use super::task;
use crate::components::button;
use crate::components::clock_card::{ClockState, clock_tag};
use crate::components::field::{Item, select};
use crate::components::notice::{Notice, details, empty_state, notice};
use crate::components::table::{Column, TableRow, stacking_table};
use crate::pages::layout::{Head, Place, page};
use crate::pages::resident::Stage;
use crate::pages::resident::looks::{Look, looks_table, sample_looks};
use crate::pages::samples::{case_id, day, moment};
use crate::pages::{Shell, urls};
use crate::say;

/// What the page shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// Who.
    pub person: Banner,
    /// On what ground this is looked at, in the page's language.
    pub ground: String,
    /// Their named workers: unit and name.
    pub named: Vec<(String, String)>,
    /// Who of the reader's own unit can be it.
    pub colleagues: Vec<Item>,
    /// Who of them is.
    pub chosen: String,
    /// What was just done.
    pub notice: Option<Notice>,
    /// Their matters, open ones first, then the newest.
    pub matters: Vec<PersonMatter>,
    /// Their times, the coming ones first, then the latest.
    pub times: Vec<PersonTime>,
    /// The latest looks.
    pub looks: Vec<Look>,
}

/// One matter of the person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonMatter {
    /// Which.
    pub case: CaseId,
    /// What it is about.
    pub topic: Topic,
    /// When the contact was made.
    pub received_at: DateTime,
    /// Where it stands.
    pub stage: Stage,
    /// Who answers for it, in the page's language.
    pub owner: String,
    /// The clock due first.
    pub clock: Option<ClockState>,
}

/// One time of the person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonTime {
    /// For which matter.
    pub case: CaseId,
    /// When it begins.
    pub at: DateTime,
    /// How to meet.
    pub mode: Mode,
    /// Who is met.
    pub professional: String,
    /// At which unit, in the page's language.
    pub unit: String,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a booked time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// It is to come.
    Coming,
    /// The visit took place.
    Held,
    /// The client did not come.
    NoShow,
    /// It was given up.
    Cancelled,
}

/// The page.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    page(
        shell,
        &Head::wide(context.person.name.as_str(), Place::People).back(urls::people(shell.language)),
        &html! {
            (notice(t, context.notice.as_ref()))
            (heading(shell, &context.person))
            p .quiet { (say!(t, "person-ground", ground = &context.ground)) }
            p { (button::link(&urls::record_contact(shell.language, context.person.person), &say!(t, "record-title"))) }
            p { (button::quiet_link(&urls::record_right(shell.language, context.person.person), &say!(t, "rights-title"))) }
            (named(context, shell))
            h2 { (say!(t, "person-matters")) }
            @if context.matters.is_empty() {
                (empty_state(&say!(t, "person-no-matters"), &say!(t, "person-no-matters-text"), None))
            } @else { (matters(context, shell)) }
            @if !context.times.is_empty() {
                h2 { (say!(t, "person-times")) }
                (times(context, shell))
            }
            @if !context.looks.is_empty() {
                h2 { (say!(t, "nav-looks")) }
                (details(&say!(t, "person-looks"), &looks_table(t, &context.looks)))
            }
        },
    )
}

fn named(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    html! {
        h2 { (say!(t, "named-title")) }
        @if context.named.is_empty() { p .quiet { (say!(t, "named-nobody")) } }
        @else {
            ul { @for (unit, name) in &context.named { li { (name) ", " (unit) } } }
        }
        form .filters.no-print method="post" action=(urls::name_worker(shell.language, context.person.person)) {
            (button::csrf_field(&shell.csrf))
            (select("named", &say!(t, "named-choose"), &context.colleagues, &context.chosen))
            (button::secondary(&say!(t, "named-save")))
        }
    }
}

fn matters(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let columns = [
        Column::words(say!(t, "column-topic")),
        Column::words(say!(t, "received")),
        Column::words(say!(t, "column-task")),
        Column::words(say!(t, "column-due")),
        Column::words(say!(t, "column-owner")),
    ];
    let rows: Vec<TableRow> = context
        .matters
        .iter()
        .map(|one| TableRow {
            cells: vec![
                html! { a href=(urls::case(shell.language, one.case)) { (t.topic(one.topic)) } },
                html! { (t.day(one.received_at.date())) },
                html! { (task(t, one.stage)) },
                html! { @match &one.clock { Some(clock) => (clock_tag(t, clock)), None => "–" } },
                html! { (one.owner) },
            ],
            late: false,
        })
        .collect();
    stacking_table(&say!(t, "person-matters"), &columns, &rows)
}

fn times(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let columns = [
        Column::words(say!(t, "booked-when")),
        Column::words(say!(t, "booked-how")),
        Column::words(say!(t, "booked-who")),
        Column::words(say!(t, "unit")),
        Column::words(say!(t, "person-fate")),
    ];
    let rows: Vec<TableRow> = context
        .times
        .iter()
        .map(|one| TableRow {
            cells: vec![
                html! { a href=(urls::case(shell.language, one.case)) { (t.moment(one.at)) } },
                html! { (t.mode(one.mode)) },
                html! { (one.professional) },
                html! { (one.unit) },
                html! {
                    (match one.fate {
                        Fate::Coming => say!(t, "fate-coming"),
                        Fate::Held => say!(t, "fate-held"),
                        Fate::NoShow => say!(t, "fate-no-show"),
                        Fate::Cancelled => say!(t, "fate-cancelled"),
                    })
                },
            ],
            late: false,
        })
        .collect();
    stacking_table(&say!(t, "person-times"), &columns, &rows)
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let [plain, protected] = sample_banners();
    let matter = |number, stage, clock| PersonMatter {
        case: case_id(number),
        topic: Topic::Movement,
        received_at: moment(-3, 9, 0),
        stage,
        owner: "Näsin terveysasema".into(),
        clock,
    };
    let full = Context {
        person: plain,
        ground: "Hoitosuhde: asia yksikössäsi".into(),
        matters: vec![
            matter(
                1,
                Stage::AwaitingBooking,
                Some(ClockState::Running { due_on: day(60), days_left: 60 }),
            ),
            matter(2, Stage::Closed(Closing::NotReached), None),
        ],
        times: [(Fate::Coming, 3), (Fate::Held, -20), (Fate::NoShow, -60), (Fate::Cancelled, -90)]
            .map(|(fate, days)| PersonTime {
                case: case_id(1),
                at: moment(days, 10, 0),
                mode: Mode::Phone,
                professional: "Timo Heikkilä".into(),
                unit: "Näsin terveysasema".into(),
                fate,
            })
            .into(),
        looks: sample_looks(),
        named: vec![("Näsin terveysasema".into(), "Maria Koskinen".into())],
        colleagues: vec![Item::new("", "–"), Item::new("1", "Maria Koskinen")],
        chosen: "1".into(),
        notice: None,
    };
    let empty = Context {
        person: Banner { birth_on: None, age: None, ..protected },
        matters: vec![],
        times: vec![],
        looks: vec![],
        named: vec![],
        chosen: String::new(),
        ..full.clone()
    };
    vec![("full", full), ("empty", empty)]
}
