//! A questionnaire without a name from its first question to the safety step, through the pages that
//! people use.

use care::access::Role;
use care::case::Case;
use care::decide::{CloseCase, Command};
use care::refusal::Refusal;
use jiff::SignedDuration;
use server::door::Denied;

use crate::browser::{Person, Web, sign_in};
use crate::county::{AINO, County, Matters, NELLI, OTTO};

/// Somebody without a name, and a nurse with a case to attach the answers to.
struct Desk {
    county: County,
    matters: Matters,
    web: Web,
    nurse: Person,
}

impl Desk {
    fn new() -> Self {
        let (county, matters) = County::with_matters();
        let web = Web::of(&county);
        let nurse = sign_in(&county, &NELLI.caller());
        Self { county, matters, web, nurse }
    }

    /// Begins, and answers everything on one page; item 9 of PHQ-9 as told. Gives the code.
    fn fill_in(&self, ninth: &str) -> (Person, String) {
        let begin = [("questionnaire", "pre-visit")];
        let begun = self.web.post(&Person::nobody(), "/en/questionnaire", &begin);
        let cookie = begun.header("set-cookie").split(';').next().unwrap().to_owned();
        let person = Person::with(&cookie, "");
        self.answer(&person, ninth);
        let code = cookie.split_once('=').unwrap().1.to_owned();
        (person, code)
    }

    fn answer(&self, person: &Person, ninth: &str) {
        let mut form = vec![
            ("answer-burden".to_owned(), "I lie awake."),
            ("answer-since".to_owned(), "months"),
            ("answer-areas".to_owned(), "sleep"),
            ("answer-help-before".to_owned(), "no"),
        ];
        form.extend((1..=8).map(|item| (format!("answer-phq-9-{item}"), "1")));
        form.push(("answer-phq-9-9".to_owned(), ninth));
        form.extend((1..=7).map(|item| (format!("answer-gad-7-{item}"), "2")));
        let form: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        let answered = self.web.post(person, "/en/questionnaire/all", &form);
        let next = if ninth == "0" { "/en/questionnaire/code" } else { "/en/questionnaire/help" };
        assert_eq!(answered.leads_to(), next);
    }

    fn work(&self, step: &str) -> String {
        format!("/en/work/cases/{}{step}", self.matters.waiting)
    }

    fn case(&self) -> Case {
        self.county.door.case(&NELLI.caller(), self.matters.waiting).unwrap().case
    }

    fn attach(&self, code: &str) {
        let attached =
            self.web.post(&self.nurse, &self.work("/questionnaire/attach"), &[("code", code)]);
        assert_eq!(attached.leads_to(), self.work("?done=attached"));
    }
}

#[test]
fn an_alarming_answer_is_met_at_once_and_opens_a_step_the_same_day() {
    let desk = Desk::new();
    let (person, code) = desk.fill_in("1");
    let help = desk.web.get(&person, "/en/questionnaire/help").text;
    for number in ["tel:112", "tel:116117", "tel:0925250111"] {
        assert!(help.contains(number), "{number}");
    }
    let done = desk.web.get(&person, "/en/questionnaire/code").text;
    assert!(done.contains(&code) && done.contains("Your answers are saved"));
    assert!(!done.contains("PHQ-9"), "nobody is shown a bare score");

    let opened = desk.web.post(&desk.nurse, &desk.work("/questionnaire"), &[("code", &code)]);
    assert_eq!(opened.status, 200);
    assert!(opened.text.contains("9 / 27") && opened.text.contains("14 / 21"));
    assert!(opened.text.contains("Ask about safety today"));
    assert_eq!(desk.case().results, [], "what is opened is not attached yet");
    desk.attach(&code);
    assert!(desk.case().safety_since().is_some());
    let queue = desk.web.get(&desk.nurse, "/en/work/queue").text;
    assert!(queue.contains("id=\"safety-cases\"") && queue.contains(&desk.work("")));

    // Nobody closes the matter while the step is open, and an empty word does not close the step.
    let close = CloseCase {
        case: desk.matters.waiting,
        closing: care::code::Closing::Withdrawn,
        gives_up: None,
    };
    let refused = desk.county.act(&NELLI.caller(), Command::CloseCase(close));
    assert!(matches!(refused, Err(Denied::Refused(Refusal::SafetyOpen))), "{refused:?}");
    let empty = desk.web.post(&desk.nurse, &desk.work("/safety"), &[("done", "")]);
    assert_eq!(empty.status, 422);
    let done = [("done", "Asked: no plan. Calls tomorrow.")];
    let handled = desk.web.post(&desk.nurse, &desk.work("/safety"), &done);
    assert_eq!(handled.leads_to(), desk.work("?done=safe"));
    assert_eq!(desk.case().safety_since(), None);
    let (_, by, said) = desk.case().safety[0].handled.clone().unwrap();
    assert_eq!((by, said.as_str()), (NELLI.id(), "Asked: no plan. Calls tomorrow."));
    assert!(!desk.web.get(&desk.nurse, "/en/work/queue").text.contains("safety-cases"));
}

