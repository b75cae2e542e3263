//! Turning texts of a body into the domain's types, collecting every fault with its pointer.
//!
//! The shape of the body has been admitted by the contract; here codes, ids and names get their meaning.

use std::fmt::Display;

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use domain::{
    CategoryId, ExternalId, FaultCode, Faults, Interest, MunicipalityCode, Proficiency, Reference,
    RegionCode, SkillId, Timestamp,
};
use serde_json::Value;

use crate::contract::{Contract, MOST_FAULTS};
use crate::dto::RequestBody;

/// A list whose faulty entries the contract has made null, so that the pointers of the others stay right.
pub type List<T> = Option<Vec<Option<T>>>;

/// A body being read: the tables its codes refer to, and the faults so far.
pub struct Reading<'a> {
    reference: &'a Reference,
    /// Where the body stands in what was sent: empty, or the pointer of a member.
    inside: &'static str,
    faults: Faults,
}

/// Which end of an application window a day alone stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WindowSide {
    /// The first instant of the day.
    Opens,
    /// The last instant of the day.
    Closes,
}

/// The content of a JSON value: its shape as the contract has it, then what it means; every fault of both.
///
/// # Errors
/// Every fault.
pub fn content_of<B: RequestBody>(
    contract: &Contract,
    reference: &Reference,
    value: Value,
) -> Result<B::Content, Faults> {
    let mut faults = Faults::default();
    let body: B = contract.read_body(&B::name(), value, &mut faults);
    body.into_content(Reading::new(reference, faults))
}

/// A code of the right form, so that a body with a missing one can be checked further; the fault that led here
/// keeps the value from ever being used.
pub(crate) fn placeholder_municipality() -> MunicipalityCode {
    MunicipalityCode::parse("131016").expect("13101 has the check digit 6")
}

impl<'a> Reading<'a> {
    /// Goes on from the faults that the contract found.
    pub fn new(reference: &'a Reference, faults: Faults) -> Self {
        Self { reference, inside: "", faults }
    }

    /// The same for a body that is a member of what was sent.
    #[must_use]
    pub fn inside(self, pointer: &'static str) -> Self {
        Self { inside: pointer, ..self }
    }

    /// Notes a fault.
    pub fn fault(&mut self, pointer: &str, code: FaultCode, detail: impl Into<String>) {
        if self.faults.as_slice().len() < MOST_FAULTS {
            self.faults.add(format!("{}{pointer}", self.inside), code, detail);
        }
    }

    /// The result of a parser, its refusal noted.
    pub fn parsed<T, E: Display>(
        &mut self,
        pointer: &str,
        code: FaultCode,
        result: Result<T, E>,
    ) -> Option<T> {
        result.map_err(|error| self.fault(pointer, code, error.to_string())).ok()
    }

    /// An id of any kind, by its parser.
    pub fn id<T, E: Display>(
        &mut self,
        pointer: &str,
        text: Option<&str>,
        parse: fn(&str) -> Result<T, E>,
    ) -> Option<T> {
        self.parsed(pointer, FaultCode::BadFormat, parse(text?))
    }

    /// Every id of a list that can be read.
    pub fn ids<T, E: Display>(
        &mut self,
        pointer: &str,
        list: List<String>,
        parse: fn(&str) -> Result<T, E>,
    ) -> Vec<T> {
        self.list(pointer, list, |reading, at, text| reading.id(at, Some(&text), parse))
    }

    /// The caller's own key.
    pub fn external_id(&mut self, text: Option<&str>) -> Option<ExternalId> {
        self.own_key("/external_id", text)
    }

    /// A key that the caller gives in another field.
    pub fn own_key(&mut self, pointer: &str, text: Option<&str>) -> Option<ExternalId> {
        self.parsed(pointer, FaultCode::BadFormat, ExternalId::parse(text?))
    }

