//! How applicants are read: without names until a reader reveals one, and with a second look below the cut.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::samples;

crate::on_both!(
    names_stay_hidden_from_each_reader_until_revealed,
    settings_have_versions,
    a_second_look_draws_the_same_three_again,
    findings_are_about_those_drawn,
    nothing_else_tells_a_hidden_name,
    who_proposes_cannot_spare_themselves_the_second_person,
);

/// A published posting with applicants of the city.
fn call_for(app: &TestApp, applicants: usize) -> (String, Vec<String>) {
    let city = app.city();
    let posting = app.published(&city, &samples::posting("市の魅力を届ける"));
    let apply = |number: usize| {
        let person = city.post("/candidates", &samples::candidate(&format!("応募者 {number}"))).id();
        city.post("/applications", &json!({"posting_id": posting, "candidate_id": person})).expect(201);
        person
    };
    let people = (0..applicants).map(apply).collect();
    (posting, people)
}

fn another_key(client: &Client) -> Client {
    let made = client.post("/api-keys", &json!({"name": "もう一人", "scopes": ["admin"]})).expect(201);
    client.with_key(made["secret"].as_str().unwrap())
}

fn names(page: &Value) -> Vec<Value> {
    page["items"].as_array().unwrap().iter().map(|item| item["display_name"].clone()).collect()
}

fn names_stay_hidden_from_each_reader_until_revealed(app: &TestApp) {
    let (posting, people) = call_for(app, 3);
    let (city, other) = (app.city(), another_key(&app.city()));
    let outside = city.post("/candidates", &samples::candidate("応募していない人")).id();
    let ranking = format!("/postings/{posting}/matches?pool=applicants");
    let seen = city.get(&ranking);
    let tag = seen.header("etag").unwrap().to_owned();
    assert!(names(&seen.expect(200)).iter().all(Value::is_string));
    let blind = json!({"blind": true, "second_approver": false});
    city.put(&format!("/postings/{posting}/review"), &blind).expect(200);
    // What was known before is no answer any more.
    let again = city.send(("GET", &ranking), &[("If-None-Match", &tag)], b"");
    assert_eq!(names(&again.expect(200)), [Value::Null, Value::Null, Value::Null]);
    let explain = format!("/matches/explain?posting_id={posting}&candidate_id={}", people[0]);
    let person = format!("/candidates/{}", people[0]);
    let hidden = |client: &Client| {
        let marks = client.get(&format!("/postings/{posting}/marks")).expect(200);
        assert_eq!(marks["items"][0]["reference"].as_str().unwrap().len(), 6);
        let shown = client.get(&person).expect(200);
        assert_eq!(shown["email"].is_null(), shown["display_name"].is_null());
        let listed = client.get("/candidates?limit=200").expect(200);
        [
            names(&marks)[0].clone(),
            client.get(&explain).expect(200)["display_name"].clone(),
            shown["display_name"].clone(),
            names(&listed)[0].clone(),
        ]
    };
    assert_eq!(hidden(&city), [Value::Null, Value::Null, Value::Null, Value::Null]);
    // Who has not applied is hidden in the ranking for this posting, and nowhere else.
    assert_eq!(city.get(&format!("/candidates/{outside}")).expect(200)["display_name"], "応募していない人");
    let eligible = city.get(&format!("/postings/{posting}/matches")).expect(200);
    assert_eq!(names(&eligible), [Value::Null, Value::Null, Value::Null, Value::Null]);
    // A patch is laid over what is there, not over what is shown, and tells no more.
    let patched = city.patch(&person, &json!({"hours_per_week": 12})).expect(200);
    assert_eq!((&patched["display_name"], &patched["hours_per_week"]), (&json!(null), &json!(12)));

    let reveal = json!({"candidate_id": people[0], "reason": "面談の日程を調整するため"});
    let first = city.post(&format!("/postings/{posting}/reveals"), &reveal).expect(201);
    let again = city.post(&format!("/postings/{posting}/reveals"), &reveal).expect(201);
    assert_eq!(first, again);
    assert_eq!(hidden(&city), [json!("応募者 0"), json!("応募者 0"), json!("応募者 0"), json!("応募者 0")]);
    let shown = names(&city.get(&ranking).expect(200));
    assert_eq!(shown.iter().filter(|name| name.is_string()).count(), 1);
    assert_eq!(hidden(&other), [Value::Null, Value::Null, Value::Null, Value::Null]);
    assert!(names(&other.get(&ranking).expect(200)).iter().all(Value::is_null));
    let list = other.get(&format!("/postings/{posting}/reveals")).expect(200);
    assert_eq!(list["items"], json!([first]));
    let events = city.get("/audit-events?limit=200").expect(200);
    let revealed =
        events["items"].as_array().unwrap().iter().filter(|event| event["action"] == "posting.name_revealed");
    assert_eq!(
        revealed.map(|event| event["detail"]["candidate_id"].clone()).collect::<Vec<_>>(),
        [json!(people[0])]
    );
    let wrong =
        city.post(&format!("/postings/{posting}/reveals"), &json!({"candidate_id": "x", "reason": ""}));
    assert_eq!(wrong.pointers().len(), 2, "{}", wrong.text);

    // Everything that is held of a person can be had at any time; whoever takes it has seen the name, and that is told.
    let export = other.get(&format!("/candidates/{}/export", people[1]));
    assert!(export.status == 200 && export.text.contains("応募者 1"), "{}", export.text);
    let list = city.get(&format!("/postings/{posting}/reveals")).expect(200);
    assert_eq!(list["items"].as_array().unwrap().len(), 2);
    assert_eq!(list["items"][1]["candidate_id"], json!(people[1]));
    other.get(&format!("/candidates/{}/export", people[1])).expect(200);
    assert_eq!(city.get(&format!("/postings/{posting}/reveals")).expect(200), list, "once");

    let open = json!({"blind": false, "second_approver": false});
    city.put(&format!("/postings/{posting}/review"), &open).expect(200);
    assert!(city.get(&person).expect(200)["display_name"] == "応募者 0", "the patch took no name away");
    assert!(names(&other.get(&ranking).expect(200)).iter().all(Value::is_string));
}

