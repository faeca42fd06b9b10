//! Every route, and what each kind of person is answered there. The table is the whole truth: a route
//! that stands in the code and not in it fails, and so does one whose answer to anybody changes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

#[path = "routes/table.rs"]
mod table;

pub(crate) use self::table::lines;
use self::table::{Line, NOT_COVERED, WHO};
use crate::browser::{Person, Web, sign_in};
use crate::county::{
    AINO, BERTTA, County, DORA, Matters, NELLI, OTTO, administrator, at, leader, program,
};
use care::id::{CallId, CaseId};
use care::phone::PhoneEvent;
use server::door::Told;

/// A county with everything that the lines name.
pub(crate) struct Street {
    pub(crate) county: County,
    pub(crate) matters: Matters,
    pub(crate) web: Web,
    pub(crate) people: [Person; 7],
}

impl Street {
    pub(crate) fn new() -> Self {
        let (county, matters) = County::with_matters();
        let missed = Told {
            exchange: "street".to_owned(),
            call: "1".to_owned(),
            event: PhoneEvent::Missed,
            at: county.door.now(),
            line: Some("+358190000001".to_owned()),
            from: Some("0457001122".to_owned()),
        };
        county.door.report_call(&program(), &missed).unwrap();
        let web = Web::of(&county);
        let signed_in = [
            BERTTA.caller(),
            leader(),
            administrator(),
            OTTO.caller(),
            NELLI.caller(),
            AINO.caller(),
        ]
        .map(|caller| sign_in(&county, &caller));
        let [bertta, leader, administrator, otto, nelli, aino] = signed_in;
        let people = [Person::nobody(), bertta, leader, administrator, otto, nelli, aino];
        Self { county, matters, web, people }
    }

    pub(crate) fn aino(&self) -> &Person {
        &self.people[6]
    }

    /// Puts what this county has in place of the names in braces.
    pub(crate) fn filled(&self, text: &str) -> String {
        let case = |id: CaseId| id.to_string();
        let contact = self.county.door.case(&AINO.caller(), self.matters.booked).unwrap();
        let asset = server::pages::assets::all()[0].href.clone();
        text.replace("{waiting}", &case(self.matters.waiting))
            .replace("{assessed}", &case(self.matters.assessed))
            .replace("{booked}", &case(self.matters.booked))
            .replace("{slot}", &self.matters.slot(3))
            .replace("{aino}", &AINO.id().to_string())
            .replace("{call}", &self.call().to_string())
            .replace("{contact}", &contact.case.contact.id.to_string())
            .replace("{asset}", &asset)
    }

    /// The call that nobody answered.
    fn call(&self) -> CallId {
        let nasi = NELLI.unit();
        self.county
            .ledger
            .phone_before(jiff::Timestamp::MAX, 1)
            .unwrap()
            .into_iter()
            .find(|row| row.unit == nasi)
            .unwrap()
            .call
    }

    pub(crate) fn ask(&self, person: &Person, line: &Line) -> crate::browser::Answer {
        let (method, route, address, form, _) = line;
        let (address, form) = (self.filled(address), self.filled(form));
        if route.ends_with("/visit") || route.ends_with("/no-show") {
            self.county.clock.put(at(self.matters.day.date, 9, 45));
        }
        if *method == "GET" {
            return self.web.get(person, &address);
        }
        let pairs: Vec<(String, String)> =
            form_urlencoded::parse(form.as_bytes()).into_owned().collect();
        let pairs: Vec<(&str, &str)> =
            pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.web.post(person, &address, &pairs)
    }
}

#[test]
fn each_route_answers_each_kind_of_person_as_the_table_says() {
    let mut wrong = Vec::new();
    let shared = Street::new();
    for line in lines() {
        // Forms change the world, so each gets one of its own; pages share one.
        let own = (line.0 == "POST").then(Street::new);
        let street = own.as_ref().unwrap_or(&shared);
        for (who, expected) in (0..7).zip(line.4) {
            let before = street.county.ledger.position();
            let answer = street.ask(&street.people[who], line);
            if answer.status != expected {
                let (method, _, address, ..) = line;
                wrong.push(format!("{method} {address}, {}: {}", WHO[who], answer.status));
            }
            // Whoever is kept out has changed nothing by trying. Only a questionnaire is begun by nobody.
            let nobody = who == 0 && line.1 != "/{language}/questionnaire";
            if nobody || matches!(answer.status, 401 | 403 | 404) {
                assert_eq!(street.county.ledger.position(), before, "{line:?} {}", WHO[who]);
            }
        }
    }
    assert!(wrong.is_empty(), "not as the table says:\n{}", wrong.join("\n"));
}

