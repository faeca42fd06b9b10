//! The leader's pages: the access board, its table as a file, and the cases behind a figure.

mod figures;
mod third_free;

use std::sync::Arc;

use axum::Router;
use care::clock::CareKind;
use care::code::{Profession, Topic};
use care::day::{day_of, local};
use care::language::Language;
use insight::Condition;
use insight::{AGE_GROUPS, CsvForm, Filter, Page, Selection, Slice, UNKNOWN, ids};
use jiff::civil::Date;

use self::figures::{bins, breakdown, contact, open, realised, trend};
use super::answer::{Answer, page};
use super::names::Names;
use super::shell::shell;
use super::visit::Visit;
use super::{App, shows};
use crate::components::field::Item;
use crate::components::pagination::Paging;
use crate::door::Denied;
use crate::pages::leader::access::Measure;
use crate::pages::leader::{Dimension, Filters, Options, access, cases_behind};
use crate::say;

const CASES_A_PAGE: u32 = 50;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/lead/access", shows(board))
        .route("/{language}/lead/access.csv", shows(csv))
        .route("/{language}/lead/access/cases", shows(cases))
        .merge(third_free::routes())
}

/// The page's dimension as the counting room knows it.
fn counted(by: Dimension) -> insight::Dimension {
    match by {
        Dimension::Municipality => insight::Dimension::Municipality,
        Dimension::Unit => insight::Dimension::Unit,
        Dimension::Profession => insight::Dimension::Profession,
        Dimension::Language => insight::Dimension::Language,
        Dimension::Age => insight::Dimension::Age,
        Dimension::Month => insight::Dimension::Month,
        Dimension::Kind => insight::Dimension::Kind,
    }
}

fn care_kind(code: &str) -> Option<CareKind> {
    serde_json::from_value(serde_json::Value::String(code.to_owned())).ok()
}

fn filters(visit: &Visit) -> Filters {
    let month = visit.asked("month").and_then(|month| format!("{month}-01").parse().ok());
    Filters {
        municipality: visit.asked("municipality").unwrap_or_default().to_owned(),
        unit: visit.asked("unit").unwrap_or_default().to_owned(),
        profession: visit.asked("profession").and_then(Profession::from_code),
        language: visit.asked("language").and_then(Language::parse),
        age: visit.asked("age").unwrap_or_default().to_owned(),
        month,
        kind: visit.asked("kind").and_then(care_kind),
        by: visit.asked("by").and_then(Dimension::from_code).unwrap_or(Dimension::Municipality),
    }
}

/// The values that are narrowed to, by their codes.
fn narrowed(filters: &Filters) -> Vec<(Dimension, String)> {
    let month = filters.month.map(month_code).unwrap_or_default();
    let all = [
        (Dimension::Municipality, filters.municipality.clone()),
        (Dimension::Unit, filters.unit.clone()),
        (Dimension::Profession, filters.profession.map_or("", Profession::code).to_owned()),
        (Dimension::Language, filters.language.map_or("", Language::code).to_owned()),
        (Dimension::Age, filters.age.clone()),
        (Dimension::Month, month),
        (Dimension::Kind, filters.kind.map(kind_code).unwrap_or_default()),
    ];
    all.into_iter().filter(|(_, code)| !code.is_empty()).collect()
}

fn month_code(day: Date) -> String {
    day.strftime("%Y-%m").to_string()
}

fn kind_code(kind: CareKind) -> String {
    match serde_json::to_value(kind) {
        Ok(serde_json::Value::String(code)) => code,
        Ok(_) | Err(_) => String::new(),
    }
}

fn filter(filters: &Filters) -> Filter {
    narrowed(filters)
        .into_iter()
        .fold(Filter::default(), |filter, (by, code)| filter.with(counted(by), &code))
}

/// The name of a value in the page's language.
fn label(by: Dimension, code: &str, names: &Names<'_>) -> String {
    let t = names.texts();
    if code == UNKNOWN {
        return say!(t, "not-known");
    }
    match by {
        Dimension::Municipality => names.municipality(code),
        Dimension::Unit => names.unit(&code.into()),
        Dimension::Profession => {
            Profession::from_code(code).map_or(code.to_owned(), |one| t.profession(one))
        }
        Dimension::Language => {
            Language::parse(code).map_or(code.to_owned(), |one| t.language_name(one))
        }
        Dimension::Age => code.replace('-', "–"),
        Dimension::Month => {
            format!("{code}-01").parse().map_or(code.to_owned(), |day| t.month(day))
        }
        Dimension::Kind => care_kind(code).map_or(code.to_owned(), |kind| t.care_kind(kind)),
    }
}

