//! The parts of a posting that requests and answers share: wanted skills, hours, residency, reward.

use domain::{
    AskedHours, FaultCode, PreferredSkill, Proficiency, RegionCode, RequiredSkill, Residency, Reward,
    RewardKind, SkillId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::narrow::narrow;
use super::vocabulary;
use crate::extract::reading::{List, Reading};

/// A skill the work cannot do without.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequiredSkillRequest {
    /// The skill, by id, label or alias.
    #[schema(value_type = vocabulary::SkillName, required)]
    pub skill: Option<String>,
    /// The least proficiency; 1 when absent.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 5)]
    pub min_proficiency: Option<i64>,
}

impl RequiredSkillRequest {
    pub(super) fn read(self, reading: &mut Reading<'_>, pointer: &str) -> Option<RequiredSkill> {
        let skill = reading.skill(&format!("{pointer}/skill"), self.skill.as_deref());
        Some(RequiredSkill {
            skill: skill?,
            min_proficiency: Proficiency::new(self.min_proficiency.unwrap_or(1))?,
        })
    }
}

/// A skill that helps.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PreferredSkillRequest {
    /// The skill, by id, label or alias.
    #[schema(value_type = vocabulary::SkillName, required)]
    pub skill: Option<String>,
    /// How much it helps; 1 when absent.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 3)]
    pub weight: Option<i64>,
}

impl PreferredSkillRequest {
    pub(super) fn read(self, reading: &mut Reading<'_>, pointer: &str) -> Option<PreferredSkill> {
        let skill = reading.skill(&format!("{pointer}/skill"), self.skill.as_deref());
        Some(PreferredSkill { skill: skill?, weight: narrow(self.weight).unwrap_or(1) })
    }
}

/// 希望稼働, hours a week.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskedHoursRequest {
    /// Fewer are not enough; not above `desired`.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 168)]
    pub min: Option<i64>,
    /// More do not help; `min` when absent.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 168)]
    pub desired: Option<i64>,
}

impl AskedHoursRequest {
    /// `None` when neither is stated: the same as no hours at all.
    pub(super) fn read(self) -> Option<AskedHours> {
        let hours = AskedHours { min: narrow(self.min), desired: narrow(self.desired) };
        (hours.min.is_some() || hours.desired.is_some()).then_some(hours)
    }
}

/// 居住の条件: one of the two.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResidencyRequest {
    /// The person lives in one of these.
    #[schema(value_type = Vec<vocabulary::RegionCode>, required = false, min_items = 1, max_items = 50)]
    pub within: List<String>,
    /// The person lives in none of these.
    #[schema(value_type = Vec<vocabulary::RegionCode>, required = false, min_items = 1, max_items = 50)]
    pub outside: List<String>,
}

impl ResidencyRequest {
    pub(super) fn read(self, reading: &mut Reading<'_>) -> Option<Residency> {
        // Regions that are none have their own faults; without any left there is nothing more to say of the list.
        let regions = |reading: &mut Reading<'_>, side: &str, list: List<String>| {
            let stated = list.as_ref().is_some_and(|list| !list.is_empty());
            let regions =
                reading.list(&format!("/residency/{side}"), list, |reading, pointer, text: String| {
                    reading.region(pointer, &text)
                });
            (!stated || !regions.is_empty()).then_some(regions)
        };
        match (self.within, self.outside) {
            (within @ Some(_), None) => regions(reading, "within", within).map(Residency::Within),
            (None, outside @ Some(_)) => regions(reading, "outside", outside).map(Residency::Outside),
            (Some(_), Some(_)) => {
                let detail = "must have exactly one of: outside, within";
                reading.fault("/residency", FaultCode::Contradiction, detail);
                None
            }
            (None, None) => None,
        }
    }
}

/// 報酬.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RewardRequest {
    /// What the amounts count.
    #[schema(value_type = vocabulary::RewardKind, required)]
    pub kind: Option<RewardKind>,
    /// Yen; not above `max_yen`.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 100000000)]
    pub min_yen: Option<i64>,
    /// Yen.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 100000000)]
    pub max_yen: Option<i64>,
}

impl RewardRequest {
    pub(super) fn read(self) -> Option<Reward> {
        Some(Reward { kind: self.kind?, min_yen: narrow(self.min_yen), max_yen: narrow(self.max_yen) })
    }
}

/// A skill the work cannot do without.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RequiredSkill)]
pub struct RequiredSkillResponse {
    /// The skill.
    #[schema(value_type = vocabulary::SkillId)]
    pub skill: SkillId,
    /// The least proficiency.
    #[schema(value_type = i32, minimum = 1, maximum = 5)]
    pub min_proficiency: Proficiency,
}

/// A skill that helps.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PreferredSkill)]
pub struct PreferredSkillResponse {
    /// The skill.
    #[schema(value_type = vocabulary::SkillId)]
    pub skill: SkillId,
    /// How much it helps.
    #[schema(value_type = i32, minimum = 1, maximum = 3)]
    pub weight: u8,
}

/// 希望稼働, hours a week.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AskedHours)]
pub struct AskedHoursResponse {
    /// Fewer are not enough.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 168)]
    pub min: Option<u8>,
    /// More do not help; `min` where none was stated.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 168)]
    pub desired: Option<u8>,
}

/// 居住の条件: one of the two.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Residency)]
pub struct ResidencyResponse {
    /// The person lives in one of these.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Vec<vocabulary::RegionCode>, required = false, max_items = 50)]
    pub within: Option<Vec<RegionCode>>,
    /// The person lives in none of these.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Vec<vocabulary::RegionCode>, required = false, max_items = 50)]
    pub outside: Option<Vec<RegionCode>>,
}

/// 報酬.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Reward)]
pub struct RewardResponse {
    /// What the amounts count.
    #[schema(value_type = vocabulary::RewardKind)]
    pub kind: RewardKind,
    /// Yen.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 100000000)]
    pub min_yen: Option<u32>,
    /// Yen.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 100000000)]
    pub max_yen: Option<u32>,
}

impl From<RequiredSkill> for RequiredSkillResponse {
    fn from(wanted: RequiredSkill) -> Self {
        Self { skill: wanted.skill, min_proficiency: wanted.min_proficiency }
    }
}

impl From<PreferredSkill> for PreferredSkillResponse {
    fn from(wanted: PreferredSkill) -> Self {
        Self { skill: wanted.skill, weight: wanted.weight }
    }
}

impl From<AskedHours> for AskedHoursResponse {
    fn from(hours: AskedHours) -> Self {
        Self { min: hours.min, desired: hours.desired() }
    }
}

impl From<Residency> for ResidencyResponse {
    fn from(residency: Residency) -> Self {
        match residency {
            Residency::Within(regions) => Self { within: Some(regions), outside: None },
            Residency::Outside(regions) => Self { within: None, outside: Some(regions) },
        }
    }
}

impl From<Reward> for RewardResponse {
    fn from(reward: Reward) -> Self {
        Self { kind: reward.kind, min_yen: reward.min_yen, max_yen: reward.max_yen }
    }
}
