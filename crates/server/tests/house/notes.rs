//! Notes for colleagues and cases that are set aside, on the pages of those who work, and on nobody else's.

use crate::county::{AINO, DORA, NELLI, OTTO, TODAY, at};
use crate::one_case::OneCase;

#[test]
fn a_colleague_is_asked_and_looks() {
    let desk = OneCase::new();
    let (nelli, dora) = (desk.person(&NELLI.caller()), desk.person(&DORA.caller()));
    let page = desk.web.get(&nelli, &desk.work(""));
    let (id, asks) = (page.hidden("note-id"), DORA.id().to_string());
    assert!(page.text.contains(&format!("value=\"{asks}\"")), "her colleague can be asked");
    let form = [("note-id", id.as_str()), ("note-words", "Is it <asthma>?"), ("asks", &asks)];
    for _ in 0..2 {
        let saved = desk.web.post(&nelli, &desk.work("/notes"), &form);
        assert_eq!(saved.leads_to(), desk.work("?done=noted"));
    }
    let case = desk.case();
    assert_eq!(case.notes.len(), 1, "sent twice, written once");

    let work = desk.web.get(&dora, "/en/work").text;
    assert!(work.contains("Colleagues ask you to look"), "{work}");
    assert!(work.contains(&desk.work("#notes")), "{work}");
    assert!(!desk.web.get(&nelli, "/en/work").text.contains("Colleagues ask you to look"));
    let seen = desk.web.get(&dora, &desk.work("")).text;
    assert!(seen.contains("Is it &lt;asthma&gt;?") && seen.contains("asks you to look at this"));
    assert_eq!(
        desk.web.post(&dora, &desk.work("/notes/seen"), &[]).leads_to(),
        desk.work("?done=seen")
    );
    assert!(!desk.web.get(&dora, "/en/work").text.contains("Colleagues ask you to look"));
    // What colleagues leave for each other is on none of the client's pages.
    let aino = desk.person(&AINO.caller());
    let matter = desk.web.get(&aino, &desk.matter()).text;
    assert!(!matter.contains("asthma"), "{matter}");
}

#[test]
fn a_note_without_words_comes_back_and_a_stranger_is_never_asked() {
    let desk = OneCase::new();
    let nelli = desk.person(&NELLI.caller());
    let told = desk.web.post(&nelli, &desk.work("/notes"), &[("note-words", " ")]);
    assert_eq!(told.status, 422);
    assert!(told.text.contains("href=\"#note-words\""), "{}", told.text);
    // Otto works elsewhere; the form of somebody's own making asks him in vain.
    let form = [("note-words", "Look"), ("asks", &*OTTO.id().to_string())];
    assert_eq!(desk.web.post(&nelli, &desk.work("/notes"), &form).status, 303);
    let case = desk.case();
    assert!(case.asked.is_empty());
    let otto = desk.person(&OTTO.caller());
    for action in ["/notes", "/notes/seen", "/snooze", "/wake"] {
        assert_eq!(desk.web.post(&otto, &desk.work(action), &form).status, 403, "{action}");
    }
}

#[test]
fn what_is_set_aside_stays_in_sight_and_comes_back() {
    let desk = OneCase::new();
    let nelli = desk.person(&NELLI.caller());
    let page = desk.web.get(&nelli, &desk.work("")).text;
    assert!(page.contains("value=\"30\"") && !page.contains("value=\"morning\""), "due today");
    let late = desk.web.post(&nelli, &desk.work("/snooze"), &[("aside-until", "morning")]);
    assert_eq!(late.status, 409);
    assert!(late.text.contains("cannot be set aside past its statutory limit"), "{}", late.text);
    let form = [("aside-until", "30"), ("aside-why", "No answer")];
    let aside = desk.web.post(&nelli, &desk.work("/snooze"), &form);
    assert_eq!(aside.leads_to(), desk.work("?done=snoozed"));
    assert!(desk.web.get(&nelli, &desk.work("")).text.contains("No answer"));
    let queue = desk.web.get(&nelli, "/en/work/queue").text;
    assert!(queue.contains(&format!("case-{}", desk.case)) && queue.contains("Set aside until"));
    desk.county.clock.put(at(TODAY, 12, 0));
    let queue = desk.web.get(&nelli, "/en/work/queue").text;
    assert!(queue.contains(&format!("case-{}", desk.case)) && !queue.contains("Set aside until"));
    desk.web.post(&nelli, &desk.work("/snooze"), &form);
    assert_eq!(
        desk.web.post(&nelli, &desk.work("/wake"), &[]).leads_to(),
        desk.work("?done=woken")
    );
    assert!(!desk.web.get(&nelli, "/en/work/queue").text.contains("Set aside until"));
}
