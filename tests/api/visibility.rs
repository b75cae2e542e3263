//! Who sees whom: what another organization owns does not exist, until a consent, an application or an agreement
//! opens it, and not a moment longer.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::samples;

crate::on_both!(
    what_another_organization_owns_is_not_there,
    a_consent_opens_the_profile_and_withdrawing_closes_it,
    an_application_opens_the_identity_to_the_postings_body,
    an_agreement_lets_a_coordinator_act,
    a_key_does_only_what_its_scopes_say,
    a_revoked_key_opens_nothing,
    every_foreign_name_shown_leaves_an_audit_event,
);

fn eligible(client: &Client, posting: &str) -> Value {
    client.get(&format!("/postings/{posting}/matches")).expect(200)
}

fn what_another_organization_owns_is_not_there(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let person = board.post("/candidates", &samples::candidate("よその人")).id();
    let draft = board.post("/postings", &samples::posting("よその下書き")).id();
    let mine = app.published(&city, &samples::posting("案件"));
    for path in [
        format!("/candidates/{person}"),
        format!("/postings/{draft}"),
        format!("/candidates/{person}/consents"),
    ] {
        city.get(&path).problem(404, "not_found");
    }
    city.put(&format!("/candidates/{person}"), &samples::candidate("乗っ取り")).problem(404, "not_found");
    city.delete(&format!("/candidates/{person}")).problem(404, "not_found");
    city.put(&format!("/postings/{draft}"), &samples::posting("乗っ取り")).problem(404, "not_found");
    city.get(&format!("/matches/explain?posting_id={mine}&candidate_id={person}")).problem(404, "not_found");
    city.get(&format!("/postings/{draft}/matches")).problem(404, "not_found");
    assert_eq!(city.get("/candidates").body()["items"], json!([]));
    assert_eq!(eligible(&city, &mine)["totals"]["considered"], 0);
    assert_eq!(board.get(&format!("/candidates/{person}")).body()["display_name"], "よその人");
}

fn a_consent_opens_the_profile_and_withdrawing_closes_it(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let person = board.post("/candidates", &samples::candidate("山口 理沙")).id();
    let posting = app.published(&city, &samples::posting("案件"));
    let consents = format!("/candidates/{person}/consents");
    let body =
        json!({"recipient": app.city_id, "items": ["profile"], "purpose": "案件の紹介", "until": null});
    let consent = board.post(&consents, &body);
    assert_eq!(consent.status, 201, "{}", consent.text);

    let ranking = eligible(&city, &posting);
    assert_eq!(ranking["totals"]["considered"], 1);
    assert_eq!(ranking["items"][0]["display_name"], json!(null));
    assert!(ranking["items"][0]["reference"].as_str().unwrap().starts_with("C-"));
    let seen = city.get(&format!("/candidates/{person}")).expect(200);
    for hidden in ["display_name", "email", "phone", "statement", "external_id"] {
        assert_eq!(seen[hidden], json!(null), "{hidden}");
    }
    assert!(!seen.to_string().contains("自社アカウント") && !seen.to_string().contains("朝市"), "{seen}");
    assert_eq!(seen["hours_per_week"], 10);

    assert_eq!(board.delete(&format!("{consents}/{}", consent.id())).status, 204);
    assert_eq!(eligible(&city, &posting)["totals"]["considered"], 0);
    city.get(&format!("/candidates/{person}")).problem(404, "not_found");

    let past = json!({"recipient": "any", "items": ["profile", "identity"], "purpose": "紹介", "until": "2001-01-01T00:00:00Z"});
    assert_eq!(board.post(&consents, &past).status, 201);
    assert_eq!(eligible(&city, &posting)["totals"]["considered"], 0);
    let open = json!({"recipient": "any", "items": ["identity"], "purpose": "紹介", "until": null});
    assert_eq!(board.post(&consents, &open).status, 201);
    assert_eq!(eligible(&city, &posting)["items"][0]["display_name"], "山口 理沙");
}

