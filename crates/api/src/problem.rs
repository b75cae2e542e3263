//! Every error as an RFC 9457 problem: the one place where an outcome of a use case gets an HTTP status.
//!
//! Of a failure of the server nothing is shown but the request id; its cause is logged once, by the frame.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::{HttpResponse, ResponseError};
use domain::{Fault, FaultCode, Faults};
use matching::{ConflictCode, MatchingError, StoreError};

pub mod kind;

pub use kind::{PlainKind, ProblemKind};

use crate::dto::problems::{FaultResponse, Problem as ProblemBody};

/// How long a caller is asked to wait, in seconds.
const RETRY_SECONDS: u32 = 2;

/// An error on its way to the caller. Boxed, because every handler's result carries the room for one.
#[derive(Debug, Clone)]
pub struct Problem(Box<Told>);

/// What an error tells.
#[derive(Debug, Clone)]
struct Told {
    kind: ProblemKind,
    status: StatusCode,
    detail: String,
    faults: Vec<Fault>,
    headers: Vec<(HeaderName, HeaderValue)>,
    legal: Option<Vec<&'static str>>,
    current_version: Option<i64>,
    cause: Option<String>,
}

impl Problem {
    /// A problem of a plain kind.
    pub fn new(kind: PlainKind, detail: impl Into<String>) -> Self {
        Self::of(ProblemKind::Plain(kind), detail.into())
    }

    /// A failure of the server: the cause is logged and never shown.
    pub fn internal(cause: impl fmt::Display) -> Self {
        let mut problem = Self::new(PlainKind::InternalError, "something went wrong on the server's side");
        problem.0.cause = Some(cause.to_string());
        problem
    }

    /// Any refusal of the HTTP layer that has no kind of its own.
    pub fn of_status(status: StatusCode) -> Self {
        let kind = match status.as_u16() {
            401 => PlainKind::Unauthenticated,
            403 => PlainKind::Forbidden,
            404 => PlainKind::UnknownRoute,
            405 => PlainKind::MethodNotAllowed,
            408 => PlainKind::BodyTimeout,
            413 => PlainKind::BodyTooLarge,
            414 => PlainKind::UriTooLong,
            415 => PlainKind::UnsupportedMediaType,
            431 => PlainKind::HeadersTooLarge,
            503 => PlainKind::Busy,
            500..=599 => return Self::internal(format!("the HTTP layer answered {status}")),
            _ => PlainKind::Refused,
        };
        let mut problem = Self::new(kind, status.canonical_reason().unwrap_or("the request was refused"));
        problem.0.status = status;
        problem
    }

    fn of(kind: ProblemKind, detail: String) -> Self {
        Self(Box::new(Told {
            kind,
            status: kind.status(),
            detail,
            faults: Vec::new(),
            headers: Vec::new(),
            legal: None,
            current_version: None,
            cause: None,
        }))
    }

    /// The same with a header on the answer.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.0.headers.push((name, value));
        }
        self
    }

    /// The same, with `Retry-After`.
    pub fn retry_later(self) -> Self {
        self.with_header(header::RETRY_AFTER, &RETRY_SECONDS.to_string())
    }

    /// Why the server failed, for the log.
    pub fn cause(&self) -> Option<&str> {
        self.0.cause.as_deref()
    }

    /// What kind it is.
    pub fn kind(&self) -> ProblemKind {
        self.0.kind
    }

    /// HTTP status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// For the command line: the sentence, and one for each fault.
    pub fn in_words(&self) -> String {
        let faults = self.0.faults.iter().map(|fault| fault.detail.clone());
        match self.0.faults.as_slice() {
            [] => self.0.detail.clone(),
            _ => faults.collect::<Vec<_>>().join("\n  "),
        }
    }

    /// The body of the answer, for a path and a request.
    pub fn body(&self, instance: &str, request_id: &str) -> ProblemBody {
        let fault = |fault: &Fault| FaultResponse {
            pointer: fault.pointer.clone(),
            code: fault.code,
            detail: fault.detail.clone(),
        };
        let told = &self.0;
        ProblemBody {
            kind: told.kind.urn(),
            title: told.kind.text().title.to_owned(),
            status: told.status.as_u16(),
            detail: told.detail.clone(),
            instance: instance.chars().take(1000).collect(),
            code: told.kind.code().to_owned(),
            errors: told.faults.iter().map(fault).collect(),
            request_id: request_id.to_owned(),
            legal: told.legal.clone(),
            current_version: told.current_version,
        }
    }

    /// The answer, for a path and a request.
    pub fn render(&self, instance: &str, request_id: &str) -> HttpResponse {
        let (told, body) = (&self.0, self.body(instance, request_id));
        let mut response = HttpResponse::build(told.status);
        response.content_type("application/problem+json").insert_header((header::CACHE_CONTROL, "no-store"));
        for (name, value) in &told.headers {
            response.append_header((name.clone(), value.clone()));
        }
        response.body(serde_json::to_vec(&body).unwrap_or_default())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.kind.code(), self.0.detail)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.0.status
    }

    /// Without path and request id; the frame renders it again with both.
    fn error_response(&self) -> HttpResponse {
        self.render("", "")
    }
}

