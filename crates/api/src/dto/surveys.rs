//! 調査.

use domain::survey::{Survey, SurveyContent};
use domain::{Faults, OrganizationId, SurveyId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{RequestBody, pages, vocabulary};
use crate::extract::reading::Reading;

pub mod answers;
pub mod instruments;
pub mod results;
pub mod waves;

/// A survey, as a caller writes it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"title": "キャリアオーナーシップ調査", "description": "働き方についての考えをうかがいます。"})))]
pub struct SurveyRequest {
    /// Its title.
    #[schema(value_type = String, required, min_length = 1, max_length = 200, examples("キャリアオーナーシップ調査"))]
    pub title: Option<String>,
    /// What it is for, in the words that respondents are shown.
    #[schema(max_length = 4000)]
    pub description: Option<String>,
}

impl RequestBody for SurveyRequest {
    type Content = SurveyContent;

    fn into_content(self, reading: Reading<'_>) -> Result<SurveyContent, Faults> {
        let content = SurveyContent { title: self.title.unwrap_or_default(), description: self.description };
        reading.finish(content.checked())
    }
}

/// 調査.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Survey)]
pub struct SurveyResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: SurveyId,
    /// The body that asks.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// Its title.
    #[schema(max_length = 200)]
    pub title: String,
    /// What it is for.
    #[schema(max_length = 4000)]
    pub description: Option<String>,
    /// How many versions of what is asked there are; the last has this number.
    #[schema(value_type = i32, minimum = 0, maximum = 1000)]
    pub latest_instrument: u16,
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

impl From<Survey> for SurveyResponse {
    fn from(survey: Survey) -> Self {
        Self {
            id: survey.id,
            organization_id: survey.organization_id,
            title: survey.content.title,
            description: survey.content.description,
            latest_instrument: survey.instruments,
            version: survey.version,
            created_at: survey.created_at,
            updated_at: survey.updated_at,
        }
    }
}

/// How many ties between answers and people were cut.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Unlinked)]
pub struct UnlinkedResponse {
    /// So many.
    pub unlinked: u64,
}

pages! {
    /// A page of surveys.
    SurveyPage of SurveyResponse;
}
