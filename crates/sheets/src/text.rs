//! Bytes to text, strictly: nothing is replaced, nothing is guessed.

use encoding_rs::SHIFT_JIS;
use unicode_normalization::UnicodeNormalization;

use crate::TextEncoding;

/// The text, when every byte of it is spelt right. The Encoding Standard's Shift_JIS is Windows-31J.
pub(crate) fn decode(bytes: &[u8], encoding: TextEncoding) -> Option<String> {
    match encoding {
        TextEncoding::Utf8 => std::str::from_utf8(bytes).ok().map(str::to_owned),
        TextEncoding::Cp932 => SHIFT_JIS
            .decode_without_bom_handling_and_without_replacement(bytes)
            .map(std::borrow::Cow::into_owned),
    }
}

/// The other encoding, where the bytes can be read in it.
pub(crate) fn looks_like(bytes: &[u8], instead_of: TextEncoding) -> Option<TextEncoding> {
    let other = match instead_of {
        TextEncoding::Utf8 => TextEncoding::Cp932,
        TextEncoding::Cp932 => TextEncoding::Utf8,
    };
    decode(bytes, other).map(|_| other)
}

/// A private-use letter: 外字, which only the computer it was drawn on can show.
pub(crate) fn is_gaiji(letter: char) -> bool {
    matches!(letter, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

/// Full-width letters and digits made plain, half-width kana made whole (NFKC), trimmed.
pub(crate) fn plain(text: &str) -> String {
    text.nfkc().collect::<String>().trim().to_owned()
}
