//! The answers: 200 with or without a tag, 201 with its place, pages, 204, 304.

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use domain::Page;
use serde::Serialize;

use crate::dto::PageBody;
use crate::problem::Problem;
use crate::{etag, paging};

/// Room for most bodies.
const USUAL_BYTES: usize = 2048;

/// What a handler gives back.
pub type Answer = Result<HttpResponse, Problem>;

/// 200 with a body.
pub fn ok(body: &impl Serialize) -> Answer {
    json(StatusCode::OK, body)
}

/// A body with any status.
pub fn json(status: StatusCode, body: &impl Serialize) -> Answer {
    Ok(written_out(status, text(body, USUAL_BYTES)?))
}

/// A body as JSON text, written once into room for so many bytes (more are found when needed).
///
/// # Errors
/// A body that cannot be JSON, which is a fault of ours.
pub fn text(body: &impl Serialize, expected: usize) -> Result<Bytes, Problem> {
    let mut text = Vec::with_capacity(expected);
    serde_json::to_writer(&mut text, body).map_err(Problem::internal)?;
    Ok(text.into())
}

/// An answer whose body is JSON text already.
pub fn written_out(status: StatusCode, text: Bytes) -> HttpResponse {
    HttpResponse::build(status).content_type("application/json").body(text)
}

/// 200 with the tag of a version, or 304 when the caller has it already.
pub fn single(request: &HttpRequest, version: i64, body: &impl Serialize) -> Answer {
    tagged(request, &etag::of_version(version), body)
}

/// 200 with a tag, or 304 when the caller has it already.
pub fn tagged(request: &HttpRequest, tag: &str, body: &impl Serialize) -> Answer {
    if etag::is_known(request, tag)? {
        return Ok(not_modified(tag));
    }
    let mut response = ok(body)?;
    set(&mut response, header::ETAG, tag);
    Ok(response)
}

/// A record just written, with the tag of its version.
pub fn changed(status: StatusCode, version: i64, body: &impl Serialize) -> Answer {
    let mut response = json(status, body)?;
    set(&mut response, header::ETAG, &etag::of_version(version));
    Ok(response)
}

/// 201 with the tag and the place of what was made just now; 200 with the tag of what was there before.
pub fn written(location: Option<&str>, version: i64, body: &impl Serialize) -> Answer {
    let Some(location) = location else { return changed(StatusCode::OK, version, body) };
    let mut response = changed(StatusCode::CREATED, version, body)?;
    set(&mut response, header::LOCATION, location);
    Ok(response)
}

/// 204.
pub fn gone() -> HttpResponse {
    HttpResponse::NoContent().finish()
}

/// 304 with the tag.
pub fn not_modified(tag: &str) -> HttpResponse {
    HttpResponse::NotModified().insert_header((header::ETAG, tag)).finish()
}

/// A page of a list, with the `Link` to the next one.
pub fn page<B: PageBody<R>, T, R: From<T>>(
    request: &HttpRequest,
    page: Page<T>,
    place: impl Fn(&T) -> String,
) -> Answer {
    let cursor = paging::next_cursor(&page, place);
    let items = page.items.into_iter().map(R::from).collect();
    page_of::<B, R>(request, items, cursor)
}

/// A page of items that are in the form of the answer already.
pub fn page_of<B: PageBody<R>, R>(request: &HttpRequest, items: Vec<R>, cursor: Option<String>) -> Answer {
    let link = cursor.as_deref().map(|cursor| paging::next_link(request, cursor));
    let mut response = ok(&B::of(items, cursor))?;
    if let Some(link) = link {
        set(&mut response, header::LINK, &link);
    }
    Ok(response)
}

/// Sets a header whose text is ours or has come through a URL, so that it is header text.
pub fn set(response: &mut HttpResponse, name: header::HeaderName, value: &str) {
    if let Ok(value) = header::HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
