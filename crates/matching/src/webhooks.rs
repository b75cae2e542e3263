//! Webhooks: endpoints that an organization wants to be told of its changes at, and the telling.
//!
//! An endpoint is told of every change behind its place in the outbox, at least once each, signed after Standard
//! Webhooks. What is sent names records and never holds what is in them. How a message travels is the carrier's.

use std::sync::Arc;

use domain::{
    Actor, ChangeKind, FaultCode, Faults, Page, PageRequest, Scope, Timestamp, Webhook, WebhookContent,
    WebhookId, WebhookSecret, WebhookState,
};
use store::Tx;

use crate::engine::Engine;
use crate::error::{Expected, MatchingError, Replacement, changed_meanwhile, check_version};
use crate::journal::Touched;
use crate::once::Once;
use crate::permissions::require;
use crate::secret;

mod carrier;
mod deliveries;
mod dispatch;
mod fan_out;
mod message;
mod outcome;

pub use carrier::{Answer, Carrier, Letter};
pub use deliveries::{
    DeliveryFilter, Replay, get_delivery, list_attempts, list_deliveries, ping_webhook, replay_deliveries,
};
pub use dispatch::work;

/// Secrets that are valid at the same time.
const MOST_SECRETS: usize = 5;

/// An endpoint whose secret was just made; it is shown this once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevealedWebhook {
    /// The record.
    pub webhook: Webhook,
    /// `whsec_` and base64.
    pub secret: String,
}

impl Engine {
    /// Says who carries messages; without a carrier no endpoint can be made. The first one stays.
    pub fn carry_webhooks_with(&self, carrier: Arc<dyn Carrier>) {
        drop(self.carrier.set(carrier));
    }
}

/// Makes an endpoint, which is told of what changes from now on.
///
/// # Errors
/// Faults; an address that nothing is sent to.
pub fn create_webhook(
    engine: &Engine,
    actor: &Actor,
    content: WebhookContent,
    once: &Once<'_, RevealedWebhook>,
) -> Result<RevealedWebhook, MatchingError> {
    require(actor, Scope::WebhooksWrite)?;
    let content = checked(engine, content)?;
    engine.write(|tx| {
        let (at, secret) = (engine.now(), secret::make_signing(engine.entropy.as_ref()));
        let webhook = Webhook {
            id: engine.new_id(WebhookId::from_parts),
            organization_id: actor.organization_id,
            version: 1,
            content: content.clone(),
            state: WebhookState::Active,
            disabled_reason: None,
            secrets: vec![WebhookSecret { text: secret.clone(), valid_until: None }],
            created_at: at,
            updated_at: at,
        };
        let place = tx.last_change_place()?;
        tx.insert_webhook(&webhook, place)?;
        engine.record(tx, actor, touched(&webhook, "created", ChangeKind::Created))?;
        let revealed = RevealedWebhook { webhook, secret };
        once.keep((engine, tx, actor), &revealed, None)?;
        Ok(revealed)
    })
}

/// One endpoint of the actor's organization.
///
/// # Errors
/// None such.
pub fn get_webhook(engine: &Engine, actor: &Actor, id: WebhookId) -> Result<Webhook, MatchingError> {
    require(actor, Scope::WebhooksRead)?;
    engine.store.read(|tx| find(tx, actor, id))
}

/// The endpoints of the actor's organization.
///
/// # Errors
/// A missing scope.
pub fn list_webhooks(
    engine: &Engine,
    actor: &Actor,
    page: &PageRequest<WebhookId>,
) -> Result<Page<Webhook>, MatchingError> {
    require(actor, Scope::WebhooksRead)?;
    engine.store.read(|tx| Ok(tx.list_webhooks(actor.organization_id, page)?))
}

/// Replaces what is written of an endpoint. What is already to be delivered goes to the new address.
///
/// # Errors
/// Faults, none such, another version.
pub fn replace_webhook(
    engine: &Engine,
    actor: &Actor,
    id: WebhookId,
    replacement: Replacement<WebhookContent>,
) -> Result<Webhook, MatchingError> {
    require(actor, Scope::WebhooksWrite)?;
    let Replacement { content, expected } = replacement;
    let content = checked(engine, content)?;
    engine.write(|tx| {
        let before = find(tx, actor, id)?;
        check_version(expected, before.version)?;
        save((engine, actor), tx, Webhook { content: content.clone(), ..before }, "updated")
    })
}

