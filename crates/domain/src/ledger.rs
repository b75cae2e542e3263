//! 関係人口の台帳: who has to do with a region without living there, as what, and for how many days.
//!
//! An entry is of one fiscal year, for the ledger is told by fiscal years; who goes on has an entry in each.

use chrono::NaiveDate;

use crate::fault::{FaultCode, Faults};
use crate::fiscal_year::FiscalYear;
use crate::id::{CandidateId, EngagementId, EventId, LedgerEntryId, OrganizationId};
use crate::limits::{self, Text};
use crate::region::RegionCode;
use crate::timestamp::Timestamp;
use crate::words;

/// Days on site in a year.
const VISIT_DAYS: std::ops::RangeInclusive<i64> = 0..=366;

words! {
    /// As what somebody has to do with a region.
    pub enum LedgerKind {
        /// 副業・兼業
        SideJob = "side_job",
        /// プロボノ・ボランティア
        Volunteer = "volunteer",
        /// 催しへの参加
        Event = "event",
        /// 滞在・ワーケーション
        Stay = "stay",
        /// 地域プロジェクトへの参画
        Project = "project",
        /// 寄附・応援
        DonorSupporter = "donor_supporter",
        /// 離れてもつながる人
        Alumni = "alumni",
        /// そのほか
        Other = "other",
    }
}

/// Where an entry comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LedgerSource {
    /// Gathered from an engagement.
    Engagement(EngagementId),
    /// Gathered from attending an event.
    Attendance(EventId),
    /// Written by hand.
    Manual,
}

words! {
    /// What kind of source an entry comes from.
    pub enum LedgerSourceKind {
        /// An engagement.
        Engagement = "engagement",
        /// Attending an event.
        Attendance = "attendance",
        /// A hand.
        Manual = "manual",
    }
}

impl LedgerSource {
    /// Of which kind it is.
    pub fn kind(self) -> LedgerSourceKind {
        match self {
            Self::Engagement(_) => LedgerSourceKind::Engagement,
            Self::Attendance(_) => LedgerSourceKind::Attendance,
            Self::Manual => LedgerSourceKind::Manual,
        }
    }

    /// The id of the record it comes from, where there is one.
    pub fn id(self) -> Option<String> {
        match self {
            Self::Engagement(id) => Some(id.to_string()),
            Self::Attendance(id) => Some(id.to_string()),
            Self::Manual => None,
        }
    }
}

/// What a caller writes of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerEntryContent {
    /// Who.
    pub candidate_id: CandidateId,
    /// As what.
    pub kind: LedgerKind,
    /// With which region.
    pub region: RegionCode,
    /// First day, in Japan; its fiscal year is the entry's.
    pub from_on: NaiveDate,
    /// Last day; `None` = it goes on.
    pub until_on: Option<NaiveDate>,
    /// Days on site in that time.
    pub visit_days: u16,
    /// A remark.
    pub note: Option<String>,
}

/// An entry of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerEntry {
    /// Id.
    pub id: LedgerEntryId,
    /// The body whose ledger it is.
    pub organization_id: OrganizationId,
    /// Grows by one with each change.
    pub version: i64,
    /// Made at.
    pub created_at: Timestamp,
    /// Last changed at.
    pub updated_at: Timestamp,
    /// Where it comes from.
    pub source: LedgerSource,
    /// What it says.
    pub content: LedgerEntryContent,
}

impl LedgerEntryContent {
    /// The fiscal year it is of.
    pub fn fiscal_year(&self) -> FiscalYear {
        FiscalYear::of_day(self.from_on)
    }

    /// The content, within its limits and without contradictions.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        limits::range("/visit_days", i64::from(self.visit_days), VISIT_DAYS, &mut faults);
        if let Some(until) = self.until_on {
            if until < self.from_on {
                faults.add("/until_on", FaultCode::Contradiction, "must not be before from_on");
            } else if !self.fiscal_year().contains(until) {
                let last = self.fiscal_year().last_day();
                let detail = format!(
                    "an entry is of one fiscal year, this one until {last}: write another one for the next"
                );
                faults.add("/until_on", FaultCode::Contradiction, detail);
            }
        }
        Text::new("/note", limits::REMARK).optional(self.note.as_deref(), &mut faults);
        faults.guard(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_stays_within_its_fiscal_year() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let entry = |until: &str| LedgerEntryContent {
            candidate_id: CandidateId::from_parts(1, [1; 10]),
            kind: LedgerKind::Alumni,
            region: RegionCode::parse("014583").unwrap(),
            from_on: day("2022-03-01"),
            until_on: Some(day(until)),
            visit_days: 3,
            note: None,
        };
        assert_eq!(entry("2022-03-31").fiscal_year().first_year(), 2021);
        assert!(entry("2022-03-31").checked().is_ok());
        for until in ["2022-04-01", "2022-02-28"] {
            let faults = entry(until).checked().unwrap_err();
            assert_eq!(faults.as_slice()[0].pointer, "/until_on");
        }
    }
}
