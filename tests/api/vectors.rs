//! The reference vectors through the whole product: each pair's posting and person are written over HTTP, read back
//! from the database and explained. What depends on the ids (the tie-break) is tested without HTTP.

use serde_json::{Value, json};

use crate::app::TestApp;

crate::on_both!(every_pair_is_explained_as_the_reference_says);

fn every_pair_is_explained_as_the_reference_says(app: &TestApp) {
    let city = app.city();
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors/pairs.json");
    let vectors: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let mut checked = 0;
    for case in vectors["cases"].as_array().unwrap() {
        let name = case["name"].as_str().unwrap();
        if is_refused_by_the_api(case) || !case["weights"].is_null() {
            continue;
        }
        let made = |path: &str, body: &Value| {
            let mut body = body.clone();
            body.as_object_mut().unwrap().remove("id");
            let answer = city.post(path, &body);
            assert_eq!(answer.status, 201, "{name}: {}", answer.text);
            answer.body()
        };
        let (posting, person) =
            (made("/postings", &case["posting"]), made("/candidates", &case["candidate"]));
        let (posting_id, person_id) = (posting["id"].as_str().unwrap(), person["id"].as_str().unwrap());
        let path = format!("/matches/explain?posting_id={posting_id}&candidate_id={person_id}");
        let found = city.get(&path).expect(200);
        let expected = &case["expected"];
        for field in ["eligible", "unknown", "score", "forward", "reverse", "mutual", "weights", "breakdown"]
        {
            assert_eq!(found[field], expected[field], "{name}: {field}");
        }
        let bare =
            |line: &Value| json!({"code": line["code"], "skill": line["skill"], "outcome": line["outcome"]});
        let constraints: Vec<Value> = found["constraints"].as_array().unwrap().iter().map(bare).collect();
        assert_eq!(json!(constraints), expected["constraints"], "{name}: constraints");
        assert_eq!(posting["reward_yen_per_hour"], expected["reward_yen_per_hour"], "{name}: offer");
        checked += 1;
    }
    println!("vectors over HTTP: {checked} of {} pairs", vectors["cases"].as_array().unwrap().len());
    assert!(checked > 150, "{checked}");
}

/// A firm wish without an amount is scored by the engine, but refused at the door.
fn is_refused_by_the_api(case: &Value) -> bool {
    let person = &case["candidate"];
    person["reward_is_firm"] == json!(true) && person["min_reward_yen_per_hour"].is_null()
}
