//! What is answered, and what somebody with a token is asked.

use domain::survey::{Answer, AnswerValue};
use domain::{CandidateId, FaultCode, Faults, Timestamp, WaveId};
use matching::surveys::Questions;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::instruments::ConceptResponse;
use crate::dto::narrow::narrow;
use crate::dto::{RequestBody, vocabulary};
use crate::extract::reading::{List, Reading};

/// An answer to one element: one of step, choice and words, as the element is answered.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerRequest {
    /// The element's key.
    #[schema(value_type = String, required, min_length = 1, max_length = 40, examples("choice-1"))]
    pub element: Option<String>,
    /// A step of a scale.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 11)]
    pub step: Option<i64>,
    /// The key of a choice.
    #[schema(max_length = 40)]
    pub choice: Option<String>,
    /// 自由記述.
    #[schema(max_length = 2000)]
    pub words: Option<String>,
}

/// Answers of somebody with a token.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"answers": [{"element": "choice-1", "step": 4, "choice": null, "words": null}]})))]
pub struct AnswersRequest {
    /// The answers; elements may stay unanswered.
    #[schema(value_type = Vec<AnswerRequest>, required, min_items = 1, max_items = 300)]
    pub answers: List<AnswerRequest>,
}

/// Answers that the body has on somebody's behalf.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "candidate_id": "01980f3e-9c00-7000-8000-aa3a6f0b1c2d",
    "answers": [{"element": "choice-1", "step": 4, "choice": null, "words": null}]
})))]
pub struct AnswersOnBehalfRequest {
    /// Whose; nobody's in an anonymous wave.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub candidate_id: Option<String>,
    /// The answers; elements may stay unanswered.
    #[schema(value_type = Vec<AnswerRequest>, required, min_items = 1, max_items = 300)]
    pub answers: List<AnswerRequest>,
}

fn read(reading: &mut Reading<'_>, answers: List<AnswerRequest>) -> Vec<Answer> {
    reading.list("/answers", answers, |reading, pointer, answer: AnswerRequest| {
        let step = narrow(answer.step).map(AnswerValue::Step);
        let values = [step, answer.choice.map(AnswerValue::Choice), answer.words.map(AnswerValue::Words)];
        let mut values = values.into_iter().flatten();
        match (values.next(), values.next()) {
            (Some(value), None) => Some(Answer { element: answer.element?, value }),
            _ => {
                let detail = "must have exactly one of: choice, step, words";
                reading.fault(pointer, FaultCode::Contradiction, detail);
                None
            }
        }
    })
}

impl RequestBody for AnswersRequest {
    type Content = Vec<Answer>;

    fn into_content(self, mut reading: Reading<'_>) -> Result<Vec<Answer>, Faults> {
        let answers = read(&mut reading, self.answers);
        reading.finish(Ok(answers))
    }
}

impl RequestBody for AnswersOnBehalfRequest {
    type Content = (Option<CandidateId>, Vec<Answer>);

    fn into_content(self, mut reading: Reading<'_>) -> Result<Self::Content, Faults> {
        let whose = reading.id("/candidate_id", self.candidate_id.as_deref(), CandidateId::parse);
        let answers = read(&mut reading, self.answers);
        reading.finish(Ok((whose, answers)))
    }
}

/// That answers were taken.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TakenAnswers)]
pub struct TakenAnswersResponse {
    /// The wave.
    #[schema(value_type = vocabulary::Uuid)]
    pub wave_id: WaveId,
}

/// What somebody with a token is asked.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SurveyQuestions)]
pub struct QuestionsResponse {
    /// The survey's title.
    #[schema(max_length = 200)]
    pub title: String,
    /// What it is for.
    #[schema(max_length = 4000)]
    pub description: Option<String>,
    /// Whether it is never written down who answered what.
    pub is_anonymous: bool,
    /// First instant.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub opens_at: Option<Timestamp>,
    /// Last instant.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub closes_at: Option<Timestamp>,
    /// Whether the token was used.
    pub is_answered: bool,
    /// What is asked.
    #[schema(max_items = 20)]
    pub concepts: Vec<ConceptResponse>,
}

impl From<Questions> for QuestionsResponse {
    fn from(questions: Questions) -> Self {
        let wave = questions.wave.content;
        Self {
            title: questions.survey.content.title,
            description: questions.survey.content.description,
            is_anonymous: wave.is_anonymous,
            opens_at: wave.opens_at,
            closes_at: wave.closes_at,
            is_answered: questions.is_answered,
            concepts: questions.concepts.into_iter().map(ConceptResponse::from).collect(),
        }
    }
}
