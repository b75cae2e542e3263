//! What to send where the document wants a body. A text that begins with `§` stands for an id: of which kind, and what
//! stands there when nothing else is asked (see [`Slot`]).

use serde_json::{Value, json};

use super::world::Kind;
use crate::samples;

mod alliance;
mod calls;
mod engagements;
mod people;
mod preparation;
mod selection;
mod stages;

/// A place of a body that names a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slot {
    /// Its JSON pointer.
    pub(super) pointer: String,
    /// Of which kind.
    pub(super) kind: Kind,
    /// What stands there when nothing is asked.
    pub(super) usual: Usual,
}

/// What stands in a place when nothing is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Usual {
    /// B's own record.
    Own,
    /// The third organization.
    Third,
    /// Nothing: the field is left out.
    Absent,
    /// A text that was never sent before.
    Fresh,
}

/// The body of a schema.
///
/// # Panics
/// A schema that is not known here: say below what to send.
pub(super) fn template(schema: &str, media_type: &str) -> Value {
    let mut posting = samples::posting("Bの新しい案件");
    posting["organization_id"] = json!("§organization");
    posting["external_id"] = json!("§external_id?");
    posting["round_id"] = json!("§round?");
    let mut person = samples::candidate("Bの新しい人");
    person["external_id"] = json!("§external_id?");
    let agreement = json!({
        "coordinator_id": "§third", "organization_id": "§organization", "kind": "coordination",
        "items": ["確認"], "regions": ["20"], "starts_on": null, "ends_on": null,
    });
    let mut body = match schema {
        "AgreementRequest" => agreement,
        "AgreementPatch" => {
            json!({"coordinator_id": "§third", "organization_id": "§organization", "items": []})
        }
        "ApiKeyRequest" => {
            json!({"name": "鍵", "scopes": ["postings:read"], "organization_id": "§organization"})
        }
        "ApplicationRequest" => {
            json!({"posting_id": "§posting", "candidate_id": "§candidate", "message": null})
        }
        "CandidateRequest" => person,
        "CandidatePatch" => json!({"statement": "変更", "external_id": "§external_id?"}),
        "ConsentRequest" => {
            json!({"recipient": "§third", "items": ["profile"], "purpose": "紹介", "until": null})
        }
        "MatchRunRequest" => json!({"scope": {"posting_ids": ["§posting"]}, "per_posting": 5}),
        "OrganizationRequest" => json!({
            "external_id": "§external_id?", "name": "Bの団体", "kind": "company", "municipality": "202151",
        }),
        "OrganizationPatch" => json!({"name": "Bの団体", "external_id": "§external_id?"}),
        "OutcomeRequest" => json!({
            "event_id": "§event", "kind": "declined", "posting_id": "§posting",
            "candidate_id": "§candidate", "match_run_id": "§match_run?",
            "happened_at": "2026-07-20T05:00:00Z", "reason": "日程が合わないため",
        }),
        "PostingRequest" => posting,
        "PostingPatch" => json!({
            "title": "変更", "organization_id": "§organization", "external_id": "§external_id?",
        }),
        "PreviewRequest" => json!({"posting": posting, "limit": 5}),
        "RankingRequest" => json!({"weights": {"skill": 60}}),
        "ReplayRequest" => json!({"delivery_id": "§delivery"}),
        "RotationRequest" => json!({"overlap_hours": 1}),
        "SecretRotationRequest" => json!({"overlap_hours": 0}),
        "SkillTextRequest" => json!({"text": "Instagramの運用"}),
        "TransitionRequest" => json!({"to": "withdrawn", "reason": "試験"}),
        // Nothing listens there; B's own webhook stays as it is.
        "WebhookRequest" => {
            json!({"url": "http://127.0.0.1:9/hooks", "description": "B", "event_types": ["agreement.updated"]})
        }
        "JsonResume" => json!({"basics": {"name": "Bの新しい人"}, "meta": {"canonical": "§external_id?"}}),
        // What is sent in sheets of the other kinds is asked apart.
        "create_import" => json!("管理番号,氏名\r\nb-sheet,Bの新しい人\r\n"),
        "WebhookPatch" => json!({"description": "変更"}),
        other => further(other).or_else(|| alliance::template(other)).unwrap_or_else(|| {
            panic!("the body {other} is not known: say in tests/api/isolation/bodies.rs what to send")
        }),
    };
    if media_type == "application/x-ndjson" {
        // A line needs a key of its own.
        require_key(&mut body);
    }
    body
}

/// The bodies of files of their own.
fn further(schema: &str) -> Option<Value> {
    let found = [
        calls::template,
        engagements::template,
        people::template,
        preparation::template,
        stages::template,
        selection::template,
    ];
    found.iter().find_map(|template| template(schema))
}

fn require_key(body: &mut Value) {
    if let Some(key) = body.get_mut("external_id") {
        *key = json!("§external_id");
    }
}

/// The places of a template that name records, in its order.
pub(super) fn slots(template: &Value) -> Vec<Slot> {
    let mut found = Vec::new();
    walk(template, String::new(), &mut found);
    found
}

fn walk(value: &Value, pointer: String, found: &mut Vec<Slot>) {
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, inner)| walk(inner, format!("{pointer}/{name}"), found));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(n, inner)| walk(inner, format!("{pointer}/{n}"), found));
        }
        Value::String(text) => {
            if let Some((kind, usual)) = meant(text) {
                found.push(Slot { pointer, kind, usual });
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn meant(text: &str) -> Option<(Kind, Usual)> {
    Some(match text.strip_prefix('§')? {
        "organization" => (Kind::Organization, Usual::Own),
        "third" => (Kind::Organization, Usual::Third),
        "posting" => (Kind::Posting, Usual::Own),
        "candidate" => (Kind::Candidate, Usual::Own),
        "application" => (Kind::Application, Usual::Own),
        "cohort" => (Kind::Cohort, Usual::Own),
        "cohort?" => (Kind::Cohort, Usual::Absent),
        "course" => (Kind::Course, Usual::Own),
        "delivery" => (Kind::Delivery, Usual::Own),
        "match_run?" => (Kind::MatchRun, Usual::Absent),
        "decision" => (Kind::Decision, Usual::Own),
        "region_group" => (Kind::RegionGroup, Usual::Own),
        "program" => (Kind::Program, Usual::Own),
        "user" => (Kind::User, Usual::Own),
        "successor" => (Kind::Successor, Usual::Own),
        "round" => (Kind::Round, Usual::Own),
        "round?" => (Kind::Round, Usual::Absent),
        "external_id" => (Kind::ExternalId, Usual::Own),
        "external_id?" => (Kind::ExternalId, Usual::Absent),
        "mail" => (Kind::Mail, Usual::Fresh),
        "event" => (Kind::ExternalId, Usual::Fresh),
        other => panic!("§{other} means nothing"),
    })
}

/// The template with a text in each place; what gets none is left out.
pub(super) fn filled(template: &Value, text_of: impl Fn(&Slot) -> Option<String>) -> Value {
    let mut body = template.clone();
    for slot in slots(template) {
        match text_of(&slot) {
            Some(text) => *body.pointer_mut(&slot.pointer).expect("it was found there") = json!(text),
            None => {
                let (parent, name) = slot.pointer.rsplit_once('/').expect("a place has a name");
                let parent = body.pointer_mut(parent).expect("it was found there");
                parent.as_object_mut().expect("only fields are left out").remove(name);
            }
        }
    }
    body
}
