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
    a_rotated_key_opens_until_the_overlap_ends,
    the_last_use_of_a_key_is_noted,
    every_foreign_name_shown_leaves_an_audit_event,
    a_name_seen_again_by_the_same_key_is_told_once_an_hour,
    what_a_run_kept_of_a_person_closes_with_the_consent,
    a_withdrawn_application_takes_its_words_along,
    a_coordinator_cannot_move_a_posting_out_of_its_region,
    a_registrars_key_for_a_body_is_the_registrars,
    a_registrar_hands_over_the_first_key_only,
    the_reason_of_a_move_is_in_the_audit_log,
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
    second.get("/postings").expect(200);
    assert_eq!(city.delete(&path).status, 204);
    second.get("/postings").problem(401, "unauthenticated");
}

fn every_foreign_name_shown_leaves_an_audit_event(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let posting = app.published(&city, &samples::posting("案件"));
    let person = board.post("/candidates", &samples::candidate("中村 健")).id();
    board.post("/applications", &json!({"posting_id": posting, "candidate_id": person})).expect(201);
    let path = format!("/postings/{posting}/matches?pool=applicants");
    city.get(&path).expect(200);
    let shown = disclosures(&board);
    assert_eq!(shown.len(), 1);
    assert_eq!(
        (&shown[0]["resource_id"], &shown[0]["organization_id"]),
        (&json!(person), &json!(app.city_id))
    );
    assert!(!board.get("/audit-events?limit=200").text.contains("中村"));
}

/// The events that tell the board of its people's names being shown.
fn disclosures(board: &Client) -> Vec<Value> {
    let mut events = board.get("/audit-events?limit=200").expect(200)["items"].as_array().unwrap().clone();
    events.retain(|event| event["action"] == "candidate.identity_disclosed");
    events
}

fn a_name_seen_again_by_the_same_key_is_told_once_an_hour(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let posting = app.published(&city, &samples::posting("案件"));
    let people: Vec<String> =
        (0..2).map(|n| board.post("/candidates", &samples::candidate(&format!("人{n}"))).id()).collect();
    let apply = |person: &str| {
        board.post("/applications", &json!({"posting_id": posting, "candidate_id": person})).expect(201)
    };
    let path = format!("/postings/{posting}/matches?pool=applicants");
    let told = || disclosures(&board).len();
    apply(&people[0]);
    for _ in 0..3 {
        city.get(&path).expect(200);
    }
    let shown = disclosures(&board);
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0]["detail"]["shown"], "display_name");
    assert!(shown[0]["detail"]["until"].as_str().unwrap() > shown[0]["at"].as_str().unwrap());

    // Somebody else in the same list is somebody else's data.
    apply(&people[1]);
    city.get(&path).expect(200);
    assert_eq!(told(), 2);
    // Another key sees them for the first time, also where the answer was made for the first one.
    let issued = city.post("/api-keys", &json!({"name": "二つ目", "scopes": ["admin"]})).expect(201);
    let second = city.with_key(issued["secret"].as_str().unwrap());
    for _ in 0..2 {
        assert_eq!(second.get(&path).expect(200)["items"].as_array().unwrap().len(), 2);
    }
    assert_eq!(told(), 4);
    // A record that is read whole is told each time.
    for _ in 0..2 {
        city.get(&format!("/candidates/{}", people[0])).expect(200);
    }
    assert_eq!(told(), 6);
}

