//! How a resident is reached beside the service: seen and chosen.

use care::decide::{ChooseReach, Command};
use care::message::{Reach, Way};
use care::refusal::Refusal;

use crate::components::notice::{Notice, NoticeKind};
use crate::door::Denied;
use crate::pages::resident::reach::{self, Chosen, ReachFault};
use crate::pages::urls;
use crate::say;
use crate::web::App;
use crate::web::answer::{Answer, faulty, page, see_other};
use crate::web::shell::shell;
use crate::web::visit::Visit;

fn ways(app: &App) -> Vec<Way> {
    app.desks.as_ref().map(|desks| desks.messages.ways()).unwrap_or_default()
}

pub(super) fn ask(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let person = app.door.my_person(visit.caller()?)?;
    let shell = shell(app, visit);
    let notice = visit
        .asked("done")
        .map(|_| Notice { kind: NoticeKind::Done, text: say!(shell.texts(), "reach-chosen") });
    let mut context = reach::Context {
        notice,
        ways: ways(app),
        chosen: person.reach.way().map_or(Chosen::Site, Chosen::By),
        email: String::new(),
        phone: person.details.phone.unwrap_or_default(),
        fault: None,
    };
    match person.reach {
        Reach::Site => {}
        Reach::Email(address) => context.email = address,
        Reach::Sms(number) => context.phone = number,
    }
    page(reach::render(&context, &shell))
}

pub(super) fn choose(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let (caller, ways) = (visit.caller()?, ways(app));
    let person = caller.account.person.ok_or(Denied::NotFound)?;
    let (email, phone) = (visit.text("email"), visit.text("phone"));
    let chosen = match visit.text("way") {
        "site" => Some(Chosen::Site),
        code => Way::from_code(code).filter(|way| ways.contains(way)).map(Chosen::By),
    };
    let wish = chosen.map(|chosen| match chosen {
        Chosen::Site => Reach::Site,
        Chosen::By(Way::Email) => Reach::Email(email.to_owned()),
        Chosen::By(Way::Sms) => Reach::Sms(phone.to_owned()),
    });
    let fault = match wish {
        None => ReachFault::NoWay,
        Some(reach) => {
            let command = Command::ChooseReach(ChooseReach { person, reach });
            match app.door.act(caller, &command) {
                Ok(()) => {
                    let query = urls::query(&[("done", "chosen")]);
                    return see_other(urls::reach(visit.language) + &query);
                }
                Err(Denied::Refused(Refusal::AddressFaulty)) => ReachFault::Email,
                Err(Denied::Refused(Refusal::PhoneMissing)) => ReachFault::Phone,
                Err(denied) => return Err(denied),
            }
        }
    };
    let context = reach::Context {
        notice: None,
        ways,
        chosen: chosen.unwrap_or(Chosen::Site),
        email: email.to_owned(),
        phone: phone.to_owned(),
        fault: Some(fault),
    };
    faulty(reach::render(&context, &shell(app, visit)))
}
