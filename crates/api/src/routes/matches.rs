//! おすすめ順: rankings both ways, one pair explained, whom a posting can reach.

use std::sync::Arc;

use actix_web::http::{StatusCode, header};
use actix_web::web::Bytes;
use actix_web::{HttpResponse, get, post};
use domain::{CandidateId, FaultCode, Faults, PartialWeights, PostingId, SortKey};
use matching::disclosures::{is_recorded, record_shown};
use matching::rankings::{
    PoolKind, RankCall, TaggedRanking, assess_feasibility as assess, explain_match as explain,
    find_ranking_tag, preview_matches as preview, rank_candidates as rank, rank_postings as rank_for,
    rank_tagged, ranking_tag,
};

use super::{Register, candidates, postings};
use crate::answer::{Answer, not_modified, ok, set, text, written_out};
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
use crate::kept::KeptAnswer;
use crate::openapi::parameters::{IdPath, IfNoneMatch};
use crate::problem::Problem;

/// Bytes of an item with five lines and reasons, as seen; some room more saves moving what is written.
const ITEM_BYTES: usize = 2560;

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
    let tag = match find_ranking_tag(caller.engine(), caller.actor(), id, &call)? {
        None if caller.request().headers().contains_key(header::IF_NONE_MATCH) => {
            Some(caller.run(move |engine, actor| ranking_tag(engine, actor, id, &call)).await?)
        }
        told => told,
    };
    if let Some(tag) = tag {
        let quoted = etag::quoted(&tag);
        if etag::is_known(caller.request(), &quoted)? {
            return Ok(not_modified(&quoted));
        }
        if let Some(kept) = caller.state().kept.find(&tag) {
            record_again(&caller, &kept).await?;
            return Ok(tagged_text(&quoted, kept.body.clone()));
        }
    }
    rank_anew(&caller, id, call).await
}

/// The answer is the same, but this may be somebody else who sees the people in it.
async fn record_again(caller: &Caller, kept: &Arc<KeptAnswer>) -> Result<(), Problem> {
    if is_recorded(caller.engine(), caller.actor(), &kept.shown) {
        return Ok(());
    }
    let kept = Arc::clone(kept);
    caller.run(move |engine, actor| record_shown(engine, actor, &kept.shown)).await
}

/// Ranks, and keeps the answer for whoever asks next.
async fn rank_anew(caller: &Caller, id: PostingId, call: RankCall) -> Answer {
    // Written where it was made: what it is made of is given back there too, and one text goes to the connection.
    let made = caller.rank(move |engine, actor| {
        let TaggedRanking { ranked, tag, revision, shown } = rank_tagged(engine, actor, id, call)?;
        let items = ranked.ranking.items.len();
        let response = CandidateRankingResponse::of(ranked, engine.reference(), None);
        Ok((tag, revision, shown, text(&response, ITEM_BYTES * (items + 1))))
    });
    let (tag, revision, shown, body) = made.await?;
    let body = body?;
    let response = tagged_text(&etag::quoted(&tag), body.clone());
    caller.state().kept.keep((revision, tag), KeptAnswer { body, shown });
    Ok(response)
}

fn tagged_text(tag: &str, body: Bytes) -> HttpResponse {
    let mut response = written_out(StatusCode::OK, body);
    set(&mut response, header::ETAG, tag);
    response
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
    let call = query.call(caller.body::<RankingRequest>(unread).await?);
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
