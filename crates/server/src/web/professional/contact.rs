//! Recording a contact that a client makes by phone, at the desk or by letter.

use std::sync::Arc;

use axum::Router;
use care::case::Contact;
use care::code::{Channel, Topic};
use care::decide::{Command, Matter, ReceiveContact};
use care::id::{CaseId, ContactId, PersonId, UnitId};
use care::phone::Settled;
use care::refusal::Refusal;

use super::people::banner;
use super::unit;
use crate::components::notice::{Notice, NoticeKind};
use crate::door::{Denied, PersonView};
use crate::pages::professional::contact::{self, CHANNELS, ContactFault};
use crate::pages::resident::contact::Reach;
use crate::pages::resident::contact::matter::WORDS_MAX;
use crate::pages::urls;
use crate::say;
use crate::texts::{self, Language};
use crate::wall::fresh_id;
use crate::web::answer::{Answer, faulty, page, see_other};
use crate::web::contact::{read_reach, written_reach};
use crate::web::names::Names;
use crate::web::shell::shell;
use crate::web::visit::Visit;
use crate::web::{App, calls, shows, takes};

/// How many letters the name of who gave notice has at most.
const NOTIFIER_MAX: usize = 200;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/{language}/work/people/{person}/contact", shows(ask).merge(takes(take)))
}

fn load(app: &App, visit: &Visit) -> Result<PersonView, Denied> {
    let caller = visit.caller()?;
    caller.account.professional.ok_or(Denied::NotFound)?;
    app.door.person(caller, visit.param("person")?)
}

fn ask(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = match load(app, visit) {
        Ok(view) => view,
        Err(Denied::StateReason) => {
            let ground = urls::ground(visit.language, visit.param::<PersonId>("person")?);
            let call = visit.asked("call").unwrap_or_default();
            return see_other(ground + &urls::query(&[("call", call)]));
        }
        Err(denied) => return Err(denied),
    };
    let mut context = blank(app, visit, &view)?;
    // A further matter of a contact begins with what the earlier one told.
    if let Some(contact) = visit.asked("contact").and_then(|id| id.parse().ok()) {
        let earlier = view.cases.iter().find(|row| row.contact == contact);
        if let Some(earlier) = earlier.map(|row| app.door.contact(row.case)).transpose()?.flatten()
        {
            continued(&mut context, &earlier);
            let text = say!(texts::of(visit.language), "record-now-saved");
            context.notice = Some(Notice { kind: NoticeKind::Done, text });
        }
    }
    page(contact::render(&context, &shell(app, visit)))
}

fn continued(context: &mut contact::Context, earlier: &Contact) {
    context.contact = earlier.id;
    context.channel = Some(earlier.channel).filter(|channel| CHANNELS.contains(channel));
    context.unit = earlier.unit.to_string();
    context.service_language = earlier.language;
    context.noticed_by.clone_from(&earlier.noticed_by);
    context.phone = read_reach(&earlier.reach).1;
}

fn blank(app: &App, visit: &Visit, view: &PersonView) -> Result<contact::Context, Denied> {
    let (names, now) = (Names::new(app, visit.language), app.door.now());
    let details = &view.person.details;
    let known = || details.phone.clone().filter(|_| !details.protected).unwrap_or_default();
    let call = visit.asked("call").unwrap_or_else(|| visit.text("call")).parse().ok();
    let called = call.map(|call| app.door.missed_with(visit.caller()?, call)).transpose();
    let called = match called {
        Ok(called) => called,
        // It was settled meanwhile; what the client told is recorded all the same.
        Err(Denied::Refused(Refusal::CallSettled)) => None,
        Err(denied) => return Err(denied),
    };
    let phone = called.as_ref().map(|called| called.from.clone());
    Ok(contact::Context {
        client: banner(&view.person, &names, now),
        contact: ContactId(fresh_id(now)),
        case: CaseId(fresh_id(now)),
        call: call.filter(|_| called.is_some()),
        channel: visit.asked("channel").and_then(Channel::from_code),
        noticed_by: String::new(),
        topic: None,
        words: String::new(),
        unit: unit(visit.caller()?)?.to_string(),
        units: names.units(),
        service_language: details.language,
        phone: phone.unwrap_or_else(known),
        faults: Vec::new(),
        notice: None,
    })
}