fn settings_have_versions(app: &TestApp) {
    let (posting, _) = call_for(app, 0);
    let city = app.city();
    let path = format!("/postings/{posting}/review");
    let unset = city.get(&path);
    assert_eq!(unset.header("etag"), Some("\"0\""));
    let expected = json!({"posting_id": posting, "blind": false, "second_approver": false, "version": 0, "updated_at": null});
    assert_eq!(unset.expect(200), expected);
    let both = json!({"blind": true, "second_approver": true});
    let set = |tag: &str| city.json(("PUT", &path), &[("If-Match", tag)], &both);
    set("\"4\"").problem(412, "version_mismatch");
    assert_eq!(set("\"0\"").expect(200)["version"], 1);
    set("\"0\"").problem(412, "version_mismatch");
    assert_eq!(set("\"1\"").expect(200)["version"], 2);
    assert_eq!(city.put(&path, &json!({"blind": 1})).pointers(), ["/second_approver", "/blind"]);
    app.board().get(&path).problem(403, "forbidden");
    app.board().put(&path, &both).problem(403, "forbidden");
}

fn a_second_look_draws_the_same_three_again(app: &TestApp) {
    let (posting, people) = call_for(app, 12);
    let city = app.city();
    let path = format!("/postings/{posting}/second-looks");
    let ranking = city.get(&format!("/postings/{posting}/matches?pool=applicants")).expect(200);
    let rank_of = |id: &Value| {
        let items = ranking["items"].as_array().unwrap();
        items.iter().find(|item| item["candidate_id"] == *id).unwrap()["rank"].as_i64().unwrap()
    };
    let shortlisted = ranking["items"][5]["candidate_id"].as_str().unwrap().to_owned();
    let mark = json!({"mark": "shortlisted"});
    another_key(&city).put(&format!("/postings/{posting}/marks/{shortlisted}"), &mark).expect(200);
    let draw = |seed: i64| city.post(&path, &json!({"seed": seed})).expect(201);
    let picked = |look: &Value| -> Vec<Value> {
        look["picks"].as_array().unwrap().iter().map(|pick| pick["candidate_id"].clone()).collect()
    };
    // Twelve, but for two places and one who is shortlisted.
    let first = draw(7);
    assert_eq!((&first["drawn_from"], picked(&first).len()), (&json!(9), 3));
    assert_eq!(picked(&draw(7)), picked(&first));
    let mut drawn = std::collections::BTreeSet::new();
    for seed in 0..40 {
        let look = draw(seed);
        for pick in look["picks"].as_array().unwrap() {
            assert_eq!(pick["rank"], rank_of(&pick["candidate_id"]));
            assert!(pick["rank"].as_i64().unwrap() > 2 && pick["candidate_id"] != *shortlisted);
            drawn.insert(pick["candidate_id"].as_str().unwrap().to_owned());
        }
    }
    assert_eq!(drawn.len(), 9, "everybody in the lot is drawn some time");
    let unseeded = city.post(&path, &json!({})).expect(201);
    let seed = unseeded["seed"].as_i64().unwrap();
    assert_eq!(picked(&draw(seed)), picked(&unseeded));
    assert_eq!(city.get(&format!("{path}?limit=200")).expect(200)["items"].as_array().unwrap().len(), 44);
    for person in &people {
        city.put(&format!("/postings/{posting}/marks/{person}"), &mark).expect(200);
    }
    city.post(&path, &json!({})).problem(409, "nobody_below_the_cut");
}

