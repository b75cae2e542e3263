//! Sending what is due: a few messages at a time to each endpoint and a bounded number in all, each on a thread of its
//! own, so that a slow receiver holds up nobody but itself.
//!
//! What was under way when the program was killed is still pending in the database and is sent again. Two programs over
//! one database would both send.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, Scope};
use std::time::Duration;

use domain::{Delivery, DeliveryId, DeliveryState, Webhook, WebhookId, WebhookState};

use super::Carrier;
use super::fan_out::{fan_out, is_behind};
use super::message::letter;
use super::outcome::{Attempted, keep};
use crate::engine::Engine;
use crate::error::MatchingError;

/// Messages under way to one endpoint.
const EACH: usize = 4;
/// Messages under way in all.
const ALL: usize = 64;
/// How long a look waits for further writes, so that a burst of them costs few looks.
const GATHERS: Duration = Duration::from_millis(20);
/// How long to wait before an outcome that could not be written down is written again.
const WRITES_AGAIN: Duration = Duration::from_millis(500);

/// What is under way.
#[derive(Default)]
struct UnderWay(Mutex<HashMap<WebhookId, HashSet<DeliveryId>>>);

/// A message that is under way until it is dropped.
struct Place<'a> {
    all: &'a UnderWay,
    engine: &'a Engine,
    webhook_id: WebhookId,
    delivery_id: DeliveryId,
}

/// What there is to do.
struct Look {
    behind: Vec<WebhookId>,
    due: Vec<Delivery>,
}

/// Sends until `stop` is set, then lets what is under way come to its end: the body of the dispatcher's thread. Without
/// a carrier there is nothing to do.
pub fn work(engine: &Engine, stop: &AtomicBool) {
    let Some(carrier) = engine.carrier.get() else { return };
    let under_way = UnderWay::default();
    thread::scope(|scope| {
        while !stop.load(Ordering::Acquire) {
            match round((engine, carrier, stop), scope, &under_way) {
                Ok(true) => {}
                Ok(false) => {
                    engine.webhook_bell.wait();
                    thread::sleep(GATHERS);
                }
                Err(error) => {
                    tracing::error!(error = %error, "webhooks cannot be dispatched");
                    engine.webhook_bell.wait();
                }
            }
        }
    });
}

/// Makes deliveries of what has changed and begins what is due; whether there is more to do at once.
fn round<'scope, 'env>(
    (engine, carrier, stop): (&'env Engine, &'env Arc<dyn Carrier>, &'env AtomicBool),
    scope: &'scope Scope<'scope, 'env>,
    under_way: &'env UnderWay,
) -> Result<bool, MatchingError> {
    let look = look(engine, under_way)?;
    let mut more = !look.behind.is_empty();
    for id in look.behind {
        more |= fan_out(engine, id)?;
    }
    for delivery in look.due {
        let Some(place) = under_way.begin(engine, &delivery) else { continue };
        let begun = thread::Builder::new().name("webhook".to_owned()).spawn_scoped(scope, move || {
            let _place = place;
            match still_due(engine, &delivery) {
                Ok(Some((webhook, delivery))) => {
                    let attempted = attempt((engine, carrier.as_ref()), &webhook, delivery);
                    write_down(engine, &attempted, stop);
                }
                Ok(None) => {}
                Err(error) => tracing::warn!(error = %error, "a delivery cannot be read; it is tried again"),
            }
        });
        if let Err(error) = begun {
            tracing::warn!(error = %error, "no thread for a webhook; it is tried again");
            return Ok(false);
        }
    }
    Ok(more)
}

fn look(engine: &Engine, under_way: &UnderWay) -> Result<Look, MatchingError> {
    let now = engine.now();
    engine.store.read(|tx| {
        let (mut behind, mut due) = (Vec::new(), Vec::new());
        for webhook in tx.list_active_webhooks()? {
            if is_behind(tx, &webhook)? {
                behind.push(webhook.id);
            }
            if under_way.has_room(webhook.id) {
                // Those under way are still pending: as many more are looked at.
                let found = tx.list_due_deliveries(webhook.id, now, 2 * EACH)?;
                due.extend(found);
            }
        }
        // The longest due first, so that nobody is served before everybody else again and again.
        due.sort_by_key(|delivery| delivery.next_attempt_at);
        Ok(Look { behind, due })
    })
}

/// The delivery and its endpoint as they are now: since it was looked at, it may have been delivered by the one who was
/// under way with it then.
fn still_due(engine: &Engine, seen: &Delivery) -> Result<Option<(Webhook, Delivery)>, MatchingError> {
    let now = engine.now();
    engine.store.read(|tx| {
        let is_due =
            |delivery: &Delivery| delivery.state == DeliveryState::Pending && delivery.next_attempt_at <= now;
        let delivery = tx.find_delivery(seen.id)?.filter(is_due);
        let webhook = tx.find_webhook(seen.webhook_id)?;
        Ok(webhook.filter(|webhook| webhook.state == WebhookState::Active).zip(delivery))
    })
}

fn attempt((engine, carrier): (&Engine, &dyn Carrier), webhook: &Webhook, delivery: Delivery) -> Attempted {
    let letter = letter(webhook, &delivery, engine.now());
    let answer = carrier.carry(&letter);
    let mut jitter = [0; 2];
    engine.entropy.fill(&mut jitter);
    match &answer {
        Ok(answer) => tracing::debug!(delivery_id = %delivery.id, status = answer.status, "webhook sent"),
        Err(error) => tracing::debug!(delivery_id = %delivery.id, error = %error, "webhook not sent"),
    }
    Attempted {
        delivery,
        begun_at: letter.at,
        ended_at: engine.now(),
        answer,
        jitter: u16::from_be_bytes(jitter),
    }
}

/// Writes down what became of a message. Until that is done it stays under way: a database that takes no writes must
/// not make us send the same message again and again.
fn write_down(engine: &Engine, attempted: &Attempted, stop: &AtomicBool) {
    while let Err(error) = keep(engine, attempted) {
        tracing::warn!(delivery_id = %attempted.delivery.id, error = %error, "a delivery cannot be written down");
        if stop.load(Ordering::Acquire) {
            return;
        }
        thread::sleep(WRITES_AGAIN);
    }
}

impl UnderWay {
    fn lock(&self) -> MutexGuard<'_, HashMap<WebhookId, HashSet<DeliveryId>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn has_room(&self, webhook_id: WebhookId) -> bool {
        let all = self.lock();
        all.get(&webhook_id).map_or(0, HashSet::len) < EACH
            && all.values().map(HashSet::len).sum::<usize>() < ALL
    }

    /// A place for a message that is not under way, where there is room for it.
    fn begin<'a>(&'a self, engine: &'a Engine, delivery: &Delivery) -> Option<Place<'a>> {
        if !self.has_room(delivery.webhook_id) {
            return None;
        }
        let is_new = self.lock().entry(delivery.webhook_id).or_default().insert(delivery.id);
        let place = || Place { all: self, engine, webhook_id: delivery.webhook_id, delivery_id: delivery.id };
        is_new.then(place)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut all = self.all.lock();
        if let Some(own) = all.get_mut(&self.webhook_id) {
            own.remove(&self.delivery_id);
            if own.is_empty() {
                all.remove(&self.webhook_id);
            }
        }
        drop(all);
        self.engine.webhook_bell.ring();
    }
}
