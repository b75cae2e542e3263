//! Sheets that people keep by hand: taken in, and told row by row what became of them.

use actix_web::http::{StatusCode, header};
use actix_web::web::Bytes;
use actix_web::{HttpResponse, HttpResponseBuilder, get, post};
use console::Full;
use domain::{
    Actor, FaultCode, Faults, ImportId, ImportTerms, Job, PageRequest, RowOutcome, SheetKind, TextEncoding,
    Word,
};
use futures_util::stream;
use matching::imports::{
    NewImport, create_import as create, get_import as find, list_import_rows as list_rows,
    list_imports as list, scope_of,
};
use matching::once::Once;
use matching::{Engine, MatchingError};
use serde::Deserialize;
use sheets::Language;
use utoipa::IntoParams;

use super::Register;
use crate::answer::{Answer, ok, page};
use crate::creating::{self, placed};
use crate::dto::imports::{ImportPage, ImportQuery, ImportResponse, ImportRowPage};
use crate::dto::jobs::JobResponse;
use crate::dto::vocabulary;
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::query::NoFilter;
use crate::imports::report::Report;
use crate::imports::{survey, upload};
use crate::openapi::parameters::{IdPath, IdempotencyKey, SheetKindPath};
use crate::paging::PageQuery;
use crate::problem::Problem;

/// Rows of a report that are read at once.
const ROWS_AT_ONCE: usize = 500;

fn id_of(caller: &Caller) -> Result<ImportId, Problem> {
    caller.path_id(("id", "import"), ImportId::parse)
}

/// Take a sheet in.
///
/// CSV with a line of headings, in Japanese, in English or the API's own names (`GET /imports/templates/{kind}` is one to
/// begin with); rows are stored by their external id. A row is the whole
/// record, as with `PUT`: a column that the sheet does not have clears what was there. At most 32 MiB as sent, packed with gzip or not. What cannot be
/// read at all is refused at once; a row that is wrong is told in the report and never spoils the others. Scope:
/// `candidates:write`, `postings:write` or `applications:write`, as the kind.
#[utoipa::path(tag = "imports", params(IdempotencyKey, ImportQuery),
    request_body(content((String = "text/csv"), (Vec<u8> = "application/gzip"))),
    responses((status = 202, description = "Queued; `Location` is the job.", body = JobResponse)))]
#[post("/imports")]
async fn create_import(caller: Caller, unread: Unread) -> Answer {
    let file_type = upload::file_type(caller.request())?;
    let query: ImportQuery = caller.query()?;
    let terms = terms(&query, file_type)?;
    // Before anything large is read.
    let scope = scope_of(terms.kind);
    if !caller.actor().may(scope) {
        return Err(MatchingError::MissingScope(scope).into());
    }
    // Whole files stand in memory here.
    let _place = caller
        .state()
        .bulks
        .take_for(caller.actor().organization_id)
        .await
        .map_err(|Full| Problem::busy())?;
    let file = upload::read(unread.into_payload(), caller.state().limits.body_deadline).await?;
    let surveyed =
        actix_web::web::block(move || survey(&terms, &file).map(|rows| NewImport { terms, file, rows }));
    let new = surveyed.await.map_err(Problem::internal)??;
    let told = format!("{} {:?}", caller.request().query_string(), new.terms);
    let request = creating::request(&caller, &[told.as_bytes(), &new.file])?;
    let start = |engine: &Engine, actor: &Actor, new: NewImport, once: &Once<'_, Job>| {
        create(engine, actor, &new, once)
    };
    creating::create_of(&caller, (new, request), start, |job| {
        placed(StatusCode::ACCEPTED, format!("/api/v1/jobs/{}", job.id), &JobResponse::from(job.clone()))
    })
    .await
}

fn terms(query: &ImportQuery, file_type: upload::FileType) -> Result<ImportTerms, Faults> {
    let encoding = match (query.encoding, file_type.encoding) {
        (Some(asked), Some(stated)) if asked != stated => {
            let detail = "says something else than the charset of Content-Type; say it once";
            return Err(Faults::one("?encoding", FaultCode::Contradiction, detail));
        }
        (asked, stated) => asked.or(stated).unwrap_or(TextEncoding::Utf8),
    };
    Ok(ImportTerms {
        kind: query.kind.unwrap_or(SheetKind::Candidates),
        mode: query.mode.unwrap_or_default(),
        validate_only: query.validate_only.unwrap_or(false),
        may_close: query.may_close.and_then(|count| u32::try_from(count).ok()),
        encoding,
        is_packed: file_type.is_packed,
    })
}

/// List the imports.
///
/// Those of the caller's body. Scope: `candidates:write`, `postings:write` or `applications:write`.
#[utoipa::path(tag = "imports", params(PageQuery),
    responses((status = 200, description = "A page of imports.", body = ImportPage)))]
