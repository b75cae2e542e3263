//! Entity tags: `"<version>"` for single records, a digest for rankings; `If-Match` and `If-None-Match`.
//!
//! What of a record is shown may depend on who asks; such a view has a tag that names it and that no write takes.

use actix_web::HttpRequest;
use actix_web::http::header::{self, HeaderName};
use matching::{Expected, MatchingError};

use crate::problem::{PlainKind, Problem};

/// The strong tag of a version.
pub fn of_version(version: i64) -> String {
    format!("\"{version}\"")
}

/// The strong tag of a view of a version that is not the whole record, such as `"3-profile"`.
pub fn of_view(version: i64, view: &str) -> String {
    format!("\"{version}-{view}\"")
}

/// The strong tag of a text that is header text.
pub fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

/// The version of no record: versions begin at 1.
pub const NOBODYS: i64 = 0;

/// What a write asks of what is there before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precondition {
    /// Nothing.
    Unconditional,
    /// That it has this version.
    Version(i64),
    /// `If-Match: *`: that there is a record, of whatever version.
    Present,
    /// `If-None-Match: *`: that there is none.
    Absent,
}

impl Precondition {
    /// The version to be written over, where the record is named by its id and is not made when it is missing.
    pub fn expected(self) -> Expected {
        match self {
            Self::Unconditional | Self::Present => None,
            Self::Version(version) => Some(version),
            Self::Absent => Some(NOBODYS),
        }
    }
}

/// Refuses a version other than the expected one, for records whose use cases take no version.
///
/// # Errors
/// [`MatchingError::VersionMismatch`].
pub fn check_version(expected: Expected, current: i64) -> Result<(), MatchingError> {
    match expected {
        Some(version) if version != current => Err(MatchingError::VersionMismatch { current }),
        _ => Ok(()),
    }
}

/// What `If-Match` and `If-None-Match` ask of a write. What is no strong tag of a version matches no record, so that a
/// caller's slip never overwrites anything.
///
/// # Errors
/// 400 for a header that is too long, no text, or there twice, and for an `If-None-Match` other than `*`.
pub fn precondition(request: &HttpRequest) -> Result<Precondition, Problem> {
    let matched = single(request, header::IF_MATCH, ("If-Match", 100))?;
    let is_absence_asked = match single(request, header::IF_NONE_MATCH, ("If-None-Match", 200))?.as_deref() {
        None => false,
        Some("*") => true,
        Some(_) => {
            let detail = "on a write If-None-Match can only be `*`; name a version with If-Match";
            return Err(Problem::new(PlainKind::MalformedRequest, detail));
        }
    };
    let Some(stated) = matched else {
        return Ok(if is_absence_asked { Precondition::Absent } else { Precondition::Unconditional });
    };
    if is_absence_asked {
        // There cannot be a record and none.
        return Ok(Precondition::Version(NOBODYS));
    }
    if stated == "*" {
        return Ok(Precondition::Present);
    }
    let inside = stated.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let version = inside.and_then(|tag| tag.parse().ok()).filter(|version: &i64| *version > 0);
    Ok(Precondition::Version(version.unwrap_or(NOBODYS)))
}

/// Whether `If-None-Match` names this tag: the caller has it already. A weak tag counts here, for what it names is
/// good enough not to be sent again.
///
/// # Errors
/// A header that comes twice, or is too long.
pub fn is_known(request: &HttpRequest, tag: &str) -> Result<bool, Problem> {
    let stated = single(request, header::IF_NONE_MATCH, ("If-None-Match", 200))?.unwrap_or_default();
    Ok(stated.split(',').map(str::trim).any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag))
}

/// The text of a header that comes at most once.
fn single(
    request: &HttpRequest,
    name: HeaderName,
    (shown, longest): (&str, usize),
) -> Result<Option<String>, Problem> {
    let mut values = request.headers().get_all(name);
    let Some(value) = values.next() else { return Ok(None) };
    let text = value.to_str().ok().filter(|text| text.len() <= longest && values.next().is_none());
    let refused = || {
        let detail = format!("{shown} must come once, with at most {longest} characters, as an ETag gave it");
        Problem::new(PlainKind::MalformedRequest, detail)
    };
    text.map(|text| Some(text.trim().to_owned())).ok_or_else(refused)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn asked(headers: &[(HeaderName, &str)]) -> Result<Precondition, Problem> {
        let mut request = TestRequest::default();
        for (name, value) in headers {
            request = request.append_header((name.clone(), *value));
        }
        precondition(&request.to_http_request())
    }

    fn expected_of(value: &str) -> Result<Expected, Problem> {
        asked(&[(header::IF_MATCH, value)]).map(Precondition::expected)
    }

    #[test]
    fn only_a_strong_tag_of_a_version_can_match() {
        assert_eq!(expected_of("\"3\"").unwrap(), Some(3));
        assert_eq!(expected_of("*").unwrap(), None);
        for never in ["\"3-profile\"", "W/\"3\"", "\"abc\"", "\"-1\"", "\"\"", "3", "\"3", "\"3\", \"4\"", ""]
        {
            assert_eq!(expected_of(never).unwrap(), Some(0), "{never}");
        }
        assert!(expected_of(&"3".repeat(101)).is_err());
    }

    #[test]
    fn a_write_may_ask_for_any_record_or_for_none() {
        assert_eq!(asked(&[]).unwrap(), Precondition::Unconditional);
        assert_eq!(asked(&[(header::IF_MATCH, "*")]).unwrap(), Precondition::Present);
        assert_eq!(asked(&[(header::IF_NONE_MATCH, "*")]).unwrap(), Precondition::Absent);
        assert_eq!(Precondition::Absent.expected(), Some(NOBODYS));
        assert!(asked(&[(header::IF_NONE_MATCH, "\"3\"")]).is_err());
        for matched in ["*", "\"3\""] {
            let both = asked(&[(header::IF_MATCH, matched), (header::IF_NONE_MATCH, "*")]).unwrap();
            assert_eq!(both, Precondition::Version(NOBODYS), "{matched}");
        }
    }

    #[test]
    fn a_known_tag_is_found_in_a_list() {
        let request =
            TestRequest::default().insert_header((header::IF_NONE_MATCH, "\"1\", W/\"2\"")).to_http_request();
        assert!(is_known(&request, "\"2\"").unwrap());
        assert!(!is_known(&request, "\"3\"").unwrap());
    }
}
