//! Region codes: JIS X 0401 prefectures and the six-digit municipality code with its check digit.
//!
//! A code may be valid without being in the loaded table; what a code means is in [`crate::regions`].

use std::fmt;

/// Two digits, `01`…`47` (JIS X 0401).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PrefectureCode(u8);

impl PrefectureCode {
    /// Reads two digits.
    pub fn parse(text: &str) -> Option<Self> {
        let two_digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        let number: u8 = if two_digits { text.parse().ok()? } else { return None };
        (1..=47).contains(&number).then_some(Self(number))
    }

    /// 1…47.
    pub fn number(self) -> u8 {
        self.0
    }
}

impl fmt::Display for PrefectureCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}", self.0)
    }
}

/// Why a text is no municipality code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MunicipalityCodeError {
    /// Not six digits.
    #[error("must be the 6 digits of a municipality code")]
    Form,
    /// The last digit is not the check digit of the first five.
    #[error("has a wrong check digit: the last digit should be {0}")]
    CheckDigit(u8),
    /// The first two digits are no prefecture.
    #[error("does not begin with a prefecture code (01 to 47)")]
    Prefecture,
    /// The code of a prefecture as a body, not of a municipality.
    #[error("is the six-digit code of a prefecture; name a prefecture by its first 2 digits")]
    IsPrefecture,
}

/// 団体コード of a municipality or ward: JIS X 0401/0402 and a check digit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MunicipalityCode(u32);

impl MunicipalityCode {
    /// Reads six digits and checks the last one.
    ///
    /// # Errors
    /// Says what is wrong with the code; a code missing from the loaded table is not wrong.
    pub fn parse(text: &str) -> Result<Self, MunicipalityCodeError> {
        if text.len() != 6 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(MunicipalityCodeError::Form);
        }
        let number: u32 = text.parse().map_err(|_| MunicipalityCodeError::Form)?;
        let body = number / 10;
        if !(1..=47).contains(&(body / 1000)) {
            return Err(MunicipalityCodeError::Prefecture);
        }
        let expected = check_digit(body);
        if number % 10 != u32::from(expected) {
            return Err(MunicipalityCodeError::CheckDigit(expected));
        }
        if body.is_multiple_of(1000) {
            return Err(MunicipalityCodeError::IsPrefecture);
        }
        Ok(Self(number))
    }

    /// The prefecture it lies in.
    pub fn prefecture(self) -> PrefectureCode {
        PrefectureCode(u8::try_from(self.0 / 10_000).expect("parse admits prefectures 1 to 47 only"))
    }

    /// The six digits as a number.
    pub fn number(self) -> u32 {
        self.0
    }
}

/// The check digit of the first five digits: weights 6, 5, 4, 3, 2, modulo 11 (総務省, 全国地方公共団体コード仕様).
fn check_digit(body: u32) -> u8 {
    let digits = [body / 10_000, body / 1000 % 10, body / 100 % 10, body / 10 % 10, body % 10];
    let sum: u32 = digits.iter().zip([6, 5, 4, 3, 2]).map(|(digit, weight)| digit * weight).sum();
    // A sum below 11 is subtracted from 11 as it is: the same as the remainder rule.
    u8::try_from((11 - sum % 11) % 10).expect("a number below ten fits")
}

impl fmt::Display for MunicipalityCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}", self.0)
    }
}

/// A prefecture or a municipality.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RegionCode {
    /// Two digits.
    Prefecture(PrefectureCode),
    /// Six digits.
    Municipality(MunicipalityCode),
}

impl RegionCode {
    /// Reads 2 or 6 digits.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.len() == 6 {
            return MunicipalityCode::parse(text).map(Self::Municipality).map_err(|error| error.to_string());
        }
        PrefectureCode::parse(text)
            .map(Self::Prefecture)
            .ok_or_else(|| "must be 2 digits (a prefecture, 01 to 47) or 6 (a municipality)".to_owned())
    }

    /// The prefecture it is or lies in.
    pub fn prefecture(self) -> PrefectureCode {
        match self {
            Self::Prefecture(code) => code,
            Self::Municipality(code) => code.prefecture(),
        }
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Prefecture(code) => code.fmt(f),
            Self::Municipality(code) => code.fmt(f),
        }
    }
}

/// Where a person would like to be involved: a region, or anywhere.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Interest {
    /// `anywhere`.
    Anywhere,
    /// A region.
    Region(RegionCode),
}

impl Interest {
    /// Reads `anywhere` or a region.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text == "anywhere" {
            return Ok(Self::Anywhere);
        }
        RegionCode::parse(text).map(Self::Region).map_err(|error| format!("{error}, or the word anywhere"))
    }
}

impl fmt::Display for Interest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Anywhere => f.write_str("anywhere"),
            Self::Region(code) => code.fmt(f),
        }
    }
}

macro_rules! shown_as_text {
    ($($name:ident),+) => { $(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    )+ };
}

shown_as_text!(PrefectureCode, MunicipalityCode, RegionCode, Interest);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_decides() {
        assert_eq!(MunicipalityCode::parse("202151").unwrap().prefecture().number(), 20);
        assert_eq!(MunicipalityCode::parse("202152"), Err(MunicipalityCodeError::CheckDigit(1)));
        assert_eq!(MunicipalityCode::parse("01100"), Err(MunicipalityCodeError::Form));
        assert_eq!(MunicipalityCode::parse("４０２２３１"), Err(MunicipalityCodeError::Form));
    }

    #[test]
    fn the_code_of_a_prefecture_is_no_municipality() {
        assert_eq!(MunicipalityCode::parse("200000"), Err(MunicipalityCodeError::IsPrefecture));
        assert_eq!(MunicipalityCode::parse("482015"), Err(MunicipalityCodeError::Prefecture));
    }

    #[test]
    fn regions_are_two_or_six_digits() {
        assert_eq!(RegionCode::parse("20").unwrap().to_string(), "20");
        assert!(RegionCode::parse("48").is_err());
        assert!(RegionCode::parse("+1").is_err());
        assert_eq!(Interest::parse("anywhere").unwrap(), Interest::Anywhere);
    }
}
