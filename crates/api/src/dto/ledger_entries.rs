//! 関係人口の台帳.

use chrono::NaiveDate;
use domain::{
    CandidateId, Faults, FiscalYear, LedgerEntry, LedgerEntryContent, LedgerEntryId, LedgerKind,
    LedgerSourceKind, OrganizationId, RegionCode, Timestamp,
};
use matching::ledger_entries::{Gathered, Gathering};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::narrow::narrow;
use super::{RequestBody, pages, vocabulary};
use crate::extract::reading::{Reading, placeholder_municipality};

/// An entry, as a caller writes it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "candidate_id": "01980f3e-9c00-7000-8000-aa3a6f0b1c2d", "kind": "alumni", "region": "014583",
    "from_on": "2026-04-01", "until_on": null, "visit_days": 3, "note": "夏と冬に帰り、写真の催しを手伝う"
})))]
pub struct LedgerEntryRequest {
    /// Who.
    #[schema(value_type = vocabulary::Uuid, required)]
    pub candidate_id: Option<String>,
    /// As what.
    #[schema(value_type = vocabulary::LedgerKind, required)]
    pub kind: Option<LedgerKind>,
    /// With which region.
    #[schema(value_type = vocabulary::RegionCode, required)]
    pub region: Option<String>,
    /// First day, in Japan. Its fiscal year is the entry's.
    #[schema(value_type = vocabulary::Date, required)]
    pub from_on: Option<String>,
    /// Last day, of the same fiscal year; `null` = it goes on.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub until_on: Option<String>,
    /// Days on site; 0 when absent.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 366)]
    pub visit_days: Option<i64>,
    /// A remark.
    #[schema(max_length = 500)]
    pub note: Option<String>,
}

impl RequestBody for LedgerEntryRequest {
    type Content = LedgerEntryContent;

    fn into_content(self, mut reading: Reading<'_>) -> Result<LedgerEntryContent, Faults> {
        let candidate = reading.id("/candidate_id", self.candidate_id.as_deref(), CandidateId::parse);
        let region = self.region.as_deref().and_then(|text| reading.region("/region", text));
        let from_on = reading.date("/from_on", self.from_on.as_deref());
        let until_on = reading.date("/until_on", self.until_on.as_deref());
        // Stand-ins for what is missing or malformed; the fault is noted, so they are never used. Without a first day
        // nothing is said of the last one.
        let content = LedgerEntryContent {
            candidate_id: candidate.unwrap_or(CandidateId::from_parts(0, [0; 10])),
            kind: self.kind.unwrap_or(LedgerKind::Other),
            region: region.unwrap_or(RegionCode::Municipality(placeholder_municipality())),
            from_on: from_on.or(until_on).unwrap_or_default(),
            until_on,
            visit_days: narrow(self.visit_days).unwrap_or(0),
            note: self.note,
        };
        reading.finish(content.checked())
    }
}

/// What a caller has written of an entry.
#[derive(Debug, Serialize, ToSchema)]
pub struct LedgerEntryBody {
    /// Who.
    #[schema(value_type = vocabulary::Uuid)]
    pub candidate_id: CandidateId,
    /// As what.
    #[schema(value_type = vocabulary::LedgerKind)]
    pub kind: LedgerKind,
    /// With which region.
    #[schema(value_type = vocabulary::RegionCode)]
    pub region: RegionCode,
    /// First day, in Japan.
    #[schema(value_type = vocabulary::Date)]
    pub from_on: NaiveDate,
    /// Last day; `null` = it goes on.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub until_on: Option<NaiveDate>,
    /// Days on site.
    #[schema(value_type = i32, minimum = 0, maximum = 366)]
    pub visit_days: u16,
    /// A remark.
    #[schema(max_length = 500)]
    pub note: Option<String>,
}

/// An entry of the ledger of 関係人口, of one fiscal year.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LedgerEntry)]
pub struct LedgerEntryResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: LedgerEntryId,
    /// The body whose ledger it is.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// What it says.
    #[serde(flatten)]
    pub body: LedgerEntryBody,
    /// The fiscal year (April to March) it is of, by its first year.
    #[schema(value_type = i32, minimum = 1, maximum = 9998)]
    pub fiscal_year: i32,
    /// Where it comes from.
    #[schema(value_type = vocabulary::LedgerSourceKind)]
    pub source: LedgerSourceKind,
    /// The engagement or event it was gathered from.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub source_id: Option<String>,
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

impl From<LedgerEntryContent> for LedgerEntryBody {
    fn from(content: LedgerEntryContent) -> Self {
        Self {
            candidate_id: content.candidate_id,
            kind: content.kind,
            region: content.region,
            from_on: content.from_on,
            until_on: content.until_on,
            visit_days: content.visit_days,
            note: content.note,
        }
    }
}

impl From<LedgerEntry> for LedgerEntryResponse {
    fn from(entry: LedgerEntry) -> Self {
        Self {
            id: entry.id,
            organization_id: entry.organization_id,
            fiscal_year: entry.content.fiscal_year().first_year(),
            source: entry.source.kind(),
            source_id: entry.source.id(),
            body: entry.content.into(),
            version: entry.version,
            created_at: entry.created_at,
            updated_at: entry.updated_at,
        }
    }
}

pages! {
    /// A page of the ledger.
    LedgerEntryPage of LedgerEntryResponse;
}

/// What is gathered.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"fiscal_year": 2021, "kind": null})))]
pub struct GatheringRequest {
    /// Of which fiscal year (April to March), by its first year.
    #[schema(value_type = i32, required, minimum = 1, maximum = 9998)]
    pub fiscal_year: Option<i64>,
    /// As what new engagements are entered; by their contract form when absent: `volunteer` for `pro_bono`, else
    /// `side_job`.
    #[schema(value_type = Option<vocabulary::LedgerKind>)]
    pub kind: Option<LedgerKind>,
}

impl RequestBody for GatheringRequest {
    type Content = Gathering;

    fn into_content(self, reading: Reading<'_>) -> Result<Gathering, Faults> {
        let year = narrow(self.fiscal_year).and_then(FiscalYear::new);
        // A year beyond its limits is a fault of the contract's, which keeps the stand-in from being used.
        let fiscal_year = year.unwrap_or(FiscalYear::of_day(NaiveDate::default()));
        reading.finish(Ok(Gathering { fiscal_year, kind: self.kind }))
    }
}

/// What gathering a year has done.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Gathered)]
pub struct GatheredResponse {
    /// The fiscal year.
    #[schema(value_type = i32, minimum = 1, maximum = 9998)]
    pub fiscal_year: i32,
    /// Entries made.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub created: u64,
    /// Entries whose days had changed.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub updated: u64,
    /// Entries that were as they should be.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub unchanged: u64,
    /// Entries whose source is no longer there, or no longer of the year.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub deleted: u64,
    /// Doings of people where they live, which make no 関係人口.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub residents: u64,
}

impl From<(FiscalYear, Gathered)> for GatheredResponse {
    fn from((year, gathered): (FiscalYear, Gathered)) -> Self {
        Self {
            fiscal_year: year.first_year(),
            created: gathered.created,
            updated: gathered.updated,
            unchanged: gathered.unchanged,
            deleted: gathered.deleted,
            residents: gathered.residents,
        }
    }
}
