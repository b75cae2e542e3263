//! Completing a course, and what the skill changed.

use domain::{Faults, PostingId, Proficiency, Readiness, ReadinessMove, SkillId, Timestamp};
use matching::enrollments::{Completed, Completion, PostingEffect, Standing};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::EnrollmentResponse;
use crate::dto::{RequestBody, vocabulary};
use crate::extract::reading::Reading;

/// How an enrollment is completed.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"reason": null, "move_readiness_to": "ready"})))]
pub struct CompletionRequest {
    /// Why it is complete; needed where fewer hours are noted than the course has.
    #[schema(max_length = 500)]
    pub reason: Option<String>,
    /// The stage to which the person moves; stays where it is when absent.
    #[schema(value_type = Option<vocabulary::Readiness>)]
    pub move_readiness_to: Option<Readiness>,
}

impl RequestBody for CompletionRequest {
    type Content = Completion;

    fn into_content(self, reading: Reading<'_>) -> Result<Completion, Faults> {
        let readiness = self.move_readiness_to.map(|to| ReadinessMove { to, reason: self.reason.clone() });
        reading.finish(Ok(Completion { reason: self.reason, readiness }))
    }
}

/// Why an enrollment ends before it is complete.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"reason": "本業が忙しくなったため"})))]
pub struct DropRequest {
    /// Why.
    #[schema(max_length = 500)]
    pub reason: Option<String>,
}

impl RequestBody for DropRequest {
    type Content = Option<String>;

    fn into_content(self, reading: Reading<'_>) -> Result<Option<String>, Faults> {
        reading.finish(Ok(self.reason))
    }
}

/// Where a posting stands for the person.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PostingStanding)]
pub struct PostingStandingResponse {
    /// Parts per million.
    #[schema(value_type = i32, minimum = 0, maximum = 1_000_000)]
    pub score: u32,
    /// Among all published postings for which the person is eligible.
    #[schema(value_type = i32, minimum = 1)]
    pub rank: u32,
}

/// What the skill changed for one posting.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PostingEffect)]
pub struct PostingEffectResponse {
    /// The posting.
    #[schema(value_type = vocabulary::Uuid)]
    pub posting_id: PostingId,
    /// Whether the person was excluded before.
    pub newly_eligible: bool,
    /// Before; `null` where the person was excluded, or beyond rank 200.
    pub before: Option<PostingStandingResponse>,
    /// After.
    pub after: PostingStandingResponse,
}

/// A completed enrollment, and what came of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CompletedEnrollment)]
pub struct CompletedResponse {
    /// The enrollment.
    pub enrollment: EnrollmentResponse,
    /// The skill that was granted.
    #[schema(value_type = vocabulary::SkillId)]
    pub skill: SkillId,
    /// How well the person had stated it before.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 5)]
    pub proficiency_before: Option<Proficiency>,
    /// How well now: raised, never lowered.
    #[schema(value_type = i32, minimum = 1, maximum = 5)]
    pub proficiency_after: Proficiency,
    /// 準備の段階 of the person now.
    #[schema(value_type = Option<vocabulary::Readiness>)]
    pub readiness: Option<Readiness>,
    /// Published postings for which the person was eligible before.
    pub eligible_before: u64,
    /// And now.
    pub eligible_after: u64,
    /// The best 20 postings now, and of the first 200 every other newly eligible one.
    #[schema(max_items = 200)]
    pub postings: Vec<PostingEffectResponse>,
    /// When it was made.
    #[schema(value_type = vocabulary::Instant)]
    pub as_of: Timestamp,
}

impl From<Standing> for PostingStandingResponse {
    fn from(standing: Standing) -> Self {
        Self { score: standing.score, rank: standing.rank }
    }
}

impl From<PostingEffect> for PostingEffectResponse {
    fn from(effect: PostingEffect) -> Self {
        Self {
            posting_id: effect.posting_id,
            newly_eligible: effect.newly_eligible,
            before: effect.before.map(PostingStandingResponse::from),
            after: effect.after.into(),
        }
    }
}

impl From<Completed> for CompletedResponse {
    fn from(completed: Completed) -> Self {
        Self {
            skill: completed.planned.course.content.skill.clone(),
            enrollment: completed.planned.into(),
            proficiency_before: completed.proficiency_before,
            proficiency_after: completed.proficiency_after,
            readiness: completed.candidate.content.readiness,
            eligible_before: completed.eligible_before,
            eligible_after: completed.eligible_after,
            postings: completed.postings.into_iter().map(PostingEffectResponse::from).collect(),
            as_of: completed.as_of,
        }
    }
}
