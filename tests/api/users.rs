//! Users: made, logged in, ruled; what ends a session ends it in the next request.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::{Answer, Client};
use crate::samples;

crate::on_both!(
    a_user_logs_in_and_acts_in_their_own_name,
    a_wrong_password_and_an_unknown_address_are_told_alike,
    after_five_wrong_passwords_the_right_one_waits_too,
    what_changes_a_user_takes_effect_in_the_next_request,
    a_mail_address_is_one_users_however_it_is_written,
    a_password_is_changed_with_the_old_one,
    nobody_hands_on_more_than_they_have,
    no_password_is_told_or_kept_in_clear,
    faults_are_told_all_at_once,
    an_import_goes_on_in_the_users_name,
);

const PASSWORD: &str = "朝市で会った人の名前は内緒";

fn user(email: &str, roles: &[&str]) -> Value {
    json!({"email": email, "display_name": "田中 恵", "roles": roles, "password": PASSWORD})
}

fn try_log_in(app: &TestApp, email: &str, password: &str) -> Answer {
    app.anonymous().post("/sessions", &json!({"email": email, "password": password}))
}

fn log_in(app: &TestApp, email: &str) -> Client {
    let session = try_log_in(app, email, PASSWORD).expect(201);
    app.city().with_key(session["token"].as_str().unwrap())
}

fn made(app: &TestApp, email: &str, roles: &[&str]) -> String {
    let answer = app.city().post("/users", &user(email, roles));
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.id()
}

fn a_user_logs_in_and_acts_in_their_own_name(app: &TestApp) {
    let city = app.city();
    let answer = city.post("/users", &user("tanto@example.jp", &["coordinator"]));
    assert_eq!(answer.status, 201, "{}", answer.text);
    let id = answer.id();
    assert_eq!(answer.header("location"), Some(format!("/api/v1/users/{id}").as_str()));
    assert_eq!(answer.header("etag"), Some("\"1\""));
    let begun = try_log_in(app, "tanto@example.jp", PASSWORD);
    assert_eq!(begun.header("location"), Some("/api/v1/sessions/current"));
    let begun = begun.expect(201);
    let token = begun["token"].as_str().unwrap();
    assert!(token.starts_with("tsl_") && token.len() == 56, "{token}");
    assert_eq!(begun["user"]["id"], json!(id));
    let tanto = city.with_key(token);
    let index = tanto.get("").expect(200);
    assert_eq!((&index["user_id"], &index["api_key_id"]), (&json!(id), &Value::Null));
    assert_eq!(index["organization_id"], json!(app.city_id));
    let session = tanto.get("/sessions/current").expect(200);
    assert_eq!((&session["user"], &session["expires_at"]), (&begun["user"], &begun["expires_at"]));
    assert_eq!(session["scopes"], index["scopes"]);
    let person = tanto.post("/candidates", &samples::candidate("山口 理沙")).id();
    let events = city.get("/audit-events?limit=200").expect(200);
    let of = |action: &str| -> Vec<Value> {
        let events = events["items"].as_array().unwrap();
        events.iter().filter(|event| event["action"] == action).cloned().collect()
    };
    let [created] = of("candidate.created").try_into().unwrap();
    assert_eq!((&created["user_id"], &created["api_key_id"]), (&json!(id), &Value::Null));
    assert_eq!(created["resource_id"], json!(person));
    let [begun] = of("user.logged_in").try_into().unwrap();
    assert_eq!((&begun["user_id"], &begun["resource_id"]), (&json!(id), &json!(id)));
    assert!(of("user.created")[0]["api_key_id"].is_string());
    // A key has no session.
    city.get("/sessions/current").problem(404, "not_found");
    city.delete("/sessions/current").problem(404, "not_found");
    assert_eq!(tanto.delete("/sessions/current").status, 204);
    tanto.get("").problem(401, "unauthenticated");
    // After twelve hours a session is over.
    let tanto = log_in(app, "tanto@example.jp");
    app.advance(Duration::from_secs(12 * 3600 - 60));
    tanto.get("").expect(200);
    app.advance(Duration::from_secs(60));
    tanto.get("").problem(401, "unauthenticated");
}