fn findings_are_about_those_drawn(app: &TestApp) {
    let (posting, people) = call_for(app, 6);
    let city = app.city();
    let look = city.post(&format!("/postings/{posting}/second-looks"), &json!({"seed": 1})).expect(201);
    let path = format!("/second-looks/{}", look["id"].as_str().unwrap());
    let drawn = look["picks"][1]["candidate_id"].as_str().unwrap();
    let finding = |person: &str, worth: bool| {
        let body = json!({"candidate_id": person, "worth_a_look": worth, "note": "経験が近い"});
        city.put(&format!("{path}/findings"), &body)
    };
    finding(drawn, false).expect(200);
    let found = finding(drawn, true).expect(200);
    assert_eq!(found["picks"][1]["finding"]["worth_a_look"], true);
    assert_eq!(found["picks"][0]["finding"], Value::Null);
    assert_eq!(city.get(&path).expect(200), found);
    let other =
        people.iter().find(|id| look["picks"].as_array().unwrap().iter().all(|p| p["candidate_id"] != **id));
    assert_eq!(finding(other.unwrap(), true).pointers(), ["/candidate_id"]);
    app.board().get(&path).problem(404, "not_found");
    // Who is deleted is drawn no more.
    assert_eq!(city.delete(&format!("/candidates/{drawn}")).status, 204);
    assert_eq!(city.get(&path).expect(200)["picks"].as_array().unwrap().len(), 2);
}

