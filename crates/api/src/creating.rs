//! Creating by POST: once, however often the same request comes (`Idempotency-Key`).
//!
//! Whoever repeats a request gets the answer that was kept with the record. While the first request is under way, the
//! others are told so: two of them never reach the use case at once in this process, and between processes the
//! database lets only one of them keep its answer.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse};
use domain::{Actor, OrganizationId};
use matching::once::{Before, CreationAnswer, Once, RepeatableRequest, came_at_once, find_answer};
use matching::{Engine, MatchingError};
use serde::Serialize;

use crate::answer::{Answer, set, written_out};
use crate::dto::RequestBody;
use crate::etag;
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::problem::{PlainKind, Problem};

/// The header with the caller's key.
const KEY: &str = "idempotency-key";
/// The header of an answer that was given before.
const REPLAYED: header::HeaderName = header::HeaderName::from_static("idempotent-replayed");
/// Characters of a key at most.
const LONGEST_KEY: usize = 255;

/// The creations with a key that are under way.
#[derive(Debug, Default)]
pub struct UnderWay(Mutex<HashSet<(OrganizationId, String)>>);

/// One of them, until it is dropped.
struct Turn {
    all: Arc<UnderWay>,
    whose: (OrganizationId, String),
}

impl UnderWay {
    fn begin(self: &Arc<Self>, whose: (OrganizationId, String)) -> Option<Turn> {
        let is_first = self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(whose.clone());
        is_first.then(|| Turn { all: Arc::clone(self), whose })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.all.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.whose);
    }
}

/// What became of a creation.
enum Outcome {
    Made(CreationAnswer),
    MadeBefore(CreationAnswer),
    OtherRequest,
}