    /// A day.
    pub fn date(&mut self, pointer: &str, text: Option<&str>) -> Option<NaiveDate> {
        let day = parse_day(text?).ok_or("must be a day such as 2026-09-01");
        self.parsed(pointer, FaultCode::BadFormat, day)
    }

    /// An instant.
    pub fn instant(&mut self, pointer: &str, text: Option<&str>) -> Option<Timestamp> {
        let instant = Timestamp::parse(text?).ok_or("must be an instant such as 2026-08-12T12:00:00+09:00");
        self.parsed(pointer, FaultCode::BadFormat, instant)
    }

    /// An end of an application window: an instant, or a whole day in Japan.
    pub fn window_end(&mut self, pointer: &str, side: WindowSide, text: Option<&str>) -> Option<Timestamp> {
        let text = text?;
        let end = match parse_day(text) {
            Some(day) => end_of_window(day, side),
            None => Timestamp::parse(text),
        };
        let sentence = "must be an instant such as 2026-07-08T00:00:00+09:00, or a day such as 2026-07-08";
        self.parsed(pointer, FaultCode::BadFormat, end.ok_or(sentence))
    }

    /// A municipality code.
    pub fn municipality(&mut self, pointer: &str, text: Option<&str>) -> Option<MunicipalityCode> {
        self.parsed(pointer, FaultCode::UnknownRegion, MunicipalityCode::parse(text?))
    }

    /// A prefecture or municipality.
    pub fn region(&mut self, pointer: &str, text: &str) -> Option<RegionCode> {
        self.parsed(pointer, FaultCode::UnknownRegion, RegionCode::parse(text))
    }

    /// A region or `anywhere`.
    pub fn interest(&mut self, pointer: &str, text: &str) -> Option<Interest> {
        self.parsed(pointer, FaultCode::UnknownRegion, Interest::parse(text))
    }

    /// A category's id.
    pub fn category(&mut self, pointer: &str, text: &str) -> Option<CategoryId> {
        let found = self.reference.categories.find(text).map(|category| category.id.clone());
        self.parsed(pointer, FaultCode::UnknownCategory, found.ok_or("is no known category"))
    }

    /// A skill by id, label or alias; an unknown one is answered with the nearest.
    pub fn skill(&mut self, pointer: &str, text: Option<&str>) -> Option<SkillId> {
        let text = text?;
        if let Some(skill) = self.reference.skills.resolve(text) {
            return Some(skill.id.clone());
        }
        let near = self.reference.skills.nearest(text, 3);
        let near: Vec<String> =
            near.iter().map(|skill| format!("{} ({})", skill.id, skill.label_ja)).collect();
        let detail = match near.as_slice() {
            [] => "is no known skill, label or alias; GET /skills lists them".to_owned(),
            near => format!("is no known skill, label or alias; the nearest: {}", near.join(", ")),
        };
        self.fault(pointer, FaultCode::UnknownSkill, detail);
        None
    }

    /// A level of proficiency that the contract has found to be within its range.
    pub fn proficiency(&mut self, level: Option<i64>) -> Option<Proficiency> {
        Proficiency::new(level?)
    }

    /// Every entry of a list that can be read, by a reader that is told the entry's pointer.
    pub fn list<T, U>(
        &mut self,
        pointer: &str,
        list: List<T>,
        mut read: impl FnMut(&mut Self, &str, T) -> Option<U>,
    ) -> Vec<U> {
        let entries = list.unwrap_or_default().into_iter().enumerate();
        let mut place =
            |(index, entry): (usize, Option<T>)| read(self, &format!("{pointer}/{index}"), entry?);
        entries.filter_map(&mut place).collect()
    }

