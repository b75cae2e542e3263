//! Lists of skills: `Instagram:4、写真:3`. Labels stay as they are; the table they belong to is not here.

use std::ops::RangeInclusive;

use domain::{FaultCode, limits};
use serde_json::{Value, json};

use super::Reading;
use super::list::{entries, quoted};
use crate::text::plain;

/// What stands behind the colon of a wanted skill.
pub(super) struct Wanted {
    field: &'static str,
    range: RangeInclusive<i64>,
    example: &'static str,
}

/// The least proficiency; 1 when absent.
pub(super) const REQUIRED: Wanted = Wanted { field: "min_proficiency", range: 1..=5, example: "EC:3" };
/// How much it helps; 1 when absent.
pub(super) const PREFERRED: Wanted =
    Wanted { field: "weight", range: limits::SKILL_WEIGHT, example: "写真:2" };

/// Skills of a person: `label:proficiency`, with 根拠 after a second colon.
pub(super) fn held(text: &str, reading: &mut Reading<'_>) -> Value {
    let mut skills = Vec::new();
    for (index, entry) in entries(text, limits::HELD_SKILLS, reading).into_iter().enumerate() {
        let (label, level, evidence) = parts(entry);
        let held = Wanted { field: "proficiency", range: 1..=5, example: "Instagram:4" };
        if level.is_empty() {
            let detail = format!(
                "{} has no proficiency; write it after a colon, from 1 (has tried it) to 5 (teaches it), such as \
                 Instagram:4",
                quoted(entry)
            );
            reading.refuse(&format!("/{index}/proficiency"), FaultCode::Required, detail);
            continue;
        }
        let Some(mut skill) = entry_of(label, level, &Place { index, entry, wanted: &held }, reading) else {
            continue;
        };
        if let Some(evidence) = evidence {
            let pointer = format!("{}/{index}/evidence", reading.pointer);
            limits::Text::new(&pointer, limits::REMARK).optional(Some(evidence), reading.faults);
            skill["evidence"] = evidence.into();
        }
        skills.push(skill);
    }
    skills.into()
}

/// Skills of a posting.
pub(super) fn wanted(text: &str, wanted: &Wanted, reading: &mut Reading<'_>) -> Value {
    let mut skills = Vec::new();
    for (index, entry) in entries(text, limits::POSTING_SKILLS, reading).into_iter().enumerate() {
        let (label, level, _) = parts(entry);
        skills.extend(entry_of(label, level, &Place { index, entry, wanted }, reading));
    }
    skills.into()
}

struct Place<'a> {
    index: usize,
    entry: &'a str,
    wanted: &'a Wanted,
}

fn entry_of(label: &str, level: &str, place: &Place<'_>, reading: &mut Reading<'_>) -> Option<Value> {
    let Place { index, entry, wanted: Wanted { field, range, example } } = place;
    let index = *index;
    if label.is_empty() {
        let detail = format!("{} names no skill before the colon; write it as {example}", quoted(entry));
        reading.refuse(&format!("/{index}/skill"), FaultCode::Required, detail);
        return None;
    }
    let mut skill = json!({ "skill": label });
    if !level.is_empty() {
        let number = plain(level).parse::<i64>().ok().filter(|number| range.contains(number));
        let Some(number) = number else {
            let (least, most) = (range.start(), range.end());
            let detail = format!(
                "{} must have a number from {least} to {most} after the colon, such as {example}",
                quoted(entry)
            );
            reading.refuse(&format!("/{index}/{field}"), FaultCode::OutOfRange, detail);
            return None;
        };
        skill[*field] = number.into();
    }
    Some(skill)
}

/// Label, number and the rest.
fn parts(entry: &str) -> (&str, &str, Option<&str>) {
    let mut parts = entry.splitn(3, [':', '：']).map(str::trim);
    let label = parts.next().unwrap_or_default();
    let level = parts.next().unwrap_or_default();
    (label, level, parts.next().filter(|rest| !rest.is_empty()))
}
