//! 参画: the running work of a person for a posting, from its terms over its monthly log to its end.
//!
//! Knows what the rules ask of terms and of an end, never whether a contract is lawful: it warns, with the rule's id.

use chrono::{Days, Months, NaiveDate};

use crate::fault::Faults;
use crate::id::{ApplicationId, CandidateId, EngagementId, OrganizationId, PostingId};
use crate::limits::{self, Text};
use crate::timestamp::Timestamp;
use crate::word::WordSet;
use crate::words;

mod check_in;
mod end;
mod month;
mod terms;
mod upcoming;
mod warning;

pub use check_in::{CheckIn, CheckInContent, CheckInKind};
pub use end::{ConvertedTo, EndKind, EngagementEnd, NOTICE_DAYS, NoticeException};
pub use month::{EngagementLog, EngagementLogContent, Month, NotAMonth};
pub use terms::{AgreedReward, Conditions, EngagementTerms, PAY_WITHIN_DAYS, TermItem, UndecidedItem};
pub use warning::{EngagementWarning, MainJobFacts, warnings};

/// Declared hours a month over all of a person's engagements from which on it is worth talking about health.
///
/// Advice and no cap: 80 is the average that the 副業・兼業ガイドライン names for employment over several months.
pub const ADVISORY_HOURS_PER_MONTH: u32 = 80;
/// Months from which on an end needs notice (フリーランス法 16条, 施行令 3条).
const MONTHS_THAT_NEED_NOTICE: u32 = 6;

words! {
    /// Where an engagement stands.
    pub enum EngagementStatus {
        /// 参画中
        Running = "running",
        /// 完了
        Completed = "completed",
        /// 途中終了
        EndedEarly = "ended_early",
        /// 更新: another engagement goes on from it.
        Renewed = "renewed",
        /// 移住・転職などへの発展
        Converted = "converted",
    }
}

/// Where an engagement comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EngagementOrigin {
    /// From an application that was accepted.
    Application(ApplicationId),
    /// Entered directly, with the reason: history, or work that was agreed elsewhere.
    Direct {
        /// Why no application stands behind it.
        reason: String,
    },
}

/// What a caller writes to make an engagement without an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectEngagement {
    /// For which posting.
    pub posting_id: PostingId,
    /// Who.
    pub candidate_id: CandidateId,
    /// Why there is no application.
    pub reason: String,
}

impl DirectEngagement {
    /// Adds what is wrong with it.
    pub fn check(&self, faults: &mut Faults) {
        Text::new("/reason", limits::REMARK).required(&self.reason, faults);
    }
}

/// 参画.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Engagement {
    /// Id.
    pub id: EngagementId,
    /// For which posting.
    pub posting_id: PostingId,
    /// Who.
    pub candidate_id: CandidateId,
    /// The posting's body.
    pub organization_id: OrganizationId,
    /// Grows by one with each change, those of its log and check-ins included.
    pub version: i64,
    /// Made at.
    pub created_at: Timestamp,
    /// Last changed at.
    pub updated_at: Timestamp,
    /// Where it comes from; a renewal has the origin of what it renews.
    pub origin: EngagementOrigin,
    /// The engagement that it goes on from.
    pub renews_id: Option<EngagementId>,
    /// The engagement that goes on from it.
    pub renewed_by_id: Option<EngagementId>,
    /// On which terms.
    pub terms: EngagementTerms,
    /// Where it stands.
    pub status: EngagementStatus,
    /// How it ended, or will; `None` while it runs, and when it was renewed.
    pub end: Option<EngagementEnd>,
    /// What the rules have to say of the terms, as of when they were written.
    pub warnings: WordSet<EngagementWarning>,
}

impl Engagement {
    /// The last day of the work: that of its end, else the agreed one; `None` while nothing is agreed.
    pub fn last_on(&self) -> Option<NaiveDate> {
        self.end.as_ref().map(|end| end.on).or(self.terms.ends_on)
    }

    /// Whether any of its days lies between two days, both included.
    pub fn touches(&self, from: NaiveDate, until: NaiveDate) -> bool {
        self.terms.starts_on <= until && self.last_on().is_none_or(|last| from <= last)
    }

    /// Whether any of its days is one of the other's.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.touches(other.terms.starts_on, other.last_on().unwrap_or(NaiveDate::MAX))
    }

    /// Whether a month has any of its days.
    pub fn has_month(&self, month: Month) -> bool {
        self.touches(month.first_day(), month.last_day())
    }
}

/// Whether work from `starts_on` (of the first engagement, renewals included) to `ends_on` is long enough that its end
/// needs notice: six months, and all work without a last day.
pub fn needs_notice(starts_on: NaiveDate, ends_on: Option<NaiveDate>) -> bool {
    let half_a_year = starts_on
        .checked_add_months(Months::new(MONTHS_THAT_NEED_NOTICE))
        .and_then(|day| day.checked_sub_days(Days::new(1)));
    match (ends_on, half_a_year) {
        (Some(ends), Some(half_a_year)) => ends >= half_a_year,
        (None, _) | (_, None) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn half_a_year_needs_notice_and_a_day_less_does_not() {
        assert!(needs_notice(day("2026-04-01"), Some(day("2026-09-30"))));
        assert!(!needs_notice(day("2026-04-01"), Some(day("2026-09-29"))));
        assert!(needs_notice(day("2026-08-31"), Some(day("2027-02-28"))));
        assert!(needs_notice(day("2026-04-01"), None));
    }
}
