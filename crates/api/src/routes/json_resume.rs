//! Résumés after JSON Resume 1.0, which become people.

use actix_web::post;
use domain::Candidate;
use matching::candidates::create_candidate as create;

use super::Register;
use crate::answer::Answer;
use crate::creating::{self, record};
use crate::dto::candidates::CandidateResponse;
use crate::dto::json_resume::{CandidateOfResume, JsonResume, LeftOutResponse};
use crate::extract::body::{MediaType, Unread};
use crate::extract::caller::Caller;
use crate::imports::resume;
use crate::openapi::parameters::IdempotencyKey;

/// Register a person by a résumé.
///
/// By an allow-list: name, contact, summary and the skills that the table knows are taken; everything else is left out
/// and named in the answer. Photo, birth, sex and the like are never taken. Scope: `candidates:write`.
#[utoipa::path(tag = "candidates", params(IdempotencyKey), request_body = JsonResume,
    responses((status = 201, description = "Registered.", body = CandidateOfResume)))]
#[post("/candidates/from-json-resume")]
async fn create_candidate_from_json_resume(caller: Caller, unread: Unread) -> Answer {
    let text = unread.text(MediaType::Json, caller.state().limits.body_deadline).await?;
    let (content, left_out) = resume::read(&caller.state().contract, caller.reference(), &text)?;
    let request = creating::request(&caller, &[&text])?;
    let answer = move |made: &Candidate| {
        let body = CandidateOfResume {
            candidate: CandidateResponse::from(made.clone()),
            left_out: left_out.iter().cloned().map(LeftOutResponse::from).collect(),
        };
        record(format!("/api/v1/candidates/{}", made.id), made.version, &body)
    };
    creating::create_of(&caller, (content, request), create, answer).await
}

pub(super) fn configure(config: &mut impl Register) {
    config.service(create_candidate_from_json_resume);
}