fn nothing_else_tells_a_hidden_name(app: &TestApp) {
    let (city, other) = (app.city(), another_key(&app.city()));
    let posting = app.published(&city, &samples::posting("市の魅力を届ける"));
    let mut person = samples::candidate("山口 理沙");
    (person["email"], person["external_id"]) = (json!("risa@example.jp"), json!("risa-1"));
    let person = city.post("/candidates", &person).id();
    let applied = json!({"posting_id": posting, "candidate_id": person, "message": "山口です。力になりたい"});
    let application = city.post("/applications", &applied).id();
    city.post(&format!("/applications/{application}/transitions"), &json!({"to": "screening"})).expect(200);
    let blind = json!({"blind": true, "second_approver": true});
    city.put(&format!("/postings/{posting}/review"), &blind).expect(200);
    // Nobody is found by a name that is hidden, nor counted; by what is shown they are.
    for query in ["q=%E5%B1%B1%E5%8F%A3", "q=risa@example.jp", "external_id=risa-1"] {
        let list = city.get(&format!("/candidates?{query}")).expect(200);
        assert_eq!(list["items"], json!([]), "{query}");
        assert_eq!(city.get(&format!("/candidates/facets?{query}")).expect(200)["total"], 0, "{query}");
    }
    assert_eq!(city.get("/candidates").expect(200)["items"].as_array().unwrap().len(), 1);
    // Nor by their own words.
    for path in [format!("/applications?posting_id={posting}"), format!("/applications/{application}")] {
        let answer = city.get(&path);
        assert!(answer.status == 200 && !answer.text.contains("山口"), "{}", answer.text);
    }
    // What would be sent is read before it is approved, without the name as well.
    let body = json!({
        "selected": [application], "waiting": [], "reasons": [], "default_reason": null, "reason": "経験",
    });
    let decision = city.post(&format!("/postings/{posting}/decisions"), &body).expect(201);
    assert_eq!(decision["state"], "proposed");
    let decision = decision["id"].as_str().unwrap();
    let preview = |client: &Client| {
        let path = format!("/postings/{posting}/notices/preview");
        client.post(&path, &json!({"decision_id": decision}))
    };
    let read = preview(&city);
    assert!(
        read.status == 200 && !read.text.contains("山口") && !read.text.contains("risa"),
        "{}",
        read.text
    );
    let letter = read.body()["notices"][0].clone();
    let reference = letter["recipient_name"].as_str().unwrap();
    assert!(reference.starts_with("C-") && letter["body"].as_str().unwrap().contains(reference), "{letter}");
    // Who has revealed the name reads it everywhere, the others nowhere.
    let reveal = json!({"candidate_id": person, "reason": "面談の日程を調整するため"});
    city.post(&format!("/postings/{posting}/reveals"), &reveal).expect(201);
    assert_eq!(preview(&city).body()["notices"][0]["recipient_name"], "山口 理沙");
    assert_eq!(city.get("/candidates?q=risa@example.jp").expect(200)["items"].as_array().unwrap().len(), 1);
    assert!(city.get(&format!("/applications/{application}")).text.contains("山口です"));
    assert!(!preview(&other).text.contains("山口"));
    // And once it is approved it goes out by name, as it was read.
    let approved = other.post(&format!("/decisions/{decision}/approve"), &json!({}));
    assert_eq!(approved.status, 200, "{}", approved.text);
    let named = preview(&other).body();
    assert_eq!(named["notices"][0]["recipient_name"], "山口 理沙");
    assert_eq!(named["digest"], read.body()["digest"], "what is sent is what was read");
}

fn who_proposes_cannot_spare_themselves_the_second_person(app: &TestApp) {
    let (posting, _) = call_for(app, 1);
    let city = app.city();
    let scopes = json!(["postings:read", "candidates:read", "selections:read", "selections:write"]);
    let made = city.post("/api-keys", &json!({"name": "担当", "scopes": scopes})).expect(201);
    let proposer = city.with_key(made["secret"].as_str().unwrap());
    let path = format!("/postings/{posting}/review");
    let set = |client: &Client, second: bool| {
        client.put(&path, &json!({"blind": false, "second_approver": second}))
    };
    set(&proposer, true).expect(200);
    set(&proposer, false).problem(403, "missing_scope");
    assert_eq!(city.get(&path).expect(200)["second_approver"], true);
    set(&city, false).expect(200);
}
