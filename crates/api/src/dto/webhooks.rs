//! Webhooks.

use domain::{
    AttemptError, Delivery, DeliveryAttempt, DeliveryId, DeliveryKind, DeliveryState, DisabledReason,
    EventType, FaultCode, Faults, OrganizationId, Timestamp, Webhook, WebhookContent, WebhookId,
    WebhookState,
};
use matching::webhooks::{Replay, RevealedWebhook};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{RequestBody, pages, vocabulary};
use crate::extract::reading::{List, Reading};

/// Hours for which replaced secrets stay valid when nothing is stated.
const USUAL_OVERLAP_HOURS: i64 = 24;

/// An endpoint, as a caller writes it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "url": "https://example.jp/hooks/tsumugi", "description": "求人サイトとの同期",
    "event_types": ["posting.created", "posting.updated"]
})))]
pub struct WebhookRequest {
    /// Where to: an https address in the public internet.
    #[schema(value_type = vocabulary::WebhookUrl, required)]
    pub url: Option<String>,
    /// What for, in the owner's words.
    #[schema(value_type = Option<vocabulary::Remark>)]
    pub description: Option<String>,
    /// Which events; none = all.
    #[schema(value_type = Option<Vec<vocabulary::EventType>>, max_items = 128)]
    pub event_types: List<EventType>,
}

impl RequestBody for WebhookRequest {
    type Content = WebhookContent;

    fn into_content(self, reading: Reading<'_>) -> Result<WebhookContent, Faults> {
        let content = WebhookContent {
            url: self.url.unwrap_or_default(),
            description: self.description,
            event_types: self.event_types.unwrap_or_default().into_iter().flatten().collect(),
        };
        reading.finish(content.checked())
    }
}

/// How a secret is replaced.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"overlap_hours": 24})))]
pub struct SecretRotationRequest {
    /// For how many hours the secrets so far sign beside the new one; with 0 they end at once. 24 when absent.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 168, default = 24)]
    pub overlap_hours: Option<i64>,
}

impl RequestBody for SecretRotationRequest {
    type Content = i64;

    fn into_content(self, reading: Reading<'_>) -> Result<i64, Faults> {
        reading.finish(Ok(self.overlap_hours.unwrap_or(USUAL_OVERLAP_HOURS)))
    }
}

/// What is to be sent again: one delivery, or what happened in a span of time.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"from": "2026-11-20T00:00:00+09:00", "until": "2026-11-21T00:00:00+09:00"})))]
pub struct ReplayRequest {
    /// One delivery; then nothing else.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub delivery_id: Option<String>,
    /// What happened from this instant on.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub from: Option<String>,
    /// What happened before this instant.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub until: Option<String>,
}

impl RequestBody for ReplayRequest {
    type Content = Replay;

    fn into_content(self, mut reading: Reading<'_>) -> Result<Replay, Faults> {
        let one = reading.id("/delivery_id", self.delivery_id.as_deref(), DeliveryId::parse);
        let from = reading.instant("/from", self.from.as_deref());
        let until = reading.instant("/until", self.until.as_deref());
        let is_one = self.delivery_id.is_some();
        let required = |pointer, stated: &Option<String>| (!is_one && stated.is_none()).then_some(pointer);
        for pointer in [required("/from", &self.from), required("/until", &self.until)].into_iter().flatten()
        {
            reading.fault(pointer, FaultCode::Contradiction, "is needed where there is no delivery_id");
        }
        if is_one && (self.from.is_some() || self.until.is_some()) {
            let detail = "must stand alone, or be left out for a span of time";
            reading.fault("/delivery_id", FaultCode::Contradiction, detail);
        }
        // Stand-ins where a fault is noted, so they are never used.
        let nobody = || DeliveryId::from_parts(0, [0; 10]);
        let replay = match (from, until) {
            (Some(from), Some(until)) => Replay::Span { from, until },
            _ => Replay::One(one.unwrap_or_else(nobody)),
        };
        reading.finish(Ok(replay))
    }
}

/// What a caller has written of an endpoint.
#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookBody {
    /// Where to.
    #[schema(value_type = vocabulary::WebhookUrl)]
    pub url: String,
    /// What for.
    #[schema(value_type = Option<vocabulary::Remark>)]
    pub description: Option<String>,
    /// Which events; none = all.
    #[schema(value_type = Vec<vocabulary::EventType>, max_items = 128)]
    pub event_types: Vec<EventType>,
}

impl From<WebhookContent> for WebhookBody {
    fn from(content: WebhookContent) -> Self {
        Self {
            url: content.url,
            description: content.description,
            event_types: content.event_types.iter().collect(),
        }
    }
}

/// A secret, without the secret itself.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WebhookSecret)]
pub struct SecretResponse {
    /// It signs until then; `null` for the present one.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub valid_until: Option<Timestamp>,
}

/// An endpoint that is told of changes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Webhook)]
pub struct WebhookResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: WebhookId,
    /// Whose.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// What was written.
    #[serde(flatten)]
    pub body: WebhookBody,
    /// Whether it is sent to.
    #[schema(value_type = vocabulary::WebhookState)]
    pub state: WebhookState,
    /// Why not.
    #[schema(value_type = Option<vocabulary::DisabledReason>)]
    pub disabled_reason: Option<DisabledReason>,
    /// What messages are signed with, the present one first; those replaced some time ago may have ended.
    #[schema(max_items = 5)]
    pub secrets: Vec<SecretResponse>,
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

