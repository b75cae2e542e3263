//! Reading the audit log.

use domain::{
    Actor, ApiKeyId, AuditEventId, AuditLine, Bearer, CandidateId, Page, PageRequest, PersonRead, Scope,
    Timestamp, UserId,
};
use store::{AuditFilter, ReadingFilter};

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
    engine.store.read(|tx| Ok(tx.list_audit_events(&filter, page)?))
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
