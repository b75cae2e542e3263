//! 保存期間: how long a body keeps what nobody needs for good, and taking what is due.
//!
//! A body's policy holds for applications to its postings, for its notes, its surveys and its people. What is due is found
//! anew each time and taken some records a transaction, so that whoever is broken off goes on where it was; reports go on
//! counting what was taken. Lines of the audit log are never taken.

use domain::{
    Actor, ChangeKind, OrganizationId, RetentionClass, RetentionDue, RetentionPeriods, RetentionPolicy,
    Scope, Timestamp, Word, WordSet,
};
use serde_json::json;
use store::{DueBefore, StoreError, Tx};

use crate::engine::Engine;
use crate::error::{MatchingError, Replacement, changed_meanwhile, check_version};
use crate::journal::Touched;
use crate::permissions::require;

mod erasing;
mod nightly;
mod sweep;

pub use nightly::work;
pub use sweep::{Sweep, SweptBody, list_due, sweep};

/// Surveys that are counted in one question.
const SURVEYS_AT_ONCE: usize = 500;

/// What of a body is due on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueOnDay {
    /// Whose.
    pub organization_id: OrganizationId,
    /// On which day, in Japan.
    pub day: chrono::NaiveDate,
    /// Every class.
    pub classes: Vec<RetentionDue>,
}

/// The periods of the actor's organization: the usual ones where it has chosen none.
///
/// # Errors
/// A missing scope.
pub fn get_retention_policy(engine: &Engine, actor: &Actor) -> Result<RetentionPolicy, MatchingError> {
    require(actor, Scope::OrganizationsRead)?;
    engine.store.read(|tx| policy_of(tx, actor.organization_id))
}

/// Chooses the periods of the actor's organization; they hold from the next night on.
///
/// # Errors
/// Periods beyond their bounds, another version.
pub fn replace_retention_policy(
    engine: &Engine,
    actor: &Actor,
    replacement: Replacement<RetentionPeriods>,
) -> Result<RetentionPolicy, MatchingError> {
    require(actor, Scope::OrganizationsWrite)?;
    let periods = replacement.content.checked()?;
    engine.write(|tx| {
        let before = policy_of(tx, actor.organization_id)?;
        check_version(replacement.expected, before.version)?;
        let at = engine.now();
        let after =
            RetentionPolicy { version: before.version + 1, updated_at: Some(at), periods, ..before.clone() };
        match tx.put_retention_policy(&after, at) {
            Ok(true) => {}
            Ok(false) | Err(StoreError::Duplicate(_)) => return Err(changed_meanwhile()),
            Err(error) => return Err(error.into()),
        }
        let detail = json!({"from": in_months(&before.periods), "to": in_months(&periods)});
        engine.audit(tx, actor, touched(&after, "replaced", at), &detail)?;
        Ok(after)
    })
}

/// What the next night would take of the actor's organization, were it today; nothing is changed.
///
/// # Errors
/// A missing scope.
pub fn preview(engine: &Engine, actor: &Actor) -> Result<DueOnDay, MatchingError> {
    require(actor, Scope::OrganizationsRead)?;
    let day = engine.now().day_in_japan();
    engine.store.read(|tx| due_of(tx, actor.organization_id, day))
}

/// What of a body is due on a day.
fn due_of(
    tx: &mut Tx<'_>,
    organization_id: OrganizationId,
    day: chrono::NaiveDate,
) -> Result<DueOnDay, MatchingError> {
    let periods = policy_of(tx, organization_id)?.periods;
    let mut classes = Vec::new();
    for class in RetentionClass::ALL {
        let cut = periods.cut_on(*class, day);
        let count = match cut {
            Some(cut) => count(tx, *class, &DueBefore { organization_id, first_kept: cut.first_kept() })?,
            None => 0,
        };
        let (months, until) = (periods.of(*class), cut.map(|cut| cut.until));
        classes.push(RetentionDue { class: *class, months, until, count });
    }
    Ok(DueOnDay { organization_id, day, classes })
}

fn count(tx: &mut Tx<'_>, class: RetentionClass, due: &DueBefore) -> Result<u64, MatchingError> {
    Ok(match class {
        RetentionClass::UnsuccessfulApplications => tx.count_applications_to_erase(due)?,
        RetentionClass::Notes => tx.count_notes_to_erase(due)?,
        RetentionClass::CandidatesWithoutActivity => tx.count_candidates_to_erase(due)?,
        RetentionClass::SurveyTies => {
            let (mut after, mut count) = (None, 0);
            loop {
                let surveys = tx.list_surveys_to_untie(due, (after, SURVEYS_AT_ONCE))?;
                let Some(last) = surveys.last() else { break count };
                count += tx.count_survey_ties(&surveys)?;
                after = Some(*last);
            }
        }
    })
}

fn policy_of(tx: &mut Tx<'_>, organization_id: OrganizationId) -> Result<RetentionPolicy, MatchingError> {
    let found = tx.find_retention_policy(organization_id)?;
    Ok(found.unwrap_or_else(|| RetentionPolicy::unset(organization_id)))
}

fn in_months(periods: &RetentionPeriods) -> serde_json::Value {
    RetentionClass::ALL.iter().map(|class| (class.as_str(), json!(periods.of(*class)))).collect()
}

fn touched<'a>(policy: &RetentionPolicy, act: &'a str, at: Timestamp) -> Touched<'a> {
    Touched {
        resource: "retention_policy",
        id: policy.organization_id.to_string(),
        owner: policy.organization_id,
        version: policy.version,
        act,
        kind: ChangeKind::Updated,
        at,
    }
}

/// The night acts for the body, by no key and no user.
fn nobody(organization_id: OrganizationId) -> Actor {
    Actor {
        organization_id,
        api_key_id: None,
        user_id: None,
        scopes: WordSet::default(),
        request_id: "retention".to_owned(),
    }
}
