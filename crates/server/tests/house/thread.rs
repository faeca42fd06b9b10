//! Secure messages on both their pages: asked, answered, settled, and nothing of it for strangers.

use care::code::Closing;
use care::decide::{CloseCase, Command};
use care::refusal::Refusal;
use server::door::Denied;

use crate::browser::{Answer, Person};
use crate::county::{AINO, BERTTA, NELLI, OTTO};
use crate::one_case::OneCase;

fn writes(desk: &OneCase, person: &Person, page: &str, words: &str) -> Answer {
    let shown = desk.web.get(person, page);
    assert_eq!(shown.status, 200, "{}", shown.text);
    let id = shown.hidden("id");
    let form = [("id", id.as_str()), ("message", words)];
    let first = desk.web.post(person, &format!("{page}/messages"), &form);
    if first.status == 303 {
        // An impatient second click writes nothing more.
        let again = desk.web.post(person, &format!("{page}/messages"), &form);
        assert_eq!(again.leads_to(), first.leads_to());
    }
    first
}

#[test]
fn a_question_waits_on_the_units_list_until_it_is_answered() {
    let desk = OneCase::new();
    let (aino, nelli) = (desk.person(&AINO.caller()), desk.person(&NELLI.caller()));
    assert!(desk.web.get(&nelli, "/en/work/messages").text.contains("No messages wait"));
    let sent = writes(&desk, &aino, &desk.matter(), "Is <it> serious?");
    assert_eq!(sent.leads_to(), format!("{}?done=written", desk.matter()));
    let page = desk.web.get(&aino, sent.leads_to()).text;
    assert!(page.contains("Your message is sent") && page.contains("Is &lt;it&gt; serious?"));
    assert!(page.contains("Answer at the latest"), "{page}");
    assert_eq!(desk.case().thread.len(), 1);

    let list = desk.web.get(&nelli, "/en/work/messages").text;
    assert!(list.contains(&format!("/en/work/cases/{}#messages", desk.case)), "{list}");
    assert!(!list.contains("serious"), "the words are read on the page of the case");
    // A case does not end over a question.
    let close = CloseCase { case: desk.case, closing: Closing::NotReached, gives_up: None };
    let refused = desk.county.act(&NELLI.caller(), Command::CloseCase(close));
    assert!(matches!(refused, Err(Denied::Refused(Refusal::MessagesOpen))), "{refused:?}");

    // Words to begin with come in the client's language, whatever the page's is.
    let begun = desk.web.get(&nelli, &format!("{}?template=0", desk.work(""))).text;
    assert!(begun.contains("Hei! Jotta voimme auttaa"), "{begun}");
    let answered = writes(&desk, &nelli, &desk.work(""), "No, rest for two days.");
    assert_eq!(answered.leads_to(), format!("{}?done=written", desk.work("")));
    assert!(desk.web.get(&nelli, "/en/work/messages").text.contains("No messages wait"));
    let matters = desk.web.get(&aino, "/en/matters").text;
    assert!(matters.contains("We wrote to you"), "{matters}");
    let page = desk.web.get(&aino, &desk.matter()).text;
    assert!(page.contains("No, rest for two days.") && !page.contains("Answer at the latest"));
}

#[test]
fn what_needs_no_answer_in_writing_is_settled_once() {
    let desk = OneCase::new();
    let (aino, nelli) = (desk.person(&AINO.caller()), desk.person(&NELLI.caller()));
    writes(&desk, &aino, &desk.matter(), "Thank you!");
    let settle = format!("{}/messages/settle", desk.work(""));
    assert_eq!(
        desk.web.post(&nelli, &settle, &[]).leads_to(),
        format!("{}?done=settled", desk.work(""))
    );
    let again = desk.web.post(&nelli, &settle, &[]);
    assert_eq!(again.status, 409);
    assert!(again.text.contains("All messages are answered already"), "{}", again.text);
    assert_eq!(desk.case().unanswered_since(), None);
}

#[test]
fn words_that_cannot_be_sent_are_told_and_stay_in_the_field() {
    let desk = OneCase::new();
    let long = "x".repeat(care::thread::LETTERS_MAX + 1);
    for (caller, page) in [(AINO.caller(), desk.matter()), (NELLI.caller(), desk.work(""))] {
        let person = desk.person(&caller);
        for (words, says) in [("  ", "Write a message before"), (&long, "Shorten it")] {
            let told = writes(&desk, &person, &page, words);
            assert_eq!(told.status, 422, "{}", told.text);
            assert!(told.text.contains(says) && told.text.contains("href=\"#message\""));
            assert!(told.text.contains(words.trim()));
        }
    }
    assert!(desk.case().thread.is_empty());
}

#[test]
fn strangers_neither_read_nor_write() {
    let desk = OneCase::new();
    let aino = desk.person(&AINO.caller());
    writes(&desk, &aino, &desk.matter(), "A secret of mine");
    let id = uuid::Uuid::from_u128(77).to_string();
    let form = [("id", id.as_str()), ("message", "Hello")];
    for (caller, path) in [
        (BERTTA.caller(), desk.matter()),
        (BERTTA.caller(), desk.work("")),
        (AINO.caller(), desk.work("")),
        (NELLI.caller(), desk.matter()),
        (OTTO.caller(), desk.work("")),
    ] {
        let person = desk.person(&caller);
        let status = desk.web.post(&person, &format!("{path}/messages"), &form).status;
        assert!([403, 404].contains(&status), "{status} {path}");
    }
    let otto = desk.person(&OTTO.caller());
    assert!(!desk.web.get(&otto, "/en/work/messages").text.contains("Sukunenaino"));
    assert_eq!(desk.case().thread.len(), 1);
}
