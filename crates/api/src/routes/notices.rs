//! 結果の連絡.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, get, post};
use domain::{Actor, Notice, NoticeBatch, NoticeBatchId, NoticeId, PostingId};
use matching::Engine;
use matching::notices::{
    correct_notice as correct, export_notices as export, get_notice_batch as find,
    list_notice_batches as list, list_notices as notices_of, preview_notices as preview,
    send_notices as send,
};
use matching::once::Once;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{Register, postings};
use crate::answer::{Answer, ok, page, set};
use crate::creating::{self, placed};
use crate::dto::notices::{
    CorrectionRequest, NoticeBatchPage, NoticeBatchResponse, NoticeDeliveryPage, NoticeDeliveryResponse,
    NoticeExport, NoticePage, NoticePreviewRequest, NoticePreviewResponse, NoticeResponse, NoticeSendRequest,
};
use crate::dto::vocabulary;
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::query::{NoFilter, optional_id};
use crate::notice_sheet;
use crate::openapi::parameters::{IdPath, IdempotencyKey};
use crate::paging::PageQuery;
use crate::problem::Problem;

/// Filters of the list of batches.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct BatchFilter {
    /// Only of this posting.
    #[param(value_type = Option<vocabulary::Uuid>)]
    posting_id: Option<String>,
}

/// What an export is written in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ExportFormat {
    /// A sheet for a mail merge, as Excel reads it.
    #[default]
    Csv,
    /// JSON.
    Json,
}

/// How a batch is exported.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ExportQuery {
    /// `csv` (the default) or `json`.
    #[param(value_type = Option<ExportFormat>, inline)]
    format: Option<ExportFormat>,
}

fn batch_of(caller: &Caller) -> Result<NoticeBatchId, Problem> {
    caller.path_id(("id", "notice batch"), NoticeBatchId::parse)
}

/// Preview the notices of a decision.
///
/// One for each applicant that the decision is about, exactly as it would be sent, with the reason in words and what
/// else they could try. Where letters lead to the person's own page, a mark stands in the place of the link: no key is
/// made. Nothing is stored and nobody is told. Scope: `notices:read`.
#[utoipa::path(tag = "notices", params(IdPath), request_body = NoticePreviewRequest,
    responses((status = 200, description = "What would be sent.", body = NoticePreviewResponse)))]
#[post("/postings/{id}/notices/preview")]
async fn preview_notices(caller: Caller, unread: Unread) -> Answer {
    let posting = postings::id_of(&caller)?;
    let wanted = caller.body::<NoticePreviewRequest>(unread).await?;
    let prepared = caller.rank(move |engine, actor| preview(engine, actor, (posting, wanted))).await?;
    ok(&NoticePreviewResponse::from(prepared))
}

/// Send the notices of a decision.
///
/// Exactly what was previewed, once, as one batch: should anything differ from the preview by now, nothing is sent. The
/// chosen move to `offered`, those who wait onto the waiting list, the others to `declined`; marks made before can be
/// undone no more. Letters are mailed where the server has a mail transport and the person an address; the others are to
/// be exported. Scope: `notices:send`.
#[utoipa::path(tag = "notices", params(IdPath, IdempotencyKey), request_body = NoticeSendRequest,
    responses((status = 201, description = "Sent.", body = NoticeBatchResponse)))]
#[post("/postings/{id}/notices")]
async fn send_notices(caller: Caller, unread: Unread) -> Answer {
    let posting: PostingId = postings::id_of(&caller)?;
    let tell = move |engine: &Engine, actor: &Actor, wanted, once: &Once<'_, NoticeBatch>| {
        send(engine, actor, (posting, wanted), once)
    };
    creating::create::<NoticeSendRequest, _>(&caller, unread, tell, |made| {
        let place = format!("/api/v1/notice-batches/{}", made.id);
        placed(StatusCode::CREATED, place, &NoticeBatchResponse::from(made.clone()))
    })
    .await
}

/// List the batches of notices.
///
/// Of all postings that the caller manages. Scope: `notices:read`.
#[utoipa::path(tag = "notices", params(PageQuery, BatchFilter),
    responses((status = 200, description = "A page of batches.", body = NoticeBatchPage)))]
#[get("/notice-batches")]
async fn list_notice_batches(caller: Caller) -> Answer {
    let (query, filter): (_, BatchFilter) = caller.list_query()?;
    let request = query.request(|text| NoticeBatchId::parse(text).ok())?;
    let posting = optional_id("?posting_id", filter.posting_id.as_deref(), PostingId::parse)?;
    let found = caller.run(move |engine, actor| list(engine, actor, posting, &request)).await?;
    page::<NoticeBatchPage, _, _>(caller.request(), found, |batch| batch.id.to_string())
}

