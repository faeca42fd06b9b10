//! One statement for many rows: the values of an insert, or the conditions of a delete, repeated with
//! their numbers counted on. A round trip costs more than the row it carries.

use std::fmt::Write as _;

/// So many rows share a statement at most.
const ROWS: usize = 128;
/// The protocol numbers parameters with sixteen bits.
const PARAMETERS: usize = 65_535;

/// How a statement can be made one of many rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Many {
    /// Its values from here to there are one row of several.
    Values(usize, usize),
    /// What follows from here is one condition of several.
    Conditions(usize),
    /// It cannot.
    Never,
}

impl Many {
    /// Reads a statement of this room: values without brackets in them, conditions without `OR`.
    pub(super) fn of(sql: &str) -> Self {
        const VALUES: &str = "VALUES ";
        if let Some(at) = sql.find(VALUES) {
            let start = at + VALUES.len();
            // What is already several rows is repeated as a whole.
            let end = sql.get(start..).and_then(|rest| {
                let after = rest.find(") ").unwrap_or(rest.len() - 1);
                rest.get(..=after).and_then(|values| values.rfind(')'))
            });
            return end.map_or(Self::Never, |end| Self::Values(start, start + end + 1));
        }
        match sql.find(" WHERE ") {
            Some(at) if sql.starts_with("DELETE ") => Self::Conditions(at + " WHERE ".len()),
            Some(_) | None => Self::Never,
        }
    }

    /// How many of the rows that are left go into the next statement: powers of two, so that few
    /// different statements are ever prepared.
    pub(super) fn rows_at_once(self, left: usize, width: usize) -> usize {
        let most = match self {
            Self::Values(..) => ROWS.min(PARAMETERS / width.max(1)).min(left),
            // Many conditions take longer to plan than they save.
            Self::Conditions(_) => left.min(8),
            Self::Never => 1,
        };
        1 << most.max(1).ilog2()
    }

    /// The statement for so many rows of so many values.
    pub(super) fn text(self, sql: &str, width: usize, rows: usize) -> String {
        let repeated = |part: &str, between: &str| {
            let parts: Vec<_> = (0..rows).map(|row| counted_on(part, row * width)).collect();
            parts.join(between)
        };
        let part = |from, to| sql.get(from..to).unwrap_or_default();
        match self {
            Self::Values(start, end) => {
                let values = repeated(part(start, end), ", ");
                [part(0, start), &values, part(end, sql.len())].concat()
            }
            Self::Conditions(start) => {
                let conditions = repeated(part(start, sql.len()), ") OR (");
                [part(0, start), "(", &conditions, ")"].concat()
            }
            Self::Never => sql.to_owned(),
        }
    }
}

fn counted_on(part: &str, by: usize) -> String {
    let mut pieces = part.split('$');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let end = piece.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(piece.len());
        let (number, rest) = piece.split_at(end);
        let number = number.parse::<usize>().unwrap_or_default() + by;
        // Writing to a string does not fail.
        let _ = write!(text, "${number}{rest}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_repeated_and_their_numbers_counted_on() {
        let text = |sql: &str, width, rows| Many::of(sql).text(sql, width, rows);
        assert_eq!(
            text("INSERT INTO t (a, b) VALUES ($1, $2) ON CONFLICT (a) DO NOTHING", 2, 3),
            "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4), ($5, $6) ON CONFLICT (a) DO NOTHING"
        );
        assert_eq!(
            text("DELETE FROM t WHERE a = $1 AND b = $2", 2, 2),
            "DELETE FROM t WHERE (a = $1 AND b = $2) OR (a = $3 AND b = $4)"
        );
        let update = "UPDATE t SET a = $1 WHERE b = $2";
        assert_eq!(Many::of(update).rows_at_once(9, 2), 1);
        assert_eq!(text(update, 2, 1), update);
    }

    #[test]
    fn several_rows_are_repeated_as_a_whole() {
        let sql = "INSERT INTO t (a) VALUES ($1), ($2)";
        assert_eq!(Many::of(sql).text(sql, 2, 1), sql);
        let twice = "INSERT INTO t (a) VALUES ($1), ($2), ($3), ($4)";
        assert_eq!(Many::of(sql).text(sql, 2, 2), twice);
    }

    #[test]
    fn portions_are_powers_of_two_within_the_protocol() {
        let insert = Many::of("INSERT INTO t (a) VALUES ($1)");
        assert_eq!(insert.rows_at_once(1, 1), 1);
        assert_eq!(insert.rows_at_once(7, 1), 4);
        assert_eq!(insert.rows_at_once(1000, 1), 128);
        assert_eq!(insert.rows_at_once(1000, 1000), 64);
        assert_eq!(Many::of("DELETE FROM t WHERE a = $1").rows_at_once(100, 1), 8);
    }
}
