//! 連携協定.

use chrono::NaiveDate;
use domain::{
    Agreement, AgreementContent, AgreementId, AgreementKind, Faults, OrganizationId, RegionCode, Timestamp,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{RequestBody, pages, vocabulary};
use crate::extract::reading::{List, Reading};

/// An agreement, as a caller writes it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "coordinator_id": "01980f3e-9c00-7000-8000-5f3a6f0b1c2d", "organization_id": "01980f3e-9c00-7000-8000-aa3a6f0b1c2d",
    "kind": "coordination", "items": ["副業人材の募集と選考の支援"], "regions": ["202151"],
    "starts_on": "2026-04-01", "ends_on": "2027-03-31"
})))]
pub struct AgreementRequest {
    /// The body that is let act (地域人事部, NPO, community…).
    #[schema(value_type = vocabulary::Uuid, required)]
    pub coordinator_id: Option<String>,
    /// The body whose postings are meant; only it may write the agreement.
    #[schema(value_type = vocabulary::Uuid, required)]
    pub organization_id: Option<String>,
    /// What the coordinator may do.
    #[schema(value_type = vocabulary::AgreementKind, required)]
    pub kind: Option<AgreementKind>,
    /// 協定の項目.
    #[schema(value_type = Option<Vec<AgreementItem>>, max_items = 20)]
    pub items: List<String>,
    /// Regions covered; none = all. A posting elsewhere is not covered.
    #[schema(value_type = Option<Vec<vocabulary::RegionCode>>, max_items = 50)]
    pub regions: List<String>,
    /// First day, in Japan.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub starts_on: Option<String>,
    /// Last day, in Japan.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub ends_on: Option<String>,
}

/// One item of an agreement, in words.
#[derive(Debug, ToSchema)]
#[schema(min_length = 1, max_length = 500)]
pub struct AgreementItem(#[expect(dead_code, reason = "names a schema; the value is a text")] String);

impl RequestBody for AgreementRequest {
    type Content = AgreementContent;

    fn into_content(self, mut reading: Reading<'_>) -> Result<AgreementContent, Faults> {
        let coordinator =
            reading.id("/coordinator_id", self.coordinator_id.as_deref(), OrganizationId::parse);
        let organization =
            reading.id("/organization_id", self.organization_id.as_deref(), OrganizationId::parse);
        let content = AgreementContent {
            // Stand-ins for ids that are missing or malformed; the fault is noted, so they are never used. They
            // differ, so that nobody is told of a contradiction that is not there.
            coordinator_id: coordinator.unwrap_or(OrganizationId::from_parts(0, [0; 10])),
            organization_id: organization.unwrap_or(OrganizationId::from_parts(0, [1; 10])),
            kind: self.kind.unwrap_or(AgreementKind::Cooperation),
            items: self.items.unwrap_or_default().into_iter().map(Option::unwrap_or_default).collect(),
            regions: reading
                .list("/regions", self.regions, |reading, pointer, text| reading.region(pointer, &text)),
            starts_on: reading.date("/starts_on", self.starts_on.as_deref()),
            ends_on: reading.date("/ends_on", self.ends_on.as_deref()),
        };
        reading.finish(content.checked())
    }
}

/// What a caller has written of an agreement.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgreementBody {
    /// The body that is let act.
    #[schema(value_type = vocabulary::Uuid)]
    pub coordinator_id: OrganizationId,
    /// The body whose postings are meant.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// What the coordinator may do.
    #[schema(value_type = vocabulary::AgreementKind)]
    pub kind: AgreementKind,
    /// 協定の項目.
    #[schema(value_type = Vec<AgreementItem>, max_items = 20)]
    pub items: Vec<String>,
    /// Regions covered; none = all.
    #[schema(value_type = Vec<vocabulary::RegionCode>, max_items = 50)]
    pub regions: Vec<RegionCode>,
    /// First day, in Japan.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub starts_on: Option<NaiveDate>,
    /// Last day, in Japan.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub ends_on: Option<NaiveDate>,
}

/// 連携協定: what two bodies have agreed on.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Agreement)]
pub struct AgreementResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: AgreementId,
    /// What was written.
    #[serde(flatten)]
    pub body: AgreementBody,
    /// Ended at, before its last day.
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

impl From<AgreementContent> for AgreementBody {
    fn from(content: AgreementContent) -> Self {
        Self {
            coordinator_id: content.coordinator_id,
            organization_id: content.organization_id,
            kind: content.kind,
            items: content.items,
            regions: content.regions,
            starts_on: content.starts_on,
            ends_on: content.ends_on,
        }
    }
}

impl From<Agreement> for AgreementResponse {
    fn from(agreement: Agreement) -> Self {
        Self {
            id: agreement.id,
            body: agreement.content.into(),
            ended_at: agreement.ended_at,
            version: agreement.version,
            created_at: agreement.created_at,
            updated_at: agreement.updated_at,
        }
    }
}

pages! {
    /// A page of agreements.
    AgreementPage of AgreementResponse;
}
