//! What has changed between the waves of a survey, in a report.

use domain::{SurveyId, WaveId};
use matching::reports::{ReportedChange, ReportedSurvey};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::aggregate::CountResponse;
use super::super::vocabulary;

/// The change of a concept, of those who answered before and after.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReportSurveyChange)]
pub struct SurveyChangeResponse {
    /// Key of the concept.
    #[schema(max_length = 40)]
    pub key: String,
    /// How it is called.
    #[schema(max_length = 200)]
    pub label_ja: String,
    /// In English, where it is told.
    #[schema(max_length = 200)]
    pub label_en: Option<String>,
    /// Answers that were given both before and after.
    pub pairs: CountResponse,
    /// Change of the mean × 100, rounded half away from zero; `null` where it is not told.
    #[schema(value_type = Option<i64>, minimum = -1000, maximum = 1000)]
    pub change_hundredths: Option<i64>,
}

/// A survey whose later wave is of the period.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReportSurvey)]
pub struct SurveyResponse {
    /// The survey.
    #[schema(value_type = vocabulary::Uuid)]
    pub survey_id: SurveyId,
    /// Its title.
    #[schema(max_length = 200)]
    pub title: String,
    /// From which wave.
    #[schema(value_type = vocabulary::Uuid)]
    pub before_wave_id: WaveId,
    /// To which.
    #[schema(value_type = vocabulary::Uuid)]
    pub after_wave_id: WaveId,
    /// By concept.
    #[schema(max_items = 20)]
    pub concepts: Vec<SurveyChangeResponse>,
}

impl From<ReportedChange> for SurveyChangeResponse {
    fn from(change: ReportedChange) -> Self {
        Self {
            key: change.key,
            label_ja: change.label.ja,
            label_en: change.label.en,
            pairs: change.pairs.into(),
            change_hundredths: change.change_hundredths,
        }
    }
}

impl From<ReportedSurvey> for SurveyResponse {
    fn from(survey: ReportedSurvey) -> Self {
        Self {
            survey_id: survey.survey_id,
            title: survey.title,
            before_wave_id: survey.before,
            after_wave_id: survey.after,
            concepts: survey.concepts.into_iter().map(SurveyChangeResponse::from).collect(),
        }
    }
}
