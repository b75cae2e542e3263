//! Endpoints: making, changing, trying and forgetting them, and whose they are.

use super::*;

crate::on_both!(
    an_endpoint_lives_its_life,
    a_secret_is_rotated_with_an_overlap,
    a_ping_comes_whatever_events_are_wanted,
    other_bodies_endpoints_do_not_exist,
    an_address_inside_is_refused,
    a_repeated_creation_makes_one_and_shows_no_secret,
    a_new_address_gets_what_is_still_to_come,
);

#[test]
fn every_type_of_event_is_in_the_document() {
    let document = TestApp::sqlite().anonymous().send_to(("GET", "/openapi.json"), &[], b"").expect(200);
    let told = document["paths"]["/api/v1/webhooks"]["post"]["description"].as_str().unwrap();
    for event in <domain::EventType as domain::Word>::ALL {
        assert!(told.contains(&format!("`{event}`")), "{event}");
    }
}

fn an_endpoint_lives_its_life(app: &TestApp) {
    let (city, receiver) = (app.city(), Receiver::start());
    let hook = Hook::make(&city, &receiver, &["candidate.created", "posting.updated"]);
    let shown = city.get(&hook.path(""));
    assert_eq!(shown.header("etag"), Some("\"1\""));
    assert!(!shown.text.contains("whsec_"), "{}", shown.text);
    let body = shown.expect(200);
    assert_eq!(body["event_types"], json!(["posting.updated", "candidate.created"]));
    assert_eq!((&body["state"], &body["secrets"]), (&json!("active"), &json!([{"valid_until": null}])));
    let listed = city.get("/webhooks").expect(200);
    assert_eq!(listed["items"], json!([body]));
    let patched =
        city.patch(&hook.path(""), &json!({"event_types": null, "description": "すべて"})).expect(200);
    assert_eq!((&patched["event_types"], &patched["version"]), (&json!([]), &json!(2)));
    let stale = [("If-Match", "\"1\"")];
    let replacement = json!({"url": receiver.url(), "event_types": ["posting.created"]});
    city.json(("PUT", &hook.path("")), &stale, &replacement).problem(412, "version_mismatch");
    let replaced = city.put(&hook.path(""), &replacement).expect(200);
    assert_eq!((&replaced["description"], &replaced["version"]), (&Value::Null, &json!(3)));
    city.put(&hook.path(""), &json!({"url": receiver.url(), "event_types": ["posting.exploded"]}))
        .problem(422, "validation_failed");
    assert_eq!(city.send(("DELETE", &hook.path("")), &stale, b"").status, 412);
    assert_eq!(city.delete(&hook.path("")).status, 204);
    for path in ["", "/deliveries"] {
        city.get(&hook.path(path)).problem(404, "not_found");
    }
    let events = city.get("/audit-events?limit=200").expect(200);
    let actions: Vec<&str> =
        events["items"].as_array().unwrap().iter().filter_map(|event| event["action"].as_str()).collect();
    for action in ["webhook.created", "webhook.updated", "webhook.deleted"] {
        assert!(actions.contains(&action), "{action} is not among {actions:?}");
    }
    assert!(!events.to_string().contains("whsec_"));
}

fn a_secret_is_rotated_with_an_overlap(app: &TestApp) {
    let (city, receiver) = (app.city(), Receiver::start());
    let hook = Hook::make(&city, &receiver, &["candidate.created"]);
    let rotate = |hours: i64| {
        let rotated = city.post(&hook.path("/rotate-secret"), &json!({"overlap_hours": hours})).expect(200);
        rotated["secret"].as_str().unwrap().to_owned()
    };
    let next = |count: usize| {
        person(&city, &format!("{count}人目"));
        receiver.wait_for(|all| all.len() == count).remove(count - 1)
    };
    let second = rotate(2);
    assert!(is_signed_by(&next(1), &[&second, &hook.secret]));
    app.advance(Duration::from_secs(2 * 3600 - 60));
    assert!(is_signed_by(&next(2), &[&second, &hook.secret]));
    app.advance(Duration::from_secs(61));
    assert!(is_signed_by(&next(3), &[&second]));
    // At once, where the old one has become known.
    let third = rotate(0);
    assert!(is_signed_by(&next(4), &[&third]));
    for hours in [-1, 169] {
        let body = json!({"overlap_hours": hours});
        city.post(&hook.path("/rotate-secret"), &body).problem(422, "validation_failed");
    }
    for _ in 0..4 {
        city.post(&hook.path("/rotate-secret"), &json!({})).expect(200);
    }
    city.post(&hook.path("/rotate-secret"), &json!({})).problem(422, "validation_failed");
    rotate(0);
}

