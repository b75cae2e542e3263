//! The feed of changes: nothing missed, nothing out of order, nothing of anybody else's.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::samples;

crate::on_both!(
    a_reader_sees_what_was_made_changed_and_deleted,
    a_feed_is_the_organizations_own,
    a_posting_body_hears_of_its_applications,
    whoever_begins_with_latest_sees_what_comes,
    a_reader_misses_nothing_while_sixteen_write,
);

/// Those who write at the same time.
const WRITERS: usize = 16;
/// People whom each of them makes and changes.
const PEOPLE: usize = 25;

/// The resource, id, version and kind of each item.
type Line = (String, String, u64, String);

fn lines(feed: &Value) -> Vec<Line> {
    let text = |item: &Value, name: &str| item[name].as_str().unwrap().to_owned();
    let line = |item: &Value| {
        (text(item, "resource"), text(item, "id"), item["version"].as_u64().unwrap(), text(item, "kind"))
    };
    feed["items"].as_array().unwrap().iter().map(line).collect()
}

/// A page from a cursor; its lines, the cursor to go on from, and whether more follow already.
fn read_page(client: &Client, cursor: &str) -> (Vec<Line>, String, bool) {
    let answer = client.get(&format!("/changes?limit=7{cursor}"));
    assert!(answer.header("link").is_some_and(|link| link.contains("rel=\"next\"")));
    let feed = answer.expect(200);
    let next = format!("&cursor={}", feed["next_cursor"].as_str().unwrap());
    (lines(&feed), next, feed["has_more"] == true)
}

/// Reads on from a cursor to the present end; the lines, and the cursor to go on from.
fn read_on(client: &Client, mut cursor: String) -> (Vec<Line>, String) {
    let mut all = Vec::new();
    loop {
        let (some, next, has_more) = read_page(client, &cursor);
        all.extend(some);
        cursor = next;
        if !has_more {
            return (all, cursor);
        }
    }
}

/// The lines of one resource after a cursor, once there are this many. On PostgreSQL a line shows once everything that
/// began before it anywhere on the server has ended; so what was made just before `latest` was asked for may follow it.
fn read_settled(client: &Client, cursor: &str, (resource, count): (&str, usize)) -> Vec<Line> {
    let mut found = Vec::new();
    for _ in 0..200 {
        found = read_on(client, cursor.to_owned()).0;
        found.retain(|line| line.0 == resource);
        if found.len() >= count {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(25));
    }
    found
}

fn a_reader_sees_what_was_made_changed_and_deleted(app: &TestApp) {
    let city = app.city();
    let (_, cursor) = read_on(&city, "&cursor=latest".to_owned());
    let person = city.post("/candidates", &samples::candidate("山口 理沙")).id();
    city.patch(&format!("/candidates/{person}"), &json!({"hours_per_week": 3})).expect(200);
    assert_eq!(city.delete(&format!("/candidates/{person}")).status, 204);
    let line = |version: u64, kind: &str| ("candidate".to_owned(), person.clone(), version, kind.to_owned());
    let expected = [line(1, "created"), line(2, "updated"), line(3, "deleted")];
    assert_eq!(read_settled(&city, &cursor, ("candidate", 3)), expected);
    city.get("/changes?cursor=zz").problem(422, "validation_failed");
}

fn a_feed_is_the_organizations_own(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let (_, cursor) = read_on(&city, "&cursor=latest".to_owned());
    let theirs = board.post("/candidates", &samples::candidate("よその人")).id();
    let mine = city.post("/candidates", &samples::candidate("うちの人")).id();
    let found = read_settled(&city, &cursor, ("candidate", 1));
    assert_eq!(found.iter().map(|(_, id, ..)| id.as_str()).collect::<Vec<_>>(), [mine.as_str()]);
    assert!(read_on(&city, String::new()).0.iter().all(|(_, id, ..)| *id != theirs));
    let key = json!({"name": "読むだけ", "scopes": ["candidates:read"]});
    let reader = city.with_key(city.post("/api-keys", &key).expect(201)["secret"].as_str().unwrap());
    reader.get("/changes").problem(403, "missing_scope");
}