/// Forgets an endpoint, its deliveries included.
///
/// # Errors
/// None such, another version.
pub fn delete_webhook(
    engine: &Engine,
    actor: &Actor,
    id: WebhookId,
    expected: Expected,
) -> Result<(), MatchingError> {
    require(actor, Scope::WebhooksWrite)?;
    engine.write(|tx| {
        let before = find(tx, actor, id)?;
        check_version(expected, before.version)?;
        if !tx.delete_webhook(id, before.version)? {
            return Err(changed_meanwhile());
        }
        let gone = Webhook { version: before.version + 1, updated_at: engine.now(), ..before };
        engine.record(tx, actor, touched(&gone, "deleted", ChangeKind::Deleted))
    })
}

/// Makes a new secret. Those before it sign for so many hours more, beside it; with 0 they end at once.
///
/// # Errors
/// None such; hours out of range; too many secrets at the same time.
pub fn rotate_webhook_secret(
    engine: &Engine,
    actor: &Actor,
    id: WebhookId,
    overlap_hours: i64,
) -> Result<RevealedWebhook, MatchingError> {
    require(actor, Scope::WebhooksWrite)?;
    let mut faults = Faults::default();
    domain::limits::range("/overlap_hours", overlap_hours, domain::webhook::OVERLAP_HOURS, &mut faults);
    faults.guard(())?;
    engine.write(|tx| {
        let before = find(tx, actor, id)?;
        let (at, secret) = (engine.now(), secret::make_signing(engine.entropy.as_ref()));
        let end = at.plus_seconds(overlap_hours * 3600);
        let mut secrets = vec![WebhookSecret { text: secret.clone(), valid_until: None }];
        secrets.extend(ending(&before.secrets, at, end));
        if secrets.len() > MOST_SECRETS {
            let detail = format!(
                "{MOST_SECRETS} secrets are valid already: wait until one ends, or end them all with 0"
            );
            return Err(Faults::one("/overlap_hours", FaultCode::NotAllowed, detail).into());
        }
        let webhook = save((engine, actor), tx, Webhook { secrets, ..before }, "secret_rotated")?;
        Ok(RevealedWebhook { webhook, secret: secret.clone() })
    })
}

/// Sends to an endpoint again: it is told of everything since it was disabled. What was cancelled then can be replayed.
/// One that is active stays as it is.
///
/// # Errors
/// None such.
pub fn enable_webhook(engine: &Engine, actor: &Actor, id: WebhookId) -> Result<Webhook, MatchingError> {
    require(actor, Scope::WebhooksWrite)?;
    engine.write(|tx| {
        let before = find(tx, actor, id)?;
        if before.state == WebhookState::Active {
            return Ok(before);
        }
        let active = Webhook { state: WebhookState::Active, disabled_reason: None, ..before };
        save((engine, actor), tx, active, "enabled")
    })
}

/// The secrets that are valid at an instant, ending no later than another one.
fn ending(secrets: &[WebhookSecret], at: Timestamp, end: Timestamp) -> Vec<WebhookSecret> {
    let shortened = secrets.iter().map(|secret| WebhookSecret {
        valid_until: Some(secret.valid_until.map_or(end, |until| until.min(end))),
        ..secret.clone()
    });
    shortened.filter(|secret| secret.valid_until > Some(at)).collect()
}

fn checked(engine: &Engine, content: WebhookContent) -> Result<WebhookContent, MatchingError> {
    let content = content.checked()?;
    let refusal = match engine.carrier.get() {
        Some(carrier) => carrier.check(&content.url).err(),
        None => Some("cannot be sent to: this server sends no webhooks".to_owned()),
    };
    match refusal {
        None => Ok(content),
        Some(detail) => Err(Faults::one("/url", FaultCode::NotAllowed, detail).into()),
    }
}

fn find(tx: &mut Tx<'_>, actor: &Actor, id: WebhookId) -> Result<Webhook, MatchingError> {
    tx.find_webhook(id)?
        .filter(|webhook| webhook.organization_id == actor.organization_id)
        .ok_or_else(|| MatchingError::not_found("webhook"))
}

fn save(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    changed: Webhook,
    act: &str,
) -> Result<Webhook, MatchingError> {
    let after = Webhook { version: changed.version + 1, updated_at: engine.now(), ..changed };
    if !tx.update_webhook(&after, after.version - 1)? {
        return Err(changed_meanwhile());
    }
    engine.record(tx, actor, touched(&after, act, ChangeKind::Updated))?;
    Ok(after)
}

fn touched<'a>(webhook: &Webhook, act: &'a str, kind: ChangeKind) -> Touched<'a> {
    Touched {
        resource: "webhook",
        id: webhook.id.to_string(),
        owner: webhook.organization_id,
        version: webhook.version,
        act,
        kind,
        at: webhook.updated_at,
    }
}
