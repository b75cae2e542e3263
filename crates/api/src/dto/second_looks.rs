//! 見落とし確認.

use domain::second_look::FindingContent;
use domain::{CandidateId, Faults, Finding, PostingId, SecondLookId, SecondLookPick, Timestamp};
use matching::rankings::PersonLabel;
use matching::second_looks::ShownSecondLook;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::authors::AuthorResponse;
use super::{RequestBody, pages, vocabulary};
use crate::extract::reading::Reading;

/// A draw, as it is ordered.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"seed": 20260901})))]
pub struct SecondLookRequest {
    /// What the lot is drawn with: the same seed over the same ranking draws the same people. One is made when absent.
    #[schema(value_type = Option<i64>, minimum = 0, maximum = 4294967295i64)]
    pub seed: Option<i64>,
}

impl RequestBody for SecondLookRequest {
    type Content = Option<u32>;

    fn into_content(self, reading: Reading<'_>) -> Result<Option<u32>, Faults> {
        reading.finish(Ok(self.seed.and_then(|seed| u32::try_from(seed).ok())))
    }
}

/// What was found about somebody drawn.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "candidate_id": "01980f3e-9c00-7000-8000-aa3a6f0b1c2d", "worth_a_look": true,
    "note": "数字には出ないが、同じ課題を自分の町で解いている"
})))]
pub struct FindingRequest {
    /// About whom.
    #[schema(value_type = vocabulary::Uuid, required)]
    pub candidate_id: Option<String>,
    /// Whether the person deserves to be considered.
    #[schema(value_type = bool, required)]
    pub worth_a_look: Option<bool>,
    /// Why. It is the person's personal data and is disclosed to them on request.
    #[schema(value_type = Option<vocabulary::Remark>)]
    pub note: Option<String>,
}

impl RequestBody for FindingRequest {
    type Content = (CandidateId, FindingContent);

    fn into_content(self, mut reading: Reading<'_>) -> Result<Self::Content, Faults> {
        let candidate_id = reading.id("/candidate_id", self.candidate_id.as_deref(), CandidateId::parse);
        // A missing id is a fault already, which keeps what stands in for it from ever being used.
        let candidate_id = candidate_id.unwrap_or(CandidateId::from_parts(0, [0; 10]));
        let content = FindingContent { worth_a_look: self.worth_a_look.unwrap_or(false), note: self.note };
        reading.finish(content.checked().map(|content| (candidate_id, content)))
    }
}

/// What was found, by whom and when.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Finding)]
pub struct FindingResponse {
    /// Whether the person deserves to be considered.
    pub worth_a_look: bool,
    /// Why.
    #[schema(max_length = 500)]
    pub note: Option<String>,
    /// By whom.
    pub author: AuthorResponse,
    /// When.
    #[schema(value_type = vocabulary::Instant)]
    pub at: Timestamp,
}

impl From<Finding> for FindingResponse {
    fn from(finding: Finding) -> Self {
        Self {
            worth_a_look: finding.content.worth_a_look,
            note: finding.content.note,
            author: (finding.organization_id, finding.author).into(),
            at: finding.at,
        }
    }
}

/// Somebody who was drawn.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SecondLookPick)]
pub struct SecondLookPickResponse {
    /// Who.
    #[schema(value_type = vocabulary::Uuid)]
    pub candidate_id: CandidateId,
    /// The name; `null` where the identity is not open, or is not shown while reading without names.
    #[schema(max_length = 100)]
    pub display_name: Option<String>,
    /// A short reference for reading aloud.
    #[schema(value_type = vocabulary::Reference)]
    pub reference: String,
    /// The rank among the applicants at the draw.
    #[schema(minimum = 1, maximum = 1000000000)]
    pub rank: i64,
    /// The score at the draw, in parts per million.
    #[schema(minimum = 0, maximum = 1000000)]
    pub score: i64,
    /// What was found, once somebody has looked.
    pub finding: Option<FindingResponse>,
}

impl From<(SecondLookPick, PersonLabel)> for SecondLookPickResponse {
    fn from((pick, label): (SecondLookPick, PersonLabel)) -> Self {
        Self {
            candidate_id: pick.candidate_id,
            display_name: label.display_name,
            reference: label.reference,
            rank: pick.rank,
            score: pick.score,
            finding: pick.finding.map(Into::into),
        }
    }
}

/// 見落とし確認: people from below the cut, drawn by lot.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SecondLook)]
pub struct SecondLookResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: SecondLookId,
    /// For which posting.
    #[schema(value_type = vocabulary::Uuid)]
    pub posting_id: PostingId,
    /// What the lot was drawn with.
    #[schema(value_type = i64, minimum = 0, maximum = 4294967295i64)]
    pub seed: u32,
    /// How many were in the lot: ranked below the places, and shortlisted by nobody.
    #[schema(minimum = 1, maximum = 1000000000)]
    pub drawn_from: i64,
    /// Who was drawn, the best rank first; those deleted since are gone.
    #[schema(max_items = 3)]
    pub picks: Vec<SecondLookPickResponse>,
    /// By whom it was drawn.
    pub author: AuthorResponse,
    /// Drawn at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
}

impl From<ShownSecondLook> for SecondLookResponse {
    fn from(shown: ShownSecondLook) -> Self {
        let look = shown.look;
        Self {
            id: look.id,
            posting_id: look.posting_id,
            seed: look.seed,
            drawn_from: look.drawn_from,
            picks: look.picks.into_iter().zip(shown.people).map(Into::into).collect(),
            author: (look.organization_id, look.author).into(),
            created_at: look.created_at,
        }
    }
}

pages! {
    /// A page of second looks.
    SecondLookPage of SecondLookResponse;
}
