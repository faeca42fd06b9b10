//! What a resident does: tells what is the matter, understands the due date, chooses a time, looks back.

use journeys::Polku;
use thirtyfour::Key;

use super::Traveller;

/// The pages that anybody sees.
pub(super) async fn looks_around_signed_out(traveller: &mut Traveller<'_>) {
    traveller.arrives("", "start").await;
    for (path, page) in [
        ("/sign-in", "sign-in"),
        ("/accessibility", "accessibility"),
        ("/dev/components", "components"),
        ("/signed-out", "signed-out"),
    ] {
        traveller.goes(path).await;
        traveller.arrives(path, page).await;
    }
}

/// Makes a contact with two matters, having left out an answer first, and gives the ids of its cases.
pub(super) async fn makes_a_contact(traveller: &mut Traveller<'_>) -> Vec<String> {
    traveller.goes("/contact").await;
    traveller.arrives("/contact/matter", "contact-matter").await;
    traveller.sends("/contact/matter").await;
    traveller.browser.waits_for("#error-summary").await.unwrap();
    traveller.arrives("/contact/matter", "contact-matter-faulty").await;

    traveller.browser.chooses("topic", "movement").await.unwrap();
    traveller
        .browser
        .fills("#words", "Polvi on kipeä, knät gör ont, my knee hurts.")
        .await
        .unwrap();
    traveller.sends("/contact/matter").await;
    traveller.arrives("/contact/matters", "contact-matters").await;
    traveller.browser.chooses("another", "yes").await.unwrap();
    traveller.sends("/contact/matters").await;

    traveller.arrives("/contact/matter", "contact-matter-another").await;
    traveller.browser.chooses("topic", "other").await.unwrap();
    traveller.browser.fills("#words", "Todistus työnantajalle.").await.unwrap();
    traveller.sends("/contact/matter").await;
    traveller.browser.chooses("another", "no").await.unwrap();
    traveller.sends("/contact/matters").await;

    traveller.arrives("/contact/urgent", "contact-urgent").await;
    traveller.browser.chooses("signs", "some").await.unwrap();
    traveller.sends("/contact/urgent").await;
    traveller.arrives("/contact/urgent/help", "contact-urgent-help").await;
    traveller.goes("/contact/urgent").await;
    traveller.browser.chooses("signs", "none").await.unwrap();
    traveller.sends("/contact/urgent").await;

    traveller.arrives("/contact/reach", "contact-reach").await;
    traveller.browser.chooses("reach", "phone").await.unwrap();
    traveller.browser.fills("#phone", "040 123 4567").await.unwrap();
    traveller.browser.chooses("service-language", traveller.language).await.unwrap();
    traveller.sends("/contact/reach").await;
    traveller.arrives("/contact/check", "contact-check").await;
    traveller.browser.shows("040 123 4567").await.unwrap();
    traveller.sends("/contact/check").await;
    traveller.arrives("/contact/done/", "contact-done").await;

    let cases = cases_made(traveller).await;
    assert_eq!(cases.len(), 2, "each matter becomes a case of its own: {cases:?}");
    cases
}

/// The cases that the page names after a contact was sent, in order.
pub(super) async fn cases_made(traveller: &Traveller<'_>) -> Vec<String> {
    let links = traveller.browser.attributes("main ul a[href*='/matters/']", "href").await.unwrap();
    links.iter().filter_map(|link| link.rsplit('/').next().map(str::to_owned)).collect()
}