fn a_posting_body_hears_of_its_applications(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let posting = app.published(&city, &samples::posting("案件"));
    let person = board.post("/candidates", &samples::candidate("山口 理沙")).id();
    let (_, cursor) = read_on(&city, "&cursor=latest".to_owned());
    let apply = || {
        let application = json!({"posting_id": posting, "candidate_id": person, "message": "応募します"});
        board.post("/applications", &application).id()
    };
    let first = apply();
    board.post(&format!("/applications/{first}/withdraw"), &json!({})).expect(200);
    let second = apply();
    assert_eq!(board.delete(&format!("/candidates/{person}")).status, 204);
    let line = |id: &str, version: u64, kind: &str| {
        ("application".to_owned(), id.to_owned(), version, kind.to_owned())
    };
    let found = read_settled(&city, &cursor, ("application", 5));
    assert_eq!(
        found[..3],
        [line(&first, 1, "created"), line(&first, 2, "updated"), line(&second, 1, "created")]
    );
    let gone: BTreeSet<Line> = found[3..].iter().cloned().collect();
    assert_eq!(gone, [line(&first, 3, "deleted"), line(&second, 2, "deleted")].into());
}

fn whoever_begins_with_latest_sees_what_comes(app: &TestApp) {
    let city = app.city();
    city.post("/candidates", &samples::candidate("前の人"));
    let start = city.get("/changes?cursor=latest").expect(200);
    assert_eq!((&start["items"], &start["has_more"]), (&json!([]), &json!(false)));
    let cursor = format!("&cursor={}", start["next_cursor"].as_str().unwrap());
    let next = city.post("/candidates", &samples::candidate("次の人")).id();
    let found = read_settled(&city, &cursor, ("candidate", 1));
    assert!(found.iter().any(|(_, id, ..)| *id == next), "{found:?}");
    // The end is a place to wait at.
    let (_, end) = read_on(&city, cursor);
    assert_eq!(read_on(&city, end.clone()), (Vec::new(), end));
}

fn a_reader_misses_nothing_while_sixteen_write(app: &TestApp) {
    let city = app.city();
    let (_, cursor) = read_on(&city, "&cursor=latest".to_owned());
    let over = AtomicBool::new(false);
    let write = |writer: usize| {
        let mut written = Vec::new();
        for number in 0..PEOPLE {
            let id = city.post("/candidates", &samples::candidate(&format!("{writer}-{number}"))).id();
            city.patch(&format!("/candidates/{id}"), &json!({"hours_per_week": number})).expect(200);
            written.push(id);
        }
        written
    };
    let follow = || {
        let (mut seen, mut cursor, mut looks) = (Vec::new(), cursor.clone(), 0);
        loop {
            let last_look = over.load(Ordering::SeqCst);
            let (some, next, _) = read_page(&city, &cursor);
            looks += usize::from(!last_look && !some.is_empty());
            (cursor, seen) = (next, [seen, some].concat());
            if last_look && seen.len() >= WRITERS * PEOPLE * 2 {
                return (seen, looks);
            }
            assert!(!last_look || looks < 100_000);
        }
    };
    let (written, (seen, looks)) = std::thread::scope(|scope| {
        let following = scope.spawn(follow);
        let writing: Vec<_> = (0..WRITERS)
            .map(|writer| {
                scope.spawn({
                    let write = &write;
                    move || write(writer)
                })
            })
            .collect();
        let written: Vec<String> = writing.into_iter().flat_map(|writer| writer.join().unwrap()).collect();
        over.store(true, Ordering::SeqCst);
        (written, following.join().unwrap())
    });
    let mut versions: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
    for (_, id, version, _) in &seen {
        versions.entry(id).or_default().push(*version);
    }
    println!("{} changes by {WRITERS} writers, {looks} pieces of them read meanwhile", seen.len());
    assert_eq!(seen.len(), WRITERS * PEOPLE * 2);
    assert!(looks > 3, "the reader was to follow, not to come afterwards");
    for id in &written {
        assert_eq!(versions.get(id.as_str()), Some(&vec![1, 2]), "{id}");
    }
}
