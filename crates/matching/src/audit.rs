//! Reading the audit log.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use domain::{
    Actor, ApiKeyId, AuditEventId, AuditLine, Author, Bearer, CandidateId, JsonText, MarkEvent, Marks, Page,
    PageRequest, PersonRead, PostingId, Scope, Timestamp, UserId,
};
use serde_json::Value;
use store::{AuditFilter, ReadingFilter, Tx};

use crate::engine::Engine;
use crate::error::MatchingError;
use crate::permissions::require;

/// Which lines are asked for; what is not stated lets everything through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditQuestion {
    /// With this action.
    pub action: Option<String>,
    /// About this kind of record.
    pub resource: Option<String>,
    /// About this record.
    pub resource_id: Option<String>,
    /// By this key.
    pub api_key_id: Option<ApiKeyId>,
    /// By this user.
    pub user_id: Option<UserId>,
    /// At this instant or later.
    pub from: Option<Timestamp>,
    /// Before this instant.
    pub until: Option<Timestamp>,
}

/// What the actor's organization did, and what others did with its records.
///
/// # Errors
/// A missing scope.
pub fn list_audit_events(
    engine: &Engine,
    actor: &Actor,
    (question, page): (AuditQuestion, &PageRequest<AuditEventId>),
) -> Result<Page<AuditLine>, MatchingError> {
    require(actor, Scope::AuditRead)?;
    let filter = AuditFilter {
        organization_id: actor.organization_id,
        action: question.action,
        resource: question.resource,
        resource_id: question.resource_id,
        api_key_id: question.api_key_id,
        user_id: question.user_id,
        from: question.from,
        until: question.until,
    };
    engine.store.read(|tx| {
        let mut lines = tx.list_audit_events(&filter, page)?;
        hide_marks(tx, actor, &mut lines.items)?;
        Ok(lines)
    })
}

/// Whoever marks people is told how others have marked one of them once they have marked that person too, here as in the
/// list of marks. Who administers the body reads the log as it is kept, and so does who may not mark.
fn hide_marks(tx: &mut Tx<'_>, actor: &Actor, lines: &mut [AuditLine]) -> Result<(), MatchingError> {
    if actor.may(Scope::Admin) || !actor.may(Scope::SelectionsWrite) {
        return Ok(());
    }
    let mut marked: HashMap<PostingId, Vec<MarkEvent>> = HashMap::new();
    for event in lines.iter_mut().map(|line| &mut line.event) {
        let is_own = (event.api_key_id, event.user_id) == (actor.api_key_id, actor.user_id);
        if is_own || event.action != "posting.mark_set" {
            continue;
        }
        let Ok(posting) = PostingId::parse(&event.resource_id) else { continue };
        let own = match marked.entry(posting) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(tx.list_mark_events_of(posting, Author::of(actor))?),
        };
        let mut detail: Value = serde_json::from_str(&event.detail.0).unwrap_or_default();
        let of = detail["candidate_id"].as_str().and_then(|id| CandidateId::parse(id).ok());
        let marks = Marks::replay(own);
        if of.is_none_or(|id| marks.by(Author::of(actor), id).is_none()) {
            detail["mark"] = Value::Null;
            event.detail = JsonText(detail.to_string());
        }
    }
    Ok(())
}

/// Whose reading is asked for, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadingQuestion {
    /// The key or the user.
    pub bearer: Bearer,
    /// What was shown at this instant or later.
    pub from: Option<Timestamp>,
    /// What was shown before this instant.
    pub until: Option<Timestamp>,
}

/// Whose data a key or user of the actor's organization was shown: everybody, people of the own organization too.
///
/// # Errors
/// A missing scope.
pub fn list_people_read(
    engine: &Engine,
    actor: &Actor,
    question: ReadingQuestion,
    page: &PageRequest<CandidateId>,
) -> Result<Page<PersonRead>, MatchingError> {
    require(actor, Scope::AuditRead)?;
    let ReadingQuestion { bearer, from, until } = question;
    let filter = ReadingFilter { organization_id: actor.organization_id, bearer, from, until };
    engine.store.read(|tx| Ok(tx.list_people_read(&filter, page)?))
}
