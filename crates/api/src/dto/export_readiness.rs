//! How a posting stands to the feeds.

use domain::PostingId;
use matching::feeds::{ExportReadiness, Feed, FeedProblem, FeedProblemCode, FeedReadiness, FeedState};
use serde::Serialize;
use utoipa::ToSchema;

use super::vocabulary;

/// One thing that is missing or keeps a posting out of a feed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FeedProblem)]
pub struct FeedProblemResponse {
    /// JSON pointer into the posting; empty where the posting is not to blame.
    #[schema(max_length = 100)]
    pub pointer: &'static str,
    /// Stable code.
    #[schema(value_type = vocabulary::FeedProblemCode)]
    pub code: FeedProblemCode,
    /// A sentence to act on.
    #[schema(max_length = 300)]
    pub detail: &'static str,
}

/// How a posting stands to one feed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FeedReadiness)]
pub struct FeedReadinessResponse {
    /// The feed.
    #[schema(value_type = vocabulary::Feed)]
    pub feed: Feed,
    /// Whether it is in.
    #[schema(value_type = vocabulary::FeedState)]
    pub state: FeedState,
    /// Everything that is missing or keeps it out; empty where it is in.
    #[schema(max_items = 10)]
    pub problems: Vec<FeedProblemResponse>,
}

/// How a posting stands to every feed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ExportReadiness)]
pub struct ExportReadinessResponse {
    /// The posting.
    #[schema(value_type = vocabulary::Uuid)]
    pub posting_id: PostingId,
    /// One for each feed.
    #[schema(max_items = 4)]
    pub feeds: Vec<FeedReadinessResponse>,
}

impl From<ExportReadiness> for ExportReadinessResponse {
    fn from(readiness: ExportReadiness) -> Self {
        Self {
            posting_id: readiness.posting_id,
            feeds: readiness.feeds.into_iter().map(FeedReadinessResponse::from).collect(),
        }
    }
}

impl From<FeedReadiness> for FeedReadinessResponse {
    fn from(readiness: FeedReadiness) -> Self {
        let state = readiness.state();
        let problem = |FeedProblem { pointer, code, detail }| FeedProblemResponse { pointer, code, detail };
        Self { feed: readiness.feed, state, problems: readiness.problems.into_iter().map(problem).collect() }
    }
}
