//! What must not come out: a protected home, a name on a leader's page, a form from elsewhere, a page
//! without its headers, a cookie that a script can read.

use care::id::CaseId;
use jiff::SignedDuration;
use server::door::WorkList;
use server::pages::assets::CONTENT_SECURITY_POLICY;

use crate::browser::{Person, Web, encoded, sign_in};
use crate::county::{
    AINO, BERTTA, County, DORA, NASI, NELLI, OTTO, PASSWORD, PAULA, Resident, TOKEN, at, leader,
};
use crate::routes::{Street, lines};
use jiff::civil::date;

/// Paula's home and telephone, as any page could write them.
const PROTECTED: [&str; 7] =
    ["Pukkila", "616", "07560", "0501234598", "050 123 4598", "050-1234598", "+358501234598"];

#[test]
fn a_protected_home_shows_on_no_page() {
    let (county, matters) = County::with_matters();
    let waiting = county.contact(PAULA.id(), NASI, "Paula's first words");
    let booked = county.contact(PAULA.id(), NASI, "Paula's second words");
    county.assess(NELLI, booked);
    county.act(&PAULA.caller(), county.booking(booked, matters.day, matters.times[1])).unwrap();
    let (web, person) = (Web::of(&county), PAULA.id());
    let (dora, nelli, otto) = (
        sign_in(&county, &DORA.caller()),
        sign_in(&county, &NELLI.caller()),
        sign_in(&county, &OTTO.caller()),
    );
    let mut shown = 0;
    for language in ["fi", "sv", "en"] {
        for (who, address) in [
            (&nelli, "work/queue".to_owned()),
            (&nelli, "work?whose=unit".to_owned()),
            (&dora, "work/day?on=2026-03-09".to_owned()),
            (&nelli, format!("work/cases/{waiting}")),
            (&nelli, format!("work/cases/{booked}")),
            (&nelli, format!("work/people/{person}")),
            (&otto, format!("work/people/{person}/ground")),
        ] {
            let address = format!("/{language}/{address}");
            let answer = web.get(who, &address);
            assert_eq!(answer.status, 200, "{address}");
            assert_no_home(&answer.text, &address);
            shown += usize::from(answer.text.contains(&PAULA.family()));
        }
        let found =
            web.post(&otto, &format!("/{language}/work/people"), &[("name", "Sukunenpaula")]);
        assert!(found.text.contains(&PAULA.family()));
        // The search offers every municipality to choose from; what was found must not name one.
        let results = found.text.split("</form>").skip(1).collect::<String>();
        assert_no_home(&results, "the people found");
    }
    assert!(shown >= 12, "the pages really show her: {shown}");
    // Looking for people of her municipality does not give it away either.
    let form = [("name", "Sukunen"), ("municipality", "616")];
    assert!(!web.post(&otto, "/en/work/people", &form).text.contains(&PAULA.family()));
}

fn assert_no_home(text: &str, address: &str) {
    // Lists of all municipalities or units to choose from tell nothing about anybody.
    let mut said = text.to_owned();
    for (begin, end) in [("<select", "</select>"), ("id=\"units\"", "</fieldset>")] {
        while let Some((before, after)) = said.split_once(begin) {
            said = before.to_owned() + after.split_once(end).map_or("", |(_, rest)| rest);
        }
    }
    // Ids and digests are digits that mean no place.
    let words: Vec<&str> =
        said.split(|letter: char| !letter.is_alphanumeric() && !"+- ".contains(letter)).collect();
    for secret in PROTECTED {
        let told = words.iter().any(|part| {
            let digits = secret.chars().all(|letter| letter.is_ascii_digit());
            if digits && secret.len() < 4 {
                part.split(' ').any(|word| word == secret)
            } else {
                part.contains(secret)
            }
        });
        assert!(!told, "{address} shows {secret}");
    }
}

