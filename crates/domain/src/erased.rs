//! What reports go on counting of people, and of applications, that have been erased: no name, no id, months instead of
//! days.
//!
//! A pseudonym is drawn when something is erased and stands nowhere else, so it leads back to nobody; it only tells that
//! lines erased together are of the same person, who counts once.

use crate::application::ApplicationStatus;
use crate::engagement::{ConvertedTo, EngagementStatus, Month};
use crate::fiscal_year::FiscalYear;
use crate::id::{OrganizationId, PostingId};
use crate::ledger::LedgerKind;
use crate::region::RegionCode;
use crate::words;

/// One erased person, whoever it was.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pseudonym(String);

impl Pseudonym {
    /// Of random bytes.
    pub fn drawn(random: [u8; 16]) -> Self {
        Self(format!("{:032x}", u128::from_be_bytes(random)))
    }

    /// Reads the stored form.
    pub fn parse(text: &str) -> Option<Self> {
        let is_one = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_one.then(|| Self(text.to_owned()))
    }

    /// The stored form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

words! {
    /// How near the application is by which the same person is counted all the same; of the nearest one.
    pub enum CountedAgain {
        /// In the same round.
        Round = "round",
        /// In the same program.
        Program = "program",
        /// In the same fiscal year, which goes for the nearer ones too.
        Year = "year",
    }
}

/// An application that was erased, with the person or alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErasedApplication {
    /// To which posting.
    pub posting_id: PostingId,
    /// In which month.
    pub submitted_in: Month,
    /// Whether another application to a posting of the same body counts the person.
    pub again_at_body: Option<CountedAgain>,
    /// Whether another application to a posting of any body does.
    pub again_anywhere: Option<CountedAgain>,
}

/// A stage that an erased application has left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErasedStay {
    /// To which posting.
    pub posting_id: PostingId,
    /// Which stage.
    pub status: ApplicationStatus,
    /// In which month it was left.
    pub left_in: Month,
    /// Whole days in it.
    pub days: u64,
}

/// An engagement of somebody who was erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErasedEngagement {
    /// For which posting.
    pub posting_id: PostingId,
    /// Whether it went on from another one.
    pub is_renewal: bool,
    /// The month of the first day.
    pub starts_in: Month,
    /// The month of the last day.
    pub lasts_until: Option<Month>,
    /// Where it stood.
    pub status: EngagementStatus,
    /// What it grew into.
    pub converted_to: Option<ConvertedTo>,
}

/// An entry of a ledger, of somebody who was erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErasedLedgerEntry {
    /// In whose ledger.
    pub organization_id: OrganizationId,
    /// As what.
    pub kind: LedgerKind,
    /// With which region.
    pub region: RegionCode,
    /// In which year.
    pub fiscal_year: FiscalYear,
    /// Days on site.
    pub visit_days: u16,
}

/// Everything that is counted on of one person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ErasedFigures {
    /// Applications.
    pub applications: Vec<ErasedApplication>,
    /// Stages that these have left.
    pub stays: Vec<ErasedStay>,
    /// Engagements.
    pub engagements: Vec<ErasedEngagement>,
    /// Entries of ledgers.
    pub ledger_entries: Vec<ErasedLedgerEntry>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pseudonym_reads_back() {
        let drawn = Pseudonym::drawn([7; 16]);
        assert_eq!(Pseudonym::parse(drawn.as_str()), Some(drawn));
        assert_eq!(Pseudonym::parse("山口"), None);
    }
}
