//! 同意.

use actix_web::{delete, get, post};
use domain::{Actor, Consent, ConsentId};
use matching::Engine;
use matching::MatchingError;
use matching::consents::{
    create_consent as create, get_consent as find, list_consents as list, withdraw_consent as withdraw,
};
use matching::once::Once;

use super::Register;
use super::candidates::id_of as candidate_of;
use crate::answer::{Answer, gone, page, single};
use crate::creating::{self, record};
use crate::dto::consents::{ConsentPage, ConsentRequest, ConsentResponse};
use crate::etag::check_version;
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::query::NoFilter;
use crate::openapi::parameters::{ConsentPath, IdPath, IdempotencyKey, IfMatch, IfNoneMatch};
use crate::paging::PageQuery;
use crate::problem::Problem;

fn id_of(caller: &Caller) -> Result<ConsentId, Problem> {
    caller.path_id(("consent_id", "consent"), ConsentId::parse)
}

/// A withdrawn consent is found in the list only: by its id it is gone.
fn standing(consent: Consent) -> Result<Consent, MatchingError> {
    match consent.withdrawn_at {
        None => Ok(consent),
        Some(_) => Err(MatchingError::NotFound { resource: "consent" }),
    }
}

/// For its tag: a consent has no version of its own, because it changes only once, by being withdrawn.
fn version_of(consent: &Consent) -> i64 {
    if consent.withdrawn_at.is_none() { 1 } else { 2 }
}

/// Note a consent.
///
/// It opens the person to the recipient from the next request on. Scope: `candidates:write`.
#[utoipa::path(tag = "consents", params(IdPath, IdempotencyKey), request_body = ConsentRequest,
    responses((status = 201, description = "Noted.", body = ConsentResponse)))]
#[post("/candidates/{id}/consents")]
async fn create_consent(caller: Caller, unread: Unread) -> Answer {
    let candidate = candidate_of(&caller)?;
    let give = move |engine: &Engine, actor: &Actor, content, once: &Once<'_, Consent>| {
        create(engine, actor, (candidate, content), once)
    };
    creating::create::<ConsentRequest, _>(&caller, unread, give, |made| {
        let place = format!("/api/v1/candidates/{}/consents/{}", made.candidate_id, made.id);
        record(place, version_of(made), &ConsentResponse::from(made.clone()))
    })
    .await
}

/// List the consents of a person.
///
/// Withdrawn ones are shown too. Scope: `candidates:read`.
#[utoipa::path(tag = "consents", params(IdPath, PageQuery),
    responses((status = 200, description = "A page of consents.", body = ConsentPage)))]
#[get("/candidates/{id}/consents")]
async fn list_consents(caller: Caller) -> Answer {
    let candidate = candidate_of(&caller)?;
    let (query, NoFilter {}) = caller.list_query()?;
    let request = query.request(|text| ConsentId::parse(text).ok())?;
    let found = caller.run(move |engine, actor| list(engine, actor, candidate, &request)).await?;
    page::<ConsentPage, _, _>(caller.request(), found, |consent| consent.id.to_string())
}

/// Show a consent.
///
/// One that was withdrawn is found in the list only. Scope: `candidates:read`.
#[utoipa::path(tag = "consents", params(ConsentPath, IfNoneMatch),
    responses((status = 200, description = "The consent.", body = ConsentResponse)))]
#[get("/candidates/{id}/consents/{consent_id}")]
async fn get_consent(caller: Caller) -> Answer {
    let (candidate, id) = (candidate_of(&caller)?, id_of(&caller)?);
    let found =
        caller.run(move |engine, actor| find(engine, actor, candidate, id).and_then(standing)).await?;
    single(caller.request(), version_of(&found), &ConsentResponse::from(found))
}

/// Withdraw a consent.
///
/// It takes effect in this request: no later answer shows what it opened. Scope: `candidates:write`, and with `If-Match`
/// `candidates:read` too.
#[utoipa::path(tag = "consents", params(ConsentPath, IfMatch), responses((status = 204, description = "Withdrawn.")))]
#[delete("/candidates/{id}/consents/{consent_id}")]
async fn withdraw_consent(caller: Caller) -> Answer {
    let (candidate, id, expected) = (candidate_of(&caller)?, id_of(&caller)?, caller.expected()?);
    caller
        .run(move |engine, actor| {
            // Without a precondition nothing is read first: the scope to withdraw is not the scope to read.
            if expected.is_some() {
                check_version(expected, version_of(&find(engine, actor, candidate, id)?))?;
            }
            withdraw(engine, actor, candidate, id)
        })
        .await?;
    Ok(gone())
}

pub(super) fn configure(config: &mut impl Register) {
    config.service(create_consent).service(list_consents).service(get_consent).service(withdraw_consent);
}
