//! Every role, action and relation as a table of text: a row for each action, a letter for each
//! relation that is a ground for it.

use std::fmt::Write as _;

use care::access::{Action, Relation, Role, Rules};

const HEAD: &str = "\
# Who may do what, and on which ground

Made from content/access/rules.toml; do not edit by hand. A test holds the two together, and to
renew this table after a change of the rules:

    cargo run -q -p server --example access_matrix > docs/access-matrix.txt

A letter is a relation of the actor to what is asked for, and a ground for the action:
O own, M mandate, C care, U unit, S stated reason, L link, T task. A dot is no ground, and so a refusal.
";

/// The table.
pub(crate) fn text(rules: &Rules) -> String {
    let mut text = format!("{HEAD}\n{:<16}", "action");
    for role in Role::ALL {
        let _ = write!(text, " {:<13}", role.code());
    }
    end_line(&mut text);
    for action in Action::ALL {
        let _ = write!(text, "{:<16}", action.code());
        for role in Role::ALL {
            let letter = |relation: &Relation| match rules.ground(*role, *action, &[*relation]) {
                Some(_) => letter(*relation),
                None => '.',
            };
            let cell: String = Relation::ALL.iter().map(letter).collect();
            let _ = write!(text, " {cell:<13}");
        }
        end_line(&mut text);
    }
    text
}

fn letter(relation: Relation) -> char {
    match relation {
        Relation::Own => 'O',
        Relation::Mandate => 'M',
        Relation::Care => 'C',
        Relation::Unit => 'U',
        Relation::Stated => 'S',
        Relation::Link => 'L',
        Relation::Task => 'T',
    }
}

fn end_line(text: &mut String) {
    text.truncate(text.trim_end().len());
    text.push('\n');
}
