//! Rankings: people for a posting, postings for a person, one pair explained, and who a posting can reach.
//!
//! The order and every number come from scoring; here it is decided who is looked at and whose name is shown.

use std::sync::Arc;

use domain::{
    Actor, CandidateId, Faults, Feasibility, PartialWeights, Posting, PostingContent, PostingId, Ranking,
    Scope, SortKey, Timestamp, limits,
};
use scoring::{Among, CompiledPosting, RankCall as ScoringCall, Viewer};
use sha2::{Digest, Sha256};

use crate::engine::Engine;
use crate::error::MatchingError;
use crate::permissions::require;
use crate::pool::PooledPosting;
use crate::postings::find_visible;

mod explanation;
mod people;
mod reasons;

pub use explanation::{HiddenBecause, MatchExplanation, explain_match};
pub use people::PersonLabel;
pub use reasons::{Reasons, reasons};

domain::words! {
    /// Who is ranked.
    pub enum PoolKind {
        /// Those who applied to the posting.
        Applicants = "applicants",
        /// The organization's own people and those shared with it.
        Eligible = "eligible",
    }
}

/// What is asked of a ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RankCall {
    /// Who is ranked.
    pub pool: PoolKind,
    /// By what.
    pub sort: SortKey,
    /// At most this many items, 1…200.
    pub limit: usize,
    /// Laid over the posting's own weights.
    pub weights: PartialWeights,
}

/// People ranked for a posting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CandidateRanking {
    /// The posting; `None` for a draft that is not stored.
    pub posting: Option<Posting>,
    /// The order.
    pub ranking: Ranking<CandidateId>,
    /// How each item's person may be shown, in the same order.
    pub people: Vec<PersonLabel>,
    /// When it was made.
    pub as_of: Timestamp,
}

/// A draft, ranked and assessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// People for it.
    pub ranking: CandidateRanking,
    /// Who it can reach.
    pub feasibility: Feasibility,
}

/// Who a posting can reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeasibilityReport {
    /// The posting.
    pub posting: Posting,
    /// Who it can reach.
    pub feasibility: Feasibility,
    /// When it was made.
    pub as_of: Timestamp,
}

/// Postings ranked for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostingRanking {
    /// The person.
    pub candidate_id: CandidateId,
    /// The order.
    pub ranking: Ranking<PostingId>,
    /// Each item's posting, in the same order.
    pub postings: Vec<Posting>,
    /// When it was made.
    pub as_of: Timestamp,
}

/// Ranks people for a posting.
///
/// # Errors
/// No such posting; `applicants` of a posting that the actor does not manage; a pool that is being loaded.
pub fn rank_candidates(
    engine: &Engine,
    actor: &Actor,
    posting_id: PostingId,
    call: RankCall,
) -> Result<CandidateRanking, MatchingError> {
    let ranked = rank_without_names(engine, actor, posting_id, call)?;
    let people = people::label(engine, actor, &ranked.ranking.items, ranked.as_of)?;
    Ok(CandidateRanking { people, ..ranked })
}

/// Ranks people for a posting and shows them by reference only, so that nobody's name is disclosed.
///
/// # Errors
/// As [`rank_candidates`].
pub fn rank_without_names(
    engine: &Engine,
    actor: &Actor,
    posting_id: PostingId,
    call: RankCall,
) -> Result<CandidateRanking, MatchingError> {
    check(engine, actor, call.weights)?;
    let as_of = engine.now();
    let (posting, applicants) = find_with_applicants(engine, actor, posting_id, call.pool)?;
    let compiled = CompiledPosting::new(&engine.reference, Some(posting.id), &posting.content.terms);
    let among = among(actor, applicants.as_deref(), as_of);
    let ranking = engine.pool.snapshot().rank(&compiled, &scoring_call(call, among));
    let people = ranking.items.iter().map(|item| PersonLabel::by_reference(item.id)).collect();
    Ok(CandidateRanking { posting: Some(posting), ranking, people, as_of })
}

/// A text that differs whenever the ranking might: its entity tag, without the ranking.
///
/// # Errors
/// As the ranking itself.
pub fn ranking_etag(
    engine: &Engine,
    actor: &Actor,
    posting_id: PostingId,
    call: &RankCall,
) -> Result<String, MatchingError> {
    check(engine, actor, call.weights)?;
    let at = engine.now();
    // Agreements hold by the day, in Japan.
    let today = at.plus_seconds(9 * 3600).to_utc().date_naive();
    let revision = engine.pool.revision_at(at);
    let (posting, _) = find_with_applicants(engine, actor, posting_id, call.pool)?;
    let facts =
        format!("{}/{}/{}/{call:?}/{revision}/{today}", actor.organization_id, posting.id, posting.version);
    let digest = Sha256::digest(facts.as_bytes());
    Ok(digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect())
}

