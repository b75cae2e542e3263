//! The parts of a person that requests and answers share: skills, ties, main job.

use domain::{
    CandidateProfile, HeldSkill, MainJob, MainJobPermission, Proficiency, RegionCode, RegionTie, SkillId,
    TieKind,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::vocabulary;
use crate::extract::reading::Reading;

/// A skill that a person states.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HeldSkillRequest {
    /// The skill, by id, label or alias.
    #[schema(value_type = vocabulary::SkillName, required)]
    pub skill: Option<String>,
    /// How well: 1 (has tried it) to 5 (teaches it).
    #[schema(value_type = i32, required, minimum = 1, maximum = 5, examples(4))]
    pub proficiency: Option<i64>,
    /// 根拠: the person's own words; never scored.
    #[schema(max_length = 500)]
    pub evidence: Option<String>,
}

impl HeldSkillRequest {
    pub(super) fn read(self, reading: &mut Reading<'_>, pointer: &str) -> Option<HeldSkill> {
        let skill = reading.skill(&format!("{pointer}/skill"), self.skill.as_deref());
        let proficiency = reading.proficiency(self.proficiency);
        Some(HeldSkill { skill: skill?, proficiency: proficiency?, evidence: self.evidence })
    }
}

/// A tie to a region that a person states.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegionTieRequest {
    /// Where.
    #[schema(value_type = vocabulary::RegionCode, required)]
    pub region: Option<String>,
    /// What kind.
    #[schema(value_type = vocabulary::TieKind, required)]
    pub kind: Option<TieKind>,
    /// The person's own words; never scored.
    #[schema(max_length = 500)]
    pub note: Option<String>,
}

impl RegionTieRequest {
    pub(super) fn read(self, reading: &mut Reading<'_>, pointer: &str) -> Option<RegionTie> {
        let region = reading.region(&format!("{pointer}/region"), self.region.as_deref()?);
        Some(RegionTie { region: region?, kind: self.kind?, note: self.note })
    }
}

/// 本業.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MainJobRequest {
    /// Whether it allows a side-job.
    #[schema(value_type = Option<vocabulary::MainJobPermission>)]
    pub permission: Option<MainJobPermission>,
    /// 地方公務員など; `false` when absent.
    pub public_employee: Option<bool>,
}

impl From<MainJobRequest> for MainJob {
    fn from(request: MainJobRequest) -> Self {
        Self { permission: request.permission, public_employee: request.public_employee.unwrap_or(false) }
    }
}

/// A skill that a person states.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HeldSkill)]
pub struct HeldSkillResponse {
    /// The skill.
    #[schema(value_type = vocabulary::SkillId)]
    pub skill: SkillId,
    /// How well, 1 to 5.
    #[schema(value_type = i32, minimum = 1, maximum = 5)]
    pub proficiency: Proficiency,
    /// 根拠.
    #[schema(max_length = 500)]
    pub evidence: Option<String>,
}

/// A tie to a region.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RegionTie)]
pub struct RegionTieResponse {
    /// Where.
    #[schema(value_type = vocabulary::RegionCode)]
    pub region: RegionCode,
    /// What kind.
    #[schema(value_type = vocabulary::TieKind)]
    pub kind: TieKind,
    /// The person's own words.
    #[schema(max_length = 500)]
    pub note: Option<String>,
}

/// 本業.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MainJob)]
pub struct MainJobResponse {
    /// Whether it allows a side-job; `null` = not stated.
    #[schema(value_type = Option<vocabulary::MainJobPermission>)]
    pub permission: Option<MainJobPermission>,
    /// 地方公務員など.
    pub public_employee: bool,
}

/// The skills of a profile, as answers show them.
pub(super) fn held_skills(profile: &mut CandidateProfile) -> Vec<HeldSkillResponse> {
    let shown = |held: HeldSkill| HeldSkillResponse {
        skill: held.skill,
        proficiency: held.proficiency,
        evidence: held.evidence,
    };
    std::mem::take(&mut profile.skills).into_iter().map(shown).collect()
}

/// The ties of a profile, as answers show them.
pub(super) fn region_ties(profile: &mut CandidateProfile) -> Vec<RegionTieResponse> {
    let shown = |tie: RegionTie| RegionTieResponse { region: tie.region, kind: tie.kind, note: tie.note };
    std::mem::take(&mut profile.region_ties).into_iter().map(shown).collect()
}
