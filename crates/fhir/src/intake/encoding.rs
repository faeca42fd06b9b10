//! Encodings: UTF-8 is read, UTF-16 is turned into it, and anything else is named clearly.

use std::borrow::Cow;

use crate::problem::{Code, Place, Problem};

/// The bytes as UTF-8 without a byte-order mark; whether they are valid is asked for each piece.
pub(super) fn without_mark(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Problem> {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => Ok(Cow::Borrowed(rest)),
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => Err(refused("UTF-32")),
        [0xFF, 0xFE, rest @ ..] => from_utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => from_utf16(rest, u16::from_be_bytes),
        // JSON begins with an ASCII character, which gives UTF-16 without a mark away.
        [b'{' | b'[', 0, 1..=255, 0, ..] => from_utf16(bytes, u16::from_le_bytes),
        [0, b'{' | b'[', 0, 1..=255, ..] => from_utf16(bytes, u16::from_be_bytes),
        _ => Ok(Cow::Borrowed(bytes)),
    }
}

fn from_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Cow<'_, [u8]>, Problem> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let decoded: Result<String, _> =
        char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect();
    match decoded {
        Ok(text) if rest.is_empty() => Ok(Cow::Owned(text.into_bytes())),
        Ok(_) => Err(refused("UTF-16 breaks off")),
        Err(fault) => Err(refused(&format!("UTF-16: {fault}"))),
    }
}

/// The bytes as text; a byte that looks like Latin-1 is said to.
pub(super) fn utf8(bytes: &[u8]) -> Result<&str, Vec<Problem>> {
    std::str::from_utf8(bytes).map_err(|fault| {
        let at = fault.valid_up_to();
        let byte = bytes.get(at).copied().unwrap_or_default();
        let next_is_ascii = bytes.get(at + 1).is_none_or(u8::is_ascii);
        let detail = if byte >= 0xC0 && next_is_ascii {
            format!("byte {at} is 0x{byte:02X}, in ISO-8859-1 “{}”", char::from(byte))
        } else {
            format!("byte {at} is 0x{byte:02X}, not UTF-8")
        };
        vec![refused(&detail)]
    })
}

fn refused(detail: &str) -> Problem {
    Problem::error(Code::Encoding, Place::default(), detail)
}