fn what_a_run_kept_of_a_person_closes_with_the_consent(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let posting = app.published(&city, &samples::posting("案件"));
    let people: Vec<String> =
        (0..3).map(|n| board.post("/candidates", &samples::candidate(&format!("人{n}"))).id()).collect();
    let consent = json!({"recipient": "any", "items": ["profile"], "purpose": "紹介", "until": null});
    let consents: Vec<String> =
        people.iter().map(|id| board.post(&format!("/candidates/{id}/consents"), &consent).id()).collect();
    let job = city.post("/match-runs", &json!({"scope": {"posting_ids": [posting]}, "per_posting": 9}));
    let job = job.header("location").unwrap().strip_prefix("/api/v1").unwrap().to_owned();
    city.get(&format!("{job}/events"));
    let run = city.get(&job).expect(200)["result"]["match_run_id"].as_str().unwrap().to_owned();
    let kept = |query: &str| city.get(&format!("/match-runs/{run}/matches{query}")).expect(200);
    assert_eq!(kept("")["items"].as_array().unwrap().len(), 3);
    assert_eq!(board.delete(&format!("/candidates/{}/consents/{}", people[0], consents[0])).status, 204);
    let left = kept("");
    assert_eq!(left["items"].as_array().unwrap().len(), 2);
    assert!(!left.to_string().contains(&people[0]));
    // A page is full while there are visible people to fill it, and the last one says that it is the last.
    let first = kept("?limit=1");
    let second = kept(&format!("?limit=1&cursor={}", first["next_cursor"].as_str().unwrap()));
    assert_eq!((second["items"].as_array().unwrap().len(), &second["next_cursor"]), (1, &json!(null)));
}

fn a_withdrawn_application_takes_its_words_along(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let posting = app.published(&city, &samples::posting("案件"));
    let person = board.post("/candidates", &samples::candidate("中村 健")).id();
    let body = json!({"posting_id": posting, "candidate_id": person, "message": "朝市で会いました"});
    let path = format!("/applications/{}", board.post("/applications", &body).id());
    assert_eq!(city.get(&path).expect(200)["message"], "朝市で会いました");
    board.post(&format!("{path}/withdraw"), &json!({})).expect(200);
    assert_eq!(city.get(&path).expect(200)["message"], json!(null));
    assert!(!city.get(&format!("/applications?posting_id={posting}")).text.contains("朝市"));
    assert_eq!(board.get(&path).expect(200)["message"], "朝市で会いました");
}

fn a_coordinator_cannot_move_a_posting_out_of_its_region(app: &TestApp) {
    let (city, body) = (app.city(), app.coordinator());
    let agreement = json!({
        "coordinator_id": app.coordinator_id, "organization_id": app.city_id, "kind": "coordination",
        "items": [], "regions": ["20"], "starts_on": null, "ends_on": null,
    });
    assert_eq!(city.post("/agreements", &agreement).status, 201);
    let posting = city.post("/postings", &samples::posting("市の案件")).id();
    let moved = body.patch(&format!("/postings/{posting}"), &json!({"municipality": "131016"}));
    moved.problem(422, "validation_failed");
    assert_eq!(moved.pointers(), ["/municipality"]);
    assert_eq!(city.get(&format!("/postings/{posting}")).body()["municipality"], "202151");
}

fn a_registrars_key_for_a_body_is_the_registrars(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let firm =
        json!({"external_id": "firm-7", "name": "くるみ商店", "kind": "company", "municipality": "202151"});
    let firm_id = board.post("/organizations", &firm).id();
    assert_eq!(city.get(&format!("/organizations/{firm_id}")).expect(200)["external_id"], json!(null));
    let issued = board
        .post("/api-keys", &json!({"organization_id": firm_id, "name": "最初の鍵", "scopes": ["admin"]}));
    let own = city.with_key(issued.expect(201)["secret"].as_str().unwrap());
    let mut renamed =
        json!({"external_id": "bank-7", "name": "くるみ商店（株）", "kind": "company", "municipality": null});
    let path = format!("/organizations/{firm_id}");
    assert_eq!(own.put(&path, &renamed).pointers(), ["/external_id"]);
    renamed["external_id"] = json!(null);
    own.put(&path, &renamed).expect(200);
    let found = board.get(&path).expect(200);
    assert_eq!((&found["external_id"], &found["name"]), (&json!("firm-7"), &json!("くるみ商店（株）")));
}

