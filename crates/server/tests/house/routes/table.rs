//! Every route, and what each kind of person is answered there, as data.

#[path = "professional.rs"]
mod professional;

/// One line of the table: method, route, the address asked for, the form sent, and the statuses for
/// nobody, another resident, a leader, an administrator, a professional of another unit, one of the
/// unit, and the resident whose matter it is.
pub(crate) type Line = (&'static str, &'static str, &'static str, &'static str, [u16; 7]);

pub(crate) const WHO: [&str; 7] =
    ["nobody", "another resident", "leader", "administrator", "other unit", "own unit", "resident"];

/// The same for everybody.
const fn all(status: u16) -> [u16; 7] {
    [status; 7]
}

/// For leaders; nobody else is let in.
const LEADER: [u16; 7] = [303, 403, 200, 403, 403, 403, 403];
/// A form about one's own matter.
const OWN_FORM: [u16; 7] = [303, 404, 404, 404, 403, 404, 303];
/// A page about one's own matter. A professional has pages of their own for it.
const OWN_PAGE: [u16; 7] = [303, 404, 404, 404, 403, 404, 200];
/// A page for any resident.
const RESIDENT_PAGE: [u16; 7] = [303, 200, 404, 404, 404, 404, 200];

/// For whoever has a calendar.
const CALENDAR: [u16; 7] = [303, 200, 403, 403, 200, 200, 200];
/// A form of theirs.
const CALENDAR_FORM: [u16; 7] = [303, 303, 403, 403, 303, 303, 303];

/// For administrators; nobody else is let in.
const ADMINISTRATOR: [u16; 7] = [303, 403, 403, 200, 403, 403, 403];
/// A form of theirs.
const ADMINISTRATOR_FORM: [u16; 7] = [303, 403, 403, 303, 403, 403, 403];

const PUBLIC: &[Line] = &[
    // A program with a token, which no person of this table has.
    ("POST", "/telephony/events", "/telephony/events", "", all(401)),
    ("GET", "/", "/", "", all(303)),
    ("GET", "/{language}", "/sv", "", all(200)),
    ("GET", "/{language}", "/de", "", all(404)),
    ("GET", "/{language}/", "/en/", "", all(200)),
    ("GET", "/{language}/sign-in", "/en/sign-in", "", [200, 303, 303, 303, 303, 303, 303]),
    ("POST", "/{language}/sign-in", "/en/sign-in", "login=x&password=y", all(422)),
    ("POST", "/{language}/sign-out", "/en/sign-out", "", all(303)),
    ("GET", "/{language}/signed-out", "/en/signed-out", "", all(200)),
    ("GET", "/{language}/accessibility", "/en/accessibility", "", all(200)),
    ("GET", "/{language}/dev/components", "/en/dev/components", "", all(404)),
    ("POST", "/{language}/demo/person", "/en/demo/person", "account=aino", all(404)),
    ("POST", "/{language}/demo/clock", "/en/demo/clock", "by=day", all(404)),
    ("GET", "/assets/{name}", "{asset}", "", all(200)),
    ("GET", "/assets/{name}", "/assets/master.key", "", all(404)),
    ("GET", "/metrics", "/metrics", "", all(200)),
    ("GET", "/health", "/health", "", all(200)),
    ("GET", "/fhir", "/fhir", "", all(401)),
    ("POST", "/fhir", "/fhir", "", all(401)),
    ("GET", "/fhir/", "/fhir/", "", all(401)),
    ("POST", "/fhir/", "/fhir/", "", all(401)),
    ("GET", "/fhir/{*path}", "/fhir/metadata", "", all(200)),
    ("GET", "/fhir/{*path}", "/fhir/Patient/{aino}", "", all(401)),
    ("POST", "/fhir/{*path}", "/fhir/Patient", "{}", all(401)),
];

