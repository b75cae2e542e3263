//! The answers that all operations share, and the headers of all answers.

use serde_json::{Map, Value, json};

use super::reach::name_of;

/// A shared answer: its status, its name among the components, what it means.
const SHARED: [(&str, &str, &str); 13] = [
    ("400", "Malformed", "The request is malformed: no JSON, no UTF-8, an odd header."),
    ("401", "Unauthenticated", "No key, or one that is unknown, expired or revoked."),
    ("403", "Forbidden", "The key lacks a scope, or the thing is not the caller's to do this with."),
    ("404", "NotFound", "No such thing, or not visible to the caller."),
    ("408", "BodyTimeout", "The body did not arrive in time."),
    ("409", "Conflict", "The request contradicts the present state; `code` says how."),
    ("412", "VersionMismatch", "What is there is not what `If-Match` or `If-None-Match` asks for."),
    ("413", "BodyTooLarge", "The body has more than 1 MiB."),
    ("415", "UnsupportedMediaType", "The body is of another media type than the one documented."),
    (
        "422",
        "ValidationFailed",
        "Fields or parameters are wrong; `errors` lists all of them. Nothing was stored.",
    ),
    ("429", "RateLimited", "Too many requests with this key."),
    ("500", "InternalError", "A fault of the server."),
    (
        "503",
        "Unavailable",
        "Being loaded, too busy, or without its database; `Retry-After` says when to come again.",
    ),
];

/// Adds the shared answers, parameters' consequences and headers to every operation, and their components.
pub(super) fn add(document: &mut Value) {
    let tagged = tagged_schemas(document);
    for (_, item) in document["paths"].as_object_mut().into_iter().flatten() {
        for (method, operation) in item.as_object_mut().into_iter().flatten() {
            if matches!(method.as_str(), "get" | "put" | "post" | "patch" | "delete") {
                add_to(operation, method, &tagged);
            }
        }
    }
    let components = &mut document["components"];
    components["responses"] = SHARED
        .iter()
        .map(|(status, name, description)| (name.to_string(), shared(status, description)))
        .collect();
    components["headers"] = headers();
}

fn add_to(operation: &mut Value, method: &str, tagged: &[String]) {
    let has_body = operation.get("requestBody").is_some();
    let has = |operation: &Value, name: &str| {
        let parameters = operation.get("parameters").and_then(Value::as_array).into_iter().flatten();
        parameters.filter_map(|parameter| parameter.get("name")).any(|found| found == name)
    };
    let (if_match, if_none_match) = (has(operation, "If-Match"), has(operation, "If-None-Match"));
    let is_read = method == "get";
    let applies = |status: &str| match status {
        "408" | "413" | "415" => has_body,
        "409" => !is_read,
        "412" => if_match || (if_none_match && !is_read),
        _ => true,
    };
    let is_repeatable = has(operation, "Idempotency-Key");
    let Some(responses) = operation["responses"].as_object_mut() else { return };
    for (status, response) in responses.iter_mut() {
        add_headers(status, response, tagged);
        if is_repeatable {
            response["headers"]["Idempotent-Replayed"] = reference("Idempotent-Replayed");
        }
    }
    if if_none_match && is_read {
        responses.insert(
            "304".to_owned(),
            json!({
                "description": "Nothing has changed since the `ETag` that `If-None-Match` names.",
                "headers": {"ETag": reference("ETag"), "X-Request-Id": reference("X-Request-Id")},
            }),
        );
    }
    for (status, name, _) in SHARED {
        if applies(status) {
            responses
                .entry(status)
                .or_insert_with(|| json!({"$ref": format!("#/components/responses/{name}")}));
        }
    }
}

fn add_headers(status: &str, response: &mut Value, tagged: &[String]) {
    let schema = response
        .pointer("/content/application~1json/schema/$ref")
        .and_then(Value::as_str)
        .and_then(name_of)
        .unwrap_or_default()
        .to_owned();
    let headers =
        response.as_object_mut().map(|members| members.entry("headers").or_insert_with(|| json!({})));
    let Some(headers) = headers.and_then(Value::as_object_mut) else { return };
    let mut add = |name: &str| drop(headers.insert(name.to_owned(), reference(name)));
    for name in ["X-Request-Id", "RateLimit", "RateLimit-Policy"] {
        add(name);
    }
    if matches!(status, "201" | "202") {
        add("Location");
    }
    if schema.ends_with("Page") {
        add("Link");
    }
    if tagged.contains(&schema) && status != "202" {
        add("ETag");
    }
}

/// Names of the schemas of single records, which have a version and so an `ETag`, and of the others that have one.
fn tagged_schemas(document: &Value) -> Vec<String> {
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object).into_iter().flatten();
    schemas
        .filter(|(name, schema)| {
            let is_tagged_without = ["CandidateRanking", "Consent", "MatchRun"].contains(&name.as_str());
            is_tagged_without || schema.pointer("/properties/version").is_some()
        })
        .map(|(name, _)| name.clone())
        .collect()
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/headers/{name}")})
}

fn shared(status: &str, description: &str) -> Value {
    let mut headers = Map::new();
    let always: &[&str] = match status {
        "429" | "503" => &["X-Request-Id", "RateLimit", "RateLimit-Policy", "Retry-After"],
        "401" => &["X-Request-Id", "RateLimit", "RateLimit-Policy", "WWW-Authenticate"],
        _ => &["X-Request-Id", "RateLimit", "RateLimit-Policy"],
    };
    for name in always {
        headers.insert((*name).to_owned(), reference(name));
    }
    json!({
        "description": description,
        "headers": headers,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    })
}

fn headers() -> Value {
    let text = |description: &str, most: u32, example: &str| {
        json!({
            "description": description,
            "schema": {"type": "string", "maxLength": most, "pattern": "^[^\\r\\n]*$", "examples": [example]},
        })
    };
    json!({
        "X-Request-Id": text("Name it when you ask the operator about this answer.", 36, "01980f3e-9c00-7000-8000-5f3a6f0b1c2d"),
        "ETag": text("The strong tag of what was answered: send it as `If-Match` or `If-None-Match`.", 100, "\"3\""),
        "Idempotent-Replayed": {
            "description": "`true` where the request came before and this is the answer that it got.",
            "schema": {"type": "string", "enum": ["true"]},
        },
        "Location": text("Where what was made is found.", 1000, "/api/v1/postings/01980f3e-9c00-7000-8000-5f3a6f0b1c2d"),
        "Link": text("The next page (`rel=\"next\"`), where there is one.", 10000, "</api/v1/postings?cursor=30>; rel=\"next\""),
        "RateLimit": text("Requests left (`r`) and seconds until there are more (`t`), and of them those that write.", 200, "\"default\";r=599;t=60, \"writes\";r=299;t=60"),
        "RateLimit-Policy": text("Requests (`q`) in a window of seconds (`w`), and of them those that write.", 200, "\"default\";q=600;w=60, \"writes\";q=300;w=60"),
        "WWW-Authenticate": text("How to authenticate.", 200, "Bearer realm=\"tsumugi\""),
        "Retry-After": {
            "description": "Seconds to wait before trying again.",
            "schema": {"type": "integer", "format": "int32", "minimum": 0, "maximum": 86400, "examples": [2]},
        },
    })
}
