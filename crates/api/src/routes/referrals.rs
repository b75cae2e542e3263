//! 引き合わせ・回付.

use actix_web::http::StatusCode;
use actix_web::{get, post};
use domain::{Actor, ReferralId};
use matching::referrals::{
    ReferralView, accept_referral as accept, create_referral as create, decline_referral as decline,
    end_referral as end, get_referral as find, list_referrals as list,
};
use matching::{Engine, Expected, MatchingError};

use super::Register;
use crate::answer::{Answer, changed, ok, page};
use crate::creating::{self, record};
use crate::dto::referrals::{ReasonRequest, ReferralPage, ReferralQuery, ReferralRequest, ReferralResponse};
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::openapi::parameters::{IdPath, IdempotencyKey, IfMatch};
use crate::paging::PageQuery;
use crate::problem::Problem;

fn id_of(caller: &Caller) -> Result<ReferralId, Problem> {
    caller.path_id(("id", "referral"), ReferralId::parse)
}

/// Pass a person or a posting to an allied body.
///
/// A person only as far as a consent to the recipient reaches; it can be written down in the same call. An own person or
/// posting, or one that was referred to the caller's body and that it has accepted. Scope: `alliances:write`.
#[utoipa::path(tag = "referrals", params(IdempotencyKey), request_body = ReferralRequest,
    responses((status = 201, description = "Passed.", body = ReferralResponse)))]
#[post("/referrals")]
async fn create_referral(caller: Caller, unread: Unread) -> Answer {
    creating::create::<ReferralRequest, _>(&caller, unread, create, |view: &ReferralView| {
        let place = format!("/api/v1/referrals/{}", view.referral.id);
        record(place, view.referral.version, &ReferralResponse::from(view.clone()))
    })
    .await
}

/// List the referrals.
///
/// Those from and to the caller's body. Scope: `alliances:read`.
#[utoipa::path(tag = "referrals", params(PageQuery, ReferralQuery),
    responses((status = 200, description = "A page of referrals.", body = ReferralPage)))]
#[get("/referrals")]
async fn list_referrals(caller: Caller) -> Answer {
    let (query, filter): (PageQuery, ReferralQuery) = caller.list_query()?;
    let request = query.request(|text| ReferralId::parse(text).ok())?;
    let found = caller.run(move |engine, actor| list(engine, actor, filter.into(), &request)).await?;
    page::<ReferralPage, _, _>(caller.request(), found, |view| view.referral.id.to_string())
}

/// Show a referral.
///
/// What it shows of the person is what consents open at this moment, so it has no tag. Scope: `alliances:read`.
#[utoipa::path(tag = "referrals", params(IdPath),
    responses((status = 200, description = "The referral.", body = ReferralResponse)))]
#[get("/referrals/{id}")]
async fn get_referral(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.run(move |engine, actor| find(engine, actor, id)).await?;
    ok(&ReferralResponse::from(found))
}

/// Accept a referral.
///
/// By the recipient. Of a posting: from now on it may act on that posting as a coordinator does, until the referral ends.
/// Scope: `alliances:write`.
#[utoipa::path(tag = "referrals", params(IdPath, IfMatch), request_body = ReasonRequest,
    responses((status = 200, description = "Accepted.", body = ReferralResponse)))]
#[post("/referrals/{id}/accept")]
async fn accept_referral(caller: Caller, unread: Unread) -> Answer {
    answer(&caller, unread, accept).await
}

/// Decline a referral.
///
/// By the recipient, with a reason. Scope: `alliances:write`.
#[utoipa::path(tag = "referrals", params(IdPath, IfMatch), request_body = ReasonRequest,
    responses((status = 200, description = "Declined.", body = ReferralResponse)))]
#[post("/referrals/{id}/decline")]
async fn decline_referral(caller: Caller, unread: Unread) -> Answer {
    answer(&caller, unread, decline).await
}

/// End a referral.
///
/// The sender takes an open one back, and either body ends an accepted one. Of a posting, what was passed on from there
/// ends with it. Scope: `alliances:write`.
#[utoipa::path(tag = "referrals", params(IdPath, IfMatch), request_body = ReasonRequest,
    responses((status = 200, description = "Ended.", body = ReferralResponse)))]
#[post("/referrals/{id}/end")]
async fn end_referral(caller: Caller, unread: Unread) -> Answer {
    answer(&caller, unread, end).await
}

type Step =
    fn(&Engine, &Actor, ReferralId, (Option<String>, Expected)) -> Result<ReferralView, MatchingError>;

async fn answer(caller: &Caller, unread: Unread, step: Step) -> Answer {
    let (id, expected) = (id_of(caller)?, caller.expected()?);
    let reason = caller.body::<ReasonRequest>(unread).await?;
    let now = caller.run(move |engine, actor| step(engine, actor, id, (reason, expected))).await?;
    changed(StatusCode::OK, now.referral.version, &ReferralResponse::from(now))
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(create_referral)
        .service(list_referrals)
        .service(get_referral)
        .service(accept_referral)
        .service(decline_referral)
        .service(end_referral);
}
