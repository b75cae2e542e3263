//! Rankings over HTTP: the same bytes, and always what was just written.

use std::sync::atomic::{AtomicBool, Ordering};

use domain::{CandidateContent, CandidateProfile, HeldSkill, Proficiency};
use matching::candidates::{NewCandidate, create_candidates};
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::samples;

crate::on_both!(
    a_put_is_ranked_by_in_the_very_next_get,
    a_ranking_has_an_entity_tag_that_follows_every_change,
    an_answer_is_given_again_until_something_changes,
    a_draft_is_ranked_without_being_stored,
    other_weights_change_the_order_and_store_nothing,
    feasibility_agrees_with_the_ranking,
);

/// More people than one thread takes alone.
const MANY: u32 = 5000;

/// The answer without the one field that may differ.
fn bytes_but_as_of(text: &str) -> String {
    let (before, rest) = text.split_once("\"as_of\":\"").expect("a ranking says when");
    let (_, after) = rest.split_once('"').expect("a text ends");
    format!("{before}{after}")
}

#[test]
fn sqlite_gives_the_same_bytes_on_any_threads_and_after_a_restart() {
    same_bytes(TestApp::sqlite());
}

#[test]
fn postgres_gives_the_same_bytes_on_any_threads_and_after_a_restart() {
    if let Some(app) = TestApp::postgres() {
        same_bytes(app);
    }
}

fn same_bytes(mut app: TestApp) {
    let posting = app.published(&app.city(), &samples::posting("案件"));
    fill(&app);
    let path = format!("/postings/{posting}/matches?limit=200");
    let first = app.city().get(&path);
    assert_eq!(first.body()["totals"]["considered"], MANY);
    let first = bytes_but_as_of(&first.text);
    assert_eq!(bytes_but_as_of(&app.city().get(&path).text), first);
    for ranking_threads in [2, 1] {
        app.restart(ranking_threads);
        assert_eq!(bytes_but_as_of(&app.city().get(&path).text), first);
    }
}

/// Registers many people at once, with skills and hours that differ.
fn fill(app: &TestApp) {
    let city = domain::OrganizationId::parse(&app.city_id).unwrap();
    let actor = matching::operator::operator(city);
    let reference = app.engine().reference();
    let people = (0..MANY).map(|number| {
        let skills = ["instagram", "writing", "seo"]
            .into_iter()
            .zip(1..)
            .filter(|(_, place)| number % (place + 1) > 0);
        let skills = skills.map(|(skill, place)| HeldSkill {
            skill: reference.skills.find(skill).unwrap().id.clone(),
            proficiency: Proficiency::new(i64::from(1 + (number / place) % 5)).unwrap(),
            evidence: None,
        });
        let profile = CandidateProfile {
            skills: skills.collect(),
            hours_per_week: (number % 7 > 0).then_some((number % 20) as u8),
            ..CandidateProfile::default()
        };
        let content = CandidateContent {
            external_id: None,
            display_name: format!("人{number}"),
            email: None,
            phone: None,
            readiness: None,
            statement: None,
            profile,
        };
        NewCandidate { content, consents: Vec::new() }
    });
    create_candidates(app.engine(), &actor, people.collect()).unwrap();
}

fn a_put_is_ranked_by_in_the_very_next_get(app: &TestApp) {
    const TIMES: u32 = 1000;
    let city = app.city();
    let posting = app.published(&city, &samples::posting("案件"));
    let path = format!("/candidates/{}", city.post("/candidates", &samples::candidate("見られる人")).id());
    let others: Vec<String> = (0..2)
        .map(|n| {
            format!("/candidates/{}", city.post("/candidates", &samples::candidate(&format!("他{n}"))).id())
        })
        .collect();
    let (over, mut seen) = (AtomicBool::new(false), 0);
    std::thread::scope(|scope| {
        for other in &others {
            let (over, writer) = (&over, app.city());
            scope.spawn(move || {
                let mut hours = 0;
                while !over.load(Ordering::Relaxed) {
                    hours = (hours + 1) % 40;
                    let mut body = samples::candidate("他");
                    body["hours_per_week"] = json!(hours);
                    writer.put(other, &body).expect(200);
                }
            });
        }
        for turn in 0..TIMES {
            // Below 4 hours the person is excluded, from 8 on the part is full.
            let hours = turn % 10;
            let mut body = samples::candidate("見られる人");
            body["hours_per_week"] = json!(hours);
            city.put(&path, &body).expect(200);
            let ranking = city.get(&format!("/postings/{posting}/matches?limit=200")).expect(200);
            let id = path.rsplit('/').next().unwrap();
            let item = ranking["items"].as_array().unwrap().iter().find(|item| item["candidate_id"] == id);
            let commitment = item.map(|item| item["breakdown"][1]["value"].clone());
            let hours_part = 10_000 * u64::from(hours.min(8)) / 8;
            let expected = (hours >= 4).then(|| json!((hours_part + 10_000) / 2));
            seen += u32::from(commitment == expected);
        }
        over.store(true, Ordering::Relaxed);
    });
    println!(
        "{seen} of {TIMES} changes were ranked by in the very next answer, with {} writers",
        others.len()
    );
    assert_eq!(seen, TIMES);
}

