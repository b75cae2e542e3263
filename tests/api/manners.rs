//! The manners that hold everywhere: entity tags, patches, pages, methods, upserts.

use serde_json::json;

use crate::app::TestApp;
use crate::samples;

crate::on_both!(
    an_entity_tag_guards_against_lost_updates,
    a_merge_patch_changes_what_it_names_and_null_clears,
    an_external_id_makes_then_replaces,
    a_write_may_ask_for_any_record_or_for_none,
    a_foreign_person_has_another_tag_when_more_is_open,
    what_has_no_content_to_replace_is_guarded_too,
    pages_neither_skip_nor_repeat,
    a_wrong_method_names_the_right_ones,
    head_answers_like_get_without_a_body,
    every_error_is_a_problem,
    a_deleted_person_is_gone_everywhere,
);

fn an_entity_tag_guards_against_lost_updates(app: &TestApp) {
    let city = app.city();
    let made = city.post("/candidates", &samples::candidate("山口 理沙"));
    assert_eq!(made.status, 201, "{}", made.text);
    let path = format!("/candidates/{}", made.id());
    assert_eq!(made.header("location"), Some(format!("/api/v1{path}").as_str()));
    let tag = city.get(&path).header("etag").unwrap().to_owned();
    assert_eq!(Some(tag.as_str()), made.header("etag"));

    let changed = city.json(("PUT", &path), &[("If-Match", &tag)], &samples::candidate("山口 りさ"));
    assert_eq!(changed.status, 200, "{}", changed.text);
    assert_ne!(changed.header("etag"), Some(tag.as_str()));
    let late = city.json(("PUT", &path), &[("If-Match", &tag)], &samples::candidate("別の名"));
    late.problem(412, "version_mismatch");
    assert_eq!(city.get(&path).body()["display_name"], "山口 りさ");

    let fresh = changed.header("etag").unwrap().to_owned();
    let same = city.send(("GET", &path), &[("If-None-Match", &fresh)], b"");
    assert_eq!((same.status, same.text.as_str()), (304, ""));
    city.send(("DELETE", &path), &[("If-Match", &tag)], b"").problem(412, "version_mismatch");
    assert_eq!(city.send(("DELETE", &path), &[("If-Match", &fresh)], b"").status, 204);
}

fn a_merge_patch_changes_what_it_names_and_null_clears(app: &TestApp) {
    let city = app.city();
    let path = format!("/candidates/{}", city.post("/candidates", &samples::candidate("佐々木 美帆")).id());
    let patched = city.patch(&path, &json!({"hours_per_week": 6, "email": null})).expect(200);
    assert_eq!((&patched["hours_per_week"], &patched["email"]), (&json!(6), &json!(null)));
    assert_eq!(patched["display_name"], "佐々木 美帆");
    city.patch(&path, &json!({"hours_per_weak": 6})).problem(422, "validation_failed");
    city.patch(&path, &json!({"display_name": null})).problem(422, "validation_failed");
    city.json(("PATCH", &path), &[], &json!({"hours_per_week": 5})).problem(415, "unsupported_media_type");
    assert_eq!(city.get(&path).body()["hours_per_week"], 6);
}

fn an_external_id_makes_then_replaces(app: &TestApp) {
    let city = app.city();
    let path = "/candidates/by-external-id/jb%2F123";
    let made = city.put(path, &samples::candidate("大野 拓也"));
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(made.body()["external_id"], "jb/123");
    let replaced = city.put(path, &samples::candidate("大野 たくや"));
    assert_eq!((replaced.status, replaced.id()), (200, made.id()));
    let mut same = samples::candidate("別の人");
    same["external_id"] = json!("jb/123");
    let refused = city.post("/candidates", &same);
    refused.problem(409, "external_id_taken");
    assert_eq!(refused.pointers(), ["/external_id"]);
    // The same key in another organization is another person.
    assert_eq!(app.board().put(path, &samples::candidate("大野 拓也")).status, 201);
}

