//! 広域圏: named groups of regions.

use domain::{Faults, OrganizationId, RegionCode, RegionGroup, RegionGroupContent, RegionGroupId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{RequestBody, pages, vocabulary};
use crate::extract::reading::{List, Reading};

/// A group of regions, as a caller writes it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "name": "旭川都市圏", "description": "旭川市と周辺の町", "regions": ["012041", "014583"]
})))]
pub struct RegionGroupRequest {
    /// Name, a public word.
    #[schema(value_type = String, required, min_length = 1, max_length = 100)]
    pub name: Option<String>,
    /// By what it hangs together.
    #[schema(max_length = 4000)]
    pub description: Option<String>,
    /// Prefectures and municipalities, each once.
    #[schema(value_type = Vec<vocabulary::RegionCode>, required, min_items = 1, max_items = 50)]
    pub regions: List<String>,
}

impl RequestBody for RegionGroupRequest {
    type Content = RegionGroupContent;

    fn into_content(self, mut reading: Reading<'_>) -> Result<RegionGroupContent, Faults> {
        let content = RegionGroupContent {
            name: self.name.unwrap_or_default(),
            description: self.description,
            regions: reading
                .list("/regions", self.regions, |reading, pointer, text| reading.region(pointer, &text)),
        };
        reading.finish(content.checked())
    }
}

/// What a caller has written of a group of regions.
#[derive(Debug, Serialize, ToSchema)]
pub struct RegionGroupBody {
    /// Name.
    #[schema(max_length = 100)]
    pub name: String,
    /// By what it hangs together.
    #[schema(max_length = 4000)]
    pub description: Option<String>,
    /// Prefectures and municipalities.
    #[schema(value_type = Vec<vocabulary::RegionCode>, max_items = 50)]
    pub regions: Vec<RegionCode>,
}

/// 広域圏: a named group of regions.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RegionGroup)]
pub struct RegionGroupResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: RegionGroupId,
    /// The body that wrote it down.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// What was written.
    #[serde(flatten)]
    pub body: RegionGroupBody,
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

impl From<RegionGroupContent> for RegionGroupBody {
    fn from(content: RegionGroupContent) -> Self {
        Self { name: content.name, description: content.description, regions: content.regions }
    }
}

impl From<RegionGroup> for RegionGroupResponse {
    fn from(group: RegionGroup) -> Self {
        Self {
            id: group.id,
            organization_id: group.organization_id,
            body: group.content.into(),
            version: group.version,
            created_at: group.created_at,
            updated_at: group.updated_at,
        }
    }
}

pages! {
    /// A page of groups of regions.
    RegionGroupPage of RegionGroupResponse;
}
