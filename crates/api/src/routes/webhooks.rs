//! ウェブフック: endpoints that are told of changes.

use actix_web::http::StatusCode;
use actix_web::{delete, get, patch, post, put};
use domain::{Actor, DeliveryId, DeliveryState, Webhook, WebhookContent, WebhookId};
use matching::once::CreationAnswer;
use matching::webhooks::{
    DeliveryFilter, create_webhook as create, delete_webhook as forget, enable_webhook as enable,
    get_webhook as find, list_attempts as attempts, list_deliveries as deliveries, list_webhooks as list,
    ping_webhook as ping, replace_webhook as replace, replay_deliveries as replay,
    rotate_webhook_secret as rotate,
};
use matching::{Engine, MatchingError, Replacement};
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

use super::Register;
use crate::answer::{Answer, changed, gone, json, page, single};
use crate::creating::{self, record};
use crate::dto::vocabulary;
use crate::dto::webhooks::{
    DeliveryResponse, ReplayRequest, ReplayResponse, RevealedWebhookResponse, SecretRotationRequest,
    WebhookAttemptPage, WebhookBody, WebhookDeliveryPage, WebhookPage, WebhookRequest, WebhookResponse,
};
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::query::NoFilter;
use crate::openapi::parameters::{DeliveryPath, IdPath, IdempotencyKey, IfMatch, IfNoneMatch};
use crate::paging::PageQuery;
use crate::patching::{Patched, patch as patch_record};
use crate::problem::Problem;

/// Which deliveries are listed.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct DeliveryQuery {
    /// Only those in this state; `dead` are the dead letters.
    #[param(value_type = Option<vocabulary::DeliveryState>)]
    state: Option<DeliveryState>,
}

impl Patched for WebhookRequest {
    type Id = WebhookId;
    type Read = Webhook;
    type Written = Webhook;

    fn read(engine: &Engine, actor: &Actor, id: WebhookId) -> Result<Webhook, MatchingError> {
        find(engine, actor, id)
    }

    fn shown(record: Webhook) -> (i64, Value) {
        (record.version, serde_json::json!(WebhookBody::from(record.content)))
    }

    fn write(
        engine: &Engine,
        actor: &Actor,
        id: WebhookId,
        replacement: Replacement<WebhookContent>,
    ) -> Result<Webhook, MatchingError> {
        replace(engine, actor, id, replacement)
    }
}

fn id_of(caller: &Caller) -> Result<WebhookId, Problem> {
    caller.path_id(("id", "webhook"), WebhookId::parse)
}

/// Make a webhook.
///
/// It is told of every change of the caller's own records from now on, and of the applications to its postings, in the
/// form of Standard Webhooks: a POST of `{"type": "candidate.updated", "timestamp": "…", "data": {"organization_id",
/// "resource", "id", "version", "kind"}}` with `webhook-id`, `webhook-timestamp` and `webhook-signature`. No values are
/// sent: read the record for those.
///
/// The types: `organization.created`, `organization.updated`, `api_key.created`, `api_key.updated`, `agreement.created`,
/// `agreement.updated`, `posting.created`, `posting.updated`, `posting.deleted`, `candidate.created`,
/// `candidate.updated`, `candidate.deleted`, `application.created`, `application.updated`, `application.deleted`,
/// `decision.created`,
/// `decision.updated`, `notice_batch.created`, `notice_batch.updated`, `match_run.created`, `import.created`, `outcome_event.created`, `webhook.created`, `webhook.updated`,
/// `user.created`, `user.updated`, `engagement.created`, `engagement.updated`, `engagement.deleted`,
/// `ledger_entry.created`, `ledger_entry.updated`, `ledger_entry.deleted`, `alliance.created`, `alliance.updated`,
/// `directory_entry.created`, `directory_entry.updated`, `directory_entry.deleted`, `encounter.created`,
/// `encounter.updated`, `encounter.deleted`, `cohort.created`, `cohort.updated`, `course.created`,
/// `course.updated`, `enrollment.created`, `enrollment.updated`, `survey.created`, `survey.updated`,
/// `region_group.created`, `region_group.updated`, `region_group.deleted`, `program.created`, `program.updated`,
/// `program.deleted`, `round.created`, `round.updated`, `round.deleted`, `event.created`, `event.updated`,
/// `event.deleted`, `attendance.created`, `attendance.updated`, `attendance.deleted`,
/// `webhook.deleted`, and `webhook.ping` when asked for. A webhook without `event_types` is told of all of them, and of
/// those that are still to come.
///
/// An answer 2xx within 15 seconds is success; redirects are not followed; 410 disables the webhook; any other answer is
/// followed by further attempts after 5 seconds, 5 and 30 minutes, 2, 5, 10, 14, 20 and 24 hours (each up to a tenth
/// later, and no sooner than a `Retry-After` with 429 or 503 says), and then the message is dead. A message may come
/// more than once, with the same `webhook-id`, and out of order. The answer holds the secret, this once. Scope:
/// `webhooks:write`.
#[utoipa::path(tag = "webhooks", params(IdempotencyKey), request_body = WebhookRequest,
    responses((status = 201, description = "Made.", body = RevealedWebhookResponse)))]
