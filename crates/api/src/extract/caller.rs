//! Who calls: the key of the request, looked up before anything else is read.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use console::Full;
use domain::{Actor, ExternalId, FaultCode, Faults, Reference};
use matching::{Engine, Expected, MatchingError};
use serde::de::DeserializeOwned;
use serde_json::Value;
use utoipa::IntoParams;

use super::body::{MediaType, Unread};
use super::json;
use super::path;
use super::query;
use super::reading::content_of;
use crate::dto::RequestBody;
use crate::etag::{self, Precondition};
use crate::frame::RequestId;
use crate::paging::PageQuery;
use crate::problem::{PlainKind, Problem};
use crate::rate::{Allowance, Deed};
use crate::state::AppState;

/// Characters of a bearer key at most; ours are shorter.
const LONGEST_KEY: usize = 200;

/// A request by somebody known.
pub struct Caller {
    state: web::Data<AppState>,
    request: HttpRequest,
    actor: Arc<Actor>,
}

impl FromRequest for Caller {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { identify(request).await })
    }
}

async fn identify(request: HttpRequest) -> Result<Caller, Problem> {
    let state = request.app_data::<web::Data<AppState>>().cloned();
    let state = state.ok_or_else(|| Problem::internal("the application has no state"))?;
    let key = bearer(&request)?;
    let request_id = request.extensions().get::<RequestId>().map(ToString::to_string).unwrap_or_default();
    let actor = match matching::api_keys::recognize(&state.engine, &key, &request_id) {
        Some(actor) => actor,
        None => {
            let engine = Arc::clone(&state.engine);
            block(move || matching::api_keys::authenticate(&engine, &key, &request_id)).await?
        }
    };
    if let Some(bearer) = actor.bearer()
        && let Some(allowance) = state.rates.count(bearer, deed(&request), state.engine.now())?
    {
        request.extensions_mut().insert::<Allowance>(allowance);
    }
    Ok(Caller { state, request, actor: Arc::new(actor) })
}

fn deed(request: &HttpRequest) -> Deed {
    if request.method().is_safe() { Deed::Read } else { Deed::Write }
}

fn bearer(request: &HttpRequest) -> Result<String, Problem> {
    let how = "send `Authorization: Bearer <key>`";
    let mut stated = request.headers().get_all(header::AUTHORIZATION);
    let (Some(value), None) = (stated.next(), stated.next()) else {
        return Err(Problem::unauthenticated(how));
    };
    let key = value.to_str().ok().and_then(|text| text.split_once(' ')).and_then(|(scheme, key)| {
        let key = key.trim();
        let is_fit = scheme.eq_ignore_ascii_case("bearer") && !key.is_empty() && key.len() <= LONGEST_KEY;
        is_fit.then(|| key.to_owned())
    });
    key.ok_or_else(|| Problem::unauthenticated(how))
}

/// Runs something that blocks on the threads made for it.
pub(super) async fn block<T, F>(work: F) -> Result<T, Problem>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, MatchingError> + Send + 'static,
{
    match web::block(work).await {
        Ok(outcome) => outcome.map_err(Problem::from),
        Err(_) => Err(Problem::internal("the use case panicked or was dropped")),
    }
}

impl Caller {
    /// What all requests share.
    pub fn state(&self) -> &web::Data<AppState> {
        &self.state
    }

    /// The request.
    pub fn request(&self) -> &HttpRequest {
        &self.request
    }

    /// In whose name.
    pub fn actor(&self) -> &Arc<Actor> {
        &self.actor
    }

    /// The use cases' engine, for what is told from memory; whatever asks the database is [`Caller::run`].
    pub fn engine(&self) -> &Arc<Engine> {
        &self.state.engine
    }

    /// The reference tables.
    pub fn reference(&self) -> &Arc<Reference> {
        self.state.engine.reference()
    }

    /// Runs one use case.
    ///
    /// # Errors
    /// Its outcome as a problem.
    pub async fn run<T, F>(&self, use_case: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&Engine, &Actor) -> Result<T, MatchingError> + Send + 'static,
    {
        let (engine, actor) = (Arc::clone(&self.state.engine), Arc::clone(&self.actor));
        block(move || use_case(&engine, &actor)).await
    }

    /// Runs one use case in the name of whoever the key is now: for answers that outlast the moment they were asked in.
    ///
    /// # Errors
    /// 401 once the key has expired or was revoked; its outcome as a problem.
    pub async fn run_anew<T, F>(&self, use_case: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&Engine, &Actor) -> Result<T, MatchingError> + Send + 'static,
    {
        let key = bearer(&self.request)?;
        let (engine, request_id) = (Arc::clone(&self.state.engine), self.actor.request_id.clone());
        block(move || {
            let actor = matching::api_keys::authenticate(&engine, &key, &request_id)?;
            use_case(&engine, &actor)
        })
        .await
    }

