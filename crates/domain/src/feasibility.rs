//! Who a posting can reach, what keeps the others out, and which single step would open it.

use crate::explanation::Fact;
use crate::ranking::{ExclusionCount, Totals};
use crate::skills::SkillId;
use crate::words;

words! {
    /// One step a posting could take.
    pub enum RelaxationCode {
        /// Fewer hours at least.
        HoursMin = "hours_min",
        /// A lower level of a required skill.
        MinProficiency = "min_proficiency",
        /// A required skill only preferred.
        SkillPreferred = "skill_preferred",
        /// One shared slot is enough.
        MinSharedSlots = "min_shared_slots",
        /// Half the shared days are enough.
        MinDays = "min_days",
        /// One step freer.
        WorkStyle = "work_style",
        /// One visit fewer.
        VisitsPerMonth = "visits_per_month",
        /// No residency.
        Residency = "residency",
        /// A small fee instead of none.
        ContractForm = "contract_form",
    }
}

/// One step alone, and who could be reached then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relaxation {
    /// What changes.
    pub code: RelaxationCode,
    /// Which skill.
    pub skill: Option<SkillId>,
    /// As it is.
    pub from: Option<Fact>,
    /// As it would be.
    pub to: Option<Fact>,
    /// Eligible then.
    pub eligible: u64,
    /// More than now; may be negative.
    pub gained: i64,
}

/// 届きそうな人.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feasibility {
    /// How many were looked at.
    pub totals: Totals,
    /// Codes that exclude somebody, in the order of the table.
    pub exclusions: Vec<ExclusionCount>,
    /// Most eligible first.
    pub relaxations: Vec<Relaxation>,
}
