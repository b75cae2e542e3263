//! Putting a hand-over together: everything is read in the transaction that keeps it, so it tells of one moment.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use domain::{
    Actor, Application, ApplicationId, ApplicationStatus, CandidateId, DateAhead, DateKind, EncounterStatus,
    HandoverApplication, HandoverDecision, HandoverDocument, HandoverNote, HandoverPerson, HandoverPosting,
    HandoverTask, Month, NewHandover, Page, PageRequest, PersonFacts, Posting, PostingId, Program, Promise,
    PromiseState, PromiseToBody, PromiseToPerson, Promisee, Task, Timestamp, User, WordSet,
};
use store::{ApplicationFilter, Participant, PromiseFilter, RoundFilter, Tx};

use super::reading_first::{choose, person_of};
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::permissions::Coordination;
use crate::tasks::tasks_of;

mod deciding;
mod meeting;
mod naming;
mod working;

use naming::Names;

/// Records of one kind that are read at a time.
const MOST: usize = 2000;

/// The document, and the people of the programme in the order of their ids.
pub(super) fn assemble(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    (new, program): (&NewHandover, &Program),
    (from, to): (&User, &User),
) -> Result<(HandoverDocument, Vec<HandoverPerson>), MatchingError> {
    let at = engine.now();
    let coordination = Coordination::of(tx, actor, at, &engine.reference.regions)?;
    let postings = postings_of(tx, program)?;
    let titles: HashMap<PostingId, String> =
        postings.iter().map(|posting| (posting.id, posting.content.title.clone())).collect();
    let mut facts: BTreeMap<CandidateId, PersonFacts> = BTreeMap::new();
    let mut shown = Vec::with_capacity(postings.len());
    let (mut names, mut decisions) = (Names::default(), Vec::new());
    for posting in &postings {
        let applications = applications_of(tx, &coordination, posting.id)?;
        let count = |among: fn(ApplicationStatus) -> bool| {
            let found = applications.iter().filter(|application| among(application.status)).count();
            u32::try_from(found).unwrap_or(u32::MAX)
        };
        shown.push(HandoverPosting {
            posting_id: posting.id,
            title: posting.content.title.clone(),
            status: posting.status,
            seats: posting.content.seats,
            seated: count(ApplicationStatus::is_seated),
            applications: count(ApplicationStatus::stands),
            notes: Vec::new(),
        });
        for application in applications.iter().filter(|application| is_of_interest(application.status)) {
            let line = line_of(tx, application, &posting.content.title)?;
            facts.entry(application.candidate_id).or_default().applications.push(line);
        }
        // What those who manage a posting say among themselves is theirs: a round has postings of other bodies too.
        if coordination.manages(posting) {
            let whose = applications.iter().map(|one| (one.id, one.candidate_id)).collect();
            let (told, notes) =
                add_managed((tx, &mut names), (&coordination, posting), (&whose, at), &mut facts)?;
            decisions.extend(told);
            shown.last_mut().into_iter().for_each(|posting| posting.notes.extend(notes.iter().cloned()));
        }
    }
    decisions.sort_by_key(|decision| (decision.decided_micros, decision.decision_id));
    let to_bodies = add_promises(tx, actor, (program, &titles), &mut facts)?;
    let mut tasks = tasks_of(engine, tx, actor)?;
    tasks.retain(|task| {
        task.program_id == Some(program.id)
            || task.posting_id.is_some_and(|posting| titles.contains_key(&posting))
    });
    let people = people_of(tx, facts)?;
    let about = |task: &Task| {
        let title = task.posting_id.and_then(|posting| titles.get(&posting).cloned());
        title.unwrap_or_else(|| program.content.name.clone())
    };
    let document = HandoverDocument {
        program_name: program.content.name.clone(),
        purpose: program.content.purpose.clone(),
        from_name: from.content.display_name.clone(),
        to_name: to.content.display_name.clone(),
        read_first: choose(&tasks, &people, (at, &about)),
        decisions,
        postings: shown,
        promises: to_bodies,
        dates: dates_of(program, (&postings, &people), (new, at)),
        tasks: tasks.iter().map(|task| kept(task, about(task), person_of(&people, task))).collect(),
    };
    Ok((document, people))
}

