//! The one pass that makes a good document of what the routes declare.

use serde_json::{Map, Value, json};

use super::{answers, flatten, merge_patch, reach, schemas, streams};
use crate::dto::vocabulary;

/// Schemas of answers in which a field may be left out altogether.
const WITH_OPTIONAL_FIELDS: &[&str] = &["AppliedWeights", "LineOutcome", "Problem", "Residency"];

/// The tags in the order they are shown.
const TAGS: &[(&str, &str)] = &[
    ("index", "Where to begin, and who is asking."),
    ("organizations", "団体: bodies, which are also the unit of isolation."),
    ("api-keys", "Bearer keys of an organization."),
    ("users", "People who log in, and their roles."),
    ("sessions", "Logging in by mail address and password."),
    ("retention", "保存期間: for how many months a body keeps what, and what is due."),
    ("agreements", "連携協定: what two bodies have agreed on."),
    ("alliances", "地域人事部アライアンス: bodies that work together."),
    ("referrals", "引き合わせ・回付: a person or a posting passed to an allied body that can."),
    ("proposals", "紹介: people put forward for a posting, alone or as a team."),
    ("posting-templates", "案件のひな型: what others may start from."),
    ("handovers", "引き継ぎ: everything that a successor must know of a programme."),
    ("promises", "約束ごと・課題: what was promised to whom, and what is to be done next."),
    ("directory", "名鑑: what bodies are good at, where, and whom to ask."),
    ("programs", "事業: what runs yearly, the bodies that take part, and named groups of regions."),
    ("rounds", "募集回: calls of a program, and how published ones are amended."),
    ("events", "説明会・対話の場・滞在・催し: what people come together for, and who came."),
    ("postings", "案件: the short projects, and their statuses."),
    ("candidates", "人材・候補者: people as considered for postings."),
    ("consents", "同意: what of a person is open to whom, for what, until when."),
    ("applications", "応募: a person applies to a posting, and the application goes through its stages."),
    ("me", "本人のページ: what a person sees and does with a key of their own, without an account."),
    ("encounters", "面談・フィールドワーク: meetings before the match."),
    ("engagements", "参画: the running work, with its terms, monthly log, check-ins and end."),
    ("ledger-entries", "関係人口の台帳: who has to do with a region without living there."),
    ("reports", "報告: what a year came to, in aggregates."),
    (
        "marks",
        "印: 候補・保留・見送り, what those who manage a posting think of its people. Marking is not telling.",
    ),
    ("reviews", "選考の読み方: whether applicants are read without names, and who revealed which."),
    ("second-looks", "見落とし確認: people from below the cut, drawn by lot."),
    ("decisions", "決定: who is chosen, who waits, why the others are not, and the ranking it was made on."),
    ("notices", "結果の連絡: a decision told to everybody at once, as it was previewed."),
    ("notice-templates", "The texts that notices are made of."),
    ("notes", "メモ: what those who manage a posting write down about it and its people."),
    (
        "matching",
        "おすすめ順: who fits a posting and why, whom a posting can reach, which postings fit a person.",
    ),
    (
        "match-runs",
        "People ranked for many postings at once, or postings for many people, the results kept as they were.",
    ),
    ("preparation", "準備: cohorts, readiness, courses, and what they open."),
    ("surveys", "調査: what is asked in versions, the waves, answers that name nobody, and figures."),
    ("imports", "取り込み: sheets that people keep by hand."),
    ("jobs", "Work that outlives a request."),
    ("outcomes", "結果: what became of people who were shown for postings."),
    ("changes", "What has changed, for those who keep a copy in step."),
    ("webhooks", "ウェブフック: addresses that are told of changes, after Standard Webhooks."),
    ("audit-events", "Who did or saw what."),
    ("reference", "Skills, regions and categories."),
];

/// Finishes a gathered document.
pub(super) fn finish(document: &mut Value) {
    head(document);
    if let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) {
        flatten::flatten(schemas);
        schemas.insert("Problem".to_owned(), problem_schema());
        for (name, schema) in beside_the_routes() {
            schemas.insert(name, serde_json::to_value(schema).unwrap_or_default());
        }
        exact_one_of_two(schemas);
    }
    merge_patch::add(document);
    answers::add(document);
    all_fields_of_answers(document);
    parameters_are_never_null(document);
    streams::say_so(document);
    drop_unused(document);
    schemas::complete(document);
}

