//! Match runs that rank postings for people: the same pairs as the other way round, seen from the other side.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::crowd::{ended, pages, people, postings, run_of, started};
use crate::samples;

crate::on_both!(
    a_run_keeps_what_the_ranking_of_postings_said,
    both_directions_give_a_pair_the_same_score,
    matches_are_listed_person_by_person_and_by_either_side,
    a_posting_closed_before_the_run_is_left_out,
    whoever_withdrew_a_consent_is_in_no_later_run,
    what_belongs_to_the_other_direction_is_refused,
);

fn for_people(scope: Value, per_candidate: u32) -> Value {
    json!({"direction": "postings_for_candidates", "scope": scope, "per_candidate": per_candidate})
}

/// What a run keeps once it has ended.
fn done(client: &Client, run: &Value) -> Vec<Value> {
    let path = started(client, run);
    assert_eq!(ended(client, &path)["state"], "succeeded");
    pages(client, &run_of(client, &path), "")
}

fn a_run_keeps_what_the_ranking_of_postings_said(app: &TestApp) {
    let city = app.city();
    let postings = postings(app, 6);
    let people = people(app, 9);
    let path = started(&city, &for_people(json!({"all": true}), 4));
    let job = ended(&city, &path);
    assert_eq!((&job["state"], &job["progress"]), (&json!("succeeded"), &json!({"done": 9, "total": 9})));
    let run = city.get(&run_of(&city, &path)).expect(200);
    assert_eq!(
        (&run["direction"], &run["posting_ids"]),
        (&json!("postings_for_candidates"), &json!(postings))
    );
    assert_eq!((&run["per_candidate"], &run["per_posting"]), (&json!(4), &json!(null)));
    let kept = pages(&city, &run_of(&city, &path), "");
    for person in &people {
        let ranking = city.get(&format!("/candidates/{person}/matches?limit=4")).expect(200);
        let ranked = ranking["items"].as_array().unwrap();
        let of_one: Vec<&Value> = kept.iter().filter(|item| item["candidate_id"] == *person).collect();
        assert_eq!(of_one.len(), ranked.len());
        for (kept, ranked) in of_one.iter().zip(ranked) {
            for field in ["rank", "rank_range", "band", "posting_id", "score", "forward", "reverse", "mutual"]
            {
                assert_eq!(kept[field], ranked[field], "{field}");
            }
            for field in ["breakdown", "unknown", "weights"] {
                assert_eq!(kept[field], ranked[field], "{field}");
            }
            assert_eq!(kept["posting_version"], 2);
        }
    }
    assert!(kept.len() > people.len());
}

fn both_directions_give_a_pair_the_same_score(app: &TestApp) {
    let city = app.city();
    postings(app, 12);
    people(app, 40);
    let pair = |item: &Value| {
        let name = |field: &str| item[field].as_str().unwrap().to_owned();
        let parts =
            ["score", "forward", "reverse", "mutual", "breakdown", "weights", "unknown", "posting_version"];
        ((name("posting_id"), name("candidate_id")), parts.map(|part| item[part].clone()))
    };
    let forth = done(&city, &json!({"scope": {"all": true}, "per_posting": 200}));
    let back = done(&city, &for_people(json!({"all": true}), 50));
    assert!(forth.len() > 100, "{}", forth.len());
    let [forth, back]: [BTreeMap<_, _>; 2] = [forth, back].map(|items| items.iter().map(pair).collect());
    assert_eq!(forth, back);
}

fn matches_are_listed_person_by_person_and_by_either_side(app: &TestApp) {
    let city = app.city();
    postings(app, 8);
    people(app, 30);
    let path = started(&city, &for_people(json!({"all": true}), 5));
    ended(&city, &path);
    let run = run_of(&city, &path);
    let all = pages(&city, &run, "");
    let place =
        |item: &Value| (item["candidate_id"].as_str().unwrap().to_owned(), item["rank"].as_u64().unwrap());
    assert!(all.iter().map(place).is_sorted_by(|one, other| one < other));
    let mut small = Vec::new();
    let mut cursor = String::new();
    while small.len() < all.len() {
        let page = city.get(&format!("{run}/matches?limit=7{cursor}")).expect(200);
        small.extend(page["items"].as_array().unwrap().iter().cloned());
        cursor = format!("&cursor={}", page["next_cursor"].as_str().unwrap_or_default());
    }
    assert!(small == all, "in small pages as in large ones");
    for side in ["posting_id", "candidate_id"] {
        let one = all[all.len() / 2][side].as_str().unwrap();
        let expected: Vec<&Value> = all.iter().filter(|item| item[side] == one).collect();
        assert!(expected.len() > 1 && expected.len() < all.len());
        assert_eq!(pages(&city, &run, &format!("&{side}={one}")).iter().collect::<Vec<_>>(), expected);
        let first = city.get(&format!("{run}/matches?limit=1&{side}={one}")).expect(200);
        let cursor = first["next_cursor"].as_str().unwrap();
        let rest = pages(&city, &run, &format!("&{side}={one}&cursor={cursor}"));
        assert_eq!(rest.iter().collect::<Vec<_>>(), expected[1..]);
    }
    let item = &all[0];
    let (posting, person) = (item["posting_id"].as_str().unwrap(), item["candidate_id"].as_str().unwrap());
    let pair = pages(&city, &run, &format!("&posting_id={posting}&candidate_id={person}"));
    assert_eq!(pair, std::slice::from_ref(item));
    city.get(&format!("{run}/matches?candidate_id=me")).problem(422, "validation_failed");
}

