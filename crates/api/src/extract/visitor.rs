//! A request by somebody who has no key of a body but one of their own page, in the path. Counted by address before
//! anything else is looked at.

use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use domain::Faults;
use matching::{Engine, MatchingError};
use serde_json::Value;

use super::body::{MediaType, Unread};
use super::caller::{block, parsed};
use super::path;
use super::reading::content_of;
use crate::dto::RequestBody;
use crate::frame::RequestId;
use crate::problem::Problem;
use crate::state::AppState;

/// Characters of a key of a page at most; ours are shorter.
const LONGEST_TOKEN: usize = 200;

/// A request for a person's own page.
pub struct Visitor {
    state: web::Data<AppState>,
    request: HttpRequest,
    token: Arc<str>,
}

impl FromRequest for Visitor {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(Self::admit(request))
    }
}

impl Visitor {
    fn admit(request: &HttpRequest) -> Result<Self, Problem> {
        let state = request.app_data::<web::Data<AppState>>().cloned();
        let state = state.ok_or_else(|| Problem::internal("the application has no state"))?;
        state.visits.count(request, state.engine.now())?;
        let token = path::decode(request.match_info().get("token").unwrap_or_default());
        let token = token.filter(|token| token.len() <= LONGEST_TOKEN);
        let token = token.ok_or(MatchingError::NotFound { resource: "page" })?;
        Ok(Self { state, request: request.clone(), token: token.into() })
    }

    /// A part of the path that is an id; anything else cannot name a thing.
    ///
    /// # Errors
    /// 404 naming the resource.
    pub fn path_id<Id, E>(
        &self,
        (name, resource): (&str, &'static str),
        parse: fn(&str) -> Result<Id, E>,
    ) -> Result<Id, Problem> {
        let raw = self.request.match_info().get(name).unwrap_or_default();
        let id = path::decode(raw).and_then(|text| parse(&text).ok());
        id.ok_or_else(|| MatchingError::NotFound { resource }.into())
    }

    /// Reads a JSON body.
    ///
    /// # Errors
    /// 400, 408, 413, 415, and 422 with every fault.
    pub async fn body<B: RequestBody>(&self, unread: Unread) -> Result<B::Content, Problem> {
        let text = unread.text(MediaType::Json, self.state.limits.body_deadline).await?;
        self.read::<B>(parsed(&text)?)
    }

    /// Reads a merge patch; its names are checked, because a `null` under a misspelt one would change nothing.
    ///
    /// # Errors
    /// As [`Visitor::body`].
    pub async fn patch<B: RequestBody>(&self, unread: Unread) -> Result<Value, Problem> {
        let text = unread.text(MediaType::MergePatch, self.state.limits.body_deadline).await?;
        let patch = parsed(&text)?;
        let mut faults = Faults::default();
        self.state.contract.check_names(&B::name(), &patch, &mut faults);
        Ok(faults.guard(patch)?)
    }

    /// Reads a JSON value as a body.
    ///
    /// # Errors
    /// 422 with every fault.
    pub fn read<B: RequestBody>(&self, value: Value) -> Result<B::Content, Problem> {
        Ok(content_of::<B>(&self.state.contract, self.state.engine.reference(), value)?)
    }

    /// Runs one use case with the key of the page, and the request's id for the audit log.
    ///
    /// # Errors
    /// Its outcome as a problem.
    pub async fn run<T, F>(&self, use_case: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&Engine, &str, &str) -> Result<T, MatchingError> + Send + 'static,
    {
        let (engine, token) = (Arc::clone(&self.state.engine), Arc::clone(&self.token));
        let id = self.request.extensions().get::<RequestId>().map(ToString::to_string).unwrap_or_default();
        block(move || use_case(&engine, &token, &id)).await
    }
}
