//! The address by which the world reaches the server: what every link in a feed begins with.

use std::fmt;

use actix_web::http::Uri;

/// Characters at most.
const LONGEST: usize = 200;

/// `https://host[:port][/path]`, without a slash at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    text: String,
    origin_bytes: usize,
}

impl PublicUrl {
    /// Reads an absolute http or https address; a slash at the end is dropped.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let refused = || {
            format!(
                "must be the public http or https address of the server, such as https://work.example.jp, not {text}"
            )
        };
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/[]%".contains(&byte);
        let trimmed = text.trim_end_matches('/');
        if trimmed.len() > LONGEST || !trimmed.bytes().all(is_plain) {
            return Err(refused());
        }
        let uri: Uri = trimmed.parse().map_err(|_| refused())?;
        let is_web = matches!(uri.scheme_str(), Some("http" | "https"));
        let host = uri.host().unwrap_or_default();
        if !is_web || host.is_empty() {
            return Err(refused());
        }
        let path_bytes = uri.path().trim_end_matches('/').len();
        Ok(Self { origin_bytes: trimmed.len() - path_bytes, text: trimmed.to_owned() })
    }

    /// The address of a path that begins with a slash.
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.text)
    }

    /// What stands before every path on that host, `""` where nothing does.
    pub fn path(&self) -> &str {
        &self.text[self.origin_bytes..]
    }

    /// As it was given.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_kept_and_a_slash_at_the_end_is_not() {
        let url = PublicUrl::parse("https://example.jp:8443/side-jobs/").unwrap();
        assert_eq!(url.join("/sitemap.xml"), "https://example.jp:8443/side-jobs/sitemap.xml");
        assert_eq!(url.path(), "/side-jobs");
        let bare = PublicUrl::parse("http://[::1]:8080/").unwrap();
        assert_eq!((bare.as_str(), bare.path()), ("http://[::1]:8080", ""));
    }

    #[test]
    fn what_is_no_address_of_a_site_is_refused() {
        for wrong in [
            "",
            "/",
            "example.jp",
            "//example.jp",
            "ftp://example.jp",
            "https://",
            "https:///postings",
            "https://user@example.jp",
            "https://example.jp/?a=b",
            "https://example.jp/#top",
            "https://example.jp/<b>",
            "https://塩尻.jp",
            "https://example.jp/ x",
        ] {
            assert!(PublicUrl::parse(wrong).is_err(), "{wrong}");
        }
    }
}
