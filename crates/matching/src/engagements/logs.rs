//! The monthly log: one entry a month of the engagement's days, written again as often as it has to be corrected.

use domain::{
    Actor, Engagement, EngagementId, EngagementLog, EngagementLogContent, FaultCode, Faults, Month, Page,
    PageRequest, Scope,
};

use super::{find_managed, find_seen, note_shown, save};
use crate::engine::Engine;
use crate::error::{Expected, MatchingError, Replacement, Upserted, changed_meanwhile, check_version};
use crate::permissions::require;

/// Writes a month down, or writes it again. Months of engagements that have ended can still be told.
///
/// # Errors
/// Faults, none such, not the actor's to change, a month without any of its days, another version.
pub fn put_log(
    engine: &Engine,
    actor: &Actor,
    (id, month): (EngagementId, Month),
    replacement: Replacement<EngagementLogContent>,
) -> Result<Upserted<EngagementLog>, MatchingError> {
    require(actor, Scope::EngagementsWrite)?;
    let content = replacement.content.checked()?;
    engine.write(|tx| {
        let engagement = find_managed(engine, tx, actor, id)?;
        check_month(&engagement, month)?;
        let at = engine.now();
        content.check_done_by(month, at.day_in_japan())?;
        let upserted = match tx.find_engagement_log(id, month)? {
            Some(before) => {
                check_version(replacement.expected, before.version)?;
                let version = before.version + 1;
                let log = EngagementLog { version, updated_at: at, content: content.clone(), ..before };
                if !tx.update_engagement_log(&log, version - 1)? {
                    return Err(changed_meanwhile());
                }
                Upserted { record: log, created: false }
            }
            None if replacement.expected.is_some() => return Err(MatchingError::not_found("engagement log")),
            None => {
                let log = EngagementLog {
                    engagement_id: id,
                    month,
                    version: 1,
                    created_at: at,
                    updated_at: at,
                    content: content.clone(),
                };
                tx.insert_engagement_log(&log)?;
                Upserted { record: log, created: true }
            }
        };
        save((engine, actor), tx, engagement, "logged")?;
        Ok(upserted)
    })
}

/// Takes a month out of the log.
///
/// # Errors
/// None such, not the actor's to change, another version.
pub fn delete_log(
    engine: &Engine,
    actor: &Actor,
    (id, month): (EngagementId, Month),
    expected: Expected,
) -> Result<(), MatchingError> {
    require(actor, Scope::EngagementsWrite)?;
    engine.write(|tx| {
        let engagement = find_managed(engine, tx, actor, id)?;
        let log =
            tx.find_engagement_log(id, month)?.ok_or_else(|| MatchingError::not_found("engagement log"))?;
        check_version(expected, log.version)?;
        if !tx.delete_engagement_log((id, month), log.version)? {
            return Err(changed_meanwhile());
        }
        save((engine, actor), tx, engagement, "log_deleted").map(|_| ())
    })
}

/// One month.
///
/// # Errors
/// None such, or none visible.
pub fn get_log(
    engine: &Engine,
    actor: &Actor,
    id: EngagementId,
    month: Month,
) -> Result<EngagementLog, MatchingError> {
    require(actor, Scope::EngagementsRead)?;
    let (log, engagement) = engine.store.read(|tx| {
        let engagement = find_seen(engine, tx, actor, id)?;
        let log = tx.find_engagement_log(id, month)?;
        let log = log.ok_or_else(|| MatchingError::not_found("engagement log"))?;
        Ok::<_, MatchingError>((log, engagement))
    })?;
    note_shown(engine, actor, &[engagement])?;
    Ok(log)
}

/// The log of an engagement, the first month first.
///
/// # Errors
/// None such, or none visible.
pub fn list_logs(
    engine: &Engine,
    actor: &Actor,
    id: EngagementId,
    page: &PageRequest<Month>,
) -> Result<Page<EngagementLog>, MatchingError> {
    require(actor, Scope::EngagementsRead)?;
    let (logs, engagement) = engine.store.read(|tx| {
        let engagement = find_seen(engine, tx, actor, id)?;
        Ok::<_, MatchingError>((tx.list_engagement_logs(id, page)?, engagement))
    })?;
    note_shown(engine, actor, &[engagement])?;
    Ok(logs)
}

fn check_month(engagement: &Engagement, month: Month) -> Result<(), Faults> {
    if engagement.has_month(month) {
        return Ok(());
    }
    let until = match engagement.last_on() {
        Some(last) => format!(" to {last}"),
        None => " on".to_owned(),
    };
    let detail = format!(
        "{month} has no day of the engagement, which runs from {}{until}",
        engagement.terms.starts_on
    );
    Err(Faults::one("/month", FaultCode::OutOfRange, detail))
}