fn a_registrar_hands_over_the_first_key_only(app: &TestApp) {
    let board = app.board();
    let firm = json!({"external_id": null, "name": "くるみ商店", "kind": "company", "municipality": null});
    let firm_id = board.post("/organizations", &firm).id();
    let key = json!({"organization_id": firm_id, "name": "鍵", "scopes": ["admin"]});
    board.post("/api-keys", &key).expect(201);
    board.post("/api-keys", &key).problem(403, "forbidden");
    let unrelated = json!({"organization_id": app.city_id, "name": "鍵", "scopes": ["admin"]});
    assert_eq!(board.post("/api-keys", &unrelated).pointers(), ["/organization_id"]);
}

fn the_reason_of_a_move_is_in_the_audit_log(app: &TestApp) {
    let city = app.city();
    let posting = city.post("/postings", &samples::posting("案件")).id();
    let step = json!({"to": "withdrawn", "reason": "予算が取り消されたため"});
    city.post(&format!("/postings/{posting}/transitions"), &step).expect(200);
    let events = city.get("/audit-events?limit=200").expect(200);
    let moved =
        events["items"].as_array().unwrap().iter().find(|event| event["action"] == "posting.withdrawn");
    let detail = &moved.expect("the move is written down")["detail"];
    assert_eq!((&detail["from"], &detail["reason"]), (&json!("draft"), &json!("予算が取り消されたため")));
}

fn a_rotated_key_opens_until_the_overlap_ends(app: &TestApp) {
    let city = app.city();
    let wanted = json!({"name": "夜間の同期", "scopes": ["candidates:read"]});
    let old = city.post("/api-keys", &wanted).expect(201);
    let (old_id, old_key) = (old["id"].as_str().unwrap(), city.with_key(old["secret"].as_str().unwrap()));
    let rotate = format!("/api-keys/{old_id}/rotate");
    // The key itself may do it, another one without `admin` may not.
    let other = city.post("/api-keys", &wanted).expect(201);
    let other = city.with_key(other["secret"].as_str().unwrap());
    other.post(&rotate, &json!({"overlap_hours": 2})).problem(403, "missing_scope");
    old_key.post(&rotate, &json!({"overlap_hours": 400})).problem(422, "validation_failed");
    let new = old_key.post(&rotate, &json!({"overlap_hours": 2})).expect(201);
    assert_eq!((&new["name"], &new["scopes"]), (&old["name"], &old["scopes"]));
    let new_key = city.with_key(new["secret"].as_str().unwrap());
    for key in [&old_key, &new_key] {
        assert_eq!(key.get("/candidates").status, 200);
    }
    app.advance(std::time::Duration::from_secs(2 * 3600 + 1));
    old_key.get("/candidates").problem(401, "unauthenticated");
    assert_eq!(new_key.get("/candidates").status, 200);
    city.post(&rotate, &json!({})).problem(409, "already_ended");
    // At once.
    let new_path = format!("/api-keys/{}/rotate", new["id"].as_str().unwrap());
    assert_eq!(city.post(&new_path, &json!({"overlap_hours": 0})).status, 201);
    new_key.get("/candidates").problem(401, "unauthenticated");
}

fn the_last_use_of_a_key_is_noted(app: &TestApp) {
    let city = app.city();
    let made = city.post("/api-keys", &json!({"name": "同期", "scopes": ["candidates:read"]})).expect(201);
    let path = format!("/api-keys/{}", made["id"].as_str().unwrap());
    assert_eq!(city.get(&path).expect(200)["last_used_at"], json!(null));
    let key = city.with_key(made["secret"].as_str().unwrap());
    key.get("/candidates").expect(200);
    let first = city.get(&path).expect(200)["last_used_at"].as_str().unwrap().to_owned();
    app.advance(std::time::Duration::from_secs(1800));
    key.get("/candidates").expect(200);
    assert_eq!(city.get(&path).expect(200)["last_used_at"], first.as_str());
    app.advance(std::time::Duration::from_secs(1801));
    key.get("/candidates").expect(200);
    assert_ne!(city.get(&path).expect(200)["last_used_at"], first.as_str());
}
