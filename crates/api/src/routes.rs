//! The operations of `/api/v1`: one resource a file, each handler reads, permits, runs one use case and answers.

use actix_web::dev::HttpServiceFactory;
use actix_web::web;
use utoipa_actix_web::service_config::ServiceConfig;
use utoipa_actix_web::{OpenApiFactory, scope};

mod agreements;
mod alliances;
mod api_keys;
mod applications;
mod attendances;
mod audit_events;
mod bulk;
mod candidates;
mod changes;
mod cohorts;
mod consents;
mod courses;
mod decisions;
mod directory;
mod encounters;
mod engagement_logs;
mod engagements;
mod enrollments;
mod events;
mod export_readiness;
mod handovers;
mod imports;
mod index;
mod jobs;
mod json_resume;
mod ledger_entries;
mod marks;
mod match_runs;
mod matches;
mod notes;
mod notice_templates;
mod notices;
mod organizations;
mod outcomes;
mod own_page;
mod posting_templates;
mod postings;
mod programs;
mod promises;
mod proposals;
mod readiness;
mod referrals;
mod region_groups;
mod regional_events;
mod regions;
pub(crate) mod reports;
mod retention;
mod reviews;
mod rights;
mod rounds;
mod second_looks;
mod sessions;
mod skills;
mod stages;
mod surveys;
mod users;
mod waves;
mod webhooks;

/// Where all operations lie.
const ROOT: &str = "/api/v1";

/// Takes operations: to serve them, or to serve and document them. Documenting gathers the schemas of everything,
/// which takes a hundred times as long, so only the one document is made that way and not every worker.
pub trait Register {
    /// Takes one operation.
    fn service<F: HttpServiceFactory + OpenApiFactory + 'static>(&mut self, operation: F) -> &mut Self;
}

impl Register for web::ServiceConfig {
    fn service<F: HttpServiceFactory + OpenApiFactory + 'static>(&mut self, operation: F) -> &mut Self {
        web::ServiceConfig::service(self, operation)
    }
}

impl Register for ServiceConfig<'_> {
    fn service<F: HttpServiceFactory + OpenApiFactory + 'static>(&mut self, operation: F) -> &mut Self {
        ServiceConfig::service(self, operation)
    }
}

/// Serves every operation.
pub fn serve(config: &mut web::ServiceConfig) {
    config.service(web::scope(ROOT).configure(register));
}

/// Documents every operation: the document is made of what is registered to be served.
pub fn document(config: &mut ServiceConfig<'_>) {
    config.service(scope::scope(ROOT).configure(|inner| register(inner)));
}

fn register(to: &mut impl Register) {
    index::configure(to);
    organizations::configure(to);
    api_keys::configure(to);
    users::configure(to);
    sessions::configure(to);
    rights::configure(to);
    retention::configure(to);
    agreements::configure(to);
    alliances::configure(to);
    referrals::configure(to);
    proposals::configure(to);
    posting_templates::configure(to);
    promises::configure(to);
    handovers::configure(to);
    directory::configure(to);
    bulk::configure(to);
    json_resume::configure(to);
    region_groups::configure(to);
    programs::configure(to);
    rounds::configure(to);
    postings::configure(to);
    export_readiness::configure(to);
    candidates::configure(to);
    consents::configure(to);
    applications::configure(to);
    stages::configure(to);
    encounters::configure(to);
    marks::configure(to);
    reviews::configure(to);
    second_looks::configure(to);
    notes::configure(to);
    decisions::configure(to);
    notice_templates::configure(to);
    notices::configure(to);
    engagements::configure(to);
    engagement_logs::configure(to);
    ledger_entries::configure(to);
    reports::configure(to);
    own_page::configure(to);
    matches::configure(to);
    match_runs::configure(to);
    cohorts::configure(to);
    readiness::configure(to);
    courses::configure(to);
    enrollments::configure(to);
    surveys::configure(to);
    waves::configure(to);
    imports::configure(to);
    jobs::configure(to);
    outcomes::configure(to);
    regional_events::configure(to);
    attendances::configure(to);
    changes::configure(to);
    webhooks::configure(to);
    audit_events::configure(to);
    skills::configure(to);
    regions::configure(to);
}
