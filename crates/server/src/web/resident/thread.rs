//! What a resident writes about a matter of theirs.

use care::thread::Writer;

use super::{again, matter_context, own};
use crate::door::Denied;
use crate::pages::resident::matter;
use crate::pages::urls;
use crate::web::App;
use crate::web::answer::{Answer, faulty, see_other};
use crate::web::names::Names;
use crate::web::shell::shell;
use crate::web::thread::{Reader, back, thread, written};
use crate::web::visit::Visit;

pub(super) fn write(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = own(app, visit)?;
    let caller = visit.caller()?;
    let by = caller.behalf().map_or(Writer::Client, Writer::For);
    match app.door.act(caller, &written(app, visit, &view.case, by)) {
        Ok(()) => {
            let matter = urls::matter(visit.language, view.case.id);
            see_other(matter + &urls::query(&[("done", "written")]))
        }
        Err(Denied::Refused(refusal)) => match back(app, visit, &refusal) {
            Some(form) => {
                let mut context = matter_context(app, visit, &view, None)?;
                let names = Names::new(app, visit.language);
                context.thread = thread(app, &view.case, &names, Reader::Client, Some(form))?;
                faulty(matter::render(&context, &shell(app, visit)))
            }
            None => again(app, visit, &refusal),
        },
        Err(denied) => Err(denied),
    }
}
