//! Check-ins: how it goes, as it was told.

use domain::{Actor, CheckIn, CheckInContent, CheckInId, EngagementId, Page, PageRequest, Scope};

use super::{find_managed, find_seen, note_shown, save};
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::once::Once;
use crate::permissions::require;

/// Writes a check-in down.
///
/// # Errors
/// Faults, none such, not the actor's to change.
pub fn create_check_in(
    engine: &Engine,
    actor: &Actor,
    (id, content): (EngagementId, CheckInContent),
    once: &Once<'_, CheckIn>,
) -> Result<CheckIn, MatchingError> {
    require(actor, Scope::EngagementsWrite)?;
    let content = content.checked(engine.now().day_in_japan())?;
    engine.write(|tx| {
        let engagement = find_managed(engine, tx, actor, id)?;
        let check_in = CheckIn {
            id: engine.new_id(CheckInId::from_parts),
            engagement_id: id,
            api_key_id: actor.api_key_id,
            user_id: actor.user_id,
            created_at: engine.now(),
            content: content.clone(),
        };
        tx.insert_check_in(&check_in)?;
        let engagement = save((engine, actor), tx, engagement, "checked_in")?;
        once.keep((engine, tx, actor), &check_in, Some(engagement.candidate_id))?;
        Ok(check_in)
    })
}

/// One check-in.
///
/// # Errors
/// None such, or none visible.
pub fn get_check_in(
    engine: &Engine,
    actor: &Actor,
    engagement_id: EngagementId,
    id: CheckInId,
) -> Result<CheckIn, MatchingError> {
    require(actor, Scope::EngagementsRead)?;
    let (check_in, engagement) = engine.store.read(|tx| {
        let engagement = find_seen(engine, tx, actor, engagement_id)?;
        let found = tx.find_check_in(id)?.filter(|check_in| check_in.engagement_id == engagement_id);
        let check_in = found.ok_or_else(|| MatchingError::not_found("check-in"))?;
        Ok::<_, MatchingError>((check_in, engagement))
    })?;
    note_shown(engine, actor, &[engagement])?;
    Ok(check_in)
}

/// The check-ins of an engagement, the oldest first.
///
/// # Errors
/// None such, or none visible.
pub fn list_check_ins(
    engine: &Engine,
    actor: &Actor,
    id: EngagementId,
    page: &PageRequest<CheckInId>,
) -> Result<Page<CheckIn>, MatchingError> {
    require(actor, Scope::EngagementsRead)?;
    let (check_ins, engagement) = engine.store.read(|tx| {
        let engagement = find_seen(engine, tx, actor, id)?;
        Ok::<_, MatchingError>((tx.list_check_ins(id, page)?, engagement))
    })?;
    note_shown(engine, actor, &[engagement])?;
    Ok(check_ins)
}
