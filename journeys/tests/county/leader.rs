//! What a leader does: reads the board, opens a figure to its cases, takes the figures along.

use super::Traveller;

/// From the board to the cases behind a figure, and to the file.
pub(super) async fn reads_the_board(traveller: &mut Traveller<'_>) {
    traveller.goes("/lead/access").await;
    traveller.arrives("/lead/access", "access").await;
    for by in ["municipality", "unit", "profession", "language", "age", "month"] {
        traveller.goes(&format!("/lead/access?by={by}")).await;
        let rows = traveller
            .browser
            .attributes("section[aria-labelledby='breakdown-heading'] tbody tr", "class")
            .await
            .unwrap();
        assert!(!rows.is_empty(), "by {by} the board has no rows");
    }
    traveller.goes("/lead/access").await;
    let csv = traveller.browser.attribute("main a[href*='access.csv']", "href").await.unwrap();
    let csv = traveller.browser.fetches(&csv.unwrap()).await.unwrap();
    // A spreadsheet splits columns where its language does not put a decimal mark.
    let separator = if traveller.language == "en" { ',' } else { ';' };
    let columns = |line: &str| line.split(separator).count();
    assert!(csv.lines().count() > 2 && csv.lines().all(|line| columns(line) > 9), "{csv}");

    traveller.follows("/lead/access/cases?").await;
    traveller.arrives("/lead/access/cases", "cases-behind").await;
    let text = traveller.browser.text().await.unwrap();
    assert!(!text.contains("Koskinen"), "the cases behind a figure have no names");

    traveller.goes("/lead/third-free").await;
    traveller.browser.waits_for("main table tbody tr").await.unwrap();
    traveller.arrives("/lead/third-free", "third-free").await;
}
