//! What a report is made of.

use chrono::NaiveDate;

use crate::application::ApplicationStatus;
use crate::engagement::{ConvertedTo, EngagementStatus};
use crate::erased::Pseudonym;
use crate::fiscal_year::FiscalYear;
use crate::id::{CandidateId, OrganizationId};
use crate::ledger::LedgerKind;

/// A person who is counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counted {
    /// Somebody who is there.
    Known(CandidateId),
    /// Somebody who was erased.
    Erased(Pseudonym),
}

/// An engagement that is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedEngagement {
    /// Who.
    pub who: Counted,
    /// For whom.
    pub host: OrganizationId,
    /// First day; of somebody who was erased the first of the month.
    pub starts_on: NaiveDate,
    /// Last day; of somebody who was erased the last of the month.
    pub last_on: Option<NaiveDate>,
    /// Whether it goes on from another one, and so is no new match.
    pub is_renewal: bool,
    /// Where it stands.
    pub status: EngagementStatus,
    /// What it grew into.
    pub converted_to: Option<ConvertedTo>,
}

/// An application that is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedApplication {
    /// Who; `None` = somebody whom another application counts.
    pub who: Option<Counted>,
    /// On which day.
    pub submitted_on: NaiveDate,
}

/// A posting whose seats are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountedPosting {
    /// Seats.
    pub seats: u32,
    /// The first day of its window.
    pub opens_on: NaiveDate,
    /// The last day of its window.
    pub closes_on: Option<NaiveDate>,
}

/// A stage that an application has left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountedStay {
    /// Which.
    pub status: ApplicationStatus,
    /// On which day it was left.
    pub left_on: NaiveDate,
    /// Whole days in it.
    pub days: u64,
}

/// An entry of the ledger that is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedEntry {
    /// Who.
    pub who: Counted,
    /// As what.
    pub kind: LedgerKind,
    /// In which year.
    pub fiscal_year: FiscalYear,
    /// Days on site.
    pub visit_days: u16,
}

/// Everything that a report is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReportGround {
    /// Engagements, of whatever days.
    pub engagements: Vec<CountedEngagement>,
    /// Applications, of whatever days.
    pub applications: Vec<CountedApplication>,
    /// Postings that took applications, whenever.
    pub postings: Vec<CountedPosting>,
    /// Stages that were left, whenever.
    pub stays: Vec<CountedStay>,
    /// How often each person was shown in the period's rankings; nobody with 0.
    pub exposures: Vec<u64>,
    /// Entries of the ledger, of whatever year.
    pub ledger: Vec<CountedEntry>,
}
