//! The audit log, and whose data it tells of.

use actix_web::get;
use domain::{ApiKeyId, AuditEventId, Bearer, CandidateId, FaultCode, Faults, UserId};
use matching::audit::{
    AuditQuestion, ReadingQuestion, list_audit_events as list, list_people_read as list_people,
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::Register;
use crate::answer::{Answer, page, page_of};
use crate::dto::audit_events::{AuditEventPage, AuditEventResponse, PersonReadPage};
use crate::dto::vocabulary;
use crate::extract::caller::Caller;
use crate::extract::query::{optional_id, optional_instant};
use crate::paging::{PageQuery, next_cursor};
use crate::problem::Problem;

/// Which lines are asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct AuditEventFilter {
    /// With this action: `posting.created`, `candidate.identity_disclosed` ….
    #[param(value_type = Option<String>, max_length = 100)]
    action: Option<String>,
    /// About this kind of record: `posting`, `candidate` ….
    #[param(value_type = Option<String>, max_length = 100)]
    resource: Option<String>,
    /// About this record.
    #[param(value_type = Option<String>, max_length = 100)]
    resource_id: Option<String>,
    /// By this key.
    #[param(value_type = Option<vocabulary::Uuid>)]
    api_key_id: Option<String>,
    /// By this user.
    #[param(value_type = Option<vocabulary::Uuid>)]
    user_id: Option<String>,
    /// At this instant or later.
    #[param(value_type = Option<vocabulary::Instant>)]
    from: Option<String>,
    /// Before this instant.
    #[param(value_type = Option<vocabulary::Instant>)]
    until: Option<String>,
}

/// Whose reading is asked for, and when.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ReadingFilter {
    /// What this key was shown.
    #[param(value_type = Option<vocabulary::Uuid>)]
    api_key_id: Option<String>,
    /// What this user was shown.
    #[param(value_type = Option<vocabulary::Uuid>)]
    user_id: Option<String>,
    /// What was shown at this instant or later.
    #[param(value_type = Option<vocabulary::Instant>)]
    from: Option<String>,
    /// What was shown before this instant.
    #[param(value_type = Option<vocabulary::Instant>)]
    until: Option<String>,
}

impl ReadingFilter {
    fn question(&self) -> Result<ReadingQuestion, Problem> {
        let key = optional_id("?api_key_id", self.api_key_id.as_deref(), ApiKeyId::parse)?;
        let user = optional_id("?user_id", self.user_id.as_deref(), UserId::parse)?;
        let bearer = match (key, user) {
            (Some(key), None) => Bearer::Key(key),
            (None, Some(user)) => Bearer::User(user),
            (None, None) => {
                let detail = "name the key, or the user with ?user_id=";
                return Err(Faults::one("?api_key_id", FaultCode::Needed, detail).into());
            }
            (Some(_), Some(_)) => {
                let detail = "name a key or a user, not both";
                return Err(Faults::one("?user_id", FaultCode::Contradiction, detail).into());
            }
        };
        Ok(ReadingQuestion {
            bearer,
            from: optional_instant("?from", self.from.as_deref())?,
            until: optional_instant("?until", self.until.as_deref())?,
        })
    }
}

/// List the audit events.
///
/// What the caller's body did, and what others did with its records, the oldest first. The lines of a body make a chain:
/// `tsumugi audit verify` tells whether any was changed afterwards. Scope: `audit:read`.
#[utoipa::path(tag = "audit-events", params(PageQuery, AuditEventFilter),
    responses((status = 200, description = "A page of the audit log.", body = AuditEventPage)))]
#[get("/audit-events")]
async fn list_audit_events(caller: Caller) -> Answer {
    let (query, filter): (_, AuditEventFilter) = caller.list_query()?;
    let request = query.request(|text| AuditEventId::parse(text).ok())?;
    let question = AuditQuestion {
        api_key_id: optional_id("?api_key_id", filter.api_key_id.as_deref(), ApiKeyId::parse)?,
        user_id: optional_id("?user_id", filter.user_id.as_deref(), UserId::parse)?,
        from: optional_instant("?from", filter.from.as_deref())?,
        until: optional_instant("?until", filter.until.as_deref())?,
        action: filter.action,
        resource: filter.resource,
        resource_id: filter.resource_id,
    };
    let whose = caller.actor().organization_id;
    let found = caller.run(move |engine, actor| list(engine, actor, (question, &request))).await?;
    let cursor = next_cursor(&found, |line| line.event.id.to_string());
    let items = found.items.into_iter().map(|line| AuditEventResponse::shown_to(whose, line)).collect();
    page_of::<AuditEventPage, _>(caller.request(), items, cursor)
}

/// List the people whose data a key or user was shown.
///
/// Everybody of whom the key or user of the caller's body was shown something in that time, people of the own body too:
/// name one key or one user. In ascending order of the person's id. Scope: `audit:read`.
#[utoipa::path(tag = "audit-events", params(PageQuery, ReadingFilter),
    responses((status = 200, description = "A page of people.", body = PersonReadPage)))]
#[get("/audit-events/people")]
async fn list_people_read(caller: Caller) -> Answer {
    let (query, filter): (_, ReadingFilter) = caller.list_query()?;
    let request = query.request(|text| CandidateId::parse(text).ok())?;
    let question = filter.question()?;
    let found = caller.run(move |engine, actor| list_people(engine, actor, question, &request)).await?;
    page::<PersonReadPage, _, _>(caller.request(), found, |read| read.candidate_id.to_string())
}

pub(super) fn configure(config: &mut impl Register) {
    config.service(list_audit_events).service(list_people_read);
}
