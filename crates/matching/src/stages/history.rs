//! The history of an application, as far as each side may read it: a reason is for the side that gave it, a category is
//! for both.

use domain::{
    Actor, ApplicationId, ApplicationMove, ApplicationStatus, Mover, Scope, Shown, StageSpan, Timestamp,
};

use super::Course;
use crate::applications::find;
use crate::disclosures::on_record;
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::permissions::{Coordination, require};

/// What an application went through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationHistory {
    /// Which.
    pub application_id: ApplicationId,
    /// Every move, the oldest first.
    pub moves: Vec<ApplicationMove>,
    /// The stages with their times, the oldest first.
    pub spans: Vec<StageSpan>,
    /// Where the actor may move it now.
    pub legal: Vec<ApplicationStatus>,
    /// The instant that the time in the present stage is counted to.
    pub as_of: Timestamp,
}

/// The history of an application.
///
/// # Errors
/// None such, or none visible.
pub fn get_application_history(
    engine: &Engine,
    actor: &Actor,
    id: ApplicationId,
) -> Result<ApplicationHistory, MatchingError> {
    require(actor, Scope::ApplicationsRead)?;
    let as_of = engine.now();
    let (history, whose) = engine.store.read(|tx| {
        let application = find(engine, tx, actor, id)?;
        let posting = super::posting_of(tx, &application)?;
        let coordination = Coordination::of(tx, actor, as_of, &engine.reference.regions)?;
        let manages = coordination.manages(&posting);
        let is_applicant = application.organization_id == actor.organization_id;
        let mut legal =
            if manages { Course::of(tx, &posting)?.path.next(application.status) } else { Vec::new() };
        if is_applicant && application.status.may_be_withdrawn() {
            legal.push(ApplicationStatus::Withdrawn);
        }
        let moves = tx.list_application_moves(id)?;
        let spans = StageSpan::of_history(&moves);
        let shown = |step: ApplicationMove| match step.mover {
            Mover::Manager if !manages => without_reason(step),
            Mover::ApplicantBody | Mover::Person if !is_applicant => without_reason(step),
            Mover::Manager | Mover::ApplicantBody | Mover::Person | Mover::System => step,
        };
        let moves = moves.into_iter().map(shown).collect();
        let history = ApplicationHistory { application_id: id, moves, spans, legal, as_of };
        Ok::<_, MatchingError>((history, application.candidate_id))
    })?;
    on_record((engine, actor), Shown::Application, history, |_| vec![whose])
}

/// Which body moved it is told; who in the body, and why, is the body's own.
fn without_reason(step: ApplicationMove) -> ApplicationMove {
    ApplicationMove { user_id: None, api_key_id: None, reason: None, ..step }
}
