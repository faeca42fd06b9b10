//! Every address of the pages, in one list: links, forms and routes all take them from here.
//! The language is the first step of each path; the rest is the same in every language.

use care::id::{CallId, CaseId, ContactId, PersonId};

use crate::texts::Language;

/// Puts the language in front of a path that starts with a slash.
pub fn at(language: Language, path: &str) -> String {
    format!("/{}{path}", language.code())
}

macro_rules! addresses {
    ($($(#[$doc:meta])* $name:ident = $path:literal $(, $id:ident: $kind:ty)*;)*) => {$(
        $(#[$doc])*
        pub fn $name(language: Language $(, $id: $kind)*) -> String {
            at(language, &format!($path))
        }
    )*};
}

addresses! {
    /// The public front page.
    start = "";
    /// Signing in.
    sign_in = "/sign-in";
    /// Signing out; POST only.
    sign_out = "/sign-out";
    /// What is seen after signing out.
    signed_out = "/signed-out";
    /// The accessibility statement.
    accessibility = "/accessibility";
    /// The gallery of components; demo mode only.
    gallery = "/dev/components";
    /// Becoming another demo person; POST only.
    demo_person = "/demo/person";
    /// Moving the demo's clock; POST only.
    demo_clock = "/demo/clock";

    /// Questionnaires without a name.
    questionnaire = "/questionnaire";
    /// Going on with the code; POST only.
    questionnaire_resume = "/questionnaire/resume";
    /// The code of the questionnaire that is filled in.
    questionnaire_code = "/questionnaire/code";
    /// One question.
    questionnaire_question = "/questionnaire/question/{link}", link: &str;
    /// All questions at once.
    questionnaire_all = "/questionnaire/all";
    /// Where help is got today.
    questionnaire_help = "/questionnaire/help";
    /// Forgetting the questionnaire on this device; POST only.
    questionnaire_leave = "/questionnaire/leave";

    /// The first question of a contact.
    contact = "/contact";
    /// What one matter is about: the first, or a new one.
    contact_matter = "/contact/matter";
    /// One matter of the draft, counted from one.
    contact_matter_at = "/contact/matter/{place}", place: usize;
    /// The matters so far.
    contact_matters = "/contact/matters";
    /// Taking one matter out of the draft; POST only.
    contact_matter_remove = "/contact/matter/{place}/remove", place: usize;
    /// Signs that need help at once.
    contact_urgent = "/contact/urgent";
    /// Where help is got at once.
    contact_urgent_help = "/contact/urgent/help";
    /// How the resident is reached.
    contact_reach = "/contact/reach";
    /// The answers before sending.
    contact_check = "/contact/check";
    /// What happens next.
    contact_done = "/contact/done/{contact}", contact: ContactId;

    /// The resident's matters.
    matters = "/matters";
    /// One matter.
    matter = "/matters/{case}", case: CaseId;
    /// Writing a message about a matter; POST only.
    write = "/matters/{case}/messages", case: CaseId;
    /// Withdrawing a matter.
    withdraw = "/matters/{case}/withdraw", case: CaseId;
    /// Free times for a matter.
    times = "/matters/{case}/times", case: CaseId;
    /// Looking at the chosen time once more.
    confirm_time = "/matters/{case}/times/confirm", case: CaseId;
    /// Cancelling the booked time.
    cancel_time = "/matters/{case}/times/cancel", case: CaseId;
    /// Agreeing on a call about a matter.
    callback = "/matters/{case}/call", case: CaseId;
    /// Doing without a call; POST only.
    end_callback = "/matters/{case}/call/end", case: CaseId;
    /// Waiting for a time that somebody gives up.
    waiting = "/matters/{case}/waiting", case: CaseId;
    /// Waiting no longer; POST only.
    end_waiting = "/matters/{case}/waiting/end", case: CaseId;
    /// A time that is offered.
    offer = "/matters/{case}/offer", case: CaseId;
    /// Letting an offered time go; POST only.
    decline_offer = "/matters/{case}/offer/decline", case: CaseId;
    /// What came of booking, moving, cancelling or withdrawing.
    matter_done = "/matters/{case}/done", case: CaseId;
    /// Notices to subscribers.
    notices = "/keep/notices";
    /// Sending notices again; POST only.
    notices_resend = "/keep/notices/resend";
    /// Letting a notice go.
    notices_let_go = "/keep/notices/let-go";

    /// Messages to residents that were given up.
    messages = "/keep/messages";
    /// Sending a message again; POST only.
    messages_resend = "/keep/messages/resend";
    /// Letting a message go.
    messages_let_go = "/keep/messages/let-go";

    /// The link of a message about a booked time.
    link = "/time/{secret}", secret: &str;
    /// The private address of one's calendar.
    calendar = "/calendar";
    /// Taking it away; POST only.
    calendar_close = "/calendar/close";
    /// The file of a booked time.
    time_file = "/matters/{case}/time.ics", case: CaseId;
    /// How the resident is reached beside the service.
    reach = "/reach";
    /// Who has looked at the resident's data.
    looks = "/looks";

    /// The professional's own work.
    work = "/work";
    /// Contacts that wait for an assessment.
    queue = "/work/queue";
    /// The calls that the unit has promised.
    calls = "/work/calls";
    /// Messages that wait for an answer.
    unanswered = "/work/messages";
    /// Writing to the client; POST only.
    answer = "/work/cases/{case}/messages", case: CaseId;
    /// Saying that no answer in writing is needed; POST only.
    settle_messages = "/work/cases/{case}/messages/settle", case: CaseId;
    /// Writing a note for colleagues; POST only.
    write_note = "/work/cases/{case}/notes", case: CaseId;
    /// Saying that one has looked, as a colleague asked; POST only.
    see_note = "/work/cases/{case}/notes/seen", case: CaseId;
    /// Setting the case aside for a while; POST only.
    snooze = "/work/cases/{case}/snooze", case: CaseId;
    /// Taking it up again; POST only.
    wake = "/work/cases/{case}/wake", case: CaseId;
    /// Those who wait for a time.
    waiting_list = "/work/waiting";
    /// Putting the client on the waiting list; POST only.
    wait = "/work/cases/{case}/wait", case: CaseId;
    /// Taking the client off the waiting list; POST only.
    end_wait = "/work/cases/{case}/wait/end", case: CaseId;
    /// Opening a questionnaire with its code; POST only.
    open_questionnaire = "/work/cases/{case}/questionnaire", case: CaseId;
    /// Attaching it to the case; POST only.
    attach_questionnaire = "/work/cases/{case}/questionnaire/attach", case: CaseId;
    /// Recording the answers to a questionnaire.
    record_questionnaire = "/work/cases/{case}/questionnaires/{name}", case: CaseId, name: &str;
    /// Taking care of an alarming answer; POST only.
    handle_safety = "/work/cases/{case}/safety", case: CaseId;
    /// The client's answer to an offered time; POST only.
    answer_offer = "/work/cases/{case}/offer", case: CaseId;
    /// The missed calls of the number of one.
    missed_call = "/work/phone/{call}", call: CallId;
    /// Taking it upon oneself to call back; POST only.
    take_missed = "/work/phone/{call}/take", call: CallId;
    /// Recording a call back; POST only.
    try_missed = "/work/phone/{call}/tried", call: CallId;
    /// Saying that nothing is needed; POST only.
    settle_missed = "/work/phone/{call}/settle", call: CallId;
    /// Recording a call; POST only.
    call = "/work/cases/{case}/call", case: CaseId;
    /// Agreeing on a call with the client; POST only.
    agree_call = "/work/cases/{case}/call/agree", case: CaseId;
    /// Server-sent events that tell that the queue has changed.
    queue_events = "/work/queue/events";
    /// Taking a contact from the queue or a colleague; POST only.
    take = "/work/cases/{case}/take", case: CaseId;
    /// One case.
    case = "/work/cases/{case}", case: CaseId;
    /// Recording the assessment; POST only.
    assess = "/work/cases/{case}/assess", case: CaseId;
    /// Booking a time for the client; POST only.
    book = "/work/cases/{case}/book", case: CaseId;
    /// Cancelling the client's time; POST only.
    unbook = "/work/cases/{case}/unbook", case: CaseId;
    /// Recording a visit; POST only.
    visit = "/work/cases/{case}/visit", case: CaseId;
    /// Recording that the client did not come; POST only.
    no_show = "/work/cases/{case}/no-show", case: CaseId;
    /// Closing the case; POST only.
    close = "/work/cases/{case}/close", case: CaseId;
    /// Finding people. The search is a POST, so that names and numbers stay out of addresses.
    people = "/work/people";
    /// One person.
    person = "/work/people/{person}", person: PersonId;
    /// Saying why a person's data must be seen, when there is no relationship yet.
    ground = "/work/people/{person}/ground", person: PersonId;
    /// Recording a contact that the person makes by phone, at the desk or by letter.
    record_contact = "/work/people/{person}/contact", person: PersonId;
    /// Choosing the person's named worker; POST only.
    name_worker = "/work/people/{person}/named", person: PersonId;
    /// Acting for another, or for oneself again; POST only.
    acting = "/acting";
    /// Recording who may act for a person; POST only.
    record_right = "/work/people/{person}/rights", person: PersonId;
    /// Recording that somebody acts no longer; POST only.
    end_right = "/work/people/{person}/rights/end", person: PersonId;
    /// Recording what a minor wishes that guardians see; POST only.
    minors_wish = "/work/people/{person}/minors-wish", person: PersonId;
    /// The calendar of one day.
    day = "/work/day";

    /// How the units stand today.
    load = "/load";
    /// The access board.
    access = "/lead/access";
    /// The board's breakdown as a file.
    access_csv = "/lead/access.csv";
    /// The third free time by unit and profession.
    third_free = "/lead/third-free";
    /// The same as a file.
    third_free_csv = "/lead/third-free.csv";
    /// The cases behind a figure.
    access_cases = "/lead/access/cases";
}

/// Recording the contact of a person who called; it settles the call.
pub fn record_call(language: Language, person: PersonId, call: CallId) -> String {
    let settles = query(&[("call", &call.to_string()), ("channel", "phone")]);
    record_contact(language, person) + &settles
}

/// Finding the person who called; what is recorded then settles the call.
pub fn people_for_call(language: Language, call: CallId) -> String {
    people(language) + &query(&[("call", &call.to_string())])
}

/// A query string of the pairs that have a value, with `?` in front, or nothing.
pub fn query(pairs: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        text.push(if text.is_empty() { '?' } else { '&' });
        text.push_str(name);
        text.push('=');
        push_escaped(&mut text, value);
    }
    text
}

fn push_escaped(text: &mut String, value: &str) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push('%');
            for half in [byte >> 4, byte & 15] {
                text.push(
                    char::from_digit(u32::from(half), 16)
                        .map_or('0', |digit| digit.to_ascii_uppercase()),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_leaves_out_what_is_empty_and_escapes_the_rest() {
        assert_eq!(query(&[("unit", ""), ("by", "")]), "");
        assert_eq!(
            query(&[("unit", "porvoo & co"), ("by", ""), ("kind", "suun hoito ä")]),
            "?unit=porvoo%20%26%20co&kind=suun%20hoito%20%C3%A4"
        );
    }

    #[test]
    fn the_language_is_the_first_step() {
        assert_eq!(contact_matter_at(Language::Fi, 2), "/fi/contact/matter/2");
    }
}
