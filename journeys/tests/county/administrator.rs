//! What an administrator does: sees to whom notices go, and which do not arrive.

use std::time::Duration;

use journeys::Polku;
use serde_json::json;

use super::Traveller;

/// How often, and after which pause, the page is looked at until notices were tried.
const TRIES: u32 = 300;
const PAUSE: Duration = Duration::from_millis(100);

/// A program subscribes that cannot be reached; the page of notices says so.
pub(super) async fn watches_the_notices(traveller: &mut Traveller<'_>, polku: &Polku) {
    traveller.goes("/keep/notices").await;
    traveller.arrives("/keep/notices", "notices-none").await;
    let subscription = json!({
        "resourceType": "Subscription", "id": "journey", "status": "requested",
        "reason": "Tulokset vanhaan järjestelmään", "criteria": "Observation?status=final",
        // Nobody listens on the port of discarding.
        "channel": {"type": "rest-hook", "endpoint": "http://127.0.0.1:9/hook"}
    });
    polku.puts("Subscription/journey", &subscription).await.unwrap();
    let result = json!({
        "resourceType": "Observation", "id": "journey", "status": "final", "code": {"text": "x"}
    });
    polku.puts("Observation/journey", &result).await.unwrap();
    // Once it was tried, what went wrong is the fifth thing that is told.
    for _ in 0..TRIES {
        traveller.goes("/keep/notices").await;
        if traveller.browser.has("main dl > div:nth-of-type(5)").await.unwrap() {
            break;
        }
        tokio::time::sleep(PAUSE).await;
    }
    traveller.browser.shows("Tulokset vanhaan järjestelmään").await.unwrap();
    traveller.browser.waits_for("main dl > div:nth-of-type(5)").await.unwrap();
    let page = traveller.browser.text().await.unwrap();
    assert!(!page.contains("networks are refused"), "in the words of its language: {page}");
    traveller.arrives("/keep/notices", "notices").await;
}

/// A message that a resident's server refused is let go, with a reason.
pub(super) async fn decides_about_a_message(traveller: &mut Traveller<'_>) {
    for _ in 0..TRIES {
        traveller.goes("/keep/messages").await;
        if traveller.browser.has("main table").await.unwrap() {
            break;
        }
        tokio::time::sleep(PAUSE).await;
    }
    traveller.arrives("/keep/messages", "messages").await;
    traveller.follows("/keep/messages/let-go").await;
    traveller.sends("/keep/messages/let-go").await;
    traveller.browser.waits_for("#error-summary").await.unwrap();
    traveller.arrives("/keep/messages/let-go", "message-let-go").await;
    traveller.browser.chooses("why", "wrong-address").await.unwrap();
    traveller.sends("/keep/messages/let-go").await;
    traveller.arrives("/keep/messages?became=let-go", "messages-let-go").await;
}
