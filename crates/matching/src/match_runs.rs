//! Match runs: many postings ranked at once, the results kept as they were.

use std::collections::HashSet;

use domain::reference::REFERENCE_VERSION;
use domain::{
    Actor, CandidateId, ChangeKind, FaultCode, Faults, Job, JobId, JobKind, JobState, MatchRun, MatchRunId,
    Page, PageRequest, PostingId, PostingStatus, RankedItem, SCORING_VERSION, Scope, StoredMatch, limits,
};
pub use store::MatchPlace;
use store::{PostingFilter, Tx};

use crate::engine::Engine;
use crate::error::MatchingError;
use crate::frozen::thaw;
use crate::journal::Touched;
use crate::permissions::{Coordination, Openness, Person, openness_of, require};

/// Which postings a run ranks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunScope {
    /// These, in this order.
    Postings(Vec<PostingId>),
    /// All published ones that the actor manages.
    All,
}

/// A run to be started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMatchRun {
    /// Which postings.
    pub scope: RunScope,
    /// How many matches are kept for each, 1…200.
    pub per_posting: u16,
}

/// A kept match with its item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptMatch {
    /// Its place in the run.
    pub place: MatchPlace,
    /// The record.
    pub stored: StoredMatch,
    /// The item as it was ranked.
    pub item: RankedItem<CandidateId>,
}

/// Starts a run. It ranks the people visible to the actor's organization, in the background.
///
/// # Errors
/// Faults: unknown postings, none at all, a number out of range.
pub fn create_match_run(engine: &Engine, actor: &Actor, new: &NewMatchRun) -> Result<Job, MatchingError> {
    require(actor, Scope::MatchesWrite)?;
    let mut faults = Faults::default();
    limits::range("/per_posting", i64::from(new.per_posting), limits::PER_POSTING, &mut faults);
    if let RunScope::Postings(ids) = &new.scope {
        limits::count("/scope/posting_ids", ids.len(), limits::RUN_POSTINGS, &mut faults);
    }
    faults.guard(())?;
    let job = engine.store.write(|tx| {
        let at = engine.now();
        let posting_ids = find_scope(engine, tx, actor, &new.scope)?;
        let run_id = engine.new_id(MatchRunId::from_parts);
        let job = Job {
            id: engine.new_id(JobId::from_parts),
            organization_id: actor.organization_id,
            kind: JobKind::MatchRun,
            state: JobState::Queued,
            done: 0,
            total: i64::try_from(posting_ids.len()).unwrap_or(i64::MAX),
            failure: None,
            version: 1,
            created_at: at,
            updated_at: at,
            match_run_id: Some(run_id),
        };
        let run = MatchRun {
            id: run_id,
            organization_id: actor.organization_id,
            job_id: job.id,
            posting_ids,
            per_posting: new.per_posting,
            scoring_version: SCORING_VERSION,
            reference_version: REFERENCE_VERSION.to_owned(),
            as_of: at,
            created_at: at,
        };
        tx.insert_job(&job)?;
        tx.insert_match_run(&run)?;
        engine.record(
            tx,
            actor,
            Touched {
                resource: "match_run",
                id: run.id.to_string(),
                owner: run.organization_id,
                version: 1,
                act: "created",
                kind: ChangeKind::Created,
                at,
            },
        )?;
        Ok::<_, MatchingError>(job)
    })?;
    engine.bell.ring();
    Ok(job)
}

/// One run of the actor's organization.
///
/// # Errors
/// None such.
pub fn get_match_run(engine: &Engine, actor: &Actor, id: MatchRunId) -> Result<MatchRun, MatchingError> {
    require(actor, Scope::MatchesRead)?;
    engine.store.read(|tx| find(tx, actor, id))
}

/// The runs of the actor's organization.
///
/// # Errors
/// A missing scope.
pub fn list_match_runs(
    engine: &Engine,
    actor: &Actor,
    page: &PageRequest<MatchRunId>,
) -> Result<Page<MatchRun>, MatchingError> {
    require(actor, Scope::MatchesRead)?;
    engine.store.read(|tx| Ok(tx.list_match_runs(actor.organization_id, page)?))
}

