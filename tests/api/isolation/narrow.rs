//! Keys that may do little: with one scope exactly the operations of that scope, and with a dead key none.

use std::cell::Cell;
use std::collections::BTreeMap;

use domain::{Scope, Word};
use serde_json::json;

use super::document::{self, Operation};
use super::questions::{Beside, Form, Place, Question, Takes};
use super::world::{Kind, World};
use super::{NOBODY, key_of_b};
use crate::app::TestApp;
use crate::client::{Answer, Client};

crate::on_both!(a_scope_opens_its_operations_and_no_others, a_dead_key_opens_nothing);

/// A question about nothing that is there, so that whoever may ask it changes nothing.
fn question(form: &Form<'_>, world: &World) -> Question {
    let path: Vec<&Place> =
        form.places.iter().filter(|place| place.part == "path" && place.takes != Takes::Code).collect();
    let nothing = |place: &Place| if place.takes == Takes::Id(Kind::ExternalId) { "narrow" } else { NOBODY };
    let values: BTreeMap<&Place, &str> = path.into_iter().map(|place| (place, nothing(place))).collect();
    form.question((world, Beside::Own), &values, "")
}

fn sent(client: &Client, question: &Question) -> Answer {
    let kind: Vec<_> = question.media_type.iter().map(|kind| ("Content-Type", kind.as_str())).collect();
    client.send((&question.method, &question.path), &kind, question.body.as_bytes())
}

fn a_scope_opens_its_operations_and_no_others(app: &TestApp) {
    let world = World::build(app);
    let (operations, fresh) = (document::operations(&app.board()), Cell::new(0));
    let mut faults = Vec::new();
    let with_reading = |operation: &Operation| -> Vec<Vec<Scope>> {
        let and = |needed: &Vec<Scope>| needed.iter().copied().chain(operation.reads_first).collect();
        operation.scopes.iter().map(and).collect()
    };
    let mut sets: Vec<Vec<Scope>> = operations.iter().flat_map(with_reading).collect();
    sets.extend(Scope::ALL.iter().map(|scope| vec![*scope]));
    sets.sort_unstable();
    sets.dedup();
    let keys: Vec<(Client, Vec<Scope>)> = sets.into_iter().map(|held| (key_of_b(app, &held), held)).collect();
    for operation in &operations {
        let form = Form::of(operation, &fresh);
        for (client, held) in &keys {
            let question = question(&form, &world);
            let answer = sent(client, &question);
            let lacks = answer.status == 403 && answer.text.contains("\"missing_scope\"");
            let looked = operation.looks_first(held) && [404, 422].contains(&answer.status);
            if lacks == operation.is_open_to(held) && !looked {
                let told = format!("{} {}", answer.status, answer.text);
                faults.push(format!("{} ({:?}) by {held:?} → {told}", operation.id, operation.scopes));
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

fn a_dead_key_opens_nothing(app: &TestApp) {
    let world = World::build(app);
    let b = app.board();
    let issue = || b.post("/api-keys", &json!({"name": "鍵", "scopes": ["admin"]})).expect(201);
    let [revoked, rotated] = [issue(), issue()];
    let path = |key: &serde_json::Value| format!("/api-keys/{}", key["id"].as_str().unwrap());
    for key in [&revoked, &rotated] {
        b.with_key(key["secret"].as_str().unwrap()).get("").expect(200);
    }
    assert_eq!(b.delete(&path(&revoked)).status, 204);
    b.post(&format!("{}/rotate", path(&rotated)), &json!({"overlap_hours": 0})).expect(201);
    let (operations, fresh) = (document::operations(&b), Cell::new(0));
    let dead = [revoked["secret"].as_str().unwrap(), rotated["secret"].as_str().unwrap(), "tsk_unknown", ""];
    // Whoever logs in has no key yet, and comes with a password instead.
    for operation in operations.iter().filter(|operation| operation.id != "create_session") {
        let form = Form::of(operation, &fresh);
        for key in dead {
            let question = form.question((&world, Beside::Own), &BTreeMap::new(), "");
            let answer = sent(&b.with_key(key), &question);
            match operation.is_keyless() {
                // There a key of its own stands in the path, and there is no such page or invitation.
                true => answer.problem(404, "not_found"),
                false => answer.problem(401, "unauthenticated"),
            };
            assert_eq!(world.canaries.found_in(&answer.text, ""), Vec::<String>::new(), "{}", operation.id);
        }
    }
}
