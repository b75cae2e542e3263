//! What a receiver is told: the type of the event, when it happened, and which record. Never what is in the record.

use domain::{Delivery, DeliveryKind, OrganizationId, Timestamp, Webhook};
use serde::Serialize;

use super::Letter;

/// The payload of Standard Webhooks; its members stay in this order, so that a message has the same bytes each time.
#[derive(Serialize)]
struct Payload<'a> {
    #[serde(rename = "type")]
    event_type: &'a str,
    timestamp: Timestamp,
    data: Data<'a>,
}

#[derive(Serialize)]
struct Data<'a> {
    organization_id: OrganizationId,
    resource: &'a str,
    id: &'a str,
    version: i64,
    kind: DeliveryKind,
}

/// The message of a delivery, as it is sent now.
pub(super) fn letter(webhook: &Webhook, delivery: &Delivery, now: Timestamp) -> Letter {
    let payload = Payload {
        event_type: &delivery.event_type(),
        timestamp: delivery.occurred_at,
        data: Data {
            organization_id: webhook.organization_id,
            resource: &delivery.resource,
            id: &delivery.resource_id,
            version: delivery.resource_version,
            kind: delivery.kind,
        },
    };
    Letter {
        url: webhook.content.url.clone(),
        id: delivery.id.to_string(),
        at: now,
        body: serde_json::to_string(&payload).expect("its keys are texts, so it is JSON"),
        secrets: webhook.secrets_at(now).map(str::to_owned).collect(),
    }
}
