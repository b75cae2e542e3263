//! Entity tags: `"<version>"` for single records, a digest for rankings; `If-Match` and `If-None-Match`.

use actix_web::HttpRequest;
use actix_web::http::header::{self, HeaderName};
use matching::Expected;

use crate::problem::{PlainKind, Problem};

/// The strong tag of a version.
pub fn of_version(version: i64) -> String {
    format!("\"{version}\"")
}

/// The version that `If-Match` names; `None` without the header or for `*`.
///
/// # Errors
/// 400 for what is no entity tag or more than one. A tag that cannot be a version's matches none.
pub fn expected(request: &HttpRequest) -> Result<Expected, Problem> {
    let Some(stated) = single(request, header::IF_MATCH)? else { return Ok(None) };
    if stated == "*" {
        return Ok(None);
    }
    let tag = unquote(&stated).ok_or_else(|| malformed("If-Match"))?;
    // Versions begin at 1, so 0 is a version that no record has.
    Ok(Some(tag.parse().ok().filter(|version: &i64| *version > 0).unwrap_or(0)))
}

/// Whether `If-None-Match` names this tag: the caller has it already.
///
/// # Errors
/// 400 for a header that is no text.
pub fn is_known(request: &HttpRequest, tag: &str) -> Result<bool, Problem> {
    let mut known = false;
    for value in request.headers().get_all(header::IF_NONE_MATCH) {
        let list = value.to_str().map_err(|_| malformed("If-None-Match"))?;
        known |= list.split(',').map(str::trim).any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag);
    }
    Ok(known)
}

fn single(request: &HttpRequest, name: HeaderName) -> Result<Option<String>, Problem> {
    let mut values = request.headers().get_all(name);
    let Some(value) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err(malformed("If-Match"));
    }
    value.to_str().map(|text| Some(text.trim().to_owned())).map_err(|_| malformed("If-Match"))
}

/// What is between the quotes of one tag; a weak one never matches, so it has no version.
fn unquote(text: &str) -> Option<&str> {
    if let Some(weak) = text.strip_prefix("W/") {
        return unquote(weak).map(|_| "");
    }
    let inside = text.strip_prefix('"')?.strip_suffix('"')?;
    (!inside.contains('"')).then_some(inside)
}

fn malformed(name: &str) -> Problem {
    let detail = format!("{name} must be one entity tag in quotes, as an ETag gave it");
    Problem::new(PlainKind::MalformedRequest, detail)
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
        for never in ["W/\"3\"", "\"abc\"", "\"-1\"", "\"\""] {
            assert_eq!(expected_of(never).unwrap(), Some(0), "{never}");
        }
        for odd in ["3", "\"3", "\"3\", \"4\""] {
            assert!(expected_of(odd).is_err(), "{odd}");
        }
    }

    #[test]
    fn a_known_tag_is_found_in_a_list() {
        let request = TestRequest::default().insert_header((header::IF_NONE_MATCH, "\"1\", W/\"2\"")).to_http_request();
        assert!(is_known(&request, "\"2\"").unwrap());
        assert!(!is_known(&request, "\"3\"").unwrap());
    }
}