fn a_posting_closed_before_the_run_is_left_out(app: &TestApp) {
    let city = app.city();
    let postings = postings(app, 3);
    people(app, 10);
    app.rest();
    let path = started(&city, &for_people(json!({"posting_ids": postings}), 5));
    city.post(&format!("/postings/{}/transitions", postings[1]), &json!({"to": "closed"})).expect(200);
    app.work_on();
    assert_eq!(ended(&city, &path)["state"], "succeeded");
    let kept = pages(&city, &run_of(&city, &path), "");
    assert!(kept.iter().any(|item| item["posting_id"] == postings[0]));
    assert!(!kept.iter().any(|item| item["posting_id"] == postings[1]));
}

fn whoever_withdrew_a_consent_is_in_no_later_run(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    app.published(&city, &samples::posting("案件"));
    let ids = ["開いた人", "閉じた人", "開かない人"]
        .map(|name| board.post("/candidates", &samples::candidate(name)).id());
    let consent = json!({"recipient": app.city_id, "items": ["profile"], "purpose": "紹介", "until": null});
    let given = |id: &str| board.post(&format!("/candidates/{id}/consents"), &consent).id();
    let [_, second] = [given(&ids[0]), given(&ids[1])];
    let runs = [json!({"scope": {"all": true}}), for_people(json!({"all": true}), 5)];
    let persons = |items: &[Value]| {
        let mut ids: Vec<String> =
            items.iter().map(|item| item["candidate_id"].as_str().unwrap().to_owned()).collect();
        ids.sort_unstable();
        ids
    };
    let mut open = ids[..2].to_vec();
    open.sort_unstable();
    let earlier = [&runs[0], &runs[1]].map(|run| {
        let path = started(&city, run);
        assert_eq!(ended(&city, &path)["state"], "succeeded");
        run_of(&city, &path)
    });
    for run in &earlier {
        assert_eq!(persons(&pages(&city, run, "")), open);
    }
    // One run waits while the consent is withdrawn: what it is started with is what holds when it starts.
    app.rest();
    let waiting = started(&city, &runs[1]);
    assert_eq!(board.delete(&format!("/candidates/{}/consents/{second}", ids[1])).status, 204);
    for run in &earlier {
        assert_eq!(persons(&pages(&city, run, "")), ids[..1], "what was kept is not shown any more");
        assert_eq!(pages(&city, run, &format!("&candidate_id={}", ids[1])), [json!(null); 0]);
    }
    app.work_on();
    let job = ended(&city, &waiting);
    assert_eq!(job["progress"], json!({"done": 1, "total": 1}));
    assert_eq!(persons(&pages(&city, &run_of(&city, &waiting), "")), ids[..1]);
    for run in &runs {
        let path = started(&city, run);
        assert_eq!(ended(&city, &path)["state"], "succeeded");
        assert_eq!(persons(&pages(&city, &run_of(&city, &path), "")), ids[..1]);
        // Given again, the person is visible again; what was not kept does not come back.
        let again = given(&ids[1]);
        assert_eq!(persons(&pages(&city, &run_of(&city, &path), "")), ids[..1]);
        assert_eq!(board.delete(&format!("/candidates/{}/consents/{again}", ids[1])).status, 204);
    }
}

fn what_belongs_to_the_other_direction_is_refused(app: &TestApp) {
    let city = app.city();
    let posting = app.published(&city, &samples::posting("案件"));
    let draft = city.post("/postings", &samples::posting("下書き")).id();
    let pointers = |run: Value| {
        let answer = city.post("/match-runs", &run);
        answer.problem(422, "validation_failed");
        answer.pointers()
    };
    let all = json!({"all": true});
    assert_eq!(pointers(json!({"scope": all, "per_candidate": 5})), ["/per_candidate"]);
    let mut both = for_people(all.clone(), 5);
    both["per_posting"] = json!(5);
    assert_eq!(pointers(both), ["/per_posting"]);
    assert_eq!(pointers(for_people(all.clone(), 51)), ["/per_candidate"]);
    assert_eq!(pointers(json!({"direction": "sideways", "scope": all})), ["/direction"]);
    assert_eq!(pointers(json!({"scope": {}})), ["/scope"]);
    assert_eq!(pointers(json!({"scope": {"all": true, "posting_ids": [posting]}})), ["/scope"]);
    let named = for_people(json!({"posting_ids": [posting, draft, posting]}), 5);
    assert_eq!(pointers(named), ["/scope/posting_ids/1", "/scope/posting_ids/2"]);
    // People can be ranked for a draft.
    let drafts = json!({"direction": "candidates_for_postings", "scope": {"posting_ids": [draft]}});
    ended(&city, &started(&city, &drafts));
    let unstated = json!({"direction": null, "scope": all, "per_posting": null, "per_candidate": null});
    let usual = city.get(&run_of(&city, &started(&city, &unstated))).expect(200);
    assert_eq!((&usual["direction"], &usual["per_posting"]), (&json!("candidates_for_postings"), &json!(20)));
    assert_eq!(usual["per_candidate"], json!(null));
    let usual = json!({"direction": "postings_for_candidates", "scope": all});
    let usual = city.get(&run_of(&city, &started(&city, &usual))).expect(200);
    assert_eq!((&usual["per_candidate"], &usual["per_posting"]), (&json!(5), &json!(null)));
}
