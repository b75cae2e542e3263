//! How engagements end, and how they go on: ends with notice, renewals linked both ways.

use chrono::{Days, NaiveDate};
use domain::engagement::{NOTICE_DAYS, needs_notice, warnings};
use domain::{
    Actor, ChangeKind, ContractForm, EndKind, Engagement, EngagementEnd, EngagementId, EngagementStatus,
    EngagementTerms, FaultCode, Faults, Scope, Shown,
};
use store::Tx;

use super::{
    check_permission, check_running, find_managed, first_day, main_job_of, save, tell_the_persons_body,
    touched,
};
use crate::disclosures::on_record;
use crate::engine::Engine;
use crate::error::{Conflict, ConflictCode, Expected, MatchingError, check_version};
use crate::once::Once;
use crate::permissions::require;

/// How an engagement goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Renewal {
    /// On the same terms until another last day; from the day after the old one when no first day is named.
    SameTerms {
        /// First day.
        starts_on: Option<NaiveDate>,
        /// Last day.
        ends_on: Option<NaiveDate>,
    },
    /// On these terms.
    NewTerms(Box<EngagementTerms>),
}

/// Ends a running engagement.
///
/// # Errors
/// Faults, none such, not the actor's to change, ended already, another version; less notice than long work needs.
pub fn end_engagement(
    engine: &Engine,
    actor: &Actor,
    id: EngagementId,
    (end, expected): (EngagementEnd, Expected),
) -> Result<Engagement, MatchingError> {
    require(actor, Scope::EngagementsWrite)?;
    let today = engine.now().day_in_japan();
    let end = end.checked(today)?;
    let ended = engine.write(|tx| {
        let before = find_managed(engine, tx, actor, id)?;
        check_version(expected, before.version)?;
        check_running(&before)?;
        check_last_day(&before, &end)?;
        check_notice(tx, &before, &end, today)?;
        let status = match end.kind {
            EndKind::Completed => EngagementStatus::Completed,
            EndKind::EndedEarly => EngagementStatus::EndedEarly,
            EndKind::Converted => EngagementStatus::Converted,
        };
        let after = Engagement { status, end: Some(end.clone()), ..before };
        save((engine, actor), tx, after, domain::Word::as_str(end.kind))
    })?;
    on_record((engine, actor), Shown::Engagement, ended, |ended| vec![ended.candidate_id])
}

fn check_last_day(engagement: &Engagement, end: &EngagementEnd) -> Result<(), Faults> {
    let terms = &engagement.terms;
    if end.on < terms.starts_on {
        let detail = format!("must not be before the first day, {}", terms.starts_on);
        return Err(Faults::one("/on", FaultCode::Contradiction, detail));
    }
    match terms.ends_on {
        Some(last) if end.on > last => {
            let detail = format!("the agreed last day is {last}: renew the engagement, or change its terms");
            Err(Faults::one("/on", FaultCode::Contradiction, detail))
        }
        Some(last) if end.kind == EndKind::EndedEarly && end.on == last => {
            let detail = "that is the agreed last day: such an end is `completed`";
            Err(Faults::one("/kind", FaultCode::Contradiction, detail))
        }
        Some(_) | None => Ok(()),
    }
}

/// フリーランス法 16条: whoever ends long work early says so 30 days before, but for the exceptions. Applied to every form
/// but unpaid help: 労働基準法 20条 asks as much of employment.
fn check_notice(
    tx: &mut Tx<'_>,
    engagement: &Engagement,
    end: &EngagementEnd,
    today: NaiveDate,
) -> Result<(), MatchingError> {
    let is_early = end.kind == EndKind::EndedEarly && end.exception.is_none();
    if !is_early || engagement.terms.contract_form == ContractForm::ProBono {
        return Ok(());
    }
    let first_on = first_day(tx, engagement)?;
    let given = end.days_of_notice(today);
    if given >= NOTICE_DAYS || !needs_notice(first_on, engagement.terms.ends_on) {
        return Ok(());
    }
    let detail = format!(
        "work of six months or more, begun on {first_on}, ends early {NOTICE_DAYS} days after it is told at the soonest, not {given}: name a later day, or the exception that applies (rule L-5)"
    );
    let code = ConflictCode::NoticeTooShort;
    Err(MatchingError::Conflict(Conflict { code, detail, pointer: Some("/on") }))
}

