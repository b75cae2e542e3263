//! Gathers the ranked people and the reasons for one of them.

use std::collections::HashMap;

use domain::{
    Actor, ApplicationStatus, Candidate, CandidateId, PageRequest, PartialWeights, PostingTerms, RankedItem,
    Scope, Word, WordSet,
};
use matching::applications::{self, ListApplications};
use matching::candidates::{self, CandidateView};
use matching::rankings::{self, CandidateRanking, MatchExplanation, PersonLabel, RankCall, Reason};
use matching::{Engine, MatchingError};

use super::Ask;
use crate::gathering;
use crate::lang::Lang;
use crate::view::{Asked, Person, Pool, RankingView, Selected};

/// As many people as one page shows, and one list of the use cases gives.
const PAGE: usize = 200;

/// Everything the page shows.
pub(super) fn gather(
    engine: &Engine,
    actor: &Actor,
    ask: Ask,
    lang: Lang,
) -> Result<RankingView, MatchingError> {
    let (asked, ranked) = rank(engine, actor, ask)?;
    let CandidateRanking { posting, ranking, people: labels, as_of } = ranked;
    let posting = posting.ok_or(MatchingError::NotFound { resource: "posting" })?;
    let ids: Vec<CandidateId> = ranking.items.iter().map(|item| item.id).collect();
    // A drawer alone names one person; nobody else's name is looked up, so nobody else's disclosure is logged.
    let people = if ask.alone { Vec::new() } else { people(engine, actor, (&ids, labels))? };
    let applications = gathering::count_applications(engine, actor, &posting)?;
    let applications = applications.or((asked.pool == Pool::Applicants).then_some(ranking.totals.considered));
    let mut view = RankingView {
        head: gathering::head(engine, actor, posting)?,
        asked,
        ranking,
        people,
        excluded: Vec::new(),
        applications,
        selected: None,
        as_of,
    };
    if !ask.alone && asked.pool == Pool::Applicants && view.ranking.totals.excluded > 0 {
        view.excluded = excluded(engine, actor, &view)?;
    }
    if let Some(chosen) = ask.person.or(ids.first().copied()) {
        view.selected = Some(explain(engine, actor, &view, (chosen, lang))?);
    }
    Ok(view)
}

/// The ranking; who is not asked for by name are the applicants, or everybody where those are not the reader's to see.
fn rank(engine: &Engine, actor: &Actor, ask: Ask) -> Result<(Asked, CandidateRanking), MatchingError> {
    let of = |pool| {
        let call = RankCall { pool, sort: ask.sort, limit: PAGE, weights: PartialWeights::default() };
        let names_come_later = ask.alone || actor.may(Scope::CandidatesRead);
        let rank = if names_come_later { rankings::rank_without_names } else { rankings::rank_candidates };
        let ranked = rank(engine, actor, ask.posting, call)?;
        Ok((Asked { pool, sort: ask.sort }, ranked))
    };
    match ask.pool {
        Some(pool) => of(pool),
        None => match of(Pool::Applicants) {
            Err(MatchingError::Forbidden { .. }) => of(Pool::Eligible),
            other => other,
        },
    }
}

/// The people of the list: with names and profiles where the key may read them, else as the ranking labels them.
fn people(
    engine: &Engine,
    actor: &Actor,
    (ids, labels): (&[CandidateId], Vec<PersonLabel>),
) -> Result<Vec<Person>, MatchingError> {
    let mut views = views(engine, actor, ids)?;
    let shown = |(id, label): (&CandidateId, PersonLabel)| match views.remove(id) {
        Some(view) => seen(&view),
        None => person(*id, label, None),
    };
    Ok(ids.iter().zip(labels).map(shown).collect())
}

fn views(
    engine: &Engine,
    actor: &Actor,
    ids: &[CandidateId],
) -> Result<HashMap<CandidateId, CandidateView>, MatchingError> {
    if !actor.may(Scope::CandidatesRead) {
        return Ok(HashMap::new());
    }
    let views = candidates::list_candidates_by_ids(engine, actor, ids)?;
    Ok(views.into_iter().map(|view| (view.candidate.id, view)).collect())
}

fn seen(view: &CandidateView) -> Person {
    let open = view.is_own || view.identity_open;
    let display_name = open.then(|| view.candidate.content.display_name.clone());
    let label = PersonLabel { display_name, reference: view.candidate.id.short_reference() };
    person(view.candidate.id, label, Some(&view.candidate))
}

