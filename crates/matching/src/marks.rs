//! Marks: what those who manage a posting think of the people who are considered for it.
//!
//! A mark tells nobody anything. It belongs to whoever gave it; what others think of a person is shown only to somebody
//! who has marked that person too, so that nobody reads with another's eyes. Every act is kept, in the posting's log of
//! marks and in the audit log, and can be undone.

use std::collections::{BTreeSet, HashMap};

use domain::{
    Actor, ApplicationId, Author, CandidateId, GivenMark, MarkAct, MarkContent, MarkEvent, MarkState, Marks,
    Page, PageRequest, Posting, PostingId, Scope,
};
use serde_json::json;
use store::Tx;

use crate::disclosures::record_shown;
use crate::engine::Engine;
use crate::error::{ConflictCode, MatchingError};
use crate::journal::Touched;
use crate::permissions::{find_person, require};
use crate::postings::find_managed;
use crate::rankings::{PersonLabel, label};

/// A mark as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownMark {
    /// The mark and why.
    pub content: MarkContent,
    /// Who gave it, and when.
    pub event: MarkEvent,
}

impl From<GivenMark<'_>> for ShownMark {
    fn from(given: GivenMark<'_>) -> Self {
        Self { content: given.content.clone(), event: given.event.clone() }
    }
}

/// Which people a list of marks has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ListMarks {
    /// Only whom the caller has marked so.
    pub mark: Option<MarkState>,
    /// Only whom the caller has marked, and somebody else otherwise.
    pub only_split: Option<Split>,
}

/// Asks for people on whom markers differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Split;

/// A person with the marks that the caller may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedPerson {
    /// Who.
    pub candidate_id: CandidateId,
    /// How they are shown.
    pub label: PersonLabel,
    /// Their application to the posting, where one stands.
    pub application_id: Option<ApplicationId>,
    /// The caller's own mark.
    pub own: Option<ShownMark>,
    /// The others' marks; `None` until the caller has marked the person.
    pub others: Option<Vec<ShownMark>>,
}

/// How the caller has marked the people of a posting.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MarkCounts {
    /// Applicants not marked yet.
    pub unreviewed: u64,
    /// 候補
    pub shortlisted: u64,
    /// 保留
    pub held: u64,
    /// 見送り
    pub declined: u64,
}

/// The marks of a posting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkSheet {
    /// Over everybody, whatever the list shows.
    pub counts: MarkCounts,
    /// By id of the person.
    pub page: Page<MarkedPerson>,
}

/// What an undo took back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The act that was undone.
    pub undone: MarkEvent,
    /// The marker's mark on the person now.
    pub now: Option<ShownMark>,
}

/// Sets the caller's mark on a person. The same mark again changes nothing.
///
/// # Errors
/// A reason that is too long, no such posting, not the actor's to manage, no such person.
pub fn put_mark(
    engine: &Engine,
    actor: &Actor,
    (posting_id, candidate_id): (PostingId, CandidateId),
    content: MarkContent,
) -> Result<ShownMark, MatchingError> {
    require(actor, Scope::SelectionsWrite)?;
    let content = content.checked()?;
    engine.write(|tx| {
        let (posting, coordination) = find_managed(engine, tx, actor, posting_id)?;
        find_person(tx, &coordination, candidate_id, engine.now())?;
        let log = tx.list_mark_events_of(posting_id, Author::of(actor))?;
        let before = Marks::replay(&log).by(Author::of(actor), candidate_id).map(ShownMark::from);
        if let Some(same) = before.filter(|before| before.content == content) {
            return Ok(same);
        }
        let act = MarkAct::Marked(content.clone());
        let event = append((engine, actor), tx, &posting, (candidate_id, act))?;
        Ok(ShownMark { content: content.clone(), event })
    })
}

/// Takes the caller's mark on a person away; where there is none nothing changes.
///
/// # Errors
/// No such posting, not the actor's to manage, no such person.
pub fn clear_mark(
    engine: &Engine,
    actor: &Actor,
    (posting_id, candidate_id): (PostingId, CandidateId),
) -> Result<(), MatchingError> {
    require(actor, Scope::SelectionsWrite)?;
    engine.write(|tx| {
        let (posting, coordination) = find_managed(engine, tx, actor, posting_id)?;
        find_person(tx, &coordination, candidate_id, engine.now())?;
        let log = tx.list_mark_events_of(posting_id, Author::of(actor))?;
        if Marks::replay(&log).by(Author::of(actor), candidate_id).is_some() {
            append((engine, actor), tx, &posting, (candidate_id, MarkAct::Cleared))?;
        }
        Ok(())
    })
}

/// Undoes the caller's last act on the posting that is not undone yet.
///
/// # Errors
/// No such posting, not the actor's to manage, nothing left to undo, an act from before notices were sent.
pub fn undo_mark(engine: &Engine, actor: &Actor, posting_id: PostingId) -> Result<Undone, MatchingError> {
    require(actor, Scope::SelectionsWrite)?;
    let author = Author::of(actor);
    engine.write(|tx| {
        let (posting, _) = find_managed(engine, tx, actor, posting_id)?;
        let mut log = tx.list_mark_events_of(posting_id, author)?;
        let last = Marks::replay(&log).last_act(author).cloned();
        let Some(undone) = last else {
            let detail = "you have done nothing on this posting that is not undone already";
            return Err(MatchingError::conflict(ConflictCode::NothingToUndo, detail));
        };
        if tx.last_notices_sent_at(posting_id)?.is_some_and(|sent| undone.at <= sent) {
            let detail = "the results were sent to the applicants after this mark; it can be undone no more";
            return Err(MatchingError::conflict(ConflictCode::NoticesSent, detail));
        }
        let act = MarkAct::Undone(undone.number);
        log.push(append((engine, actor), tx, &posting, (undone.candidate_id, act))?);
        let now = Marks::replay(&log).by(author, undone.candidate_id).map(ShownMark::from);
        Ok(Undone { undone, now })
    })
}

