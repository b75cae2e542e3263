//! The ground of a load: a database full of people of one organization, its published postings, and its key.

use std::path::Path;
use std::sync::Arc;

use domain::{Actor, ExternalId, PostingTerms, Scope};
use domain::{
    CandidateContent, CandidateProfile, OrganizationKind, PostingContent, PostingId, PostingStatus,
};
use matching::candidates::{NewCandidate, create_candidates};
use matching::once::Once;
use matching::operator::{OperatorKey, issue_operator_key, operator};
use matching::postings::{NewPosting, Transition, create_posting, transition_posting};
use matching::{Engine, EngineOptions, MatchingError};

use super::Population;
use crate::demo::Outside;

/// People registered at once.
const BATCH: usize = 10_000;

/// What is asked for, and with what.
pub(super) struct Ground {
    pub(super) engine: Arc<Engine>,
    pub(super) key: String,
    pub(super) postings: Vec<PostingId>,
}

/// The URL of the database in a folder.
pub(super) fn database_url(folder: &Path) -> String {
    format!("sqlite://{}", folder.join("load.db").display())
}

/// Makes a database in a folder.
pub(super) fn make(
    folder: &Path,
    population: Population,
    outside: &Outside,
) -> Result<Ground, MatchingError> {
    let options = EngineOptions { database_url: database_url(folder), ranking_threads: 1 };
    let engine = Engine::open(&options, Arc::clone(&outside.clock), Arc::clone(&outside.entropy))?;
    engine.load_pool(&mut |_, _| {})?;
    let wanted = OperatorKey {
        organization: "負荷の市".to_owned(),
        kind: OrganizationKind::Municipality,
        scopes: [Scope::Admin].into_iter().collect(),
    };
    let issued = issue_operator_key(&engine, &wanted)?;
    let actor = operator(issued.key.organization_id);
    let mut people = population.people.into_iter().enumerate().map(|(place, profile)| person(place, profile));
    loop {
        let batch: Vec<NewCandidate> = people.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            break;
        }
        create_candidates(&engine, &actor, batch)?;
    }
    let published = population.postings.into_iter().enumerate();
    let postings = published.map(|(place, terms)| publish(&engine, &actor, (place, terms)));
    Ok(Ground { postings: postings.collect::<Result<_, _>>()?, engine: Arc::new(engine), key: issued.secret })
}

/// An engine over another new database in a folder.
pub(super) fn plain(folder: &Path, outside: &Outside) -> Result<Engine, MatchingError> {
    let database_url = format!("sqlite://{}", folder.join("plain.db").display());
    let options = EngineOptions { database_url, ranking_threads: 1 };
    Engine::open(&options, Arc::clone(&outside.clock), Arc::clone(&outside.entropy))
}

fn person(place: usize, profile: CandidateProfile) -> NewCandidate {
    NewCandidate {
        content: CandidateContent { external_id: None, ..content(place, profile) },
        consents: Vec::new(),
    }
}

/// What is written of somebody with this profile.
pub(super) fn content(place: usize, profile: CandidateProfile) -> CandidateContent {
    CandidateContent {
        external_id: ExternalId::parse(&format!("person-{place}")).ok(),
        display_name: format!("山口 {place}"),
        email: None,
        phone: None,
        readiness: None,
        statement: None,
        profile,
    }
}

fn publish(
    engine: &Engine,
    actor: &Actor,
    (place, terms): (usize, PostingTerms),
) -> Result<PostingId, MatchingError> {
    let content = PostingContent {
        external_id: None,
        title: format!("みそ蔵の新商品を首都圏に届ける {place}"),
        issue: None,
        description: None,
        deliverable: None,
        support_type: None,
        travel_cost_paid_by: None,
        seats: 2,
        round_id: None,
        members_of: Vec::new(),
        application_opens_at: None,
        application_closes_at: None,
        terms,
    };
    let made =
        create_posting(engine, actor, NewPosting { organization_id: None, content }, &Once::unanswered())?;
    let transition = Transition { to: PostingStatus::Published, reason: None, expected: None };
    transition_posting(engine, actor, made.id, transition).map(|posting| posting.id)
}
