//! The telephone exchange rings all day, and a nurse calls back whom nobody answered.

use journeys::Polku;

use super::Traveller;

/// Plays three hundred calls while the list of calls is open; what is left stands there by itself.
pub(super) async fn rings_all_day(traveller: &mut Traveller<'_>, polku: &Polku) {
    traveller.goes("/work/calls").await;
    traveller.arrives("/work/calls", "calls-quiet").await;
    let day = ["--day", "2026-11-20", "--calls", "300", "--line", "+358190000001"];
    let said = polku.rings(&day).unwrap();
    let mut lines = said.lines();
    let left = lines.find_map(|line| line.split_once(" numbers have still")?.0.parse().ok());
    let left: usize = left.unwrap_or_default();
    assert!(said.starts_with("300 calls rang") && left > 3, "{said}");
    // Nobody loads the page again: it hears of each change.
    traveller.browser.waits_for("[id^='missed-'] a, a[id^='missed-']").await.unwrap();
    for _ in 0..50 {
        if listed(traveller).await == left {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!(listed(traveller).await, left, "as many as the exchange says: {said}");
    traveller.arrives("/work/calls", "calls-missed").await;
}

async fn listed(traveller: &Traveller<'_>) -> usize {
    traveller.browser.attributes("a[id^='missed-']", "id").await.unwrap().len()
}

/// Takes the oldest number, calls twice in vain, then reaches the caller and records the contact.
pub(super) async fn calls_back(traveller: &mut Traveller<'_>) {
    let before = listed(traveller).await;
    let oldest = "tbody tr:first-child a[id^='missed-']";
    let page = traveller.browser.attribute(oldest, "href").await.unwrap().unwrap();
    let path = page.trim_start_matches('/').split_once('/').unwrap().1.to_owned();
    let path = format!("/{path}");
    traveller.follows(&path).await;
    traveller.arrives(&path, "missed-call").await;
    traveller.sends("/take").await;
    for _ in 0..2 {
        traveller.browser.chooses("answered", "no-answer").await.unwrap();
        traveller.sends("/tried").await;
        traveller.browser.waits_for("#notice").await.unwrap();
    }
    traveller.arrives(&path, "missed-call-tried").await;
    traveller.goes("/work/calls").await;
    assert_eq!(listed(traveller).await, before, "an unanswered call back settles nothing");

    traveller.goes(&path).await;
    traveller.follows("/work/people?call=").await;
    traveller.browser.fills("#name", "koskinen aino").await.unwrap();
    traveller.sends("/work/people").await;
    traveller.arrives("/work/people", "people-for-call").await;
    traveller.browser.sends("main tbody tr:first-child a").await.unwrap();
    // Whoever has no tie to the caller says why first.
    if traveller.browser.has("main input[name='ground']").await.unwrap() {
        traveller.browser.chooses("ground", "client-in-contact").await.unwrap();
        traveller.sends("/ground").await;
    }
    traveller.browser.waits_for("main form[action$='/contact']").await.unwrap();
    traveller.sends("/contact").await;
    traveller.browser.waits_for("#error-summary").await.unwrap();
    traveller.arrives("/work/people/", "record-contact-faulty").await;
    traveller.browser.chooses("topic", "illness").await.unwrap();
    traveller.browser.fills("#words", "Yskä ja kuume, hosta och feber, a cough.").await.unwrap();
    traveller.arrives("/work/people/", "record-contact").await;
    traveller
        .browser
        .sends("main form[action$='/contact'] .actions button:first-of-type")
        .await
        .unwrap();
    traveller.arrives("/work/cases/", "case-received").await;
    traveller.goes("/work/calls").await;
    assert_eq!(listed(traveller).await, before - 1, "the contact settles the call");
}
