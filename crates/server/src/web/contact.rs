//! The contact journey: one question a page, answers kept in a draft on the server, so that it
//! works without JavaScript and before signing in. Sending makes a case of each matter.

mod drafts;
mod send;

use std::sync::Arc;

use axum::Router;
use care::code::Topic;
use care::day::day_of;
use care::id::{CaseId, ContactId};

pub use self::drafts::Drafts;
use self::drafts::{Draft, change, read};
pub(super) use self::send::{read_reach, written_reach};
use super::answer::{Answer, faulty, page, see_other};
use super::shell::shell;
use super::visit::Visit;
use super::{App, calls, shows, takes};
use crate::door::Denied;
use crate::pages::resident::contact::matter::{MatterFault, WORDS_MAX};
use crate::pages::resident::contact::reach::ReachFault;
use crate::pages::resident::contact::{
    DraftMatter, Reach, check, matter, matters, reach, urgent, urgent_help,
};
use crate::pages::urls;
use crate::texts::Language;
use crate::wall::fresh_id;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/contact", shows(begin))
        .route("/{language}/contact/matter", shows(ask_matter).merge(takes(take_matter)))
        .route("/{language}/contact/matter/{place}", shows(ask_matter).merge(takes(take_matter)))
        .route("/{language}/contact/matter/{place}/remove", takes(remove_matter))
        .route("/{language}/contact/matters", shows(ask_more).merge(takes(take_more)))
        .route("/{language}/contact/urgent", shows(ask_urgent).merge(takes(take_urgent)))
        .route("/{language}/contact/urgent/help", shows(help))
        .route("/{language}/contact/reach", shows(ask_reach).merge(takes(take_reach)))
        .route("/{language}/contact/check", shows(send::ask).merge(takes(send::send)))
        .route("/{language}/contact/done/{contact}", shows(send::done))
}

fn begin(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let language = visit.language;
    let begun = !read(app, visit).matters.is_empty();
    see_other(if begun { urls::contact_matters(language) } else { urls::contact_matter(language) })
}

fn place(visit: &Visit, draft: &Draft) -> Result<Option<usize>, Denied> {
    match visit.param::<usize>("place") {
        Ok(place) if (1..=draft.matters.len()).contains(&place) => Ok(Some(place)),
        Ok(_) => Err(Denied::NotFound),
        Err(_) => Ok(None),
    }
}

fn ask_matter(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let draft = read(app, visit);
    let place = place(visit, &draft)?;
    let known = place.and_then(|place| draft.matters.get(place - 1));
    let context = matter::Context {
        place,
        earlier: draft.matters.len(),
        topic: known.map(|matter| matter.topic),
        words: known.map(|matter| matter.words.clone()).unwrap_or_default(),
        faults: Vec::new(),
    };
    page(matter::render(&context, &shell(app, visit)))
}

fn take_matter(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let draft = read(app, visit);
    let place = place(visit, &draft)?;
    let topic = Topic::from_code(visit.text("topic"));
    let words = visit.text("words").replace("\r\n", "\n");
    let mut faults = Vec::new();
    if topic.is_none() {
        faults.push(MatterFault::NoTopic);
    }
    if words.is_empty() {
        faults.push(MatterFault::NoWords);
    } else if words.chars().count() > WORDS_MAX {
        faults.push(MatterFault::TooLong);
    }
    let Some(topic) = topic.filter(|_| faults.is_empty()) else {
        let earlier = draft.matters.len();
        let context = matter::Context { place, earlier, topic, words, faults };
        return faulty(matter::render(&context, &shell(app, visit)));
    };
    // The ids are fixed with the words: whatever is sent twice is received once.
    let now = app.door.now();
    let written = DraftMatter { case: CaseId(fresh_id(now)), topic, words };
    let contact = ContactId(fresh_id(now));
    change(app, visit, urls::contact_matters(visit.language), |draft| {
        draft.contact.get_or_insert(contact);
        match place.and_then(|place| draft.matters.get_mut(place - 1)) {
            Some(matter) => *matter = written,
            None => draft.matters.push(written),
        }
    })
}

