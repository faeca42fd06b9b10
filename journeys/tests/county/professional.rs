//! What a professional does: watches the queue, takes a case, assesses, meets, closes, finds people.

use super::Traveller;

/// The queue and the work list as they stand in the morning; the queue stays open.
pub(super) async fn watches_the_queue(traveller: &mut Traveller<'_>) {
    traveller.goes("/work").await;
    traveller.arrives("/work", "work").await;
    traveller.goes("/work/day").await;
    traveller.arrives("/work/day", "day").await;
    traveller.goes("/work/queue").await;
    traveller.arrives("/work/queue", "queue").await;
}

/// A new contact appears by itself: nobody loads the page again.
pub(super) async fn sees_it_come(traveller: &Traveller<'_>, case: &str) {
    traveller.browser.waits_for(&format!("#case-{case}")).await.unwrap();
}

/// Calls twice within the promised time, an hour apart, and nobody answers; the matter can't be closed
/// for that.
pub(super) async fn calls_twice_in_vain(traveller: &mut Traveller<'_>, case: &str) {
    const HOURS_MAX: usize = 30;
    let path = format!("/work/cases/{case}");
    traveller.goes("/work/calls").await;
    traveller.browser.waits_for(&format!("a[href$='{path}']")).await.unwrap();
    traveller.arrives("/work/calls", "calls").await;
    let told = "section[aria-labelledby='call-title'] dl > div:nth-of-type(4)";
    for _ in 0..HOURS_MAX {
        traveller.goes(&path).await;
        traveller.browser.chooses("answered", "no-answer").await.unwrap();
        traveller.sends("/call").await;
        if traveller.browser.has(told).await.unwrap() {
            break;
        }
        traveller.waits_an_hour().await;
    }
    traveller.browser.waits_for(told).await.unwrap();
    traveller.arrives(&path, "case-call-missed").await;
    traveller.browser.chooses("closing", "not-reached").await.unwrap();
    traveller.sends("/close").await;
    traveller.browser.waits_for("#notice[role='alert']").await.unwrap();
    traveller.arrives(&format!("{path}/close"), "case-not-closed").await;
}

/// Takes the case and finds that it needs a time with a physiotherapist.
pub(super) async fn assesses(traveller: &mut Traveller<'_>, case: &str) {
    traveller.goes("/work/queue").await;
    traveller.sends(&format!("/work/cases/{case}/take")).await;
    traveller.goes(&format!("/work/cases/{case}")).await;
    traveller.arrives(&format!("/work/cases/{case}"), "case-to-assess").await;
    traveller.sends("/assess").await;
    traveller.browser.waits_for("#error-summary").await.unwrap();
    traveller.browser.chooses("urgency", "non-urgent").await.unwrap();
    traveller.browser.chooses("outcome", "appointment").await.unwrap();
    traveller.browser.chooses("care", "primary").await.unwrap();
    traveller.browser.chooses("profession", "physiotherapist").await.unwrap();
    traveller.browser.fills("#note", "Ei turvotusta, kävelee.").await.unwrap();
    traveller.browser.fills("#told", "Varaa aika fysioterapeutille.").await.unwrap();
    traveller.arrives(&format!("/work/cases/{case}"), "case-assessing").await;
    traveller.sends("/assess").await;
    traveller.arrives(&format!("/work/cases/{case}"), "case-to-book").await;
}

/// Meets the client when the time has come, records the visit and closes the case.
pub(super) async fn meets_and_closes(traveller: &mut Traveller<'_>, case: &str) {
    const WEEKS_MAX: usize = 12;
    let path = format!("/work/cases/{case}");
    traveller.goes(&path).await;
    traveller.arrives(&path, "case-booked").await;
    let visit = "main form[action$='/visit']";
    for _ in 0..WEEKS_MAX {
        traveller.goes(&path).await;
        if traveller.browser.has(visit).await.unwrap() {
            break;
        }
        traveller.waits_a_week().await;
    }
    traveller.goes(&path).await;
    traveller.arrives(&path, "case-to-meet").await;
    traveller
        .browser
        .fills("#visit-note, main form[action$='/visit'] textarea", "Polvi tutkittu.")
        .await
        .unwrap();
    traveller.browser.chooses("further", "no").await.unwrap();
    traveller.browser.sends(&format!("{visit} button[type='submit']")).await.unwrap();
    traveller.arrives(&path, "case-met").await;
    traveller.browser.chooses("closing", "treated").await.unwrap();
    traveller.sends("/close").await;
    traveller.arrives(&path, "case-closed").await;
}

/// Finds people by name, and is asked for a ground before a stranger's data open.
pub(super) async fn finds_people(traveller: &mut Traveller<'_>) {
    traveller.goes("/work/people").await;
    traveller.arrives("/work/people", "people").await;
    traveller.browser.fills("#name", "koskinen").await.unwrap();
    traveller.sends("/work/people").await;
    traveller.browser.shows("Aino").await.unwrap();
    traveller.arrives("/work/people", "people-found").await;
}