    /// The content, when neither the reading nor the domain's own check found a fault. Of the latter's faults
    /// those are kept that name a field nothing was known to be wrong with, nor with a part of it.
    ///
    /// # Errors
    /// Every fault.
    pub fn finish<C>(mut self, checked: Result<C, Faults>) -> Result<C, Faults> {
        let content = match checked {
            Ok(content) => content,
            Err(found) => {
                for fault in found.as_slice() {
                    let pointer = format!("{}{}", self.inside, fault.pointer);
                    let is_part = |known: &str| known.starts_with(&format!("{pointer}/"));
                    let is_known = self
                        .faults
                        .as_slice()
                        .iter()
                        .any(|known| known.pointer == pointer || !fault.pointer.is_empty() && is_part(&known.pointer));
                    if !is_known {
                        self.fault(&fault.pointer, fault.code, fault.detail.clone());
                    }
                }
                return Err(self.faults);
            }
        };
        self.faults.guard(content)
    }
}

/// Refuses a body that names another external id than the path.
///
/// # Errors
/// The contradiction.
pub fn check_same(path: &ExternalId, body: Option<&ExternalId>) -> Result<(), Faults> {
    match body {
        Some(other) if other != path => {
            let detail = "must be the external id of the path, or be left out";
            Err(Faults::one("/external_id", FaultCode::Contradiction, detail))
        }
        _ => Ok(()),
    }
}

/// `YYYY-MM-DD` and nothing else, in the years 1 to 9999.
pub(super) fn parse_day(text: &str) -> Option<NaiveDate> {
    let is_plain = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let day = if is_plain { NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()? } else { return None };
    (day >= NaiveDate::from_ymd_opt(1, 1, 1)?).then_some(day)
}

/// The first or the last microsecond of a day in Japan, which is nine hours ahead and has no summer time.
fn end_of_window(day: NaiveDate, side: WindowSide) -> Option<Timestamp> {
    let starts =
        day.and_time(NaiveTime::MIN).checked_sub_signed(TimeDelta::hours(9))?.and_utc().timestamp_micros();
    match side {
        WindowSide::Opens => Timestamp::from_micros(starts),
        WindowSide::Closes => Timestamp::from_micros(starts + 86_400_000_000 - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(reference: &Reference) -> Reading<'_> {
        Reading::new(reference, Faults::default())
    }

    #[test]
    fn a_day_alone_is_the_whole_day_in_japan() {
        let reference = Reference::built_in();
        let mut reading = reading(&reference);
        let mut end = |side| reading.window_end("/x", side, Some("2021-07-08")).unwrap().to_string();
        assert_eq!(end(WindowSide::Opens), "2021-07-07T15:00:00.000000Z");
        assert_eq!(end(WindowSide::Closes), "2021-07-08T14:59:59.999999Z");
    }

    #[test]
    fn an_unknown_skill_is_told_the_nearest() {
        let reference = Reference::built_in();
        let mut reading = reading(&reference);
        assert_eq!(reading.skill("/skill", Some("SEO対策")).unwrap().as_str(), "seo");
        assert!(reading.skill("/skill", Some("instagrm")).is_none());
        let faults = reading.finish(Ok(())).unwrap_err();
        assert!(faults.as_slice()[0].detail.contains("instagram"), "{faults:?}");
    }

    #[test]
    fn odd_days_are_refused() {
        for text in
            ["2026-02-30", "2026-9-1", "+026-09-01", "20260901xx", "0000-01-01", "2026-09-01T00:00:00Z"]
        {
            assert_eq!(parse_day(text), None, "{text}");
        }
    }

    #[test]
    fn a_fault_is_named_once() {
        let reference = Reference::built_in();
        let mut reading = reading(&reference);
        reading.fault("/title", FaultCode::Required, "is required");
        let domain = Faults::one("/title", FaultCode::TooShort, "must not be empty");
        assert_eq!(reading.finish::<()>(Err(domain)).unwrap_err().as_slice().len(), 1);
        // A list of which nothing is left, because its only part was refused, is not called empty.
        let mut reading = self::reading(&reference);
        reading.fault("/regions/0", FaultCode::UnknownRegion, "is no region");
        let domain = Faults::one("/regions", FaultCode::TooShort, "name at least one region");
        assert_eq!(reading.finish::<()>(Err(domain)).unwrap_err().as_slice().len(), 1);
    }
}