/// Moves the promised call to the window after the first one, and comes back to the matter.
pub(super) async fn moves_the_call(traveller: &mut Traveller<'_>, case: &str) {
    let matter = format!("/matters/{case}");
    let call = format!("{matter}/call");
    traveller.goes(&matter).await;
    traveller.follows(&call).await;
    traveller.arrives(&call, "call").await;
    traveller.browser.fills("#phone", "ei ole").await.unwrap();
    traveller.sends("/call").await;
    traveller.browser.waits_for("#error-summary").await.unwrap();
    traveller.arrives(&call, "call-faulty").await;
    traveller.browser.fills("#phone", "040 765 4321").await.unwrap();
    let windows = traveller.browser.attributes("#window option", "value").await.unwrap();
    traveller.browser.picks("window", windows.get(1).unwrap()).await.unwrap();
    traveller.sends("/call").await;
    traveller.arrives(&matter, "matter-call").await;
    // The spaces of a number do not break.
    traveller.browser.shows("040\u{a0}765\u{a0}4321").await.unwrap();
}

/// Reads beside the matter that two calls were missed; the place in line and the matter stay.
pub(super) async fn is_told_and_keeps_the_place(traveller: &mut Traveller<'_>, case: &str) {
    let matter = format!("/matters/{case}");
    traveller.goes(&matter).await;
    traveller.browser.waits_for("section[aria-labelledby='call-title'] .boxed").await.unwrap();
    traveller.arrives(&matter, "matter-call-missed").await;
}

/// The due date of a matter opens to its statute and its arithmetic.
pub(super) async fn understands_the_due_date(traveller: &mut Traveller<'_>, case: &str) {
    traveller.goes("/matters").await;
    traveller.arrives("/matters", "matters").await;
    traveller.follows(case).await;
    traveller.browser.clicks(".clock details summary").await.unwrap();
    traveller.browser.shows("1326/2010").await.unwrap();
    traveller.arrives(&format!("/matters/{case}"), "matter").await;
}

/// Wants to be told by e-mail, having written the address wrong first.
pub(super) async fn chooses_how_to_be_told(traveller: &mut Traveller<'_>) {
    traveller.goes("/reach").await;
    traveller.arrives("/reach", "reach").await;
    traveller.browser.chooses("way", "email").await.unwrap();
    traveller.browser.fills("#email", "aino@").await.unwrap();
    traveller.sends("/reach").await;
    traveller.browser.waits_for("#error-summary").await.unwrap();
    traveller.arrives("/reach", "reach-faulty").await;
    traveller.browser.fills("#email", "aino@example.fi").await.unwrap();
    traveller.sends("/reach").await;
    traveller.arrives("/reach?done=chosen", "reach-chosen").await;
}

/// Whoever has the letter confirms the time by its link.
pub(super) async fn confirms_by_the_link(traveller: &mut Traveller<'_>, polku: &Polku) {
    let link = polku.link().await.unwrap();
    traveller.goes(&link).await;
    traveller.arrives(&link, "link").await;
    let confirm = "main form:has(input[value='confirm']) button";
    traveller.browser.sends(confirm).await.unwrap();
    traveller.arrives(&format!("{link}?done=confirmed"), "link-confirmed").await;
}

/// Makes a private address for the calendar.
pub(super) async fn asks_for_a_calendar(traveller: &mut Traveller<'_>) {
    traveller.goes("/reach").await;
    traveller.follows("/calendar").await;
    traveller.arrives("/calendar", "calendar").await;
    traveller.sends("/calendar").await;
    traveller.browser.waits_for("main code").await.unwrap();
    traveller.arrives("/calendar", "calendar-made").await;
}

/// Takes the first free time.
pub(super) async fn books_a_time(traveller: &mut Traveller<'_>, case: &str) {
    let times = format!("/matters/{case}/times");
    traveller.goes(&times).await;
    traveller.arrives(&times, "times").await;
    traveller.browser.sends("main .next form button").await.unwrap();
    traveller.arrives(&format!("{times}/confirm"), "confirm-time").await;
    confirms(traveller).await;
    traveller.arrives(&format!("/matters/{case}/done?what=booked"), "time-booked").await;
}