#[get("/imports")]
async fn list_imports(caller: Caller) -> Answer {
    let (query, NoFilter {}) = caller.list_query()?;
    let request = query.request(|text| ImportId::parse(text).ok())?;
    let found = caller.run(move |engine, actor| list(engine, actor, &request)).await?;
    page::<ImportPage, _, _>(caller.request(), found, |import| import.id.to_string())
}

/// Show an import.
///
/// How many rows came out how; its job tells how far it is. Scope: as the kind.
#[utoipa::path(tag = "imports", params(IdPath),
    responses((status = 200, description = "The import.", body = ImportResponse)))]
#[get("/imports/{id}")]
async fn get_import(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.run(move |engine, actor| find(engine, actor, id)).await?;
    ok(&ImportResponse::from(found))
}

/// Filters of the rows.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct RowQuery {
    /// Only those that came out so.
    #[param(value_type = Option<vocabulary::RowOutcome>)]
    outcome: Option<RowOutcome>,
}

/// List what became of the rows.
///
/// In the order of the file, then the records that were closed. Scope: as the kind.
#[utoipa::path(tag = "imports", params(IdPath, PageQuery, RowQuery),
    responses((status = 200, description = "A page of rows.", body = ImportRowPage)))]
#[get("/imports/{id}/rows")]
async fn list_import_rows(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let (query, asked): (_, RowQuery) = caller.list_query()?;
    let request = query.request(|text| text.parse::<i64>().ok())?;
    let found =
        caller.run(move |engine, actor| list_rows(engine, actor, (id, asked.outcome), &request)).await?;
    page::<ImportRowPage, _, _>(caller.request(), found, |row| row.position.to_string())
}

/// What a report, or a template, is to look like.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct SheetQuery {
    /// The language of the headings; `ja` when absent.
    #[param(value_type = Option<vocabulary::Language>)]
    lang: Option<Language>,
}

/// Download the report.
///
/// A line for each fault and one for each row without, as CSV that opens in Excel; no cell runs as a formula. Scope: as
/// the kind.
#[utoipa::path(tag = "imports", params(IdPath, SheetQuery, RowQuery),
    responses((status = 200, description = "The report.", content_type = "text/csv", body = String)))]
#[get("/imports/{id}/report")]
async fn download_import_report(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let (sheet, asked): (SheetQuery, RowQuery) = caller.queries()?;
    let language = sheet.lang.unwrap_or(Language::Japanese);
    // Known to be there before anything is sent; what follows is read page by page as it is taken.
    caller.run(move |engine, actor| find(engine, actor, id)).await?;
    let pages =
        stream::unfold(Some(Page { caller, of: (id, asked.outcome), after: None, language }), |page| async {
            let page = page?;
            match page.read().await {
                Ok((text, next)) => Some((Ok(Bytes::from(text)), next)),
                Err(problem) => Some((Err(actix_web::Error::from(problem)), None)),
            }
        });
    Ok(download_of(&format!("import-{id}.csv")).streaming(pages))
}

/// A page of a report.
struct Page {
    caller: Caller,
    of: (ImportId, Option<RowOutcome>),
    after: Option<i64>,
    language: Language,
}

impl Page {
    /// Its text, and the page behind it.
    async fn read(self) -> Result<(Vec<u8>, Option<Self>), Problem> {
        let (of, request) = (self.of, PageRequest { limit: ROWS_AT_ONCE, after: self.after });
        let rows = self.caller.run_anew(move |engine, actor| list_rows(engine, actor, of, &request)).await?;
        let mut report = Report::new(self.language);
        rows.items.iter().for_each(|row| report.add(row));
        let text = if self.after.is_none() { report.finish() } else { report.finish_without_headings() };
        let after = rows.items.last().map(|row| row.position);
        Ok((text, rows.has_more.then_some(Self { after, ..self })))
    }
}

/// Download a template.
///
/// The headings and an example row of one kind of sheet, as CSV that opens in Excel.
#[utoipa::path(tag = "imports", params(SheetKindPath, SheetQuery),
    responses((status = 200, description = "The template.", content_type = "text/csv", body = String)))]
#[get("/imports/templates/{kind}")]
async fn download_import_template(caller: Caller) -> Answer {
    let text = caller.path_text("kind")?;
    let kind = SheetKind::parse(&text)
        .ok_or_else(|| Problem::from(MatchingError::NotFound { resource: "template" }))?;
    let sheet: SheetQuery = caller.query()?;
    let template = sheets::template(kind, sheet.lang.unwrap_or(Language::Japanese));
    Ok(download_of(&format!("{kind}.csv")).body(template))
}

fn download_of(name: &str) -> HttpResponseBuilder {
    let mut response = HttpResponse::Ok();
    response
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .insert_header((header::CACHE_CONTROL, "no-store"));
    response
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(create_import)
        .service(list_imports)
        .service(download_import_template)
        .service(list_import_rows)
        .service(download_import_report)
        .service(get_import);
}
