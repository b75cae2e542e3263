//! The one shape of every error: RFC 9457.

use domain::FaultCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::vocabulary;

/// One thing wrong with one field.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Fault)]
pub struct FaultResponse {
    /// JSON pointer (RFC 6901) into the body, or `?name` for a parameter of the query.
    #[schema(max_length = 1000, pattern = r"^[\s\S]*$")]
    pub pointer: String,
    /// Stable code.
    #[schema(value_type = vocabulary::FaultCode)]
    pub code: FaultCode,
    /// A sentence to act on.
    #[schema(max_length = 4000, pattern = r"^[\s\S]*$")]
    pub detail: String,
}

/// An error (RFC 9457). `type` and `code` are stable; the sentences may change.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// What kind of problem, as a URN.
    #[serde(rename = "type")]
    #[schema(max_length = 200, examples("urn:tsumugi:problem:validation-failed"))]
    pub kind: String,
    /// The kind in a few words.
    #[schema(max_length = 200)]
    pub title: String,
    /// The HTTP status.
    #[schema(value_type = i32, minimum = 400, maximum = 599)]
    pub status: u16,
    /// This occurrence, in a sentence to act on.
    #[schema(max_length = 4000, pattern = r"^[\s\S]*$")]
    pub detail: String,
    /// The path that was asked.
    #[schema(max_length = 10000)]
    pub instance: String,
    /// The kind as a stable word.
    #[schema(max_length = 100, examples("validation_failed"))]
    pub code: String,
    /// What is wrong with which field; all of them at once. Empty where no field is to blame.
    #[schema(max_items = 100)]
    pub errors: Vec<FaultResponse>,
    /// Name it when you ask the operator about this answer.
    #[schema(max_length = 100)]
    pub request_id: String,
    /// For `illegal_transition`: where the record may go, as words of its status.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Vec<vocabulary::StatusWord>, required = false, max_items = 16)]
    pub legal: Option<Vec<&'static str>>,
    /// For `version_mismatch`: the version now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = i64, required = false, minimum = 0)]
    pub current_version: Option<i64>,
}