#[post("/webhooks")]
async fn create_webhook(caller: Caller, unread: Unread) -> Answer {
    creating::create::<WebhookRequest, _>(&caller, unread, create, |made| {
        let answer = |made: RevealedWebhookResponse| {
            let place = format!("/api/v1/webhooks/{}", made.webhook.id);
            record(place, made.webhook.version, &made)
        };
        let repeated = answer(RevealedWebhookResponse::repeated(made.clone()));
        CreationAnswer {
            repeated_body: Some(repeated.body),
            ..answer(RevealedWebhookResponse::from(made.clone()))
        }
    })
    .await
}

/// List the webhooks.
///
/// Disabled ones too. Scope: `webhooks:read`.
#[utoipa::path(tag = "webhooks", params(PageQuery),
    responses((status = 200, description = "A page of webhooks.", body = WebhookPage)))]
#[get("/webhooks")]
async fn list_webhooks(caller: Caller) -> Answer {
    let (query, NoFilter {}) = caller.list_query()?;
    let request = query.request(|text| WebhookId::parse(text).ok())?;
    let found = caller.run(move |engine, actor| list(engine, actor, &request)).await?;
    page::<WebhookPage, _, _>(caller.request(), found, |webhook| webhook.id.to_string())
}

/// Show a webhook.
///
/// Never its secrets. Scope: `webhooks:read`.
#[utoipa::path(tag = "webhooks", params(IdPath, IfNoneMatch),
    responses((status = 200, description = "The webhook.", body = WebhookResponse)))]
#[get("/webhooks/{id}")]
async fn get_webhook(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.run(move |engine, actor| find(engine, actor, id)).await?;
    single(caller.request(), found.version, &WebhookResponse::from(found))
}

/// Replace a webhook.
///
/// What is still to be delivered goes to the new address. Scope: `webhooks:write`.
#[utoipa::path(tag = "webhooks", params(IdPath, IfMatch), request_body = WebhookRequest,
    responses((status = 200, description = "Replaced.", body = WebhookResponse)))]
#[put("/webhooks/{id}")]
async fn replace_webhook(caller: Caller, unread: Unread) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let content = caller.body::<WebhookRequest>(unread).await?;
    let replacement = Replacement { content, expected };
    let now = caller.run(move |engine, actor| replace(engine, actor, id, replacement)).await?;
    changed(StatusCode::OK, now.version, &WebhookResponse::from(now))
}

/// Change some fields of a webhook.
///
/// A merge patch (RFC 7396): `null` takes a field away, what is left out stays. Scopes: `webhooks:read` and
/// `webhooks:write`.
#[utoipa::path(tag = "webhooks", params(IdPath, IfMatch),
    request_body(content = WebhookRequest, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = WebhookResponse)))]
#[patch("/webhooks/{id}")]
async fn update_webhook(caller: Caller, unread: Unread) -> Answer {
    let id = id_of(&caller)?;
    let now = patch_record::<WebhookRequest>(&caller, unread, id).await?;
    changed(StatusCode::OK, now.version, &WebhookResponse::from(now))
}

/// Delete a webhook.
///
/// With its deliveries, those still to be made included. Scope: `webhooks:write`.
#[utoipa::path(tag = "webhooks", params(IdPath, IfMatch), responses((status = 204, description = "Deleted.")))]
#[delete("/webhooks/{id}")]
async fn delete_webhook(caller: Caller) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    caller.run(move |engine, actor| forget(engine, actor, id, expected)).await?;
    Ok(gone())
}

/// Rotate a webhook's secret.
///
/// Messages are signed with the new secret and, for the hours stated, with those before it too. The answer holds the
/// new secret, this once. Scope: `webhooks:write`.
#[utoipa::path(tag = "webhooks", params(IdPath), request_body = SecretRotationRequest,
    responses((status = 200, description = "Rotated.", body = RevealedWebhookResponse)))]
