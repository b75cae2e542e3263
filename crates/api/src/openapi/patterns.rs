//! The patterns of free text, which the document shows and the contract enforces: what is shown is what holds.
//!
//! Codes and ids have patterns of their own in the vocabulary; these are enforced by the domain's parsers.

use domain::FaultCode;

/// Text without control characters other than tab and line breaks.
pub const TEXT: &str = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*$";
/// Such a text with at least one character that is not blank.
pub const FILLED_TEXT: &str = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*$";
/// A text on one line, not empty.
pub const LINE: &str = r"^[^\u0000-\u001f\u007f-\u009f]+$";
/// What looks like a mail address.
pub const EMAIL: &str = r"^[^\s@\u0000-\u001f\u007f-\u009f]+@[^\s@\u0000-\u001f\u007f-\u009f]+$";

/// What is wrong with a text by one of the patterns above; `None` for other patterns too.
pub fn broken(pattern: &str, text: &str) -> Option<(FaultCode, &'static str)> {
    let is_odd = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t');
    match pattern {
        TEXT | FILLED_TEXT if text.chars().any(is_odd) => Some((
            FaultCode::BadFormat,
            "must not contain control characters other than line breaks and tabs",
        )),
        FILLED_TEXT if text.trim().is_empty() => Some((FaultCode::TooShort, "must not be blank")),
        LINE if text.chars().any(char::is_control) => {
            Some((FaultCode::BadFormat, "must not contain control characters"))
        }
        EMAIL if !is_mail_address(text) => {
            Some((FaultCode::BadFormat, "must be a mail address such as name@example.jp"))
        }
        _ => None,
    }
}

fn is_mail_address(text: &str) -> bool {
    let is_plain = |part: &str| !part.is_empty() && !part.contains('@');
    text.split_once('@').is_some_and(|(name, host)| is_plain(name) && is_plain(host))
        && !text.chars().any(|letter| letter.is_whitespace() || letter.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_and_control_characters_are_told_apart() {
        assert_eq!(broken(FILLED_TEXT, "塩尻\n"), None);
        assert_eq!(broken(FILLED_TEXT, "\u{3000} ").map(|(code, _)| code), Some(FaultCode::TooShort));
        assert_eq!(broken(TEXT, "\0").map(|(code, _)| code), Some(FaultCode::BadFormat));
        assert_eq!(broken(LINE, "a\nb").map(|(code, _)| code), Some(FaultCode::BadFormat));
        assert_eq!(broken("^[0-9]{6}$", "\0"), None);
        assert_eq!(broken(EMAIL, "a@b"), None);
        assert!(broken(EMAIL, "a@b@c").is_some());
    }
}
