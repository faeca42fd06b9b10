//! What is the same on every page: head, skip link, header, navigation, languages, footer.

use maud::{DOCTYPE, Markup, html};

use super::{Demo, Role, Shell, assets, urls};
use crate::components::button::{csrf_field, secondary};
use crate::components::field::{Item, select};
use crate::say;
use crate::texts::names::own_name;
use crate::texts::{Language, Texts};

/// How wide the content is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Width {
    /// A column that reads well: forms and the resident's pages.
    Column,
    /// The whole width: lists and boards.
    Wide,
}

/// The place in the navigation that is current.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// The resident's matters.
    Matters,
    /// A new contact.
    Contact,
    /// How the resident is reached.
    Reach,
    /// Who has looked.
    Looks,
    /// The live queue.
    Queue,
    /// The calls that the unit has promised.
    Calls,
    /// Messages that wait for an answer.
    Unanswered,
    /// The waiting list.
    Waiting,
    /// Own work.
    Work,
    /// The day's calendar.
    Day,
    /// Finding people.
    People,
    /// How the units stand today.
    Load,
    /// The access board.
    Access,
    /// The third free time.
    ThirdFree,
    /// Notices to subscribers.
    Notices,
    /// Messages to residents.
    Messages,
    /// None of them.
    Elsewhere,
}

/// What a page tells about itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Head {
    /// The page's title: its main heading.
    pub title: String,
    /// Whether a form came back with faults, which the title then says first.
    pub faulty: bool,
    /// How wide it is.
    pub width: Width,
    /// Where it is in the navigation.
    pub place: Place,
    /// Where the page before is.
    pub back: Option<String>,
}

impl Head {
    /// A page in the reading column.
    pub fn column(title: impl Into<String>, place: Place) -> Self {
        Self { title: title.into(), faulty: false, width: Width::Column, place, back: None }
    }

    /// A page over the whole width.
    pub fn wide(title: impl Into<String>, place: Place) -> Self {
        Self { width: Width::Wide, ..Self::column(title, place) }
    }

    /// The same with a link to the page before.
    #[must_use]
    pub fn back(mut self, href: String) -> Self {
        self.back = Some(href);
        self
    }

    /// The same, with the title saying that the form has faults.
    #[must_use]
    pub fn faulty(mut self, faulty: bool) -> Self {
        self.faulty = faulty;
        self
    }
}

/// The whole page around its content.
pub fn page(shell: &Shell, head: &Head, content: &Markup) -> Markup {
    let t = shell.texts();
    let professional = shell.signed_in.as_ref().is_some_and(|who| who.role != Role::Resident);
    html! {
        (DOCTYPE)
        html lang=(shell.language.code()) {
            (head_of(shell, head))
            body .body--dense[professional] {
                a .skip href="#main" { (say!(t, "skip-to-content")) }
                @if let Some(demo) = &shell.demo { (demo_bar(shell, demo)) }
                (header(shell))
                (navigation(shell, head.place))
                @if let Some(name) = &shell.acting_for { (acting_bar(shell, name)) }
                div .frame.frame--wide[head.width == Width::Wide] {
                    @if let Some(back) = &head.back {
                        nav aria-label=(say!(t, "back-label")) {
                            a .back href=(back) { (say!(t, "back")) }
                        }
                    }
                    main id="main" tabindex="-1" { (content) }
                }
                (footer(shell))
                @if professional { (shortcuts(t)) }
                @if shell.signed_in.as_ref().is_some_and(|who| who.role == Role::Professional) {
                    (palette(shell))
                }
            }
        }
    }
}

fn head_of(shell: &Shell, head: &Head) -> Markup {
    let t = shell.texts();
    let title = format!("{} – Polku", head.title);
    let title = if head.faulty { say!(t, "title-faulty", title = title) } else { title };
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            title { (title) }
            link rel="icon" type="image/svg+xml" href=(assets::ICON.href);
            link rel="stylesheet" href=(assets::STYLE.href);
            script src=(assets::SCRIPT.href) defer {}
        }
    }
}

