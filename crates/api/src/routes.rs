//! The operations of `/api/v1`: one resource a file, each handler reads, permits, runs one use case and answers.

use utoipa_actix_web::scope;
use utoipa_actix_web::service_config::ServiceConfig;

mod agreements;
mod api_keys;
mod applications;
mod audit_events;
mod candidates;
mod consents;
mod events;
mod index;
mod jobs;
mod match_runs;
mod matches;
mod organizations;
mod postings;
mod regions;
mod skills;

/// Registers every operation; the document is made of what is registered here.
pub fn configure(config: &mut ServiceConfig<'_>) {
    let api = scope::scope("/api/v1")
        .configure(index::configure)
        .configure(organizations::configure)
        .configure(api_keys::configure)
        .configure(agreements::configure)
        .configure(postings::configure)
        .configure(candidates::configure)
        .configure(consents::configure)
        .configure(applications::configure)
        .configure(matches::configure)
        .configure(match_runs::configure)
        .configure(jobs::configure)
        .configure(audit_events::configure)
        .configure(skills::configure)
        .configure(regions::configure);
    config.service(api);
}
