//! Gathering a year: everything that people have done where they do not live becomes an entry, once, however often the
//! year is gathered.
//!
//! 関係人口 are those who do not live there: whose home is known to be the very municipality is left out. What is gathered
//! again keeps its kind, region and note, for a hand may have put them right, and follows the days.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use domain::{
    Actor, Attendance, CandidateId, ContractForm, Engagement, EngagementId, Event, EventId, EventKind,
    FiscalYear, LedgerEntry, LedgerEntryContent, LedgerKind, LedgerSource, MunicipalityCode, Posting,
    PostingId, RegionCode, Scope, Timestamp,
};
use store::Tx;

use super::{delete, insert, save};
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::permissions::{Coordination, open_people, require};
use crate::postings::list_managed;

/// What is gathered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gathering {
    /// Of which year.
    pub fiscal_year: FiscalYear,
    /// As what new engagements are entered; by their contract form when absent.
    pub kind: Option<LedgerKind>,
}

/// What gathering a year has done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Gathered {
    /// Entries made.
    pub created: u64,
    /// Entries whose days had changed.
    pub updated: u64,
    /// Entries that were as they should be, those of work that the body coordinates no more included.
    pub unchanged: u64,
    /// Entries whose source is no longer there, or no longer of the year.
    pub deleted: u64,
    /// People's doings where they live, which make no 関係人口.
    pub residents: u64,
}

/// Something that somebody did in the year.
struct Doing {
    source: LedgerSource,
    content: LedgerEntryContent,
    at: MunicipalityCode,
}

/// Gathers a fiscal year into the ledger of the actor's organization: from engagements for postings it manages, and from
/// who came to its events, stays as stays. Doing so again changes only what has changed.
///
/// # Errors
/// A missing scope.
pub fn gather_ledger_entries(
    engine: &Engine,
    actor: &Actor,
    gathering: Gathering,
) -> Result<Gathered, MatchingError> {
    require(actor, Scope::EngagementsWrite)?;
    engine.write(|tx| {
        let mut doings = doings_of_engagements(engine, tx, actor, gathering)?;
        doings.extend(doings_at_events(tx, actor, gathering.fiscal_year)?);
        let mut gathered = Gathered::default();
        let year = gathering.fiscal_year;
        let entries = tx.list_ledger_of_years(actor.organization_id, (year, year))?;
        let mut known: HashMap<(Option<String>, CandidateId), LedgerEntry> = entries
            .into_iter()
            .filter(|entry| entry.source != LedgerSource::Manual)
            .map(|entry| ((entry.source.id(), entry.content.candidate_id), entry))
            .collect();
        let homes = homes(tx, &doings)?;
        let whose = doings.iter().map(|doing| doing.content.candidate_id);
        let coordination = Coordination::of(tx, actor, engine.now(), &engine.reference.regions)?;
        let open = open_people(tx, &coordination, whose, engine.now())?;
        for doing in doings {
            let home = homes.get(&doing.content.candidate_id);
            if home.is_some_and(|home| {
                engine.reference.regions.lies_in(*home, RegionCode::Municipality(doing.at))
            }) {
                gathered.residents += 1;
                continue;
            }
            match known.remove(&(doing.source.id(), doing.content.candidate_id)) {
                // Nothing new is learnt of whoever has closed their profile since.
                None if !open.contains(&doing.content.candidate_id) && is_at_event(doing.source) => {}
                None => {
                    insert((engine, actor), tx, doing.source, doing.content)?;
                    gathered.created += 1;
                }
                Some(entry) => {
                    let content = refreshed(&entry.content, &doing.content);
                    if content == entry.content {
                        gathered.unchanged += 1;
                    } else {
                        save((engine, actor), tx, entry, content)?;
                        gathered.updated += 1;
                    }
                }
            }
        }
        let mut left: Vec<LedgerEntry> = known.into_values().collect();
        left.sort_by_key(|entry| entry.id);
        for entry in left {
            if is_out_of_sight(tx, &coordination, entry.source)? {
                gathered.unchanged += 1;
                continue;
            }
            delete((engine, actor), tx, entry)?;
            gathered.deleted += 1;
        }
        Ok(gathered)
    })
}

fn is_at_event(source: LedgerSource) -> bool {
    matches!(source, LedgerSource::Attendance(_))
}

/// Whether an entry comes from work that goes on being there, on a posting that the body manages no more. It was true, and
/// what the body can no longer look up it does not take back.
fn is_out_of_sight(
    tx: &mut Tx<'_>,
    coordination: &Coordination<'_>,
    source: LedgerSource,
) -> Result<bool, MatchingError> {
    let LedgerSource::Engagement(id) = source else { return Ok(false) };
    let Some(engagement) = tx.find_engagement(id)? else { return Ok(false) };
    let posting = tx.find_posting(engagement.posting_id)?;
    Ok(posting.is_some_and(|posting| !coordination.manages(&posting)))
}

fn refreshed(known: &LedgerEntryContent, found: &LedgerEntryContent) -> LedgerEntryContent {
    LedgerEntryContent { kind: known.kind, region: known.region, note: known.note.clone(), ..found.clone() }
}

