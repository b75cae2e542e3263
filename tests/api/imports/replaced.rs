//! `replace`: what a sheet does not have is closed, when it is no more than was said.

use serde_json::{Value, json};

use super::{counts, import_of, imported, rows, send};
use crate::app::TestApp;
use crate::client::Client;
use crate::samples;

crate::on_both!(
    who_comes_after_the_sheet_stays,
    people_who_are_missing_are_deleted,
    postings_that_are_missing_are_closed,
    nothing_is_closed_in_doubt
);

fn person(client: &Client, key: Option<&str>) -> String {
    let mut body = samples::candidate("山口 理沙");
    body["external_id"] = json!(key);
    client.post("/candidates", &body).id()
}

fn keys(client: &Client, list: &str) -> Vec<Value> {
    let items = client.get(list).expect(200)["items"].clone();
    items.as_array().unwrap().iter().map(|item| item["external_id"].clone()).collect()
}

const TWO: &[u8] = "管理番号,氏名\na,山口 理沙\nb,鈴木 花\n".as_bytes();

fn people_who_are_missing_are_deleted(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    for key in [Some("a"), Some("c"), Some("d"), None] {
        person(&city, key);
    }
    // Another body's people are not meant, whatever their keys.
    person(&board, Some("c"));
    let import = imported(&city, "candidates&mode=replace&may_close=2", TWO);
    assert_eq!(counts(&import), [1, 1, 0, 0, 2]);
    let mut left: Vec<String> = keys(&city, "/candidates").iter().map(ToString::to_string).collect();
    left.sort();
    assert_eq!(left, ["\"a\"", "\"b\"", "null"]);
    assert_eq!(keys(&board, "/candidates"), ["c"]);
    let closed = rows(&city, &import, "&outcome=closed");
    assert!(closed.iter().all(|row| row["line"].is_null() && row["record_id"].is_string()));
    // Both leave a tombstone; PostgreSQL shows it once no older transaction is under way.
    let tombstones = || {
        let changes = city.get("/changes?limit=200").expect(200);
        changes["items"].as_array().unwrap().iter().filter(|change| change["kind"] == "deleted").count()
    };
    let seen = (0..200).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(25));
        tombstones() == 2
    });
    assert!(seen, "{}", tombstones());
}

fn postings_that_are_missing_are_closed(app: &TestApp) {
    let city = app.city();
    let posting = |key: &str| {
        let mut body = samples::posting("みそ蔵");
        body["external_id"] = json!(key);
        body
    };
    app.published(&city, &posting("shown"));
    city.post("/postings", &posting("draft")).expect(201);
    let kept = app.published(&city, &posting("kept"));
    let over = app.published(&city, &posting("over"));
    city.post(&format!("/postings/{over}/transitions"), &json!({"to": "closed", "reason": null})).expect(200);
    let sheet =
        "管理番号,案件名,契約の形,場所（市区町村コード）,働き方\nkept,みそ蔵,準委任,202151,現地と遠隔\n";
    let import = imported(&city, "postings&mode=replace&may_close=2", sheet.as_bytes());
    assert_eq!(counts(&import), [0, 1, 0, 0, 2], "{:?}", rows(&city, &import, ""));
    let statuses: Vec<(Value, Value)> = city.get("/postings").expect(200)["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|posting| (posting["external_id"].clone(), posting["status"].clone()))
        .collect();
    let expected = [("shown", "closed"), ("draft", "withdrawn"), ("kept", "published"), ("over", "closed")];
    for (key, status) in expected {
        assert!(statuses.contains(&(json!(key), json!(status))), "{key} {statuses:?}");
    }
    assert_eq!(city.get(&format!("/postings/{kept}/matches")).status, 200);
}

fn nothing_is_closed_in_doubt(app: &TestApp) {
    let city = app.city();
    for key in ["a", "c", "d", "e"] {
        person(&city, Some(key));
    }
    let failed = |query: &str, file: &[u8]| {
        let answer = send(&city, query, file);
        let place = answer.header("location").unwrap().strip_prefix("/api/v1").unwrap().to_owned();
        let job = crate::crowd::ended(&city, &place);
        assert_eq!(job["state"], "failed", "{job}");
        assert_eq!(counts(&import_of(&city, &job))[4], 0);
        job["failure"].as_str().unwrap().to_owned()
    };
    let told = failed("candidates&mode=replace&may_close=2", TWO);
    assert_eq!(
        told,
        "nothing was closed: the sheet lacks 3 records, and may_close is 2; its rows are stored"
    );
    // Whose key cannot be read may be anybody.
    let told = failed("candidates&mode=replace&may_close=9", "管理番号,氏名\na,山口\n,誰か\n".as_bytes());
    assert!(told.contains("1 refused rows"), "{told}");
    assert_eq!(keys(&city, "/candidates").len(), 5);
    for query in
        ["candidates&mode=replace", "candidates&may_close=1", "applications&mode=replace&may_close=1"]
    {
        let headings = if query.starts_with("app") {
            "案件の管理番号,人材の管理番号\na,b\n"
        } else {
            "管理番号,氏名\na,b\n"
        };
        send(&city, query, headings.as_bytes()).problem(422, "validation_failed");
    }
}

fn who_comes_after_the_sheet_stays(app: &TestApp) {
    let city = app.city();
    person(&city, Some("old"));
    app.rest_imports();
    let answer = send(&city, "candidates&mode=replace&may_close=5", TWO);
    let place = answer.header("location").unwrap().strip_prefix("/api/v1").unwrap().to_owned();
    person(&city, Some("late"));
    app.import_on();
    let job = crate::crowd::ended(&city, &place);
    assert_eq!(counts(&import_of(&city, &job)), [2, 0, 0, 0, 1]);
    let mut left: Vec<String> = keys(&city, "/candidates").iter().map(ToString::to_string).collect();
    left.sort();
    assert_eq!(left, ["\"a\"", "\"b\"", "\"late\""]);
}
