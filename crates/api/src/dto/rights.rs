//! The rights of a person: everything that is held of them, and their erasure.

use domain::{CandidateId, Erasure, ErasureReason, Faults, TextToReview, Timestamp};
use matching::rights::{Export, HeldClass};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::{RequestBody, vocabulary};
use crate::extract::reading::Reading;

/// Everything that is held of a person.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CandidateExport)]
pub struct ExportResponse {
    /// Who.
    #[schema(value_type = vocabulary::Uuid)]
    pub candidate_id: CandidateId,
    /// When it was put together.
    #[schema(value_type = vocabulary::Instant)]
    pub exported_at: Timestamp,
    /// By class; classes without a record are told too. New classes may come.
    #[schema(max_items = 200)]
    pub classes: Vec<HeldClassResponse>,
}

/// One class of what is held of a person.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HeldClass)]
pub struct HeldClassResponse {
    /// `candidates`, `applications`, `notes`, `audit_events` ….
    #[schema(max_length = 100)]
    pub name: String,
    /// How many records there are.
    #[schema(value_type = i64, minimum = 0)]
    pub count: u64,
    /// The records.
    #[schema(value_type = Vec<HeldRecord>, max_items = 100_000)]
    pub rows: Vec<Map<String, Value>>,
}

/// A record as it is kept: fields by their stored names, instants by RFC 3339.
#[derive(Debug, ToSchema)]
pub struct HeldRecord {}

impl From<HeldClass> for HeldClassResponse {
    fn from(class: HeldClass) -> Self {
        Self { name: class.name, count: class.rows.len() as u64, rows: class.rows }
    }
}

impl From<Export> for ExportResponse {
    fn from(export: Export) -> Self {
        Self {
            candidate_id: export.candidate_id,
            exported_at: export.exported_at,
            classes: export.classes.into_iter().map(HeldClassResponse::from).collect(),
        }
    }
}

/// Why a person is erased.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"reason": "requested"})))]
pub struct ErasureRequest {
    /// A word, which stays in the audit log; nothing of the person does.
    #[schema(value_type = vocabulary::ErasureReason, required)]
    pub reason: Option<ErasureReason>,
}

impl RequestBody for ErasureRequest {
    type Content = ErasureReason;

    fn into_content(self, reading: Reading<'_>) -> Result<ErasureReason, Faults> {
        // A stand-in for a word that is missing: the fault is noted, so it is never used.
        reading.finish(Ok(self.reason.unwrap_or(ErasureReason::Mistaken)))
    }
}

/// What went with a person.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Erasure)]
pub struct ErasureResponse {
    /// Who it was.
    #[schema(value_type = vocabulary::Uuid)]
    pub candidate_id: CandidateId,
    /// Why.
    #[schema(value_type = vocabulary::ErasureReason)]
    pub reason: ErasureReason,
    /// When.
    #[schema(value_type = vocabulary::Instant)]
    pub erased_at: Timestamp,
    /// What went, by class.
    #[schema(max_items = 200)]
    pub erased: Vec<ErasedClass>,
    /// Texts of your body's own work in which the person's name stands: decisions, hand-overs, notes on postings and on
    /// others, proposals, promises to bodies. They hang on no person and stay; look at them, and write them anew where the
    /// name must go. Other wordings of the name are not found.
    #[schema(max_items = 100_000)]
    pub texts_to_review: Vec<TextToReviewResponse>,
}

/// Where a name stands in a text that hangs on nobody.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TextToReview)]
pub struct TextToReviewResponse {
    /// `decision`, `handover`, `note`, `proposal`, `promise`.
    #[schema(max_length = 100)]
    pub resource: String,
    /// The record.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: String,
    /// The field of it.
    #[schema(max_length = 100)]
    pub field: String,
}

/// How many records of a class went.
#[derive(Debug, Serialize, ToSchema)]
pub struct ErasedClass {
    /// `candidates`, `applications`, `notes` ….
    #[schema(max_length = 100)]
    pub name: String,
    /// Records.
    #[schema(value_type = i64, minimum = 1)]
    pub count: u64,
}

impl From<TextToReview> for TextToReviewResponse {
    fn from(text: TextToReview) -> Self {
        let TextToReview { resource, id, field } = text;
        Self { resource, id, field }
    }
}

impl From<Erasure> for ErasureResponse {
    fn from(erasure: Erasure) -> Self {
        let class = |(name, count)| ErasedClass { name, count };
        Self {
            candidate_id: erasure.candidate_id,
            reason: erasure.reason,
            erased_at: erasure.erased_at,
            erased: erasure.erased.into_iter().map(class).collect(),
            texts_to_review: erasure.texts_to_review.into_iter().map(TextToReviewResponse::from).collect(),
        }
    }
}
