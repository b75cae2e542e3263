//! 地域人事部アライアンス.

use domain::{
    Alliance, AllianceContent, AllianceId, AllianceMember, Faults, MembershipState, OrganizationId, Timestamp,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{RequestBody, pages, vocabulary};
use crate::extract::reading::Reading;

/// An alliance, as a caller writes it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "name": "地域人事部アライアンスネットワーク", "purpose": "人材と案件を融通し合い、進め方を学び合う。"
})))]
pub struct AllianceRequest {
    /// Its name.
    #[schema(value_type = String, required, min_length = 1, max_length = 100, examples("地域人事部アライアンスネットワーク"))]
    pub name: Option<String>,
    /// What it is for.
    #[schema(value_type = String, required, min_length = 1, max_length = 4000, examples("人材と案件を融通し合う。"))]
    pub purpose: Option<String>,
}

impl RequestBody for AllianceRequest {
    type Content = AllianceContent;

    fn into_content(self, reading: Reading<'_>) -> Result<AllianceContent, Faults> {
        let content = AllianceContent {
            name: self.name.unwrap_or_default(),
            purpose: self.purpose.unwrap_or_default(),
        };
        reading.finish(content.checked())
    }
}

/// Whom a member asks to join.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"organization_id": "01980f3e-9c00-7000-8000-5f3a6f0b1c2d"})))]
pub struct AllianceInvitationRequest {
    /// The body that is asked.
    #[schema(value_type = vocabulary::Uuid, required)]
    pub organization_id: Option<String>,
}

impl RequestBody for AllianceInvitationRequest {
    type Content = OrganizationId;

    fn into_content(self, mut reading: Reading<'_>) -> Result<OrganizationId, Faults> {
        let id = reading.id("/organization_id", self.organization_id.as_deref(), OrganizationId::parse);
        // A missing or malformed id has been noted as a fault, so this stand-in is never used.
        reading.finish(Ok(id.unwrap_or(OrganizationId::from_parts(0, [0; 10]))))
    }
}

/// What a caller has written of an alliance.
#[derive(Debug, Serialize, ToSchema)]
pub struct AllianceBody {
    /// Its name.
    #[schema(max_length = 100)]
    pub name: String,
    /// What it is for.
    #[schema(max_length = 4000)]
    pub purpose: String,
}

/// A body of an alliance.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AllianceMember)]
pub struct AllianceMemberResponse {
    /// The body.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// How it stands to the alliance.
    #[schema(value_type = vocabulary::MembershipState)]
    pub state: MembershipState,
    /// The member that asked it last; `null` for the body that made the alliance.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub invited_by: Option<OrganizationId>,
    /// Asked at.
    #[schema(value_type = vocabulary::Instant)]
    pub invited_at: Timestamp,
    /// In since.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub joined_at: Option<Timestamp>,
    /// Out since.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub left_at: Option<Timestamp>,
}

/// 地域人事部アライアンス: bodies that work together.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Alliance)]
pub struct AllianceResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: AllianceId,
    /// The member that keeps it: the one that made it, later the one that has been in longest.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// What was written.
    #[serde(flatten)]
    pub body: AllianceBody,
    /// Bodies that are in, that are asked, and that have left; in the order in which they were first asked.
    #[schema(max_items = 1000)]
    pub members: Vec<AllianceMemberResponse>,
    /// The last member left at.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub ended_at: Option<Timestamp>,
    /// Grows by one with each change; the `ETag` is made of it.
    #[schema(minimum = 1)]
    pub version: i64,
    /// Made at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
    /// Last changed at.
    #[schema(value_type = vocabulary::Instant)]
    pub updated_at: Timestamp,
}

impl From<AllianceContent> for AllianceBody {
    fn from(content: AllianceContent) -> Self {
        Self { name: content.name, purpose: content.purpose }
    }
}

impl From<AllianceMember> for AllianceMemberResponse {
    fn from(member: AllianceMember) -> Self {
        Self {
            organization_id: member.organization_id,
            state: member.state,
            invited_by: member.invited_by,
            invited_at: member.invited_at,
            joined_at: member.joined_at,
            left_at: member.left_at,
        }
    }
}

impl From<Alliance> for AllianceResponse {
    fn from(alliance: Alliance) -> Self {
        Self {
            id: alliance.id,
            organization_id: alliance.organization_id,
            body: alliance.content.into(),
            members: alliance.members.into_iter().map(AllianceMemberResponse::from).collect(),
            ended_at: alliance.ended_at,
            version: alliance.version,
            created_at: alliance.created_at,
            updated_at: alliance.updated_at,
        }
    }
}

pages! {
    /// A page of alliances.
    AlliancePage of AllianceResponse;
}