#[test]
fn a_protected_home_does_not_leave_over_the_wire() {
    let county = County::new();
    let web = Web::of(&county);
    let bearer = format!("Bearer {TOKEN}");
    let ask = |path: &str| {
        web.send(&Person::nobody(), "GET", path, &[("authorization", &bearer)], String::new())
    };
    let answer = ask(&format!("/fhir/Patient/{}", PAULA.id()));
    assert_eq!(answer.status, 200);
    assert!(answer.text.contains(&PAULA.family()));
    for secret in PROTECTED {
        assert!(!answer.text.contains(&format!("\"{secret}\"")), "{}", answer.text);
    }
    let search = ask("/fhir/Patient?address-city=Pukkila");
    assert!(!search.text.contains(&PAULA.family()), "{}", search.text);
}

#[test]
fn a_leader_sees_figures_and_no_names() {
    let (county, _) = County::with_matters();
    let mut secrets: Vec<String> = Vec::new();
    let residents: Vec<Resident> = [AINO, BERTTA, PAULA].into();
    let mut cases: Vec<CaseId> = Vec::new();
    for number in 0..9_u128 {
        let person = care::id::PersonId(uuid::Uuid::from_u128(0xb000 + number));
        let details =
            care::person::Details { family: format!("Huippunen{number}"), ..AINO.details() };
        county.register(person, details);
        let case = county.contact(person, NASI, &format!("Private words {number}"));
        county.assess(NELLI, case);
        cases.push(case);
        secrets.extend([person.to_string(), format!("Huippunen{number}")]);
    }
    secrets.extend(cases.iter().map(ToString::to_string));
    secrets.extend(residents.iter().flat_map(|one| [one.family(), one.id().to_string()]));
    secrets.extend(["Private words", "0401112223", "1970"].map(str::to_owned));
    let (web, lea) = (Web::of(&county), sign_in(&county, &leader()));
    let mut opened = 0;
    for address in ["access", "access?by=unit", "access?by=age", "access.csv"]
        .into_iter()
        .map(str::to_owned)
        .chain(
            ["realised", "realised-late", "open", "open-late", "contact", "contact-late"]
                .map(|measure| format!("access/cases?measure={measure}")),
        )
    {
        for language in ["fi", "sv", "en"] {
            let answer = web.get(&lea, &format!("/{language}/lead/{address}"));
            assert_eq!(answer.status, 200, "{address}");
            opened += usize::from(address.contains("cases") && answer.text.contains("<td"));
            for secret in &secrets {
                assert!(!answer.text.contains(secret), "{address} shows {secret}");
            }
        }
    }
    assert!(opened >= 3, "some figures do open to their cases");
    // Nor do any of the pages for others, or the wire.
    for case in cases.iter().take(2) {
        assert_eq!(web.get(&lea, &format!("/en/work/cases/{case}")).status, 404);
        assert_eq!(web.get(&lea, &format!("/en/matters/{case}")).status, 404);
    }
}

#[test]
fn a_form_without_its_token_or_from_elsewhere_changes_nothing() {
    let street = Street::new();
    let (aino, nelli) = (street.aino(), &street.people[5]);
    let mut tried = 0;
    // Programs come with a token and no cookie, so they send no forms.
    let of_programs = |route: &str| route.starts_with("/fhir") || route.starts_with("/telephony");
    for line in lines().filter(|line| line.0 == "POST" && !of_programs(line.1)) {
        let (address, form) = (street.filled(line.2), street.filled(line.3));
        let right = |person: &Person| format!("{form}&{}", encoded(&[("csrf", person.csrf())]));
        for person in [aino, nelli] {
            let before = street.county.ledger.position();
            let own = ("sec-fetch-site", "same-origin");
            let looks: [(&[(&str, &str)], String); 7] = [
                (&[own], form.clone()),
                (&[own], format!("{form}&csrf=")),
                (&[own], format!("{form}&csrf=guessed")),
                (&[("sec-fetch-site", "cross-site")], right(person)),
                (&[("sec-fetch-site", "same-site")], right(person)),
                (&[("origin", "https://evil.example")], right(person)),
                (&[("origin", "null")], right(person)),
            ];
            for (headers, body) in looks {
                let answer = street.web.send(person, "POST", &address, headers, body.clone());
                assert_eq!(answer.status, 403, "{address} {headers:?} {body}");
                assert!(answer.header("set-cookie").is_empty(), "{address}");
                tried += 1;
            }
            assert_eq!(street.county.ledger.position(), before, "{address}");
        }
    }
    assert!(tried > 300, "{tried}");
    // Another person's token is as good as none.
    let stolen = Person::with("polku=secret-of-aino", nelli.csrf());
    assert_eq!(street.web.post(&stolen, "/en/sign-out", &[]).status, 403);
    // Signing in from a stranger's page would put somebody into a stranger's account.
    let sign_in = encoded(&[("login", "aino"), ("password", PASSWORD)]);
    let cross = [("sec-fetch-site", "cross-site")];
    let nobody = Person::nobody();
    assert_eq!(street.web.send(&nobody, "POST", "/en/sign-in", &cross, sign_in).status, 403);
}

