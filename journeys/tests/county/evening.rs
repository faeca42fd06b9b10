//! Three matters in one evening contact, one of them urgent-looking: three cases, two bookings.

use thirtyfour::Key;

use super::{Traveller, resident};

/// What the resident writes of each matter, and the topic that is chosen for it.
const MATTERS: [(&str, &str); 3] = [
    ("illness", "Rinnassa tuntuu painetta, kun nousen portaita."),
    ("movement", "Olkapää on ollut kipeä kesästä asti."),
    ("planned", "Verenpainelääkkeen resepti on loppumassa."),
];

/// Lets the demo's time pass until it is evening.
pub(super) async fn waits_for_the_evening(traveller: &Traveller<'_>) {
    const HOURS_MAX: usize = 24;
    for _ in 0..HOURS_MAX {
        let now = traveller.browser.reads("aside.demo summary span").await.unwrap();
        if (18..22).contains(&hour(&now)) {
            break;
        }
        traveller.waits_an_hour().await;
    }
}

/// Makes a contact in the evening; gives its cases in order.
pub(super) async fn tells_three_matters(traveller: &mut Traveller<'_>) -> Vec<String> {
    waits_for_the_evening(traveller).await;
    traveller.goes("/contact").await;
    for (place, (topic, words)) in MATTERS.iter().enumerate() {
        traveller.browser.chooses("topic", topic).await.unwrap();
        traveller.browser.fills("#words", words).await.unwrap();
        traveller.sends("/contact/matter").await;
        let more = if place + 1 < MATTERS.len() { "yes" } else { "no" };
        traveller.browser.chooses("another", more).await.unwrap();
        if more == "no" {
            traveller.arrives("/contact/matters", "contact-three-matters").await;
        }
        traveller.sends("/contact/matters").await;
    }
    // One of them sounds urgent: help comes before the form, and nothing that was told is lost.
    traveller.browser.chooses("signs", "some").await.unwrap();
    traveller.sends("/contact/urgent").await;
    traveller.arrives("/contact/urgent/help", "contact-urgent-help").await;
    traveller.follows("/contact/reach").await;
    traveller.browser.chooses("reach", "message").await.unwrap();
    traveller.browser.chooses("service-language", traveller.language).await.unwrap();
    traveller.sends("/contact/reach").await;
    traveller.arrives("/contact/check", "contact-check-three").await;
    traveller.sends("/contact/check").await;
    traveller.arrives("/contact/done/", "contact-done-three").await;
    let cases = resident::cases_made(traveller).await;
    assert_eq!(cases.len(), MATTERS.len(), "each matter becomes a case of its own: {cases:?}");
    cases
}

/// The hour of a moment in any of the languages: the digits before its last point or colon.
fn hour(moment: &str) -> u8 {
    let (before, _) = moment.rsplit_once(['.', ':']).unwrap();
    let digits: Vec<char> = before.chars().rev().take_while(char::is_ascii_digit).collect();
    digits.into_iter().rev().collect::<String>().parse().unwrap()
}

/// All three stand in the queue, each on its own; the urgent one goes to emergency care, and the others
/// need a time.
pub(super) async fn assesses_each(traveller: &mut Traveller<'_>, cases: &[String]) {
    traveller.goes("/work/queue").await;
    for case in cases {
        traveller.browser.waits_for(&format!("#case-{case}")).await.unwrap();
    }
    // Who said yes to a sign of an emergency is read first.
    let first = traveller.browser.attribute("#queue tbody tr:first-child a", "id").await.unwrap();
    assert!(cases.iter().any(|case| first == Some(format!("case-{case}"))), "{first:?}");
    traveller.arrives("/work/queue", "queue-three").await;
    for (place, case) in cases.iter().enumerate() {
        traveller.goes(&format!("/work/cases/{case}")).await;
        let answers: &[(&str, &str)] = match place {
            0 => &[("urgency", "emergency"), ("outcome", "emergency")],
            1 => &[
                ("urgency", "non-urgent"),
                ("outcome", "appointment"),
                ("care", "primary"),
                ("profession", "physiotherapist"),
            ],
            _ => &[
                ("urgency", "non-urgent"),
                ("outcome", "appointment"),
                ("care", "primary-other"),
                ("profession", "nurse"),
            ],
        };
        for (question, answer) in answers {
            traveller.browser.chooses(question, answer).await.unwrap();
        }
        traveller.browser.fills("#told", "Näin sovimme, så kom vi överens.").await.unwrap();
        traveller.sends("/assess").await;
        traveller.arrives(&format!("/work/cases/{case}"), "case-of-three").await;
    }
}