impl From<Webhook> for WebhookResponse {
    fn from(webhook: Webhook) -> Self {
        let secrets = webhook.secrets.iter();
        Self {
            id: webhook.id,
            organization_id: webhook.organization_id,
            secrets: secrets.map(|secret| SecretResponse { valid_until: secret.valid_until }).collect(),
            body: webhook.content.into(),
            state: webhook.state,
            disabled_reason: webhook.disabled_reason,
            version: webhook.version,
            created_at: webhook.created_at,
            updated_at: webhook.updated_at,
        }
    }
}

/// An endpoint with the secret just made. The secret is shown this once and never again.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RevealedWebhook)]
pub struct RevealedWebhookResponse {
    /// The record.
    #[serde(flatten)]
    pub webhook: WebhookResponse,
    /// `whsec_` and the base64 of 32 bytes, by which messages are verified. `null` is the answer to a request that is
    /// repeated.
    #[schema(max_length = 100)]
    pub secret: Option<String>,
}

impl RevealedWebhookResponse {
    /// As it may be shown again.
    pub fn repeated(revealed: RevealedWebhook) -> Self {
        Self { webhook: revealed.webhook.into(), secret: None }
    }
}

impl From<RevealedWebhook> for RevealedWebhookResponse {
    fn from(revealed: RevealedWebhook) -> Self {
        Self { webhook: revealed.webhook.into(), secret: Some(revealed.secret) }
    }
}

/// One message to an endpoint.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WebhookDelivery)]
pub struct DeliveryResponse {
    /// Its id: the `webhook-id` of the message, the same in every attempt.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: DeliveryId,
    /// To which endpoint.
    #[schema(value_type = vocabulary::Uuid)]
    pub webhook_id: WebhookId,
    /// The `type` of the message: a resource and what happened to it.
    #[schema(max_length = 100, examples("candidate.updated"))]
    pub event_type: String,
    /// The kind of record: `posting`, `candidate` …, or `webhook` for a ping.
    #[schema(max_length = 100)]
    pub resource: String,
    /// The record's id.
    #[schema(max_length = 100)]
    pub resource_id: String,
    /// The record's version after the change.
    #[schema(minimum = 1, maximum = 9007199254740991i64)]
    pub resource_version: i64,
    /// What happened to it.
    #[schema(value_type = vocabulary::DeliveryKind)]
    pub kind: DeliveryKind,
    /// When it happened.
    #[schema(value_type = vocabulary::Instant)]
    pub occurred_at: Timestamp,
    /// Its state.
    #[schema(value_type = vocabulary::DeliveryState)]
    pub state: DeliveryState,
    /// Attempts made.
    #[schema(minimum = 0, maximum = 1000000000)]
    pub attempts: i64,
    /// When the next attempt is due; `null` when there is none to come.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub next_attempt_at: Option<Timestamp>,
    /// Made at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
    /// Last changed at.
    #[schema(value_type = vocabulary::Instant)]
    pub updated_at: Timestamp,
}

impl From<Delivery> for DeliveryResponse {
    fn from(delivery: Delivery) -> Self {
        let is_pending = delivery.state == DeliveryState::Pending;
        Self {
            id: delivery.id,
            webhook_id: delivery.webhook_id,
            event_type: delivery.event_type(),
            resource: delivery.resource,
            resource_id: delivery.resource_id,
            resource_version: delivery.resource_version,
            kind: delivery.kind,
            occurred_at: delivery.occurred_at,
            state: delivery.state,
            attempts: delivery.attempts,
            next_attempt_at: is_pending.then_some(delivery.next_attempt_at),
            created_at: delivery.created_at,
            updated_at: delivery.updated_at,
        }
    }
}

/// One attempt at a delivery: a status, or why there was none. What the receiver wrote is not kept.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WebhookAttempt)]
pub struct AttemptResponse {
    /// 1, 2, 3….
    #[schema(minimum = 1, maximum = 1000000000)]
    pub number: i64,
    /// Begun at.
    #[schema(value_type = vocabulary::Instant)]
    pub at: Timestamp,
    /// How long it took.
    #[schema(minimum = 0, maximum = 9007199254740991i64)]
    pub duration_ms: i64,
    /// The HTTP status that the receiver answered.
    #[schema(value_type = Option<i32>, minimum = 100, maximum = 999)]
    pub status: Option<u16>,
    /// Why there is no status.
    #[schema(value_type = Option<vocabulary::AttemptError>)]
    pub error: Option<AttemptError>,
}

impl From<DeliveryAttempt> for AttemptResponse {
    fn from(attempt: DeliveryAttempt) -> Self {
        Self {
            number: attempt.number,
            at: attempt.at,
            duration_ms: attempt.duration_ms,
            status: attempt.status,
            error: attempt.error,
        }
    }
}

/// What is sent again.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WebhookReplay)]
pub struct ReplayResponse {
    /// How many messages.
    #[schema(minimum = 0, maximum = 9007199254740991i64)]
    pub replayed: usize,
}

pages! {
    /// A page of webhooks.
    WebhookPage of WebhookResponse;
    /// A page of deliveries.
    WebhookDeliveryPage of DeliveryResponse;
    /// A page of attempts, by number.
    WebhookAttemptPage of AttemptResponse;
}
