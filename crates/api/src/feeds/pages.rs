//! The page of a posting and its JSON-LD: open to anybody while it is published, 410 once it has ended.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};
use console::{PublicNotice, PublicPage};
use domain::{PostingId, Timestamp};
use matching::MatchingError;
use matching::feeds::{PublicPosting, PublicPostings, Publication, find_publication};
use serde_json::Value;

use super::freshness::Stamp;
use super::job_posting::{Kind, json_ld};
use super::public_url::PublicUrl;
use super::{HOW, atom, gather, page_path, wording};
use crate::answer::Answer;
use crate::openapi::fnv;
use crate::problem::Problem;
use crate::state::AppState;

/// What a page may fetch: the styles and the mark.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'none'; \
                      base-uri 'none'; frame-ancestors 'none'";

/// `GET /postings/{id}`
pub(super) async fn show_page(
    state: web::Data<AppState>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let Some(address) = state.feeds.address() else {
        return Ok(notice((StatusCode::NOT_FOUND, ""), ("公開ページは、まだ使えません", HOW)));
    };
    let found = match find(&state, &request).await {
        Ok(found) => found,
        Err(problem) if problem.status() == StatusCode::NOT_FOUND => {
            return Ok(notice((StatusCode::NOT_FOUND, address.path()), NOT_FOUND));
        }
        Err(problem) => return Err(problem),
    };
    let Some(posting) = found.as_ref().and_then(|found| found.get(0)) else {
        return Ok(notice((StatusCode::GONE, address.path()), ENDED));
    };
    let now = state.engine.now();
    let html = page(&state, &posting, address);
    let stamp = stamp(&state, (&posting, html.as_bytes()), now);
    if stamp.is_known_to(&request)? {
        return Ok(stamp.not_modified());
    }
    Ok(as_page(stamp.ok("text/html; charset=utf-8")).body(html))
}

/// `GET /postings/{id}.jsonld`
pub(super) async fn show_json_ld(state: web::Data<AppState>, request: HttpRequest) -> Answer {
    let address = state.feeds.needed_address()?;
    let found = find(&state, &request).await?;
    let Some(posting) = found.as_ref().and_then(|found| found.get(0)) else {
        return Err(Problem::of_status(StatusCode::GONE));
    };
    let text = describe(&state, &posting, address).to_string();
    let stamp = stamp(&state, (&posting, text.as_bytes()), state.engine.now());
    if stamp.is_known_to(&request)? {
        return Ok(stamp.not_modified());
    }
    Ok(stamp.ok("application/ld+json").body(text))
}

const NOT_FOUND: (&str, &str) = (
    "案件が見つかりません",
    "アドレスが途中で欠けたか、まだ公開されていない案件です。リンクの元のページを確かめてください。",
);
const ENDED: (&str, &str) = (
    "この案件の募集は終わりました",
    "見に来てくださって、ありがとうございます。この案件は、いまは応募を受け付けていません。また別の案件でお会いできたら、うれしいです。",
);

/// The posting that the path names: `None` when it has ended.
async fn find(state: &web::Data<AppState>, request: &HttpRequest) -> Result<Option<PublicPostings>, Problem> {
    let text = request.match_info().get("id").unwrap_or_default();
    let id = PostingId::parse(text).map_err(|_| MatchingError::NotFound { resource: "posting" })?;
    match gather((state, &state.feeds.single), move |engine| find_publication(engine, id)).await? {
        Publication::Open(posting) => Ok(Some(posting)),
        Publication::Ended => Ok(None),
    }
}

fn describe(state: &AppState, posting: &PublicPosting<'_>, address: &PublicUrl) -> Value {
    let kind = if posting.is_job { Kind::JobPosting } else { Kind::WebPage };
    json_ld((posting, kind), state.engine.reference(), &address.join(&page_path(posting.id)))
}

fn page(state: &AppState, posting: &PublicPosting<'_>, address: &PublicUrl) -> String {
    let here = address.join(&page_path(posting.id));
    let conditions = wording::conditions(posting, state.engine.reference());
    PublicPage {
        base_path: address.path(),
        title: posting.title,
        organization: posting.organization,
        is_unpaid: posting.terms.is_unpaid(),
        sections: &wording::sections(posting),
        conditions: &conditions,
        json_ld: &describe(state, posting, address).to_string(),
        json_ld_address: &format!("{here}.jsonld"),
        feed_address: &address.join(atom::PATH),
        address: &here,
    }
    .html()
}

/// What a page shows changes with its bytes; its instant is that of the last change, of the opening of the window, or of
/// this server's start, whose wording may differ from another's.
fn stamp(state: &AppState, (posting, body): (&PublicPosting<'_>, &[u8]), now: Timestamp) -> Stamp {
    let opened = posting.application_opens_at.filter(|opens| *opens <= now);
    let since = posting.changed_at.max(state.feeds.started_at).max(opened.unwrap_or(posting.changed_at));
    Stamp::new(&format!("{:x}-{:016x}", posting.changed_at.micros(), fnv(body)), Some(since), now)
}

fn notice((status, base_path): (StatusCode, &str), (title, words): (&str, &str)) -> HttpResponse {
    let mut answer = as_page(HttpResponse::build(status));
    answer.content_type("text/html; charset=utf-8").insert_header((header::CACHE_CONTROL, "no-store"));
    answer.body(PublicNotice { base_path, title, words }.html())
}

fn as_page(mut answer: HttpResponseBuilder) -> HttpResponseBuilder {
    answer
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::REFERRER_POLICY, "same-origin"))
        .insert_header((header::CONTENT_LANGUAGE, "ja"));
    answer
}