#[test]
fn a_fault_beside_an_alarming_answer_never_hides_where_help_is() {
    let desk = Desk::new();
    let begun =
        desk.web.post(&Person::nobody(), "/en/questionnaire", &[("questionnaire", "pre-visit")]);
    let cookie = begun.header("set-cookie").split(';').next().unwrap().to_owned();
    let person = Person::with(&cookie, "");
    let all = "/en/questionnaire/all";
    let faulty = desk.web.post(&person, all, &[("answer-phq-9-9", "1")]);
    assert_eq!(faulty.status, 422);
    assert!(faulty.text.contains("tel:0925250111"), "help stands beside the faults");
    // What was alarming before is so still when the rest is answered.
    desk.answer(&person, "1");
    let changed = desk.web.post(&person, all, &[("answer-phq-9-9", "0")]);
    assert_eq!(changed.status, 422);
    assert!(!changed.text.contains("tel:0925250111"), "what is no longer alarming warns nobody");
}

#[test]
fn answers_wait_behind_the_code_for_a_month_and_are_attached_once() {
    let desk = Desk::new();
    let (_, code) = desk.fill_in("0");
    let (_, other) = desk.fill_in("0");
    assert_ne!(code, other);
    // On another device the code alone leads back.
    let resume = [("code", code.to_lowercase())];
    let resume: Vec<_> = resume.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let resumed = desk.web.post(&Person::nobody(), "/en/questionnaire/resume", &resume);
    assert_eq!(resumed.leads_to(), "/en/questionnaire/code");
    // The unit of nobody's case opens nothing.
    let stranger = sign_in(&desk.county, &OTTO.caller());
    let form = [("code", code.as_str())];
    assert_eq!(desk.web.post(&stranger, &desk.work("/questionnaire"), &form).status, 403);
    desk.attach(&code);
    assert_eq!(desk.case().safety_since(), None, "no alarming answer, no step");
    assert_eq!(desk.web.post(&desk.nurse, &desk.work("/questionnaire"), &form).status, 422);
    let resumed = desk.web.post(&Person::nobody(), "/en/questionnaire/resume", &resume);
    assert_eq!(resumed.status, 422, "what is attached is the client's record now");

    let month = SignedDuration::from_hours(24 * 30);
    desk.county.clock.put(desk.county.door.now().checked_add(month).unwrap());
    let late = [("code", other.as_str())];
    assert_eq!(desk.web.post(&Person::nobody(), "/en/questionnaire/resume", &late).status, 422);
    assert_eq!(desk.case().results.len(), 1);
}

#[test]
fn what_is_answered_is_kept_page_by_page_and_every_fault_is_told() {
    let desk = Desk::new();
    let begin = [("questionnaire", "pre-visit")];
    let begun = desk.web.post(&Person::nobody(), "/fi/questionnaire", &begin);
    let cookie = begun.header("set-cookie").split(';').next().unwrap().to_owned();
    let person = Person::with(&cookie, "");
    let first = "/fi/questionnaire/question/burden";
    assert_eq!(desk.web.post(&person, first, &[("answer-burden", "")]).status, 422);
    let answered = desk.web.post(&person, first, &[("answer-burden", "Valvon öisin.")]);
    assert_eq!(answered.leads_to(), "/fi/questionnaire/question/since");
    // Another area is asked about only when there is one.
    assert_eq!(desk.web.get(&person, "/fi/questionnaire/question/areas-other").status, 404);
    let areas = [("answer-areas", "sleep"), ("answer-areas", "other")];
    let answered = desk.web.post(&person, "/fi/questionnaire/question/areas", &areas);
    assert_eq!(answered.leads_to(), "/fi/questionnaire/question/areas-other");
    let wrong = [("answer-since", "yesterday")];
    assert_eq!(desk.web.post(&person, "/fi/questionnaire/question/since", &wrong).status, 422);
    let shown = desk.web.get(&person, first).text;
    assert!(shown.contains("Valvon öisin."));
    let all = desk.web.post(&person, "/fi/questionnaire/all", &[]);
    assert_eq!(all.status, 422);
    assert!(all.text.contains("href=\"#answer-phq-9-9-1\""), "every fault leads to its question");
}

