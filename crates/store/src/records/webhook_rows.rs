//! Webhooks, deliveries and attempts in their stored form.

use diesel::prelude::*;
use domain::{
    Delivery, DeliveryAttempt, DeliveryId, OrganizationId, Timestamp, Webhook, WebhookContent, WebhookId,
    WebhookSecret,
};

use crate::StoreError;
use crate::schema::{webhook_attempts, webhook_deliveries, webhooks};
use crate::vocabulary::{corrupt, instant, number_if, parsed, parts, word, word_if, words};

/// Stands between a secret and the instant until which it signs: a letter that base64 has not.
const UNTIL: char = '~';

/// A webhook as it is stored, but for its place in the outbox, which is written apart.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = webhooks, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct WebhookRow {
    pub(crate) id: String,
    organization_id: String,
    version: i64,
    url: String,
    description: Option<String>,
    event_types: String,
    state: String,
    disabled_reason: Option<String>,
    secrets: String,
    created_at: i64,
    updated_at: i64,
}

/// A delivery as it is stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = webhook_deliveries)]
pub(crate) struct DeliveryRow {
    pub(crate) id: String,
    webhook_id: String,
    resource: String,
    resource_id: String,
    resource_version: i64,
    kind: String,
    occurred_at: i64,
    state: String,
    attempts: i64,
    tries: i64,
    next_attempt_at: i64,
    created_at: i64,
    updated_at: i64,
}

/// An attempt as it is stored.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = webhook_attempts, treat_none_as_default_value = false)]
pub(crate) struct AttemptRow {
    delivery_id: String,
    number: i64,
    at: i64,
    duration_ms: i64,
    status: Option<i32>,
    error: Option<String>,
}

impl From<&Webhook> for WebhookRow {
    fn from(webhook: &Webhook) -> Self {
        let secrets: Vec<String> = webhook.secrets.iter().map(secret_text).collect();
        Self {
            id: webhook.id.to_string(),
            organization_id: webhook.organization_id.to_string(),
            version: webhook.version,
            url: webhook.content.url.clone(),
            description: webhook.content.description.clone(),
            event_types: webhook.content.event_types.to_list(),
            state: webhook.state.to_string(),
            disabled_reason: webhook.disabled_reason.map(|reason| reason.to_string()),
            secrets: secrets.join(","),
            created_at: webhook.created_at.micros(),
            updated_at: webhook.updated_at.micros(),
        }
    }
}

impl TryFrom<WebhookRow> for Webhook {
    type Error = StoreError;

    fn try_from(row: WebhookRow) -> Result<Self, StoreError> {
        let organization = "webhooks.organization_id";
        Ok(Self {
            id: parsed("webhooks.id", &row.id, WebhookId::parse)?,
            organization_id: parsed(organization, &row.organization_id, OrganizationId::parse)?,
            version: row.version,
            content: WebhookContent {
                url: row.url,
                description: row.description,
                event_types: words("webhooks.event_types", &row.event_types)?,
            },
            state: word("webhooks.state", &row.state)?,
            disabled_reason: word_if("webhooks.disabled_reason", row.disabled_reason.as_deref())?,
            secrets: parts(&row.secrets).map(read_secret).collect::<Result<_, _>>()?,
            created_at: instant("webhooks.created_at", row.created_at)?,
            updated_at: instant("webhooks.updated_at", row.updated_at)?,
        })
    }
}

fn secret_text(secret: &WebhookSecret) -> String {
    match secret.valid_until {
        Some(until) => format!("{}{UNTIL}{}", secret.text, until.micros()),
        None => secret.text.clone(),
    }
}

fn read_secret(text: &str) -> Result<WebhookSecret, StoreError> {
    let (text, until) = match text.split_once(UNTIL) {
        Some((text, until)) => (text, Some(until)),
        None => (text, None),
    };
    let read = |until: &str| until.parse().ok().and_then(Timestamp::from_micros);
    // A secret is not shown, not even where it is the fault.
    let valid_until =
        until.map(|until| read(until).ok_or_else(|| corrupt("webhooks.secrets", until))).transpose()?;
    Ok(WebhookSecret { text: text.to_owned(), valid_until })
}

impl From<&Delivery> for DeliveryRow {
    fn from(delivery: &Delivery) -> Self {
        Self {
            id: delivery.id.to_string(),
            webhook_id: delivery.webhook_id.to_string(),
            resource: delivery.resource.clone(),
            resource_id: delivery.resource_id.clone(),
            resource_version: delivery.resource_version,
            kind: delivery.kind.to_string(),
            occurred_at: delivery.occurred_at.micros(),
            state: delivery.state.to_string(),
            attempts: delivery.attempts,
            tries: delivery.tries,
            next_attempt_at: delivery.next_attempt_at.micros(),
            created_at: delivery.created_at.micros(),
            updated_at: delivery.updated_at.micros(),
        }
    }
}

impl TryFrom<DeliveryRow> for Delivery {
    type Error = StoreError;

    fn try_from(row: DeliveryRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: parsed("webhook_deliveries.id", &row.id, DeliveryId::parse)?,
            webhook_id: parsed("webhook_deliveries.webhook_id", &row.webhook_id, WebhookId::parse)?,
            resource: row.resource,
            resource_id: row.resource_id,
            resource_version: row.resource_version,
            kind: word("webhook_deliveries.kind", &row.kind)?,
            occurred_at: instant("webhook_deliveries.occurred_at", row.occurred_at)?,
            state: word("webhook_deliveries.state", &row.state)?,
            attempts: row.attempts,
            tries: row.tries,
            next_attempt_at: instant("webhook_deliveries.next_attempt_at", row.next_attempt_at)?,
            created_at: instant("webhook_deliveries.created_at", row.created_at)?,
            updated_at: instant("webhook_deliveries.updated_at", row.updated_at)?,
        })
    }
}

impl From<&DeliveryAttempt> for AttemptRow {
    fn from(attempt: &DeliveryAttempt) -> Self {
        Self {
            delivery_id: attempt.delivery_id.to_string(),
            number: attempt.number,
            at: attempt.at.micros(),
            duration_ms: attempt.duration_ms,
            status: attempt.status.map(i32::from),
            error: attempt.error.map(|error| error.to_string()),
        }
    }
}

impl TryFrom<AttemptRow> for DeliveryAttempt {
    type Error = StoreError;

    fn try_from(row: AttemptRow) -> Result<Self, StoreError> {
        Ok(Self {
            delivery_id: parsed("webhook_attempts.delivery_id", &row.delivery_id, DeliveryId::parse)?,
            number: row.number,
            at: instant("webhook_attempts.at", row.at)?,
            duration_ms: row.duration_ms,
            status: number_if("webhook_attempts.status", row.status)?,
            error: word_if("webhook_attempts.error", row.error.as_deref())?,
        })
    }
}