fn options(app: &App, visit: &Visit, names: &Names<'_>) -> Result<Options, Denied> {
    let caller = visit.caller()?;
    let codes = |of| app.door.board_values(caller, of);
    let known = |of| {
        codes(of).map(|codes| codes.into_iter().filter(|code| code != UNKNOWN).collect::<Vec<_>>())
    };
    let items = |by: Dimension| -> Result<Vec<Item>, Denied> {
        let mut items: Vec<Item> = known(counted(by))?
            .into_iter()
            .map(|code| {
                let name = label(by, &code, names);
                Item::new(code, name)
            })
            .collect();
        items.sort_by(|a, b| a.label.cmp(&b.label));
        Ok(items)
    };
    let mut months: Vec<Date> = known(insight::Dimension::Month)?
        .iter()
        .filter_map(|month| format!("{month}-01").parse().ok())
        .collect();
    months.sort_unstable_by(|a, b| b.cmp(a));
    Ok(Options {
        municipalities: items(Dimension::Municipality)?,
        units: items(Dimension::Unit)?,
        ages: AGE_GROUPS.iter().map(|(_, code)| Item::new(*code, code.replace('-', "–"))).collect(),
        months,
        kinds: known(insight::Dimension::Kind)?.iter().filter_map(|kind| care_kind(kind)).collect(),
    })
}

fn board(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let filters = filters(visit);
    let (names, now) = (Names::new(app, visit.language), app.door.now());
    let by = counted(filters.by);
    let (caller, narrowed, today) = (visit.caller()?, filter(&filters), day_of(now));
    let board = app.door.board(caller, &narrowed, today, by)?;
    let late = |measure| {
        let count = app.door.count_behind(caller, &narrowed, &selection(measure), today);
        count.map(figures::cell)
    };
    let name = |code: &str| label(filters.by, code, &names);
    let context = access::Context {
        options: options(app, visit, &names)?,
        realised: realised(&board, late(Measure::RealisedLate)?),
        open: open(&board),
        contact: contact(&board, late(Measure::ContactLate)?),
        distribution: bins(&board),
        trend: trend(&board),
        breakdown: breakdown(&board, name),
        at: local(now),
        facts: board.position,
        filters,
    };
    page(access::render(&context, &shell(app, visit)))
}

fn csv(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let filters = filters(visit);
    let names = Names::new(app, visit.language);
    let today = day_of(app.door.now());
    let by = counted(filters.by);
    let board = app.door.board(visit.caller()?, &filter(&filters), today, by)?;
    let form = match visit.language {
        Language::Fi | Language::Sv => CsvForm::Finnish,
        Language::En => CsvForm::Plain,
    };
    let file =
        insight::csv(&board, form, insight::Column::code, |code| label(filters.by, code, &names));
    // The mark at the beginning tells spreadsheet programs that the letters are UTF-8.
    let bytes = format!("\u{feff}{file}").into_bytes();
    let name = format!("polku-{}-{today}.csv", filters.by.code());
    Ok(Answer::File { media_type: "text/csv; charset=utf-8", name, bytes })
}

fn selection(measure: Measure) -> Selection {
    let (indicator, slice) = match measure {
        Measure::Realised => (ids::FIRST_VISIT_WAIT, Slice::Whole),
        Measure::RealisedLate => {
            (ids::FIRST_VISIT_WAIT, Slice::Outside(Condition::WithinLimit.into()))
        }
        Measure::Open => (ids::OPEN_WAITS, Slice::Whole),
        Measure::OpenLate => (ids::OPEN_WAITS, Slice::Inside(Condition::PastLimit.into())),
        Measure::Contact => (ids::CONTACTS_RECEIVED, Slice::Whole),
        Measure::ContactLate => {
            (ids::ASSESSED_IN_TIME, Slice::Outside(Condition::AssessedInTime.into()))
        }
    };
    Selection { indicator: indicator.to_owned(), slice }
}

fn cases(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let measure = visit.asked("measure").and_then(Measure::from_code).ok_or(Denied::NotFound)?;
    let filters = filters(visit);
    let names = Names::new(app, visit.language);
    let today = day_of(app.door.now());
    let number = u32::try_from(visit.page()).unwrap_or(1);
    let behind = app.door.behind(
        visit.caller()?,
        &filter(&filters),
        &selection(measure),
        today,
        Page { number, rows: CASES_A_PAGE },
    )?;
    // A figure of one to four people has no cases to open: the page then has none to show.
    let behind = behind.shown();
    let (rows, cases) = behind.map_or((0, Vec::new()), |behind| (behind.total, behind.cases));
    let case = |case: insight::BehindCase| cases_behind::BehindCase {
        pseudonym: case.pseudonym,
        topic: case.topic.unwrap_or(Topic::Other),
        municipality: case.municipality.map(|code| names.municipality(&code)),
        unit: names.unit(&(&*case.unit).into()),
        profession: case.profession,
        language: case.language.unwrap_or(visit.language),
        age: case.age.replace('-', "–"),
        contact_at: case.contact_at,
        started_on: case.started_on,
        ended_on: case.ended_on,
        due_on: case.due_on,
        waited_days: case.waited_days,
        late: case.late,
    };
    let narrowed = narrowed(&filters);
    let context = cases_behind::Context {
        measure,
        narrowed: narrowed.into_iter().map(|(by, code)| (by, label(by, &code, &names))).collect(),
        filters,
        cases: cases.into_iter().map(case).collect(),
        paging: Paging { page: number, pages: rows.div_ceil(CASES_A_PAGE).max(1), rows },
    };
    page(cases_behind::render(&context, &shell(app, visit)))
}
