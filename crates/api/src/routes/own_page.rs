//! 本人のページ: with a key from a letter instead of one of a body.

use actix_web::http::StatusCode;
use actix_web::{delete, get, patch, post};
use domain::{Actor, ConsentId, FaultCode, Faults};
use matching::once::{CreationAnswer, Once};
use matching::own_page::{
    IssuedAccess, answer_offer, correct_own_data, create_access_token as create, get_own_data,
    revoke_access_tokens as revoke, show_own_page as show, withdraw_own_application as withdraw,
    withdraw_own_consent,
};
use matching::{Engine, Replacement};

use super::Register;
use super::applications::id_of;
use crate::answer::{Answer, gone, ok};
use crate::creating::{self, placed};
use crate::dto::candidates::{CandidateBody, CandidateRequest};
use crate::dto::own_page::{AccessTokenRequest, AccessTokenResponse, OfferAnswerRequest, OwnPageResponse};
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::visitor::Visitor;
use crate::openapi::parameters::{IdPath, IdempotencyKey, OwnConsentPath, TokenPath};
use crate::patch::merge;
use crate::problem::Problem;

/// Make a key of a person's own page.
///
/// By the body that registered the person, who hands it to them: with it, and without any other key, the person sees
/// where the application stands and why, answers an offer, withdraws, corrects their data and withdraws consents. It is
/// told this once. Scope: `applications:write`.
#[utoipa::path(tag = "me", params(IdPath, IdempotencyKey), request_body = AccessTokenRequest,
    responses((status = 201, description = "Made.", body = AccessTokenResponse)))]
#[post("/applications/{id}/access-token")]
async fn create_access_token(caller: Caller, unread: Unread) -> Answer {
    let id = id_of(&caller)?;
    let make = move |engine: &Engine, actor: &Actor, days, once: &Once<'_, IssuedAccess>| {
        create(engine, actor, (id, days), once)
    };
    creating::create::<AccessTokenRequest, _>(&caller, unread, make, issued).await
}

/// 201 with the key, which is not told again to those who repeat the request.
fn issued(issued: &IssuedAccess) -> CreationAnswer {
    let answer = |body: AccessTokenResponse| {
        let place = format!("/api/v1/applications/{}", body.application_id);
        placed(StatusCode::CREATED, place, &body)
    };
    let repeated = answer(AccessTokenResponse::repeated(issued));
    CreationAnswer { repeated_body: Some(repeated.body), ..answer(AccessTokenResponse::of(issued)) }
}

/// Revoke the keys of a person's own page.
///
/// All of this application's, at once; to revoke again changes nothing. Scope: `applications:write`.
#[utoipa::path(tag = "me", params(IdPath), responses((status = 204, description = "They open nothing any more.")))]
#[delete("/applications/{id}/access-token")]
async fn revoke_access_tokens(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    caller.run(move |engine, actor| revoke(engine, actor, id)).await?;
    Ok(gone())
}

async fn page_of(visitor: &Visitor) -> Answer {
    let page = visitor.run(|engine, token, _| show(engine, token)).await?;
    ok(&OwnPageResponse::from(page))
}

/// Show a person their own page.
///
/// Needs no key but the one in the path; one that is unknown, expired or revoked is told like one that never was (404).
/// The stage in words with what happens next, two strengths, a gap and a next step, what is held and who may see it.
/// Nothing of anybody else, no rank, and no decision that was not told.
#[utoipa::path(tag = "me", params(TokenPath), security(()),
    responses((status = 200, description = "The page.", body = OwnPageResponse)))]
#[get("/me/{token}")]
async fn show_own_page(visitor: Visitor) -> Answer {
    page_of(&visitor).await
}

/// Withdraw one's own application.
///
/// Needs no key but the one in the path. What the application opened is closed in the next request.
#[utoipa::path(tag = "me", params(TokenPath), security(()),
    responses((status = 200, description = "Withdrawn.", body = OwnPageResponse)))]
#[post("/me/{token}/withdraw")]
async fn withdraw_own_application(visitor: Visitor) -> Answer {
    visitor.run(withdraw).await?;
    page_of(&visitor).await
}

/// Answer an offer.
///
/// Needs no key but the one in the path. Of several who accept at the same moment as many get a seat as there are (409
/// `no_seat_left`); when somebody declines, the next in line is offered the place.
#[utoipa::path(tag = "me", params(TokenPath), security(()), request_body = OfferAnswerRequest,
    responses((status = 200, description = "Answered.", body = OwnPageResponse)))]
#[post("/me/{token}/answer")]
async fn answer_own_offer(visitor: Visitor, unread: Unread) -> Answer {
    let answer = visitor.body::<OfferAnswerRequest>(unread).await?;
    visitor.run(move |engine, token, id| answer_offer(engine, token, id, answer)).await?;
    page_of(&visitor).await
}

/// Correct one's own data.
///
/// Needs no key but the one in the path. A merge patch (RFC 7396) of what is held of the person: `null` takes a field
/// away, what is left out stays. The key of the body that registered them stays that body's.
#[utoipa::path(tag = "me", params(TokenPath), security(()),
    request_body(content = CandidateRequest, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Corrected.", body = OwnPageResponse)))]
#[patch("/me/{token}/profile")]
async fn update_own_profile(visitor: Visitor, unread: Unread) -> Answer {
    // Whose page it is comes before what was sent: nothing of a body is read for somebody unknown.
    let held = visitor.run(|engine, token, _| get_own_data(engine, token)).await?;
    let patch = visitor.patch::<CandidateRequest>(unread).await?;
    if !patch.is_object() {
        return Err(Faults::one("", FaultCode::WrongType, "must be an object").into());
    }
    let version = held.version;
    let document = serde_json::to_value(CandidateBody::from(held.content)).map_err(Problem::internal)?;
    let content = visitor.read::<CandidateRequest>(merge(document, patch))?;
    let replacement = Replacement { content, expected: Some(version) };
    visitor
        .run(move |engine, token, id| correct_own_data(engine, token, id, replacement).map(|_| ()))
        .await?;
    page_of(&visitor).await
}

/// Withdraw one's own consent.
///
/// Needs no key but the one in the path. It opens nothing any more in the next request; to withdraw it again changes
/// nothing.
#[utoipa::path(tag = "me", params(OwnConsentPath), security(()),
    responses((status = 204, description = "Withdrawn.")))]
#[delete("/me/{token}/consents/{consent_id}")]
async fn delete_own_consent(visitor: Visitor) -> Answer {
    let id = visitor.path_id(("consent_id", "consent"), ConsentId::parse)?;
    visitor.run(move |engine, token, request| withdraw_own_consent(engine, token, request, id)).await?;
    Ok(gone())
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(create_access_token)
        .service(revoke_access_tokens)
        .service(show_own_page)
        .service(withdraw_own_application)
        .service(answer_own_offer)
        .service(update_own_profile)
        .service(delete_own_consent);
}