const CONTACT: &[Line] = &[
    ("GET", "/{language}/questionnaire", "/en/questionnaire", "", all(200)),
    ("POST", "/{language}/questionnaire", "/en/questionnaire", "questionnaire=phq-9", all(404)),
    ("POST", "/{language}/questionnaire", "/en/questionnaire", "questionnaire=pre-visit", all(303)),
    (
        "POST",
        "/{language}/questionnaire/resume",
        "/en/questionnaire/resume",
        "code=AAAA-AAAA-AAAA",
        all(422),
    ),
    // Nobody fills in anything here yet, so all of it leads to the beginning.
    ("GET", "/{language}/questionnaire/code", "/en/questionnaire/code", "", all(303)),
    ("GET", "/{language}/questionnaire/all", "/en/questionnaire/all", "", all(303)),
    ("POST", "/{language}/questionnaire/all", "/en/questionnaire/all", "", all(303)),
    (
        "GET",
        "/{language}/questionnaire/question/{link}",
        "/en/questionnaire/question/burden",
        "",
        all(303),
    ),
    (
        "POST",
        "/{language}/questionnaire/question/{link}",
        "/en/questionnaire/question/burden",
        "",
        all(303),
    ),
    ("GET", "/{language}/questionnaire/help", "/en/questionnaire/help", "", all(200)),
    ("POST", "/{language}/questionnaire/leave", "/en/questionnaire/leave", "", all(303)),
    ("GET", "/{language}/contact", "/en/contact", "", all(303)),
    ("GET", "/{language}/contact/matter", "/en/contact/matter", "", all(200)),
    ("POST", "/{language}/contact/matter", "/en/contact/matter", "topic=oral&words=x", all(303)),
    // Nobody has a draft here yet, so there is no first matter of it.
    ("GET", "/{language}/contact/matter/{place}", "/en/contact/matter/1", "", all(404)),
    ("POST", "/{language}/contact/matter/{place}", "/en/contact/matter/1", "", all(404)),
    (
        "POST",
        "/{language}/contact/matter/{place}/remove",
        "/en/contact/matter/1/remove",
        "",
        all(404),
    ),
    ("GET", "/{language}/contact/matters", "/en/contact/matters", "", all(303)),
    ("POST", "/{language}/contact/matters", "/en/contact/matters", "another=no", all(303)),
    ("GET", "/{language}/contact/urgent", "/en/contact/urgent", "", all(200)),
    ("POST", "/{language}/contact/urgent", "/en/contact/urgent", "signs=none", all(303)),
    ("GET", "/{language}/contact/urgent/help", "/en/contact/urgent/help", "", all(200)),
    ("GET", "/{language}/contact/reach", "/en/contact/reach", "", all(200)),
    ("POST", "/{language}/contact/reach", "/en/contact/reach", "reach=message", all(422)),
    ("GET", "/{language}/contact/check", "/en/contact/check", "", all(303)),
    ("POST", "/{language}/contact/check", "/en/contact/check", "", all(303)),
    (
        "GET",
        "/{language}/contact/done/{contact}",
        "/en/contact/done/{contact}",
        "",
        [303, 404, 404, 404, 404, 404, 200],
    ),
];

const RESIDENT: &[Line] = &[
    ("POST", "/{language}/acting", "/en/acting", "", [303, 303, 404, 404, 404, 404, 303]),
    ("GET", "/{language}/matters", "/en/matters", "", RESIDENT_PAGE),
    ("GET", "/{language}/looks", "/en/looks", "", RESIDENT_PAGE),
    ("GET", "/{language}/time/{secret}", "/en/time/nobody-signed-this", "", all(404)),
    ("POST", "/{language}/time/{secret}", "/en/time/nobody-signed-this", "do=cancel", all(404)),
    ("GET", "/calendar/{secret}", "/calendar/nobody-has-this.ics", "", all(404)),
    ("GET", "/{language}/calendar", "/en/calendar", "", CALENDAR),
    ("POST", "/{language}/calendar", "/en/calendar", "", CALENDAR),
    ("POST", "/{language}/calendar/close", "/en/calendar/close", "", CALENDAR_FORM),
    ("GET", "/{language}/matters/{case}/time.ics", "/en/matters/{booked}/time.ics", "", OWN_PAGE),
    ("GET", "/{language}/reach", "/en/reach", "", RESIDENT_PAGE),
    ("POST", "/{language}/reach", "/en/reach", "way=site", [303, 303, 404, 404, 404, 404, 303]),
    ("GET", "/{language}/matters/{case}", "/en/matters/{booked}", "", OWN_PAGE),
    ("GET", "/{language}/matters/{case}/call", "/en/matters/{booked}/call", "", OWN_PAGE),
    (
        "POST",
        "/{language}/matters/{case}/call",
        "/en/matters/{booked}/call",
        "phone=0401234567&window=never",
        [303, 404, 404, 404, 403, 404, 422],
    ),
    (
        "POST",
        "/{language}/matters/{case}/call/end",
        "/en/matters/{booked}/call/end",
        "",
        [303, 404, 404, 404, 403, 404, 409],
    ),
    ("GET", "/{language}/matters/{case}/waiting", "/en/matters/{assessed}/waiting", "", OWN_PAGE),
    (
        "POST",
        "/{language}/matters/{case}/waiting",
        "/en/matters/{assessed}/waiting",
        "until-day=31&until-month=2&until-year=2026",
        [303, 404, 404, 404, 403, 404, 422],
    ),
    (
        "POST",
        "/{language}/matters/{case}/waiting/end",
        "/en/matters/{assessed}/waiting/end",
        "",
        [303, 404, 404, 404, 403, 404, 409],
    ),
    (
        "GET",
        "/{language}/matters/{case}/offer",
        "/en/matters/{assessed}/offer",
        "",
        [303, 404, 404, 404, 403, 404, 303],
    ),
    ("POST", "/{language}/matters/{case}/offer", "/en/matters/{assessed}/offer", "", OWN_FORM),
    (
        "POST",
        "/{language}/matters/{case}/offer/decline",
        "/en/matters/{assessed}/offer/decline",
        "",
        OWN_FORM,
    ),
    (
        "POST",
        "/{language}/matters/{case}/messages",
        "/en/matters/{booked}/messages",
        "message=Hello",
        OWN_FORM,
    ),
    ("GET", "/{language}/matters/{case}/withdraw", "/en/matters/{booked}/withdraw", "", OWN_PAGE),
    ("POST", "/{language}/matters/{case}/withdraw", "/en/matters/{booked}/withdraw", "", OWN_FORM),
    ("GET", "/{language}/matters/{case}/times", "/en/matters/{assessed}/times", "", OWN_PAGE),
    (
        "POST",
        "/{language}/matters/{case}/times",
        "/en/matters/{assessed}/times",
        "slot={slot}",
        OWN_FORM,
    ),
    (
        "GET",
        "/{language}/matters/{case}/times/confirm",
        "/en/matters/{assessed}/times/confirm?slot={slot}",
        "",
        OWN_PAGE,
    ),
    (
        "POST",
        "/{language}/matters/{case}/times/confirm",
        "/en/matters/{assessed}/times/confirm",
        "slot={slot}&mode=on-site",
        OWN_FORM,
    ),
    (
        "GET",
        "/{language}/matters/{case}/times/cancel",
        "/en/matters/{booked}/times/cancel",
        "",
        OWN_PAGE,
    ),
    (
        "POST",
        "/{language}/matters/{case}/times/cancel",
        "/en/matters/{booked}/times/cancel",
        "",
        OWN_FORM,
    ),
    (
        "GET",
        "/{language}/matters/{case}/done",
        "/en/matters/{booked}/done?what=booked",
        "",
        OWN_PAGE,
    ),
];

