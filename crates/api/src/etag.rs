//! Entity tags: `"<version>"` for single records, a digest for rankings; `If-Match` and `If-None-Match`.

use actix_web::HttpRequest;
use actix_web::http::header::{self, HeaderName};
use matching::Expected;

use crate::problem::{PlainKind, Problem};

/// The strong tag of a version.
pub fn of_version(version: i64) -> String {
    format!("\"{version}\"")
}

/// The version that `If-Match` names; `None` without the header or for `*`. What is no strong tag of a version matches
/// no record, so that a caller's slip never overwrites anything.
///
/// # Errors
/// 400 for a header that is too long, no text, or there twice.
pub fn expected(request: &HttpRequest) -> Result<Expected, Problem> {
    let Some(stated) = single(request, header::IF_MATCH, ("If-Match", 100))? else { return Ok(None) };
    if stated == "*" {
        return Ok(None);
    }
    let inside = stated.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    // Versions begin at 1, so 0 is nobody's.
    Ok(Some(inside.and_then(|tag| tag.parse().ok()).filter(|version: &i64| *version > 0).unwrap_or(0)))
}

/// Whether `If-None-Match` names this tag: the caller has it already. A weak tag counts here, for what it names is
/// good enough not to be sent again.
///
/// # Errors
/// As [`expected`].
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

    fn expected_of(value: &str) -> Result<Expected, Problem> {
        expected(&TestRequest::default().insert_header((header::IF_MATCH, value)).to_http_request())
    }

    #[test]
    fn only_a_strong_tag_of_a_version_can_match() {
        assert_eq!(expected_of("\"3\"").unwrap(), Some(3));
        assert_eq!(expected_of("*").unwrap(), None);
        for never in ["W/\"3\"", "\"abc\"", "\"-1\"", "\"\"", "3", "\"3", "\"3\", \"4\"", ""] {
            assert_eq!(expected_of(never).unwrap(), Some(0), "{never}");
        }
        assert!(expected_of(&"3".repeat(101)).is_err());
    }

    #[test]
    fn a_known_tag_is_found_in_a_list() {
        let request =
            TestRequest::default().insert_header((header::IF_NONE_MATCH, "\"1\", W/\"2\"")).to_http_request();
        assert!(is_known(&request, "\"2\"").unwrap());
        assert!(!is_known(&request, "\"3\"").unwrap());
    }
}
