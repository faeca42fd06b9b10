//! A questionnaire without a name: answered by somebody who is not signed in, opened with its code by
//! a nurse, and the safety step that an alarming answer opens.

use super::Traveller;

/// Answers everything, with a thought of hurting oneself, and gets the code.
pub(super) async fn answers_without_a_name(traveller: &mut Traveller<'_>) -> String {
    traveller.goes("").await;
    traveller.follows("/questionnaire").await;
    traveller.arrives("/questionnaire", "questionnaire").await;
    traveller.browser.sends("main button[name='pace'][value='one']").await.unwrap();
    traveller.arrives("/questionnaire/code", "questionnaire-code").await;
    let code = traveller.browser.reads("main .boxed strong").await.unwrap();
    traveller.follows("/questionnaire/question/burden").await;
    traveller.sends("/question/burden").await;
    traveller.browser.waits_for("#error-summary").await.unwrap();
    traveller.arrives("/questionnaire/question/burden", "question-faulty").await;
    traveller.browser.fills("#answer-burden", "I lie awake.").await.unwrap();
    traveller.sends("/question/burden").await;
    traveller.browser.chooses("answer-since", "months").await.unwrap();
    traveller.sends("/question/since").await;
    traveller.browser.chooses("answer-areas", "sleep").await.unwrap();
    traveller.sends("/question/areas").await;
    for item in 1..=9 {
        traveller.browser.chooses(&format!("answer-phq-9-{item}"), "1").await.unwrap();
        traveller.sends(&format!("/question/phq-9-{item}")).await;
    }
    traveller.arrives("/questionnaire/help", "questionnaire-help").await;
    traveller.follows("/question/gad-7-1").await;
    traveller.arrives("/questionnaire/question/gad-7-1", "question").await;
    for item in 1..=7 {
        traveller.browser.chooses(&format!("answer-gad-7-{item}"), "2").await.unwrap();
        traveller.sends(&format!("/question/gad-7-{item}")).await;
    }
    traveller.browser.chooses("answer-help-before", "no").await.unwrap();
    traveller.sends("/question/help-before").await;
    traveller.sends("/question/wish").await;
    traveller.arrives("/questionnaire/code", "questionnaire-done").await;
    traveller.follows("/questionnaire/all").await;
    traveller.arrives("/questionnaire/all", "questionnaire-all").await;
    code
}

/// Opens it with its code, attaches it, and takes care of the alarming answer.
pub(super) async fn opens_attaches_and_asks(traveller: &mut Traveller<'_>, case: &str, code: &str) {
    let path = format!("/work/cases/{case}");
    traveller.goes(&path).await;
    traveller.browser.fills("#code", code).await.unwrap();
    traveller.sends("/questionnaire").await;
    traveller.arrives(&format!("{path}/questionnaire"), "questionnaire-opened").await;
    traveller.sends("/questionnaire/attach").await;
    traveller.arrives(&path, "case-safety").await;
    traveller.goes("/work/queue").await;
    traveller.browser.waits_for("section[aria-labelledby='safety-cases']").await.unwrap();
    traveller.arrives("/work/queue", "queue-safety").await;
    traveller.browser.sends(&format!("main a[href$='{path}']")).await.unwrap();
    traveller.browser.fills("#done", "Asked: no plan. Calls tomorrow.").await.unwrap();
    traveller.sends("/safety").await;
    traveller.arrives(&path, "case-safe").await;
    assert!(!traveller.browser.has("#safety-title").await.unwrap());
}
