//! Signing in with a local account.

use maud::{Markup, html};

use crate::components::button;
use crate::components::error_summary::{Fault, at, error_summary};
use crate::components::field::{Field, Kind, Width};
use crate::pages::layout::{Head, Place, page};
use crate::pages::{Shell, urls};
use crate::say;

/// What is asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// The login as written; the password is never given back.
    pub login: String,
    /// Where to go afterwards: a path of this site, or empty.
    pub next: String,
    /// What is wrong.
    pub fault: Option<SignInFault>,
}

/// What can be wrong. The page never tells which of the two was wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SignInFault {
    /// Login and password do not belong together.
    WrongPair,
    /// Too many attempts; wait a while.
    TooMany,
}

/// The page. Posts `login`, `password` and `next`.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let title = say!(t, "sign-in-title");
    let faults: Vec<Fault> = context
        .fault
        .iter()
        .map(|fault| match fault {
            SignInFault::WrongPair => Fault::new("login", say!(t, "sign-in-wrong")),
            SignInFault::TooMany => Fault::new("login", say!(t, "sign-in-many")),
        })
        .collect();
    page(
        shell,
        &Head::column(title.as_str(), Place::Elsewhere)
            .back(urls::start(language))
            .faulty(!faults.is_empty()),
        &html! {
            (error_summary(t, &faults))
            h1 { (title) }
            form method="post" action=(urls::sign_in(language)) novalidate {
                (button::csrf_field(&shell.csrf))
                input type="hidden" name="next" value=(context.next);
                (Field {
                    value: &context.login,
                    error: at(&faults, "login"),
                    width: Width::Medium,
                    autocomplete: "username",
                    ..Field::new("login", &say!(t, "sign-in-login"))
                }.render())
                (Field {
                    kind: Kind::Password,
                    width: Width::Medium,
                    autocomplete: "current-password",
                    ..Field::new("password", &say!(t, "sign-in-password"))
                }.render())
                (button::primary(&say!(t, "sign-in")))
            }
            @if shell.demo.is_some() { p .boxed { (say!(t, "sign-in-demo")) } }
        },
    )
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let empty = Context { login: String::new(), next: String::new(), fault: None };
    let wrong = Context {
        login: "maria".into(),
        next: "/fi/work".into(),
        fault: Some(SignInFault::WrongPair),
    };
    let many = Context { fault: Some(SignInFault::TooMany), ..wrong.clone() };
    vec![("empty", empty), ("wrong", wrong), ("many", many)]
}
