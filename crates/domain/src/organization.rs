//! 団体: bodies, which are also the unit of isolation.

use crate::fault::Faults;
use crate::id::{ExternalId, OrganizationId};
use crate::limits::{self, Text};
use crate::region::MunicipalityCode;
use crate::timestamp::Timestamp;
use crate::words;

words! {
    /// What a body is.
    pub enum OrganizationKind {
        /// 市町村
        Municipality = "municipality",
        /// 企業
        Company = "company",
        /// NPO
        Npo = "npo",
        /// 地域人事部・中間支援
        CoordinatorBody = "coordinator_body",
        /// 人材のコミュニティ
        Community = "community",
        /// 商工会議所・商工会
        Chamber = "chamber",
        /// 金融機関
        Bank = "bank",
        /// 求人サイト
        JobBoard = "job_board",
    }
}

/// What a caller writes of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganizationContent {
    /// The caller's own key.
    pub external_id: Option<ExternalId>,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: OrganizationKind,
    /// Where it sits.
    pub municipality: Option<MunicipalityCode>,
}

/// 団体.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    /// Id.
    pub id: OrganizationId,
    /// The body that registered it; `None` when the operator did.
    pub registered_by: Option<OrganizationId>,
    /// Grows by one with each change.
    pub version: i64,
    /// Made at.
    pub created_at: Timestamp,
    /// Last changed at.
    pub updated_at: Timestamp,
    /// What the caller wrote.
    pub content: OrganizationContent,
}

impl OrganizationContent {
    /// The content, within its limits.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        Text::new("/name", limits::NAME).required(&self.name, &mut faults);
        faults.guard(self)
    }
}