    /// Runs one use case that ranks, when there is room for it.
    ///
    /// # Errors
    /// Its outcome as a problem; 503 when too many wait.
    pub async fn rank<T, F>(&self, use_case: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&Engine, &Actor) -> Result<T, MatchingError> + Send + 'static,
    {
        let permit =
            self.state.permits.take_for(self.actor.organization_id).await.map_err(|Full| Problem::busy())?;
        // The place is given back when the ranking ends, also when the caller has gone away before.
        self.run(move |engine, actor| {
            let outcome = use_case(engine, actor);
            drop(permit);
            outcome
        })
        .await
    }

    /// What the request came with: the key, or the token of a session.
    ///
    /// # Errors
    /// 401 when there is none, which a caller who was identified has.
    pub fn bearer(&self) -> Result<String, Problem> {
        bearer(&self.request)
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
        let text = self.path_text(name)?;
        parse(&text).map_err(|_| MatchingError::NotFound { resource }.into())
    }

    /// A part of the path, decoded.
    ///
    /// # Errors
    /// 400 when it is not UTF-8.
    pub fn path_text(&self, name: &str) -> Result<String, Problem> {
        let raw = self.request.match_info().get(name).unwrap_or_default();
        path::decode(raw).ok_or_else(|| Problem::new(PlainKind::MalformedRequest, "the path is not UTF-8"))
    }

    /// The caller's own key in the path.
    ///
    /// # Errors
    /// 422 for a text that is no external id.
    pub fn external_id(&self) -> Result<ExternalId, Problem> {
        let text = self.path_text("external_id")?;
        let refused = |detail| Faults::one("/external_id", FaultCode::BadFormat, detail);
        Ok(ExternalId::parse(&text).map_err(refused)?)
    }

    /// The parameters of the query.
    ///
    /// # Errors
    /// 400 and 422 as a problem.
    pub fn query<Q: DeserializeOwned + Default + IntoParams + 'static>(&self) -> Result<Q, Problem> {
        query::read(&self.state.contract, self.request.query_string())
    }

    /// The parameters of a list.
    ///
    /// # Errors
    /// As [`Caller::query`].
    pub fn list_query<Q: DeserializeOwned + Default + IntoParams + 'static>(
        &self,
    ) -> Result<(PageQuery, Q), Problem> {
        self.queries()
    }

    /// The parameters of two types in one query.
    ///
    /// # Errors
    /// As [`Caller::query`].
    pub fn queries<A, B>(&self) -> Result<(A, B), Problem>
    where
        A: DeserializeOwned + Default + IntoParams + 'static,
        B: DeserializeOwned + Default + IntoParams + 'static,
    {
        query::read_both(&self.state.contract, self.request.query_string())
    }

    /// What the request asks of what is there before it writes.
    ///
    /// # Errors
    /// 400 as [`etag::precondition`].
    pub fn precondition(&self) -> Result<Precondition, Problem> {
        etag::precondition(&self.request)
    }

    /// The version that a write of a record named by its id may be laid over.
    ///
    /// # Errors
    /// As [`Caller::precondition`].
    pub fn expected(&self) -> Result<Expected, Problem> {
        self.precondition().map(Precondition::expected)
    }

    /// Reads a JSON body.
    ///
    /// # Errors
    /// 400, 408, 413, 415, and 422 with every fault.
    pub async fn body<B: RequestBody>(&self, unread: Unread) -> Result<B::Content, Problem> {
        self.body_and_text::<B>(unread).await.map(|(content, _)| content)
    }

    /// Reads a JSON body, and gives it as it came too.
    ///
    /// # Errors
    /// As [`Caller::body`].
    pub async fn body_and_text<B: RequestBody>(
        &self,
        unread: Unread,
    ) -> Result<(B::Content, Vec<u8>), Problem> {
        let text = unread.text(MediaType::Json, self.state.limits.body_deadline).await?;
        Ok((self.read::<B>(parsed(&text)?)?, text))
    }

    /// Reads a merge patch; its names are checked, because a `null` under a misspelt one would change nothing.
    ///
    /// # Errors
    /// As [`Caller::body`].
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
    pub fn read<B: RequestBody>(&self, value: Value) -> Result<B::Content, Faults> {
        content_of::<B>(&self.state.contract, self.reference(), value)
    }
}

pub(super) fn parsed(text: &[u8]) -> Result<Value, Problem> {
    json::parse(text).map_err(|detail| Problem::new(PlainKind::MalformedJson, detail))
}
