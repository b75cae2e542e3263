//! A person's own page: what the key in a letter opens, for how long, and what it never tells.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::samples;

crate::on_both!(
    the_page_tells_where_the_application_stands_and_nothing_of_others,
    a_key_that_opens_nothing_is_told_like_one_that_never_was,
    an_offer_is_answered_and_the_next_in_line_moves_up,
    withdrawing_closes_what_the_application_opened,
    the_person_corrects_their_data_and_withdraws_consents,
    only_the_body_of_the_person_makes_keys,
);

struct Applied {
    person: String,
    application: String,
}

fn applied(by: &Client, posting: &str, name: &str) -> Applied {
    let mut content = samples::candidate(name);
    content["external_id"] = json!(name);
    let person = by.post("/candidates", &content).id();
    let application = by
        .post(
            "/applications",
            &json!({"posting_id": posting, "candidate_id": person, "message": "力になりたい"}),
        )
        .id();
    Applied { person, application }
}

fn key_of(by: &Client, application: &str) -> String {
    let made = by.post(&format!("/applications/{application}/access-token"), &json!({})).expect(201);
    made["token"].as_str().unwrap().to_owned()
}

fn lead(by: &Client, application: &str, stages: &[&str]) {
    for to in stages {
        by.post(&format!("/applications/{application}/transitions"), &json!({"to": to})).expect(200);
    }
}

fn page(app: &TestApp, key: &str) -> Value {
    app.anonymous().get(&format!("/me/{key}")).expect(200)
}

