//! Bulk: a record a line (NDJSON) in, an outcome a line out, for as long as lines come.
//!
//! Memory holds one portion of lines and a little of the outcomes, however many there are; outcomes that nobody takes
//! yet wait on disk, so that a caller may send everything before reading anything. A line that is wrong is told and
//! never spoils the others. Each portion is one transaction, in the name of whoever the key is then.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use console::{Full, Place};
use domain::{Actor, CandidateContent, OutcomeEventContent, Scope};
use futures_util::stream;
use matching::applications::{NewApplication, submit_applications};
use matching::bulk::{Effect, Outcomes, Stored, Storing};
use matching::candidates::upsert_candidates;
use matching::outcomes::report_outcomes;
use matching::postings::{NewPosting, upsert_postings};
use matching::{Engine, MatchingError};
use serde::Serialize;
use utoipa::ToSchema;

use crate::answer::Answer;
use crate::dto::RequestBody;
use crate::dto::applications::ApplicationRequest;
use crate::dto::candidates::CandidateRequest;
use crate::dto::outcomes::OutcomeRequest;
use crate::dto::postings::PostingRequest;
use crate::dto::problems::Problem as ProblemBody;
use crate::extract::body::{MediaType, Unread};
use crate::extract::caller::Caller;
use crate::extract::json;
use crate::extract::reading::content_of;
use crate::problem::{PlainKind, Problem};
use crate::state::AppState;

mod lines;
mod spool;

use lines::{Line, Lines};
use spool::Spool;

/// A body of which many come at once.
pub trait BulkBody: RequestBody {
    /// What a key must be allowed to do.
    const SCOPE: Scope;

    /// Stores many, one outcome each in their order.
    ///
    /// # Errors
    /// What keeps all of them from being stored.
    fn store(engine: &Engine, actor: &Actor, contents: Vec<Self::Content>)
    -> Result<Outcomes, MatchingError>;
}

impl BulkBody for CandidateRequest {
    const SCOPE: Scope = Scope::CandidatesWrite;

    fn store(
        engine: &Engine,
        actor: &Actor,
        contents: Vec<CandidateContent>,
    ) -> Result<Outcomes, MatchingError> {
        upsert_candidates(engine, actor, contents, Storing::Kept)
    }
}

impl BulkBody for PostingRequest {
    const SCOPE: Scope = Scope::PostingsWrite;

    fn store(engine: &Engine, actor: &Actor, contents: Vec<NewPosting>) -> Result<Outcomes, MatchingError> {
        upsert_postings(engine, actor, contents, Storing::Kept)
    }
}

impl BulkBody for ApplicationRequest {
    const SCOPE: Scope = Scope::ApplicationsWrite;

    fn store(
        engine: &Engine,
        actor: &Actor,
        contents: Vec<NewApplication>,
    ) -> Result<Outcomes, MatchingError> {
        submit_applications(engine, actor, contents, Storing::Kept)
    }
}

impl BulkBody for OutcomeRequest {
    const SCOPE: Scope = Scope::OutcomesWrite;

    fn store(
        engine: &Engine,
        actor: &Actor,
        contents: Vec<OutcomeEventContent>,
    ) -> Result<Outcomes, MatchingError> {
        report_outcomes(engine, actor, contents)
    }
}

/// What became of one line.
#[derive(Debug, Serialize, ToSchema)]
pub struct LineOutcome {
    /// Which line, from 0; blank lines are counted and not answered.
    #[schema(value_type = i64, minimum = 0, maximum = 9007199254740991i64)]
    index: u64,
    /// 201: made. 200: replaced, or the very same was there already. Else the status of the problem.
    #[schema(value_type = i32, minimum = 200, maximum = 599)]
    status: u16,
    /// The id of the record, where it is stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<crate::dto::vocabulary::Uuid>)]
    id: Option<String>,
    /// The version of the record, where it is stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 9007199254740991i64)]
    version: Option<i64>,
    /// What is wrong with the line.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<ProblemBody>,
}

/// Answers with the outcomes while the lines come.
///
/// # Errors
/// 403 without the scope, 415 for another media type, 503 when too much is being stored this way already.
pub async fn stream<B>(caller: Caller, unread: Unread) -> Answer
where
    B: BulkBody + 'static,
    B::Content: Send + 'static,
{
    if !caller.actor().may(B::SCOPE) {
        return Err(MatchingError::MissingScope(B::SCOPE).into());
    }
    let place = caller
        .state()
        .bulks
        .take_for(caller.actor().organization_id)
        .await
        .map_err(|Full| Problem::busy())?;
    let lines = Lines::new(unread.payload(MediaType::JsonLines)?, caller.state().limits.body_deadline);
    let spool = Arc::new(Spool::default());
    let work = store_all::<B>(caller, lines, (Arc::clone(&spool), place));
    actix_web::rt::spawn(work);
    let outcomes = stream::unfold(spool, |spool| async move {
        let some = spool.take().await?;
        Some((some.map_err(|error| actix_web::Error::from(Problem::internal(error))), spool))
    });
    Ok(HttpResponse::Ok()
        .content_type(MediaType::JsonLines.name())
        .insert_header((header::CACHE_CONTROL, "no-store"))
        // Proxies that gather answers would hold the outcomes back.
        .insert_header(("X-Accel-Buffering", "no"))
        .streaming(outcomes))
}

