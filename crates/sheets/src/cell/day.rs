//! Days and ends of windows, in the ways Japanese offices write them. A day alone and a time of day without an
//! offset are meant in Japan.

use domain::{FaultCode, Timestamp};
use serde_json::Value;

use super::Reading;
use crate::text::plain;

const FORMS: &str = "2026-04-01, 2026/4/1, 2026年4月1日, 令和8年4月1日 or R8.4.1";

/// Eras: names, the year before their first, their first day.
const ERAS: [(&[&str], u32, &str); 3] = [
    (&["令和", "R"], 2018, "2019-05-01"),
    (&["平成", "H"], 1988, "1989-01-08"),
    (&["昭和", "S"], 1925, "1926-12-25"),
];

/// A day, as `2026-04-01`.
pub(super) fn read(text: &str, reading: &mut Reading<'_>) -> Option<Value> {
    let text = tidied(text);
    // Excel writes a day as midnight when its column is formatted so.
    let (day, time) = parted(&text);
    let day =
        day_of(day).filter(|_| time.is_none_or(|time| clock(time).is_some_and(|clock| clock == "00:00:00")));
    let detail = format!("must be a day such as {FORMS}{}", serial(&text));
    reading.some_or(day, FaultCode::BadFormat, detail).map(Value::from)
}

/// A day as `2026-04-01`, or an instant in RFC 3339.
pub(super) fn read_window_end(text: &str, reading: &mut Reading<'_>) -> Option<Value> {
    let text = tidied(text);
    if Timestamp::parse(&text).is_some() {
        return Some(text.into());
    }
    let (day, time) = parted(&text);
    let end = match (day_of(day), time.map(clock)) {
        (Some(day), None) => Some(day),
        (Some(day), Some(Some(clock))) => Some(format!("{day}T{clock}+09:00")),
        _ => None,
    };
    let end = end.filter(|end| end.len() == 10 || Timestamp::parse(end).is_some());
    let detail = format!(
        "must be a day such as {FORMS}, a time in Japan such as 2026/4/1 17:00, or an instant such as \
         2026-04-01T17:00:00+09:00{}",
        serial(&text)
    );
    reading.some_or(end, FaultCode::BadFormat, detail).map(Value::from)
}

/// Plain letters, one kind of hyphen, no day of the week.
fn tidied(text: &str) -> String {
    let mut text = plain(text).to_uppercase().replace(['‐', '‑', '–', '—', '−', 'ー'], "-");
    for day in ["月", "火", "水", "木", "金", "土", "日"] {
        text = text.replace(&format!("({day})"), "");
    }
    text.trim().to_owned()
}

/// Day and time of day: where there is a colon, the time begins after the last blank or `T` before it.
fn parted(text: &str) -> (&str, Option<&str>) {
    let parting = text.find(':').and_then(|colon| text[..colon].rfind([' ', 'T']));
    parting.map_or((text, None), |at| (&text[..at], Some(&text[at + 1..])))
}

fn day_of(text: &str) -> Option<String> {
    let text: String = text.chars().filter(|letter| *letter != ' ').collect();
    let era = ERAS.iter().find_map(|(names, before, first_day)| {
        let rest = names.iter().find_map(|name| text.strip_prefix(name))?;
        Some((rest, *before, *first_day))
    });
    let (rest, before, first_day) = era.unwrap_or((&text, 0, "0001-01-01"));
    let (year, rest) = match rest.strip_prefix('元') {
        Some(rest) if before > 0 => (1, rest),
        _ => leading_number(rest, if before > 0 { 1..=2 } else { 4..=4 })?,
    };
    let separator = rest.chars().next().filter(|letter| "-/.年".contains(*letter))?;
    let (month, rest) = leading_number(&rest[separator.len_utf8()..], 1..=2)?;
    let rest = rest.strip_prefix(if separator == '年' { '月' } else { separator })?;
    let (date, rest) = leading_number(rest, 1..=2)?;
    let is_whole = rest.is_empty() == (separator != '年') && matches!(rest, "" | "日");
    let day = format!("{:04}-{month:02}-{date:02}", before + year);
    let exists = year > 0 && Timestamp::parse(&format!("{day}T00:00:00Z")).is_some();
    (is_whole && exists && day.as_str() >= first_day).then_some(day)
}

/// A number of so many digits, and what follows it.
fn leading_number(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<(u32, &str)> {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let number = digits.contains(&end).then(|| text[..end].parse().ok())??;
    Some((number, &text[end..]))
}

/// `9:00` or `09:00:00` as `09:00:00`.
fn clock(text: &str) -> Option<String> {
    let (hour, rest) = leading_number(text, 1..=2)?;
    let (minute, rest) = leading_number(rest.strip_prefix(':')?, 2..=2)?;
    let (second, rest) = match rest.strip_prefix(':') {
        Some(rest) => leading_number(rest, 2..=2)?,
        None => (0, rest),
    };
    let exists = hour < 24 && minute < 60 && second < 60 && rest.is_empty();
    exists.then(|| format!("{hour:02}:{minute:02}:{second:02}"))
}

/// What to say of a number alone.
fn serial(text: &str) -> &'static str {
    let is_serial = text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_serial {
        "; five digits are Excel's count of days: format the column as a date and save again"
    } else {
        ""
    }
}
