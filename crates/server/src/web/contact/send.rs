//! Sending a contact, and what is told afterwards: what happens next, by when, and who answers.

use care::callback::Window;
use care::code::{Channel, Topic};
use care::day::{age_on, day_of, local};
use care::decide::{Command, Matter, ReceiveContact};
use care::id::{ContactId, UnitId};
use care::person::Details;
use care::refusal::Refusal;
use jiff::Timestamp;

use super::check_context;
use super::drafts::{Draft, change, read};
use crate::components::notice::{Notice, NoticeKind};
use crate::door::{Caller, CaseView, Denied};
use crate::pages::resident::contact::{DraftMatter, Reach, check, done};
use crate::pages::urls;
use crate::region::{Place, Region, UnitKind};
use crate::wall::fresh_id;
use crate::web::answer::{Answer, faulty, page, see_other};
use crate::web::names::Names;
use crate::web::shell::shell;
use crate::web::visit::Visit;
use crate::web::{App, calls};

/// Parts what is to be said to the person from how they wish to be reached.
const PART: char = '|';

pub(super) fn ask(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let draft = read(app, visit);
    if draft.matters.is_empty() {
        return see_other(urls::contact_matter(visit.language));
    }
    if draft.reach.is_none() {
        return see_other(urls::contact_reach(visit.language));
    }
    page(check::render(&check_context(app, draft, visit), &shell(app, visit)))
}

pub(super) fn send(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let caller = visit.caller()?;
    let draft = read(app, visit);
    if draft.matters.is_empty() || draft.reach.is_none() {
        return ask(app, visit);
    }
    let person = caller.account.person.ok_or(Denied::NotFound)?;
    let details = app.door.my_details(caller)?.ok_or(Denied::NotFound)?;
    let contact = draft.contact.unwrap_or_else(|| ContactId(fresh_id(app.door.now())));
    let region = &app.door.content().region;
    for (unit, matters) in by_unit(&draft.matters, &details, region, app.door.now()) {
        let command = Command::ReceiveContact(ReceiveContact {
            made_by: caller.behalf(),
            signs: draft.signs,
            noticed_by: String::new(),
            contact,
            person,
            channel: Channel::Web,
            unit,
            language: draft.service_language.unwrap_or(visit.language),
            reach: written_reach(draft.reach.unwrap_or(Reach::Message), &draft.phone),
            callback: callback(&draft),
            matters: matters
                .iter()
                .map(|matter| Matter {
                    case: matter.case,
                    topic: matter.topic,
                    words: matter.words.clone(),
                })
                .collect(),
        });
        match app.door.act(caller, &command) {
            Ok(()) | Err(Denied::Refused(Refusal::CaseKnown)) => {}
            Err(Denied::Refused(refusal)) => return refused(app, visit, draft, &refusal),
            Err(denied) => return Err(denied),
        }
    }
    change(app, visit, urls::contact_done(visit.language, contact), |draft| {
        *draft = Draft::default();
    })
}

fn refused(app: &App, visit: &Visit, draft: Draft, refusal: &Refusal) -> Result<Answer, Denied> {
    let shell = shell(app, visit);
    let text = shell.texts().refusal(refusal);
    let notice = Some(Notice { kind: NoticeKind::Refused, text });
    faulty(check::render(&check::Context { notice, ..check_context(app, draft, visit) }, &shell))
}

/// How a contact keeps in which way its person wishes to be reached.
pub(in crate::web) fn written_reach(way: Reach, phone: &str) -> String {
    match way {
        Reach::Phone => format!("phone{PART}{phone}{PART}"),
        Reach::Message => format!("message{PART}{PART}"),
    }
}

fn callback(draft: &Draft) -> Option<(String, Window)> {
    let wanted = draft.reach == Some(Reach::Phone);
    draft.window.filter(|_| wanted).map(|window| (draft.phone.clone(), window))
}

/// How a contact's person wishes to be reached: the way, the number and the hours.
pub(in crate::web) fn read_reach(reach: &str) -> (Reach, String, String) {
    let mut parts = reach.splitn(3, PART);
    let way = parts.next().and_then(Reach::from_code).unwrap_or(Reach::Message);
    let mut next = || parts.next().unwrap_or_default().to_owned();
    (way, next(), next())
}

// Each matter goes to the unit that handles such matters nearest to the resident's home.
fn by_unit(
    matters: &[DraftMatter],
    details: &Details,
    region: &Region,
    now: Timestamp,
) -> Vec<(UnitId, Vec<DraftMatter>)> {
    let age = details.birth_on.map(|birth| age_on(birth, day_of(now)));
    let mut units: Vec<(UnitId, Vec<DraftMatter>)> = Vec::new();
    for matter in matters {
        let unit = unit_for(matter.topic, age, details, region);
        match units.iter_mut().find(|(known, _)| *known == unit) {
            Some((_, matters)) => matters.push(matter.clone()),
            None => units.push((unit, vec![matter.clone()])),
        }
    }
    units
}

fn unit_for(topic: Topic, age: Option<i16>, details: &Details, region: &Region) -> UnitId {
    let municipality = details.municipality.as_deref().unwrap_or_default();
    let receiving =
        home(details, region).and_then(|home| region.receiving(topic, age, municipality, home));
    let guidance = || region.units.iter().find(|unit| unit.kind == UnitKind::Guidance);
    receiving
        .or_else(guidance)
        .or(region.units.first())
        .map_or_else(|| UnitId::from("unknown"), |unit| unit.id.clone())
}

fn home(details: &Details, region: &Region) -> Option<Place> {
    let municipality = region.municipality(details.municipality.as_deref()?)?;
    let postcodes = &municipality.postcodes;
    let code = details.postal_code.as_deref();
    let exact = postcodes.iter().find(|postcode| Some(postcode.code.as_str()) == code);
    exact.or(postcodes.first()).map(|postcode| postcode.place)
}

pub(super) fn done(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let caller: &Caller = visit.caller()?;
    let contact: ContactId = visit.param("contact")?;
    let views = app.door.my_matters(caller)?;
    let made: Vec<_> = views.iter().filter(|view| view.case.contact.id == contact).collect();
    let first = made.first().ok_or(Denied::NotFound)?;
    let names = Names::new(app, visit.language);
    let (way, phone, _) = read_reach(&first.case.contact.reach);
    let due = made.iter().flat_map(|view| &view.clocks).map(|clock| clock.due.on).min();
    let sent = |view: &&CaseView| done::Sent {
        case: view.case.id,
        topic: view.case.topic,
        unit: names.unit(&view.case.contact.unit),
    };
    let reference = contact.to_string();
    let context = done::Context {
        reference: reference.chars().rev().take(8).collect::<Vec<_>>().into_iter().rev().collect(),
        received_at: local(first.case.contact.at),
        answer_on: due.unwrap_or_else(|| day_of(first.case.contact.at)),
        matters: made.iter().map(sent).collect(),
        unit_phone: app.door.content().organisation.phone.clone(),
        reach: way,
        phone,
        window: first.case.callback().map(|callback| calls::shown(callback.window)),
        service_language: first.case.contact.language,
    };
    page(done::render(&context, &shell(app, visit)))
}