fn a_wrong_password_and_an_unknown_address_are_told_alike(app: &TestApp) {
    made(app, "tanto@example.jp", &["viewer"]);
    let mut no_password = user("later@example.jp", &["viewer"]);
    no_password["password"] = Value::Null;
    app.city().post("/users", &no_password).expect(201);
    let gone = made(app, "gone@example.jp", &["viewer"]);
    app.city().post(&format!("/users/{gone}/disable"), &json!({})).expect(200);
    let told: BTreeSet<String> = [
        ("tanto@example.jp", "朝市で会った人の苗字"),
        ("nobody@example.jp", PASSWORD),
        ("later@example.jp", PASSWORD),
        ("gone@example.jp", PASSWORD),
        ("no mail address", "x"),
    ]
    .into_iter()
    .map(|(email, password)| {
        let mut problem = try_log_in(app, email, password).problem(401, "unauthenticated");
        problem["request_id"] = Value::Null;
        problem.to_string()
    })
    .collect();
    assert_eq!(told.len(), 1, "{told:?}");
}

fn after_five_wrong_passwords_the_right_one_waits_too(app: &TestApp) {
    made(app, "tanto@example.jp", &["viewer"]);
    made(app, "other@example.jp", &["viewer"]);
    for email in ["tanto@example.jp", "nobody@example.jp"] {
        for _ in 0..5 {
            try_log_in(app, email, "これは違う合言葉です").problem(401, "unauthenticated");
        }
        let refused = try_log_in(app, &email.to_uppercase(), PASSWORD);
        refused.problem(429, "rate_limited");
        let seconds: i64 = refused.header("retry-after").unwrap().parse().unwrap();
        assert!((1..=900).contains(&seconds), "{seconds}");
    }
    log_in(app, "other@example.jp");
    app.advance(Duration::from_secs(901));
    log_in(app, "tanto@example.jp");
    // Whoever has logged in begins anew.
    for _ in 0..3 {
        for _ in 0..4 {
            try_log_in(app, "tanto@example.jp", "これは違う合言葉です").problem(401, "unauthenticated");
        }
        log_in(app, "tanto@example.jp");
    }
}

fn what_changes_a_user_takes_effect_in_the_next_request(app: &TestApp) {
    let city = app.city();
    let id = made(app, "tanto@example.jp", &["coordinator"]);
    let path = format!("/users/{id}");
    let tanto = log_in(app, "tanto@example.jp");
    tanto.get("/candidates").expect(200);
    city.patch(&path, &json!({"roles": ["viewer"]})).expect(200);
    tanto.get("/candidates").problem(403, "missing_scope");
    city.patch(&path, &json!({"roles": ["viewer", "posting_owner"]})).expect(200);
    tanto.get("/candidates").expect(200);
    city.post(&format!("{path}/disable"), &json!({})).expect(200);
    tanto.get("/candidates").problem(401, "unauthenticated");
    try_log_in(app, "tanto@example.jp", PASSWORD).problem(401, "unauthenticated");
    let enabled = city.post(&format!("{path}/enable"), &json!({})).expect(200);
    assert_eq!(enabled["disabled_at"], Value::Null);
    // A session that was ended stays so.
    tanto.get("/candidates").problem(401, "unauthenticated");
    let tanto = log_in(app, "tanto@example.jp");
    tanto.get("/candidates").expect(200);
    city.put(&format!("{path}/password"), &json!({"password": "もう一つの長い合言葉"}))
        .problem(422, "validation_failed");
    city.put(&format!("{path}/password"), &json!({"password": "もう一つのとても長い合言葉です"})).expect(200);
    tanto.get("/candidates").problem(401, "unauthenticated");
    try_log_in(app, "tanto@example.jp", PASSWORD).problem(401, "unauthenticated");
    try_log_in(app, "tanto@example.jp", "もう一つのとても長い合言葉です").expect(201);
    // Of two who change at once, the second is told.
    let stale = [("If-Match", "\"1\"")];
    let body = json!({"email": "tanto@example.jp", "display_name": "田中", "roles": ["viewer"]});
    city.json(("PUT", &path), &stale, &body).problem(412, "version_mismatch");
    city.json(("POST", &format!("{path}/disable")), &stale, &json!({})).problem(412, "version_mismatch");
}