fn an_application_opens_the_identity_to_the_postings_body(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let posting = app.published(&city, &samples::posting("案件"));
    let person = board.post("/candidates", &samples::candidate("中村 健")).id();
    let path = format!("/postings/{posting}/matches?pool=applicants");
    let application =
        board.post("/applications", &json!({"posting_id": posting, "candidate_id": person})).expect(201);
    let ranking = city.get(&path).expect(200);
    assert_eq!(ranking["items"][0]["display_name"], "中村 健");
    assert_eq!(eligible(&city, &posting)["totals"]["considered"], 0);
    let explained = city
        .get(&format!("/matches/explain?posting_id={posting}&candidate_id={person}&pool=eligible"))
        .expect(200);
    assert_eq!(explained["why_not_shown"], json!(["consent"]));
    board.get(&path).problem(403, "forbidden");

    let withdraw = format!("/applications/{}/withdraw", application["id"].as_str().unwrap());
    city.post(&withdraw, &json!({})).problem(403, "forbidden");
    assert_eq!(board.post(&withdraw, &json!({})).expect(200)["status"], "withdrawn");
    assert_eq!(city.get(&path).expect(200)["totals"]["considered"], 0);
    city.get(&format!("/candidates/{person}")).problem(404, "not_found");
}

fn an_agreement_lets_a_coordinator_act(app: &TestApp) {
    let (city, body) = (app.city(), app.coordinator());
    let draft = city.post("/postings", &samples::posting("市の案件")).id();
    body.get(&format!("/postings/{draft}")).problem(404, "not_found");
    let agreement = json!({
        "coordinator_id": app.coordinator_id, "organization_id": app.city_id, "kind": "coordination",
        "items": ["案件の設計", "応募者の確認"], "regions": ["20"], "starts_on": null, "ends_on": null,
    });
    body.post("/agreements", &agreement).problem(422, "validation_failed");
    let agreement = city.post("/agreements", &agreement);
    assert_eq!(agreement.status, 201, "{}", agreement.text);

    let transition = format!("/postings/{draft}/transitions");
    assert_eq!(
        body.post(&transition, &json!({"to": "published", "reason": null})).expect(200)["status"],
        "published"
    );
    let person = app.board().post("/candidates", &samples::candidate("中村 健")).id();
    app.board().post("/applications", &json!({"posting_id": draft, "candidate_id": person})).expect(201);
    let path = format!("/postings/{draft}/matches?pool=applicants");
    assert_eq!(body.get(&path).expect(200)["items"][0]["display_name"], "中村 健");
    let mut elsewhere = samples::posting("県外の案件");
    elsewhere["organization_id"] = json!(app.city_id);
    elsewhere["municipality"] = json!("212024");
    assert_eq!(body.post("/postings", &elsewhere).pointers(), ["/municipality"]);

    city.post(&format!("/agreements/{}/end", agreement.id()), &json!({})).expect(200);
    body.get(&path).problem(403, "forbidden");
    body.post(&transition, &json!({"to": "closed"})).problem(403, "forbidden");
}

fn a_key_does_only_what_its_scopes_say(app: &TestApp) {
    let city = app.city();
    let issued =
        city.post("/api-keys", &json!({"name": "読むだけ", "scopes": ["postings:read"]})).expect(201);
    let reader = city.with_key(issued["secret"].as_str().unwrap());
    assert_eq!(reader.get("/postings").status, 200);
    reader.post("/postings", &samples::posting("案件")).problem(403, "missing_scope");
    reader.get("/candidates").problem(403, "missing_scope");
    reader.get("/api-keys").problem(403, "missing_scope");
    let listed = city.get("/api-keys").text;
    assert!(!listed.contains(issued["secret"].as_str().unwrap()), "a key is shown once");
}

fn a_revoked_key_opens_nothing(app: &TestApp) {
    let city = app.city();
    let issued = city.post("/api-keys", &json!({"name": "しばらく", "scopes": ["admin"]})).expect(201);
    let second = city.with_key(issued["secret"].as_str().unwrap());
    let path = format!("/api-keys/{}", issued["id"].as_str().unwrap());
    second.delete(&path).problem(409, "key_in_use");
    assert_eq!(city.delete(&path).status, 204);
    second.get("/postings").problem(401, "unauthenticated");
}

fn every_foreign_name_shown_leaves_an_audit_event(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let posting = app.published(&city, &samples::posting("案件"));
    let person = board.post("/candidates", &samples::candidate("中村 健")).id();
    board.post("/applications", &json!({"posting_id": posting, "candidate_id": person})).expect(201);
    city.get(&format!("/postings/{posting}/matches?pool=applicants")).expect(200);
    let events = board.get("/audit-events?limit=200").expect(200);
    let shown: Vec<&Value> = events["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|event| event["action"] == "candidate.identity_disclosed")
        .collect();
    assert_eq!(shown.len(), 1);
    assert_eq!(
        (&shown[0]["resource_id"], &shown[0]["organization_id"]),
        (&json!(person), &json!(app.city_id))
    );
    assert!(!events.to_string().contains("中村"));
}