fn the_page_tells_where_the_application_stands_and_nothing_of_others(app: &TestApp) {
    app.turn_clock_to("2026-09-01T09:00:00+09:00");
    let (city, board) = (app.city(), app.board());
    let posting = app.published(&city, &samples::posting("みそ蔵の新商品を届ける"));
    let [own, other] = ["山口 理沙", "別の応募者"].map(|name| applied(&board, &posting, name));
    let key = key_of(&board, &own.application);
    let seen = page(app, &key);
    assert_eq!(
        (&seen["status"], &seen["stage"]["ja"]),
        (&json!("submitted"), &json!("応募を受け付けました"))
    );
    assert_eq!(seen["posting"]["title"], "みそ蔵の新商品を届ける");
    assert_eq!(
        (&seen["posting"]["organization_name"], &seen["seen_by"]),
        (&json!("塩尻市"), &json!(["塩尻市"]))
    );
    assert_eq!(
        (&seen["message"], &seen["profile"]["display_name"]),
        (&json!("力になりたい"), &json!("山口 理沙"))
    );
    assert_eq!(seen["next"]["may"], json!(["withdraw"]));
    let explanation = &seen["explanation"];
    assert_eq!(explanation["strengths"].as_array().unwrap().len(), 2);
    for sentence in [
        &explanation["strengths"][0],
        &explanation["strengths"][1],
        &explanation["gap"],
        &explanation["next_step"],
    ] {
        assert!(!sentence["ja"].as_str().unwrap().is_empty() && !sentence["en"].as_str().unwrap().is_empty());
    }
    assert_ne!(explanation["strengths"][0], explanation["strengths"][1]);
    // What the posting's side notes, plans and decides among itself is not the page's.
    lead(&city, &own.application, &["screening"]);
    let meeting = json!({
        "application_id": own.application, "kind": "dialogue", "mode": "online", "status": "held",
        "scheduled_at": "2026-08-30T01:00:00Z", "posting_side": "少し不安がある", "candidate_side": "話せてよかった",
    });
    city.post("/encounters", &meeting).expect(201);
    let waiting = json!({"application_ids": [own.application]});
    city.put(&format!("/postings/{posting}/waiting-list"), &waiting).expect(200);
    let answer = app.anonymous().get(&format!("/me/{key}"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let seen = answer.body();
    assert_eq!(
        (&seen["status"], &seen["encounters"][0]["candidate_side"]),
        (&json!("screening"), &json!("話せてよかった"))
    );
    for word in [
        "少し不安がある",
        "別の応募者",
        &other.person,
        &other.application,
        "rank",
        "score",
        "waiting",
        "marks",
    ] {
        assert!(!answer.text.contains(word), "{word} is told: {}", answer.text);
    }
    let due = json!({"due_at": "2026-09-20T00:00:00Z", "reason": "社内の確認"});
    city.post(&format!("/applications/{}/extend", own.application), &due).expect(200);
    let seen = app.anonymous().get(&format!("/me/{key}"));
    assert_eq!(seen.body()["next"]["by"], "2026-09-20T00:00:00.000000Z");
    assert!(!seen.text.contains("社内の確認"));
    let decline = json!({"to": "declined", "reason": "社内の事情", "reason_category": "period"});
    city.post(&format!("/applications/{}/transitions", own.application), &decline).expect(200);
    let seen = app.anonymous().get(&format!("/me/{key}"));
    assert_eq!(seen.body()["reason"]["ja"], "参画できる期間が合いませんでした");
    assert!(!seen.text.contains("社内の事情"));
}

fn a_key_that_opens_nothing_is_told_like_one_that_never_was(app: &TestApp) {
    app.turn_clock_to("2026-09-01T09:00:00+09:00");
    let (city, board) = (app.city(), app.board());
    let posting = app.published(&city, &samples::posting("案件"));
    let [one, other, third] = ["一人目", "二人目", "三人目"].map(|name| applied(&board, &posting, name));
    let path = |applied: &Applied| format!("/applications/{}/access-token", applied.application);
    let short = board.post(&path(&one), &json!({"valid_days": 1})).expect(201);
    assert_eq!(short["expires_at"].as_str().unwrap()[..16], "2026-09-02T00:00"[..]);
    let short = short["token"].as_str().unwrap().to_owned();
    let revoked = key_of(&board, &other.application);
    let gone = key_of(&board, &third.application);
    page(app, &short);
    assert_eq!(board.delete(&path(&other)).status, 204);
    assert_eq!(board.delete(&path(&other)).status, 204, "again");
    assert_eq!(board.delete(&format!("/candidates/{}", third.person)).status, 204);
    app.turn_clock_to("2026-09-02T10:00:00+09:00");
    let never = format!("tsp_{}", "a".repeat(52));
    let told = |key: &str| {
        let mut body = app.anonymous().get(&format!("/me/{key}")).problem(404, "not_found");
        for changing in ["instance", "request_id"] {
            body[changing] = json!(null);
        }
        body
    };
    for key in [short.as_str(), &revoked, &gone, "x", &one.application, app.city_key()] {
        assert_eq!(told(key), told(&never), "{key}");
    }
    for key in [&short, &revoked, &gone, &never] {
        let nobody = app.anonymous();
        nobody.post(&format!("/me/{key}/withdraw"), &json!({})).problem(404, "not_found");
        nobody.post(&format!("/me/{key}/answer"), &json!({"answer": "accept"})).problem(404, "not_found");
        nobody
            .patch(&format!("/me/{key}/profile"), &json!({"phone": "0263-00-0000"}))
            .problem(404, "not_found");
        nobody.delete(&format!("/me/{key}/consents/{}", one.application)).problem(404, "not_found");
    }
    assert_eq!(city.get(&format!("/applications/{}", one.application)).expect(200)["status"], "submitted");
    let refused = board.post(&path(&one), &json!({"valid_days": 366}));
    refused.problem(422, "validation_failed");
    assert_eq!(refused.pointers(), ["/valid_days"]);
}

fn an_offer_is_answered_and_the_next_in_line_moves_up(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let mut wanted = samples::posting("1枠の案件");
    wanted["seats"] = json!(1);
    let posting = app.published(&city, &wanted);
    let [first, second] = ["一人目", "二人目"].map(|name| applied(&board, &posting, name));
    let keys = [&first, &second].map(|one| key_of(&board, &one.application));
    let nobody = app.anonymous();
    let answer = |key: &str, word: &str| nobody.post(&format!("/me/{key}/answer"), &json!({"answer": word}));
    let early = answer(&keys[0], "accept").problem(409, "illegal_transition");
    assert_eq!(early["legal"], json!(["withdrawn"]));
    answer(&keys[0], "maybe").problem(422, "validation_failed");
    lead(&city, &first.application, &["screening", "offered"]);
    lead(&city, &second.application, &["screening"]);
    city.put(&format!("/postings/{posting}/waiting-list"), &json!({"application_ids": [second.application]}))
        .expect(200);
    assert_eq!(page(app, &keys[0])["next"]["may"], json!(["accept", "decline", "withdraw"]));
    let declined = answer(&keys[0], "decline").expect(200);
    assert_eq!(
        (&declined["status"], &declined["reason_category"]),
        (&json!("declined"), &json!("person_declined"))
    );
    let accepted = answer(&keys[1], "accept").expect(200);
    assert_eq!((&accepted["status"], &accepted["next"]["may"]), (&json!("accepted"), &json!(["withdraw"])));
    let history = board.get(&format!("/applications/{}/history", second.application)).expect(200);
    let by: Vec<&Value> = history["moves"].as_array().unwrap().iter().map(|step| &step["by"]).collect();
    assert_eq!(by, ["applicant_body", "manager", "system", "person"]);
}

fn withdrawing_closes_what_the_application_opened(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let posting = app.published(&city, &samples::posting("案件"));
    let own = applied(&board, &posting, "山口 理沙");
    let key = key_of(&board, &own.application);
    city.get(&format!("/candidates/{}", own.person)).expect(200);
    let withdrawn = app.anonymous().post(&format!("/me/{key}/withdraw"), &json!({})).expect(200);
    assert_eq!((&withdrawn["status"], &withdrawn["seen_by"]), (&json!("withdrawn"), &json!([])));
    city.get(&format!("/candidates/{}", own.person)).problem(404, "not_found");
    let ranking = city.get(&format!("/postings/{posting}/matches?pool=applicants")).expect(200);
    assert_eq!(ranking["totals"]["considered"], 0);
    app.anonymous().post(&format!("/me/{key}/withdraw"), &json!({})).problem(409, "illegal_transition");
    assert_eq!(page(app, &key)["next"]["may"], json!([]));
}

fn the_person_corrects_their_data_and_withdraws_consents(app: &TestApp) {
    let (city, board, coordinator) = (app.city(), app.board(), app.coordinator());
    let posting = app.published(&city, &samples::posting("案件"));
    let own = applied(&board, &posting, "山口 理沙");
    let stranger = applied(&board, &posting, "別の人");
    let consent = |person: &str, purpose: &str| {
        let body =
            json!({"recipient": app.coordinator_id, "items": ["profile"], "purpose": purpose, "until": null});
        board.post(&format!("/candidates/{person}/consents"), &body).id()
    };
    let (mine, theirs) = (consent(&own.person, "紹介"), consent(&stranger.person, "ほかの人の紹介"));
    let key = key_of(&board, &own.application);
    let nobody = app.anonymous();
    let seen = page(app, &key);
    assert_eq!(seen["consents"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&seen["consents"][0]["recipient_name"], &seen["consents"][0]["purpose"]),
        (&json!("地域人事部"), &json!("紹介"))
    );
    let path = format!("/me/{key}/profile");
    let corrected =
        nobody.patch(&path, &json!({"display_name": "山口 りさ", "phone": "0263-52-0280"})).expect(200);
    assert_eq!(
        (&corrected["profile"]["display_name"], &corrected["profile"]["email"]),
        (&json!("山口 りさ"), &json!("person@example.jp"))
    );
    assert_eq!(board.get(&format!("/candidates/{}", own.person)).expect(200)["display_name"], "山口 りさ");
    let refused = nobody.patch(&path, &json!({"external_id": "other", "phone": null}));
    refused.problem(422, "validation_failed");
    assert_eq!(refused.pointers(), ["/external_id"]);
    let refused = nobody.patch(&path, &json!({"birth_date": "1990-01-01", "hours_per_week": 400}));
    refused.problem(422, "validation_failed");
    // Open to the coordinator in one request, closed in the next.
    coordinator.get(&format!("/candidates/{}", own.person)).expect(200);
    nobody.delete(&format!("/me/{key}/consents/{theirs}")).problem(404, "not_found");
    assert_eq!(nobody.delete(&format!("/me/{key}/consents/{mine}")).status, 204);
    coordinator.get(&format!("/candidates/{}", own.person)).problem(404, "not_found");
    coordinator.get(&format!("/candidates/{}", stranger.person)).expect(200);
    assert!(page(app, &key)["consents"][0]["withdrawn_at"].is_string());
    assert_eq!(nobody.delete(&format!("/me/{key}/consents/{mine}")).status, 204, "again");
}

fn only_the_body_of_the_person_makes_keys(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let posting = app.published(&city, &samples::posting("案件"));
    let own = applied(&board, &posting, "山口 理沙");
    let path = format!("/applications/{}/access-token", own.application);
    city.post(&path, &json!({})).problem(403, "forbidden");
    city.delete(&path).problem(403, "forbidden");
    app.coordinator().post(&path, &json!({})).problem(404, "not_found");
    // Repeated, the key is not told again; two requests make two keys, and both open the page.
    let headers = [("Idempotency-Key", "letter-1")];
    let first = board.json(("POST", &path), &headers, &json!({}));
    let again = board.json(("POST", &path), &headers, &json!({}));
    assert_eq!((first.status, again.status), (201, 201));
    assert_eq!((&again.body()["token"], again.header("idempotent-replayed")), (&json!(null), Some("true")));
    let keys = [first.body()["token"].as_str().unwrap().to_owned(), key_of(&board, &own.application)];
    assert_ne!(keys[0], keys[1]);
    keys.iter().for_each(|key| drop(page(app, key)));
    // What a key of a page opens is the page alone.
    app.city().with_key(&keys[0]).get("/applications").problem(401, "unauthenticated");
}
