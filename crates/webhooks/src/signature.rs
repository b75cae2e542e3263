//! Signatures of Standard Webhooks: `v1,` and the base64 of HMAC-SHA256 over `{id}.{timestamp}.{body}`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// What every secret begins with.
const PREFIX: &str = "whsec_";

/// A text that is no secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a secret is `whsec_` and base64")]
pub struct NotASecret;

/// The value of `webhook-signature`: one signature a secret, separated by spaces.
///
/// # Errors
/// [`NotASecret`].
pub fn sign((id, timestamp): (&str, i64), body: &str, secrets: &[String]) -> Result<String, NotASecret> {
    let signatures = secrets.iter().map(|secret| {
        let key =
            secret.strip_prefix(PREFIX).and_then(|text| STANDARD.decode(text).ok()).ok_or(NotASecret)?;
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).map_err(|_| NotASecret)?;
        for part in [id, ".", &timestamp.to_string(), ".", body] {
            mac.update(part.as_bytes());
        }
        Ok(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
    });
    Ok(signatures.collect::<Result<Vec<_>, _>>()?.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example that the specification's reference libraries test themselves with.
    #[test]
    fn the_known_example_has_the_known_signature() {
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned();
        let id = ("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330);
        let signed = sign(id, "{\"test\": 2432232314}", std::slice::from_ref(&secret));
        let known = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        assert_eq!(signed.as_deref(), Ok(known));
        assert_eq!(
            sign(id, "{\"test\": 2432232314}", &[secret.clone(), secret]),
            Ok(format!("{known} {known}"))
        );
    }

    #[test]
    fn what_is_no_secret_signs_nothing() {
        let secret = format!("whsec_{}", STANDARD.encode([255; 32]));
        assert!(sign(("a", 1), "{}", &[secret]).is_ok());
        for text in ["", "whsec_?", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"] {
            assert_eq!(sign(("a", 1), "{}", &[text.to_owned()]), Err(NotASecret), "{text}");
        }
    }
}