#[test]
fn whoever_is_not_signed_in_comes_back_to_where_they_wanted() {
    let street = Street::new();
    let nobody = Person::nobody();
    let answer = street.web.get(&nobody, "/sv/work/queue?topic=oral");
    assert_eq!(answer.leads_to(), "/sv/sign-in?next=%2Fsv%2Fwork%2Fqueue%3Ftopic%3Doral");
    for stranger in ["https://evil.example/", "//evil.example/", "/\\evil.example/"] {
        street.county.give_password("aino");
        let form = [("login", "aino"), ("password", crate::county::PASSWORD), ("next", stranger)];
        let answer = street.web.post(&nobody, "/sv/sign-in", &form);
        assert_eq!(answer.leads_to(), "/sv/matters", "{stranger}");
    }
}

#[test]
fn every_route_in_the_code_stands_in_the_table() {
    let covered: BTreeSet<(&str, &str)> = lines().map(|line| (line.0, line.1)).collect();
    let listed: BTreeSet<(&str, &str)> = NOT_COVERED.iter().copied().collect();
    let written = routes_in_the_code();
    assert!(written.len() > 50, "the code was read: {written:?}");
    for (method, route) in &written {
        let key = (method.as_str(), route.as_str());
        assert!(
            covered.contains(&key) || listed.contains(&key),
            "{method} {route} has no access test: add a line to the table"
        );
    }
    for key in covered.iter().chain(&listed) {
        let stands =
            written.iter().any(|(method, route)| (method.as_str(), route.as_str()) == *key);
        assert!(stands, "{} {} is no route: take it out of the table", key.0, key.1);
    }
    for key in &listed {
        assert!(!covered.contains(key), "{} {} is covered: take it off the list", key.0, key.1);
    }
}

/// The routes as the code of the web doors declares them.
fn routes_in_the_code() -> BTreeSet<(String, String)> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> = vec![source];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    let mut routes = BTreeSet::new();
    for file in files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "rs")) {
        let text = std::fs::read_to_string(file).unwrap();
        for (at, _) in text.match_indices(".route(") {
            let call = inside_parentheses(&text[at + ".route(".len()..]);
            let route = call.split('"').nth(1).unwrap().to_owned();
            let has = |words: &[&str]| words.iter().any(|word| call.contains(word));
            for (method, words) in
                [("GET", ["shows(", "get(", "any("]), ("POST", ["takes(", "post(", "any("])]
            {
                if has(&words) {
                    routes.insert((method.to_owned(), route.clone()));
                }
            }
        }
    }
    routes
}

fn inside_parentheses(text: &str) -> &str {
    let mut open = 1;
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => open += 1,
            ')' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return &text[..at];
        }
    }
    text
}

#[test]
fn a_program_reads_by_its_token_and_a_person_does_not() {
    let street = Street::new();
    let path = format!("/fhir/Patient/{}", AINO.id());
    let bearer = format!("Bearer {}", crate::county::TOKEN);
    let with_token = [("authorization", bearer.as_str())];
    let nobody = Person::nobody();
    let answer = street.web.send(&nobody, "GET", &path, &with_token, String::new());
    assert_eq!(answer.status, 200, "{}", answer.text);
    // A session is not a token, and a token is not a session.
    assert_eq!(street.web.get(street.aino(), &path).status, 401);
    let page = street.web.send(&nobody, "GET", "/en/matters", &with_token, String::new());
    assert_eq!(page.status, 303);
    let session = sign_in(&street.county, &program());
    assert_eq!(street.web.get(&session, "/en/matters").status, 404);
    assert_eq!(street.web.get(&session, "/en/work").status, 404);
    assert_eq!(street.web.get(&session, "/en/lead/access").status, 403);
    // The doctor in whose calendar the time is cares for Aino, too.
    let dora = sign_in(&street.county, &DORA.caller());
    assert_eq!(street.web.get(&dora, &street.filled("/en/work/cases/{booked}")).status, 200);
}