#[test]
fn every_page_carries_its_headers_and_nothing_that_the_policy_forbids() {
    let street = Street::new();
    let mut pages = 0;
    for line in lines().filter(|line| line.0 == "GET" && !line.1.starts_with("/fhir")) {
        for person in &street.people {
            let answer = street.ask(person, line);
            if ["/metrics", "/health"].contains(&line.1) {
                continue;
            }
            let address = line.2;
            assert_eq!(
                answer.header("content-security-policy"),
                CONTENT_SECURITY_POLICY,
                "{address}"
            );
            assert_eq!(answer.header("x-content-type-options"), "nosniff", "{address}");
            assert_eq!(answer.header("x-frame-options"), "DENY", "{address}");
            assert_eq!(answer.header("referrer-policy"), "same-origin", "{address}");
            assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{address}");
            let kept = if address == "{asset}" {
                "public, max-age=31536000, immutable"
            } else if line.1.ends_with("/events") && answer.status == 200 {
                "no-cache"
            } else {
                "no-store"
            };
            assert_eq!(answer.header("cache-control"), kept, "{address} {}", answer.status);
            if answer.header("content-type").starts_with("text/html") {
                pages += 1;
                for forbidden in
                    ["<script>", " style=", " onclick=", " onchange=", "javascript:", "<style"]
                {
                    assert!(!answer.text.contains(forbidden), "{address} has {forbidden}");
                }
            }
        }
    }
    assert!(pages > 150, "{pages}");
    for part in
        ["default-src 'none'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"]
    {
        assert!(CONTENT_SECURITY_POLICY.contains(part), "{part}");
    }
    assert!(!CONTENT_SECURITY_POLICY.contains("unsafe"), "{CONTENT_SECURITY_POLICY}");
}

#[test]
fn a_session_is_a_cookie_that_no_script_reads_and_ends_when_it_should() {
    let county = County::new();
    county.give_password("aino");
    let nobody = Person::nobody();
    let form = [("login", "aino"), ("password", PASSWORD)];
    for secure in [false, true] {
        let web = Web::open(&county, None, secure);
        let begun = web.post(&nobody, "/en/contact/matter", &[("topic", "oral"), ("words", "x")]);
        let answer = web.post(&nobody, "/en/sign-in", &form);
        assert_eq!(answer.leads_to(), "/en/matters");
        for cookie in [begun.header("set-cookie"), answer.header("set-cookie")] {
            assert!(cookie.contains("; HttpOnly"), "{cookie}");
            assert!(cookie.contains("; SameSite=Lax"), "{cookie}");
            assert_eq!(cookie.contains("; Secure"), secure, "{cookie}");
        }
        assert_eq!(answer.headers.contains_key("strict-transport-security"), secure);
    }
    let web = Web::of(&county);
    let session = || {
        let answer = web.post(&nobody, "/en/sign-in", &form);
        let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
        let page = web.get(&Person::with(&cookie, ""), "/en/matters").text;
        let csrf = page.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        Person::with(&cookie, csrf)
    };
    let status = |person: &Person| web.get(person, "/en/matters").status;
    let (one, other) = (session(), session());
    assert_eq!((status(&one), status(&other)), (200, 200));
    // Signing out ends this session at the server, and no other.
    assert!(web.post(&one, "/en/sign-out", &[]).header("set-cookie").contains("Max-Age=0"));
    assert_eq!((status(&one), status(&other)), (303, 200));
    // A session ends by itself after a working day.
    let later = county.door.now().checked_add(SignedDuration::from_hours(11)).unwrap();
    county.clock.put(later);
    assert_eq!(status(&other), 303);
    // A closed account can neither go on nor come back.
    let third = session();
    assert_eq!(status(&third), 200);
    let closed = [server::account::AccountFact::AccountClosed];
    county.door.append_account(&crate::county::system(), "aino", &closed).unwrap();
    assert_eq!(status(&third), 303);
    assert_eq!(web.post(&nobody, "/en/sign-in", &form).status, 422);
}

