//! Recording a contact that a client makes by phone, at the desk or by letter: one matter at a time.

use care::code::{Channel, Topic};
use care::id::{CallId, CaseId, ContactId};
use maud::{Markup, html};

use super::banner::{Banner, banner, sample_banners};
use crate::components::button;
use crate::components::choices::{Choice, Choices, Legend};
use crate::components::error_summary::{Fault, at, error_summary};
use crate::components::field::{Field, Item, Kind, TextArea, Width, select};
use crate::components::notice::{Notice, NoticeKind, notice};
use crate::pages::layout::{Head, Place, page};
use crate::pages::resident::contact::matter::WORDS_MAX;
use crate::pages::samples::{case_id, contact_id};
use crate::pages::{Shell, urls};
use crate::say;
use crate::texts::{Language, Texts};

/// The ways in which a professional receives a contact; the web form is the resident's own.
pub const CHANNELS: [Channel; 4] =
    [Channel::Phone, Channel::WalkIn, Channel::Message, Channel::Notice];

/// What is asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// Whose contact it is.
    pub client: Banner,
    /// The contact that this matter belongs to.
    pub contact: ContactId,
    /// The case that it becomes; sent along, so that nothing is recorded twice.
    pub case: CaseId,
    /// The missed call that it settles.
    pub call: Option<CallId>,
    /// How the contact came in.
    pub channel: Option<Channel>,
    /// Who gave notice of a concern.
    pub noticed_by: String,
    /// What it is about.
    pub topic: Option<Topic>,
    /// What the client told.
    pub words: String,
    /// Slug of the unit that handles it.
    pub unit: String,
    /// The units to choose from.
    pub units: Vec<Item>,
    /// The service language.
    pub service_language: Language,
    /// The number at which the client is reached.
    pub phone: String,
    /// What is wrong.
    pub faults: Vec<ContactFault>,
    /// What was just done, or why it was not.
    pub notice: Option<Notice>,
}

/// What can be wrong with the answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ContactFault {
    /// No channel was chosen.
    NoChannel,
    /// It is not said who gave notice.
    NoNotifier,
    /// No topic was chosen.
    NoTopic,
    /// Nothing was written.
    NoWords,
    /// More than [`WORDS_MAX`] characters were written.
    TooLong,
    /// The number can't be called.
    BadPhone,
}

fn told(t: &Texts, fault: ContactFault) -> Fault {
    match fault {
        ContactFault::NoChannel => Fault::new("channel-1", say!(t, "record-fault-channel")),
        ContactFault::NoNotifier => Fault::new("noticed-by", say!(t, "refusal-no-notifier")),
        ContactFault::NoTopic => Fault::new("topic-1", say!(t, "contact-fault-topic")),
        ContactFault::NoWords => Fault::new("words", say!(t, "record-fault-words")),
        ContactFault::TooLong => {
            let most = t.number(i64::try_from(WORDS_MAX).unwrap_or(0));
            Fault::new("words", say!(t, "contact-fault-long", most = most))
        }
        ContactFault::BadPhone => Fault::new("phone", say!(t, "contact-fault-phone-form")),
    }
}

/// The page. Posts `contact`, `case`, `call`, `channel`, `topic`, `words`, `unit`, `service-language`, `phone`,
/// and `then=another` when a further matter of the same contact follows.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let title = say!(t, "record-title");
    let faults: Vec<Fault> = context.faults.iter().map(|fault| told(t, *fault)).collect();
    let person = context.client.person;
    page(
        shell,
        &Head::column(title.as_str(), Place::People)
            .back(urls::person(language, person))
            .faulty(!faults.is_empty()),
        &html! {
            (notice(t, context.notice.as_ref()))
            (error_summary(t, &faults))
            h1 { (title) }
            (banner(shell, &context.client))
            form method="post" action=(urls::record_contact(language, person)) novalidate {
                (button::csrf_field(&shell.csrf))
                input type="hidden" name="contact" value=(context.contact);
                input type="hidden" name="case" value=(context.case);
                @if let Some(call) = context.call { input type="hidden" name="call" value=(call); }
                (matter(context, t, &faults))
                (reaching(context, t, &faults))
                div .actions {
                    (button::primary(&say!(t, "record-save")))
                    button .button.button--quiet type="submit" name="then" value="another" {
                        (say!(t, "record-save-another"))
                    }
                }
            }
        },
    )
}

fn matter(context: &Context, t: &Texts, faults: &[Fault]) -> Markup {
    html! {
        (Choices {
            name: "channel",
            legend: &say!(t, "record-channel"),
            look: Legend::Label,
            hint: None,
            error: at(faults, "channel-1"),
            choices: CHANNELS.map(|one| {
                Choice::new(one.code(), t.channel(one), context.channel == Some(one))
            }).into(),
        }.radios())
        (Field {
            hint: Some(&say!(t, "record-noticed-by-hint")),
            error: at(faults, "noticed-by"),
            value: &context.noticed_by,
            ..Field::new("noticed-by", &say!(t, "record-noticed-by"))
        }.render())
        (Choices {
            name: "topic",
            legend: &say!(t, "contact-topic"),
            look: Legend::Label,
            hint: None,
            error: at(faults, "topic-1"),
            choices: Topic::ALL.iter().map(|topic| {
                Choice::new(topic.code(), t.topic(*topic), context.topic == Some(*topic))
            }).collect(),
        }.radios())
        (TextArea {
            name: "words",
            label: &say!(t, "record-words"),
            hint: Some(&say!(t, "record-words-hint")),
            error: at(faults, "words"),
            value: &context.words,
            rows: 5,
        }.render())
    }
}

fn reaching(context: &Context, t: &Texts, faults: &[Fault]) -> Markup {
    let languages = Language::ALL.map(|one| Item::new(one.code(), t.language_name(one)));
    html! {
        (select("unit", &say!(t, "record-unit"), &context.units, &context.unit))
        (select(
            "service-language",
            &say!(t, "contact-language"),
            &languages,
            context.service_language.code(),
        ))
        (Field {
            hint: Some(&say!(t, "record-phone-hint")),
            error: at(faults, "phone"),
            value: &context.phone,
            kind: Kind::Phone,
            width: Width::Medium,
            ..Field::new("phone", &say!(t, "contact-phone"))
        }.render())
    }
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let [plain, protected] = sample_banners();
    let empty = Context {
        client: plain,
        contact: contact_id(1),
        case: case_id(1),
        call: None,
        channel: None,
        noticed_by: String::new(),
        topic: None,
        words: String::new(),
        unit: "nasi".into(),
        units: vec![Item::new("nasi", "Näsin terveysasema")],
        service_language: Language::Fi,
        phone: "040 123 4567".into(),
        faults: Vec::new(),
        notice: None,
    };
    let faulty = Context {
        client: protected,
        faults: vec![
            ContactFault::NoChannel,
            ContactFault::NoNotifier,
            ContactFault::NoTopic,
            ContactFault::NoWords,
            ContactFault::BadPhone,
        ],
        ..empty.clone()
    };
    let another = Context {
        channel: Some(Channel::Phone),
        topic: Some(Topic::Oral),
        words: "Hammas särkee.".into(),
        faults: vec![ContactFault::TooLong],
        notice: Some(Notice { kind: NoticeKind::Done, text: "Asia on kirjattu.".into() }),
        ..empty.clone()
    };
    vec![("empty", empty), ("faulty", faulty), ("another", another)]
}
