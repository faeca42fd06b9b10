//! The third free time by unit and profession, as a page and as a file.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::Router;
use care::day::{day_of, local};

use crate::door::Denied;
use crate::pages::leader::third_free;
use crate::pages::leader::third_free::{Context, Figure};
use crate::say;
use crate::texts::Language;
use crate::web::answer::{Answer, page};
use crate::web::names::Names;
use crate::web::shell::shell;
use crate::web::visit::Visit;
use crate::web::{App, shows};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/lead/third-free", shows(show))
        .route("/{language}/lead/third-free.csv", shows(csv))
}

fn figures(app: &App, visit: &Visit) -> Result<Vec<Figure>, Denied> {
    let names = Names::new(app, visit.language);
    let found = app.door.third_free(visit.caller()?)?;
    let figure = |one: crate::door::ThirdFree| Figure {
        unit: names.unit(&one.unit),
        profession: one.profession,
        professionals: one.professionals,
        tenths: one.tenths,
    };
    Ok(found.into_iter().map(figure).collect())
}

fn show(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let context = Context {
        figures: figures(app, visit)?,
        days_max: app.door.content().third_free.days_max,
        now: local(app.door.now()),
    };
    page(third_free::render(&context, &shell(app, visit)))
}

fn csv(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let figures = figures(app, visit)?;
    let shell = shell(app, visit);
    let t = shell.texts();
    // Finnish and Swedish programs read a comma as the sign before tenths.
    let (between, mark) = match visit.language {
        Language::Fi | Language::Sv => (';', ','),
        Language::En => (',', '.'),
    };
    let heads = [
        say!(t, "third-csv-unit"),
        say!(t, "third-csv-profession"),
        say!(t, "third-csv-professionals"),
        say!(t, "third-csv-days"),
    ];
    let mut file = String::from("\u{feff}") + &heads.join(&between.to_string()) + "\r\n";
    for one in figures {
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        let (unit, profession) = (quoted(&one.unit), quoted(&t.profession(one.profession)));
        let (whole, tenth) = (one.tenths / 10, one.tenths % 10);
        // Writing to a string does not fail.
        let _ = write!(
            file,
            "{unit}{between}{profession}{between}{}{between}{whole}{mark}{tenth}\r\n",
            one.professionals
        );
    }
    let name = format!("polku-t3-{}.csv", day_of(app.door.now()));
    Ok(Answer::File { media_type: "text/csv; charset=utf-8", name, bytes: file.into_bytes() })
}
