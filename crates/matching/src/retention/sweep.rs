//! Taking everything that is due, body by body and class by class, some records a transaction.

use std::sync::atomic::{AtomicBool, Ordering};

use chrono::NaiveDate;
use domain::{
    Actor, CandidateId, OrganizationId, PageRequest, RetentionClass, RetentionCut, RetentionPolicy, Word,
};
use serde_json::json;
use store::{DueBefore, Tx};

use super::{DueOnDay, due_of, erasing, nobody, policy_of, touched};
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::once::purge_kept_answers;

/// Applications or notes that are taken together.
const RECORDS_AT_ONCE: usize = 100;
/// People or surveys that are taken together: much hangs on each.
const WHOLES_AT_ONCE: usize = 20;
/// Bodies that are read together.
const BODIES_AT_ONCE: usize = 200;

/// What was taken of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SweptBody {
    /// Whose.
    pub organization_id: OrganizationId,
    /// Records by class; classes without one are left out.
    pub erased: Vec<(RetentionClass, u64)>,
}

/// What was taken on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sweep {
    /// On which day, in Japan.
    pub day: NaiveDate,
    /// The bodies of which anything was.
    pub bodies: Vec<SweptBody>,
}

/// What of each body is due today; bodies of which nothing is are left out. For the operator.
///
/// # Errors
/// The database failed.
pub fn list_due(engine: &Engine) -> Result<Vec<DueOnDay>, MatchingError> {
    let day = engine.now().day_in_japan();
    let mut due = Vec::new();
    for body in bodies(engine)? {
        due.push(engine.store.read(|tx| due_of(tx, body, day))?);
    }
    due.retain(|body| body.classes.iter().any(|class| class.count > 0));
    Ok(due)
}

/// Takes everything that is due today, out of the files too. For the operator: the program that serves does it by itself
/// each night.
///
/// # Errors
/// The database failed; what was taken until then stays taken.
pub fn sweep(engine: &Engine) -> Result<Sweep, MatchingError> {
    let day = engine.now().day_in_japan();
    let swept = take_everything(engine, day, &AtomicBool::new(false))?;
    // One that was broken off may have left something there.
    engine.store.scrub()?;
    Ok(swept)
}

/// Takes everything that is due on a day, until `stop` is set, and kept answers that are too old. One body that fails
/// keeps none of the others.
pub(super) fn take_everything(
    engine: &Engine,
    day: NaiveDate,
    stop: &AtomicBool,
) -> Result<Sweep, MatchingError> {
    let (mut swept, mut failure) = (Vec::new(), None);
    for body in bodies(engine)? {
        match take_of(engine, (body, day), stop) {
            Ok(one) if one.erased.is_empty() => {}
            Ok(one) => swept.push(one),
            Err(error) => {
                tracing::warn!(organization_id = %body, error = %error, "what is due cannot be erased");
                failure = failure.or(Some(error));
            }
        }
    }
    // Answers of before are of no body's policy: they are kept for a day.
    if let Err(error) = purge_kept_answers(engine) {
        tracing::warn!(error = %error, "answers that are kept no longer cannot be dropped");
        failure = failure.or(Some(error));
    }
    engine.pool.touch();
    engine.blind.touch();
    failure.map_or(Ok(Sweep { day, bodies: swept }), Err)
}

fn bodies(engine: &Engine) -> Result<Vec<OrganizationId>, MatchingError> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let request = PageRequest { limit: BODIES_AT_ONCE, after };
        let page = engine.store.read(|tx| Ok::<_, MatchingError>(tx.list_organizations(&request)?))?;
        all.extend(page.items.iter().map(|body| body.id));
        after = all.last().copied();
        if !page.has_more {
            return Ok(all);
        }
    }
}

/// Takes what is due of a body.
fn take_of(
    engine: &Engine,
    (organization_id, day): (OrganizationId, NaiveDate),
    stop: &AtomicBool,
) -> Result<SweptBody, MatchingError> {
    let policy = engine.store.read(|tx| policy_of(tx, organization_id))?;
    let mut erased = Vec::new();
    for class in RetentionClass::ALL {
        let Some(cut) = policy.periods.cut_on(*class, day) else { continue };
        let count = take_class(engine, &Taking { policy: &policy, class: *class, cut }, stop)?;
        if count > 0 {
            tracing::info!(organization_id = %organization_id, class = %class, count, "erased what was due");
            erased.push((*class, count));
        }
    }
    Ok(SweptBody { organization_id, erased })
}

/// What is being taken.
struct Taking<'a> {
    policy: &'a RetentionPolicy,
    class: RetentionClass,
    cut: RetentionCut,
}

impl Taking<'_> {
    fn due(&self) -> DueBefore {
        let organization_id = self.policy.organization_id;
        DueBefore { organization_id, first_kept: self.cut.first_kept() }
    }
}

/// Takes what is due of a class, some records a transaction, each with its line in the audit log.
fn take_class(engine: &Engine, taking: &Taking<'_>, stop: &AtomicBool) -> Result<u64, MatchingError> {
    let actor = nobody(taking.policy.organization_id);
    let mut total = 0;
    while !stop.load(Ordering::Acquire) {
        let taken = engine.write(|tx| {
            let taken = take_some((engine, &actor), tx, taking)?;
            if taken.records > 0 {
                let detail =
                    json!({"class": taking.class, "count": taken.records, "until": taking.cut.until});
                engine.audit(tx, &actor, touched(taking.policy, "applied", engine.now()), &detail)?;
            }
            Ok(taken)
        })?;
        for id in &taken.people {
            engine.pool.remove_candidate(*id);
        }
        if taken.records == 0 {
            break;
        }
        total += taken.records;
    }
    Ok(total)
}

/// What one transaction has taken.
#[derive(Default)]
struct Taken {
    records: u64,
    /// Who is to leave the pool.
    people: Vec<CandidateId>,
}

fn take_some(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    taking: &Taking<'_>,
) -> Result<Taken, MatchingError> {
    let due = taking.due();
    let records = match taking.class {
        RetentionClass::UnsuccessfulApplications => {
            let ids = tx.list_applications_to_erase(&due, RECORDS_AT_ONCE)?;
            erasing::applications(engine, tx, (&ids, due.first_kept))?
        }
        RetentionClass::Notes => {
            let ids = tx.list_notes_to_erase(&due, RECORDS_AT_ONCE)?;
            erasing::notes(tx, &ids)?
        }
        RetentionClass::SurveyTies => {
            let ids = tx.list_surveys_to_untie(&due, (None, WHOLES_AT_ONCE))?;
            erasing::ties((engine, actor), tx, &ids)?
        }
        RetentionClass::CandidatesWithoutActivity => {
            let people = tx.list_candidates_to_erase(&due, WHOLES_AT_ONCE)?;
            let records = erasing::candidates((engine, actor), tx, &people)?;
            return Ok(Taken { records, people });
        }
    };
    Ok(Taken { records, people: Vec::new() })
}
