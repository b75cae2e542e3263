//! 1 on 1: talks with members of a cohort.

use chrono::NaiveDate;
use domain::{
    ApiKeyId, CandidateId, CohortId, Faults, OneOnOne, OneOnOneContent, OneOnOneId, Timestamp, UserId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::dto::{RequestBody, pages, vocabulary};
use crate::extract::reading::Reading;

/// A talk, as a caller writes it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "candidate_id": "01980f3e-9c00-7000-8000-aa3a6f0b1c2d", "held_on": "2021-07-05",
    "topic": "地域で何をしたいか", "next_step": "案件を3つ読んで、気になる点を書き出す"
})))]
pub struct OneOnOneRequest {
    /// With whom; somebody who is or was a member.
    #[schema(value_type = vocabulary::Uuid, required)]
    pub candidate_id: Option<String>,
    /// When, a day in Japan.
    #[schema(value_type = vocabulary::Date, required)]
    pub held_on: Option<String>,
    /// What about.
    #[schema(value_type = String, required, min_length = 1, max_length = 200, examples("地域で何をしたいか"))]
    pub topic: Option<String>,
    /// 次の一歩.
    #[schema(max_length = 500)]
    pub next_step: Option<String>,
}

impl RequestBody for OneOnOneRequest {
    type Content = OneOnOneContent;

    fn into_content(self, mut reading: Reading<'_>) -> Result<OneOnOneContent, Faults> {
        let whom = reading.id("/candidate_id", self.candidate_id.as_deref(), CandidateId::parse);
        let content = OneOnOneContent {
            // The faults that led here keep placeholders from ever being used.
            candidate_id: whom.unwrap_or(CandidateId::from_parts(0, [0; 10])),
            held_on: reading.date("/held_on", self.held_on.as_deref()).unwrap_or(NaiveDate::MIN),
            topic: self.topic.unwrap_or_default(),
            next_step: self.next_step,
        };
        reading.finish(content.checked())
    }
}

/// 1 on 1: a talk with one member of a cohort.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OneOnOne)]
pub struct OneOnOneResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: OneOnOneId,
    /// The cohort.
    #[schema(value_type = vocabulary::Uuid)]
    pub cohort_id: CohortId,
    /// With whom.
    #[schema(value_type = vocabulary::Uuid)]
    pub candidate_id: CandidateId,
    /// When, a day in Japan.
    #[schema(value_type = vocabulary::Date)]
    pub held_on: NaiveDate,
    /// What about.
    #[schema(max_length = 200)]
    pub topic: String,
    /// 次の一歩.
    #[schema(max_length = 500)]
    pub next_step: Option<String>,
    /// Who wrote it down, where it was a user.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub user_id: Option<UserId>,
    /// And where it was a key.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub api_key_id: Option<ApiKeyId>,
    /// Written down at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
}

impl From<OneOnOne> for OneOnOneResponse {
    fn from(talk: OneOnOne) -> Self {
        Self {
            id: talk.id,
            cohort_id: talk.cohort_id,
            candidate_id: talk.content.candidate_id,
            held_on: talk.content.held_on,
            topic: talk.content.topic,
            next_step: talk.content.next_step,
            user_id: talk.author.user_id(),
            api_key_id: talk.author.api_key_id(),
            created_at: talk.created_at,
        }
    }
}

pages! {
    /// A page of talks.
    OneOnOnePage of OneOnOneResponse;
}
