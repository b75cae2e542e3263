//! 調査の回: invitations, and answers with a token or on somebody's behalf.

use actix_web::http::StatusCode;
use actix_web::{get, post, put};
use domain::survey::Wave;
use domain::{Actor, SurveyId, WaveId};
use matching::Engine;
use matching::Replacement;
use matching::once::{CreationAnswer, Once};
use matching::surveys::{
    Invitations, answer_by_token, answer_for, create_wave as create, get_questions, get_wave as find, invite,
    list_waves as list, replace_wave as replace,
};

use super::Register;
use crate::answer::{Answer, changed, gone, ok, page, single};
use crate::creating::{self, placed, record};
use crate::dto::surveys::answers::{
    AnswersOnBehalfRequest, AnswersRequest, QuestionsResponse, TakenAnswersResponse,
};
use crate::dto::surveys::waves::{
    InvitationRequest, InvitationsResponse, WavePage, WaveRequest, WaveResponse,
};
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::guest::Guest;
use crate::extract::query::NoFilter;
use crate::openapi::parameters::{AnswerTokenPath, IdPath, IdempotencyKey, IfMatch, IfNoneMatch};
use crate::paging::PageQuery;
use crate::problem::Problem;

fn survey_of(caller: &Caller) -> Result<SurveyId, Problem> {
    caller.path_id(("id", "survey"), SurveyId::parse)
}

fn id_of(caller: &Caller) -> Result<WaveId, Problem> {
    caller.path_id(("id", "wave"), WaveId::parse)
}

/// Make a wave of a survey.
///
/// From then on the version that it asks stays as it is. Scope: `surveys:write`.
#[utoipa::path(tag = "surveys", params(IdPath, IdempotencyKey), request_body = WaveRequest,
    responses((status = 201, description = "Made.", body = WaveResponse)))]
#[post("/surveys/{id}/waves")]
async fn create_wave(caller: Caller, unread: Unread) -> Answer {
    let id = survey_of(&caller)?;
    let write = move |engine: &Engine, actor: &Actor, content, once: &Once<'_, Wave>| {
        create(engine, actor, (id, content), once)
    };
    creating::create::<WaveRequest, _>(&caller, unread, write, |made| {
        let place = format!("/api/v1/waves/{}", made.id);
        record(place, made.version, &WaveResponse::from(made.clone()))
    })
    .await
}

/// List the waves of a survey.
///
/// In the order they were made. Scope: `surveys:read`.
#[utoipa::path(tag = "surveys", params(IdPath, PageQuery),
    responses((status = 200, description = "A page of waves.", body = WavePage)))]
#[get("/surveys/{id}/waves")]
async fn list_waves(caller: Caller) -> Answer {
    let id = survey_of(&caller)?;
    let (query, NoFilter {}) = caller.list_query()?;
    let request = query.request(|text| WaveId::parse(text).ok())?;
    let found = caller.run(move |engine, actor| list(engine, actor, id, &request)).await?;
    page::<WavePage, _, _>(caller.request(), found, |wave| wave.id.to_string())
}

/// Show a wave.
///
/// Scope: `surveys:read`.
#[utoipa::path(tag = "surveys", params(IdPath, IfNoneMatch),
    responses((status = 200, description = "The wave.", body = WaveResponse)))]
#[get("/waves/{id}")]
async fn get_wave(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.run(move |engine, actor| find(engine, actor, id)).await?;
    single(caller.request(), found.version, &WaveResponse::from(found))
}

/// Replace a wave.
///
/// What it asks and whether it is anonymous stay, for people may have been told. Scope: `surveys:write`.
#[utoipa::path(tag = "surveys", params(IdPath, IfMatch), request_body = WaveRequest,
    responses((status = 200, description = "Replaced.", body = WaveResponse)))]
#[put("/waves/{id}")]
async fn replace_wave(caller: Caller, unread: Unread) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let content = caller.body::<WaveRequest>(unread).await?;
    let replacement = Replacement { content, expected };
    let now = caller.run(move |engine, actor| replace(engine, actor, id, replacement)).await?;
    changed(StatusCode::OK, now.version, &WaveResponse::from(now))
}

/// Invite people to a wave.
///
/// Each gets a token, told this once; who was invited before keeps theirs. Of an anonymous wave it is kept who was
/// invited, and not whose token is whose. Scope: `surveys:write`.
#[utoipa::path(tag = "surveys", params(IdPath, IdempotencyKey), request_body = InvitationRequest,
    responses((status = 201, description = "Invited.", body = InvitationsResponse)))]
#[post("/waves/{id}/invitations")]
async fn invite_to_wave(caller: Caller, unread: Unread) -> Answer {
    let id = id_of(&caller)?;
    let write = move |engine: &Engine, actor: &Actor, content, once: &Once<'_, Invitations>| {
        invite(engine, actor, (id, content), once)
    };
    creating::create::<InvitationRequest, _>(&caller, unread, write, |made| {
        let place = format!("/api/v1/waves/{}", made.wave_id);
        let told = |shown: fn(String) -> Option<String>| {
            placed(StatusCode::CREATED, place.clone(), &InvitationsResponse::of(made.clone(), shown))
        };
        CreationAnswer { repeated_body: Some(told(|_| None).body), ..told(Some) }
    })
    .await
}

/// Take answers in on somebody's behalf.
///
/// From paper, say: of one of the own people, or of nobody where the wave is anonymous. Scope: `surveys:write`.
#[utoipa::path(tag = "surveys", params(IdPath, IdempotencyKey), request_body = AnswersOnBehalfRequest,
    responses((status = 201, description = "Taken.", body = TakenAnswersResponse)))]
#[post("/waves/{id}/answers")]
async fn answer_wave_on_behalf(caller: Caller, unread: Unread) -> Answer {
    let id = id_of(&caller)?;
    let write = move |engine: &Engine, actor: &Actor, content, once: &Once<'_, WaveId>| {
        answer_for(engine, actor, (id, content), once)
    };
    creating::create::<AnswersOnBehalfRequest, _>(&caller, unread, write, |wave_id| {
        let place = format!("/api/v1/waves/{wave_id}");
        placed(StatusCode::CREATED, place, &TakenAnswersResponse { wave_id: *wave_id })
    })
    .await
}

/// Show what a token is asked.
///
/// Needs no key: the token is the right to answer, once.
#[utoipa::path(tag = "surveys", params(AnswerTokenPath), security(()),
    responses((status = 200, description = "What is asked.", body = QuestionsResponse)))]
#[get("/answers/{token}")]
async fn get_survey_questions(guest: Guest) -> Answer {
    let token = guest.path_text("token")?;
    let found = guest.run(move |engine| get_questions(engine, &token)).await?;
    ok(&QuestionsResponse::from(found))
}

/// Answer with a token.
///
/// Needs no key. Once, while the wave is open; elements may stay unanswered. Of an anonymous wave nothing tells whose
/// answers they are.
#[utoipa::path(tag = "surveys", params(AnswerTokenPath), request_body = AnswersRequest, security(()),
    responses((status = 204, description = "Taken.")))]
#[post("/answers/{token}")]
async fn answer_survey(guest: Guest, unread: Unread) -> Answer {
    let token = guest.path_text("token")?;
    let answers = guest.body::<AnswersRequest>(unread).await?;
    guest.run(move |engine| answer_by_token(engine, &token, &answers)).await?;
    Ok(gone())
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(create_wave)
        .service(list_waves)
        .service(get_wave)
        .service(replace_wave)
        .service(invite_to_wave)
        .service(answer_wave_on_behalf)
        .service(get_survey_questions)
        .service(answer_survey);
}
