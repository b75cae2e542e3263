//! Whole numbers, as people write them: full-width, with thousands parted, with their unit.

use std::ops::RangeInclusive;

use domain::FaultCode;
use serde_json::Value;

use super::Reading;
use crate::text::plain;

/// What a number counts: the units that may stand about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Nothing but the number.
    Plain,
    /// Hours a week.
    Hours,
    /// Visits a month.
    Times,
    Yen,
    Kilometres,
    People,
    Days,
    /// 時間帯.
    Slots,
}

impl Unit {
    /// May stand before the number. `\` is the yen sign of CP932.
    fn before(self) -> &'static [&'static str] {
        match self {
            Self::Hours => &["週に", "週"],
            Self::Times => &["月に", "月"],
            Self::Yen => &["¥", "\\"],
            Self::Plain | Self::Kilometres | Self::People | Self::Days | Self::Slots => &[],
        }
    }

    /// May stand after it; longer ones first.
    fn after(self) -> &'static [&'static str] {
        match self {
            Self::Plain => &[],
            Self::Hours => &["時間/週", "時間", "hours", "hour", "h"],
            Self::Times => &["回/月", "回", "times", "time"],
            Self::Yen => &["円/時間", "円", "yen", "jpy"],
            Self::Kilometres => &["キロメートル", "キロ", "km"],
            Self::People => &["人", "名", "people", "person"],
            Self::Days => &["日間", "日", "days", "day"],
            Self::Slots => &["コマ", "個"],
        }
    }
}

/// The number, within its range.
pub(super) fn read(
    text: &str,
    unit: Unit,
    range: RangeInclusive<i64>,
    reading: &mut Reading<'_>,
) -> Option<Value> {
    let (least, most) = (range.start(), range.end());
    let detail = || {
        let unit = unit.after().first().map(|unit| format!(" (`{unit}` may follow it)")).unwrap_or_default();
        format!("must be a whole number from {least} to {most}{unit}")
    };
    let plain = plain(text).to_lowercase();
    let digits = digits(bare(&plain, unit));
    let Some(digits) = digits else {
        reading.refuse("", FaultCode::WrongType, detail());
        return None;
    };
    // More digits than an i64 holds are out of any range.
    let number = digits.parse::<i64>().ok().filter(|number| range.contains(number));
    reading.some_or(number, FaultCode::OutOfRange, detail()).map(Value::from)
}

fn bare(text: &str, unit: Unit) -> &str {
    let text = unit.before().iter().find_map(|before| text.strip_prefix(before)).unwrap_or(text);
    unit.after().iter().find_map(|after| text.strip_suffix(after)).unwrap_or(text).trim()
}

/// The digits alone: thousands joined, `.0` (which Excel likes to add) and a minus sign's meaning kept.
fn digits(text: &str) -> Option<String> {
    let (sign, text) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let whole = match text.split_once('.') {
        Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|digit| digit == b'0') => whole,
        Some(_) => return None,
        None => text,
    };
    let groups: Vec<&str> = whole.split(',').collect();
    let are_digits = |group: &&str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let are_thousands =
        groups.len() == 1 || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3));
    (groups.iter().all(are_digits) && are_thousands).then(|| format!("{sign}{}", groups.concat()))
}
