//! Match runs: people ranked for many postings at once, or postings for many people, the results kept as they were.

use std::collections::HashSet;

use domain::reference::REFERENCE_VERSION;
use domain::{
    Actor, CandidateId, ChangeKind, Faults, Job, JobId, JobKind, JobState, MatchRun, MatchRunId, Page,
    PageRequest, PostingId, RankedItem, RoundId, RunDirection, SCORING_VERSION, Scope, Shown, StoredMatch,
    Timestamp, limits,
};
use scoring::Viewer;
use store::Tx;
pub use store::{MatchFilter, MatchPlace};

use crate::disclosures::{PeopleShown, record_shown};
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::frozen::thaw;
use crate::journal::Touched;
use crate::once::Once;
use crate::permissions::{Coordination, Openness, Person, openness_of, require};

mod scope;

/// Matches read at once where some of a page turned out hidden.
const HIDDEN_A_QUERY: usize = 500;

/// Which postings take part in a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunScope {
    /// These, in this order.
    Postings(Vec<PostingId>),
    /// The published ones of this round that the actor may see.
    Round(RoundId),
    /// All published ones that the actor manages.
    All,
}

/// A run to be started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMatchRun {
    /// What is ranked for what.
    pub direction: RunDirection,
    /// Which postings.
    pub scope: RunScope,
    /// How many matches are kept for each posting (1…200) or each person (1…50).
    pub per_subject: u16,
}

/// A kept match with its item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptMatch {
    /// The record.
    pub stored: StoredMatch,
    /// The item as it was ranked.
    pub item: RankedItem<CandidateId>,
}

/// Starts a run with the people visible to the actor's organization, in the background.
///
/// # Errors
/// Faults: unknown postings, none at all, one that is not published where postings are ranked, a number out of range.
/// A pool that is being loaded, where postings are ranked.
pub fn create_match_run(
    engine: &Engine,
    actor: &Actor,
    new: &NewMatchRun,
    once: &Once<'_, Job>,
) -> Result<Job, MatchingError> {
    require(actor, Scope::MatchesWrite)?;
    check_numbers(new)?;
    let at = engine.now();
    let people = count_people(engine, actor, new.direction, at)?;
    let job = engine.write(|tx| {
        let posting_ids = scope::find(engine, tx, actor, new)?;
        let subjects = people.unwrap_or(posting_ids.len());
        let run_id = engine.new_id(MatchRunId::from_parts);
        let job = Job {
            id: engine.new_id(JobId::from_parts),
            organization_id: actor.organization_id,
            kind: JobKind::MatchRun,
            state: JobState::Queued,
            done: 0,
            total: i64::try_from(subjects).unwrap_or(i64::MAX),
            failure: None,
            version: 1,
            created_at: at,
            updated_at: at,
            match_run_id: Some(run_id),
            last_candidate_id: None,
            import_id: None,
        };
        let run = MatchRun {
            id: run_id,
            organization_id: actor.organization_id,
            job_id: job.id,
            direction: new.direction,
            posting_ids,
            per_subject: new.per_subject,
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
        once.keep((engine, tx, actor), &job, None)?;
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

/// The kept matches of a run: by posting in the order of the run, or by person in the order of their ids, and then by
/// rank. What is kept stays as it was, but people who are no longer open to the organization are not shown.
///
/// # Errors
/// None such.
pub fn list_matches(
    engine: &Engine,
    actor: &Actor,
    filter: &MatchFilter,
    page: &PageRequest<MatchPlace>,
) -> Result<Page<KeptMatch>, MatchingError> {
    require(actor, Scope::MatchesRead)?;
    let (rows, whom) = engine.store.read(|tx| {
        find(tx, actor, filter.match_run_id)?;
        let rows = list_open(engine, tx, actor, (filter, page))?;
        let ids: Vec<CandidateId> = rows.items.iter().map(|row| row.candidate_id).collect();
        Ok::<_, MatchingError>((rows, tx.list_identities(&ids)?))
    })?;
    let whom = whom.iter().map(|identity| (identity.candidate_id, identity.organization_id));
    record_shown(engine, actor, &PeopleShown::parts(actor.organization_id, Shown::Match, whom))?;
    let keep = |stored: StoredMatch| {
        let item = thaw(&stored, &engine.reference.skills)?;
        Some(KeptMatch { stored, item })
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
    (filter, page): (&MatchFilter, &PageRequest<MatchPlace>),
) -> Result<Page<StoredMatch>, MatchingError> {
    let at = engine.now();
    let coordination = Coordination::of(tx, actor, at, &engine.reference.regions)?;
    let mut part = page.clone();
    let mut open = Vec::new();
    loop {
        let rows = tx.list_matches(filter, &part)?;
        part.after = rows.items.last().map(MatchPlace::of);
        let ids: Vec<CandidateId> = rows.items.iter().map(|kept| kept.candidate_id).collect();
        let people: Vec<Person> = tx.list_identities(&ids)?.iter().map(Person::from).collect();
        let openness = openness_of(tx, &coordination, &people, at)?;
        let visible: HashSet<CandidateId> = people
            .iter()
            .zip(openness)
            .filter(|(_, openness)| *openness != Openness::Hidden)
            .map(|(person, _)| person.id)
            .collect();
        open.extend(rows.items.into_iter().filter(|kept| visible.contains(&kept.candidate_id)));
        if open.len() > page.limit || !rows.has_more {
            return Ok(Page::of_rows(open, page.limit));
        }
        // Many may be hidden: a page must not take a query for each few of them.
        part.limit = part.limit.max(HIDDEN_A_QUERY);
    }
}

fn find(tx: &mut Tx<'_>, actor: &Actor, id: MatchRunId) -> Result<MatchRun, MatchingError> {
    tx.find_match_run(id)?
        .filter(|run| run.organization_id == actor.organization_id)
        .ok_or_else(|| MatchingError::not_found("match run"))
}

/// How many people are the subjects of a run of this direction, if any are.
fn count_people(
    engine: &Engine,
    actor: &Actor,
    direction: RunDirection,
    at: Timestamp,
) -> Result<Option<usize>, MatchingError> {
    match direction {
        RunDirection::CandidatesForPostings => Ok(None),
        RunDirection::PostingsForCandidates => {
            engine.check_pool()?;
            let viewer = Viewer { organization_id: actor.organization_id, at };
            Ok(Some(engine.pool.snapshot().visible(&viewer).len()))
        }
    }
}

fn check_numbers(new: &NewMatchRun) -> Result<(), MatchingError> {
    let mut faults = Faults::default();
    let (pointer, range) = match new.direction {
        RunDirection::CandidatesForPostings => ("/per_posting", limits::PER_POSTING),
        RunDirection::PostingsForCandidates => ("/per_candidate", limits::PER_CANDIDATE),
    };
    limits::range(pointer, i64::from(new.per_subject), range, &mut faults);
    if let RunScope::Postings(ids) = &new.scope {
        limits::count("/scope/posting_ids", ids.len(), limits::RUN_POSTINGS, &mut faults);
    }
    Ok(faults.guard(())?)
}
