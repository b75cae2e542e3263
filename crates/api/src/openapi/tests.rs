use std::collections::BTreeSet;

use domain::{Faults, Reference};
use serde_json::{Map, json};
use utoipa::ToSchema;

use super::*;
use crate::contract::Contract;
use crate::dto::RequestBody;
use crate::dto::agreements::{AgreementBody, AgreementRequest};
use crate::dto::api_keys::ApiKeyRequest;
use crate::dto::applications::ApplicationRequest;
use crate::dto::candidates::{CandidateBody, CandidateRequest};
use crate::dto::consents::ConsentRequest;
use crate::dto::match_runs::MatchRunRequest;
use crate::dto::organizations::{OrganizationBody, OrganizationRequest};
use crate::dto::postings::{PostingBody, PostingRequest, TransitionRequest};
use crate::dto::ranking_calls::{PreviewRequest, RankingRequest};
use crate::dto::sessions::SessionRequest;
use crate::dto::skills::SkillTextRequest;
use crate::dto::users::{NewUserRequest, PasswordRequest, UserBody, UserRequest};
use crate::dto::webhooks::{ReplayRequest, SecretRotationRequest, WebhookBody, WebhookRequest};
use crate::extract::reading::Reading;

#[test]
fn the_committed_document_is_the_one_the_code_makes() {
    let committed = include_str!("../../../../api-spec/openapi.yaml");
    let made = Document::of_routes().yaml();
    let first = made.lines().zip(committed.lines()).position(|(made, committed)| made != committed);
    assert!(made == committed, "renew it with scripts/derived --write; the first other line is {first:?}");
}

#[test]
fn every_operation_says_what_it_does_and_how_it_fails() {
    let document = Document::of_routes();
    let mut ids = BTreeSet::new();
    for (path, item) in document.value()["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let place = format!("{method} {path}");
            let id = operation["operationId"].as_str().unwrap();
            assert!(ids.insert(id.to_owned()), "{id} twice");
            assert!(!operation["summary"].as_str().unwrap_or_default().is_empty(), "{place} has no summary");
            assert!(
                !operation["description"].as_str().unwrap_or_default().is_empty(),
                "{place} is not described"
            );
            for status in ["400", "401", "403", "404", "422", "429", "500", "503"] {
                assert!(operation["responses"].get(status).is_some(), "{place} lacks {status}");
            }
        }
    }
    assert!(ids.len() >= 50, "{} operations", ids.len());
}

/// What an integrator may send is limited everywhere, so that nothing grows without bounds.
#[test]
fn every_text_number_and_list_has_its_limits() {
    let document = Document::of_routes();
    let mut without = Vec::new();
    find_unlimited(document.value(), "", &mut without);
    assert_eq!(without, Vec::<String>::new());
}

fn find_unlimited(value: &Value, place: &str, without: &mut Vec<String>) {
    let names = |wanted: &str| match &value["type"] {
        Value::String(kind) => kind == wanted,
        Value::Array(kinds) => kinds.contains(&json!(wanted)),
        _ => false,
    };
    let has = |name: &str| value.get(name).is_some();
    let is_limited = (!names("string") || has("maxLength") || has("enum"))
        && (!names("integer") || (has("minimum") && has("maximum") && has("format")))
        && (!names("array") || (has("maxItems") && has("items")));
    if !is_limited {
        without.push(place.to_owned());
    }
    match value {
        Value::Object(members) => {
            let inner = members.iter().filter(|(name, _)| !matches!(name.as_str(), "examples" | "example"));
            inner.for_each(|(name, inner)| find_unlimited(inner, &format!("{place}/{name}"), without));
        }
        Value::Array(entries) => {
            entries
                .iter()
                .enumerate()
                .for_each(|(n, inner)| find_unlimited(inner, &format!("{place}/{n}"), without));
        }
        _ => {}
    }
}

/// The first example of a body, read as the server reads it.
fn example<B: RequestBody + ToSchema>() -> (Value, B::Content) {
    let document = Document::of_routes();
    let schema = &document.value()["components"]["schemas"][B::name().as_ref()];
    let example = schema["examples"][0].clone();
    assert!(example.is_object(), "{} has no example", B::name());
    (example.clone(), read::<B>(example).unwrap_or_else(|faults| panic!("{}: {faults:?}", B::name())))
}

fn read<B: RequestBody + ToSchema>(body: Value) -> Result<B::Content, Faults> {
    let contract = Contract::of_document(Document::of_routes().value());
    let mut faults = Faults::default();
    let reference = Reference::built_in();
    let body: B = contract.read_body(&B::name(), body, &mut faults);
    body.into_content(Reading::new(&reference, faults))
}

#[test]
fn every_example_is_taken() {
    example::<ApiKeyRequest>();
    example::<ApplicationRequest>();
    example::<ConsentRequest>();
    example::<MatchRunRequest>();
    example::<PreviewRequest>();
    example::<RankingRequest>();
    example::<SkillTextRequest>();
    example::<NewUserRequest>();
    example::<PasswordRequest>();
    example::<ReplayRequest>();
    example::<SessionRequest>();
    example::<SecretRotationRequest>();
    example::<TransitionRequest>();
}

