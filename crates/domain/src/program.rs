//! 事業: what runs yearly, in rounds; the bodies that take part in it and who answers for it.

use chrono::NaiveDate;

use crate::fault::{FaultCode, Faults};
use crate::fiscal_year::FiscalYear;
use crate::id::{ExternalId, OrganizationId, ProgramId, UserId};
use crate::limits::{self, Text};
use crate::region::RegionCode;
use crate::region_group::each_once;
use crate::timestamp::Timestamp;
use crate::words;

words! {
    /// Whether a program goes on.
    #[derive(Default)]
    pub enum ProgramStatus {
        /// 実施中
        #[default]
        Open = "open",
        /// 終了
        Closed = "closed",
    }
}

/// What a caller writes of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgramContent {
    /// The caller's own key.
    pub external_id: Option<ExternalId>,
    /// Name.
    pub name: String,
    /// 目的.
    pub purpose: Option<String>,
    /// 年度.
    pub fiscal_year: Option<FiscalYear>,
    /// First day, in Japan.
    pub starts_on: Option<NaiveDate>,
    /// Last day, in Japan.
    pub ends_on: Option<NaiveDate>,
    /// Where; empty = not stated.
    pub regions: Vec<RegionCode>,
    /// The bodies that take part, beside the one whose program it is; each once.
    pub partner_ids: Vec<OrganizationId>,
    /// Who answers for it.
    pub responsible_user_id: Option<UserId>,
    /// Whether it goes on.
    pub status: ProgramStatus,
}

/// 事業.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// Id.
    pub id: ProgramId,
    /// The body whose program it is.
    pub organization_id: OrganizationId,
    /// Grows by one with each change.
    pub version: i64,
    /// Made at.
    pub created_at: Timestamp,
    /// Last changed at.
    pub updated_at: Timestamp,
    /// What the caller wrote.
    pub content: ProgramContent,
}

impl ProgramContent {
    /// The content, within its limits and without contradictions.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        Text::new("/name", limits::NAME).required(&self.name, &mut faults);
        Text::new("/purpose", limits::PROSE).optional(self.purpose.as_deref(), &mut faults);
        if let (Some(starts), Some(ends)) = (self.starts_on, self.ends_on)
            && ends < starts
        {
            faults.add("/ends_on", FaultCode::Contradiction, "must not be before starts_on");
        }
        limits::count("/regions", self.regions.len(), limits::REGIONS, &mut faults);
        faults.extend(each_once("/regions", &self.regions));
        limits::count("/partner_ids", self.partner_ids.len(), limits::PARTNERS, &mut faults);
        faults.extend(each_once("/partner_ids", &self.partner_ids));
        faults.guard(self)
    }
}