/// Adds what only those know of people who manage a posting; the decisions on it, and the notes on the posting itself.
fn add_managed(
    (tx, names): (&mut Tx<'_>, &mut Names),
    (coordination, posting): (&Coordination<'_>, &Posting),
    (whose, at): (&HashMap<ApplicationId, CandidateId>, Timestamp),
    facts: &mut BTreeMap<CandidateId, PersonFacts>,
) -> Result<(Vec<HandoverDecision>, Vec<HandoverNote>), MatchingError> {
    for (whose, engagement) in working::engagements(tx, posting, at)? {
        facts.entry(whose).or_default().engagements.push(engagement);
    }
    let (decisions, verdicts) = deciding::decisions(tx, posting, names)?;
    for (whose, verdict) in verdicts {
        facts.entry(whose).and_modify(|facts| facts.verdicts.push(verdict));
    }
    for (whose, meeting) in meeting::meetings(tx, (coordination, posting.id), whose)? {
        facts.entry(whose).and_modify(|facts| facts.meetings.push(meeting));
    }
    let mut on_posting = Vec::new();
    for (about, note) in meeting::notes(tx, (coordination, posting.id), names)? {
        match about {
            Some(whose) => drop(facts.entry(whose).and_modify(|facts| facts.notes.push(note))),
            None => on_posting.push(note),
        }
    }
    Ok((decisions, on_posting))
}

/// Adds what was promised to people; what was promised to bodies.
fn add_promises(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (program, titles): (&Program, &HashMap<PostingId, String>),
    facts: &mut BTreeMap<CandidateId, PersonFacts>,
) -> Result<Vec<PromiseToBody>, MatchingError> {
    let promises = promises_of(tx, actor, (program, titles))?;
    let mut to_bodies = Vec::new();
    for promise in promises {
        let due_on = promise.content.due_on.map(|day| day.to_string());
        let (state, closed_micros) = (promise.state, promise.closed_at.map(Timestamp::micros));
        let about = about_promise(tx, &promise, (program, titles))?;
        match promise.content.to {
            Promisee::Candidate(id) => facts.entry(id).or_default().promises.push(PromiseToPerson {
                promise_id: promise.id,
                what: promise.content.what,
                due_on,
                state,
                closed_micros,
                about,
            }),
            Promisee::Organization(id) => to_bodies.push(PromiseToBody {
                promise_id: promise.id,
                organization_id: id,
                name: tx.find_organization(id)?.map(|body| body.content.name).unwrap_or_default(),
                what: promise.content.what,
                due_on,
                state,
                closed_micros,
                about,
            }),
        }
    }
    Ok(to_bodies)
}

/// Whom a successor must know: who is still on the way, who holds a seat, and who was told no.
fn is_of_interest(status: ApplicationStatus) -> bool {
    status.is_open() || status.is_seated() || status == ApplicationStatus::Declined
}

fn kept(task: &Task, about: String, candidate_id: Option<CandidateId>) -> HandoverTask {
    HandoverTask {
        kind: task.kind,
        due_micros: task.due_at.map(Timestamp::micros),
        resource: task.resource.to_owned(),
        resource_id: task.resource_id.clone(),
        about,
        candidate_id,
    }
}

fn postings_of(tx: &mut Tx<'_>, program: &Program) -> Result<Vec<Posting>, MatchingError> {
    let filter = RoundFilter {
        viewer: Participant { organization_id: program.organization_id, agreed: Vec::new() },
        id: None,
        program_id: Some(program.id),
        external_id: None,
        status: None,
    };
    let mut postings = Vec::new();
    for round in tx.list_rounds(&filter, &PageRequest { limit: MOST, after: None })?.items {
        postings.extend(tx.list_postings_of_round(round.id)?);
    }
    Ok(postings)
}

fn applications_of(
    tx: &mut Tx<'_>,
    coordination: &Coordination<'_>,
    posting: PostingId,
) -> Result<Vec<Application>, MatchingError> {
    let filter = ApplicationFilter {
        viewer: coordination.viewer(),
        posting_id: Some(posting),
        candidate_id: None,
        statuses: WordSet::default(),
        due_until: None,
    };
    let (mut all, mut after): (Vec<Application>, Option<ApplicationId>) = (Vec::new(), None);
    loop {
        let Page { items, has_more } = tx.list_applications(&filter, &PageRequest { limit: MOST, after })?;
        after = items.last().map(|application| application.id);
        all.extend(items);
        if !has_more {
            return Ok(all);
        }
    }
}

/// The application with the reason for which it came to its stage.
fn line_of(
    tx: &mut Tx<'_>,
    application: &Application,
    title: &str,
) -> Result<HandoverApplication, MatchingError> {
    let moves = tx.list_application_moves(application.id)?;
    // Of an accepted one the reason is that of the offer: accepting is the person's step.
    let decided = moves.iter().rev().find(|step| step.reason.is_some() || step.reason_category.is_some());
    Ok(HandoverApplication {
        application_id: application.id,
        posting_id: application.posting_id,
        title: title.to_owned(),
        status: application.status,
        due_micros: application.due_at.map(Timestamp::micros),
        reason: decided.and_then(|step| step.reason.clone()),
        reason_category: decided.and_then(|step| step.reason_category),
        since_micros: application.stage_entered_at.micros(),
    })
}

/// The title of what a promise is about.
fn about_promise(
    tx: &mut Tx<'_>,
    promise: &Promise,
    (program, titles): (&Program, &HashMap<PostingId, String>),
) -> Result<String, MatchingError> {
    let title = posting_of(tx, promise)?.and_then(|posting| titles.get(&posting).cloned());
    Ok(title.unwrap_or_else(|| program.content.name.clone()))
}

fn posting_of(tx: &mut Tx<'_>, promise: &Promise) -> Result<Option<PostingId>, MatchingError> {
    Ok(match (promise.content.posting_id, promise.content.application_id) {
        (None, Some(application)) => tx.look_at_application(application)?.map(|found| found.posting_id),
        (posting, _) => posting,
    })
}

/// The promises of the body that are about the programme, one of its postings, or an application to one: those that are
/// open, and those that were kept, for whoever asks again. What was released binds nobody any more.
fn promises_of(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (program, titles): (&Program, &HashMap<PostingId, String>),
) -> Result<Vec<Promise>, MatchingError> {
    let filter = PromiseFilter {
        body: actor.organization_id,
        state: None,
        candidate_id: None,
        posting_id: None,
        program_id: None,
        due_until: None,
    };
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let Page { items, has_more } = tx.list_promises(&filter, &PageRequest { limit: MOST, after })?;
        after = items.last().map(|promise| promise.id);
        for promise in items {
            if promise.state == PromiseState::Released {
                continue;
            }
            let posting = posting_of(tx, &promise)?;
            if promise.content.program_id == Some(program.id)
                || posting.is_some_and(|posting| titles.contains_key(&posting))
            {
                found.push(promise);
            }
        }
        if !has_more {
            break;
        }
    }
    found.sort_by_key(|promise| (promise.content.due_on.is_none(), promise.content.due_on, promise.id));
    Ok(found)
}

fn people_of(
    tx: &mut Tx<'_>,
    facts: BTreeMap<CandidateId, PersonFacts>,
) -> Result<Vec<HandoverPerson>, MatchingError> {
    let mut people = Vec::with_capacity(facts.len());
    for (id, facts) in facts {
        if let Some(candidate) = tx.find_candidate(id)? {
            people.push(HandoverPerson {
                candidate_id: id,
                organization_id: candidate.organization_id,
                name: candidate.content.display_name,
                email: candidate.content.email,
                phone: candidate.content.phone,
                facts,
            });
        }
    }
    Ok(people)
}

/// Days that are still to come, the next one first.
fn dates_of(
    program: &Program,
    (postings, people): (&[Posting], &[HandoverPerson]),
    (new, at): (&NewHandover, Timestamp),
) -> Vec<DateAhead> {
    let name = &program.content.name;
    let mut dates = vec![ahead(DateKind::RightsMove, Some(new.moves_at), name)];
    dates.push(ahead(
        DateKind::ProgramEnds,
        program.content.ends_on.and_then(domain::promise::end_of_day),
        name,
    ));
    for posting in postings {
        let (window, terms, title) = (posting.window(), &posting.content.terms, &posting.content.title);
        dates.push(ahead(DateKind::ApplicationsOpen, window.opens_at, title));
        dates.push(ahead(DateKind::ApplicationsClose, window.closes_at, title));
        dates.push(ahead(DateKind::WorkStarts, terms.starts_on.and_then(start_of_day), title));
        dates.push(ahead(DateKind::WorkEnds, terms.ends_on.and_then(domain::promise::end_of_day), title));
    }
    dates.extend(people.iter().flat_map(dates_with));
    let mut dates: Vec<DateAhead> =
        dates.into_iter().flatten().filter(|date| date.at_micros >= at.micros()).collect();
    dates.sort();
    dates
}

/// Days on which something is to be done with one person.
fn dates_with(person: &HandoverPerson) -> Vec<Option<DateAhead>> {
    let whose = |date: Option<DateAhead>| {
        date.map(|date| DateAhead { candidate_id: Some(person.candidate_id), ..date })
    };
    let mut dates = Vec::new();
    for meeting in &person.facts.meetings {
        let title = person.facts.applications.iter().find(|line| line.posting_id == meeting.posting_id);
        let title = title.map_or("", |line| line.title.as_str());
        let at = Timestamp::from_micros(meeting.at_micros);
        let is_planned = meeting.status == EncounterStatus::Planned;
        dates.push(whose(ahead(DateKind::Meeting, at.filter(|_| is_planned), title)));
    }
    for work in person.facts.engagements.iter().filter(|work| work.is_running()) {
        let month = work.next_log.as_deref().and_then(|text| Month::parse(text).ok());
        let check_in = work.next_check_in.map(|(_, day)| day);
        for (kind, day) in [
            (DateKind::LogDue, month.map(Month::last_day)),
            (DateKind::CheckInDue, check_in),
            (DateKind::NoticeBy, work.notice_by),
            (DateKind::EngagementEnds, work.ends_on),
        ] {
            dates.push(whose(ahead(kind, day.and_then(domain::promise::end_of_day), &work.title)));
        }
    }
    dates
}

fn ahead(kind: DateKind, at: Option<Timestamp>, about: &str) -> Option<DateAhead> {
    Some(DateAhead { at_micros: at?.micros(), kind, about: about.to_owned(), candidate_id: None })
}

/// The first instant of a day in Japan.
fn start_of_day(day: NaiveDate) -> Option<Timestamp> {
    domain::promise::end_of_day(day.pred_opt()?)?.micros().checked_add(1).and_then(Timestamp::from_micros)
}