/// Reads a body, makes a record of it and answers.
///
/// # Errors
/// Everything that reading the body and making the record can say; 400 for a key that is none, 409 while the same key
/// is under way, 422 when it was used for another request.
pub async fn create<B, T>(
    caller: &Caller,
    unread: Unread,
    use_case: impl FnOnce(&Engine, &Actor, B::Content, &Once<'_, T>) -> Result<T, MatchingError> + Send + 'static,
    answer: fn(&T) -> CreationAnswer,
) -> Answer
where
    B: RequestBody,
    B::Content: Send + 'static,
    T: 'static,
{
    key_of(caller.request())?;
    let (content, text) = caller.body_and_text::<B>(unread).await?;
    let request = request(caller, &[&text])?;
    create_of(caller, (content, request), use_case, answer).await
}

/// The request as it may come again, told from others by its path and these parts; none where it has no key.
///
/// # Errors
/// 400 for a key that is none.
pub fn request(caller: &Caller, parts: &[&[u8]]) -> Result<Option<RepeatableRequest>, Problem> {
    let (method, path) = (caller.request().method().as_str(), caller.request().path());
    let all: Vec<&[u8]> =
        [method.as_bytes(), path.as_bytes()].into_iter().chain(parts.iter().copied()).collect();
    Ok(key_of(caller.request())?.map(|key| RepeatableRequest::new(key, &all)))
}

/// Makes a record of a content and answers.
///
/// # Errors
/// As [`create`], but for the reading.
pub async fn create_of<C, T>(
    caller: &Caller,
    (content, request): (C, Option<RepeatableRequest>),
    use_case: impl FnOnce(&Engine, &Actor, C, &Once<'_, T>) -> Result<T, MatchingError> + Send + 'static,
    answer: impl Fn(&T) -> CreationAnswer + Send + 'static,
) -> Answer
where
    C: Send + 'static,
    T: 'static,
{
    let Some(request) = request else {
        let once = move |engine: &Engine, actor: &Actor| {
            let once = Once::answered(&answer, None);
            use_case(engine, actor, content, &once)?;
            Ok(once.into_answer())
        };
        return caller.run(once).await?.map(sent).ok_or_else(unanswered);
    };
    let whose = (caller.actor().organization_id, request.key.clone());
    let turn = caller.state().under_way.begin(whose).ok_or_else(under_way)?;
    let made = caller.run(move |engine, actor| {
        // Given back when the work ends, also when the caller has gone away before.
        let _turn = turn;
        let outcome = known(engine, actor, &request)?;
        if let Some(outcome) = outcome {
            return Ok(Some(outcome));
        }
        let once = Once::answered(&answer, Some(&request));
        match use_case(engine, actor, content, &once) {
            Ok(_) => Ok(once.into_answer().map(Outcome::Made)),
            Err(error) if came_at_once(&error) => known(engine, actor, &request),
            Err(error) => Err(error),
        }
    });
    match made.await?.ok_or_else(unanswered)? {
        Outcome::Made(answer) => Ok(sent(answer)),
        Outcome::MadeBefore(answer) => {
            let mut response = sent(answer);
            set(&mut response, REPLAYED, "true");
            Ok(response)
        }
        Outcome::OtherRequest => Err(Problem::new(
            PlainKind::IdempotencyKeyReused,
            "this Idempotency-Key was sent with another request; take a new key for each thing to be made",
        )),
    }
}

/// The answer to a record just made: 201 with its place and the tag of its version.
pub fn record(location: String, version: i64, body: &impl Serialize) -> CreationAnswer {
    let etag = Some(etag::of_version(version));
    CreationAnswer { etag, ..placed(StatusCode::CREATED, location, body) }
}

/// An answer with the place where what was made, or what becomes of it, is found.
pub fn placed(status: StatusCode, location: String, body: &impl Serialize) -> CreationAnswer {
    let body = serde_json::to_string(body).expect("answers have texts for keys, so they are JSON");
    CreationAnswer {
        status: status.as_u16(),
        location: Some(location),
        etag: None,
        body,
        repeated_body: None,
    }
}

fn known(
    engine: &Engine,
    actor: &Actor,
    request: &RepeatableRequest,
) -> Result<Option<Outcome>, MatchingError> {
    Ok(match find_answer(engine, actor, request)? {
        Before::Never => None,
        Before::Answered(answer) => Some(Outcome::MadeBefore(answer)),
        Before::OtherRequest => Some(Outcome::OtherRequest),
    })
}

fn sent(answer: CreationAnswer) -> HttpResponse {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::CREATED);
    let mut response = written_out(status, answer.body.into());
    for (name, value) in [(header::LOCATION, answer.location), (header::ETAG, answer.etag)] {
        if let Some(value) = value {
            set(&mut response, name, &value);
        }
    }
    response
}

/// The caller's key: a quoted string (RFC 8941) or the bare text.
fn key_of(request: &HttpRequest) -> Result<Option<String>, Problem> {
    let refused =
        |detail: &str| Problem::new(PlainKind::MalformedRequest, format!("Idempotency-Key: {detail}"));
    let mut stated = request.headers().get_all(KEY);
    let Some(value) = stated.next() else { return Ok(None) };
    if stated.next().is_some() {
        return Err(refused("send it once"));
    }
    let text = value.to_str().map_err(|_| refused("send visible ASCII characters"))?.trim();
    let key = match text.strip_prefix('"') {
        None if text.contains(['"', '\\', ' ']) => {
            return Err(refused(
                "put it in quotation marks, or leave out spaces, quotation marks and backslashes",
            ));
        }
        None => text.to_owned(),
        Some(rest) => unquoted(rest).ok_or_else(|| refused("the quotation marks do not match"))?,
    };
    match key.len() {
        0 => Err(refused("it is empty")),
        1..=LONGEST_KEY => Ok(Some(key)),
        _ => Err(refused("it has more than 255 characters")),
    }
}

/// What stands before the closing quotation mark, which must be the end.
fn unquoted(text: &str) -> Option<String> {
    let mut key = String::new();
    let mut rest = text.chars();
    loop {
        match rest.next()? {
            '"' => return rest.next().is_none().then_some(key),
            '\\' => key.push(rest.next().filter(|escaped| matches!(escaped, '"' | '\\'))?),
            other => key.push(other),
        }
    }
}

fn under_way() -> Problem {
    Problem::new(PlainKind::IdempotencyInProgress, "a request with this Idempotency-Key is still under way")
        .retry_later()
}

fn unanswered() -> Problem {
    Problem::internal("a creation ended without an answer")
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn key(values: &[&str]) -> Result<Option<String>, StatusCode> {
        let request =
            values.iter().fold(TestRequest::default(), |request, value| request.append_header((KEY, *value)));
        key_of(&request.to_http_request()).map_err(|problem| problem.status())
    }

    #[test]
    fn a_key_is_quoted_or_bare() {
        assert_eq!(key(&[]), Ok(None));
        for (text, meant) in [
            ("abc-1", "abc-1"),
            ("\"abc-1\"", "abc-1"),
            ("\"a\\\"b\\\\\"", "a\"b\\"),
            (" a ", "a"),
            ("\"a b\"", "a b"),
        ] {
            assert_eq!(key(&[text]), Ok(Some(meant.to_owned())), "{text}");
        }
        let longest = "k".repeat(LONGEST_KEY);
        assert_eq!(key(&[&longest]), Ok(Some(longest.clone())));
        for refused in [
            vec![""],
            vec!["\"\""],
            vec!["\"a"],
            vec!["\"a\"b"],
            vec!["a", "b"],
            vec!["\"a\\x\""],
            vec!["a b"],
            vec!["a\"b"],
        ] {
            assert_eq!(key(&refused), Err(StatusCode::BAD_REQUEST), "{refused:?}");
        }
        assert_eq!(key(&[&format!("{longest}k")]), Err(StatusCode::BAD_REQUEST));
    }

    #[test]
    fn a_key_is_under_way_until_its_turn_ends() {
        let all = Arc::new(UnderWay::default());
        let whose = |number: u8, key: &str| (OrganizationId::from_parts(0, [number; 10]), key.to_owned());
        let turn = all.begin(whose(1, "a")).unwrap();
        assert!(all.begin(whose(1, "a")).is_none());
        assert!(all.begin(whose(2, "a")).is_some() && all.begin(whose(1, "b")).is_some());
        drop(turn);
        assert!(all.begin(whose(1, "a")).is_some());
    }
}
