//! Parameters that several operations share: ids in the path, preconditions in the head.

use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::dto::vocabulary;

/// An id in the path.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub struct IdPath {
    /// Its id.
    #[param(value_type = vocabulary::Uuid)]
    pub id: String,
}

/// A month of an engagement's log in the path.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub struct EngagementLogPath {
    /// The engagement.
    #[param(value_type = vocabulary::Uuid)]
    pub id: String,
    /// The month.
    #[param(value_type = vocabulary::Month)]
    pub month: String,
}

/// A check-in of an engagement in the path.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub struct CheckInPath {
    /// The engagement.
    #[param(value_type = vocabulary::Uuid)]
    pub id: String,
    /// The check-in.
    #[param(value_type = vocabulary::Uuid)]
    pub check_in_id: String,
}

/// A consent of a person in the path.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub struct ConsentPath {
    /// The person.
    #[param(value_type = vocabulary::Uuid)]
    pub id: String,
    /// The consent.
    #[param(value_type = vocabulary::Uuid)]
    pub consent_id: String,
}

/// A member of a cohort in the path.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub struct MemberPath {
    /// The cohort.
    #[param(value_type = vocabulary::Uuid)]
    pub id: String,
    /// The person.
    #[param(value_type = vocabulary::Uuid)]
    pub candidate_id: String,
}

/// A version of what a survey asks in the path.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub struct InstrumentPath {
    /// The survey.
    #[param(value_type = vocabulary::Uuid)]
    pub id: String,
    /// 1, 2, 3….
    #[param(value_type = i32, minimum = 1, maximum = 1000)]
    pub number: String,
}

/// The token of an invitation in the path.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub struct AnswerTokenPath {
    /// The token that the person was given.
    #[param(min_length = 1, max_length = 100, pattern = "^[a-z0-9_]+$")]
    pub token: String,
}

/// A delivery of a webhook in the path.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub struct DeliveryPath {
    /// The webhook.
    #[param(value_type = vocabulary::Uuid)]
    pub id: String,
    /// The delivery.
    #[param(value_type = vocabulary::Uuid)]
    pub delivery_id: String,
}

/// The caller's own key in the path.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub struct ExternalIdPath {
    /// The caller's own key of the record, percent-encoded.
    #[param(value_type = vocabulary::ExternalId)]
    pub external_id: String,
}

/// A skill in the path.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub struct SkillPath {
    /// The id of the skill.
    #[param(value_type = vocabulary::SkillId)]
    pub id: String,
}

/// A kind of sheet in the path.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub struct SheetKindPath {
    /// What the rows of the sheet are.
    #[param(value_type = vocabulary::SheetKind)]
    pub kind: String,
}

/// A region in the path.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub struct RegionPath {
    /// Two or six digits.
    #[param(value_type = vocabulary::RegionCode)]
    pub code: String,
}

/// A precondition of a write.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
pub struct IfMatch {
    /// The `ETag` that was read: the write is refused with 412 when the record has changed since. `*` stands for any version.
    #[param(rename = "If-Match", value_type = Option<String>, max_length = 100, format = "entity-tag", example = "\"1\"")]
    pub if_match: Option<String>,
}

/// Whatever is there.
#[derive(Serialize, ToSchema)]
pub enum AnyRecord {
    /// The only word.
    #[serde(rename = "*")]
    Any,
}

/// A precondition of a write that may make a record.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
pub struct IfNoRecord {
    /// Only `*`: the write is refused with 412 when there is a record already, so that it makes one and never replaces one.
    #[param(rename = "If-None-Match", value_type = Option<AnyRecord>, inline)]
    pub if_no_record: Option<String>,
}

/// A key that makes repeating a creation safe.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
pub struct IdempotencyKey {
    /// A text of the caller's own, new for each thing to be made: within a day the same request with the same key makes
    /// nothing twice and gets the same answer.
    #[param(rename = "Idempotency-Key", value_type = Option<String>, min_length = 1, max_length = 512,
        pattern = r#"^([!#-\[\]-~]{1,255}|"([ !#-\[\]-~]|\\["\\]){1,255}")$"#)]
    pub idempotency_key: Option<String>,
}

/// A precondition of a read.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
pub struct IfNoneMatch {
    /// An `ETag` that is known (or several, with commas): 304 when nothing has changed.
    #[param(rename = "If-None-Match", value_type = Option<String>, max_length = 200, format = "entity-tag", example = "\"none-yet\"")]
    pub if_none_match: Option<String>,
}
