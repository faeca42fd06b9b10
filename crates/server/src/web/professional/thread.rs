//! Writing with clients: what waits for an answer, the answer, and that none is needed.

use std::sync::Arc;

use axum::Router;
use care::case::Case;
use care::day::{day_of, local};
use care::decide::{Command, SettleMessages};
use care::thread::Writer;

use super::case::{carry_out, load};
use super::{ROWS_MAX, unit};
use crate::components::field::Item;
use crate::components::live::List;
use crate::components::thread::WriteForm;
use crate::door::{Denied, WorkList};
use crate::pages::professional::case::thread::Writing;
use crate::pages::professional::unanswered;
use crate::web::answer::{Answer, page};
use crate::web::names::Names;
use crate::web::shell::shell;
use crate::web::thread::{Reader, thread, written};
use crate::web::visit::Visit;
use crate::web::{App, shows, takes};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/work/messages", shows(list))
        .route("/{language}/work/cases/{case}/messages", takes(answer))
        .route("/{language}/work/cases/{case}/messages/settle", takes(settle))
}

fn list(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let caller = visit.caller()?;
    let mark = super::mark(app, unit(caller)?, List::Open)?;
    let unit = Some(unit(caller)?.clone());
    let list = WorkList { unit, unanswered: true, limit: ROWS_MAX, ..WorkList::default() };
    let mut rows = app.door.work(caller, &list)?.rows;
    rows.sort_by_key(|(row, _)| row.unanswered_since);
    let names = Names::new(app, visit.language);
    let content = app.door.content();
    let (policy, eves) = (content.writing.promise, content.law.eves());
    let matters = rows.iter().filter_map(|(row, person)| {
        let since = row.unanswered_since?;
        Some(unanswered::Unanswered {
            case: row.case,
            topic: row.topic,
            client: super::client(person.as_ref()),
            protected: person.as_ref().is_some_and(|person| person.protected),
            since: local(since),
            answer_by: policy.answer_by(since, eves),
            owner: names.owner_of(row),
        })
    });
    let (matters, today) = (matters.collect(), day_of(app.door.now()));
    let context = unanswered::Context { mark, today, matters };
    page(unanswered::render(&context, &shell(app, visit)))
}

/// What the page of a case shows of it, with what came back or the words that were chosen.
pub(super) fn writing(
    app: &App,
    visit: &Visit,
    case: &Case,
    names: &Names<'_>,
    form: Option<WriteForm>,
) -> Result<Writing, Denied> {
    let templates = &app.door.content().writing.templates;
    let asked = visit.asked("template").unwrap_or_default();
    let chosen = asked.parse().ok().and_then(|place: usize| templates.get(place));
    let came_back = form.is_some();
    let mut thread = thread(app, case, names, Reader::Professional, form)?;
    if let (Some(template), Some(form), false) = (chosen, &mut thread.write, came_back) {
        template.text.get(case.contact.language).clone_into(&mut form.words);
    }
    let item = |(place, template): (usize, &crate::content::Template)| {
        Item::new(place.to_string(), template.name.get(visit.language))
    };
    let mut items: Vec<_> = templates.iter().enumerate().map(item).collect();
    if !items.is_empty() {
        items.insert(0, Item::new("", "–"));
    }
    Ok(Writing { thread, templates: items, chosen: asked.to_owned() })
}

fn answer(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = load(app, visit)?;
    let by = super::by(visit)?;
    let command = written(app, visit, &view.case, Writer::Professional(by));
    carry_out(app, visit, &view, &command, "written")
}

fn settle(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = load(app, visit)?;
    let by = super::by(visit)?;
    let command = SettleMessages { case: view.case.id, by };
    carry_out(app, visit, &view, &Command::SettleMessages(command), "settled")
}