fn a_write_may_ask_for_any_record_or_for_none(app: &TestApp) {
    let city = app.city();
    let (none, any) = ([("If-None-Match", "*")], [("If-Match", "*")]);
    let kinds = [
        ("candidates", samples::candidate("大野 拓也"), samples::candidate("大野 たくや")),
        ("postings", samples::posting("案件"), samples::posting("別の題")),
        (
            "organizations",
            json!({"name": "松川町観光協会", "kind": "npo"}),
            json!({"name": "松川町の観光協会", "kind": "npo"}),
        ),
    ];
    for (collection, first, second) in kinds {
        let path = format!("/{collection}/by-external-id/key-1");
        let put = |headers: &[(&str, &str)], body| city.json(("PUT", &path), headers, body);
        put(&any, &first).problem(412, "version_mismatch");
        put(&[("If-Match", "\"1\"")], &first).problem(412, "version_mismatch");
        let made = put(&none, &first);
        assert_eq!((made.status, &made.body()["external_id"]), (201, &json!("key-1")), "{}", made.text);
        put(&none, &second).problem(412, "version_mismatch");
        let replaced = put(&any, &second);
        assert_eq!((replaced.status, replaced.id()), (200, made.id()), "{}", replaced.text);
        assert_eq!(replaced.header("etag"), Some("\"2\""));
        put(&[("If-Match", "*"), ("If-None-Match", "*")], &first).problem(412, "version_mismatch");
        put(&[("If-None-Match", "\"9\"")], &first).problem(400, "malformed_request");

        let by_id = format!("/{collection}/{}", made.id());
        city.json(("PUT", &by_id), &none, &first).problem(412, "version_mismatch");
        assert_eq!(city.get(&by_id).header("etag"), Some("\"2\""), "a refused write changes nothing");
        assert_eq!(city.json(("PUT", &by_id), &any, &first).status, 200);
        let missing = format!("/{collection}/0199083e-bd01-7a22-b0b9-12702f8318e4");
        city.json(("PUT", &missing), &any, &first).problem(404, "not_found");
    }
}

fn a_foreign_person_has_another_tag_when_more_is_open(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let posting = app.published(&city, &samples::posting("案件"));
    let person = board.post("/candidates", &samples::candidate("山口 理沙")).id();
    let consent = json!({"recipient": "any", "items": ["profile"], "purpose": "案件の紹介", "until": null});
    board.post(&format!("/candidates/{person}/consents"), &consent).expect(201);
    let path = format!("/candidates/{person}");
    let own = board.get(&path).header("etag").unwrap().to_owned();
    let profile = city.get(&path);
    assert_eq!(profile.body()["display_name"], json!(null));
    let profile = profile.header("etag").unwrap().to_owned();

    let application = json!({"posting_id": posting, "candidate_id": person});
    let application = board.post("/applications", &application).expect(201);
    let known = |tag: &str| city.send(("GET", &path), &[("If-None-Match", tag)], b"");
    let identity = known(&profile);
    assert_eq!((identity.status, &identity.body()["display_name"]), (200, &json!("山口 理沙")));
    let identity = identity.header("etag").unwrap().to_owned();
    assert_eq!(known(&identity).status, 304);
    assert_eq!(board.get(&path).header("etag"), Some(own.as_str()), "applying does not change the person");
    assert!(own != profile && own != identity && profile != identity, "{own} {profile} {identity}");

    let withdraw = format!("/applications/{}/withdraw", application["id"].as_str().unwrap());
    board.post(&withdraw, &json!({})).expect(200);
    let closed = known(&identity);
    assert_eq!((closed.status, &closed.body()["display_name"]), (200, &json!(null)));
    // The tag of a view is the tag of no record.
    board.send(("DELETE", &path), &[("If-Match", &profile)], b"").problem(412, "version_mismatch");
    assert_eq!(board.send(("DELETE", &path), &[("If-Match", &own)], b"").status, 204);
}

fn what_has_no_content_to_replace_is_guarded_too(app: &TestApp) {
    let city = app.city();
    let person = city.post("/candidates", &samples::candidate("佐々木 美帆")).id();
    let consents = format!("/candidates/{person}/consents");
    let consent = json!({"recipient": "any", "items": ["profile"], "purpose": "案件の紹介", "until": null});
    let key = json!({"name": "しばらく", "scopes": ["postings:read"]});
    for (collection, body) in [(consents.as_str(), consent), ("/api-keys", key)] {
        let made = city.post(collection, &body);
        assert_eq!(made.status, 201, "{}", made.text);
        let path = format!("{collection}/{}", made.id());
        let read = city.get(&path);
        let tag = read.header("etag").unwrap();
        assert_eq!(made.header("etag"), Some(tag), "{collection}");
        assert_eq!(city.send(("GET", &path), &[("If-None-Match", tag)], b"").status, 304);
        let delete = |tag: &str| city.send(("DELETE", &path), &[("If-Match", tag)], b"");
        delete("\"99\"").problem(412, "version_mismatch");
        assert_eq!(city.get(&path).status, 200, "a refused deletion deletes nothing");
        assert_eq!(delete(tag).status, 204);
        city.get(&path).problem(404, "not_found");
    }
}

