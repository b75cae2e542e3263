//! 決定.

use actix_web::http::StatusCode;
use actix_web::{get, post};
use domain::{Actor, Decision, DecisionId};
use matching::Engine;
use matching::decisions::{
    SettleDecision, Verdict, create_decision as decide, get_decision as find,
    get_decision_ranking as ranking, list_decisions as list, settle_decision as settle,
};
use matching::once::Once;

use super::{Register, postings};
use crate::answer::{Answer, changed, page, single, written_out};
use crate::creating::{self, record};
use crate::dto::decisions::{DecisionPage, DecisionRequest, DecisionResponse, SettlementRequest};
use crate::dto::frozen_rankings::FrozenRanking;
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::query::NoFilter;
use crate::openapi::parameters::{IdPath, IdempotencyKey, IfMatch, IfNoneMatch};
use crate::paging::PageQuery;
use crate::problem::Problem;

fn id_of(caller: &Caller) -> Result<DecisionId, Problem> {
    caller.path_id(("id", "decision"), DecisionId::parse)
}

/// Decide on the applicants to a posting.
///
/// On everybody whose application is still undecided: who is chosen, who waits, and why the others are not. The ranking
/// it is made on is kept with it as it is. It is `proposed` where the posting's review or `approver_user_id` asks for a
/// second person, else `approved`; a decision before it whose notices were not sent becomes `superseded`. Applicants hear
/// nothing and their applications stay where they are until the notices are sent. Scope: `selections:write`.
#[utoipa::path(tag = "decisions", params(IdPath, IdempotencyKey), request_body = DecisionRequest,
    responses((status = 201, description = "Decided.", body = DecisionResponse)))]
#[post("/postings/{id}/decisions")]
async fn create_decision(caller: Caller, unread: Unread) -> Answer {
    let posting = postings::id_of(&caller)?;
    let make = move |engine: &Engine, actor: &Actor, content, once: &Once<'_, Decision>| {
        decide(engine, actor, (posting, content), once)
    };
    creating::create::<DecisionRequest, _>(&caller, unread, make, |made| {
        let place = format!("/api/v1/decisions/{}", made.id);
        record(place, made.version, &DecisionResponse::from(made.clone()))
    })
    .await
}

/// List the decisions on a posting.
///
/// Superseded and refused ones too. Scope: `selections:read`.
#[utoipa::path(tag = "decisions", params(IdPath, PageQuery),
    responses((status = 200, description = "A page of decisions.", body = DecisionPage)))]
#[get("/postings/{id}/decisions")]
async fn list_decisions(caller: Caller) -> Answer {
    let posting = postings::id_of(&caller)?;
    let (query, NoFilter {}) = caller.list_query()?;
    let request = query.request(|text| DecisionId::parse(text).ok())?;
    let found = caller.run(move |engine, actor| list(engine, actor, posting, &request)).await?;
    page::<DecisionPage, _, _>(caller.request(), found, |decision| decision.id.to_string())
}

/// Show a decision.
///
/// Scope: `selections:read`.
#[utoipa::path(tag = "decisions", params(IdPath, IfNoneMatch),
    responses((status = 200, description = "The decision.", body = DecisionResponse)))]
#[get("/decisions/{id}")]
async fn get_decision(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.run(move |engine, actor| find(engine, actor, id)).await?;
    single(caller.request(), found.version, &DecisionResponse::from(found))
}

/// Show the ranking that a decision was made on.
///
/// The same bytes for ever, whatever becomes of the posting and the people. Scope: `selections:read`.
#[utoipa::path(tag = "decisions", params(IdPath),
    responses((status = 200, description = "The ranking, as it was.", body = FrozenRanking)))]
#[get("/decisions/{id}/ranking")]
async fn get_decision_ranking(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let text = caller.run(move |engine, actor| ranking(engine, actor, id)).await?;
    Ok(written_out(StatusCode::OK, text.0.into()))
}

/// Approve a decision.
///
/// By somebody other than who proposed it, and by the user who is asked where one is. Its notices can be sent from then
/// on. Scope: `decisions:approve`.
#[utoipa::path(tag = "decisions", params(IdPath, IfMatch), request_body = SettlementRequest,
    responses((status = 200, description = "Approved.", body = DecisionResponse)))]
#[post("/decisions/{id}/approve")]
async fn approve_decision(caller: Caller, unread: Unread) -> Answer {
    settled(caller, unread, Verdict::Approve).await
}

/// Refuse a decision.
///
/// By somebody other than who proposed it; a new one can be proposed. Scope: `decisions:approve`.
#[utoipa::path(tag = "decisions", params(IdPath, IfMatch), request_body = SettlementRequest,
    responses((status = 200, description = "Refused.", body = DecisionResponse)))]
#[post("/decisions/{id}/refuse")]
async fn refuse_decision(caller: Caller, unread: Unread) -> Answer {
    settled(caller, unread, Verdict::Refuse).await
}

async fn settled(caller: Caller, unread: Unread, verdict: Verdict) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let note = caller.body::<SettlementRequest>(unread).await?;
    let said = SettleDecision { verdict, note, expected };
    let now = caller.run(move |engine, actor| settle(engine, actor, id, said)).await?;
    changed(StatusCode::OK, now.version, &DecisionResponse::from(now))
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(create_decision)
        .service(list_decisions)
        .service(get_decision)
        .service(get_decision_ranking)
        .service(approve_decision)
        .service(refuse_decision);
}