#[post("/webhooks/{id}/rotate-secret")]
async fn rotate_webhook_secret(caller: Caller, unread: Unread) -> Answer {
    let id = id_of(&caller)?;
    let hours = caller.body::<SecretRotationRequest>(unread).await?;
    let now = caller.run(move |engine, actor| rotate(engine, actor, id, hours)).await?;
    changed(StatusCode::OK, now.webhook.version, &RevealedWebhookResponse::from(now))
}

/// Ping a webhook.
///
/// Sends a message of the type `webhook.ping`, whatever events the webhook wants; its delivery is listed like any other.
/// Scope: `webhooks:write`.
#[utoipa::path(tag = "webhooks", params(IdPath),
    responses((status = 200, description = "On its way.", body = DeliveryResponse)))]
#[post("/webhooks/{id}/ping")]
async fn ping_webhook(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let made = caller.run(move |engine, actor| ping(engine, actor, id)).await?;
    json(StatusCode::OK, &DeliveryResponse::from(made))
}

/// Enable a webhook.
///
/// It is told of everything since it was disabled; what was cancelled then can be replayed. Scope: `webhooks:write`.
#[utoipa::path(tag = "webhooks", params(IdPath),
    responses((status = 200, description = "Enabled.", body = WebhookResponse)))]
#[post("/webhooks/{id}/enable")]
async fn enable_webhook(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let now = caller.run(move |engine, actor| enable(engine, actor, id)).await?;
    changed(StatusCode::OK, now.version, &WebhookResponse::from(now))
}

/// List the deliveries of a webhook.
///
/// The oldest first. Scope: `webhooks:read`.
#[utoipa::path(tag = "webhooks", params(IdPath, PageQuery, DeliveryQuery),
    responses((status = 200, description = "A page of deliveries.", body = WebhookDeliveryPage)))]
#[get("/webhooks/{id}/deliveries")]
async fn list_webhook_deliveries(caller: Caller) -> Answer {
    let webhook_id = id_of(&caller)?;
    let (query, asked): (_, DeliveryQuery) = caller.list_query()?;
    let request = query.request(|text| DeliveryId::parse(text).ok())?;
    let filter = DeliveryFilter { webhook_id, state: asked.state };
    let found = caller.run(move |engine, actor| deliveries(engine, actor, &filter, &request)).await?;
    page::<WebhookDeliveryPage, _, _>(caller.request(), found, |delivery| delivery.id.to_string())
}

/// List the attempts at a delivery.
///
/// What the receiver wrote is not kept. Scope: `webhooks:read`.
#[utoipa::path(tag = "webhooks", params(DeliveryPath, PageQuery),
    responses((status = 200, description = "A page of attempts.", body = WebhookAttemptPage)))]
#[get("/webhooks/{id}/deliveries/{delivery_id}/attempts")]
async fn list_webhook_attempts(caller: Caller) -> Answer {
    let whose = (id_of(&caller)?, caller.path_id(("delivery_id", "delivery"), DeliveryId::parse)?);
    let (query, NoFilter {}) = caller.list_query()?;
    let request = query.request(|text| text.parse::<i64>().ok())?;
    let found = caller.run(move |engine, actor| attempts(engine, actor, whose, &request)).await?;
    page::<WebhookAttemptPage, _, _>(caller.request(), found, |attempt| attempt.number.to_string())
}

/// Send deliveries of a webhook again.
///
/// One delivery, or all of what happened in a span of time that is not still to be delivered. The messages keep their
/// ids. Scope: `webhooks:write`.
#[utoipa::path(tag = "webhooks", params(IdPath), request_body = ReplayRequest,
    responses((status = 200, description = "On their way.", body = ReplayResponse)))]
#[post("/webhooks/{id}/replay")]
async fn replay_webhook_deliveries(caller: Caller, unread: Unread) -> Answer {
    let id = id_of(&caller)?;
    let wanted = caller.body::<ReplayRequest>(unread).await?;
    let replayed = caller.run(move |engine, actor| replay(engine, actor, id, wanted)).await?;
    json(StatusCode::OK, &ReplayResponse { replayed })
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(create_webhook)
        .service(list_webhooks)
        .service(get_webhook)
        .service(replace_webhook)
        .service(update_webhook)
        .service(delete_webhook)
        .service(rotate_webhook_secret)
        .service(ping_webhook)
        .service(enable_webhook)
        .service(list_webhook_deliveries)
        .service(list_webhook_attempts)
        .service(replay_webhook_deliveries);
}