/// Renews a running engagement: another one goes on from it, and the two name each other.
///
/// # Errors
/// Faults, none such, not the actor's to change, ended or renewed already; days that do not follow.
pub fn renew_engagement(
    engine: &Engine,
    actor: &Actor,
    (id, renewal): (EngagementId, Renewal),
    once: &Once<'_, Engagement>,
) -> Result<Engagement, MatchingError> {
    require(actor, Scope::EngagementsWrite)?;
    if let Renewal::NewTerms(terms) = &renewal {
        terms.clone().checked().map_err(|found| {
            let mut faults = Faults::default();
            faults.extend_below("/terms", found);
            faults
        })?;
    }
    let successor = engine.write(|tx| {
        let before = find_managed(engine, tx, actor, id)?;
        check_running(&before)?;
        let last_on = before.terms.ends_on.ok_or_else(|| {
            let detail = "what has no last day is not renewed: it goes on; agree on a last day first";
            MatchingError::conflict(ConflictCode::NoLastDay, detail)
        })?;
        let terms = follow_up(&before, last_on, &renewal)?;
        let successor = insert_successor((engine, actor), tx, &before, terms)?;
        let renewed =
            Engagement { status: EngagementStatus::Renewed, renewed_by_id: Some(successor.id), ..before };
        save((engine, actor), tx, renewed, "renewed")?;
        once.keep((engine, tx, actor), &successor, Some(successor.candidate_id))?;
        Ok(successor)
    })?;
    on_record((engine, actor), Shown::Engagement, successor, |successor| vec![successor.candidate_id])
}

/// The terms on which it goes on, beginning after the last day.
fn follow_up(before: &Engagement, last_on: NaiveDate, renewal: &Renewal) -> Result<EngagementTerms, Faults> {
    let next_day = last_on.checked_add_days(Days::new(1)).unwrap_or(last_on);
    let (terms, pointer) = match renewal {
        Renewal::NewTerms(terms) => (EngagementTerms::clone(terms), "/terms/starts_on"),
        Renewal::SameTerms { starts_on, ends_on } => {
            let starts_on = starts_on.unwrap_or(next_day);
            (EngagementTerms { starts_on, ends_on: *ends_on, ..before.terms.clone() }, "/starts_on")
        }
    };
    let mut faults = Faults::default();
    if terms.starts_on <= last_on {
        let detail = format!("must come after {last_on}, the last day of what is renewed");
        faults.add(pointer, FaultCode::Contradiction, detail);
    }
    if terms.ends_on.is_some_and(|ends| ends < terms.starts_on) {
        faults.add("/ends_on", FaultCode::Contradiction, "must not be before the first day");
    }
    faults.guard(terms)
}

fn insert_successor(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    before: &Engagement,
    terms: EngagementTerms,
) -> Result<Engagement, MatchingError> {
    let at = engine.now();
    let warnings = warnings(&terms, first_day(tx, before)?, main_job_of(tx, before.candidate_id)?);
    check_permission(engine, (&before.origin, &terms), warnings)?;
    let successor = Engagement {
        id: engine.new_id(EngagementId::from_parts),
        version: 1,
        created_at: at,
        updated_at: at,
        renews_id: Some(before.id),
        renewed_by_id: None,
        terms,
        warnings,
        ..before.clone()
    };
    tx.insert_engagement(&successor)?;
    engine.record(tx, actor, touched(&successor, "created", ChangeKind::Created))?;
    tell_the_persons_body(engine, tx, &successor, ChangeKind::Created)?;
    Ok(successor)
}
