//! A request by somebody who is not known yet: the few operations that need no key.

use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use matching::{Engine, MatchingError};

use super::body::{MediaType, Unread};
use super::caller::{block, parsed};
use super::path;
use super::reading::content_of;
use crate::dto::RequestBody;
use crate::frame::RequestId;
use crate::problem::{PlainKind, Problem};
use crate::state::AppState;

/// A request by anybody.
pub struct Guest {
    state: web::Data<AppState>,
    request: HttpRequest,
}

impl FromRequest for Guest {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let state = request.app_data::<web::Data<AppState>>().cloned();
        let state = state.ok_or_else(|| Problem::internal("the application has no state"));
        std::future::ready(state.map(|state| Self { state, request: request.clone() }))
    }
}

impl Guest {
    /// What all requests share.
    pub fn state(&self) -> &web::Data<AppState> {
        &self.state
    }

    /// The request, for the audit log.
    pub fn request_id(&self) -> String {
        self.request.extensions().get::<RequestId>().map(ToString::to_string).unwrap_or_default()
    }

    /// A part of the path, decoded.
    ///
    /// # Errors
    /// 400 when it is not UTF-8.
    pub fn path_text(&self, name: &str) -> Result<String, Problem> {
        let raw = self.request.match_info().get(name).unwrap_or_default();
        path::decode(raw).ok_or_else(|| Problem::new(PlainKind::MalformedRequest, "the path is not UTF-8"))
    }

    /// Reads a JSON body.
    ///
    /// # Errors
    /// 400, 408, 413, 415, and 422 with every fault.
    pub async fn body<B: RequestBody>(&self, unread: Unread) -> Result<B::Content, Problem> {
        let text = unread.text(MediaType::Json, self.state.limits.body_deadline).await?;
        let reference = self.state.engine.reference();
        Ok(content_of::<B>(&self.state.contract, reference, parsed(&text)?)?)
    }

    /// Runs one use case.
    ///
    /// # Errors
    /// Its outcome as a problem.
    pub async fn run<T, F>(&self, use_case: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&Engine) -> Result<T, MatchingError> + Send + 'static,
    {
        let engine = Arc::clone(&self.state.engine);
        block(move || use_case(&engine)).await
    }
}
