//! Bearer keys and log-in tokens: made from entropy, kept only as their hash, compared in constant time.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use crate::digest::sha256_hex;
use crate::engine::Entropy;

/// The characters after the underscore of a key: 32 random bytes in base 32.
const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
/// Characters of a key that may be shown: the prefix and five random ones.
const SHOWN: usize = 9;

/// A new secret: `tsk_` or `tsl_` and 52 characters.
pub(crate) fn make(kind: &str, entropy: &dyn Entropy) -> String {
    let mut random = [0u8; 32];
    entropy.fill(&mut random);
    written(kind, &random)
}

/// The secret that follows from a key and a name: whoever has the key makes the same one again, and nobody else can.
pub(crate) fn derived(kind: &str, key: &[u8], name: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of every length");
    mac.update(name.as_bytes());
    written(kind, &mac.finalize().into_bytes().into())
}

fn written(kind: &str, random: &[u8; 32]) -> String {
    let bit = |index: usize| random.get(index / 8).is_some_and(|byte| byte >> (7 - index % 8) & 1 == 1);
    let letter =
        |place: usize| (0..5).fold(0, |value, offset| value << 1 | usize::from(bit(place * 5 + offset)));
    let letters = (0..52).map(|place| char::from(ALPHABET[letter(place)]));
    format!("{kind}_").chars().chain(letters).collect()
}

/// A new secret that messages are signed with, as Standard Webhooks writes it: `whsec_` and 32 random bytes in base64.
pub(crate) fn make_signing(entropy: &dyn Entropy) -> String {
    let mut random = [0u8; 32];
    entropy.fill(&mut random);
    format!("whsec_{}", STANDARD.encode(random))
}

/// SHA-256 in lower-case hex. A secret has 256 random bits, so a slow hash would add nothing.
pub(crate) fn hash(secret: &str) -> String {
    sha256_hex(secret.as_bytes())
}

/// Whether two hashes are equal, without telling by the time taken where they differ.
pub(crate) fn same(left: &str, right: &str) -> bool {
    left.as_bytes().ct_eq(right.as_bytes()).into()
}

/// The part of a key that may be shown to recognise it by.
pub(crate) fn prefix(secret: &str) -> String {
    secret.chars().take(SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counting;

    impl Entropy for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            for (byte, value) in bytes.iter_mut().zip(0..) {
                *byte = value;
            }
        }
    }

    #[test]
    fn a_key_carries_all_its_bits_and_shows_few() {
        let key = make("tsk", &Counting);
        assert_eq!(key.len(), 56);
        assert_eq!(prefix(&key), key[..9]);
        assert_eq!(hash(&key).len(), 64);
        assert!(same(&hash(&key), &hash(&key.clone())));
        assert!(!same(&hash(&key), &hash("tsk_other")));
    }

    #[test]
    fn a_derived_secret_is_the_same_again_and_another_with_another_key() {
        let one = derived("tsp", b"key", "notice");
        assert_eq!((one.len(), &one[..4]), (56, "tsp_"));
        assert_eq!(derived("tsp", b"key", "notice"), one);
        assert_ne!(derived("tsp", b"yek", "notice"), one);
        assert_ne!(derived("tsp", b"key", "another"), one);
    }
}