/// The applicants of a posting and whoever else the caller has marked, with the marks that the caller may see.
///
/// # Errors
/// No such posting, not the actor's to manage.
pub fn list_marks(
    engine: &Engine,
    actor: &Actor,
    (posting_id, list): (PostingId, ListMarks),
    page: &PageRequest<CandidateId>,
) -> Result<MarkSheet, MatchingError> {
    require(actor, Scope::SelectionsRead)?;
    let at = engine.now();
    let (sheet, names) = engine.store.read(|tx| {
        let (posting, _) = find_managed(engine, tx, actor, posting_id)?;
        let log = tx.list_mark_events(posting.id)?;
        let reading = Reading { marks: Marks::replay(&log), author: Author::of(actor) };
        let applications = tx.list_applications_to(posting.id)?.into_iter();
        let applied: HashMap<CandidateId, ApplicationId> =
            applications.map(|application| (application.candidate_id, application.id)).collect();
        let mut people: BTreeSet<CandidateId> = applied.keys().copied().collect();
        people.extend(reading.marks.people_of(reading.author));
        let counts = reading.count(&people);
        let shown = people.into_iter().filter(|id| page.after.is_none_or(|after| *id > after));
        let shown = shown.filter(|id| reading.is_listed(*id, list)).take(page.limit + 1).collect();
        let Page { items, has_more } = Page::of_rows(shown, page.limit);
        let (labels, names) = label(engine, tx, (actor, at), (Some(posting.id), &items))?;
        let labelled = items.into_iter().zip(labels);
        let items = labelled.map(|(id, label)| reading.person((id, applied.get(&id).copied()), label));
        let sheet = MarkSheet { counts, page: Page { items: items.collect(), has_more } };
        Ok::<_, MatchingError>((sheet, names))
    })?;
    record_shown(engine, actor, &names)?;
    Ok(sheet)
}

/// A log read with the eyes of one marker.
struct Reading<'a> {
    marks: Marks<'a>,
    author: Author,
}

impl Reading<'_> {
    fn state(&self, id: CandidateId) -> MarkState {
        self.marks.by(self.author, id).map(|given| given.content.mark).into()
    }

    fn count(&self, people: &BTreeSet<CandidateId>) -> MarkCounts {
        let mut counts = MarkCounts::default();
        for id in people {
            let count = match self.state(*id) {
                MarkState::Unreviewed => &mut counts.unreviewed,
                MarkState::Shortlisted => &mut counts.shortlisted,
                MarkState::Held => &mut counts.held,
                MarkState::Declined => &mut counts.declined,
            };
            *count += 1;
        }
        counts
    }

    fn is_listed(&self, id: CandidateId, list: ListMarks) -> bool {
        list.mark.is_none_or(|mark| self.state(id) == mark)
            && (list.only_split.is_none() || self.is_split(id))
    }

    /// Of a person whom the marker has not marked it is not told whether others differ.
    fn is_split(&self, id: CandidateId) -> bool {
        let Some(own) = self.marks.by(self.author, id) else { return false };
        self.marks.on(id).iter().any(|given| given.content.mark != own.content.mark)
    }

    fn person(
        &self,
        (candidate_id, application_id): (CandidateId, Option<ApplicationId>),
        label: PersonLabel,
    ) -> MarkedPerson {
        let own = self.marks.by(self.author, candidate_id).map(ShownMark::from);
        let others = own.is_some().then(|| {
            let others = self.marks.on(candidate_id).into_iter();
            others.filter(|given| given.event.author != self.author).map(ShownMark::from).collect()
        });
        MarkedPerson { candidate_id, label, application_id, own, others }
    }
}

/// Adds an act to the log of a posting that is held, so that two markers at once get two numbers.
fn append(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    posting: &Posting,
    (candidate_id, act): (CandidateId, MarkAct),
) -> Result<MarkEvent, MatchingError> {
    let event = MarkEvent {
        posting_id: posting.id,
        number: tx.last_mark_number(posting.id)? + 1,
        candidate_id,
        organization_id: actor.organization_id,
        author: Author::of(actor),
        act,
        at: engine.now(),
    };
    tx.append_mark_event(&event)?;
    let (act, detail) = match &event.act {
        MarkAct::Marked(content) => ("mark_set", json!({"mark": content.mark})),
        MarkAct::Cleared => ("mark_cleared", json!({})),
        MarkAct::Undone(number) => ("mark_undone", json!({"undoes": number})),
    };
    let mut detail = detail;
    detail["number"] = json!(event.number);
    detail["candidate_id"] = json!(candidate_id);
    let touched = Touched {
        resource: "posting",
        id: posting.id.to_string(),
        owner: posting.organization_id,
        version: posting.version,
        act,
        kind: domain::ChangeKind::Updated,
        at: event.at,
    };
    engine.audit(tx, actor, touched, &detail)?;
    Ok(event)
}
