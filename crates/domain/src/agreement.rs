//! 連携協定: what two organizations have agreed on.

use chrono::NaiveDate;

use crate::fault::{FaultCode, Faults};
use crate::id::{AgreementId, OrganizationId};
use crate::limits::{self, Text};
use crate::region::RegionCode;
use crate::timestamp::Timestamp;
use crate::words;

words! {
    /// What an agreement lets its `coordinator_id` do.
    pub enum AgreementKind {
        /// The coordinator acts on the other body's postings and sees their applicants.
        Coordination = "coordination",
        /// The two work together; nothing is opened by the agreement itself.
        Cooperation = "cooperation",
    }
}

/// What a caller writes of an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementContent {
    /// The body that is let act (地域人事部, NPO, community…).
    pub coordinator_id: OrganizationId,
    /// The body whose postings are meant; it is the one that may write the agreement.
    pub organization_id: OrganizationId,
    /// Kind.
    pub kind: AgreementKind,
    /// 協定の項目.
    pub items: Vec<String>,
    /// Regions covered; empty = all. A posting elsewhere is not covered.
    pub regions: Vec<RegionCode>,
    /// First day, in Japan.
    pub starts_on: Option<NaiveDate>,
    /// Last day, in Japan.
    pub ends_on: Option<NaiveDate>,
}

/// 連携協定.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// Id.
    pub id: AgreementId,
    /// Grows by one with each change.
    pub version: i64,
    /// Made at.
    pub created_at: Timestamp,
    /// Last changed at.
    pub updated_at: Timestamp,
    /// Ended at, before its last day.
    pub ended_at: Option<Timestamp>,
    /// What the caller wrote.
    pub content: AgreementContent,
}

impl Agreement {
    /// Whether it is in force at an instant (days are Japan's, both ends included).
    pub fn holds_at(&self, at: Timestamp) -> bool {
        let today = at.day_in_japan();
        self.ended_at.is_none_or(|ended| at < ended)
            && self.content.starts_on.is_none_or(|starts| starts <= today)
            && self.content.ends_on.is_none_or(|ends| today <= ends)
    }

    /// Whether it was in force on any of these days (Japan's, both included).
    pub fn held_within(&self, from: NaiveDate, until: NaiveDate) -> bool {
        from <= until
            && self.ended_at.is_none_or(|ended| from <= ended.day_in_japan())
            && self.content.starts_on.is_none_or(|starts| starts <= until)
            && self.content.ends_on.is_none_or(|ends| from <= ends)
    }
}

impl AgreementContent {
    /// The content, within its limits and without contradictions.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        if self.coordinator_id == self.organization_id {
            let detail = "an agreement is between two bodies";
            faults.add("/coordinator_id", FaultCode::Contradiction, detail);
        }
        limits::count("/items", self.items.len(), limits::AGREEMENT_ITEMS, &mut faults);
        for (index, item) in self.items.iter().enumerate() {
            Text::new(&format!("/items/{index}"), limits::REMARK).required(item, &mut faults);
        }
        limits::count("/regions", self.regions.len(), limits::REGIONS, &mut faults);
        if let (Some(starts), Some(ends)) = (self.starts_on, self.ends_on)
            && ends < starts
        {
            faults.add("/ends_on", FaultCode::Contradiction, "must not be before starts_on");
        }
        faults.guard(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_days_are_japans() {
        let organization = |byte| OrganizationId::from_parts(1, [byte; 10]);
        let day = |day| NaiveDate::from_ymd_opt(2026, 4, day);
        let content = AgreementContent {
            coordinator_id: organization(1),
            organization_id: organization(2),
            kind: AgreementKind::Coordination,
            items: Vec::new(),
            regions: Vec::new(),
            starts_on: day(2),
            ends_on: day(3),
        };
        let at = |text| Timestamp::parse(text).unwrap();
        let made = at("2026-04-01T00:00:00Z");
        let id = AgreementId::from_parts(1, [0; 10]);
        let agreement =
            Agreement { id, version: 1, created_at: made, updated_at: made, ended_at: None, content };
        assert!(!agreement.holds_at(at("2026-04-01T23:59:59+09:00")));
        assert!(agreement.holds_at(at("2026-04-02T00:00:00+09:00")));
        assert!(agreement.holds_at(at("2026-04-03T23:59:59+09:00")));
        assert!(!agreement.holds_at(at("2026-04-04T00:00:00+09:00")));
        let april = |from, until| (day(from).unwrap(), day(until).unwrap());
        for (days, held) in [((1, 1), false), ((1, 2), true), ((3, 9), true), ((4, 9), false), ((1, 9), true)]
        {
            let (from, until) = april(days.0, days.1);
            assert_eq!(agreement.held_within(from, until), held, "{days:?}");
        }
        let ended = Agreement { ended_at: Some(at("2026-04-02T12:00:00+09:00")), ..agreement };
        let (third, ninth) = april(3, 9);
        assert!(!ended.held_within(third, ninth));
        assert!(ended.held_within(third.pred_opt().unwrap(), ninth));
    }
}
