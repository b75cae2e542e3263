//! Everything that an organization can read of its own, by every operation that reads: to be compared, and searched.

use std::collections::BTreeMap;

use serde_json::Value;

use super::document::Operation;
use super::world::{Kind, Object};
use crate::client::Client;

/// Answers that are made on the spot, with the instant of the question in them, and a stream.
const NOT_KEPT: &[&str] = &[
    "get_application_history",
    "rank_candidates",
    "rank_postings",
    "assess_feasibility",
    "explain_match",
    "follow_job",
    "report_on_period",
    "list_preparations",
    "count_retention_due",
    "count_course_effects",
];

/// What is read: by operation (and record), item by item.
pub(super) type Holdings = BTreeMap<String, Vec<String>>;

/// Reads everything, all pages of it.
pub(super) fn holdings(client: &Client, operations: &[Operation], objects: &[Object]) -> Holdings {
    let mut all = Holdings::new();
    for operation in operations {
        if !operation.reads() || NOT_KEPT.contains(&operation.id.as_str()) {
            continue;
        }
        let kind = kind_of(operation);
        match (operation.path_parameters.as_slice(), kind) {
            ([], _) => {
                all.insert(operation.id.clone(), read(client, operation, &counted(operation, objects)));
            }
            ([_], Some(kind)) => {
                for object in objects.iter().filter(|object| object.kind == kind) {
                    let path = operation.path.replace("{id}", &object.id);
                    all.insert(format!("{} {}", operation.id, object.id), read(client, operation, &path));
                }
            }
            // Parts of records (consents, attempts) are in the lists of their records.
            _ => {}
        }
    }
    all
}

/// Counts are taken of the organization's own records: others may open theirs to it.
fn counted(operation: &Operation, objects: &[Object]) -> String {
    let counts = operation.collection().ends_with("/facets");
    let is_asked = operation.query.iter().any(|(name, _)| name == "organization_id");
    let own = objects.iter().find(|object| object.kind == Kind::Organization).filter(|_| counts && is_asked);
    own.map_or_else(|| operation.path.clone(), |own| format!("{}?organization_id={}", operation.path, own.id))
}

/// Cursors of all lists, as pages of one item give them.
pub(super) fn cursors(client: &Client, operations: &[Operation]) -> Vec<String> {
    let lists = operations.iter().filter(|operation| {
        operation.reads()
            && operation.path_parameters.is_empty()
            && operation.query.iter().any(|(name, _)| name == "cursor")
            && !operation.scopes.is_empty()
            // Asks for a key or a user, and so for nothing without one.
            && operation.id != "list_people_read"
    });
    let cursors: Vec<String> = lists
        .filter_map(|operation| {
            let page = client.get(&format!("{}?limit=1", operation.path)).expect(200);
            page["next_cursor"].as_str().map(str::to_owned)
        })
        .collect();
    assert!(cursors.len() >= 8, "{cursors:?}");
    cursors
}

fn read(client: &Client, operation: &Operation, path: &str) -> Vec<String> {
    let is_list = operation.query.iter().any(|(name, _)| name == "cursor");
    let (mut items, mut next) = (Vec::new(), String::new());
    loop {
        let answer = client.get(&if is_list { format!("{path}?limit=200{next}") } else { path.to_owned() });
        if answer.status != 200 {
            return vec![format!("{} {}", answer.status, answer.body()["code"])];
        }
        if !is_list {
            let body: Value = serde_json::from_str(&answer.text).unwrap_or_default();
            // A list that is never long has no pages.
            return match body["items"].as_array() {
                Some(items) => items.iter().map(Value::to_string).collect(),
                None => vec![answer.text],
            };
        }
        let page = answer.body();
        items.extend(page["items"].as_array().unwrap().iter().map(Value::to_string));
        match page["next_cursor"].as_str() {
            Some(cursor) if page["has_more"] != false => next = format!("&cursor={cursor}"),
            _ => return items,
        }
    }
}

fn kind_of(operation: &Operation) -> Option<Kind> {
    Some(match operation.collection() {
        "agreements" => Kind::Agreement,
        "alliances" => Kind::Alliance,
        "handovers" => Kind::Handover,
        "posting-templates" => Kind::PostingTemplate,
        "promises" => Kind::Promise,
        "proposals" => Kind::Proposal,
        "referrals" => Kind::Referral,
        "directory" => Kind::Organization,
        "api-keys" => Kind::ApiKey,
        "applications" => Kind::Application,
        "cohorts" => Kind::Cohort,
        "courses" => Kind::Course,
        "enrollments" => Kind::Enrollment,
        "surveys" => Kind::Survey,
        "waves" => Kind::Wave,
        "candidates" => Kind::Candidate,
        "engagements" => Kind::Engagement,
        "events/outcomes" => Kind::Outcome,
        "encounters" => Kind::Encounter,
        "imports" => Kind::Import,
        "jobs" => Kind::Job,
        "ledger-entries" => Kind::LedgerEntry,
        "match-runs" => Kind::MatchRun,
        "decisions" => Kind::Decision,
        "notice-batches" => Kind::NoticeBatch,
        "notes" => Kind::Note,
        "region-groups" => Kind::RegionGroup,
        "programs" => Kind::Program,
        "rounds" => Kind::Round,
        "events" => Kind::Event,
        "second-looks" => Kind::SecondLook,
        "organizations" => Kind::Organization,
        "postings" => Kind::Posting,
        "users" => Kind::User,
        "webhooks" => Kind::Webhook,
        _ => return None,
    })
}
