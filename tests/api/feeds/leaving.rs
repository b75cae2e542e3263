//! A posting leaves every feed when it is moved or its window ends; and whoever has a feed already is not sent it again.

use std::time::Duration;

use serde_json::json;

use super::{FEEDS, job, look, page, seen};
use crate::app::TestApp;
use crate::samples;

crate::on_both!(
    it_leaves_when_it_is_moved,
    it_leaves_when_its_window_ends,
    what_was_never_published_is_not_there,
    whoever_has_it_is_told_so_until_it_changes,
    a_date_is_as_good_as_a_tag,
);

/// Whether anything is sent to whoever has this.
fn again(app: &TestApp, path: &str, header: (&str, &str)) -> u16 {
    app.anonymous().send_to(("GET", path), &[header], b"").status
}

fn move_to(app: &TestApp, id: &str, to: &str) {
    app.city().post(&format!("/postings/{id}/transitions"), &json!({"to": to, "reason": null})).expect(200);
}

fn it_leaves_when_it_is_moved(app: &TestApp) {
    for (number, to) in ["closed", "paused", "withdrawn"].into_iter().enumerate() {
        let mut posting = job("案件");
        posting["external_id"] = json!(format!("key-{number}"));
        let id = app.published(&app.city(), &posting);
        assert_eq!(seen(app, &id), (FEEDS.to_vec(), 200));
        move_to(app, &id, to);
        assert_eq!(seen(app, &id), (vec![], 410), "{to}");
        let ended = page(app, &id);
        assert!(
            ended.text.contains("募集は終わりました") && !ended.text.contains("案件 |"),
            "{}",
            ended.text
        );
        assert_eq!(look(app, &format!("/postings/{id}.jsonld")).status, 410, "{to}");
        if to == "paused" {
            move_to(app, &id, "published");
            assert_eq!(seen(app, &id), (FEEDS.to_vec(), 200), "it comes back");
            move_to(app, &id, "paused");
            move_to(app, &id, "withdrawn");
            assert_eq!(page(app, &id).status, 410, "withdrawn while it rested");
        }
    }
}

fn it_leaves_when_its_window_ends(app: &TestApp) {
    let mut posting = job("案件");
    posting["application_closes_at"] = json!(app.engine().now().plus_seconds(3600));
    let city = app.city();
    let id = app.published(&city, &posting);
    app.advance(Duration::from_secs(3500));
    assert_eq!(seen(app, &id), (FEEDS.to_vec(), 200));
    app.advance(Duration::from_secs(120));
    assert_eq!(seen(app, &id), (vec![], 410), "nobody has changed anything");
    let patch = json!({"application_closes_at": app.engine().now().plus_seconds(3600)});
    city.patch(&format!("/postings/{id}"), &patch).expect(200);
    assert_eq!(seen(app, &id), (FEEDS.to_vec(), 200), "a later end brings it back");
}

fn what_was_never_published_is_not_there(app: &TestApp) {
    let city = app.city();
    let draft = city.post("/postings", &job("秘密の案件")).id();
    assert_eq!(seen(app, &draft), (vec![], 404));
    move_to(app, &draft, "in_review");
    assert_eq!(seen(app, &draft), (vec![], 404));
    move_to(app, &draft, "withdrawn");
    assert_eq!(seen(app, &draft), (vec![], 404), "nobody may learn that it was written");
    for id in [draft.as_str(), "0199083e-bd01-7a22-b0b9-12702f8318e4", "nonsense"] {
        let answer = page(app, id);
        assert_eq!(answer.status, 404);
        assert!(
            answer.text.contains("案件が見つかりません") && !answer.text.contains("秘密"),
            "{}",
            answer.text
        );
        look(app, &format!("/postings/{id}.jsonld")).problem(404, "not_found");
    }
}

fn whoever_has_it_is_told_so_until_it_changes(app: &TestApp) {
    let city = app.city();
    let id = app.published(&city, &job("案件"));
    let own = [format!("/postings/{id}"), format!("/postings/{id}.jsonld")];
    let paths: Vec<&str> = own.iter().map(String::as_str).chain(FEEDS).collect();
    let tags = || -> Vec<String> {
        paths.iter().map(|path| look(app, path).header("etag").unwrap().to_owned()).collect()
    };
    let unknown = |tags: &[String]| {
        paths.iter().zip(tags).filter(|(path, tag)| again(app, path, ("If-None-Match", tag)) != 304).count()
    };
    let before = tags();
    assert!(before.iter().all(|tag| tag.starts_with('"')), "strong tags: {before:?}");
    assert_eq!(unknown(&before), 0);
    // A person is nothing that a feed shows.
    city.post("/candidates", &samples::candidate("山口 理沙"));
    assert_eq!(unknown(&before), 0);
    city.patch(&format!("/postings/{id}"), &json!({"title": "別の題"})).expect(200);
    assert_eq!(unknown(&before), paths.len());
    let after = tags();
    let name = json!({"name": "塩尻市役所", "kind": "municipality"});
    city.put(&format!("/organizations/{}", app.city_id), &name).expect(200);
    assert_eq!(unknown(&after), paths.len(), "the name of the body is shown too");
    let last = tags();
    move_to(app, &id, "closed");
    assert_eq!(unknown(&last), paths.len());
}

fn a_date_is_as_good_as_a_tag(app: &TestApp) {
    let id = app.published(&app.city(), &job("案件"));
    let own = format!("/postings/{id}");
    let paths: Vec<&str> = [own.as_str()].into_iter().chain(FEEDS).collect();
    paths.iter().for_each(|path| drop(look(app, path)));
    app.advance(Duration::from_secs(5));
    let dates: Vec<String> = paths
        .iter()
        .map(|path| look(app, path).header("last-modified").unwrap_or_else(|| panic!("{path}")).to_owned())
        .collect();
    for (path, date) in paths.iter().zip(&dates) {
        assert_eq!(again(app, path, ("If-Modified-Since", date)), 304, "{path}");
        assert_eq!(again(app, path, ("If-Modified-Since", "Thu, 01 Jan 2026 00:00:00 GMT")), 200, "{path}");
    }
    // What leaves makes no record newer, and yet the feed is another.
    move_to(app, &id, "closed");
    let now: Vec<u16> =
        paths.iter().zip(&dates).map(|(path, date)| again(app, path, ("If-Modified-Since", date))).collect();
    assert_eq!(now, [410, 200, 200, 200]);
}