#[test]
fn guessing_passwords_is_stopped_for_a_while() {
    let county = County::new();
    county.give_password("aino");
    let (web, nobody) = (Web::of(&county), Person::nobody());
    let with = |password| {
        web.post(&nobody, "/en/sign-in", &[("login", "aino"), ("password", password)]).status
    };
    for _ in 0..8 {
        assert_eq!(with("guessed"), 422);
    }
    assert_eq!(with("guessed"), 429);
    assert_eq!(with(PASSWORD), 429, "not even the right one gets through now");
    county.clock.put(at(date(2026, 3, 2), 8, 16));
    assert_eq!(with(PASSWORD), 303);
}

#[test]
fn how_far_it_is_tells_nobody_where_a_protected_person_lives() {
    let (county, matters) = County::with_matters();
    let web = Web::of(&county);
    let paulas = county.contact(PAULA.id(), NASI, "Paula's words");
    county.assess(NELLI, paulas);
    let nelli = sign_in(&county, &NELLI.caller());
    let case = |case: CaseId| web.get(&nelli, &format!("/en/work/cases/{case}")).text;
    assert!(case(matters.assessed).contains("by car"), "her home is no secret");
    assert!(!case(paulas).contains("by car"));
    let times = |person: Resident, case: CaseId, query: &str| {
        let person = sign_in(&county, &person.caller());
        web.get(&person, &format!("/en/matters/{case}/times{query}")).text
    };
    assert!(times(PAULA, paulas, "").contains("by car"), "she knows where she lives herself");
    let near = times(AINO, matters.assessed, "?at-most=60");
    assert!(near.contains("name=\"slot\"") && near.contains("by car"), "{near}");
    let none = times(AINO, matters.assessed, "?at-most=1");
    assert!(!none.contains("name=\"slot\""), "{none}");
}

#[test]
fn what_is_erased_or_new_is_in_nobodys_queue_a_moment_longer() {
    let county = County::new();
    let case = county.contact(AINO.id(), NASI, "A cough");
    let list = WorkList {
        unit: Some(NELLI.unit()),
        step: Some("assess".to_owned()),
        limit: 100,
        ..WorkList::default()
    };
    let queue = || {
        let listed = county.door.queue(&NELLI.caller(), &list).unwrap();
        assert_eq!(listed.count, listed.rows.len() as u64);
        listed.rows.iter().map(|(row, _)| row.case).collect::<Vec<_>>()
    };
    assert_eq!(queue(), [case]);
    assert_eq!(queue(), [case], "read once for all");
    let other = county.contact(BERTTA.id(), NASI, "A toe");
    assert_eq!(queue(), [case, other]);
    // No fact tells of it; the list is another all the same.
    county.ledger.erase_person(&AINO.id().to_string(), county.door.now()).unwrap();
    assert_eq!(queue(), [other]);
    let mark = county.door.queue_mark(&NELLI.unit()).unwrap();
    assert_eq!(county.door.queue_marks().unwrap().get(&NELLI.unit()), Some(&mark));
}