fn header(shell: &Shell) -> Markup {
    let t = shell.texts();
    html! {
        header .header {
            div .header__inside {
                a .brand href=(home(shell)) {
                    svg .brand__mark viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" {
                        path d="M5 28c0-7 9-6 11-12S12 8 20 4" {}
                        circle cx="23" cy="5" r="3.2" {}
                    }
                    span { span .brand__name { "Polku" } span .brand__of { (shell.organisation) } }
                }
                (languages(shell))
                div .header__who {
                    @if let Some(who) = &shell.signed_in {
                        span { span .unseen { (say!(t, "signed-in-as")) " " } (who.name) }
                        form .inline method="post" action=(urls::sign_out(shell.language)) {
                            (csrf_field(&shell.csrf))
                            button .link-button type="submit" { (say!(t, "sign-out")) }
                        }
                    } @else {
                        a href=(urls::sign_in(shell.language)) { (say!(t, "sign-in")) }
                    }
                }
            }
        }
    }
}

/// The first page of each role.
pub fn home(shell: &Shell) -> String {
    let language = shell.language;
    match shell.signed_in.as_ref().map(|who| who.role) {
        None => urls::start(language),
        Some(Role::Resident) => urls::matters(language),
        Some(Role::Professional) => urls::queue(language),
        Some(Role::Leader) => urls::access(language),
        Some(Role::Administrator) => urls::notices(language),
    }
}

fn languages(shell: &Shell) -> Markup {
    let t = shell.texts();
    html! {
        nav .languages aria-label=(say!(t, "language-switch")) {
            ul {
                @for language in [Language::Fi, Language::Sv, Language::En] {
                    li {
                        a href=(urls::at(language, &shell.path)) lang=(language.code())
                            hreflang=(language.code())
                            aria-current=[(language == shell.language).then_some("true")] {
                            (own_name(language))
                        }
                    }
                }
            }
        }
    }
}

fn navigation(shell: &Shell, place: Place) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let links = match shell.signed_in.as_ref().map(|who| who.role) {
        None => return html! {},
        // What is the person's alone stays theirs, whoever acts for them.
        Some(Role::Resident) if shell.acting_for.is_some() => vec![
            (Place::Matters, urls::matters(language), say!(t, "nav-their-matters"), ""),
            (Place::Contact, urls::contact(language), say!(t, "nav-contact"), ""),
        ],
        Some(Role::Resident) => vec![
            (Place::Matters, urls::matters(language), say!(t, "nav-matters"), ""),
            (Place::Contact, urls::contact(language), say!(t, "nav-contact"), ""),
            (Place::Reach, urls::reach(language), say!(t, "nav-reach"), ""),
            (Place::Looks, urls::looks(language), say!(t, "nav-looks"), ""),
        ],
        Some(Role::Professional) => vec![
            (Place::Queue, urls::queue(language), say!(t, "nav-queue"), "q"),
            (Place::Calls, urls::calls(language), say!(t, "nav-calls"), "c"),
            (Place::Unanswered, urls::unanswered(language), say!(t, "nav-unanswered"), "m"),
            (Place::Waiting, urls::waiting_list(language), say!(t, "nav-waiting"), "l"),
            (Place::Work, urls::work(language), say!(t, "nav-work"), "w"),
            (Place::Day, urls::day(language), say!(t, "nav-day"), "d"),
            (Place::Load, urls::load(language), say!(t, "nav-load"), "t"),
            (Place::People, urls::people(language), say!(t, "nav-people"), "p"),
        ],
        Some(Role::Leader) => {
            vec![
                (Place::Access, urls::access(language), say!(t, "nav-access"), "a"),
                (Place::Load, urls::load(language), say!(t, "nav-load"), "l"),
                (Place::ThirdFree, urls::third_free(language), say!(t, "nav-third-free"), "t"),
            ]
        }
        Some(Role::Administrator) => {
            vec![
                (Place::Notices, urls::notices(language), say!(t, "nav-notices"), "n"),
                (Place::Messages, urls::messages(language), say!(t, "nav-messages"), "m"),
            ]
        }
    };
    html! {
        nav .nav aria-label=(say!(t, "nav-label")) {
            ul {
                @for (link, href, label, key) in links {
                    li {
                        a href=(href) data-go=[(!key.is_empty()).then_some(key)]
                            aria-current=[(link == place).then_some("page")] { (label) }
                    }
                }
            }
        }
    }
}

fn footer(shell: &Shell) -> Markup {
    let t = shell.texts();
    html! {
        footer .footer {
            div .footer__inside {
                p {
                    strong { (say!(t, "footer-urgent")) } " "
                    a href="tel:112" { "112" } " · "
                    (say!(t, "footer-advice")) " " a href="tel:116117" { "116\u{a0}117" }
                }
                ul {
                    li { a href=(urls::accessibility(shell.language)) { (say!(t, "nav-accessibility")) } }
                    @if shell.demo.is_some() {
                        li { a href=(urls::gallery(shell.language)) { (say!(t, "nav-gallery")) } }
                    }
                }
            }
        }
    }
}

