//! Sending one message: no redirect is followed, no proxy of the environment is used, and of the names' addresses
//! only those are connected to that have been checked.
//!
//! Certificates are checked against those that the machine trusts: a town hall's own authority counts, updates come
//! with the system's, and nothing under a further licence is built in.

use std::io::Read;
use std::sync::Arc;
use std::time::Duration;
use std::{fmt, io};

use ureq::config::Config;
use ureq::http::{Request, Uri};
use ureq::tls::{Certificate, RootCerts, TlsConfig, TlsProvider};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{Connector, NextTimeout, RustlsConnector, TcpConnector};
use ureq::{Agent, Error};

use crate::address::AllowList;
use crate::signature::{NotASecret, sign};
use crate::target::{Refusal, Target};

/// How long finding an address and connecting to it may take each.
const CONNECT: Duration = Duration::from_secs(5);
/// How long the whole may take.
const WHOLE: Duration = Duration::from_secs(15);
/// Bytes of an answer that are read, and thrown away.
const MOST_ANSWER_BYTES: u64 = 64 * 1024;

/// A message to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message<'a> {
    /// Where to.
    pub url: &'a str,
    /// The message's id, the same whenever it is sent again.
    pub id: &'a str,
    /// When this attempt is made, in seconds since 1970.
    pub timestamp: i64,
    /// JSON.
    pub body: &'a str,
}

/// What a receiver answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// `Retry-After` as it was written.
    pub retry_after: Option<String>,
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Nothing is sent there.
    #[error("the address is refused: it {0}")]
    Refused(Refusal),
    /// The name has no address.
    #[error("the name has no address")]
    NameNotFound,
    /// Nobody took the connection, or it broke.
    #[error("the connection failed")]
    Connection,
    /// The certificate or the handshake is not right.
    #[error("the connection cannot be encrypted")]
    Tls,
    /// No answer in time.
    #[error("no answer in time")]
    TimedOut,
    /// What came back is no HTTP.
    #[error("the answer is no HTTP")]
    BadAnswer,
    /// A secret cannot be used.
    #[error(transparent)]
    Secret(#[from] NotASecret),
}

/// Sends messages.
pub struct Client {
    agent: Agent,
    allowed: AllowList,
}

impl Client {
    /// A client that may send to the public internet, and to the addresses that the operator allows besides.
    pub fn new(allowed: AllowList) -> Self {
        Self::with_resolver(allowed, DefaultResolver::default())
    }

    /// How many certificates the machine trusts; without any, nothing can be sent by https.
    pub fn trusted_certificates() -> usize {
        rustls_native_certs::load_native_certs().certs.len()
    }

    fn with_resolver(allowed: AllowList, names: impl Resolver) -> Self {
        let resolver = CheckedResolver { allowed: allowed.clone(), names };
        let connector = ().chain(TcpConnector::default()).chain(RustlsConnector::default());
        Self { agent: Agent::with_parts(config(), connector, resolver), allowed }
    }

    /// Whether an address may be sent to, as far as it tells by itself.
    ///
    /// # Errors
    /// Why not.
    pub fn check(&self, url: &str) -> Result<(), Refusal> {
        Target::parse(url, &self.allowed).map(drop)
    }

    /// Sends a message, signed with every secret, and waits for the answer.
    ///
    /// # Errors
    /// Why there is none.
    pub fn send(&self, message: &Message<'_>, secrets: &[String]) -> Result<Answer, Failure> {
        let target = Target::parse(message.url, &self.allowed).map_err(Failure::Refused)?;
        let signature = sign((message.id, message.timestamp), message.body, secrets)?;
        let request = Request::post(target.as_str())
            .header("content-type", "application/json")
            .header("webhook-id", message.id)
            .header("webhook-timestamp", message.timestamp.to_string())
            .header("webhook-signature", signature)
            .body(message.body)
            .map_err(|_| Failure::Refused(Refusal::Unreadable))?;
        let mut response = self.agent.run(request).map_err(|error| failure(&error))?;
        let retry_after = response.headers().get("retry-after").and_then(|value| value.to_str().ok());
        let answer =
            Answer { status: response.status().as_u16(), retry_after: retry_after.map(str::to_owned) };
        let read = io::copy(&mut response.body_mut().as_reader().take(MOST_ANSWER_BYTES), &mut io::sink());
        // The status has come; how the rest of the answer ends changes nothing.
        drop(read);
        Ok(answer)
    }
}

fn config() -> Config {
    let trusted = rustls_native_certs::load_native_certs().certs;
    let trusted = trusted.iter().map(|certificate| Certificate::from_der(certificate).to_owned());
    let tls = TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .root_certs(RootCerts::from(trusted))
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .build();
    Agent::config_builder()
        .tls_config(tls)
        .proxy(None)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .max_idle_connections(0)
        .timeout_resolve(Some(CONNECT))
        .timeout_connect(Some(CONNECT))
        .timeout_global(Some(WHOLE))
        .max_response_header_size(16 * 1024)
        .user_agent("Tsumugi-Webhooks/1")
        .build()
}

/// Looks names up, and lets through only addresses that may be sent to: these are then connected to, and no others.
struct CheckedResolver<R> {
    allowed: AllowList,
    names: R,
}

impl<R> fmt::Debug for CheckedResolver<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CheckedResolver").field("allowed", &self.allowed).finish_non_exhaustive()
    }
}

impl<R: Resolver> Resolver for CheckedResolver<R> {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let refused = |refusal: Refusal| Error::Other(Box::new(refusal));
        let target = Target::parse(&uri.to_string(), &self.allowed).map_err(refused)?;
        let mut passed = self.empty();
        let mut refusal = None;
        for found in &self.names.resolve(uri, config, timeout).map_err(unknown_name)? {
            match target.check(found.ip(), &self.allowed) {
                Ok(()) => passed.push(*found),
                Err(why) => refusal = Some(why),
            }
        }
        match refusal {
            Some(why) if passed.is_empty() => Err(refused(why)),
            _ => Ok(passed),
        }
    }
}

/// The system has an error of its own for each way in which a name can be unknown.
fn unknown_name(error: Error) -> Error {
    match error {
        Error::Io(_) => Error::HostNotFound,
        other => other,
    }
}

fn failure(error: &Error) -> Failure {
    match error {
        Error::Other(inner) => match inner.downcast_ref::<Refusal>() {
            Some(refusal) => Failure::Refused(*refusal),
            None => Failure::BadAnswer,
        },
        Error::HostNotFound => Failure::NameNotFound,
        Error::Timeout(_) => Failure::TimedOut,
        Error::Tls(_) | Error::Rustls(_) => Failure::Tls,
        Error::Io(error) => of_io(error),
        Error::ConnectionFailed => Failure::Connection,
        Error::BadUri(_) => Failure::Refused(Refusal::Unreadable),
        _ => Failure::BadAnswer,
    }
}

fn of_io(error: &io::Error) -> Failure {
    let is_tls = error.get_ref().is_some_and(|inner| inner.is::<rustls::Error>());
    match error.kind() {
        _ if is_tls => Failure::Tls,
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Failure::TimedOut,
        _ => Failure::Connection,
    }
}

#[cfg(test)]
mod tests;
