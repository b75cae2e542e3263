//! What is to be done next by the actor's body, computed from the records: what is due first comes first, what has no
//! day comes last. A task is gone once the record says that it is done.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use domain::posting::Window;
use domain::{
    Actor, Application, ApplicationId, ApplicationStatus, Page, PageRequest, Posting, PostingId,
    PostingOrder, PostingSearch, PostingStatus, ProgramId, PromiseState, ProposalState, ProposedPersonState,
    ReferralState, Scope, Task, TaskKind, Timestamp, UserId, Word,
};
use store::{ApplicationFilter, PostingFilter, PromiseFilter, ProposalFilter, ReferralFilter, Tx};

use crate::engine::Engine;
use crate::error::MatchingError;
use crate::permissions::{Coordination, require};

mod unfinished;

/// Records of one kind that are looked through at most.
const MOST: usize = 2000;

/// Which tasks a list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ListTasks {
    /// Only of this programme.
    pub program_id: Option<ProgramId>,
    /// Only those of the programmes that this user is responsible for.
    pub user_id: Option<UserId>,
    /// Only of this kind.
    pub kind: Option<TaskKind>,
    /// Only due at this instant or earlier.
    pub due_until: Option<Timestamp>,
}

/// The open tasks of the actor's body.
///
/// # Errors
/// A missing scope.
pub fn list_tasks(engine: &Engine, actor: &Actor, listed: ListTasks) -> Result<Vec<Task>, MatchingError> {
    require(actor, Scope::HandoversRead)?;
    engine.store.read(|tx| {
        let mut tasks = tasks_of(engine, tx, actor)?;
        tasks.retain(|task| {
            listed.program_id.is_none_or(|program| task.program_id == Some(program))
                && listed.user_id.is_none_or(|user| task.user_id == Some(user))
                && listed.kind.is_none_or(|kind| task.kind == kind)
                && listed.due_until.is_none_or(|until| task.due_at.is_some_and(|due| due <= until))
        });
        Ok(tasks)
    })
}

/// Every open task, in order.
pub(crate) fn tasks_of(engine: &Engine, tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Task>, MatchingError> {
    let at = engine.now();
    let coordination = Coordination::of(tx, actor, at, &engine.reference.regions)?;
    let mut tasks = Vec::new();
    of_promises(tx, actor, &mut tasks)?;
    of_referrals(tx, (actor, at), &mut tasks)?;
    for handover in tx.list_unacknowledged_handovers(actor.organization_id)? {
        tasks.push(Task {
            kind: TaskKind::HandoverUnacknowledged,
            due_at: Some(handover.content.moves_at),
            resource: "handover",
            resource_id: handover.id.to_string(),
            posting_id: None,
            program_id: Some(handover.content.program_id),
            user_id: Some(handover.content.to_user_id),
        });
    }
    let postings = managed(tx, &coordination)?;
    let open = of_applications(tx, (&coordination, at), &postings, &mut tasks)?;
    unfinished::add(tx, (&coordination, &postings), &open, &mut tasks)?;
    of_proposals(tx, (actor, &coordination), &mut tasks)?;
    let programs = programs_of(tx, &postings)?;
    let mut users: HashMap<ProgramId, Option<UserId>> = HashMap::new();
    for task in &mut tasks {
        if task.program_id.is_none() {
            task.program_id = task.posting_id.and_then(|posting| programs.get(&posting).copied());
        }
        if let Some(program) = task.program_id
            && task.user_id.is_none()
        {
            let user = match users.get(&program) {
                Some(user) => *user,
                None => {
                    let user = crate::responsibility::user_at(tx, program, at)?;
                    users.insert(program, user);
                    user
                }
            };
            task.user_id = user;
        }
    }
    let order =
        |task: &Task| (task.due_at.is_none(), task.due_at, task.kind.index(), task.resource_id.clone());
    tasks.sort_by_key(order);
    Ok(tasks)
}

fn of_promises(tx: &mut Tx<'_>, actor: &Actor, tasks: &mut Vec<Task>) -> Result<(), MatchingError> {
    let filter = PromiseFilter {
        body: actor.organization_id,
        state: Some(PromiseState::Open),
        candidate_id: None,
        posting_id: None,
        program_id: None,
        due_until: None,
    };
    let page = PageRequest { limit: MOST, after: None };
    for promise in tx.list_promises(&filter, &page)?.items {
        let content = promise.content;
        let posting_id = match (content.posting_id, content.application_id) {
            (None, Some(application)) => tx.find_application(application)?.map(|found| found.posting_id),
            (posting, _) => posting,
        };
        tasks.push(Task {
            kind: TaskKind::PromiseDue,
            due_at: content.due_on.and_then(domain::promise::end_of_day),
            resource: "promise",
            resource_id: promise.id.to_string(),
            posting_id,
            program_id: content.program_id,
            user_id: None,
        });
    }
    Ok(())
}

fn of_referrals(
    tx: &mut Tx<'_>,
    (actor, at): (&Actor, Timestamp),
    tasks: &mut Vec<Task>,
) -> Result<(), MatchingError> {
    let filter = ReferralFilter {
        body: actor.organization_id,
        from: None,
        to: Some(actor.organization_id),
        kind: None,
        state: Some((ReferralState::Open, at)),
    };
    for referral in tx.list_referrals(&filter, &PageRequest { limit: MOST, after: None })?.items {
        tasks.push(Task {
            kind: TaskKind::ReferralUnanswered,
            due_at: Some(referral.expires_at),
            resource: "referral",
            resource_id: referral.id.to_string(),
            posting_id: referral.subject.posting(),
            program_id: None,
            user_id: None,
        });
    }
    Ok(())
}

/// The postings that the actor's body acts on.
fn managed(tx: &mut Tx<'_>, coordination: &Coordination<'_>) -> Result<Vec<Posting>, MatchingError> {
    let filter =
        PostingFilter { viewer: coordination.viewer(), others: Vec::new(), search: PostingSearch::default() };
    let page = PageRequest { limit: MOST, after: None };
    Ok(tx.list_postings(&filter, PostingOrder::Oldest, &page)?.items)
}

/// An application that is open, to a posting that the actor's body acts on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct OpenApplication {
    posting_id: PostingId,
    status: ApplicationStatus,
    /// When it came to this stage.
    since: Timestamp,
    /// When the stage is to end.
    due_at: Option<Timestamp>,
}

