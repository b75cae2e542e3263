//! What goes around every request: its id, the methods a path takes, errors as problems, headers, log, count.

use std::fmt;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpResponse, web};
use domain::Timestamp;
use tracing::Instrument;

mod headless;

use headless::Headless;

use crate::extract::path;
use crate::methods::Verdict;
use crate::problem::{PlainKind, Problem};
use crate::rate::Allowance;
use crate::state::AppState;

/// Bytes of path and query at most.
const LONGEST_URI: usize = 8 * 1024;

/// The id of one request: a UUID (version 7), in its answer, its problem, its audit events and its log lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(String);

impl RequestId {
    fn new(state: &AppState) -> Self {
        let mut random = [0; 10];
        state.entropy.fill(&mut random);
        let id =
            uuid::Builder::from_unix_timestamp_millis(state.engine.now().unix_millis(), &random).into_uuid();
        Self(id.hyphenated().to_string())
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is remembered of a request while it is answered.
struct Seen {
    state: web::Data<AppState>,
    id: RequestId,
    began: Timestamp,
    method: Method,
    path: String,
}

/// The frame.
///
/// # Errors
/// Those of services that fail without an answer; handlers and extractors always answer.
pub async fn frame(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let Some(state) = request.app_data::<web::Data<AppState>>().cloned() else {
        return Err(Problem::internal("the application has no state").into());
    };
    let id = RequestId::new(&state);
    request.extensions_mut().insert(id.clone());
    request.extensions_mut().insert(console::RequestId(id.0.clone()));
    let seen = Seen {
        began: state.engine.now(),
        method: request.method().clone(),
        path: request.uri().path().to_owned(),
        state,
        id,
    };
    let span = tracing::info_span!("request", request_id = %seen.id, method = %seen.method);
    let response = match refused(&seen, &request) {
        // Not `into_response`, which would forget the problem that the answer was made of.
        Some(answer) => ServiceResponse::new(request.into_parts().0, answer),
        None => {
            if seen.method == Method::HEAD {
                request.head_mut().method = Method::GET;
            }
            next.call(request).instrument(span.clone()).await?.map_into_boxed_body()
        }
    };
    Ok(span.in_scope(|| finish(&seen, response)))
}

/// What can be said before the routing.
fn refused(seen: &Seen, request: &ServiceRequest) -> Option<HttpResponse> {
    let uri = request.uri();
    if uri.path_and_query().is_some_and(|text| text.as_str().len() > LONGEST_URI) {
        let detail = format!("path and query have at most {LONGEST_URI} bytes together");
        return Some(HttpResponse::from_error(Problem::new(PlainKind::UriTooLong, detail)));
    }
    if path::decode(uri.path()).is_none() {
        let problem = Problem::new(PlainKind::MalformedRequest, "the path is not UTF-8");
        return Some(HttpResponse::from_error(problem));
    }
    match seen.state.paths.judge(seen.method.as_str(), uri.path()) {
        Verdict::Refused { allow } if seen.method == Method::OPTIONS => {
            Some(HttpResponse::NoContent().insert_header((header::ALLOW, allow)).finish())
        }
        Verdict::Refused { allow } => {
            let detail = format!("{} is not taken here, only: {allow}", seen.method);
            let problem =
                Problem::new(PlainKind::MethodNotAllowed, detail).with_header(header::ALLOW, &allow);
            Some(HttpResponse::from_error(problem))
        }
        Verdict::Taken | Verdict::Unknown => None,
    }
}

fn finish(seen: &Seen, response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    let route = response.request().match_pattern().unwrap_or_else(|| "unmatched".to_owned());
    let allowance = response.request().extensions().get::<Allowance>().copied();
    let mut response = with_problem(seen, &route, response);
    let is_api = seen.path.starts_with("/api/");
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(&seen.id.0) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if is_api && !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    for (name, value) in allowance.map(Allowance::headers).into_iter().flatten() {
        headers.insert(name, value);
    }
    let micros = seen.state.engine.now().micros().saturating_sub(seen.began.micros()).max(0);
    let status = response.status().as_u16();
    // A clock's microseconds of one request are far below 2⁵³, so the quotient is exact enough.
    seen.state.metrics.count((seen.method.as_str(), &route), status, micros as f64 / 1e6);
    tracing::info!(route, status, duration_ms = micros / 1000, "{} {route} → {status}", seen.method);
    if seen.method == Method::HEAD {
        response.map_body(|_, body| Headless::of(&body).boxed())
    } else {
        response
    }
}

/// Every error as a problem with this request's path and id; a failure is logged here and nowhere else.
///
/// The log names the route and not the path, for a path may hold a person's key; the span has the request's id.
fn with_problem(seen: &Seen, route: &str, response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let headers = response.headers();
    let is_page =
        headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let own = response.response().error().and_then(|error| error.as_error::<Problem>()).cloned();
    let allow = headers.get(header::ALLOW).and_then(|allow| allow.to_str().ok()).map(str::to_owned);
    let problem = match own {
        Some(problem) => problem,
        None if is_page => return response,
        None => {
            let problem = Problem::of_status(status);
            match allow {
                Some(allow) => problem.with_header(header::ALLOW, &allow),
                None => problem,
            }
        }
    };
    if let Some(cause) = problem.cause() {
        tracing::error!(cause, route, "the server failed");
    }
    let (request, _) = response.into_parts();
    ServiceResponse::new(request, problem.render(&seen.path, &seen.id.0))
}

/// The answer to a path that nothing is at.
///
/// # Errors
/// Always 404.
pub async fn unknown_route() -> Result<HttpResponse, Problem> {
    Err(Problem::new(
        PlainKind::UnknownRoute,
        "there is nothing at this path; /openapi.json lists what there is",
    ))
}
