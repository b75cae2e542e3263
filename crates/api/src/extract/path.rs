//! Parts of the path, decoded.

/// The text behind percent escapes; `None` when it is not UTF-8. A lone `%` stands for itself.
///
/// The framework has decoded most of them already, but leaves `%2F` and `%25`, so that nothing is decoded twice.
pub fn decode(raw: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = |byte: &u8| char::from(*byte).to_digit(16);
        let escape = match (first, tail) {
            (b'%', [high, low, ..]) => {
                hex(high).zip(hex(low)).and_then(|(high, low)| u8::try_from(high * 16 + low).ok())
            }
            _ => None,
        };
        bytes.push(escape.unwrap_or(*first));
        rest = if escape.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn a_part_of_the_path_is_decoded_once() {
        assert_eq!(decode("a%2Fb%25c").as_deref(), Some("a/b%c"));
        assert_eq!(decode("100%").as_deref(), Some("100%"));
        assert_eq!(decode("%ff"), None);
    }
}
