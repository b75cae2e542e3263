//! A round, as answers show it.

use chrono::NaiveDate;
use domain::{
    Meeting, OrganizationId, ProgramId, RegionCode, RegionGroupId, Round, RoundArea, RoundContent, RoundId,
    RoundStatus, Timestamp,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::StageDaysBody;
use crate::dto::{pages, vocabulary};

/// 募集エリア: where, and with which bodies.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RoundArea)]
pub struct RoundAreaBody {
    /// Name.
    #[schema(max_length = 100)]
    pub name: String,
    /// Prefectures and municipalities.
    #[schema(value_type = Vec<vocabulary::RegionCode>, max_items = 50)]
    pub regions: Vec<RegionCode>,
    /// A named group whose regions belong to the area too.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub region_group_id: Option<RegionGroupId>,
    /// The bodies that work there.
    #[schema(value_type = Vec<vocabulary::Uuid>, max_items = 50)]
    pub partner_ids: Vec<OrganizationId>,
}

/// What a caller has written of a round, as amended.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoundBody {
    /// The caller's own key; shown to the round's body only.
    #[schema(value_type = Option<vocabulary::ExternalId>)]
    pub external_id: Option<String>,
    /// Of which program.
    #[schema(value_type = vocabulary::Uuid)]
    pub program_id: ProgramId,
    /// Name.
    #[schema(max_length = 100)]
    pub name: String,
    /// Where, and with which bodies; none = everywhere.
    #[schema(max_items = 50)]
    pub areas: Vec<RoundAreaBody>,
    /// First instant at which an application is taken.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub application_opens_at: Option<Timestamp>,
    /// Last instant at which an application is taken.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub application_closes_at: Option<Timestamp>,
    /// First day of the work.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub engagement_starts_on: Option<NaiveDate>,
    /// Last day of the work.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub engagement_ends_on: Option<NaiveDate>,
    /// Seats over all postings of the round.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 10000)]
    pub seat_cap: Option<u16>,
    /// Open applications of one person in the round at most.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 10000)]
    pub pending_cap: Option<u16>,
    /// The meetings between screening and offer, in their order.
    #[schema(value_type = Vec<vocabulary::Meeting>, max_items = 2)]
    pub stage_order: Vec<Meeting>,
    /// How long the stages may take.
    pub stage_days: StageDaysBody,
}

/// 募集回: one call of a program.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Round)]
pub struct RoundResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: RoundId,
    /// The body whose program it belongs to.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// Its status.
    #[schema(value_type = vocabulary::RoundStatus)]
    pub status: RoundStatus,
    /// What is in force now.
    #[serde(flatten)]
    pub body: RoundBody,
    /// Grows by one with each change, amendments included; the `ETag` is made of it.
    #[schema(minimum = 1)]
    pub version: i64,
    /// Made at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
    /// Last changed at.
    #[schema(value_type = vocabulary::Instant)]
    pub updated_at: Timestamp,
}

impl From<RoundArea> for RoundAreaBody {
    fn from(area: RoundArea) -> Self {
        Self {
            name: area.name,
            regions: area.regions,
            region_group_id: area.region_group_id,
            partner_ids: area.partner_ids,
        }
    }
}

impl From<RoundContent> for RoundBody {
    fn from(content: RoundContent) -> Self {
        Self {
            external_id: content.external_id.map(|id| id.to_string()),
            program_id: content.program_id,
            name: content.name,
            areas: content.areas.into_iter().map(Into::into).collect(),
            application_opens_at: content.window.opens_at,
            application_closes_at: content.window.closes_at,
            engagement_starts_on: content.engagement_starts_on,
            engagement_ends_on: content.engagement_ends_on,
            seat_cap: content.seat_cap,
            pending_cap: content.pending_cap,
            stage_order: content.stage_order,
            stage_days: content.stage_days.into(),
        }
    }
}

impl From<Round> for RoundResponse {
    fn from(round: Round) -> Self {
        Self {
            id: round.id,
            organization_id: round.organization_id,
            status: round.status,
            body: round.content.into(),
            version: round.version,
            created_at: round.created_at,
            updated_at: round.updated_at,
        }
    }
}

pages! {
    /// A page of rounds.
    RoundPage of RoundResponse;
}
