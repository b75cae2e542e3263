//! Region codes, with the leading zeros that Excel eats put back. Names are not looked up.

use domain::{FaultCode, MunicipalityCode, RegionCode, limits};
use serde_json::{Value, json};

use super::Reading;
use super::list::{choices, entries, quoted};
use crate::text::plain;
use crate::vocabulary::{ANYWHERE, TIE_KINDS};

/// The code of one municipality.
pub(super) fn municipality(text: &str, reading: &mut Reading<'_>) -> Option<Value> {
    match municipality_code(&plain(text)) {
        Ok(code) => Some(code.into()),
        Err(detail) => {
            reading.refuse("", FaultCode::UnknownRegion, detail);
            None
        }
    }
}

/// Codes of prefectures and municipalities.
pub(super) fn regions(text: &str, reading: &mut Reading<'_>) -> Value {
    codes(text, |_| None, reading)
}

/// The same, or anywhere.
pub(super) fn interests(text: &str, reading: &mut Reading<'_>) -> Value {
    codes(text, |entry| ANYWHERE.find(entry), reading)
}

/// Ties: `202151:働いた`, with a remark after a second colon.
pub(super) fn ties(text: &str, reading: &mut Reading<'_>) -> Value {
    let mut ties = Vec::new();
    for (index, entry) in entries(text, limits::REGIONS, reading).into_iter().enumerate() {
        let mut parts = entry.splitn(3, [':', '：']).map(str::trim);
        let region = parts.next().unwrap_or_default();
        let kind = parts.next().unwrap_or_default();
        let note = parts.next().filter(|note| !note.is_empty());
        let code = region_code(&plain(region));
        if let Err(detail) = &code {
            let detail = format!("{} {detail}", quoted(region));
            reading.refuse(&format!("/{index}/region"), FaultCode::UnknownRegion, detail);
        }
        let kind = TIE_KINDS.find(kind);
        if kind.is_none() {
            let detail = format!(
                "{} must say what kind of tie after a colon, such as 202151:働いた; one of: {}",
                quoted(entry),
                choices(&TIE_KINDS)
            );
            reading.refuse(&format!("/{index}/kind"), FaultCode::UnknownWord, detail);
        }
        if let (Ok(region), Some(kind)) = (code, kind) {
            let mut tie = json!({ "region": region, "kind": kind });
            if let Some(note) = note {
                let pointer = format!("{}/{index}/note", reading.pointer);
                limits::Text::new(&pointer, limits::REMARK).optional(Some(note), reading.faults);
                tie["note"] = note.into();
            }
            ties.push(tie);
        }
    }
    ties.into()
}

fn codes(text: &str, word: fn(&str) -> Option<&'static str>, reading: &mut Reading<'_>) -> Value {
    let mut codes: Vec<Value> = Vec::new();
    for (index, entry) in entries(text, limits::REGIONS, reading).into_iter().enumerate() {
        let code = word(entry).map_or_else(|| region_code(&plain(entry)), |word| Ok(word.to_owned()));
        match code {
            Ok(code) => codes.push(code.into()),
            Err(detail) => {
                let detail = format!("{} {detail}", quoted(entry));
                reading.refuse(&format!("/{index}"), FaultCode::UnknownRegion, detail);
            }
        }
    }
    codes.into()
}

/// One or two digits are a prefecture, five or six a municipality.
fn region_code(text: &str) -> Result<String, String> {
    if text.len() <= 2 && are_digits(text) {
        let code = format!("{text:0>2}");
        return RegionCode::parse(&code).map(|_| code);
    }
    if text.len() >= 5 && are_digits(text) {
        return municipality_code(text);
    }
    Err(format!("must be a code, not a name: {FORM}, or the 2 digits of a prefecture (01 to 47)"))
}

/// Six digits; five where the leading zero was eaten, which shows by a check digit that is then right.
fn municipality_code(text: &str) -> Result<String, String> {
    if !are_digits(text) || !matches!(text.len(), 5 | 6) {
        return Err(format!("must be {FORM}, not a name"));
    }
    let code = format!("{text:0>6}");
    let parsed = MunicipalityCode::parse(&code);
    if text.len() == 6 {
        return parsed.map(|_| code).map_err(|error| error.to_string());
    }
    match parsed {
        Ok(read) if is_in_use(read) => Ok(code),
        _ => Err(format!("has 5 digits and its check digit is missing; must be {FORM}")),
    }
}

/// Whether a municipality may have the number. Five digits without a check digit (`11207`, 秩父市) look like a
/// code whose zero was eaten (`011207`) one time in ten: those that begin with 1 to 4 are believed only where
/// Hokkaidō, Aomori, Iwate and Miyagi have numbers (総務省, 全国地方公共団体コード): wards, cities, towns.
fn is_in_use(code: MunicipalityCode) -> bool {
    let number = code.number() / 10 % 1000;
    let (last_ward, last_city, last_town) = match code.prefecture().number() {
        1 => (110, 236, 694),
        2 => (0, 210, 450),
        3 => (0, 216, 524),
        4 => (105, 216, 606),
        _ => return number >= 100,
    };
    (100..=last_ward).contains(&number)
        || (201..=last_city).contains(&number)
        || (301..=last_town).contains(&number)
}

const FORM: &str = "the 6 digits of a municipality code with its check digit, such as 202151";

fn are_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
