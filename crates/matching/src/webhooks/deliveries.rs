//! Looking at deliveries, trying an endpoint, and sending again what was sent or given up.

use domain::{
    Actor, Delivery, DeliveryAttempt, DeliveryId, DeliveryState, FaultCode, Faults, Page, PageRequest, Scope,
    Timestamp, Webhook, WebhookId, WebhookState,
};
pub use store::DeliveryFilter;
use store::Tx;

use super::fan_out::blank;
use super::find;
use crate::engine::Engine;
use crate::error::{ConflictCode, MatchingError};
use crate::permissions::require;

/// What is to be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replay {
    /// One delivery.
    One(DeliveryId),
    /// What happened from one instant up to another, the latter not included.
    Span {
        /// From when.
        from: Timestamp,
        /// Until when.
        until: Timestamp,
    },
}

/// The deliveries to an endpoint.
///
/// # Errors
/// None such.
pub fn list_deliveries(
    engine: &Engine,
    actor: &Actor,
    filter: &DeliveryFilter,
    page: &PageRequest<DeliveryId>,
) -> Result<Page<Delivery>, MatchingError> {
    require(actor, Scope::WebhooksRead)?;
    engine.store.read(|tx| {
        find(tx, actor, filter.webhook_id)?;
        Ok(tx.list_deliveries(filter, page)?)
    })
}

/// One delivery to an endpoint.
///
/// # Errors
/// None such.
pub fn get_delivery(
    engine: &Engine,
    actor: &Actor,
    (webhook_id, id): (WebhookId, DeliveryId),
) -> Result<Delivery, MatchingError> {
    require(actor, Scope::WebhooksRead)?;
    engine.store.read(|tx| {
        find(tx, actor, webhook_id)?;
        find_delivery(tx, webhook_id, id)
    })
}

/// The attempts at a delivery.
///
/// # Errors
/// None such.
pub fn list_attempts(
    engine: &Engine,
    actor: &Actor,
    (webhook_id, id): (WebhookId, DeliveryId),
    page: &PageRequest<i64>,
) -> Result<Page<DeliveryAttempt>, MatchingError> {
    require(actor, Scope::WebhooksRead)?;
    engine.store.read(|tx| {
        find(tx, actor, webhook_id)?;
        find_delivery(tx, webhook_id, id)?;
        Ok(tx.list_attempts(id, page)?)
    })
}

/// Sends a message that tells of nothing, whatever events the endpoint wants.
///
/// # Errors
/// None such; an endpoint that is disabled.
pub fn ping_webhook(engine: &Engine, actor: &Actor, id: WebhookId) -> Result<Delivery, MatchingError> {
    require(actor, Scope::WebhooksWrite)?;
    engine.write(|tx| {
        let webhook = find_active(tx, actor, id)?;
        let at = (engine.new_id(DeliveryId::from_parts), engine.now());
        let ping = Delivery { resource_version: webhook.version, ..blank(id, at) };
        tx.insert_deliveries(std::slice::from_ref(&ping))?;
        Ok(ping)
    })
}

/// Sends again, by the schedule from its beginning; says how many messages that are. They keep their ids, so that a
/// receiver can tell that it knows them.
///
/// # Errors
/// None such; an endpoint that is disabled; a span that ends before it begins.
pub fn replay_deliveries(
    engine: &Engine,
    actor: &Actor,
    id: WebhookId,
    replay: Replay,
) -> Result<usize, MatchingError> {
    require(actor, Scope::WebhooksWrite)?;
    if let Replay::Span { from, until } = replay
        && until <= from
    {
        return Err(Faults::one("/until", FaultCode::Contradiction, "must be after `from`").into());
    }
    engine.write(|tx| {
        find_active(tx, actor, id)?;
        let now = engine.now();
        match replay {
            Replay::Span { from, until } => Ok(tx.replay_deliveries(id, (from, until), now)?),
            Replay::One(delivery_id) => {
                let before = find_delivery(tx, id, delivery_id)?;
                let state = DeliveryState::Pending;
                tx.update_delivery(&Delivery {
                    state,
                    tries: 0,
                    next_attempt_at: now,
                    updated_at: now,
                    ..before
                })?;
                Ok(1)
            }
        }
    })
}

fn find_active(tx: &mut Tx<'_>, actor: &Actor, id: WebhookId) -> Result<Webhook, MatchingError> {
    let webhook = find(tx, actor, id)?;
    match webhook.state {
        WebhookState::Active => Ok(webhook),
        WebhookState::Disabled => Err(MatchingError::conflict(
            ConflictCode::WebhookDisabled,
            "the webhook is disabled: enable it first",
        )),
    }
}

fn find_delivery(tx: &mut Tx<'_>, webhook_id: WebhookId, id: DeliveryId) -> Result<Delivery, MatchingError> {
    tx.find_delivery(id)?
        .filter(|delivery| delivery.webhook_id == webhook_id)
        .ok_or_else(|| MatchingError::not_found("delivery"))
}
