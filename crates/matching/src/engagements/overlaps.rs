//! What else a person does at the same time: shown whole where it is visible, else only that there is something.
//!
//! For the person's health, never a cap (rule T-7): the hours are those that were declared, and the threshold is advice.

use chrono::NaiveDate;
use domain::engagement::ADVISORY_HOURS_PER_MONTH;
use domain::{Actor, Engagement, EngagementId, OrganizationId, PostingId, Scope};
use store::Tx;

use super::{find_seen, note_shown};
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::permissions::{Coordination, require};

/// An engagement of the same person with days of the same time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlap {
    /// What it is; `None` where the actor may not see it.
    pub seen: Option<SeenOverlap>,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day; `None` = it goes on.
    pub ends_on: Option<NaiveDate>,
    /// Hours a month that were declared.
    pub hours_per_month: Option<u16>,
}

/// An overlapping engagement that is visible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeenOverlap {
    /// The engagement.
    pub engagement_id: EngagementId,
    /// For which posting.
    pub posting_id: PostingId,
    /// The posting's body.
    pub organization_id: OrganizationId,
}

/// Everything a person does at the time of an engagement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlaps {
    /// Of which engagement.
    pub engagement_id: EngagementId,
    /// The others, the oldest first.
    pub others: Vec<Overlap>,
    /// The declared hours a month of all together, this one included.
    pub declared_hours_per_month: u32,
    /// How many of them have declared none.
    pub without_hours: u32,
    /// From how many hours on it is worth talking about health.
    pub advisory_hours_per_month: u32,
}

impl Overlaps {
    /// Whether it is worth talking about health.
    pub fn is_above_advisory(&self) -> bool {
        self.declared_hours_per_month >= self.advisory_hours_per_month
    }
}

/// What else the person of an engagement does at the same time.
///
/// # Errors
/// None such, or none visible.
pub fn find_overlaps(engine: &Engine, actor: &Actor, id: EngagementId) -> Result<Overlaps, MatchingError> {
    require(actor, Scope::EngagementsRead)?;
    let (overlaps, engagement) = engine.store.read(|tx| {
        let engagement = find_seen(engine, tx, actor, id)?;
        let mut others = tx.list_engagements_of(engagement.candidate_id)?;
        others.retain(|other| other.id != id && other.overlaps(&engagement));
        let all = others.iter().chain([&engagement]);
        let hours: Vec<Option<u16>> = all.map(|one| one.terms.hours_per_month).collect();
        let seen = seen(engine, tx, actor, &others)?;
        let shown = others.iter().zip(seen).map(|(other, is_seen)| Overlap {
            seen: is_seen.then_some(SeenOverlap {
                engagement_id: other.id,
                posting_id: other.posting_id,
                organization_id: other.organization_id,
            }),
            starts_on: other.terms.starts_on,
            ends_on: other.last_on(),
            hours_per_month: other.terms.hours_per_month,
        });
        let overlaps = Overlaps {
            engagement_id: id,
            others: shown.collect(),
            declared_hours_per_month: hours.iter().flatten().copied().map(u32::from).sum(),
            without_hours: u32::try_from(hours.iter().filter(|hours| hours.is_none()).count())
                .unwrap_or(u32::MAX),
            advisory_hours_per_month: ADVISORY_HOURS_PER_MONTH,
        };
        Ok::<_, MatchingError>((overlaps, engagement))
    })?;
    note_shown(engine, actor, &[engagement])?;
    Ok(overlaps)
}

/// Which of a person's engagements the actor may see.
fn seen(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    engagements: &[Engagement],
) -> Result<Vec<bool>, MatchingError> {
    let Some(first) = engagements.first() else { return Ok(Vec::new()) };
    let person = tx.find_candidate(first.candidate_id)?;
    if person.is_some_and(|person| person.organization_id == actor.organization_id) {
        return Ok(vec![true; engagements.len()]);
    }
    let coordination = Coordination::of(tx, actor, engine.now(), &engine.reference.regions)?;
    let ids: Vec<PostingId> = engagements.iter().map(|engagement| engagement.posting_id).collect();
    let mut managed = tx.list_postings_by_ids(&ids)?;
    managed.retain(|posting| coordination.manages(posting));
    let is_managed =
        |engagement: &Engagement| managed.iter().any(|posting| posting.id == engagement.posting_id);
    Ok(engagements.iter().map(is_managed).collect())
}
