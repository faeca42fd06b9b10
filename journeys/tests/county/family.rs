//! A mother books for her child, whose home is protected.

use super::{Traveller, professional, resident};

/// Ella of the demo county.
const ELLA: &str = "706f6c6b-7500-4000-8000-000000000005";
/// Her telephone, as pages could write it.
const SECRETS: [&str; 3] = ["099 0098", "0990098", "457 099"];

/// Begins to act for the child; the page says so from then on.
pub(super) async fn begins_to_act(mother: &mut Traveller<'_>) {
    mother.goes("/matters").await;
    mother.arrives("/matters", "matters-and-child").await;
    mother.browser.sends("main form[action$='/acting'] button").await.unwrap();
    mother.browser.waits_for("aside.acting").await.unwrap();
    mother.browser.shows("Ella").await.unwrap();
    mother.arrives("/matters", "acting-matters").await;
}

/// Makes a contact for the child, and gives its case.
pub(super) async fn makes_a_contact(mother: &mut Traveller<'_>) -> String {
    mother.goes("/contact").await;
    mother.browser.chooses("topic", "illness").await.unwrap();
    mother.browser.fills("#words", "Korvakipu, öronvärk, an earache.").await.unwrap();
    mother.sends("/contact/matter").await;
    mother.browser.chooses("another", "no").await.unwrap();
    mother.sends("/contact/matters").await;
    mother.browser.chooses("signs", "none").await.unwrap();
    mother.sends("/contact/urgent").await;
    // The child's number is not the mother's to read: she gives one if she wishes a call.
    mother.arrives("/contact/reach", "acting-contact-reach").await;
    keeps_the_home(mother).await;
    mother.browser.chooses("reach", "message").await.unwrap();
    mother.browser.chooses("service-language", mother.language).await.unwrap();
    mother.sends("/contact/reach").await;
    mother.arrives("/contact/check", "acting-contact-check").await;
    mother.sends("/contact/check").await;
    mother.arrives("/contact/done/", "acting-contact-done").await;
    resident::cases_made(mother).await.remove(0)
}

async fn keeps_the_home(traveller: &Traveller<'_>) {
    let fields = traveller.browser.attributes("main input", "value").await.unwrap().join(" ");
    let page = traveller.browser.text().await.unwrap();
    for secret in SECRETS {
        assert!(!page.contains(secret) && !fields.contains(secret), "{secret} shows");
    }
}

/// A nurse sees who made it, and finds that the child needs a time.
pub(super) async fn sees_who_made_it(nurse: &mut Traveller<'_>, case: &str) {
    professional::assesses(nurse, case).await;
    nurse.browser.shows("Aino Maria Koskinen").await.unwrap();
    keeps_the_home(nurse).await;
    nurse.arrives(&format!("/work/cases/{case}"), "case-made-by").await;
    nurse.goes(&format!("/work/people/{ELLA}")).await;
    keeps_the_home(nurse).await;
    nurse.follows("/rights").await;
    nurse.browser.shows("Aino Maria Koskinen").await.unwrap();
    keeps_the_home(nurse).await;
    nurse.arrives(&format!("/work/people/{ELLA}/rights"), "rights").await;
}

/// Books a time for the child and moves it, and goes back to her own matters.
pub(super) async fn books_and_goes_back(mother: &mut Traveller<'_>, case: &str) {
    resident::books_a_time(mother, case).await;
    keeps_the_home(mother).await;
    // Under twenty-three the limit is short: a later time than that needs a reason.
    mother.goes(&format!("/matters/{case}/times")).await;
    mother.browser.clicks("main .time:first-of-type label").await.unwrap();
    mother.browser.sends("main form:has(.time) button[type='submit']").await.unwrap();
    if mother.browser.has("main input[name='late']").await.unwrap() {
        mother.browser.chooses("late", "client-choice").await.unwrap();
    }
    resident::confirms(mother).await;
    mother.arrives(&format!("/matters/{case}/done?what=moved"), "acting-time-moved").await;
    mother.goes(&format!("/matters/{case}")).await;
    keeps_the_home(mother).await;
    mother.arrives(&format!("/matters/{case}"), "acting-matter").await;
    mother.browser.sends("aside.acting button").await.unwrap();
    mother.arrives("/matters", "matters-own-again").await;
    assert!(!mother.browser.has("aside.acting").await.unwrap());
    mother.goes(&format!("/matters/{case}")).await;
    let page = mother.browser.text().await.unwrap();
    assert!(!page.contains("Korvakipu"), "without acting it is not hers: {page}");
}

/// Somebody without a right sees nothing of the child.
pub(super) async fn sees_nothing(other: &mut Traveller<'_>, case: &str) {
    other.goes("/matters").await;
    assert!(!other.browser.has("main form[action$='/acting']").await.unwrap());
    other.goes(&format!("/matters/{case}")).await;
    let page = other.browser.text().await.unwrap();
    assert!(!page.contains("Ella") && !page.contains("Korvakipu"), "{page}");
    keeps_the_home(other).await;
}
