//! Rankings: people for a posting, postings for a person, one pair explained, and who a posting can reach.
//!
//! The order and every number come from scoring; here it is decided who is looked at and whose name is shown.

use std::sync::Arc;

use domain::{
    Actor, CandidateId, Faults, Feasibility, PartialWeights, Posting, PostingContent, PostingId, Ranking,
    Scope, Shown, SortKey, Timestamp, limits,
};
use scoring::{Among, CompiledPosting, RankCall as ScoringCall, Viewer};
use store::Tx;

use crate::disclosures::{PeopleShown, record_shown};
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::permissions::{Coordination, require};
use crate::pool::PooledPosting;
use crate::postings::{find_visible, without_key};

mod audience;
mod explanation;
mod people;
mod reasons;
mod tag;

pub(crate) use audience::{keep_seen, keep_those_for, members};
pub use explanation::{HiddenBecause, MatchExplanation, explain_match};
pub use people::PersonLabel;
pub(crate) use people::label;
pub use reasons::{Reason, Reasons, Wording, reasons};
pub use tag::{find_ranking_tag, ranking_tag};

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

/// A ranking with what goes with an answer that shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaggedRanking {
    /// The ranking.
    pub ranked: CandidateRanking,
    /// Its entity tag. Should something change while it is made, the ranking is newer than its tag, and whoever asks
    /// with the tag gets it again.
    pub tag: String,
    /// A text that differs after any change: answers that were kept with another one are of no use any more.
    pub revision: String,
    /// Whom it shows, which is on record: whoever shows it again records it again.
    pub shown: PeopleShown,
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
    rank_tagged(engine, actor, posting_id, call).map(|tagged| tagged.ranked)
}

/// Ranks people for a posting, for an answer that may be kept: by its tag until the tag changes.
///
/// # Errors
/// As [`rank_candidates`].
pub fn rank_tagged(
    engine: &Engine,
    actor: &Actor,
    posting_id: PostingId,
    call: RankCall,
) -> Result<TaggedRanking, MatchingError> {
    check(engine, actor, call.weights)?;
    let as_of = engine.now();
    let revision = tag::Revision::at(engine, as_of);
    let (ranked, tag, shown) = engine.store.read(|tx| {
        let asked = find_asked(engine, tx, actor, (posting_id, call.pool))?;
        let tag = revision.tag(actor, (posting_id, asked.pooled.posting.version), &call);
        let ranking = rank(engine, (actor, as_of), &asked, call);
        let (people, shown) =
            people::label(engine, tx, (actor, as_of), (Some(posting_id), &ids_of(&ranking)))?;
        let ranked = CandidateRanking { posting: Some(asked.posting()), ranking, people, as_of };
        Ok::<_, MatchingError>((ranked, tag, shown))
    })?;
    record_shown(engine, actor, &shown)?;
    Ok(TaggedRanking { ranked, tag, revision: revision.into_text(), shown })
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
    let asked = engine.store.read(|tx| find_asked(engine, tx, actor, (posting_id, call.pool)))?;
    let ranking = rank(engine, (actor, as_of), &asked, call);
    let people = ranking.items.iter().map(|item| PersonLabel::by_reference(item.id)).collect();
    Ok(CandidateRanking { posting: Some(asked.posting()), ranking, people, as_of })
}

/// Ranks everybody who applied to a posting that the actor manages, without names. Whoever calls has asked for the scope
/// and for the pool.
pub(crate) fn rank_applicants(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    posting_id: PostingId,
) -> Result<CandidateRanking, MatchingError> {
    let as_of = engine.now();
    let asked = find_asked(engine, tx, actor, (posting_id, PoolKind::Applicants))?;
    let call = RankCall {
        pool: PoolKind::Applicants,
        sort: SortKey::Score,
        limit: asked.listed.as_ref().map_or(0, Vec::len),
        weights: PartialWeights::default(),
    };
    let ranking = rank(engine, (actor, as_of), &asked, call);
    let people = ranking.items.iter().map(|item| PersonLabel::by_reference(item.id)).collect();
    Ok(CandidateRanking { posting: Some(asked.posting()), ranking, people, as_of })
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
    let viewer = Viewer { organization_id: actor.organization_id, at: as_of };
    let members = members(&snapshot, &viewer, (actor.organization_id, &content.members_of));
    let call = scoring_call(call, members.as_deref().map_or(Among::Visible(viewer), Among::Listed));
    let ranking = snapshot.rank(&compiled, &call);
    let feasibility = snapshot.feasibility(&compiled, call.among);
    let people = people::show(engine, (actor, as_of), (None, &ids_of(&ranking)))?;
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
    let asked = engine.store.read(|tx| find_asked(engine, tx, actor, (posting_id, PoolKind::Eligible)))?;
    let among = asked.among((actor, as_of));
    let feasibility = engine.pool.snapshot().feasibility(&asked.pooled.compiled, among);
    Ok(FeasibilityReport { posting: asked.posting(), feasibility, as_of })
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
    let mut published = engine.pool.published();
    keep_those_for(engine, actor, (candidate.organization_id, as_of), &mut published)?;
    let person = scoring::CompiledPerson::new(&engine.reference, candidate_id, &candidate.content.profile);
    let compiled: Vec<&CompiledPosting> = published.iter().map(|pooled| &pooled.compiled).collect();
    let scoring_call = scoring::PostingsCall { sort: call.sort, limit: call.limit, weights: call.weights };
    let ranking = scoring::rank_postings(&person, &compiled, &scoring_call);
    let postings = ranking.items.iter().filter_map(|item| find_pooled(&published, item.id)).collect();
    let whom = [(candidate_id, candidate.organization_id)];
    record_shown(engine, actor, &PeopleShown::parts(actor.organization_id, Shown::Ranking, whom))?;
    Ok(PostingRanking { candidate_id, ranking, postings, as_of })
}