/// Moves the time to another, and keeps that one.
pub(super) async fn moves_and_keeps_the_time(traveller: &mut Traveller<'_>, case: &str) {
    let times = format!("/matters/{case}/times");
    traveller.goes(&times).await;
    traveller.browser.clicks("main .time:last-of-type label").await.unwrap();
    traveller.browser.sends("main form:has(.time) button[type='submit']").await.unwrap();
    confirms(traveller).await;
    traveller.arrives(&format!("/matters/{case}/done?what=moved"), "time-moved").await;
    traveller.goes(&format!("{times}/cancel")).await;
    traveller.arrives(&format!("{times}/cancel"), "cancel-time").await;
}

pub(super) async fn confirms(traveller: &Traveller<'_>) {
    if traveller.browser.has("main input[type='radio'][name='mode']").await.unwrap() {
        traveller.browser.clicks("main .choice:first-of-type label").await.unwrap();
    }
    traveller.sends("/times/confirm").await;
}

/// Every look of the professional is there.
pub(super) async fn sees_who_has_looked(traveller: &mut Traveller<'_>) {
    traveller.goes("/looks").await;
    traveller.browser.shows("Helena Mäkelä").await.unwrap();
    traveller.arrives("/looks", "looks").await;
}

/// Withdraws a matter that needs no help any more.
pub(super) async fn withdraws(traveller: &mut Traveller<'_>, case: &str) {
    let path = format!("/matters/{case}/withdraw");
    traveller.goes(&path).await;
    traveller.arrives(&path, "withdraw").await;
    traveller.sends("/withdraw").await;
    traveller.arrives(&format!("/matters/{case}/done?what=withdrawn"), "withdrawn").await;
}

/// The whole contact with Tab, Space, Enter and letters: the mouse is never touched.
pub(super) async fn makes_a_contact_by_keyboard(traveller: &Traveller<'_>) {
    let browser = &traveller.browser;
    let chooses = async |answer: &str| {
        browser.tabs_to(answer).await.unwrap();
        browser.presses(Key::Space).await.unwrap();
    };
    let sends = async |action: &str| {
        let button = format!("main form[action$='{action}'] button[type='submit']");
        browser.tabs_to(&button).await.unwrap();
        browser.enters().await.unwrap();
    };
    browser.tabs_to("aside.demo summary").await.unwrap();
    browser.presses(Key::Enter).await.unwrap();
    browser.tabs_to("select[name='account']").await.unwrap();
    // Letters choose the entry that begins with them, and arrows the next ones.
    for _ in 0..40 {
        let chosen = browser.attributes("select[name='account'] option:checked", "value").await;
        if chosen.unwrap() == ["aino"] {
            break;
        }
        browser.presses(Key::Down).await.unwrap();
    }
    browser.tabs_to("form[action$='/demo/person'] button").await.unwrap();
    browser.enters().await.unwrap();
    browser.arrives("/fi/matters").await.unwrap();

    browser.tabs_to("a[href='/fi/contact']").await.unwrap();
    browser.enters().await.unwrap();
    // Within a group the arrows move; Tab comes to the chosen answer, or to the first.
    chooses("input[name='topic']").await;
    browser.tabs_to("#words").await.unwrap();
    browser.presses("Polvi on kipeä.").await.unwrap();
    sends("/contact/matter").await;
    browser.arrives("/fi/contact/matters").await.unwrap();
    chooses("input[name='another']").await;
    browser.presses(Key::Down).await.unwrap();
    sends("/contact/matters").await;
    browser.arrives("/fi/contact/urgent").await.unwrap();
    chooses("input[name='signs']").await;
    sends("/contact/urgent").await;
    browser.arrives("/fi/contact/reach").await.unwrap();
    chooses("input[name='reach']").await;
    browser.tabs_to("#phone").await.unwrap();
    browser.presses("040 123 4567").await.unwrap();
    chooses("input[name='service-language']").await;
    sends("/contact/reach").await;
    browser.arrives("/fi/contact/check").await.unwrap();
    sends("/contact/check").await;
    browser.arrives("/fi/contact/done/").await.unwrap();
}