/// Stores one portion after the other; while one is stored, the next is read.
async fn store_all<B>(caller: Caller, mut lines: Lines, (spool, _place): (Arc<Spool>, Place))
where
    B: BulkBody + 'static,
    B::Content: Send + 'static,
{
    let (instance, request_id) = (caller.request().path().to_owned(), caller.actor().request_id.clone());
    let mut portion = next_portion::<B>(&caller, &mut lines).await;
    while !portion.is_empty() {
        let indexes: Vec<u64> = portion.iter().map(|(index, _)| *index).collect();
        let storing = async {
            if caller.state().stopping.load(Ordering::Acquire) {
                return Err(Problem::not_ready("the server is stopping"));
            }
            caller.run_anew(move |engine, actor| Ok(store::<B>(engine, actor, portion))).await
        };
        let mut reading = pin!(next_portion::<B>(&caller, &mut lines));
        let mut next = None;
        let stored = {
            let mut storing = pin!(storing);
            loop {
                tokio::select! {
                    stored = &mut storing => break stored,
                    read = &mut reading, if next.is_none() => next = Some(read),
                }
            }
        };
        let is_over = stored.is_err();
        let outcomes = stored.unwrap_or_else(|problem| {
            indexes.into_iter().map(|index| (index, Err(problem.clone()))).collect()
        });
        let text = written(outcomes, (&instance, &request_id));
        // Whoever cannot be stored now may send the rest again; a spool that cannot be written ends the answer.
        if spool.write(&text).is_err() || is_over {
            break;
        }
        // Outcomes do not wait for a sender who pauses.
        portion = match next {
            Some(next) => next,
            None => reading.await,
        };
    }
    spool.end();
}

/// A line's place, and what it says.
type Read<C> = (u64, Result<C, Problem>);

type Outcome = (u64, Result<Stored, Problem>);

/// The next lines, read; none when no more come.
async fn next_portion<B>(caller: &Caller, lines: &mut Lines) -> Vec<Read<B::Content>>
where
    B: BulkBody + 'static,
    B::Content: Send + 'static,
{
    let portion = lines.next_portion().await;
    let indexes: Vec<u64> = portion.iter().map(|line| line.index).collect();
    let state = caller.state().clone();
    let read = move || {
        let read = |Line { index, text }: Line| (index, text.and_then(|text| read::<B>(&state, &text)));
        portion.into_iter().map(read).collect::<Vec<_>>()
    };
    web::block(read).await.unwrap_or_else(|_| {
        let problem = Problem::internal("reading lines panicked or was dropped");
        indexes.into_iter().map(|index| (index, Err(problem.clone()))).collect()
    })
}

/// Stores what could be read of a portion.
fn store<B: BulkBody>(engine: &Engine, actor: &Actor, portion: Vec<Read<B::Content>>) -> Vec<Outcome> {
    let (mut outcomes, mut indexes, mut contents) =
        (Vec::with_capacity(portion.len()), Vec::new(), Vec::new());
    for (index, content) in portion {
        match content {
            Err(problem) => outcomes.push((index, Err(problem))),
            Ok(content) => {
                indexes.push(index);
                contents.push(content);
            }
        }
    }
    match B::store(engine, actor, contents) {
        Ok(stored) => {
            let stored = stored.into_iter().map(|outcome| outcome.map_err(Problem::from));
            outcomes.extend(indexes.into_iter().zip(stored));
        }
        Err(error) => {
            let problem = Problem::from(error);
            outcomes.extend(indexes.into_iter().map(|index| (index, Err(problem.clone()))));
        }
    }
    outcomes.sort_by_key(|(index, _)| *index);
    outcomes
}

fn read<B: BulkBody>(state: &AppState, text: &[u8]) -> Result<B::Content, Problem> {
    let value = json::parse(text).map_err(|detail| Problem::new(PlainKind::MalformedJson, detail))?;
    Ok(content_of::<B>(&state.contract, state.engine.reference(), value)?)
}

fn written(outcomes: Vec<Outcome>, (instance, request_id): (&str, &str)) -> Vec<u8> {
    let mut text = Vec::new();
    for (index, outcome) in outcomes {
        let line = match outcome {
            Ok(Stored { id, version, effect }) => {
                let status = if effect == Effect::Created { 201 } else { 200 };
                LineOutcome { index, status, id: Some(id), version: Some(version), problem: None }
            }
            Err(problem) => {
                if let Some(cause) = problem.cause() {
                    tracing::error!(cause, index, "a line could not be stored");
                }
                let status = problem.status().as_u16();
                let problem = Some(problem.body(instance, request_id));
                LineOutcome { index, status, id: None, version: None, problem }
            }
        };
        serde_json::to_writer(&mut text, &line).expect("outcomes have texts for keys, so they are JSON");
        text.push(b'\n');
    }
    text
}