fn find_pooled(published: &[Arc<PooledPosting>], id: PostingId) -> Option<Posting> {
    let place = published.binary_search_by_key(&id, |pooled| pooled.posting.id).ok()?;
    Some(published[place].posting.clone())
}

fn check(engine: &Engine, actor: &Actor, weights: PartialWeights) -> Result<(), MatchingError> {
    check_call(engine, actor, weights)?;
    engine.pool.settle_doubts(&engine.store)
}

/// What can be checked without the database.
fn check_call(engine: &Engine, actor: &Actor, weights: PartialWeights) -> Result<(), MatchingError> {
    require(actor, Scope::MatchesRead)?;
    engine.check_ready()?;
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

/// What people are ranked for: a posting that the actor may see, and who alone is ranked where not everybody is.
struct Asked {
    pooled: Arc<PooledPosting>,
    /// Those who applied, when they are asked for; the people of the bodies that the posting is for.
    listed: Option<Vec<CandidateId>>,
    /// Whether the actor's organization manages the posting.
    is_managed: bool,
}

impl Asked {
    /// The posting as the actor may see it.
    fn posting(&self) -> Posting {
        let posting = self.pooled.posting.clone();
        if self.is_managed { posting } else { without_key(posting) }
    }

    fn among(&self, (actor, at): (&Actor, Timestamp)) -> Among<'_> {
        match &self.listed {
            Some(ids) => Among::Listed(ids),
            None => Among::Visible(Viewer { organization_id: actor.organization_id, at }),
        }
    }
}

/// A published posting is taken from the live pool as it was compiled; of any other the database tells.
fn find_asked(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    (posting_id, pool): (PostingId, PoolKind),
) -> Result<Asked, MatchingError> {
    let (pooled, is_managed) = match engine.pool.find_published(posting_id) {
        Some(pooled) if pooled.posting.organization_id == actor.organization_id => (pooled, true),
        Some(pooled) => {
            let coordination = Coordination::of(tx, actor, engine.now(), &engine.reference.regions)?;
            if !coordination.sees(&pooled.posting) {
                return Err(MatchingError::not_found("posting"));
            }
            let is_managed = coordination.manages(&pooled.posting);
            (pooled, is_managed)
        }
        None => {
            let (posting, coordination) = find_visible(engine, tx, actor, posting_id)?;
            let compiled = CompiledPosting::new(&engine.reference, Some(posting.id), &posting.content.terms);
            let is_managed = coordination.manages(&posting);
            (Arc::new(PooledPosting { posting, compiled }), is_managed)
        }
    };
    let listed = match pool {
        PoolKind::Eligible => {
            let viewer = Viewer { organization_id: actor.organization_id, at: engine.now() };
            let posting = &pooled.posting;
            let bodies = (posting.organization_id, posting.content.members_of.as_slice());
            members(&engine.pool.snapshot(), &viewer, bodies)
        }
        PoolKind::Applicants if is_managed => Some(tx.list_applicant_ids(posting_id)?),
        PoolKind::Applicants => return Err(applicants_are_not_shown()),
    };
    Ok(Asked { pooled, listed, is_managed })
}

fn applicants_are_not_shown() -> MatchingError {
    MatchingError::forbidden(
        "applicants are seen by the posting's organization and by the body that coordinates it",
    )
}

fn rank(
    engine: &Engine,
    viewing: (&Actor, Timestamp),
    asked: &Asked,
    call: RankCall,
) -> Ranking<CandidateId> {
    engine.pool.snapshot().rank(&asked.pooled.compiled, &scoring_call(call, asked.among(viewing)))
}

fn ids_of(ranking: &Ranking<CandidateId>) -> Vec<CandidateId> {
    ranking.items.iter().map(|item| item.id).collect()
}

fn scoring_call(call: RankCall, among: Among<'_>) -> ScoringCall<'_> {
    ScoringCall { among, sort: call.sort, limit: call.limit, weights: call.weights }
}
