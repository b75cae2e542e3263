//! What keeps a posting out of the feeds.

use actix_web::get;
use matching::feeds::{FeedProblem, FeedProblemCode, export_readiness};

use super::{Register, postings};
use crate::answer::{Answer, ok};
use crate::dto::export_readiness::ExportReadinessResponse;
use crate::extract::caller::Caller;
use crate::openapi::parameters::IdPath;

/// Show how a posting stands to the feeds.
///
/// For Google's search for jobs, Indeed's XML, Atom and the sitemap: whether it is in, and everything that is missing or
/// keeps it out. For those who manage the posting. Scope: `postings:read`.
#[utoipa::path(tag = "postings", params(IdPath),
    responses((status = 200, description = "One entry for each feed.", body = ExportReadinessResponse)))]
#[get("/postings/{id}/export-readiness")]
async fn get_export_readiness(caller: Caller) -> Answer {
    let id = postings::id_of(&caller)?;
    let mut readiness = caller.run(move |engine, actor| export_readiness(engine, actor, id)).await?;
    if caller.state().feeds.address().is_none() {
        for feed in &mut readiness.feeds {
            let detail =
                "the server has no public address, so it has no feeds; the operator sets --public-url";
            feed.problems.push(FeedProblem { pointer: "", code: FeedProblemCode::FeedsOff, detail });
        }
    }
    ok(&ExportReadinessResponse::from(readiness))
}

pub(super) fn configure(config: &mut impl Register) {
    config.service(get_export_readiness);
}
