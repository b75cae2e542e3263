//! What a move must meet: a way there, a posting that goes on, a meeting that was held, somewhere to be pointed to.

use domain::{
    Actor, Application, ApplicationStatus, Encounter, EncounterStatus, FaultCode, Faults, Meeting, Mover,
    Posting, PostingId, PostingStatus,
};
use store::Tx;

use super::{Course, Move, step_word};
use crate::applications::check_takes_applications;
use crate::engine::Engine;
use crate::error::{ConflictCode, MatchingError};
use crate::postings::find_visible;

pub(super) fn check_legal(
    course: &Course,
    application: &Application,
    step: &Move,
) -> Result<(), MatchingError> {
    let from = application.status;
    let legal = match step.mover {
        Mover::Manager => course.path.next(from),
        Mover::ApplicantBody => withdrawal(from),
        Mover::Person => match from {
            ApplicationStatus::Offered => {
                let answers = [ApplicationStatus::Accepted, ApplicationStatus::Declined];
                answers.into_iter().chain(withdrawal(from)).collect()
            }
            _ => withdrawal(from),
        },
        // The clock ends what nobody answered; who waits moves up from where an offer is legal.
        Mover::System => course.path.next(from),
    };
    if legal.contains(&step.to) {
        return Ok(());
    }
    Err(MatchingError::illegal_transition("application", (from, step.to), &legal))
}

fn withdrawal(from: ApplicationStatus) -> Vec<ApplicationStatus> {
    if from.may_be_withdrawn() { vec![ApplicationStatus::Withdrawn] } else { Vec::new() }
}

/// Nobody is led on towards a posting that was taken back; the exits stay open.
pub(super) fn check_goes_on(posting: &Posting, to: ApplicationStatus) -> Result<(), MatchingError> {
    let ends = ApplicationStatus::EXITS.contains(&to) || to == ApplicationStatus::Withdrawn;
    if ends || posting.status != PostingStatus::Withdrawn {
        return Ok(());
    }
    let detail =
        "the posting was withdrawn; its applications can only be declined, redirected or left to expire";
    Err(MatchingError::conflict(ConflictCode::AlreadyEnded, detail))
}

/// Where the round has the encounter as a stage, nobody is led on from it before one was held.
pub(super) fn check_was_met(
    (tx, course): (&mut Tx<'_>, &Course),
    application: &Application,
    to: ApplicationStatus,
) -> Result<(), MatchingError> {
    let leads_on = to != ApplicationStatus::Withdrawn && !ApplicationStatus::EXITS.contains(&to);
    if !leads_on || !lacks_meeting(tx, course, application)? {
        return Ok(());
    }
    let detail = "the round asks for an encounter, and none was held yet: POST /encounters";
    Err(MatchingError::conflict(ConflictCode::MeetingNotHeld, detail))
}

/// Whether an application stands where an encounter must be held before it is led on, and none was.
pub(super) fn lacks_meeting(
    tx: &mut Tx<'_>,
    course: &Course,
    application: &Application,
) -> Result<bool, MatchingError> {
    if application.status != ApplicationStatus::Encounter || !course.path.insists_on(Meeting::Encounter) {
        return Ok(false);
    }
    let held = |encounter: &Encounter| encounter.content.status == EncounterStatus::Held;
    Ok(!tx.list_encounters_of(application.id)?.iter().any(held))
}

/// Why nothing can be offered to an application where it stands, in words; `None` where an offer can be made.
pub(crate) fn hindrance_to_offer(
    tx: &mut Tx<'_>,
    course: &Course,
    application: &Application,
) -> Result<Option<String>, MatchingError> {
    let legal = course.path.next(application.status);
    if !legal.contains(&ApplicationStatus::Offered) {
        let legal: Vec<&str> = legal.iter().map(|status| step_word(*status)).collect();
        return Ok(Some(format!(
            "is {}, from where nothing can be offered; it may move to {}",
            application.status,
            if legal.is_empty() { "nothing".to_owned() } else { legal.join(", ") }
        )));
    }
    let lacks = lacks_meeting(tx, course, application)?;
    Ok(lacks.then(|| "nothing is offered before the encounter that the round asks for was held".to_owned()))
}

/// The posting that a person is pointed to is another one, published, and for the person's body too.
pub(super) fn check_redirection(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    (posting, application): (&Posting, &Application),
    to: Option<PostingId>,
) -> Result<(), MatchingError> {
    let Some(to) = to else { return Ok(()) };
    let refused = |detail: &str| Faults::one("/redirected_to", FaultCode::UnknownReference, detail).into();
    match find_visible(engine, tx, actor, to) {
        Ok((other, _)) if other.id == posting.id => {
            Err(refused("must be another posting than the one applied to"))
        }
        Ok((other, _)) if !other.is_for_people_of(application.organization_id) => {
            Err(refused("is for the members of other bodies"))
        }
        Ok((other, _)) => match check_takes_applications(&other, engine.now()) {
            Err(MatchingError::Conflict(why)) => {
                Err(refused(&format!("takes no applications: {}", why.detail)))
            }
            Err(error) => Err(error),
            Ok(()) => {
                let applied = tx.list_applications_of(application.candidate_id)?;
                let stands = applied.iter().any(|one| one.posting_id == other.id && one.status.stands());
                if stands { Err(refused("the person has applied to it already")) } else { Ok(()) }
            }
        },
        Err(MatchingError::NotFound { .. }) => Err(refused("no such posting")),
        Err(error) => Err(error),
    }
}
