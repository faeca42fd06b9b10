//! A time that one resident gives up goes to another who waits for it.

use super::Traveller;

/// The matter for which the resident has still to choose a time.
pub(super) async fn finds_the_matter(traveller: &Traveller<'_>) -> String {
    traveller.goes("/matters").await;
    let link = traveller.browser.attribute(".card--needs-you h3 a", "href").await.unwrap().unwrap();
    link.rsplit('/').next().unwrap().to_owned()
}

/// The first of the resident's open matters.
pub(super) async fn finds_an_open_matter(traveller: &Traveller<'_>) -> String {
    traveller.goes("/matters").await;
    let link = traveller.browser.attribute("main .card h3 a", "href").await.unwrap().unwrap();
    link.rsplit('/').next().unwrap().to_owned()
}

/// Finds that a matter needs a doctor's time.
pub(super) async fn finds_that_a_doctor_is_needed(traveller: &Traveller<'_>, case: &str) {
    traveller.goes(&format!("/work/cases/{case}")).await;
    for (question, answer) in [
        ("urgency", "non-urgent"),
        ("outcome", "appointment"),
        ("care", "primary"),
        ("profession", "doctor"),
    ] {
        traveller.browser.chooses(question, answer).await.unwrap();
    }
    traveller.sends("/assess").await;
}

/// Books the first free time, and tells when it is: the day, and the words of the page.
pub(super) async fn books(traveller: &mut Traveller<'_>, case: &str) -> (String, String) {
    traveller.goes(&format!("/matters/{case}/times")).await;
    traveller.browser.sends("main .next form button").await.unwrap();
    if traveller.browser.has("main input[type='radio'][name='mode']").await.unwrap() {
        traveller.browser.clicks("main .choice:first-of-type label").await.unwrap();
    }
    traveller.sends("/times/confirm").await;
    traveller.goes(&format!("/matters/{case}")).await;
    let words = traveller.browser.reads(".next dl dd").await.unwrap();
    let times = traveller.browser.attributes(".timeline time", "datetime").await.unwrap();
    let latest = times.into_iter().max().unwrap();
    (latest.split('T').next().unwrap().to_owned(), words)
}

/// Waits for a time on one day only, having written a date that is none first.
pub(super) async fn waits_for_a_day(traveller: &mut Traveller<'_>, case: &str, day: &str) {
    let waiting = format!("/matters/{case}/waiting");
    traveller.goes(&format!("/matters/{case}/times")).await;
    traveller.follows(&waiting).await;
    traveller.arrives(&waiting, "waiting").await;
    let narrow = "main form details summary";
    traveller.browser.clicks(narrow).await.unwrap();
    let parts: Vec<&str> = day.split('-').collect();
    for name in ["from", "until"] {
        for (part, value) in ["year", "month", "day"].iter().zip(&parts) {
            traveller.browser.fills(&format!("#{name}-{part}"), value).await.unwrap();
        }
    }
    traveller.browser.fills("#until-month", "13").await.unwrap();
    traveller.sends("/waiting").await;
    traveller.browser.waits_for("#error-summary").await.unwrap();
    traveller.arrives(&waiting, "waiting-faulty").await;
    traveller.browser.fills("#until-month", parts.get(1).unwrap()).await.unwrap();
    traveller.sends("/waiting").await;
    traveller.arrives(&format!("/matters/{case}?done=waits"), "matter-waiting").await;
    traveller.browser.waits_for("section[aria-labelledby='waiting-title']").await.unwrap();
}

/// Gives the booked time up.
pub(super) async fn gives_up(traveller: &mut Traveller<'_>, case: &str) {
    traveller.goes(&format!("/matters/{case}/times/cancel")).await;
    traveller.sends("/times/cancel").await;
    traveller.arrives(&format!("/matters/{case}/done?what=cancelled"), "time-cancelled").await;
}

/// Is offered the time once those before have not answered, and takes it.
pub(super) async fn is_offered_and_takes(traveller: &mut Traveller<'_>, case: &str, words: &str) {
    const HOURS_MAX: usize = 48;
    const LOOKS_MAX: usize = 8;
    let (matter, offer) = (format!("/matters/{case}"), format!("/matters/{case}/offer"));
    let link = format!("a.button[href$='{offer}']");
    'hours: for _ in 0..HOURS_MAX {
        // The list is looked through every second.
        for _ in 0..LOOKS_MAX {
            traveller.goes(&matter).await;
            if traveller.browser.has(&link).await.unwrap() {
                break 'hours;
            }
        }
        traveller.waits_an_hour().await;
    }
    traveller.arrives(&matter, "matter-offered").await;
    traveller.goes("/matters").await;
    traveller.arrives("/matters", "matters-offered").await;
    traveller.follows(&offer).await;
    traveller.arrives(&offer, "offer").await;
    let offered = traveller.browser.reads("main dl dd").await.unwrap();
    let when = words.split(',').next().unwrap();
    assert!(offered.starts_with(when), "{offered} is not {words}");
    traveller.sends("/offer").await;
    traveller.arrives(&format!("{matter}/done?what=booked"), "offer-taken").await;
    traveller.goes(&matter).await;
    let booked = traveller.browser.reads(".next dl dd").await.unwrap();
    assert_eq!(booked, words, "the very time that was given up");
}

/// A professional sees who waits, in which order, and the same on a case.
pub(super) async fn sees_the_line(traveller: &mut Traveller<'_>) {
    traveller.goes("/work/waiting").await;
    traveller.browser.waits_for("#waiting a[id^='waiting-']").await.unwrap();
    traveller.arrives("/work/waiting", "waiting-list").await;
    traveller.browser.sends("#waiting a[id^='waiting-']").await.unwrap();
    traveller.browser.waits_for("section[aria-labelledby='wait-title']").await.unwrap();
    traveller.arrives("/work/cases/", "case-waiting").await;
}
