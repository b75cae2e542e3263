//! 段階: moves of applications, their history, and who waits for a seat.

use domain::{ApplicationStatus, DeclineReason, Faults, PostingId};
use matching::stages::ApplicationTransition;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{RequestBody, vocabulary};
use crate::extract::reading::Reading;

/// A move of an application along its stages.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "to": "declined", "reason": "SNS運用の実績が募集の範囲と重ならない", "reason_category": "skills_elsewhere", "redirected_to": null
})))]
pub struct ApplicationTransitionRequest {
    /// Where to.
    #[schema(value_type = vocabulary::ApplicationStatus, required)]
    pub to: Option<ApplicationStatus>,
    /// Why, for those who manage the posting; the person and the body that registered them are not shown it.
    #[schema(max_length = 500)]
    pub reason: Option<String>,
    /// Why, in a word that the person may be shown. Needed to move to `declined`, and only then.
    #[schema(value_type = Option<vocabulary::DeclineReason>)]
    pub reason_category: Option<DeclineReason>,
    /// The published posting that the person is pointed to. Needed to move to `redirected`, and only then.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub redirected_to: Option<String>,
}

impl RequestBody for ApplicationTransitionRequest {
    type Content = ApplicationTransition;

    fn into_content(self, mut reading: Reading<'_>) -> Result<ApplicationTransition, Faults> {
        let redirected_to = reading.id("/redirected_to", self.redirected_to.as_deref(), PostingId::parse);
        reading.finish(Ok(ApplicationTransition {
            to: self.to.unwrap_or(ApplicationStatus::Submitted),
            reason: self.reason,
            reason_category: self.reason_category,
            redirected_to,
            expected: None,
        }))
    }
}