fn remove_matter(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let place = place(visit, &read(app, visit))?.ok_or(Denied::NotFound)?;
    change(app, visit, urls::contact(visit.language), |draft| {
        if place <= draft.matters.len() {
            draft.matters.remove(place - 1);
        }
    })
}

fn ask_more(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let matters = read(app, visit).matters;
    if matters.is_empty() {
        return see_other(urls::contact_matter(visit.language));
    }
    page(matters::render(&matters::Context { matters, unanswered: false }, &shell(app, visit)))
}

fn take_more(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    match visit.text("another") {
        "yes" => see_other(urls::contact_matter(visit.language)),
        "no" => see_other(urls::contact_urgent(visit.language)),
        _ => {
            let matters = read(app, visit).matters;
            let context = matters::Context { matters, unanswered: true };
            faulty(matters::render(&context, &shell(app, visit)))
        }
    }
}

fn ask_urgent(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    page(urgent::render(&urgent::Context { unanswered: false }, &shell(app, visit)))
}

fn take_urgent(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    match visit.text("signs") {
        // Whoever goes on from the help all the same is read first.
        "some" => change(app, visit, urls::contact_urgent_help(visit.language), |draft| {
            draft.signs = true;
        }),
        "none" => change(app, visit, urls::contact_reach(visit.language), |draft| {
            draft.signs = false;
        }),
        _ => faulty(urgent::render(&urgent::Context { unanswered: true }, &shell(app, visit))),
    }
}

fn help(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    page(urgent_help::render(&urgent_help::Context, &shell(app, visit)))
}

fn ask_reach(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let draft = read(app, visit);
    let known = visit.session.as_ref().map(|session| app.door.my_details(&session.caller));
    let known = known.transpose()?.flatten();
    // Another's number is theirs to tell: whoever acts for them gives the number to call.
    let own = visit.session.as_ref().is_none_or(|session| session.caller.behalf().is_none());
    let phone = if draft.phone.is_empty() && own {
        known.as_ref().and_then(|details| details.phone.clone()).unwrap_or_default()
    } else {
        draft.phone
    };
    let context = reach::Context {
        reach: draft.reach,
        call: calls::questions(app, phone, draft.window),
        service_language: draft
            .service_language
            .or(known.map(|details| details.language))
            .or(Some(visit.language)),
        faults: Vec::new(),
    };
    page(reach::render(&context, &shell(app, visit)))
}

fn take_reach(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let chosen = Reach::from_code(visit.text("reach"));
    let service_language = Language::parse(visit.text("service-language"));
    let (phone, window) = (visit.text("phone").to_owned(), calls::chosen(app, visit));
    let (mut faults, mut wrong) = (Vec::new(), None);
    match chosen {
        None => faults.push(ReachFault::NoReach),
        Some(Reach::Phone) => wrong = calls::answers(app, visit).err().map(|wrong| *wrong),
        Some(Reach::Message) => {}
    }
    if service_language.is_none() {
        faults.push(ReachFault::NoLanguage);
    }
    if wrong.is_some() || !faults.is_empty() {
        let call = wrong.unwrap_or_else(|| calls::questions(app, phone, window));
        let context = reach::Context { reach: chosen, call, service_language, faults };
        return faulty(reach::render(&context, &shell(app, visit)));
    }
    change(app, visit, urls::contact_check(visit.language), |draft| {
        draft.reach = chosen;
        draft.phone = phone;
        draft.window = window;
        draft.service_language = service_language;
    })
}

/// The answers before sending.
fn check_context(app: &App, draft: Draft, visit: &Visit) -> check::Context {
    check::Context {
        matters: draft.matters,
        reach: draft.reach.unwrap_or(Reach::Message),
        phone: draft.phone,
        window: draft.window.map(calls::shown),
        today: day_of(app.door.now()),
        service_language: draft.service_language.unwrap_or(visit.language),
        notice: None,
    }
}