fn homes(tx: &mut Tx<'_>, doings: &[Doing]) -> Result<HashMap<CandidateId, MunicipalityCode>, MatchingError> {
    let ids: Vec<CandidateId> = doings.iter().map(|doing| doing.content.candidate_id).collect();
    let people = tx.list_candidates_by_ids(&ids)?;
    let home = |person: domain::Candidate| Some((person.id, person.content.profile.home_municipality?));
    Ok(people.into_iter().filter_map(home).collect())
}

fn doings_of_engagements(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    gathering: Gathering,
) -> Result<Vec<Doing>, MatchingError> {
    let year = gathering.fiscal_year;
    let managed = list_managed(engine, tx, actor, None)?;
    let postings: HashMap<PostingId, Posting> =
        managed.into_iter().map(|posting| (posting.id, posting)).collect();
    let ids: Vec<PostingId> = postings.keys().copied().collect();
    let mut engagements = tx.list_engagements_for(&ids)?;
    engagements.retain(|engagement| engagement.touches(year.first_day(), year.last_day()));
    engagements.sort_by_key(|engagement| engagement.id);
    let visits = visit_days(tx, &engagements, year)?;
    let doing = |engagement: &Engagement| {
        let municipality = postings.get(&engagement.posting_id)?.content.terms.municipality;
        Some(Doing {
            source: LedgerSource::Engagement(engagement.id),
            at: municipality,
            content: LedgerEntryContent {
                candidate_id: engagement.candidate_id,
                kind: gathering.kind.unwrap_or_else(|| kind_of(engagement.terms.contract_form)),
                region: RegionCode::Municipality(municipality),
                from_on: engagement.terms.starts_on.max(year.first_day()),
                until_on: last_in(engagement, year),
                visit_days: visits.get(&engagement.id).copied().unwrap_or(0),
                note: None,
            },
        })
    };
    Ok(engagements.iter().filter_map(doing).collect())
}

/// Whoever came to an event of the body that began in the year, each once. An event without a place has to do with no
/// region, and makes no entry.
fn doings_at_events(tx: &mut Tx<'_>, actor: &Actor, year: FiscalYear) -> Result<Vec<Doing>, MatchingError> {
    let span = instants(year);
    let attendances = tx.list_attended_events_of(actor.organization_id, span)?;
    let mut ids: Vec<EventId> = attendances.iter().map(|attendance| attendance.event_id).collect();
    ids.dedup();
    let events: HashMap<EventId, Event> =
        tx.list_events_by_ids(&ids)?.into_iter().map(|event| (event.id, event)).collect();
    let doing = |attendance: &Attendance| {
        let event = &events.get(&attendance.event_id)?.content;
        let municipality = event.municipality?;
        let from_on = event.starts_at.day_in_japan();
        let until_on = event.ends_at.map_or(from_on, Timestamp::day_in_japan);
        Some(Doing {
            source: LedgerSource::Attendance(attendance.event_id),
            at: municipality,
            content: LedgerEntryContent {
                candidate_id: attendance.candidate_id,
                kind: match event.kind {
                    EventKind::Stay => LedgerKind::Stay,
                    EventKind::Briefing
                    | EventKind::Dialogue
                    | EventKind::Talk
                    | EventKind::Festival
                    | EventKind::Session => LedgerKind::Event,
                },
                region: RegionCode::Municipality(municipality),
                from_on,
                until_on: Some(until_on.min(year.last_day())),
                visit_days: attendance.content.visit_days,
                note: None,
            },
        })
    };
    Ok(attendances.iter().filter_map(doing).collect())
}

/// The first instant of a year in Japan, and the first after it.
fn instants(year: FiscalYear) -> (Timestamp, Timestamp) {
    let midnight = |day: NaiveDate| {
        let japan = day.and_time(NaiveTime::MIN).checked_sub_signed(TimeDelta::hours(9));
        japan.and_then(|instant| Timestamp::from_micros(instant.and_utc().timestamp_micros()))
    };
    let from = midnight(year.first_day()).unwrap_or(Timestamp::FIRST);
    let before = year.last_day().succ_opt().and_then(midnight).unwrap_or(from);
    (from, before)
}

/// The last day within the year; `None` where the work has none, and goes on.
fn last_in(engagement: &Engagement, year: FiscalYear) -> Option<NaiveDate> {
    engagement.last_on().map(|last| last.min(year.last_day()))
}

fn kind_of(form: ContractForm) -> LedgerKind {
    match form {
        ContractForm::ProBono => LedgerKind::Volunteer,
        ContractForm::Employment
        | ContractForm::QuasiMandate
        | ContractForm::WorkContract
        | ContractForm::FiscalYearStaff
        | ContractForm::Commission => LedgerKind::SideJob,
    }
}

/// Days on site in the months of the year, by engagement.
fn visit_days(
    tx: &mut Tx<'_>,
    engagements: &[Engagement],
    year: FiscalYear,
) -> Result<HashMap<EngagementId, u16>, MatchingError> {
    let ids: Vec<EngagementId> = engagements.iter().map(|engagement| engagement.id).collect();
    let mut days: HashMap<EngagementId, u16> = HashMap::new();
    for log in tx.list_engagement_logs_of(&ids)? {
        if year.contains(log.month.first_day()) {
            *days.entry(log.engagement_id).or_default() += log.content.visit_days.unwrap_or(0);
        }
    }
    Ok(days)
}
