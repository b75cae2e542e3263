//! Whose data a key was shown: whatever a body reads of its own, the log says afterwards of whom it was.
//!
//! The operations are those of the served document, so that a new one that shows people is asked too. Each is read with a
//! key of its own, and of that key the log is asked.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::document::{Operation, operations};
use super::questions::{Beside, Form, Place, Takes};
use super::world::World;
use crate::app::TestApp;
use crate::client::Client;

/// Operations that show who somebody is and leave nothing in the log, and why.
const UNRECORDED: &[(&str, &str)] = &[
    ("list_audit_events", "the log itself: whoever looks at it is not looked at again"),
    ("list_changes", "ids alone: that something has changed, of which the record is read and recorded"),
    (
        "list_webhook_deliveries",
        "ids alone, as they were sent: the receiver reads the record, which is recorded",
    ),
    ("list_events", "who speaks is announced to everybody"),
    ("get_event", "who speaks is announced to everybody"),
];

/// Operations whose answer does not end.
const ENDLESS: &[&str] = &["follow_job"];

/// Operations that showed somebody, at least: fewer means that the world below has become poorer.
const SHOWING: usize = 45;

pub(super) fn whoever_is_shown_is_on_record(app: &TestApp) {
    let world = World::build(app);
    let a = app.city();
    let people = people_of(&[&a, &app.board(), &app.coordinator()]);
    let (mut showing, mut faults, mut needless) = (BTreeSet::new(), Vec::new(), Vec::new());
    let exceptions: BTreeMap<&str, &str> = UNRECORDED.iter().copied().collect();
    for operation in operations(&a) {
        if !operation.reads() || operation.is_keyless() || ENDLESS.contains(&operation.id.as_str()) {
            continue;
        }
        let key = a.post("/api-keys", &json!({"name": operation.id, "scopes": ["admin"]})).expect(201);
        let reader = a.with_key(key["secret"].as_str().unwrap());
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        for path in paths(&world, &operation) {
            let answer = reader.get(&path);
            if answer.status == 200 {
                let shown = people.iter().filter(|(id, name)| {
                    answer.text.contains(id.as_str())
                        || name.as_ref().is_some_and(|name| answer.text.contains(name))
                });
                seen.extend(shown.map(|(id, _)| (id.clone(), path.clone())));
            }
        }
        let told = told(&a, key["id"].as_str().unwrap());
        let untold: Vec<&String> =
            seen.iter().filter(|(id, _)| !told.contains(*id)).map(|(_, path)| path).collect();
        if !seen.is_empty() {
            showing.insert(operation.id.clone());
        }
        match (exceptions.contains_key(operation.id.as_str()), untold.first()) {
            (true, None) => needless.push(operation.id.clone()),
            (false, Some(path)) => {
                faults.push(format!(
                    "{}: {} of {} people, by {path}",
                    operation.id,
                    untold.len(),
                    seen.len()
                ));
            }
            _ => {}
        }
    }
    assert!(faults.is_empty(), "shown, and not on record:\n{}", faults.join("\n"));
    assert_eq!(needless, Vec::<String>::new(), "exceptions that nothing needs");
    assert!(showing.len() >= SHOWING, "only {} operations show anybody: {showing:?}", showing.len());
}

/// Everybody whom these bodies registered, with a name that stands nowhere else.
fn people_of(bodies: &[&Client]) -> Vec<(String, Option<String>)> {
    let mut people = Vec::new();
    for body in bodies {
        let page = body.get("/candidates?limit=200").expect(200);
        for person in page["items"].as_array().unwrap() {
            let name = person["display_name"].as_str().filter(|name| name.len() > 20).map(str::to_owned);
            people.push((person["id"].as_str().unwrap().to_owned(), name));
        }
    }
    assert!(people.len() > 5, "{people:?}");
    people
}

/// An operation on each of A's records that it can be about, as it is and narrowed to another record.
fn paths(world: &World, operation: &Operation) -> BTreeSet<String> {
    let fresh = Cell::new(0);
    let form = Form::of(operation, &fresh);
    let mut paths = BTreeSet::new();
    let first = form.places.iter().find(|place| place.part == "path");
    let mut ask = |values: &BTreeMap<&Place, &str>| {
        let narrowed = form.question((world, Beside::Hidden), values, "").path;
        let is_plain = operation.query.iter().all(|(_, required)| !required);
        if is_plain {
            paths.extend(narrowed.split('?').next().map(str::to_owned));
        }
        paths.insert(narrowed);
    };
    match first.map(|place| (place, place.takes)) {
        Some((place, Takes::Id(kind))) => {
            let ids: Vec<&str> = world.of(kind).map(|object| object.id.as_str()).collect();
            ids.iter().for_each(|id| ask(&BTreeMap::from([(place, *id)])));
        }
        Some(_) | None => ask(&BTreeMap::new()),
    }
    paths
}

/// Those of whom the log says that they were shown to a key.
fn told(body: &Client, key: &str) -> BTreeSet<String> {
    let page = body.get(&format!("/audit-events/people?api_key_id={key}&limit=200")).expect(200);
    assert_eq!(page["next_cursor"], json!(null));
    let items = page["items"].as_array().unwrap().iter();
    items.map(|item| item["candidate_id"].as_str().unwrap().to_owned()).collect()
}
