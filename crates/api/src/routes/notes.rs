//! メモ.

use actix_web::http::StatusCode;
use actix_web::{get, post, put};
use domain::{Actor, CandidateId, FaultCode, Faults, Note, NoteId, PostingId, UserId};
use matching::notes::{
    ListNotes, Mentioned, create_note as create, get_note as find, list_note_versions as versions,
    list_notes as list, list_notes_on as list_on, replace_note as replace,
};
use matching::once::Once;
use matching::{Engine, Replacement};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{Register, postings};
use crate::answer::{Answer, changed, page, single};
use crate::creating::{self, record};
use crate::dto::notes::{NotePage, NoteRequest, NoteResponse, NoteVersionPage, NoteWordingRequest};
use crate::dto::vocabulary;
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::query::{NoFilter, optional_id};
use crate::openapi::parameters::{IdPath, IdempotencyKey, IfMatch, IfNoneMatch};
use crate::paging::PageQuery;
use crate::problem::Problem;

/// Somebody who is mentioned: `me`, or the id of a user.
#[derive(Debug, ToSchema)]
#[schema(
    max_length = 36,
    pattern = "^(me|[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$",
    examples("me")
)]
struct MentionedText(#[expect(dead_code, reason = "names a schema; the value is a text")] String);

/// Filters of the list of notes.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct NoteFilter {
    /// Only on this posting.
    #[param(value_type = Option<vocabulary::Uuid>)]
    posting_id: Option<String>,
    /// Only about this person.
    #[param(value_type = Option<vocabulary::Uuid>)]
    candidate_id: Option<String>,
    /// Only those that mention somebody: `me`, or the id of a user.
    #[param(value_type = Option<MentionedText>, inline)]
    mentions: Option<String>,
}

/// Filters of the list of a posting's notes.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct PersonFilter {
    /// Only about this person.
    #[param(value_type = Option<vocabulary::Uuid>)]
    candidate_id: Option<String>,
}

fn id_of(caller: &Caller) -> Result<NoteId, Problem> {
    caller.path_id(("id", "note"), NoteId::parse)
}

fn mentioned(text: Option<&str>) -> Result<Option<Mentioned>, Problem> {
    let refused = |_| Faults::one("?mentions", FaultCode::BadFormat, "must be `me` or the id of a user");
    Ok(match text {
        None => None,
        Some("me") => Some(Mentioned::Me),
        Some(text) => Some(Mentioned::User(UserId::parse(text).map_err(refused)?)),
    })
}

/// Write a note.
///
/// On a posting, or about a person in view of it. Those who manage the posting read it. A note about a person is that
/// person's personal data and is disclosed to them on request: write what you would say to them. Scope:
/// `selections:write`.
#[utoipa::path(tag = "notes", params(IdPath, IdempotencyKey), request_body = NoteRequest,
    responses((status = 201, description = "Written.", body = NoteResponse)))]
#[post("/postings/{id}/notes")]
async fn create_note(caller: Caller, unread: Unread) -> Answer {
    let posting = postings::id_of(&caller)?;
    let write = move |engine: &Engine, actor: &Actor, new, once: &Once<'_, Note>| {
        create(engine, actor, (posting, new), once)
    };
    creating::create::<NoteRequest, _>(&caller, unread, write, |made| {
        record(format!("/api/v1/notes/{}", made.id), made.version, &NoteResponse::from(made.clone()))
    })
    .await
}

/// List the notes on a posting.
///
/// Scope: `selections:read`.
#[utoipa::path(tag = "notes", params(IdPath, PageQuery, PersonFilter),
    responses((status = 200, description = "A page of notes.", body = NotePage)))]
#[get("/postings/{id}/notes")]
async fn list_posting_notes(caller: Caller) -> Answer {
    let posting: PostingId = postings::id_of(&caller)?;
    let (query, filter): (_, PersonFilter) = caller.list_query()?;
    let request = query.request(|text| NoteId::parse(text).ok())?;
    let person = optional_id("?candidate_id", filter.candidate_id.as_deref(), CandidateId::parse)?;
    let found = caller.run(move |engine, actor| list_on(engine, actor, (posting, person), &request)).await?;
    page::<NotePage, _, _>(caller.request(), found, |note| note.id.to_string())
}

/// List the notes.
///
/// On all postings that the caller manages. Scope: `selections:read`.
#[utoipa::path(tag = "notes", params(PageQuery, NoteFilter),
    responses((status = 200, description = "A page of notes.", body = NotePage)))]
#[get("/notes")]
async fn list_notes(caller: Caller) -> Answer {
    let (query, filter): (_, NoteFilter) = caller.list_query()?;
    let request = query.request(|text| NoteId::parse(text).ok())?;
    let filter = ListNotes {
        posting_id: optional_id("?posting_id", filter.posting_id.as_deref(), PostingId::parse)?,
        candidate_id: optional_id("?candidate_id", filter.candidate_id.as_deref(), CandidateId::parse)?,
        mentioned: mentioned(filter.mentions.as_deref())?,
    };
    let found = caller.run(move |engine, actor| list(engine, actor, filter, &request)).await?;
    page::<NotePage, _, _>(caller.request(), found, |note| note.id.to_string())
}

/// Show a note.
///
/// Scope: `selections:read`.
#[utoipa::path(tag = "notes", params(IdPath, IfNoneMatch),
    responses((status = 200, description = "The note.", body = NoteResponse)))]
#[get("/notes/{id}")]
async fn get_note(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.run(move |engine, actor| find(engine, actor, id)).await?;
    single(caller.request(), found.version, &NoteResponse::from(found))
}

/// Write a note anew.
///
/// By its author; the wordings before are kept and listed. Scope: `selections:write`.
#[utoipa::path(tag = "notes", params(IdPath, IfMatch), request_body = NoteWordingRequest,
    responses((status = 200, description = "Written anew.", body = NoteResponse)))]
#[put("/notes/{id}")]
async fn replace_note(caller: Caller, unread: Unread) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let content = caller.body::<NoteWordingRequest>(unread).await?;
    let replacement = Replacement { content, expected };
    let now = caller.run(move |engine, actor| replace(engine, actor, id, replacement)).await?;
    changed(StatusCode::OK, now.version, &NoteResponse::from(now))
}

/// List the wordings of a note.
///
/// The oldest first, the present one last. Scope: `selections:read`.
#[utoipa::path(tag = "notes", params(IdPath, PageQuery),
    responses((status = 200, description = "A page of wordings.", body = NoteVersionPage)))]
#[get("/notes/{id}/versions")]
async fn list_note_versions(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let (query, NoFilter {}) = caller.list_query()?;
    let request = query.request(|text| text.parse::<i64>().ok())?;
    let found = caller.run(move |engine, actor| versions(engine, actor, id, &request)).await?;
    page::<NoteVersionPage, _, _>(caller.request(), found, |version| version.version.to_string())
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(create_note)
        .service(list_posting_notes)
        .service(list_notes)
        .service(get_note)
        .service(replace_note)
        .service(list_note_versions);
}
