//! Making deliveries of changes: an endpoint's place in the outbox moves in the transaction that keeps its deliveries,
//! so no change is missed and none is told twice by mistake.

use domain::{
    ChangeKind, Delivery, DeliveryId, DeliveryKind, DeliveryState, PageRequest, Timestamp, Webhook,
    WebhookId, WebhookState,
};
use store::{ChangePlace, FollowedChange};

use crate::engine::Engine;
use crate::error::MatchingError;

/// Changes that one transaction takes.
const AT_ONCE: usize = 200;

/// Makes deliveries of some changes behind an endpoint's place; whether more follow.
pub(super) fn fan_out(engine: &Engine, id: WebhookId) -> Result<bool, MatchingError> {
    engine.store.write(|tx| {
        let active = |webhook: &Webhook| webhook.state == WebhookState::Active;
        let (Some(webhook), Some(place)) = (tx.find_webhook(id)?.filter(active), tx.find_webhook_place(id)?)
        else {
            return Ok(false);
        };
        let request = PageRequest { limit: AT_ONCE, after: Some(place) };
        let changes = tx.list_changes(webhook.organization_id, &request)?;
        let Some(last) = changes.items.last() else { return Ok(false) };
        let now = engine.now();
        let wanted = changes.items.iter().filter(|change| webhook.content.wants(&event_type(change)));
        let deliveries: Vec<Delivery> = wanted
            .zip(0..)
            .map(|(change, number)| delivery(id, change, (ordered_id(engine, now, number), now)))
            .collect();
        tx.insert_deliveries(&deliveries)?;
        tx.advance_webhook(id, last.place)?;
        Ok(changes.has_more)
    })
}

/// Whether changes of an endpoint's organization stand behind its place.
pub(super) fn is_behind(tx: &mut store::Tx<'_>, webhook: &Webhook) -> Result<bool, MatchingError> {
    let place: Option<ChangePlace> = tx.find_webhook_place(webhook.id)?;
    let request = PageRequest { limit: 1, after: place };
    Ok(place.is_some() && !tx.list_changes(webhook.organization_id, &request)?.items.is_empty())
}

/// A delivery that is due at once and tells of nothing yet.
pub(super) fn blank(webhook_id: WebhookId, (id, now): (DeliveryId, Timestamp)) -> Delivery {
    Delivery {
        id,
        webhook_id,
        resource: "webhook".to_owned(),
        resource_id: webhook_id.to_string(),
        resource_version: 1,
        kind: DeliveryKind::Ping,
        occurred_at: now,
        state: DeliveryState::Pending,
        attempts: 0,
        tries: 0,
        next_attempt_at: now,
        created_at: now,
        updated_at: now,
    }
}

fn delivery(webhook_id: WebhookId, change: &FollowedChange, at: (DeliveryId, Timestamp)) -> Delivery {
    Delivery {
        resource: change.resource.clone(),
        resource_id: change.resource_id.clone(),
        resource_version: change.version,
        kind: match change.kind {
            ChangeKind::Created => DeliveryKind::Created,
            ChangeKind::Updated => DeliveryKind::Updated,
            ChangeKind::Deleted => DeliveryKind::Deleted,
        },
        occurred_at: change.at,
        ..blank(webhook_id, at)
    }
}

fn event_type(change: &FollowedChange) -> String {
    format!("{}.{}", change.resource, change.kind)
}

/// An id that sorts behind those of lower numbers made at the same instant: deliveries are listed and begun in the
/// order of the changes. A UUIDv7 has room for 12 bits of it.
fn ordered_id(engine: &Engine, now: Timestamp, number: u16) -> DeliveryId {
    let mut random = [0; 10];
    engine.entropy.fill(&mut random);
    numbered_id(now, number, random)
}

fn numbered_id(now: Timestamp, number: u16, mut random: [u8; 10]) -> DeliveryId {
    random[..2].copy_from_slice(&number.to_be_bytes());
    DeliveryId::from_parts(now.unix_millis(), random)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_instant_sort_by_their_numbers() {
        let now = Timestamp::from_micros(1_760_000_000_000_000).unwrap();
        let last = u16::try_from(AT_ONCE).unwrap();
        for number in 0..last {
            let (before, after) =
                (numbered_id(now, number, [255; 10]), numbered_id(now, number + 1, [0; 10]));
            assert!(before < after && before.to_string() < after.to_string(), "{number}");
        }
    }
}
