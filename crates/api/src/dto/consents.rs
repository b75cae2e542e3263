//! 同意.

use domain::{
    CandidateId, Consent, ConsentContent, ConsentId, ConsentItem, FaultCode, Faults, OrganizationId,
    Recipient, Timestamp,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{RequestBody, pages, vocabulary};
use crate::extract::reading::{List, Reading};

/// A consent, as a caller writes it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"recipient": "any", "items": ["profile"], "purpose": "地域の副業案件とのマッチングのため", "until": null})))]
pub struct ConsentRequest {
    /// To whom: the id of a body, or `any` for every one.
    #[schema(value_type = RecipientText, required)]
    pub recipient: Option<String>,
    /// What is opened; `identity` includes `profile`.
    #[schema(value_type = Vec<vocabulary::ConsentItem>, required, min_items = 1, max_items = 2)]
    pub items: List<ConsentItem>,
    /// For what, in the words that the person was shown.
    #[schema(value_type = String, required, min_length = 1, max_length = 500, examples("地域の副業案件とのマッチングのため"))]
    pub purpose: Option<String>,
    /// The last instant; without one it stays open until withdrawn.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub until: Option<String>,
}

/// To whom something is opened: `any`, or the id of a body.
#[derive(Debug, ToSchema)]
#[schema(
    max_length = 36,
    pattern = "^(any|[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$",
    examples("any")
)]
pub struct RecipientText(#[expect(dead_code, reason = "names a schema; the value is a text")] String);

impl RequestBody for ConsentRequest {
    type Content = ConsentContent;

    fn into_content(self, mut reading: Reading<'_>) -> Result<ConsentContent, Faults> {
        let content = ConsentContent {
            recipient: recipient(&mut reading, self.recipient.as_deref()).unwrap_or(Recipient::Any),
            items: self.items.unwrap_or_default().into_iter().flatten().collect(),
            purpose: self.purpose.unwrap_or_default(),
            until: reading.instant("/until", self.until.as_deref()),
        };
        reading.finish(content.checked())
    }
}

fn recipient(reading: &mut Reading<'_>, text: Option<&str>) -> Option<Recipient> {
    let text = text?;
    if text == "any" {
        return Some(Recipient::Any);
    }
    let id = OrganizationId::parse(text).map_err(|_| "must be `any` or the id of a body");
    reading.parsed("/recipient", FaultCode::BadFormat, id).map(Recipient::Organization)
}

/// 同意: what of a person is open to whom.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Consent)]
pub struct ConsentResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: ConsentId,
    /// Whose.
    #[schema(value_type = vocabulary::Uuid)]
    pub candidate_id: CandidateId,
    /// To whom: `any`, or the id of a body.
    #[schema(value_type = RecipientText)]
    pub recipient: String,
    /// What is opened.
    #[schema(value_type = Vec<vocabulary::ConsentItem>, max_items = 2)]
    pub items: Vec<ConsentItem>,
    /// For what.
    #[schema(max_length = 500)]
    pub purpose: String,
    /// The last instant.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub until: Option<Timestamp>,
    /// Given at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
    /// Withdrawn at.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub withdrawn_at: Option<Timestamp>,
}

impl From<Consent> for ConsentResponse {
    fn from(consent: Consent) -> Self {
        Self {
            id: consent.id,
            candidate_id: consent.candidate_id,
            recipient: match consent.content.recipient {
                Recipient::Any => "any".to_owned(),
                Recipient::Organization(id) => id.to_string(),
            },
            items: consent.content.items.iter().collect(),
            purpose: consent.content.purpose,
            until: consent.content.until,
            created_at: consent.created_at,
            withdrawn_at: consent.withdrawn_at,
        }
    }
}

pages! {
    /// A page of consents, withdrawn ones included.
    ConsentPage of ConsentResponse;
}
