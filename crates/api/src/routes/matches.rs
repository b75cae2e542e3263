//! おすすめ順: rankings both ways, one pair explained, whom a posting can reach.

use actix_web::http::header;
use actix_web::{get, post};
use domain::{CandidateId, FaultCode, Faults, PartialWeights, PostingId, SortKey};
use matching::rankings::{
    PoolKind, RankCall, assess_feasibility as assess, explain_match as explain, preview_matches as preview,
    rank_candidates as rank, rank_postings as rank_for, ranking_etag,
};

use super::{Register, candidates, postings};
use crate::answer::{Answer, not_modified, ok, set};
use crate::dto::explanations::MatchExplanationResponse;
use crate::dto::feasibility::{FeasibilityResponse, MatchPreview};
use crate::dto::ranking_calls::{
    ExplainQuery, PostingRankingQuery, PreviewCall, PreviewRequest, RankingQuery, RankingRequest,
};
use crate::dto::rankings::{CandidateRankingResponse, PostingRankingResponse};
use crate::etag;
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::query::optional_id;
use crate::openapi::parameters::{IdPath, IfNoneMatch};
use crate::problem::Problem;

/// Rank people for a posting.
///
/// Every point of the score is in the breakdown. The same call gives the same bytes, but for `as_of`, until something
/// changes. Scope: `matches:read`.
#[utoipa::path(tag = "matching", params(IdPath, RankingQuery, IfNoneMatch),
    responses((status = 200, description = "People, in order.", body = CandidateRankingResponse)))]
#[get("/postings/{id}/matches")]
async fn rank_candidates(caller: Caller) -> Answer {
    let id = postings::id_of(&caller)?;
    let call = caller.query::<RankingQuery>()?.call(PartialWeights::default());
    // The tag is made before the ranking: should something change in between, the ranking is newer than its tag,
    // and the next call with the tag gets it again.
    let tag = caller.run(move |engine, actor| ranking_etag(engine, actor, id, &call)).await?;
    let tag = format!("\"{tag}\"");
    if etag::is_known(caller.request(), &tag)? {
        return Ok(not_modified(&tag));
    }
    let mut response = ranked(&caller, id, call).await?;
    set(&mut response, header::ETAG, &tag);
    Ok(response)
}

/// Rank people for a posting with other weights.
///
/// Nothing is stored. Scope: `matches:read`.
#[utoipa::path(tag = "matching", params(IdPath, RankingQuery), request_body = RankingRequest,
    responses((status = 200, description = "People, in order.", body = CandidateRankingResponse)))]
#[post("/postings/{id}/matches")]
async fn rank_candidates_with_weights(caller: Caller, unread: Unread) -> Answer {
    let id = postings::id_of(&caller)?;
    let query = caller.query::<RankingQuery>()?;
    let weights = caller.body::<RankingRequest>(unread).await?;
    ranked(&caller, id, query.call(weights)).await
}

async fn ranked(caller: &Caller, id: PostingId, call: RankCall) -> Answer {
    let ranked = caller.rank(move |engine, actor| rank(engine, actor, id, call)).await?;
    ok(&CandidateRankingResponse::of(ranked, caller.reference(), None))
}

/// Rank and assess a draft that is not stored.
///
/// Whom it would reach, what keeps the others out, and what would open it. Scope: `matches:read`.
#[utoipa::path(tag = "matching", request_body = PreviewRequest,
    responses((status = 200, description = "People for the draft, and its feasibility.", body = MatchPreview)))]
#[post("/matches/preview")]
async fn preview_matches(caller: Caller, unread: Unread) -> Answer {
    let PreviewCall { draft, limit } = caller.body::<PreviewRequest>(unread).await?;
    let call = RankCall {
        pool: PoolKind::Eligible,
        sort: SortKey::Score,
        limit,
        weights: PartialWeights::default(),
    };
    let terms = draft.content.terms.clone();
    let made = caller.rank(move |engine, actor| preview(engine, actor, draft.content, call)).await?;
    let as_of = made.ranking.as_of;
    ok(&MatchPreview {
        ranking: CandidateRankingResponse::of(made.ranking, caller.reference(), Some(&terms)),
        feasibility: FeasibilityResponse::of(None, made.feasibility, as_of),
    })
}

/// Show whom a posting can reach.
///
/// How many are eligible, what keeps the others out, and which single step would open it. Scope: `matches:read`.
#[utoipa::path(tag = "matching", params(IdPath),
    responses((status = 200, description = "Whom it can reach.", body = FeasibilityResponse)))]
#[get("/postings/{id}/feasibility")]
async fn assess_feasibility(caller: Caller) -> Answer {
    let id = postings::id_of(&caller)?;
    let report = caller.rank(move |engine, actor| assess(engine, actor, id)).await?;
    ok(&FeasibilityResponse::of(Some(report.posting.id), report.feasibility, report.as_of))
}

/// Rank the published postings for a person.
///
/// Each item has its posting's own weights. Scope: `matches:read`.
#[utoipa::path(tag = "matching", params(IdPath, PostingRankingQuery),
    responses((status = 200, description = "Postings, in order.", body = PostingRankingResponse)))]
#[get("/candidates/{id}/matches")]
async fn rank_postings(caller: Caller) -> Answer {
    let id = candidates::id_of(&caller)?;
    let call = caller.query::<PostingRankingQuery>()?.call();
    let ranked = caller.rank(move |engine, actor| rank_for(engine, actor, id, call)).await?;
    ok(&PostingRankingResponse::of(ranked, caller.reference()))
}

/// Explain one pair.
///
/// Eligible or not: every constraint with both values, the score with its parts, what would change it, and why the
/// person is not shown where that is so. Scope: `matches:read`.
#[utoipa::path(tag = "matching", params(ExplainQuery),
    responses((status = 200, description = "The pair explained.", body = MatchExplanationResponse)))]
#[get("/matches/explain")]
async fn explain_match(caller: Caller) -> Answer {
    let query = caller.query::<ExplainQuery>()?;
    let posting = needed_id("?posting_id", query.posting_id.as_deref(), PostingId::parse)?;
    let candidate = needed_id("?candidate_id", query.candidate_id.as_deref(), CandidateId::parse)?;
    let pool = query.pool.unwrap_or(PoolKind::Eligible);
    let explained =
        caller.rank(move |engine, actor| explain(engine, actor, (posting, candidate), pool)).await?;
    ok(&MatchExplanationResponse::of(explained, caller.reference()))
}

fn needed_id<Id, E: std::fmt::Display>(
    pointer: &str,
    text: Option<&str>,
    parse: fn(&str) -> Result<Id, E>,
) -> Result<Id, Problem> {
    let missing = || Problem::from(Faults::one(pointer, FaultCode::Required, "is required"));
    optional_id(pointer, text, parse)?.ok_or_else(missing)
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(rank_candidates)
        .service(rank_candidates_with_weights)
        .service(preview_matches)
        .service(assess_feasibility)
        .service(rank_postings)
        .service(explain_match);
}
