//! 事業.

use chrono::NaiveDate;
use domain::{
    Faults, FiscalYear, OrganizationId, Program, ProgramContent, ProgramId, ProgramStatus, RegionCode,
    Timestamp, UserId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::narrow::narrow;
use super::{RequestBody, pages, vocabulary};
use crate::extract::reading::{List, Reading};

/// A program, as a caller writes it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "external_id": "tanki-2021", "name": "地方短期副業", "purpose": "都市の人材と地域の企業を結ぶ",
    "fiscal_year": 2021, "starts_on": "2021-04-01", "ends_on": "2022-03-31", "regions": ["20"],
    "partner_ids": [], "responsible_user_id": null, "status": "open"
})))]
pub struct ProgramRequest {
    /// The caller's own key.
    #[schema(value_type = Option<vocabulary::ExternalId>)]
    pub external_id: Option<String>,
    /// Name.
    #[schema(value_type = String, required, min_length = 1, max_length = 100)]
    pub name: Option<String>,
    /// 目的.
    #[schema(max_length = 4000)]
    pub purpose: Option<String>,
    /// 年度, named by its first year: 2021 is 2021-04-01 to 2022-03-31.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 9998)]
    pub fiscal_year: Option<i64>,
    /// First day, in Japan.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub starts_on: Option<String>,
    /// Last day, in Japan.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub ends_on: Option<String>,
    /// Where.
    #[schema(value_type = Option<Vec<vocabulary::RegionCode>>, max_items = 50)]
    pub regions: List<String>,
    /// The bodies that take part, each once; they may read the program and its rounds.
    #[schema(value_type = Option<Vec<vocabulary::Uuid>>, max_items = 50)]
    pub partner_ids: List<String>,
    /// The user who answers for it.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub responsible_user_id: Option<String>,
    /// Whether it goes on; `open` when absent.
    #[schema(value_type = Option<vocabulary::ProgramStatus>)]
    pub status: Option<ProgramStatus>,
}

impl RequestBody for ProgramRequest {
    type Content = ProgramContent;

    fn into_content(self, mut reading: Reading<'_>) -> Result<ProgramContent, Faults> {
        let content = ProgramContent {
            external_id: reading.external_id(self.external_id.as_deref()),
            name: self.name.unwrap_or_default(),
            purpose: self.purpose,
            fiscal_year: narrow(self.fiscal_year).and_then(FiscalYear::new),
            starts_on: reading.date("/starts_on", self.starts_on.as_deref()),
            ends_on: reading.date("/ends_on", self.ends_on.as_deref()),
            regions: reading
                .list("/regions", self.regions, |reading, pointer, text| reading.region(pointer, &text)),
            partner_ids: reading.ids("/partner_ids", self.partner_ids, OrganizationId::parse),
            responsible_user_id: reading.id(
                "/responsible_user_id",
                self.responsible_user_id.as_deref(),
                UserId::parse,
            ),
            status: self.status.unwrap_or_default(),
        };
        reading.finish(content.checked())
    }
}

/// What a caller has written of a program.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgramBody {
    /// The caller's own key; shown to the program's body only.
    #[schema(value_type = Option<vocabulary::ExternalId>)]
    pub external_id: Option<String>,
    /// Name.
    #[schema(max_length = 100)]
    pub name: String,
    /// 目的.
    #[schema(max_length = 4000)]
    pub purpose: Option<String>,
    /// 年度, named by its first year.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 9998)]
    pub fiscal_year: Option<i32>,
    /// First day, in Japan.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub starts_on: Option<NaiveDate>,
    /// Last day, in Japan.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub ends_on: Option<NaiveDate>,
    /// Where.
    #[schema(value_type = Vec<vocabulary::RegionCode>, max_items = 50)]
    pub regions: Vec<RegionCode>,
    /// The bodies that take part.
    #[schema(value_type = Vec<vocabulary::Uuid>, max_items = 50)]
    pub partner_ids: Vec<OrganizationId>,
    /// The user who answers for it.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub responsible_user_id: Option<UserId>,
    /// Whether it goes on.
    #[schema(value_type = vocabulary::ProgramStatus)]
    pub status: ProgramStatus,
}

/// 事業: runs yearly, in rounds.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Program)]
pub struct ProgramResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: ProgramId,
    /// The body whose program it is.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// What was written.
    #[serde(flatten)]
    pub body: ProgramBody,
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

impl From<ProgramContent> for ProgramBody {
    fn from(content: ProgramContent) -> Self {
        Self {
            external_id: content.external_id.map(|id| id.to_string()),
            name: content.name,
            purpose: content.purpose,
            fiscal_year: content.fiscal_year.map(FiscalYear::first_year),
            starts_on: content.starts_on,
            ends_on: content.ends_on,
            regions: content.regions,
            partner_ids: content.partner_ids,
            responsible_user_id: content.responsible_user_id,
            status: content.status,
        }
    }
}

impl From<Program> for ProgramResponse {
    fn from(program: Program) -> Self {
        Self {
            id: program.id,
            organization_id: program.organization_id,
            body: program.content.into(),
            version: program.version,
            created_at: program.created_at,
            updated_at: program.updated_at,
        }
    }
}

pages! {
    /// A page of programs.
    ProgramPage of ProgramResponse;
}
