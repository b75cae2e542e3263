//! Reading a body: its media type, its size, and how long it may take to arrive.

use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderName};
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt;

use crate::problem::{PlainKind, Problem};

/// Bytes of a body at most.
pub const MOST_BYTES: usize = 1024 * 1024;

/// What bodies are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaType {
    /// `application/json`.
    Json,
    /// `application/merge-patch+json` (RFC 7396).
    MergePatch,
    /// `application/x-ndjson`: a JSON value a line.
    JsonLines,
}

impl MediaType {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::MergePatch => "application/merge-patch+json",
            Self::JsonLines => "application/x-ndjson",
        }
    }

    fn refusal(self) -> Problem {
        let problem =
            Problem::new(PlainKind::UnsupportedMediaType, format!("send Content-Type: {}", self.name()));
        match self {
            Self::Json | Self::JsonLines => problem.with_header(header::ACCEPT, self.name()),
            Self::MergePatch => problem.with_header(HeaderName::from_static("accept-patch"), self.name()),
        }
    }
}

/// A body of which nothing has been read yet.
pub struct Unread {
    request: HttpRequest,
    payload: Payload,
}

impl FromRequest for Unread {
    type Error = actix_web::Error;
    type Future = std::future::Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        std::future::ready(Ok(Self { request: request.clone(), payload: payload.take() }))
    }
}

impl Unread {
    /// Reads the whole body.
    ///
    /// # Errors
    /// 400, 408, 413 and 415, as a problem.
    pub async fn text(self, media_type: MediaType, deadline: Duration) -> Result<Vec<u8>, Problem> {
        self.check_type(media_type)?;
        tokio::time::timeout(deadline, self.bytes()).await.map_err(|_| {
            let detail = format!("the body did not arrive within {} seconds", deadline.as_secs());
            Problem::new(PlainKind::BodyTimeout, detail).with_header(header::CONNECTION, "close")
        })?
    }

    /// The body as it arrives.
    ///
    /// # Errors
    /// 415, as a problem.
    pub fn payload(self, media_type: MediaType) -> Result<Payload, Problem> {
        self.check_type(media_type)?;
        Ok(self.payload)
    }

    /// The body as it arrives, of whatever type.
    pub fn into_payload(self) -> Payload {
        self.payload
    }

    fn check_type(&self, media_type: MediaType) -> Result<(), Problem> {
        let headers = self.request.headers();
        let encoded = headers.get(header::CONTENT_ENCODING).is_some_and(|coding| coding != "identity");
        if encoded {
            let detail = "send the body as it is, without Content-Encoding";
            return Err(Problem::new(PlainKind::UnsupportedMediaType, detail));
        }
        let stated =
            headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let mut parts = stated.split(';');
        let is_right = parts.next().is_some_and(|name| name.trim().eq_ignore_ascii_case(media_type.name()));
        let is_utf8 =
            parts.all(|parameter| match parameter.trim().to_ascii_lowercase().strip_prefix("charset=") {
                Some(charset) => charset.trim_matches('"') == "utf-8",
                None => true,
            });
        if is_right && is_utf8 { Ok(()) } else { Err(media_type.refusal()) }
    }

    async fn bytes(mut self) -> Result<Vec<u8>, Problem> {
        let stated = self.request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
        let stated: Option<usize> = stated.and_then(|length| length.parse().ok());
        if stated.is_some_and(|length| length > MOST_BYTES) {
            return Err(too_large());
        }
        let mut bytes = Vec::with_capacity(stated.unwrap_or(0));
        while let Some(chunk) = self.payload.next().await {
            let chunk = chunk.map_err(|error| {
                Problem::new(PlainKind::MalformedRequest, format!("the body could not be read: {error}"))
            })?;
            if bytes.len() + chunk.len() > MOST_BYTES {
                return Err(too_large());
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }
}

/// What is left of such a body is not worth reading, so the connection ends with the answer.
fn too_large() -> Problem {
    Problem::new(PlainKind::BodyTooLarge, format!("a body has at most {MOST_BYTES} bytes"))
        .with_header(header::CONNECTION, "close")
}