#[test]
fn the_way_that_is_found_together_is_told_to_the_client() {
    let desk = Desk::new();
    let aino = sign_in(&desk.county, &AINO.caller());
    let matter = format!("/en/matters/{}", desk.matters.waiting);
    assert!(!desk.web.get(&aino, &matter).text.contains("How we work together"));
    let answers = |complex: &'static str| {
        let own = ["manages", "knows", "people", "will"].map(|link| (link, "2"));
        let seen = ["many", "several", "changes", "life"].map(|link| (link, complex));
        own.into_iter().chain(seen).map(|(link, given)| (format!("answer-{link}"), given))
    };
    for (complex, way) in [("0", "Self-directed path"), ("3", "Cooperation path")] {
        let form: Vec<_> = answers(complex).collect();
        let form: Vec<_> = form.iter().map(|(name, given)| (name.as_str(), *given)).collect();
        let saved = desk.web.post(&desk.nurse, &desk.work("/questionnaires/path"), &form);
        assert_eq!(saved.status, 303, "{}", saved.text);
        assert!(desk.web.get(&desk.nurse, &desk.work("")).text.contains(way));
        let told = desk.web.get(&aino, &matter).text;
        assert!(told.contains("How we work together") && told.contains(way), "{told}");
    }
    let told = desk.web.get(&aino, &matter).text;
    assert!(!told.contains("Self-directed path"), "the latest answers count");
}

#[test]
fn an_instrument_that_a_professional_records_becomes_a_curve() {
    let desk = Desk::new();
    let path = desk.work("/questionnaires/tug");
    let ask = desk.web.get(&desk.nurse, &path);
    assert!(ask.status == 200 && ask.text.contains("Time to rise, walk 3 metres"));
    assert_eq!(desk.web.post(&desk.nurse, &path, &[("answer-tug", "fast")]).status, 422);
    for seconds in ["14,5", "11.2"] {
        let recorded = desk.web.post(&desk.nurse, &path, &[("answer-tug", seconds)]);
        assert_eq!(recorded.leads_to(), desk.work("?done=attached"));
    }
    let page = desk.web.get(&desk.nurse, &desk.work("")).text;
    assert!(page.contains("14.5 — Suggests a raised risk of falling"));
    assert!(page.contains("11.2 — Usual mobility") && page.contains("id=\"curve-0"));
    assert_eq!(NELLI.caller().role(), Role::Professional);
}

#[test]
fn what_no_code_opens_any_more_is_forgotten_and_the_rest_stays() {
    let desk = Desk::new();
    let (_, kept) = desk.fill_in("1");
    desk.attach(&kept);
    let pass = |days: i64| {
        let now = desk.county.door.now().checked_add(SignedDuration::from_hours(24 * days));
        desk.county.clock.put(now.unwrap());
    };
    pass(20);
    let (_, young) = desk.fill_in("0");
    assert_eq!(desk.county.door.forget_fillings().unwrap(), 0);
    pass(11);
    assert_eq!(desk.county.door.forget_fillings().unwrap(), 1);
    assert_eq!(desk.county.door.forget_fillings().unwrap(), 0, "nothing is forgotten twice");
    let readable = |name: &String| {
        let facts = desk.county.ledger.load(name).unwrap();
        facts.iter().filter(|fact| fact.body.bytes().is_some()).count()
    };
    let streams = desk.county.ledger.streams("filled/").unwrap();
    let mut read: Vec<usize> = streams.iter().map(readable).collect();
    read.sort_unstable();
    assert!(read.len() == 2 && read[0] == 0 && read[1] > 1, "{read:?}");
    // The case has its copy, and the younger one is still opened.
    assert_eq!(desk.case().results.len(), 1);
    let opened = desk.web.post(&desk.nurse, &desk.work("/questionnaire"), &[("code", &young)]);
    assert_eq!(opened.status, 200, "{}", opened.text);
    assert!(matches!(desk.county.ledger.verify(&|_, _| ()).unwrap(), ledger::Verdict::Sound(_)));
}