fn person(id: CandidateId, label: PersonLabel, known: Option<&Candidate>) -> Person {
    Person {
        id,
        name: label.display_name,
        reference: label.reference,
        profile: known.map(|candidate| candidate.content.profile.clone()).unwrap_or_default(),
        statement: known.and_then(|candidate| candidate.content.statement.clone()),
    }
}

/// The applicants whom the ranking leaves out, in the order of their applications.
fn excluded(engine: &Engine, actor: &Actor, view: &RankingView) -> Result<Vec<Person>, MatchingError> {
    if !actor.may(Scope::ApplicationsRead) || !actor.may(Scope::CandidatesRead) {
        return Ok(Vec::new());
    }
    // Beyond the page nobody knows who is left out and who is only further down.
    if view.ranking.totals.eligible > PAGE as u64 {
        return Ok(Vec::new());
    }
    let mut ids = Vec::new();
    let mut after = None;
    loop {
        let filter = ListApplications {
            posting_id: Some(view.head.posting.id),
            candidate_id: None,
            statuses: standing(),
            due_until: None,
        };
        let page = PageRequest { limit: PAGE, after };
        let page = applications::list_applications(engine, actor, filter, &page)?;
        after = page.items.last().map(|last| last.id);
        let ranked = |id| view.people.iter().any(|person| person.id == id);
        ids.extend(page.items.iter().map(|application| application.candidate_id).filter(|id| !ranked(*id)));
        if !page.has_more || ids.len() >= PAGE {
            break;
        }
    }
    ids.truncate(PAGE);
    let views = views(engine, actor, &ids)?;
    Ok(ids.iter().filter_map(|id| views.get(id)).map(seen).collect())
}

fn explain(
    engine: &Engine,
    actor: &Actor,
    view: &RankingView,
    (id, lang): (CandidateId, Lang),
) -> Result<Selected, MatchingError> {
    let posting = view.head.posting.id;
    let found = rankings::explain_match(engine, actor, (posting, id), view.asked.pool)?;
    let MatchExplanation { person: label, mut explanation, .. } = found;
    // In another order than by score the list's own rank holds.
    if let Some(item) = view.ranking.items.iter().find(|item| item.id == id) {
        explanation.rank = Some(item.rank);
        explanation.rank_range = item.rank_range;
        explanation.band = Some(item.band);
    }
    let sentences = reasons(engine, &view.head.posting.content.terms, (id, &explanation));
    let known = view.people.iter().chain(&view.excluded).find(|person| person.id == id).cloned();
    let person = match known {
        Some(person) => person,
        None => views(engine, actor, &[id])?.get(&id).map_or_else(|| person(id, label, None), seen),
    };
    Ok(Selected {
        person,
        explanation,
        reasons: match lang {
            Lang::Ja => owned(sentences.ja),
            Lang::En => owned(sentences.en),
        },
        message: message(engine, actor, view, id)?,
    })
}

/// The sentences of the ranking, without what is to be confirmed: that has its own place.
fn reasons(
    engine: &Engine,
    terms: &PostingTerms,
    (id, explanation): (CandidateId, &domain::PairExplanation),
) -> rankings::Reasons {
    let item = RankedItem {
        id,
        rank: explanation.rank.unwrap_or(0),
        rank_range: explanation.rank_range,
        band: explanation.band.unwrap_or(0),
        pair: explanation.pair.clone(),
        unknown: Vec::new(),
    };
    rankings::reasons(engine.reference(), terms, &item)
}

fn owned(sentences: Vec<Reason>) -> Vec<String> {
    sentences.into_iter().map(Reason::into_owned).collect()
}

/// Whatever is not withdrawn.
fn standing() -> WordSet<ApplicationStatus> {
    ApplicationStatus::ALL.iter().copied().filter(|status| status.stands()).collect()
}

/// What the person wrote when applying, where the reader may read applications.
fn message(
    engine: &Engine,
    actor: &Actor,
    view: &RankingView,
    id: CandidateId,
) -> Result<Option<String>, MatchingError> {
    if view.asked.pool != Pool::Applicants || !actor.may(Scope::ApplicationsRead) {
        return Ok(None);
    }
    let filter = ListApplications {
        posting_id: Some(view.head.posting.id),
        candidate_id: Some(id),
        statuses: standing(),
        due_until: None,
    };
    let page =
        applications::list_applications(engine, actor, filter, &PageRequest { limit: 1, after: None })?;
    Ok(page.items.into_iter().next().and_then(|application| application.message))
}