/// Asks about the last of them, and is answered.
pub(super) async fn asks(traveller: &mut Traveller<'_>, case: &str) {
    traveller.goes(&format!("/matters/{case}")).await;
    traveller.sends("/messages").await;
    assert!(traveller.browser.has("#error-summary a[href='#message']").await.unwrap());
    traveller.arrives(&format!("/matters/{case}"), "thread-empty").await;
    traveller.browser.fills("#message", "Voinko hakea lääkkeen jo huomenna?").await.unwrap();
    traveller.sends("/messages").await;
    traveller.arrives(&format!("/matters/{case}"), "thread-asked").await;
}

/// Finds the question on the unit's list, and answers it.
pub(super) async fn answers(traveller: &mut Traveller<'_>, case: &str) {
    traveller.goes("/work/messages").await;
    traveller.browser.waits_for(&format!("#unanswered-{case}")).await.unwrap();
    traveller.arrives("/work/messages", "unanswered").await;
    let page = format!("/work/cases/{case}");
    traveller.goes(&page).await;
    traveller.arrives(&page, "thread-waits").await;
    traveller.browser.picks("template", "0").await.unwrap();
    traveller.browser.sends("main form[method='get'] button").await.unwrap();
    let begun = traveller.browser.reads("#message").await.unwrap();
    assert!(!begun.is_empty(), "words to begin with");
    traveller.browser.fills("#message", "Kyllä, resepti on jo apteekissa.").await.unwrap();
    traveller.sends("/messages").await;
    traveller.arrives(&page, "thread-answered").await;
}

/// Leaves a note, asks a colleague to look, sets the case aside, and sees how the units stand.
pub(super) async fn leaves_a_note(traveller: &mut Traveller<'_>, case: &str) {
    let page = format!("/work/cases/{case}");
    traveller.goes(&page).await;
    traveller.browser.clicks("#notes summary").await.unwrap();
    traveller.browser.fills("#note-words", "Soitin apteekkiin, varmistatko vielä?").await.unwrap();
    traveller.browser.clicks("#asks option:nth-child(2)").await.unwrap();
    traveller.sends("/notes").await;
    traveller.browser.clicks("details:has(form[action$='/snooze']) summary").await.unwrap();
    traveller.browser.fills("#aside-why", "Odotan apteekkia").await.unwrap();
    traveller.sends("/snooze").await;
    traveller.arrives(&page, "case-aside").await;
    assert!(traveller.browser.has("main form[action$='/wake']").await.unwrap());
    traveller.sends("/wake").await;
    // By typing alone: no place of this name, so a person is looked for.
    traveller.browser.presses(Key::Control + "k").await.unwrap();
    traveller.browser.waits_for("#palette[open] li[role='option']").await.unwrap();
    traveller.browser.presses("Lindholm Erik").await.unwrap();
    traveller.browser.enters().await.unwrap();
    traveller.arrives("/work/people", "palette-found").await;
    traveller.goes("/load").await;
    traveller.arrives("/load", "load").await;
}

/// Reads the answer beside the matter.
pub(super) async fn is_answered(traveller: &mut Traveller<'_>, case: &str) {
    traveller.goes("/matters").await;
    traveller.follows(&format!("/matters/{case}#messages")).await;
    let text = traveller.browser.text().await.unwrap();
    assert!(text.contains("Kyllä, resepti on jo apteekissa."), "{text}");
}

/// Books the two, and sees three matters that go their own ways.
pub(super) async fn books_two(traveller: &mut Traveller<'_>, cases: &[String]) {
    for case in cases.iter().skip(1) {
        resident::books_a_time(traveller, case).await;
    }
    traveller.goes("/matters").await;
    traveller.arrives("/matters", "matters-three").await;
    for (place, case) in cases.iter().enumerate() {
        traveller.goes(&format!("/matters/{case}")).await;
        let booked = traveller.browser.has("main a[href$='/times/cancel']").await.unwrap();
        assert_eq!(booked, place > 0, "of the three, two have a time");
    }
}