/// Says on each page for whom somebody acts, and leads back.
fn acting_bar(shell: &Shell, name: &str) -> Markup {
    let t = shell.texts();
    html! {
        aside .acting aria-label=(say!(t, "acting-label")) {
            div .acting__inside {
                p { (say!(t, "acting-now", name = name)) }
                form .inline method="post" action=(urls::acting(shell.language)) {
                    (csrf_field(&shell.csrf))
                    button .link-button type="submit" { (say!(t, "acting-end")) }
                }
            }
        }
    }
}

fn demo_bar(shell: &Shell, demo: &Demo) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let mut people = vec![Item::new("", say!(t, "demo-nobody"))];
    for (role, name) in [
        (Role::Resident, say!(t, "role-resident")),
        (Role::Professional, say!(t, "role-professional")),
        (Role::Leader, say!(t, "role-leader")),
        (Role::Administrator, say!(t, "role-administrator")),
    ] {
        people.extend(
            demo.people.iter().filter(|one| one.role == role).map(|one| {
                Item::new(&one.account, format!("{name}: {}, {}", one.name, one.detail))
            }),
        );
    }
    html! {
        aside .demo aria-label=(say!(t, "demo-label")) {
            details {
                summary {
                    strong { (say!(t, "demo-title")) } " · "
                    span data-live-number { (t.moment(demo.now)) }
                    @if let Some(who) = &shell.signed_in { " · " (who.name) }
                }
                div .demo__inside {
                    form method="post" action=(urls::demo_person(language)) {
                        (csrf_field(&shell.csrf))
                        @if let Some(next) = &demo.next { input type="hidden" name="next" value=(next); }
                        (select("account", &say!(t, "demo-person"), &people, &demo.current))
                        (secondary(&say!(t, "demo-switch")))
                    }
                    (demo_clock(shell))
                }
            }
        }
    }
}

fn demo_clock(shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    html! {
        form method="post" action=(urls::demo_clock(language)) {
            (csrf_field(&shell.csrf))
            input type="hidden" name="back" value=(urls::at(language, &shell.path));
            span .demo__what { (say!(t, "demo-clock")) }
            @for (by, label) in [
                ("hour", say!(t, "demo-hour")),
                ("day", say!(t, "demo-day")),
                ("week", say!(t, "demo-week")),
            ] {
                button .button.button--quiet type="submit" name="by" value=(by) { (label) }
            }
        }
    }
}

/// Where to go and whom to find, by typing: a script fills the list with what the page and its navigation offer.
fn palette(shell: &Shell) -> Markup {
    let t = shell.texts();
    html! {
        dialog .shortcuts.palette id="palette" aria-labelledby="palette-title" {
            form method="post" action=(urls::people(shell.language)) {
                (csrf_field(&shell.csrf))
                label .label id="palette-title" for="palette-text" { (say!(t, "palette-title")) }
                input .input id="palette-text" name="name" type="text" autocomplete="off" spellcheck="false"
                    role="combobox" aria-expanded="true" aria-controls="palette-list" aria-autocomplete="list";
                ul id="palette-list" role="listbox" aria-label=(say!(t, "palette-list")) {}
                div .actions {
                    button .button.button--quiet type="submit" { (say!(t, "palette-find")) }
                    button .button.button--quiet type="submit" formmethod="dialog" { (say!(t, "keys-close")) }
                }
            }
        }
    }
}

fn shortcuts(t: &Texts) -> Markup {
    let keys = [
        ("?", say!(t, "key-help")),
        ("/", say!(t, "key-search")),
        ("j", say!(t, "key-next")),
        ("k", say!(t, "key-previous")),
        ("Enter", say!(t, "key-open")),
        ("g", say!(t, "key-go")),
        ("Ctrl K", say!(t, "key-palette")),
    ];
    html! {
        dialog .shortcuts id="shortcuts" aria-labelledby="shortcuts-title" {
            h2 id="shortcuts-title" { (say!(t, "keys-title")) }
            dl {
                @for (key, meaning) in &keys {
                    div { dt { kbd { (key) } } dd { (meaning) } }
                }
            }
            p .choice {
                input type="checkbox" id="shortcuts-on" checked;
                label for="shortcuts-on" { (say!(t, "keys-on")) }
            }
            form method="dialog" { button .button.button--quiet type="submit" { (say!(t, "keys-close")) } }
        }
    }
}
