//! Whether a form was sent from our own pages.

use actix_web::HttpRequest;
use actix_web::http::header;

/// Whether a request that changes something comes from this very site.
///
/// Browsers say so in `Sec-Fetch-Site`, and over plain HTTP, where they leave that out, in `Origin`. Programs that send
/// neither carry no reader's cookie against their will, so they pass.
pub(crate) fn is_own(request: &HttpRequest) -> bool {
    let headers = request.headers();
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let host = request.connection_info().host().to_owned();
    origin.to_str().ok().and_then(|origin| origin.split_once("://")).is_some_and(|(_, from)| from == host)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn own(headers: &[(&'static str, &'static str)]) -> bool {
        let base = TestRequest::post().insert_header(("host", "tsumugi.city.local:8080"));
        let request = headers.iter().fold(base, |request, header| request.insert_header(*header));
        is_own(&request.to_http_request())
    }

    #[test]
    fn only_our_own_pages_pass() {
        assert!(own(&[("sec-fetch-site", "same-origin")]));
        assert!(!own(&[("sec-fetch-site", "cross-site")]));
        assert!(!own(&[("sec-fetch-site", "same-site")]));
        assert!(own(&[("origin", "http://tsumugi.city.local:8080")]));
        assert!(!own(&[("origin", "http://evil.example")]));
        assert!(!own(&[("origin", "null")]));
        assert!(!own(&[("sec-fetch-site", "cross-site"), ("origin", "http://tsumugi.city.local:8080")]));
        assert!(own(&[]));
    }
}