/// Show a batch of notices.
///
/// Scope: `notices:read`.
#[utoipa::path(tag = "notices", params(IdPath),
    responses((status = 200, description = "The batch.", body = NoticeBatchResponse)))]
#[get("/notice-batches/{id}")]
async fn get_notice_batch(caller: Caller) -> Answer {
    let id = batch_of(&caller)?;
    let found = caller.run(move |engine, actor| find(engine, actor, id)).await?;
    ok(&NoticeBatchResponse::from(found))
}

/// List the notices of a batch.
///
/// As they were sent, with a mark in the place of the link to the person's own page: the same bytes each time. Corrections come last; a person who is deleted takes theirs along.
/// Scope: `notices:read`.
#[utoipa::path(tag = "notices", params(IdPath, PageQuery),
    responses((status = 200, description = "A page of notices.", body = NoticePage)))]
#[get("/notice-batches/{id}/notices")]
async fn list_notices(caller: Caller) -> Answer {
    let id = batch_of(&caller)?;
    let (query, NoFilter {}) = caller.list_query()?;
    let request = query.request(|text| text.parse::<i64>().ok())?;
    let found = caller.run(move |engine, actor| notices_of(engine, actor, id, &request)).await?;
    page::<NoticePage, _, NoticeResponse>(caller.request(), found, |notice| notice.number.to_string())
}

/// List how the notices of a batch get to their recipients.
///
/// Scope: `notices:read`.
#[utoipa::path(tag = "notices", params(IdPath, PageQuery),
    responses((status = 200, description = "A page of deliveries.", body = NoticeDeliveryPage)))]
#[get("/notice-batches/{id}/deliveries")]
async fn list_notice_deliveries(caller: Caller) -> Answer {
    let id = batch_of(&caller)?;
    let (query, NoFilter {}) = caller.list_query()?;
    let request = query.request(|text| text.parse::<i64>().ok())?;
    let found = caller.run(move |engine, actor| notices_of(engine, actor, id, &request)).await?;
    page::<NoticeDeliveryPage, _, NoticeDeliveryResponse>(caller.request(), found, |notice| {
        notice.number.to_string()
    })
}

/// Export a batch of notices.
///
/// Every letter with its address, for a mail merge or to be printed; corrections included. With the link to the person's
/// own page (valid for 60 days from sending, the same in each export) for people whom the caller's body registered, where
/// the key has `applications:write` too: whoever holds the link acts as the person, and the audit log tells of the export.
/// Scope: `notices:read`.
#[utoipa::path(tag = "notices", params(IdPath, ExportQuery),
    responses((status = 200, description = "The letters: `text/csv` in UTF-8 with a byte-order mark, or JSON.",
        content((NoticeExport = "application/json"), (String = "text/csv")))))]
#[get("/notice-batches/{id}/export")]
async fn export_notice_batch(caller: Caller) -> Answer {
    let id = batch_of(&caller)?;
    let format = caller.query::<ExportQuery>()?.format.unwrap_or_default();
    let found = caller.run(move |engine, actor| export(engine, actor, id)).await?;
    match format {
        ExportFormat::Json => ok(&NoticeExport { notices: found.into_iter().map(Into::into).collect() }),
        ExportFormat::Csv => {
            let sheet = notice_sheet::csv(&found).map_err(Problem::internal)?;
            let mut response = HttpResponse::Ok().content_type("text/csv; charset=utf-8").body(sheet);
            let name = format!("attachment; filename=\"notices-{id}.csv\"");
            set(&mut response, header::CONTENT_DISPOSITION, &name);
            Ok(response)
        }
    }
}

/// Correct a notice.
///
/// By a further notice in the same batch; the earlier one stays as it was sent. Scope: `notices:send`.
#[utoipa::path(tag = "notices", params(IdPath, IdempotencyKey), request_body = CorrectionRequest,
    responses((status = 201, description = "Sent.", body = NoticeResponse)))]
#[post("/notices/{id}/correction")]
async fn create_notice_correction(caller: Caller, unread: Unread) -> Answer {
    let id = caller.path_id(("id", "notice"), NoticeId::parse)?;
    let tell = move |engine: &Engine, actor: &Actor, correction, once: &Once<'_, Notice>| {
        correct(engine, actor, (id, correction), once)
    };
    creating::create::<CorrectionRequest, _>(&caller, unread, tell, |made| {
        let place = format!("/api/v1/notice-batches/{}/notices", made.batch_id);
        placed(StatusCode::CREATED, place, &NoticeResponse::from(made.clone()))
    })
    .await
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(preview_notices)
        .service(send_notices)
        .service(list_notice_batches)
        .service(get_notice_batch)
        .service(list_notices)
        .service(list_notice_deliveries)
        .service(export_notice_batch)
        .service(create_notice_correction);
}