/// The kept matches of a run: by posting in the order of the run, then by rank. What is kept stays as it was, but
/// people who are no longer open to the organization are not shown.
///
/// # Errors
/// None such.
pub fn list_matches(
    engine: &Engine,
    actor: &Actor,
    (id, posting_id): (MatchRunId, Option<PostingId>),
    page: &PageRequest<MatchPlace>,
) -> Result<Page<KeptMatch>, MatchingError> {
    require(actor, Scope::MatchesRead)?;
    let rows = engine.store.read(|tx| {
        find(tx, actor, id)?;
        list_open(engine, tx, actor, ((id, posting_id), page))
    })?;
    let keep = |(place, stored): (MatchPlace, StoredMatch)| {
        let item = thaw(&stored.item, &engine.reference.skills)?;
        Some(KeptMatch { place, stored, item })
    };
    let corrupt = || {
        let (column, value) = ("matches.item", "an item of another form".to_owned());
        MatchingError::Store(store::StoreError::Corrupt { column, value })
    };
    let items = rows.items.into_iter().map(|row| keep(row).ok_or_else(corrupt)).collect::<Result<_, _>>()?;
    Ok(Page { items, has_more: rows.has_more })
}

/// A page of the rows whose people are open to the actor's organization now.
fn list_open(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    ((id, posting_id), page): ((MatchRunId, Option<PostingId>), &PageRequest<MatchPlace>),
) -> Result<Page<(MatchPlace, StoredMatch)>, MatchingError> {
    let at = engine.now();
    let coordination = Coordination::of(tx, actor, at, &engine.reference.regions)?;
    let mut part = page.clone();
    let mut open = Vec::new();
    loop {
        let rows = tx.list_matches(id, posting_id, &part)?;
        part.after = rows.items.last().map(|(place, _)| *place);
        let ids: Vec<CandidateId> = rows.items.iter().map(|(_, kept)| kept.candidate_id).collect();
        let people: Vec<Person> = tx.list_identities(&ids)?.iter().map(Person::from).collect();
        let openness = openness_of(tx, &coordination, &people, at)?;
        let visible: HashSet<CandidateId> = people
            .iter()
            .zip(openness)
            .filter(|(_, openness)| *openness != Openness::Hidden)
            .map(|(person, _)| person.id)
            .collect();
        open.extend(rows.items.into_iter().filter(|(_, kept)| visible.contains(&kept.candidate_id)));
        if open.len() > page.limit || !rows.has_more {
            return Ok(Page::of_rows(open, page.limit));
        }
    }
}

fn find(tx: &mut Tx<'_>, actor: &Actor, id: MatchRunId) -> Result<MatchRun, MatchingError> {
    tx.find_match_run(id)?
        .filter(|run| run.organization_id == actor.organization_id)
        .ok_or_else(|| MatchingError::not_found("match run"))
}

fn find_scope(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    scope: &RunScope,
) -> Result<Vec<PostingId>, MatchingError> {
    let coordination = Coordination::of(tx, actor, engine.now(), &engine.reference.regions)?;
    let ids = match scope {
        RunScope::All => all_managed(tx, &coordination)?,
        RunScope::Postings(ids) => {
            let visible = tx.list_postings_by_ids(ids)?;
            let mut faults = Faults::default();
            for (index, id) in ids.iter().enumerate() {
                let pointer = format!("/scope/posting_ids/{index}");
                if !visible.iter().any(|posting| posting.id == *id && coordination.sees(posting)) {
                    faults.add(pointer, FaultCode::UnknownReference, "no such posting");
                } else if ids[..index].contains(id) {
                    faults.add(pointer, FaultCode::Duplicate, "the posting is named twice");
                }
            }
            faults.guard(ids.clone())?
        }
    };
    if ids.is_empty() {
        let detail = "there is no posting to rank";
        return Err(Faults::one("/scope", FaultCode::TooShort, detail).into());
    }
    Ok(ids)
}

fn all_managed(tx: &mut Tx<'_>, coordination: &Coordination<'_>) -> Result<Vec<PostingId>, MatchingError> {
    let filter = PostingFilter {
        viewer: coordination.viewer(),
        others: Vec::new(),
        status: Some(PostingStatus::Published),
        organization_id: None,
    };
    let mut page = PageRequest { limit: 500, after: None };
    let mut ids = Vec::new();
    loop {
        let postings = tx.list_postings(&filter, &page)?;
        ids.extend(postings.items.iter().map(|posting| posting.id));
        page.after = ids.last().copied();
        if !postings.has_more {
            return Ok(ids);
        }
    }
}
