//! The carrier of webhooks: what the use cases ask of one, done by the client that keeps to the public internet.

use domain::AttemptError;
use matching::webhooks::{Answer, Carrier, Letter};
use webhooks::{AllowList, Client, Failure, Message};

/// Carries by HTTPS.
pub struct HttpsCarrier(Client);

impl HttpsCarrier {
    /// A carrier to the public internet, and to what the operator allows besides.
    pub fn new(allowed: AllowList) -> Self {
        Self(Client::new(allowed))
    }

    /// Says so when nothing can be sent by https from this machine.
    pub fn warn_without_trust() {
        if Client::trusted_certificates() == 0 {
            tracing::warn!(
                "this machine trusts no certificate authority, so no webhook reaches an https address: install \
                 ca-certificates, or name a file in SSL_CERT_FILE"
            );
        }
    }
}

impl Carrier for HttpsCarrier {
    fn check(&self, url: &str) -> Result<(), String> {
        self.0.check(url).map_err(|refusal| refusal.to_string())
    }

    fn carry(&self, letter: &Letter) -> Result<Answer, AttemptError> {
        let message = Message {
            url: &letter.url,
            id: &letter.id,
            timestamp: letter.at.micros().div_euclid(1_000_000),
            body: &letter.body,
        };
        match self.0.send(&message, &letter.secrets) {
            Ok(answer) => Ok(Answer { status: answer.status, retry_after: answer.retry_after }),
            Err(failure) => Err(match failure {
                Failure::Refused(_) => AttemptError::AddressRefused,
                Failure::NameNotFound => AttemptError::NameNotFound,
                // A secret of ours that cannot be read is a fault of ours, and nothing was connected to.
                Failure::Connection | Failure::Secret(_) => AttemptError::ConnectionFailed,
                Failure::Tls => AttemptError::TlsFailed,
                Failure::TimedOut => AttemptError::TimedOut,
                Failure::BadAnswer => AttemptError::BadAnswer,
            }),
        }
    }
}
