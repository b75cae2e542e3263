//! Our two cookies: the login and the language. Their values are plain letters, digits, `-` and `_`.

use actix_web::http::header::{self, HeaderMap};

/// The cookie that stands for a login.
pub(crate) const LOGIN: &str = "tsumugi_login";
/// The cookie that keeps the language.
pub(crate) const LANG: &str = "lang";

/// Whether a script may read a cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// The server alone.
    ServerOnly,
    /// Scripts of the page too.
    Scripts,
}

/// A cookie to set.
#[derive(Debug, Clone)]
pub(crate) struct Cookie<'a> {
    /// Name.
    pub name: &'static str,
    /// Value; empty takes the cookie back.
    pub value: &'a str,
    /// How long it lasts.
    pub seconds: i64,
    /// Who may read it.
    pub reach: Reach,
    /// Whether it is sent over encrypted connections only.
    pub secure: bool,
}

impl Cookie<'_> {
    /// The value of a `Set-Cookie` header.
    pub(crate) fn header(&self) -> String {
        let http_only = if self.reach == Reach::ServerOnly { "; HttpOnly" } else { "" };
        let secure = if self.secure { "; Secure" } else { "" };
        format!(
            "{}={}; Path=/; Max-Age={}; SameSite=Lax{http_only}{secure}",
            self.name, self.value, self.seconds
        )
    }
}

/// The value of a cookie that a request brings.
pub(crate) fn find<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lists = headers.get_all(header::COOKIE).filter_map(|list| list.to_str().ok());
    let pairs = lists.flat_map(|list| list.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(|(found, _)| *found == name).map(|(_, value)| value).find(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn a_cookie_is_found_among_others() {
        let request = TestRequest::get()
            .insert_header(("cookie", "a=b; tsumugi_login=tsl_x; lang=en"))
            .to_http_request();
        assert_eq!(find(request.headers(), LOGIN), Some("tsl_x"));
        assert_eq!(find(request.headers(), LANG), Some("en"));
        assert_eq!(find(request.headers(), "ang"), None);
    }

    #[test]
    fn the_login_is_for_the_server_alone() {
        let cookie =
            Cookie { name: LOGIN, value: "tsl_x", seconds: 60, reach: Reach::ServerOnly, secure: true };
        assert_eq!(
            cookie.header(),
            "tsumugi_login=tsl_x; Path=/; Max-Age=60; SameSite=Lax; HttpOnly; Secure"
        );
    }
}