fn a_mail_address_is_one_users_however_it_is_written(app: &TestApp) {
    let id = made(app, "tanto@example.jp", &["viewer"]);
    for (body, email) in [(app.city(), "TANTO@Example.JP"), (app.coordinator(), "ｔａｎｔｏ@example.jp")]
    {
        let taken = body.post("/users", &user(email, &["viewer"]));
        taken.problem(409, "mail_taken");
        assert_eq!(taken.pointers(), ["/email"]);
    }
    let other = made(app, "other@example.jp", &["viewer"]);
    app.city()
        .patch(&format!("/users/{other}"), &json!({"email": "Tanto@example.jp"}))
        .problem(409, "mail_taken");
    let renamed =
        app.city().patch(&format!("/users/{id}"), &json!({"email": "Tanto@example.jp"})).expect(200);
    assert_eq!(renamed["email"], "Tanto@example.jp");
    log_in(app, "tanto@EXAMPLE.jp");
    // Another body sees and rules none of them.
    let stranger = app.board();
    assert_eq!(stranger.get("/users").expect(200)["items"], json!([]));
    stranger.get(&format!("/users/{id}")).problem(404, "not_found");
    stranger.post(&format!("/users/{id}/disable"), &json!({})).problem(404, "not_found");
    let password = json!({"password": "よその人が決めた合言葉"});
    stranger.put(&format!("/users/{id}/password"), &password).problem(422, "validation_failed");
    let password = json!({"password": "よその人が決めた長い合言葉です"});
    stranger.put(&format!("/users/{id}/password"), &password).problem(404, "not_found");
    let listed = app.city().get("/users").expect(200);
    let listed: Vec<&Value> = listed["items"].as_array().unwrap().iter().map(|user| &user["id"]).collect();
    assert_eq!(listed, [&json!(id), &json!(other)]);
}

fn a_password_is_changed_with_the_old_one(app: &TestApp) {
    let id = made(app, "tanto@example.jp", &["viewer"]);
    let other = made(app, "other@example.jp", &["viewer"]);
    let path = format!("/users/{id}/password");
    let tanto = log_in(app, "tanto@example.jp");
    tanto.get(&format!("/users/{id}")).expect(200);
    tanto.get(&format!("/users/{other}")).problem(403, "missing_scope");
    let new = "川の向こうの古い駅舎まで歩く";
    let refused = tanto.put(&path, &json!({"password": new}));
    refused.problem(422, "validation_failed");
    assert_eq!(refused.pointers(), ["/old_password"]);
    let refused = tanto.put(&path, &json!({"password": new, "old_password": "これは違う合言葉です"}));
    refused.problem(422, "validation_failed");
    assert_eq!(refused.pointers(), ["/old_password"]);
    tanto.put(&format!("/users/{other}/password"), &json!({"password": new})).problem(403, "missing_scope");
    let refused = app.city().put(&path, &json!({"password": new, "old_password": PASSWORD}));
    assert_eq!(refused.pointers(), ["/old_password"], "a key changes no password of its own");
    tanto.put(&path, &json!({"password": new, "old_password": PASSWORD})).expect(200);
    tanto.get("").problem(401, "unauthenticated");
    try_log_in(app, "tanto@example.jp", new).expect(201);
    // Guessing the old one is counted as guessing to log in is.
    let tanto =
        app.city().with_key(try_log_in(app, "tanto@example.jp", new).expect(201)["token"].as_str().unwrap());
    for _ in 0..5 {
        tanto
            .put(&path, &json!({"password": PASSWORD.repeat(2), "old_password": "これは違う"}))
            .problem(422, "validation_failed");
    }
    tanto
        .put(&path, &json!({"password": PASSWORD.repeat(2), "old_password": new}))
        .problem(429, "rate_limited");
}

