//! The status machine of a posting, and what a status lets others see and do.

use serde_json::json;

use crate::app::TestApp;
use crate::samples;

crate::on_both!(
    an_illegal_move_names_the_legal_ones,
    only_a_draft_can_be_deleted,
    others_read_what_was_published_and_nothing_else,
    the_offer_per_hour_is_shown,
    a_window_of_days_is_whole_days_in_japan,
);

fn an_illegal_move_names_the_legal_ones(app: &TestApp) {
    let city = app.city();
    let posting = city.post("/postings", &samples::posting("案件")).id();
    let path = format!("/postings/{posting}/transitions");
    let refused = city.post(&path, &json!({"to": "filled", "reason": null}));
    let problem = refused.problem(409, "illegal_transition");
    for legal in ["in_review", "published", "withdrawn"] {
        assert!(problem["detail"].as_str().unwrap().contains(legal), "{problem}");
    }
    for to in ["in_review", "draft", "published", "paused", "published", "closed", "filled"] {
        assert_eq!(city.post(&path, &json!({"to": to})).expect(200)["status"], to);
    }
    city.post(&path, &json!({"to": "published"})).problem(409, "illegal_transition");
    city.patch(&format!("/postings/{posting}"), &json!({"title": "後から"})).problem(409, "already_ended");
    city.post(&path, &json!({"to": "archived"})).problem(422, "validation_failed");
}

fn only_a_draft_can_be_deleted(app: &TestApp) {
    let city = app.city();
    let draft = city.post("/postings", &samples::posting("下書き")).id();
    assert_eq!(city.delete(&format!("/postings/{draft}")).status, 204);
    city.get(&format!("/postings/{draft}")).problem(404, "not_found");
    let published = app.published(&city, &samples::posting("公開"));
    city.delete(&format!("/postings/{published}")).problem(409, "in_use");
}

fn others_read_what_was_published_and_nothing_else(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let draft = city.post("/postings", &samples::posting("下書き")).id();
    let published = app.published(&city, &samples::posting("公開"));
    let listed = |status: &str| {
        let page = board.get(&format!("/postings{status}")).expect(200);
        page["items"].as_array().unwrap().iter().map(|item| item["id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(listed(""), [json!(published)]);
    assert!(listed("?status=draft").is_empty());
    board.get(&format!("/postings/{draft}")).problem(404, "not_found");
    board.patch(&format!("/postings/{published}"), &json!({"seats": 9})).problem(403, "forbidden");
    let person = board.post("/candidates", &samples::candidate("山口 理沙")).id();
    let ranked =
        || board.get(&format!("/candidates/{person}/matches")).expect(200)["totals"]["considered"].clone();
    assert_eq!(ranked(), 1);
    city.post(&format!("/postings/{published}/transitions"), &json!({"to": "closed"})).expect(200);
    assert_eq!(ranked(), 0);
    assert_eq!(listed("?status=closed"), [json!(published)]);
}

fn the_offer_per_hour_is_shown(app: &TestApp) {
    let made = app.city().post("/postings", &samples::posting("案件")).expect(201);
    // 12 · 100,000 yen a month over 52 weeks of 8 hours.
    assert_eq!(made["reward_yen_per_hour"], 2884);
    assert_eq!((&made["status"], &made["min_days"]), (&json!("draft"), &json!(1)));
}

fn a_window_of_days_is_whole_days_in_japan(app: &TestApp) {
    app.turn_clock_to("2021-07-01T09:00:00+09:00");
    let city = app.city();
    let mut posting = samples::posting("案件");
    posting["application_opens_at"] = json!("2021-07-08");
    posting["application_closes_at"] = json!("2021-08-04");
    let posting = app.published(&city, &posting);
    let apply = |at: &str| {
        app.turn_clock_to(at);
        let person = city.post("/candidates", &samples::candidate("山口 理沙")).id();
        city.post("/applications", &json!({"posting_id": posting, "candidate_id": person}))
    };
    apply("2021-07-07T23:59:50+09:00").problem(409, "window_not_open");
    apply("2021-07-08T00:00:01+09:00").expect(201);
    apply("2021-08-04T23:59:50+09:00").expect(201);
    apply("2021-08-05T00:00:01+09:00").problem(409, "window_closed");
}
