//! The access matrix as committed text: a change of the rules shows as a change of that text, so
//! that nobody widens access without somebody reading it.

#[path = "access_matrix/table.rs"]
mod table;

use std::path::Path;

use care::access::Rules;

use crate::county::content;

const RENEW: &str = "cargo run -q -p server --example access_matrix > docs/access-matrix.txt";

#[test]
fn the_committed_matrix_is_that_of_the_rules() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/access-matrix.txt");
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    let now = table::text(&content().rules);
    let only = |mark: char, ours: &str, theirs: &str| -> Vec<String> {
        let new = ours.lines().filter(|line| !theirs.lines().any(|other| other == *line));
        new.map(|line| format!("{mark} {line}")).collect()
    };
    let mut difference = only('-', &committed, &now);
    difference.extend(only('+', &now, &committed));
    assert!(
        committed == now,
        "docs/access-matrix.txt is not that of content/access/rules.toml:\n{}\n\
         If the change of access is meant, renew the table and commit both:\n    {RENEW}",
        difference.join("\n")
    );
}

#[test]
fn every_right_that_is_given_stands_in_the_table_and_no_other() {
    let text = |rules: &str| table::text(&Rules::parse(&format!("rule = [{rules}]")).unwrap());
    let none = text("");
    assert_eq!(none.lines().filter(|line| line.contains(" ......")).count(), 30);
    let one = text(r#"{ role = "leader", action = "see-case", relation = "stated" }"#);
    let changed: Vec<&str> =
        one.lines().filter(|line| !none.lines().any(|other| other == *line)).collect();
    let expected = "see-case         .......       .......       ....S..       .......       \
                    .......       .......";
    assert_eq!(changed, [expected]);
}
