//! Where the database is: `sqlite://FILE` or `postgres://…`, told apart by the scheme alone.
//!
//! A mistyped URL must not become a fresh SQLite file, and a password must not cross a network in clear text:
//! both are refused here, before anything is opened.

use std::fmt;
use std::path::PathBuf;

use crate::StoreError;

/// A database URL that this program can open.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(pub(crate) Location);

/// The two kinds of place.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Location {
    /// A file.
    File(PathBuf),
    /// A connection string for libpq.
    Server(String),
}

const WHAT_TO_WRITE: &str = "write sqlite://FILE (a file, such as sqlite://tsumugi.db or sqlite:///var/lib/tsumugi/tsumugi.db) or postgres://USER:PASSWORD@HOST/DATABASE";

impl DatabaseUrl {
    /// Reads a URL.
    ///
    /// # Errors
    /// [`StoreError::Refused`] with a sentence saying what to write: no or another scheme, no file, a PostgreSQL
    /// server on another machine when this program was built without TLS.
    pub fn parse(text: &str) -> Result<Self, StoreError> {
        let Some((scheme, rest)) = text.split_once("://") else {
            return refuse(format!("the database URL has no scheme: {WHAT_TO_WRITE}"));
        };
        match scheme {
            "sqlite" => file(rest),
            "postgres" | "postgresql" => server(text, rest),
            other => refuse(format!("the database URL begins with `{other}://`: {WHAT_TO_WRITE}")),
        }
    }
}

fn refuse<T>(sentence: String) -> Result<T, StoreError> {
    Err(StoreError::Refused(sentence))
}

fn file(path: &str) -> Result<DatabaseUrl, StoreError> {
    if path.is_empty() {
        return refuse(format!("the database URL names no file: {WHAT_TO_WRITE}"));
    }
    if path.contains(":memory:") || path.starts_with("file:") || path.contains(['?', '#', '\0']) {
        return refuse(
            "what follows sqlite:// must be the plain path of a file, without options; a database in memory would be lost with every connection".to_owned(),
        );
    }
    Ok(DatabaseUrl(Location::File(PathBuf::from(path))))
}

fn server(text: &str, rest: &str) -> Result<DatabaseUrl, StoreError> {
    if text.contains('\0') {
        return refuse(format!("the database URL has a NUL in it: {WHAT_TO_WRITE}"));
    }
    let options = query(rest);
    if options.iter().any(|(name, _)| matches!(*name, "service" | "servicefile")) {
        return refuse("name the PostgreSQL host in the database URL itself, not a service".to_owned());
    }
    let hosts = hosts(rest, &options);
    if hosts.is_empty() {
        return refuse(
            "the database URL names no host: write postgres://USER:PASSWORD@localhost/DATABASE, or for a Unix socket postgres:///DATABASE?host=/run/postgresql".to_owned(),
        );
    }
    let Some(remote) = hosts.iter().find(|host| !is_local(host)) else {
        return Ok(DatabaseUrl(Location::Server(text.to_owned())));
    };
    encrypted(text, remote, &options)
}

/// The URL of a server on another machine, once nothing can cross the network in clear text.
fn encrypted(text: &str, host: &str, options: &[(&str, &str)]) -> Result<DatabaseUrl, StoreError> {
    if !cfg!(feature = "tls") {
        return refuse(format!(
            "PostgreSQL on `{host}` is on another machine, and this program was built without TLS, so that passwords and people's data would cross the network in clear text: use a build with the feature `tls`, or a tunnel to localhost"
        ));
    }
    match options.iter().find(|(name, _)| *name == "sslmode") {
        Some((_, "require" | "verify-ca" | "verify-full")) => {
            Ok(DatabaseUrl(Location::Server(text.to_owned())))
        }
        Some((_, mode)) => refuse(format!(
            "sslmode={mode} lets passwords and people's data cross the network to `{host}` in clear text: write sslmode=verify-full (or require)"
        )),
        None => {
            let joint = if text.contains('?') { '&' } else { '?' };
            Ok(DatabaseUrl(Location::Server(format!("{text}{joint}sslmode=require"))))
        }
    }
}

/// The options after `?`.
fn query(rest: &str) -> Vec<(&str, &str)> {
    let options = rest.split_once('?').map_or("", |(_, options)| options);
    options.split('&').filter_map(|option| option.split_once('=')).collect()
}