fn a_ping_comes_whatever_events_are_wanted(app: &TestApp) {
    let (city, receiver) = (app.city(), Receiver::start());
    let hook = Hook::make(&city, &receiver, &["match_run.created"]);
    let ping = city.post(&hook.path("/ping"), &json!({})).expect(200);
    assert_eq!((&ping["event_type"], &ping["state"]), (&json!("webhook.ping"), &json!("pending")));
    let message = receiver.wait_for(|all| !all.is_empty()).remove(0);
    assert!(is_signed_by(&message, &[&hook.secret]));
    assert_eq!(
        (json!(message.id), message.json()["type"].clone()),
        (ping["id"].clone(), json!("webhook.ping"))
    );
    assert_eq!(message.record(), hook.id);
    hook.wait_for(&city, all_are("delivered"));
}

fn other_bodies_endpoints_do_not_exist(app: &TestApp) {
    let (city, board, receiver) = (app.city(), app.board(), Receiver::start());
    let hook = Hook::make(&city, &receiver, &["candidate.created"]);
    person(&city, "山口 理沙");
    let delivery = hook.wait_for(&city, all_are("delivered")).remove(0);
    let delivery_id = delivery["id"].as_str().unwrap();
    let attempts = format!("/deliveries/{delivery_id}/attempts");
    for path in ["", "/deliveries", &attempts] {
        board.get(&hook.path(path)).problem(404, "not_found");
    }
    let content = json!({"url": receiver.url()});
    board.put(&hook.path(""), &content).problem(404, "not_found");
    board.patch(&hook.path(""), &json!({"description": "x"})).problem(404, "not_found");
    board.delete(&hook.path("")).problem(404, "not_found");
    let replay = json!({"delivery_id": delivery_id});
    for (path, body) in [
        ("/rotate-secret", json!({})),
        ("/ping", json!({})),
        ("/enable", json!({})),
        ("/replay", replay.clone()),
    ] {
        board.post(&hook.path(path), &body).problem(404, "not_found");
    }
    assert_eq!(board.get("/webhooks").expect(200)["items"], json!([]));
    // Nor does a delivery under another endpoint of one's own.
    let own = Hook::make(&board, &receiver, &["candidate.created"]);
    board.get(&own.path(&attempts)).problem(404, "not_found");
    board.post(&own.path("/replay"), &replay).problem(404, "not_found");
    let scoped = |scope: &str| {
        let key = city.post("/api-keys", &json!({"name": "試験", "scopes": [scope]})).expect(201);
        city.with_key(key["secret"].as_str().unwrap())
    };
    let reader = scoped("webhooks:read");
    reader.get(&hook.path("")).expect(200);
    reader.post(&hook.path("/ping"), &json!({})).problem(403, "missing_scope");
    scoped("changes:read").get("/webhooks").problem(403, "missing_scope");
    assert_eq!(receiver.received().len(), 1);
}

fn an_address_inside_is_refused(app: &TestApp) {
    let city = app.city();
    for url in [
        "",
        "example.jp",
        "https://10.0.0.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://[fd00::1]/",
        "https://0xa9fea9fe/",
        "https://user:pass@example.jp/",
        "https://8.8.8.8:25/",
        "ftp://127.0.0.1/",
    ] {
        let refused = city.post("/webhooks", &json!({"url": url})).problem(422, "validation_failed");
        assert_eq!(refused["errors"][0]["pointer"], "/url", "{url}");
    }
    // A name that stands for something inside is taken, and nothing is sent there.
    let named =
        city.post("/webhooks", &json!({"url": "https://example.jp/", "event_types": ["posting.created"]}));
    assert_eq!(named.status, 201, "{}", named.text);
}

fn a_repeated_creation_makes_one_and_shows_no_secret(app: &TestApp) {
    let (city, receiver) = (app.city(), Receiver::start());
    let body = json!({"url": receiver.url(), "event_types": ["posting.created"]});
    let make = || city.json(("POST", "/webhooks"), &[("Idempotency-Key", "k")], &body);
    let first = make().expect(201);
    assert!(first["secret"].as_str().unwrap().starts_with("whsec_"));
    let again = make();
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(
        (again.body()["id"].clone(), again.body()["secret"].clone()),
        (first["id"].clone(), Value::Null)
    );
    assert_eq!(city.get("/webhooks").expect(200)["items"].as_array().unwrap().len(), 1);
}

fn a_new_address_gets_what_is_still_to_come(app: &TestApp) {
    let (city, old, new) = (app.city(), Receiver::start(), Receiver::start());
    let hook = Hook::make(&city, &old, &["candidate.created"]);
    old.answer("500 Internal Server Error", "");
    let id = person(&city, "山口 理沙");
    hook.wait_for(&city, tried(1));
    city.patch(&hook.path(""), &json!({"url": new.url()})).expect(200);
    app.advance(Duration::from_secs(6));
    assert_eq!(new.wait_for(|all| !all.is_empty())[0].record(), id);
}