impl From<Faults> for Problem {
    fn from(faults: Faults) -> Self {
        let found = faults.as_slice();
        let detail = match found.len() {
            1 => "one thing is wrong; nothing was stored".to_owned(),
            count => format!("{count} things are wrong; nothing was stored"),
        };
        let mut problem = Self::new(PlainKind::ValidationFailed, detail);
        problem.0.faults = found.to_vec();
        problem
    }
}

impl From<MatchingError> for Problem {
    fn from(error: MatchingError) -> Self {
        match error {
            MatchingError::Invalid(faults) => faults.into(),
            MatchingError::NotFound { resource } => Self::new(
                PlainKind::NotFound,
                format!("there is no such {resource}, or it is not visible to you"),
            ),
            MatchingError::Unauthenticated { detail } => Self::unauthenticated(detail),
            MatchingError::MissingScope(scope) => {
                Self::new(PlainKind::MissingScope, format!("the key lacks the scope `{scope}`"))
            }
            MatchingError::Forbidden { detail } => Self::new(PlainKind::Forbidden, detail),
            MatchingError::VersionMismatch { current } => {
                let detail =
                    format!("it is at version {current} now, which is not what the request asks for");
                let mut problem = Self::new(PlainKind::VersionMismatch, detail);
                problem.0.current_version = Some(current);
                problem
            }
            MatchingError::IllegalTransition { resource, from, to, legal } => {
                let one = if resource.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
                let detail = match legal.as_slice() {
                    [] => {
                        format!(
                            "{one} {resource} that is {from} cannot be moved any more, so not to {to} either"
                        )
                    }
                    words => {
                        let words = words.join(", ");
                        format!("{one} {resource} cannot move from {from} to {to}, only to: {words}")
                    }
                };
                let mut problem = Self::new(PlainKind::IllegalTransition, detail);
                problem.0.legal = Some(legal);
                problem
            }
            MatchingError::Conflict(conflict) => {
                let mut problem = Self::of(ProblemKind::Conflict(conflict.code), conflict.detail.clone());
                if let Some(pointer) = conflict.pointer {
                    let pointer = pointer.to_owned();
                    problem.0.faults =
                        vec![Fault { pointer, code: FaultCode::NotAllowed, detail: conflict.detail }];
                }
                problem
            }
            MatchingError::TooManyAttempts { retry_after_seconds } => {
                let detail = format!(
                    "too many attempts in vain; the next one is looked at in {retry_after_seconds} seconds"
                );
                Self::new(PlainKind::RateLimited, detail)
                    .with_header(header::RETRY_AFTER, &retry_after_seconds.to_string())
            }
            MatchingError::NotReady => Self::not_ready("the pool of people is still being loaded"),
            MatchingError::Store(error) => Self::from_store(&error),
        }
    }
}

impl Problem {
    /// No key, or one that opens nothing.
    pub fn unauthenticated(detail: impl Into<String>) -> Self {
        Self::new(PlainKind::Unauthenticated, detail)
            .with_header(header::WWW_AUTHENTICATE, "Bearer realm=\"tsumugi\"")
    }

    /// Not yet, or not any more.
    pub fn not_ready(why: &str) -> Self {
        Self::new(PlainKind::NotReady, why).retry_later()
    }

    /// What is there is not what `If-Match` or `If-None-Match` asks for.
    pub fn precondition_failed(why: &str) -> Self {
        Self::new(PlainKind::VersionMismatch, why)
    }

    /// Somebody else was first again and again, though the caller named no version.
    pub fn changed_meanwhile() -> Self {
        let detail = "others keep changing it at the same moment; try again".to_owned();
        Self::of(ProblemKind::Conflict(ConflictCode::ChangedMeanwhile), detail)
    }

    /// Too much at once.
    pub fn busy() -> Self {
        Self::new(PlainKind::Busy, "too much of this kind is under way already").retry_later()
    }

    fn from_store(error: &StoreError) -> Self {
        let mut problem = match error {
            StoreError::Busy => Self::new(PlainKind::Busy, "the database is busy").retry_later(),
            StoreError::Unavailable(_) | StoreError::Full(_) => {
                let detail = "the database cannot be used at the moment; nothing was stored";
                Self::new(PlainKind::StorageUnavailable, detail).retry_later()
            }
            StoreError::InDoubt { .. } => {
                let detail = "the database was lost at the very end, so the change may have been made or not; read it again before repeating it";
                Self::new(PlainKind::StorageUnavailable, detail).retry_later()
            }
            other => return Self::internal(other),
        };
        problem.0.cause = Some(error.to_string());
        problem
    }
}