fn take(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = load(app, visit)?;
    let mut context = filled(app, visit, &view)?;
    let (Some(channel), Some(topic), true) =
        (context.channel, context.topic, context.faults.is_empty())
    else {
        return faulty(contact::render(&context, &shell(app, visit)));
    };
    let (case, contact) = (context.case, context.contact);
    let command = Command::ReceiveContact(ReceiveContact {
        made_by: None,
        signs: false,
        noticed_by: match channel {
            Channel::Notice => context.noticed_by.clone(),
            Channel::Web | Channel::Phone | Channel::Message | Channel::WalkIn => String::new(),
        },
        contact,
        person: view.person.id,
        channel,
        unit: UnitId::from(context.unit.as_str()),
        language: context.service_language,
        reach: match context.phone.as_str() {
            "" => written_reach(Reach::Message, ""),
            phone => written_reach(Reach::Phone, phone),
        },
        callback: None,
        matters: vec![Matter { case, topic, words: context.words.clone() }],
    });
    match app.door.act(visit.caller()?, &command) {
        // Whoever sends the form twice finds what the first sending made.
        Ok(()) | Err(Denied::Refused(Refusal::CaseKnown)) => {}
        Err(Denied::Refused(refusal)) => {
            let text = texts::of(visit.language).refusal(&refusal);
            context.notice = Some(Notice { kind: NoticeKind::Refused, text });
            return faulty(contact::render(&context, &shell(app, visit)));
        }
        Err(denied) => return Err(denied),
    }
    if let Some(call) = context.call {
        match app.door.settle_calls(visit.caller()?, call, Settled::Contact(contact)) {
            Ok(()) | Err(Denied::Refused(Refusal::CallSettled)) => {}
            Err(denied) => return Err(denied),
        }
    }
    see_other(if visit.text("then") == "another" {
        let next = urls::record_contact(visit.language, view.person.id);
        next + &urls::query(&[("contact", &contact.to_string())])
    } else {
        urls::case(visit.language, case) + &urls::query(&[("done", "received")])
    })
}

/// The form as it was sent, with what is wrong.
fn filled(app: &App, visit: &Visit, view: &PersonView) -> Result<contact::Context, Denied> {
    let blank = blank(app, visit, view)?;
    let units = &app.door.content().region.units;
    let known = |slug: &str| units.iter().any(|unit| unit.id == UnitId::from(slug));
    let channel = Channel::from_code(visit.text("channel"));
    let context = contact::Context {
        contact: visit.text("contact").parse().unwrap_or(blank.contact),
        case: visit.text("case").parse().unwrap_or(blank.case),
        channel: channel.filter(|channel| CHANNELS.contains(channel)),
        noticed_by: visit.text("noticed-by").chars().take(NOTIFIER_MAX).collect(),
        topic: Topic::from_code(visit.text("topic")),
        words: visit.text("words").replace("\r\n", "\n"),
        unit: Some(visit.text("unit")).filter(|slug| known(slug)).unwrap_or(&blank.unit).to_owned(),
        service_language: Language::parse(visit.text("service-language"))
            .unwrap_or(blank.service_language),
        phone: visit.text("phone").to_owned(),
        ..blank
    };
    let words = context.words.chars().count();
    let faults = [
        context.channel.is_none().then_some(ContactFault::NoChannel),
        (context.channel == Some(Channel::Notice) && context.noticed_by.is_empty())
            .then_some(ContactFault::NoNotifier),
        context.topic.is_none().then_some(ContactFault::NoTopic),
        (words == 0).then_some(ContactFault::NoWords),
        (words > WORDS_MAX).then_some(ContactFault::TooLong),
        (!context.phone.is_empty() && !calls::is_phone(&context.phone))
            .then_some(ContactFault::BadPhone),
    ];
    Ok(contact::Context { faults: faults.into_iter().flatten().collect(), ..context })
}
