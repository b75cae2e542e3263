//! gzip, unpacked as it is read, with a guard against bombs.
//!
//! Memory is what the decoder needs, whatever the file holds; what is refused stays refused.

use std::io::{self, Read};

use flate2::read::MultiGzDecoder;

/// How much a file may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InflateLimits {
    /// Bytes when unpacked.
    pub bytes: u64,
    /// How many times its packed size a file may hold; asked from the first MiB on.
    pub ratio: u64,
}

/// Why a file cannot be unpacked; the inner error of the `io::Error`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InflateError {
    /// It holds more than is allowed.
    #[error("the file holds more than {0} bytes when unpacked")]
    TooLarge(u64),
    /// It holds more than its packed size allows: a bomb.
    #[error("the file holds more than {0} times its packed size")]
    Bomb(u64),
    /// It ends too early.
    #[error("the gzip file is cut short")]
    Truncated,
    /// It is no gzip, or damaged.
    #[error("the file is no gzip, or damaged")]
    Broken,
}

impl InflateError {
    /// The typed reason inside an `io::Error`, when there is one.
    pub fn of(error: &io::Error) -> Option<Self> {
        error.get_ref()?.downcast_ref::<Self>().copied()
    }
}

impl From<InflateError> for io::Error {
    fn from(error: InflateError) -> Self {
        Self::new(io::ErrorKind::InvalidData, error)
    }
}

/// The unpacked bytes of a gzip file, of several members too. Errors of `reader` itself pass as they are.
pub fn reader<R: Read>(reader: R, limits: InflateLimits) -> impl Read {
    let counted = Counted { reader, bytes: 0, has_failed: false };
    Guarded { decoder: MultiGzDecoder::new(counted), limits, bytes: 0, refused: None }
}

/// Below this a high ratio says nothing: an empty form packs well.
const RATIO_FROM: u64 = 1 << 20;

struct Guarded<R> {
    decoder: MultiGzDecoder<Counted<R>>,
    limits: InflateLimits,
    bytes: u64,
    refused: Option<InflateError>,
}

struct Counted<R> {
    reader: R,
    bytes: u64,
    has_failed: bool,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let result = self.reader.read(buffer);
        self.has_failed = result.is_err();
        self.bytes += result.as_ref().map_or(0, |read| *read as u64);
        result
    }
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Some(error) = self.refused {
            return Err(error.into());
        }
        let result = self.decoder.read(buffer);
        let packed = self.decoder.get_ref();
        self.refused = match &result {
            Ok(read) => {
                self.bytes += *read as u64;
                let InflateLimits { bytes, ratio } = self.limits;
                if self.bytes > bytes {
                    Some(InflateError::TooLarge(bytes))
                } else if self.bytes > RATIO_FROM && self.bytes > packed.bytes.saturating_mul(ratio) {
                    Some(InflateError::Bomb(ratio))
                } else {
                    None
                }
            }
            Err(_) if packed.has_failed => None,
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Some(InflateError::Truncated),
            Err(_) => Some(InflateError::Broken),
        };
        self.refused.map_or(result, |error| Err(error.into()))
    }
}

#[cfg(test)]
mod tests {
    use flate2::Compression;
    use flate2::read::GzEncoder;

    use super::*;

    const LIMITS: InflateLimits = InflateLimits { bytes: 64 << 20, ratio: 200 };

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut packed = Vec::new();
        GzEncoder::new(bytes, Compression::default()).read_to_end(&mut packed).unwrap();
        packed
    }

    /// What can be read before it ends or fails.
    fn unpacked(packed: impl Read, limits: InflateLimits) -> (u64, Option<io::Error>) {
        let mut reader = reader(packed, limits);
        let (mut bytes, mut buffer) = (0, [0; 8192]);
        loop {
            match reader.read(&mut buffer) {
                Ok(0) => return (bytes, None),
                Ok(read) => bytes += read as u64,
                Err(error) => {
                    let again = reader.read(&mut buffer).map_err(|error| error.to_string());
                    assert_eq!(again, Err(error.to_string()), "what failed must not go on");
                    return (bytes, Some(error));
                }
            }
        }
    }

    fn reason(packed: impl Read, limits: InflateLimits) -> Option<InflateError> {
        InflateError::of(&unpacked(packed, limits).1?)
    }

    #[test]
    fn several_members_are_one_file() {
        let mut file = packed("氏名\r\n".as_bytes());
        file.extend(packed("山口 理沙\r\n".as_bytes()));
        let mut text = String::new();
        reader(file.as_slice(), LIMITS).read_to_string(&mut text).unwrap();
        assert_eq!(text, "氏名\r\n山口 理沙\r\n");
    }

    #[test]
    fn a_bomb_is_stopped_by_its_ratio() {
        let zeros = GzEncoder::new(io::repeat(0).take(10 << 30), Compression::default());
        let (bytes, error) = unpacked(zeros, InflateLimits { bytes: 1 << 30, ratio: 200 });
        assert_eq!(InflateError::of(&error.unwrap()), Some(InflateError::Bomb(200)));
        assert!(bytes <= 16 << 20, "{bytes}");
    }

    #[test]
    fn a_bomb_is_stopped_by_its_size() {
        let zeros = GzEncoder::new(io::repeat(0).take(10 << 30), Compression::fast());
        let (bytes, error) = unpacked(zeros, InflateLimits { bytes: 3 << 20, ratio: u64::MAX });
        assert_eq!(InflateError::of(&error.unwrap()), Some(InflateError::TooLarge(3 << 20)));
        assert!(bytes <= 3 << 20, "{bytes}");
    }

    #[test]
    fn the_size_itself_is_allowed() {
        let file = packed(&[7; 5000]);
        assert_eq!(reason(file.as_slice(), InflateLimits { bytes: 5000, ratio: 1 }), None);
        let over = Some(InflateError::TooLarge(4999));
        assert_eq!(reason(file.as_slice(), InflateLimits { bytes: 4999, ratio: 1 }), over);
    }

    #[test]
    fn every_cut_is_told_and_damage_too() {
        let file = packed("氏名\r\n山口 理沙\r\n".repeat(50).as_bytes());
        for cut in 0..file.len() {
            assert_eq!(reason(&file[..cut], LIMITS), Some(InflateError::Truncated), "{cut} bytes");
        }
        let mut damaged = file.clone();
        *damaged.last_mut().unwrap() ^= 1;
        assert_eq!(reason(damaged.as_slice(), LIMITS), Some(InflateError::Broken));
        assert_eq!(reason("氏名,スキル\r\n".as_bytes(), LIMITS), Some(InflateError::Broken));
        let with_rubbish = [file.as_slice(), b"rubbish behind it"].concat();
        assert_eq!(reason(with_rubbish.as_slice(), LIMITS), Some(InflateError::Broken));
    }

    #[test]
    fn an_error_of_the_source_passes_as_it_is() {
        struct Fails;
        impl Read for Fails {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::new(io::ErrorKind::ConnectionReset, "gone"))
            }
        }
        let file = packed(&[7; 100]);
        let (_, error) = unpacked(file[..20].chain(Fails), LIMITS);
        assert_eq!(error.unwrap().kind(), io::ErrorKind::ConnectionReset);
    }
}
