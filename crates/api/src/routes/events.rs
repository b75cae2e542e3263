//! The progress of a job as server-sent events, for as long as the caller's key may see it.

use std::sync::atomic::Ordering;
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Bytes;
use console::{Full, Place};
use domain::{Job, JobId};
use futures_util::stream;
use matching::jobs::get_job;
use utoipa::ToSchema;

use crate::answer::Answer;
use crate::dto::jobs::JobResponse;
use crate::extract::caller::Caller;
use crate::problem::Problem;

/// How often the job is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// After so many looks without news a comment shows that the connection lives.
const LOOKS_BEFORE_COMMENT: u32 = 75;

/// One server-sent event.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "names a schema; events are written as text")]
pub(super) struct JobEvent {
    /// `progress`, or `end` for the last one.
    #[schema(max_length = 8, pattern = "^(progress|end)$")]
    event: String,
    /// The version of the job.
    #[schema(max_length = 20, pattern = "^[0-9]+$")]
    id: String,
    /// The job, as JSON.
    #[schema(max_length = 10000)]
    data: String,
}

/// Where a stream is.
struct Follower {
    caller: Caller,
    id: JobId,
    /// What is to be told next, if anything.
    news: Option<Job>,
    told_version: i64,
    /// Its place among the streams, given back when it ends or the caller goes away.
    _place: Place,
}

/// The events of a job from now on.
///
/// # Errors
/// 503 when too many streams are open.
pub(super) async fn stream(caller: Caller, job: Job) -> Answer {
    let place = caller
        .state()
        .streams
        .take_for(caller.actor().organization_id)
        .await
        .map_err(|Full| Problem::busy())?;
    let follower = Follower { caller, id: job.id, told_version: 0, news: Some(job), _place: place };
    let events = stream::unfold(Some(follower), |follower| async move {
        let follower = follower?;
        let (event, follower) = next(follower).await;
        Some((event.map_err(actix_web::Error::from), follower))
    });
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        // Proxies that gather answers would hold the events back.
        .insert_header(("X-Accel-Buffering", "no"))
        .streaming(events))
}

/// The next event, and where the stream is after it; `None` after the last.
async fn next(mut follower: Follower) -> (Result<Bytes, Problem>, Option<Follower>) {
    for _ in 0..LOOKS_BEFORE_COMMENT {
        if let Some(job) = follower.news.take().filter(|job| job.version > follower.told_version) {
            follower.told_version = job.version;
            let is_last = job.state.is_final();
            let event = event(if is_last { "end" } else { "progress" }, job);
            return (event, (!is_last).then_some(follower));
        }
        if follower.caller.state().stopping.load(Ordering::Acquire) {
            return (Ok(Bytes::from_static(b": the server stops; ask again\n\n")), None);
        }
        tokio::time::sleep(LOOK_EVERY).await;
        let id = follower.id;
        match follower.caller.run_anew(move |engine, actor| get_job(engine, actor, id)).await {
            Ok(job) => follower.news = Some(job),
            Err(problem) if problem.status().is_client_error() => {
                // The key was revoked or has expired, or the job is not the caller's to see any more.
                return (Ok(Bytes::from(format!(": {}\n\n", problem.kind().code()))), None);
            }
            Err(problem) => return (Err(problem), None),
        }
    }
    (Ok(Bytes::from_static(b": still there\n\n")), Some(follower))
}

fn event(name: &str, job: Job) -> Result<Bytes, Problem> {
    let version = job.version;
    let data = serde_json::to_string(&JobResponse::from(job)).map_err(Problem::internal)?;
    Ok(Bytes::from(format!("event: {name}\nid: {version}\ndata: {data}\n\n")))
}