/// Every host that libpq might connect to: `hostaddr` and `host` of the options go before the authority.
fn hosts(rest: &str, options: &[(&str, &str)]) -> Vec<String> {
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let places = authority.split_once('@').map_or(authority, |(_, places)| places);
    let named = options.iter().filter(|(name, _)| matches!(*name, "host" | "hostaddr"));
    let listed: Vec<&str> = named.flat_map(|(_, value)| value.split(',')).collect();
    let written: Vec<&str> = places.split(',').map(without_port).collect();
    let all = listed.into_iter().chain(written);
    all.filter(|host| !host.is_empty()).map(decoded).collect()
}

fn without_port(place: &str) -> &str {
    if let Some((address, _)) = place.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return address;
    }
    place.split(':').next().unwrap_or_default()
}

fn decoded(text: &str) -> String {
    text.replace("%2F", "/").replace("%2f", "/")
}

/// A Unix socket (a path, or `@` for Linux' abstract ones) or this machine's loopback.
fn is_local(host: &str) -> bool {
    host.starts_with(['/', '@'])
        || host == "localhost"
        || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

impl fmt::Display for DatabaseUrl {
    /// Without the password, and without options, one of which may be a password too.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = match &self.0 {
            Location::File(path) => return write!(f, "sqlite://{}", path.display()),
            Location::Server(url) => url,
        };
        let (scheme, rest) = url.split_once("://").unwrap_or(("postgres", url));
        let rest = rest.split('?').next().unwrap_or_default();
        match rest.rsplit_once('@') {
            Some((who, place)) => {
                let user = who.split(':').next().unwrap_or_default();
                write!(f, "{scheme}://{user}@{place}")
            }
            None => write!(f, "{scheme}://{rest}"),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> String {
        DatabaseUrl::parse(text).unwrap_err().to_string()
    }

    #[test]
    fn a_url_without_a_usable_scheme_is_told_what_to_write() {
        for text in
            ["tsumugi.db", "sqlite:tsumugi.db", "/var/lib/x.db", "mysql://localhost/x", "sqlite://", ""]
        {
            assert!(refusal(text).contains("sqlite://FILE"), "{text}");
        }
        for text in ["sqlite://:memory:", "sqlite://a.db?mode=ro", "sqlite://file:a.db"] {
            assert!(refusal(text).contains("plain path"), "{text}");
        }
    }

    #[test]
    fn every_place_libpq_might_go_to_counts() {
        let local = [
            "postgres://localhost/x",
            "postgresql://u:p@127.0.0.1:5433/x",
            "postgres://[::1]:5432/x",
            "postgres://%2Frun%2Fpostgresql/x",
            "postgres:///x?host=/run/postgresql&port=5433",
        ];
        for text in local {
            assert!(DatabaseUrl::parse(text).is_ok(), "{text}");
        }
        assert!(refusal("postgres:///x").contains("names no host"));
        assert!(refusal("postgres://localhost/x?service=other").contains("service"));
        #[cfg(not(feature = "tls"))]
        for text in [
            "postgres://db.example.jp/x",
            "postgres://localhost,db.example.jp/x",
            "postgres://localhost/x?hostaddr=203.0.113.5",
            "postgres://localhost/x?host=db.example.jp",
            "postgres://u:p@localhost@203.0.113.5/x",
            "postgres://u:p@[2001:db8::1]/x",
        ] {
            assert!(refusal(text).contains("without TLS"), "{text}");
        }
        #[cfg(feature = "tls")]
        {
            let url = DatabaseUrl::parse("postgres://db.example.jp/x").unwrap();
            assert!(url.0 == Location::Server("postgres://db.example.jp/x?sslmode=require".to_owned()));
            assert!(refusal("postgres://db.example.jp/x?sslmode=prefer").contains("clear text"));
        }
    }

    #[test]
    fn a_password_is_never_shown() {
        let url = DatabaseUrl::parse("postgres://u:s3cret@localhost:5432/x?password=s3cret").unwrap();
        assert_eq!(format!("{url} {url:?}"), "postgres://u@localhost:5432/x postgres://u@localhost:5432/x");
        assert_eq!(DatabaseUrl::parse("sqlite:///a/b.db").unwrap().to_string(), "sqlite:///a/b.db");
    }
}