fn head(document: &mut Value) {
    document["openapi"] = json!("3.1.0");
    document["info"] = json!({
        "title": "Tsumugi",
        "summary": "Matching for Japanese regional side-jobs, explained line by line.",
        "description": DESCRIPTION,
        "version": env!("CARGO_PKG_VERSION"),
        "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        "contact": {"name": "The Tsumugi project"},
    });
    document["servers"] = json!([{
        "url": "/", "description": "The server that shows this document (production, or local while trying it out).",
        "x-internal": false,
    }]);
    document["security"] = json!([{"bearer": []}]);
    document["tags"] =
        TAGS.iter().map(|(name, description)| json!({"name": name, "description": description})).collect();
    document["components"]["securitySchemes"] = json!({"bearer": {
        "type": "http", "scheme": "bearer", "bearerFormat": "tsk_ or tsl_ and 52 characters",
        "description": "A key of an organization: `Authorization: Bearer <key>`; `tsumugi keys create` makes the first one. The token of a user's session (`POST /sessions`) is taken in the same way.",
    }});
}

const DESCRIPTION: &str = "Ids are UUIDs (version 7). Times are RFC 3339 in UTC, cut to the microsecond. Errors are problems (RFC 9457). \
Unknown fields and parameters are refused. Lists come in pages with a cursor. Single records have an `ETag`; writes honour `If-Match`. \
After a 2xx the next ranking sees the change.";

/// The shape of errors is not the body of any one operation, so it is added by hand.
fn problem_schema() -> Value {
    let schema = <crate::dto::problems::Problem as utoipa::PartialSchema>::schema();
    serde_json::to_value(schema).unwrap_or_default()
}

/// What errors and parameters refer to, which is not followed when the routes are gathered.
fn beside_the_routes() -> Vec<vocabulary::NamedSchema> {
    let mut found = vocabulary::schemas();
    <crate::dto::problems::Problem as utoipa::ToSchema>::schemas(&mut found);
    found
}

/// Objects that have exactly one of their fields.
fn exact_one_of_two(schemas: &mut Map<String, Value>) {
    for name in ["Residency", "ResidencyRequest", "RunScopeRequest"] {
        if let Some(schema) = schemas.get_mut(name) {
            schema["minProperties"] = json!(1);
            schema["maxProperties"] = json!(1);
        }
    }
    if let Some(all) =
        schemas.get_mut("RunScopeRequest").and_then(|schema| schema.pointer_mut("/properties/all"))
    {
        all["const"] = json!(true);
    }
}

/// What is only answered always has all of its fields.
fn all_fields_of_answers(document: &mut Value) {
    let none = Map::new();
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object).unwrap_or(&none);
    let mut bodies = Vec::new();
    for operation in
        document["paths"].as_object().into_iter().flatten().flat_map(|(_, item)| item.as_object()).flatten()
    {
        bodies.extend(operation.1.get("requestBody").cloned());
    }
    let asked = reach::reached(schemas, &Value::Array(bodies));
    let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) else {
        return;
    };
    for (name, schema) in schemas.iter_mut() {
        if asked.contains(name) || WITH_OPTIONAL_FIELDS.contains(&name.as_str()) {
            continue;
        }
        if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            let names: Vec<String> = properties.keys().cloned().collect();
            if !names.is_empty() {
                schema["required"] = json!(names);
            }
        }
    }
}

/// A parameter is there or not; `null` is no text of a path, a query or a head.
fn parameters_are_never_null(document: &mut Value) {
    let operations =
        document["paths"].as_object_mut().into_iter().flatten().flat_map(|(_, item)| item.as_object_mut());
    for operation in operations.flatten().map(|(_, operation)| operation) {
        let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
        for schema in parameters.into_iter().flatten().filter_map(|parameter| parameter.get_mut("schema")) {
            without_null(schema);
        }
    }
}

fn without_null(schema: &mut Value) {
    let null = json!("null");
    if let Some(kinds) = schema.get("type").and_then(Value::as_array) {
        let mut left = kinds.iter().filter(|kind| **kind != null);
        if let (Some(kind), None) = (left.next().cloned(), left.next()) {
            schema["type"] = kind;
        }
    }
    if let Some(choices) = schema.get("oneOf").and_then(Value::as_array) {
        let mut left = choices.iter().filter(|choice| choice.get("type") != Some(&null));
        if let (Some(choice), None) = (left.next().cloned(), left.next()) {
            *schema = choice;
        }
    }
}

fn drop_unused(document: &mut Value) {
    let none = Map::new();
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object).unwrap_or(&none);
    let roots =
        json!([document["paths"], document["components"]["responses"], document["components"]["headers"]]);
    let used = reach::reached(schemas, &roots);
    if let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) {
        schemas.retain(|name, _| used.contains(name));
    }
}
