//! 団体.

use domain::{
    Faults, MunicipalityCode, Organization, OrganizationContent, OrganizationId, OrganizationKind, Timestamp,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{RequestBody, pages, vocabulary};
use crate::extract::reading::Reading;

/// A body, as a caller writes it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"external_id": "city-202151", "name": "塩尻市", "kind": "municipality", "municipality": "202151"})))]
pub struct OrganizationRequest {
    /// The caller's own key.
    #[schema(value_type = Option<vocabulary::ExternalId>)]
    pub external_id: Option<String>,
    /// Its name.
    #[schema(value_type = String, required, min_length = 1, max_length = 100, examples("塩尻市"))]
    pub name: Option<String>,
    /// What it is.
    #[schema(value_type = vocabulary::OrganizationKind, required)]
    pub kind: Option<OrganizationKind>,
    /// Where it sits.
    #[schema(value_type = Option<vocabulary::MunicipalityCode>)]
    pub municipality: Option<String>,
}

impl RequestBody for OrganizationRequest {
    type Content = OrganizationContent;

    fn into_content(self, mut reading: Reading<'_>) -> Result<OrganizationContent, Faults> {
        let content = OrganizationContent {
            external_id: reading.external_id(self.external_id.as_deref()),
            name: self.name.unwrap_or_default(),
            // A missing kind has been noted as a fault, so this stand-in is never used.
            kind: self.kind.unwrap_or(OrganizationKind::Npo),
            municipality: reading.municipality("/municipality", self.municipality.as_deref()),
        };
        reading.finish(content.checked())
    }
}

/// What a caller has written of a body.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrganizationBody {
    /// The caller's own key; shown to the body that registered it only.
    #[schema(value_type = Option<vocabulary::ExternalId>)]
    pub external_id: Option<String>,
    /// Its name.
    #[schema(max_length = 100)]
    pub name: String,
    /// What it is.
    #[schema(value_type = vocabulary::OrganizationKind)]
    pub kind: OrganizationKind,
    /// Where it sits.
    #[schema(value_type = Option<vocabulary::MunicipalityCode>)]
    pub municipality: Option<MunicipalityCode>,
}

/// 団体: a body, which is also the unit of isolation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Organization)]
pub struct OrganizationResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: OrganizationId,
    /// The body that registered it; `null` when the operator did.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub registered_by: Option<OrganizationId>,
    /// What was written.
    #[serde(flatten)]
    pub body: OrganizationBody,
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

impl From<OrganizationContent> for OrganizationBody {
    fn from(content: OrganizationContent) -> Self {
        Self {
            external_id: content.external_id.map(|id| id.to_string()),
            name: content.name,
            kind: content.kind,
            municipality: content.municipality,
        }
    }
}

impl From<Organization> for OrganizationResponse {
    fn from(organization: Organization) -> Self {
        Self {
            id: organization.id,
            registered_by: organization.registered_by,
            body: organization.content.into(),
            version: organization.version,
            created_at: organization.created_at,
            updated_at: organization.updated_at,
        }
    }
}

pages! {
    /// A page of bodies.
    OrganizationPage of OrganizationResponse;
}
