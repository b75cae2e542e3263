//! 紹介.

use actix_web::http::StatusCode;
use actix_web::{get, post};
use domain::ProposalId;
use matching::proposals::{
    ProposalView, accept_proposal as accept, answer_proposal as answer, create_proposal as create,
    get_proposal as find, list_proposals as list, withdraw_proposal as withdraw,
};

use super::Register;
use crate::answer::{Answer, changed, ok, page};
use crate::creating::{self, record};
use crate::dto::proposals::{
    ProposalAcceptanceRequest, ProposalAnswerRequest, ProposalPage, ProposalQuery, ProposalRequest,
    ProposalResponse,
};
use crate::dto::referrals::ReasonRequest;
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::openapi::parameters::{IdPath, IdempotencyKey, IfMatch};
use crate::paging::PageQuery;
use crate::problem::Problem;

fn id_of(caller: &Caller) -> Result<ProposalId, Problem> {
    caller.path_id(("id", "proposal"), ProposalId::parse)
}

/// Put people forward for a posting.
///
/// Own people, or people whose profile is open to the caller; alone or as a team. Each of them has consented to the
/// posting's body, which sees what that consent opens: the profile by a short reference, or the name too. Scope:
/// `alliances:write`.
#[utoipa::path(tag = "proposals", params(IdempotencyKey), request_body = ProposalRequest,
    responses((status = 201, description = "Put forward.", body = ProposalResponse)))]
#[post("/proposals")]
async fn create_proposal(caller: Caller, unread: Unread) -> Answer {
    creating::create::<ProposalRequest, _>(&caller, unread, create, |view: &ProposalView| {
        let place = format!("/api/v1/proposals/{}", view.proposal.id);
        record(place, view.proposal.version, &ProposalResponse::from(view.clone()))
    })
    .await
}

/// List the proposals.
///
/// Those that the caller's body made, those for postings that it acts on, and those with people that it registered (then
/// with these people alone). Scope: `alliances:read`.
#[utoipa::path(tag = "proposals", params(PageQuery, ProposalQuery),
    responses((status = 200, description = "A page of proposals.", body = ProposalPage)))]
#[get("/proposals")]
async fn list_proposals(caller: Caller) -> Answer {
    let (query, filter): (PageQuery, ProposalQuery) = caller.list_query()?;
    let request = query.request(|text| ProposalId::parse(text).ok())?;
    let listed = filter.read()?;
    let found = caller.run(move |engine, actor| list(engine, actor, listed, &request)).await?;
    page::<ProposalPage, _, _>(caller.request(), found, |view| view.proposal.id.to_string())
}

/// Show a proposal.
///
/// What it shows of people is what consents open at this moment, so it has no tag. Scope: `alliances:read`.
#[utoipa::path(tag = "proposals", params(IdPath),
    responses((status = 200, description = "The proposal.", body = ProposalResponse)))]
#[get("/proposals/{id}")]
async fn get_proposal(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.run(move |engine, actor| find(engine, actor, id)).await?;
    ok(&ProposalResponse::from(found))
}

/// Answer a proposal.
///
/// By whoever acts on the posting: interested, in all of the people or some; or declined, with a reason. Scope:
/// `alliances:write`.
#[utoipa::path(tag = "proposals", params(IdPath, IfMatch), request_body = ProposalAnswerRequest,
    responses((status = 200, description = "Answered.", body = ProposalResponse)))]
#[post("/proposals/{id}/answer")]
async fn answer_proposal(caller: Caller, unread: Unread) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let said = caller.body::<ProposalAnswerRequest>(unread).await?;
    let now = caller.run(move |engine, actor| answer(engine, actor, id, (said, expected))).await?;
    changed(StatusCode::OK, now.proposal.version, &ProposalResponse::from(now))
}

/// Let people of a proposal apply.
///
/// Those who are wanted, by the body that registered them; they become applications by the rules of applications, in one
/// step or not at all. Scopes: `alliances:write` and `applications:write`.
#[utoipa::path(tag = "proposals", params(IdPath, IfMatch), request_body = ProposalAcceptanceRequest,
    responses((status = 200, description = "Applied.", body = ProposalResponse)))]
#[post("/proposals/{id}/accept")]
async fn accept_proposal(caller: Caller, unread: Unread) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let people = caller.body::<ProposalAcceptanceRequest>(unread).await?;
    let now = caller.run(move |engine, actor| accept(engine, actor, id, (people, expected))).await?;
    changed(StatusCode::OK, now.proposal.version, &ProposalResponse::from(now))
}

/// Take a proposal back.
///
/// By the body that made it, as long as nobody has applied. Scope: `alliances:write`.
#[utoipa::path(tag = "proposals", params(IdPath, IfMatch), request_body = ReasonRequest,
    responses((status = 200, description = "Taken back.", body = ProposalResponse)))]
#[post("/proposals/{id}/withdraw")]
async fn withdraw_proposal(caller: Caller, unread: Unread) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let reason = caller.body::<ReasonRequest>(unread).await?;
    let now = caller.run(move |engine, actor| withdraw(engine, actor, id, (reason, expected))).await?;
    changed(StatusCode::OK, now.proposal.version, &ProposalResponse::from(now))
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(create_proposal)
        .service(list_proposals)
        .service(get_proposal)
        .service(answer_proposal)
        .service(accept_proposal)
        .service(withdraw_proposal);
}
