//! 同期の集まり: people who prepare together for a fixed time, in a place of theirs.
//!
//! Knows nothing of sessions, which are events, nor of who may see a cohort.

use chrono::NaiveDate;

use crate::author::Author;
use crate::candidate::Readiness;
use crate::fault::{FaultCode, Faults};
use crate::id::{CandidateId, CohortId, OneOnOneId, OrganizationId, ProgramId};
use crate::limits::{self, Text};
use crate::timestamp::Timestamp;

/// What a caller writes of a cohort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CohortContent {
    /// 事業 that it belongs to.
    pub program_id: Option<ProgramId>,
    /// Its name.
    pub name: String,
    /// 目的.
    pub purpose: Option<String>,
    /// First day, in Japan.
    pub starts_on: Option<NaiveDate>,
    /// Last day, in Japan.
    pub ends_on: Option<NaiveDate>,
    /// Places; none stated = no limit.
    pub capacity: Option<u16>,
}

/// 同期の集まり.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cohort {
    /// Id.
    pub id: CohortId,
    /// The body that prepares these people.
    pub organization_id: OrganizationId,
    /// Grows by one with each change of the cohort.
    pub version: i64,
    /// Made at.
    pub created_at: Timestamp,
    /// Last changed at.
    pub updated_at: Timestamp,
    /// What the caller wrote.
    pub content: CohortContent,
}

/// What a caller writes of a membership.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MembershipContent {
    /// First day, in Japan.
    pub joined_on: NaiveDate,
    /// Last day, in Japan; none while the person is a member.
    pub left_on: Option<NaiveDate>,
    /// Why the person left.
    pub left_reason: Option<String>,
}

/// A person in a cohort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CohortMember {
    /// The cohort.
    pub cohort_id: CohortId,
    /// Who.
    pub candidate_id: CandidateId,
    /// Grows by one with each change.
    pub version: i64,
    /// 準備の段階 when the person joined.
    pub readiness_before: Option<Readiness>,
    /// What the caller wrote.
    pub content: MembershipContent,
    /// Made at.
    pub created_at: Timestamp,
    /// Last changed at.
    pub updated_at: Timestamp,
}

/// What a caller writes of a talk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneOnOneContent {
    /// With whom.
    pub candidate_id: CandidateId,
    /// When, a day in Japan.
    pub held_on: NaiveDate,
    /// What about.
    pub topic: String,
    /// 次の一歩.
    pub next_step: Option<String>,
}

/// 1 on 1: a talk with one member of a cohort. Never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneOnOne {
    /// Id.
    pub id: OneOnOneId,
    /// The cohort.
    pub cohort_id: CohortId,
    /// Who wrote it down.
    pub author: Author,
    /// What the caller wrote.
    pub content: OneOnOneContent,
    /// Written down at.
    pub created_at: Timestamp,
}

impl CohortContent {
    /// The content, within its limits and without contradictions.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        Text::new("/name", limits::TITLE).required(&self.name, &mut faults);
        Text::new("/purpose", limits::PROSE).optional(self.purpose.as_deref(), &mut faults);
        if let Some(capacity) = self.capacity {
            limits::range("/capacity", i64::from(capacity), limits::PLACES, &mut faults);
        }
        check_order(("/ends_on", "starts_on"), (self.starts_on, self.ends_on), &mut faults);
        faults.guard(self)
    }
}

impl MembershipContent {
    /// The content, within its limits and without contradictions.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        check_order(("/left_on", "joined_on"), (Some(self.joined_on), self.left_on), &mut faults);
        Text::new("/left_reason", limits::REMARK).optional(self.left_reason.as_deref(), &mut faults);
        if self.left_reason.is_some() && self.left_on.is_none() {
            faults.add("/left_reason", FaultCode::Contradiction, "goes with left_on only");
        }
        faults.guard(self)
    }
}

impl OneOnOneContent {
    /// The content, within its limits.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        Text::new("/topic", limits::TITLE).required(&self.topic, &mut faults);
        Text::new("/next_step", limits::REMARK).optional(self.next_step.as_deref(), &mut faults);
        faults.guard(self)
    }
}

/// Adds a fault to the end of a span when it lies before the beginning, which has this name.
pub(crate) fn check_order(
    (pointer, beginning): (&str, &str),
    (from, until): (Option<NaiveDate>, Option<NaiveDate>),
    faults: &mut Faults,
) {
    if let (Some(from), Some(until)) = (from, until)
        && until < from
    {
        faults.add(pointer, FaultCode::Contradiction, format!("must not be before {beginning}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn pointers(faults: &Faults) -> Vec<&str> {
        faults.as_slice().iter().map(|fault| fault.pointer.as_str()).collect()
    }

    #[test]
    fn every_fault_of_a_cohort_is_told_at_once() {
        let content = CohortContent {
            program_id: None,
            name: " ".to_owned(),
            purpose: None,
            starts_on: Some(day("2021-06-21")),
            ends_on: Some(day("2021-06-20")),
            capacity: Some(0),
        };
        let faults = content.checked().unwrap_err();
        assert_eq!(pointers(&faults), ["/name", "/capacity", "/ends_on"]);
    }

    #[test]
    fn who_has_not_left_has_no_reason_for_it() {
        let content = MembershipContent {
            joined_on: day("2021-06-21"),
            left_on: None,
            left_reason: Some("転職".to_owned()),
        };
        assert_eq!(pointers(&content.clone().checked().unwrap_err()), ["/left_reason"]);
        let left = |on| MembershipContent { left_on: Some(day(on)), ..content.clone() };
        assert_eq!(pointers(&left("2021-06-20").checked().unwrap_err()), ["/left_on"]);
        assert!(left("2021-06-21").checked().is_ok());
    }
}