const LEADERS: &[Line] = &[
    ("GET", "/{language}/lead/access", "/en/lead/access", "", LEADER),
    ("GET", "/{language}/lead/access.csv", "/en/lead/access.csv", "", LEADER),
    ("GET", "/{language}/lead/third-free", "/en/lead/third-free", "", LEADER),
    ("GET", "/{language}/lead/third-free.csv", "/en/lead/third-free.csv", "", LEADER),
    ("GET", "/{language}/lead/access/cases", "/en/lead/access/cases?measure=open", "", LEADER),
];

const ADMINISTRATORS: &[Line] = &[
    ("GET", "/{language}/keep/messages", "/en/keep/messages", "", ADMINISTRATOR),
    (
        "POST",
        "/{language}/keep/messages/resend",
        "/en/keep/messages/resend",
        "case={waiting}&message=missed-calls.0",
        ADMINISTRATOR_FORM,
    ),
    (
        "GET",
        "/{language}/keep/messages/let-go",
        "/en/keep/messages/let-go?case={waiting}&message=missed-calls.0",
        "",
        ADMINISTRATOR_FORM,
    ),
    (
        "POST",
        "/{language}/keep/messages/let-go",
        "/en/keep/messages/let-go",
        "case={waiting}&message=missed-calls.0&why=outdated",
        ADMINISTRATOR_FORM,
    ),
    ("GET", "/{language}/keep/notices", "/en/keep/notices", "", ADMINISTRATOR),
    (
        "POST",
        "/{language}/keep/notices/resend",
        "/en/keep/notices/resend",
        "subscription=s1",
        ADMINISTRATOR_FORM,
    ),
    // There is no such notice, and that is said on the page of all.
    (
        "GET",
        "/{language}/keep/notices/let-go",
        "/en/keep/notices/let-go?subscription=s1&notice=n1",
        "",
        ADMINISTRATOR_FORM,
    ),
    (
        "POST",
        "/{language}/keep/notices/let-go",
        "/en/keep/notices/let-go",
        "subscription=s1&notice=n1&why=outdated",
        ADMINISTRATOR_FORM,
    ),
];

/// Routes that no line covers. This list may only shrink.
pub(crate) const NOT_COVERED: &[(&str, &str)] = &[];

pub(crate) fn lines() -> impl Iterator<Item = &'static Line> {
    [PUBLIC, CONTACT, RESIDENT, professional::LINES, LEADERS, ADMINISTRATORS].into_iter().flatten()
}
