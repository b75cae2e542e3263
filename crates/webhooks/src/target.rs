//! Where a message may go, as far as its address tells without asking anybody.
//!
//! Reads an address the way browsers do (WHATWG), so that `0x7f.1` and `2130706433` are the 127.0.0.1 that they are.

use std::net::IpAddr;

use ureq::http::Uri;
use url::{Host, Url};

use crate::address::{AllowList, is_public};

/// Ports of the public internet that messages are sent to: mail and other services are not.
const PORTS: [u16; 4] = [80, 443, 8080, 8443];
/// Bytes of an address at most.
const LONGEST: usize = 2000;

/// Why nothing is sent to an address, as the end of a sentence that begins with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No address.
    #[error("must be an address such as https://example.jp/hooks")]
    Unreadable,
    /// Too long.
    #[error("must not be longer than 2000 bytes")]
    TooLong,
    /// Neither https nor http.
    #[error("must begin with https://")]
    Scheme,
    /// Not encrypted.
    #[error("must begin with https:// (the operator of this server allows http to some addresses only)")]
    NotEncrypted,
    /// With a name or password.
    #[error("must not hold a user name or password")]
    UserInfo,
    /// With a part behind `#`.
    #[error("must not have a part behind #")]
    Fragment,
    /// A port of other services.
    #[error("must have the port 443, 8443, 80 or 8080")]
    Port,
    /// Not in the public internet.
    #[error("must lie in the public internet")]
    NotPublic,
}

/// An address that may be sent to, as far as it tells by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target(Url);

impl Target {
    /// Reads an address. A name is not looked up: what it stands for is checked when it is connected to.
    ///
    /// # Errors
    /// Why nothing is sent there.
    pub fn parse(text: &str, allowed: &AllowList) -> Result<Self, Refusal> {
        if text.len() > LONGEST {
            return Err(Refusal::TooLong);
        }
        // Browsers drop these without a word; whoever writes them means something else.
        if text.contains(|letter: char| letter.is_control() || letter.is_whitespace() || letter == '\\') {
            return Err(Refusal::Unreadable);
        }
        let url = Url::parse(text).map_err(|_| Refusal::Unreadable)?;
        if !matches!(url.scheme(), "https" | "http") {
            return Err(Refusal::Scheme);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Refusal::UserInfo);
        }
        if url.fragment().is_some() {
            return Err(Refusal::Fragment);
        }
        match url.host().ok_or(Refusal::Unreadable)? {
            Host::Ipv4(address) => check(&url, IpAddr::V4(address), allowed)?,
            Host::Ipv6(address) => check(&url, IpAddr::V6(address), allowed)?,
            Host::Domain(name) if name.trim_matches('.').is_empty() => return Err(Refusal::Unreadable),
            // It may stand for an address that the operator allows.
            Host::Domain(_) if !allowed.is_empty() => {}
            Host::Domain(_) => check_public(&url)?,
        }
        // The client reads it more strictly.
        if Uri::try_from(url.as_str()).is_err() {
            return Err(Refusal::Unreadable);
        }
        Ok(Self(url))
    }

    /// The address, in the one form that it has.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether a message may go to what the name stands for.
    ///
    /// # Errors
    /// Why not.
    pub(crate) fn check(&self, address: IpAddr, allowed: &AllowList) -> Result<(), Refusal> {
        check(&self.0, address, allowed)
    }
}

/// The operator's word opens an address with any port, also unencrypted; the public internet is https on few ports.
fn check(url: &Url, address: IpAddr, allowed: &AllowList) -> Result<(), Refusal> {
    if allowed.allows(address) {
        return Ok(());
    }
    if !is_public(address) {
        return Err(Refusal::NotPublic);
    }
    check_public(url)
}

fn check_public(url: &Url) -> Result<(), Refusal> {
    if url.scheme() != "https" {
        return Err(Refusal::NotEncrypted);
    }
    let port = url.port_or_known_default();
    if port.is_some_and(|port| PORTS.contains(&port)) { Ok(()) } else { Err(Refusal::Port) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_or_refused_with_the_reason() {
        let nothing = AllowList::default();
        let why = |text: &str| Target::parse(text, &nothing).map(|target| target.as_str().to_owned());
        assert_eq!(why("https://example.jp/hooks?x=1"), Ok("https://example.jp/hooks?x=1".to_owned()));
        assert_eq!(why("HTTPS://EXAMPLE.jp:443"), Ok("https://example.jp/".to_owned()));
        assert!(why("https://例え.jp/").is_ok() && why("https://8.8.8.8:8443/").is_ok());
        for (text, refusal) in [
            ("", Refusal::Unreadable),
            ("example.jp", Refusal::Unreadable),
            ("https://", Refusal::Unreadable),
            ("https://./", Refusal::Unreadable),
            ("https://exa mple.jp", Refusal::Unreadable),
            ("https:\\\\example.jp", Refusal::Unreadable),
            ("ftp://example.jp", Refusal::Scheme),
            ("file:///etc/passwd", Refusal::Scheme),
            ("javascript:alert(1)", Refusal::Scheme),
            ("http://example.jp", Refusal::NotEncrypted),
            ("https://user@example.jp", Refusal::UserInfo),
            ("https://:pass@example.jp", Refusal::UserInfo),
            ("https://example.jp/#x", Refusal::Fragment),
            ("https://example.jp:25/", Refusal::Port),
            ("https://8.8.8.8:22/", Refusal::Port),
            ("https://127.0.0.1/", Refusal::NotPublic),
        ] {
            assert_eq!(why(text), Err(refusal), "{text}");
        }
        assert_eq!(why(&format!("https://example.jp/{}", "x".repeat(2000))), Err(Refusal::TooLong));
    }

    #[test]
    fn what_the_operator_allows_is_open_with_http_and_every_port() {
        let loopback: AllowList = "127.0.0.0/8".parse().unwrap();
        assert!(Target::parse("http://127.0.0.1:1234/x", &loopback).is_ok());
        assert!(Target::parse("http://[::ffff:127.0.0.1]:1234/x", &loopback).is_ok());
        assert_eq!(Target::parse("http://10.0.0.1/", &loopback), Err(Refusal::NotPublic));
        assert_eq!(Target::parse("http://8.8.8.8/", &loopback), Err(Refusal::NotEncrypted));
        // What the name stands for decides.
        let named = Target::parse("http://localhost:1234/", &loopback).unwrap();
        assert_eq!(named.check("127.0.0.1".parse().unwrap(), &loopback), Ok(()));
        assert_eq!(named.check("::1".parse().unwrap(), &loopback), Err(Refusal::NotPublic));
        assert_eq!(named.check("8.8.8.8".parse().unwrap(), &loopback), Err(Refusal::NotEncrypted));
    }
}