/// What was written is what is answered: no field is read and forgotten, none is answered under another name.
fn assert_kept(sent: &Value, answered: &Value, but_for: &[&str]) {
    for (name, value) in sent.as_object().unwrap() {
        if !but_for.contains(&name.as_str()) {
            assert_eq!(&answered[name], value, "{name}");
        }
    }
}

#[test]
fn what_is_written_is_answered() {
    let (sent, content) = example::<CandidateRequest>();
    assert_kept(&sent, &json!(CandidateBody::from(content)), &["slots", "work_styles", "contract_forms"]);
    let (sent, new) = example::<PostingRequest>();
    assert_kept(
        &sent,
        &json!(PostingBody::from(new.content)),
        &["application_opens_at", "application_closes_at"],
    );
    let (sent, content) = example::<OrganizationRequest>();
    assert_kept(&sent, &json!(OrganizationBody::from(content)), &[]);
    let (sent, content) = example::<UserRequest>();
    assert_kept(&sent, &json!(UserBody::from(content)), &[]);
    let (sent, content) = example::<WebhookRequest>();
    assert_kept(&sent, &json!(WebhookBody::from(content)), &[]);
    let (sent, content) = example::<AgreementRequest>();
    assert_kept(&sent, &json!(AgreementBody::from(content)), &[]);
}

#[test]
fn an_answer_can_be_sent_back() {
    let (_, content) = example::<CandidateRequest>();
    let again = read::<CandidateRequest>(json!(CandidateBody::from(content.clone()))).unwrap();
    assert_eq!(again, content);
    let (_, new) = example::<PostingRequest>();
    let again = read::<PostingRequest>(json!(PostingBody::from(new.content.clone()))).unwrap();
    assert_eq!(again, new);
}

/// Every documented field is set by the example of its body, so that the tests above see all of them.
#[test]
fn the_examples_show_every_field() {
    let document = Document::of_routes();
    let schemas = &document.value()["components"]["schemas"];
    let allowed = [("PostingRequest", "organization_id"), ("ApiKeyRequest", "organization_id")];
    for name in
        ["CandidateRequest", "PostingRequest", "OrganizationRequest", "AgreementRequest", "ConsentRequest"]
    {
        let shown = schemas[name]["examples"][0].as_object().unwrap();
        for field in schemas[name]["properties"].as_object().unwrap().keys() {
            assert!(shown.contains_key(field) || allowed.contains(&(name, field)), "{name}.{field}");
        }
    }
}

#[test]
fn contradictions_and_misspellings_are_told_together() {
    let body = json!({
        "titel": "x", "contract_form": "quasi_mandate", "municipality": "202152", "work_style": "hybrid", "seats": 0,
        "required_skills": [{"skill": "instagrm"}, {"skill": "SEO対策", "min_proficiency": 9}],
        "hours_per_week": {"min": 9, "desired": 8}, "starts_on": "2026-09-02", "ends_on": "2026-09-01",
        "residency": {"within": ["20"], "outside": ["13"]}, "categories": ["sale"],
        "application_opens_at": "2026-08-04", "application_closes_at": "2026-07-08",
    });
    let faults = read::<PostingRequest>(body).unwrap_err();
    let mut pointers: Vec<&str> = faults.as_slice().iter().map(|fault| fault.pointer.as_str()).collect();
    pointers.sort_unstable();
    let expected = [
        "/application_closes_at",
        "/categories/0",
        "/ends_on",
        "/hours_per_week/min",
        "/municipality",
        "/required_skills/0/skill",
        "/required_skills/1/min_proficiency",
        "/residency",
        "/seats",
        "/titel",
        "/title",
    ];
    assert_eq!(pointers, expected);
}

#[test]
fn a_draft_inside_a_preview_has_its_pointers_inside_too() {
    let body = json!({"posting": {"title": "x", "contract_form": "pro_bono", "work_style": "remote",
        "municipality": "202151", "starts_on": "2026-09-02", "ends_on": "2026-09-01"}, "limit": 0});
    let faults = read::<PreviewRequest>(body).unwrap_err();
    let pointers: Vec<&str> = faults.as_slice().iter().map(|fault| fault.pointer.as_str()).collect();
    assert_eq!(pointers, ["/limit", "/posting/ends_on"]);
}

/// No field asks for what must not enter a score, and sending one is refused.
#[test]
fn what_must_not_be_asked_is_refused() {
    for field in
        ["birthplace", "birth_date", "age", "sex", "gender", "religion", "family", "photo", "nationality"]
    {
        let mut body = Map::new();
        body.insert("display_name".to_owned(), json!("x"));
        body.insert(field.to_owned(), json!("x"));
        let faults = read::<CandidateRequest>(Value::Object(body)).unwrap_err();
        assert_eq!(faults.as_slice()[0].pointer, format!("/{field}"));
    }
}