/// Ranks people for a draft that is not stored, and assesses it.
///
/// # Errors
/// Faults of the draft; a pool that is being loaded.
pub fn preview_matches(
    engine: &Engine,
    actor: &Actor,
    content: PostingContent,
    call: RankCall,
) -> Result<Preview, MatchingError> {
    check(engine, actor, call.weights)?;
    let content = content.checked()?;
    let as_of = engine.now();
    let compiled = CompiledPosting::new(&engine.reference, None, &content.terms);
    let snapshot = engine.pool.snapshot();
    let call = scoring_call(call, among(actor, None, as_of));
    let ranking = snapshot.rank(&compiled, &call);
    let feasibility = snapshot.feasibility(&compiled, call.among);
    let people = people::label(engine, actor, &ranking.items, as_of)?;
    Ok(Preview { ranking: CandidateRanking { posting: None, ranking, people, as_of }, feasibility })
}

/// Who a posting can reach among the people visible to the actor, and what would open it.
///
/// # Errors
/// No such posting; a pool that is being loaded.
pub fn assess_feasibility(
    engine: &Engine,
    actor: &Actor,
    posting_id: PostingId,
) -> Result<FeasibilityReport, MatchingError> {
    check(engine, actor, PartialWeights::default())?;
    let as_of = engine.now();
    let (posting, _) = find_with_applicants(engine, actor, posting_id, PoolKind::Eligible)?;
    let compiled = CompiledPosting::new(&engine.reference, Some(posting.id), &posting.content.terms);
    let among = among(actor, None, as_of);
    let feasibility = engine.pool.snapshot().feasibility(&compiled, among);
    Ok(FeasibilityReport { posting, feasibility, as_of })
}

/// Ranks the published postings for a person.
///
/// # Errors
/// No such person, or none visible; a pool that is being loaded.
pub fn rank_postings(
    engine: &Engine,
    actor: &Actor,
    candidate_id: CandidateId,
    call: RankCall,
) -> Result<PostingRanking, MatchingError> {
    check(engine, actor, call.weights)?;
    let as_of = engine.now();
    let candidate = crate::candidates::find_seen(engine, actor, candidate_id, as_of)?;
    let published = engine.pool.published();
    let person = scoring::CompiledPerson::new(&engine.reference, candidate_id, &candidate.content.profile);
    let compiled: Vec<&CompiledPosting> = published.iter().map(|pooled| &pooled.compiled).collect();
    let scoring_call = scoring::PostingsCall { sort: call.sort, limit: call.limit, weights: call.weights };
    let ranking = scoring::rank_postings(&person, &compiled, &scoring_call);
    let postings = ranking.items.iter().filter_map(|item| find_pooled(&published, item.id)).collect();
    Ok(PostingRanking { candidate_id, ranking, postings, as_of })
}

fn find_pooled(published: &[Arc<PooledPosting>], id: PostingId) -> Option<Posting> {
    let place = published.binary_search_by_key(&id, |pooled| pooled.posting.id).ok()?;
    Some(published[place].posting.clone())
}

fn check(engine: &Engine, actor: &Actor, weights: PartialWeights) -> Result<(), MatchingError> {
    require(actor, Scope::MatchesRead)?;
    engine.pool.check_ready()?;
    let mut faults = Faults::default();
    for (feature, weight) in <domain::Feature as domain::Word>::ALL.iter().zip(weights.0) {
        if let Some(weight) = weight {
            limits::range(&format!("/weights/{feature}"), i64::from(weight), limits::WEIGHT, &mut faults);
        }
    }
    if !weights.is_empty() && weights.0.iter().all(|weight| *weight == Some(0)) {
        faults.add("/weights", domain::FaultCode::Contradiction, "at least one weight must be above 0");
    }
    Ok(faults.guard(())?)
}

/// The posting, and who applied when that is asked.
fn find_with_applicants(
    engine: &Engine,
    actor: &Actor,
    posting_id: PostingId,
    pool: PoolKind,
) -> Result<(Posting, Option<Vec<CandidateId>>), MatchingError> {
    engine.store.read(|tx| {
        let (posting, coordination) = find_visible(engine, tx, actor, posting_id)?;
        if pool == PoolKind::Eligible {
            return Ok((posting, None));
        }
        if !coordination.manages(&posting) {
            let detail =
                "applicants are seen by the posting's organization and by the body that coordinates it";
            return Err(MatchingError::forbidden(detail));
        }
        let applicants = tx.list_applicant_ids(posting_id)?;
        Ok((posting, Some(applicants)))
    })
}

fn among<'a>(actor: &Actor, applicants: Option<&'a [CandidateId]>, at: Timestamp) -> Among<'a> {
    match applicants {
        Some(ids) => Among::Listed(ids),
        None => Among::Visible(Viewer { organization_id: actor.organization_id, at }),
    }
}

fn scoring_call(call: RankCall, among: Among<'_>) -> ScoringCall<'_> {
    ScoringCall { among, sort: call.sort, limit: call.limit, weights: call.weights }
}
