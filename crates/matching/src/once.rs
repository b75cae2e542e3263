//! 冪等性: a creation that is repeated makes nothing twice and gets the same answer.
//!
//! The answer is kept in the very transaction that makes the record, under the caller's key: either both are there or
//! neither. It is kept for a day (draft-ietf-httpapi-idempotency-key-header-07), and goes before that with any of the
//! people and applications that it names. Knows nothing of how an answer is sent; only creations that succeed are kept,
//! for what failed made nothing.

use std::cell::RefCell;

use domain::{Actor, CandidateId};
use store::{KeptAnswer, StoreError, Tx, Unique};

use crate::digest::sha256_hex;
use crate::engine::Engine;
use crate::error::MatchingError;

/// How long an answer is kept, in seconds.
const KEPT_SECONDS: i64 = 24 * 3600;

/// A request that may come again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepeatableRequest {
    /// The caller's key, unique within the organization.
    pub key: String,
    /// A text that differs for every other request.
    pub fingerprint: String,
}

impl RepeatableRequest {
    /// A request that is told from others by these parts.
    pub fn new(key: String, parts: &[&[u8]]) -> Self {
        let digests: Vec<String> = parts.iter().map(|part| sha256_hex(part)).collect();
        Self { key, fingerprint: sha256_hex(digests.concat().as_bytes()) }
    }
}

/// The answer to a creation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreationAnswer {
    /// HTTP status.
    pub status: u16,
    /// Where what was made is found.
    pub location: Option<String>,
    /// The tag of what was made.
    pub etag: Option<String>,
    /// JSON.
    pub body: String,
    /// JSON for those who repeat the request, where they may not see all of it again.
    pub repeated_body: Option<String>,
}

/// What is known of a request that may have come before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Before {
    /// It has not, or longer ago than answers are kept.
    Never,
    /// It has, and this was the answer.
    Answered(CreationAnswer),
    /// Another request had the key.
    OtherRequest,
}

/// Makes the answer to a creation while it is being made, and keeps it where the request may come again.
pub struct Once<'a, T> {
    answer: Option<&'a dyn Fn(&T) -> CreationAnswer>,
    request: Option<&'a RepeatableRequest>,
    made: RefCell<Option<CreationAnswer>>,
}

impl<'a, T> Once<'a, T> {
    /// For a creation that nobody repeats and nobody needs an answer to.
    pub fn unanswered() -> Self {
        Self { answer: None, request: None, made: RefCell::default() }
    }

    /// For a creation with this answer, which is kept where there is a request that may come again.
    pub fn answered(
        answer: &'a dyn Fn(&T) -> CreationAnswer,
        request: Option<&'a RepeatableRequest>,
    ) -> Self {
        Self { answer: Some(answer), request, made: RefCell::default() }
    }

    /// The answer, once something has been made.
    pub fn into_answer(self) -> Option<CreationAnswer> {
        self.made.into_inner()
    }

    /// Makes the answer, and keeps it in the transaction that made what it tells of; `about` is the person it tells of,
    /// where it tells of one alone. Whoever else it names by id takes it along too.
    pub(crate) fn keep(
        &self,
        (engine, tx, actor): (&Engine, &mut Tx<'_>, &Actor),
        made: &T,
        about: Option<CandidateId>,
    ) -> Result<(), MatchingError> {
        let Some(answer) = self.answer else { return Ok(()) };
        let answer = answer(made);
        if let Some(request) = self.request {
            let now = engine.now();
            tx.delete_kept_answers_until(now.plus_seconds(-KEPT_SECONDS))?;
            tx.insert_kept_answer(&KeptAnswer {
                organization_id: actor.organization_id,
                key: request.key.clone(),
                fingerprint: request.fingerprint.clone(),
                candidate_id: about,
                status: answer.status,
                location: answer.location.clone(),
                etag: answer.etag.clone(),
                body: answer.repeated_body.clone().unwrap_or_else(|| answer.body.clone()),
                created_at: now,
            })?;
        }
        // The transaction may be run again after a lost race: the last attempt's answer counts.
        self.made.replace(Some(answer));
        Ok(())
    }
}

/// Looks whether a request has come before.
///
/// # Errors
/// Only those of the database.
pub fn find_answer(
    engine: &Engine,
    actor: &Actor,
    request: &RepeatableRequest,
) -> Result<Before, MatchingError> {
    let oldest = engine.now().plus_seconds(-KEPT_SECONDS);
    let kept = engine.store.read(|tx| tx.find_kept_answer(actor.organization_id, &request.key))?;
    Ok(match kept.filter(|kept| kept.created_at > oldest) {
        None => Before::Never,
        Some(kept) if kept.fingerprint != request.fingerprint => Before::OtherRequest,
        Some(kept) => Before::Answered(CreationAnswer {
            status: kept.status,
            location: kept.location,
            etag: kept.etag,
            body: kept.body,
            repeated_body: None,
        }),
    })
}

/// Drops the answers that are older than they are kept for, which repeat nothing any more.
pub(crate) fn purge_kept_answers(engine: &Engine) -> Result<usize, MatchingError> {
    let oldest = engine.now().plus_seconds(-KEPT_SECONDS);
    engine.write(|tx| Ok(tx.delete_kept_answers_until(oldest)?))
}

/// Whether a creation failed because the same key was used at the same moment, by another process.
pub fn came_at_once(error: &MatchingError) -> bool {
    matches!(error, MatchingError::Store(StoreError::Duplicate(Unique::IdempotencyKey)))
}