fn nobody_hands_on_more_than_they_have(app: &TestApp) {
    let city = app.city();
    let key = json!({"name": "人事", "scopes": ["users:read", "users:write", "reports:read"]});
    let key = city.post("/api-keys", &key).expect(201);
    let clerk = city.with_key(key["secret"].as_str().unwrap());
    clerk.post("/users", &user("a@example.jp", &["coordinator"])).problem(403, "missing_scope");
    clerk.post("/users", &user("a@example.jp", &["viewer", "approver"])).problem(403, "missing_scope");
    let viewer = clerk.post("/users", &user("a@example.jp", &["viewer"])).id();
    clerk.patch(&format!("/users/{viewer}"), &json!({"roles": ["approver"]})).problem(403, "missing_scope");
    // Nor do they take over somebody who has more.
    let coordinator = made(app, "b@example.jp", &["coordinator"]);
    let path = format!("/users/{coordinator}");
    let password = json!({"password": "乗っ取るためのとても長い合言葉"});
    clerk.put(&format!("{path}/password"), &password).problem(403, "missing_scope");
    clerk.patch(&path, &json!({"email": "mine@example.jp"})).problem(403, "missing_scope");
    clerk.post(&format!("{path}/disable"), &json!({})).problem(403, "missing_scope");
    log_in(app, "b@example.jp");
}

fn no_password_is_told_or_kept_in_clear(app: &TestApp) {
    let city = app.city();
    let key = [("Idempotency-Key", "user-1")];
    let first = city.json(("POST", "/users"), &key, &user("tanto@example.jp", &["viewer"]));
    let mut other = user("tanto@example.jp", &["viewer"]);
    other["password"] = json!("別のとても長い合言葉を書いた");
    let again = city.json(("POST", "/users"), &key, &other);
    assert_eq!((again.status, again.header("idempotent-replayed")), (201, Some("true")), "{}", again.text);
    assert_eq!(again.text, first.text);
    let mut renamed = user("tanto@example.jp", &["viewer"]);
    renamed["display_name"] = json!("別の人");
    city.json(("POST", "/users"), &key, &renamed).problem(422, "idempotency_key_reused");
    let mut told = format!("{}{}", first.text, city.get(&format!("/users/{}", first.id())).text);
    told += &city.get("/users").text;
    told += &city.get("/audit-events?limit=200").text;
    assert!(
        !told.contains(PASSWORD) && !told.contains("argon2") && !told.contains("password_hash"),
        "{told}"
    );
}

fn faults_are_told_all_at_once(app: &TestApp) {
    let body = json!({"email": "nobody", "display_name": " ", "roles": [], "password": "短い"});
    let refused = app.city().post("/users", &body);
    refused.problem(422, "validation_failed");
    let pointers: BTreeSet<String> = refused.pointers().into_iter().collect();
    let expected = ["/display_name", "/email", "/password", "/roles"].map(str::to_owned);
    assert_eq!(pointers, expected.into_iter().collect());
    let refused = app.city().post("/users", &user("a@example.jp", &["owner"]));
    assert_eq!(refused.pointers(), ["/roles/0"]);
    app.anonymous().post("/sessions", &json!({})).problem(422, "validation_failed");
    app.anonymous().get("/users").problem(401, "unauthenticated");
}

fn an_import_goes_on_in_the_users_name(app: &TestApp) {
    let id = made(app, "tanto@example.jp", &["coordinator"]);
    let tanto = log_in(app, "tanto@example.jp");
    let sheet = "管理番号,氏名\r\nu-1,表の人\r\n";
    let target = ("POST", "/imports?kind=candidates");
    let answer = tanto.send(target, &[("Content-Type", "text/csv")], sheet.as_bytes());
    assert_eq!(answer.status, 202, "{}", answer.text);
    // Logged out, the user is still the one in whose name it is done.
    tanto.delete("/sessions/current");
    let ended = crate::crowd::ended(&app.city(), &format!("/jobs/{}", answer.id()));
    assert_eq!(ended["state"], "succeeded", "{ended}");
    let events = app.city().get("/audit-events?limit=200").expect(200);
    let mut events = events["items"].as_array().unwrap().iter();
    let created = events.find(|event| event["action"] == "candidate.created").unwrap();
    assert_eq!(created["user_id"], json!(id));
}