fn pages_neither_skip_nor_repeat(app: &TestApp) {
    let city = app.city();
    let made: Vec<String> =
        (0..7).map(|n| city.post("/postings", &samples::posting(&format!("案件{n}"))).id()).collect();
    let (mut seen, mut path) = (Vec::new(), "/postings?limit=3".to_owned());
    loop {
        let answer = city.get(&path);
        let page = answer.body();
        seen.extend(
            page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()),
        );
        let Some(cursor) = page["next_cursor"].as_str() else {
            assert_eq!(answer.header("link"), None);
            break;
        };
        let link = answer.header("link").unwrap();
        assert!(link.ends_with(">; rel=\"next\"") && link.contains(cursor), "{link}");
        path = format!("/postings?limit=3&cursor={cursor}");
    }
    assert_eq!(seen, made);
    city.get("/postings?limit=0").problem(422, "validation_failed");
    city.get("/postings?limit=3&cursor=nonsense").problem(422, "validation_failed");
}

fn a_wrong_method_names_the_right_ones(app: &TestApp) {
    let city = app.city();
    let answer = city.delete("/postings");
    answer.problem(405, "method_not_allowed");
    let allow = answer.header("allow").unwrap();
    assert!(allow.contains("GET") && allow.contains("POST") && allow.contains("HEAD"), "{allow}");
    assert!(!allow.contains("DELETE"), "{allow}");
    let options = city.send(("OPTIONS", "/postings"), &[], b"");
    assert_eq!((options.status, options.header("allow")), (204, Some(allow)));
}

fn head_answers_like_get_without_a_body(app: &TestApp) {
    let city = app.city();
    let path = format!("/postings/{}", city.post("/postings", &samples::posting("案件")).id());
    let (get, head) = (city.get(&path), city.send(("HEAD", &path), &[], b""));
    assert_eq!((head.status, head.text.as_str()), (200, ""));
    assert_eq!(head.header("etag"), get.header("etag"));
    assert_eq!(head.header("content-type"), get.header("content-type"));
}

fn every_error_is_a_problem(app: &TestApp) {
    let city = app.city();
    let kind = [("Content-Type", "application/json")];
    app.anonymous().get("/postings").problem(401, "unauthenticated");
    city.with_key("tsk_nonsense").get("/postings").problem(401, "unauthenticated");
    city.get("/nothing-here").problem(404, "unknown_route");
    city.get("/postings/not-an-id").problem(404, "not_found");
    city.get("/postings/0199083e-bd01-7a22-b0b9-12702f8318e4").problem(404, "not_found");
    city.send(("POST", "/postings"), &kind, b"{\"title\":").problem(400, "malformed_json");
    city.send(("POST", "/postings"), &kind, b"").problem(400, "malformed_json");
    city.send(("POST", "/postings"), &[("Content-Type", "text/plain")], b"{}")
        .problem(415, "unsupported_media_type");
    let large = format!("{{\"title\":\"{}\"}}", "あ".repeat(2_000_000));
    city.send(("POST", "/postings"), &kind, large.as_bytes()).problem(413, "body_too_large");
    app.anonymous().send_to(("GET", "/nowhere"), &[], b"").problem(404, "unknown_route");
    // Whoever has no key learns nothing about the body either.
    app.anonymous().send(("POST", "/postings"), &kind, b"{").problem(401, "unauthenticated");
}

fn a_deleted_person_is_gone_everywhere(app: &TestApp) {
    let city = app.city();
    let posting = app.published(&city, &samples::posting("案件"));
    let person = city.post("/candidates", &samples::candidate("消える人")).id();
    city.post("/applications", &json!({"posting_id": posting, "candidate_id": person})).expect(201);
    let ranked = |pool: &str| city.get(&format!("/postings/{posting}/matches?pool={pool}")).expect(200);
    assert_eq!(ranked("applicants")["totals"]["considered"], 1);
    assert_eq!(city.delete(&format!("/candidates/{person}")).status, 204);
    city.get(&format!("/candidates/{person}")).problem(404, "not_found");
    assert_eq!(ranked("applicants")["totals"]["considered"], 0);
    assert_eq!(ranked("eligible")["totals"]["considered"], 0);
    assert_eq!(city.get(&format!("/applications?posting_id={posting}")).body()["items"], json!([]));
}
