//! Finnish personal identity codes in the tree are test codes: individual number 900–999.
//! A code with a valid check character and a lower number could be somebody's.

use super::{Problem, Tree};

/// The well-known example code of the population authority; it belongs to nobody.
const KNOWN_EXAMPLES: &[&str] = &["131052-308T"];

const CHECK_CHARACTERS: &[u8; 31] = b"0123456789ABCDEFHJKLMNPRSTUVWXY";
const CENTURY_SIGNS: &[u8] = b"+-ABCDEFUVWXY";
const CODE_LENGTH: usize = 11;

/// Codes that could be a person's.
pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in tree.texts() {
        for (n, line) in (1..).zip(text.lines()) {
            for code in codes(line).filter(|code| !KNOWN_EXAMPLES.contains(code)) {
                // The code itself is not repeated: what we print may be kept in a log.
                let text = format!("has an identity code born {}…: use 900–999", code_head(code));
                problems.push(Problem::at(path, n, text));
            }
        }
    }
    problems
}

fn code_head(code: &str) -> &str {
    code.get(..6).unwrap_or_default()
}

/// Valid codes below 900 in a line, standing alone.
fn codes(line: &str) -> impl Iterator<Item = &str> {
    let bytes = line.as_bytes();
    let joined = move |at: Option<usize>| {
        at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric)
    };
    (0..bytes.len().saturating_sub(CODE_LENGTH - 1)).filter_map(move |at| {
        let code = line.get(at..at + CODE_LENGTH)?;
        let alone = !joined(at.checked_sub(1)) && !joined(Some(at + CODE_LENGTH));
        (alone && could_be_real(code)).then_some(code)
    })
}

fn could_be_real(code: &str) -> bool {
    let parts = || {
        let date = code.get(..6)?;
        let sign = *code.as_bytes().get(6)?;
        let individual = code.get(7..10)?;
        let check = *code.as_bytes().get(10)?;
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if !digits(date) || !digits(individual) || !CENTURY_SIGNS.contains(&sign) {
            return None;
        }
        let day: u32 = date.get(..2)?.parse().ok()?;
        let month: u32 = date.get(2..4)?.parse().ok()?;
        let number: u32 = individual.parse().ok()?;
        let whole: usize = format!("{date}{individual}").parse().ok()?;
        let valid = CHECK_CHARACTERS.get(whole % CHECK_CHARACTERS.len()) == Some(&check);
        Some(valid && (1..=31).contains(&day) && (1..=12).contains(&month) && number < 900)
    };
    parts().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A code with the right check character, made here so that no code below 900 is written down.
    fn code(date: &str, sign: char, number: u32) -> String {
        let whole: usize = format!("{date}{number:03}").parse().unwrap();
        let check = char::from(CHECK_CHARACTERS[whole % 31]);
        format!("{date}{sign}{number:03}{check}")
    }

    #[test]
    fn test_codes_the_known_example_and_wrong_check_characters_pass() {
        let mut wrong = code("010190", '-', 123);
        wrong.pop();
        wrong.push('I');
        let text = format!(
            "{} {} {wrong} 131052-308T",
            code("010190", '-', 900),
            code("311299", 'A', 999)
        );
        assert_eq!(check(&Tree::of(&[("a.rs", &text)])), []);
    }

    #[test]
    fn a_code_that_could_be_real_is_found_and_not_repeated() {
        for (sign, number) in [('-', 2), ('A', 123), ('Y', 899)] {
            let code = code("010190", sign, number);
            let found = check(&Tree::of(&[("a.csv", &format!("x;{code};y"))]));
            assert_eq!(found.len(), 1, "{code}");
            assert!(!found[0].text.contains(&code));
        }
    }

    #[test]
    fn digits_inside_a_longer_number_are_no_code() {
        let code = code("010190", '-', 123);
        assert_eq!(check(&Tree::of(&[("a.csv", &format!("9{code} {code}9"))])), []);
    }
}