fn a_ranking_has_an_entity_tag_that_follows_every_change(app: &TestApp) {
    let city = app.city();
    let posting = app.published(&city, &samples::posting("案件"));
    let path = format!("/postings/{posting}/matches");
    let tag = || city.get(&path).header("etag").unwrap().to_owned();
    let first = tag();
    assert_eq!(city.send(("GET", &path), &[("If-None-Match", &first)], b"").status, 304);
    let person = city.post("/candidates", &samples::candidate("山口 理沙")).id();
    let second = tag();
    assert_ne!(first, second);
    city.patch(&format!("/candidates/{person}"), &json!({"display_name": "山口 りさ"})).expect(200);
    let third = tag();
    assert_ne!(second, third);
    city.patch(&format!("/postings/{posting}"), &json!({"seats": 3})).expect(200);
    assert_ne!(third, tag());
    assert_ne!(
        city.get(&format!("{path}?limit=1")).header("etag"),
        city.get(&format!("{path}?limit=2")).header("etag")
    );
}

fn an_answer_is_given_again_until_something_changes(app: &TestApp) {
    let city = app.city();
    let posting = app.published(&city, &samples::posting("案件"));
    let person = city.post("/candidates", &samples::candidate("山口 理沙")).id();
    let path = format!("/postings/{posting}/matches");
    let first = city.get(&path);
    let again = city.get(&path);
    assert_eq!((again.status, &again.text), (200, &first.text), "as_of too: when it was made");
    assert_eq!(again.header("etag"), first.header("etag"));
    assert_eq!(again.header("content-type"), Some("application/json"));
    assert_eq!(city.send(("HEAD", &path), &[], b"").header("etag"), first.header("etag"));
    city.patch(&format!("/candidates/{person}"), &json!({"display_name": "山口 りさ"})).expect(200);
    assert_eq!(city.get(&path).body()["items"][0]["display_name"], "山口 りさ");
    assert_eq!(city.delete(&format!("/candidates/{person}")).status, 204);
    assert_eq!(city.get(&path).body()["items"], json!([]));

    let reader =
        city.post("/api-keys", &json!({"name": "読むだけ", "scopes": ["postings:read"]})).expect(201);
    city.with_key(reader["secret"].as_str().unwrap()).get(&path).problem(403, "missing_scope");
    app.board().get(&path).expect(200);
    assert_ne!(app.board().get(&path).header("etag"), city.get(&path).header("etag"));
    city.post(&format!("/postings/{posting}/transitions"), &json!({"to": "withdrawn"})).expect(200);
    city.get(&path).expect(200);
    app.board().get(&path).problem(404, "not_found");
}

fn a_draft_is_ranked_without_being_stored(app: &TestApp) {
    let city = app.city();
    city.post("/candidates", &samples::candidate("山口 理沙")).expect(201);
    let preview = json!({"posting": samples::posting("下書き"), "limit": 20});
    let answer = city.post("/matches/preview", &preview).expect(200);
    let ranking = &answer["ranking"];
    assert_eq!((&ranking["posting_id"], &ranking["totals"]["eligible"]), (&json!(null), &json!(1)));
    assert_eq!(answer["feasibility"]["totals"], ranking["totals"]);
    assert_eq!(city.get("/postings").body()["items"], json!([]));
    let broken = json!({"posting": {"title": "題"}, "limit": 0});
    let refused = city.post("/matches/preview", &broken);
    let mut pointers = refused.pointers();
    pointers.sort();
    assert_eq!(
        pointers,
        ["/limit", "/posting/contract_form", "/posting/municipality", "/posting/work_style"]
    );
}

fn other_weights_change_the_order_and_store_nothing(app: &TestApp) {
    let city = app.city();
    let posting = app.published(&city, &samples::posting("案件"));
    let mut skilled = samples::candidate("腕のある人");
    skilled["skills"][0]["proficiency"] = json!(5);
    skilled["region_ties"] = json!([]);
    skilled["region_interests"] = json!([]);
    let mut tied = samples::candidate("縁のある人");
    tied["skills"][0]["proficiency"] = json!(3);
    for person in [&skilled, &tied] {
        city.post("/candidates", person).expect(201);
    }
    let path = format!("/postings/{posting}/matches");
    let first = |answer: Value| answer["items"][0]["display_name"].clone();
    let weighed = |weights: Value| first(city.post(&path, &json!({"weights": weights})).expect(200));
    assert_eq!(weighed(json!({"skill": 100, "tie": 0})), "腕のある人");
    assert_eq!(weighed(json!({"skill": 0, "tie": 100})), "縁のある人");
    assert_eq!(city.get(&format!("/postings/{posting}")).body()["weights"], json!(null));
    city.post(&path, &json!({"weights": {"skill": 101}})).problem(422, "validation_failed");
    city.post(&path, &json!({"weights": {"luck": 1}})).problem(422, "validation_failed");
}

fn feasibility_agrees_with_the_ranking(app: &TestApp) {
    let city = app.city();
    let posting = app.published(&city, &samples::posting("案件"));
    for (name, hours) in [("三時間", 3), ("四時間", 4), ("八時間", 8)] {
        let mut person = samples::candidate(name);
        person["hours_per_week"] = json!(hours);
        city.post("/candidates", &person).expect(201);
    }
    let ranking = city.get(&format!("/postings/{posting}/matches")).expect(200);
    let feasibility = city.get(&format!("/postings/{posting}/feasibility")).expect(200);
    assert_eq!(feasibility["totals"], ranking["totals"]);
    assert_eq!(feasibility["exclusions"], ranking["exclusions"]);
    assert_eq!(ranking["exclusions"], json!([{"code": "hours", "excluded": 1, "excluded_alone": 1}]));
    let fewer = json!({"code": "hours_min", "skill": null, "from": 4, "to": 3, "eligible": 3, "gained": 1});
    assert_eq!(feasibility["relaxations"][0], fewer);
}
