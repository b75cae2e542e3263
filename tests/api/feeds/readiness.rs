//! What managers are told: in which feed a posting is, and everything that keeps it out, at once.

use serde_json::{Value, json};

use super::{job, look, page};
use crate::app::TestApp;

crate::on_both!(
    a_complete_job_is_in_every_feed,
    everything_that_is_missing_is_named_at_once,
    what_no_field_can_remedy_is_told_apart,
    only_managers_may_ask,
);

/// State and problems by feed.
fn readiness(app: &TestApp, id: &str) -> Value {
    let answer = app.city().get(&format!("/postings/{id}/export-readiness")).expect(200);
    assert_eq!(answer["posting_id"], id);
    let short = |feed: &Value| {
        let problems = feed["problems"].as_array().unwrap().iter();
        let problems: Vec<String> = problems
            .map(|problem| {
                assert!(problem["detail"].as_str().unwrap().len() > 10, "{problem}");
                format!("{} {}", problem["pointer"].as_str().unwrap(), problem["code"].as_str().unwrap())
            })
            .collect();
        (feed["feed"].as_str().unwrap().to_owned(), json!([feed["state"], problems]))
    };
    answer["feeds"].as_array().unwrap().iter().map(short).collect::<serde_json::Map<_, _>>().into()
}

fn a_complete_job_is_in_every_feed(app: &TestApp) {
    let id = app.published(&app.city(), &job("案件"));
    let all = json!({"google": ["included", []], "indeed": ["included", []], "atom": ["included", []], "sitemap": ["included", []]});
    assert_eq!(readiness(app, &id), all);
}

fn everything_that_is_missing_is_named_at_once(app: &TestApp) {
    // A right code that the built-in table of municipalities has no name for.
    let bare = json!({"title": "案件", "contract_form": "employment", "municipality": "202045", "work_style": "on_site"});
    let id = app.published(&app.city(), &bare);
    let google = json!(["incomplete", ["/description required"]]);
    assert_eq!(
        readiness(app, &id),
        json!({
            "google": google,
            "indeed": ["incomplete", [
                "/description required", "/municipality unknown_region", "/reward required", "/categories required",
            ]],
            "atom": ["included", []],
            "sitemap": google,
        })
    );
    assert!(!look(app, "/feeds/indeed.xml").text.contains(&id));
    assert!(!page(app, &id).text.contains("JobPosting"));
    let reward = json!({"reward": {"kind": "hourly", "min_yen": null, "max_yen": null}, "description": " "});
    app.city().patch(&format!("/postings/{id}"), &reward).expect(200);
    let indeed = readiness(app, &id)["indeed"].clone();
    assert_eq!(indeed[1][0], "/description required", "blanks describe nothing");
    assert_eq!(indeed[1][2], "/reward/min_yen required");
}

fn what_no_field_can_remedy_is_told_apart(app: &TestApp) {
    let city = app.city();
    let mut posting = job("案件");
    posting["contract_form"] = json!("pro_bono");
    posting["reward"] = json!(null);
    posting["description"] = json!(null);
    posting["application_closes_at"] = json!("2026-01-01");
    let id = city.post("/postings", &posting).id();
    let off = ["/status not_published", "/application_closes_at window_closed"];
    let job = [off[0], off[1], "/contract_form unpaid", "/description required"];
    assert_eq!(
        readiness(app, &id),
        json!({"google": ["excluded", job], "indeed": ["excluded", job], "atom": ["excluded", off], "sitemap": ["excluded", job]})
    );
}

fn only_managers_may_ask(app: &TestApp) {
    let city = app.city();
    let draft = city.post("/postings", &job("案件")).id();
    let path = format!("/postings/{draft}/export-readiness");
    app.board().get(&path).problem(404, "not_found");
    app.anonymous().get(&path).problem(401, "unauthenticated");
    city.post(&format!("/postings/{draft}/transitions"), &json!({"to": "published", "reason": null}))
        .expect(200);
    app.board().get(&path).problem(403, "forbidden");
    let narrow = city.post("/api-keys", &json!({"name": "狭い", "scopes": ["candidates:read"]})).expect(201);
    let narrow = city.with_key(narrow["secret"].as_str().unwrap_or_else(|| panic!("{narrow}")));
    narrow.get(&path).problem(403, "missing_scope");
    assert_eq!(city.get(&path).status, 200);
}

/// A server that nobody told its address.
#[test]
fn sqlite_without_a_public_address_there_are_no_feeds() {
    let app = TestApp::sqlite_without_public_address();
    let id = app.published(&app.city(), &job("案件"));
    for path in
        ["/sitemap.xml", "/feeds/postings.atom", "/feeds/indeed.xml", &format!("/postings/{id}.jsonld")]
    {
        let problem = look(&app, path).problem(404, "unknown_route");
        assert!(problem["detail"].as_str().unwrap().contains("--public-url"), "{problem}");
    }
    let shown = page(&app, &id);
    assert_eq!((shown.status, shown.header("content-type")), (404, Some("text/html; charset=utf-8")));
    assert!(shown.text.contains("--public-url"), "{}", shown.text);
    let atom = readiness(&app, &id)["atom"].clone();
    assert_eq!(atom, json!(["excluded", [" feeds_off"]]));
}
