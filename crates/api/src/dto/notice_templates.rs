//! Templates of notices.

use domain::notice::TemplateContent;
use domain::{DecisionOutcome, Faults, NoticeLanguage, Timestamp};
use matching::notices::ShownTemplate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{RequestBody, vocabulary};
use crate::extract::reading::Reading;

/// A template, as a body writes it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "subject": "「{posting}」選考の結果のご連絡",
    "body": "{name} 様\n\n今回は見送りとさせていただきました。\n理由：{reason}\n\n{alternatives}\n\n{organization}\n"
})))]
pub struct NoticeTemplateRequest {
    /// The subject, one line.
    #[schema(value_type = String, required, min_length = 1, max_length = 200)]
    pub subject: Option<String>,
    /// The letter. `{name}`, `{posting}` and `{organization}` may stand in it, and for those who are not selected
    /// `{reason}` and `{alternatives}` must. `{page}` is where the way to the person's own page stands; without it that
    /// stands at the end, where the server puts it into letters at all.
    #[schema(value_type = String, required, min_length = 1, max_length = 4000)]
    pub body: Option<String>,
}

/// Subject and letter, which become a template once it is said for which outcome and language.
#[derive(Debug)]
pub struct TemplateTexts {
    subject: String,
    body: String,
}

impl TemplateTexts {
    /// The template for an outcome and a language.
    pub fn of(self, outcome: DecisionOutcome, language: NoticeLanguage) -> TemplateContent {
        TemplateContent { outcome, language, subject: self.subject, body: self.body }
    }
}

impl RequestBody for NoticeTemplateRequest {
    type Content = TemplateTexts;

    fn into_content(self, reading: Reading<'_>) -> Result<TemplateTexts, Faults> {
        let texts =
            TemplateTexts { subject: self.subject.unwrap_or_default(), body: self.body.unwrap_or_default() };
        reading.finish(Ok(texts))
    }
}

/// What notices of an outcome are made of.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NoticeTemplate)]
pub struct NoticeTemplateResponse {
    /// For which outcome.
    #[schema(value_type = vocabulary::DecisionOutcome)]
    pub outcome: DecisionOutcome,
    /// In which language.
    #[schema(value_type = vocabulary::NoticeLanguage)]
    pub language: NoticeLanguage,
    /// Whether it is the built-in one, because the body has none of its own.
    pub is_built_in: bool,
    /// The subject.
    #[schema(max_length = 200)]
    pub subject: String,
    /// The letter.
    #[schema(max_length = 4000)]
    pub body: String,
    /// Grows by one with each change, 0 of the built-in one; the `ETag` is made of it.
    #[schema(minimum = 0)]
    pub version: i64,
    /// Last changed at.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub updated_at: Option<Timestamp>,
}

impl From<ShownTemplate> for NoticeTemplateResponse {
    fn from(shown: ShownTemplate) -> Self {
        Self {
            version: shown.version(),
            outcome: shown.content.outcome,
            language: shown.content.language,
            is_built_in: shown.own.is_none(),
            subject: shown.content.subject,
            body: shown.content.body,
            updated_at: shown.own.map(|own| own.updated_at),
        }
    }
}

/// The templates for every outcome and language.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeTemplateList {
    /// By outcome and language.
    #[schema(max_items = 6)]
    pub items: Vec<NoticeTemplateResponse>,
}