/// Every open one.
type Open = HashMap<ApplicationId, OpenApplication>;

/// Stages that are to end, and postings that take nobody any more and are not decided; with the applications that are
/// open.
fn of_applications(
    tx: &mut Tx<'_>,
    (coordination, at): (&Coordination<'_>, Timestamp),
    postings: &[Posting],
    tasks: &mut Vec<Task>,
) -> Result<Open, MatchingError> {
    let open = [
        ApplicationStatus::Submitted,
        ApplicationStatus::Screening,
        ApplicationStatus::Encounter,
        ApplicationStatus::Interview,
        ApplicationStatus::Offered,
    ];
    let filter = ApplicationFilter {
        viewer: coordination.viewer(),
        posting_id: None,
        candidate_id: None,
        statuses: open.into_iter().collect(),
        due_until: None,
    };
    let managed: HashMap<PostingId, &Posting> =
        postings.iter().map(|posting| (posting.id, posting)).collect();
    let (mut undecided, mut still_open): (Vec<PostingId>, Open) = (Vec::new(), HashMap::new());
    let mut after: Option<ApplicationId> = None;
    loop {
        let Page { items, has_more } = tx.list_applications(&filter, &PageRequest { limit: MOST, after })?;
        after = items.last().map(|application| application.id);
        for application in items {
            let Some(posting) = managed.get(&application.posting_id) else { continue };
            tasks.extend(stage_due(&application));
            let (posting_id, status) = (application.posting_id, application.status);
            let (since, due_at) = (application.stage_entered_at, application.due_at);
            still_open.insert(application.id, OpenApplication { posting_id, status, since, due_at });
            if is_over(posting, at) && application.status == ApplicationStatus::Submitted {
                undecided.push(posting.id);
            }
        }
        if !has_more {
            break;
        }
    }
    undecided.sort_unstable();
    undecided.dedup();
    for id in undecided {
        tasks.push(Task {
            kind: TaskKind::PostingUndecided,
            due_at: managed.get(&id).and_then(|posting| posting.window().closes_at),
            resource: "posting",
            resource_id: id.to_string(),
            posting_id: Some(id),
            program_id: None,
            user_id: None,
        });
    }
    Ok(still_open)
}

fn stage_due(application: &Application) -> Option<Task> {
    Some(Task {
        kind: TaskKind::StageDue,
        due_at: Some(application.due_at?),
        resource: "application",
        resource_id: application.id.to_string(),
        posting_id: Some(application.posting_id),
        program_id: None,
        user_id: None,
    })
}

fn is_over(posting: &Posting, at: Timestamp) -> bool {
    posting.status == PostingStatus::Closed
        || (posting.status == PostingStatus::Published && posting.window_at(at) == Window::Closed)
}

/// Proposals to answer, and people who are wanted and were registered here.
fn of_proposals(
    tx: &mut Tx<'_>,
    (actor, coordination): (&Actor, &Coordination<'_>),
    tasks: &mut Vec<Task>,
) -> Result<(), MatchingError> {
    for state in [ProposalState::Proposed, ProposalState::Interested, ProposalState::Accepted] {
        let filter = ProposalFilter { viewer: coordination.viewer(), posting_id: None, state: Some(state) };
        for proposal in tx.list_proposals(&filter, &PageRequest { limit: MOST, after: None })?.items {
            let posting = tx.find_posting(proposal.posting_id)?;
            let acts = posting.is_some_and(|posting| coordination.manages(&posting));
            let is_wanted = proposal.people.iter().any(|person| {
                person.organization_id == actor.organization_id && person.state == ProposedPersonState::Wanted
            });
            let kind = match state {
                ProposalState::Proposed if acts => TaskKind::ProposalUnanswered,
                ProposalState::Interested | ProposalState::Accepted if is_wanted => {
                    TaskKind::ProposalToAccept
                }
                _ => continue,
            };
            tasks.push(Task {
                kind,
                due_at: None,
                resource: "proposal",
                resource_id: proposal.id.to_string(),
                posting_id: Some(proposal.posting_id),
                program_id: None,
                user_id: None,
            });
        }
    }
    Ok(())
}

/// The programmes of postings, by their rounds.
fn programs_of(
    tx: &mut Tx<'_>,
    postings: &[Posting],
) -> Result<HashMap<PostingId, ProgramId>, MatchingError> {
    let (mut of_rounds, mut of_postings) = (HashMap::new(), HashMap::new());
    for posting in postings {
        let Some(round) = posting.content.round_id else { continue };
        if let Entry::Vacant(place) = of_rounds.entry(round) {
            place.insert(tx.find_round(round)?.map(|round| round.content.program_id));
        }
        if let Some(Some(program)) = of_rounds.get(&round) {
            of_postings.insert(posting.id, *program);
        }
    }
    Ok(of_postings)
}
